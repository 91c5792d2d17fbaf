//! The catalog: all pages of the site with what lists show of them, and where in the other files to look.

use super::text::packed;
use super::{Layout, Part, fold, simplified, sound};
use crate::base::name::fold_name;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Title, facts filled in.
    pub title: String,
    /// Path in the output: `a/b/`.
    pub address: String,
    /// English name of its kind.
    pub kind: String,
    /// Folder of its top section; empty when it has none.
    pub section: String,
    /// Days since 1970.
    pub day: Option<i32>,
    /// Name of the region whose words it has.
    pub region: String,
    /// Code and label of a policy's status, and whether it holds.
    pub status: Option<(String, String, bool)>,
    /// Other names: number, declared aliases.
    pub names: Vec<String>,
    /// Language, when it is not the site's own.
    pub language: String,
}

/// What is said in other words.
pub type Words = BTreeMap<String, Vec<String>>;

/// The catalog and what goes with it.
#[derive(Debug)]
pub struct Catalog<'c> {
    /// Pages in order.
    pub entries: &'c [Entry],
    /// Their texts, in the same order.
    pub parts: &'c [Arc<Part>],
    /// Which file holds what.
    pub layout: &'c Layout,
    /// Titles of sections by folder.
    pub sections: &'c BTreeMap<String, String>,
    /// Names of the other files.
    pub terms: String,
    /// Names of the files of words.
    pub texts: &'c [String],
    /// Name of the file with the lengths of buckets.
    pub table: &'c str,
    /// Name of the file with readings.
    pub sounds: &'c str,
    /// Name of the file with traditional characters.
    pub traditional: &'c str,
    /// Name of the file with synonyms.
    pub words: &'c str,
}

#[derive(Serialize)]
struct Written<'c> {
    titles: String,
    addresses: String,
    kinds: (Vec<&'c str>, Vec<usize>),
    sections: (Vec<(&'c str, &'c str)>, Vec<usize>),
    regions: (Vec<&'c str>, Vec<usize>),
    statuses: (Vec<(&'c str, &'c str, bool)>, Vec<usize>),
    languages: (Vec<&'c str>, Vec<usize>),
    days: Vec<Option<i32>>,
    names: BTreeMap<usize, &'c [String]>,
    units: Vec<usize>,
    /// How many other pages name it in 《》.
    cited: Vec<u32>,
    bits: u32,
    buckets: Vec<u32>,
    terms: &'c str,
    texts: String,
    /// How many units each file of words has.
    spans: Vec<usize>,
    table: &'c str,
    sounds: &'c str,
    traditional: &'c str,
    words: &'c str,
}

/// Values that many pages share: each once, and for each page its place in the row.
fn shared<'c, K: Ord + Clone>(values: impl Iterator<Item = &'c K>) -> (Vec<&'c K>, Vec<usize>) {
    let mut places = BTreeMap::new();
    let (mut row, mut at) = (Vec::new(), Vec::new());
    for value in values {
        let place = *places.entry(value).or_insert_with(|| {
            row.push(value);
            row.len() - 1
        });
        at.push(place);
    }
    (row, at)
}

/// A status as it is written; what has none holds.
fn standing(status: &Option<(String, String, bool)>) -> (&str, &str, bool) {
    status
        .as_ref()
        .map_or(("", "", true), |(code, label, holds)| (code, label, *holds))
}

impl Catalog<'_> {
    /// How many pages name each page in 《》: what many go by is what people mean.
    fn cited(&self) -> Vec<u32> {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for name in self.parts.iter().flat_map(|part| &part.cites) {
            *counts.entry(name).or_default() += 1;
        }
        let count = |entry: &Entry| counts.get(&*fold_name(&entry.title)).copied().unwrap_or(0);
        self.entries.iter().map(count).collect()
    }

    /// The catalog as a file.
    pub fn file(&self) -> Vec<u8> {
        let texts = |of: fn(&Entry) -> &String| {
            let (row, at) = shared(self.entries.iter().map(of));
            (row.into_iter().map(String::as_str).collect::<Vec<_>>(), at)
        };
        let lines = |of: fn(&Entry) -> &str| {
            let lines: Vec<String> = self
                .entries
                .iter()
                .map(|entry| of(entry).replace('\n', " "))
                .collect();
            lines.join("\n")
        };
        let (sections, section_of) = texts(|entry| &entry.section);
        let titled = |folder: &&str| self.sections.get(*folder).map_or("", String::as_str);
        let (statuses, status_of) = shared(self.entries.iter().map(|entry| &entry.status));
        let names = self
            .entries
            .iter()
            .enumerate()
            .filter(|(_, entry)| !entry.names.is_empty());
        let written = Written {
            titles: lines(|entry| &entry.title),
            addresses: lines(|entry| &entry.address),
            kinds: texts(|entry| &entry.kind),
            sections: (
                sections.iter().map(|folder| (*folder, titled(folder))).collect(),
                section_of,
            ),
            regions: texts(|entry| &entry.region),
            statuses: (statuses.into_iter().map(standing).collect(), status_of),
            languages: texts(|entry| &entry.language),
            days: self.entries.iter().map(|entry| entry.day).collect(),
            names: names
                .map(|(page, entry)| (page, entry.names.as_slice()))
                .collect(),
            units: self.parts.iter().map(|part| part.units.len()).collect(),
            cited: self.cited(),
            bits: self.layout.bits,
            buckets: self
                .layout
                .terms
                .iter()
                .map(|file| file.end - file.start)
                .collect(),
            terms: &self.terms,
            texts: self.texts.join(" "),
            spans: self
                .layout
                .texts
                .iter()
                .map(std::iter::ExactSizeIterator::len)
                .collect(),
            table: self.table,
            sounds: self.sounds,
            traditional: self.traditional,
            words: self.words,
        };
        packed(&serde_json::to_vec(&written).unwrap_or_default())
    }
}

/// The lengths of all buckets as a file.
pub fn table_file(lengths: &[u32]) -> Vec<u8> {
    let mut out = Vec::new();
    lengths
        .iter()
        .for_each(|length| super::bits::varint(&mut out, *length));
    packed(&out)
}

/// Traditional characters and their simplified ones as a file: pairs, one after the other.
pub fn traditional_file() -> Vec<u8> {
    let text: String = simplified()
        .into_iter()
        .flat_map(|(from, to)| [from, to])
        .collect();
    packed(text.as_bytes())
}

/// Readings of the characters that titles, other names and synonyms have, as a file.
pub fn sound_file(entries: &[Entry], parts: &[Arc<Part>], words: &Words) -> Vec<u8> {
    let titles = entries
        .iter()
        .flat_map(|entry| std::iter::once(&entry.title).chain(&entry.names));
    let heads = parts
        .iter()
        .flat_map(|part| part.units.iter().map(|unit| &unit.head));
    let words = words
        .iter()
        .flat_map(|(word, others)| std::iter::once(word).chain(others));
    packed(sound::table(titles.chain(heads).chain(words).map(|text| fold(text))).as_bytes())
}

/// Reads a list of synonyms: a line is a word, a colon, and what else it is called, blanks between.
pub(super) fn shipped_words(text: &str) -> Words {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let mut words = Words::new();
    for (word, others) in lines.filter_map(|line| line.split_once('：')) {
        let list = words.entry(word.trim().to_owned()).or_default();
        list.extend(others.split_whitespace().map(str::to_owned));
    }
    words
}

/// Synonyms as a file: a line is a word and what else it is called, blanks between, all folded.
pub fn words_file(words: &Words) -> Vec<u8> {
    let mut text = String::new();
    for (word, others) in words {
        text.push_str(&fold(word));
        for other in others {
            text.push(' ');
            text.push_str(&fold(other));
        }
        text.push('\n');
    }
    packed(text.as_bytes())
}
