//! Where a text of YAML stands in the source, when quotation marks, folds or indents stand between.

use crate::yaml::{YamlNode, YamlValue};
use std::ops::Range;

/// A text in YAML.
pub(super) struct Scalar<'n> {
    /// The key that it is the value of, or that its list is.
    pub key: &'n str,
    /// How many maps and lists are around it.
    pub depth: usize,
    /// Its words.
    pub value: &'n str,
    /// Where it begins, or its key, in bytes of what was read.
    pub at: Range<usize>,
}

/// All texts and numbers of a node, in the order written.
pub(super) fn scalars(node: &YamlNode) -> Vec<Scalar<'_>> {
    let mut found = Vec::new();
    collect(node, "", 0, &mut found);
    found
}

fn collect<'n>(node: &'n YamlNode, key: &'n str, depth: usize, found: &mut Vec<Scalar<'n>>) {
    match &node.value {
        YamlValue::Text(value) | YamlValue::Number(_, value) => found.push(Scalar {
            key,
            depth,
            value,
            at: node.at.clone(),
        }),
        YamlValue::List(items) => items.iter().for_each(|item| collect(item, key, depth + 1, found)),
        YamlValue::Map(pairs) => pairs
            .iter()
            .for_each(|(key, _, value)| collect(value, key, depth + 1, found)),
        YamlValue::Null | YamlValue::Flag(..) => {}
    }
}

/// Where the words of a value stand in `text`, from `at` on and before `end`: its parts one after the other, with nothing but
/// blanks and line ends between. `None` where they are written otherwise, by escapes.
pub(super) fn written(text: &str, at: &Range<usize>, end: usize, value: &str) -> Option<Range<usize>> {
    if text.get(at.clone()) == Some(value) {
        return Some(at.clone());
    }
    let mut words = value.split_whitespace();
    let first = words.next()?;
    let within = text.get(at.start..end)?;
    let start = at.start + within.find(first)?;
    let mut reached = start + first.len();
    for word in words {
        let rest = text.get(reached..end)?;
        let next = rest.trim_start();
        if !next.starts_with(word) {
            return None;
        }
        reached += rest.len() - next.len() + word.len();
    }
    Some(start..reached)
}

/// The stretches of a place that no empty line parts, without the blanks around them.
pub(super) fn paragraphs(text: &str, at: &Range<usize>) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut start = at.start;
    let mut open = false;
    for line in text[at.clone()].split_inclusive('\n') {
        let (inner, from) = (line.trim(), start + line.len() - line.trim_start().len());
        start += line.len();
        match found.last_mut().filter(|_| open) {
            _ if inner.is_empty() => open = false,
            Some(last) => last.end = from + inner.len(),
            None => {
                found.push(from..from + inner.len());
                open = true;
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_though_they_are_folded_or_quoted() {
        for (text, value, expected) in [
            ("a: 甲乙", "甲乙", Some("甲乙")),
            ("a: \"甲 乙\"", "甲 乙", Some("甲 乙")),
            ("a: 甲\n  乙", "甲 乙", Some("甲\n  乙")),
            ("a: |\n  甲\n\n  乙\n", "甲\n\n乙\n", Some("甲\n\n  乙")),
            ("a: \"甲\\n乙\"", "甲\n乙", None),
        ] {
            let found = written(text, &(0..1), text.len(), value);
            assert_eq!(found.map(|at| &text[at]), expected, "{text}");
        }
    }

    #[test]
    fn an_empty_line_parts_what_is_written() {
        let text = "甲\n  乙\n\n  丙 ";
        let found = paragraphs(text, &(0..text.len()));
        let words: Vec<&str> = found.into_iter().map(|at| &text[at]).collect();
        assert_eq!(words, ["甲\n  乙", "丙"]);
    }
}
