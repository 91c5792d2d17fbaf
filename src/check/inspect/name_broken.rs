//! Names that must stand whole: not cut by a line, a paragraph, a blank or a tag.

use super::sentence_cut::{follows, reading_order};
use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Diagnostic, han};
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
    let blocks = reading_order(inspected);
    for block in inspected.blocks().iter().filter(|block| block.is_prose()) {
        within(inspected, block, report);
        report.extend(
            people(block)
                .into_iter()
                .map(|(at, how)| told(inspected, block, at.clone(), &solid(&block.text[at]), how)),
        );
    }
    for pair in blocks.windows(2) {
        if follows(pair[0], pair[1]) {
            across(inspected, pair[0], pair[1], report);
        }
    }
}

/// Names that are cut within a block.
fn within(inspected: &InspectedText<'_>, block: &TextBlock, report: &mut Vec<Diagnostic>) {
    if !block.text.contains(is_blank) && block.cuts.is_empty() {
        return;
    }
    let plain = block.plain();
    let solid: Vec<(usize, char)> = plain.char_indices().filter(|(_, c)| !is_blank(*c)).collect();
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

/// Whether a character shows as a gap, or as nothing at all: `国务&#x200B;院` is found by no search.
fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Titles that stand behind a whole name.
const TITLES: [&str; 6] = ["总书记", "总理", "副总理", "委员长", "国务委员", "主席"];

/// What most people are called by; only the form of a name is known by it.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤习栗";

/// Surname, blank, one character, title: a name in two parts, whose ever it is. `李 强总理`.
fn people(block: &TextBlock) -> Vec<(Range<usize>, How)> {
    let (mut found, text) = (Vec::new(), block.plain());
    for title in TITLES {
        for (end, _) in text.match_indices(title) {
            let (name, last) = (&text[..end], |c: &char| han::is_han(*c));
            let Some(given) = name.chars().next_back().filter(last) else {
                continue;
            };
            let given = end - given.len_utf8();
            let head = name[..given].trim_end();
            let surname = head.chars().next_back().filter(|c| SURNAMES.contains(*c));
            if let (Some(surname), true) = (surname, head.len() < given) {
                found.push((head.len() - surname.len_utf8()..end, How::Blank));
            }
        }
    }
    found
}

/// A name without its blanks.
fn solid(name: &str) -> String {
    name.chars().filter(|c| !is_blank(*c)).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::BlockForm;

    #[test]
    fn a_name_before_a_title_is_known_by_its_form() {
        let found = |text: &str| {
            let block = TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
            let all: Vec<String> = people(&block)
                .into_iter()
                .map(|(at, _)| text[at].to_owned())
                .collect();
            all
        };
        assert_eq!(found("会上，李 强总理说了话"), ["李 强"]);
        assert_eq!(found("李　强副总理"), ["李　强"]);
        assert!(found("李强总理、国务院 副总理、由 县主席、第一 总理").is_empty());
    }

    #[test]
    fn what_nobody_sees_in_a_name_is_a_blank_too() {
        assert_eq!(solid("国\u{200b}务 院"), "国务院");
        assert!(!is_blank('国'));
    }
}
