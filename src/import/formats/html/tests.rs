use crate::base::tests::fuzz;
use crate::import::{Draft, Wanted, read};
use encoding_rs::{BIG5, GB18030};

/// The draft of a page, and the rules of what is told.
fn draft_of(name: &str, bytes: &[u8]) -> (String, Vec<String>) {
    let document = read(name, bytes).unwrap();
    let wanted = Wanted {
        kind: None,
        policy: true,
        name: "页面",
        days: &[],
        today: "2026-11-28".parse().unwrap(),
    };
    let draft = Draft::of(&document, &wanted);
    // The pages of these tests have no title.
    let mut told = draft.diagnostics(&"a.md".into());
    told.retain(|told| told.rule.as_str() != "import-title");
    (
        draft.text,
        told.iter()
            .map(|told| format!("{} {}", told.rule, told.message.zh))
            .collect(),
    )
}

fn draft(html: &str) -> String {
    draft_of("a.html", html.as_bytes()).0
}

/// The text of a draft, without front matter.
fn body(html: &str) -> String {
    draft(html).split("---\n\n").nth(1).unwrap().trim().to_owned()
}

const NOTICE: &str =
    "<p>各镇人民政府：</p><p>&nbsp;&nbsp;&nbsp;&nbsp;一、办好课堂</p><p>　　每季开一期家长课堂，免费参加，
不收任何费用。</p><p style='text-align: right'>东川县民生服务局</p><p align=right>2026年3月12日</p>";

/// The page of a site around a text.
fn page(text: &str) -> String {
    format!(
        "<html><head><meta charset=utf-8><title>关于办好家长课堂的通知_东川县</title></head><body>\
         <div id=top><ul class=nav><li><a href=/>首页</a><li><a href=/tzgg/>通知公告</a></ul></div>\
         <div class=main><div class='title'>关于办好家长课堂的通知</div>\
         <div class=info>发布时间：2026-03-13 09:30　来源：东川县民生服务局　浏览次数：<span>38</span></div>\
         <div id=zoom>{text}</div><ul class=fj><li><a href='./P1.pdf'>报名表.pdf</a></li></ul></div>\
         <div class=footer>版权所有 东川县 电话 12345</div></body></html>"
    )
}

#[test]
fn a_page_of_a_site_is_read_without_the_frame_around_it() {
    let text = draft(&page(NOTICE));
    assert!(text.starts_with(
        "---\ntitle: 关于办好家长课堂的通知\nissuer: 东川县民生服务局\nissued: 2026-03-12\nrecipients: 各镇人民政府\ndraft: true\n---\n\n## 一、办好课堂\n\n每季开一期家长课堂，免费参加，不收任何费用。\n\n"
    ), "{text}");
    assert!(text.trim_end().ends_with("报名表.pdf"), "{text}");
    for out in ["首页", "版权", "浏览次数"] {
        assert!(!text.contains(out), "{text}");
    }
}

#[test]
fn a_short_text_among_many_links_is_found_without_a_name() {
    let links: String = (0..40)
        .map(|at| format!("<li><a href=/{at}>某某县召开第{at}次民生服务工作会议</a></li>"))
        .collect();
    let html = format!(
        "<body><div><ul>{links}</ul></div><table><tr><td><ul>{links}</ul></td><td><div>{NOTICE}</div></td></tr></table></body>"
    );
    let text = body(&html);
    assert!(
        text.contains("每季开一期") && !text.contains("工作会议"),
        "{text}"
    );
}

#[test]
fn the_encoding_is_what_the_bytes_are_whatever_the_page_says() {
    let html = "<meta charset=gb2312><p>朱镕基同志题写了“东川县家长课堂”几个字，挂在镇里。</p>";
    let read = |bytes: &[u8]| draft_of("a.html", bytes);
    for bytes in [html.as_bytes().to_vec(), GB18030.encode(html).0.into_owned()] {
        let (text, told) = read(&bytes);
        assert!(text.contains("朱镕基同志题写了“东川县家长课堂”几个字"), "{text}");
        assert!(told.is_empty(), "{told:?}");
    }
    let big5 = BIG5
        .encode("<meta charset=big5><p>各地要倡導適齡婚育、優生優育</p>")
        .0
        .into_owned();
    assert!(read(&big5).0.contains("各地要倡導適齡婚育"));
    let mut broken = GB18030.encode(html).0.into_owned();
    broken.splice(60..60, [0xff, 0xff]);
    let (text, told) = read(&broken);
    assert!(text.contains("挂在镇里"), "{text}");
    assert!(told.iter().any(|told| told.contains("读不出来的字")), "{told:?}");
}

#[test]
fn numbers_that_word_printed_into_a_page_stay_and_its_dots_are_a_list() {
    let number = |mark: &str| {
        format!(
            "<![if !supportLists]><span lang=EN-US><span style='mso-list:Ignore'>{mark}<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span><![endif]>"
        )
    };
    let html = format!(
        "<!--[if gte mso 9]><xml>不显示</xml><![endif]--><div class=WordSection1><p class=MsoNormal>{}<span>为了管好课堂，制定本办法。<o:p></o:p></span></p><p>{}课堂应当公布：</p><p>{}时间；</p></div>",
        number("第一条"),
        number("第二条"),
        number("·"),
    );
    assert_eq!(
        body(&html),
        "第一条 为了管好课堂，制定本办法。\n\n第二条 课堂应当公布：\n\n- 时间；"
    );
}

/// The end of a page that Word has saved with one comment, whose mark in the text is [`MARK`].
const COMMENT: &str = "<div style='mso-element:comment-list'><hr class=msocomoff><div style='mso-element:comment'>\
    <div id=\"_com_1\" class=msocomtxt><p class=MsoCommentText><span class=MsoCommentReference><a class=msocomoff href='#_msoanchor_1'>[甲某1]</a></span>这个数不要公开</p></div></div></div>";
const MARK: &str = "<a style='mso-comment-reference:A_1'>每季一期</a><span class=MsoCommentReference><a class=msocomanchor id='_anchor_1' href='#_msocom_1'>[甲某1]</a><span style='mso-special-character:comment'>&nbsp;</span></span>";

#[test]
fn a_comment_in_a_page_of_word_is_told_and_never_published() {
    let html = format!("<div class=WordSection1><p>课堂{MARK}，免费参加。</p></div>{COMMENT}");
    let (text, told) = draft_of("a.html", html.as_bytes());
    assert!(
        text.trim_end().ends_with("---\n\n课堂每季一期，免费参加。"),
        "{text}"
    );
    assert_eq!(told, ["import-comment 批注（甲某）：这个数不要公开"]);
    // Word may have lost the mark; and a comment in the text itself is none of it.
    let html = format!("<div class=WordSection1><p>课堂每季一期，免费参加。</p>{COMMENT}</div>");
    let (text, told) = draft_of("a.html", html.as_bytes());
    assert!(
        text.trim_end().ends_with("---\n\n课堂每季一期，免费参加。"),
        "{text}"
    );
    assert_eq!(told, ["import-comment 批注（甲某）：这个数不要公开"]);
}

#[test]
fn changes_hidden_words_and_headers_in_a_page_of_word_are_told() {
    let html = "<div class=WordSection1><p>产假<del cite='mailto:甲' datetime='2026-01-01'>九十八</del><ins cite='mailto:甲'>一百五十八</ins>天<span style='display:none;mso-hide:all'>待定</span>。</p>\
        <div style='mso-element:header'><p>东卫〔2026〕3号</p></div><div style='mso-element:footer'><p>— 1 —</p></div></div>";
    let (text, told) = draft_of("a.html", html.as_bytes());
    assert!(text.trim_end().ends_with("---\n\n产假一百五十八天。"), "{text}");
    assert_eq!(
        told,
        [
            "import-header 页眉没有导入：“东卫〔2026〕3号”",
            "import-changes 修订：删去了“九十八”",
            "import-changes 修订：加上了“一百五十八”",
            "import-object 隐藏的文字没有导入：“待定”",
        ]
    );
    // What a site shows struck through, its readers see so.
    assert_eq!(body("<p>产假<del>98天</del>158天。</p>"), "产假~~98天~~158天。");
}

#[test]
fn every_section_of_a_page_of_word_is_text_and_its_notes_are_notes() {
    let long: String = (0..30)
        .map(|at| format!("<p>（{at}）每季开一期家长课堂，免费参加。</p>"))
        .collect();
    let html = format!(
        "<div class=WordSection1>{long}<p>产假158天<a style='mso-footnote-id:ftn1' href='#_ftn1' name='_ftnref1'><span class=MsoFootnoteReference>[1]</span></a>。</p></div>\
         <br clear=all><div class=WordSection2><p>附件</p><table border=1><tr><td>序号</td><td>单位</td></tr><tr><td>1</td><td>城关镇</td></tr></table></div>\
         <div style='mso-element:footnote-list'><hr><div style='mso-element:footnote' id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a>含双休日。</p></div></div>"
    );
    let text = body(&html);
    assert!(
        text.ends_with(
            "产假158天[^1]。\n\n附件\n\n| 序号 | 单位 |\n|---|---|\n| 1 | 城关镇 |\n\n[^1]: 含双休日。"
        ),
        "{text}"
    );
    // LibreOffice.
    let text = body(
        "<p>产假158天<a class=sdfootnoteanc name=sdfootnote1anc href='#sdfootnote1sym'><sup>1</sup></a>。</p>\
         <div id=sdfootnote1><p><a class=sdfootnotesym name=sdfootnote1sym href='#sdfootnote1anc'>1</a>含双休日。</p></div>",
    );
    assert_eq!(text, "产假158天[^1]。\n\n[^1]: 含双休日。");
}

#[test]
fn what_ends_a_text_stands_beside_it_and_the_rest_there_is_told() {
    let long: String = (0..30)
        .map(|at| format!("<p>（{at}）每季开一期家长课堂，免费参加。</p>"))
        .collect();
    let html = format!(
        "<div class=wrap><div class=text>{long}</div><div class=sign>东川县民生服务局<br>2026年3月12日</div><div>咨询请到一楼大厅三号窗口</div><div class=fujian>附件：名单</div></div>"
    );
    let (text, told) = draft_of("a.html", html.as_bytes());
    assert!(
        text.contains("issued: 2026-03-12") && text.trim_end().ends_with("附件：名单"),
        "{text}"
    );
    assert_eq!(
        told,
        ["import-beside 正文旁边还有 12 个字，没有导入：“咨询请到一楼大厅三号窗口”"]
    );
    let html = format!(
        "<div class=TRS_Editor>{long}</div><div class=ad><p>关注我们的公众号吧</p></div><div class=TRS_Editor><p>任务分工表：甲某负责宣传。</p></div>"
    );
    let (text, told) = draft_of("a.html", html.as_bytes());
    assert!(text.trim_end().ends_with("任务分工表：甲某负责宣传。"), "{text}");
    assert_eq!(told.len(), 1, "{told:?}");
}

#[test]
fn words_struck_through_signs_and_boxes_of_a_form_are_seen_as_browsers_show_them() {
    assert_eq!(
        body("<p>产假<span style='text-decoration: line-through'>98天</span>158天。</p>"),
        "产假~~98天~~158天。"
    );
    assert_eq!(
        body(
            "<p><font face=Wingdings>&thorn;</font>同意<span style='font-family:\"Wingdings 2\"'>R<span style='font-family:宋体'>R</span></span></p>"
        ),
        "☑同意☑R"
    );
    let html = "<p><input type=checkbox checked>甲<input type=radio>乙<input value=丙></p><section style='background-image: url(\"https://a.cn/X.png\")'></section>";
    let (text, told) = draft_of("a.html", html.as_bytes());
    assert!(text.trim_end().ends_with("☑甲○乙"), "{text}");
    assert!(
        told.len() == 2 && told[0].contains("填的“丙”") && told[1].contains("https://a.cn/X.png"),
        "{told:?}"
    );
}

#[test]
fn breaks_with_wide_blanks_behind_them_begin_paragraphs_and_others_stay_breaks() {
    assert_eq!(
        body(
            "<div>　　第一条 课堂免费。<br>　　第二条 每季一期。<br><br>咨询电话见下：<p>地址：东门<br>电话：12345</p></div>"
        ),
        "第一条 课堂免费。\n\n第二条 每季一期。\n\n咨询电话见下：\n\n地址：东门<br>电话：12345"
    );
}

#[test]
fn lists_print_what_browsers_print_before_their_items() {
    assert_eq!(
        body(
            "<ol start=3><li>甲<li><p>乙</p><p>丙</p></ol><ul><li>丁<li>戊</ul><ol type=A><li>己</ol><ol style='list-style-type: cjk-ideographic'><li value=12>庚</ol>"
        ),
        "3. 甲\n\n4. 乙\n\n丙\n\n- 丁\n- 戊\n\nA. 己\n\n## 十二、庚"
    );
}

#[test]
fn a_table_that_holds_the_page_is_none_and_one_with_data_stays() {
    let html = format!(
        "<table width=1000><tr><td>{NOTICE}<table border=1><tr><th>课堂</th><th>补助</th></tr><tr><td>线上</td><td>30元</td></tr></table></td></tr></table>"
    );
    let text = body(&html);
    assert!(text.starts_with("各镇人民政府：\n\n## 一、办好课堂"), "{text}");
    assert!(
        text.ends_with("| 课堂 | 补助 |\n|---|---|\n| 线上 | 30元 |"),
        "{text}"
    );
}

#[test]
fn pictures_come_along_and_what_cannot_is_told_where_it_was() {
    let html = "<p>甲</p><p><img src='data:image/png;base64,iVBORw0KGgo=' alt='图.png'></p><p>乙<img src=/old/1.jpg></p><p>丙</p><iframe src=https://example.org/v></iframe><p>丁</p>";
    let (text, told) = draft_of("a.html", html.as_bytes());
    assert!(text.contains("![](picture-1.png)"), "{text}");
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(
        told[0].contains("在 /old/1.jpg") && told[1].contains("嵌着 iframe"),
        "{told:?}"
    );
}

#[test]
fn a_page_in_one_file_brings_its_pictures() {
    let mht = "MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"==b\"\r\n\r\n--==b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: file:///C:/a/x.htm\r\n\r\n<p>=BC=D2=B3=A4=BF=CE=CC=C3=CF=D6=D4=DA=BF=AA=B0=EC</p><img src=3D\"x.files/1.png\">\r\n--==b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-Location: file:///C:/a/x.files/1.png\r\n\r\niVBORw0KGgo=\r\n--==b--\r\n";
    let (text, told) = draft_of("a.mht", mht.as_bytes());
    assert!(text.contains("家长课堂现在开办\n\n![](picture-1.png)"), "{text}");
    assert!(told.is_empty(), "{told:?}");
}

#[test]
fn a_page_without_words_is_refused_with_the_way_out() {
    let refused = read("a.html", b"<script>load()</script>").unwrap_err();
    assert!(refused.hint.zh.contains("另存为"), "{refused:?}");
}

#[test]
#[ignore = "benches/fuzz.sh"]
fn fuzz_import_html() {
    let seeds: Vec<Vec<u8>> = vec![
        page(NOTICE).into_bytes(),
        b"<table><tr><td rowspan=2 colspan=9>a<ol start=2><li>b<td><b>c<p>d</b></table><dl><dt>e<dd>f"
            .to_vec(),
    ];
    fuzz::fuzz("import_html", &seeds, |input| {
        for name in ["a.html", "a.mht"] {
            if let Ok(document) = read(name, input) {
                Draft::of(
                    &document,
                    &Wanted {
                        kind: None,
                        policy: true,
                        name: "a",
                        days: &[],
                        today: "2026-11-28".parse().unwrap(),
                    },
                );
            }
        }
    });
}
