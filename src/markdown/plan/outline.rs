//! Outlines: 一、（一）1.（1）1）①, and 1.1 below 1.

use super::block::Block;
use super::{At, Planner};
use crate::markdown::mark::decimals;
use crate::markdown::reference::outline_label;
use crate::markdown::{Mark, Shape};

/// The level of the numbers of 1.1 in an outline.
pub(in crate::markdown) const DECIMAL: usize = 0;

impl Planner<'_> {
    pub(super) fn begin_outline(&mut self, at: usize, mark: Mark, length: usize) {
        let (level, n) = match mark {
            Mark::First(n) => (1, n),
            Mark::Second(n) => (2, n),
            Mark::Third(n) => (3, n),
            Mark::Fourth(n) => (4, n),
            Mark::Fifth(n) => (5, n),
            Mark::Circled(n) => (6, n),
            Mark::Decimal(path) => return self.begin_decimal(at, decimals(&path), length),
            _ => return,
        };
        self.turn(at, level, n);
        let turned = self.turned;
        self.path.retain(|(open, ..)| match turned {
            Some((root, _)) if level == root => false,
            Some((root, below)) if level == below => *open == root,
            Some((root, below)) => [root, below].contains(open) || *open < level,
            // 一、 is below nothing, and the numbers of 1.1 are above all others.
            None => *open < level && level > 1,
        });
        let parent = self.path.last().map(|(.., index)| *index).or(self.division);
        let numbers: Vec<(usize, u32)> = self
            .path
            .iter()
            .map(|(level, n, _)| (*level, *n))
            .chain([(level, n)])
            .collect();
        let (anchor, label) = (outline_anchor(&numbers), outline_label(&numbers));
        let index = self.add(At::of(at, length), Shape::Clause, &anchor, label, parent);
        self.path.push((level, n, index));
        self.begin(at, index, length);
    }

    /// Which mark is above which, where they stand the other way round: （一） is below 1. when 2. comes behind it.
    fn turn(&mut self, at: usize, level: usize, n: u32) {
        match (self.turned, self.path.first()) {
            (Some((_, below)), Some(_)) if level >= below => {}
            (None, Some(&(root, last, _))) if n == 1 && level < root => {
                let goes_on = self.next_of(at, root) == Some(last + 1);
                self.turned = goes_on.then_some((root, level));
            }
            _ => self.turned = None,
        }
    }

    /// The number of the next mark of a level, in the same division.
    fn next_of(&self, at: usize, level: usize) -> Option<u32> {
        let ends = |block: &&Block| match block.mark {
            Some((mark, _)) => mark.outline_level() == 0,
            None => block.is_heading(),
        };
        let blocks = self.blocks[at + 1..].iter().take_while(|block| !ends(block));
        let mut marks = blocks.filter_map(|block| block.mark);
        let next = marks.find(|(mark, _)| mark.outline_level() == level && mark.number().is_some());
        next.and_then(|(mark, _)| mark.number())
    }

    /// 1.1: its number says what it is below, whatever stands between.
    fn begin_decimal(&mut self, at: usize, path: &[u8], length: usize) {
        let numbers: Vec<(usize, u32)> = path.iter().map(|n| (DECIMAL, u32::from(*n))).collect();
        let open = self
            .path
            .iter()
            .zip(&numbers)
            .take_while(|((_, n, _), (_, number))| n == number)
            .count()
            .min(numbers.len() - 1);
        let above = open.checked_sub(1).map(|above| self.path[above].2);
        let (anchor, label) = (outline_anchor(&numbers), outline_label(&numbers));
        let parent = above.or(self.division);
        let index = self.add(At::of(at, length), Shape::Clause, &anchor, label, parent);
        self.path.truncate(open);
        // What is below one whose own marks above it are missing is in it.
        while self.path.len() < numbers.len() {
            self.path.push((DECIMAL, numbers[self.path.len()].1, index));
        }
        for (level, ..) in &mut self.path {
            *level = DECIMAL;
        }
        self.begin(at, index, length);
    }
}

/// The id of a clause in an outline.
pub(super) fn outline_anchor(numbers: &[(usize, u32)]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|(_, n)| n.to_string()).collect();
    format!("s{}", numbers.join("-"))
}
