#!/usr/bin/env bash
# antiword 0.37 (Debian): of a doc with tracked changes it prints what was taken out beside what was put in, without a sign
# between them, though its help says that this takes -r: 陪产假10日 that somebody changed to 15 becomes 陪产假1015日 (a doc of
# LibreOffice 7.4 is printed so, too). word-extractor 1.0.4 (npm) leaves the 10 out. Who searches or converts old office files
# with it has numbers that nobody ever wrote.
# The doc is made here: its text in one piece, and runs with the marks of a change (sprmCFRMarkDel, sprmCFRMark of [MS-DOC]).
# Seen with Node 20 on Debian 12, 2026-11-29. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
chmod 755 .
apt-get download antiword=0.37-16+deb12u1 2> apt.log
dpkg -x antiword_*.deb deb
npm init -y > npm.log
npm install --silent --no-fund --no-audit cfb@1.2.2 word-extractor@1.0.4
cat > make.js <<'JS'
const cfb = require('cfb');
const fs = require('fs');
// Below a certain length antiword reads no text at all.
const runs = ['现就有关事项通知如下。'.repeat(120) + '男方享受陪产假', '10', '15', '日。\r'];
const text = Buffer.from(runs.join(''), 'utf16le');
const from = 1024, size = 8192, paragraphs = 12, characters = 13;
const main = Buffer.alloc(size);
const short = (at, value) => main.writeUInt16LE(value, at);
const long = (at, value) => main.writeUInt32LE(value, at);
short(0, 0xa5ec); short(2, 193); short(10, 0x1200); short(12, 191);
long(24, from); long(28, from + text.length);
short(32, 14); short(62, 22); long(64, size); long(76, text.length / 2); short(152, 93);
text.copy(main, from);
function page(number, width, changes) {
  const at = 512 * number;
  let place = from, free = 400;
  runs.forEach((run, n) => { long(at + 4 * n, place); place += 2 * run.length; });
  long(at + 4 * runs.length, place);
  for (const [n, bytes] of changes) {
    main[at + 4 * (runs.length + 1) + width * n] = free / 2;
    Buffer.from(bytes).copy(main, at + free);
    free += bytes.length;
  }
  main[at + 511] = runs.length;
}
page(paragraphs, 13, []);
page(characters, 1, [[1, [3, 0x00, 0x08, 1]], [2, [3, 0x01, 0x08, 1]]]);
const table = [];
function part(number, bytes) {
  long(154 + 8 * number, table.reduce((sum, other) => sum + other.length, 0));
  long(158 + 8 * number, bytes.length);
  table.push(bytes);
}
const longs = (...values) => Buffer.from(Uint32Array.from(values).buffer);
part(33, Buffer.concat([Buffer.from([2]), longs(16, 0, text.length / 2), Buffer.alloc(2), longs(from), Buffer.alloc(2)]));
part(13, longs(from, from + text.length, paragraphs));
part(12, longs(from, from + text.length, characters));
const file = cfb.utils.cfb_new();
cfb.utils.cfb_add(file, '/WordDocument', main);
cfb.utils.cfb_add(file, '/1Table', Buffer.concat([...table, Buffer.alloc(4096)]));
fs.writeFileSync('notice.doc', cfb.write(file, { type: 'buffer' }));
JS
node make.js
seen=$(
    printf 'antiword: %s\n' "$(ANTIWORDHOME=$dir/deb/usr/share/antiword deb/usr/bin/antiword -m UTF-8.txt notice.doc | tr -d '\n' | grep -ao '陪产假.*日')"
    node -e '
    new (require("word-extractor"))().extract("notice.doc").then((doc) => console.log("word-extractor: " + /陪产假.*日/.exec(doc.getBody())[0]));'
)
printf '%s\n' "$seen"
expected='antiword: 陪产假1015日
word-extractor: 陪产假15日'
[ "$seen" = "$expected" ] || { echo "antiword no longer does this" >&2; exit 1; }
