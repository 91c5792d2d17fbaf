//! Words that have synonyms, as an index tells them: those of the site, those that come along, and what people only say.

use super::built_in::{built_in_spoken, built_in_synonyms, folded};
use super::text::packed;
use super::vocabulary::KnownTerms;
use super::{code_page, term};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is said in other words.
pub type Synonyms = BTreeMap<String, Vec<String>>;

/// The words of an index, as far as its pages have anything for them: a word that stands for nothing on a site is not sent
/// to anybody.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Words that are written, and tags, which have no synonyms.
    written: Synonyms,
    /// What people say who talk: mostly more than one word. Nobody looks for that by its sound.
    spoken: Synonyms,
}

impl Words {
    /// A site's `own` words, and those that come along.
    pub fn of(own: &Synonyms, known: &KnownTerms) -> Self {
        let came_along = built_in_synonyms();
        let others = came_along.iter().filter(|(word, _)| !own.contains_key(*word));
        let is_new = |word: &&String| !own.contains_key(*word) && !came_along.contains_key(*word);
        let mut spoken = Synonyms::new();
        for said in built_in_spoken() {
            // What fits best tells what is meant; without it the others lead astray.
            if !said.others.first().is_some_and(|best| known.has(best)) {
                continue;
            }
            let others = of_site(&said.others, known);
            let words = said.words.iter().filter(is_new);
            spoken.extend(words.map(|word| (word.clone(), others.clone())));
        }
        Self {
            written: used(own.iter().chain(others), known),
            spoken,
        }
    }

    /// Words that are written, and what else they are called.
    pub(super) fn written(&self) -> impl Iterator<Item = &String> {
        self.written.iter().flat_map(all)
    }

    /// What is looked up of all words, as parts of a text: written words and what else they are called, and of what people
    /// say the first pair, by which it is found.
    pub(super) fn looked_up(&self) -> impl Iterator<Item = &str> {
        let first = |word: &str| word.char_indices().nth(2).map_or(word.len(), |(at, _)| at);
        let spoken = self.spoken.iter().flat_map(move |(word, others)| {
            std::iter::once(&word[..first(word)]).chain(others.iter().map(String::as_str))
        });
        self.written().map(String::as_str).chain(spoken)
    }

    /// About how many bytes what people say takes in buckets: they lie beside postings, so there are more of these files.
    pub(super) fn size_of_spoken(&self) -> usize {
        let chars: usize = self
            .spoken
            .iter()
            .flat_map(all)
            .map(|word| word.chars().count() + 1)
            .sum();
        chars + chars / 3
    }

    /// A file with a line for each word that is written; for all when it is the only place that tells them.
    pub fn file(&self, only: bool) -> Vec<u8> {
        let mut text: Vec<String> = lines(self.written.iter()).collect();
        if only {
            text.extend(lines(self.spoken.iter()));
        }
        packed(&code_page::encode(&text.join("\n")))
    }

    /// Lines by the first term of the word: they lie in its bucket, which is read for the word anyway.
    pub fn by_term(&self) -> Vec<(u32, String)> {
        let said = self.written.iter().chain(&self.spoken);
        let said = said.filter(|(word, others)| !others.is_empty() && !is_single(word));
        let mut by_term: Vec<(u32, String)> = lines(said)
            .filter_map(|line| Some((term::first(line.split(' ').next()?)?, line)))
            .collect();
        by_term.sort();
        by_term
    }

    /// Single characters as lines: few, and no other term of a question tells that one of them is needed.
    pub fn single(&self) -> String {
        let said = self.written.iter();
        let said = said.filter(|(word, others)| !others.is_empty() && is_single(word));
        lines(said).collect::<Vec<_>>().join("\n")
    }
}

fn all<'w>((word, others): (&'w String, &'w Vec<String>)) -> impl Iterator<Item = &'w String> {
    std::iter::once(word).chain(others)
}

fn of_site(others: &[String], known: &KnownTerms) -> Vec<String> {
    others
        .iter()
        .filter(|phrase| known.has(phrase))
        .cloned()
        .collect()
}

fn used<'w>(words: impl Iterator<Item = (&'w String, &'w Vec<String>)>, known: &KnownTerms) -> Synonyms {
    let of_site = |(word, others): (&String, &Vec<String>)| {
        // A word without others is a tag, by its pinyin.
        let tag = others.is_empty();
        let others = of_site(others, known);
        (tag || !others.is_empty()).then(|| (word.clone(), others))
    };
    words.filter_map(of_site).collect()
}

/// Reads a list of synonyms: a line is a word, a colon, and what else it is called, blanks between.
pub(super) fn parse_synonyms(text: &str) -> Synonyms {
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    let mut words = Synonyms::new();
    for (word, others) in lines.filter_map(|line| line.split_once('：')) {
        let list = words.entry(word.trim().to_owned()).or_default();
        list.extend(others.split_whitespace().map(str::to_owned));
    }
    words
}

/// A line for each word: the word and what else it is called, blanks between, all folded. One that is several words when it
/// is folded (N+1) is left out: who types one of them does not mean it.
fn lines<'w>(words: impl Iterator<Item = (&'w String, &'w Vec<String>)>) -> impl Iterator<Item = String> {
    words.filter_map(|(word, others)| {
        let word = folded(word);
        let others = others.iter().map(|other| folded(other));
        let others = others.filter(|other| is_one_word(other));
        let all: Vec<Cow<'_, str>> = std::iter::once(word.clone()).chain(others).collect();
        is_one_word(&word).then(|| all.join(" "))
    })
}

fn is_one_word(folded: &str) -> bool {
    !folded.is_empty() && !folded.contains(' ')
}

fn is_single(word: &str) -> bool {
    word.chars().count() == 1
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::PageIndex;
    use super::*;
    use crate::html::read;
    use std::collections::HashSet;
    use std::sync::Arc;

    impl Words {
        /// These words, whatever a site has.
        pub fn telling(text: &str) -> Self {
            Self {
                written: parse_synonyms(text),
                spoken: Synonyms::new(),
            }
        }

        /// These words are written.
        pub fn written_as(text: &str, known: &KnownTerms) -> Self {
            Self {
                written: used(parse_synonyms(text).iter(), known),
                spoken: Synonyms::new(),
            }
        }
    }

    #[test]
    fn a_word_that_is_several_when_it_is_folded_is_none() {
        let words = parse_synonyms("n+1：经济补偿\n赔n：2 n 经济补偿\n补偿：n+1 经济补偿金\n");
        let lines: Vec<String> = lines(words.iter()).collect();
        assert_eq!(lines, ["补偿 经济补偿金", "赔n 2 n 经济补偿"]);
    }

    fn known(text: &str) -> KnownTerms {
        let page = PageIndex::of(&read(format!("<p>{text}</p>")), "");
        KnownTerms::of(&[], &[Arc::new(page)])
    }

    #[test]
    fn what_people_say_counts_where_the_site_has_what_fits_best_and_the_site_s_own_words_come_first() {
        let said = built_in_spoken().iter();
        let said = said
            .max_by_key(|said| said.others.len().min(3))
            .expect("there are some");
        let (best, rest) = said.others.split_first().expect("it is called something");
        let word = &said.words[0];
        let words = Words::of(&Synonyms::new(), &known(&format!("{best}。{}。", rest[0])));
        assert_eq!(words.spoken[word][0], *best);
        assert_eq!(words.spoken[word][1], rest[0]);
        let without = Words::of(&Synonyms::new(), &known(&rest[0]));
        assert!(!without.spoken.contains_key(word));
        let own = Synonyms::from([(word.clone(), vec![rest[0].clone()])]);
        let words = Words::of(&own, &known(&format!("{best}。{}。", rest[0])));
        assert!(!words.spoken.contains_key(word) && words.written[word] == [rest[0].clone()]);
    }

    #[test]
    fn what_people_say_lies_in_buckets_and_in_the_file_of_words_only_where_there_are_none() {
        let words = Words {
            written: parse_synonyms("婚假：结婚假期"),
            spoken: parse_synonyms("拖着不给：拖欠劳动报酬"),
        };
        let by_term: Vec<String> = words.by_term().into_iter().map(|(_, line)| line).collect();
        assert!(by_term.contains(&"拖着不给 拖欠劳动报酬".to_owned()) && by_term.len() == 2);
        assert!(words.file(true).len() > words.file(false).len());
        assert!(words.written().all(|word| !word.starts_with("拖")));
        let looked_up: Vec<&str> = words.looked_up().collect();
        assert_eq!(looked_up, ["婚假", "结婚假期", "拖着", "拖欠劳动报酬"]);
    }

    #[test]
    fn what_people_say_is_listed_once_as_it_is_compared_and_is_more_than_a_character() {
        let (mut seen, mut wrong) = (HashSet::new(), Vec::new());
        for word in built_in_spoken().iter().flat_map(|said| &said.words) {
            let well = (2..=6).contains(&word.chars().count()) && folded(word) == *word;
            if !well || built_in_synonyms().contains_key(word) || !seen.insert(word) {
                wrong.push(word);
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(seen.len() > 20_000);
    }
}
