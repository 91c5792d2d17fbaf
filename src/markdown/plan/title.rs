//! The short heading of a clause, as contents show it.

use super::block::Block;
use crate::markdown::Shape;

/// The longest heading made of a sentence, in characters.
const LONGEST: usize = 24;

/// The heading of a clause: the whole line of a heading, 【…】, or its first sentence. A long sentence is cut at a comma
/// or, where there is none, at a character. An article has none when its first sentence is long: it is known by its number.
pub(super) fn short_title(block: &Block, mark: usize, shape: Shape) -> String {
    let rest = block.line()[mark..]
        .trim()
        .trim_start_matches(['、', '．', '.'])
        .trim_start();
    if block.is_heading() || shape != Shape::Clause {
        return rest.to_owned();
    }
    if let Some(title) = rest.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
        return title.0.to_owned();
    }
    let is_short = |sentence: &str| (2..=LONGEST).contains(&sentence.chars().count());
    if block.mark.is_some_and(|(mark, _)| mark.outline_level() == 0) {
        let sentence = rest.split_once('。').map_or("", |(sentence, _)| sentence);
        let short = is_short(sentence) && !sentence.contains(['，', '；', '：']);
        return if short { sentence.to_owned() } else { String::new() };
    }
    let sentence = rest.split(['。', '；', '：']).next().unwrap_or(rest);
    if is_short(sentence) && !sentence.contains('，') {
        sentence.to_owned()
    } else {
        cut(sentence)
    }
}

/// The beginning of a long sentence.
fn cut(sentence: &str) -> String {
    let end = |most: usize| {
        sentence
            .char_indices()
            .nth(most)
            .map_or(sentence.len(), |(at, _)| at)
    };
    let beginning = &sentence[..end(LONGEST)];
    let at = beginning
        .find('，')
        .filter(|at| beginning[..*at].chars().count() >= 4);
    let beginning = &beginning[..at.unwrap_or(beginning.len())];
    if beginning.len() < sentence.len() {
        format!("{beginning}…")
    } else {
        beginning.to_owned()
    }
}
