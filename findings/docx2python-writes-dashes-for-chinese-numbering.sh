#!/usr/bin/env bash
# docx2python 3.7.1 (PyPI) is one of few readers that say they write automatic numbers out. Of the label it keeps only the number
# and a bracket: 第%1条 with decimal numbers starting at 9 becomes 9), so an article loses 第 and 条. Where the number format is
# Chinese (chineseCountingThousand, ideographTraditional) or circled, a dash stands in its place, as for a list without numbers,
# and nothing is said: 第九条, 第十条 are two dashes, and a reference to 第十条 finds nothing.
# Seen with Python 3.11 on Debian 12, 2026-11-28. Fails when the behaviour changes.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install docx2python==3.7.1 python-docx==1.2.0
cat > probe.py <<'PY'
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx2python import docx2python

document = Document()
numbering = document.part.numbering_part.element
formats = ['decimal', 'chineseCountingThousand', 'ideographTraditional', 'decimalEnclosedCircle']
for n, name in enumerate(formats, 900):
    numbering.insert(0, parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{n}"><w:lvl w:ilvl="0"><w:start w:val="9"/>'
        f'<w:numFmt w:val="{name}"/><w:lvlText w:val="第%1条"/></w:lvl></w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="{n}"><w:abstractNumId w:val="{n}"/></w:num>'))
    for words in ('本县居民', '免费登记'):
        paragraph = document.add_paragraph(words)
        paragraph._p.get_or_add_pPr().append(parse_xml(
            f'<w:numPr {nsdecls("w")}><w:ilvl w:val="0"/><w:numId w:val="{n}"/></w:numPr>'))
document.save('articles.docx')
with docx2python('articles.docx') as read:
    lines = [' '.join(line.split()) for line in read.text.splitlines() if line.strip()]
for name, first, second in zip(formats, lines[::2], lines[1::2]):
    print(f'{name}: {first} / {second}')
PY
seen=$(venv/bin/python -W ignore probe.py)
printf '%s\n' "$seen"
expected='decimal: 9) 本县居民 / 10) 免费登记
chineseCountingThousand: -- 本县居民 / -- 免费登记
ideographTraditional: -- 本县居民 / -- 免费登记
decimalEnclosedCircle: -- 本县居民 / -- 免费登记'
[ "$seen" = "$expected" ] || { echo "docx2python no longer does this" >&2; exit 1; }
