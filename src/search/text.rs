//! The words of units, packed: what excerpts are cut from.
//!
//! A file begins with a list of its blocks (how many units, how many bytes); a block is deflated GB 18030,
//! which is a third shorter than UTF-8 for Chinese and known to every browser.

use super::Unit;
use super::bits::varint;
use encoding_rs::GB18030;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use std::io::Write;
use std::ops::Range;

/// How large a block is before it is packed. A reader fetches one block for an excerpt.
const BLOCK: usize = 8000;
/// How large the blocks of a file are before they are packed: about 32 KB after.
const FILE: usize = 96_000;

/// Separates units, and fields of a unit.
const UNIT: char = '\u{2}';
const FIELD: char = '\u{1}';

/// Which units go into which file: numbers of units over all pages. A file ends with a page, unless that page
/// does not fit one file.
pub(super) fn files<'p>(pages: impl Iterator<Item = &'p [Unit]>) -> Vec<Range<usize>> {
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
        if bytes + whole > FILE {
            cut(&mut start, end, &mut bytes);
        }
        for unit in page {
            if bytes + size(unit) > FILE {
                cut(&mut start, end, &mut bytes);
            }
            end += 1;
            bytes += size(unit);
        }
    }
    cut(&mut start, end, &mut bytes);
    files
}

/// About how many bytes a unit has before it is packed.
pub(super) fn size(unit: &Unit) -> usize {
    (unit.text.len() + unit.head.len() + unit.label.len()) * 2 / 3 + unit.anchor.len() + 4
}

/// One file with the words of these units.
pub(super) fn file<'u>(units: impl Iterator<Item = &'u Unit>) -> Vec<u8> {
    let mut blocks: Vec<(u32, Vec<u8>)> = Vec::new();
    let (mut text, mut count) = (String::new(), 0);
    let mut bytes = 0;
    for unit in units {
        if count > 0 {
            text.push(UNIT);
        }
        for field in [&unit.anchor, &unit.label, &unit.head] {
            text.push_str(field);
            text.push(FIELD);
        }
        text.push_str(&unit.text);
        count += 1;
        bytes += size(unit);
        if bytes >= BLOCK {
            blocks.push((count, packed(&GB18030.encode(&text).0)));
            text.clear();
            (count, bytes) = (0, 0);
        }
    }
    if count > 0 {
        blocks.push((count, packed(&GB18030.encode(&text).0)));
    }
    let mut out = Vec::new();
    varint(&mut out, u32::try_from(blocks.len()).unwrap_or(u32::MAX));
    for (count, block) in &blocks {
        varint(&mut out, *count);
        varint(&mut out, u32::try_from(block.len()).unwrap_or(u32::MAX));
    }
    out.extend(blocks.into_iter().flat_map(|(_, block)| block));
    out
}

/// Deflated.
pub(super) fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(6));
    // A vector takes all that is written.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}
