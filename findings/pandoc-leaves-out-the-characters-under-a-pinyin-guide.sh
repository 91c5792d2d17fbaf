#!/usr/bin/env bash
# pandoc 3.9 (in pypandoc_binary 1.17, PyPI): characters that have pinyin set above them in Word or WPS (拼音指南, w:ruby of
# ECMA-376) are left out of the text with their pinyin, and nothing is said, not with --verbose and not with --fail-if-warnings:
# of 由漯河市王䶮同志担任 there remains 由河市王同志担任. It is the rare characters in the names of people and places that get pinyin,
# so just these are lost, and the sentence reads on. An HTML page with <ruby> comes through it whole. Among readers of docx,
# mammoth 1.13.0 and python-docx 1.2.0 leave them out too (mammoth says so); docx2txt 0.9 has both, the pinyin in front.
# Seen with Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install pypandoc_binary==1.17 python-docx==1.2.0 mammoth==1.13.0 docx2txt==0.9
cat > probe.py <<'PY'
import subprocess
import docx, docx2txt, mammoth, pypandoc
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

document = docx.Document()
paragraph = document.add_paragraph('由')
def guide(character, pinyin):
    paragraph.add_run()._r.append(parse_xml(
        f'<w:ruby {nsdecls("w")}><w:rubyPr><w:rubyAlign w:val="center"/><w:hps w:val="12"/><w:hpsRaise w:val="20"/>'
        f'<w:hpsBaseText w:val="21"/><w:lid w:val="zh-CN"/></w:rubyPr><w:rt><w:r><w:t>{pinyin}</w:t></w:r></w:rt>'
        f'<w:rubyBase><w:r><w:t>{character}</w:t></w:r></w:rubyBase></w:ruby>'))
guide('漯', 'luò')
paragraph.add_run('河市王')
guide('䶮', 'yǎn')
paragraph.add_run('同志担任')
document.save('notice.docx')

pandoc = pypandoc.get_pandoc_path()
print(subprocess.run([pandoc, '--version'], capture_output=True, text=True).stdout.split('\n')[0])
for options in (['--verbose'], ['--fail-if-warnings']):
    ran = subprocess.run([pandoc, 'notice.docx', '-t', 'plain', *options], capture_output=True, text=True)
    print(f'pandoc {options[0]}: {ran.stdout.strip()}, said "{ran.stderr.strip()}", exit {ran.returncode}')
page = '由<ruby>漯<rt>luò</rt></ruby>河市王<ruby>䶮<rt>yǎn</rt></ruby>同志担任'
print('pandoc from HTML:', pypandoc.convert_text(page, 'plain', 'html').strip())
with open('notice.docx', 'rb') as file: read = mammoth.extract_raw_text(file)
print(f'mammoth: {read.value.strip()}, said "{read.messages[0].message}"')
print('python-docx:', docx.Document('notice.docx').paragraphs[0].text)
print('docx2txt:', docx2txt.process('notice.docx').strip())
PY
seen=$(venv/bin/python probe.py)
printf '%s\n' "$seen"
expected='pandoc 3.9
pandoc --verbose: 由河市王同志担任, said "", exit 0
pandoc --fail-if-warnings: 由河市王同志担任, said "", exit 0
pandoc from HTML: 由漯luò河市王䶮yǎn同志担任
mammoth: 由河市王同志担任, said "An unrecognised element was ignored: w:ruby"
python-docx: 由河市王同志担任
docx2txt: 由luò漯河市王yǎn䶮同志担任'
[ "$seen" = "$expected" ] || { echo "pandoc no longer does this" >&2; exit 1; }
