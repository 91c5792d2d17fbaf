//! Components whose name has a slip, and blocks of code that never end.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::markdown::{Syntax, highlight};
use crate::message;
use crate::yaml::nearest;
use pulldown_cmark::{CodeBlockKind, Event, Tag};
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("```step⏎items: []⏎```", "```steps"),
        ("```Steps⏎items: []⏎```", "```steps"),
        ("```timelines⏎items: []⏎```", "```timeline"),
        ("```步骤⏎items: []⏎```", "```steps"),
        ("```yaml⏎a: 1⏎⏎正文。", "一行 ```"),
    ],
    may: |signs| signs.has('`') || signs.has('~'),
    find,
};

fn find(reading: &Reading<'_>, syntax: &Syntax) -> Vec<Told> {
    let mut told = Vec::new();
    for (event, range) in reading.events {
        if let Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) = event {
            let name = info.split([' ', ',', '{', '：', ':']).next().unwrap_or("");
            told.extend(component(name, range, syntax));
            told.extend(unclosed(reading.text, range));
        }
    }
    told
}

/// What components are called in Chinese.
const CHINESE: [(&str, &str); 8] = [
    ("步骤", "steps"),
    ("时间", "timeline"),
    ("对照", "compare"),
    ("事实", "facts"),
    ("联系", "contacts"),
    ("卡片", "cards"),
    ("问答", "faq"),
    ("图", "figure"),
];

/// A name that no language has and that is nearly a component's.
fn component(name: &str, range: &Range<usize>, syntax: &Syntax) -> Option<Told> {
    if name.is_empty() || syntax.components.contains(name) {
        return None;
    }
    let small = name.to_lowercase();
    // A slip is a letter more, less or other, not at the beginning.
    let like = |known: &&str| small.len().abs_diff(known.len()) <= 1 && small[..1] == known[..1];
    let names = syntax.components.iter().map(String::as_str);
    let known = small
        .is_ascii()
        .then(|| nearest(&small, names.filter(like)))
        .flatten();
    let chinese = CHINESE
        .iter()
        .find(|(chinese, _)| name.starts_with(chinese))
        .map(|(_, known)| *known);
    let known = known.or(chinese).filter(|_| !highlight::is_language(name))?;
    Some(Told {
        rule: &MARKUP_NEARLY,
        at: range.start..range.start + 3 + name.len(),
        message: message!(
            "没有组件 {name}，会当作代码印出来",
            "there is no component `{name}`: this is published as code"
        ),
        hint: message!("是不是 ```{known}？", "did you mean ```{known}?"),
    })
}

/// A fence to the end of the text without a closing line.
fn unclosed(text: &str, range: &Range<usize>) -> Option<Told> {
    let block = text[range.clone()].trim_end();
    let mark = if block.starts_with('~') { '~' } else { '`' };
    let width = block.len() - block.trim_start_matches(mark).len();
    let (first, rest) = block.split_once('\n')?;
    let last = rest
        .rsplit('\n')
        .next()
        .unwrap_or("")
        .trim_start_matches([' ', '>', '\t'])
        .trim_end();
    let closed = last.len() >= width && last.trim_matches(mark).is_empty();
    let marks = mark.to_string().repeat(width);
    (!closed && text[range.end..].trim().is_empty()).then(|| Told {
        rule: &MARKUP_NEARLY,
        at: range.start..range.start + first.trim_end().len(),
        message: message!(
            "代码块没有结束，后面的全成了代码",
            "this block of code does not end: all that follows is code"
        ),
        hint: message!("在它的最后加一行 {marks}", "end it with a line {marks}"),
    })
}
