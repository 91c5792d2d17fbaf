//! Clauses that run on in one paragraph, `第一条 甲。第二条 乙。`, and those whose mark is bold and has no blank behind it.

use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair, Run};
use crate::base::scan;
use crate::markdown::Mark;
use pulldown_cmark::Event;
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "几条连在一段里：句号后面接着下一条的，另起一段",
        cases: &[
            ("第一条 甲。第二条 乙。", "第一条 甲。⏎⏎第二条 乙。"),
            ("一、甲。二、乙。三、丙。", "一、甲。⏎⏎二、乙。⏎⏎三、丙。"),
            ("第一条 甲。<br>第二条 乙。", "第一条 甲。⏎⏎第二条 乙。"),
        ],
    },
    may: |signs| signs.counted || signs.starts_with(&['*']),
    edits,
};

/// What begins and ends strong words.
const STARS: &str = "**";

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let runs = reading.runs();
    for (n, run) in runs.iter().enumerate().filter(|(_, run)| run.is_top()) {
        run_on(reading, run, &mut edits);
        broken(reading.text, run, &mut edits);
        let below = runs.get(n + 1).filter(|below| below.is_top());
        if reading.clauses {
            first_items(reading.text, run, below, &mut edits);
        }
    }
    if reading.clauses {
        edits.extend(bold(reading));
        for run in runs.iter().filter(|run| run.lists == 1 && run.quotes == 0) {
            below_items(reading.text, run, &mut edits);
        }
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

/// Parts a run before each mark behind a full stop that counts on from the last one in it, and before the first of several
/// below a title: 一、总体要求。（一）指导思想。（二）基本原则。
fn run_on(reading: &Reading<'_>, run: &Run<'_>, edits: &mut Vec<Edit>) {
    let text = reading.text;
    let mut path: Vec<Mark> = Vec::new();
    for (_, line) in run.open_lines(text) {
        let words = &text[line.clone()];
        if let Some(mark) = counted(words) {
            open(&mut path, mark);
        } else if let Some((blanks, mark)) = below_chapter(words).filter(|_| reading.clauses) {
            edits.push(Edit::new(
                line.start + blanks.start..line.start + blanks.end,
                "\n\n",
            ));
            open(&mut path, mark);
        }
        let (mut quoted, mut seen) = (0, 0);
        for (at, stop) in stops(words) {
            let Some(last) = path.last().copied() else { break };
            let behind = &words[at + stop.len()..];
            let next = behind.trim_start_matches(is_blank);
            let Some(mark) = counted(next) else { continue };
            quoted += quotes(&words[seen..at]);
            seen = at;
            let follows = path.iter().any(|before| follows(*before, mark));
            let begins = matches!(last, Mark::First(_)) && begins_row(mark, next);
            // On other pages such numbers may stand in a sentence.
            let article = reading.clauses && matches!(mark, Mark::Article(..));
            let stays = is_low(mark) && (!reading.clauses || quoted > 0) || stop != "。" && !article;
            if !follows && !begins || stays {
                continue;
            }
            let start = line.start + at + stop.len();
            edits.push(Edit::new(start..start + behind.len() - next.len(), "\n\n"));
            open(&mut path, mark);
        }
    }
}

/// What a clause may end with: 。 ； ）, each with its place. All are three bytes that begin with one of two; whole
/// characters are stepped over, since few of a text are these.
fn stops(words: &str) -> impl Iterator<Item = (usize, &str)> {
    let bytes = words.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(first) = bytes.get(at) {
            let here = at;
            at += scan::width(*first);
            if matches!(first, 0xE3 | 0xEF) {
                let c = &words[here..at];
                if matches!(c, "。" | "；" | "）") {
                    return Some((here, c));
                }
            }
        }
        None
    })
}

/// Parts a run at each `<br>` with a mark behind it.
fn broken(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    let breaks = |event: &Event<'_>| matches!(event, Event::InlineHtml(html) if html.starts_with("<br") || html.starts_with("<BR"));
    for (_, range) in run.events.iter().filter(|(event, _)| breaks(event)) {
        let behind = text[range.end..].trim_start_matches(|c: char| is_blank(c) || c == '\n');
        // A line of breaks without end is looked through but once.
        let near = &behind[..behind.floor_char_boundary(LONGEST_MARK)];
        let next = near.lines().next().unwrap_or("");
        if Mark::at_start(next.trim_start_matches('*'), false).is_some() && !Mark::is_cited(next) {
            edits.push(Edit::new(range.start..text.len() - behind.len(), "\n\n"));
        }
    }
}

/// The article that stands in the line of its chapter, 第一章　总则 第一条　甲, and the blanks before it.
fn below_chapter(words: &str) -> Option<(Range<usize>, Mark)> {
    let (mark, end) = Mark::at_start(words, false)?;
    matches!(mark, Mark::Chapter(_) | Mark::Section(_)).then_some(())?;
    let (at, _) = words[end..].match_indices('第').find(|(at, _)| *at > 0)?;
    let title = words[end..end + at].trim_end_matches(is_blank);
    let article = counted(&words[end + at..]).filter(|mark| matches!(mark, Mark::Article(..)))?;
    let is_title = title.chars().count() <= 20 && !title.contains(['。', '，', '；', '（', '：']);
    let spaced = title.len() < at && !title.trim_start_matches(is_blank).is_empty();
    (is_title && spaced).then(|| (end + title.len()..end + at, article))
}

/// A mark comes: those beside it and below it are over.
fn open(path: &mut Vec<Mark>, mark: Mark) {
    path.retain(|above| above.outline_level() < mark.outline_level());
    path.push(mark);
}

/// No more full stops are looked behind for a second mark.
const MOST_STOPS: usize = 100;

/// No mark and what shows that it is cited are longer, in bytes.
const LONGEST_MARK: usize = 120;

/// No more lines are looked through for the item that a line is in.
const MOST_LINES: usize = 60;

/// Whether the first mark of a row is followed by the second, behind a full stop of the same line.
fn begins_row(mark: Mark, words: &str) -> bool {
    let second = |(at, stop): (usize, &str)| {
        let next = counted(words[at + stop.len()..].trim_start_matches(is_blank));
        next.is_some_and(|next| follows(mark, next))
    };
    is_low(mark) && mark.number() == Some(1) && words.match_indices('。').take(MOST_STOPS).any(second)
}

/// Parts a line before a first item that stands in it, when the second one begins the next line.
fn first_items(text: &str, run: &Run<'_>, below: Option<&Run<'_>>, edits: &mut Vec<Edit>) {
    for (n, line) in run.open_lines(text) {
        let next = run
            .lines
            .get(n + 1)
            .or_else(|| below.and_then(|below| below.lines.first()));
        let second = next.and_then(|next| Mark::at_start(&text[next.clone()], false));
        let Some((mark, _)) = second.filter(|(mark, _)| is_low(*mark) && mark.number() == Some(2)) else {
            continue;
        };
        let words = &text[line.clone()];
        let own = Mark::at_start(words, false);
        if own.is_some_and(|(own, _)| own.outline_level() >= mark.outline_level()) {
            continue;
        }
        let first = mark.with_number(1);
        let begins = |at: &usize| {
            let item = words[*at..].trim_start_matches(is_blank);
            Mark::at_start(item, false).is_some_and(|(mark, _)| mark == first)
        };
        let colons = words
            .match_indices(['：', ':'])
            .map(|(at, colon)| at + colon.len());
        let mut places = own.map(|(_, end)| end).into_iter().chain(colons);
        if let Some(at) = places.find(begins).filter(|at| quotes(&words[..*at]) <= 0) {
            let blanks = words[at..].len() - words[at..].trim_start_matches(is_blank).len();
            let start = line.start + at;
            edits.push(Edit::new(start..start + blanks, "\n\n"));
        }
    }
}

/// Parts （1） and its like, which stand in an item of `1.`, from it: they are clauses of their own, and the list goes on behind
/// them.
fn below_items(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    for (n, line) in run.lines.iter().enumerate() {
        let mark = Mark::at_start(&text[line.clone()], false).map(|(mark, _)| mark);
        let low = matches!(mark, Some(Mark::Fourth(_) | Mark::Fifth(_) | Mark::Circled(_)));
        let above = text[..line.start].trim_end_matches(is_blank);
        if !low || !above.ends_with('\n') || !is_numbered(above) {
            continue;
        }
        match n.checked_sub(1) {
            Some(before) => {
                let before = &run.lines[before];
                if !text[before.clone()].ends_with(['，', '、', ',']) {
                    edits.push(Edit::new(before.end..line.start, "\n\n"));
                }
            }
            None => edits.push(Edit::new(above.len()..line.start, "")),
        }
    }
}

/// Whether the last line at the left edge is an item with a number.
fn is_numbered(text: &str) -> bool {
    let edge = text.lines().rev().take(MOST_LINES).find(|line| {
        !line.is_empty()
            && !line.starts_with(is_blank)
            && Mark::at_start(line, false).is_none_or(|(mark, _)| mark.outline_level() <= 3)
    });
    let digits = |line: &str| line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    edge.is_some_and(|line| {
        let rest = &line[line.len() - digits(line)..];
        rest.len() < line.len() && rest.starts_with(". ")
    })
}

/// How many more quotations begin in these words than end.
fn quotes(words: &str) -> isize {
    words
        .chars()
        .map(|c| match c {
            '“' => 1,
            '”' => -1,
            _ => 0,
        })
        .sum()
}

/// Whether a mark is one of an outline, below 一、.
fn is_low(mark: Mark) -> bool {
    mark.outline_level() > 1 && mark.number().is_some()
}

/// The article, the 一、 or the mark below it that words begin with, and no other.
fn counted(words: &str) -> Option<Mark> {
    let words = words.trim_start_matches('*');
    let (mark, end) = Mark::at_start(words, false)?;
    let spaced = words[end..].trim_start_matches('*').starts_with(is_blank);
    match mark {
        Mark::Article(..) if spaced && !Mark::cites_behind(&words[end..]) => Some(mark),
        Mark::First(_) | Mark::Second(_) | Mark::Third(_) => Some(mark),
        _ => None,
    }
}

fn follows(before: Mark, mark: Mark) -> bool {
    match (before, mark) {
        (Mark::Article(before, _), Mark::Article(n, 0)) => n == before + 1,
        (Mark::First(before), Mark::First(n))
        | (Mark::Second(before), Mark::Second(n))
        | (Mark::Third(before), Mark::Third(n)) => n == before + 1,
        _ => false,
    }
}
