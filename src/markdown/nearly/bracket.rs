//! Half brackets of facts, references and links; footnotes and targets that nobody defines.

use super::{Reading, Sign, Told};
use crate::base::han::is_han;
use crate::message;
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("产假{{产假}。", "{{产假}}"),
        ("产假{产假}}。", "{{产假}}"),
        ("产假{{产假，", "{{产假}}"),
        ("见[[第七条]。", "[[第七条]]"),
        ("见[第七条]]。", "[[第七条]]"),
        ("见[[第七条，", "[[第七条]]"),
        ("[下载](a.pdf", "[下载](a.pdf)"),
        ("[查询](https://www.gov.cn", "[查询](https://www.gov.cn)"),
        ("[下载](见 附件)", "[下载](<见 附件>)"),
        ("见[表][1]。", "[1]: "),
        ("见注[^1]。", "[^1]: "),
    ],
    may: |signs| signs.has('[') || signs.has(']') || signs.has('{') || signs.has('}'),
    find,
};

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let text = reading.text;
    let mut told = Vec::new();
    for range in reading.runs().iter().flat_map(|run| run.texts(text)) {
        let escaped = text[..range.start].ends_with('\\');
        for (open, close) in [("{{", "}}"), ("[[", "]]")] {
            told.extend(
                half(text, &range, open, close).filter(|told| !escaped || told.at.start > range.start),
            );
        }
        told.extend(address(text, &range));
        told.extend(definition(text, &range));
    }
    told
}

/// Two brackets at one side and one or none at the other.
fn half(text: &str, range: &Range<usize>, open: &str, close: &str) -> Option<Told> {
    let words = &text[range.clone()];
    let written = |name: &str| format!("{open}{name}{close}");
    if let Some(at) = words.rfind(open).filter(|at| !words[*at..].contains(close)) {
        let inner = &words[at + open.len()..];
        let end = inner.find(ends_name).unwrap_or(inner.len());
        let behind = inner[end..].strip_prefix(&close[..1]).map_or(0, |_| 1);
        let start = range.start + at;
        return is_name(&inner[..end])
            .then(|| Told::printed(start..start + open.len() + end + behind, &written(&inner[..end])));
    }
    let at = words.find(close).filter(|at| !words[..*at].contains(open))?;
    let start = words[..at].rfind(&open[..1])?;
    let name = &words[start + 1..at];
    (is_name(name) && !name.contains(ends_name)).then(|| {
        Told::printed(
            range.start + start..range.start + at + close.len(),
            &written(name),
        )
    })
}

fn ends_name(c: char) -> bool {
    matches!(
        c,
        '}' | ']' | '，' | '。' | '；' | '：' | '！' | '？' | '\n' | '|' | '{' | '['
    )
}

/// Words with a letter in them that are no number of a note.
fn is_name(name: &str) -> bool {
    name.contains(is_han) && name.chars().count() <= 40
}

/// A link whose parenthesis is not closed, or whose address is none.
fn address(text: &str, range: &Range<usize>) -> Option<Told> {
    let words = &text[range.clone()];
    let at = words.find("](")?;
    let label = words[..at].rfind('[').filter(|label| label + 1 < at)?;
    let rest = words[at + 2..].lines().next().unwrap_or("");
    let length = rest.find([')', '）']).unwrap_or_else(|| {
        rest.find(|c: char| c.is_whitespace() || matches!(c, '，' | '。' | '；' | '、'))
            .unwrap_or(rest.len())
    });
    let to = &rest[..length];
    let blank = to.contains(' ');
    let should = if blank { format!("<{to}>") } else { to.to_owned() };
    let label_words = &words[label..at];
    let is_link = !to.is_empty()
        && to.chars().count() <= 100
        && label_words.chars().count() <= 40
        && !to.contains(['[', ']'])
        && !label_words.contains('\n')
        && !to.contains(['<', '>']);
    let end = at
        + 2
        + length
        + rest[length..]
            .chars()
            .next()
            .filter(|c| matches!(c, ')' | '）'))
            .map_or(0, char::len_utf8);
    is_link.then(|| {
        Told::printed(
            range.start + label..range.start + end,
            &format!("{label_words}]({should})"),
        )
    })
}

/// `[表][1]` and `[^1]` whose label stands nowhere.
fn definition(text: &str, range: &Range<usize>) -> Option<Told> {
    let words = &text[range.clone()];
    let note = words.find("[^");
    let target = words.find("][").filter(|at| {
        let label = words[..*at].rfind('[').map_or("", |open| &words[open + 1..*at]);
        label.contains(is_han)
    });
    let at = note.into_iter().chain(target.map(|at| at + 1)).min()?;
    let label = &words[at..=at + words[at..].find(']')?];
    let inner = label[1..label.len() - 1].trim_start_matches('^');
    let plain = (1..=40).contains(&inner.len())
        && inner
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
    plain.then(|| Told {
        rule: &super::MARKUP_NEARLY,
        at: range.start + at..range.start + at + label.len(),
        message: message!("没有 {label} 的定义", "{label} is not defined"),
        hint: message!(
            "在后面空一行，写 {label}: 内容",
            "leave a line free below and write `{label}: …`"
        ),
    })
}
