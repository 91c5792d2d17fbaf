//! Annexes: how a line names one, as its heading or in a list of them.

use crate::base::han::folded_mark;
use crate::base::numeral;

/// A line that begins with the name of an annex.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnnexLine<'t> {
    /// What people call it, with the number in digits: 附件, 附件1, 附表2, 附件1-1.
    pub name: String,
    /// Its number, as it is in its id; empty when it has none.
    pub number: String,
    /// A colon follows.
    pub colon: bool,
    /// Bytes of the name in the line, with the colon.
    pub mark: usize,
    /// What follows.
    pub rest: &'t str,
}

/// The words that annexes are called by.
const WORDS: [&str; 4] = ["附件", "附表", "附录", "附图"];

/// What stands between the word and the colon above a list of them.
const FETCHED: [&str; 4] = ["下载", "列表", "清单", "目录"];

/// What follows a number in a sentence about an annex: 附件1所列, 附件2的.
const GOES_ON: [char; 10] = ['所', '的', '中', '内', '规', '列', '和', '与', '及', '为'];

impl<'t> AnnexLine<'t> {
    /// The annex that a line names at its beginning. `None` for a sentence that goes on, and for 附则.
    pub fn of(line: &'t str) -> Option<Self> {
        let inner = line.trim_start_matches(|c: char| c.is_whitespace() || c == '*');
        if !inner.starts_with(['附', '*', '\u{FEFF}', '\u{200B}']) {
            return None;
        }
        let (text, ends) = folded_mark(inner, 20);
        let mut at = text.starts_with('附').then_some('附'.len_utf8())?;
        let gap = blanks(&text[at..]);
        let word = WORDS
            .into_iter()
            .find(|word| text[at + gap..].starts_with(&word['附'.len_utf8()..]));
        if word.is_some() {
            at += gap + '附'.len_utf8();
        }
        let gap = blanks(&text[at..]);
        let number = number(&text[at + gap..]);
        let mut said = String::new();
        if let (Some((number, length)), true) = (number, word.is_some()) {
            (at, said) = (at + gap + length, number);
        }
        // 附件下载：, what web pages call the list of them.
        at += FETCHED
            .iter()
            .find(|word| word_colon(&text[at..], word))
            .map_or(0, |word| word.len());
        let tail = &text[at..];
        let gap = blanks(tail);
        let colon = tail[gap..].starts_with(':');
        let end = if colon { at + gap + 1 } else { at };
        let mark = line.len() - inner.len() + end.checked_sub(1).map_or(0, |last| ends[last]);
        let rest = line[mark..].trim_matches(|c: char| c.is_whitespace() || c == '*');
        let numbered = !said.is_empty();
        let free = rest.is_empty()
            || colon
            || word.is_some() && (gap > 0 || rest.starts_with(['《', '（', '(', '—']))
            || numbered && is_title(rest);
        // A sentence may begin with the words, and a chapter is called 附则.
        let sentence = !colon && rest.chars().count() > 60;
        (free && !sentence).then(|| Self {
            name: format!("{}{said}", word.unwrap_or("附件")),
            number: said.to_ascii_lowercase(),
            colon,
            mark,
            rest,
        })
    }
}

/// The name of an annex that the name of a clause begins with, as [`AnnexLine::name`] has it, and its bytes. `text` has
/// no blanks, and its marks are folded.
pub(super) fn annex_name(text: &str) -> Option<(String, usize)> {
    let word = WORDS.into_iter().find(|word| text.starts_with(word))?;
    let rest = &text[word.len()..];
    // 附件一、（二）: the outline's 一、 of an annex without a number.
    let outlined = |length: usize| rest[length..].starts_with('、');
    match number(rest).filter(|(_, length)| !outlined(*length)) {
        Some((number, length)) => Some((format!("{word}{number}"), word.len() + length)),
        None => Some((word.to_owned(), word.len())),
    }
}

/// A number in digits or in Chinese, or a letter, with a second one behind a hyphen; and its bytes.
fn number(text: &str) -> Option<(String, usize)> {
    // 附件1一、: digits and Chinese numerals do not mix.
    let digits = text.starts_with(|c: char| c.is_ascii_digit());
    let length = text
        .find(|c: char| !numeral::is_numeral(c) || c.is_ascii_digit() != digits)
        .unwrap_or(text.len());
    let first = match numeral::parse(&text[..length]) {
        Some(n) if n < 1000 => n.to_string(),
        Some(_) => return None,
        None => {
            let letter = text.chars().next().filter(char::is_ascii_uppercase)?;
            let alone = !text[1..].starts_with(|c: char| c.is_ascii_alphanumeric());
            return alone.then(|| (letter.to_string(), 1));
        }
    };
    let second = text[length..].strip_prefix('-').map_or("", |rest| {
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        &rest[..end]
    });
    if second.is_empty() {
        Some((first, length))
    } else {
        Some((format!("{first}-{second}"), length + 1 + second.len()))
    }
}

/// Whether a text begins with a word and a colon.
fn word_colon(text: &str, word: &str) -> bool {
    text.strip_prefix(word)
        .is_some_and(|rest| rest.trim_start().starts_with(':'))
}

fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
}

/// Whether what follows the number right away is the title of the annex, and no sentence about it.
fn is_title(rest: &str) -> bool {
    rest.chars().count() <= 30 && !rest.contains(['。', '，', '；', '、']) && !rest.starts_with(GOES_ON)
}

/// How the names of files end that texts have as annexes.
const FILES: [&str; 16] = [
    "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "pdf", "ofd", "zip", "rar", "7z", "jpg", "png",
    "txt",
];

/// Whether a line is the name of a file: 申请表.docx, 1. 申请表.docx, 申请表.docx（下载）.
pub(super) fn is_file_name(line: &str) -> bool {
    let name = line.trim();
    let name = name
        .split_once(['（', '(', '\u{3000}'])
        .map_or(name, |(name, _)| name)
        .trim_end();
    let Some((stem, end)) = name.rsplit_once('.') else {
        return false;
    };
    !stem.is_empty()
        && name.chars().count() <= 80
        && !stem.contains(['，', '。', '；'])
        && FILES.iter().any(|file| end.eq_ignore_ascii_case(file))
}

/// Whether a line is the heading of a table of contents.
pub fn heads_contents(line: &str) -> bool {
    let bare: String = line
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '*' | '#' | '：' | ':'))
        .take(3)
        .collect();
    matches!(bare.as_str(), "目录" | "目次" | "目錄")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_names_an_annex_is_known() {
        for (line, name, rest) in [
            ("附件", "附件", ""),
            ("附件：", "附件", ""),
            ("附件1", "附件1", ""),
            ("附件１", "附件1", ""),
            ("附件一", "附件1", ""),
            ("**附件 2**", "附件2", ""),
            ("附 件", "附件", ""),
            ("附件1：申请表", "附件1", "申请表"),
            ("附件2　停车收费标准", "附件2", "停车收费标准"),
            ("附件2停车收费标准", "附件2", "停车收费标准"),
            ("附件1-2", "附件1-2", ""),
            ("附录A", "附录A", ""),
            ("附表3", "附表3", ""),
            ("附：", "附件", ""),
            ("附：收费标准", "附件", "收费标准"),
            ("附件：1.申请表 2.登记表", "附件", "1.申请表 2.登记表"),
        ] {
            let found = AnnexLine::of(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!((found.name.as_str(), found.rest), (name, rest), "{line}");
        }
    }

    #[test]
    fn a_sentence_or_a_chapter_is_no_annex() {
        for line in [
            "附则",
            "附　则",
            "附图中除必需的词语外，不应当含有其他文字",
            "附件1所列全国性法律",
            "附件1、附件2所列",
            "附加刑",
            "甲附件1",
            "附件所列的法律",
        ] {
            assert_eq!(AnnexLine::of(line), None, "{line}");
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_a_line_never_panics(line in "[附件表录：:1１一A\\-*　 \u{200B}所。甲]{0,12}") {
            let _ = AnnexLine::of(&line);
        }
    }
}
