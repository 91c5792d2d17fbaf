//! How much raw HTML leaves open. A reader of HTML walks through all that is open at each tag, and opens inline elements
//! anew in each paragraph: without a bound a page costs the square of its length.

use super::events::{DEEPEST, SpannedEvent};
use crate::html::{Node, Piece, Pieces, ends_paragraph, is_void, read};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::ops::Range;

/// Inline elements that are open at one time.
const MOST_INLINE: usize = 50;
/// Elements that are opened anew behind the end of a paragraph; of equal ones three at most.
const REOPENED: [&str; 14] = [
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
const EQUAL: usize = 3;
/// Elements whose end may be left out: the next of their kind ends them.
const ENDLESS: [&str; 16] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "caption", "colgroup", "option",
    "optgroup", "rt", "rp",
];

/// What is open at a place of a text.
#[derive(Default)]
struct Open {
    elements: Vec<String>,
    /// Name and tag of those that are opened anew.
    inline: Vec<(String, String)>,
    /// How many elements were open where blocks of Markdown began.
    blocks: Vec<usize>,
}

/// The first place of `text` where more raw HTML is open than a page may leave open.
pub(super) fn too_much(text: &str, events: &[SpannedEvent<'_>]) -> Option<usize> {
    let mut open = Open::default();
    for (event, range) in events {
        match event {
            Event::Start(Tag::HtmlBlock) | Event::InlineHtml(_) => {
                if let Some(at) = open.read(&text[range.clone()]) {
                    return Some(range.start + at);
                }
            }
            Event::Start(_) => open.blocks.push(open.elements.len()),
            Event::End(TagEnd::HtmlBlock) => {}
            Event::End(end) => open.end_block(*end),
            _ => {}
        }
    }
    None
}

impl Open {
    /// Reads a stretch of raw HTML; the place in it where too much is open.
    fn read(&mut self, html: &str) -> Option<usize> {
        let tree = read(html);
        let mut pieces = tree.pieces();
        while let Some(piece) = pieces.next() {
            let name = || piece.name().to_ascii_lowercase();
            match piece.node {
                Node::Begin(..) => self.begin(name(), tag(html, &piece, &mut pieces)),
                Node::End(..) => {
                    let name = name();
                    let end = name.find([' ', '\n', '\t', '/']).unwrap_or(name.len());
                    self.end(&name[..end]);
                }
                _ => {}
            }
            if self.elements.len() > DEEPEST || self.inline.len() > MOST_INLINE {
                return Some(piece.at);
            }
        }
        None
    }

    fn begin(&mut self, name: String, tag: &str) {
        if is_void(&name) {
            return;
        }
        if REOPENED.contains(&&*name) {
            // A link ends the one before it.
            let equal = |open: &(String, String)| open.1 == tag || (name == "a" && open.0 == "a");
            let most = if name == "a" { 1 } else { EQUAL };
            if self.inline.iter().filter(|open| equal(open)).count() >= most
                && let Some(first) = self.inline.iter().position(equal)
            {
                self.inline.remove(first);
            }
            self.inline.push((name, tag.to_owned()));
            return;
        }
        if ENDLESS.contains(&&*name) {
            let own = self
                .elements
                .iter()
                .rposition(|open| *open == name || !ENDLESS.contains(&&**open));
            if let Some(same) = own.filter(|at| self.elements[*at] == name) {
                self.elements.truncate(same);
            }
        }
        self.elements.push(name);
    }

    fn end(&mut self, name: &str) {
        if let Some(at) = self.inline.iter().rposition(|(open, _)| open == name) {
            self.inline.remove(at);
        } else if let Some(at) = self.elements.iter().rposition(|open| open == name) {
            self.elements.truncate(at);
        }
    }

    /// A block of Markdown ends, and with it what was opened in it.
    fn end_block(&mut self, end: TagEnd) {
        let before = self.blocks.pop().unwrap_or(0).min(self.elements.len());
        let within = self.elements.split_off(before);
        if matches!(end, TagEnd::Paragraph | TagEnd::Heading(_)) {
            // A paragraph ends before them, so that its own end does not end them.
            let stays = |name: &String| ends_paragraph(name) && name != "p";
            self.elements.extend(within.into_iter().filter(stays));
        }
    }
}

/// The tag that begins with a piece, as it is written.
fn tag<'h>(html: &'h str, begin: &Piece<'h>, pieces: &mut Pieces<'_>) -> &'h str {
    let end = pieces
        .find(|piece| matches!(piece.node, Node::Inside(_)))
        .map_or(html.len(), |inside| inside.at + inside.html.len());
    let whole: Range<usize> = begin.at..end;
    &html[whole]
}

#[cfg(test)]
mod tests {
    use super::super::events::events;
    use super::*;

    fn is_too_much(text: &str) -> bool {
        too_much(text, &events(text).unwrap()).is_some()
    }

    #[test]
    fn tags_that_stay_open_have_a_bound_and_its_place_is_told() {
        let text = format!("一\n\n{}", "<div>\n".repeat(101));
        let at = too_much(&text, &events(&text).unwrap()).unwrap();
        assert_eq!(at, text.len() - "<div>\n".len());
        assert!(is_too_much(&"<foo>\n\n".repeat(101)));
        let fonts: String = (0..51).map(|n| format!("<font size={n}>一\n\n")).collect();
        assert!(is_too_much(&fonts));
    }

    #[test]
    fn what_a_browser_ends_by_itself_is_not_open() {
        for usual in [
            "<div>一</div>\n\n",
            "<div>一\n\n二</div>\n\n",
            "<p>一\n",
            "<ul><li>一<li>二</ul>\n\n",
            "<table><tr><td>一<td>二<tr><td>三</table>\n\n",
            "<dl><dt>一<dd>二<dt>三</dl>\n\n",
            "一<span>二\n\n",
            "一<b>二\n\n",
            "一<font color=\"red\">二\n\n",
            "一<br>二<img src=a.png>\n\n",
            "一<a href=\"/a/\">二\n\n",
            "- 一<div>二\n",
            "<B>一</b>\n\n",
            "<div\n>一</div >\n\n",
        ] {
            assert!(!is_too_much(&usual.repeat(300)), "{usual}");
        }
    }
}
