//! The catalog: all pages of the site with what lists show of them, and where in the other files to look.

use super::bits::{Bits, varint};
use super::built_in::same_words;
use super::text::{packed, phrases};
use super::{Layout, PageIndex, code_page, fold};
use crate::base::name::fold_name;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is known of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CatalogEntry {
    /// Title, facts filled in.
    pub title: String,
    /// Path in the output: `a/b/`.
    pub address: String,
    /// English name of its kind.
    pub kind: String,
    /// What people call it, in the language of the page.
    pub kind_label: String,
    /// Folder of its top section; empty when it has none.
    pub section: String,
    /// Days since 1970.
    pub day: Option<i32>,
    /// Year of the day; 0 when there is none.
    pub year: u32,
    /// Name of the region whose words it has.
    pub region: String,
    /// Code and label of a policy's status, and whether it holds.
    pub status: Option<(String, String, bool)>,
    /// Other names: number, declared aliases, what people ask.
    pub names: Vec<String>,
    /// Language, when it is not the site's own.
    pub language: String,
}

/// The catalog and what goes with it.
#[derive(Debug)]
pub struct Catalog<'c> {
    /// Pages in order.
    pub entries: &'c [CatalogEntry],
    /// Their texts, in the same order.
    pub parts: &'c [Arc<PageIndex>],
    /// Which file holds what.
    pub layout: &'c Layout,
    /// Titles of sections by folder.
    pub sections: &'c BTreeMap<String, String>,
    /// Name of the region that the site speaks for; empty when it says none.
    pub region: &'c str,
    /// Ten characters of the names of files of postings that are named together.
    pub terms: &'c [String],
    /// Six characters of the name of each file of words.
    pub texts: &'c [String],
    /// Name of the file with the sizes of buckets.
    pub table: &'c str,
    /// Name of the file with readings.
    pub sounds: &'c str,
    /// Name of the file with traditional characters.
    pub traditional: &'c str,
    /// Name of the file with synonyms.
    pub words: &'c str,
    /// Name of the file with the vocabulary.
    pub vocabulary: &'c str,
    /// Synonyms of single characters by these, as lines.
    pub single: String,
}

/// What is short, or the same for many pages, as JSON; each field is told in `js/format.js`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Lists<'c> {
    kinds: Shared<WrittenKind<'c>>,
    sections: Shared<WrittenSection<'c>>,
    regions: Shared<&'c str>,
    statuses: Shared<WrittenStatus<'c>>,
    languages: Shared<&'c str>,
    own_region: &'c str,
    first_year: u32,
    /// Days of pages that are distinguished from others of nearly the same title by them, or have no words that tell it.
    days: BTreeMap<usize, Option<i32>>,
    bucket_bits: Vec<u32>,
    dropped_bits: u32,
    buckets: Vec<u32>,
    synonyms_apart: bool,
    table: &'c str,
    sounds: &'c str,
    traditional: &'c str,
    synonyms: &'c str,
    vocabulary: &'c str,
}

/// Values that many pages have: each once, and for each page its place among them.
#[derive(Serialize)]
struct Shared<T> {
    values: Vec<T>,
    pages: Vec<usize>,
}

impl<'c, K: Ord> Shared<&'c K> {
    fn of(values: impl Iterator<Item = &'c K>) -> Self {
        let mut places = BTreeMap::new();
        let mut shared = Self {
            values: Vec::new(),
            pages: Vec::new(),
        };
        for value in values {
            let place = *places.entry(value).or_insert_with(|| {
                shared.values.push(value);
                shared.values.len() - 1
            });
            shared.pages.push(place);
        }
        shared
    }
}

impl<T> Shared<T> {
    fn map<U>(self, to: impl FnMut(T) -> U) -> Shared<U> {
        Shared {
            values: self.values.into_iter().map(to).collect(),
            pages: self.pages,
        }
    }
}

/// A kind of page as it is written.
#[derive(Serialize)]
struct WrittenKind<'c> {
    name: &'c str,
    label: &'c str,
}

/// A top folder as it is written.
#[derive(Serialize)]
struct WrittenSection<'c> {
    folder: &'c str,
    title: &'c str,
}

/// A policy's status as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WrittenStatus<'c> {
    code: &'c str,
    label: &'c str,
    in_force: bool,
}

impl<'c> WrittenStatus<'c> {
    /// What has none is in force.
    fn of(status: &'c Option<(String, String, bool)>) -> Self {
        let (code, label, in_force) = status
            .as_ref()
            .map_or(("", "", true), |(code, label, holds)| (code, label, *holds));
        Self {
            code,
            label,
            in_force,
        }
    }
}

impl Catalog<'_> {
    /// How many pages name each page in 《》, in powers of two: what many go by is what people mean.
    fn cited(&self) -> Vec<u32> {
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for name in self.parts.iter().flat_map(|part| &part.cites) {
            *counts.entry(name).or_default() += 1;
        }
        let count = |entry: &CatalogEntry| {
            u32::BITS
                - counts
                    .get(&*fold_name(&entry.title))
                    .map_or(0, |n| *n)
                    .leading_zeros()
        };
        self.entries.iter().map(count).collect()
    }

    /// The catalog as a file: parts one after the other, each packed by itself behind its length.
    pub fn file(&self) -> Vec<u8> {
        let mut out = Vec::new();
        for (_, part) in self.named_parts() {
            let packed = packed(&part);
            varint(&mut out, number(packed.len()));
            out.extend(packed);
        }
        out
    }

    /// The parts of the file in their order; what each holds is told in `js/format.js`.
    pub(super) fn named_parts(&self) -> [(&'static str, Vec<u8>); 18] {
        let entries = self.entries;
        let since = entries
            .iter()
            .map(|entry| entry.year)
            .filter(|year| *year > 0)
            .min()
            .unwrap_or(0);
        let titles: Vec<String> = entries
            .iter()
            .map(|entry| entry.title.replace('\n', " "))
            .collect();
        let (shared, rest) = fronts(entries.iter().map(|entry| entry.address.as_str()));
        // Lines of comment begin with a #.
        let list = |text: &str| {
            let lines: Vec<&str> = text
                .lines()
                .filter(|line| !line.starts_with('#') && !line.is_empty())
                .collect();
            code_page::encode(&lines.join("\n"))
        };
        let passages = self.parts.iter().map(|part| number(part.passages.len()));
        let spans = self.layout.texts.iter().map(|file| number(file.len()));
        let year = |entry: &CatalogEntry| (entry.year + 1).saturating_sub(since);
        [
            ("alphabet", code_page::table()),
            (
                "lists",
                serde_json::to_vec(&self.lists(since)).expect("lists of texts and numbers are JSON"),
            ),
            ("titles", code_page::encode(&titles.join("\n"))),
            ("otherNames", self.other_names()),
            ("sharedPrefixes", varints(shared.into_iter())),
            ("addresses", code_page::encode(&rest.join("\n"))),
            ("years", varints(entries.iter().map(year))),
            ("passageCounts", varints(passages)),
            ("citations", varints(self.cited().into_iter())),
            ("textFileSizes", varints(spans)),
            ("textFileHashes", self.texts.concat().into_bytes()),
            ("termFileHashes", self.terms.concat().into_bytes()),
            ("phrases", phrases()),
            ("stopWords", list(include_str!("stop_words.txt"))),
            ("askedPrefixes", self.asked_prefixes()),
            ("protectedWords", list(include_str!("protected_words.txt"))),
            ("singleCharacters", code_page::encode(&self.single)),
            ("sameWords", code_page::encode(&same_words())),
        ]
    }

    /// Other names of pages: a line for each page, its names apart by tabs.
    fn other_names(&self) -> Vec<u8> {
        let line = |name: &String| name.replace(['\n', '\t'], " ");
        let lines: Vec<String> = self
            .entries
            .iter()
            .map(|entry| entry.names.iter().map(line).collect::<Vec<_>>().join("\t"))
            .collect();
        code_page::encode(&lines.join("\n"))
    }

    /// Days of pages with nearly the same title as another, or without words.
    fn days(&self) -> BTreeMap<usize, Option<i32>> {
        let key = |entry: &CatalogEntry| -> String {
            let title = fold(&entry.title).replace("中华人民共和国", "");
            title
                .chars()
                .filter(|c| !c.is_ascii_digit() && !" 年修正订案".contains(*c))
                .collect()
        };
        let keys: Vec<String> = self.entries.iter().map(key).collect();
        let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
        for key in &keys {
            *counts.entry(key).or_default() += 1;
        }
        let told = |page: &usize| counts[keys[*page].as_str()] > 1 || self.parts[*page].passages.is_empty();
        (0..keys.len())
            .filter(told)
            .map(|page| (page, self.entries[page].day))
            .collect()
    }

    /// A bit for all that the upper bits of a term may be: whether people ask for one.
    fn asked_prefixes(&self) -> Vec<u8> {
        let mut bits = Bits::default();
        for asked in &self.layout.asked {
            bits.put(u32::from(*asked), 1);
        }
        bits.finish()
    }

    fn lists(&self, first_year: u32) -> Lists<'_> {
        let texts =
            |of: fn(&CatalogEntry) -> &String| Shared::of(self.entries.iter().map(of)).map(String::as_str);
        let section = |folder| WrittenSection {
            folder,
            title: self.sections.get(folder).map_or("", String::as_str),
        };
        let kinds: Vec<(&str, &str)> = self
            .entries
            .iter()
            .map(|entry| (&*entry.kind, &*entry.kind_label))
            .collect();
        let files = self.layout.rows.iter().flat_map(|row| &row.files);
        let buckets = files.map(|file| file.end - file.start);
        Lists {
            kinds: Shared::of(kinds.iter()).map(|(name, label)| WrittenKind { name, label }),
            sections: texts(|entry| &entry.section).map(section),
            regions: texts(|entry| &entry.region),
            statuses: Shared::of(self.entries.iter().map(|entry| &entry.status)).map(WrittenStatus::of),
            languages: texts(|entry| &entry.language),
            own_region: self.region,
            first_year,
            days: self.days(),
            bucket_bits: self.layout.rows.iter().map(|row| row.bits).collect(),
            dropped_bits: self.layout.dropped,
            synonyms_apart: self.layout.synonyms_apart(),
            buckets: buckets.collect(),
            table: self.table,
            sounds: self.sounds,
            traditional: self.traditional,
            synonyms: self.words,
            vocabulary: self.vocabulary,
        }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).expect("a site has fewer than four billion pages")
}

pub(super) fn varints(numbers: impl Iterator<Item = u32>) -> Vec<u8> {
    let mut out = Vec::new();
    numbers.for_each(|n| varint(&mut out, n));
    out
}

/// For each text how many characters it begins with like the one before, and what comes behind them.
fn fronts<'t>(texts: impl Iterator<Item = &'t str>) -> (Vec<u32>, Vec<&'t str>) {
    let (mut shared, mut rest, mut before) = (Vec::new(), Vec::new(), "");
    for text in texts {
        // The script counts in units of UTF-16: a character of two is not shared.
        let same = text
            .chars()
            .zip(before.chars())
            .take_while(|(a, b)| a == b && a.len_utf16() == 1);
        let (count, bytes) = same.fold((0, 0), |(count, bytes), (c, _)| (count + 1, bytes + c.len_utf8()));
        shared.push(count);
        rest.push(&text[bytes..]);
        before = text;
    }
    (shared, rest)
}

/// The sizes of all buckets as a file, in steps of 32 bytes (see `posting`).
pub fn table_file(sizes: &[u32]) -> Vec<u8> {
    packed(&bucket_sizes(sizes))
}

/// The sizes of the buckets of a file of postings, which begins with them.
pub(super) fn bucket_sizes(sizes: &[u32]) -> Vec<u8> {
    varints(sizes.iter().copied())
}

#[cfg(test)]
mod tests {
    #[test]
    fn no_stop_word_takes_the_end_off_a_word_before_a_negation() {
        let words = include_str!("stop_words.txt").lines();
        for text in ["银行不给贷款", "高中不收", "完成不了", "其中不含"] {
            let at = text.find('不').expect("it is denied");
            for word in words.clone().filter(|word| word.chars().count() > 1) {
                let cut = text
                    .match_indices(word)
                    .any(|(start, _)| start < at && start + word.len() > at);
                assert!(!cut, "{word} in {text}");
            }
        }
    }
}
