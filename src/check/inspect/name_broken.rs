//! Names that must stand whole: not cut by a line, a paragraph, a blank or a tag.

use super::sentence_cut::follows;
use super::{GENERAL, InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::markdown::{Cut, TextBlock};
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { NAME_BROKEN = "name-broken", Veto, Error, adjustable: true;
    means "应当完整的名称（人名、机构名、固定提法）被换行、分段、空格或标签断开", "A name that must stand whole is cut by a line, a paragraph, a blank or a tag";
    mend "删去中间的空格、换行和标记；分在两段的，接成一段", "Take out the blank, line break or tag in it; join the paragraphs that it is cut into";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&NAME_BROKEN],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let blocks = inspected.blocks();
    for block in blocks.iter().filter(|block| block.is_prose()) {
        within(inspected, block, report);
    }
    for pair in blocks.windows(2) {
        if follows(&pair[0], &pair[1]) {
            across(inspected, &pair[0], &pair[1], report);
        }
    }
}

/// Names that are cut within a block.
fn within(inspected: &InspectedText<'_>, block: &TextBlock, report: &mut Vec<Diagnostic>) {
    let blank = block.text.contains(char::is_whitespace);
    if !blank && block.cuts.is_empty() {
        return;
    }
    let solid: Vec<(usize, char)> = block
        .text
        .char_indices()
        .filter(|(_, c)| !c.is_whitespace())
        .collect();
    let joined: String = solid.iter().map(|(_, c)| *c).collect();
    for name in inspected.terms.whole() {
        for (at, _) in joined.match_indices(name) {
            let first = joined[..at].chars().count();
            let last = first + name.chars().count() - 1;
            let range = solid[first].0..solid[last].0 + solid[last].1.len_utf8();
            if let Some(how) = broken(block, &range, name) {
                report.push(told(inspected, block, range, name, how));
            }
        }
    }
}

/// How a name is cut.
#[derive(Clone, Copy)]
enum How {
    Blank,
    Line,
    Tag,
    Paragraph,
}

fn broken(block: &TextBlock, range: &Range<usize>, name: &str) -> Option<How> {
    let inside = |(at, _): &&(usize, Cut)| *at > range.start && *at < range.end;
    let cut = block.cuts.iter().find(inside).map(|(_, cut)| match cut {
        Cut::Line | Cut::Break => How::Line,
        Cut::Tag => How::Tag,
    });
    cut.or_else(|| (block.text[range.clone()] != *name).then_some(How::Blank))
}

/// A name whose beginning ends one paragraph and whose end begins the next.
fn across(
    inspected: &InspectedText<'_>,
    before: &TextBlock,
    after: &TextBlock,
    report: &mut Vec<Diagnostic>,
) {
    let (text, next) = (before.text.trim_end(), after.text.trim_start());
    for name in inspected.terms.whole() {
        let cuts = name.char_indices().skip(1).map(|(at, _)| at);
        let cut = cuts
            .into_iter()
            .find(|at| text.ends_with(&name[..*at]) && next.starts_with(&name[*at..]));
        if let Some(at) = cut {
            let range = text.len() - at..text.len();
            report.push(told(inspected, before, range, name, How::Paragraph));
        }
    }
}

fn told(
    inspected: &InspectedText<'_>,
    block: &TextBlock,
    at: Range<usize>,
    name: &str,
    how: How,
) -> Diagnostic {
    let place = inspected.span(block, at);
    let (message, hint) = match how {
        How::Blank => (
            message!("“{name}”中间有空格", "there is a blank in “{name}”"),
            message!("删去空格", "take the blank out"),
        ),
        How::Line => (
            message!("“{name}”断在两行", "“{name}” is cut into two lines"),
            message!("写在一行里", "write it on one line"),
        ),
        How::Tag => (
            message!("“{name}”被标记断开", "“{name}” is cut by a mark or tag"),
            message!("标记写在整个名称外面", "put the mark around the whole name"),
        ),
        How::Paragraph => (
            message!("“{name}”断在两段", "“{name}” is cut into two paragraphs"),
            message!("把两段接成一段", "join the two paragraphs"),
        ),
    };
    Diagnostic::new(&NAME_BROKEN, place, message).hint(hint)
}
