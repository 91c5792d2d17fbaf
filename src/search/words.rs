//! Words that have synonyms, as an index tells them: those of the site, those that come along, and what people only say.

use super::built_in::{built_in_spoken, built_in_synonyms};
use super::fold::folded;
use super::text::packed;
use super::vocabulary::KnownTerms;
use super::{code_page, near, term};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What a site says in other words.
pub type Synonyms = BTreeMap<String, Vec<String>>;

/// A word, and what else it is called, best first.
type Line = (Cow<'static, str>, Vec<Cow<'static, str>>);

/// The words of an index, as far as its pages have anything for them: a word that stands for nothing on a site is not sent
/// to anybody.
#[derive(Debug, Clone, Default)]
pub struct Words {
    /// Words that are written, and tags, which have no synonyms; in order.
    written: Vec<Line>,
    /// What people say who talk: mostly more than one word. Nobody looks for that by its sound.
    spoken: Vec<Spoken>,
}

/// Ways of saying the same thing, and what the site calls it.
#[derive(Debug, Clone)]
struct Spoken {
    words: Cow<'static, [&'static str]>,
    others: Vec<&'static str>,
}

impl Words {
    /// A site's `own` words, and those that come along.
    pub fn of(own: &Synonyms, known: &KnownTerms) -> Self {
        let is_own = |word: &str| own.contains_key(word);
        let came_along = built_in_synonyms().iter().filter(|(word, _)| !is_own(word));
        let came_along = came_along.filter_map(|(word, others)| {
            let others: Vec<Cow<'_, str>> = of_site(others, known)
                .map(|other| Cow::Borrowed(*other))
                .collect();
            (!others.is_empty()).then_some((Cow::Borrowed(*word), others))
        });
        let mut written: Vec<Line> = used(own, known).chain(came_along).collect();
        written.sort();
        // What fits best tells what is meant; without it the others lead astray.
        let spoken = built_in_spoken().iter();
        let spoken = spoken.filter(|said| said.others.first().is_some_and(|best| known.has(best)));
        let spoken = spoken.map(|said| Spoken {
            words: if said.words.iter().any(|word| is_own(word)) {
                said.words.iter().copied().filter(|word| !is_own(word)).collect()
            } else {
                Cow::Borrowed(&said.words[..])
            },
            others: of_site(&said.others, known).copied().collect(),
        });
        Self {
            written,
            spoken: spoken.collect(),
        }
    }

    /// Words that are written, and what else they are called.
    pub(super) fn written(&self) -> impl Iterator<Item = &str> {
        let lines = self.written.iter();
        let all = lines.flat_map(|(word, others)| std::iter::once(word).chain(others));
        all.map(|word| &**word)
    }

    /// What is looked up of all words, as parts of a text: written words and what else they are called, and of what people
    /// say the first pair, by which it is found.
    pub(super) fn looked_up(&self) -> impl Iterator<Item = &str> {
        let first = |word: &'static str| {
            let end = word.char_indices().nth(2);
            &word[..end.map_or(word.len(), |(at, _)| at)]
        };
        let spoken = self.spoken.iter().flat_map(move |said| {
            let words = said.words.iter().map(move |word| first(word));
            words.chain(said.others.iter().copied())
        });
        self.written().chain(spoken)
    }

    /// About how many bytes what people say takes in buckets: they lie beside postings, so there are more of these files.
    pub(super) fn size_of_spoken(&self) -> usize {
        let size = |word: &&str| word.chars().count() + 1;
        let lines = self.spoken.iter().map(|said| {
            let others: usize = said.others.iter().map(size).sum();
            said.words.iter().map(|word| size(word) + others).sum::<usize>()
        });
        let chars: usize = lines.sum();
        chars + chars / 3
    }

    /// A file with a line for each word that is written; for all when it is the only place that tells them.
    pub fn file(&self, only: bool) -> Vec<u8> {
        let mut text: Vec<String> = self.written.iter().filter_map(line).collect();
        if only {
            let mut spoken: Vec<String> = self.spoken.iter().flat_map(Spoken::lines).collect();
            spoken.sort();
            text.extend(spoken);
            text.extend(self.near().into_iter().map(|(_, line)| line));
        }
        packed(&code_page::encode(&text.join("\n")))
    }

    /// Which ways of saying something have a pair of characters.
    fn near(&self) -> Vec<(u32, String)> {
        near::lines(self.spoken.iter().map(|said| &said.words[..]))
    }

    /// Lines by the first term of the word: they lie in its bucket, which is read for the word anyway.
    pub fn by_term(&self) -> Vec<(u32, String)> {
        let said = self.written.iter();
        let said = said.filter(|(word, others)| !others.is_empty() && !is_single(word));
        let lines = said
            .filter_map(line)
            .chain(self.spoken.iter().flat_map(Spoken::lines));
        let mut by_term: Vec<(u32, String)> = lines
            .filter_map(|line| Some((term::first(line.split(' ').next()?)?, line)))
            .collect();
        by_term.extend(self.near());
        by_term.sort_unstable();
        by_term
    }

    /// Single characters as lines: few, and no other term of a question tells that one of them is needed.
    pub fn single(&self) -> String {
        let said = self.written.iter();
        let said = said.filter(|(word, others)| !others.is_empty() && is_single(word));
        said.filter_map(line).collect::<Vec<_>>().join("\n")
    }
}

impl Spoken {
    /// A line for each way of saying it.
    fn lines(&self) -> impl Iterator<Item = String> {
        let others = others(self.others.iter().map(|other| folded(other)));
        let words = self.words.iter().map(|word| folded(word));
        words
            .filter(|word| is_one_word(word))
            .map(move |word| [&*word, &others].concat())
    }
}

/// Those of some phrases that a site has.
fn of_site<'w, W: AsRef<str>>(others: &'w [W], known: &KnownTerms) -> impl Iterator<Item = &'w W> {
    others.iter().filter(|phrase| known.has(phrase.as_ref()))
}

/// Words of a site. One without others is a tag, by its pinyin.
fn used(words: &Synonyms, known: &KnownTerms) -> impl Iterator<Item = Line> {
    words.iter().filter_map(|(word, others)| {
        let some: Vec<_> = of_site(others, known)
            .map(|other| Cow::Owned(other.clone()))
            .collect();
        (others.is_empty() || !some.is_empty()).then(|| (Cow::Owned(word.clone()), some))
    })
}

/// A line for a word: it and what else it is called, blanks between, all folded. One that is several words when it is
/// folded (N+1) is left out: who types one of them does not mean it.
fn line((word, also): &Line) -> Option<String> {
    let word = folded(word);
    is_one_word(&word).then(|| [&*word, &others(also.iter().map(|other| folded(other)))].concat())
}

/// What else a word is called, a blank before each.
fn others<'w>(folded: impl Iterator<Item = Cow<'w, str>>) -> String {
    folded.fold(String::new(), |line, other| match told(&other) {
        Some(word) => line + " " + word,
        None => line,
    })
}

/// Of what is several words when it is folded (倒车、逆行) the longest one, which tells it; none of letters and numbers (N+1).
fn told(folded: &str) -> Option<&str> {
    if is_one_word(folded) {
        return Some(folded);
    }
    let size = |word: &str| word.chars().count();
    let words = folded.split(' ').filter(|word| !word.is_ascii());
    words.reduce(|best, word| if size(word) > size(best) { word } else { best })
}

fn is_one_word(folded: &str) -> bool {
    !folded.is_empty() && !folded.contains(' ')
}

fn is_single(word: &str) -> bool {
    word.chars().count() == 1
}

#[cfg(test)]
pub(super) mod tests {
    use super::super::{PageIndex, built_in::lines};
    use super::*;
    use crate::html::read;
    use std::collections::HashSet;
    use std::sync::Arc;

    impl Words {
        /// These words, whatever a site has.
        pub fn telling(text: &str) -> Self {
            Self {
                written: written(text).collect(),
                spoken: Vec::new(),
            }
        }

        /// These words are written.
        pub fn written_as(text: &str, known: &KnownTerms) -> Self {
            Self {
                written: used(&parse_synonyms(text), known).collect(),
                spoken: Vec::new(),
            }
        }
    }

    /// A site's synonyms, written as the lists are.
    pub(in super::super) fn parse_synonyms(text: &str) -> Synonyms {
        let others = |others: &str| others.split_whitespace().map(str::to_owned).collect();
        lines(text)
            .map(|(word, list)| (word.to_owned(), others(list)))
            .collect()
    }

    fn written(text: &str) -> impl Iterator<Item = Line> {
        let owned = |others: Vec<String>| others.into_iter().map(Cow::Owned).collect();
        parse_synonyms(text)
            .into_iter()
            .map(move |(word, others)| (Cow::Owned(word), owned(others)))
    }

    #[test]
    fn a_word_that_is_several_when_it_is_folded_is_none() {
        let words = Words::telling("n+1：经济补偿\n赔n：2 n 经济补偿\n补偿：n+1 经济补偿金\n");
        let lines: Vec<String> = words.written.iter().filter_map(line).collect();
        assert_eq!(lines, ["补偿 经济补偿金", "赔n 2 n 经济补偿"]);
    }

    fn known(text: &str) -> KnownTerms {
        let page = PageIndex::of(&read(format!("<p>{text}</p>")), "");
        KnownTerms::of(&[], &[Arc::new(page)], None)
    }

    #[test]
    fn what_people_say_counts_where_the_site_has_what_fits_best_and_the_site_s_own_words_come_first() {
        let said = built_in_spoken().iter();
        let said = said
            .max_by_key(|said| said.others.len().min(3))
            .expect("there are some");
        let (best, rest) = said.others.split_first().expect("it is called something");
        let word = said.words[0];
        let told = |words: &Words| {
            let mut said = words.spoken.iter();
            said.find_map(|said| said.words.contains(&word).then(|| said.others.clone()))
        };
        let both = known(&format!("{best}。{}。", rest[0]));
        let words = Words::of(&Synonyms::new(), &both);
        assert_eq!(told(&words).unwrap()[..2], [*best, rest[0]]);
        assert_eq!(told(&Words::of(&Synonyms::new(), &known(rest[0]))), None);
        let own = Synonyms::from([(word.to_owned(), vec![rest[0].to_owned()])]);
        let words = Words::of(&own, &both);
        let mut written = words.written.iter().filter(|line| line.0 == word);
        assert!(told(&words).is_none() && written.all(|(_, others)| others[..] == [rest[0]]));
        assert!(words.written.is_sorted() && words.written.iter().any(|line| line.0 == word));
    }

    #[test]
    fn what_people_say_lies_in_buckets_and_in_the_file_of_words_only_where_there_are_none() {
        let words = Words {
            spoken: vec![Spoken {
                words: vec!["拖着不给"].into(),
                others: vec!["拖欠劳动报酬"],
            }],
            ..Words::telling("婚假：结婚假期")
        };
        let of_words = |(_, line): (u32, String)| (!line.starts_with('=')).then_some(line);
        let by_term: Vec<String> = words.by_term().into_iter().filter_map(of_words).collect();
        assert!(by_term.contains(&"拖着不给 拖欠劳动报酬".to_owned()) && by_term.len() == 2);
        assert!(words.file(true).len() > words.file(false).len());
        assert!(words.written().all(|word| !word.starts_with('拖')));
        let looked_up: Vec<&str> = words.looked_up().collect();
        assert_eq!(looked_up, ["婚假", "结婚假期", "拖着", "拖欠劳动报酬"]);
    }

    #[test]
    fn what_people_say_is_listed_once_as_it_is_compared_and_is_more_than_a_character() {
        let (mut seen, mut wrong) = (HashSet::new(), Vec::new());
        for word in built_in_spoken().iter().flat_map(|said| &said.words) {
            let well = (2..=6).contains(&word.chars().count()) && folded(word) == **word;
            if !well || built_in_synonyms().contains_key(word) || !seen.insert(word) {
                wrong.push(word);
            }
        }
        assert!(wrong.is_empty(), "{wrong:?}");
        assert!(seen.len() > 20_000);
    }
}
