//! A line that begins with the year of a date, `2026. 12. 1`: Markdown takes it for the number of an item, and counts
//! on in its place.

use super::{Edit, Leniency, Reading, Repair};
use crate::markdown::events::numbered_items;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "行首三位以上的数字加点、空格：是年份、号码，不是列表的序号；前后的项接着数的除外",
        cases: &[
            ("2026. 12. 1起施行", "2026\\. 12. 1起施行"),
            ("1. 甲⏎2026. 12. 1起施行", "1. 甲⏎2026\\. 12. 1起施行"),
            ("- 2026. 12. 1起施行", "- 2026\\. 12. 1起施行"),
        ],
    },
    may: |signs| signs.long_number,
    edits,
};

/// No list that anybody counts by hand begins with a number of three digits.
const LONG: u64 = 100;

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for list in numbered_items(reading.text, reading.events) {
        for (n, (number, at)) in list.iter().enumerate() {
            let before = n.checked_sub(1).and_then(|n| list.get(n));
            let follows = before.is_some_and(|(before, _)| before + 1 == *number);
            let leads = list.get(n + 1).is_some_and(|(next, _)| number + 1 == *next);
            if *number >= LONG && !follows && !leads && reading.text[at.end..].starts_with('.') {
                edits.push(Edit::new(at.end..at.end, "\\"));
            }
        }
    }
    edits
}
