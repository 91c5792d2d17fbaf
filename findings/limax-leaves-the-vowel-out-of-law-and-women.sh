#!/usr/bin/env bash
# limax 4.2.3 (npm) makes addresses of titles and knows Chinese: it reads by word (lu an for 六安, kuai ji for 会计), but the ü of
# pinyin is dropped where others write u, v or yu: 法律 is fa-l, 妇女 fu-n, 旅游 l-you and 吕梁 l-liang. With tone: false what
# remains is glued to what follows: 法律援助 (legal aid) is falyuan-zhu and 妇女权益 funquan-yi. 律, 绿, 旅 and 履 are one and the
# same l: 履行 (to carry out) and 旅行 (to travel) have one address.
# Passports write LYU for 吕; transliteration 2.6.1 (npm) writes lu and nu.
# Seen with Node 20 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit limax@4.2.3 transliteration@2.6.1
cat > probe.js <<'JS'
const limax = require('limax').default || require('limax');
const { slugify } = require('transliteration');
for (const title of ['六安', '法律', '妇女', '旅游', '绿化', '法律援助', '妇女权益', '履行', '旅行']) {
  console.log(title, limax(title), limax(title, { tone: false }), slugify(title));
}
JS
seen=$(node probe.js)
printf '%s\n' "$seen"
expected='六安 lu4-an1 lu-an liu-an
法律 fa3-l4 fa-l fa-lu
妇女 fu4-n3 fu-n fu-nu
旅游 l3-you2 l-you lu-you
绿化 l4-hua4 l-hua lu-hua
法律援助 fa3-l4-yuan2-zhu4 falyuan-zhu fa-lu-yuan-zhu
妇女权益 fu4-n3-quan2-yi4 funquan-yi fu-nu-quan-yi
履行 l3-xing2 l-xing lu-xing
旅行 l3-xing2 l-xing lu-xing'
[ "$seen" = "$expected" ] || { echo "limax no longer does this" >&2; exit 1; }
