//! Marks of secrecy, and words that say that a text is not for the public or not yet settled.

use super::{FILE_NAME, GENERAL, InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;
use std::collections::BTreeSet;
use std::ops::Range;

rule! { SECRECY_MARK = "secrecy-mark", Veto, Error, adjustable: true;
    means "留着密级、“内部资料”一类的标记，或标题还是征求意见稿、送审稿", "A mark of secrecy or “for internal use” is left, or the title still says that it is a draft for comment";
    mend "核对能不能公开；能公开的删去标记，换成定稿", "Check whether it may be published; if so take the mark out and use the final text";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&SECRECY_MARK],
    text: Some(look),
    ..Inspection::NONE
};

/// Grades of secrecy, as they head a document.
const GRADES: [&str; 3] = ["绝密", "机密", "秘密"];

/// Words that a block says by itself, or nearly so, when it is not for the public.
const INTERNAL: [&str; 12] = [
    "仅供内部",
    "内部资料",
    "内部文件",
    "内部使用",
    "内部刊物",
    "内部传阅",
    "不得外传",
    "严禁外传",
    "请勿外传",
    "注意保密",
    "此件不公开",
    "此件不予公开",
];

/// What a text is called that is not settled.
const UNSETTLED: [&str; 5] = ["征求意见稿", "送审稿", "讨论稿", "审议稿", "修改稿"];

/// A mark stands in a block of its own; so many characters at most are one.
const MARK: usize = 24;

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let blocks: Vec<&TextBlock> = inspected
        .blocks()
        .iter()
        .filter(|block| block.is_prose())
        .collect();
    let explains = explained_grades(&blocks);
    for block in &blocks {
        let found = grade(&block.text)
            .or_else(|| alone(&block.text).filter(|_| !explains(block)))
            .or_else(|| not_public(&block.text))
            .or_else(|| grade_of_file(block))
            .or_else(|| internal(block))
            .or_else(|| unsettled(block));
        if let Some(at) = found {
            let words = &block.text[at.clone()];
            let told = message!("留着“{words}”", "“{words}” is left");
            report.push(
                Diagnostic::new(&SECRECY_MARK, inspected.span(block, at), told).hint(message!(
                    "核对能不能公开；能公开的删去标记、换成定稿",
                    "check whether it may be published; if so take the mark out and use the final text"
                )),
            );
        }
    }
}

/// `机密★1年`, `机密 ★ 10年`, `密级：秘密`.
fn grade(text: &str) -> Option<Range<usize>> {
    GRADES.iter().find_map(|grade| {
        let mut places = text.match_indices(grade);
        let is_mark = |(at, _): &(usize, &str)| {
            let starred = text[at + grade.len()..].trim_start().starts_with(['★', '☆']);
            let before = text[..*at].trim_end().strip_suffix(['：', ':']);
            starred || before.is_some_and(|before| before.trim_end().ends_with("密级"))
        };
        let (at, _) = places.find(is_mark)?;
        Some(at..at + grade.len())
    })
}

/// A grade that is a block by itself, set apart or not: `秘　密`.
fn alone(text: &str) -> Option<Range<usize>> {
    let solid: String = text.split_whitespace().collect();
    let start = text.len() - text.trim_start().len();
    GRADES.contains(&&*solid).then(|| start..text.trim_end().len())
}

/// Whether a grade stands by itself because the text tells what it is: with others, or in a table of their terms.
fn explained_grades(blocks: &[&TextBlock]) -> impl Fn(&TextBlock) -> bool + use<> {
    let is_cell = |block: &TextBlock| matches!(block.form, BlockForm::Cell(_));
    let solid = |block: &&TextBlock| -> String { block.text.split_whitespace().collect() };
    let said: BTreeSet<String> = blocks.iter().map(solid).collect();
    let several = GRADES.iter().filter(|grade| said.contains(**grade)).count() > 1;
    let terms = blocks
        .iter()
        .any(|block| is_cell(block) && block.text.contains("期限"));
    move |block| several || terms && is_cell(block)
}

/// How a document says of itself whether it is public: `信息公开选项：不予公开`.
fn not_public(text: &str) -> Option<Range<usize>> {
    const LABELS: [&str; 5] = ["公开选项", "公开属性", "公开方式", "公开类别", "公开形式"];
    let places = ["不予公开", "不公开"].into_iter();
    let mut found = places.filter_map(|words| Some(text.find(words)?..text.find(words)? + words.len()));
    found.find(|at| {
        let label = text[..at.start].trim_end().strip_suffix(['：', ':']);
        label.is_some_and(|label| LABELS.iter().any(|known| label.trim_end().ends_with(known)))
    })
}

/// Files whose names begin so are about secrecy, and no secrets.
const ABOUT_SECRECY: [&str; 10] = [
    "办法", "规定", "条例", "制度", "管理", "保护", "知识", "宣传", "教育", "培训",
];

/// `机密名单.pdf`, `（秘密）名单.pdf`: a grade at the beginning of the name of a file.
fn grade_of_file(block: &TextBlock) -> Option<Range<usize>> {
    if block.form != BlockForm::Field(FILE_NAME) || ABOUT_SECRECY.iter().any(|word| block.text.contains(word))
    {
        return None;
    }
    let bracketed = block.text.trim_start_matches(['（', '(', '【', '[']);
    let start = block.text.len() - bracketed.len();
    let grade = GRADES.iter().find(|grade| bracketed.starts_with(**grade))?;
    // 秘密花园 is a book.
    let sure = *grade != "秘密" || start > 0 || bracketed[grade.len()..].starts_with('，');
    sure.then(|| start..start + grade.len())
}

/// What a text says of itself that is not for the public.
const OF_ITSELF: [&str; 6] = ["本稿", "此稿", "本件", "此件", "本资料", "此资料"];

/// Whether a sentence is a mark: `内部资料，注意保存。`, `此件不公开。`, but not `内部文件由办公室保管。`
fn is_mark_with_stop(sentence: &str) -> bool {
    let inner = INTERNAL.iter().find_map(|words| sentence.strip_prefix(words));
    inner.is_some_and(|rest| rest.is_empty() || rest.starts_with(['，', '、', ' ']))
        || OF_ITSELF.iter().any(|words| sentence.starts_with(words))
}

fn internal(block: &TextBlock) -> Option<Range<usize>> {
    if block.text.chars().count() > MARK || matches!(block.form, BlockForm::Cell(_)) {
        return None;
    }
    let said = match block.text.trim().strip_suffix('。') {
        Some(sentence) if is_mark_with_stop(sentence) => sentence,
        _ => &*block.text,
    };
    let talks = said.contains(['。', '？', '《', '“']);
    let found = INTERNAL
        .iter()
        .find_map(|words| Some((block.text.find(words)?, words)));
    found.filter(|_| !talks).map(|(at, words)| at..at + words.len())
}

/// A title, a heading or a line that calls the text itself unsettled; a title that asks for comments on such a text does not.
fn unsettled(block: &TextBlock) -> Option<Range<usize>> {
    let named = matches!(block.form, BlockForm::Field("title") | BlockForm::Heading(_));
    let short = block.is_paragraph() && block.text.chars().count() <= MARK;
    if !(named || short) || block.text.contains(['《', '“', '。', '？', '：']) {
        return None;
    }
    let (at, words) = UNSETTLED
        .iter()
        .find_map(|words| Some((block.text.find(words)?, words)))?;
    let rest = &block.text[at + words.len()..];
    let is_mark = rest
        .trim_end()
        .trim_end_matches(['）', ')', '】', ']', '〕'])
        .is_empty();
    let bracketed = block.text[..at]
        .trim_end()
        .ends_with(['（', '(', '【', '[', '〔']);
    // A heading may speak of such texts.
    let alone = block.text.trim() == *words && !matches!(block.form, BlockForm::Heading(2..));
    (is_mark && (bracketed || alone)).then(|| at..at + words.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_that_ends_with_a_stop_is_one_and_a_sentence_about_such_texts_is_none() {
        let found = |form, text: &str| {
            let block = TextBlock::elsewhere(form, text, 0..text.len(), text);
            internal(&block).or_else(|| grade_of_file(&block)).is_some()
        };
        for text in [
            "内部资料，注意保存。",
            "本稿为征求意见稿，请勿外传。",
            "内部文件，不得外传。",
            "（此件不公开）",
            "内部资料",
            "仅供内部参考",
        ] {
            assert!(found(BlockForm::Paragraph, text), "{text}");
        }
        for text in [
            "内部文件由办公室保管。",
            "考生信息不得外传。",
            "请同志们注意保密。",
            "此件公开发布。",
        ] {
            assert!(!found(BlockForm::Paragraph, text), "{text}");
        }
        for (name, expected) in [
            ("机密名单，pdf", true),
            ("【秘密】名单，pdf", true),
            ("秘密，pdf", true),
            ("秘密花园，pdf", false),
            ("机密文件管理办法，pdf", false),
            ("保守国家秘密法，pdf", false),
        ] {
            assert_eq!(found(BlockForm::Field(FILE_NAME), name), expected, "{name}");
        }
    }

    #[test]
    fn a_table_of_grades_is_no_mark() {
        let explains = |cells: &[&str]| {
            let block = |text: &&str| TextBlock::elsewhere(BlockForm::Cell(false), text, 0..text.len(), text);
            let blocks: Vec<TextBlock> = cells.iter().map(block).collect();
            explained_grades(&blocks.iter().collect::<Vec<_>>())(&blocks[0])
        };
        assert!(explains(&["密级", "期限", "机密", "二十年"]) && explains(&["绝密", "机密"]));
        assert!(!explains(&["文件", "机密"]));
    }

    #[test]
    fn a_grade_is_a_mark_and_no_word_of_a_sentence() {
        for text in ["机密★1年", "机密 ★ 10年", "密级：秘密", "密级: 机密"] {
            assert!(grade(text).is_some(), "{text}");
        }
        for text in ["绝密", "秘　密", "秘 密"] {
            assert!(alone(text).is_some(), "{text}");
        }
        assert!(not_public("信息公开选项：不予公开").is_some() && not_public("公开属性: 不公开").is_some());
        assert!(not_public("公开方式：主动公开；不公开的理由").is_none());
        assert!(grade("应当保守国家秘密和商业秘密。").is_none());
    }
}
