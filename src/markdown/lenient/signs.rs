//! What a text holds, found in one pass: most texts need no repair and are parsed once.

use crate::base::numeral;

/// What a text holds that a repair may look for.
#[derive(Debug, Default)]
pub(in crate::markdown) struct Signs {
    /// A bit for each ASCII character that is in it.
    ascii: u128,
    /// First characters of its lines, behind blanks and `>`, that are neither letters nor digits.
    starts: Vec<char>,
    /// A line begins with a number, and numbers are no marks of clauses.
    pub number: bool,
    /// A line begins with a number or 第.
    pub counted: bool,
    /// It has a colon or 】, as labels have.
    pub colon: bool,
    /// A line stands right below another one.
    pub joined: bool,
    /// A number of three digits or more has `.` and a blank behind it.
    pub long_number: bool,
    /// A line begins with a tab or four blanks.
    pub indented: bool,
    /// A line begins with a blank that Markdown does not know, such as U+3000.
    pub wide: bool,
    /// It has characters of the full-width forms that stand for marks of Markdown.
    pub full: bool,
}

/// Full-width forms that stand for marks of Markdown: ＃ ＊ ［ ｛ ｝ 【.
fn is_full_mark(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xEF, 0xBC, 0x83 | 0x8A | 0xBB] | [0xEF, 0xBD, 0x9B | 0x9D] | [0xE3, 0x80, 0x90]
    )
}

/// Whether three digits stand before a point and a blank behind it.
fn is_long_number(bytes: &[u8], point: usize) -> bool {
    let digits = point.checked_sub(3).map(|start| &bytes[start..point]);
    digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_digit))
        && matches!(bytes.get(point + 1), Some(b' ' | b'\t'))
}

/// Blanks that are none to Markdown.
pub(super) fn is_wide_blank(c: char) -> bool {
    matches!(
        c,
        '\u{3000}' | '\u{A0}' | '\u{2002}'..='\u{200A}' | '\u{202F}' | '\u{205F}' | '\u{1680}'
    )
}

/// Any blank that stands within a line.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t') || is_wide_blank(c)
}

impl Signs {
    /// What a text holds; where it has `clauses`, numbers are theirs.
    pub fn of(text: &str, clauses: bool) -> Self {
        let mut signs = Self::default();
        let bytes = text.as_bytes();
        for (at, byte) in bytes.iter().enumerate() {
            match byte {
                0..0x80 => {
                    signs.ascii |= 1 << byte;
                    signs.long_number |= *byte == b'.' && is_long_number(bytes, at);
                }
                0xEF | 0xE3 => {
                    let sign = bytes.get(at..at + 3);
                    signs.full |= sign.is_some_and(is_full_mark);
                    signs.colon |= matches!(sign, Some([0xEF, 0xBC, 0x9A] | [0xE3, 0x80, 0x91]));
                }
                _ => {}
            }
        }
        let mut below = false;
        for line in text.lines() {
            signs.line(line);
            signs.joined |= below && !line.trim_start().is_empty();
            below = !line.trim_start().is_empty();
        }
        signs.colon |= signs.has(':');
        signs.counted |= signs.number;
        signs.number &= !clauses;
        signs
    }

    fn line(&mut self, line: &str) {
        let inner = line.trim_start_matches([' ', '>']);
        let blanks = &line[..line.len() - inner.len()];
        self.indented |= inner.starts_with('\t') || blanks.contains("    ");
        let bare = inner.trim_start_matches(|c| is_blank(c) || c == '>');
        self.wide |= inner[..inner.len() - bare.len()].contains(is_wide_blank);
        match bare.chars().next() {
            Some(c) if c.is_numeric() || numeral::is_numeral(c) || matches!(c, '（' | '(') => {
                self.number = true;
            }
            Some('第') => self.counted = true,
            Some(c) if !c.is_alphabetic() && !self.starts.contains(&c) && self.starts.len() < 64 => {
                self.starts.push(c);
            }
            _ => {}
        }
    }

    /// Whether an ASCII character is in it.
    pub fn has(&self, c: char) -> bool {
        c.is_ascii() && self.ascii & (1 << c as u32) != 0
    }

    /// Whether a line begins with one of these.
    pub fn starts_with(&self, one_of: &[char]) -> bool {
        self.starts.iter().any(|c| one_of.contains(c))
    }
}
