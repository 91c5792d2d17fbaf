//! Changes of a text in memory, and the way back to the places of the text as it was written.

use std::ops::Range;

/// A stretch of a text that gives way to other words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where it is, in bytes.
    pub at: Range<usize>,
    /// What comes instead.
    pub with: String,
}

impl Edit {
    /// `with` instead of what is at `at`.
    pub fn new(at: Range<usize>, with: impl Into<String>) -> Self {
        Self {
            at,
            with: with.into(),
        }
    }
}

/// Changes that were made: of each, where it stands in the new text and where in the old.
#[derive(Debug)]
pub struct Edits(Vec<(Range<usize>, Range<usize>)>);

impl Edits {
    /// Where a stretch began in the old text that begins at `at` in the new one.
    pub fn start(&self, at: usize) -> usize {
        let after = self.0.partition_point(|(new, _)| new.start <= at);
        self.back(after, at, |old| old.start)
    }

    /// Where a stretch ended in the old text that ends at `at` in the new one.
    pub fn end(&self, at: usize) -> usize {
        let after = self.0.partition_point(|(new, _)| new.start < at);
        self.back(after, at, |old| old.end)
    }

    fn back(&self, after: usize, at: usize, within: fn(&Range<usize>) -> usize) -> usize {
        match after.checked_sub(1).map(|last| &self.0[last]) {
            None => at,
            Some((new, old)) if at < new.end => within(old),
            Some((new, old)) => old.end + (at - new.end),
        }
    }
}

/// The text with its changes; `None` when there is none. Of two that meet the first is made.
pub fn apply(text: &str, mut edits: Vec<Edit>) -> Option<(String, Edits)> {
    edits.retain(|edit| text[edit.at.clone()] != *edit.with);
    edits.sort_by_key(|edit| (edit.at.start, edit.at.end));
    let (mut out, mut made, mut end) = (String::with_capacity(text.len() + 64), Vec::new(), 0);
    for edit in edits {
        if edit.at.start < end {
            continue;
        }
        out.push_str(&text[end..edit.at.start]);
        let from = out.len();
        out.push_str(&edit.with);
        end = edit.at.end;
        made.push((from..out.len(), edit.at));
    }
    out.push_str(&text[end..]);
    (!made.is_empty()).then_some((out, Edits(made)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_in_the_new_text_is_a_place_in_the_old_one() {
        let edits = vec![
            Edit::new(2..2, "+++"),
            Edit::new(4..6, ""),
            Edit::new(7..8, "xy"),
            Edit::new(5..7, "never"),
        ];
        let (text, edits) = apply("abcdefghij", edits).unwrap();
        assert_eq!(text, "ab+++cdgxyij");
        let back = |at: Range<usize>| edits.start(at.start)..edits.end(at.end);
        assert_eq!(back(0..2), 0..2);
        assert_eq!(back(5..7), 2..4);
        assert_eq!(back(7..8), 6..7);
        assert_eq!(back(8..10), 7..8);
        assert_eq!(back(2..12), 2..10);
        assert!(apply("a", vec![Edit::new(0..1, "a")]).is_none());
    }
}
