//! How Chinese is read aloud: by word where the reading of a character depends on it (银行 yin hang, 重庆 chong qing),
//! else character by character.

use pinyin::ToPinyin;
use std::collections::HashMap;
use std::sync::OnceLock;

/// A word and its syllables; none for a word that is read character by character and only keeps others apart:
/// 社会|计划, not 社|会计|划.
type Word = (&'static str, Vec<&'static str>);

/// Words by their first character, the longest first.
fn words() -> &'static HashMap<char, Vec<Word>> {
    static WORDS: OnceLock<HashMap<char, Vec<Word>>> = OnceLock::new();
    WORDS.get_or_init(|| {
        let mut words: HashMap<char, Vec<Word>> = HashMap::new();
        for line in include_str!("readings.txt").lines() {
            let mut parts = line.split(' ');
            if let Some(word) = parts.next()
                && let Some(first) = word.chars().next()
            {
                words.entry(first).or_default().push((word, parts.collect()));
            }
        }
        for of_one in words.values_mut() {
            of_one.sort_by_key(|(word, _)| std::cmp::Reverse(word.len()));
        }
        words
    })
}

/// The characters of a text, each with its syllable without tone, ü as v; `None` for what is no Han character.
pub fn syllables(text: &str) -> Vec<(char, Option<String>)> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let word = words()
            .get(&first)
            .and_then(|all| all.iter().find(|(word, _)| rest.starts_with(word)));
        let (length, read) = match word {
            Some((word, read)) => (word.len(), read.as_slice()),
            None => (first.len_utf8(), &[][..]),
        };
        for (at, c) in rest[..length].chars().enumerate() {
            out.push((
                c,
                read.get(at)
                    .map_or_else(|| alone(c), |one| Some((*one).to_owned())),
            ));
        }
        rest = &rest[length..];
    }
    out
}

/// The syllable of a character by itself.
fn alone(c: char) -> Option<String> {
    Some(c.to_pinyin()?.plain().replace('ü', "v"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let all: Vec<String> = syllables(text).into_iter().filter_map(|(_, read)| read).collect();
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
        for (word, read) in words().values().flatten() {
            assert!(read.is_empty() || read.len() == word.chars().count(), "{word}");
        }
    }
}
