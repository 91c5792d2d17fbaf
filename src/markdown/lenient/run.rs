//! Running text: what stands between two block tags, line by line.

use super::Edit;
use crate::base::scan;
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Running text of one block.
pub(in crate::markdown) struct Run<'t> {
    /// The block that begins with it; `None` behind a block within an item.
    pub parent: Option<&'t Tag<'t>>,
    /// Its inline events.
    pub events: &'t [SpannedEvent<'t>],
    /// Its lines in the text, without blanks around them.
    pub lines: Vec<Range<usize>>,
    /// Lists around it.
    pub lists: usize,
    /// Block quotes around it.
    pub quotes: usize,
}

impl<'t> Run<'t> {
    /// A paragraph that is in no list and no quote.
    pub fn is_top(&self) -> bool {
        self.lists == 0 && self.quotes == 0 && matches!(self.parent, Some(Tag::Paragraph))
    }

    /// Lines at which a block may begin: all but the first of a heading, an item or a cell, and none that begins
    /// with an escape. With their number.
    pub fn open_lines(&self, text: &'t str) -> impl Iterator<Item = (usize, &Range<usize>)> {
        let first = usize::from(!matches!(self.parent, Some(Tag::Paragraph)));
        let lines = self.lines.iter().enumerate().skip(first);
        lines.filter(|(_, line)| !text[..line.start].ends_with('\\'))
    }

    /// What is before the line that begins at `start`.
    fn before(text: &str, start: usize) -> &str {
        let begin = text[..start].rfind('\n').map_or(0, |end| end + 1);
        &text[begin..start]
    }

    /// Whether a line of an item is none by its indentation, and no item of its list comes below the run: it ends the list.
    pub fn is_left_by(&self, text: &str, n: usize) -> bool {
        let indent = Self::before(text, self.lines[n].start);
        let last = self.lines.last().map_or(0, |line| line.end);
        let below = text[last..].trim_start().lines().next().unwrap_or("");
        let digits = below.trim_start_matches(|c: char| c.is_ascii_digit());
        let bullet = below.strip_prefix(['-', '*', '+']);
        let item = bullet.or(digits
            .strip_prefix(['.', ')'])
            .filter(|_| digits.len() < below.len()));
        self.lists > 0
            && self.quotes == 0
            && indent.len() < 2
            && indent.trim().is_empty()
            && !item.is_some_and(|rest| rest.starts_with([' ', '\t']))
    }

    /// Whether a line of an item stands further to the left than the list right below it, or above a list of its own: one of
    /// bullets, or one that counts from 1.
    pub fn is_above_list(&self, text: &str, n: usize) -> bool {
        let indent = Self::before(text, self.lines[n].start);
        let below = text[self.lines[n].end..].trim_start_matches('\\');
        let below = below.trim_start().lines().next().unwrap_or("");
        let bullet = below.strip_prefix(['-', '*', '+']);
        let first = bullet.or(below.strip_prefix("1.").or(below.strip_prefix("1)")));
        n > 0
            && self.quotes == 0
            && indent.is_empty()
            && first.is_some_and(|rest| rest.starts_with([' ', '\t']))
    }

    /// Whether a line is as far to the left as the item of `-` that it is in.
    pub fn is_bulleted(&self, text: &str, n: usize) -> bool {
        let item = matches!(self.parent, Some(Tag::Item)) && n > 0;
        item && Self::before(text, self.lines[0].start).trim() == "-"
            && self.indent(text, n) <= self.indent(text, 0)
    }

    /// The number of the item that the run begins, and what is behind the number.
    pub fn item_number(&self, text: &str) -> Option<(u32, char)> {
        let first = self
            .lines
            .first()
            .filter(|_| matches!(self.parent, Some(Tag::Item)))?;
        let mark = Self::before(text, first.start).trim();
        let delimiter = mark.chars().next_back().filter(|c| matches!(c, '.' | ')'))?;
        Some((mark[..mark.len() - 1].parse().ok()?, delimiter))
    }

    /// How many narrow blanks a line begins with, or the item that it is of.
    pub fn indent(&self, text: &str, n: usize) -> usize {
        let blanks = [' ', '\t'];
        let before = Self::before(text, self.lines[n].start);
        let mark = before.trim_end_matches(blanks);
        if n == 0 && !mark.is_empty() {
            return mark.len() - mark.trim_start_matches(blanks).len();
        }
        before.len() - mark.len()
    }

    /// Ends a line where it ends. `None` when it does so already.
    pub fn hard_break(&self, text: &str, n: usize) -> Option<Edit> {
        let before = &self.lines[n];
        let end = before.end + text[before.end..].find(['\r', '\n'])?;
        let broken = text[..before.end].ends_with('\\') || text[before.end..end].ends_with("  ");
        (!broken).then(|| Edit::new(before.end..end, "\\"))
    }

    /// Its texts outside of links and code that stand so in the source.
    pub fn texts(&self, text: &'t str) -> Vec<Range<usize>> {
        let (mut links, mut found) = (0_usize, Vec::new());
        for (event, range) in self.events {
            match event {
                Event::Start(Tag::Link { .. } | Tag::Image { .. }) => links += 1,
                Event::End(TagEnd::Link | TagEnd::Image) => links = links.saturating_sub(1),
                Event::InlineHtml(html) if html.starts_with("<a") => links += 1,
                Event::InlineHtml(html) if html.starts_with("</a") => links = links.saturating_sub(1),
                Event::Text(words) if links == 0 && text.get(range.clone()) == Some(&**words) => {
                    found.push(range.clone());
                }
                _ => {}
            }
        }
        found
    }
}

/// The runs of a text; code and raw HTML have none.
pub(super) fn runs<'t>(text: &'t str, events: &'t [SpannedEvent<'t>]) -> Vec<Run<'t>> {
    let (mut found, mut lists, mut quotes, mut at) = (Vec::new(), 0, 0, 0);
    while at < events.len() {
        let length = events[at..]
            .iter()
            .take_while(|(event, _)| is_inline(event))
            .count();
        let parent = at.checked_sub(1).and_then(|before| match &events[before].0 {
            Event::Start(tag) => Some(tag),
            _ => None,
        });
        let code = matches!(
            parent,
            Some(Tag::CodeBlock(_) | Tag::MetadataBlock(_) | Tag::HtmlBlock)
        );
        if length > 0 && !code {
            let events = &events[at..at + length];
            found.push(Run {
                parent,
                events,
                lines: lines(text, events),
                lists,
                quotes,
            });
        }
        match events.get(at + length).map(|(event, _)| event) {
            Some(Event::Start(Tag::List(_))) => lists += 1,
            Some(Event::End(TagEnd::List(_))) => lists -= 1,
            Some(Event::Start(Tag::BlockQuote(_))) => quotes += 1,
            Some(Event::End(TagEnd::BlockQuote(_))) => quotes -= 1,
            _ => {}
        }
        at += length + 1;
    }
    found
}

/// A line begins with the first event behind a break and ends where its line of the text ends.
fn lines(text: &str, events: &[SpannedEvent<'_>]) -> Vec<Range<usize>> {
    let end = events.iter().map(|(_, range)| range.end).max().unwrap_or(0);
    let (mut found, mut begins) = (Vec::new(), true);
    for (event, range) in events {
        let is_break = matches!(event, Event::SoftBreak | Event::HardBreak);
        if begins && !is_break && range.start <= end {
            let line = scan::lines(&text[range.start..end]).next().unwrap_or("");
            found.push(range.start..range.start + line.trim_end().len());
        }
        begins = is_break;
    }
    found
}

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Start(tag) => is_inline_tag(tag.to_end()),
        Event::End(tag) => is_inline_tag(*tag),
        Event::Html(_) | Event::Rule => false,
        _ => true,
    }
}

fn is_inline_tag(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}
