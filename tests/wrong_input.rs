//! What authors get wrong: each is told with rule, file, line, column and a way out, and the site that
//! stands stays as it was, byte for byte.

mod desk;

use desk::Desk;
use std::time::SystemTime;

/// A published site, and what stands there.
struct Standing {
    desk: Desk,
    before: Vec<(String, Vec<u8>, SystemTime)>,
}

impl Standing {
    fn new() -> Self {
        let desk = Desk::with(&[("content/good.md", "---\ntitle: 好\n---\n好。\n")]);
        desk.build().clean();
        let before = stand(&desk);
        assert!(before.iter().any(|(file, ..)| file == "good/index.html"));
        Self { desk, before }
    }

    fn write(self, path: &str, text: impl AsRef<[u8]>) -> Self {
        self.desk.write(path, text);
        self
    }

    /// The build fails, says exactly these (each with a hint), and touches nothing.
    #[track_caller]
    fn refuses(self, expected: &[&str]) -> Self {
        let built = self.desk.build();
        assert!(built.outcome.failed, "it was built: {:#?}", built.report);
        let errors: Vec<&String> = built
            .report
            .iter()
            .filter(|line| line.starts_with("error"))
            .collect();
        assert_eq!(errors.len(), expected.len(), "{errors:#?}");
        for (line, start) in errors.iter().zip(expected) {
            assert!(line.starts_with(start), "{line}\ndoes not begin with\n{start}");
            assert!(line.contains(" | "), "no hint: {line}");
        }
        assert!(stand(&self.desk) == self.before, "the old output was touched");
        assert_eq!(built.published, wanjia::pipeline::PublishSummary::default());
        self
    }

    /// One of the errors says these words.
    #[track_caller]
    fn saying(self, words: &[&str]) -> Self {
        let report = self.desk.build().report.join("\n");
        for word in words {
            assert!(report.contains(word), "{word} is not said in\n{report}");
        }
        self
    }

    /// After mending the site builds.
    #[track_caller]
    fn mended(self, path: &str, text: &str) {
        self.desk.write(path, text);
        self.desk.build().clean();
        assert!(stand(&self.desk) != self.before);
    }
}

fn stand(desk: &Desk) -> Vec<(String, Vec<u8>, SystemTime)> {
    let time = |file: &str| {
        std::fs::metadata(desk.path("public").join(file))
            .unwrap()
            .modified()
            .unwrap()
    };
    desk.output()
        .into_iter()
        .map(|(file, bytes)| (file.clone(), bytes, time(&file)))
        .collect()
}

const FINE: &str = "---\ntitle: 甲\n---\n甲。\n";

#[test]
fn a_page_without_front_matter_is_told() {
    Standing::new()
        .write("content/a.md", "只有正文。\n")
        .refuses(&["error[front-matter-missing] content/a.md:1:1"])
        .mended("content/a.md", FINE);
}

#[test]
fn a_site_whose_content_is_gone_or_empty_is_not_published_as_an_empty_one() {
    let standing = Standing::new();
    std::fs::rename(standing.desk.path("content"), standing.desk.path("moved")).unwrap();
    let standing = standing
        .refuses(&["error[content-missing] site.yaml:1:1"])
        .saying(&["wanjia new page"]);
    std::fs::create_dir(standing.desk.path("content")).unwrap();
    standing
        .refuses(&["error[content-missing] site.yaml:1:1"])
        .mended("content/a.md", FINE);
}

#[test]
fn front_matter_that_does_not_end_is_told() {
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\n正文。\n")
        .refuses(&["error[front-matter-unclosed] content/a.md:1:1"])
        .mended("content/a.md", FINE);
}

#[test]
fn broken_yaml_is_told_where_it_breaks() {
    Standing::new()
        .write(
            "content/a.md",
            "---\ntitle: 甲\ntags: [婚俗, 彩礼\ndate: 2026-01-01\n---\n",
        )
        .refuses(&["error[yaml-broken] content/a.md:4:"])
        .mended("content/a.md", FINE);
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲：乙: 丙\n---\n")
        .refuses(&["error[yaml-broken] content/a.md:2:"]);
    Standing::new()
        .write("site.yaml", "name: [\n")
        .refuses(&["error[yaml-broken] site.yaml:2:1"])
        .mended("site.yaml", "name: 站\nurl: https://example.net/\ntheme: bare\n");
}

#[test]
fn a_missing_title_is_told() {
    Standing::new()
        .write("content/a.md", "---\nweight: 1\n---\n")
        .refuses(&["error[field-missing] content/a.md:2:1"])
        .mended("content/a.md", FINE);
}

#[test]
fn an_unknown_key_is_told_with_the_nearest_known_one() {
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\nsumary: 一句\n---\n")
        .refuses(&["error[field-unknown] content/a.md:3:1"])
        .saying(&["summary"])
        .mended("content/a.md", FINE);
    let site = format!("{}languge: zh-CN\nbrand:\n  colour: \"#fff\"\n", desk::SITE);
    Standing::new()
        .write("site.yaml", site)
        .refuses(&[
            "error[field-unknown] site.yaml:5:1",
            "error[field-unknown] site.yaml:7:3",
        ])
        .saying(&["language", "color"])
        .mended("site.yaml", "name: 站\nurl: https://example.net/\ntheme: bare\n");
}

#[test]
fn a_value_of_the_wrong_type_is_told() {
    Standing::new()
        .write(
            "content/a.md",
            "---\ntitle: [甲]\nweight: 重\ndraft: 对\ntags: {a: b}\n---\n",
        )
        .refuses(&[
            "error[field-wrong] content/a.md:2:1",
            "error[field-wrong] content/a.md:3:9",
            "error[field-wrong] content/a.md:4:8",
            "error[field-wrong] content/a.md:5:1",
        ])
        .mended("content/a.md", FINE);
}

#[test]
fn a_date_that_is_none_is_told() {
    Standing::new()
        .write(
            "content/a.md",
            "---\ntitle: 甲\ndate: 2026-02-30\nexpires: 明天\n---\n",
        )
        .refuses(&[
            "error[date-wrong] content/a.md:3:7",
            "error[date-wrong] content/a.md:4:10",
        ])
        .mended("content/a.md", FINE);
}

#[test]
fn an_unknown_kind_is_told_with_the_nearest_known_one() {
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\nkind: polcy\n---\n")
        .refuses(&["error[kind-unknown] content/a.md:3:7"])
        .saying(&["policy"])
        .mended("content/a.md", FINE);
}

#[test]
fn a_required_field_of_a_kind_is_told() {
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\nkind: news\n---\n")
        .write("content/b.md", "---\ntitle: 乙\nkind: explainer\n---\n")
        .refuses(&[
            "error[field-missing] content/a.md:",
            "error[field-missing] content/b.md:",
        ])
        .saying(&["date", "explains"]);
}

#[test]
fn a_short_page_in_gbk_that_happens_to_be_utf_8_is_read_and_other_encodings_are_told() {
    let (gbk, ..) = encoding_rs::GBK.encode("---\ntitle: 通知\n---\n通知\n");
    assert!(str::from_utf8(&gbk).is_ok());
    let desk = Desk::with(&[]);
    desk.write("content/gbk.md", &gbk);
    desk.build().clean();
    let page = String::from_utf8(desk.output()["gbk/index.html"].clone()).unwrap();
    assert!(page.contains("<p>通知</p>"), "{page}");
    let text = "---\ntitle: 關於婚育新風進萬家活動的通知\n---\n各地要認真組織實施。\n";
    let mut mixed = "---\ntitle: 婚育新风\n---\n各地要认真组织实施。\n"
        .as_bytes()
        .to_vec();
    mixed.extend(encoding_rs::GBK.encode("请于本月底前报送。\n").0.iter());
    Standing::new()
        .write("content/a.md", encoding_rs::BIG5.encode(text).0)
        .write("content/b.md", mixed)
        .refuses(&["error[not-text] content/a.md", "error[not-text] content/b.md"])
        .saying(&["第 5 行"]);
}

#[test]
fn gbk_and_utf_16_and_a_byte_order_mark_are_read() {
    let desk = Desk::new();
    let text = "---\ntitle: 婚育新风\n---\n倡导婚事新办、婚事简办、适龄婚育。\n";
    let (gbk, ..) = encoding_rs::GBK.encode(text);
    desk.write("content/gbk.md", &gbk);
    let utf16: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    desk.write("content/wide.md", utf16);
    desk.write(
        "content/mark.md",
        format!("\u{feff}{}", text.replace('\n', "\r\n")),
    );
    desk.build().clean();
    for page in ["gbk", "wide", "mark"] {
        assert_eq!(
            desk.read(&format!("{page}/index.html")).trim(),
            "<p>倡导婚事新办、婚事简办、适龄婚育。</p>",
            "{page}"
        );
    }
}

#[test]
fn bytes_that_are_no_text_are_told() {
    Standing::new()
        .write(
            "content/a.md",
            b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe\xfd".as_slice(),
        )
        .refuses(&["error[not-text] content/a.md"])
        .mended("content/a.md", FINE);
}

#[test]
fn two_pages_on_one_address_are_both_named() {
    Standing::new()
        .write("content/新.md", "---\ntitle: 一\n---\n")
        .write("content/xin.md", "---\ntitle: 二\n---\n")
        .refuses(&["error[address-clash] content/"])
        .saying(&["content/xin.md", "content/新.md", "/xin/"])
        .mended("content/xin.md", "---\ntitle: 二\nslug: er\n---\n");
    Standing::new()
        .write("content/a.md", FINE)
        .write("content/a/index.md", FINE)
        .refuses(&["error[address-clash] content/a"])
        .saying(&["content/a.md", "content/a/index.md"]);
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\naliases: [/good/]\n---\n")
        .refuses(&["error[address-clash] content/a.md:"])
        .saying(&["content/good.md"]);
    Standing::new()
        .write("static/good/index.html", "x")
        .refuses(&["error[address-clash] static/good/index.html"])
        .saying(&["content/good.md"]);
}

#[test]
fn a_file_that_would_have_to_be_a_folder_is_told() {
    Standing::new()
        .write("static/good", "不是文件夹")
        .refuses(&["error[address-clash] "])
        .saying(&["static/good", "content/good.md"]);
}

#[test]
fn an_unknown_reference_is_told() {
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\n---\n见[[没有的法#第一条]]。\n")
        .refuses(&["error[reference-unknown] content/a.md:4:2"])
        .mended("content/a.md", FINE);
}

#[test]
fn an_unknown_clause_is_told() {
    Standing::new()
        .write(
            "content/p.md",
            "---\ntitle: 条例\nkind: policy\n---\n第一条 甲。\n",
        )
        .write("content/a.md", "---\ntitle: 甲\n---\n\n见[[条例#第二条]]。\n")
        .refuses(&["error[clause-not-found] content/a.md:5:2"])
        .mended("content/a.md", FINE);
}

#[test]
fn an_ambiguous_reference_is_told_with_all_that_it_may_mean() {
    let policy = "---\ntitle: 办法\nkind: policy\n---\n第一条 甲。\n";
    Standing::new()
        .write("content/p.md", policy)
        .write("content/q.md", policy)
        .write(
            "content/a.md",
            "---\ntitle: 甲\nkind: explainer\nexplains: [办法#第一条]\n---\n",
        )
        .refuses(&["error[reference-ambiguous] content/a.md:4:12"])
        .saying(&["p、q"])
        .mended("content/q.md", FINE);
}

#[test]
fn a_quotation_that_is_not_in_its_clause_is_told_with_the_nearest_words() {
    Standing::new()
        .write(
            "content/p.md",
            "---\ntitle: 规定\nkind: policy\ntext: excerpt\n---\n第七条 女职工生育享受98天产假。\n",
        )
        .write(
            "content/a.md",
            "---\ntitle: 甲\n---\n> 女职工生育享受90天产假。\n>\n> —— [[规定#第七条]]\n",
        )
        .refuses(&["error[quote-mismatch] content/a.md:4:3"])
        .saying(&["女职工生育享受98天产假"])
        .mended("content/a.md", FINE);
}

#[test]
fn an_unknown_fact_is_told() {
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\n---\n有{{婚假}}。\n")
        .refuses(&["error[fact-unknown] content/a.md:4:2"])
        .mended("facts.yaml", "婚假: {value: 3, unit: 天}\n");
}

#[test]
fn a_broken_link_anchor_or_picture_is_told() {
    Standing::new()
        .write("content/a.md", "---\ntitle: 甲\n---\n[无页](none.md) [无锚](good.md#no) ![无图](none.png)\n\n[出去](../../etc/passwd)\n")
        .refuses(&[
            "error[link-broken] content/a.md:4:1",
            "error[link-broken] content/a.md:4:15",
            "error[link-broken] content/a.md:4:32",
            "error[link-broken] content/a.md:6:1",
        ])
        .mended("content/a.md", FINE);
}

#[test]
fn a_missing_cover_material_logo_or_menu_entry_is_told() {
    let site = format!("{}brand: {{logo: /no.svg}}\nmenu: [goood]\n", desk::SITE);
    Standing::new()
        .write(
            "content/a.md",
            "---\ntitle: 甲\nkind: campaign\ncover: no.png\nmaterials: [{title: 书, file: no.pdf}]\n---\n",
        )
        .write("site.yaml", site)
        .refuses(&[
            "error[link-broken] content/a.md:4:8",
            "error[link-broken] content/a.md:5:",
            "error[link-broken] site.yaml:5:",
            "error[link-broken] site.yaml:6:8",
        ]);
}

#[test]
fn broken_yaml_in_a_component_is_told_where_it_breaks() {
    Standing::new()
        .write(
            "content/a.md",
            "---\ntitle: 甲\n---\n\n```steps\nitems:\n  - {title: 甲\n```\n",
        )
        .refuses(&["error[yaml-broken] content/a.md:8:1"])
        .mended("content/a.md", FINE);
}

#[test]
fn a_template_with_a_syntax_error_is_told_in_its_file() {
    let good = "{{ page.content | safe }}!";
    Standing::new()
        .write("themes/bare/templates/page.html", "<p>好</p>\n{% if %}\n")
        .refuses(&["error[template-broken] themes/bare/templates/page.html:2:"])
        .mended("themes/bare/templates/page.html", good);
}

#[test]
fn a_value_that_a_template_cannot_use_is_told_in_its_file() {
    Standing::new()
        .write(
            "themes/bare/templates/page.html",
            "中文在前 {{ page.nothing.at.all }}\n",
        )
        .refuses(&["error[template-broken] themes/bare/templates/page.html:1:"])
        .mended("themes/bare/templates/page.html", "{{ page.title }}");
}

#[test]
fn templates_that_go_in_a_circle_are_told() {
    Standing::new()
        .write("themes/bare/templates/x.html", "{% extends \"y.html\" %}")
        .write("themes/bare/templates/y.html", "{% extends \"x.html\" %}")
        .refuses(&["error[template-broken] themes/bare/templates/"]);
    Standing::new()
        .write("themes/bare/templates/page.html", "{% include \"part.html\" %}")
        .write("themes/bare/templates/part.html", "{% include \"page.html\" %}")
        .refuses(&["error[template-broken] themes/bare/templates/"]);
    Standing::new()
        .write("themes/bare/templates/page.html", "{% extends \"page.html\" %}")
        .refuses(&["error[template-broken] themes/bare/templates/page.html"]);
}

#[test]
fn a_missing_parent_block_or_lower_template_is_told_in_its_file() {
    Standing::new()
        .write("themes/bare/templates/page.html", "{% extends \"none.html\" %}")
        .refuses(&["error[template-broken] themes/bare/templates/page.html"]);
    Standing::new()
        .write(
            "themes/bare/templates/page.html",
            "{% extends \"below/page.html\" %}",
        )
        .refuses(&["error[template-missing] themes/bare/templates/page.html:1:13"]);
    Standing::new()
        .write("themes/bare/theme.yaml", "extends: wanjia\n")
        .write("themes/bare/templates/section.html", "没有 block")
        .refuses(&[
            "error[template-broken] （内置）themes/wanjia/templates/tag.html",
            "error[template-broken] （内置）themes/wanjia/templates/tags.html",
        ]);
}

#[test]
fn a_feature_of_a_theme_is_known_and_declared_before_a_template_uses_it() {
    Standing::new()
        .write("themes/bare/theme.yaml", "features: [phrases, q]\n")
        .refuses(&["error[field-wrong] themes/bare/theme.yaml:1:21"]);
    Standing::new()
        .write(
            "themes/bare/templates/page.html",
            "{# page.qr #}<p>\n{{ page.qr }}",
        )
        .refuses(&["error[template-broken] themes/bare/templates/page.html:2:4"]);
    Standing::new()
        .write("themes/bare/templates/components/x.html", "{{ site.name }}")
        .refuses(&["error[template-broken] themes/bare/templates/components/x.html:1:4"]);
    let inherited = Standing::new()
        .write("themes/bare/theme.yaml", "extends: wanjia\n")
        .write("themes/bare/templates/page.html", "{{ page.qr }}");
    assert_eq!(inherited.desk.build().report, Vec::<String>::new());
}

#[test]
fn a_theme_that_is_not_there_or_extends_itself_is_told() {
    Standing::new()
        .write("site.yaml", "name: 站\nurl: https://example.org/\ntheme: non\n")
        .refuses(&["error[theme-missing] site.yaml"]);
    Standing::new()
        .write("themes/bare/theme.yaml", "extends: bare\n")
        .refuses(&["error[theme-wrong] site.yaml"]);
}

#[test]
fn a_drawing_that_would_run_something_is_told_and_not_published() {
    let active = "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"x()\"/>";
    let plain = "<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
    Standing::new()
        .write("static/a.svg", active)
        .refuses(&["error[drawing-active] static/a.svg"])
        .mended("static/a.svg", plain);
    Standing::new()
        .write("content/a/index.md", FINE)
        .write("content/a/b.svg", active)
        .refuses(&["error[drawing-active] content/a/b.svg"])
        .mended("content/a/b.svg", plain);
}

#[test]
#[cfg(unix)]
fn a_link_that_leaves_the_site_is_told() {
    let outside = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(outside.path(), FINE).unwrap();
    let site = Standing::new();
    std::os::unix::fs::symlink(outside.path(), site.desk.path("content/a.md")).unwrap();
    std::fs::create_dir_all(site.desk.path("static")).unwrap();
    std::os::unix::fs::symlink("/etc/hostname", site.desk.path("static/b.txt")).unwrap();
    let site = site.refuses(&[
        "error[link-leaves-site] content/a.md",
        "error[link-leaves-site] static/b.txt",
    ]);
    site.desk.remove("content/a.md");
    site.desk.remove("static/b.txt");
    site.mended("content/a.md", FINE);
}

#[test]
#[cfg(unix)]
fn a_file_that_is_not_there_to_be_read_is_told() {
    let site = Standing::new();
    std::os::unix::fs::symlink("nowhere.md", site.desk.path("content/a.md")).unwrap();
    let site = site.refuses(&["error[file-unreadable] content/a.md"]);
    site.desk.remove("content/a.md");
    site.mended("content/a.md", FINE);
}

#[test]
#[cfg(unix)]
fn a_socket_among_the_content_is_told() {
    let site = Standing::new();
    let socket = std::os::unix::net::UnixListener::bind(site.desk.path("content/a.md")).unwrap();
    let site = site.refuses(&["error[not-a-file] content/a.md"]);
    drop(socket);
    site.desk.remove("content/a.md");
    site.mended("content/a.md", FINE);
}

#[test]
fn conflict_markers_are_told() {
    Standing::new()
        .write(
            "content/a.md",
            "---\ntitle: 甲\n---\n甲\n<<<<<<< ours\n乙\n=======\n丙\n>>>>>>> theirs\n",
        )
        .refuses(&["error[conflict-markers] content/a.md:5:1"])
        .mended("content/a.md", FINE);
}

#[test]
fn conflict_markers_in_a_component_are_told_and_those_that_a_page_shows_are_not() {
    let timeline =
        "<<<<<<< 本站\n  - {when: 三月, title: 甲}\n=======\n  - {when: 四月, title: 甲}\n>>>>>>> 上级现在\n";
    Standing::new()
        .write(
            "content/a.md",
            format!("---\ntitle: 甲\n---\n```timeline\nitems:\n{timeline}```\n"),
        )
        .refuses(&[
            "error[yaml-broken] content/a.md:",
            "error[conflict-markers] content/a.md:6:1",
        ])
        .mended(
            "content/a.md",
            &format!("---\ntitle: 甲\n---\n```diff\n{timeline}```\n\n```\n<<<<<<< 本站\n```\n"),
        );
}

#[test]
fn a_yaml_alias_bomb_is_told() {
    let mut bomb = "---\ntitle: 甲\nextra:\n  a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..12 {
        let last = format!("*a{}", n - 1);
        bomb += &format!("  a{n}: &a{n} [{}]\n", vec![last; 10].join(", "));
    }
    Standing::new()
        .write("content/a.md", bomb + "---\n")
        .refuses(&["error[yaml-broken] content/a.md:"])
        .mended("content/a.md", FINE);
}

#[test]
fn all_errors_are_told_at_once_and_after_mending_all_the_site_builds() {
    let site = Standing::new()
        .write("content/a.md", "没有页面信息\n")
        .write(
            "content/b.md",
            "---\ntitel: 乙\n---\n[无](none.md) {{无}} [[无]]\n",
        )
        .write("facts.yaml", "假: {vlue: 3}\n")
        .write("themes/bare/templates/news.html", "{% if %}")
        .refuses(&[
            "error[front-matter-missing] content/a.md:1:1",
            "error[field-missing] content/b.md:2:1",
            "error[field-unknown] content/b.md:2:1",
            "error[link-broken] content/b.md:4:1",
            "error[fact-unknown] content/b.md:4:14",
            "error[reference-unknown] content/b.md:4:20",
            "error[fact-wrong] facts.yaml:",
            "error[field-unknown] facts.yaml:1:5",
            "error[template-broken] themes/bare/templates/news.html:1:",
        ]);
    site.desk.write("content/a.md", FINE);
    site.desk.write("content/b.md", "---\ntitle: 乙\n---\n{{假}}\n");
    site.desk.write("facts.yaml", "假: {value: 3, unit: 天}\n");
    site.mended("themes/bare/templates/news.html", "{{ page.content | safe }}");
}

#[test]
fn an_address_that_would_run_is_refused_in_front_matter_too() {
    Standing::new()
        .write(
            "content/p.md",
            "---\ntitle: 条例\nkind: policy\nsource_url: javascript:alert(1)\n---\n第一条 甲。\n",
        )
        .refuses(&["error[link-unsafe] content/p.md:4:13"])
        .mended(
            "content/p.md",
            "---\ntitle: 条例\nkind: policy\nsource_url: https://www.gov.cn/\n---\n第一条 甲。\n",
        );
}

#[test]
fn a_wrong_url_region_colour_or_rule_is_told() {
    let site = "name: 站\nurl: example.org\ntheme: bare\nregion: {code: 31, name: 上海}\nbrand: {color: 红}\nrules: {link-brokn: off, url-missing: maybe}\n";
    Standing::new().write("site.yaml", site).refuses(&[
        "error[url-wrong] site.yaml:2:6",
        "error[field-wrong] site.yaml:4:16",
        "error[field-wrong] site.yaml:5:16",
        "error[field-unknown] site.yaml:6:9",
        "error[field-wrong] site.yaml:6:39",
    ]);
}

#[test]
fn a_rule_that_is_off_or_a_warning_does_not_stop_the_site() {
    let desk = Desk::with(&[("content/a.md", "---\ntitle: 甲\n---\n[无](none.md)\n")]);
    desk.write(
        "site.yaml",
        format!("{}rules: {{link-broken: warning}}\n", desk::SITE),
    );
    let built = desk.build();
    assert!(!built.outcome.failed);
    assert!(
        built.report[0].starts_with("warning[link-broken] content/a.md:4:1"),
        "{:?}",
        built.report
    );
    desk.write(
        "site.yaml",
        format!("{}rules: {{link-broken: off}}\n", desk::SITE),
    );
    desk.build().clean();
}

/// What a terminal obeys instead of showing it: controls of C0 and C1, and marks that turn the direction round.
fn obeyed(text: &str) -> Vec<char> {
    text.chars()
        .filter(|c| wanjia::base::control::is_control(*c) && *c != '\n')
        .collect()
}

#[test]
fn nothing_that_a_site_brings_along_does_something_to_the_terminal() {
    let desk = Desk::with(&[
        (
            "content/a.md",
            "---\ntitle: 甲\ntags: [\"标\\u202e\"]\n---\n见[[没有\u{7}这个\u{202e}名]]和[无](无\u{9b}.md)。\n",
        ),
        (
            "site.yaml",
            "name: \"站\\u202e\\u0007\\u009b\"\nurl: https://example.org/\ntheme: bare\nrules: {\"x\\u202ey\": off}\n",
        ),
        (
            "facts.yaml",
            "\"产\\u0007假\\u202e\": {value: 1, unit: \"\\u202e\"}\n",
        ),
    ]);
    if cfg!(unix) {
        desk.write("content/乙\u{7}\u{202e}.md", "---\ntitle: 乙\n---\n[无](no.md)\n");
    }
    for line in [
        &["build"][..],
        &["build", "--format", "json"],
        &["status"],
        &["status", "--format", "json"],
        &["accept", "\u{7}\u{202e}.md"],
        &["\u{202e}"],
    ] {
        let done = std::process::Command::new(env!("CARGO_BIN_EXE_wanjia"))
            .args(line)
            .current_dir(desk.root())
            .output()
            .unwrap();
        for bytes in [done.stdout, done.stderr] {
            let text = String::from_utf8(bytes).expect("what is told is text");
            assert!(obeyed(&text).is_empty(), "{line:?}: {:?}", obeyed(&text));
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_with_a_name_that_turns_or_rings_is_not_published() {
    for odd in ["a\u{7}.pdf", "fdp.\u{202e}a.exe", "b\u{2028}.pdf"] {
        Standing::new()
            .write(&format!("static/{odd}"), "x")
            .refuses(&[&format!("error[file-name-unfit] static/{odd}:1:1")]);
    }
}

#[test]
fn an_address_that_would_mean_something_in_the_settings_of_a_server_is_told() {
    for odd in ["a;b", "$a", "a%3Bb", "(a)"] {
        let site = format!("name: 站\nurl: https://example.org/{odd}/\ntheme: bare\n");
        Standing::new()
            .write("site.yaml", site)
            .refuses(&["error[url-wrong] site.yaml:2:6"]);
    }
}
