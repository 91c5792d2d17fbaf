//! The headings of a text. A large site has a million of them in memory, so what they say lies in one piece.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading<'h> {
    /// 1 to 6.
    pub level: u8,
    /// Plain text, facts not yet filled in.
    pub text: &'h str,
    /// Id on its page.
    pub id: &'h str,
    /// Where it is in the source.
    pub at: Range<usize>,
}

/// Headings in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Headings {
    /// Text and id of each, one behind the other.
    words: String,
    entries: Vec<Entry>,
}

/// A heading without its words. A text is smaller than four gigabytes, as a file of content is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Entry {
    level: u8,
    /// Where its words begin, where its id does, and where that ends.
    words: [u32; 3],
    at: Range<u32>,
}

impl Headings {
    /// Adds one.
    pub fn push(&mut self, heading: &Heading<'_>) {
        let start = number(self.words.len());
        self.words.push_str(heading.text);
        let middle = number(self.words.len());
        self.words.push_str(heading.id);
        self.entries.push(Entry {
            level: heading.level,
            words: [start, middle, number(self.words.len())],
            at: number(heading.at.start)..number(heading.at.end),
        });
    }

    /// One after the other.
    pub fn iter(&self) -> impl Iterator<Item = Heading<'_>> {
        let words = |from: u32, to: u32| &self.words[from as usize..to as usize];
        self.entries.iter().map(move |entry| Heading {
            level: entry.level,
            text: words(entry.words[0], entry.words[1]),
            id: words(entry.words[1], entry.words[2]),
            at: entry.at.start as usize..entry.at.end as usize,
        })
    }

    /// Lets every place point into another text.
    pub(super) fn relocate(&mut self, to: impl Fn(Range<usize>) -> Range<usize>) {
        for entry in &mut self.entries {
            let at = to(entry.at.start as usize..entry.at.end as usize);
            entry.at = number(at.start)..number(at.end);
        }
    }

    /// Gives back the room for more.
    pub(super) fn shrink(&mut self) {
        self.words.shrink_to_fit();
        self.entries.shrink_to_fit();
    }
}

fn number(at: usize) -> u32 {
    u32::try_from(at).expect("a larger file of content is not read")
}
