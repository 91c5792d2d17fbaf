//! Clauses that run on in one paragraph, `第一条 甲。第二条 乙。`, and those whose mark is bold and has no blank behind it.

use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair, Run};
use crate::markdown::Mark;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "几条连在一段里：句号后面接着下一条的，另起一段",
        cases: &[
            ("第一条 甲。第二条 乙。", "第一条 甲。⏎⏎第二条 乙。"),
            ("一、甲。二、乙。三、丙。", "一、甲。⏎⏎二、乙。⏎⏎三、丙。"),
        ],
    },
    may: |signs| signs.counted || signs.starts_with(&['*']),
    edits,
};

/// What begins and ends strong words.
const STARS: &str = "**";

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs().iter().filter(|run| run.is_top()) {
        run_on(reading.text, run, &mut edits);
    }
    if reading.clauses {
        edits.extend(bold(reading));
    }
    edits
}

/// A blank behind bold marks that are glued to their words, where their numbers follow each other.
fn bold(reading: &Reading<'_>) -> Vec<Edit> {
    let runs = reading.runs();
    let lines = runs.iter().filter(|run| run.lists == 0 && run.quotes == 0);
    let glued: Vec<(Mark, usize)> = lines
        .flat_map(|run| &run.lines)
        .filter_map(|line| {
            let (mark, end) = glued_mark(&reading.text[line.clone()])?;
            Some((mark, line.start + end))
        })
        .collect();
    let follows = |one: usize, other: usize| {
        let pair = glued.get(one).zip(glued.get(other));
        pair.is_some_and(|((before, _), (mark, _))| numbers_follow(*before, *mark))
    };
    let chapter = |mark: Mark| !matches!(mark, Mark::Article(..));
    (0..glued.len())
        .filter(|n| {
            chapter(glued[*n].0)
                || follows(*n, n + 1)
                || n.checked_sub(1).is_some_and(|before| follows(before, *n))
        })
        .map(|n| Edit::new(glued[n].1..glued[n].1, "　"))
        .collect()
}

/// The mark that is all of the bold words a line begins with, and where they end.
fn glued_mark(line: &str) -> Option<(Mark, usize)> {
    let inner = line.strip_prefix(STARS)?;
    let close = inner.find(STARS)?;
    let behind = &inner[close + STARS.len()..];
    let (mark, end) = Mark::at_start(&inner[..close], true)?;
    let unit = matches!(
        mark,
        Mark::Part(_) | Mark::Chapter(_) | Mark::Section(_) | Mark::Article(..)
    );
    let cited = Mark::is_cited(&format!("{} {behind}", &inner[..close]));
    let glued =
        !behind.is_empty() && !behind.starts_with(|c| is_blank(c) || matches!(c, '、' | '，' | '和' | '至'));
    (unit && end == close && glued && !cited).then_some((mark, close + 2 * STARS.len()))
}

/// Whether an article is the next one.
fn numbers_follow(before: Mark, mark: Mark) -> bool {
    matches!((before, mark), (Mark::Article(before, _), Mark::Article(n, 0)) if n == before + 1)
}

/// Parts a run before each mark behind a full stop that counts on from the last one in it.
fn run_on(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    let mut last = None;
    for (_, line) in run.open_lines(text) {
        let words = &text[line.clone()];
        last = counted(words).or(last);
        for (at, stop) in words.match_indices('。') {
            let Some(before) = last else { break };
            let behind = &words[at + stop.len()..];
            let next = behind.trim_start_matches(is_blank);
            let Some(mark) = counted(next).filter(|mark| follows(before, *mark)) else {
                continue;
            };
            let start = line.start + at + stop.len();
            edits.push(Edit::new(start..start + behind.len() - next.len(), "\n\n"));
            last = Some(mark);
        }
    }
}

/// The article or the 一、 that words begin with, and no other mark.
fn counted(words: &str) -> Option<Mark> {
    let words = words.trim_start_matches('*');
    let (mark, end) = Mark::at_start(words, false)?;
    let spaced = words[end..].trim_start_matches('*').starts_with(is_blank);
    match mark {
        Mark::Article(..) if spaced && !Mark::is_cited(words) => Some(mark),
        Mark::First(_) => Some(mark),
        _ => None,
    }
}

fn follows(before: Mark, mark: Mark) -> bool {
    match (before, mark) {
        (Mark::Article(..), Mark::Article(..)) => numbers_follow(before, mark),
        (Mark::First(before), Mark::First(n)) => n == before + 1,
        _ => false,
    }
}
