//! From the site's answers to HTML for the slots of a body.

use super::view::{ComponentView, FactView, NotesView, SiteView};
use super::{Theme, present::Present};
use crate::base::html::{escape, escape_into};
use crate::base::{Diagnostic, PageId};
use crate::markdown::{Body, Outline, Piece, Request, SlotContents, fill_fragment, render};
use crate::site::{Resolution, Resolved};
use serde_json::Value as Json;
use std::sync::Arc;

/// Pours a page's body: every slot gets its HTML, every clause its margin.
pub fn fill(
    theme: &Theme,
    site: &Arc<SiteView>,
    body: &Body,
    resolved: &Resolved,
    facts: &[FactView],
    notes: Vec<(u32, NotesView)>,
) -> Result<String, Vec<Diagnostic>> {
    let mut answers = plain_answers(&body.outline, resolved, facts);
    let mut wrong = Vec::new();
    // Components come last: their texts may hold any other answer.
    for (index, asked) in body.outline.questions.iter().enumerate() {
        let Request::Component { name, number, data } = &asked.question else {
            continue;
        };
        let view = ComponentView {
            data: Known {
                resolved,
                facts,
                answers: &answers,
            }
            .data_of(data),
            id: format!("{name}-{number}"),
            site: site.clone(),
        };
        match theme.render(&format!("components/{name}.html"), &view, &site.language) {
            Ok(html) => answers.texts[index] = html,
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    for (clause, view) in notes {
        match theme.render("parts/clause-notes.html", &view, &site.language) {
            Ok(html) => answers.margins.push((clause, html)),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    if wrong.is_empty() {
        Ok(render(body, &answers))
    } else {
        Err(wrong)
    }
}

/// SlotContents to everything but components.
pub(super) fn plain_answers(outline: &Outline, resolved: &Resolved, facts: &[FactView]) -> SlotContents {
    let texts = outline
        .questions
        .iter()
        .zip(&resolved.answers)
        .map(|(asked, answer)| match (answer, &asked.question) {
            (Resolution::Address(href) | Resolution::Picture(href, _), _) => escape(href),
            (Resolution::Cited(_, href), Request::Reference { labelled: true, .. }) => escape(href),
            (Resolution::Cited(cited, href), _) => format!(
                "<a class=\"reference\" href=\"{}\">{}</a>",
                escape(href),
                escape(&cited.title)
            ),
            (Resolution::Said(words), _) => escape(words),
            (Resolution::Fact(index), Request::Fact { plain, .. }) => facts
                .get(*index)
                .map_or_else(String::new, |fact| fact_html(fact, *plain)),
            _ => String::new(),
        })
        .collect();
    SlotContents {
        texts,
        margins: Vec::new(),
    }
}

/// A fact in a text: its value, and where a link may stand the way to its source.
fn fact_html(fact: &FactView, plain: bool) -> String {
    let mut out = String::with_capacity(160);
    if !plain {
        out.push_str(&format!(
            "<a class=\"fact-link\" href=\"#{}\" title=\"",
            fact.anchor
        ));
        escape_into(&mut out, &origin(fact));
        out.push_str("\">");
    }
    out.push_str("<data class=\"fact\" data-fact=\"");
    escape_into(&mut out, &fact.name);
    out.push_str("\" data-region=\"");
    escape_into(&mut out, &fact.region.code);
    out.push('"');
    // What is not one number has no value that a machine could read.
    if !fact.number.is_empty() {
        out.push_str(" value=\"");
        escape_into(&mut out, &fact.number);
        out.push('"');
    }
    out.push('>');
    escape_into(&mut out, &fact.text);
    out.push_str("</data>");
    if !plain {
        out.push_str("</a>");
    }
    out
}

/// Whose rule, on top of what, by which clause, since when: in one line.
fn origin(fact: &FactView) -> String {
    let mut parts = vec![fact.rule.clone()];
    parts.extend(fact.basis.clone());
    parts.extend(fact.counting.as_ref().map(|counting| format!("按{counting}计")));
    parts.extend(fact.source.as_ref().map(|source| source.title.clone()));
    parts.extend(fact.since.as_ref().map(|since| format!("自{}起", since.text)));
    parts.join("，")
}

/// What the pieces of a component are filled with.
pub(super) struct Known<'k> {
    pub resolved: &'k Resolved,
    pub facts: &'k [FactView],
    pub answers: &'k SlotContents,
}

impl Known<'_> {
    /// A component's data with its answers.
    pub fn data_of(&self, piece: &Piece) -> Json {
        match piece {
            Piece::Null => Json::Null,
            Piece::Flag(flag) => (*flag).into(),
            Piece::Number(written) => written.clone().into(),
            Piece::Text(html, slots) => fill_fragment(html, slots, self.answers).into(),
            // What leads nowhere is not there.
            Piece::Address(question) => match self.answers.texts.get(*question) {
                Some(address) if !address.is_empty() => address.clone().into(),
                _ => Json::Null,
            },
            Piece::Fact(question) => match self.resolved.answers.get(*question) {
                Some(Resolution::Fact(index)) => {
                    serde_json::to_value(self.facts.get(*index)).unwrap_or_default()
                }
                _ => Json::Null,
            },
            Piece::List(items) => items.iter().map(|item| self.data_of(item)).collect(),
            Piece::Map(pairs) => Json::Object(
                // What is left empty is not there, so that `default` stands in for it.
                pairs
                    .iter()
                    .map(|(key, value)| (key.clone(), self.data_of(value)))
                    .filter(|(_, value)| !value.is_null())
                    .collect(),
            ),
        }
    }
}

impl Present<'_> {
    /// The HTML of a clause as another page shows it.
    pub(super) fn clause_html(&self, page: PageId, anchor: &str) -> String {
        let body = (self.bodies)(page);
        let document = &self.site.pages[page].document;
        let clauses = &document.outline.clauses;
        let range = clauses
            .clauses
            .iter()
            .find(|clause| &*clause.anchor == anchor)
            .map(|clause| &clause.html)
            .or_else(|| {
                clauses
                    .points
                    .iter()
                    .find(|point| &*point.anchor == anchor)
                    .map(|point| &point.html)
            });
        let Some(range) = range else { return String::new() };
        let resolved = &self.resolved[page];
        let facts = self.facts(resolved);
        let answers = plain_answers(&body.outline, resolved, &facts);
        let html = crate::markdown::render_clause(&body, range, &answers);
        let html = crate::markdown::without_ids(&html);
        inner_of_section(&html).to_owned()
    }
}

/// The words of a clause without the element around them, which would be a clause of the other page.
fn inner_of_section(html: &str) -> &str {
    match html
        .strip_prefix("<section")
        .and_then(|rest| rest.split_once('>'))
    {
        Some((_, rest)) => rest.trim_end().trim_end_matches("</section>"),
        None => html,
    }
}
