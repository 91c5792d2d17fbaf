//! A text composed of stretches of several files, with a source map.
//!
//! A page that changes a part of its upstream's page is read as one text; its diagnostics must point
//! into the file of the layer whose words they are.

use super::{Diagnostic, Span};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// A stretch of a [`ComposedText`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Stretch {
    /// Where it begins in the whole.
    start: usize,
    /// The file that it is from.
    file: Arc<str>,
    /// Where it is in that file.
    at: Range<usize>,
    /// Its bytes are those of the file. Otherwise the program wrote it, and all of it maps
    /// to that place.
    literal: bool,
}

/// Where the stretches of a text are from. Empty for a text that is one whole file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceMap(Arc<Vec<Stretch>>);

/// A text and where its stretches are from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ComposedText {
    /// The whole.
    pub text: String,
    tiles: Vec<Stretch>,
}

impl ComposedText {
    /// The whole of a file.
    pub fn whole(file: &Arc<str>, text: String) -> Self {
        let tile = Stretch {
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
    pub fn push(&mut self, from: &ComposedText, range: Range<usize>) {
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
            self.tiles.push(Stretch {
                start: base + (cut.start - range.start),
                file: tile.file.clone(),
                at,
                literal: tile.literal,
            });
        }
        self.text.push_str(&from.text[range]);
    }

    /// Adds words that are in no file; diagnostics about them point to `place`.
    pub fn write(&mut self, words: &str, place: Span) {
        if words.is_empty() {
            return;
        }
        self.tiles.push(Stretch {
            start: self.text.len(),
            file: place.file,
            at: place.start..place.end,
            literal: false,
        });
        self.text.push_str(words);
    }

    /// Where a stretch of the text is in its file.
    pub fn span(&self, range: &Range<usize>) -> Span {
        find(&self.tiles, range).unwrap_or_else(|| Span::new(&"".into(), range.clone()))
    }

    /// The source map, to be remembered beside the text.
    pub fn source_map(&self) -> SourceMap {
        SourceMap(Arc::new(self.tiles.clone()))
    }

    fn tiles_with_ends(&self) -> impl Iterator<Item = (&Stretch, usize)> {
        let ends = self.tiles.iter().skip(1).map(|tile| tile.start);
        self.tiles.iter().zip(ends.chain([self.text.len()]))
    }
}

impl SourceMap {
    /// Where a stretch of the text is; `file` is the file when the text is one whole file.
    pub fn span(&self, file: &Arc<str>, range: &Range<usize>) -> Span {
        find(&self.0, range).unwrap_or_else(|| Span::new(file, range.clone()))
    }

    /// The files that the text is put together of, each as often as it has a stretch; none when it is one whole file.
    pub fn files(&self) -> impl Iterator<Item = &Arc<str>> {
        self.0.iter().map(|tile| &tile.file)
    }

    /// Lets a diagnostic that was made of the whole text point into the files. `file` is what the whole
    /// was called.
    pub fn translate(&self, file: &Arc<str>, diagnostic: &mut Diagnostic) {
        let related = diagnostic.related.iter_mut().map(|(place, _)| place);
        for place in diagnostic.place.iter_mut().chain(related) {
            if place.file == *file {
                *place = self.span(file, &(place.start..place.end));
            }
        }
    }
}

/// A stretch is where its first byte is; what reaches into the next one ends with its own.
fn find(tiles: &[Stretch], range: &Range<usize>) -> Option<Span> {
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
        let above = ComposedText::whole(&up, "一二三四".to_owned());
        let ours = ComposedText::whole(&own, "甲乙丙".to_owned());
        let mut both = ComposedText::default();
        both.push(&above, 3..6);
        both.write("——", Span::new(&own, 0..3));
        both.push(&ours, 3..9);
        assert_eq!(both.text, "二——乙丙");
        assert_eq!(both.span(&(0..3)), Span::new(&up, 3..6));
        assert_eq!(both.span(&(4..5)), Span::new(&own, 0..3));
        assert_eq!(both.span(&(12..15)), Span::new(&own, 6..9));
        let mut again = ComposedText::default();
        again.push(&both, 9..15);
        again.push(&both, 0..3);
        assert_eq!(again.text, "乙丙二");
        assert_eq!(again.span(&(6..9)), Span::new(&up, 3..6));
        assert_eq!(again.source_map().span(&own, &(3..6)), Span::new(&own, 6..9));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn every_byte_of_a_literal_stretch_stands_in_its_file(cuts in proptest::collection::vec((0_usize..12, 0_usize..12), 0..6)) {
            let text = "abcdefghijkl";
            let whole = ComposedText::whole(&"a".into(), text.to_owned());
            let mut mosaic = ComposedText::default();
            for (a, b) in cuts {
                mosaic.push(&whole, a.min(b)..a.max(b));
            }
            for at in 0..mosaic.text.len() {
                let place = mosaic.span(&(at..at + 1));
                assert_eq!(&mosaic.text[at..=at], &text[place.start..place.end]);
            }
        }
    }
}
