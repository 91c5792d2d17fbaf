//! The vocabulary: words of the field and headings of the site, by which letters and wrong characters are understood.
//!
//! `vocabulary.txt` has words of laws and policies, a line for each tier of about the same frequency, the commonest
//! first. They are pieces of 3,475 laws that hold together and stand freely. `shapes.txt` has pairs of characters that
//! look alike: those whose drawn forms nearly cover each other. `scripts/vocabulary.py` makes both.

use super::bits::varint;
use super::built_in::known_pairs;
use super::catalog::varints;
use super::fold::folded;
use super::text::packed;
use super::{CatalogEntry, PageIndex, Synonyms, TermFiles, code_page, fold, term};
use std::cmp::Reverse;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::Arc;

/// So many headings of a site are in its vocabulary at most, and no longer ones.
const MOST_HEADINGS: usize = 2000;
const LONGEST_HEADING: usize = 12;

/// A pair is rare that one of so many pages has. The script says the same (`find.js`).
const RARE: usize = 300;

/// Known pairs of so few pages are told in any case: where a typing error may begin beside one, it is to stay.
const FEW: u32 = 8;

/// One pair in about so many is taken for one that is known, as a power of two.
const SURE: u32 = 5;

/// Which terms a site has, and on how many pages.
#[derive(Debug, PartialEq, Eq)]
pub struct KnownTerms {
    pages: HashMap<u32, u32, BuildHasherDefault<TermHasher>>,
    /// Terms of names of pages.
    names: HashSet<u32, BuildHasherDefault<TermHasher>>,
    /// A pair of no more pages is rare: what the script may take for a typing error, unless it is known.
    rare: u32,
}

/// Terms are hashes themselves: it takes one step to spread them over all bits of a table's place.
#[derive(Debug, Default)]
struct TermHasher(u64);

impl Hasher for TermHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u32(u32::from(*byte)));
    }

    fn write_u32(&mut self, term: u32) {
        self.0 = (self.0 ^ u64::from(term)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl KnownTerms {
    /// The terms of these pages and of their names; `earlier` are those of the site as it was, and its pages.
    pub fn of(
        entries: &[CatalogEntry],
        parts: &[Arc<PageIndex>],
        earlier: Option<(&Self, &TermFiles)>,
    ) -> Self {
        let earlier = earlier.and_then(|(known, files)| Some((known, files.changed(parts)?)));
        let pages = match earlier {
            Some((known, changed)) => {
                let mut pages = known.pages.clone();
                for (now, before) in changed {
                    terms(now).for_each(|term| *pages.entry(term).or_default() += 1);
                    for term in terms(before) {
                        if let Entry::Occupied(mut has) = pages.entry(term) {
                            *has.get_mut() -= 1;
                            if *has.get() == 0 {
                                has.remove();
                            }
                        }
                    }
                }
                pages
            }
            None => {
                let mut pages: HashMap<u32, u32, _> = HashMap::default();
                let all = parts.iter().flat_map(|part| terms(part));
                all.for_each(|term| *pages.entry(term).or_default() += 1);
                pages
            }
        };
        let mut names = HashSet::default();
        for entry in entries {
            for name in std::iter::once(&entry.title).chain(&entry.names) {
                let note = |term: u32| {
                    names.insert(term);
                };
                term::each(&folded(name), note, |_| {});
            }
        }
        let rare = u32::try_from(entries.len() / RARE).expect("a site has fewer than four billion pages");
        Self {
            pages,
            names,
            rare: rare.max(FEW),
        }
    }

    fn is_rare(&self, pair: u32) -> bool {
        self.pages.get(&pair).is_none_or(|pages| *pages <= self.rare)
    }

    /// Whether the site has all pairs and Latin words of a phrase.
    pub(super) fn has(&self, phrase: &str) -> bool {
        let is_known = |term: u32| self.pages.contains_key(&term) || self.names.contains(&term);
        term::all(&folded(phrase), is_known)
    }
}

/// The terms of a page, each once.
fn terms(part: &PageIndex) -> impl Iterator<Item = u32> {
    // They are in order, each as often as there are passages with it.
    let own = part.postings.chunk_by(|a, b| a.term() == b.term());
    own.map(|postings| postings[0].term())
}

/// Lines of a list without its comments.
fn lines(list: &str) -> impl Iterator<Item = &str> {
    list.lines().filter(|line| !line.starts_with('#'))
}

/// Words of laws and policies that come along.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    lines(include_str!("vocabulary.txt")).flat_map(|line| line.split(' '))
}

/// The vocabulary of a site as a file: its words, and the pairs that are known though hardly any page has them. `words`
/// are those to which the site says other words.
pub fn vocabulary_file(parts: &[Arc<PageIndex>], known: &KnownTerms, words: &Synonyms) -> Vec<u8> {
    let mut out = Vec::new();
    let others = words.values().flatten();
    let own = words.keys().chain(others).map(String::as_str);
    let text = code_page::encode(&rows(parts, known).join("\n"));
    for part in [packed(&text), packed(&rare_pairs(known, own))] {
        varint(
            &mut out,
            u32::try_from(part.len()).expect("a vocabulary is small"),
        );
        out.extend(part);
    }
    out
}

/// Pairs of words that come along, and of `own` ones, that are rare on the site: how many bits of their numbers are told,
/// and the gaps between these.
fn rare_pairs<'w>(known: &KnownTerms, own: impl Iterator<Item = &'w str>) -> Vec<u8> {
    let pairs = known_pairs(own).into_iter();
    let mut rare: Vec<u32> = pairs.filter(|pair| known.is_rare(*pair)).collect();
    let count = u32::try_from(rare.len()).expect("a vocabulary is small");
    let bits = (u32::BITS - count.leading_zeros() + SURE).min(term::BITS);
    rare.iter_mut().for_each(|pair| *pair >>= term::BITS - bits);
    rare.dedup();
    let gaps = rare.iter().scan(0, |before, pair| {
        let gap = pair - *before;
        *before = *pair;
        Some(gap)
    });
    varints(std::iter::once(bits).chain(gaps))
}

/// A line for each tier of words that stand on the site, a line of its commonest headings, and a line of pairs of
/// characters that look alike.
fn rows(parts: &[Arc<PageIndex>], known: &KnownTerms) -> Vec<String> {
    let tier = |line: &str| {
        let words: Vec<&str> = line.split(' ').filter(|word| known.has(word)).collect();
        words.join(" ")
    };
    let mut rows: Vec<String> = lines(include_str!("vocabulary.txt")).map(tier).collect();
    rows.push(headings(parts).join(" "));
    rows.push(lines(include_str!("shapes.txt")).collect());
    rows
}

/// The commonest headings of a site, without the marks of their chapters.
fn headings(parts: &[Arc<PageIndex>]) -> Vec<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for part in parts {
        let mut before = "";
        for passage in part.passages() {
            if passage.heading == before {
                continue;
            }
            before = &passage.heading;
            let folded = fold(before);
            let words = folded.trim().rsplit(' ').next().unwrap_or("");
            let size = words.chars().count();
            if (2..=LONGEST_HEADING).contains(&size) && !words.is_ascii() {
                *counts.entry(words.to_owned()).or_default() += 1;
            }
        }
    }
    let mut all: Vec<(String, usize)> = counts.into_iter().collect();
    all.sort_by_key(|(_, count)| Reverse(*count));
    all.truncate(MOST_HEADINGS);
    let mut words: Vec<String> = all.into_iter().map(|(word, _)| word).collect();
    words.sort();
    words
}

#[cfg(test)]
mod tests {
    use super::super::Passage;
    use super::*;

    fn page(heading: &str, text: &str) -> Arc<PageIndex> {
        Arc::new(PageIndex::from_passages(vec![Passage {
            anchor: String::new(),
            label: String::new(),
            heading: heading.to_owned(),
            text: text.to_owned(),
        }]))
    }

    #[test]
    fn the_vocabulary_of_a_site_has_its_headings_and_only_words_that_stand_on_it() {
        let parts = [
            page("第一章 婚假", "用人单位应当批准。"),
            page("第二章 婚假", "婚假。"),
        ];
        let known = KnownTerms::of(&[], &parts, None);
        let rows = rows(&parts, &known);
        assert_eq!(rows.len(), lines(include_str!("vocabulary.txt")).count() + 2);
        let (tiers, rest) = rows.split_at(rows.len() - 2);
        let has = |word: &str| tiers.iter().any(|tier| tier.split(' ').any(|one| one == word));
        assert!(has("用人单位") && has("批准") && !has("劳动者"));
        assert_eq!(rest[0], "婚假");
        assert!(rest[1].contains("未末"));
    }

    #[test]
    fn pairs_that_people_type_are_known_where_hardly_any_page_has_them() {
        let page = page("婚检", "别的话。");
        let few = KnownTerms::of(&[], std::slice::from_ref(&page), None);
        let known = KnownTerms::of(&[], &std::array::from_fn::<_, 9, _>(|_| page.clone()), None);
        let of = |own: &[&str]| rare_pairs(&known, own.iter().copied());
        let has = |pairs: &[u8], word: &str| {
            let (mut numbers, mut value, mut shift) = (Vec::new(), 0, 0);
            for byte in pairs {
                value |= u32::from(byte & 127) << shift;
                shift += 7;
                if *byte < 128 {
                    numbers.push(value);
                    (value, shift) = (0, 0);
                }
            }
            let mut chars = word.chars();
            let pair = term::pair(chars.next().unwrap(), chars.next().unwrap()) >> (term::BITS - numbers[0]);
            let mut sum = 0;
            numbers[1..].iter().any(|gap| {
                sum += gap;
                sum == pair
            })
        };
        let came_along = of(&[]);
        // A word of the thesaurus and one of the vocabulary; one that many pages have need not be told.
        assert!(has(&came_along, "月嫂") && has(&came_along, "仲裁") && !has(&came_along, "婚检"));
        // One that a few have is: what is written beside it may stand nowhere, and it is right all the same.
        assert!(has(&rare_pairs(&few, std::iter::empty()), "婚检"));
        assert!(!has(&came_along, "魑魅") && has(&of(&["魑魅"]), "魑魅"));
    }

    #[test]
    fn characters_that_look_alike_stand_in_pairs() {
        for line in lines(include_str!("shapes.txt")) {
            let chars: Vec<char> = line.chars().collect();
            assert!(
                chars.len().is_multiple_of(2) && chars.chunks(2).all(|pair| pair[0] != pair[1]),
                "{line}"
            );
        }
    }
}
