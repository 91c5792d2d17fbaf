#!/usr/bin/env bash
# officeparser 7.8.0 (npm): a hyphen at which Word must not break the line (Ctrl+Shift+_, w:noBreakHyphen of ECMA-376) is left out
# of the text without a sign, so that 第3-5条 (articles 3 to 5) becomes 第35条 (article 35), 每孩3000-5000元 a grant of 30005000, and
# a telephone number loses what parts it from the area. docx2txt 0.9 (PyPI) does the same. Whoever typed a usual hyphen
# sees nothing of it, and it stands just where somebody took care that a number is not torn.
# pandoc 3.9 and mammoth 1.13.0 write U+2011, python-docx 1.2.0 a hyphen.
# Seen with Node 20 and Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm init -y > npm.log
npm install --silent --no-fund --no-audit officeparser@7.8.0 mammoth@1.13.0
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install python-docx==1.2.0 docx2txt==0.9 pypandoc_binary==1.17
cat > make.py <<'PY'
from docx import Document
from docx.oxml import OxmlElement
document = Document()
for words in ['第3~5条', '每孩3000~5000元', '电话0571~12345678']:
    run = document.add_paragraph().add_run()
    before, after = words.split('~')
    run.add_text(before)
    run._r.append(OxmlElement('w:noBreakHyphen'))
    run.add_text(after)
document.save('notice.docx')
PY
venv/bin/python make.py
cat > probe.mjs <<'JS'
import { OfficeParser } from 'officeparser';
import mammoth from 'mammoth';
console.log(`officeparser ${(await OfficeParser.parseOffice('notice.docx')).toText()}`);
console.log(`mammoth ${(await mammoth.extractRawText({ path: 'notice.docx' })).value}`);
JS
cat > probe.py <<'PY'
import docx, docx2txt, pypandoc
print('docx2txt', docx2txt.process('notice.docx'))
print('pandoc', pypandoc.convert_file('notice.docx', 'plain'))
print('python-docx', ' '.join(paragraph.text for paragraph in docx.Document('notice.docx').paragraphs))
PY
lines() { tr '\n' ' ' | sed -E 's/ (mammoth|pandoc|python-docx) /\n\1 /g; s/ +/ /g; s/ *$/\n/' | sed 's/ *$//'; }
seen=$(node probe.mjs | lines; venv/bin/python probe.py | lines)
printf '%s\n' "$seen"
expected='officeparser 第35条 每孩30005000元 电话057112345678
mammoth 第3‑5条 每孩3000‑5000元 电话0571‑12345678
docx2txt 第35条 每孩30005000元 电话057112345678
pandoc 第3‑5条 每孩3000‑5000元 电话0571‑12345678
python-docx 第3-5条 每孩3000-5000元 电话0571-12345678'
[ "$seen" = "$expected" ] || { echo "officeparser no longer does this" >&2; exit 1; }
