//! Which block of a policy is which clause, decided before anything is written: whether the first
//! paragraph of an article is counted depends on whether there is a second.

mod article;

use super::events::SpannedEvent;
use super::reference::outline_label;
use super::{Clause, Clauses, Ids, Mark, Shape};
use crate::base::{Fingerprint, numeral};
use article::Part;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;

/// What to do at a block: keyed by the index of its first event.
#[derive(Debug, Clone, Default)]
pub(super) struct Step {
    /// The current clause ends before this block.
    pub close: bool,
    /// A clause begins with this block.
    pub open: Option<u32>,
    /// The block is the heading or line of a division.
    pub division: Option<u32>,
    /// The block is a 款 or 项.
    pub point: Option<u32>,
    /// Bytes of the mark at the beginning of its text.
    pub mark: usize,
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

#[derive(Default)]
struct Planner {
    plan: Plan,
    part: Option<u32>,
    chapter: Option<(u32, u32)>,
    division: Option<u32>,
    article: Option<(u32, Vec<Part>)>,
    /// Open outline clauses: level, number, index of the clause.
    path: Vec<(usize, u32, u32)>,
    open: bool,
}

/// Plans the clauses of a policy's body.
pub(super) fn plan(events: &[SpannedEvent<'_>]) -> Plan {
    let mut planner = Planner::default();
    let mut at = 0;
    while at < events.len() {
        let end = block_end(events, at);
        match &events[at].0 {
            Event::Start(Tag::Heading { .. }) => planner.heading(events, at, end),
            Event::Start(Tag::Paragraph) => planner.paragraph(events, at, end),
            Event::Start(Tag::List(first)) => planner.list(events, at, end, *first),
            Event::Rule => {
                planner.leave();
                planner.path.clear();
            }
            _ => {}
        }
        if matches!(&events[at].0, Event::Rule) {
            planner.plan.steps.entry(at).or_default().close = true;
        }
        at = end;
    }
    planner.end_article();
    planner.plan
}

/// The index behind the block that begins at `at`.
fn block_end(events: &[SpannedEvent<'_>], at: usize) -> usize {
    let mut depth = 0_usize;
    for (i, (event, _)) in events.iter().enumerate().skip(at) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return i + 1;
        }
    }
    events.len()
}

/// Plain text of a block up to its first line break.
fn first_line(events: &[SpannedEvent<'_>]) -> String {
    let mut line = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => line.push_str(text),
            Event::SoftBreak | Event::HardBreak => break,
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => break,
            Event::Start(Tag::List(_)) => break,
            _ => {}
        }
    }
    line
}

impl Planner {
    fn step(&mut self, at: usize) -> &mut Step {
        self.plan.steps.entry(at).or_default()
    }

    fn leave(&mut self) {
        self.end_article();
        self.open = false;
    }

    fn heading(&mut self, events: &[SpannedEvent<'_>], at: usize, end: usize) {
        let line = first_line(&events[at..end]);
        match Mark::at_start(&line, true) {
            Some((mark, length)) => self.marked(events, at, mark, &line, length, true),
            None => {
                self.leave();
                self.path.clear();
                self.step(at).close = true;
            }
        }
    }

    fn paragraph(&mut self, events: &[SpannedEvent<'_>], at: usize, end: usize) {
        let line = first_line(&events[at..end]);
        match Mark::at_start(&line, false) {
            Some((mark, length)) => self.marked(events, at, mark, &line, length, false),
            None => {
                if let Some((_, parts)) = &mut self.article {
                    parts.push(Part::Paragraph(at));
                }
            }
        }
    }

    fn marked(
        &mut self,
        events: &[SpannedEvent<'_>],
        at: usize,
        mark: Mark,
        line: &str,
        length: usize,
        heading: bool,
    ) {
        let source = events[at].1.start;
        match mark {
            Mark::Part(_) | Mark::Chapter(_) | Mark::Section(_) => {
                if heading || line.chars().count() < 40 {
                    self.divide(at, mark, line, length, source);
                }
            }
            Mark::Article(n, sub) => self.begin_article(at, (n, sub), line, length, source, heading),
            Mark::Paragraph(_)
            | Mark::Item(_)
            | Mark::First(_)
            | Mark::Second(_)
            | Mark::Third(_)
            | Mark::Fourth(_)
                if self.article.is_some() =>
            {
                self.in_article(at, mark, length);
            }
            Mark::Paragraph(_) | Mark::Item(_) => {}
            _ => self.begin_outline(at, mark, line, length, source, heading),
        }
    }

    fn divide(&mut self, at: usize, mark: Mark, line: &str, length: usize, source: usize) {
        self.leave();
        self.path.clear();
        let (wanted, label, parent) = match mark {
            Mark::Part(n) => {
                self.chapter = None;
                (format!("part{n}"), format!("第{}编", numeral::chinese(n)), None)
            }
            Mark::Chapter(n) => (
                format!("ch{n}"),
                format!("第{}章", numeral::chinese(n)),
                self.part,
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
                    self.part,
                ),
            },
            _ => return,
        };
        let index = self.add(
            Shape::Division,
            &wanted,
            label,
            line,
            length,
            parent,
            source,
            true,
        );
        match mark {
            Mark::Part(_) => self.part = Some(index),
            Mark::Chapter(n) => self.chapter = Some((n, index)),
            _ => {}
        }
        self.division = Some(index);
        let step = self.step(at);
        (step.close, step.division, step.mark) = (true, Some(index), length);
    }

    fn begin(&mut self, at: usize, index: u32, length: usize) {
        self.open = true;
        let step = self.step(at);
        (step.close, step.open, step.mark) = (true, Some(index), length);
    }

    fn begin_outline(
        &mut self,
        at: usize,
        mark: Mark,
        line: &str,
        length: usize,
        source: usize,
        heading: bool,
    ) {
        let (level, n) = match mark {
            Mark::First(n) => (1, n),
            Mark::Second(n) => (2, n),
            Mark::Third(n) => (3, n),
            Mark::Fourth(n) => (4, n),
            _ => return,
        };
        self.path.retain(|(open, ..)| *open < level);
        let parent = self.path.last().map(|(.., index)| *index).or(self.division);
        let numbers: Vec<(usize, u32)> = self
            .path
            .iter()
            .map(|(level, n, _)| (*level, *n))
            .chain([(level, n)])
            .collect();
        let index = self.add(
            Shape::Clause,
            &outline_anchor(&numbers),
            outline_label(&numbers),
            line,
            length,
            parent,
            source,
            heading,
        );
        self.path.push((level, n, index));
        self.begin(at, index, length);
    }

    fn list(&mut self, events: &[SpannedEvent<'_>], at: usize, end: usize, first: Option<u64>) {
        let mut number = first.and_then(|n| u32::try_from(n).ok());
        let mut i = at + 1;
        while i + 1 < end {
            if !matches!(events[i].0, Event::Start(Tag::Item)) {
                break;
            }
            let item_end = block_end(events, i);
            let line = first_line(&events[i + 1..item_end]);
            let marked = Mark::at_start(&line, false);
            let mark = match marked.map(|(mark, _)| mark) {
                Some(
                    mark @ (Mark::Item(_)
                    | Mark::First(_)
                    | Mark::Second(_)
                    | Mark::Third(_)
                    | Mark::Fourth(_)),
                ) => Some(mark),
                _ => number.map(Mark::Third),
            };
            if let Some(mark) = mark {
                self.list_item(i, mark);
            }
            number = number.map(|n| n.saturating_add(1));
            i = item_end;
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

    #[allow(clippy::too_many_arguments)]
    fn add(
        &mut self,
        shape: Shape,
        wanted: &str,
        label: String,
        line: &str,
        length: usize,
        parent: Option<u32>,
        source: usize,
        heading: bool,
    ) -> u32 {
        let least = parent
            .filter(|_| shape == Shape::Clause && wanted.starts_with('s'))
            .map_or(1, |parent| self.repeat_of(parent));
        let anchor = self.plan.ids.take(wanted, least);
        let index = index_of(self.plan.clauses.clauses.len());
        self.plan.clauses.clauses.push(Clause {
            shape,
            anchor: anchor.into(),
            label: label.into(),
            mark: line[..length].trim().into(),
            title: short_title(&line[length..], heading).into(),
            parent,
            nodes: 0..0,
            at: index_of(source),
            words: Fingerprint::default(),
        });
        index
    }
}

fn outline_anchor(numbers: &[(usize, u32)]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|(_, n)| n.to_string()).collect();
    format!("s{}", numbers.join("-"))
}

fn bare(anchor: &str) -> &str {
    anchor.split_once("--").map_or(anchor, |(bare, _)| bare)
}

fn index_of(n: usize) -> u32 {
    u32::try_from(n).expect("a text is far shorter than four billion bytes")
}

/// The heading of a clause: the whole line of a heading, 【…】, or a short first sentence before more.
fn short_title(rest: &str, heading: bool) -> String {
    let rest = rest.trim();
    if heading {
        return rest.to_owned();
    }
    if let Some(title) = rest.strip_prefix('【').and_then(|inner| inner.split_once('】')) {
        return title.0.to_owned();
    }
    match rest.split_once('。') {
        Some((title, _))
            if (2..=24).contains(&title.chars().count()) && !title.contains(['，', '；', '：']) =>
        {
            title.to_owned()
        }
        _ => String::new(),
    }
}
