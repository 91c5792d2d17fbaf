//! Lines that Markdown takes for the target of a link, though no link names it and they hold no address: they would
//! vanish from the page.

use super::{Edit, Leniency, Reading, Repair};
use crate::base::han::is_han;
use crate::markdown::events::{OPTIONS, SpannedEvent};
use pulldown_cmark::{Event, LinkType, Parser, Tag};
use std::collections::BTreeSet;
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "方括号加冒号开头的一行话：没有链接用到它、后面也不是网址的，照原样印出来",
        cases: &[
            (
                "[备注]: 本通知自发布之日起施行。",
                "\\[备注]: 本通知自发布之日起施行。",
            ),
            ("[电话]: 010-12345", "\\[电话]: 010-12345"),
        ],
    },
    may: |signs| signs.has('[') && signs.has(':'),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut targets = unused(reading.text, reading.events);
    // [1] in the text and a word behind [1]: below is a note.
    targets.extend(numbered(reading.text));
    let mut seen = BTreeSet::new();
    let targets = targets.into_iter().filter(|target| seen.insert(target.at.start));
    targets
        .filter(|target| !is_address(&target.address))
        .map(|target| Edit::new(target.at.start..target.at.start, "\\"))
        .collect()
}

/// A link target that no link names.
pub(in crate::markdown) struct Unused {
    /// Where its line is, from the bracket on.
    pub at: Range<usize>,
    /// What it leads to.
    pub address: String,
}

/// The link targets of a text that no link or picture in it names, in reading order.
pub(in crate::markdown) fn unused(text: &str, events: &[SpannedEvent<'_>]) -> Vec<Unused> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let used: BTreeSet<String> = events
        .iter()
        .filter_map(|(event, _)| match event {
            Event::Start(Tag::Link { link_type, id, .. } | Tag::Image { link_type, id, .. }) => {
                let named = matches!(
                    link_type,
                    LinkType::Reference | LinkType::Collapsed | LinkType::Shortcut
                );
                named.then(|| id.to_lowercase())
            }
            _ => None,
        })
        .collect();
    let parser = Parser::new_ext(text, OPTIONS);
    let targets = parser.reference_definitions().iter();
    let mut found: Vec<Unused> = targets
        .filter(|(label, _)| !used.contains(&label.to_lowercase()))
        .map(|(_, target)| Unused {
            at: target.span.clone(),
            address: target.dest.to_string(),
        })
        .collect();
    found.sort_by_key(|target| target.at.start);
    found
}

/// The link targets of a text whose label is a number and whose address begins with a Chinese word.
fn numbered(text: &str) -> Vec<Unused> {
    if !text.contains("]:") {
        return Vec::new();
    }
    let parser = Parser::new_ext(text, OPTIONS);
    let targets = parser.reference_definitions().iter();
    let note = |label: &str, to: &str| label.bytes().all(|c| c.is_ascii_digit()) && to.starts_with(is_han);
    let notes = targets.filter(|(label, target)| note(label, &target.dest));
    notes
        .map(|(_, target)| Unused {
            at: target.span.clone(),
            address: target.dest.to_string(),
        })
        .collect()
}

/// Whether a word looks like an address: of the web, of a page or of a file.
fn is_address(word: &str) -> bool {
    let starts = ["/", "./", "../", "#", "www.", "mailto:", "tel:"];
    let path = word.split(['#', '?']).next().unwrap_or("");
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    let file = (1..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric());
    word.contains("://") || starts.iter().any(|start| word.starts_with(start)) || file
}
