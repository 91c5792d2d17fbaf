//! What stands at one place of several pages: headers, footers, numbers of pages.
//!
//! Text may begin two pages alike too, and differ in an amount: a line counts as a header only when it is set apart from the text,
//! says the same on half of the pages, and no number in it differs but one that counts the pages.

use super::{Row, RowsOf};
use crate::import::page_number::is_page_number;
use std::collections::{HashMap, HashSet};

/// So many lines at each end of a page are looked at.
const DEPTH: usize = 2;

/// Takes out what stands at one place of several pages, and bare numbers at the edge; what they said, each once.
pub fn take_out(pages: &mut [RowsOf]) -> Vec<String> {
    let mut seen: HashMap<(String, i64), HashSet<usize>> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        for row in page.apart() {
            for key in page.keys(&page.rows[row], number) {
                seen.entry(key).or_default().insert(number);
            }
        }
    }
    let count = pages.len();
    let again = |key: &(String, i64)| {
        let times = seen.get(key).map_or(0, HashSet::len);
        times >= 2 && times * 2 >= count
    };
    let (mut out, mut known) = (Vec::new(), HashSet::new());
    for (number, page) in pages.iter_mut().enumerate() {
        let apart: HashSet<usize> = page.apart().into_iter().collect();
        let mut at = 0;
        let mut gone = Vec::new();
        for (i, row) in page.rows.iter().enumerate() {
            let edge = i < DEPTH || i + DEPTH >= page.rows.len();
            let repeated =
                apart.contains(&i) && !is_page_number(&row.words) && page.keys(row, number).iter().any(again);
            if repeated || edge && page.is_number(row) {
                gone.push(i);
                if known.insert(without_numbers(&row.words)) {
                    out.push(row.words.clone());
                }
            }
        }
        page.rows.retain(|_| {
            at += 1;
            !gone.contains(&(at - 1))
        });
    }
    out
}

fn without_numbers(words: &str) -> String {
    let plain = |c: &char| !c.is_ascii_digit() && !c.is_whitespace();
    words.chars().filter(plain).collect()
}

impl RowsOf {
    /// The lines at both ends of a page that are set apart from its text, by a gap or by lying in the margin.
    fn apart(&self) -> Vec<usize> {
        let (count, gap) = (self.rows.len(), 1.4 * self.pitch());
        let middle = |at: usize| self.rows[at].middle;
        let depth = DEPTH.min(count / 2);
        let above = (0..depth).rev().find(|at| middle(at + 1) - middle(*at) > gap);
        let below = (count - depth..count).find(|at| middle(*at) - middle(at - 1) > gap);
        let (above, below) = (above.map_or(0, |at| at + 1), below.unwrap_or(count));
        let in_margin = |at: &usize| {
            let share = middle(*at) / self.height;
            !(0.09..=0.91).contains(&share)
        };
        let is_apart = |at: &usize| *at < above || *at >= below || in_margin(at);
        let ends = (0..count).filter(|at| *at < DEPTH || at + DEPTH >= count);
        ends.filter(is_apart).collect()
    }

    /// Words and where they stand, for comparing: as they are, and with each number in them as what it is more than the number of
    /// the page. Places that are nearly the same have one in common.
    fn keys(&self, row: &Row, page: usize) -> Vec<(String, i64)> {
        let words: String = row.words.chars().filter(|c| !c.is_whitespace()).collect();
        if without_numbers(&words).chars().count() < 2 {
            return Vec::new();
        }
        let mut all = vec![words.clone()];
        let (mut at, mut rest) = (0, words.as_str());
        while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
            let number = &rest[start..];
            let length = number.find(|c: char| !c.is_ascii_digit()).unwrap_or(number.len());
            let (from, to) = (at + start, at + start + length);
            if let Ok(value) = words[from..to].parse::<u32>() {
                let more = i64::from(value) - page as i64;
                all.push(format!("{}\u{0}{more}\u{0}{}", &words[..from], &words[to..]));
            }
            (at, rest) = (to, &words[to..]);
        }
        let place = (row.middle / self.em) as i64;
        let places = |words: String| [(words.clone(), place), (words, place + 1)];
        all.into_iter().flat_map(places).collect()
    }

    /// Whether a line is a number alone, at the edge of the page.
    fn is_number(&self, row: &Row) -> bool {
        let digits = row.words.len() <= 4 && row.words.bytes().all(|c| c.is_ascii_digit());
        digits && (row.middle > 0.88 * self.height || row.middle < 0.1 * self.height)
    }
}
