//! Extremes that are legal Markdown or YAML: they build or are told, in bounded time, and never crash.

mod desk;

use desk::{Built, Desk};
use std::fmt::Write as _;
use std::io::Write as _;
use std::sync::mpsc;
use std::time::Duration;

/// Generous: a debug build on a busy machine.
const LIMIT: Duration = Duration::from_secs(60);

/// Builds a site with this text as a page, in a thread of the usual size.
#[track_caller]
fn page(text: impl Into<String>) -> (Desk, Built) {
    site("content/a.md", format!("---\ntitle: 甲\n---\n{}", text.into()))
}

#[track_caller]
fn site(path: &str, text: impl AsRef<[u8]>) -> (Desk, Built) {
    let desk = Desk::with(&[("content/good.md", "---\ntitle: 好\n---\n好。\n")]);
    desk.write(path, text);
    within(desk)
}

#[track_caller]
fn within(desk: Desk) -> (Desk, Built) {
    let (done, wait) = mpsc::channel();
    let thread = std::thread::spawn(move || {
        let built = desk.build();
        let _ = done.send((desk, built));
    });
    match wait.recv_timeout(LIMIT) {
        Ok(found) => found,
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("not done within {LIMIT:?}"),
        Err(mpsc::RecvTimeoutError::Disconnected) => {
            panic!("{:?}", thread.join().unwrap_err().downcast_ref::<String>())
        }
    }
}

/// It was built, or every complaint is one of these.
#[track_caller]
fn fine_or(built: &Built, rules: &[&str]) {
    let known = |line: &&String| !rules.iter().any(|rule| line.contains(&format!("[{rule}]")));
    let others: Vec<&String> = built.report.iter().filter(known).collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[track_caller]
fn builds(built: &Built) {
    assert!(!built.outcome.failed, "{:#?}", built.report);
}

#[track_caller]
fn told(built: &Built, start: &str) {
    assert!(
        built.outcome.failed && built.report.len() == 1 && built.report[0].starts_with(start),
        "{:#?}",
        built.report
    );
}

#[test]
fn a_file_of_200_megabytes_is_told() {
    let desk = Desk::with(&[("content/good.md", "---\ntitle: 好\n---\n")]);
    let mut file = std::fs::File::create(desk.path("content/a.md")).unwrap();
    file.write_all(b"---\ntitle: a\n---\n").unwrap();
    file.set_len(200 << 20).unwrap();
    let (_, built) = within(desk);
    told(&built, "error[file-too-large] content/a.md");
}

#[test]
fn a_line_of_a_million_characters_builds() {
    let (desk, built) = page("字".repeat(1_000_000));
    builds(&built);
    assert!(desk.read("a/index.html").len() > 3_000_000);
}

#[test]
fn a_line_of_a_million_marks_builds_or_is_told() {
    for mark in [
        "*", "_", "[", "]", ">", "`", "<", "!", "~", "(", "\\", "&", "#", "|", "-", "{{", "[[", "]]", "}}",
        "**字", "*字* ", "字**“", "_a", "[^", "「*」", "$", ":", "<a", "1. ", "- ",
    ] {
        let (_, built) = page(mark.repeat(1_000_000 / mark.chars().count()));
        fine_or(&built, &["nesting-too-deep", "markdown-too-hard"]);
    }
}

#[test]
fn a_line_of_a_million_odd_characters_builds_and_they_are_told_once() {
    for odd in [
        "\u{200b}",
        "\u{e010}",
        "ニ",
        "А",
        "\u{202e}",
        "⼆",
        "\u{f0a8}",
        "ก\u{200b}",
    ] {
        let (_, built) = page(format!("甲{}乙", odd.repeat(300_000)));
        builds(&built);
        fine_or(&built, &["character-unclear"]);
        assert!(built.report.len() <= 1, "{:#?}", built.report);
    }
}

#[test]
fn ten_thousand_quote_marks_build_or_are_told() {
    for text in [
        ">".repeat(10_000),
        "> ".repeat(10_000) + "底",
        (1..2_000).map(|n| ">".repeat(n) + "\n").collect(),
        ">\n".repeat(10_000),
    ] {
        let (_, built) = page(text);
        fine_or(&built, &["nesting-too-deep"]);
    }
}

#[test]
fn ten_thousand_levels_of_lists_build_or_are_told() {
    let indented = |mark: &str| {
        (0..3_000).fold(String::new(), |out, n| {
            out + &" ".repeat(n * mark.len()) + mark + "层\n"
        })
    };
    for text in [
        "- ".repeat(10_000) + "底",
        "1. ".repeat(10_000) + "底",
        "- 1. > ".repeat(3_000),
        indented("- "),
        indented("1. "),
        "- 项\n".repeat(10_000),
    ] {
        let (_, built) = page(text);
        fine_or(&built, &["nesting-too-deep"]);
    }
}

#[test]
fn ten_thousand_open_brackets_build_or_are_told() {
    for bracket in [
        "[", "![", "(", "[a](", "[[", "![[", "<", "**", "*a **b ", "[^a]: ", "[a]: ",
    ] {
        let (_, built) = page(bracket.repeat(10_000));
        fine_or(
            &built,
            &[
                "nesting-too-deep",
                "markdown-too-hard",
                "link-broken",
                "reference-unknown",
                "markup-nearly",
            ],
        );
        assert!(built.report.len() <= 60, "{bracket}: {}", built.report.len());
    }
}

#[test]
fn nested_links_and_pictures_build_or_are_told() {
    let (_, built) = page("[".repeat(5_000) + "a" + &"](/good/)".repeat(5_000));
    fine_or(&built, &["nesting-too-deep"]);
    let (_, built) = page("![".repeat(5_000) + "a" + &"](/good/)".repeat(5_000));
    fine_or(&built, &["nesting-too-deep"]);
    let (_, built) = page("**a ".repeat(5_000) + &"b** ".repeat(5_000));
    fine_or(&built, &["nesting-too-deep"]);
}

#[test]
fn ten_thousand_elements_of_raw_html_build_or_are_told() {
    for text in [
        "<div>\n".repeat(10_000),
        "<div>".repeat(10_000),
        "<b>".repeat(10_000),
        "<div>\n\n".repeat(10_000),
        "<p><b><i>\n".repeat(3_000),
        "<table><tr><td>".repeat(3_000),
        "<!--".repeat(10_000),
    ] {
        let (_, built) = page(text);
        fine_or(&built, &["nesting-too-deep", "html-unclosed"]);
    }
}

#[test]
fn a_huge_table_builds() {
    let mut text = "|甲|乙|丙|丁|\n|-|-|-|-|\n".to_owned();
    for n in 0..20_000 {
        let _ = writeln!(text, "|{n}|**粗**|[好](good.md)|尾|");
    }
    let (_, built) = page(text);
    builds(&built);
    let (_, built) = page(format!(
        "{}\n{}\n{}",
        "|甲".repeat(10_000),
        "|-".repeat(10_000),
        "|x\n".repeat(1_000)
    ));
    fine_or(&built, &["markdown-too-hard"]);
}

#[test]
fn a_hundred_thousand_footnote_marks_build() {
    let (_, built) = page("字[^a]".repeat(100_000) + "\n\n[^a]: 注。\n");
    builds(&built);
}

#[test]
fn ten_thousand_footnotes_build() {
    let marks: String = (0..10_000).map(|n| format!("字[^{n}]")).collect();
    let notes: String = (0..10_000).map(|n| format!("[^{n}]: 注{n}。\n")).collect();
    let (_, built) = page(format!("{marks}\n\n{notes}"));
    builds(&built);
}

#[test]
fn footnotes_within_footnotes_build() {
    let notes: String = (0..2_000)
        .map(|n| format!("[^{n}]: 注[^{}][^{n}]。\n", n + 1))
        .collect();
    let (_, built) = page(format!("字[^0]\n\n{notes}"));
    builds(&built);
}

#[test]
fn ten_thousand_headings_of_one_text_build() {
    let (desk, built) = page("## 同名\n\n".repeat(10_000));
    builds(&built);
    assert!(desk.read("a/index.html").contains("id=\"tong-ming--10000\""));
}

#[test]
fn a_policy_of_ten_thousand_clauses_builds() {
    let mut text = "---\ntitle: 大法\nkind: policy\n---\n".to_owned();
    for n in 1..10_000 {
        let _ = write!(text, "第{n}条 甲。\n\n（一）子；\n\n");
    }
    let (desk, built) = site("content/a.md", text);
    builds(&built);
    assert!(desk.read("a/index.html").contains("id=\"art9999i1\""));
    let (_, built) = site(
        "content/a.md",
        format!(
            "---\ntitle: 大法\nkind: policy\n---\n{}",
            "第一条 甲。\n\n".repeat(10_000)
        ),
    );
    builds(&built);
    let (_, built) = site(
        "content/a.md",
        format!(
            "---\ntitle: 通知\nkind: policy\n---\n{}",
            "一、甲\n\n（一）乙\n\n1.丙\n\n".repeat(3_000)
        ),
    );
    builds(&built);
}

#[test]
fn a_policy_with_a_paragraph_of_a_million_lines_builds() {
    let (_, built) = site(
        "content/a.md",
        format!(
            "---\ntitle: 大法\nkind: policy\n---\n{}",
            "一行\n".repeat(200_000)
        ),
    );
    builds(&built);
    let (_, built) = site(
        "content/a.md",
        format!(
            "---\ntitle: 大法\nkind: policy\n---\n{}",
            "第一条 甲\n".repeat(20_000)
        ),
    );
    builds(&built);
}

#[test]
fn ten_thousand_facts_and_references_on_a_page_build() {
    let desk = Desk::with(&[
        ("content/good.md", "---\ntitle: 好\n---\n好。\n"),
        (
            "content/p.md",
            "---\ntitle: 条例\nkind: policy\n---\n第一条 甲。\n",
        ),
    ]);
    desk.write(
        "facts.yaml",
        (0..2_000)
            .map(|n| format!("假{n}: {{value: {n}, unit: 天}}\n"))
            .collect::<String>(),
    );
    let text: String = (0..10_000)
        .map(|n| format!("{{{{假{}}}}}[[条例#第一条]]", n % 2_000))
        .collect();
    desk.write("content/a.md", format!("---\ntitle: 甲\n---\n{text}\n"));
    let (_, built) = within(desk);
    builds(&built);
}

#[test]
fn deep_yaml_builds_or_is_told() {
    let deep = format!(
        "---\ntitle: 甲\nextra:\n  a: {}{}\n---\n",
        "[".repeat(20_000),
        "]".repeat(20_000)
    );
    let (_, built) = site("content/a.md", deep);
    told(&built, "error[yaml-broken] content/a.md:4:");
    let deep: String = (0..5_000).fold("---\ntitle: 甲\nextra:\n".to_owned(), |out, n| {
        out + &" ".repeat(n + 1) + "a:\n"
    }) + "---\n";
    let (_, built) = site("content/a.md", deep);
    told(&built, "error[yaml-broken] content/a.md:");
    let (_, built) = page(format!(
        "```steps\nitems: {}{}\n```\n",
        "[".repeat(20_000),
        "]".repeat(20_000)
    ));
    told(&built, "error[yaml-broken] content/a.md:");
}

#[test]
fn long_yaml_builds() {
    let tags: String = (0..5_000).map(|n| format!("- 标签{n}\n")).collect();
    let (_, built) = site(
        "content/a.md",
        format!(
            "---\ntitle: 甲\nextra:\n  long: |\n    {}\n  words: [{}]\n  nums:\n{}---\n",
            "字".repeat(300_000),
            "a, ".repeat(30_000),
            "  - 1\n".repeat(30_000)
        ),
    );
    builds(&built);
    drop(tags);
    let facts: String = (0..5_000)
        .map(|n| format!("假{n}:\n  value: {n}\n  unit: 天\n  basis: >\n    折\n    行\n"))
        .collect();
    let (_, built) = site("facts.yaml", facts);
    builds(&built);
}

#[test]
fn a_long_line_of_code_builds() {
    let (_, built) = page(format!("```js\n{}\n```\n", "var a=[{(".repeat(50_000)));
    fine_or(&built, &["markdown-too-hard"]);
    let (_, built) = page(format!("```html\n{}\n```\n", "<div class=\"a\">".repeat(20_000)));
    fine_or(&built, &["markdown-too-hard"]);
}

#[test]
fn lists_nested_forty_thousand_deep_are_told_at_their_line_wherever_yaml_is_read() {
    let deep = format!("{}{}", "[".repeat(40_000), "]".repeat(40_000));
    for (path, text, place) in [
        (
            "content/a.md",
            format!("---\ntitle: 甲\nextra: {deep}\n---\n"),
            "content/a.md:3:",
        ),
        (
            "facts.yaml",
            format!("甲: {{value: 1}}\n乙: {deep}\n"),
            "facts.yaml:2:",
        ),
        (
            "content/a.md",
            format!("---\ntitle: 甲\n---\n```faq\nitems: {deep}\n```\n"),
            "content/a.md:5:",
        ),
    ] {
        let (_, built) = site(path, text);
        told(&built, &format!("error[yaml-broken] {place}"));
    }
}

#[test]
fn aliases_that_stand_for_too_much_are_told_at_their_line_wherever_yaml_is_read() {
    let many = format!("a: &a [{}]\nb: [{}]\n", "1, ".repeat(6000), "*a, ".repeat(6000));
    let indented = many.replace("\nb", "\n  b");
    for (path, text, place) in [
        (
            "content/a.md",
            format!("---\ntitle: 甲\nextra:\n  {indented}---\n"),
            "content/a.md:5:7",
        ),
        ("facts.yaml", many.clone(), "facts.yaml:2:5"),
        (
            "content/a.md",
            format!("---\ntitle: 甲\n---\n```faq\n{many}```\n"),
            "content/a.md:6:5",
        ),
    ] {
        let (_, built) = site(path, text);
        told(&built, &format!("error[yaml-broken] {place}"));
    }
    let (_, built) = site("site.lock", many);
    let lock = "error[lock-broken] site.lock:1:1 site.lock 读不懂：aliases stand for too much at line 2";
    told(&built, lock);
}

#[test]
fn a_title_as_long_as_a_book_is_told() {
    let (_, built) = site(
        "content/a.md",
        format!("---\ntitle: {}\n---\n", "婚育新风".repeat(20_000)),
    );
    told(&built, "error[field-wrong] content/a.md:2:8");
}

#[test]
fn more_tags_than_anybody_reads_are_told() {
    let tags = |count: usize| {
        let words: Vec<String> = (0..count).map(|n| format!("标签{n}")).collect();
        let text = format!("---\ntitle: 甲\ntags: [{}]\n---\n", words.join(", "));
        site("content/a.md", text).1
    };
    builds(&tags(200));
    told(&tags(201), "error[field-wrong] content/a.md:3:");
}

#[test]
fn twenty_thousand_facts_build() {
    let facts: String = (0..20_000).fold(String::new(), |mut facts, n| {
        let _ = writeln!(facts, "事实{n}: {{value: {n}, unit: 天}}");
        facts
    });
    let (_, built) = site("facts.yaml", facts);
    builds(&built);
}

#[test]
fn a_file_name_of_200_characters_builds() {
    let (desk, built) = site(
        &format!("content/{}.md", "a".repeat(240)),
        "---\ntitle: 长\n---\n",
    );
    builds(&built);
    assert!(desk.output().keys().any(|file| file.starts_with("aaaa")));
}

#[test]
fn folders_nested_a_hundred_deep_build() {
    let (_, built) = site(
        &format!("content/{}x.md", "甲/".repeat(100)),
        "---\ntitle: 深\n---\n",
    );
    builds(&built);
}
