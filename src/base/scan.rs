//! Reading a text quickly: the library looks at many bytes at once, where `str` looks for one character by its last byte,
//! which in Chinese is that of many others.

use memchr::{memchr, memmem};

/// The lines of a text, each with the break that ends it.
pub fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let end = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        let (line, below) = rest.split_at(end);
        rest = below;
        Some(line).filter(|line| !line.is_empty())
    })
}

/// Where words stand first in a text.
pub fn find(text: &str, words: &str) -> Option<usize> {
    memmem::find(text.as_bytes(), words.as_bytes())
}

/// Whether words stand in a text.
pub fn contains(text: &str, words: &str) -> bool {
    find(text, words).is_some()
}

/// How many bytes the character has that a byte begins.
pub fn width(first: u8) -> usize {
    const WIDTHS: [u8; 16] = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 3, 4];
    usize::from(WIDTHS[usize::from(first >> 4)])
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn lines_and_places_are_those_that_the_standard_library_finds(text in "[甲：a\n\r 、]{0,40}", words in "[甲：\n]{1,2}") {
            assert!(lines(&text).eq(text.split_inclusive('\n')));
            assert_eq!(find(&text, &words), text.find(&words));
        }

        #[test]
        fn the_first_byte_tells_how_many_a_character_has(c in proptest::char::any()) {
            let mut bytes = [0; 4];
            assert_eq!(width(c.encode_utf8(&mut bytes).as_bytes()[0]), c.len_utf8());
        }
    }
}
