//! Block quotes whose source stands before them, behind them, or in their first line.

use super::super::attribution::{INTRODUCTIONS, attribution, is_dash};
use super::super::quotation::stretch_of_text;
use super::super::stretch::{behind, says_something};
use super::super::{plain_text, quoted_text, skip};
use super::{GROUNDS, Line};
use crate::markdown::events::SpannedEvent;
use crate::markdown::{PlacedRequest, QuoteForm, Request};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// A block quote among the events of its text.
pub(super) struct Block<'e, 't> {
    /// The events of the text.
    pub events: &'e [SpannedEvent<'t>],
    /// The block quote.
    pub at: Range<usize>,
    /// The text right before it.
    pub lead: &'e Line,
}

impl Block<'_, '_> {
    /// Asks about it, when it or what is beside it names a source.
    pub fn quotation(&self) -> Option<PlacedRequest> {
        let quote = &self.events[self.at.clone()];
        if attribution(quote).is_some() {
            return None;
        }
        let at = stretch_of_text(quote, quote[0].1.start);
        let (to, words, form) = self
            .signed()
            .or_else(|| Some((heads(self.lead)?, quoted_text(quote), QuoteForm::Beside)))
            .or_else(|| self.headed())?;
        let question = Request::Quote { to, words, form };
        Some(PlacedRequest { question, at })
    }

    /// Asks about a block quote that says nothing of where it is from: whether it is nearly what the page explains.
    pub fn without_source(&self) -> Option<PlacedRequest> {
        let quote = &self.events[self.at.clone()];
        let words = quoted_text(quote);
        if self.lead.speaks_of_others() || !says_something(&words) {
            return None;
        }
        let at = stretch_of_text(quote, quote[0].1.start);
        let question = Request::NearQuote(words);
        Some(PlacedRequest { question, at })
    }

    /// The source is the paragraph behind it, which begins with a dash or with 摘自.
    fn signed(&self) -> Option<(String, String, QuoteForm)> {
        let (quote, end) = (&self.events[self.at.clone()], self.at.end);
        if !matches!(self.events.get(end)?.0, Event::Start(Tag::Paragraph)) {
            return None;
        }
        let paragraph = &self.events[end..skip(self.events, end)];
        let first = plain_text(paragraph);
        let tells = first.starts_with(is_dash) || INTRODUCTIONS.iter().any(|word| first.starts_with(word));
        let bracket = first.starts_with(['（', '(']);
        if !tells && !bracket {
            return None;
        }
        let (close, inner) = quote.split_last()?;
        let joined = [inner, paragraph, std::slice::from_ref(close)].concat();
        let found = attribution(&joined)?;
        let words = quoted_text(inner);
        let whole = found.from == inner.len() + 1 && found.kept.is_none() && found.words == words;
        let form = if tells { found.form } else { QuoteForm::Beside };
        whole.then_some((found.to, words, form))
    }

    /// The source is its first line.
    fn headed(&self) -> Option<(String, String, QuoteForm)> {
        let quote = &self.events[self.at.clone()];
        let ends = |(event, _): &SpannedEvent<'_>| {
            matches!(
                event,
                Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph)
            )
        };
        let end = quote.iter().position(ends)?;
        let to = heads(&Line::of(&quote[..end]))?;
        let words = quoted_text(&quote[end..]);
        (!words.is_empty()).then_some((to, words, QuoteForm::Beside))
    }
}

/// The source that a line before a quotation names: it ends in a colon, or it is nothing but the source.
fn heads(line: &Line) -> Option<String> {
    let text = line.text.trim_end();
    if text.ends_with(['：', ':']) {
        return line.introduces(text.len());
    }
    let text = text.trim_end_matches('。');
    let start = text
        .rfind(['。', '！', '？', '；', '\n'])
        .map_or(0, |at| behind(text, at));
    let (at, to) = line.ends_in(start..text.len())?;
    let before = text[start..at].trim().trim_end_matches(['：', ':', ' ', '—']);
    let grounds = |word: &str| before.ends_with(word);
    let says_so = GROUNDS.iter().any(|word| grounds(word)) || INTRODUCTIONS.iter().any(|word| grounds(word));
    (before.is_empty() || before.chars().count() <= 8 && says_so).then_some(to)
}
