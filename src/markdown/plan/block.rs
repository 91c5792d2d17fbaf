//! The blocks of a policy as the plan sees them: where each is, what it says, and which mark it begins with.

use crate::markdown::Mark;
use crate::markdown::annex::is_file_name;
use crate::markdown::closing::is_holder;
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{Event, Tag, TagEnd};

/// Characters of a block that are looked at, beyond its first line.
const SEEN: usize = 400;

/// A block at the top of a text.
pub(in crate::markdown) struct Block {
    /// Index of its first event.
    pub at: usize,
    /// Index behind its last one.
    pub end: usize,
    /// Where it begins in the source.
    pub source: usize,
    /// What it is.
    pub form: Form,
    /// Plain text of its first line; of every item, when it is a list.
    pub lines: Vec<String>,
    /// It has further lines.
    pub goes_on: bool,
    /// Its last character that is no blank.
    pub last: Option<char>,
    /// The mark that it begins with, and its bytes.
    pub mark: Option<(Mark, usize)>,
    /// The mark of a clause that a line of it begins with, when it is raw HTML or a table, where none is read.
    pub hidden: Option<Mark>,
    /// It is a paragraph of nothing but links and names of files.
    pub is_files: bool,
}

/// What a block is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::markdown) enum Form {
    /// A heading.
    Heading,
    /// A paragraph.
    Paragraph,
    /// A list, and the number of its first item.
    List(Option<u64>),
    /// A line across.
    Rule,
    /// A comment or raw HTML.
    Html,
    /// Anything else.
    Other,
}

impl Block {
    /// Its first line.
    pub fn line(&self) -> &str {
        self.lines.first().map_or("", String::as_str)
    }

    /// Whether it is a heading.
    pub fn is_heading(&self) -> bool {
        self.form == Form::Heading
    }

    /// Whether it is a paragraph or a heading.
    pub fn is_text(&self) -> bool {
        matches!(self.form, Form::Heading | Form::Paragraph)
    }

    /// Whether a sentence ends with it, or it is no sentence at all.
    pub fn is_ended(&self) -> bool {
        !self.is_text() || self.last.is_none_or(|c| "。！？；.!?”）)》".contains(c))
    }

    /// Whether it is an office and a name: 村支书：李四.
    pub fn names_holder(&self) -> bool {
        self.is_unmarked() && !self.goes_on && is_holder(self.line())
    }

    /// Whether it is words without a mark.
    pub fn is_unmarked(&self) -> bool {
        self.is_text() && self.mark.is_none()
    }
}

/// The blocks at the top of a text, in order.
pub(in crate::markdown) fn blocks(events: &[SpannedEvent<'_>]) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut at = 0;
    while at < events.len() {
        let end = block_end(events, at);
        blocks.push(block(events, at, end));
        at = end;
    }
    let is_article = |block: &Block| matches!(block.mark, Some((Mark::Article(..), _)));
    if !blocks.iter().any(is_article) {
        for block in &mut blocks {
            block.hidden = block
                .hidden
                .or_else(|| laid_out(&events[block.at..block.end], block));
        }
    }
    blocks
}

/// The first article of a table in whose cells they count from 第一条 on, which is no comparison: it only lays the text out.
fn laid_out(events: &[SpannedEvent<'_>], block: &Block) -> Option<Mark> {
    let cells: Vec<String>;
    let lines = match &events[0].0 {
        Event::Start(Tag::Table(_)) => {
            let is_cell = |i: &usize| matches!(events[*i].0, Event::Start(Tag::TableCell));
            let starts = (0..events.len()).filter(is_cell);
            cells = starts
                .map(|at| first_line(&events[at..block_end(events, at)]))
                .collect();
            &cells
        }
        Event::Start(Tag::HtmlBlock) => &block.lines,
        _ => return None,
    };
    let article = |line: &String| match Mark::at_start(line, false)? {
        (Mark::Article(n, 0), length) if line.len() > length => Some(n),
        _ => None,
    };
    let numbers: Vec<u32> = lines.iter().filter_map(article).collect();
    let counts = numbers.len() > 1 && numbers.iter().copied().eq((1..).take(numbers.len()));
    counts.then_some(Mark::Article(1, 0))
}

fn block(events: &[SpannedEvent<'_>], at: usize, end: usize) -> Block {
    let form = match &events[at].0 {
        Event::Start(Tag::Heading { .. }) => Form::Heading,
        Event::Start(Tag::Paragraph) => Form::Paragraph,
        Event::Start(Tag::List(first)) => Form::List(*first),
        Event::Rule => Form::Rule,
        Event::Start(Tag::HtmlBlock) => Form::Html,
        _ => Form::Other,
    };
    let lines = match form {
        Form::List(_) => items(events, at, end)
            .map(|(from, to)| first_line(&events[from + 1..to]))
            .collect(),
        Form::Html => html_lines(&events[at..end]),
        _ => vec![first_line(&events[at..end])],
    };
    let mark = match form {
        Form::Heading | Form::Paragraph => Mark::at_start(&lines[0], form == Form::Heading),
        _ => None,
    };
    let breaks = |(event, _): &SpannedEvent<'_>| matches!(event, Event::SoftBreak | Event::HardBreak);
    Block {
        at,
        end,
        source: events[at].1.start,
        form,
        goes_on: form == Form::Paragraph && events[at..end].iter().any(breaks),
        last: last_char(&events[at..end]),
        hidden: (form == Form::Html)
            .then(|| hidden_mark(&events[at..end], &lines))
            .flatten(),
        is_files: form == Form::Paragraph && is_files(&events[at..end]),
        lines,
        mark,
    }
}

/// Whether a paragraph is nothing but links and names of files.
fn is_files(events: &[SpannedEvent<'_>]) -> bool {
    let (mut links, mut line, mut found) = (0_usize, String::new(), false);
    for (event, _) in events {
        match event {
            Event::Start(Tag::Link { .. }) => (links, found) = (links + 1, true),
            Event::End(TagEnd::Link) => links = links.saturating_sub(1),
            Event::Text(words) if links == 0 => line.push_str(words),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => {
                let named = is_file_name(&line);
                if !named && line.chars().any(char::is_alphanumeric) {
                    return false;
                }
                found |= named;
                line.clear();
            }
            _ => {}
        }
    }
    found
}

/// Where the items of a list begin and end.
pub(in crate::markdown) fn items<'e>(
    events: &'e [SpannedEvent<'_>],
    at: usize,
    end: usize,
) -> impl Iterator<Item = (usize, usize)> + 'e {
    let mut i = at + 1;
    std::iter::from_fn(move || {
        let is_item = i + 1 < end && matches!(events[i].0, Event::Start(Tag::Item));
        is_item.then(|| {
            let from = i;
            i = block_end(events, i);
            (from, i)
        })
    })
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
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => break,
            Event::Start(Tag::List(_)) => break,
            _ => {}
        }
    }
    line
}

fn last_char(events: &[SpannedEvent<'_>]) -> Option<char> {
    events.iter().rev().find_map(|(event, _)| match event {
        Event::Text(text) | Event::Code(text) => text.trim_end().chars().next_back(),
        _ => None,
    })
}

/// The mark of an article, a chapter or a 一、 with its 二、 that a line of raw HTML begins with; tables compare articles.
fn hidden_mark(events: &[SpannedEvent<'_>], lines: &[String]) -> Option<Mark> {
    let is_table = |(event, _): &SpannedEvent<'_>| matches!(event, Event::Html(part) if part.contains("<t"));
    let first = |line: &String| match Mark::at_start(line, false)? {
        (Mark::First(n), _) => Some(n),
        _ => None,
    };
    let clause = |line: &String| {
        let (mark, _) = Mark::at_start(line, false)?;
        matches!(mark, Mark::Article(..) | Mark::Chapter(_)).then_some(mark)
    };
    // 一、 and 二、 one after the other.
    let firsts: Vec<u32> = lines.iter().filter_map(first).collect();
    let outline = firsts.windows(2).find(|pair| pair[1] == pair[0] + 1);
    let mark = lines
        .iter()
        .find_map(clause)
        .or(outline.map(|pair| Mark::First(pair[0])))?;
    (!events.iter().any(is_table)).then_some(mark)
}

/// The words of raw HTML, without its tags; of a long one those of its beginning, and an empty line.
fn html_lines(events: &[SpannedEvent<'_>]) -> Vec<String> {
    let mut html = String::new();
    for (event, _) in events {
        if let Event::Html(part) = event {
            html.push_str(part);
        }
        if html.len() > SEEN {
            break;
        }
    }
    let mut words = String::new();
    for (i, piece) in html.split('<').enumerate() {
        words.push_str(if i == 0 {
            piece
        } else {
            piece.split_once('>').map_or("", |(_, words)| words)
        });
        words.push('\n');
    }
    let mut lines: Vec<String> = words
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .collect();
    if lines.is_empty() || html.len() > SEEN {
        lines.push(String::new());
    }
    lines
}
