//! Lists whose items are written with other numbers than those that are printed: Markdown counts on from the first.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::markdown::events::numbered_items;
use crate::message;
use std::ops::Range;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("1. 甲⏎3. 丙", "改成 2."),
        ("2. 二等奖⏎1. 一等奖", "改成 3."),
        ("1) 甲⏎3) 丙", "改成 2)"),
    ],
    may: |signs| signs.counted,
    find,
};

/// The first item of each list that is counted otherwise.
fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let mut told = Vec::new();
    for list in numbered_items(reading.text, reading.events) {
        // Many write 1. before each item and let Markdown count.
        if list.iter().all(|(number, _)| *number == 1) {
            continue;
        }
        let due = list[0].0..;
        let other = due.zip(&list).find(|(due, (number, _))| due != number);
        told.extend(other.map(|(due, (number, at))| {
            let mark = if reading.text[at.end..].starts_with(')') {
                ')'
            } else {
                '.'
            };
            skips(due, *number, mark, at.clone())
        }));
    }
    told
}

/// What is said of an item with another number than is due.
fn skips(due: u64, number: u64, mark: char, at: Range<usize>) -> Told {
    Told {
        rule: &MARKUP_NEARLY,
        at,
        message: message!(
            "列表接着数，这里写的是 {number}，会印成 {due}",
            "lists are counted on: this is written {number} and will be printed as {due}"
        ),
        hint: message!(
            "就是第 {due} 项的，改成 {due}{mark}；要印 {number} 的，写 {number}\\{mark} 并在上面空一行",
            "write {due}{mark} if it is that; to print {number}, write {number}\\{mark} and leave a line free above"
        ),
    }
}
