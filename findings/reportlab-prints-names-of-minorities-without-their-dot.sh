#!/usr/bin/env bash
# reportlab 5.1.0 (PyPI) with the Chinese font that it has without a file, UnicodeCIDFont('STSong-Light'): the dot in the names of
# minorities and foreigners, 买买提·艾力, is not on the page. reportlab writes U+00B7, which input methods give and GB 18030 has,
# in the encoding UniGB-UCS2-H, and that leads to no glyph: MuPDF, which has a Chinese font of its own, draws none, and neither it
# nor pdfminer.six finds it in the text. pypdf takes the codes for characters and finds it, so a test with pypdf passes. Nothing
# is said, and a certificate bears another name than the register. U+30FB instead is drawn, and pdfminer and MuPDF
# read it as U+00B7; so the table has the dot, under the other number alone.
# Seen with Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install reportlab==5.1.0 pypdf==7.1.1 pdfminer.six==20260107 pymupdf==2.0
cat > probe.py <<'PY'
import pymupdf, pypdf
from pdfminer.high_level import extract_text
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas
pdfmetrics.registerFont(UnicodeCIDFont('STSong-Light'))

def ink(path):
    """Whether the second page, on which the dot is alone, has a dark point."""
    image = pymupdf.open(path)[1].get_pixmap(matrix=pymupdf.Matrix(4, 4), colorspace=pymupdf.csGRAY)
    return any(value < 128 for value in image.samples)

for dot in ('\u00b7', '\u30fb'):
    path = f'{ord(dot):04x}.pdf'
    page = canvas.Canvas(path, pagesize=(300, 100))
    page.setFont('STSong-Light', 20)
    page.drawString(20, 50, f'买买提{dot}艾力')
    page.showPage()
    page.setFont('STSong-Light', 20)
    page.drawString(80, 50, dot)
    page.save()
    read = {'pypdf': pypdf.PdfReader(path).pages[0].extract_text(), 'pdfminer': extract_text(path, page_numbers=[0]),
            'MuPDF': pymupdf.open(path)[0].get_text()}
    shown = {name: ''.join(text.split()) for name, text in read.items()}
    print(f'U+{ord(dot):04X}:', ', '.join(f'{name} {text}' for name, text in shown.items()),
          '| ink' if ink(path) else '| no ink')
PY
seen=$(venv/bin/python -W ignore probe.py)
printf '%s\n' "$seen"
expected='U+00B7: pypdf 买买提·艾力, pdfminer 买买提艾力, MuPDF 买买提艾力 | no ink
U+30FB: pypdf 买买提・艾力, pdfminer 买买提·艾力, MuPDF 买买提·艾力 | ink'
[ "$seen" = "$expected" ] || { echo "reportlab no longer does this" >&2; exit 1; }
