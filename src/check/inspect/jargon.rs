//! Words of offices where everyday ones would do.

use super::{InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::markdown::TextBlock;
use crate::message;
use crate::rule;
use std::collections::BTreeSet;
use std::ops::Range;

rule! { JARGON = "jargon", Wording, Warning, adjustable: true;
    means "解读和问答里公文用语太多：一页有四种以上没解释的；引文和标题不算", "An explainer or an answer has four or more different words of offices that it does not explain; quotations and titles aside";
    mend "换成平常话，或在后面用括号解释：`逾期（过了期限）`", "Use the everyday word, or explain it in brackets behind";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&JARGON],
    text: Some(look),
    ..Inspection::NONE
};

/// Words of offices with the everyday ones, a line each.
const LIST: &str = include_str!("plain_words.txt");
/// A page with fewer of them reads well.
const TOO_MANY: usize = 4;
/// Kinds of pages that say a policy in plain words.
const KINDS: [&str; 2] = ["explainer", "question"];

/// What stands behind a word that is explained there.
const EXPLAINS: [&str; 8] = ["（", "(", "就是", "是指", "指的是", "即", "的意思", "，也就是"];

fn pairs() -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = LIST.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once(' '))
}

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    if !inspected
        .document()
        .is_some_and(|document| KINDS.contains(&&*document.kind.name))
    {
        return;
    }
    let blocks = inspected.blocks().iter();
    let read =
        blocks.filter(|block| block.is_prose() && block.form != crate::markdown::BlockForm::Field("title"));
    let mut found: Vec<(&TextBlock, Range<usize>, &str, &str)> = Vec::new();
    let mut explained = BTreeSet::new();
    for block in read.filter(|block| !block.is_quoted) {
        for (at, word, plain) in words(&block.plain()) {
            let behind = &block.text[at.end..];
            if EXPLAINS.iter().any(|mark| behind.starts_with(mark)) {
                explained.insert(word);
            }
            if !found.iter().any(|(_, _, known, _)| *known == word) {
                found.push((block, at, word, plain));
            }
        }
    }
    found.retain(|(_, _, word, _)| !explained.contains(word));
    if found.len() < TOO_MANY {
        return;
    }
    let (block, at, ..) = &found[0];
    let list = |separator: &str, brackets: (&str, &str)| {
        let words = found
            .iter()
            .map(|(_, _, word, plain)| format!("{word}{}{plain}{}", brackets.0, brackets.1));
        words.collect::<Vec<_>>().join(separator)
    };
    let (count, zh, en) = (found.len(), list("、", ("（", "）")), list(", ", (" (", ")")));
    let told = message!(
        "这一页有 {count} 种公文用语：{zh}",
        "the page has {count} words of offices: {en}"
    );
    report.push(
        Diagnostic::new(&JARGON, inspected.span(block, at.clone()), told).hint(message!(
            "换成平常话，或在后面用括号解释",
            "use the everyday word, or explain it in brackets behind"
        )),
    );
}

/// The words of offices in a text, those in quotation marks aside; a longer one stands for those in it.
fn words(text: &str) -> Vec<(Range<usize>, &'static str, &'static str)> {
    let mut found: Vec<(Range<usize>, &str, &str)> = pairs()
        .flat_map(|(word, plain)| {
            text.match_indices(word)
                .map(move |(at, _)| (at..at + word.len(), word, plain))
        })
        .filter(|(at, ..)| !is_quoted(text, at.start))
        .collect();
    found.sort_by_key(|(at, ..)| (at.start, usize::MAX - at.end));
    let mut end = 0;
    found.retain(|(at, ..)| {
        let free = at.start >= end;
        end = end.max(at.end);
        free
    });
    found
}

/// Whether a place of a text is within quotation marks or the name of a document.
fn is_quoted(text: &str, at: usize) -> bool {
    let before = &text[..at];
    let open = |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    open('“', '”') || open('《', '》') || open('「', '」')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_offices_are_found_but_for_quotations_and_longer_ones_stand_for_shorter() {
        let of = |text: &str| {
            words(text)
                .into_iter()
                .map(|(_, word, _)| word)
                .collect::<Vec<_>>()
        };
        assert_eq!(of("逾期不予受理的，酌情退回。"), ["逾期", "不予受理", "酌情"]);
        assert_eq!(
            of("条例说“逾期不予受理”，《逾期办法》也这么说。"),
            Vec::<&str>::new()
        );
        assert_eq!(of("过了期限就不办了。"), Vec::<&str>::new());
    }

    #[test]
    fn each_word_of_the_list_stands_once_with_an_everyday_one() {
        let mut seen = BTreeSet::new();
        for (word, plain) in pairs() {
            assert!(
                seen.insert(word) && !plain.is_empty() && !plain.contains(word),
                "{word}"
            );
        }
        assert!(seen.len() > 30);
    }
}
