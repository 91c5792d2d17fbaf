//! Which ways of saying something are nearly what somebody said: by the pairs of characters that they share.
//!
//! Nobody can list all that people say. Who says 眼睛看不见坐公交要不要买票 shares 坐公, 公交 and 买票 with what is listed for
//! those who go by bus for nothing. For each pair an index tells the first way of saying what each line of the list says
//! that has it; the script looks up the lines that share the rarest pairs with a question.

use super::built_in::built_in_spoken;
use super::term;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::RangeInclusive;
use std::sync::LazyLock;

/// Two neighbouring characters.
type Pair = (char, char);

/// In how many lines a pair must be. One that is in a single line mostly stands where two of its words meet; one that is
/// in many tells nothing of what is meant.
const USES: RangeInclusive<usize> = 2..=100;

/// In how many lines of the whole list each pair is: a site with few lines weighs them as one with all.
static LINES_OF: LazyLock<HashMap<Pair, usize>> = LazyLock::new(|| {
    let mut lines: HashMap<Pair, usize> = HashMap::new();
    for said in built_in_spoken() {
        for pair in pairs(&said.words) {
            *lines.entry(pair).or_default() += 1;
        }
    }
    lines
});

/// The pairs of some words, each once.
fn pairs(words: &[&str]) -> BTreeSet<Pair> {
    let each = words
        .iter()
        .flat_map(|word| word.chars().zip(word.chars().skip(1)));
    each.filter(|(a, b)| !a.is_ascii() && !b.is_ascii()).collect()
}

/// A line for each pair that tells something, by its number as a term: `=`, the pair, in how many lines it is as a power of
/// two, and of each line of `spoken` that has it the first word.
pub(super) fn lines<'s>(spoken: impl Iterator<Item = &'s [&'static str]>) -> Vec<(u32, String)> {
    let mut by_pair: BTreeMap<Pair, Vec<&str>> = BTreeMap::new();
    for words in spoken {
        let Some(first) = words.first() else { continue };
        for pair in pairs(words) {
            by_pair.entry(pair).or_default().push(first);
        }
    }
    let told = by_pair.iter().filter_map(|((a, b), firsts)| {
        let uses = LINES_OF.get(&(*a, *b)).filter(|uses| USES.contains(*uses))?;
        let line = format!("={a}{b}{} {}", uses.ilog2(), firsts.join(" "));
        Some((term::pair(*a, *b), line))
    });
    told.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pair_leads_to_the_lines_that_have_it_unless_all_or_none_do() {
        let all = built_in_spoken().iter().map(|said| &said.words[..]);
        let told = lines(all.clone());
        let of = |pair: &str| told.iter().find(|(_, line)| line[1..].starts_with(pair));
        let (number, line) = of("公交").expect("many speak of buses");
        assert_eq!(*number, term::pair('公', '交'));
        for first in line.split(' ').skip(1) {
            let mut lines = all.clone().filter(|words| words[0] == first);
            assert!(
                lines.any(|words| words.iter().any(|word| word.contains("公交"))),
                "{first}"
            );
        }
        assert!(of("孩子").is_none());
        let few = lines(
            all.clone()
                .filter(|words| words.iter().any(|word| word.contains("公交")))
                .take(1),
        );
        let (_, alone) = few.iter().find(|(_, line)| line.starts_with("=公交")).unwrap();
        // A site that has one line of many weighs its pairs no heavier.
        assert_eq!(alone.split(' ').next(), line.split(' ').next());
        assert_eq!(alone.split(' ').count(), 2);
    }
}
