//! Links that lead nowhere or that nobody sees, and marks in brackets that are meant for footnotes.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::base::han::is_han;
use crate::message;
use pulldown_cmark::{Event, LinkType, Tag, TagEnd};
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("[官网]()", "[官网](https://"),
        ("[](https://example.org/)", "[名称](https://example.org/)"),
        ("![海报]()", "![海报]("),
        ("正文[1]。⏎⏎[1] 见附件。", "[^1]: 见附件。"),
        ("正文[1]。⏎⏎[1]: 见附件。", "[^1]: 见附件。"),
    ],
    may: |signs| signs.has('['),
    find,
};

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let mut told = Vec::new();
    for (at, (event, range)) in reading.events.iter().enumerate() {
        let next = reading.events.get(at + 1).map(|(event, _)| event);
        told.extend(match event {
            Event::Start(Tag::Link {
                link_type: LinkType::Inline,
                dest_url,
                ..
            }) => empty(
                reading.text,
                range,
                dest_url,
                matches!(next, Some(Event::End(TagEnd::Link))),
            ),
            Event::Start(Tag::Image { dest_url, .. }) if dest_url.is_empty() => {
                empty(reading.text, range, dest_url, false)
            }
            _ => None,
        });
    }
    told.extend(note(reading));
    told
}

/// A link or picture without an address, or a link without words.
fn empty(text: &str, at: &Range<usize>, to: &str, bare: bool) -> Option<Told> {
    let written = &text[at.clone()];
    let (message, should) = if to.is_empty() {
        let label = written.rfind("](").map_or(written, |close| &written[..=close]);
        let to = if written.starts_with('!') {
            "图片.jpg"
        } else {
            "https://…"
        };
        (
            message!(
                "括号里没有网址，点了还是本页",
                "there is no address in the parentheses"
            ),
            format!("{label}({to})"),
        )
    } else if bare {
        (
            message!(
                "这个链接没有字，读者看不到",
                "this link has no words, and nobody sees it"
            ),
            format!("[名称]({to})"),
        )
    } else {
        return None;
    };
    Some(Told {
        rule: &MARKUP_NEARLY,
        at: at.clone(),
        message,
        hint: message!("写成 {should}", "write {should}"),
    })
}

/// The first line that explains a number in brackets which the text above has behind a word.
fn note(reading: &Reading<'_>) -> Option<Told> {
    let text = reading.text;
    let runs = reading.runs();
    let lines = runs.iter().flat_map(|run| &run.lines);
    let explained = lines.filter_map(|line| {
        let words = &text[line.clone()];
        let (number, rest) = words.strip_prefix('[')?.split_once(']')?;
        let said = rest.trim_start_matches([':', '：', ' ', '　']);
        let digits = (1..=2).contains(&number.len()) && number.bytes().all(|c| c.is_ascii_digit());
        (digits && said.starts_with(is_han)).then_some((line, number, said))
    });
    let (line, number, said) = { explained }.next()?;
    let mark = format!("[{number}]");
    let marked = text
        .match_indices(&mark)
        .any(|(at, _)| text[..at].ends_with(is_han));
    let said: String = said.chars().take(20).collect();
    marked.then(|| Told {
        rule: &MARKUP_NEARLY,
        at: line.clone(),
        message: message!(
            "像是脚注，会照原样印出来",
            "this seems to be a footnote, and is printed as it is"
        ),
        hint: message!(
            "正文里写 [^{number}]，这一行写 [^{number}]: {said}",
            "write [^{number}] in the text, and this line as `[^{number}]: {said}`"
        ),
    })
}
