//! Raw HTML, which is sanitised with the whole body.

use super::Writer;
use super::link::{Destination, destination};
use crate::base::Level;
use crate::markdown::Request;
use std::ops::Range;

impl Writer<'_> {
    /// Raw HTML, to be sanitised with the whole body. What it links to is asked like any other link.
    pub(super) fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        if self.syntax.trusted {
            return self.put(html);
        }
        if sanitised_away(html) {
            return;
        }
        self.raw = true;
        let mut at = 0;
        for link in raw_links(html, &mut self.in_comment) {
            let to = html[link.value.clone()].replace("&amp;", "&");
            let place = self.place(&(range.start + link.value.start..range.start + link.value.end));
            self.put(&html[at..link.value.start]);
            at = link.value.start;
            match destination(&to) {
                Destination::Inside => {
                    self.slot(Request::Raw(to), place);
                    at = link.value.end;
                }
                // Sanitising takes the picture out; its author should know.
                _ if link.picture => {
                    self.picture_elsewhere(&to, place);
                    if let Some(told) = self.body.outline.report.last_mut() {
                        told.level = Level::Warning;
                    }
                }
                _ => {}
            }
        }
        self.put(&html[at..]);
    }
}

/// An address in raw HTML.
struct RawLink {
    /// Bytes of its value.
    value: Range<usize>,
    /// The source of a picture.
    picture: bool,
}

/// Addresses of links and pictures in raw HTML, in quotes as everybody writes them. Those within the
/// page itself are left alone: ids of raw HTML are the author's affair.
fn raw_links(html: &str, in_comment: &mut bool) -> Vec<RawLink> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        if *in_comment {
            let Some(end) = html[at..].find("-->") else {
                return found;
            };
            *in_comment = false;
            at += end + 3;
        }
        let Some(open) = html[at..].find('<').map(|open| at + open) else {
            return found;
        };
        if html[open..].starts_with("<!--") {
            *in_comment = true;
            at = open + 4;
            continue;
        }
        let tag = &html[open..];
        let name = tag[1..]
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or("")
            .to_ascii_lowercase();
        let wanted = match name.as_str() {
            "a" => "href",
            "img" => "src",
            _ => "",
        };
        let end = open + tag.find('>').unwrap_or(tag.len() - 1) + 1;
        if !wanted.is_empty()
            && let Some(value) = attribute_value(html, open..end, wanted)
            && !html[value.clone()].starts_with('#')
            && !value.is_empty()
        {
            found.push(RawLink {
                value,
                picture: name == "img",
            });
        }
        at = end;
    }
}

/// Where the quoted value of an attribute stands.
fn attribute_value(html: &str, tag: Range<usize>, name: &str) -> Option<Range<usize>> {
    let lower = html[tag.clone()].to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower[at..].find(name).map(|found| at + found) {
        at = found + name.len();
        let before = lower[..found].ends_with(|c: char| c.is_whitespace());
        let rest = lower[at..].trim_start();
        let Some(rest) = rest.strip_prefix('=').filter(|_| before).map(str::trim_start) else {
            continue;
        };
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = tag.start + lower.len() - rest.len() + 1;
        let length = html[start..tag.end].find(quote)?;
        return Some(start..start + length);
    }
    None
}

/// Whether raw HTML is nothing but comments, which readers never see.
fn sanitised_away(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inner) = rest.strip_prefix("<!--") {
        match inner.find("-->") {
            Some(end) => rest = inner[end + 3..].trim_start(),
            None => return false,
        }
    }
    rest.is_empty()
}
