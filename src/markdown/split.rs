//! Paragraphs as offices mean them: one ends before a line that is indented, that begins with a clause's mark, or that
//! begins the closing or an annex.

use super::Mark;
use super::annex::{AnnexLine, heads_contents};
use super::closing::{ClosingLine, is_below_date, is_conclusion, is_contact, is_holder, may_sign};
use super::decimal::{self, Numbered};
use super::events::SpannedEvent;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashMap;

/// Texts of offices come with one paragraph a line and without empty lines between: a paragraph ends
/// before a line that is indented by wide blanks and, where there are `clauses`, before one that begins
/// with a clause's mark, a line of the closing or an annex. The indent itself is the stylesheet's affair and goes.
pub(super) fn split_lines(events: Vec<SpannedEvent<'_>>, clauses: bool) -> Vec<SpannedEvent<'_>> {
    let mut splitter = Splitter {
        out: Vec::with_capacity(events.len()),
        beginnings: if clauses {
            beginnings(&events)
        } else {
            HashMap::new()
        },
        ..Splitter::default()
    };
    let mut events = events.into_iter().enumerate().peekable();
    while let Some((index, spot)) = events.next() {
        let next = events.peek().map(|(_, (event, range))| (event, range.start));
        let begins = splitter.beginnings.get(&index).copied();
        splitter.take(spot, next, begins);
    }
    splitter.out
}

/// What begins with a line.
#[derive(Clone, Copy)]
enum Beginning {
    Clause(Mark),
    /// A line of the closing, an annex, or what is below its name.
    End,
}

/// What begins behind the line breaks of a policy, by the index of the break.
fn beginnings(events: &[SpannedEvent<'_>]) -> HashMap<usize, Beginning> {
    let mut found = HashMap::new();
    let blocks = lines(events);
    let mut marks = marks(&blocks).into_iter();
    for block in &blocks {
        let mut article = None;
        for (at, (index, line)) in block.iter().enumerate() {
            let line = line.trim_start_matches("**");
            let mark = marks.next().flatten();
            let due = article;
            article = mark.and_then(article_behind).or(article);
            let Some(index) = index else { continue };
            let before = &block[at - 1].1;
            let dated = is_signed_below(&block[at + 1..]);
            // 依照本办法⏎第二条　规定的假期: a sentence that was broken before what it cites.
            let cited = !is_over(before) && Mark::is_cited(line);
            // 第二条乙: no mark, but no words of 第一条 either.
            let unspaced = due.is_some() && is_over(before) && Mark::unspaced_article(line) == due;
            if let Some(mark) = mark.filter(|_| !cited) {
                found.insert(*index, Beginning::Clause(mark));
            } else if unspaced || begins_end(before, line, dated) || is_contact_above(&block[at - 1..]) {
                found.insert(*index, Beginning::End);
                article = due.filter(|_| unspaced).map(|n| n + 1).or(article);
            }
        }
    }
    found
}

/// The marks that lines begin with.
fn marks(blocks: &[Vec<(Option<usize>, String)>]) -> Vec<Option<Mark>> {
    let numbered: Vec<Numbered<'_>> = blocks
        .iter()
        .flatten()
        .map(|(_, line)| line.trim_start_matches("**"))
        .map(|line| Numbered {
            line,
            mark: Mark::at_start(line, false),
        })
        .collect();
    let marks = decimal::settle(&numbered).into_iter();
    marks.map(|mark| mark.map(|(mark, _)| mark)).collect()
}

/// Whether the second of these lines says who answers questions, and who signs and the day are below it.
fn is_contact_above(lines: &[(Option<usize>, String)]) -> bool {
    let [(_, before), below @ ..] = lines else {
        return false;
    };
    let contacts = below.iter().take_while(|(_, line)| is_contact(line)).count();
    let mut rest = below[contacts..].iter().map(|(_, line)| line.as_str());
    let signed = rest.next().is_some_and(may_sign) && rest.next().is_some_and(is_day);
    (is_over(before) || is_contact(before)) && contacts > 0 && signed
}

fn is_day(line: &str) -> bool {
    ClosingLine::of(line) == Some(ClosingLine::Date)
}

/// The number of the article that is due behind one.
fn article_behind(mark: Mark) -> Option<u32> {
    match mark {
        Mark::Article(n, _) => Some(n + 1),
        _ => None,
    }
}

/// Whether a line ends a sentence.
fn is_over(line: &str) -> bool {
    line.trim_end()
        .ends_with(['。', '！', '？', '；', '”', '）', ')'])
}

/// Whether a day is below, or a few who sign and then a day.
fn is_signed_below(lines: &[(Option<usize>, String)]) -> bool {
    let signs = |(_, line): &&(Option<usize>, String)| !is_day(line) && may_sign(line);
    let signers = lines.iter().take(MOST_SIGNERS).take_while(signs).count();
    lines.get(signers).is_some_and(|(_, line)| is_day(line))
}

/// No more lines are looked through for a day.
const MOST_SIGNERS: usize = 8;

/// Whether a line is a paragraph of its own that ends a document or begins an annex.
fn begins_end(before: &str, line: &str, dated: bool) -> bool {
    let closing = |line: &str| ClosingLine::of(line).is_some();
    let concluded = is_conclusion(before) && (dated || is_day(line));
    let outside = is_over(before)
        || concluded
        || is_contact(before)
        || closing(before)
        || AnnexLine::of(before).is_some();
    AnnexLine::of(line).is_some()
        || AnnexLine::of(before).is_some()
        || heads_contents(before)
        || outside && (closing(line) || dated && may_sign(line))
        || closing(before) && (ClosingLine::of(line) == Some(ClosingLine::Date) || dated && may_sign(line))
        || dated && is_holder(before) && is_holder(line)
        || may_sign(before) && ClosingLine::of(line) == Some(ClosingLine::Date)
        || ClosingLine::of(before) == Some(ClosingLine::Date) && is_below_date(line)
}

/// The lines of blocks: the index of the break before each, and its words.
fn lines(events: &[SpannedEvent<'_>]) -> Vec<Vec<(Option<usize>, String)>> {
    let mut blocks: Vec<Vec<(Option<usize>, String)>> = Vec::new();
    let mut block: Vec<(Option<usize>, String)> = Vec::new();
    for (index, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(Tag::Paragraph | Tag::Item) => block = vec![(None, String::new())],
            Event::SoftBreak | Event::HardBreak => block.push((Some(index), String::new())),
            Event::Text(words) | Event::Code(words) => {
                if let Some((_, line)) = block.last_mut() {
                    line.push_str(words);
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Item) => {
                blocks.push(std::mem::take(&mut block));
            }
            _ => {}
        }
    }
    blocks
}

#[derive(Default)]
struct Splitter<'a> {
    out: Vec<SpannedEvent<'a>>,
    beginnings: HashMap<usize, Beginning>,
    depth: usize,
    /// The block at the top that is open.
    block: Block,
    /// Items of the list at the top that have begun, and the number of its first.
    items: u64,
    first: Option<u64>,
    /// A list was ended before its time: by a paragraph of ours, still open or not.
    left: Left,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Block {
    Paragraph,
    List,
    #[default]
    Other,
}

#[derive(Default, Clone, Copy, PartialEq)]
enum Left {
    #[default]
    No,
    Open,
    Closed,
}

impl<'a> Splitter<'a> {
    fn take(
        &mut self,
        (event, range): SpannedEvent<'a>,
        next: Option<(&Event<'a>, usize)>,
        begins: Option<Beginning>,
    ) {
        match &event {
            Event::Start(tag) => self.start(tag, range.start),
            Event::End(_) => {
                self.depth -= 1;
                match (self.depth, self.left) {
                    (1, Left::Open) => {
                        self.left = Left::Closed;
                        self.out.push((Event::End(TagEnd::Paragraph), range));
                        return;
                    }
                    (0, Left::Closed) => {
                        self.left = Left::No;
                        return;
                    }
                    _ => {}
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some((next, start)) = next
                    && self.parts(next, begins)
                {
                    self.part(range.start, start);
                    return;
                }
            }
            Event::Text(text) if self.depth == 1 && text.starts_with('\u{3000}') && self.begins() => {
                let inner = text.trim_start_matches(['\u{3000}', ' ']);
                let cut = text.len() - inner.len();
                if range.len() == text.len() {
                    self.out
                        .push((Event::Text(inner.to_owned().into()), range.start + cut..range.end));
                    return;
                }
            }
            _ => {}
        }
        self.out.push((event, range));
    }

    fn start(&mut self, tag: &Tag<'a>, at: usize) {
        self.depth += 1;
        match (self.depth, tag) {
            (1, Tag::Paragraph) => self.block = Block::Paragraph,
            (1, Tag::List(first)) => (self.block, self.first, self.items) = (Block::List, *first, 0),
            (1, _) => self.block = Block::Other,
            (2, Tag::Item) if self.block == Block::List => {
                self.items += 1;
                if self.left == Left::Closed {
                    // What follows our paragraph is the rest of the list, counted on.
                    let first = self.first.map(|first| first + self.items - 1);
                    self.out.push((Event::Start(Tag::List(first)), at..at));
                    self.left = Left::No;
                }
            }
            _ => {}
        }
    }

    /// Whether a paragraph has just begun.
    fn begins(&self) -> bool {
        matches!(self.out.last(), Some((Event::Start(Tag::Paragraph), _)))
    }

    /// Whether a line is a paragraph of its own; `next` is its first event.
    fn parts(&self, next: &Event<'_>, begins: Option<Beginning>) -> bool {
        let indented = matches!(next, Event::Text(line) if line.starts_with('\u{3000}'));
        match (self.block, self.depth, self.left) {
            (Block::Paragraph, 1, _) | (Block::List, 2, Left::Open) => indented || begins.is_some(),
            // In a list only a mark above it: （二） after 1. and 2.
            (Block::List, 2, _) => match begins {
                Some(Beginning::Clause(mark)) => !matches!(
                    mark,
                    Mark::Third(_) | Mark::Fourth(_) | Mark::Fifth(_) | Mark::Circled(_)
                ),
                Some(Beginning::End) => true,
                None => false,
            },
            _ => false,
        }
    }

    /// Ends the paragraph or the list, begins a paragraph.
    fn part(&mut self, end: usize, start: usize) {
        if self.block == Block::List && self.left != Left::Open {
            self.out.push((Event::End(TagEnd::Item), end..end));
            self.out
                .push((Event::End(TagEnd::List(self.first.is_some())), end..end));
            self.left = Left::Open;
        } else {
            self.out.push((Event::End(TagEnd::Paragraph), end..end));
        }
        self.out.push((Event::Start(Tag::Paragraph), start..start));
    }
}
