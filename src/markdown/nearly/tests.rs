//! Every case is told once, with the line as it should be, and what is right is not.

use super::*;
use crate::markdown::{leniencies, parse};

fn syntax() -> Syntax {
    Syntax {
        components: ["steps", "timeline", "facts"].map(str::to_owned).into(),
        ..Syntax::default()
    }
}

fn told(text: &str) -> Vec<String> {
    let body = parse(&"a.md".into(), &text.replace('⏎', "\n"), 0, &syntax());
    let report = body.outline.report.iter();
    let mine = report.filter(|told| {
        [&MARKUP_NEARLY, &HTML_REMOVED, &HTML_UNCLOSED, &PAGE_LEFTOVER]
            .iter()
            .any(|rule| told.breaks(rule))
    });
    mine.map(|told| {
        let place = told.place.as_ref().unwrap();
        let hint = told.hint.as_ref().map_or("", |hint| &hint.zh);
        format!("{}..{} {} | {hint}", place.start, place.end, told.message.zh)
    })
    .collect()
}

#[test]
fn every_case_is_told_once_with_the_line_as_it_should_be() {
    let mut wrong = String::new();
    for (written, should) in nearly() {
        let told = told(written);
        if told.len() != 1 || !told[0].contains(should) {
            wrong += &format!("{written}\n  {told:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_read_kindly_is_not_told() {
    let mut wrong = String::new();
    for (written, read) in leniencies().flat_map(|leniency| leniency.cases) {
        for text in [written, read] {
            let told = told(text);
            if !told.is_empty() {
                wrong += &format!("{text}\n  {told:#?}\n");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_right_is_not_told() {
    let mut wrong = String::new();
    for text in [
        "产假{{产假}}，见[[第七条]]、[[条例#第七条|第七条]]。",
        "\\{{产假}} 和 `{{产假}`、`[[第七条]`",
        "#三孩政策# 大家谈",
        "#三孩政策#⏎大家谈",
        "集合 {甲, 乙} 与 [1]、[2][3]、〔2021〕19号",
        "张**，男；李**，女。",
        "138****1234",
        "a[i][j] 与 {a}",
        "见下[注]。",
        "|x| 不小于 0",
        "```yaml⏎a: {{甲}⏎```",
        "~~~⏎[[甲]⏎~~~",
        "> ```⏎> 甲⏎> ```",
        "<details><summary>问</summary>答</details>",
        "<!-- 说明 -->⏎⏎正文。",
        "a < b，<https://example.org/>",
    ] {
        let told = told(text);
        if !told.is_empty() {
            wrong += &format!("{text}\n  {told:#?}\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn a_missing_quotation_mark_does_not_swallow_what_follows() {
    let text = "<div title=\"说明>字</div>\n\n正文。\n\n<p title=\"二\">段</p>\n\n结尾。";
    let body = parse(&"a.md".into(), text, 0, &Syntax::default());
    let html = body.tree.html();
    assert!(
        html.contains("<p>正文。</p>") && html.contains("<p>结尾。</p>"),
        "{html}"
    );
}
