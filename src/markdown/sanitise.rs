//! Raw HTML made harmless: ammonia reads the whole body, so that tags that authors open and close around
//! Markdown stay together. Holes and clauses are marked in the text on the way and found again behind it.

use super::Draft;
use crate::base::Fingerprint;
use crate::base::html::end_of_tag;
use std::collections::HashSet;

/// Where a clause stands whose mark was not found again.
const NOWHERE: std::ops::Range<u32> = u32::MAX..u32::MAX;

/// The body with nothing in it that could run or reach another host.
pub(super) fn sanitise(body: Draft) -> Draft {
    let key = Fingerprint::of_bytes(body.html.as_bytes()).hex();
    let marked = mark(&body, &key);
    let clean = without_hollow(&cleaner().clean(&without_swallowers(&marked)).to_string());
    unmark(body, &clean, &key)
}

fn cleaner() -> ammonia::Builder<'static> {
    let mut builder = ammonia::Builder::default();
    builder
        .add_tags([
            "section",
            "input",
            "data",
            "mark",
            "u",
            "ruby",
            "rt",
            "rp",
            "figure",
            "figcaption",
            "details",
            "summary",
        ])
        .add_generic_attributes([
            "id",
            "class",
            "lang",
            "dir",
            "title",
            "role",
            "aria-label",
            "data-clause",
            "tabindex",
        ])
        .add_tag_attributes("input", ["type", "disabled", "checked"])
        .add_tag_attributes("img", ["loading", "width", "height"])
        .add_tag_attributes("details", ["open"])
        .add_tag_attributes("ol", ["start"])
        .add_tag_attributes("th", ["scope"])
        .rm_tags(["map", "area"])
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "sms"]))
        .link_rel(None)
        .attribute_filter(|element, attribute, value| match (element, attribute) {
            // Pictures come from this site only.
            ("img", "src") if value.contains("//") || value.contains(':') => None,
            ("input", "type") if value != "checkbox" => None,
            _ => Some(value.into()),
        });
    builder
}

/// Elements whose inside a reader of HTML takes for plain text, or for nothing.
const SWALLOWERS: [&str; 9] = [
    "title",
    "textarea",
    "noscript",
    "iframe",
    "xmp",
    "plaintext",
    "noembed",
    "noframes",
    "template",
];

/// The text without tags that, left open, would swallow the rest of the page. They are not allowed
/// anyway; what stands in them is read as what it is. A script or style goes with its inside, so only
/// one that is never closed counts.
fn without_swallowers(html: &str) -> String {
    let lower = html.to_ascii_lowercase();
    let last = ["script", "style"].map(|name| (name, lower.rfind(&format!("</{name}"))));
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    while let Some(open) = lower[at..].find('<').map(|found| at + found) {
        let tag = &lower[open + 1..];
        let name = tag.trim_start_matches('/');
        let name = &name[..name
            .find(|c: char| !c.is_ascii_alphanumeric())
            .unwrap_or(name.len())];
        let unclosed = last
            .iter()
            .any(|(known, end)| *known == name && end.is_none_or(|end| end < open));
        let end = if SWALLOWERS.contains(&name) || (unclosed && !tag.starts_with('/')) {
            out.push_str(&html[at..open]);
            open + end_of_tag(&html[open..])
        } else {
            out.push_str(&html[at..=open]);
            open + 1
        };
        at = end;
    }
    out.push_str(&html[at..]);
    out
}

/// What is left of a picture from elsewhere or of a form's field: an element that says nothing.
fn without_hollow(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<i") {
        let tag = &rest[at..];
        let end = end_of_tag(tag);
        let hollow = tag.starts_with("<img") && !tag[..end].contains(" src=\"")
            || tag.starts_with("<input") && !tag[..end].contains(" type=\"checkbox\"");
        out.push_str(&rest[..if hollow { at } else { at + end }]);
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

/// Marks are words that no author writes; they pass through as text and inside attributes.
fn mark(body: &Draft, key: &str) -> String {
    let mut marks: Vec<(u32, u8, String)> = Vec::new();
    for (i, (at, _)) in body.slots.iter().enumerate() {
        marks.push((*at, 1, format!("wj{key}h{i}x")));
    }
    for (i, clause) in body.outline.clauses.clauses.iter().enumerate() {
        marks.push((clause.html.end, 0, format!("wj{key}e{i}x")));
        marks.push((clause.html.start, 2, format!("wj{key}s{i}x")));
    }
    marks.sort();
    let mut out = String::with_capacity(body.html.len() + marks.len() * 48);
    let mut last = 0;
    for (at, _, text) in marks {
        out.push_str(&body.html[last..at as usize]);
        out.push_str(&text);
        last = at as usize;
    }
    out.push_str(&body.html[last..]);
    out
}

fn unmark(mut body: Draft, clean: &str, key: &str) -> Draft {
    let opener = format!("wj{key}");
    let questions: Vec<u32> = body.slots.iter().map(|(_, question)| *question).collect();
    // What an unclosed tag has swallowed is nowhere.
    for clause in &mut body.outline.clauses.clauses {
        clause.html = NOWHERE;
    }
    let (mut html, mut slots) = (String::with_capacity(clean.len()), Vec::new());
    let mut rest = clean;
    while let Some(at) = rest.find(&opener) {
        html.push_str(&rest[..at]);
        let here = u32::try_from(html.len()).unwrap_or(u32::MAX);
        let mark = &rest[at + opener.len()..];
        let end = mark.find('x').unwrap_or(0);
        let index: usize = mark
            .get(1..end)
            .and_then(|n| n.parse().ok())
            .unwrap_or(usize::MAX);
        let clauses = &mut body.outline.clauses.clauses;
        match (mark.chars().next(), clauses.get_mut(index)) {
            (Some('h'), _) => slots.extend(questions.get(index).map(|question| (here, *question))),
            (Some('s'), Some(clause)) => clause.html.start = here,
            (Some('e'), Some(clause)) => clause.html.end = here,
            _ => {}
        }
        rest = mark.get(end + 1..).unwrap_or("");
    }
    html.push_str(rest);
    for clause in &mut body.outline.clauses.clauses {
        let (start, end) = (clause.html.start, clause.html.end);
        if end < start || end == NOWHERE.end {
            clause.html = 0..0;
        }
    }
    // 款 and 项 are looked up within their clause.
    for point in &mut body.outline.clauses.points {
        if let Some(clause) = body.outline.clauses.clauses.get(point.clause as usize) {
            point.html = clause.html.clone();
        }
    }
    (body.html, body.slots) = (html, slots);
    body
}
