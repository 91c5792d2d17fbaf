//! Words that come along with the program: read, folded and cut into terms once, for all sites that a process builds.

use super::words::{Synonyms, parse_synonyms};
use super::{fold, term, vocabulary};
use crate::base::Fingerprint;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// A word as it is compared.
#[derive(Debug)]
struct Word {
    folded: Box<str>,
    /// Its pairs and Latin words.
    terms: Box<[u32]>,
}

impl Word {
    fn of(text: &str) -> Self {
        let folded = fold(text);
        let mut terms = Vec::new();
        term::each(&folded, |term| terms.push(term), |_| {});
        Self {
            folded: folded.into(),
            terms: terms.into(),
        }
    }
}

/// The lists: words, single characters, and what people say.
const LISTS: [&str; 3] = [
    include_str!("synonyms.txt"),
    include_str!("single.txt"),
    include_str!("spoken.txt"),
];

/// Synonyms of policy.
static SYNONYMS: LazyLock<Synonyms> = LazyLock::new(|| {
    let [words, single, _] = LISTS;
    let mut words = parse_synonyms(words);
    words.extend(parse_synonyms(single));
    words
});

/// What people say, all of it for the same thing, and what that is called.
#[derive(Debug)]
pub(super) struct Said {
    /// The ways of saying it.
    pub words: Vec<String>,
    /// What it is called, best first.
    pub others: Vec<String>,
}

static SPOKEN: LazyLock<Vec<Said>> = LazyLock::new(|| {
    let [_, _, spoken] = LISTS;
    let lines = spoken.lines().filter_map(|line| line.split_once('：'));
    let said = lines.filter(|(words, _)| !words.starts_with('#'));
    said.map(|(words, others)| Said {
        words: words.split('、').map(str::to_owned).collect(),
        others: others.split(' ').map(str::to_owned).collect(),
    })
    .collect()
});

/// All words of the lists.
static WORDS: LazyLock<HashMap<&'static str, Word>> = LazyLock::new(|| {
    let synonyms = SYNONYMS
        .iter()
        .flat_map(|(word, others)| std::iter::once(word).chain(others));
    synonyms
        .chain(
            SPOKEN
                .iter()
                .flat_map(|said| said.words.iter().chain(&said.others)),
        )
        .map(String::as_str)
        .chain(vocabulary::words())
        .map(|word| (word, Word::of(word)))
        .collect()
});

/// Synonyms of policy that come along.
pub fn built_in_synonyms() -> &'static Synonyms {
    &SYNONYMS
}

/// What people say who talk.
pub(super) fn built_in_spoken() -> &'static [Said] {
    &SPOKEN
}

/// Fingerprint of the lists.
pub fn built_in_fingerprint() -> Fingerprint {
    Fingerprint::of(&LISTS)
}

/// Pairs of the words that people type: of the lists, without those that only stand where two of their words meet.
static PAIRS: LazyLock<Vec<u32>> = LazyLock::new(|| pairs(SYNONYMS.keys().map(String::as_str)));

/// Pairs of words that are known whatever a site has, in order: those that come along and `own` ones.
pub(super) fn known_pairs<'w>(own: impl Iterator<Item = &'w str>) -> Vec<u32> {
    let mut all = pairs(own);
    all.extend(PAIRS.iter());
    all.sort_unstable();
    all.dedup();
    all
}

/// Of longer words no pairs are told: mostly they are rows of shorter ones.
const LONGEST_KNOWN: usize = 3;

/// The pairs of words, and of the vocabulary, that are no row of shorter ones.
fn pairs<'w>(words: impl Iterator<Item = &'w str>) -> Vec<u32> {
    let mut all: HashSet<Vec<char>> = words.map(|word| folded(word).chars().collect()).collect();
    all.extend(vocabulary::words().map(|word| folded(word).chars().collect()));
    let mut pairs: Vec<u32> = all
        .iter()
        .filter(|word| word.len() <= LONGEST_KNOWN && !is_row(word, &all))
        .flat_map(|word| word.windows(2))
        .filter(|two| two.iter().all(|c| !c.is_ascii()))
        .map(|two| term::pair(two[0], two[1]))
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}

/// Whether every character of a word is part of a shorter word of at least two.
fn is_row(word: &[char], all: &HashSet<Vec<char>>) -> bool {
    let mut end = 0;
    for start in 0..word.len() {
        let longest = (start + 2..=word.len())
            .rev()
            .filter(|to| *to - start < word.len())
            .find(|to| all.contains(&word[start..*to]));
        end = end.max(longest.unwrap_or(start));
        if end <= start {
            return false;
        }
    }
    true
}

/// A word folded; one of the lists is folded already.
pub(super) fn folded(word: &str) -> Cow<'static, str> {
    WORDS
        .get(word)
        .map_or_else(|| Cow::Owned(fold(word)), |known| Cow::Borrowed(&*known.folded))
}

/// Whether all pairs and Latin words of a phrase are among those that `known` knows.
pub(super) fn all_terms(phrase: &str, known: impl Fn(u32) -> bool) -> bool {
    let all = |word: &Word| word.terms.iter().all(|term| known(*term));
    WORDS.get(phrase).map_or_else(|| all(&Word::of(phrase)), all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_lists_are_folded_and_cut_as_any_other_words() {
        let mut seen = 0;
        for (word, known) in WORDS.iter().take(500) {
            let fresh = Word::of(word);
            assert_eq!((&*fresh.folded, &*fresh.terms), (&*known.folded, &*known.terms));
            assert_eq!(folded(word), fold(word));
            seen += known.terms.len();
        }
        assert!(seen > 500);
        assert_eq!(folded("第31條 ＡＢＣ"), "第三十一条 abc");
        let has = |text: &str, phrase: &str| {
            let terms = Word::of(text).terms;
            all_terms(phrase, |term| terms.contains(&term))
        };
        assert!(has("配偶陪产假", "陪产假") && !has("配偶陪产假", "陪护假"));
    }
}
