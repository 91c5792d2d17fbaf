//! Bold marks as Word pastes them: `**第二条　**乙`, which is no emphasis in Markdown because of the blank before the end.

use super::Mark;
use super::events::SpannedEvent;
use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

/// What begins and ends strong words.
const STARS: &str = "**";

/// The events of a policy with such marks in bold.
pub(super) fn embolden(events: Vec<SpannedEvent<'_>>) -> Vec<SpannedEvent<'_>> {
    let mut out = Vec::with_capacity(events.len());
    for (event, range) in events {
        let begins = matches!(
            out.last(),
            Some((Event::Start(Tag::Paragraph | Tag::Heading { .. }), _))
        );
        let cut = match &event {
            // What stands otherwise in the source has its stars escaped.
            Event::Text(text) if begins && text.starts_with(STARS) && range.len() == text.len() => {
                bold_end(text)
            }
            _ => None,
        };
        let (Event::Text(text), Some(end)) = (&event, cut) else {
            out.push((event, range));
            continue;
        };
        let from = range.start + STARS.len();
        let bold = text[STARS.len()..end].trim_end();
        let bold_range = from..from + bold.len();
        out.push((Event::Start(Tag::Strong), bold_range.clone()));
        out.push((Event::Text(CowStr::from(bold.to_owned())), bold_range.clone()));
        out.push((Event::End(TagEnd::Strong), bold_range));
        // The blanks before the stars, and what is behind them: each where it stands in the source.
        for part in [STARS.len() + bold.len()..end, end + STARS.len()..text.len()] {
            let at = range.start + part.start..range.start + part.end;
            out.push((Event::Text(CowStr::from(text[part].to_owned())), at));
        }
    }
    out
}

/// Where the stars are that were to end the bold mark of a clause.
fn bold_end(text: &str) -> Option<usize> {
    let inner = &text[STARS.len()..];
    Mark::at_start(inner, false)?;
    let end = inner.find(STARS)?;
    inner[..end]
        .ends_with(char::is_whitespace)
        .then_some(end + STARS.len())
}
