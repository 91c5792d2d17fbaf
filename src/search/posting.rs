//! Postings: for every term the pages that have it and the units in them, in files of many buckets.
//!
//! A term's number names its bucket by its upper bits and stands in the bucket by the others. In a bucket:
//! how many terms, the synonyms that begin with one of them, the terms' numbers, and for each how many pages,
//! the gaps between them, and for each page how many units and the gaps between those. A single character has
//! pages only.

use super::alphabet;
use super::bits::{Bits, rice_of, varint};
use super::term::BITS;

/// How large a file of buckets should be.
const FILE: usize = 24 << 10;
/// About how many postings a bucket should have.
const BUCKET: usize = 800;

/// Buckets begin at multiples of so many bytes: the table of their sizes is then half as large.
pub(super) const STEP: usize = 32;

/// A unit of a page that has a term. Units count from 0 on every page; `WHOLE` is the page itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub term: u32,
    pub unit: u16,
}

/// The unit number that says: somewhere on the page.
pub(super) const WHOLE: u16 = u16::MAX;

/// Into how many buckets so many postings go: the power of two.
pub(super) fn bucket_bits(postings: usize) -> u32 {
    (postings / BUCKET).max(1).ilog2().min(14)
}

/// A term that more units have is told by pages only: it says little, and would take much room.
const COMMON: usize = 2048;

/// One bucket: `entries` are the postings of its terms (term, page, unit), in order; `words` lines of synonyms;
/// `units` how many units each page has.
pub(super) fn bucket(entries: &[(u32, u32, u16)], words: &[&str], units: &[u32], bits: u32) -> Vec<u8> {
    let room = 1_u32 << (BITS - bits);
    let terms: Vec<&[(u32, u32, u16)]> = entries.chunk_by(|a, b| a.0 == b.0).collect();
    let count = u32::try_from(terms.len()).unwrap_or(u32::MAX);
    let mut out = Vec::new();
    varint(&mut out, count);
    let words = alphabet::encode(&words.join("\n"));
    varint(&mut out, u32::try_from(words.len()).unwrap_or(u32::MAX));
    out.extend(words);
    let mut row = Bits::default();
    let k = rice_of(room, count.max(1));
    let mut next = 0;
    for term in &terms {
        let number = term[0].0 & (room - 1);
        row.rice(number - next, k);
        next = number + 1;
    }
    let pages = u32::try_from(units.len()).unwrap_or(u32::MAX);
    for term in &terms {
        list(&mut row, term, units, pages);
    }
    out.extend(row.finish());
    out.resize(out.len().next_multiple_of(STEP), 0);
    out
}

fn list(row: &mut Bits, entries: &[(u32, u32, u16)], units: &[u32], pages: u32) {
    let found: Vec<&[(u32, u32, u16)]> = entries.chunk_by(|a, b| a.1 == b.1).collect();
    let count = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let whole = entries[0].2 == WHOLE || entries.len() > COMMON;
    row.gamma(count);
    row.put(u32::from(whole), 1);
    let k = rice_of(pages, count);
    let mut next = 0;
    for page in &found {
        row.rice(page[0].1 - next, k);
        next = page[0].1 + 1;
    }
    if whole {
        return;
    }
    for page in &found {
        of_page(row, page, units[page[0].1 as usize]);
    }
}

/// The units of a page that have a term; a page of one unit needs no word.
fn of_page(row: &mut Bits, entries: &[(u32, u32, u16)], units: u32) {
    if units < 2 {
        return;
    }
    let count = u32::try_from(entries.len()).unwrap_or(u32::MAX);
    row.gamma(count);
    let k = rice_of(units, count);
    let mut next = 0;
    for (_, _, unit) in entries {
        row.rice(u32::from(*unit) - next, k);
        next = u32::from(*unit) + 1;
    }
}

/// Into how many files so many postings go.
pub(super) fn file_count(postings: usize) -> usize {
    // A posting takes about three quarters of a byte.
    (postings * 3 / 4).div_ceil(FILE).max(1)
}
