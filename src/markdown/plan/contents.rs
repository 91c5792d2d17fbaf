//! The table of contents of a policy: where it ends and its text begins.

use super::block::{Block, Form};
use crate::markdown::Mark;
use crate::markdown::annex::heads_contents;
use std::collections::HashSet;

/// The longest line of a table of contents, in characters.
const LONGEST_ENTRY: usize = 60;

/// Where the table of contents ends that begins at a block; the block itself when none does. It ends where its first
/// entries come again, or before the first words that are no entry.
pub(super) fn contents_end(blocks: &[Block], at: usize) -> usize {
    let headed = blocks[at].is_text() && heads_contents(blocks[at].line());
    let from = at + usize::from(headed);
    let (mut seen, mut end, mut again) = (HashSet::new(), from, false);
    let mut levels: Vec<usize> = Vec::new();
    for block in &blocks[from..] {
        if !may_be_entry(block, headed) {
            break;
        }
        let keys = keys(block);
        again = keys.iter().any(|key| seen.contains(key));
        if again {
            end -= begun(&blocks[from..=end]);
            break;
        }
        levels.extend(block.mark.and_then(|(mark, _)| division_level(mark)));
        seen.extend(keys);
        end += 1;
    }
    match (headed, again) {
        (true, true) => end,
        // The chapters are not repeated as such: two of one level with nothing between them are a list of them.
        (true, false) if levels.windows(2).any(|pair| pair[0] == pair[1]) => end,
        (true, false) => {
            let listed = blocks
                .get(from)
                .is_some_and(|block| matches!(block.form, Form::List(_)));
            from + usize::from(listed)
        }
        (false, true) if end - from >= 2 || chapters_in(blocks[at].line()) > 1 => end,
        // So many chapters without a word between them, and some of them later with their words.
        (false, false) if levels.len() > 2 && levels.iter().all(|level| *level == levels[0]) => {
            let later = blocks[end..].iter().flat_map(keys).any(|key| seen.contains(&key));
            if later { end } else { at }
        }
        _ => at,
    }
}

/// How many blocks before the last one, which is an entry that comes again, belong to the text: a 编 that the table of contents
/// leaves out, above its first chapter; a heading behind entries that are none.
fn begun(blocks: &[Block]) -> usize {
    let Some((_, listed)) = blocks.split_last() else {
        return 0;
    };
    let level = |block: &Block| block.mark.and_then(|(mark, _)| division_level(mark));
    let is_heading = |block: &Block| matches!(block.form, Form::Heading);
    let of_text = |(at, block): &(usize, &Block)| {
        let before = &listed[..*at];
        let highest = before.iter().filter_map(level).min();
        let above = level(block) < highest && level(block).is_some();
        !before.is_empty() && (above || is_heading(block) && !before.iter().any(is_heading))
    };
    listed.iter().enumerate().rev().take_while(of_text).count()
}

/// How many chapters a line names: a table of contents may stand in one.
fn chapters_in(line: &str) -> usize {
    let chapters = line.match_indices('第');
    chapters
        .filter(|(at, _)| matches!(Mark::at_start(&line[*at..], true), Some((Mark::Chapter(_), _))))
        .count()
}

/// What an entry of a table of contents is known by when it comes again.
fn keys(block: &Block) -> Vec<String> {
    let key = |line: &String, mark: Option<(Mark, usize)>| {
        let (mark, length) = mark?;
        let title: String = line[length..].chars().filter(|c| c.is_alphabetic()).collect();
        Some(match mark {
            Mark::Part(_) | Mark::Portion(_) | Mark::Chapter(_) | Mark::Article(..) => format!("{mark:?}"),
            // Sections are counted anew in each chapter.
            _ => format!("{mark:?}{title}"),
        })
    };
    let lines = block.lines.iter();
    // What a block begins with is settled; the lines of others are looked at as headings.
    let settled = |(mark, _): &(Mark, usize)| matches!(mark, Mark::Decimal(_));
    let marks = |line: &String| block.mark.filter(settled).or_else(|| Mark::at_start(line, true));
    lines.filter_map(|line| key(line, marks(line))).collect()
}

fn division_level(mark: Mark) -> Option<usize> {
    match mark {
        Mark::Part(_) | Mark::Portion(_) => Some(0),
        Mark::Chapter(_) => Some(1),
        Mark::Section(_) => Some(2),
        Mark::First(_) => Some(3),
        _ => None,
    }
}

/// Whether a block may stand in a table of contents. Without a heading over it only marked lines may.
pub(super) fn may_be_entry(block: &Block, headed: bool) -> bool {
    let short = |line: &String| {
        let line =
            line.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || "…．.·-—".contains(c));
        line.chars().count() <= LONGEST_ENTRY && !line.ends_with(['。', '；', '：', '，'])
    };
    let entry = match block.form {
        Form::Heading | Form::Paragraph => {
            let outlined = |(mark, _)| {
                division_level(mark).is_some() || matches!(mark, Mark::Second(_) | Mark::Decimal(_))
            };
            headed || block.mark.is_some_and(outlined)
        }
        Form::List(_) => headed,
        _ => false,
    };
    entry && !block.goes_on && block.lines.iter().all(short)
}
