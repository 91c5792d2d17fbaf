//! Titles cut into phrases that should not be broken over lines: words of a dictionary with the marks
//! and particles that cling to them.

use super::dictionary::Dictionary;
use crate::base::han;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

/// Longer phrases would not fit a large title on a phone.
const LONGEST: usize = 7;

/// Words of Chinese, unpacked once for all sites of a process, at the first title that nobody has cut.
static DICTIONARY: LazyLock<Dictionary> = LazyLock::new(Dictionary::unpack);

/// Titles that were cut, and where each phrase ends in bytes: a site has as many as pages.
pub type PhraseEnds = BTreeMap<Box<str>, Box<[u16]>>;

/// A segmenter that remembers.
#[derive(Debug, Default)]
pub struct Phrases {
    known: Mutex<PhraseEnds>,
    /// One that others use, too: what it has cut for one site serves the next one.
    shared: Option<Arc<Phrases>>,
}

/// So many titles are kept for other sites.
const SHARED: usize = 100_000;

impl Phrases {
    /// One that knows already what was cut before.
    pub fn remembering(known: PhraseEnds) -> Self {
        Self {
            known: Mutex::new(known),
            shared: None,
        }
    }

    /// The same beside one that other sites use, too.
    #[must_use]
    pub fn beside(mut self, shared: Option<Arc<Phrases>>) -> Self {
        self.shared = shared;
        self
    }

    /// All that is known now, which it forgets.
    pub fn take(&self) -> PhraseEnds {
        std::mem::take(&mut self.open())
    }

    /// The phrases of a title. Put together again they are the title.
    pub fn cut(&self, title: &str) -> Vec<String> {
        if title.chars().any(joined) {
            return vec![title.to_owned()];
        }
        if let Some(phrases) = self.recall(title) {
            return phrases;
        }
        let shared = self.shared.as_deref();
        let phrases = shared
            .and_then(|shared| shared.recall(title))
            .unwrap_or_else(|| join(&DICTIONARY.cut(title)));
        if let Some(ends) = ends(&phrases) {
            if let Some(mut shared) = shared.map(Self::open)
                && shared.len() < SHARED
                && !shared.contains_key(title)
            {
                shared.insert(title.into(), ends.clone());
            }
            self.open().insert(title.into(), ends);
        }
        phrases
    }

    /// The phrases of a title that was cut before.
    fn recall(&self, title: &str) -> Option<Vec<String>> {
        at(title, self.open().get(title)?)
    }

    fn open(&self) -> MutexGuard<'_, PhraseEnds> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Where phrases end in their title; nothing for a title that is longer than titles are.
fn ends(phrases: &[String]) -> Option<Box<[u16]>> {
    let ends = phrases.iter().scan(0, |end, phrase| {
        *end += phrase.len();
        Some(u16::try_from(*end).ok())
    });
    ends.collect()
}

/// The phrases that end there; nothing when it is another title's.
fn at(title: &str, ends: &[u16]) -> Option<Vec<String>> {
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let phrase = |(start, end): (u16, &u16)| Some(title.get(start.into()..(*end).into())?.to_owned());
    starts.zip(ends).map(phrase).collect()
}

/// Whether a letter takes its form from its neighbours (Uyghur, Kazakh, Mongolian, Tibetan): nothing may come
/// between them, and squares cannot draw it.
pub(super) fn joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{f00}'..='\u{fff}' | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

fn join(words: &[&str]) -> Vec<String> {
    let mut phrases: Vec<String> = Vec::new();
    let mut open = true;
    for word in words {
        // At the edge of a phrase, which is a box of its own, a blank would be lost.
        if word.trim().is_empty() {
            phrases.push((*word).to_owned());
            open = true;
            continue;
        }
        let first = word.chars().next().unwrap_or(' ');
        let closes = matches!(
            first,
            '，' | '。'
                | '、'
                | '；'
                | '：'
                | '？'
                | '！'
                | '）'
                | '”'
                | '’'
                | '》'
                | '〕'
                | '】'
                | '」'
                | '』'
                | '…'
                | '—'
        );
        let particle = word.chars().count() == 1 && "的了和与及或吗呢吧之者们在".contains(first);
        let clings = closes || particle || !han::is_han(first) && !opens(first) && !first.is_whitespace();
        let last = phrases.last().map_or(0, |phrase| phrase.chars().count());
        let opened = phrases.last().is_some_and(|phrase| phrase.chars().all(opens));
        let room = last + word.chars().count() <= LONGEST;
        // Closing marks always cling; single characters rather join the phrase before than stand alone.
        let blank = phrases.last().is_some_and(|phrase| phrase.trim().is_empty());
        let joins = !blank && closes
            || opened
            || (!open && !opens(first) && room && (clings || word.chars().count() == 1 || last < 3));
        match phrases.last_mut() {
            Some(phrase) if joins => phrase.push_str(word),
            _ => phrases.push((*word).to_owned()),
        }
        open = closes && first != '”' && first != '》' && first != '’';
    }
    phrases
}

fn opens(c: char) -> bool {
    matches!(c, '（' | '“' | '‘' | '《' | '〔' | '【' | '「' | '『')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_put_together_are_the_title_and_marks_cling() {
        let phrases = Phrases::default();
        for title in [
            "婚育新风进万家",
            "彩礼多少算“高价”？通知里没有写数",
            "中国计生协关于贯彻落实《决定》的通知",
            "生育假怎么接在产假后面",
            "a b",
        ] {
            let cut = phrases.cut(title);
            assert_eq!(cut.concat(), title);
            assert_eq!(phrases.cut(title), cut, "the second time it is remembered");
            assert!(
                cut.iter()
                    .all(|phrase| !phrase.starts_with(['，', '”', '》', '？', '的'])),
                "{cut:?}"
            );
        }
        assert!(phrases.cut("彩礼多少算“高价”？通知里没有写数").len() > 2);
    }

    #[test]
    fn what_was_cut_for_one_site_serves_another_which_keeps_only_its_own_titles() {
        let shared = Arc::new(Phrases::default());
        let site = || Phrases::default().beside(Some(shared.clone()));
        let (one, other) = (site(), site());
        let cut = one.cut("婚育新风进万家");
        one.cut("生育假");
        // Another end than a dictionary would find shows from where it is.
        *shared.open().get_mut("婚育新风进万家").unwrap() = [6, 21].into();
        assert_eq!(one.cut("婚育新风进万家"), cut);
        assert_eq!(other.cut("婚育新风进万家"), ["婚育", "新风进万家"]);
        assert_eq!((other.take().len(), one.take().len()), (1, 2));
    }
}
