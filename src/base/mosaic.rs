//! A text put together of stretches of several files, and where each of them stands.
//!
//! A page that changes a part of its upstream's page is read as one text; what is told of it must point
//! into the file of the layer whose words they are.

use super::{Diagnostic, Span};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// A stretch of a [`Mosaic`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Tile {
    /// Where it begins in the whole.
    start: usize,
    /// The file that it is from.
    file: Arc<str>,
    /// Where it stands in that file.
    at: Range<usize>,
    /// Its bytes are those of the file. Otherwise it was written for the occasion, and all of it stands
    /// for that place.
    literal: bool,
}

/// Where the stretches of a text are from. Empty for a text that is one whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tiles(Arc<Vec<Tile>>);

/// A text and where its stretches are from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mosaic {
    /// The whole.
    pub text: String,
    tiles: Vec<Tile>,
}

impl Mosaic {
    /// The whole of a file.
    pub fn whole(file: &Arc<str>, text: String) -> Self {
        let tile = Tile {
            start: 0,
            file: file.clone(),
            at: 0..text.len(),
            literal: true,
        };
        Self {
            text,
            tiles: vec![tile],
        }
    }

    /// Adds a stretch of another text with all that is known of it.
    pub fn push(&mut self, from: &Mosaic, range: Range<usize>) {
        let base = self.text.len();
        for (tile, end) in from.tiles_with_ends() {
            let cut = tile.start.max(range.start)..end.min(range.end);
            if cut.start >= cut.end {
                continue;
            }
            let at = if tile.literal {
                let from = tile.at.start + (cut.start - tile.start);
                from..from + cut.len()
            } else {
                tile.at.clone()
            };
            self.tiles.push(Tile {
                start: base + (cut.start - range.start),
                file: tile.file.clone(),
                at,
                literal: tile.literal,
            });
        }
        self.text.push_str(&from.text[range]);
    }

    /// Adds words that stand in no file; what is told of them points to `place`.
    pub fn write(&mut self, words: &str, place: Span) {
        if words.is_empty() {
            return;
        }
        self.tiles.push(Tile {
            start: self.text.len(),
            file: place.file,
            at: place.start..place.end,
            literal: false,
        });
        self.text.push_str(words);
    }

    /// Where a stretch of the text stands in its file.
    pub fn place(&self, range: &Range<usize>) -> Span {
        find(&self.tiles, range).unwrap_or_else(|| Span::new(&"".into(), range.clone()))
    }

    /// What is to be remembered of it beside the text.
    pub fn tiles(&self) -> Tiles {
        Tiles(Arc::new(self.tiles.clone()))
    }

    fn tiles_with_ends(&self) -> impl Iterator<Item = (&Tile, usize)> {
        let ends = self.tiles.iter().skip(1).map(|tile| tile.start);
        self.tiles.iter().zip(ends.chain([self.text.len()]))
    }
}

impl Tiles {
    /// Where a stretch of the text stands; `file` is the file when the text is one whole file.
    pub fn place(&self, file: &Arc<str>, range: &Range<usize>) -> Span {
        find(&self.0, range).unwrap_or_else(|| Span::new(file, range.clone()))
    }

    /// Lets a diagnostic that was made of the whole text point into the files. `file` is what the whole
    /// was called.
    pub fn translate(&self, file: &Arc<str>, diagnostic: &mut Diagnostic) {
        let related = diagnostic.related.iter_mut().map(|(place, _)| place);
        for place in diagnostic.place.iter_mut().chain(related) {
            if place.file == *file {
                *place = self.place(file, &(place.start..place.end));
            }
        }
    }
}

/// A stretch is where its first byte is; what reaches into the next tile ends with its own.
fn find(tiles: &[Tile], range: &Range<usize>) -> Option<Span> {
    let after = tiles.partition_point(|tile| tile.start <= range.start);
    let tile = tiles.get(after.checked_sub(1)?)?;
    if !tile.literal {
        return Some(Span::new(&tile.file, tile.at.clone()));
    }
    let inner = |at: usize| (tile.at.start + (at - tile.start)).min(tile.at.end);
    Some(Span::new(
        &tile.file,
        inner(range.start)..inner(range.end.max(range.start)),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_points_into_the_file_whose_words_it_is() {
        let (up, own): (Arc<str>, Arc<str>) = ("up/a.md".into(), "a.md".into());
        let above = Mosaic::whole(&up, "一二三四".to_owned());
        let ours = Mosaic::whole(&own, "甲乙丙".to_owned());
        let mut both = Mosaic::default();
        both.push(&above, 3..6);
        both.write("——", Span::new(&own, 0..3));
        both.push(&ours, 3..9);
        assert_eq!(both.text, "二——乙丙");
        assert_eq!(both.place(&(0..3)), Span::new(&up, 3..6));
        assert_eq!(both.place(&(4..5)), Span::new(&own, 0..3));
        assert_eq!(both.place(&(12..15)), Span::new(&own, 6..9));
        let mut again = Mosaic::default();
        again.push(&both, 9..15);
        again.push(&both, 0..3);
        assert_eq!(again.text, "乙丙二");
        assert_eq!(again.place(&(6..9)), Span::new(&up, 3..6));
        assert_eq!(again.tiles().place(&own, &(3..6)), Span::new(&own, 6..9));
    }

    proptest::proptest! {
        #[test]
        fn every_byte_of_a_literal_stretch_stands_in_its_file(cuts in proptest::collection::vec((0_usize..12, 0_usize..12), 0..6)) {
            let text = "abcdefghijkl";
            let whole = Mosaic::whole(&"a".into(), text.to_owned());
            let mut mosaic = Mosaic::default();
            for (a, b) in cuts {
                mosaic.push(&whole, a.min(b)..a.max(b));
            }
            for at in 0..mosaic.text.len() {
                let place = mosaic.place(&(at..at + 1));
                assert_eq!(&mosaic.text[at..=at], &text[place.start..place.end]);
            }
        }
    }
}
