//! Punctuation by GB/T 15834, as far as it is certain; brackets and digits that are of two kinds on one page.

use super::quiet::once;
use super::traditional::{TRADITIONAL_CHARACTER, traditional};
use super::{InspectedText, Inspection};
use crate::base::{Diagnostic, han};
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { PUNCTUATION = "punctuation", Wording, Warning, adjustable: true;
    means "标点不对：连用两个，汉字中间和句末用半角，引号书名号不成对，`第一`、`（一）`、`1`、`①` 后面的顿号，发文字号的年份不在〔〕里；政策原文的不管", "Punctuation is wrong: marks written twice, half-width ones between Chinese or behind it at the end of a line, quotation or title marks without their pair, 、 behind 第一, （一）, 1 or ①, the year in the number of a document not in 〔〕; those in policies aside";
    mend "照提示改", "Correct it by the hint";
}

rule! { BRACKETS_MIXED = "brackets-mixed", Wording, Warning, adjustable: true;
    means "一页里中文旁边的括号有宽有窄：`（` 和 `(` 混用", "Brackets beside Chinese are both wide and narrow on one page: `（` and `(`";
    mend "中文里都用（）", "Use （） with Chinese";
}

rule! { DIGITS_MIXED = "digits-mixed", Wording, Warning, adjustable: true;
    means "一页里的阿拉伯数字有全角有半角", "Digits are both full-width and half-width on one page";
    mend "都用半角", "Use half-width digits";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "GB/T 15834、GB/T 15835",
    rules: &[
        &PUNCTUATION,
        &BRACKETS_MIXED,
        &DIGITS_MIXED,
        &TRADITIONAL_CHARACTER,
    ],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let Some(document) = inspected.document() else {
        return;
    };
    let prose: Vec<&TextBlock> = inspected
        .blocks()
        .iter()
        .filter(|block| block.is_prose())
        .collect();
    let tell = |block: &TextBlock, found: Found| {
        Diagnostic::new(&PUNCTUATION, inspected.span(block, found.at), found.told).hint(found.hint)
    };
    for block in &prose {
        report.extend(doubled(&block.plain()).map(|found| tell(block, found)));
        if !document.kind.clauses && !block.is_quoted {
            report.extend(number(block).map(|found| tell(block, found)));
            report.extend(of_document(&block.plain()).map(|found| tell(block, found)));
        }
    }
    if !document.kind.clauses {
        for (block, at, more) in once(inspected, &PUNCTUATION, narrow(&prose)) {
            report.push(tell(block, narrow_told(block, at, more)));
        }
    }
    report.extend(number_field(inspected));
    for pair in PAIRS {
        for (block, at, _) in once(inspected, &PUNCTUATION, unpaired(&prose, pair)) {
            report.push(tell(block, unpaired_told(block, at)));
        }
    }
    mixed(inspected, &prose, report);
    let tag = inspected.site.config.language.to_string();
    if document.language == crate::base::PageLanguage::Own && !tag.contains("Hant") && tag.starts_with("zh") {
        for block in &prose {
            report.extend(traditional(inspected, block));
        }
    }
}

/// What is wrong with punctuation, and where.
struct Found {
    at: Range<usize>,
    told: crate::base::Message,
    hint: crate::base::Message,
}

/// `。。`, `，，`, `，。`: never right, while `……`, `！！` and `——` are; of ！ and ？ there are three at most.
fn doubled(text: &str) -> Option<Found> {
    for mark in ["！！！！", "？？？？"] {
        if let Some(at) = text.find(mark) {
            let one = &mark[..'！'.len_utf8()];
            return Some(Found {
                at: at..at + mark.len(),
                told: message!("“{one}”连用了三个以上", "more than three “{one}” stand together"),
                hint: message!("留一个，最多三个", "leave one, or three at most"),
            });
        }
    }
    const MARKS: [char; 5] = ['。', '，', '、', '；', '：'];
    let mut before: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        if let Some((start, first)) = before.filter(|(_, first)| MARKS.contains(first) && MARKS.contains(&c))
        {
            let pair: String = [first, c].iter().collect();
            // 。。。 and 、、、 are poor dots, and told once.
            return Some(Found {
                at: start..at + c.len_utf8(),
                told: message!("标点连用“{pair}”", "the marks “{pair}” stand together"),
                hint: message!("留一个", "leave one of them"),
            });
        }
        before = Some((at, c));
    }
    None
}

/// The field `number` with its year in other brackets.
fn number_field(inspected: &InspectedText<'_>) -> Option<Diagnostic> {
    let mut blocks = inspected.blocks().iter();
    let front = blocks.find(|block| block.form == BlockForm::FrontMatter)?;
    let line = super::line_of(&front.text, "number")?;
    let Found { at, told, hint } = of_document(&front.text[line.clone()])?;
    let at = inspected.span(front, line.start + at.start..line.start + at.end);
    Some(Diagnostic::new(&PUNCTUATION, at, told).hint(hint))
}

/// Where marks are narrow though Chinese stands before them, and behind them unless the line ends.
fn narrow<'b>(blocks: &[&'b TextBlock]) -> Vec<(&'b TextBlock, Range<usize>)> {
    let blocks = blocks.iter().filter(|block| !block.is_quoted);
    let found = blocks.flat_map(|block| {
        let marks = narrow_marks(&block.plain()).into_iter();
        marks.map(move |at| (*block, at))
    });
    found.collect()
}

/// Of `more` others on the same page the number is told.
fn narrow_told(block: &TextBlock, at: Range<usize>, more: usize) -> Found {
    let mark = &block.text[at.clone()];
    let known = WIDE.iter().find(|(narrow, _)| mark.starts_with(*narrow));
    let wide = known.expect("only these are looked for").1;
    let (zh, en) = if ends_line(&block.text[at.end..]) {
        ("汉字后面", "behind")
    } else {
        ("汉字中间", "between")
    };
    let told = match more {
        0 => message!("{zh}是半角标点“{mark}”", "“{mark}” {en} Chinese is half-width"),
        _ => message!(
            "{zh}是半角标点“{mark}”，这一页还有 {more} 处",
            "“{mark}” {en} Chinese is half-width, and so are {more} more marks on this page"
        ),
    };
    let hint = message!("写成“{wide}”", "write “{wide}”");
    Found { at, told, hint }
}

/// Marks as they are between letters, and with Chinese; a full stop only where a line ends.
const WIDE: [(char, char); 6] = [
    (',', '，'),
    (';', '；'),
    ('?', '？'),
    ('!', '！'),
    (':', '：'),
    ('.', '。'),
];

fn narrow_marks(text: &str) -> Vec<Range<usize>> {
    let narrow = |(at, c): &(usize, char)| {
        let known = WIDE.iter().any(|(narrow, _)| narrow == c);
        let (head, rest) = (&text[..*at], text.get(at + 1..).unwrap_or(""));
        let before = |c: char| han::is_han(c) || matches!(c, '》' | '”' | '）');
        let behind = |c: char| han::is_han(c) || matches!(c, '《' | '“' | '（' | '》' | '”' | '）');
        // 电话:0912 has no letters on either side, and 9:00 no Chinese.
        let number =
            *c == ':' && head.ends_with(han::is_han) && rest.starts_with(|c: char| c.is_ascii_digit());
        let beside = ends_line(rest) || *c != '.' && rest.starts_with(behind);
        known && (number || head.ends_with(before) && beside)
    };
    text.char_indices()
        .filter(narrow)
        .map(|(at, _)| at..at + 1)
        .collect()
}

/// Whether nothing more stands in the line.
fn ends_line(rest: &str) -> bool {
    let rest = rest.trim_start_matches([' ', '\t', '\u{3000}']);
    rest.is_empty() || rest.starts_with('\n')
}

/// `[2026]12号`: the year in the number of a document stands in 〔〕. Cases of courts, （2020）最高法民申12号, are none.
fn of_document(text: &str) -> Option<Found> {
    text.match_indices('号').find_map(|(end, _)| {
        let digits = text[..end].trim_end_matches(|c: char| c.is_ascii_digit());
        let rest = digits.strip_suffix('第').unwrap_or(digits);
        let (open, close) = YEAR_BRACKETS
            .into_iter()
            .find(|(_, close)| rest.ends_with(*close))?;
        let inner = rest.strip_suffix(close)?;
        let year = inner.trim_end_matches(|c: char| c.is_ascii_digit());
        let before = year.strip_suffix(open)?;
        let is_year = inner.len() - year.len() == 4 && inner[year.len()..].starts_with(['1', '2']);
        let numbered = digits.len() < end && before.ends_with(han::is_han);
        (is_year && numbered).then(|| {
            let (year, number) = (&inner[year.len()..], &text[digits.len()..end]);
            Found {
                at: before.len()..end + '号'.len_utf8(),
                told: message!(
                    "发文字号的年份写在六角括号里",
                    "the year in the number of a document stands in 〔〕"
                ),
                hint: message!("写成 〔{year}〕{number}号", "write 〔{year}〕{number}号"),
            }
        })
    })
}

/// Brackets that the year in the number of a document stands in by mistake.
const YEAR_BRACKETS: [(char, char); 5] = [('[', ']'), ('［', '］'), ('【', '】'), ('(', ')'), ('（', '）')];

/// The number that a block begins with and the mark behind it.
fn number(block: &TextBlock) -> Option<Found> {
    if matches!(block.form, BlockForm::Cell(_) | BlockForm::Field(_)) {
        return None;
    }
    let text = &*block.plain();
    let (length, right) = if let Some(rest) = text.strip_prefix('第') {
        let number: usize = rest
            .chars()
            .take_while(|c| NUMERALS.contains(*c))
            .map(char::len_utf8)
            .sum();
        (3 + number, "，")
    } else if let Some(rest) = text.strip_prefix('（') {
        let number: usize = rest
            .chars()
            .take_while(|c| NUMERALS.contains(*c) || c.is_ascii_digit())
            .map(char::len_utf8)
            .sum();
        let close = if rest[number..].starts_with('）') {
            '）'.len_utf8()
        } else {
            return None;
        };
        (3 + number + close, "")
    } else if text.starts_with(is_circled) {
        ('①'.len_utf8(), "")
    } else {
        let number = text.bytes().take_while(u8::is_ascii_digit).count();
        if number > 2 {
            return None;
        }
        (number, ".")
    };
    let mark = length > 0 && text[length..].starts_with('、') && (right != "，" || length > 3);
    let next = text.get(length + '、'.len_utf8()..)?.chars().next()?;
    // 1、2、3 is a row of numbers, and so is 第一、第二.
    let begins = next.is_ascii_digit() || is_circled(next) || NUMERALS.contains(next);
    let row = begins || matches!(next, '第' | '（');
    (mark && !row).then(|| {
        let (written, right) = (&text[..length + 3], format!("{}{right}", &text[..length]));
        Found {
            at: 0..length + 3,
            told: message!(
                "序号后面不用顿号：“{written}”",
                "there is no 、 behind a number: “{written}”"
            ),
            hint: message!("写成“{right}”", "write “{right}”"),
        }
    })
}

/// Whether a character is a number in a circle.
fn is_circled(c: char) -> bool {
    ('①'..='⑳').contains(&c)
}

/// Numerals of an outline.
const NUMERALS: &str = "一二三四五六七八九十";

/// Marks that come in pairs.
const PAIRS: [(char, char); 3] = [('“', '”'), ('《', '》'), ('（', '）')];

/// Marks whose pair is missing, the first of each block. A quotation may go on over paragraphs: each begins with its mark, only
/// the last ends with one.
fn unpaired<'b>(blocks: &[&'b TextBlock], (open, close): (char, char)) -> Vec<(&'b TextBlock, Range<usize>)> {
    let at = |index: usize| blocks.get(index).map_or("", |block| block.text.trim_start());
    let found = blocks.iter().enumerate().filter_map(|(index, block)| {
        let first = lone(&block.plain(), open, close)?;
        let is_open = block.text[first..].starts_with(open);
        let quotation = open == '“';
        let closed_below = || {
            let mut below = blocks[index + 1..].iter();
            let next = below.find_map(|block| Some((block, lone(&block.plain(), open, close)?)));
            next.is_some_and(|(block, at)| block.text[at..].starts_with(close))
        };
        let goes_on = at(index + 1).starts_with('“') || at(index).starts_with('“') && closed_below();
        let whole = quotation && is_open && goes_on;
        (!whole).then(|| (*block, first..first + open.len_utf8()))
    });
    found.collect()
}

fn unpaired_told(block: &TextBlock, at: Range<usize>) -> Found {
    let mark = &block.text[at.clone()];
    let told = message!("“{mark}”没有配对", "“{mark}” has no pair");
    let hint = message!("补上另一半，或删去", "write the other one, or take it out");
    Found { at, told, hint }
}

/// Where the first mark stands whose pair is missing; `1）` and `一）` are numbers.
fn lone(text: &str, open: char, close: char) -> Option<usize> {
    let mut stack: Vec<usize> = Vec::new();
    for (at, c) in text.char_indices() {
        if c == open {
            stack.push(at);
        } else if c == close && stack.pop().is_none() {
            let before = text[..at].chars().next_back();
            let number = before.is_some_and(|c| c.is_ascii_alphanumeric() || NUMERALS.contains(c));
            if !(close == '）' && number) {
                return Some(at);
            }
        }
    }
    stack.first().copied()
}

/// Brackets beside Chinese: the first narrow one of each block on a page that has wide ones.
fn brackets<'b>(blocks: &[&'b TextBlock]) -> Vec<(&'b TextBlock, Range<usize>)> {
    let wide = blocks.iter().any(|block| block.text.contains('（'));
    let found = blocks.iter().filter(|_| wide).filter_map(|block| {
        let narrow = block.text.match_indices('(').find(|(at, _)| {
            let beside = |c: Option<char>| c.is_some_and(han::is_han);
            let code = block.code.iter().any(|code| code.contains(at));
            beside(block.text[at + 1..].chars().next()) && !code
        });
        narrow.map(|(at, _)| (*block, at..at + 1))
    });
    found.collect()
}

/// Full-width digits: the first ones of each block on a page that has half-width ones.
fn digits<'b>(blocks: &[&'b TextBlock]) -> Vec<(&'b TextBlock, Range<usize>)> {
    let half = blocks
        .iter()
        .any(|block| block.text.contains(|c: char| c.is_ascii_digit()));
    let wide = |c: char| ('０'..='９').contains(&c);
    let found = blocks.iter().filter(|_| half).filter_map(|block| {
        let at = block.plain().find(wide)?;
        let run = block.text[at..].chars().take_while(|c| wide(*c));
        Some((*block, at..at + run.map(char::len_utf8).sum::<usize>()))
    });
    found.collect()
}

/// Tells of brackets and digits of two kinds.
fn mixed(inspected: &InspectedText<'_>, blocks: &[&TextBlock], report: &mut Vec<Diagnostic>) {
    for (block, at, _) in once(inspected, &BRACKETS_MIXED, brackets(blocks)) {
        let told = message!(
            "这里用窄括号，同一页别处用宽括号",
            "this bracket is narrow, others on the page are wide"
        );
        report.push(
            Diagnostic::new(&BRACKETS_MIXED, inspected.span(block, at), told)
                .hint(message!("中文里都用（）", "use （） with Chinese")),
        );
    }
    for (block, at, _) in once(inspected, &DIGITS_MIXED, digits(blocks)) {
        let told = message!(
            "这里是全角数字，同一页别处是半角",
            "these digits are full-width, others on the page half-width"
        );
        report.push(
            Diagnostic::new(&DIGITS_MIXED, inspected.span(block, at), told)
                .hint(message!("都用半角", "use half-width digits")),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quotation_that_nothing_closes_is_told_though_its_paragraph_begins_with_it() {
        let told = |texts: &[&str]| {
            let block = |text: &&str| TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
            let blocks: Vec<TextBlock> = texts.iter().map(block).collect();
            let found = unpaired(&blocks.iter().collect::<Vec<_>>(), PAIRS[0]).into_iter();
            found.map(|(block, _)| block.text.clone()).next()
        };
        for (texts, expected) in [
            (&["“没有闭合的引号。"] as &[&str], Some("“没有闭合的引号。")),
            (
                &["“第一段没有闭合。", "第二段没有引号。"],
                Some("“第一段没有闭合。"),
            ),
            (
                &["有人说“没有闭合。", "第二段没有引号。"],
                Some("有人说“没有闭合。"),
            ),
            (&["“第一段。", "“第二段。”"], None),
        ] {
            assert_eq!(told(texts).as_deref(), expected, "{texts:?}");
        }
        assert_eq!(told(&["“第一条。", "第二条。”"]).as_deref(), Some("第二条。”"));
    }

    #[test]
    fn marks_between_chinese_are_wide_ones() {
        let found = |text: &str| narrow_marks(text).len();
        assert_eq!(found("时间:上午,地点;是吗?好!"), 5);
        assert_eq!(found("上午9:00, 见 https://example.org/?a=甲, A,B：甲"), 0);
        for text in [
            "婚假有几天?",
            "欢迎参加!",
            "如下:",
            "材料如下; ",
            "自公布之日起施行.",
            "他说“好!”",
        ] {
            assert_eq!(found(text), 1, "{text}");
        }
        for text in ["见 a.b.", "等...", "甲.乙", "GB/T 15834.", "时间 9:"] {
            assert_eq!(found(text), 0, "{text}");
        }
        assert!(doubled("真好！！！！").is_some() && doubled("真好！！！").is_none());
    }

    #[test]
    fn a_circled_number_has_no_mark_behind_it() {
        let found = |text: &str| {
            let block = TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
            number(&block).map(|found| text[found.at].to_owned())
        };
        assert_eq!(found("①、先登记").as_deref(), Some("①、"));
        assert_eq!(found("①、②都要").as_deref(), None);
    }

    #[test]
    fn the_year_in_the_number_of_a_document_stands_in_its_own_brackets() {
        let found = |text: &str| of_document(text).map(|found| text[found.at].to_owned());
        for (text, wrong) in [
            ("国计生协[2026]12号文件", Some("[2026]12号")),
            ("国计生协(2026) 12号", None),
            ("卫发【2026】第3号", Some("【2026】第3号")),
            ("卫发（2026）3号", Some("（2026）3号")),
            ("国计生协〔2026〕12号", None),
            ("（2020）最高法民申12号", None),
            ("见[2026]号、第3号、(12)3号、[2026]12号", None),
        ] {
            assert_eq!(found(text).as_deref(), wrong, "{text}");
        }
    }
}
