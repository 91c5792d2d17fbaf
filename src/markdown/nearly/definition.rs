//! Footnotes and link targets that nothing in the text names: no reader sees them.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::markdown::lenient::unused;
use crate::message;
use pulldown_cmark::{Event, Tag};
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("甲。⏎⏎[^2]: 乙。", "[^2]"),
        ("[官网]: https://example.org/", "[官网]"),
    ],
    may: |signs| signs.has('[') && signs.has(':'),
    find,
};

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let mut told = notes(reading);
    told.extend(unused(reading.text, reading.events).into_iter().map(|target| {
        let label = label(reading.text, &target.at);
        Told {
            rule: &MARKUP_NEARLY,
            at: target.at,
            message: message!(
                "这一行读者看不到：它是链接 {label} 的网址，却没有文字用到它",
                "nobody sees this line: it is the address of the link {label}, which no text names"
            ),
            hint: message!(
                "在正文里写 {label}，或者在这一行的 [ 前面加反斜线，照原样印出来",
                "write {label} in the text, or a backslash before this [ to print the line"
            ),
        }
    }));
    told
}

/// Footnotes that no mark leads to, and those whose mark leads to an earlier one.
fn notes(reading: &Reading<'_>) -> Vec<Told> {
    let named: BTreeSet<&str> = reading
        .events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::FootnoteReference(name) => Some(&**name),
            _ => None,
        })
        .collect();
    let (mut defined, mut twice) = (BTreeSet::new(), BTreeSet::new());
    let mut told = Vec::new();
    for (event, range) in reading.events {
        let Event::Start(Tag::FootnoteDefinition(name)) = event else {
            continue;
        };
        // Of each name it is said once, however often it stands there.
        let again = !defined.insert(&**name);
        let message = if !named.contains(&**name) && !again {
            message!(
                "脚注 [^{name}] 读者看不到：正文里没有它的标记",
                "nobody sees the footnote [^{name}]: no mark in the text leads to it"
            )
        } else if named.contains(&**name) && again && twice.insert(&**name) {
            message!(
                "脚注 [^{name}] 写了两次，读者只看到第一次",
                "the footnote [^{name}] is written twice, and only the first one is seen"
            )
        } else {
            continue;
        };
        told.push(Told {
            rule: &MARKUP_NEARLY,
            at: range.start..range.start + "[^]".len() + name.len(),
            message,
            hint: message!(
                "在正文里要加注的地方写 [^{name}]，每条脚注用自己的名字",
                "write [^{name}] where the note belongs; each footnote has a name of its own"
            ),
        });
    }
    told
}

/// `[官网]`.
fn label<'t>(text: &'t str, at: &Range<usize>) -> &'t str {
    let words = &text[at.clone()];
    words
        .split_once("]:")
        .map_or(words, |(label, _)| &words[..=label.len()])
}
