//! Postings: for every term the pages that have it and the units in them, in files of many buckets.
//!
//! A term's number names its bucket by its upper bits and is in the bucket by the others. In a bucket:
//! how many terms, the synonyms that begin with one of them, the terms' numbers, and for each how many pages,
//! the gaps between them, and for each page how many units and the gaps between those. A single character has
//! pages only.

use super::bits::{Bits, rice_of, varint};
use super::code_page;
use super::term::BITS;

/// How large the files and buckets of a row should be.
pub(super) struct RowSize {
    /// Bytes of a file.
    file: usize,
    /// About how many postings a bucket has.
    bucket: usize,
}

/// For terms that people ask for.
pub(super) const ASKED: RowSize = RowSize {
    file: 5 << 10,
    bucket: 800,
};

/// For all others.
pub(super) const OTHERS: RowSize = RowSize {
    file: 8 << 10,
    bucket: 2400,
};

/// For all where there are few.
pub(super) const ALL: RowSize = RowSize {
    file: 16 << 10,
    bucket: 800,
};

/// Buckets begin at multiples of so many bytes: the table of their sizes is then half as large.
pub(super) const STEP: usize = 32;

/// A unit of a page that has a term, in the order of terms. Units count from 0 on every page; `WHOLE` is the page itself.
/// A site has twenty million of them in memory, so it has six bytes and not eight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    /// Number of the term: its upper bits and its lower ones.
    term: [u16; 2],
    /// Number of the passage on its page.
    pub passage: u16,
}

impl Posting {
    /// Term and passage as one number: postings are in the order of theirs, and numbers are quicker sorted.
    pub fn number(term: u32, passage: u16) -> u64 {
        u64::from(term) << 16 | u64::from(passage)
    }

    /// The posting of such a number.
    pub fn of(number: u64) -> Self {
        let bits = |shift: u32| (number >> shift & 0xffff) as u16;
        Self {
            term: [bits(32), bits(16)],
            passage: bits(0),
        }
    }

    /// Number of the term.
    pub fn term(&self) -> u32 {
        u32::from(self.term[0]) << 16 | u32::from(self.term[1])
    }
}

/// The unit number that says: somewhere on the page.
pub(super) const WHOLE: u16 = u16::MAX;

/// Into how many buckets so many postings go: the power of two.
pub(super) fn bucket_bits(postings: usize, size: &RowSize) -> u32 {
    (postings / size.bucket).max(1).ilog2().min(14)
}

/// How many lower bits of a term's number are left out: with so many bits left as the postings have, and nine more, hardly
/// two terms have the same number.
pub(super) fn dropped_bits(postings: usize) -> u32 {
    BITS.saturating_sub(postings.max(1).ilog2() + 9)
}

/// A term that more units have is told by pages only: it says little, and would take much room.
const COMMON: usize = 620;

/// One bucket: `entries` are the postings of its terms (term, page, unit), in order; `words` lines of synonyms;
/// `firsts` the number of each page's first unit and how many there are in all; a term has `width` bits in its bucket.
pub(super) fn bucket(entries: &[(u32, u32, u16)], words: &[&str], firsts: &[u32], width: u32) -> Vec<u8> {
    let room = 1_u32 << width;
    let terms: Vec<&[(u32, u32, u16)]> = entries.chunk_by(|a, b| a.0 == b.0).collect();
    let count = u32::try_from(terms.len()).expect("an index has fewer than four billion entries");
    let mut out = Vec::new();
    varint(&mut out, count);
    let words = code_page::encode(&words.join("\n"));
    varint(
        &mut out,
        u32::try_from(words.len()).expect("an index has fewer than four billion entries"),
    );
    out.extend(words);
    let mut row = Bits::default();
    let k = rice_of(room, count.max(1));
    let mut next = 0;
    for term in &terms {
        let number = term[0].0 & (room - 1);
        row.rice(number - next, k);
        next = number + 1;
    }
    for term in &terms {
        list(&mut row, term, firsts);
    }
    out.extend(row.finish());
    out.resize(out.len().next_multiple_of(STEP), 0);
    out
}

/// The postings of a term in the shorter of two forms: page by page, or, for one that is here and there, all
/// units of the site in one row.
fn list(row: &mut Bits, entries: &[(u32, u32, u16)], firsts: &[u32]) {
    let found: Vec<&[(u32, u32, u16)]> = entries.chunk_by(|a, b| a.1 == b.1).collect();
    let pages = GapList::of(
        found.iter().map(|page| page[0].1),
        number(firsts.len() - 1),
        found.len(),
    );
    // A pair may have the number of a single character: then only the pages of both are known.
    if entries.iter().any(|entry| entry.2 == WHOLE) || entries.len() > COMMON {
        row.put(WHOLE_PAGES, 2);
        pages.write(row);
        return;
    }
    let flat = GapList::of(
        entries
            .iter()
            .map(|(_, page, passage)| firsts[*page as usize] + u32::from(*passage)),
        firsts.last().copied().unwrap_or(0),
        entries.len(),
    );
    // A page of one unit needs no word.
    let size = |page: u32| firsts[page as usize + 1] - firsts[page as usize];
    let inside: Vec<GapList> = found
        .iter()
        .filter(|page| size(page[0].1) > 1)
        .map(|page| {
            GapList::of(
                page.iter().map(|(_, _, passage)| u32::from(*passage)),
                size(page[0].1),
                page.len(),
            )
        })
        .collect();
    if flat.bits() <= pages.bits() + inside.iter().map(GapList::bits).sum::<u32>() {
        row.put(FLAT, 1);
        flat.write(row);
        return;
    }
    row.put(BY_PAGE, 2);
    pages.write(row);
    inside.iter().for_each(|passages| passages.write(row));
}

/// Before a list: one row of units; two bits: pages and the units of each; pages alone.
const FLAT: u32 = 1;
const BY_PAGE: u32 = 0b01;
const WHOLE_PAGES: u32 = 0b00;

/// Rising numbers, written as how many they are and the gaps between them.
struct GapList {
    gaps: Vec<u32>,
    /// Parameter `k` of the Rice code of the gaps.
    k: u32,
}

impl GapList {
    fn of(numbers: impl Iterator<Item = u32>, range: u32, count: usize) -> Self {
        let mut next = 0;
        let gaps = numbers.map(|n| {
            let gap = n - next;
            next = n + 1;
            gap
        });
        Self {
            gaps: gaps.collect(),
            k: rice_of(range, number(count)),
        }
    }

    /// How many bits it takes.
    fn bits(&self) -> u32 {
        let gaps = self.gaps.iter().map(|gap| (gap >> self.k) + 1 + self.k);
        2 * number(self.gaps.len()).ilog2() + 1 + gaps.sum::<u32>()
    }

    fn write(&self, row: &mut Bits) {
        row.gamma(number(self.gaps.len()));
        self.gaps.iter().for_each(|gap| row.rice(*gap, self.k));
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("an index has fewer than four billion entries")
}

/// Into how many files so many postings go.
pub(super) fn file_count(postings: usize, size: &RowSize) -> usize {
    // A posting takes about three quarters of a byte.
    (postings * 3 / 4).div_ceil(size.file).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_that_is_a_pair_and_a_single_character_by_its_number_is_told_by_pages() {
        let firsts = [0, 3, 6];
        let pair = [(7, 0, 1), (7, 0, WHOLE), (7, 1, 2)];
        let alone = [(7, 0, WHOLE), (7, 1, WHOLE)];
        assert_eq!(
            bucket(&pair, &[], &firsts, BITS),
            bucket(&alone, &[], &firsts, BITS)
        );
    }
}
