//! Clauses that run on in one paragraph: `第一条 甲。第二条 乙。`

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
    may: |signs| signs.counted,
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs().iter().filter(|run| run.is_top()) {
        run_on(reading.text, run, &mut edits);
    }
    edits
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
        (Mark::Article(before, _), Mark::Article(n, 0)) => n == before + 1,
        (Mark::First(before), Mark::First(n)) => n == before + 1,
        _ => false,
    }
}
