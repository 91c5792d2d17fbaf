//! Putting answers into slots. Pure: the same body and answers give the same HTML.

use super::Body;
use crate::base::html::plain;
use std::ops::Range;

/// SlotContents to a body's questions, in their order, and the margins of its clauses.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct SlotContents {
    /// One for each question, HTML or attribute text as the question asks.
    pub texts: Vec<String>,
    /// Clause index and HTML to stand at the end of its section, in order.
    pub margins: Vec<(u32, String)>,
}

const SECTION_END: &str = "</section>";

/// The whole body with its answers.
pub fn render(body: &Body, answers: &SlotContents) -> String {
    let extra: usize = answers
        .texts
        .iter()
        .chain(answers.margins.iter().map(|(_, html)| html))
        .map(String::len)
        .sum();
    let mut out = String::with_capacity(body.html.len() + extra);
    let mut margins: Vec<(usize, &str)> = answers
        .margins
        .iter()
        .filter_map(|(clause, html)| {
            let clause = body.outline.clauses.clauses.get(*clause as usize)?;
            let end = clause.html.end as usize;
            let inside = body
                .html
                .get(..end)?
                .strip_suffix(SECTION_END)
                .map_or(end, str::len);
            (!clause.html.is_empty()).then_some((inside, html.as_str()))
        })
        .collect();
    margins.sort_by_key(|(at, _)| *at);
    let mut margins = margins.into_iter().peekable();
    let mut at = 0;
    for (slot, question) in &body.slots {
        let slot = *slot as usize;
        while let Some((_, html)) = margins.peek().copied().filter(|(end, _)| *end <= slot) {
            let (end, _) = margins.next().unwrap_or_default();
            out.push_str(&body.html[at..end]);
            out.push_str(html);
            at = end;
        }
        at = answer(
            &body.html,
            at,
            slot,
            answers.texts.get(*question as usize),
            &mut out,
        );
    }
    for (end, html) in margins {
        out.push_str(&body.html[at..end]);
        out.push_str(html);
        at = end;
    }
    out.push_str(&body.html[at..]);
    out
}

/// A stretch of the body with its answers, without margins: a clause as it is quoted elsewhere.
pub fn render_clause(body: &Body, range: &Range<u32>, answers: &SlotContents) -> String {
    let (start, end) = (range.start as usize, range.end as usize);
    let slots = body
        .slots
        .iter()
        .filter(|(at, _)| (start..end).contains(&(*at as usize)))
        .map(|(at, question)| (*at as usize - start, *question as usize));
    fill(&body.html[start..end], slots, &answers.texts)
}

/// A component's text with its answers.
pub fn fill_fragment(html: &str, slots: &[(usize, usize)], answers: &SlotContents) -> String {
    fill(html, slots.iter().copied(), &answers.texts)
}

fn fill(html: &str, slots: impl Iterator<Item = (usize, usize)>, texts: &[String]) -> String {
    let mut out = String::with_capacity(html.len());
    let mut at = 0;
    for (slot, question) in slots {
        at = answer(html, at, slot, texts.get(question), &mut out);
    }
    out.push_str(&html[at..]);
    out
}

/// Adds the text up to a slot and the answer; gives where the text goes on. A link that leads nowhere is
/// no link: its `href` goes.
fn answer(html: &str, at: usize, slot: usize, text: Option<&String>, out: &mut String) -> usize {
    const HREF: &str = " href=\"";
    let (before, text) = (&html[at..slot], text.map_or("", String::as_str));
    if text.is_empty()
        && let Some(before) = before.strip_suffix(HREF)
        && html[slot..].starts_with('"')
    {
        out.push_str(before);
        return slot + 1;
    }
    out.push_str(before);
    out.push_str(text);
    slot
}

/// A title or summary with its facts filled in: `value` answers a fact's name with plain text.
/// What it does not know stays as it was written.
pub fn fill_plain(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        out.push_str(before);
        match after.split_once("}}") {
            Some((name, tail)) => {
                match value(name.trim()) {
                    Some(value) => out.push_str(&value),
                    None => out.push_str(&format!("{{{{{name}}}}}")),
                }
                rest = tail;
            }
            None => {
                out.push_str("{{");
                out.push_str(after);
                return out;
            }
        }
    }
    out.push_str(rest);
    out
}

/// HTML of ours to be shown on another page: ids would not be unique there, and note marks lead nowhere.
pub fn without_ids(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(" id=\"") {
        out.push_str(&rest[..at]);
        let value = &rest[at + 5..];
        rest = value.find('"').map_or("", |end| &value[end + 1..]);
    }
    out.push_str(rest);
    drop_footnote_marks(&out)
}

fn drop_footnote_marks(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find("<sup class=\"footnote-mark\"") {
        out.push_str(&rest[..at]);
        rest = rest[at..].find("</sup>").map_or("", |end| &rest[at + end + 6..]);
    }
    out.push_str(rest);
    out
}

impl Body {
    /// The plain words of a stretch of its HTML; slots are left out.
    pub fn words(&self, range: &Range<u32>) -> String {
        plain(&self.html[range.start as usize..range.end as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_go_into_their_holes_and_margins_to_the_end_of_their_clause() {
        let html = "<section><p>甲</p></section><section><p>乙</p></section>";
        let mut body = crate::markdown::Draft {
            html: html.to_owned(),
            ..Default::default()
        };
        body.slots = vec![(12, 0), (u32::try_from(html.find('乙').unwrap()).unwrap(), 1)];
        let end = u32::try_from(html.find("<section><p>乙").unwrap()).unwrap();
        body.outline.clauses.clauses.push(crate::markdown::Clause {
            shape: crate::markdown::Shape::Clause,
            anchor: "s1".into(),
            label: "一".into(),
            mark: "一、".into(),
            title: "".into(),
            parent: None,
            html: 0..end,
            at: 0,
            words: Default::default(),
        });
        let body = Body::from(body);
        let answers = SlotContents {
            texts: vec!["[1]".into(), "[2]".into()],
            margins: vec![(0, "M".into())],
        };
        assert_eq!(
            render(&body, &answers),
            "<section><p>[1]甲</p>M</section><section><p>[2]乙</p></section>"
        );
    }

    #[test]
    fn facts_in_titles_are_filled_and_unknown_ones_stay() {
        let value = |name: &str| (name == "产假").then(|| "98天".to_owned());
        assert_eq!(
            fill_plain("产假{{ 产假 }}，{{别的}}，{{", &value),
            "产假98天，{{别的}}，{{"
        );
    }

    #[test]
    fn a_clause_shown_elsewhere_brings_no_ids() {
        assert_eq!(
            without_ids("<p id=\"a\" class=\"b\">x<sup class=\"footnote-mark\"><a id=\"y\">1</a></sup></p>"),
            "<p class=\"b\">x</p>"
        );
    }
}
