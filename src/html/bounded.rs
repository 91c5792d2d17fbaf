//! What html5gum is given to read: a tag with more attributes than any page has goes on with blanks.
//!
//! What html5gum 0.9 needs of the stack is not bounded by itself, and a program that has none left ends at once.

use html5gum::{Readable, Reader, StringReader};
use std::cell::Cell;
use std::convert::Infallible;

/// Attributes of a tag that are read; the others are a part of the tag that nobody looks into.
pub(super) const MOST_ATTRIBUTES: usize = 100;

/// From where to where a text is blank, in bytes.
pub(super) type Blank = Cell<(usize, usize)>;

/// Reads a text in which what stands between the two places is blank.
pub(super) struct BoundedReader<'h> {
    inner: StringReader<'h>,
    at: usize,
    blank: &'h Blank,
}

impl<'h> BoundedReader<'h> {
    /// Reads `html`.
    pub fn new(html: &'h str, blank: &'h Blank) -> Self {
        Self {
            inner: html.to_reader(),
            at: 0,
            blank,
        }
    }

    fn is_blank(&self) -> bool {
        let (start, end) = self.blank.get();
        start <= self.at && self.at < end
    }
}

impl Reader for BoundedReader<'_> {
    type Error = Infallible;

    fn read_byte(&mut self) -> Result<Option<u8>, Infallible> {
        let blank = self.is_blank();
        let byte = self.inner.read_byte()?;
        self.at += usize::from(byte.is_some());
        Ok(byte.map(|byte| if blank { b' ' } else { byte }))
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, Infallible> {
        let found = !self.is_blank() && self.inner.try_read_string(text, case_sensitive)?;
        self.at += if found { text.len() } else { 0 };
        Ok(found)
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        char_buf: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, Infallible> {
        if self.is_blank() {
            let Some(byte) = self.read_byte()? else {
                return Ok(None);
            };
            char_buf[0] = byte;
            return Ok(Some(&char_buf[..1]));
        }
        let found = self.inner.read_until(needle, char_buf)?;
        self.at += found.map_or(0, <[u8]>::len);
        Ok(found)
    }
}

/// What of a tag is not read, when an attribute that begins at `at` is one too many: all behind this one, which may be
/// half read already.
pub(super) fn rest_of_tag(html: &str, at: usize) -> (usize, usize) {
    let bytes = html.as_bytes();
    let start = end_of_attribute(bytes, at);
    let mut end = start;
    loop {
        end += while_in(&bytes[end..], |byte| is_blank(byte) || byte == b'/');
        if matches!(bytes.get(end), None | Some(b'>')) {
            return (start, end);
        }
        end = end_of_attribute(bytes, end);
    }
}

fn end_of_attribute(bytes: &[u8], at: usize) -> usize {
    // The first sign of a name may be `=`.
    let name = at + 1;
    let name = name
        + while_in(&bytes[name..], |byte| {
            !is_blank(byte) && !matches!(byte, b'/' | b'>' | b'=')
        });
    let sign = name + while_in(&bytes[name..], is_blank);
    if bytes.get(sign) != Some(&b'=') {
        return name;
    }
    let value = sign + 1 + while_in(&bytes[sign + 1..], is_blank);
    match bytes.get(value) {
        Some(quote @ (b'"' | b'\'')) => {
            let inside = value + 1;
            (inside + while_in(&bytes[inside..], |byte| byte != *quote) + 1).min(bytes.len())
        }
        _ => value + while_in(&bytes[value..], |byte| !is_blank(byte) && byte != b'>'),
    }
}

fn is_blank(byte: u8) -> bool {
    byte.is_ascii_whitespace()
}

fn while_in(bytes: &[u8], is_in: impl Fn(u8) -> bool) -> usize {
    bytes.iter().take_while(|byte| is_in(**byte)).count()
}
