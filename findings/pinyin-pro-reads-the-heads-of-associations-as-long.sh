#!/usr/bin/env bash
# pinyin-pro 3.29.4 (npm) reads by word, and yet 秘书长 (secretary-general) and 理事长 (chairman of a council), words of every
# association's site, come out as chang (long) and not zhang (head), while 会长 and 市长 are right; 本行政区域, a phrase of nearly
# every local regulation, is cut as 本行|政 and comes out as hang zheng and not xing zheng. Addresses and A-Z lists made with it
# are wrong just there, and a dictionary check of place names does not show it.
# Seen with Node 20 on Debian 12, 2026-11-28. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund pinyin-pro@3.29.4
cat > probe.js <<'JS'
const { pinyin } = require('pinyin-pro');
for (const word of ['会长', '市长', '秘书长', '理事长', '在本行政区域内']) {
  console.log(word, pinyin(word, { toneType: 'none' }));
}
JS
seen=$(node probe.js)
printf '%s\n' "$seen"
expected=$'会长 hui zhang\n市长 shi zhang\n秘书长 mi shu chang\n理事长 li shi chang\n在本行政区域内 zai ben hang zheng qu yu nei'
[ "$seen" = "$expected" ] || { echo "pinyin-pro no longer does this" >&2; exit 1; }
