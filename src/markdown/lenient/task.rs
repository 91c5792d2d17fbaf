//! Tasks whose box is not quite one, and quotes with a full-width mark.

use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "任务列表和引用：方框里没有空格、是全角的，打的是 √；引用的 ＞ 是全角的",
        cases: &[
            ("- []甲", "- [ ] 甲"),
            ("- [x]甲", "- [x] 甲"),
            ("- [√] 甲", "- [x] 甲"),
            ("- 【 】甲", "- [ ] 甲"),
            ("＞ 引用的话", "> 引用的话"),
            ("＞　引用的话", "> 引用的话"),
        ],
    },
    may: |signs| signs.starts_with(&['-', '*', '+', '＞']),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        let done = matches!(run.events.first(), Some((Event::TaskListMarker(_), _)));
        if matches!(run.parent, Some(Tag::Item)) && !done {
            edits.extend(run.lines.first().and_then(|line| task(reading.text, line)));
        }
        edits.extend(
            run.open_lines(reading.text)
                .filter_map(|(_, line)| quote(reading.text, line)),
        );
    }
    edits
}

/// A box at the beginning of an item.
fn task(text: &str, line: &Range<usize>) -> Option<Edit> {
    let words = &text[line.clone()];
    let (inside, rest) = words
        .strip_prefix(['[', '［', '【'])?
        .split_once([']', '］', '】'])?;
    let mark = match inside.trim_matches(is_blank) {
        "" => ' ',
        "x" | "X" | "√" | "✓" | "✔" | "☑" => 'x',
        _ => return None,
    };
    let behind = rest.trim_start_matches(is_blank);
    let head = line.start..line.end - behind.len();
    (!behind.is_empty() && !behind.starts_with(['(', '（', '[']))
        .then(|| Edit::new(head, format!("[{mark}] ")))
}

/// `＞` with a blank behind it.
fn quote(text: &str, line: &Range<usize>) -> Option<Edit> {
    let rest = text[line.clone()].strip_prefix('＞')?;
    let words = rest.trim_start_matches(is_blank);
    (words.len() < rest.len()).then(|| Edit::new(line.start..line.end - words.len(), "> "))
}
