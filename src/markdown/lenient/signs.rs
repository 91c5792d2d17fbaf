//! What a text holds, found in one pass: most texts need no repair and are parsed once.

use crate::base::{numeral, scan};

/// What a text holds that a repair may look for.
#[derive(Debug, Clone, Default)]
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
        signs.characters(text.as_bytes());
        let mut below = false;
        for line in scan::lines(text) {
            let line = line.strip_suffix('\n').unwrap_or(line);
            signs.line(line);
            let filled = !line.trim_start().is_empty();
            signs.joined |= below && filled;
            below = filled;
        }
        signs.counted |= signs.number;
        signs.number &= !clauses;
        signs
    }

    /// Takes in which characters there are. Two loops without a branch: of the second the compiler takes many bytes at once.
    fn characters(&mut self, bytes: &[u8]) {
        let mut there = [false; 256];
        for byte in bytes {
            there[usize::from(*byte)] = true;
        }
        for (byte, _) in there[..128].iter().enumerate().filter(|(_, there)| **there) {
            self.ascii |= 1 << byte;
        }
        let count = bytes.len().saturating_sub(2);
        let (mut colon, mut full) = (0, 0);
        if let (Some(second), Some(third)) = (bytes.get(1..=count), bytes.get(2..)) {
            for at in 0..count {
                let (a, b, c) = (bytes[at], second[at], third[at]);
                let (wide, further, mark) = (
                    (a == 0xEF) & (b == 0xBC),
                    (a == 0xEF) & (b == 0xBD),
                    (a == 0xE3) & (b == 0x80),
                );
                // ： 】
                colon |= u8::from(wide & (c == 0x9A) | mark & (c == 0x91));
                // ＃ ＊ ［, ｛ ｝, 【
                full |= u8::from(
                    wide & ((c == 0x83) | (c == 0x8A) | (c == 0xBB))
                        | further & ((c == 0x9B) | (c == 0x9D))
                        | mark & (c == 0x90),
                );
            }
        }
        self.colon = colon != 0 || self.has(':');
        self.full = full != 0;
        let points = || bytes.iter().enumerate().filter(|(_, byte)| **byte == b'.');
        self.long_number = self.has('.') && points().any(|(at, _)| is_long_number(bytes, at));
    }

    fn line(&mut self, line: &str) {
        let inner = line.trim_start_matches([' ', '>']);
        let blanks = &line[..line.len() - inner.len()];
        self.indented |= inner.starts_with('\t') || blanks.contains("    ");
        let bare = inner.trim_start_matches(|c| is_blank(c) || c == '>');
        self.wide |= inner[..inner.len() - bare.len()].contains(is_wide_blank);
        match bare.chars().next() {
            Some('第') => self.counted = true,
            Some(c) if c.is_numeric() || numeral::is_numeral(c) || matches!(c, '（' | '(') => {
                self.number = true;
            }
            // Most lines begin with a Chinese character; the tables of Unicode are slow to ask.
            Some('\u{4E00}'..='\u{9FFF}') => {}
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
