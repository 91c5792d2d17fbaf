//! Sounds: the characters of titles, headings and synonyms by their readings, for those who type pinyin
//! or take one character for another of the same sound.

use crate::base::slug::readings;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Readings and their characters: `gong 工公功\n…`, readings in alphabetical order.
pub(super) fn table<'t>(texts: impl Iterator<Item = Cow<'t, str>>) -> String {
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
    let mut sounds: BTreeMap<String, String> = BTreeMap::new();
    for c in chars.filter_map(char::from_u32) {
        for reading in readings(c) {
            sounds.entry(reading).or_default().push(c);
        }
    }
    let lines: Vec<String> = sounds
        .into_iter()
        .map(|(sound, chars)| format!("{sound} {chars}"))
        .collect();
    lines.join("\n")
}
