//! Terms: what a text is found by. Two neighbouring characters make a term, a Latin word makes one, and so
//! does each character by itself. Built the same way here and in the script, so the two cannot disagree.

/// How many bits the number of a term has.
pub(super) const BITS: u32 = 28;

/// The number of a pair of characters.
pub(super) fn pair(a: char, b: char) -> u32 {
    mixed(step(step(SEED, a as u32), b as u32))
}

/// The number of a single character.
pub(super) fn single(c: char) -> u32 {
    mixed(step(step(SEED, 0), c as u32))
}

/// The number of a Latin word.
pub(super) fn word(word: &str) -> u32 {
    mixed(word.chars().fold(step(SEED, 1), |hash, c| step(hash, c as u32)))
}

const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, value: u32) -> u32 {
    (hash ^ value).wrapping_mul(0x0100_0193)
}

/// Spreads a sum over all bits; the terms of a text then fill all files alike.
fn mixed(hash: u32) -> u32 {
    let hash = (hash ^ (hash >> 15)).wrapping_mul(0x2c1b_3c6d);
    let hash = (hash ^ (hash >> 12)).wrapping_mul(0x297a_2d39);
    (hash ^ (hash >> 15)) >> (32 - BITS)
}

/// What terms of a folded text there are: pairs and words go to `pair_or_word`, characters to `alone`.
pub(super) fn each(text: &str, mut pair_or_word: impl FnMut(u32), mut alone: impl FnMut(char)) {
    let mut before: Option<char> = None;
    let mut latin = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_lowercase() || (c.is_ascii_digit() && !latin.is_empty()) {
            latin.push(c);
            before = None;
            continue;
        }
        if !latin.is_empty() {
            pair_or_word(word(&latin));
            latin.clear();
        }
        if c == ' ' {
            before = None;
            continue;
        }
        alone(c);
        if let Some(before) = before {
            pair_or_word(pair(before, c));
        }
        before = Some(c);
    }
}

/// Whether all pairs and words of a folded text are such.
pub(super) fn all(text: &str, mut is: impl FnMut(u32) -> bool) -> bool {
    let mut all = true;
    // A word that is missing is missing whatever comes behind it.
    each(text, |term| all = all && is(term), |_| {});
    all
}

/// The number of the first pair or word of a folded text; of a text of one character that of the character.
pub(super) fn first(text: &str) -> Option<u32> {
    let (mut first, mut alone) = (None, None);
    each(
        text,
        |term| {
            first.get_or_insert(term);
        },
        |c| {
            alone.get_or_insert(single(c));
        },
    );
    first.or(alone)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the table of examples for both sides says.
    fn vectors() -> serde_json::Value {
        serde_json::from_str(include_str!("../../tests/search/vectors.json")).unwrap()
    }

    fn numbered(term: &str) -> u32 {
        let mut chars = term.chars();
        match (chars.next(), chars.next()) {
            (Some('a'..='z'), _) => word(term),
            (Some(a), Some(b)) => pair(a, b),
            (Some(a), None) => single(a),
            _ => 0,
        }
    }

    #[test]
    fn folding_terms_and_their_numbers_are_those_of_the_table_that_the_script_must_pass_too() {
        let vectors = vectors();
        for row in vectors["fold"].as_array().unwrap() {
            assert_eq!(
                super::super::fold(row[0].as_str().unwrap()),
                row[1].as_str().unwrap(),
                "{row}"
            );
        }
        for row in vectors["terms"].as_array().unwrap() {
            let (mut found, mut wanted) = (Vec::new(), Vec::new());
            each(row[0].as_str().unwrap(), |term| found.push(term), |_| {});
            wanted.extend(
                row[1]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|term| numbered(term.as_str().unwrap())),
            );
            assert_eq!(found, wanted, "{row}");
        }
        for row in vectors["numbers"].as_array().unwrap() {
            assert_eq!(
                u64::from(numbered(row[0].as_str().unwrap())),
                row[1].as_u64().unwrap(),
                "{row}"
            );
        }
    }

    #[test]
    fn neighbours_make_a_term_and_a_latin_word_makes_one() {
        let (mut terms, mut alone) = (Vec::new(), String::new());
        each("婚假3天 covid19病", |term| terms.push(term), |c| alone.push(c));
        let wanted = [
            pair('婚', '假'),
            pair('假', '3'),
            pair('3', '天'),
            word("covid19"),
        ];
        assert_eq!(terms, wanted);
        assert_eq!(alone, "婚假3天病");
    }
}
