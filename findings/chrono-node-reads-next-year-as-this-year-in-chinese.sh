#!/usr/bin/env bash
# chrono-node 2.10.3 (npm), locale zh.hans: 明年一月一日 (the first of January of next year) and 去年十月 (October of last year) are
# found without their first character, as 年一月一日 and 年十月, and get the year of the reference day: a rule that begins next
# year is read as one that began this year, without a word. 2026年11月28日24时, as notices write the end of a day, is found not
# at all, and 3点一刻 (a quarter past three) is 3:01.
# Seen with Node 20 on Debian 12, 2026-11-28. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit chrono-node@2.10.3
cat > probe.mjs <<'JS'
import * as chrono from 'chrono-node';
const day = new Date(2026, 10, 28, 12);
const two = (n) => String(n).padStart(2, '0');
for (const text of ['2027年一月一日', '明年一月一日', '去年十月', '2026年11月28日23时', '2026年11月28日24时', '3点一刻']) {
  const found = chrono.zh.hans.parse(text, day).map((r) => {
    const d = r.start.date();
    return `${r.text} ${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())} ${two(d.getHours())}:${two(d.getMinutes())}`;
  });
  console.log(`${text}: ${found.join(', ') || 'nothing'}`);
}
JS
seen=$(node probe.mjs)
printf '%s\n' "$seen"
expected='2027年一月一日: 2027年一月一日 2027-01-01 12:00
明年一月一日: 年一月一日 2026-01-01 12:00
去年十月: 年十月 2026-10-28 12:00
2026年11月28日23时: 2026年11月28日23时 2026-11-28 23:00
2026年11月28日24时: nothing
3点一刻: 3点一 2026-11-28 03:01'
[ "$seen" = "$expected" ] || { echo "chrono-node no longer does this" >&2; exit 1; }
