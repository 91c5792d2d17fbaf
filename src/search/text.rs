//! The words of units, packed: what excerpts are cut from.
//!
//! A file begins with a list of its blocks (how many units, how many bytes); a block is deflated text in our
//! [code page](super::code_page), packed as if `phrases.txt` was before it: what laws and policies say over and
//! over. Units of one page mostly follow from each other, and say only what does not.

use super::Passage;
use super::bits::varint;
use super::code_page::encode;
use crate::base::numeral;
use flate2::write::DeflateEncoder;
use flate2::{Compress, Compression, FlushCompress};
use std::io::Write;
use std::ops::Range;

/// How large a block is before it is packed, in bytes of two a character. A reader fetches one block for an excerpt.
const BLOCK: usize = 4400;
/// Likewise where all words are in one file: so many blocks in one pack better, and hardly more is fetched.
const BLOCK_OF_FEW: usize = 16 * BLOCK;
/// How large the blocks of a file are before they are packed: about 38 KB after.
const FILE: usize = 130_000;
/// The same where there are many files: a server that sends whole files only sends three of them for a question.
const FILE_OF_MANY: usize = 65_000;
/// So many files are many.
const MANY: usize = 30;

/// Separates units, and fields of a unit.
pub(super) const UNIT: char = '\u{2}';
pub(super) const FIELD: char = '\u{1}';
/// Before the first unit of a page in a block: the days since 1970 of the page, if it has a date, and a [`FIELD`].
pub(super) const DAY: char = '\u{5}';
/// In place of all fields: the next article, below the same heading; or the same place as before. In place of a
/// heading: the same as before.
pub(super) const NEXT: char = '\u{3}';
pub(super) const SAME: char = '\u{4}';

/// Which units go into which file: numbers of units over all pages. A file ends with a page, unless that page
/// does not fit one file.
pub(super) fn files<'p>(pages: impl Iterator<Item = &'p [Passage]> + Clone) -> Vec<Range<usize>> {
    let all: usize = pages.clone().flatten().map(size).sum();
    let most = if all > MANY * FILE { FILE_OF_MANY } else { FILE };
    let mut files = Vec::new();
    let (mut start, mut end, mut bytes) = (0, 0, 0);
    let mut cut = |start: &mut usize, end: usize, bytes: &mut usize| {
        if end > *start {
            files.push(*start..end);
        }
        (*start, *bytes) = (end, 0);
    };
    for page in pages {
        let whole: usize = page.iter().map(size).sum();
        if bytes + whole > most {
            cut(&mut start, end, &mut bytes);
        }
        for passage in page {
            if bytes + size(passage) > most {
                cut(&mut start, end, &mut bytes);
            }
            end += 1;
            bytes += size(passage);
        }
    }
    cut(&mut start, end, &mut bytes);
    files
}

/// About how many bytes a unit has before it is packed.
pub(super) fn size(passage: &Passage) -> usize {
    (passage.text.len() + passage.heading.len() + passage.label.len()) * 2 / 3 + passage.anchor.len() + 4
}

/// A unit and the page that it is on.
#[derive(Debug, Clone, Copy)]
pub(super) struct PlacedPassage<'u> {
    /// Number of the page.
    pub page: usize,
    /// The date of the page in days since 1970.
    pub day: Option<i32>,
    /// The passage.
    pub passage: &'u Passage,
}

/// One file with the words of these units; `only` tells that there is no other.
pub(super) fn file<'u>(passages: impl Iterator<Item = PlacedPassage<'u>>, only: bool) -> Vec<u8> {
    let most = if only { BLOCK_OF_FEW } else { BLOCK };
    let mut blocks: Vec<(u32, Vec<u8>)> = Vec::new();
    let (mut text, mut count, mut bytes) = (String::new(), 0, 0);
    let phrases = phrases();
    let mut before: Option<PlacedPassage> = None;
    for placed in passages {
        if count > 0 {
            text.push(UNIT);
        }
        if before.is_none_or(|before| before.page != placed.page) {
            text.push(DAY);
            text.extend(placed.day.map(|day| day.to_string()));
            text.push(FIELD);
        }
        place(&mut text, placed.passage, before.map(|before| before.passage));
        text.push_str(&placed.passage.text);
        before = Some(placed);
        count += 1;
        bytes += size(placed.passage);
        if bytes >= most {
            blocks.push((count, block(&encode(&text), &phrases)));
            text.clear();
            (count, bytes, before) = (0, 0, None);
        }
    }
    if count > 0 {
        blocks.push((count, block(&encode(&text), &phrases)));
    }
    let mut out = Vec::new();
    varint(
        &mut out,
        u32::try_from(blocks.len()).expect("an index has fewer than four billion blocks"),
    );
    for (count, block) in &blocks {
        varint(&mut out, *count);
        varint(
            &mut out,
            u32::try_from(block.len()).expect("an index has fewer than four billion blocks"),
        );
    }
    out.extend(blocks.into_iter().flat_map(|(_, block)| block));
    out
}

/// Where a unit is: its fields, or a sign when they follow from those of the unit before.
fn place(text: &mut String, passage: &Passage, before: Option<&Passage>) {
    let head = before.is_some_and(|before| before.heading == passage.heading);
    if head && before.is_some_and(|before| before.anchor == passage.anchor && before.label == passage.label) {
        text.push(SAME);
    } else if head && before.is_some_and(|before| follows(passage, before)) {
        text.push(NEXT);
    } else {
        text.push_str(&passage.anchor);
        text.push(FIELD);
        text.push_str(&passage.label);
        text.push(FIELD);
        if head {
            text.push(SAME);
        } else {
            text.push_str(&passage.heading);
        }
        text.push(FIELD);
    }
}

/// Whether a unit is the article after another, named as all are.
fn follows(passage: &Passage, before: &Passage) -> bool {
    let number = before
        .anchor
        .strip_prefix("art")
        .and_then(|n| n.parse::<u32>().ok());
    number.is_some_and(|n| {
        let next = n.saturating_add(1);
        next < 10_000
            && passage.anchor == format!("art{next}")
            && passage.label == format!("第{}条", numeral::chinese(next))
    })
}

/// What every block is packed behind.
pub(super) fn phrases() -> Vec<u8> {
    encode(include_str!("phrases.txt"))
}

/// Deflated behind phrases that the reader has already: what is written of these themselves is left out.
fn block(bytes: &[u8], phrases: &[u8]) -> Vec<u8> {
    let mut packer = Compress::new(Compression::new(6), false);
    let mut out = Vec::with_capacity(2 * phrases.len() + 64);
    // There is room for all of it, so one call is enough and nothing fails.
    let _ = packer.compress_vec(phrases, &mut out, FlushCompress::Sync);
    out.clear();
    out.reserve(bytes.len() + bytes.len() / 8 + 64);
    let _ = packer.compress_vec(bytes, &mut out, FlushCompress::Finish);
    out
}

/// Deflated.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    // A vector takes all that is written.
    let _ = encoder.write_all(bytes);
    encoder.finish().expect("writing to memory does not fail")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// So many pages of two units.
    fn pages(count: usize) -> Vec<Vec<Passage>> {
        let unit = || Passage {
            anchor: String::new(),
            label: String::new(),
            heading: String::new(),
            text: "婚俗改革".repeat(250),
        };
        (0..count).map(|_| vec![unit(), unit()]).collect()
    }

    fn cut(pages: &[Vec<Passage>]) -> Vec<Range<usize>> {
        files(pages.iter().map(Vec::as_slice))
    }

    #[test]
    fn where_there_are_many_words_files_are_smaller_and_every_unit_is_in_one_of_them() {
        let page: usize = pages(1)[0].iter().map(size).sum();
        let most = MANY * FILE / page;
        for (count, limit) in [(most, FILE), (most + 1, FILE_OF_MANY)] {
            let pages = pages(count);
            let files = cut(&pages);
            let ends: Vec<usize> = files.iter().map(|file| file.end).collect();
            let starts: Vec<usize> = files.iter().map(|file| file.start).collect();
            assert_eq!((starts[0], ends.last()), (0, Some(&(2 * count))));
            assert_eq!(starts[1..], ends[..ends.len() - 1], "one behind the other");
            assert!(ends.iter().all(|end| end % 2 == 0), "no page is in two");
            let full = limit / page * 2;
            assert!(
                files[..files.len() - 1].iter().all(|file| file.len() == full),
                "{limit}"
            );
        }
    }

    #[test]
    fn a_page_that_does_not_fit_one_file_is_in_several() {
        let long: Vec<Passage> = pages(60).into_iter().flatten().collect();
        let files = cut(&[long.clone(), pages(1).remove(0)]);
        let within = |file: &Range<usize>| long.iter().take(file.len()).map(size).sum::<usize>() <= FILE;
        assert!(files.len() == 2 && files.iter().all(within), "{files:?}");
        assert_eq!(files.iter().map(ExactSizeIterator::len).sum::<usize>(), 122);
    }
}
