//! The short heading of a clause, as contents show it, and titles that have no mark.

use super::Planner;
use super::block::Block;
use crate::base::han::is_han;
use crate::markdown::{Mark, Shape};

/// The longest heading made of a sentence, in characters.
const LONGEST: usize = 24;

/// No title of a chapter without its number is longer, in characters.
const LONGEST_TITLE: usize = 12;

/// How the title of a text about a policy ends.
const ABOUT: [&str; 6] = ["解读", "说明", "问答", "答记者问", "政策问答", "图解"];

/// No such title is longer, in characters.
const LONGEST_NAME: usize = 60;

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

impl Planner<'_> {
    /// Whether a paragraph between two articles is the title of a chapter without its number: 附则.
    pub(super) fn is_bare_title(&self, at: usize) -> bool {
        let block = &self.blocks[at];
        let article = |block: &Block| matches!(block.mark, Some((Mark::Article(..), _)));
        let title = block.line().chars().filter(|c| !c.is_whitespace());
        let above = at.checked_sub(1).map(|above| &self.blocks[above]);
        self.article.is_some()
            && !block.goes_on
            && (2..=LONGEST_TITLE).contains(&title.clone().count())
            && title.clone().all(|c| is_han(c) || c == '、')
            && above.is_some_and(|above| above.last == Some('。'))
            && self.blocks.get(at + 1).is_some_and(article)
    }

    /// Whether a paragraph behind the last article is the title of another text about this one, whose 一、 is below it.
    pub(super) fn heads_another(&self, at: usize) -> bool {
        let (block, below) = (&self.blocks[at], self.blocks.get(at + 1));
        let line = block.line().trim();
        self.article.is_some()
            && !block.goes_on
            && line.chars().count() <= LONGEST_NAME
            && ABOUT.iter().any(|word| line.ends_with(word))
            && below.is_some_and(|below| matches!(below.mark, Some((Mark::First(1), _))))
    }
}
