//! Words that stand where others are to come.

use super::{InspectedText, Inspection};
use crate::base::numeral::is_numeral;
use crate::base::{Diagnostic, han};
use crate::markdown::TextBlock;
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { PLACEHOLDER = "placeholder", Truth, Error, adjustable: true;
    means "留着占位的文字：`待补充`、`TODO`、`XX月XX日`、`此处填写`、`地址：____`", "Words are left that only hold a place: `待补充`, `TODO`, `XX月XX日`, `此处填写`, `地址：____`";
    mend "填上真的内容，或删去", "Write what is meant, or take it out";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&PLACEHOLDER],
    text: Some(look),
    ..Inspection::NONE
};

const WORDS: [&str; 22] = [
    "页面建设中",
    "栏目建设中",
    "内容正在建设中",
    "正在建设中，敬请期待",
    "待补充",
    "待填写",
    "待完善",
    "【待定】",
    "【待补】",
    "【待核实】",
    "此处填写",
    "此处插入",
    "此处省略",
    "请在此处",
    "在此输入",
    "点击此处添加",
    "请填写",
    "TODO",
    "TBD",
    "FIXME",
    "lorem ipsum",
    "Lorem ipsum",
];

/// Signs for what is to come. In policies they are part of a form, or stand for a name that is not told.
const SIGNS: [&str; 5] = ["XXX", "X月X日", "××月", "×月×日", "○○月"];

/// What a row of signs stands before, where a name, a number or a day is to come: XX人, ○○镇.
const SIGNED: &str = "年月日省市县区镇乡村人名户元";

/// Two signs or more before a word of which they are the missing part; the number of a telephone in signs. Zeros of a year are
/// none: 二〇〇〇年.
fn signs(text: &str) -> Option<Range<usize>> {
    let mut start = 0;
    while let Some(at) = text[start..].find(is_sign).map(|at| start + at) {
        let first = text[at..].chars().next()?;
        let end = text.len() - text[at..].trim_start_matches(first).len();
        let count = text[at..end].chars().count();
        let behind = text[end..].chars().next();
        let apart = !text[..at].ends_with(|c: char| c.is_alphanumeric() && !han::is_han(c) || is_numeral(c));
        let number = text[end..]
            .strip_prefix('-')
            .filter(|_| matches!(first, 'x' | 'X'))
            .map(|rest| {
                let length = rest.len() - rest.trim_start_matches(first).len();
                end + 1 + length
            });
        match number {
            Some(number) if count >= 3 && number > end + 6 && apart => return Some(at..number),
            _ if count >= 2 && apart && behind.is_some_and(|c| SIGNED.contains(c)) => {
                return Some(at..end + behind.map_or(0, char::len_utf8));
            }
            _ => start = end,
        }
    }
    None
}

fn is_sign(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ' | '○' | '〇')
}

/// What asks whoever fills in.
const ASKS: &str = "请填写";

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let policy = inspected.document().is_some_and(|document| document.kind.clauses);
    let words: Vec<&str> = if policy {
        WORDS.to_vec()
    } else {
        WORDS.iter().chain(&SIGNS).copied().collect()
    };
    let prose = || inspected.blocks().iter().filter(|block| block.is_prose());
    let blanks = prose().map(|block| blanks(block).len()).sum::<usize>();
    let told = inspected
        .document()
        .is_some_and(|document| TOLD_OF_BLANKS.contains(&&*document.kind.name) && blanks <= MOST_BLANKS);
    for block in prose() {
        let blank = || told.then(|| self::blanks(block).into_iter().next()).flatten();
        let signed = || signs(&block.plain()).filter(|_| !policy);
        if let Some(at) = found(&block.plain(), &words).or_else(signed).or_else(blank) {
            let words = &block.text[at.clone()];
            let told = message!("留着“{words}”", "“{words}” is left");
            report.push(
                Diagnostic::new(&PLACEHOLDER, inspected.span(block, at), told).hint(message!(
                    "填上真的内容，或删去",
                    "write what is meant, or take it out"
                )),
            );
        }
    }
}

/// Kinds of pages that hold no form to be printed and filled in by hand.
const TOLD_OF_BLANKS: [&str; 6] = ["news", "event", "place", "campaign", "explainer", "question"];

/// A form has more blanks.
const MOST_BLANKS: usize = 2;

/// What the page itself is to say; names and wishes are for readers to fill in.
const LABELS: [&str; 9] = [
    "地址",
    "地点",
    "时间",
    "日期",
    "电话",
    "热线",
    "联系人",
    "责任编辑",
    "来源",
];

/// Where a line is drawn behind a colon for what is to come, 地址：____ or 电话：×××, and where a day has only its signs:
/// 2026年 月 日.
fn blanks(block: &TextBlock) -> Vec<Range<usize>> {
    let (text, line) = (&*block.text, |c: char| matches!(c, '_' | '＿' | '×'));
    let mut found = Vec::new();
    for (at, colon) in text.match_indices(['：', ':']) {
        let rest = text[at + colon.len()..].trim_start_matches(' ');
        let start = text.len() - rest.len();
        let length = rest.len() - rest.trim_start_matches(line).len();
        let labelled = LABELS.iter().any(|label| text[..at].ends_with(label));
        let code = block.code.iter().any(|code| code.contains(&start));
        if labelled && !code && rest[..length].chars().nth(1).is_some() {
            found.push(start..start + length);
        }
    }
    for (at, _) in text.match_indices('年') {
        let rest = &text[at + '年'.len_utf8()..];
        let month = rest.trim_start_matches(BLANKS);
        let Some(day) = month.strip_prefix('月') else {
            continue;
        };
        let end = day.trim_start_matches(BLANKS).strip_prefix('日');
        if let Some(behind) = end.filter(|_| month.len() < rest.len() && day.starts_with(BLANKS)) {
            found.push(at..text.len() - behind.len());
        }
    }
    found
}

/// Blanks that are left for digits.
const BLANKS: [char; 4] = [' ', '\u{3000}', '\u{a0}', '_'];

/// The first placeholder that is no part of a longer word of letters, and of which the text does not talk in quotation marks.
fn found(text: &str, words: &[&str]) -> Option<Range<usize>> {
    let places = words.iter().flat_map(|word| text.match_indices(*word));
    let letter = |c: char| c.is_ascii_alphanumeric();
    let mut found: Vec<Range<usize>> = places
        .map(|(at, word)| at..at + word.len())
        .filter(|at| {
            let ascii = text[at.clone()].starts_with(letter);
            let joined =
                text[..at.start].ends_with(letter) || text[at.end..].starts_with(|c| letter(c) && c != 'X');
            let quoted = text[..at.start].ends_with(['“', '「', '`', '"']);
            let asks = &text[at.clone()] == ASKS && !asks_author(text, at);
            let waits = text[at.start..].starts_with('待') && !is_alone(text, at);
            !(quoted || asks || waits || ascii && joined)
        })
        .collect();
    found.sort_by_key(|at| at.start);
    found.into_iter().next()
}

/// Brackets that what is to come stands in.
const OPEN: [char; 4] = ['（', '(', '【', '['];
const CLOSED: [char; 4] = ['）', ')', '】', ']'];

/// 请填写姓名 asks the reader; alone, in brackets, or in brackets where the value of a label is to stand, it asks the author:
/// 单位：（请填写单位名称）.
fn asks_author(text: &str, at: &Range<usize>) -> bool {
    let rest = text[at.end..].trim_end();
    let before = text[..at.start].strip_suffix(OPEN).map(str::trim_end);
    let in_place = before.is_some_and(|before| before.is_empty() || before.ends_with(['：', ':']));
    let closed = rest
        .find(CLOSED)
        .is_some_and(|end| rest[..end].chars().count() <= 8);
    rest.is_empty() || rest.starts_with(CLOSED) || rest.starts_with('…') || in_place && closed
}

/// Whether 待补充 stands by itself: 等待补充材料 and 有待完善 are words of a sentence.
fn is_alone(text: &str, at: &Range<usize>) -> bool {
    let sentence = text[..at.start].ends_with([
        '等', '期', '有', '亟', '尚', '仍', '还', '急', '正', '且', '对', '接',
    ]);
    let ends = |c: char| !han::is_han(c) || matches!(c, '中' | '内');
    !sentence && (text[at.end..].is_empty() || text[at.end..].starts_with(ends))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::BlockForm;

    #[test]
    fn what_waits_in_a_sentence_is_no_placeholder() {
        for text in ["群众等待补充材料的通知", "制度有待完善。", "待补充材料清单"] {
            assert!(found(text, &WORDS).is_none(), "{text}");
        }
        for text in [
            "待补充",
            "联系电话：待补充。",
            "（待完善）",
            "单位：（请填写单位名称）",
        ] {
            assert!(found(text, &WORDS).is_some(), "{text}");
        }
        assert!(found("姓名（请填写真实姓名）", &WORDS).is_none());
    }

    #[test]
    fn signs_stand_for_what_is_to_come_before_what_they_are_a_part_of() {
        for (text, expected) in [
            ("电话：xxx-xxxxxxxx", Some("xxx-xxxxxxxx")),
            ("○○镇人民政府", Some("○○镇")),
            ("共XX人参加", Some("XX人")),
            ("XX市XX区", Some("XX市")),
            ("二〇〇〇年，二○○○年", None),
            ("XX染色体、x轴、2xx年", None),
        ] {
            assert_eq!(signs(text).map(|at| &text[at]), expected, "{text}");
        }
    }

    #[test]
    fn what_is_still_to_be_settled_stands_in_brackets() {
        assert!(found("地点：【待定】", &WORDS).is_some());
        assert!(found("具体时间待定，另行通知。", &WORDS).is_none());
        assert!(found("电话：请填写", &WORDS).is_some() && found("地点（请填写）", &WORDS).is_some());
        assert!(found("登录平台，请填写本人姓名。", &WORDS).is_none());
    }

    #[test]
    fn a_line_that_is_drawn_behind_a_colon_is_to_be_filled_in() {
        let found = |text: &str| {
            let block = TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
            blanks(&block).len()
        };
        assert_eq!(found("地址：____"), 1);
        assert_eq!(found("联系电话： ＿＿＿　时间：__"), 2);
        assert_eq!(found("联系人：×××，2026年　月　日"), 2);
        assert_eq!(found("2026年 5 月 1 日，3年，月月日日，共2年 月"), 0);
        assert_eq!(found("姓名：____，地址：人民路_1号，见 a__b：甲"), 0);
    }
}
