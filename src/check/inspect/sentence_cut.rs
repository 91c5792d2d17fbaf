//! Sentences that a page of the printed text has cut: one paragraph ends in the middle and the next goes on.

use super::page_text::{ALT, POINTED};
use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Diagnostic, han, numeral};
use crate::markdown::{BlockForm, Mark, TextBlock};
use crate::message;
use crate::rule;
use std::collections::HashSet;
use std::sync::LazyLock;

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

/// One that leans and has a mark within is none from this length on.
const SHORTEST_LEANING: usize = 12;

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let blocks = reading_order(inspected);
    for pair in blocks.windows(2) {
        let [before, after] = pair else { continue };
        let heads = matches!(before.form, BlockForm::Heading(_));
        if (before.is_paragraph() || heads)
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
    let goes_on = next.starts_with(|c: char| han::is_han(c) || matches!(c, '，' | '、' | '。' | '；'));
    let marked = Mark::at_start(next, false).is_some();
    let whole = names_source(text) || is_blank_to_fill(text);
    if !goes_on || marked || whole || !ends_sentence(next) {
        return false;
    }
    if parts_word(text, next) || parts_quantity(text, next) {
        return true;
    }
    // A heading ends where it likes; only what is cut in two is sure.
    let open = text.ends_with(|c: char| han::is_han(c) || matches!(c, '，' | '、'));
    let unclosed = leaves_bracket_open(text, next) || begins_inside(text, next);
    before.is_paragraph() && open && (is_sentence(text) || unclosed)
}

/// Two-character words that are frequent in laws and policies and whose characters seldom meet otherwise.
static COMMON_WORDS: LazyLock<HashSet<&str>> =
    LazyLock::new(|| include_str!("common_words.txt").split_whitespace().collect());

/// A shorter text may be a name.
const SHORTEST_OPEN: usize = 6;

/// Whether a word stands in both, `监督检` and `查工作`, while neither its first character ends a word nor its second begins one.
fn parts_word(text: &str, next: &str) -> bool {
    let (mut back, mut front) = (text.chars().rev(), next.chars());
    let (Some(last), Some(previous)) = (back.next(), back.next()) else {
        return false;
    };
    let (Some(first), second) = (front.next(), front.next()) else {
        return false;
    };
    let is_word = |a: char, b: char| COMMON_WORDS.contains(&*String::from_iter([a, b]));
    text.chars().count() >= SHORTEST_OPEN
        && is_word(last, first)
        && !is_word(previous, last)
        && !second.is_some_and(|second| is_word(first, second))
}

/// What is counted, the longer ones first.
const COUNTED: [&str; 16] = [
    "个工作日",
    "平方米",
    "个月",
    "周岁",
    "万元",
    "亿元",
    "万人",
    "万户",
    "元",
    "人",
    "户",
    "名",
    "天",
    "年",
    "月",
    "日",
];

/// Whether a number ends one and its unit begins the other: `每人每年3600` and `元，由县财政承担`.
fn parts_quantity(text: &str, next: &str) -> bool {
    let ends = |c: char| !han::is_han(c) || "的以至到内前后起不标每".contains(c);
    let counted = COUNTED.iter().find_map(|unit| next.strip_prefix(unit));
    text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().filter(|c| han::is_han(*c)).count() >= SHORTEST_OPEN
        && counted.is_some_and(|rest| rest.starts_with(ends))
}

/// Whether a bracket is open at the end of one and closed in the other.
fn leaves_bracket_open(text: &str, next: &str) -> bool {
    [('（', '）'), ('《', '》')].into_iter().any(|(open, close)| {
        let left = text.matches(open).count() == text.matches(close).count() + 1;
        let first = next.find([open, close]);
        left && first.is_some_and(|at| next[at..].starts_with(close))
    })
}

/// Whether a paragraph begins with 并: that joins two predicates, and what 并 is the beginning of otherwise is no sentence's.
fn begins_inside(text: &str, next: &str) -> bool {
    let mut front = next.chars();
    let joins = front.next() == Some('并') && front.next().is_some_and(|c| !"购联列网发轨".contains(c));
    joins && text.chars().count() >= SHORTEST_OPEN * 2
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
    let length = text.chars().count();
    let inner = text.contains(['，', '。', '；']);
    length >= SHORTEST && (leans || inner) || length >= SHORTEST_LEANING && leans && inner
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

/// The blocks one after the other as running text goes on in them: pictures and the numbers of pages stand between.
pub(super) fn reading_order<'i>(inspected: &'i InspectedText<'_>) -> Vec<&'i TextBlock> {
    let beside = |block: &TextBlock| matches!(block.form, BlockForm::Field(ALT | POINTED));
    let picture = |block: &TextBlock| block.is_paragraph() && block.text.trim().is_empty();
    let blocks = inspected.blocks().iter();
    blocks
        .filter(|block| !(beside(block) || picture(block) || is_page_number(&block.text)))
        .collect()
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
    fn a_word_or_a_quantity_in_two_paragraphs_is_a_cut_however_short_they_are() {
        for (before, after) in [
            (
                "各乡镇要认真抓好各项补贴资金的发放并于每年年底以前报",
                "告县卫健局。",
            ),
            (
                "二、各村要认真抓好各项补贴资金的发放落实和监督检",
                "查工作并于每年年底前报告。",
            ),
            ("为了加强工作，各乡镇要按照县委的统", "一部署，抓好落实。"),
            ("为了做好这项工作，各乡镇要按照县委的", "要求，抓好落实。"),
            ("补贴标准为每人每年3600", "元，由县财政承担。"),
            ("符合条件的夫妻（包括再婚", "夫妻）可以申请补贴。"),
            (
                "（一）设立窗口专门负责受理群众提出的申请",
                "并及时审核上报县卫健局。",
            ),
        ] {
            assert!(cut(before, after), "{before}");
        }
        for (before, after) in [
            ("关于加强监督检查工作的通知", "告知承诺制要落实。"),
            ("各地的主要做法", "法律规定了国家的责任。"),
            ("咨询电话：0871-6123456", "人民政府要做好服务。"),
            ("活动时间：2026", "年轻人可以报名参加。"),
            ("县卫生健康局", "局部地区有雨。"),
            ("尊敬的各位代表，", "今天我们开会。"),
        ] {
            assert!(!cut(before, after), "{before}");
        }
    }

    #[test]
    fn a_heading_is_cut_where_a_word_is() {
        let block = |form, text: &str| TextBlock::elsewhere(form, text, 0..text.len(), text);
        let cut = |before: &str, after: &str| {
            is_cut(
                &block(BlockForm::Heading(2), before),
                &block(BlockForm::Paragraph, after),
            )
        };
        let rest = "幼儿，补贴标准为每孩每年三千六百元。";
        assert!(cut("一、补贴对象为户口在本县的三周岁以下的婴", rest));
        assert!(!cut("一、补贴对象为出生在本县，并且户口在本县的", rest));
        assert!(!cut("一、补贴对象和标准", rest));
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
