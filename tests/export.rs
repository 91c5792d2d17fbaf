//! `wanjia export` as its users see it: what a page becomes, and that nobody's folder is lost.

mod desk;

use desk::{Desk, files};
use std::io::Read;

const SITE: &str = "name: 测试站\nurl: https://example.org/jsx/\nregion: {code: \"310000\", name: 上海市}\nraw_html: trusted\n";

const FACTS: &str = "婚假:\n  value: 10\n  unit: 天\n  source: 某某条例#第一条\n  since: 2021-11-25\n";

const LAW: &str = "---\ntitle: 某某条例\nkind: policy\nnumber: 某令〔2021〕3号\nissuer: 某某市\nissued: 2021-11-25\n---\n\n第一条　婚假三天。\n\n第二条　产假一百五十八天。\n";

const PAGE: &str = "---
title: 婚假有几天
summary: 婚假{{婚假}}，先问单位。
---

看[另一页](b.md)，再看[官网](https://example.com/a?b=1&c=2)、[[某某条例#第一条]]和[本页](#wen)。婚假{{婚假}}。[^1]

<iframe src=\"https://video.example.com/1\" title=\"录像\"></iframe>

- 甲
  1. 乙
  2. 丙
- [x] 丁

| 名目 | 天数 |
|---|--:|
| 婚假 | {{婚假}} |

![窗口](window.svg)

![合影](photo.jpg)

又看[另一页](b.md)，[公众号](https://mp.weixin.qq.com/s/1)，`a  b`。

[^1]: 见[另一页](b.md)。

## 问 {#wen}

问**单位**。
";

/// A photo of one colour.
fn photo(width: u16, height: u16) -> Vec<u8> {
    let mut out = Vec::new();
    let pixels = vec![120; usize::from(width) * usize::from(height) * 3];
    let encoder = jpeg_encoder::Encoder::new(&mut out, 80);
    encoder
        .encode(&pixels, width, height, jpeg_encoder::ColorType::Rgb)
        .unwrap();
    out
}

fn site() -> Desk {
    let desk = Desk::empty();
    desk.write("site.yaml", SITE);
    desk.write("facts.yaml", FACTS);
    desk.write("content/law.md", LAW);
    desk.write("content/b.md", "---\ntitle: 另一页\n---\n\n乙。\n");
    desk.write("content/a.md", PAGE);
    desk.write(
        "content/window.svg",
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>",
    );
    desk.write("content/photo.jpg", photo(300, 200));
    desk
}

/// Runs the program in a site: its exit code and what it said.
fn wanjia(desk: &Desk, line: &[&str]) -> (Option<i32>, String) {
    let run = desk::run(desk.root(), line);
    (run.code, run.said)
}

/// The part of an exported page that is copied.
fn article(desk: &Desk, file: &str) -> String {
    let html = std::fs::read_to_string(desk.path(file)).unwrap();
    let begin = html.find("<article").unwrap();
    let begin = begin + html[begin..].find('>').unwrap() + 1;
    html[begin..html.find("</article>").unwrap()].to_owned()
}

/// The text of an exported document, as XML.
fn document(desk: &Desk, file: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(desk.path(file)).unwrap()).unwrap();
    let mut text = String::new();
    zip.by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut text)
        .unwrap();
    text
}

/// The names of elements and of their attributes.
fn names(html: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split('<')
        .skip(1)
        .flat_map(|tag| {
            let tag = tag.split('>').next().unwrap();
            let unquoted: String = tag.split('"').step_by(2).collect();
            unquoted
                .split_whitespace()
                .map(|word| word.trim_matches('/').to_owned())
                .collect::<Vec<_>>()
        })
        .collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn an_article_holds_nothing_that_the_editor_takes_away() {
    let desk = site();
    let (code, said) = wanjia(&desk, &["export", "wechat", "a", "--out", "out"]);
    assert_eq!(code, Some(0), "{said}");
    let html = article(&desk, "out/article.html");
    assert_eq!(
        names(&html),
        [
            "a", "alt=", "code", "href=", "img", "p", "section", "span", "src=", "strong", "style=", "sup",
            "table", "tbody", "td", "th", "thead", "tr"
        ],
        "{html}"
    );
    assert!(html.starts_with("<p style=\"margin:0;\"></p><section "), "{html}");
    assert!(
        !html.contains('\n') && !html.contains("var(") && !html.contains("href=\"#"),
        "{html}"
    );
}

#[test]
fn links_are_notes_with_whole_addresses_each_once_and_a_code_leads_to_the_page() {
    let desk = site();
    wanjia(&desk, &["export", "wechat", "content/a.md", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    let notes = [
        "[1] https://example.org/jsx/b/<",
        "[2] https://example.com/a?b=1&amp;c=2<",
        "[3] https://example.org/jsx/law/#art1<",
        "[4] 见<span",
        "[5] https://video.example.com/1<",
    ];
    for note in notes {
        assert_eq!(html.matches(note).count(), 1, "{note} in {html}");
    }
    assert!(html.contains("【录像】<sup"), "{html}");
    assert!(html.contains("和本页。"), "{html}");
    assert!(
        html.contains("<a href=\"https://mp.weixin.qq.com/s/1\""),
        "{html}"
    );
    assert!(!html.contains("[6]"), "{html}");
}

#[test]
fn lists_are_words_and_a_fact_keeps_its_source() {
    let desk = site();
    wanjia(&desk, &["export", "wechat", "a", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    for words in ["• 甲", "1. 乙", "2. 丙", "☑ 丁", "text-align:right;\"><span"] {
        assert!(html.contains(words), "{words} in {html}");
    }
    assert!(
        html.contains("婚假：<span style=\"font-weight:700;")
            && html.contains("（国家规定，《某某条例》第一条，自2021年11月25日起）<sup"),
        "{html}"
    );
}

#[test]
fn pictures_are_numbered_files_in_their_order_and_what_is_lost_is_told() {
    let desk = site();
    let (_, said) = wanjia(&desk, &["export", "wechat", "a", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    let shown: Vec<&str> = html
        .split("src=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(shown, ["pictures/01.svg", "pictures/02.jpg", "pictures/03.png"]);
    for name in shown {
        assert!(desk.path("out").join(name).exists(), "{name}");
    }
    for told in ["pictures/01.svg：公众号不收 svg 的图", "嵌入的内容（iframe）"] {
        assert!(said.contains(told), "{said}");
        for file in ["out/notes.txt", "out/article.html"] {
            assert!(
                std::fs::read_to_string(desk.path(file)).unwrap().contains(told),
                "{file}"
            );
        }
    }
}

#[test]
fn title_and_digest_are_no_longer_than_wechat_takes_and_what_was_cut_is_told() {
    let desk = site();
    let (title, summary) = ("很长的标题".repeat(14), "一句话说完。".repeat(25));
    desk.write(
        "content/long.md",
        format!("---\ntitle: {title}\nsummary: {summary}\n---\n\n文。\n"),
    );
    let (code, said) = wanjia(&desk, &["export", "wechat", "long", "--out", "out"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("标题有 70 字，公众号最多 64 字") && said.contains("摘要超过 120 字"),
        "{said}"
    );
    let notes = std::fs::read_to_string(desk.path("out/notes.txt")).unwrap();
    let field = |name: &str| {
        notes
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .unwrap()
            .to_owned()
    };
    assert_eq!(field("标题：").chars().count(), 64);
    assert_eq!(field("摘要："), "一句话说完。".repeat(20));
    assert_eq!(field("原文链接："), "https://example.org/jsx/long/");
}

#[test]
fn covers_have_the_shapes_that_wechat_wants_and_a_small_one_is_told() {
    let desk = site();
    desk.write(
        "content/c/index.md",
        "---\ntitle: 有封面\ncover: photo.jpg\n---\n\n文。\n",
    );
    desk.write("content/c/photo.jpg", photo(400, 400));
    let (code, said) = wanjia(&desk, &["export", "wechat", "c", "a", "--out", "out"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("封面图只有 400 像素宽"), "{said}");
    let size = |file: &str| {
        let bytes = std::fs::read(desk.path(file)).unwrap();
        if file.ends_with(".png") {
            let reader = png::Decoder::new(std::io::Cursor::new(bytes))
                .read_info()
                .unwrap();
            return (reader.info().width, reader.info().height);
        }
        let mut decoder =
            zune_jpeg::JpegDecoder::new(zune_jpeg::zune_core::bytestream::ZCursor::new(&bytes[..]));
        decoder.decode_headers().unwrap();
        let (width, height) = decoder.dimensions().unwrap();
        (u32::try_from(width).unwrap(), u32::try_from(height).unwrap())
    };
    for (file, wanted) in [
        ("out/c/cover.jpg", (1175, 500)),
        ("out/c/cover-square.jpg", (600, 600)),
        ("out/a/cover.png", (1175, 500)),
        ("out/a/cover-square.png", (600, 600)),
    ] {
        assert_eq!(size(file), wanted, "{file}");
    }
}

#[test]
fn the_same_page_is_the_same_bytes_and_the_old_files_go() {
    let desk = site();
    wanjia(&desk, &["export", "wechat", "a", "--out", "one"]);
    wanjia(&desk, &["export", "wechat", "a", "--out", "two"]);
    assert_eq!(files(&desk.path("one")), files(&desk.path("two")));
    desk.write("content/a.md", "---\ntitle: 甲\n---\n\n文。\n");
    let (code, said) = wanjia(&desk, &["export", "wechat", "a", "--out", "one"]);
    assert_eq!(code, Some(0), "{said}");
    let names: Vec<String> = files(&desk.path("one")).into_keys().collect();
    assert_eq!(
        names,
        [
            "article.html",
            "cover-square.png",
            "cover.png",
            "manifest.json",
            "notes.txt",
            "pictures/01.png"
        ]
    );
}

#[test]
fn a_folder_with_anything_else_in_it_is_left_alone() {
    let desk = site();
    desk.write("mine/letter.txt", "甲");
    let (code, said) = wanjia(&desk, &["export", "wechat", "a", "--out", "mine"]);
    assert_eq!(code, Some(2), "{said}");
    assert_eq!(files(&desk.path("mine")).len(), 1);
    assert_eq!(wanjia(&desk, &["build"]).0, Some(0));
    let built = files(&desk.path("public"));
    let (code, said) = wanjia(&desk, &["export", "wechat", "a", "--out", "public"]);
    assert_eq!((code, said.contains("里是生成的网站")), (Some(2), true), "{said}");
    assert_eq!(files(&desk.path("public")), built);
    let (code, said) = wanjia(&desk, &["export", "wechat", "a", "--out", "content/out"]);
    assert_eq!((code, said.contains("在 content/ 里")), (Some(2), true), "{said}");
}

#[test]
fn what_somebody_edited_of_an_export_is_not_written_over() {
    let desk = site();
    let export = || wanjia(&desk, &["export", "wechat", "a", "--out", "out"]);
    assert_eq!(export().0, Some(0));
    desk.write("out/notes.txt", "领导的意见\n");
    let (code, said) = export();
    assert_eq!(
        (code, said.contains("notes.txt 导出以后改过")),
        (Some(2), true),
        "{said}"
    );
    assert_eq!(
        std::fs::read_to_string(desk.path("out/notes.txt")).unwrap(),
        "领导的意见\n"
    );
    desk.remove("out/notes.txt");
    assert_eq!(export().0, Some(0));
}

#[test]
fn two_pages_do_not_go_into_one_folder() {
    let desk = site();
    desk.write("content/x/y.md", "---\ntitle: 深\n---\n\n文。\n");
    desk.write("content/x-y.md", "---\ntitle: 浅\n---\n\n文。\n");
    let (code, said) = wanjia(&desk, &["export", "wechat", "x/y", "x-y"]);
    assert_eq!((code, said.contains("都要放进")), (Some(2), true), "{said}");
    assert!(!desk.path("export").exists());
}

#[test]
fn without_out_each_page_has_a_folder_of_its_own_in_the_site() {
    let desk = site();
    desk.write("content/d/e.md", "---\ntitle: 深\n---\n\n文。\n");
    let (code, said) = wanjia(&desk, &["export", "wechat", "d/e", "a"]);
    assert_eq!(code, Some(0), "{said}");
    for file in ["export/wechat/d-e/article.html", "export/wechat/a/article.html"] {
        assert!(desk.path(file).exists(), "{file}");
    }
}

#[test]
fn a_page_that_is_not_there_is_told_with_the_one_that_is_meant() {
    let desk = site();
    let (code, said) = wanjia(&desk, &["export", "wechat", "lew"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("没有 lew 这一页") && said.contains("是不是 law？"),
        "{said}"
    );
    let (code, said) = wanjia(&desk, &["export", "wechat"]);
    assert_eq!(
        (code, said.contains("没有说导出哪一页")),
        (Some(2), true),
        "{said}"
    );
    let (code, said) = wanjia(&desk, &["export", "wecaht", "law"]);
    assert_eq!(
        (code, said.contains("是不是 wechat？")),
        (Some(2), true),
        "{said}"
    );
}

#[test]
fn an_error_in_the_page_stops_it_and_one_in_another_page_does_not() {
    let desk = site();
    desk.write("content/wrong.md", "---\ntitle: 错\n---\n\n{{没有这个数}}\n");
    assert_eq!(
        wanjia(&desk, &["export", "wechat", "a", "--out", "out"]).0,
        Some(0)
    );
    let (code, said) = wanjia(&desk, &["export", "wechat", "wrong", "--out", "none"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.contains("wrong.md:5") && said.contains("没有导出"), "{said}");
    assert!(!desk.path("none").exists());
}

#[test]
fn a_draft_and_a_page_without_its_signatures_are_exported_and_told() {
    let desk = site();
    desk.write("content/draft.md", "---\ntitle: 草\ndraft: true\n---\n\n文。\n");
    let (code, said) = wanjia(&desk, &["export", "wechat", "draft", "--out", "out"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("还是草稿"), "{said}");
    let notes = std::fs::read_to_string(desk.path("out/notes.txt")).unwrap();
    assert!(notes.contains("网站上还没有这一页"), "{notes}");
    desk.write("site.yaml", format!("{SITE}signoff: {{page: [终审]}}\n"));
    let (code, said) = wanjia(&desk, &["export", "wechat", "b", "--out", "other"]);
    assert_eq!((code, said.contains("还缺签发")), (Some(0), true), "{said}");
}

#[test]
fn without_an_address_links_within_the_site_are_words_and_that_is_told() {
    let desk = site();
    desk.write("site.yaml", "name: 测试站\nraw_html: trusted\n");
    let (code, said) = wanjia(&desk, &["export", "wechat", "a", "--out", "out"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("没有写 url"), "{said}");
    let html = article(&desk, "out/article.html");
    assert!(
        html.contains("看另一页，再看<span") && !html.contains("localhost"),
        "{html}"
    );
}

#[test]
fn what_is_no_longer_in_force_says_so_at_the_top() {
    let desk = site();
    desk.write("content/law.md", LAW.replace("issued:", "status: 废止\nissued:"));
    wanjia(&desk, &["export", "wechat", "law", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    let banner = html.find("这份文件已废止").unwrap();
    assert!(banner < html.find("第一条").unwrap(), "{html}");
    assert_eq!(
        wanjia(&desk, &["export", "docx", "law", "--out", "docx"]).0,
        Some(0)
    );
    let text = document(&desk, "docx/law.docx");
    let banner = text.find("这份文件已废止").unwrap();
    assert!(banner < text.find("婚假三天").unwrap(), "{text}");
}

#[test]
fn a_policy_has_its_head_and_its_closing_as_on_paper() {
    let desk = site();
    let law = LAW.replace("issued:", "recipients: 各区人民政府\nissued:")
        + "\n某某市人民政府\n\n2021年11月25日\n\n抄送：市人大。\n";
    desk.write("content/law.md", law);
    wanjia(&desk, &["export", "wechat", "law", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    let places: Vec<usize> = [
        "text-align:center;\">某某市</p>",
        "text-align:center;\">某令〔2021〕3号</p>",
        ">各区人民政府：</p>",
        "第一条　婚假三天。",
        "text-align:right;\">某某市人民政府</p>",
        "text-align:right;\">2021年11月25日</p>",
    ]
    .iter()
    .map(|words| html.find(words).unwrap_or_else(|| panic!("{words} in {html}")))
    .collect();
    assert!(places.is_sorted(), "{html}");
}

#[test]
fn an_explainer_brings_the_clauses_that_it_explains_with_their_names_and_words() {
    let desk = site();
    desk.write(
        "content/plain.md",
        "---\ntitle: 婚假怎么休\nkind: explainer\nexplains: [某某条例#第一条]\n---\n\n三天。\n",
    );
    wanjia(&desk, &["export", "wechat", "plain", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    let (title, words) = (
        "<strong>《某某条例》（某令〔2021〕3号）第一条</strong><sup",
        "婚假三天。",
    );
    assert!(
        html.contains(title) && html.find(title) < html.find(words),
        "{html}"
    );
    assert!(html.contains("https://example.org/jsx/law/#art1<"), "{html}");
}

#[test]
fn a_campaign_brings_what_takes_place_and_where_its_materials_are() {
    let desk = site();
    desk.write(
        "content/wind.md",
        "---\ntitle: 新风\nkind: campaign\nslogans: [婚事新办]\nactivities:\n  - {title: 讲座, start: 2027-05-01, place: 文化站}\nmaterials:\n  - {title: 海报, file: photo.jpg}\n---\n\n文。\n",
    );
    wanjia(&desk, &["export", "wechat", "wind", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    for words in [
        ">婚事新办</p>",
        "• 讲座，2027年5月1日，文化站</p>",
        "下载：海报<sup",
        "[1] https://example.org/jsx/photo.jpg<",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
    wanjia(&desk, &["export", "docx", "wind"]);
    let word = document(&desk, "export/docx/wind/wind.docx");
    assert!(
        word.contains(">下载：海报，https://example.org/jsx/photo.jpg<"),
        "{word}"
    );
}

#[test]
fn a_folder_with_the_export_of_another_page_or_format_is_left_alone() {
    let desk = site();
    assert_eq!(
        wanjia(&desk, &["export", "wechat", "a", "--out", "out"]).0,
        Some(0)
    );
    let before = files(&desk.path("out"));
    for (line, about) in [
        (&["export", "wechat", "b", "--out", "out"][..], "wechat a"),
        (&["export", "docx", "a", "--out", "out"], "wechat a"),
        (&["export", "review", "--out", "out"], "wechat a"),
    ] {
        let (code, said) = wanjia(&desk, line);
        let told = said.contains(&format!("里是 {about} 的导出")) && said.contains("--out");
        assert_eq!((code, told), (Some(2), true), "{line:?}: {said}");
        assert_eq!(files(&desk.path("out")), before, "{line:?}");
    }
}

#[test]
fn a_page_whose_day_is_still_to_come_is_exported_and_told() {
    let desk = site();
    desk.write(
        "content/soon.md",
        "---\ntitle: 下月\npublish: 2099-01-01\n---\n\n文。\n",
    );
    for format in ["wechat", "docx"] {
        let (code, said) = wanjia(&desk, &["export", format, "soon"]);
        assert_eq!(
            (code, said.contains("还没到发布的日子")),
            (Some(0), true),
            "{said}"
        );
    }
    let notes = std::fs::read_to_string(desk.path("export/wechat/soon/notes.txt")).unwrap();
    assert!(notes.contains("网站上还没有这一页"), "{notes}");
}

#[test]
fn a_page_that_is_over_is_not_exported_and_its_end_is_told() {
    let desk = site();
    desk.write(
        "content/over.md",
        "---\ntitle: 过期\nexpires: 2020-01-01\n---\n\n文。\n",
    );
    desk.write(
        "content/gone.md",
        "---\ntitle: 撤\nwithdrawn: 有误\n---\n\n文。\n",
    );
    for (page, why) in [("over", "--as-of 2020-01-01"), ("gone", "已经撤下")] {
        let (code, said) = wanjia(&desk, &["export", "wechat", page]);
        assert_eq!((code, said.contains(why)), (Some(2), true), "{said}");
    }
}

#[test]
fn the_number_and_the_address_of_whom_a_link_calls_or_writes_to_are_said() {
    let desk = site();
    desk.write(
        "content/call.md",
        "---\ntitle: 联系\n---\n\n[打电话](tel:12356)，[021-1234](tel:0211234)，[写信](mailto:a@b.cn?subject=x)，<c@d.cn>。\n",
    );
    wanjia(&desk, &["export", "wechat", "call", "--out", "out"]);
    let html = article(&desk, "out/article.html");
    assert!(
        html.contains(">打电话（12356），021-1234，写信（a@b.cn），c@d.cn。<"),
        "{html}"
    );
}

#[test]
fn of_the_page_of_a_section_it_is_told_that_its_list_is_left_out() {
    let desk = site();
    desk.write("content/s/_index.md", "---\ntitle: 栏目\n---\n");
    desk.write("content/s/x.md", "---\ntitle: 页\n---\n\n文。\n");
    for format in ["wechat", "docx"] {
        let (code, said) = wanjia(&desk, &["export", format, "s"]);
        assert_eq!((code, said.contains("页面列表不导出")), (Some(0), true), "{said}");
    }
}

#[test]
fn a_clause_that_is_explained_brings_the_clauses_below_it_along() {
    let desk = site();
    desk.write(
        "content/notice.md",
        "---\ntitle: 某某通知\nkind: policy\n---\n\n一、甲\n\n（一）乙。\n\n丙。\n\n1. 丁。\n\n（二）戊。\n\n二、己\n",
    );
    desk.write(
        "content/plain.md",
        "---\ntitle: 讲讲\nkind: explainer\nexplains: [某某通知#一]\n---\n\n讲。\n",
    );
    wanjia(&desk, &["export", "wechat", "plain", "--out", "out"]);
    wanjia(&desk, &["build"]);
    let page = std::fs::read_to_string(desk.path("public/plain/index.html")).unwrap();
    for html in [article(&desk, "out/article.html"), page] {
        for words in ["甲", "乙。", "丙。", "丁。", "戊。"] {
            assert!(html.contains(words), "{words} in {html}");
        }
        assert!(!html.contains('己'), "{html}");
    }
}

#[test]
fn a_value_that_is_left_to_others_is_said_once() {
    let desk = site();
    desk.write("facts.yaml", "婚假:\n  status: local\n");
    for format in ["wechat", "docx"] {
        let (code, said) = wanjia(&desk, &["export", format, "a"]);
        assert_eq!(code, Some(0), "{said}");
    }
    let html = article(&desk, "export/wechat/a/article.html");
    let facts = &html[html.find("本页用到的数").unwrap()..html.find("注释").unwrap()];
    assert_eq!(facts.matches("以当地规定为准").count(), 1, "{facts}");
}

#[test]
fn a_digest_has_no_words_of_tables_and_notes() {
    let desk = site();
    desk.write(
        "content/t.md",
        "---\ntitle: 表\n---\n\n先说一句。\n\n| 名目 | 天数 |\n|---|---|\n| 婚假 | 三 |\n\n再说一句。[^1]\n\n[^1]: 注里的话。\n",
    );
    wanjia(&desk, &["export", "wechat", "t", "--out", "out"]);
    let notes = std::fs::read_to_string(desk.path("out/notes.txt")).unwrap();
    assert!(notes.contains("摘要：先说一句。再说一句。\n"), "{notes}");
}

#[test]
fn a_long_table_takes_twice_as_long_for_twice_as_many_rows() {
    let desk = site();
    let seconds = |rows: usize| {
        let row = |n: usize| format!("| 第{n}个街道的办理窗口 | 周一至周五上午 |\n");
        let rows: String = (0..rows).map(row).collect();
        desk.write(
            "content/t.md",
            format!("---\ntitle: 表\n---\n\n| 名目 | 天数 |\n|---|---|\n{rows}"),
        );
        let begin = std::time::Instant::now();
        assert_eq!(
            wanjia(&desk, &["export", "wechat", "t", "--out", "out"]).0,
            Some(0)
        );
        begin.elapsed().as_secs_f64()
    };
    let (short, long) = (seconds(1000), seconds(8000));
    assert!(long < 20.0 * short.max(0.2), "{short} {long}");
}

#[test]
fn when_and_where_something_takes_place_is_in_every_export() {
    let desk = site();
    desk.write(
        "content/talk.md",
        "---\ntitle: 讲座\nkind: event\nstart: 2099-12-05 09:00\nrepeat: yearly\nplace: 文化站\ncontact: 张老师\n---\n\n欢迎来。\n",
    );
    desk.write(
        "content/station.md",
        "---\ntitle: 服务站\nkind: place\naddress: 某某路1号\nhours: 周一至周五\n---\n\n来吧。\n",
    );
    desk.write(
        "content/wind.md",
        "---\ntitle: 新风\nkind: campaign\nslogans: [\"休{{婚假}}\"]\nactivities:\n  - {title: 讲座, start: 2099-05-01, place: 文化站}\n---\n\n文。\n",
    );
    let words = |page: &str, format: &str| {
        let (code, said) = wanjia(&desk, &["export", format, page]);
        assert_eq!(code, Some(0), "{said}");
        match format {
            "wechat" => article(&desk, &format!("export/wechat/{page}/article.html")),
            _ => document(&desk, &format!("export/docx/{page}/{page}.docx")),
        }
    };
    for format in ["wechat", "docx"] {
        for (page, said) in [
            (
                "talk",
                &[
                    "时间：每年，2099年12月5日 9:00<",
                    "地点：文化站<",
                    "联系人：张老师<",
                ][..],
            ),
            ("station", &["地址：某某路1号<", "开放时间：周一至周五<"]),
            ("wind", &["讲座，2099年5月1日，文化站<", ">休10天<"]),
        ] {
            let words = words(page, format);
            for one in said {
                assert_eq!(words.matches(one).count(), 1, "{format}: {one} in {words}");
            }
        }
    }
}
