//! Folding: what people type and what is in a text, in one form. The script does the same, and both
//! must pass one table of examples (`tests/search/vectors.json`).
//!
//! What cannot be seen is left out, radicals are characters; NFKC, lower case, simplified characters, 〇 as 零, 第31条 as 第三十一条. Marks between words are blanks.

use super::catalog::varints;
use super::text::packed;
use crate::base::{characters, han, numeral};
use std::borrow::Cow;
use std::sync::OnceLock;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Units of a law that may be counted in Arabic numerals.
const UNITS: &str = "编章节条款项";

/// A text in the form in which texts are compared.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let text = &*characters::bare(text);
    if !push_usual(text, &mut out) {
        out.clear();
        if is_nfkc_quick(text.chars()) == IsNormalized::Yes {
            text.chars().for_each(|c| out.push(plain(c)));
        } else {
            text.nfkc().for_each(|c| out.push(plain(c)));
        }
    }
    if out.bytes().any(|b| b.is_ascii_digit()) {
        in_words(&out)
    } else {
        out
    }
}

/// A text folded; one that is in that form already, as nearly all words of lists are, is not copied.
pub(super) fn folded(text: &str) -> Cow<'_, str> {
    let stays = |c: char| matches!(c, 'a'..='z' | '\u{4e00}'..='\u{9fff}') && c != '第' && simple(c) == c;
    if text.chars().all(stays) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(fold(text))
    }
}

/// Folds a text of nothing but [`usual`] characters, which is nearly every one: NFKC looks at each character three times.
fn push_usual(text: &str, out: &mut String) -> bool {
    text.chars().all(|c| {
        let usual = usual(c);
        out.extend(usual.map(plain));
        usual.is_some()
    })
}

/// The NFKC form of a character of Chinese texts, whatever stands beside it.
fn usual(c: char) -> Option<char> {
    match c {
        '\0'..='\u{7f}'
        | '\u{4e00}'..='\u{9fff}'
        | '、'
        | '。'
        | '〈'..='】'
        | '〔'
        | '〕'
        | '“'
        | '”'
        | '‘'
        | '’'
        | '—'
        | '·' => Some(c),
        '\u{3000}' => Some(' '),
        // ！ to ～, which are those of ASCII.
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0),
        _ => None,
    }
}

/// One character: simplified, in lower case, a blank when it is no part of a word.
fn plain(c: char) -> char {
    match c {
        'a'..='z' | '0'..='9' => c,
        'A'..='Z' => c.to_ascii_lowercase(),
        c if c.is_ascii() => ' ',
        '〇' | '○' => '零',
        c if han::is_han(c) => simple(c),
        c if is_wordy(c) => c.to_lowercase().next().unwrap_or(c),
        _ => ' ',
    }
}

/// Whether a character beyond ASCII is part of a word. The ranges are those of the script, whose language has
/// no tables of Unicode.
fn is_wordy(c: char) -> bool {
    !matches!(c,
        ..'\u{C0}' | '×' | '÷' | '\u{2000}'..='\u{2BFF}' | '\u{3000}'..='\u{3004}' | '\u{3006}'..='\u{303F}'
        | '\u{E000}'..='\u{F8FF}' | '\u{FE00}'..='\u{FE6F}' | '\u{FF00}'..='\u{FFFF}' | '\u{1F000}'..='\u{1FFFF}')
}

/// 第31条 as 第三十一条.
fn in_words(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('第') {
        let start = at + '第'.len_utf8();
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let passage = rest[digits..].chars().next();
        let number = rest[..digits]
            .parse::<u32>()
            .ok()
            .filter(|n| (1..10_000).contains(n));
        if let (Some(number), Some(passage)) = (number, passage)
            && UNITS.contains(passage)
        {
            out.push_str(&numeral::chinese(number));
            rest = &rest[digits..];
        }
    }
    out.push_str(rest);
    out
}

/// The first and the last character that may be traditional.
const HAN: (u32, u32) = (0x3400, 0x9fff);

/// The simplified form of a character, by its place in [`HAN`].
fn table() -> &'static [char] {
    static TABLE: OnceLock<Vec<char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table: Vec<char> = (HAN.0..=HAN.1).filter_map(char::from_u32).collect();
        // A line has a simplified character and the traditional ones that are written so.
        for line in han::TRADITIONAL.lines() {
            let mut chars = line.chars();
            if let Some(simplified) = chars.next() {
                chars.for_each(|c| table[place(c)] = simplified);
            }
        }
        table
    })
}

/// Where a character stands in the table.
fn place(c: char) -> usize {
    (c as u32).wrapping_sub(HAN.0) as usize
}

fn simple(c: char) -> char {
    table().get(place(c)).copied().unwrap_or(c)
}

/// [`simplified`] as a file: how far each character is behind the one before, then how far its simplified one is from it
/// (twice that, and one less where it is before it).
pub fn traditional_file() -> &'static [u8] {
    static FILE: OnceLock<Vec<u8>> = OnceLock::new();
    FILE.get_or_init(written)
}

fn written() -> Vec<u8> {
    let pairs = simplified();
    let codes = pairs.iter().map(|(from, _)| *from as u32);
    let gaps = std::iter::once(0).chain(codes.clone()).zip(codes);
    let far = |(from, to): &(char, char)| {
        let (from, to) = (*from as u32, *to as u32);
        if to > from {
            2 * (to - from)
        } else {
            2 * (from - to) - 1
        }
    };
    packed(&varints(
        gaps.map(|(before, code)| code - before)
            .chain(pairs.iter().map(far)),
    ))
}

/// Traditional characters and the simplified ones that they are folded to, and radicals that NFKC leaves as they are, in
/// the order of Unicode.
fn simplified() -> Vec<(char, char)> {
    let all = (HAN.0..=HAN.1).filter_map(char::from_u32);
    let radicals =
        characters::radicals().filter(|(radical, _)| std::iter::once(*radical).nfkc().eq([*radical]));
    let radicals = radicals.map(|(radical, other)| (radical, simple(other)));
    let simplified = all.map(|c| (c, simple(c))).filter(|(c, other)| c != other);
    radicals.chain(simplified).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn usual_characters_are_what_their_compatibility_form_is() {
        let usual: Vec<(char, char)> = ('\0'..='\u{ffff}').filter_map(|c| Some((c, usual(c)?))).collect();
        assert!(usual.len() > 21_000);
        for (c, form) in usual {
            assert!(std::iter::once(c).nfkc().eq([form]), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn texts_of_usual_characters_are_folded_as_by_their_compatibility_form(text in "[ -~ -ÿ，。（）％：“”·—、　第条Ａ-ｚ０-９一-鿿e\u{301}㈠①…]{0,12}") {
            let text = characters::bare(&text).into_owned();
            let by_form = in_words(&text.nfkc().map(plain).collect::<String>());
            prop_assert_eq!(fold(&text), by_form);
        }
    }

    #[test]
    fn what_is_folded_already_is_not_copied_and_anything_else_is_folded() {
        for (text, is_folded) in [
            ("婚假", true),
            ("b超看男女", true),
            ("第31條 ＡＢＣ", false),
            ("婚 假", false),
            ("假\u{200b}条", false),
            ("勞動", false),
            ("B超", false),
            ("3天", false),
        ] {
            assert_eq!(folded(text), fold(text));
            assert_eq!(matches!(folded(text), Cow::Borrowed(_)), is_folded, "{text}");
        }
    }
}
