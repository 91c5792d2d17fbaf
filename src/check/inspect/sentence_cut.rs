//! Sentences that a page of the printed text has cut: one paragraph ends in the middle and the next goes on.

use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Diagnostic, han};
use crate::markdown::{BlockForm, Mark, TextBlock};
use crate::message;
use crate::rule;

rule! { SENTENCE_CUT = "sentence-cut", Veto, Error, adjustable: true;
    means "一段话断在句子中间，下一段接着说：多半是从扫描件、PDF 里带来的分页", "A paragraph ends in the middle of a sentence and the next goes on: mostly a page break of a scan or PDF";
    mend "把两段接成一段", "Join the two paragraphs";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&SENTENCE_CUT],
    text: Some(look),
    ..Inspection::NONE
};

/// A shorter paragraph may be a line of its own.
const SHORTEST: usize = 20;

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let blocks: Vec<&TextBlock> = inspected
        .blocks()
        .iter()
        .filter(|block| !is_page_number(&block.text))
        .collect();
    for pair in blocks.windows(2) {
        let [before, after] = pair else { continue };
        if before.is_paragraph()
            && after.is_paragraph()
            && before.is_quoted == after.is_quoted
            && is_cut(before, after)
        {
            report.push(found(inspected, before, after));
        }
    }
}

fn found(inspected: &InspectedText<'_>, before: &TextBlock, after: &TextBlock) -> Diagnostic {
    let text = before.text.trim_end();
    let start = text.char_indices().rev().nth(7).map_or(0, |(at, _)| at);
    let tail = &text[start..];
    let head: String = after.text.trim_start().chars().take(8).collect();
    Diagnostic::new(
        &SENTENCE_CUT,
        inspected.span(before, start..text.len()),
        message!(
            "句子断在“{tail}”，下一段接着“{head}”",
            "the sentence breaks off at “{tail}”, and the next paragraph goes on with “{head}”"
        ),
    )
    .hint(message!("把两段接成一段", "join the two paragraphs"))
}

/// Whether a sentence goes on from one paragraph to the next.
fn is_cut(before: &TextBlock, after: &TextBlock) -> bool {
    let (text, next) = (before.text.trim(), after.text.trim());
    let open = text.ends_with(|c: char| han::is_han(c) || matches!(c, '，' | '、'));
    let goes_on = next.starts_with(|c: char| han::is_han(c) || matches!(c, '，' | '、' | '。' | '；'));
    let marked = Mark::at_start(next, false).is_some();
    open && goes_on && !marked && is_sentence(text) && ends_sentence(next)
}

/// Whether a paragraph is running text whose last part is no whole by itself.
fn is_sentence(text: &str) -> bool {
    let long = text.chars().count() >= SHORTEST;
    long && text.contains(['，', '。', '；'])
}

/// Whether a paragraph ends a sentence, so that one can have gone on in it.
fn ends_sentence(text: &str) -> bool {
    let first = text.find(['。', '；', '！', '？', '：']);
    first.is_some() && text.ends_with(['。', '；', '！', '？', '：', '”', '）'])
}

/// `— 3 —`, as printed between two pages.
fn is_page_number(text: &str) -> bool {
    let inner = text.trim().trim_matches(['-', '—', '–', '－', '·', ' ']);
    let bare = inner.len() < text.trim().len() || inner.len() <= 3;
    bare && !inner.is_empty() && inner.len() <= 4 && inner.chars().all(|c| c.is_ascii_digit())
}

/// Blocks of which it is looked at how one goes on in the next.
pub(super) fn follows(before: &TextBlock, after: &TextBlock) -> bool {
    let runs = |block: &TextBlock| matches!(block.form, BlockForm::Paragraph | BlockForm::Heading(_));
    runs(before) && runs(after)
}
