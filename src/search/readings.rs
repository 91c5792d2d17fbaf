//! Sounds: the characters of titles, headings and synonyms by their readings, for those who type pinyin
//! or take one character for another of the same sound.

use super::bits::varint;
use super::catalog::varints;
use super::fold::folded;
use super::text::packed;
use super::{CatalogEntry, PageIndex, Words};
use crate::base::encoding::common_characters;
use crate::base::slug::readings;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Readings as a file: of the characters that titles, other names and synonyms have, and of all common ones, which
/// may stand in a question where one of those was meant.
pub fn readings_file(entries: &[CatalogEntry], parts: &[Arc<PageIndex>], words: &Words) -> Vec<u8> {
    let titles = entries
        .iter()
        .flat_map(|entry| std::iter::once(&entry.title).chain(&entry.names));
    // Most passages are below the heading of the one before.
    let heads = parts.iter().flat_map(|part| {
        let headings = part.passages.chunk_by(|a, b| a.heading == b.heading);
        headings.map(|passages| &passages[0].heading)
    });
    let said = titles.chain(heads).map(|text| folded(text));
    let said = said.chain(words.written().map(folded));
    file(said.chain([common_characters().into()]))
}

/// Readings of all characters of these texts as a file of two parts, each packed behind its length: readings in alphabetical
/// order, blanks between; then for each of them how many characters it has, and the gaps between these.
fn file<'t>(texts: impl Iterator<Item = Cow<'t, str>>) -> Vec<u8> {
    let table = table(texts);
    let names: Vec<&str> = table.keys().map(String::as_str).collect();
    let mut numbers = Vec::new();
    for chars in table.values() {
        numbers.push(u32::try_from(chars.len()).expect("there are fewer characters than four billion"));
        let before = std::iter::once(0).chain(chars.iter().copied());
        numbers.extend(before.zip(chars).map(|(before, c)| c - before));
    }
    let mut out = Vec::new();
    for part in [
        packed(names.join(" ").as_bytes()),
        packed(&varints(numbers.into_iter())),
    ] {
        varint(
            &mut out,
            u32::try_from(part.len()).expect("there are fewer characters than four billion"),
        );
        out.extend(part);
    }
    out
}

/// Readings and the numbers of their characters, in order.
fn table<'t>(texts: impl Iterator<Item = Cow<'t, str>>) -> BTreeMap<String, Vec<u32>> {
    // Millions of characters, and a few thousand different ones.
    let mut seen = vec![0_u64; char::MAX as usize / 64 + 1];
    for text in texts {
        text.chars()
            .for_each(|c| seen[c as usize / 64] |= 1 << (c as usize % 64));
    }
    let some = (0_u32..).zip(seen).filter(|(_, bits)| *bits != 0);
    let chars = some.flat_map(|(word, bits)| {
        let set = (0..64).filter(move |bit| bits >> bit & 1 == 1);
        set.map(move |bit| word * 64 + bit)
    });
    let mut sounds: BTreeMap<String, Vec<u32>> = BTreeMap::new();
    for (code, c) in chars.filter_map(|code| Some((code, char::from_u32(code)?))) {
        for reading in readings(c) {
            sounds.entry(reading).or_default().push(code);
        }
    }
    sounds
}
