//! Notes below an article: where links lead, because the editor takes links away, and what the author noted.

/// What a note says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Note {
    /// An address, in full.
    Link(String),
    /// The footnote of this number in the text.
    Footnote(String),
}

/// The notes in the order in which the text names them, each once.
#[derive(Debug, Default)]
pub(super) struct Notes {
    all: Vec<Note>,
}

impl Notes {
    /// The number of a note, from 1.
    pub fn number(&mut self, note: Note) -> usize {
        let known = self.all.iter().position(|known| *known == note);
        known.unwrap_or_else(|| {
            self.all.push(note);
            self.all.len() - 1
        }) + 1
    }

    /// The note at an index from 0.
    pub fn at(&self, index: usize) -> Option<&Note> {
        self.all.get(index)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_named_twice_has_one_number() {
        let mut notes = Notes::default();
        let link = |to: &str| Note::Link(to.to_owned());
        let numbers =
            [link("a"), Note::Footnote("1".to_owned()), link("a"), link("b")].map(|note| notes.number(note));
        assert_eq!(numbers, [1, 2, 1, 3]);
        assert_eq!(notes.at(2), Some(&link("b")));
    }
}
