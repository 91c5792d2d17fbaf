//! What a text needs beside it: relations, footnotes, comments, pictures.

use super::pictures::Picture;
use std::collections::{BTreeMap, BTreeSet};

/// A part with relations of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The text.
    Text,
    /// The footnotes.
    Footnotes,
}

/// A relation of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Relation {
    /// What it is, by the last word of its type.
    pub sort: String,
    /// Where it leads.
    pub target: String,
    /// It leads out of the document.
    pub outside: bool,
}

/// What a footnote says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum NoteOf {
    /// What the one of this number on the page says.
    Page(usize),
    /// Where a fact is from.
    Fact(String),
}

/// What is beside the text.
#[derive(Debug, Default)]
pub(super) struct Parts {
    relations: [Vec<Relation>; 2],
    /// Footnotes in the order of their marks.
    pub notes: Vec<NoteOf>,
    /// The words of comments.
    pub comments: Vec<String>,
    /// Pictures by their addresses on the site.
    known: BTreeMap<String, Picture>,
    /// Their parts and what is in them.
    pub pictures: Vec<(String, Vec<u8>)>,
    /// Bytes of pictures so far.
    weight: usize,
    /// Pictures that are not in the document.
    pub lost: BTreeSet<String>,
    /// Facts of which it has been said where they are from.
    pub facts: BTreeSet<String>,
    ids: usize,
}

/// All pictures of a document have no more bytes.
const HEAVIEST: usize = 40 << 20;

impl Parts {
    /// A number that nothing else has.
    pub fn next_id(&mut self) -> usize {
        self.ids += 1;
        self.ids
    }

    /// The name of a relation; one that is there already is used again.
    pub fn relation(&mut self, part: Part, sort: &str, target: &str, outside: bool) -> String {
        let wanted = Relation {
            sort: sort.to_owned(),
            target: target.to_owned(),
            outside,
        };
        let own = &mut self.relations[part as usize];
        let at = own.iter().position(|one| *one == wanted).unwrap_or_else(|| {
            own.push(wanted);
            own.len() - 1
        });
        format!("rId{}", at + 1)
    }

    /// The relations of a part; the name of each is its index and one.
    pub fn relations(&self, part: Part) -> &[Relation] {
        &self.relations[part as usize]
    }

    /// A footnote is marked here: its number in the document.
    pub fn note(&mut self, note: NoteOf) -> usize {
        self.notes.push(note);
        self.notes.len() + 1
    }

    /// A comment with these words: its number.
    pub fn comment(&mut self, words: &str) -> usize {
        self.comments.push(words.to_owned());
        self.comments.len() - 1
    }

    /// The picture at an address; `None` when Word does not show it, or it would be too much.
    pub fn picture(&mut self, source: &str, bytes: Vec<u8>) -> Option<Picture> {
        if let Some(known) = self.known.get(source) {
            return Some(known.clone());
        }
        let picture = Picture::of(&bytes, self.pictures.len() + 1)?;
        if self.weight + bytes.len() > HEAVIEST {
            return None;
        }
        self.weight += bytes.len();
        self.pictures.push((picture.part.clone(), bytes));
        self.known.insert(source.to_owned(), picture.clone());
        Some(picture)
    }
}

/// The name of a place that links lead to: `wj_` and the id on the page, no longer than Word allows.
pub(super) fn place_name(id: &str) -> String {
    let clean: String = id
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { '_' })
        .take(36)
        .collect();
    format!("{}{clean}", super::PLACE)
}
