#!/usr/bin/env python3
"""Word files whose truth is known, through wanjia and through four other programs, side by side.

    benches/import-beside.py [FOLDER] [WANJIA] [--show] [--keep DIR]    FOLDER: ../shared/import; its docx files are added

The files are made here: some by python-docx, most by hand-written XML for what no tool writes. The other programs come from
PyPI at the versions below, into a folder that is thrown away; LibreOffice is the one installed. The truth of a file is what
Word shows with all changes accepted. Not for CI: it takes other people's programs from the network.
"""
import argparse, html, io, json, os, re, subprocess, sys, tempfile, venv, zipfile
from html.parser import HTMLParser
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGES = ["pypandoc_binary==1.17", "mammoth==1.13.0", "markitdown[docx]==0.1.9", "python-docx==1.2.0"]
W = ('xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
     'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
     'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
     'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"')
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cf500f0003860180"
                    "5a347d6b0000000049454e44ae426082")

# --- files ---

def docx(body, numbering="", styles="", notes="", picture=""):
    """The bytes of a Word file of these pieces of XML; `picture` names one as old Chinese programs do, in GBK."""
    out, parts = io.BytesIO(), [("document", "document", f"<w:document {W}><w:body>{body}<w:sectPr/></w:body></w:document>")]
    for name, element, text in (("numbering", "numbering", numbering), ("styles", "styles", styles), ("footnotes", "footnotes", notes)):
        if text:
            parts.append((name, name, f"<w:{element} {W}>{text}</w:{element}>"))
    types = "".join(f'<Override PartName="/word/{name}.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.'
                    f'{"document.main" if name == "document" else name}+xml"/>' for name, *_ in parts)
    rels = "".join(f'<Relationship Id="r{name}" Type="{OFFICE}/{name}" Target="{name}.xml"/>' for name, *_ in parts[1:])
    if picture:
        rels += f'<Relationship Id="rPicture" Type="{OFFICE}/image" Target="media/{picture}"/>'
    head, package = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>', "http://schemas.openxmlformats.org/package/2006"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", f'{head}<Types xmlns="{package}/content-types"><Default Extension="rels" ContentType="application/vnd.'
                      f'openxmlformats-package.relationships+xml"/><Default Extension="png" ContentType="image/png"/>{types}</Types>')
        file.writestr("_rels/.rels", f'{head}<Relationships xmlns="{package}/relationships"><Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>')
        file.writestr("word/_rels/document.xml.rels", f'{head}<Relationships xmlns="{package}/relationships">{rels}</Relationships>')
        for name, _, text in parts:
            file.writestr(f"word/{name}.xml", head + text)
        if picture:
            file.writestr("word/media/" + "N" * len(picture.encode("gbk")), PNG)
    data = out.getvalue()
    return data.replace(b"N" * len(picture.encode("gbk")), picture.encode("gbk")) if picture else data

def r(text, props=""):
    return f'<w:r>{f"<w:rPr>{props}</w:rPr>" if props else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'

def p(inside, num=None, level=0, style="", props=""):
    inside = inside if inside.startswith("<") else r(inside)
    style = f'<w:pStyle w:val="{style}"/>' if style else ""
    num = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>' if num is not None else ""
    return f"<w:p><w:pPr>{style}{num}{props}</w:pPr>{inside}</w:p>"

def abstract(number, *levels):
    """A list of levels `(format, text, more XML)`; each begins at 1."""
    text = "".join(f'<w:lvl w:ilvl="{i}">{"" if "<w:start " in more else "<w:start w:val=%s1%s/>" % (chr(34), chr(34))}<w:numFmt w:val="{form}"/>{more}<w:lvlText w:val="{shown}"/></w:lvl>'
                   for i, (form, shown, more) in enumerate(levels))
    return f'<w:abstractNum w:abstractNumId="{number}"><w:multiLevelType w:val="multilevel"/>{text}</w:abstractNum>'

def num(number, of, override=""):
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'

def begins(level, at):
    return f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="{at}"/></w:lvlOverride>'

ITEMS = ["为了规范借阅秩序制定", "读者凭本人证件办证", "每人每次可借五册书", "逾期不还的暂停借阅", "遗失图书照价赔偿",
         "阅览室内保持安静", "食品饮料不得带入", "电子设备调成静音", "少儿读者须有人陪同", "节假日开放时间另告",
         "馆员应当佩戴胸牌", "意见箱每周开启一次", "本办法由图书馆解释", "自公布之日起施行"]
CHINESE = "一二三四五六七八九十"
ARTICLE = ("chineseCountingThousand", "第%1条", "")

def chinese(n):
    return CHINESE[n - 1] if n <= 10 else "十" + CHINESE[n - 11]

def plain(numbering, marks, styles="", levels=None, nums=None):
    """A file of numbered paragraphs and the marks they must bear; an empty mark: none."""
    levels, nums = levels or [0] * len(marks), nums or [1] * len(marks)
    body = "".join(p(ITEMS[i], nums[i], levels[i]) for i in range(len(marks)))
    return docx(body, numbering, styles), {"clauses": [m + ITEMS[i] for i, m in enumerate(marks) if m], "words": ITEMS[:len(marks)]}

def numbered():
    """Files whose numbers Word counts."""
    three = abstract(1, ("chineseCounting", "%1、", ""), ("chineseCounting", "（%2）", ""), ("decimal", "%3.", ""))
    yield "articles", plain(abstract(1, ARTICLE) + num(1, 1), [f"第{chinese(i)}条" for i in range(1, 13)])
    yield "three-levels", plain(three + num(1, 1), ["一、", "（一）", "1.", "2.", "（二）", "1.", "二、", "（一）", "1."], levels=[0, 1, 2, 2, 1, 2, 0, 1, 2])
    yield "chapters-two-lists", plain(abstract(1, ("chineseCounting", "第%1章", "")) + abstract(2, ARTICLE) + num(1, 1) + num(2, 2),
        ["第一章", "第一条", "第二条", "第二章", "第三条", "第四条"], nums=[1, 2, 2, 1, 2, 2])
    yield "chapters-no-restart", plain(abstract(1, ("chineseCounting", "第%1章", ""), ("chineseCounting", "第%2条", '<w:lvlRestart w:val="0"/>')) + num(1, 1),
        ["第一章", "第一条", "第二条", "第二章", "第三条", "第四条"], levels=[0, 1, 1, 0, 1, 1])
    yield "start-override", plain(three + num(1, 1) + num(2, 1, begins(0, 1)) + num(3, 1, begins(0, 5)),
        ["一、", "二、", "一、", "二、", "五、", "六、"], nums=[1, 1, 2, 2, 3, 3])
    yield "level-override", plain(abstract(1, ("decimal", "%1.", "")) + num(1, 1) + num(2, 1,
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl></w:lvlOverride>') ,
        ["（一）", "（二）", "（三）"], nums=[2, 2, 2])
    yield "same-list-goes-on", plain(abstract(1, ARTICLE) + num(1, 1) + num(2, 1), ["第一条", "第二条", "第三条", "第四条"], nums=[1, 1, 2, 2])
    yield "legal", plain(abstract(1, ("chineseCounting", "第%1章", ""), ("decimal", "%1.%2", "<w:isLgl/>"), ("decimal", "%1.%2.%3", "<w:isLgl/>")) + num(1, 1),
        ["第一章", "1.1", "1.1.1", "1.2", "第二章", "2.1"], levels=[0, 1, 2, 1, 0, 1])
    yield "circled", plain(abstract(1, ("decimalEnclosedCircleChinese", "%1", "")) + abstract(2, ("decimalEnclosedCircle", "%1", "")) + num(1, 1) + num(2, 2),
        ["①", "②", "③", "①", "②"], nums=[1, 1, 1, 2, 2])
    yield "stems-and-legal", plain(abstract(1, ("ideographTraditional", "%1、", "")) + abstract(2, ("chineseLegalSimplified", "%1、", "")) + num(1, 1) + num(2, 2),
        ["甲、", "乙、", "丙、", "壹、", "贰、", "叁、"], nums=[1, 1, 1, 2, 2, 2])
    yield "letters-start", plain(abstract(1, ("upperLetter", "%1.", '<w:start w:val="3"/>')) + abstract(2, ("lowerRoman", "(%1)", "")) + num(1, 1) + num(2, 2),
        ["C.", "D.", "(i)", "(ii)", "(iii)", "(iv)"], nums=[1, 1, 2, 2, 2, 2])
    style = '<w:style w:type="paragraph" w:styleId="Tiao"><w:name w:val="条"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>' \
            '<w:style w:type="paragraph" w:styleId="Tiao2"><w:name w:val="条二"/><w:basedOn w:val="Tiao"/></w:style>'
    body = p(ITEMS[0], style="Tiao") + p(ITEMS[1], style="Tiao2") + p(ITEMS[2], 0, style="Tiao") + p(ITEMS[3], style="Tiao")
    bound = abstract(1, ("chineseCounting", "第%1条", '<w:pStyle w:val="Tiao"/>')) + num(1, 1)
    yield "bound-to-style", (docx(body, bound, style), {"clauses": ["第一条" + ITEMS[0], "第二条" + ITEMS[1], "第三条" + ITEMS[3]], "words": ITEMS[:4], "gone": ["条" + ITEMS[2]]})

def deleted(text):
    return f'<w:del w:id="1" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'

def changed():
    """Files with changes that nobody has accepted yet."""
    mark = '<w:rPr><w:del w:id="2" w:author="a"/></w:rPr>'
    new = f'<w:ins w:id="3" w:author="a">{r("应当在五日内")}</w:ins>'
    body = p(r("申请人") + deleted("可以在三日内") + new + r("提出书面申请")) + p("本段前半句话", props=mark) + p("接着后半句话")
    yield "inserted-deleted", (docx(body), {"changes": ["申请人应当在五日内提出书面申请", "本段前半句话接着后半句话"], "gone": ["可以在三日内"]})
    body = p(ITEMS[0], 1) + p(deleted(ITEMS[1]), 1, props=mark) + p(ITEMS[2], 1)
    yield "deleted-article", (docx(body, abstract(1, ARTICLE) + num(1, 1)), {"clauses": ["第一条" + ITEMS[0], "第二条" + ITEMS[2]], "words": [ITEMS[0], ITEMS[2]], "gone": [ITEMS[1]]})
    moved = "搬动过的一整句话。"
    body = (p(r("开头的话。") + f'<w:moveFrom w:id="4" w:author="a">{r(moved)}</w:moveFrom>' + r("中间的话。"))
            + p(f'<w:moveTo w:id="5" w:author="a">{r(moved)}</w:moveTo>' + r("结尾的话。")))
    yield "moved", (docx(body), {"changes": ["开头的话。中间的话。", "搬动过的一整句话。结尾的话。"], "words": [moved]})
    row = lambda a, b, props="": f"<w:tr>{props}<w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>"
    body = "<w:tbl>" + row("项目名称", "收费标准") + row(deleted("工本费项"), deleted("十元每本"), '<w:trPr><w:del w:id="6" w:author="a"/></w:trPr>') + row("押金项目", "一百元整") + "</w:tbl>" + p("表后的一段")
    yield "deleted-row", (docx(body), {"tables": [[["项目名称", "收费标准"], ["押金项目", "一百元整"]]], "words": ["押金项目", "表后的一段"], "gone": ["工本费项", "十元每本"]})

def field(code, result):
    kind = lambda it: f'<w:r><w:fldChar w:fldCharType="{it}"/></w:r>'
    return kind("begin") + f"<w:r><w:instrText>{code}</w:instrText></w:r>" + kind("separate") + r(result) + kind("end")

def odd():
    """Files whose words stand where readers forget to look, or stand there twice."""
    note = lambda i, text: f'<w:footnote w:id="{i}">{p("<w:r><w:footnoteRef/></w:r>" + r(text))}</w:footnote>'
    refer = lambda i: f'<w:r><w:footnoteReference w:id="{i}"/></w:r>'
    yield "footnotes", (docx(p(r("正文第一句话") + refer(2)) + p(r("正文第二句话") + refer(3)), notes=note(2, "脚注里的第一个说明") + note(3, "脚注里的第二个说明")),
        {"words": ["正文第一句话", "正文第二句话", "脚注里的第一个说明", "脚注里的第二个说明"]})
    box = f"<w:txbxContent>{p('文本框里的一句话')}</w:txbxContent>"
    shape = ('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="t"/><a:graphic><a:graphicData '
             f'uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr/><wps:txbx>{box}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice>'
             f'<mc:Fallback><w:pict><v:shape style="width:90pt;height:90pt"><v:textbox>{box}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>')
    yield "text-box", (docx(p(r("框所在的段落") + shape) + p("框后面的段落")), {"words": ["框所在的段落", "文本框里的一句话", "框后面的段落"]})
    sdt = lambda inside: f'<w:sdt><w:sdtPr><w:alias w:val="控件的名字"/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>'
    cell = f"<w:tbl><w:tr>{sdt('<w:tc>' + p('控件包着的格') + '</w:tc>')}<w:tc>{p('平常的一格')}</w:tc></w:tr></w:tbl>"
    yield "content-controls", (docx(sdt(p("控件里的一整段")) + p(r("行里的") + sdt(r("控件文字")) + r("接着说")) + cell),
        {"words": ["控件里的一整段", "行里的控件文字接着说", "控件包着的格"], "gone": ["控件的名字"], "tables": [[["控件包着的格", "平常的一格"]]]})
    smart = lambda inside: f'<w:smartTag w:uri="u" w:element="date"><w:smartTagPr/>{inside}</w:smartTag>'
    yield "smart-tags", (docx(p(r("自") + smart(r("2024年") + smart(r("3月1日"))) + r("起施行的办法"))), {"words": ["自2024年3月1日起施行的办法"]})
    nested = field(" IF " + "1 = 1 ", "嵌套域的结果")
    yield "fields", (docx(p(r("依照") + field(" REF _Ref1 \\h ", "第七条规定") + r("办理登记")) + p(r("截止到") + '<w:fldSimple w:instr=" REF _Ref2 \\h ">' + r("二月三日") + "</w:fldSimple>" + r("为止的人")) + p(nested)),
        {"words": ["依照第七条规定办理登记", "截止到二月三日为止的人", "嵌套域的结果"], "gone": ["REF"]})
    sym = lambda font, char: f'<w:r><w:sym w:font="{font}" w:char="{char}"/></w:r>'
    yield "symbols", (docx(p(sym("Wingdings", "F0FE") + r("已经选中的项")) + p(sym("Wingdings", "F0A8") + r("没有选中的项")) + p(r("甲类") + "<w:r><w:noBreakHyphen/></w:r>" + r("乙类的差别"))),
        {"words": ["☑已经选中的项", "☐没有选中的项", "甲类-乙类的差别"]})
    picture = ('<w:r><w:drawing><wp:inline><wp:extent cx="900000" cy="900000"/><wp:docPr id="1" name="图" descr="馆前的石狮子"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
               '<pic:nvPicPr><pic:cNvPr id="1" name="图"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="rPicture"/></pic:blipFill><pic:spPr/></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>')
    yield "picture-named-in-gbk", (docx(p("图前面的一句话") + p(picture) + p("图后面的一句话"), picture="石狮子.png"), {"words": ["图前面的一句话", "图后面的一句话"]})
    ruby = f'<w:r><w:ruby><w:rubyPr/><w:rt>{r("qú")}</w:rt><w:rubyBase>{r("衢")}</w:rubyBase></w:ruby></w:r>'
    yield "ruby", (docx(p(ruby + r("州市的图书馆开放"))), {"words": ["州市的图书馆开放"], "characters": ["衢"]})

def by_python_docx():
    """Files as python-docx writes them."""
    sys.path[:] = [path for path in sys.path if Path(path).resolve() != HERE]  # docx.py beside this is not python-docx
    from docx import Document
    def saved(document):
        out = io.BytesIO()
        document.save(out)
        return out.getvalue()
    file = Document()
    table = file.add_table(4, 3)
    for i, text in enumerate(["类别一栏", "收费情况", "", "", "个人借书", "单位借书", "少儿读者", "免收押金", "不予办理", "成年读者", "押金百元", ""]):
        table.cell(i // 3, i % 3).text = text
    table.cell(0, 0).merge(table.cell(1, 0)), table.cell(0, 1).merge(table.cell(0, 2)), table.cell(2, 2).merge(table.cell(3, 2))
    yield "merged-cells", (saved(file), {"words": ["类别一栏", "收费情况", "押金百元"], "tables": [[["类别一栏|1x2", "收费情况|2x1"], ["个人借书", "单位借书"], ["少儿读者", "免收押金", "不予办理|1x2"], ["成年读者", "押金百元"]]]})
    file = Document()
    outer = file.add_table(2, 2)
    for i, text in enumerate(["外表左上格", "外表右上格", "外表左下格"]):
        outer.cell(i // 2, i % 2).text = text
    inner = outer.cell(1, 1).add_table(2, 2)
    for i, text in enumerate(["内表甲格", "内表乙格", "内表丙格", "内表丁格"]):
        inner.cell(i // 2, i % 2).text = text
    yield "nested-table", (saved(file), {"words": ["外表左下格", "内表丁格"], "tables": [[["内表甲格", "内表乙格"], ["内表丙格", "内表丁格"]]]})
    file = Document()
    table = file.add_table(3, 3)
    for i in range(9):
        table.cell(i // 3, i % 3).text = f"格子第{CHINESE[i]}号"
    table.cell(1, 1).add_paragraph("同格第二段")
    yield "plain-table", (saved(file), {"words": ["同格第二段"], "tables": [[[f"格子第{CHINESE[i]}号" + "同格第二段" * (i == 4) for i in range(k, k + 3)] for k in (0, 3, 6)]]})
    file = Document()
    file.add_heading("借阅须知的要点", 1)
    for text in ITEMS[:3]:
        file.add_paragraph(text, "List Number")
    file.add_heading("开放时间的要点", 1)
    for text in ITEMS[3:6]:
        file.add_paragraph(text, "List Bullet")
    yield "list-styles", (saved(file), {"words": ["借阅须知的要点", *ITEMS[:6]], "clauses": [f"{i + 1}." + ITEMS[i] for i in range(3)]})

MARK = re.compile(r"^(第[一二三四五六七八九十百零]+[编章节条]|[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）|\(\w+\)|\d+(?:\.\d+)*[.、）]?(?![\d年月日])|[①-⑳㉑-㉟]|[甲乙丙丁戊己庚辛壬癸壹贰叁]、)[\s　]*(?=\S)")

def shared(folder):
    """The docx files of the folder, their truth taken from what is expected of wanjia."""
    for path in sorted(folder.glob("*.docx")):
        text = Path(f"{path}.expected.md").read_text()
        text = re.sub(r"<!-- free -->.*?<!-- /free -->|<!--.*?-->", "", text, flags=re.S)
        front, body = re.match(r"\s*---\n(.*?)\n?---\n(.*)", text, re.S).groups()
        tables = markdown_tables(body)
        body = re.sub(r"<table.*?</table>|^\|.*$|!\[.*?\]\(.*?\)|^\[\^.+?\]: ", "", body, flags=re.S | re.M)
        lines = [re.sub(r"^(#+|-|>) +|\*\*|~~|\\(?=[!-/:-@\[-`{-~])|\[\^.+?\]|<[^>]*>", "", line.strip()) for line in body.splitlines()]
        lines = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"\*", "", line)) for line in lines if line.strip()]
        titles = [value.strip('"') for key, value in re.findall(r"^(title|number|issuer|recipients): (.*)$", front, re.M)]
        clauses = [m[1] + line[m.end():][:12] for line in lines if (m := MARK.match(line))]
        pieces = [piece for line in titles + lines for piece in re.split(r"[，。；：、\s　]+", MARK.sub("", line)) if len(piece) >= 4 and not re.fullmatch("[一二三四五六七八九十百零壹贰叁拾佰]+", piece)]
        yield "shared/" + path.stem, (path.read_bytes(), {"clauses": clauses, "words": pieces, "tables": tables})

# --- what came out ---

class Reader(HTMLParser):
    """The words of HTML as a browser shows them, the numbers of lists with them, and its tables."""
    def __init__(self):
        super().__init__()
        self.text, self.lists, self.stack, self.tables, self.deep = [], [], [], [], 0
    def handle_starttag(self, tag, attributes):
        of = dict(attributes)
        if tag in ("style", "script", "head", "title"):
            self.deep += 1
        elif tag in ("ol", "ul"):
            self.lists.append([tag, int(of.get("start") or 1), of.get("type") or "1"])
        elif tag == "li" and self.lists and self.lists[-1][0] == "ol":
            _, at, kind = self.lists[-1]
            roman = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
            shown = {"a": chr(96 + at % 27), "A": chr(64 + at % 27), "i": roman[at % 11], "I": roman[at % 11].upper()}.get(kind, str(at))
            self.say(f"\n{shown}.")
            self.lists[-1][1] += 1
        elif tag == "table":
            self.stack.append([])
        elif tag == "tr" and self.stack:
            self.stack[-1].append([])
        elif tag in ("td", "th") and self.stack and self.stack[-1]:
            self.stack[-1][-1].append(["", of.get("colspan") or "1", of.get("rowspan") or "1"])
        if tag in ("p", "div", "br", "li", "tr", "td", "h1", "h2", "h3"):
            self.text.append("\n")
    def handle_endtag(self, tag):
        if tag in ("style", "script", "head", "title"):
            self.deep -= 1
        elif tag in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif tag == "table" and self.stack:
            self.tables.append([[bare(c) + (f"|{w}x{h}" if (w, h) != ("1", "1") else "") for c, w, h in row] for row in self.stack.pop()])
    def handle_data(self, data):
        if self.deep <= 0:
            self.say(data)
    def say(self, words):
        self.text.append(words)
        if self.stack and self.stack[-1] and self.stack[-1][-1]:
            self.stack[-1][-1][-1][0] += words

def read_html(text):
    reader = Reader()
    reader.feed(re.sub(r"<colgroup>.*?</colgroup>", "", text, flags=re.S))
    return "".join(reader.text), reader.tables

def markdown_tables(text):
    tables = [read_html(table)[1] for table in re.findall(r"<table.*?</table>(?!\s*</td>)", text, re.S)]
    tables = [table for group in tables for table in group]
    for block in re.findall(r"(?:^\|.*\n?)+", text, re.M):
        rows = [[bare(html.unescape(re.sub(r"<[^>]*>", "", cell))) for cell in re.split(r"(?<!\\)\|", row.strip()[1:-1])] for row in block.strip().split("\n")]
        tables.append([row for row in rows if not all(re.fullmatch(r":?-+:?", cell) for cell in row)])
    return tables

def read_markdown(text):
    tables = markdown_tables(text)
    words = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    words = re.sub(r"\[\^.+?\](?:: )?|</?[a-z][^>]*>", "", re.sub(r"!\[.*?\]\(.*?\)", "", words))
    return html.unescape(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", words)), tables

def bare(text):
    """Without white space and the signs of Markdown; brackets and boxes of one kind."""
    text = text.translate(str.maketrans("()“”‘’\"'□◻🞎（）🗹\u2011", "（）\"\"\"\"\"\"☐☐☐（）☑-"))
    return re.sub(r"[\s　\u200b\u00ad\x04\x05\\*#~_>^]+", "", text)

def judge(truth, words, tables, also=""):
    """What is right and what is not: `(clauses right, lost, doubled, tables right, changes right)` and what to show."""
    said, wrong, at, right, have = bare(words.replace("\n", "¶")), [], 0, 0, bare(words)
    also = have + bare(also)
    for clause in truth.get("clauses", []):
        found = re.search(r"(?<![\d.])" + "¶*".join(map(re.escape, bare(clause))), said[at:])
        right += bool(found)
        at += found.end() if found else 0
        wrong += [] if found else ["number: " + clause]
    wanted = [bare(w) for w in truth.get("words", [])]
    lost = [w for w in wanted + truth.get("characters", []) if w not in also]
    doubled = sorted({w for w in wanted if len(w) >= 5 and have.count(w) > sum(other.count(w) for other in wanted)})
    flat = [[[cell for cell in row] for row in table if any(row)] for table in tables]
    whole = [table for table in truth.get("tables", []) if [[bare(c) for c in row] for row in table if row] in flat]
    changes = [bare(c) in have for c in truth.get("changes", [])] + [bare(g) not in have for g in truth.get("gone", [])]
    wrong += [f"lost: {w}" for w in lost] + [f"doubled: {w}" for w in doubled]
    wrong += [f"tables: {flat} for {truth['tables']}"] if len(whole) < len(truth.get("tables", [])) else []
    wrong += [f"changes: {c}" for c, ok in zip(truth.get("changes", []) + truth.get("gone", []), changes) if not ok]
    return (right, len(lost), len(doubled), len(whole), sum(changes)), wrong

# --- programs ---

def run(*words, **more):
    return subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=300, **more)

def wanjia(program, files, folder):
    site = folder / "site"
    (site / "content/policies").mkdir(parents=True)
    (site / "site.yaml").write_text("name: 例\nurl: https://example.org/\n")
    (site / "content/policies/_index.md").write_text("---\ntitle: 政策\ncontains: policy\n---\n")
    for path in files:
        told = json.loads(run(program, "--root", site, "import", path, "--name", "d-" + path.stem, "--format", "json").stdout)
        yield path, read_markdown((site / told["imported"][0]["page"]).read_text()) if told["imported"] else ("", [])

def libreoffice(files, folder):
    """Numbers and words of its text, tables of its HTML; a word is lost that is in neither."""
    for kind in ("txt:Text (encoded):UTF8", "html"):
        run("soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind, "--outdir", folder / "office", *files)
    for path in files:
        words, page = (folder / "office" / f"{path.stem}.{kind}" for kind in ("txt", "html"))
        shown, tables = read_html(page.read_text())
        yield path, (words.read_text("utf-8-sig"), tables, shown)

ONE = {"pandoc": "import pypandoc, sys; print(pypandoc.convert_file(sys.argv[1], 'html', 'docx', extra_args=['--wrap=none']))",
       "mammoth": "import mammoth, sys; print(mammoth.convert_to_html(open(sys.argv[1], 'rb')).value)",
       "markitdown": "import markitdown, sys; print(markitdown.MarkItDown().convert(sys.argv[1]).text_content)"}

def others(python, name, files):
    for path in files:
        done = run(python, "-c", ONE[name], path)
        if done.returncode:
            print(f"{name} {path.stem}: {done.stderr.strip().splitlines()[-1][:160]}", file=sys.stderr)
        yield path, (read_markdown if name == "markitdown" else read_html)(done.stdout)

def main():
    asked = argparse.ArgumentParser()
    asked.add_argument("folder", nargs="?", type=Path, default=HERE / "../../shared/import")
    asked.add_argument("wanjia", nargs="?", type=Path, default=HERE / "../target/debug/wanjia")
    asked.add_argument("--show", action="store_true", help="says what is not right, file by file")
    asked.add_argument("--keep", type=Path, help="leaves the files here")
    asked.add_argument("--inside", type=Path, help=argparse.SUPPRESS)
    asked = asked.parse_args()
    if not asked.inside:
        with tempfile.TemporaryDirectory() as folder:
            venv.create(f"{folder}/venv", with_pip=True)
            subprocess.run([f"{folder}/venv/bin/pip", "install", "-q", *PACKAGES], check=True)
            sys.exit(subprocess.run([f"{folder}/venv/bin/python", __file__, *sys.argv[1:], "--inside", folder]).returncode)
    files, truths = asked.keep or asked.inside / "files", {}
    files.mkdir(exist_ok=True)
    for source in (numbered(), changed(), odd(), by_python_docx(), shared(asked.folder)):
        for name, (data, truth) in source:
            path = files / (name.replace("/", "-") + ".docx")
            path.write_bytes(data)
            truths[path] = truth
    of = lambda key: sum(len(truth.get(key, [])) for truth in truths.values())
    words, changes = of("words") + of("characters"), of("changes") + of("gone")
    print(f"{len(truths)} files\n\n| | clause numbers right | words lost | words doubled | tables right | changes right |\n|---|---|---|---|---|---|")
    pandoc = run(sys.executable, "-c", "import pypandoc; print(pypandoc.get_pandoc_version())").stdout.strip()
    office = run("soffice", "--version").stdout.split()[1]
    rows = [("wanjia", wanjia(asked.wanjia.resolve(), truths, asked.inside)), (f"pandoc {pandoc}", others(sys.executable, "pandoc", truths)),
            (PACKAGES[1].replace("==", " "), others(sys.executable, "mammoth", truths)), (PACKAGES[2].replace("[docx]==", " "), others(sys.executable, "markitdown", truths)),
            (f"LibreOffice {office}", libreoffice(truths, asked.inside))]
    details = []
    for name, results in rows:
        total = [0] * 5
        for path, result in results:
            counts, wrong = judge(truths[path], *result)
            total = [a + b for a, b in zip(total, counts)]
            details += [f"{name} · {path.stem}: {line}" for line in wrong]
        print(f"| {name} | {total[0]} / {of('clauses')} | {total[1]} / {words} | {total[2]} | {total[3]} / {of('tables')} | {total[4]} / {changes} |", flush=True)
    if asked.show:
        print("\n" + "\n".join(details))

main()
