//! Sounds: the characters of titles, headings and synonyms by their readings, for those who type pinyin
//! or take one character for another of the same sound.

use crate::base::slug::readings;
use std::collections::{BTreeMap, BTreeSet};

/// Readings and their characters: `gong 工公功\n…`, readings in alphabetical order.
pub(super) fn table(texts: impl Iterator<Item = String>) -> String {
    let chars: BTreeSet<char> = texts.flat_map(|text| text.chars().collect::<Vec<_>>()).collect();
    let mut sounds: BTreeMap<String, String> = BTreeMap::new();
    for c in chars {
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
