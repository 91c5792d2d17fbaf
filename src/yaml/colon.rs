//! Colons that do not end a field's name as YAML wants it: full-width ones, and those without a blank behind them.

use super::{YAML_BROKEN, key};
use crate::base::{Diagnostic, Span};
use crate::message;
use std::ops::Range;
use std::sync::Arc;

/// A field that YAML took for a part of the value above it, because its colon is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Swallowed {
    /// The field's name.
    pub name: String,
    /// Where its colon is.
    pub colon: Range<usize>,
}

impl Swallowed {
    /// What is said of it.
    pub fn told(&self, file: &Arc<str>) -> Diagnostic {
        told(file, self.colon.clone()).hint(message!(
            "换成半角的“: ”，冒号后空一格，和上一个字段对齐；真是上一行的文字，上一行的值整个加引号",
            "use `: `, a half-width colon and a space, and the indentation of the field above; if it belongs to the text above, put quotes around that text"
        ))
    }
}

/// The first full-width colon behind what looks like a field's name at the beginning of a line: an English word, a Chinese word for a
/// field, or the name of a fact that has nothing else on its line.
pub(super) fn full_width(yaml: &str) -> Option<usize> {
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let name = line.trim_start_matches([' ', '-']);
        let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let length = name.find(|c: char| !is_word(c)).unwrap_or(0);
        if length > 0 && name[length..].starts_with('：') {
            return Some(at + line.len() - name.len() + length);
        }
        if let Some(length) = key::before_full_width(name) {
            return Some(at + line.len() - name.len() + length);
        }
        let fact = line.trim_end().strip_suffix('：').filter(|fact| !fact.is_empty());
        if let Some(fact) = fact.filter(|fact| fact.chars().all(char::is_alphanumeric)) {
            return Some(at + fact.len());
        }
        at += line.len();
    }
    None
}

/// The first half-width colon that its value clings to, behind a field's name at the beginning of a line: `title:通知`. The
/// colons of addresses and of times are none.
pub(super) fn clinging(yaml: &str) -> Option<usize> {
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let name = line.trim_start_matches([' ', '-']);
        let length = field(name);
        let value = name[length..]
            .strip_prefix(':')
            .and_then(|rest| rest.chars().next());
        if length > 0 && value.is_some_and(|first| !first.is_whitespace() && first != '/') {
            return Some(at + line.len() - name.len() + length);
        }
        at += line.len();
    }
    None
}

/// How long the field's name is that a text begins with, in bytes: small letters only, as all of ours.
fn field(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_lowercase() || c == '_'))
        .unwrap_or(text.len())
}

/// The field that a text holds at the beginning of one of its further lines. `source` begins where the text may begin.
pub(super) fn swallowed(text: &str, source: &str) -> Option<Swallowed> {
    if !text.contains(['：', ':']) || opens(source).is_some_and(|first| "\"'|>[{".contains(first)) {
        return None;
    }
    let mut at = 0;
    for line in source.split_inclusive('\n') {
        let name = line.trim_start();
        let length = field(name);
        let start = at + line.len() - name.len();
        let colon = name[length..].chars().next().filter(|c| matches!(c, '：' | ':'));
        // What YAML joined has one blank for the end of the line and the blanks around it.
        if let (Some(colon), true) = (colon, at > 0 && length > 0)
            && text.contains(&format!(" {}", name.trim_end()))
        {
            let end = start + length;
            return Some(Swallowed {
                name: name[..length].to_owned(),
                colon: end..end + colon.len_utf8(),
            });
        }
        at += line.len();
    }
    None
}

/// The first character of a value behind its key.
fn opens(source: &str) -> Option<char> {
    source.trim_start_matches([':', ' ', '\n', '-']).chars().next()
}

/// What is said of a colon that is not as it should be; without a way out when there is none but one.
pub(super) fn misplaced(file: &Arc<str>, at: usize, sign: char) -> Diagnostic {
    told(file, at..at + sign.len_utf8()).hint(message!(
        "换成半角的“: ”，冒号后空一格",
        "use `: `, a half-width colon and a space"
    ))
}

fn told(file: &Arc<str>, at: Range<usize>) -> Diagnostic {
    let message = if at.len() > 1 {
        message!(
            "字段名后面是全角冒号",
            "a full-width colon follows a field's name"
        )
    } else {
        message!(
            "字段名的冒号后面没有空格",
            "no space follows the colon behind a field's name"
        )
    };
    Diagnostic::new(&YAML_BROKEN, Span::new(file, at), message)
}
