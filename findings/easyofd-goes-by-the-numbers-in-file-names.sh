#!/usr/bin/env bash
# easyofd 20260427 (PyPI) reads OFD, the page format of official documents (GB/T 33190-2016). There a page says by TemplateID
# which template it lies on, and the list in Document.xml gives the order of the pages; what the files are called means nothing.
# to_pdf takes the first number in the path of a template or page for the number of a page: the head that the second page names
# (Tpls/Tpl_0) is printed on the first, and a cover that was put in front later (Page_2, listed first) is printed over the first
# page, since the page with the highest number gets no page behind it. Nothing is said. So the head of one office stands over
# the words of another, and where a file has its pages and templates in the usual order nothing is to be seen.
# ofdkit 0.2.0 (PyPI) has both right. The font is made here, as easyofd wants a 宋体; its letters are triangles.
# Seen with Python 3.11 on Debian 12, 2026-11-30. Fails when the behaviour changes.
set -euo pipefail
export LC_ALL=C.UTF-8
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
python3 -m venv venv
venv/bin/pip --quiet --disable-pip-version-check install easyofd==20260427 ofdkit==0.2.0 pypdf==7.1.1
cat > probe.py <<'PY'
import base64, io, sys, zipfile
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from loguru import logger
import ofdkit, pypdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
logger.remove()
from easyofd.ofd import OFD

HEAD, WORDS = '甲县文件', {'Page_0': '第一', 'Page_1': '第二', 'Page_2': '封面'}
XML, NS = '<?xml version="1.0" encoding="UTF-8"?>', 'xmlns:ofd="http://www.ofdspec.org/2016"'

def font(path):
    letters = sorted(set(HEAD + ''.join(WORDS.values()) + ' '))
    names = ['.notdef'] + [f'u{ord(c):04X}' for c in letters]
    pen = TTGlyphPen(None)
    for step, point in zip((pen.moveTo, pen.lineTo, pen.lineTo), ((0, 0), (0, 900), (900, 0))): step(point)
    pen.closePath()
    shape = pen.glyph()
    build = FontBuilder(1000, isTTF=True)
    build.setupGlyphOrder(names)
    build.setupCharacterMap({ord(c): n for c, n in zip(letters, names[1:])})
    build.setupGlyf({n: shape for n in names})
    build.setupHorizontalMetrics({n: (1000, 0) for n in names})
    build.setupHorizontalHeader(ascent=900, descent=-100)
    build.setupNameTable({'familyName': 'Probe', 'styleName': 'Regular', 'psName': 'Probe-Regular'})
    build.setupOS2(); build.setupPost(); build.save(path)

def content(number, y, words, template=''):
    return (f'{XML}<ofd:Page {NS}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>{template}<ofd:Content>'
            f'<ofd:Layer ID="{number}"><ofd:TextObject ID="{number + 1}" Boundary="30 {y} 60 8" Font="3" Size="5">'
            f'<ofd:TextCode X="0" Y="5" DeltaX="g {len(words) - 1} 5">{words}</ofd:TextCode>'
            '</ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>')

def document(path, pages, with_head):
    listed = ''.join(f'<ofd:Page ID="{20 + n}" BaseLoc="Pages/{name}/Content.xml"/>' for n, name in enumerate(pages))
    with zipfile.ZipFile(path, 'w') as ofd:
        ofd.writestr('OFD.xml', f'{XML}<ofd:OFD {NS} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>{"0" * 32}'
                     '</ofd:DocID></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>')
        ofd.writestr('Doc_0/Document.xml', f'{XML}<ofd:Document {NS}><ofd:CommonData><ofd:MaxUnitID>99</ofd:MaxUnitID><ofd:PageArea>'
                     '<ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes>'
                     + ('<ofd:TemplatePage ID="90" BaseLoc="Tpls/Tpl_0/Content.xml"/>' if with_head else '')
                     + f'</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages></ofd:Document>')
        ofd.writestr('Doc_0/PublicRes.xml', f'{XML}<ofd:Res {NS} BaseLoc="Res"><ofd:Fonts>'
                     '<ofd:Font ID="3" FontName="宋体" FamilyName="宋体"/></ofd:Fonts></ofd:Res>')
        for n, name in enumerate(pages):
            on = '<ofd:Template TemplateID="90"/>' if with_head and n == 1 else ''
            ofd.writestr(f'Doc_0/Pages/{name}/Content.xml', content(30 + 10 * n, 80, WORDS[name], on))
        if with_head:
            ofd.writestr('Doc_0/Tpls/Tpl_0/Content.xml', content(70, 30, HEAD))

font('probe.ttf')
pdfmetrics.registerFont(TTFont('宋体', 'probe.ttf'))
document('template.ofd', ['Page_0', 'Page_1'], True)
document('order.ofd', ['Page_2', 'Page_0', 'Page_1'], False)
for path in ('template.ofd', 'order.ofd'):
    read = OFD()
    with open(path, 'rb') as file: read.read(base64.b64encode(file.read()).decode())
    pages = [''.join(page.extract_text().split()) for page in pypdf.PdfReader(io.BytesIO(read.to_pdf())).pages]
    print(f'{path}, easyofd: {" | ".join(pages)}')
    with ofdkit.open(path) as read:
        print(f'{path}, ofdkit: {" | ".join("".join(page.text().split()) for page in read.pages)}')
PY
seen=$(venv/bin/python -W ignore probe.py 2> errors | grep '\.ofd, ') || { cat errors >&2; exit 1; }
printf '%s\n' "$seen"
expected='template.ofd, easyofd: 甲县文件第一 | 第二
template.ofd, ofdkit: 第一 | 甲县文件第二
order.ofd, easyofd: 封面第一 | 第二
order.ofd, ofdkit: 封面 | 第一 | 第二'
[ "$seen" = "$expected" ] || { echo "easyofd no longer does this" >&2; exit 1; }
