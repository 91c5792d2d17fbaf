//! Articles: which of their blocks are 款, which 项, and what is called after it.

use super::block::Form;
use super::outline::outline_anchor;
use super::{At, Planner, bare, index_of};
use crate::base::han::is_han;
use crate::base::numeral;
use crate::markdown::mark::decimals;
use crate::markdown::reference::{outline_label, point_label};
use crate::markdown::{Mark, Point, Shape};
use pulldown_cmark::{Event, HeadingLevel, Tag};

/// No title of an article is longer, in characters.
const LONGEST_TITLE: usize = 10;

/// A part of an article.
pub(super) enum Part {
    /// 款: index of its block.
    Paragraph(usize),
    /// 项 and what is below one: block or list item, and its numbers from the 项 down with the levels 1 to 4 of their
    /// marks.
    Item(usize, Vec<(usize, u32)>),
}

/// An article that is open.
pub(super) struct Article {
    /// Its index among the clauses.
    index: u32,
    parts: Vec<Part>,
    /// Its level, when it is a heading.
    level: Option<HeadingLevel>,
    /// Its last item is a heading: what is below it is the text of the item, and no 款.
    headed: bool,
}

impl Planner<'_> {
    pub(super) fn begin_article(&mut self, at: usize, (n, sub): (u32, u32), length: usize) {
        self.leave();
        let block = &self.blocks[at];
        let (mut wanted, mut label) = (format!("art{n}"), format!("第{}条", numeral::chinese(n)));
        if sub > 0 {
            wanted += &format!("z{sub}");
            label += &format!("之{}", numeral::chinese(sub));
        }
        let index = self.add(At::of(at, length), Shape::Clause, &wanted, label, self.division);
        let mut parts = Vec::new();
        let words = block.line()[length..].trim();
        if !block.is_heading() && !words.is_empty() && !self.is_titled(at, words) {
            parts.push(Part::Paragraph(block.at));
        }
        self.article = Some(Article {
            index,
            parts,
            level: self.heading_level(at),
            headed: false,
        });
        self.begin(at, index, length);
    }

    fn heading_level(&self, at: usize) -> Option<HeadingLevel> {
        match self.events[self.blocks[at].at].0 {
            Event::Start(Tag::Heading { level, .. }) => Some(level),
            _ => None,
        }
    }

    /// Whether a mark at a block is one of the article that is open: a heading is, when it is below that of the article.
    pub(super) fn is_in_article(&self, at: usize) -> bool {
        let Some(article) = &self.article else {
            return false;
        };
        match (self.heading_level(at), article.level) {
            (Some(level), Some(above)) => level > above,
            (Some(_), None) => false,
            (None, _) => true,
        }
    }

    /// Whether a line with a mark is a title right above an article: 一、总则.
    pub(super) fn heads_article(&self, at: usize) -> bool {
        let (block, below) = (&self.blocks[at], self.blocks.get(at + 1));
        let title = !block.goes_on && !block.line().contains(['。', '，', '；', '：']);
        title && below.is_some_and(|below| matches!(below.mark, Some((Mark::Article(..), _))))
    }

    /// Whether a mark counts on from that of a title above the articles, and is no item of the one before: 二、分则.
    pub(super) fn goes_on_above(&self, at: usize, mark: Mark) -> bool {
        let (Some(n), Some(article)) = (mark.number(), &self.article) else {
            return false;
        };
        let level = mark.outline_level();
        let follows = self
            .above
            .iter()
            .any(|(above, last, _)| *above == level && last + 1 == n);
        let item = |part: &Part| match part {
            Part::Item(_, path) => path.last() == Some(&(level, n - 1)),
            Part::Paragraph(_) => false,
        };
        follows && self.heads_article(at) && !article.parts.iter().any(item)
    }

    /// A paragraph without a mark: a 款 of the article that is open.
    pub(super) fn add_paragraph(&mut self, at: usize) {
        if let Some(article) = self.article.as_mut().filter(|article| !article.headed) {
            article.parts.push(Part::Paragraph(at));
        }
    }

    /// Whether the words behind the mark of an article are its title, and its first 款 is the paragraph below: 第一条 目的.
    fn is_titled(&self, at: usize, words: &str) -> bool {
        let below = self.blocks.get(at + 1);
        let plain = |c: char| is_han(c) || matches!(c, '、' | '“' | '”');
        (2..=LONGEST_TITLE).contains(&words.chars().count())
            && words.chars().all(plain)
            && !self.blocks[at].goes_on
            && below.is_some_and(|below| {
                below.form == Form::Paragraph && below.is_unmarked() && below.line().ends_with(['。', '：'])
            })
    }

    pub(super) fn in_article(&mut self, block: usize, mark: Mark, length: usize) {
        let (at, headed) = (self.blocks[block].at, self.blocks[block].is_heading());
        let Some(article) = &mut self.article else {
            return;
        };
        let parts = &mut article.parts;
        article.headed |= headed;
        match mark {
            Mark::Paragraph(_) => parts.push(Part::Paragraph(at)),
            Mark::Decimal(path) => {
                let numbers = decimals(&path).iter().map(|n| u32::from(*n));
                parts.push(Part::Item(at, (3..).zip(numbers).collect()));
            }
            _ => match mark.number() {
                Some(n) => enumerate(parts, at, mark, n),
                None => return,
            },
        }
        self.step(at).mark = length;
    }

    pub(super) fn list_item(&mut self, at: usize, mark: Mark) {
        let Some(n) = mark.number() else { return };
        if let Some(article) = &mut self.article {
            enumerate(&mut article.parts, at, mark, n);
        } else if let Some(&(.., index)) = self.path.last() {
            let mut numbers: Vec<(usize, u32)> = self.path.iter().map(|(level, n, _)| (*level, *n)).collect();
            let level = numbers.last().map_or(3, |(level, _)| (level + 1).max(3));
            numbers.push((level, n));
            let (anchor, label) = self.within_annex(&outline_anchor(&numbers), &outline_label(&numbers));
            let least = self.repeat_of(index);
            self.point(at, index, &anchor, label, least);
        }
    }

    pub(super) fn end_article(&mut self) {
        let Some(Article { index, parts, .. }) = self.article.take() else {
            return;
        };
        let clause = &self.plan.clauses.clauses[index as usize];
        let (base, label) = (bare(&clause.anchor).to_owned(), clause.label.to_string());
        let least = self.repeat_of(index);
        let several = parts
            .iter()
            .filter(|part| matches!(part, Part::Paragraph(_)))
            .count()
            > 1;
        let mut p = 0;
        for part in parts {
            let (paragraph, words) = match (several, p) {
                (true, 1..) => (format!("p{p}"), format!("第{}款", numeral::chinese(p))),
                _ => (String::new(), String::new()),
            };
            match part {
                Part::Paragraph(at) => {
                    p += 1;
                    if several {
                        let label = format!("{label}第{}款", numeral::chinese(p));
                        self.point(at, index, &format!("{base}p{p}"), label, least);
                    }
                }
                Part::Item(at, path) => {
                    let numbers: Vec<u32> = path.iter().map(|(_, n)| *n).collect();
                    let written: Vec<String> = numbers.iter().map(u32::to_string).collect();
                    let item = numeral::chinese(numbers[0]);
                    let below = point_label(&numbers[1..]);
                    let label = format!("{label}{words}第{item}项{below}");
                    let anchor = format!("{base}{paragraph}i{}", written.join("-"));
                    self.point(at, index, &anchor, label, least);
                }
            }
        }
    }

    pub(super) fn point(&mut self, at: usize, clause: u32, anchor: &str, label: String, least: u32) {
        let anchor = self.plan.ids.take(anchor, least);
        let index = index_of(self.plan.clauses.points.len());
        self.plan.clauses.points.push(Point {
            clause,
            anchor: anchor.into(),
            label: label.into(),
            nodes: 0..0,
        });
        self.step(at).point = Some(index);
    }
}

/// Adds a numbered part to an article: （二） after （一） is its neighbour, 1. after （一） is below it, （1） after 1. below that.
fn enumerate(parts: &mut Vec<Part>, at: usize, mark: Mark, n: u32) {
    let level = mark
        .outline_level()
        .max(if matches!(mark, Mark::Item(_)) { 2 } else { 0 });
    let mut path = match parts.last() {
        Some(Part::Item(_, path)) => path.clone(),
        _ => Vec::new(),
    };
    path.retain(|(above, _)| *above < level);
    path.push((level, n));
    parts.push(Part::Item(at, path));
}
