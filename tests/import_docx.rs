//! Documents of Word as drafts: numbers, changes, boxes, tables, notes. Each is made here, of XML as Word and WPS write it.

mod office;

use office::{Word, abstract_list, aligned, level, list, numbered, paragraph, run, styled};

/// The text behind the front matter, without the blank lines between paragraphs.
fn body(word: &Word) -> Vec<String> {
    let text = word.draft().text;
    let (_, body) = text.split_once("\n---\n").unwrap();
    body.lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect()
}

#[test]
fn numbers_are_printed_as_word_prints_them() {
    let mut word = Word::new();
    let forms = [
        ("chineseCountingThousand", "第%1条", 101, "第一百零一条 甲"),
        ("chineseCounting", "（%1）", 10, "（十）甲"),
        ("decimalEnclosedCircleChinese", "%1", 21, "㉑甲"),
        ("chineseLegalSimplified", "%1、", 3, "叁、甲"),
        ("decimal", "%1.", 3, "3. 甲"),
    ];
    for (at, (form, label, start, _)) in forms.iter().enumerate() {
        word.numbering
            .0
            .push_str(&abstract_list(at, &[level(0, form, label, "", *start)]));
        word.numbering.1.push_str(&list(at + 1, at, ""));
        word.body.push_str(&numbered(at + 1, 0, "甲"));
    }
    assert_eq!(body(&word), forms.map(|(.., line)| line));
}

#[test]
fn articles_go_on_through_chapters_when_their_level_never_restarts() {
    let mut word = Word::new();
    let articles = level(
        1,
        "chineseCountingThousand",
        "第%2条",
        "<w:lvlRestart w:val=\"0\"/>",
        1,
    );
    let sections = level(2, "decimal", "%1.%3", "<w:isLgl/>", 1);
    let chapters = level(0, "chineseCountingThousand", "第%1章", "", 1);
    word.numbering.0 = abstract_list(7, &[chapters, articles, sections]);
    word.numbering.1 = list(3, 7, "");
    for (at, words) in [
        (0, "总则"),
        (1, "甲"),
        (1, "乙"),
        (0, "附则"),
        (1, "丙"),
        (2, "丁"),
    ] {
        word.body.push_str(&numbered(3, at, words));
    }
    let lines = [
        "## 第一章 总则",
        "第一条 甲",
        "第二条 乙",
        "## 第二章 附则",
        "第三条 丙",
        "2.1 丁",
    ];
    assert_eq!(body(&word), lines);
}

#[test]
fn a_list_begins_anew_only_where_it_says_so() {
    for (over, third) in [
        ("", "第三条 丙"),
        (
            "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"1\"/></w:lvlOverride>",
            "第一条 丙",
        ),
    ] {
        let mut word = Word::new();
        word.numbering.0 = abstract_list(1, &[level(0, "chineseCounting", "第%1条", "", 1)]);
        word.numbering.1 = list(1, 1, "") + &list(2, 1, over);
        word.body = numbered(1, 0, "甲") + &numbered(1, 0, "乙") + &numbered(2, 0, "丙");
        assert_eq!(body(&word), ["第一条 甲", "第二条 乙", third]);
    }
}

#[test]
fn a_style_gives_its_number_to_those_based_on_it_until_one_takes_it_away() {
    let mut word = Word::new();
    word.numbering.0 = abstract_list(
        1,
        &[
            level(0, "decimal", "%1、", "", 1),
            level(1, "chineseCounting", "第%2条", "<w:pStyle w:val=\"b\"/>", 1),
        ],
    );
    word.numbering.1 = list(5, 1, "");
    word.styles = "<w:style w:type=\"paragraph\" w:styleId=\"b\"><w:name w:val=\"条\"/><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"c\"><w:basedOn w:val=\"b\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"d\"><w:basedOn w:val=\"c\"/><w:pPr><w:numPr><w:numId w:val=\"0\"/></w:numPr></w:pPr></w:style>"
        .into();
    word.body = styled("b", "甲。") + &styled("c", "乙。") + &styled("d", "丙。") + &styled("c", "丁。");
    assert_eq!(body(&word), ["第一条 甲。", "第二条 乙。", "丙。", "第三条 丁。"]);
}

#[test]
fn a_number_in_a_form_that_has_none_is_told() {
    let mut word = Word::new();
    word.numbering.0 = abstract_list(1, &[level(0, "ideographTraditional", "%1、", "", 11)]);
    word.numbering.1 = list(1, 1, "");
    word.body = numbered(1, 0, "甲。") + &numbered(9, 0, "乙。");
    assert_eq!(body(&word), ["11、甲。", "乙。"]);
    assert_eq!(word.told(), ["import-number 11、甲。", "import-number 乙。"]);
}

#[test]
fn dots_before_paragraphs_are_a_list() {
    let mut word = Word::new();
    word.numbering.0 = abstract_list(1, &[level(0, "bullet", "\u{f06c}", "", 1)]);
    word.numbering.1 = list(1, 1, "");
    word.body = numbered(1, 0, "甲") + &numbered(1, 0, "乙") + &paragraph(&run("丙。"));
    assert_eq!(body(&word), ["- 甲", "- 乙", "丙。"]);
}

#[test]
fn tracked_changes_are_accepted_and_told_in_their_words() {
    let mut word = Word::new();
    word.body = paragraph(&format!(
        "{}<w:del w:id=\"1\"><w:r><w:delText>九十八</w:delText></w:r></w:del><w:ins w:id=\"2\">{}</w:ins>{}",
        run("产假"),
        run("一百五十八"),
        run("天。")
    ));
    assert_eq!(body(&word), ["产假一百五十八天。"]);
    let told = word.diagnostics();
    assert!(
        told[0].message.zh.contains("删去了“九十八”，加上了“一百五十八”"),
        "{told:?}"
    );
}

#[test]
fn a_paragraph_whose_end_was_deleted_goes_on_in_the_next() {
    let mut word = Word::new();
    word.body = format!(
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>{}",
        run("前半句，"),
        paragraph(&run("后半句。"))
    ) + "<w:p><w:pPr><w:rPr><w:moveFrom w:id=\"2\"/></w:rPr></w:pPr><w:moveFrom w:id=\"3\"><w:r><w:t>移走</w:t></w:r></w:moveFrom></w:p>"
        + &paragraph(&run("完。"));
    assert_eq!(body(&word), ["前半句，后半句。", "完。"]);
    assert!(word.told().iter().all(|told| told.starts_with("import-changes")));
}

#[test]
fn words_in_tags_and_controls_are_words() {
    let mut word = Word::new();
    word.body = paragraph(&format!(
        "{}<w:smartTag w:element=\"date\"><w:smartTag w:element=\"x\">{}</w:smartTag></w:smartTag><w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>{}",
        run("自"),
        run("2021年"),
        run("11月"),
        run("起施行。")
    )) + &format!(
        "<w:sdt><w:sdtContent>{}</w:sdtContent></w:sdt>",
        paragraph(&run("又一段。"))
    );
    assert_eq!(body(&word), ["自2021年11月起施行。", "又一段。"]);
    assert!(word.told().is_empty());
}

#[test]
fn a_control_that_nobody_filled_in_is_told_and_left_out() {
    let mut word = Word::new();
    word.body = paragraph(&format!(
        "{}<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        run("联系人："),
        run("单击此处输入文字")
    ));
    assert_eq!(body(&word), ["联系人："]);
    assert_eq!(word.told(), ["import-object 联系人："]);
}

#[test]
fn a_text_box_stands_once_behind_the_paragraph_that_it_is_anchored_in() {
    let boxed = |words: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(&run(words)));
    let mut word = Word::new();
    word.body = paragraph(&format!(
        "{}<w:r><mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing>{}</w:drawing></mc:Choice><mc:Fallback><w:pict>{}</w:pict></mc:Fallback></mc:AlternateContent></w:r>{}",
        run("正文前，"),
        boxed("框里的话"),
        boxed("框里的话"),
        run("正文后。")
    ));
    assert_eq!(body(&word), ["正文前，正文后。", "框里的话"]);
    assert_eq!(word.told(), ["import-textbox 框里的话"]);
}

#[test]
fn signs_of_wingdings_are_what_they_show() {
    let mut word = Word::new();
    word.body = paragraph(&format!(
        "<w:r><w:sym w:font=\"Wingdings\" w:char=\"F0FE\"/></w:r>{}<w:r><w:rPr><w:rFonts w:ascii=\"Wingdings\"/></w:rPr><w:t>¨</w:t></w:r>{}<w:r><w:sym w:font=\"Wingdings\" w:char=\"F001\"/></w:r>",
        run("是"),
        run("否")
    ));
    assert_eq!(body(&word), ["☑是☐否□"]);
    assert_eq!(word.told(), ["import-object ☑是☐否□"]);
}

#[test]
fn a_field_is_its_result_and_a_link_its_address() {
    let field = |instruction: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>{instruction}</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
            run(result)
        )
    };
    let mut word = Word::new();
    word.relations = "<Relationship Id=\"h\" Type=\"x/hyperlink\" Target=\"https://example.org/a?b=1&amp;c=2\" TargetMode=\"External\"/>\
        <Relationship Id=\"l\" Type=\"x/hyperlink\" Target=\"file:///C:/a.xls\" TargetMode=\"External\"/>"
        .into();
    word.body = paragraph(&format!(
        "{}{}<w:hyperlink r:id=\"h\">{}</w:hyperlink><w:hyperlink r:id=\"l\">{}</w:hyperlink><w:hyperlink w:anchor=\"x\">{}</w:hyperlink>{}",
        field("HYPERLINK \"https://example.org/\" \\o \"x\"", "甲"),
        field("REF _x \\h", "第三条"),
        run("乙"),
        run("丙"),
        run("丁"),
        run("。")
    )) + &paragraph(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>EQ \\o\\ac(○,11)</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>",
    );
    assert_eq!(
        body(&word),
        [
            "[甲](https://example.org/)第三条[乙](https://example.org/a?b=1&c=2)丙丁。",
            "⑪"
        ]
    );
    assert_eq!(word.told().len(), 1, "{:?}", word.told());
    assert!(word.told()[0].starts_with("import-link"));
}

#[test]
fn a_field_that_is_broken_off_swallows_no_words() {
    let mut word = Word::new();
    word.body = paragraph(
        "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>IF x</w:instrText></w:r>",
    ) + &paragraph(&run("后面的话。"));
    assert_eq!(body(&word), ["后面的话。"]);
    assert_eq!(word.told(), ["import-object 后面的话。"]);
}

#[test]
fn a_table_of_contents_is_left_to_the_page() {
    let mut word = Word::new();
    word.styles = "<w:style w:type=\"paragraph\" w:styleId=\"t1\"><w:name w:val=\"toc 1\"/></w:style>".into();
    word.body = paragraph(&run("目　录"))
        + &styled("t1", "第一章 总则 1")
        + &paragraph(&run("第一章 总则"))
        + &paragraph(&run("第一条 甲。"));
    assert_eq!(body(&word), ["## 第一章 总则", "第一条 甲。"]);
}

#[test]
fn notes_are_footnotes_in_the_order_of_the_text() {
    let mut word = Word::new();
    word.parts.push((
        "word/footnotes.xml",
        office::part(
            "footnotes",
            &format!(
                "<w:footnote w:id=\"2\">{}</w:footnote>",
                paragraph(&run("脚注。"))
            ),
        ),
    ));
    word.parts.push((
        "word/endnotes.xml",
        office::part(
            "endnotes",
            &format!("<w:endnote w:id=\"2\">{}</w:endnote>", paragraph(&run("尾注。"))),
        ),
    ));
    word.relations = "<Relationship Id=\"f\" Type=\"x/footnotes\" Target=\"footnotes.xml\"/><Relationship Id=\"e\" Type=\"x/endnotes\" Target=\"endnotes.xml\"/>".into();
    word.body = paragraph(&format!(
        "{}<w:r><w:endnoteReference w:id=\"2\"/></w:r>{}<w:r><w:footnoteReference w:id=\"2\"/></w:r>",
        run("甲"),
        run("乙。")
    ));
    assert_eq!(body(&word), ["甲[^1]乙。[^2]", "[^1]: 尾注。", "[^2]: 脚注。"]);
}

#[test]
fn comments_are_told_where_they_are_and_never_in_the_text() {
    let mut word = Word::new();
    word.parts.push(("word/comments.xml", office::part("comments", &format!("<w:comment w:id=\"0\" w:author=\"甲某\">{}</w:comment><w:comment w:id=\"1\" w:author=\"乙某\">{}</w:comment>", paragraph(&run("这个数要核。")), paragraph(&run("没有位置。"))))));
    word.relations = "<Relationship Id=\"c\" Type=\"x/comments\" Target=\"comments.xml\"/>".into();
    word.body = paragraph(&run("前面。"))
        + &paragraph(&format!(
            "{}<w:r><w:commentReference w:id=\"0\"/></w:r>",
            run("补贴100元。")
        ));
    assert_eq!(body(&word), ["前面。", "补贴100元。"]);
    let told = word.diagnostics();
    assert!(
        told.iter()
            .any(|told| told.message.zh == "批注（甲某）：这个数要核。"),
        "{told:?}"
    );
    assert_eq!(
        word.told(),
        ["import-comment title: 文件", "import-comment 补贴100元。"]
    );
}

#[test]
fn a_header_with_a_number_is_told_and_the_number_of_a_page_is_not() {
    let page = "<w:fldSimple w:instr=\" PAGE \"><w:r><w:t>3</w:t></w:r></w:fldSimple>";
    for (words, told) in [
        ("某发〔2026〕1号", vec!["import-header title: 文件"]),
        ("某某局", vec![]),
        ("— 1 —", vec![]),
        ("12", vec![]),
        ("第 3 页 共 5 页", vec![]),
        (page, vec![]),
    ] {
        let mut word = Word::new();
        let inner = if words.starts_with('<') {
            words.to_owned()
        } else {
            run(words)
        };
        word.parts
            .push(("word/header1.xml", office::part("hdr", &paragraph(&inner))));
        word.relations = "<Relationship Id=\"k\" Type=\"x/header\" Target=\"header1.xml\"/>".into();
        word.body = paragraph(&run("甲。"))
            + "<w:sectPr><w:headerReference w:type=\"default\" r:id=\"k\"/></w:sectPr>";
        assert_eq!(body(&word), ["甲。"]);
        assert_eq!(word.told(), told, "{words}");
    }
}

#[test]
fn merged_cells_are_kept_as_html_and_a_plain_table_is_markdown() {
    let cell = |properties: &str, words: &str| {
        format!(
            "<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>",
            paragraph(&run(words))
        )
    };
    let row = |cells: &str| format!("<w:tr>{cells}</w:tr>");
    let mut word = Word::new();
    word.body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row(&(cell("", "项目") + &cell("<w:gridSpan w:val=\"2\"/>", "标准"))),
        row(&(cell("<w:vMerge w:val=\"restart\"/>", "产假") + &cell("", "顺产") + &cell("", "98天"))),
        row(&(cell("<w:vMerge/>", "") + &cell("", "难产") + &cell("", "a|b")))
    ) + &format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&(cell("", "甲") + &cell("", "乙"))),
        row(&(cell("", "一|二") + &cell("", "三")))
    );
    assert_eq!(
        body(&word),
        [
            "<table>",
            "<tr><td>项目</td><td colspan=\"2\">标准</td></tr>",
            "<tr><td rowspan=\"2\">产假</td><td>顺产</td><td>98天</td></tr>",
            "<tr><td>难产</td><td>a|b</td></tr>",
            "</table>",
            "| 甲 | 乙 |",
            "|---|---|",
            "| 一\\|二 | 三 |",
        ]
    );
}

#[test]
fn a_picture_lies_beside_the_page_without_what_a_camera_noted() {
    let mut word = Word::new();
    let png = office::png();
    word.files.push(("word/media/image1.png", png.clone()));
    word.files.push(("word/media/image2.emf", vec![1, 0, 0, 0]));
    word.relations = "<Relationship Id=\"p\" Type=\"x/image\" Target=\"media/image1.png\"/><Relationship Id=\"q\" Type=\"x/image\" Target=\"media/image2.emf\"/>".into();
    let picture = |id: &str, words: &str| {
        format!(
            "<w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"图片 1\" descr=\"{words}\"/><a:graphic><pic:pic><a:blip r:embed=\"{id}\"/></pic:pic></a:graphic></wp:inline></w:drawing></w:r>"
        )
    };
    word.body =
        paragraph(&picture("p", "流程图")) + &paragraph(&run("见上图。")) + &paragraph(&picture("q", ""));
    let draft = word.draft();
    assert_eq!(body(&word), ["![流程图](picture-1.png)", "见上图。"]);
    assert_eq!(draft.files.len(), 1);
    assert!(!String::from_utf8_lossy(&draft.files[0].bytes).contains("Secret"));
    assert_eq!(word.told(), ["import-object 见上图。"]);
}

#[test]
fn what_cannot_be_imported_is_told_by_its_name() {
    let mut word = Word::new();
    word.body = paragraph(&format!(
        "{}<w:r><w:object><o:OLEObject ProgID=\"Excel.Sheet.12\"/></w:object></w:r>",
        run("见表。")
    )) + &paragraph(&format!(
        "{}<m:oMath><m:r><m:t>x</m:t></m:r><m:f><m:num><m:r><m:t>a+b</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
        run("得")
    )) + &paragraph(&format!(
        "{}<w:r><w:rPr><w:vanish/></w:rPr><w:t>不给看的</w:t></w:r>",
        run("完。")
    ));
    assert_eq!(body(&word), ["见表。", "得x(a+b)/2", "完。"]);
    let told = word.told();
    assert_eq!(
        told,
        [
            "import-object 见表。",
            "import-object 得x(a+b)/2",
            "import-object 完。"
        ]
    );
    assert!(word.diagnostics()[0].message.zh.contains("Excel.Sheet.12"));
}

#[test]
fn the_title_block_of_a_document_is_its_front_matter() {
    let mut word = Word::new();
    let centered = |words: &str| office::aligned("center", words);
    word.body = centered("某某市民政局文件")
        + &centered("某民发〔2026〕8号")
        + &format!(
            "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}<w:r><w:br/></w:r>{}</w:p>",
            run("关于办好新婚课堂"),
            run("的通知")
        )
        + &paragraph(&run("各区民政局："))
        + &paragraph(&run("请办好。"))
        + &office::aligned("right", "某某市民政局")
        + &office::aligned("right", "二〇二六年三月九日");
    let draft = word.draft().text;
    assert!(
        draft.starts_with(
            "---\ntitle: 关于办好新婚课堂的通知\nnumber: 某民发〔2026〕8号\nissuer: 某某市民政局\nissued: 2026-03-09\nrecipients: 各区民政局\ndraft: true\n---\n\n请办好。\n"
        ),
        "{draft}"
    );
}

#[test]
fn signs_of_markdown_are_words() {
    let mut word = Word::new();
    for words in [
        "# 甲",
        "- 乙",
        "*丙*",
        "a_b_c _d_",
        "1~2岁，3~4岁",
        "[[丁]]",
        "{{戊}}",
        "&lt;b>己&lt;/b>",
        "`庚`",
        "> 辛",
        "[壬](癸)",
        "----",
        "&amp;amp;",
        "+ 子",
        "：丑",
        ": 寅",
        "a | b",
        "\\*卯",
    ] {
        word.body.push_str(&paragraph(&run(words)));
    }
    let lines = word.page_words();
    assert_eq!(
        lines,
        [
            "# 甲",
            "- 乙",
            "*丙*",
            "a_b_c _d_",
            "1~2岁，3~4岁",
            "[[丁]]",
            "{{戊}}",
            "<b>己</b>",
            "`庚`",
            "> 辛",
            "[壬](癸)",
            "----",
            "&amp;",
            "+ 子",
            "：丑",
            ": 寅",
            "a | b",
            "\\*卯"
        ]
    );
}

#[test]
fn hostile_files_are_refused_with_a_way_out() {
    let mut deep = Word::new();
    deep.body = format!("{}{}", "<w:sdt>".repeat(300), "</w:sdt>".repeat(300));
    let mut entities = Word::new();
    entities.body = paragraph(&run("&x;"));
    let mut long = Word::new();
    long.body = paragraph(&run(&"甲".repeat(15 << 20)));
    let bytes = [
        deep.bytes(),
        entities.bytes(),
        long.bytes(),
        b"PK\x03\x04".to_vec(),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
        b"hello".to_vec(),
        Vec::new(),
    ];
    for bytes in bytes {
        let wrong = wanjia::import::read("a.docx", &bytes).unwrap_err();
        assert!(!wrong.message.zh.is_empty() && !wrong.hint.zh.is_empty());
    }
}

/// A control that says a field of the page.
fn control(tag: &str, inner: &str) -> String {
    format!(
        "<w:sdt><w:sdtPr><w:tag w:val=\"wanjia-{tag}\"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    )
}

#[test]
fn controls_of_an_exported_page_are_its_front_matter_and_not_its_text() {
    let mut word = Word::new();
    let control = |tag: &str, inner: &str| paragraph(&control(tag, inner));
    word.body = control("number", &run("河民发〔2026〕18号"))
        + &control("title", &run("关于甲 乙的通知"))
        + &control("recipients", &run("各镇人民政府："))
        + &paragraph(&run("有关单位："))
        + &paragraph(&run("照办。"))
        + &control("issuer", &run("河县民政局"))
        + &control("issued", &run("2026年11月20日"));
    let text = word.draft().text;
    assert!(
        text.starts_with(
            "---\ntitle: 关于甲 乙的通知\nnumber: 河民发〔2026〕18号\nissuer: 河县民政局\nissued: 2026-11-20\nrecipients: 各镇人民政府\n"
        ),
        "{text}"
    );
    assert_eq!(body(&word), ["有关单位：", "照办。"]);
    assert!(word.told().is_empty());
}

#[test]
fn a_fact_in_a_control_is_told_only_when_its_value_was_changed() {
    for (value, told) in [("98天", vec![]), ("100天", vec!["import-changes 产假100天。"])] {
        let mut word = Word::new();
        word.parts.push((
            "word/comments.xml",
            office::part(
                "comments",
                &format!(
                    "<w:comment w:id=\"0\" w:author=\"站\">{}</w:comment>",
                    paragraph(&run("产假：98天"))
                ),
            ),
        ));
        word.relations = "<Relationship Id=\"c\" Type=\"x/comments\" Target=\"comments.xml\"/>".into();
        let print = &wanjia::base::Fingerprint::of_bytes("98天".as_bytes()).hex()[..12];
        let fact = format!("{}<w:r><w:commentReference w:id=\"0\"/></w:r>", run(value));
        word.body = paragraph(&(run("产假") + &control(&format!("fact-{print}"), &fact) + &run("。")));
        assert_eq!(body(&word), [format!("产假{value}。")]);
        assert_eq!(word.told(), told);
    }
}

/// A style by its name, with what else it says.
fn style(name: &str, more: &str) -> String {
    let id = name.replace(' ', "");
    format!("<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/>{more}</w:style>")
}

#[test]
fn quotations_notes_to_readers_and_code_are_known_by_their_styles() {
    let mut word = Word::new();
    word.styles = ["Quote", "Alert Note", "HTML Preformatted"]
        .map(|name| style(name, ""))
        .concat();
    word.body = styled("Quote", "甲。")
        + &styled("Quote", "乙。")
        + &styled("AlertNote", "丙。")
        + &styled("HTMLPreformatted", "a *b")
        + &styled("HTMLPreformatted", "  c")
        + &paragraph(&run("丁。"));
    assert_eq!(
        body(&word),
        [
            "> 甲。",
            ">",
            "> 乙。",
            "> [!NOTE]",
            "> 丙。",
            "```",
            "a *b",
            "  c",
            "```",
            "丁。"
        ]
    );
}

#[test]
fn items_of_a_list_stand_close_when_their_style_is_one_of_lists() {
    let mut word = Word::new();
    word.styles = style("List Number", "");
    let item = |list: usize, words: &str| numbered(list, 0, words);
    let close =
        |words: &str| item(1, words).replace("<w:numPr>", "<w:pStyle w:val=\"ListNumber\"/><w:numPr>");
    word.numbering.0 = abstract_list(1, &[level(0, "decimal", "%1.", "", 1)]);
    word.numbering.1 = list(1, 1, "");
    word.body = close("甲；") + &close("乙。") + &item(1, "丙。");
    let text = word.draft().text;
    assert!(text.ends_with("1. 甲；\n2. 乙。\n\n3. 丙。\n\n"), "{text}");
}

#[test]
fn a_number_is_bold_when_its_mark_says_so_whatever_follows() {
    let mut word = Word::new();
    word.numbering.0 = abstract_list(1, &[level(0, "chineseCountingThousand", "（%1）", "", 1)]);
    word.numbering.1 = list(1, 1, "");
    let bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>甲。</w:t></w:r>";
    let mark = "</w:numPr><w:rPr><w:b w:val=\"0\"/></w:rPr>";
    word.body = numbered(1, 0, "乙。")
        .replace("</w:numPr>", mark)
        .replace("</w:pPr>", &format!("</w:pPr>{bold}"));
    assert_eq!(body(&word), ["（一）**甲。**乙。"]);
}

#[test]
fn rows_that_head_a_table_and_where_its_columns_stand_are_kept() {
    let cell = |align: &str, words: &str| {
        format!(
            "<w:tc><w:p><w:pPr><w:jc w:val=\"{align}\"/></w:pPr>{}</w:p></w:tc>",
            run(words)
        )
    };
    let head = "<w:trPr><w:tblHeader/></w:trPr>";
    let mut word = Word::new();
    let first = format!(
        "<w:tr>{head}{}{}</w:tr>",
        cell("left", "甲"),
        cell("center", "乙")
    );
    let second = format!("<w:tr>{}{}</w:tr>", cell("left", "一"), cell("right", "2"));
    word.body = format!("<w:tbl>{first}{second}</w:tbl>");
    assert_eq!(body(&word), ["| 甲 | 乙 |", "|---|--:|", "| 一 | 2 |"]);
    let wide = first.replacen("<w:tc>", "<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>", 1);
    word.body = format!("<w:tbl>{wide}{second}</w:tbl>");
    assert_eq!(body(&word)[1], "<tr><th colspan=\"2\">甲</th><th>乙</th></tr>");
}

#[test]
fn numbers_below_the_first_annex_are_no_list_of_their_own() {
    let mut word = Word::new();
    word.body = ["附件：1. 申请表", "2. 登记表", "3. 名单", "某某县民政局"]
        .map(|words| paragraph(&run(words)))
        .concat();
    assert_eq!(
        body(&word),
        ["附件：1. 申请表", "2\\. 登记表", "3\\. 名单", "某某县民政局"]
    );
}

#[test]
fn a_notice_that_issues_a_plan_has_the_day_below_its_signature() {
    let mut word = Word::new();
    word.body = aligned("center", "云岭县卫生健康局关于印发方案的通知")
        + &paragraph(&run("各乡镇："))
        + &paragraph(&run("现将方案印发给你们。"))
        + &aligned("right", "云岭县卫生健康局")
        + &aligned("right", "2026年5月20日")
        + &aligned("center", "活动方案")
        + &paragraph(&run("一、目标是好的。"))
        + &paragraph(&run("云岭县卫生健康局办公室 2026年5月22日印发"));
    let text = word.draft().text;
    assert!(
        text.contains("issuer: 云岭县卫生健康局\nissued: 2026-05-20\n"),
        "{text}"
    );
}

#[test]
fn a_centred_line_with_a_day_below_a_title_is_neither_title_nor_signature() {
    for (line, issued) in [
        ("2026年5月20日", "issued: 2026-05-20\n"),
        ("（2026年5月20日）", "issued: 2026-05-20\n"),
        ("来源：县融媒体中心　发布时间：2026-05-20", "issued: 2026-05-20\n"),
    ] {
        let mut word = Word::new();
        word.body = aligned("center", "我县举办集体婚礼")
            + &aligned("center", line)
            + &paragraph(&run("5月20日，我县举办集体婚礼。"));
        let text = word.draft().text;
        assert!(
            text.starts_with(&format!("---\ntitle: 我县举办集体婚礼\n{issued}")),
            "{text}"
        );
    }
}

#[test]
fn a_heading_by_its_style_may_ask() {
    let mut word = Word::new();
    word.styles =
        "<w:style w:type=\"paragraph\" w:styleId=\"h\"><w:name w:val=\"heading 1\"/></w:style>".into();
    word.body = aligned("center", "关于婚假的问答")
        + &styled("h", "婚假几天？")
        + &paragraph(&run("婚假十八天。"))
        + &styled("h", "请注意以下几点：");
    assert_eq!(
        body(&word),
        ["## 婚假几天？", "婚假十八天。", "## 请注意以下几点："]
    );
}

#[test]
fn a_decree_with_the_text_after_it_has_the_number_in_its_heading_and_the_title_of_the_text() {
    let mut word = Word::new();
    word.body = aligned("center", "云岭县人民政府令")
        + &aligned("center", "第5号")
        + &paragraph(&run(
            "《云岭县生育支持办法》已经通过，现予公布，自2026年5月1日起施行。",
        ))
        + &aligned("right", "县长  李  明")
        + &aligned("right", "2026年3月10日")
        + &aligned("center", "云岭县生育支持办法")
        + &paragraph(&run("第一条　为了支持生育，制定本办法。"));
    let text = word.draft().text;
    let front = "title: 云岭县生育支持办法\nnumber: 云岭县人民政府令第5号\nissuer: 云岭县人民政府\nissued: 2026-03-10\n";
    assert!(text.starts_with(&format!("---\n{front}")), "{text}");
    assert!(
        text.contains("县长  李  明\n\n2026年3月10日\n\n第一条 为了"),
        "{text}"
    );
}

#[test]
fn a_title_goes_on_behind_the_title_of_what_it_issues() {
    let mut word = Word::new();
    word.body = aligned("center", "云岭县人民政府关于印发生育支持若干措施")
        + &aligned("center", "的通知")
        + &paragraph(&run("各乡镇人民政府："))
        + &paragraph(&run("现将措施印发给你们，请认真贯彻落实。"));
    let text = word.draft().text;
    assert!(
        text.contains("title: 云岭县人民政府关于印发生育支持若干措施的通知\n") && !text.contains("\n的通知"),
        "{text}"
    );
}

#[test]
fn offices_and_what_they_issue_are_one_title_though_nothing_is_centred() {
    let mut word = Word::new();
    word.body = paragraph(&run("中共云岭县委办公室　云岭县人民政府办公室"))
        + &paragraph(&run("印发《关于推进移风易俗的实施意见》的通知"))
        + &paragraph(&run("各乡镇党委、人民政府："))
        + &paragraph(&run("现印发给你们，请认真贯彻执行。"));
    let text = word.draft().text;
    assert!(
        text.contains(
            "title: 中共云岭县委办公室 云岭县人民政府办公室印发《关于推进移风易俗的实施意见》的通知\n"
        ),
        "{text}"
    );
}

#[test]
fn an_item_of_a_style_for_the_second_level_stands_within_the_one_above() {
    let mut word = Word::new();
    word.numbering.0 = abstract_list(1, &[level(0, "bullet", "•", "", 1)]);
    word.numbering.1 = list(5, 1, "");
    let style = |id: &str, name: &str| {
        format!(
            "<w:style w:type=\"paragraph\" w:styleId=\"{id}\"><w:name w:val=\"{name}\"/><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style>"
        )
    };
    word.styles = style("a", "List Bullet") + &style("b", "List Bullet 2");
    word.body = styled("a", "甲。") + &styled("b", "乙。") + &styled("a", "丙。");
    assert_eq!(body(&word), ["- 甲。", "  - 乙。", "- 丙。"]);
}

#[test]
fn words_that_the_style_of_their_paragraph_hides_or_strikes_are_hidden_or_struck() {
    let mut word = Word::new();
    word.styles = "<w:style w:type=\"paragraph\" w:styleId=\"h\"><w:rPr><w:vanish/><w:b/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"s\"><w:rPr><w:strike/></w:rPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"t\"><w:basedOn w:val=\"s\"/></w:style>"
        .into();
    let shown = "<w:p><w:pPr><w:pStyle w:val=\"h\"/></w:pPr><w:r><w:rPr><w:vanish w:val=\"0\"/></w:rPr><w:t>丙。</w:t></w:r></w:p>";
    word.body = styled("h", "甲。") + &styled("t", "乙。") + shown;
    assert_eq!(body(&word), ["~~乙。~~", "丙。"]);
    assert!(word.told().iter().any(|told| told.starts_with("import-object")));
}

#[test]
fn words_before_and_behind_a_table_of_contents_in_one_paragraph_stay() {
    let mark = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let begin = mark("begin") + "<w:r><w:instrText>TOC \\o</w:instrText></w:r>" + &mark("separate");
    let mut word = Word::new();
    word.body = paragraph(&(run("前言。") + &begin + &run("第一章 总则 1")))
        + &paragraph(&run("第二章 附则 2"))
        + &paragraph(&(run("索引 3") + &mark("end") + &run("第一条 甲。")))
        + &paragraph(&run("第二条 乙。"));
    assert_eq!(body(&word), ["前言。", "第一条 甲。", "第二条 乙。"]);
}

#[test]
fn a_style_that_says_only_its_level_has_the_list_of_the_one_it_is_based_on() {
    for mark in ["", "<w:pStyle w:val=\"1\"/>"] {
        let mut word = Word::new();
        let levels = [
            level(0, "chineseCounting", "第%1章", mark, 1),
            level(1, "decimal", "%1.%2", "<w:isLgl/>", 1),
        ];
        word.numbering.0 = abstract_list(1, &levels);
        word.numbering.1 = list(5, 1, "");
        word.styles = "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:pPr><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr></w:style>\
            <w:style w:type=\"paragraph\" w:styleId=\"2\"><w:basedOn w:val=\"1\"/><w:pPr><w:numPr><w:ilvl w:val=\"1\"/></w:numPr></w:pPr></w:style>"
            .into();
        let direct = "<w:p><w:pPr><w:pStyle w:val=\"2\"/><w:numPr><w:numId w:val=\"5\"/></w:numPr></w:pPr><w:r><w:t>丁。</w:t></w:r></w:p>";
        word.body = styled("1", "甲。") + &styled("2", "乙。") + &styled("1", "丙。") + direct;
        assert_eq!(
            body(&word),
            ["第一章 甲。", "1.1 乙。", "第二章 丙。", "2.1 丁。"]
        );
    }
}

#[test]
fn a_choice_from_a_list_is_what_is_chosen() {
    let field = |result: &str, shown: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType=\"begin\"><w:ffData><w:ddList>{result}<w:listEntry w:val=\"男\"/><w:listEntry w:val=\"女\"/></w:ddList></w:ffData></w:fldChar></w:r>\
             <w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>{shown}<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>"
        )
    };
    let mut word = Word::new();
    let form = [
        field("<w:result w:val=\"1\"/>", ""),
        field("<w:default w:val=\"1\"/>", ""),
        field("", ""),
        field("<w:result w:val=\"1\"/>", &run("女")),
    ];
    word.body = paragraph(&(run("性别：") + &form.join(&run("；")) + &run("。")));
    assert_eq!(body(&word), ["性别：女；女；男；女。"]);
}

#[test]
fn a_form_that_is_annexed_and_a_label_address_nobody() {
    let mut word = Word::new();
    let text = [
        aligned("center", "关于办好课堂的通知"),
        paragraph(&run("各镇人民政府：")),
        paragraph(&run("请办好。")),
        paragraph(&run("附件")),
        paragraph(&run("主送：上级主管机关")),
    ];
    word.body = text.concat();
    assert!(word.draft().text.contains("\nrecipients: 各镇人民政府\n"));
    assert_eq!(body(&word), ["请办好。", "附件", "主送：上级主管机关"]);
    for label in ["活动主题：", "招聘岗位：", "温馨提示："] {
        word.body =
            aligned("center", "关于办好课堂的通知") + &paragraph(&run(label)) + &paragraph(&run("请办好。"));
        assert_eq!(body(&word), [label, "请办好。"]);
    }
    for (line, names) in [
        ("尊敬的家长朋友：", "尊敬的家长朋友"),
        ("县卫健局、县民政局：", "县卫健局、县民政局"),
    ] {
        word.body =
            aligned("center", "关于办好课堂的通知") + &paragraph(&run(line)) + &paragraph(&run("请办好。"));
        assert!(
            word.draft().text.contains(&format!("\nrecipients: {names}\n")),
            "{line}"
        );
    }
}

#[test]
fn a_note_and_a_picture_in_the_title_stand_above_the_text() {
    let mut word = Word::new();
    word.parts = vec![(
        "word/footnotes.xml",
        office::part(
            "footnotes",
            &format!(
                "<w:footnote w:id=\"2\">{}</w:footnote>",
                paragraph(&run("试行两年。"))
            ),
        ),
    )];
    word.relations = "<Relationship Id=\"f\" Type=\"x/footnotes\" Target=\"footnotes.xml\"/>".into();
    word.body = format!(
        "<w:p><w:pPr><w:jc w:val=\"center\"/></w:pPr>{}<w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>{}",
        run("关于办好课堂的通知"),
        paragraph(&run("请办好。"))
    );
    assert_eq!(body(&word), ["[^1]", "请办好。", "[^1]: 试行两年。"]);
    assert_eq!(word.told(), ["import-object [^1]"]);
}

#[test]
fn a_note_in_a_table_with_merged_cells_stands_below_it() {
    let mut word = Word::new();
    word.parts = vec![(
        "word/footnotes.xml",
        office::part(
            "footnotes",
            &format!(
                "<w:footnote w:id=\"2\">{}</w:footnote>",
                paragraph(&run("含双休日。"))
            ),
        ),
    )];
    word.relations = "<Relationship Id=\"f\" Type=\"x/footnotes\" Target=\"footnotes.xml\"/>".into();
    let cell = |properties: &str, inner: &str| {
        format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", paragraph(inner))
    };
    let mark = run("158") + "<w:r><w:footnoteReference w:id=\"2\"/></w:r>";
    word.body = format!(
        "<w:tbl><w:tr>{}</w:tr><w:tr>{}{}</w:tr></w:tbl>{}",
        cell("<w:gridSpan w:val=\"2\"/>", &run("标准")),
        cell("", &run("产假")),
        cell("", &mark),
        paragraph(&run("完。"))
    );
    let lines = body(&word);
    assert!(
        lines.contains(&"<tr><td>产假</td><td>158<sup>注1</sup></td></tr>".to_owned()),
        "{lines:?}"
    );
    assert_eq!(lines[lines.len() - 2..], ["注1：含双休日。", "完。"]);
}

#[test]
fn brackets_in_an_address_stay_in_it() {
    let mut word = Word::new();
    word.relations =
        "<Relationship Id=\"h\" Type=\"x/hyperlink\" Target=\"https://example.org/文件 (1).pdf\" TargetMode=\"External\"/>".into();
    word.body = paragraph(&format!("<w:hyperlink r:id=\"h\">{}</w:hyperlink>", run("文件")));
    let lines = body(&word);
    assert!(lines[0].ends_with("%20%281%29.pdf)"), "{lines:?}");
}

#[test]
fn a_page_prints_the_numbers_of_its_document() {
    let mut word = Word::new();
    let lines = ["1. 甲", "2. 乙", "1. 丙", "2. 丁", "7. 戊", "1) 己", "2) 庚"];
    word.body = lines.map(|line| paragraph(&run(line))).concat();
    assert_eq!(
        body(&word),
        [
            "1. 甲", "2. 乙", "1\\. 丙", "2. 丁", "7\\. 戊", "1\\) 己", "2\\) 庚"
        ]
    );
}

#[test]
fn a_cell_that_nobody_filled_in_is_empty_and_told() {
    let mut word = Word::new();
    let cell = |words: &str| format!("<w:tc>{}</w:tc>", paragraph(&run(words)));
    let prompt = format!(
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>",
        cell("单击此处输入文字。")
    );
    word.body = format!(
        "<w:tbl><w:tr>{}{}</w:tr><w:tr>{}{prompt}</w:tr></w:tbl>",
        cell("姓名"),
        cell("电话"),
        cell("甲某")
    );
    assert_eq!(body(&word), ["| 姓名 | 电话 |", "|---|---|", "| 甲某 |  |"]);
    assert_eq!(word.told(), ["import-object | 姓名 | 电话 |"]);
}

#[test]
fn what_a_document_cuts_away_of_a_picture_is_not_in_its_file() {
    let picture = |rid: &str, cut: &str, turned: &str| {
        format!(
            "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed=\"{rid}\"/>{cut}</pic:blipFill>\
             <pic:spPr><a:xfrm{turned}/></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )
    };
    let mut wide = Vec::new();
    let mut encoder = png::Encoder::new(&mut wide, 10, 4);
    encoder.set_color(png::ColorType::Grayscale);
    encoder
        .write_header()
        .unwrap()
        .write_image_data(&[7; 40])
        .unwrap();
    let mut word = Word::new();
    word.relations = "<Relationship Id=\"p\" Type=\"x/image\" Target=\"media/a.png\"/><Relationship Id=\"g\" Type=\"x/image\" Target=\"media/b.gif\"/>".into();
    word.files = vec![
        ("word/media/a.png", wide),
        ("word/media/b.gif", b"GIF89a".to_vec()),
    ];
    let cut = "<a:srcRect l=\"50000\" b=\"-100\"/>";
    word.body = [
        picture("p", "", ""),
        picture("p", cut, " rot=\"5400000\""),
        picture("p", cut, " rot=\"300000\""),
        picture("g", cut, ""),
    ]
    .concat();
    let draft = word.draft();
    let four = |bytes: &[u8], at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    let files = draft.files.iter().take(3);
    let sizes: Vec<_> = files
        .map(|file| (four(&file.bytes, 16), four(&file.bytes, 20)))
        .collect();
    assert_eq!(sizes, [(10, 4), (4, 5), (5, 4)]);
    let told: Vec<String> = word
        .diagnostics()
        .into_iter()
        .map(|told| told.message.zh.to_string())
        .collect();
    assert!(
        told.len() == 2 && told[0].contains("斜着放") && told[1].contains("整张原图"),
        "{told:?}"
    );
}

#[test]
fn what_tracked_changes_take_out_is_told_wherever_it_was() {
    let taken = |words: &str| {
        format!(
            "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:del w:id=\"2\"><w:r><w:delText>{words}</w:delText></w:r></w:del></w:p>"
        )
    };
    let cell = |properties: &str, inner: &str| format!("<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>");
    let row = |cells: &[String]| format!("<w:tr>{}</w:tr>", cells.concat());
    let said = |word: &Word| -> Vec<String> {
        let told = word.diagnostics().into_iter();
        told.map(|told| told.message.zh.to_string()).collect()
    };
    let mut word = Word::new();
    word.body = paragraph(&run("甲。")) + &taken("乙。");
    assert_eq!(said(&word), ["修订：删去了“乙。”"]);
    let of = |words: &str| paragraph(&run(words));
    word.body = format!(
        "<w:tbl>{}{}</w:tbl>",
        row(&[
            cell("", &of("项目")),
            cell("", &of("标准")),
            cell("<w:cellDel w:id=\"1\"/>", &of("旧"))
        ]),
        row(&[
            cell("", &of("产假")),
            cell("", &taken("98")),
            cell("<w:cellDel w:id=\"1\"/>", &of("值"))
        ]),
    );
    assert_eq!(body(&word), ["| 项目 | 标准 |", "|---|---|", "| 产假 |  |"]);
    assert_eq!(said(&word), ["修订：删去了“旧 值”", "修订：删去了“98”"]);
    word.body = format!(
        "{}<w:tbl><w:tr><w:trPr><w:del w:id=\"1\"/></w:trPr>{}</w:tr></w:tbl>",
        of("甲。"),
        cell("", &of("旧表"))
    );
    assert_eq!(said(&word), ["修订：删去了“旧表”"]);
}

#[test]
fn blanks_on_a_line_first_letters_and_page_breaks_look_as_they_do_on_paper() {
    let underlined = |inner: &str| format!("<w:r><w:rPr><w:u w:val=\"single\"/></w:rPr>{inner}</w:r>");
    let mut word = Word::new();
    let blank = underlined("<w:t xml:space=\"preserve\">      </w:t>");
    word.body = paragraph(&(run("姓名：") + &blank + &run("电话：") + &underlined("<w:tab/>")))
        + "<w:p><w:pPr><w:framePr w:dropCap=\"drop\"/></w:pPr><w:r><w:t>婚</w:t></w:r></w:p>"
        + &paragraph(&run("育新风。"))
        + &paragraph(&(run("前页。") + "<w:r><w:br w:type=\"page\"/></w:r>" + &run("后页。")))
        + &paragraph(&(run("末页。") + "<w:r><w:br w:type=\"page\"/></w:r>"));
    let lines = body(&word);
    assert_eq!(lines[0].replace('\\', ""), "姓名：______电话：____");
    assert_eq!(lines[1..], ["婚育新风。", "前页。<br>后页。", "末页。"]);
}

#[test]
fn signs_that_mean_something_in_markdown_are_words_in_a_draft() {
    let mut word = Word::new();
    word.styles =
        "<w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/></w:style>".into();
    word.body = aligned("center", "关于办好课堂的通知")
        + &styled("1", "附件{#a}")
        + &styled("1", "用 C#")
        + &styled("1", "话题 #")
        + &paragraph(&run("填写｛｛姓名｝｝。"));
    let text = word.draft().text;
    let start = text.find("\n---\n").unwrap() + 5;
    let page = wanjia::markdown::parse(&"a.md".into(), &text, start, &wanjia::markdown::Syntax::default());
    let html = page.tree.html();
    for words in ["附件{#a}</h2>", "用 C#</h2>", "话题 #</h2>", "填写｛｛姓名｝｝。"] {
        let html = html.replace("&#xFF5B;", "｛");
        assert!(html.contains(words), "{words}: {html}");
    }
}
