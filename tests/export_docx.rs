//! `wanjia export docx`: what is in the document, and that `wanjia import` makes the same page of it again.

mod desk;

use desk::Desk;
use std::io::Read;

/// A notice as import writes it: read, exported and imported, it comes out as it went in.
const NOTICE: &str = "---
title: 某某县民政局 某某县妇联关于做好婚育新风宣传月工作的通知
number: 河民发〔2026〕18号
issuer: 某某县民政局、某某县妇联
issued: 2026-11-20
recipients: 各镇人民政府，县直各部门
draft: true
---

> [!NOTE]
> 这是**转述**。
>
> 第二段。

为做好工作，现通知如下：[^1]

## 一、总体要求

（一）**指导思想。**坚持`以人为本`，见[国家网](https://www.gov.cn/a?b=1&c=2)和*别的*、~~旧的~~。

（二）目标。H<sub>2</sub>O，10<sup>3</sup>。

### 背景

1. 甲；
2. 乙。

1.没有空格的一条。

（四）跳号，看[这里](/policies/b/)。

（四）重号。

**（六）全粗。**

## 二、其他

- 点甲
- 点乙
  - 点丙

| 项目 | 天数 |
|---|--:|
| 甲<br>乙 | 1 |
| **丙** | 2[^2] |

<table>
<tr><th colspan=\"2\">合并</th><th>右</th></tr>
<tr><td rowspan=\"2\">a</td><td>b</td><td>c</td></tr>
<tr><td>d</td><td>e</td></tr>
</table>

> 普通引用。

```
代码 一行
  二行
```

特此通知。

附件：1. 申请表

2\\. 登记表

某某县民政局

某某县妇联

2026年11月20日

（此件公开发布）

附件1

申请表

第一条 甲。

（一）乙。

第三条 丙。

第三条之一 丁。

附件2

登记表

一、登记

第一条 戊。

抄送：县委办。

某某县民政局办公室　2026年11月20日印发

[^1]: 注一**粗**。

[^2]: 注二。

";

const SITE: &str = "name: 测试站\nurl: https://example.org/jsx/\nregion: {code: \"310000\", name: 上海市}\n";

fn site(page: &str) -> Desk {
    let desk = Desk::empty();
    desk.write("site.yaml", SITE);
    desk.write(
        "facts.yaml",
        "婚假:\n  value: 10\n  unit: 天\n  source: 某某条例#第一条\n  since: 2021-11-25\n",
    );
    desk.write("content/_index.md", "---\ntitle: 首页\n---\n");
    desk.write(
        "content/policies/_index.md",
        "---\ntitle: 政策\ncontains: policy\n---\n",
    );
    desk.write(
        "content/policies/b.md",
        "---\ntitle: 某某条例\n---\n\n第一条 婚假十天。\n",
    );
    desk.write("content/policies/a.md", page);
    desk
}

/// Runs the program in a site: its exit code, what it printed and what it said.
fn wanjia(desk: &Desk, line: &[&str]) -> (Option<i32>, String, String) {
    let run = desk::run(desk.root(), line);
    (run.code, run.out, run.said)
}

/// The document of the page, in the folder `out` of the site.
fn exported(desk: &Desk, more: &[&str]) -> Vec<u8> {
    let mut line = vec!["export", "docx", "policies/a", "--out", "out"];
    line.extend(more);
    let (code, _, said) = wanjia(desk, &line);
    assert_eq!(code, Some(0), "{said}");
    std::fs::read(desk.path("out/a.docx")).unwrap()
}

/// A part of a document.
fn part(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The draft that the document becomes in a site without the page, and what is told of it.
fn imported(desk: &Desk) -> (String, String) {
    let (page, aside) = (desk.path("content/policies/a.md"), desk.path("aside.md"));
    std::fs::rename(&page, &aside).unwrap();
    let (code, draft, said) = wanjia(desk, &["import", "out/a.docx", "--dry-run"]);
    std::fs::rename(&aside, &page).unwrap();
    assert_eq!(code, Some(0), "{said}");
    (draft, said)
}

#[test]
fn a_page_that_goes_to_word_and_back_is_the_same_and_nothing_is_told() {
    let desk = site(NOTICE);
    exported(&desk, &[]);
    let (draft, said) = imported(&desk);
    assert_eq!(draft.trim_end(), NOTICE.trim_end());
    assert!(!said.contains("import-"), "{said}");
}

#[test]
fn numbers_are_counted_by_word_and_a_list_begins_anew_where_the_page_has_a_gap() {
    let desk = site(NOTICE);
    let bytes = exported(&desk, &[]);
    let (text, numbering) = (
        part(&bytes, "word/document.xml"),
        part(&bytes, "word/numbering.xml"),
    );
    for label in ["第%1条\u{3000}", "%1、", "（%2）", "%3."] {
        assert!(
            numbering.contains(&format!("<w:lvlText w:val=\"{label}\"/>")),
            "{label}"
        );
    }
    assert!(
        !text.contains("（四）") && !text.contains("第一条") && !text.contains("一、总体"),
        "{text}"
    );
    // What Word does not count is written out.
    assert!(text.contains("第三条之一"), "{text}");
    // （四） twice, （六）, and articles that skip one and begin anew.
    let starts = numbering.matches("<w:startOverride").count();
    assert!((4..=7).contains(&starts), "{starts}: {numbering}");
}

#[test]
fn the_same_page_gives_the_same_bytes_and_nobodys_name() {
    let desk = site(NOTICE);
    let first = exported(&desk, &[]);
    assert_eq!(first, exported(&desk, &[]));
    let core = part(&first, "docProps/core.xml");
    assert!(
        core.contains("<dc:title>某某县民政局") && !core.contains("creator") && !core.contains("created")
    );
}

#[test]
fn the_page_is_that_of_the_standard() {
    let desk = site(NOTICE);
    let bytes = exported(&desk, &[]);
    let text = part(&bytes, "word/document.xml");
    // 37, 26, 35 and 28 mm; 22 lines.
    for said in [
        "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>",
        "w:top=\"2097\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"",
        "<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/>",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    assert_eq!(text.matches("<w:pageBreakBefore/>").count(), 2);
    let footer = part(&bytes, "word/footer1.xml");
    assert!(footer.contains("— ") && footer.contains(" PAGE "), "{footer}");
    assert!(part(&bytes, "word/settings.xml").contains("evenAndOddHeaders"));
}

#[test]
fn who_issued_a_page_and_when_is_set_below_a_text_that_does_not_say_it() {
    let page = "---\ntitle: 关于甲的通知\nnumber: 甲发〔2026〕1号\nissuer: 某某县民政局\nissued: 2026-11-20\ndraft: true\n---\n\n照办。\n";
    let desk = site(page);
    let text = part(&exported(&desk, &[]), "word/document.xml");
    assert!(
        text.contains("2026年11月20日") && !text.contains("某某县民政局文件"),
        "{text}"
    );
    assert_eq!(imported(&desk).0.trim_end(), page.trim_end());
    let text = part(&exported(&desk, &["--letterhead"]), "word/document.xml");
    assert!(
        text.contains("某某县民政局文件") && text.contains("w:color=\"FF0000\""),
        "{text}"
    );
    assert_eq!(imported(&desk).0.trim_end(), page.trim_end());
}

#[test]
fn a_fact_has_its_source_in_a_comment_that_comes_back_as_nothing() {
    let desk = site("---\ntitle: 关于假期的通知\n---\n\n婚假{{婚假}}。\n");
    let bytes = exported(&desk, &[]);
    let comments = part(&bytes, "word/comments.xml");
    assert!(
        comments.contains("w:author=\"测试站\"") && comments.contains("婚假：10天（"),
        "{comments}"
    );
    assert!(comments.contains("《某某条例》第一条"), "{comments}");
    let (draft, said) = imported(&desk);
    assert!(
        draft.trim_end().ends_with("\n婚假10天。") && !said.contains("import-"),
        "{draft}{said}"
    );
}

#[test]
fn beside_footnotes_the_source_of_a_fact_is_one_too_at_its_first_place() {
    let desk =
        site("---\ntitle: 关于假期的通知\n---\n\n婚假{{婚假}}，再说一次{{婚假}}。[^1]\n\n[^1]: 见通知。\n");
    let bytes = exported(&desk, &[]);
    let notes = part(&bytes, "word/footnotes.xml");
    assert_eq!(notes.matches("婚假：10天（").count(), 1, "{notes}");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    assert!(zip.by_name("word/comments.xml").is_err());
    let (draft, said) = imported(&desk);
    assert!(
        draft.contains("\n婚假10天，再说一次10天。[^1]\n\n[^1]: 见通知。\n"),
        "{draft}"
    );
    assert!(!said.contains("import-"), "{said}");
}

#[test]
fn pictures_are_in_the_document_and_what_word_does_not_show_is_told() {
    let desk = site("---\ntitle: 关于图的通知\n---\n\n![窗口](a.png)\n\n![画](b.svg)\n");
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, 2, 1);
    encoder.set_color(png::ColorType::Grayscale);
    encoder.write_header().unwrap().write_image_data(&[0, 9]).unwrap();
    desk.write("content/policies/a.png", png);
    desk.write(
        "content/policies/b.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
    );
    let (code, _, said) = wanjia(&desk, &["export", "docx", "policies/a", "--out", "out"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("图 b.svg 没有放进去"), "{said}");
    let bytes = std::fs::read(desk.path("out/a.docx")).unwrap();
    let text = part(&bytes, "word/document.xml");
    assert!(
        text.contains("descr=\"窗口\"") && text.contains("［图：画］"),
        "{text}"
    );
    assert!(imported(&desk).0.contains("![窗口]("));
}

#[test]
fn a_note_to_readers_says_what_it_is_called_and_comes_back_as_the_same_note() {
    let page =
        "---\ntitle: 关于甲的通知\ndraft: true\n---\n\n> [!WARNING]\n> 别信。\n>\n> 再想想。\n\n甲。\n";
    let desk = site(page);
    let text = part(&exported(&desk, &[]), "word/document.xml");
    assert_eq!(text.matches(">注意<").count(), 1, "{text}");
    assert_eq!(imported(&desk).0.trim_end(), page.trim_end());
}

#[test]
fn a_site_without_an_address_has_no_links_to_itself_in_a_document() {
    let desk = site("---\ntitle: 关于甲的通知\n---\n\n看[条例](b.md)和[国家网](https://www.gov.cn/)。\n");
    desk.write("site.yaml", "name: 测试站\n");
    let bytes = exported(&desk, &[]);
    let (text, links) = (
        part(&bytes, "word/document.xml"),
        part(&bytes, "word/_rels/document.xml.rels"),
    );
    assert!(
        text.contains("条例") && links.contains("https://www.gov.cn/") && !links.contains("localhost"),
        "{links}"
    );
    assert_eq!(text.matches("<w:hyperlink").count(), 1, "{text}");
}

#[test]
fn a_gif_is_in_the_document_and_a_webp_as_large_as_it_is() {
    let desk = site("---\ntitle: 关于图的通知\n---\n\n![动](a.gif)\n\n![静](b.webp)\n");
    desk.write(
        "content/policies/a.gif",
        b"GIF89a\x08\x00\x04\x00\x80\x00\x00\0\0\0\xff\xff\xff,\0\0\0\0\x08\0\x04\0\0\x02\x05\x84\x8f\xa9\xcb\x05\0;",
    );
    let mut webp = Vec::new();
    image_webp::WebPEncoder::new(&mut webp)
        .encode(&[120; 1000 * 600 * 3], 1000, 600, image_webp::ColorType::Rgb8)
        .unwrap();
    desk.write("content/policies/b.webp", webp);
    let (code, _, said) = wanjia(&desk, &["export", "docx", "policies/a", "--out", "out"]);
    assert!(code == Some(0) && !said.contains("没有放进去"), "{said}");
    let bytes = std::fs::read(desk.path("out/a.docx")).unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(&bytes)).unwrap();
    assert!(zip.by_name("word/media/image1.gif").is_ok());
    let mut made = Vec::new();
    let mut second = zip.by_name("word/media/image2.png").unwrap();
    second.read_to_end(&mut made).unwrap();
    let size = png::Decoder::new(std::io::Cursor::new(made)).read_info().unwrap();
    assert_eq!((size.info().width, size.info().height), (1000, 600));
}

#[test]
fn the_last_words_of_a_text_stay_with_who_signs_it() {
    let text = part(&exported(&site(NOTICE), &[]), "word/document.xml");
    let kept = |words: &str| {
        let at = text.find(words).unwrap_or_else(|| panic!("{words} in {text}"));
        let begin = text[..at].rfind("<w:p>").unwrap();
        text[begin..at].contains("<w:keepNext/>")
    };
    for words in [
        ">特此通知。<",
        "附件：1. 申请表<",
        "2. 登记表<",
        ">某某县民政局<",
        ">某某县妇联<",
    ] {
        assert!(kept(words), "{words}");
    }
    assert!(!kept(">2026年11月20日<"));
    let page = "---\ntitle: 关于甲的通知\nissuer: 某某县民政局\nissued: 2026-11-20\n---\n\n照办。\n";
    let text = part(&exported(&site(page), &[]), "word/document.xml");
    assert_eq!(text.matches("<w:keepNext/>").count(), 2, "{text}");
}

#[test]
fn words_in_front_of_a_line_break_are_not_spread_over_the_line() {
    let settings = part(&exported(&site(NOTICE), &[]), "word/settings.xml");
    assert!(
        settings.contains("<w:compat><w:doNotExpandShiftReturn/>"),
        "{settings}"
    );
}

#[test]
fn a_red_heading_that_nobody_could_head_is_told() {
    let desk = site("---\ntitle: 关于甲的通知\n---\n\n照办。\n");
    let line = ["export", "docx", "policies/a", "--out", "out", "--letterhead"];
    let (code, _, said) = wanjia(&desk, &line);
    assert_eq!((code, said.contains("没有印红头")), (Some(0), true), "{said}");
}

#[test]
fn lists_within_lists_come_back_as_they_were() {
    let page = "---\ntitle: 关于甲的通知\ndraft: true\n---\n\n甲：\n\n1. 第一\n   - 里面甲\n   - 里面乙\n     1. 更里\n2. 第二\n   1. 里一\n   2. 里二\n3. 第三\n\n乙：\n\n- 点甲\n  1. 里一\n  2. 里二\n- 点乙\n  - 点丙\n    - 点丁\n\n完。\n";
    let desk = site(page);
    exported(&desk, &[]);
    assert_eq!(imported(&desk).0.trim_end(), page.trim_end());
}

#[test]
fn an_explainer_brings_the_clauses_that_it_explains_and_they_do_not_come_back_as_text() {
    let page = "---\ntitle: 讲讲\ndraft: true\n---\n\n讲。\n";
    let desk = site(&page.replace(
        "draft:",
        "kind: explainer\nexplains: [某某条例#第一条, 某某条例#第二条]\ndraft:",
    ));
    desk.write(
        "content/policies/b.md",
        "---\ntitle: 某某条例\n---\n\n第一条 婚假十天，有下列情形：\n\n（一）甲；\n\n（二）乙。\n\n第二条 表：\n\n| 丙 | 丁 |\n|---|---|\n| 1 | 2 |\n",
    );
    let text = part(&exported(&desk, &[]), "word/document.xml");
    let words: String = text
        .split("<w:t xml:space=\"preserve\">")
        .skip(1)
        .flat_map(|run| {
            let run = run.split('<').next().unwrap();
            [run, "|"]
        })
        .collect();
    for said in [
        "所讲的条款|",
        "《某某条例》第一条|第一条\u{3000}|婚假十天，有下列情形：|",
        "（一）|甲；|",
        "（二）|乙。|",
        "丙\u{3000}丁|1\u{3000}2|",
    ] {
        assert!(words.contains(said), "{said} in {words}");
    }
    assert!(
        imported(&desk).0.trim_end().ends_with("\n\n讲。"),
        "{}",
        imported(&desk).0
    );
}
