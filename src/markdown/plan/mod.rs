//! Which block of a policy is which clause, decided before anything is written: whether the first
//! paragraph of an article is counted depends on whether there is a second.

mod article;
pub(super) mod block;
mod contents;
mod count;
mod note;
mod outline;
mod role;
mod title;

use super::annex::AnnexLine;
use super::closing::ClosingLine;
use super::decimal::{self, Numbered};
use super::events::SpannedEvent;
use super::{Clause, Clauses, Ids, Mark, Shape};
use crate::base::{Fingerprint, numeral};
use article::Article;
use block::{Block, Form, items};
use count::Counter;
pub(super) use outline::DECIMAL;
use role::BlockRole;
use std::collections::HashMap;

/// What to do at a block: keyed by the index of its first event.
#[derive(Debug, Clone, Default)]
pub(super) struct Step {
    /// The current clause ends before this block.
    pub close: bool,
    /// A clause begins with this block.
    pub open: Option<u32>,
    /// The block is the heading or line of a division or of an annex.
    pub division: Option<u32>,
    /// The block is a 款 or 项.
    pub point: Option<u32>,
    /// The block is in a group with those like it around it.
    pub group: Option<Group>,
    /// The class of the block.
    pub class: Option<&'static str>,
    /// Bytes of the mark at the beginning of its text.
    pub mark: usize,
}

impl Step {
    /// The annex whose heading the block is.
    pub fn annex(&self) -> Option<u32> {
        self.division.filter(|_| self.class == Some(ANNEX))
    }
}

/// The class of the heading of an annex.
const ANNEX: &str = "annex";

/// Blocks that belong together and to no clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Group {
    /// The list of annexes behind the text.
    AnnexList,
    /// Signature, day, notes, distribution.
    Closing,
}

/// The clauses, and the steps at blocks and list items.
#[derive(Debug, Default)]
pub(super) struct Plan {
    /// The clauses in reading order.
    pub clauses: Clauses,
    /// What to do at a block or list item, by where it begins.
    pub steps: HashMap<usize, Step>,
    /// Ids that are taken.
    pub ids: Ids,
}

struct Planner<'b> {
    blocks: &'b [Block],
    events: &'b [SpannedEvent<'b>],
    plan: Plan,
    /// The annex that the blocks are in.
    annex: Option<u32>,
    part: Option<u32>,
    chapter: Option<(u32, u32)>,
    division: Option<u32>,
    article: Option<Article>,
    /// The outline clauses that were open where a title stood right above an article: 一、总则.
    above: Vec<(usize, u32, u32)>,
    /// Open outline clauses: level, number, index of the clause.
    path: Vec<(usize, u32, u32)>,
    /// Levels of marks that stand the other way round in the outline: the upper one, and the one below it.
    turned: Option<(usize, usize)>,
    counter: Counter,
}

/// Plans the clauses of a policy's body.
pub(super) fn plan(events: &[SpannedEvent<'_>]) -> Plan {
    let mut blocks = block::blocks(events);
    settle(&mut blocks);
    let mut planner = Planner {
        blocks: &blocks,
        events,
        plan: Plan::default(),
        annex: None,
        part: None,
        chapter: None,
        division: None,
        article: None,
        above: Vec::new(),
        path: Vec::new(),
        turned: None,
        counter: Counter::default(),
    };
    for (at, role) in role::roles(&blocks).into_iter().enumerate() {
        planner.block(at, &role);
    }
    planner.end_part();
    planner.plan.clauses.faults = planner.counter.faults;
    planner.plan
}

/// Whether a line says of articles that they are left out: 第二条、第三条　略.
fn names_omitted(line: &str) -> bool {
    line.trim_start().starts_with('第') && line.contains('条') && count::is_omission(line)
}

/// Settles which blocks begin with marks like 1.1.
fn settle(blocks: &mut [Block]) {
    let lines: Vec<Numbered<'_>> = blocks
        .iter()
        .map(|block| Numbered {
            line: if block.is_text() { block.line() } else { "" },
            mark: block.mark,
        })
        .collect();
    let marks = decimal::settle(&lines);
    for (block, mark) in blocks.iter_mut().zip(marks) {
        block.mark = mark;
    }
}

impl Planner<'_> {
    /// The step at a block.
    fn step_at(&mut self, block: usize) -> &mut Step {
        self.step(self.blocks[block].at)
    }

    /// The step at the event that a block or list item begins with.
    fn step(&mut self, at: usize) -> &mut Step {
        self.plan.steps.entry(at).or_default()
    }

    /// No clause goes on.
    fn leave(&mut self) {
        self.end_article();
        self.path.clear();
    }

    /// A block belongs to no clause.
    fn outside(&mut self, at: usize) -> &mut Step {
        self.leave();
        let step = self.step_at(at);
        step.close = true;
        step
    }

    fn block(&mut self, at: usize, role: &BlockRole) {
        match role {
            BlockRole::Text => self.text(at),
            BlockRole::Contents | BlockRole::Table => {
                self.outside(at);
            }
            BlockRole::AnnexList => {
                let step = self.outside(at);
                step.group = Some(Group::AnnexList);
            }
            BlockRole::Annex => self.begin_annex(at),
            BlockRole::Closing(line) => {
                self.counter.close();
                let step = self.outside(at);
                step.group = Some(Group::Closing);
                step.class = match line {
                    ClosingLine::Signature | ClosingLine::Date => None,
                    ClosingLine::Note => Some("closing-note"),
                    ClosingLine::Distribution => Some("closing-copies"),
                };
            }
        }
    }

    fn text(&mut self, at: usize) {
        let block = &self.blocks[at];
        match (block.form, block.mark) {
            (Form::Heading | Form::Paragraph, Some((mark, length))) => self.marked(at, mark, length),
            (Form::Heading | Form::Rule, _) => {
                self.outside(at);
                self.counter.reset_outline();
            }
            (Form::Paragraph, None) if self.is_bare_title(at) || names_omitted(block.line()) => {
                self.outside(at);
            }
            (Form::Paragraph, None) if self.heads_another(at) => {
                self.outside(at);
                self.counter.reset_outline();
            }
            (Form::Paragraph, None) => self.add_paragraph(block.at),
            (Form::List(first), _) => self.list(at, first),
            (Form::Html | Form::Other, _) => {
                if let Some(mark) = block.hidden {
                    self.counter.hidden(mark, block);
                }
            }
        }
    }

    fn marked(&mut self, at: usize, mark: Mark, length: usize) {
        let block = &self.blocks[at];
        match mark {
            Mark::Part(_) | Mark::Portion(_) | Mark::Chapter(_) | Mark::Section(_) => {
                if block.is_heading() || block.line().chars().count() < 40 {
                    self.divide(at, mark, length);
                } else {
                    return;
                }
            }
            Mark::Article(n, sub) => self.begin_article(at, (n, sub), length),
            // A heading 二、 stands above articles, and is no item of the one before.
            _ if self.is_in_article(at) && !self.goes_on_above(at, mark) => self.in_article(at, mark, length),
            Mark::Paragraph(_) | Mark::Item(_) => return,
            _ if self.article.is_some() => {
                self.end_article();
                self.path = std::mem::take(&mut self.above);
                self.outline(at, mark, length);
                return self.counter.go_on(mark, at);
            }
            _ => self.outline(at, mark, length),
        }
        self.counter.turned = self.turned.is_some();
        self.counter.count(mark, at, self.blocks);
    }

    /// A clause of an outline, which may stand above articles.
    fn outline(&mut self, at: usize, mark: Mark, length: usize) {
        self.begin_outline(at, mark, length);
        if self.heads_article(at) {
            self.above = self.path.clone();
        }
    }

    /// The part of the document that a number is counted in is over: the text itself, or an annex.
    fn end_part(&mut self) {
        self.leave();
        let last = self.blocks.len();
        self.counter.end(self.blocks, last);
    }

    fn begin_annex(&mut self, at: usize) {
        let line = AnnexLine::of(self.blocks[at].line()).expect("an annex is known by its line");
        self.leave();
        self.counter.end(self.blocks, at);
        self.counter.reset(at);
        (self.annex, self.part, self.chapter) = (None, None, None);
        self.above.clear();
        let wanted = format!("annex{}", line.number);
        let index = self.add(
            At::of(at, line.mark),
            Shape::Annex,
            &wanted,
            line.name.clone(),
            None,
        );
        let title = if line.rest.is_empty() {
            let below = self.title_below(at);
            if !below.is_empty() {
                self.step_at(at + 1).class = Some("annex-title");
            }
            below
        } else {
            line.rest.to_owned()
        };
        let clause = &mut self.plan.clauses.clauses[index as usize];
        (clause.title, clause.mark) = (title.into(), line.name.into());
        (self.annex, self.division) = (Some(index), Some(index));
        let step = self.step_at(at);
        (step.close, step.division, step.mark, step.class) = (true, Some(index), line.mark, Some(ANNEX));
    }

    /// The title of an annex that is on a line of its own below its name.
    fn title_below(&self, at: usize) -> String {
        let below = self
            .blocks
            .get(at + 1)
            .filter(|below| below.is_unmarked() && !below.goes_on);
        let line = below.map_or("", Block::line).trim();
        let is_title = line.chars().count() <= 40 && !line.ends_with(['。', '：', '；', '，']);
        if is_title { line.to_owned() } else { String::new() }
    }

    fn divide(&mut self, at: usize, mark: Mark, length: usize) {
        self.leave();
        self.above.clear();
        let (wanted, label, parent) = match mark {
            Mark::Part(n) | Mark::Portion(n) => {
                self.chapter = None;
                (format!("part{n}"), mark.written(), self.annex)
            }
            Mark::Chapter(n) => (
                format!("ch{n}"),
                format!("第{}章", numeral::chinese(n)),
                self.part.or(self.annex),
            ),
            Mark::Section(n) => match self.chapter {
                Some((chapter, index)) => (
                    format!("ch{chapter}s{n}"),
                    format!("第{}章第{}节", numeral::chinese(chapter), numeral::chinese(n)),
                    Some(index),
                ),
                None => (
                    format!("sec{n}"),
                    format!("第{}节", numeral::chinese(n)),
                    self.part.or(self.annex),
                ),
            },
            _ => return,
        };
        let index = self.add(At::of(at, length), Shape::Division, &wanted, label, parent);
        match mark {
            Mark::Part(_) | Mark::Portion(_) => self.part = Some(index),
            Mark::Chapter(n) => self.chapter = Some((n, index)),
            _ => {}
        }
        self.division = Some(index);
        let step = self.step_at(at);
        (step.close, step.division, step.mark) = (true, Some(index), length);
    }

    fn begin(&mut self, at: usize, index: u32, length: usize) {
        let step = self.step_at(at);
        (step.close, step.open, step.mark) = (true, Some(index), length);
    }

    fn list(&mut self, at: usize, first: Option<u64>) {
        let block = &self.blocks[at];
        let mut number = first.and_then(|n| u32::try_from(n).ok());
        for ((item, _), line) in items(self.events, block.at, block.end).zip(&block.lines) {
            let written = Mark::at_start(line, false)
                .map(|(mark, _)| mark)
                .filter(|mark| mark.number().is_some());
            if let Some(mark) = written.or(number.map(Mark::Third)) {
                self.list_item(item, mark);
            }
            if let Some(mark) = written {
                self.counter.count(mark, at, self.blocks);
            }
            number = number.map(|n| n.saturating_add(1));
        }
    }

    /// Which repetition a clause is: parts of the second 第一条 are numbered as its own.
    fn repeat_of(&self, index: u32) -> u32 {
        let anchor = &self.plan.clauses.clauses[index as usize].anchor;
        anchor
            .rsplit_once("--")
            .and_then(|(_, n)| n.parse().ok())
            .unwrap_or(1)
    }

    /// Adds a clause; in an annex its id and name begin with those of the annex.
    fn add(&mut self, at: At, shape: Shape, wanted: &str, label: String, parent: Option<u32>) -> u32 {
        let block = &self.blocks[at.block];
        let counted = shape == Shape::Clause && wanted.starts_with('s');
        let least = parent
            .filter(|_| counted)
            .or(self.annex)
            .map_or(1, |above| self.repeat_of(above));
        let (wanted, label) = self.within_annex(wanted, &label);
        let anchor = self.plan.ids.take(&wanted, least);
        let index = index_of(self.plan.clauses.clauses.len());
        let line = block.line();
        self.plan.clauses.clauses.push(Clause {
            shape,
            anchor: anchor.into(),
            label: label.into(),
            mark: line[..at.mark].trim().into(),
            title: title::short_title(block, at.mark, shape).into(),
            parent,
            nodes: 0..0,
            at: index_of(block.source),
            words: Fingerprint::default(),
        });
        index
    }

    /// An id and a name, in an annex behind those of the annex.
    fn within_annex(&self, wanted: &str, label: &str) -> (String, String) {
        match self.annex.map(|annex| &self.plan.clauses.clauses[annex as usize]) {
            Some(annex) => (
                format!("{}{wanted}", bare(&annex.anchor)),
                format!("{}{label}", annex.label),
            ),
            None => (wanted.to_owned(), label.to_owned()),
        }
    }
}

/// A block and the bytes of the mark at its beginning.
#[derive(Clone, Copy)]
struct At {
    block: usize,
    mark: usize,
}

impl At {
    fn of(block: usize, mark: usize) -> Self {
        Self { block, mark }
    }
}

fn bare(anchor: &str) -> &str {
    anchor.split_once("--").map_or(anchor, |(bare, _)| bare)
}

fn index_of(n: usize) -> u32 {
    u32::try_from(n).expect("a text is far shorter than four billion bytes")
}
