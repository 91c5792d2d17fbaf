//! Whether numbers follow each other: what is left out, what comes twice, and the line that was meant to be the missing one.

use super::block::Block;
use crate::markdown::Mark;
use crate::markdown::clause::{MarkFault, MarkFaultKind};
use crate::markdown::mark::decimals;
use std::collections::HashMap;

/// The numbers of a document, as they come.
#[derive(Debug, Default)]
pub(super) struct Counter {
    /// What was last counted in each row: its number, its second number, and its block.
    rows: [Option<(u32, u32, usize)>; ROWS],
    /// The last number below each 1, 1.1 and so on.
    decimals: HashMap<Vec<u8>, u8>,
    /// The block with the last mark.
    latest: usize,
    /// A mark has come.
    begun: bool,
    /// A closing has come since counting began.
    closed: bool,
    /// Marks stand the other way round: （一） below 1.
    pub turned: bool,
    /// What is not as it should be.
    pub faults: Vec<MarkFault>,
}

/// Rows that are counted each by itself: 编, 章, 节, 条, and six levels of an outline or of an article's items.
const ROWS: usize = 10;

/// No more numbers are missing at the beginning of a policy that is meant to be whole.
const MOST_MISSING: u32 = 20;

/// Whether a line says that something is left out here: 第二条、第三条　略, （略）, ……
pub(super) fn is_omission(line: &str) -> bool {
    let inner: String = line
        .chars()
        .filter(|c| !c.is_whitespace() && !"（）()【】[]。.…·*．".contains(*c))
        .collect();
    let left_out = !line.trim().is_empty() && (inner.is_empty() || inner.ends_with('略'));
    left_out
        && inner.chars().count() <= 30
        && !inner.contains(['，', '；', '战', '谋', '侵', '策', '简', '省'])
}

/// The row in which a mark is counted, its number and its second one; `None` for one that is counted in no row.
fn counted(mark: Mark) -> Option<(usize, u32, u32)> {
    Some(match mark {
        Mark::Part(n) | Mark::Portion(n) => (0, n, 0),
        Mark::Chapter(n) => (1, n, 0),
        Mark::Section(n) => (2, n, 0),
        Mark::Article(n, sub) => (3, n, sub),
        Mark::First(n) => (4, n, 0),
        Mark::Second(n) | Mark::Item(n) => (5, n, 0),
        Mark::Third(n) => (6, n, 0),
        Mark::Fourth(n) => (7, n, 0),
        Mark::Fifth(n) => (8, n, 0),
        Mark::Circled(n) => (9, n, 0),
        Mark::Decimal(_) | Mark::Paragraph(_) => return None,
    })
}

/// Whether a row begins with 2 and goes on with 3: （二）, （三） without （一）. Headings may be those of another row.
fn lacks_first(mark: Mark, n: u32, at: usize, blocks: &[Block]) -> bool {
    let counts = matches!(
        mark,
        Mark::First(_) | Mark::Second(_) | Mark::Third(_) | Mark::Fourth(_)
    );
    let mut next = blocks[at + 1..].iter().filter_map(|block| block.mark);
    let goes_on = |next: &(Mark, usize)| next.0 == mark.with_number(n + 1);
    // 附件：1.甲
    let first = mark.with_number(1).written();
    let above = &blocks[at.saturating_sub(3)..at];
    let within = matches!(mark, Mark::Third(_)) && above.iter().any(|block| block.line().contains(&first));
    counts && !within && n == 2 && !blocks[at].is_heading() && next.next().as_ref().is_some_and(goes_on)
}

/// Whether a fault is that number `n` was missing, and no other, before `last` of marks like this one.
fn is_swapped(fault: &MarkFault, mark: Mark, n: u32, last: u32) -> bool {
    let missing = fault.kind == MarkFaultKind::Gap(n, n);
    missing && fault.mark == mark.with_number(last).written()
}

impl Counter {
    /// A new part: counting begins anew in all rows.
    pub fn reset(&mut self, at: usize) {
        self.rows = [None; ROWS];
        self.decimals.clear();
        (self.latest, self.closed) = (at, false);
    }

    /// Somebody signs: what is counted from 1 behind it is another document.
    pub fn close(&mut self) {
        self.closed = self.begun;
    }

    /// A mark comes that goes on from one above the articles.
    pub fn go_on(&mut self, mark: Mark, at: usize) {
        if let Some((row, n, sub)) = counted(mark) {
            self.rows[row] = Some((n, sub, at));
            self.rows[(row + 1).max(4)..].fill(None);
        }
        self.latest = at;
    }

    /// Counting begins anew in the rows below the marks of laws.
    pub fn reset_outline(&mut self) {
        self.rows[4..].fill(None);
    }

    /// A mark comes, at a block.
    pub fn count(&mut self, mark: Mark, at: usize, blocks: &[Block]) {
        if let Mark::Decimal(path) = mark {
            return self.count_decimal(decimals(&path), mark, &blocks[at]);
        }
        let Some((row, n, sub)) = counted(mark) else {
            return;
        };
        let begun = std::mem::replace(&mut self.begun, true);
        let last = self.rows[row].replace((n, sub, at));
        match row {
            0 => self.rows[1..3].fill(None),
            1 => self.rows[2] = None,
            _ => {}
        }
        self.rows[(row + 1).max(4)..].fill(None);
        let from = last.map_or(self.latest, |(.., at)| at) + 1;
        self.latest = at;
        let between = &blocks[from.min(at)..at];
        // What begins with 2 may be an excerpt; it is none when 1 is there and was not recognised.
        if last.is_none() && row > 2 && n == 2 && self.find_meant(mark, 1, between) {
            return;
        }
        let gap = last.is_some_and(|(last, ..)| n > last + 1);
        if gap
            && between
                .iter()
                .any(|block| block.mark.is_none() && is_omission(block.line()))
        {
            return;
        }
        let kind = match last {
            None if self.lacks_beginning(mark, n, begun, at, blocks) => MarkFaultKind::Gap(1, n - 1),
            None => return,
            Some((last, ..)) if n > last + 1 => {
                if self.find_meant(mark, last + 1, between) {
                    return;
                }
                MarkFaultKind::Gap(last + 1, n - 1)
            }
            Some((last, last_sub, _)) if (n, sub) == (last, last_sub) => MarkFaultKind::Repeat,
            // 第四条之一 behind 第三条.
            Some((last, ..)) if n == last + 1 && sub > 0 => MarkFaultKind::Gap(n, n),
            // 第一条之三 behind 第一条之一.
            Some((last, last_sub, _)) if n == last && sub > last_sub + 1 => {
                MarkFaultKind::Gap(last_sub + 1, sub - 1)
            }
            Some((last, ..)) if n < last && n > 1 => MarkFaultKind::Back(last),
            Some((last, ..)) if n < last && self.closed && matches!(row, 3 | 4) => {
                self.closed = false;
                MarkFaultKind::Back(last)
            }
            Some(_) => return,
        };
        if let MarkFaultKind::Back(last) = kind {
            self.settle_swapped(mark, row, n, last);
        }
        self.push(kind, mark, &blocks[at]);
    }

    /// Whether the marks before number `n` are missing that comes first in its row.
    fn lacks_beginning(&self, mark: Mark, n: u32, begun: bool, at: usize, blocks: &[Block]) -> bool {
        // The mark that a policy begins with; a great number is that of a part of a code.
        let begins = !begun && n <= MOST_MISSING && matches!(mark, Mark::Article(..) | Mark::First(_));
        n > 1 && (begins || !self.turned && lacks_first(mark, n, at, blocks))
    }

    /// Number `n`, which seemed to be missing before `last`, comes behind it: that is one fault, and counting goes on from the greater one.
    fn settle_swapped(&mut self, mark: Mark, row: usize, n: u32, last: u32) {
        let swapped = self
            .faults
            .last()
            .is_some_and(|fault| is_swapped(fault, mark, n, last));
        if let (true, Some(counted)) = (swapped, self.rows[row].as_mut()) {
            self.faults.pop();
            counted.0 = last;
        }
    }

    /// A mark like 1.1 comes: it is counted among those below the same numbers.
    fn count_decimal(&mut self, path: &[u8], mark: Mark, block: &Block) {
        self.begun = true;
        self.rows[5..].fill(None);
        let Some((n, above)) = path.split_last() else {
            return;
        };
        let (n, last) = (
            u32::from(*n),
            self.decimals.insert(above.to_vec(), *n).map(u32::from),
        );
        let kind = match last {
            Some(last) if n > last + 1 => MarkFaultKind::Gap(last + 1, n - 1),
            Some(last) if n == last => MarkFaultKind::Repeat,
            Some(last) if n < last && n > 1 => MarkFaultKind::Back(last),
            _ => return,
        };
        self.push(kind, mark, block);
    }

    /// Tells of lines that were surely meant to be what is missing between two marks. Whether there are any.
    fn find_meant(&mut self, like: Mark, first: u32, between: &[Block]) -> bool {
        let meant = between.iter().find(|block| {
            block.mark.is_none()
                && block
                    .lines
                    .iter()
                    .any(|line| like.with_number(first).is_meant_by(line))
        });
        if let Some(block) = meant {
            self.push(MarkFaultKind::Unrecognised, like.with_number(first), block);
        }
        meant.is_some()
    }

    /// At the end of a part: the article behind the last one, when its mark was not recognised.
    pub fn end(&mut self, blocks: &[Block], end: usize) {
        if let Some((n, _, at)) = self.rows[3] {
            self.find_meant(Mark::Article(n, 0), n + 1, &blocks[at + 1..end.max(at + 1)]);
        }
    }

    /// Tells of a mark within raw HTML, where none is read.
    pub fn hidden(&mut self, mark: Mark, block: &Block) {
        self.push(MarkFaultKind::Unrecognised, mark, block);
    }

    fn push(&mut self, kind: MarkFaultKind, mark: Mark, block: &Block) {
        let at = block.source..block.source;
        if kind == MarkFaultKind::Unrecognised && self.faults.iter().any(|fault| fault.at == at) {
            return;
        }
        let written = mark.written();
        self.faults.push(MarkFault {
            kind,
            mark: written,
            at,
        });
    }
}
