//! Words that come along with the program: read once, for all sites that a process builds.

use super::fold::folded;
use super::{term, vocabulary};
use crate::base::Fingerprint;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// The lists: words, single characters, what people say, and words that stand for each other in that.
const LISTS: [&str; 4] = [
    include_str!("synonyms.txt"),
    include_str!("single.txt"),
    include_str!("spoken.txt"),
    include_str!("same_words.txt"),
];

/// What comes along that is said in other words.
pub type KnownSynonyms = BTreeMap<&'static str, Vec<&'static str>>;

/// Synonyms of policy.
static SYNONYMS: LazyLock<KnownSynonyms> = LazyLock::new(|| {
    let of = |list| {
        let mut synonyms = KnownSynonyms::new();
        for (word, others) in lines(list) {
            let list = synonyms.entry(word.trim()).or_default();
            list.extend(others.split_whitespace());
        }
        synonyms
    };
    let [words, single, ..] = LISTS;
    let (words, single) = (of(words), of(single));
    words.into_iter().chain(single).collect()
});

/// What people say, all of it for the same thing, and what that is called.
#[derive(Debug)]
pub(super) struct Said {
    /// The ways of saying it.
    pub words: Vec<&'static str>,
    /// What it is called, best first.
    pub others: Vec<&'static str>,
}

static SPOKEN: LazyLock<Vec<Said>> = LazyLock::new(|| {
    let [_, _, spoken, _] = LISTS;
    let said = lines(spoken).map(|(words, others)| Said {
        words: words.split('、').collect(),
        others: others.split(' ').collect(),
    });
    said.collect()
});

/// The lines of a list: words, and what else they are called.
pub(super) fn lines(list: &str) -> impl Iterator<Item = (&str, &str)> {
    let lines = list.lines().filter(|line| !line.starts_with('#'));
    lines.filter_map(|line| line.split_once('：'))
}

/// Synonyms of policy that come along.
pub fn built_in_synonyms() -> &'static KnownSynonyms {
    &SYNONYMS
}

/// What people say who talk.
pub(super) fn built_in_spoken() -> &'static [Said] {
    &SPOKEN
}

/// Words that people use for the same, as lines: a class each, blanks between its words.
pub(super) fn same_words() -> String {
    let [.., classes] = LISTS;
    let classes = classes.lines().filter(|line| !line.starts_with('#'));
    let classes = classes.map(|class| class.replace('、', " "));
    classes.collect::<Vec<_>>().join("\n")
}

/// Fingerprint of the lists.
pub fn built_in_fingerprint() -> Fingerprint {
    Fingerprint::of(&LISTS)
}

/// Pairs of the words that people type: of the lists, without those that only stand where two of their words meet.
static PAIRS: LazyLock<Vec<u32>> = LazyLock::new(|| pairs(SYNONYMS.keys().copied()));

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

/// The pairs of words, and of the vocabulary.
fn pairs<'w>(words: impl Iterator<Item = &'w str>) -> Vec<u32> {
    let mut pairs: Vec<u32> = Vec::new();
    let mut add = |word: &str| {
        let word = folded(word);
        if word.chars().count() <= LONGEST_KNOWN {
            let following = word.chars().zip(word.chars().skip(1));
            let both = following.filter(|(a, b)| !a.is_ascii() && !b.is_ascii());
            pairs.extend(both.map(|(a, b)| term::pair(a, b)));
        }
    };
    words.for_each(&mut add);
    vocabulary::words().for_each(&mut add);
    pairs.sort_unstable();
    pairs.dedup();
    pairs
}
