//! What stands at one place of several pages: headers, footers, numbers of pages.

use super::{Row, RowsOf};
use crate::import::page_number::is_page_number;
use std::collections::HashMap;

/// Takes out what stands at one place of several pages, and bare numbers at the edge; what they said.
pub fn take_out(pages: &mut [RowsOf]) -> Vec<String> {
    let mut seen: HashMap<(String, i64), usize> = HashMap::new();
    for page in pages.iter() {
        for row in page.edges() {
            for key in page.keys(row) {
                *seen.entry(key).or_default() += 1;
            }
        }
    }
    let most = pages.len();
    let mut out = Vec::new();
    for page in pages {
        let again = |row: &Row, page: &RowsOf| {
            let times = page.keys(row).filter_map(|key| seen.get(&key)).max().copied();
            times.is_some_and(|times| times >= 2 && times * 3 >= most)
        };
        let repeated: Vec<String> = page
            .edges()
            .filter(|row| again(row, page) && !is_page_number(&row.words) || page.is_number(row))
            .map(|row| row.words.clone())
            .collect();
        let (first, last) = (2, page.rows.len().saturating_sub(2));
        let mut at = 0;
        page.rows.retain(|row| {
            at += 1;
            let edge = at <= first || at > last;
            !(edge && repeated.contains(&row.words))
        });
        out.extend(repeated);
    }
    out
}

impl RowsOf {
    /// The lines in which headers and footers are.
    fn edges(&self) -> impl Iterator<Item = &Row> {
        let count = self.rows.len();
        let rows = self.rows.iter().enumerate();
        rows.filter(move |(at, _)| *at < 2 || *at + 2 >= count)
            .map(|(_, row)| row)
    }

    /// Words without numbers and where they stand, for comparing; places that are nearly the same have one in common.
    fn keys(&self, row: &Row) -> impl Iterator<Item = (String, i64)> + use<> {
        let words: String = row
            .words
            .chars()
            .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .collect();
        let place = (row.middle / self.em) as i64;
        let shown = words.chars().count() >= 2;
        [place, place + 1]
            .into_iter()
            .filter(move |_| shown)
            .map(move |place| (words.clone(), place))
    }

    /// Whether a line is a number alone, at the edge of the page.
    fn is_number(&self, row: &Row) -> bool {
        let digits = row.words.len() <= 4 && row.words.bytes().all(|c| c.is_ascii_digit());
        digits && (row.middle > 0.88 * self.height || row.middle < 0.1 * self.height)
    }
}
