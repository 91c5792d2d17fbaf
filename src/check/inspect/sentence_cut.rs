//! Sentences that a page of the printed text has cut: one paragraph ends in the middle and the next goes on.

use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Diagnostic, han, numeral};
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
    let whole = names_source(text) || is_blank_to_fill(text);
    open && goes_on && !marked && !whole && is_sentence(text) && ends_sentence(next)
}

/// Characters that no paragraph ends with: something has to follow.
const LEANING: &str = "的和与及或在把被将使让据按以于而且为由";

/// Words that end with one of these and may end a paragraph.
const WHOLE: [&str; 24] = [
    "目的", "有的", "似的", "参与", "赋予", "普及", "涉及", "以及", "温和", "缓和", "总和", "饱和", "谐和",
    "所在", "存在", "现在", "内在", "可以", "予以", "等于", "行为", "作为", "认为", "理由",
];

/// 《办法》第一条, 《办法》: what a quotation is from, below it.
fn names_source(text: &str) -> bool {
    let Some((_, behind)) = text.rsplit_once('》') else {
        return false;
    };
    let clause = behind
        .trim_start()
        .trim_start_matches(|c: char| c == '第' || c.is_ascii_digit() || numeral::is_numeral(c));
    behind.trim_start().starts_with('第')
        && matches!(clause.chars().next(), Some('条' | '款' | '章'))
        && clause.chars().count() <= 8
}

/// `____年__月__日`: blanks to be filled in.
fn is_blank_to_fill(text: &str) -> bool {
    let tail: Vec<char> = text.chars().rev().take(8).collect();
    tail.iter().any(|c| matches!(c, '_' | '＿'))
}

/// Whether a paragraph is running text whose last part is no whole by itself.
fn is_sentence(text: &str) -> bool {
    let leans = text.ends_with(|c| LEANING.contains(c)) && !WHOLE.iter().any(|word| text.ends_with(word));
    text.chars().count() >= SHORTEST && (leans || text.contains(['，', '。', '；']))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(before: &str, after: &str) -> bool {
        let block = |text: &str| TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
        is_cut(&block(before), &block(after))
    }

    #[test]
    fn a_sentence_goes_on_where_its_paragraph_cannot_have_ended() {
        let rest = "活动，帮助家庭渡过难关。";
        assert!(cut(
            "各地要把工作做实，常态开展上门走访和心理慰",
            "藉活动，帮助家庭渡过难关。"
        ));
        assert!(
            cut("各地要依托服务中心和志愿者队伍常态开展上门走访和", rest),
            "no mark in it"
        );
        assert!(!cut(
            "各地要依托服务中心和志愿者队伍常态开展上门走访活动的目的",
            rest
        ));
        assert!(
            !cut("各地依托服务中心和志愿者队伍常态开展上门走访活动", rest),
            "perhaps a title"
        );
    }

    #[test]
    fn the_source_of_a_quotation_and_a_blank_to_fill_in_end_their_paragraph() {
        let next = "到2020年底前，各地都要完成。";
        for whole in [
            "一对夫妻可以生育三个子女，国家提倡适龄婚育。《人口与计划生育法》第十八条",
            "一对夫妻可以生育三个子女，国家提倡适龄婚育。《人口与计划生育法》第18条第一款",
            "请在下面写明时间，谢谢各位的合作。____年__月__日",
            "请在下面写明时间，谢谢各位的合作。＿＿年＿＿月＿＿日",
        ] {
            assert!(!cut(whole, next), "{whole}");
        }
        assert!(cut(
            "按照《人口与计划生育法》的规定，各地要认真做好宣传服",
            "务工作。"
        ));
    }
}
