//! Classes of characters that Chinese typesetting asks for.

use super::characters::is_invisible;
use super::numeral;
use std::collections::HashMap;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// Simplified characters, each with the traditional and variant ones that are written so, a line each.
pub const TRADITIONAL: &str = include_str!("traditional.txt");

/// Variants that are standard characters again since 2013: in names, and in 二噁英.
const NAMES: &str = "噁甯昇堃喆邨甦祇迺絜淼皙劼犇";

/// The simplified form of a character that a text in simplified characters does not have; `None` for one that it may have,
/// as 著 and 乾.
pub fn simplified(c: char) -> Option<char> {
    static TABLE: OnceLock<HashMap<char, char>> = OnceLock::new();
    let table = TABLE.get_or_init(|| {
        let is_simplified = super::encoding::is_simplified;
        let lines = TRADITIONAL.lines().filter_map(|line| {
            let mut chars = line.chars();
            Some((chars.next()?, chars))
        });
        lines
            .flat_map(|(right, others)| others.map(move |other| (other, right)))
            .filter(|(other, right)| {
                is_simplified(*right) && !is_simplified(*other) && !NAMES.contains(*other)
            })
            .collect()
    });
    is_han(c).then(|| table.get(&c).copied()).flatten()
}

/// A Han character (ideographs and their extensions, 〇, 々).
pub fn is_han(c: char) -> bool {
    matches!(c,
        '\u{4E00}'..='\u{9FFF}' | '\u{3400}'..='\u{4DBF}' | '\u{20000}'..='\u{323AF}'
        | '\u{F900}'..='\u{FAFF}' | '〇' | '々')
}

/// Punctuation set in Chinese text: full-width marks, and the quotes, dashes and ellipses that
/// Chinese shares with Latin scripts.
pub fn is_chinese_punctuation(c: char) -> bool {
    matches!(c,
        '\u{3001}'..='\u{3003}' | '\u{3008}'..='\u{3011}' | '\u{3014}'..='\u{301F}' | '\u{FF01}'..='\u{FF0F}'
        | '\u{FF1A}'..='\u{FF20}' | '\u{FF3B}'..='\u{FF3D}' | '\u{FF3F}' | '\u{FF5B}'..='\u{FF65}'
        | '“' | '”' | '‘' | '’' | '—' | '…' | '·' | '\u{3000}')
}

/// Any character that takes part in Chinese, Japanese or Korean text: East Asian wide, full-width or
/// half-width forms and Hangul, but not emoji (the CJK-friendly amendment to CommonMark).
pub fn is_cjk(c: char) -> bool {
    is_han(c)
        || matches!(c,
            '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{303E}' | '\u{3041}'..='\u{33FF}'
            | '\u{A000}'..='\u{A4CF}' | '\u{A960}'..='\u{A97F}' | '\u{AC00}'..='\u{D7FF}'
            | '\u{FE10}'..='\u{FE1F}' | '\u{FE30}'..='\u{FE6F}' | '\u{FF01}'..='\u{FFEE}' | '\u{4DC0}'..='\u{4DFF}'
            | '\u{16FE0}'..='\u{18D1E}' | '\u{1AFF0}'..='\u{1B2FB}' | '\u{1F200}'..='\u{1F265}' | '\u{323B0}'..='\u{3FFFD}')
}

/// Hangul and Yi, whose words are apart by blanks.
fn is_spaced(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' | '\u{A000}'..='\u{A4CF}' | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' | '\u{FFA0}'..='\u{FFDC}')
}

/// A newline between two such characters is nothing, not a space.
pub fn joins_without_space(before: char, after: char) -> bool {
    let joins = |c| is_han(c) || is_chinese_punctuation(c) || is_cjk(c) && !is_spaced(c);
    joins(before) && joins(after)
}

/// The mark that a line begins with, as its writer meant it, for those who compare it: nothing for what shows nothing,
/// narrow forms for wide ones, `(一)` for ㈠, 第 for 笫, simplified forms for traditional ones, 一 for a dash and 〇 for a
/// letter where a numeral stands.
///
/// With it the end, in bytes of `line`, of the character that each byte of the answer is made of. At most `most`
/// characters are read.
pub fn folded_mark(line: &str, most: usize) -> (String, Vec<usize>) {
    let mut text = String::with_capacity(3 * most);
    let mut ends = Vec::with_capacity(3 * most);
    for (at, c) in line.char_indices().take(most) {
        if is_invisible(c) {
            continue;
        }
        let before = text.chars().next_back();
        let counting = before.is_some_and(|c| numeral::is_numeral(c) || c == '第');
        let opened = before.is_none_or(|c| c == '第' || c == '(') || counting;
        let plain = match c {
            '笫' | '苐' => '第',
            '條' => '条',
            '丶' if counting => '、',
            '項' => '项',
            '節' => '节',
            '編' => '编',
            '—' | '―' | '─' | '－' | '–' | 'ー' if opened => '一',
            'O' | 'o' | 'Ｏ' | '○' | '◯' if counting => '〇',
            c => c,
        };
        match plain {
            // What is in nearly every line; the tables of Unicode are slow to ask.
            '\0'..='\x7F' | '\u{4E00}'..='\u{9FFF}' | '〇' | '、' | '。' | '《' | '》' | '“' | '”' => {
                text.push(plain)
            }
            '\u{3000}' => text.push(' '),
            '，' => text.push(','),
            '；' => text.push(';'),
            '（' => text.push('('),
            '）' => text.push(')'),
            _ => text.extend(plain.nfkc()),
        }
        ends.resize(text.len(), at + c.len_utf8());
    }
    (text, ends)
}

/// How long a text is for people: every Han character counts one, every run of other letters and
/// digits counts one.
pub fn count(text: &str) -> usize {
    let (mut total, mut inside) = (0, false);
    let (bytes, mut at) = (text.as_bytes(), 0);
    while let Some(first) = bytes.get(at) {
        // By the first bytes: nearly all characters are Han, ASCII or marks of Chinese; the others are asked more about.
        let (han, wordy, width) = match first {
            0..0x80 => (false, first.is_ascii_alphanumeric(), 1),
            0xE5..=0xE9 => (true, false, 3),
            0xE4 if bytes[at + 1] >= 0xB8 => (true, false, 3),
            0xEF if bytes[at + 1] == 0xBC && matches!(bytes[at + 2], 0x88 | 0x89 | 0x8C | 0x9A | 0x9B) => {
                (false, false, 3)
            }
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                (is_han(c), is_wordy(c), c.len_utf8())
            }
        };
        total += usize::from(han || wordy && !inside);
        (inside, at) = (wordy && !han, at + width);
    }
    total
}

/// A letter or digit. Marks of Chinese text are distinguished first: they are many, and the tables of
/// Unicode are slow to ask.
fn is_wordy(c: char) -> bool {
    match c {
        c if c.is_ascii() => c.is_ascii_alphanumeric(),
        '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{3003}' | '\u{3008}'..='\u{3020}' => false,
        '\u{FF01}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF20}' => false,
        c => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_han_characters_and_words() {
        assert_eq!(count("婚育新风 into ten thousand homes，2026年"), 10);
    }

    #[test]
    fn a_mark_is_read_as_it_looks() {
        for (line, meant) in [
            ("第\u{200B}二\u{AD}条", "第二条"),
            ("笫⼆條", "第二条"),
            ("第—百O三条", "第一百〇三条"),
            ("—、总", "一、总"),
            ("㈠甲", "(一)甲"),
            ("⑴甲", "(1)甲"),
            ("（１）", "(1)"),
            ("︵一︶", "(一)"),
            ("第３１条　甲", "第31条 甲"),
        ] {
            let (text, ends) = folded_mark(line, 20);
            assert_eq!(text, meant, "{line}");
            assert_eq!((text.len(), ends.last()), (ends.len(), Some(&line.len())));
        }
    }

    #[test]
    fn quotes_join_only_chinese_neighbours() {
        assert!(joins_without_space('“', '三'));
        assert!(joins_without_space('，', '在'));
        assert!(!joins_without_space('a', '三'));
    }
}
