//! Characters that are not shown but do something: to a terminal, to the order of what stands beside them, to a line.

use std::borrow::Cow;
use std::fmt::Write;

/// Whether a character does something where it is shown: a control character (C0, C1, delete), an end of a line, or a mark that
/// embeds, overrides or isolates a direction. Marks that only say of which direction they are (U+200E, U+200F, U+061C) are
/// letters to a line, and are none.
pub fn is_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') || is_turning(c)
}

/// Whether a character embeds, overrides or isolates a direction.
pub fn is_turning(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A text for people to look at, with every such character written out: `<U+202E>`. Ends of lines (`\n`) and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    let stays = |c: char| matches!(c, '\n' | '\t') || !is_control(c);
    if text.chars().all(stays) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if stays(c) {
            out.push(c);
        } else {
            let _ = write!(out, "<U+{:04X}>", u32::from(c));
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_something_to_a_terminal_is_written_out_and_what_is_read_stays() {
        assert_eq!(
            visible("一\u{7}二\u{202e}三\u{9b}四\n\t"),
            "一<U+0007>二<U+202E>三<U+009B>四\n\t"
        );
        for text in ["婚假，3 天。", "ئۇيغۇر \u{200f}(2021)", "👨\u{200d}👩", "é"] {
            assert_eq!(visible(text), text);
        }
    }
}
