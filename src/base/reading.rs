//! How Chinese is read aloud: by word where the reading of a character depends on it (银行 yin hang, 重庆 chong qing),
//! else character by character.

use pinyin::ToPinyin;
use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A word and its syllables; none for a word that is read character by character and only keeps others apart:
/// 社会|计划, not 社|会计|划.
type Word = (&'static str, Vec<&'static str>);

/// Words that are read as such.
struct Words {
    /// By their first character, the longest first.
    by_first: HashMap<char, Vec<Word>>,
    /// Whether any begins with a character, by its number: most do not.
    begins: Vec<bool>,
}

impl Words {
    /// The word that a text begins with, whose first character this is.
    fn at_start(&self, first: char, text: &str) -> Option<&Word> {
        let begins = self.begins.get(first as usize);
        let all = begins
            .filter(|begins| **begins)
            .and_then(|_| self.by_first.get(&first))?;
        all.iter().find(|(word, _)| text.starts_with(word))
    }
}

fn words() -> &'static Words {
    static WORDS: OnceLock<Words> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut by_first: HashMap<char, Vec<Word>> = HashMap::new();
        for line in include_str!("readings.txt").lines() {
            let mut parts = line.split(' ');
            if let Some(word) = parts.next()
                && let Some(first) = word.chars().next()
            {
                by_first.entry(first).or_default().push((word, parts.collect()));
            }
        }
        for of_one in by_first.values_mut() {
            of_one.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        let last = by_first.keys().map(|first| *first as usize).max().unwrap_or(0);
        let mut begins = vec![false; last + 1];
        by_first.keys().for_each(|first| begins[*first as usize] = true);
        Words { by_first, begins }
    })
}

/// The characters of a text, each with its syllable without tone, ü as v; `None` for what is no Han character.
pub fn syllables(text: &str) -> Vec<(char, Option<Cow<'static, str>>)> {
    let mut out = Vec::with_capacity(text.len() / 2);
    let (words, mut rest) = (words(), text);
    while let Some(first) = rest.chars().next() {
        let word = words.at_start(first, rest);
        let (length, read) = match word {
            Some((word, read)) => (word.len(), read.as_slice()),
            None => (first.len_utf8(), &[][..]),
        };
        for (at, c) in rest[..length].chars().enumerate() {
            out.push((
                c,
                read.get(at)
                    .map_or_else(|| alone(c), |one| Some(Cow::Borrowed(*one))),
            ));
        }
        rest = &rest[length..];
    }
    out
}

/// The syllable of a character by itself.
fn alone(c: char) -> Option<Cow<'static, str>> {
    let plain = c.to_pinyin()?.plain();
    Some(match plain.contains('ü') {
        true => plain.replace('ü', "v").into(),
        false => plain.into(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let all: Vec<_> = syllables(text).into_iter().filter_map(|(_, read)| read).collect();
        all.join(" ")
    }

    #[test]
    fn a_word_is_read_as_a_word() {
        for (text, wanted) in [
            ("重庆市长期护理保险", "chong qing shi chang qi hu li bao xian"),
            ("银行会计的调解", "yin hang kuai ji de tiao jie"),
            ("厦门、长沙、六安、乐清", "xia men chang sha lu an yue qing"),
            ("给予补贴", "ji yu bu tie"),
            ("行政执行、发行业务", "xing zheng zhi xing fa xing ye wu"),
            ("社会计划", "she hui ji hua"),
            ("为了解决", "wei le jie jue"),
            ("计划生育协会会长", "ji hua sheng yu xie hui hui zhang"),
            ("女职工", "nv zhi gong"),
        ] {
            assert_eq!(read(text), wanted, "{text}");
        }
    }

    #[test]
    fn every_word_of_the_table_has_a_syllable_for_each_character_or_none() {
        for (word, read) in words().by_first.values().flatten() {
            assert!(read.is_empty() || read.len() == word.chars().count(), "{word}");
        }
    }
}
