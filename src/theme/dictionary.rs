//! A dictionary of Chinese words with how often each is met, and texts cut into its words.
//!
//! The words are those of jieba, packed by `scripts/tables.mjs`. A text is cut where the product of the
//! words' probabilities is greatest, which is what jieba does without guessing at names.

use crate::base::han;
use flate2::read::DeflateDecoder;
use std::io::Read;
use std::ops::Range;

/// All words in the order of Unicode.
#[derive(Debug)]
pub(super) struct Dictionary {
    /// The words, each with a line break behind it.
    text: String,
    words: Vec<Word>,
    /// The logarithm of how often words are met in all.
    total: f64,
}

/// A word of the dictionary.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// The byte of the text where it begins.
    start: u32,
    /// How often it is met.
    count: u32,
}

/// The best way through a text from one of its characters on.
#[derive(Clone, Copy)]
struct Route {
    /// The logarithm of its probability.
    probability: f64,
    /// The character after its first word.
    next: usize,
}

impl Dictionary {
    /// Unpacks the dictionary, which takes some milliseconds.
    pub(super) fn unpack() -> Self {
        let mut lines = String::new();
        DeflateDecoder::new(include_bytes!("words.deflate").as_slice())
            .read_to_string(&mut lines)
            .expect("the dictionary is built into the program");
        let mut text = String::new();
        let mut words: Vec<Word> = Vec::new();
        for line in lines.lines() {
            let (word, count) = line.split_once(' ').unwrap_or((line, "3"));
            let before = words.last().map_or(0, |word| word.start as usize);
            let shared = usize::from(word.as_bytes()[0] - b'0');
            let shared: usize = text[before..].chars().take(shared).map(char::len_utf8).sum();
            words.push(Word {
                start: u32::try_from(text.len()).expect("the dictionary has a few megabytes"),
                count: count.parse().expect("each word says how often it is met"),
            });
            text.extend_from_within(before..before + shared);
            text.push_str(&word[1..]);
            text.push('\n');
        }
        let total: u64 = words.iter().map(|word| u64::from(word.count)).sum();
        Self {
            text,
            words,
            total: (total as f64).ln(),
        }
    }

    /// The words of a text, in order. Put together again they are the text; signs that no word has stand
    /// alone, letters and digits that form no known word stand together.
    pub(super) fn cut<'t>(&self, text: &'t str) -> Vec<&'t str> {
        let mut found = Vec::new();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let wordy = rest.find(|c| !may_form_words(c)).unwrap_or(rest.len());
            if wordy == 0 {
                let (sign, after) = rest.split_at(first.len_utf8());
                found.push(sign);
                rest = after;
            } else {
                let (run, after) = rest.split_at(wordy);
                self.cut_run(run, &mut found);
                rest = after;
            }
        }
        found
    }

    /// Cuts a text of nothing but characters that may form words.
    fn cut_run<'t>(&self, run: &'t str, found: &mut Vec<&'t str>) {
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        let routes = self.routes(run, &starts);
        let mut at = 0;
        // Where a run of single letters and digits began.
        let mut letters = None;
        while let Some(route) = routes.get(at).filter(|route| route.next > at) {
            if route.next == at + 1 && run.as_bytes()[starts[at]].is_ascii_alphanumeric() {
                letters.get_or_insert(at);
            } else {
                found.extend(letters.take().map(|from: usize| &run[starts[from]..starts[at]]));
                found.push(&run[starts[at]..starts[route.next]]);
            }
            at = route.next;
        }
        found.extend(letters.map(|from| &run[starts[from]..]));
    }

    /// The best route from each character to the end. `starts` are the bytes where characters begin, with
    /// the end. The last route leads nowhere.
    fn routes(&self, run: &str, starts: &[usize]) -> Vec<Route> {
        let last = starts.len() - 1;
        let end = Route {
            probability: 0.0,
            next: last,
        };
        let mut routes = vec![end; starts.len()];
        for at in (0..last).rev() {
            let unknown = Route {
                probability: routes[at + 1].probability - self.total,
                next: at + 1,
            };
            let mut best: Option<Route> = None;
            let mut range = 0..self.words.len();
            for next in at + 1..=last {
                let start = &run.as_bytes()[starts[at]..starts[next]];
                range = self.beginning_with(start, range);
                let Some(first) = range.clone().next() else {
                    break;
                };
                if self.word(first) != start {
                    continue;
                }
                let probability =
                    f64::from(self.words[first].count).ln() - self.total + routes[next].probability;
                // Of two equal routes the one with the longer word.
                if best.is_none_or(|best| probability >= best.probability) {
                    best = Some(Route { probability, next });
                }
            }
            routes[at] = best.unwrap_or(unknown);
        }
        routes
    }

    /// The words of a range that begin with `start`.
    fn beginning_with(&self, start: &[u8], range: Range<usize>) -> Range<usize> {
        let words = &self.words[range.clone()];
        // What is shorter than `start` goes on with a line break, which comes before all that words have.
        let head = |word: &Word| {
            let bytes = &self.text.as_bytes()[word.start as usize..];
            &bytes[..start.len().min(bytes.len())]
        };
        let from = words.partition_point(|word| head(word) < start);
        let to = from + words[from..].partition_point(|word| head(word) == start);
        range.start + from..range.start + to
    }

    fn word(&self, index: usize) -> &[u8] {
        let next = self
            .words
            .get(index + 1)
            .map_or(self.text.len(), |next| next.start as usize);
        &self.text.as_bytes()[self.words[index].start as usize..next - 1]
    }
}

/// Characters that words of the dictionary have; what is between runs of them stands alone.
fn may_form_words(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '#' | '&' | '.' | '_' | '%' | '-') || han::is_han(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_the_most_probable_words() {
        let dictionary = Dictionary::unpack();
        let cut = |text| dictionary.cut(text).join("|");
        assert_eq!(cut("婚育新风进万家"), "婚育|新风|进万家");
        assert_eq!(
            cut("人民代表大会常务委员会的决定"),
            "人民代表大会常务委员会|的|决定"
        );
        assert_eq!(cut("研究生命起源"), "研究|生命|起源");
        assert_eq!(
            cut("，2021年：covid-19（Ａ）"),
            "，|2021|年|：|covid|-|19|（|Ａ|）"
        );
        assert_eq!(cut(""), "");
    }

    proptest::proptest! {
        #[test]
        fn words_put_together_are_the_text(text in "[一-龥a-z0-9，. ]{0,30}|\\PC{0,20}") {
            thread_local!(static DICTIONARY: Dictionary = Dictionary::unpack());
            let whole = DICTIONARY.with(|dictionary| dictionary.cut(&text).concat());
            proptest::prop_assert_eq!(whole, text);
        }
    }
}
