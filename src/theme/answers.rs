//! From the site's answers to what fills the slots of a body.

use super::view::{ComponentView, FactView, NotesView, SiteView};
use super::{Feature, Theme, Translator};
use crate::base::Diagnostic;
use crate::base::html::escape;
use crate::html::{Attribute, Element, Tree, plain, read};
use crate::markdown::{Body, ComponentData, Content, Outline, Request, SlotContents};
use crate::markdown::{render, render_fragment};
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
    notes: &[(u32, NotesView)],
) -> Result<Tree, Vec<Diagnostic>> {
    let translator = Translator::of(theme, &site.language);
    let mut answers = plain_answers(&body.outline, resolved, facts, translator);
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
            site: theme.uses(Feature::ComponentSite).then(|| site.clone()),
        };
        match theme.render(&format!("components/{name}.html"), &view, &site.language) {
            Ok(html) => answers.contents[index] = Content::Nodes(read(html)),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    for (clause, view) in notes {
        match theme.render("parts/clause-notes.html", view, &site.language) {
            Ok(html) => answers.margins.push((*clause, read(html))),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    if wrong.is_empty() {
        Ok(render(body, &answers))
    } else {
        Err(wrong)
    }
}

/// What fills the slots of everything but components. `translator` speaks the language of the page.
pub(super) fn plain_answers(
    outline: &Outline,
    resolved: &Resolved,
    facts: &[FactView],
    translator: Translator<'_>,
) -> SlotContents {
    let contents = outline
        .questions
        .iter()
        .zip(&resolved.answers)
        .map(|(asked, answer)| match (answer, &asked.question) {
            (Resolution::Address(href) | Resolution::Picture(href, _), _) => Content::Words(href.to_string()),
            (Resolution::Cited(_, href), Request::Reference { labelled: true, .. }) => {
                Content::Words(href.to_string())
            }
            (Resolution::Cited(cited, href), _) => Content::Nodes(reference(&cited.title, href.as_str())),
            (Resolution::Said(words), _) => Content::Words(words.clone()),
            (Resolution::Fact(index), Request::Fact { plain, .. }) => facts
                .get(*index)
                .map_or(Content::Nothing, |fact| Content::Nodes(fact_tree(fact, *plain))),
            (_, Request::Word { chinese, number }) => {
                let number = number.map_or_else(String::new, |number| number.to_string());
                Content::Words(translator.say_with(chinese, &number))
            }
            _ => Content::Nothing,
        })
        .collect();
    SlotContents {
        contents,
        margins: Vec::new(),
    }
}

/// A link to a page or clause that is cited by its title.
fn reference(title: &str, href: &str) -> Tree {
    let mut out = Tree::default();
    let names = [(Attribute::Class, "reference"), (Attribute::Href, href)];
    out.element(Element::A, &names);
    out.text(title);
    out.end(Element::A);
    out
}

/// A fact in a text: its value, and where a link may stand the way to its source.
fn fact_tree(fact: &FactView, plain: bool) -> Tree {
    let mut out = Tree::default();
    if !plain {
        let anchor = format!("#{}", fact.anchor);
        let names = [
            (Attribute::Class, "fact-link"),
            (Attribute::Href, anchor.as_str()),
            (Attribute::Title, fact.origin.as_str()),
        ];
        out.element(Element::A, &names);
    }
    // HTML asks a `data` for its value: what is not one number has none that a machine could read.
    let element = if fact.number.is_empty() {
        Element::FactText
    } else {
        Element::Fact
    };
    out.begin(element);
    out.attribute(Attribute::DataFact, &fact.name);
    out.attribute(Attribute::DataRegion, &fact.region.code);
    if !fact.number.is_empty() {
        out.attribute(Attribute::Value, &fact.number);
    }
    out.inside();
    out.text(&fact.text);
    out.end(element);
    if !plain {
        out.end(Element::A);
    }
    out
}

/// What the pieces of a component are filled with.
pub(super) struct Known<'k> {
    /// What the page's requests lead to.
    pub resolved: &'k Resolved,
    /// The facts that the page uses.
    pub facts: &'k [FactView],
    /// What stands in the page's slots.
    pub answers: &'k SlotContents,
}

impl Known<'_> {
    /// The plain words of an entry in a component's data; empty when it has none of that name.
    pub fn words_of(&self, entry: &ComponentData, name: &str) -> String {
        let ComponentData::Map(pairs) = entry else {
            return String::new();
        };
        match pairs.iter().find(|(key, _)| key == name) {
            Some((_, ComponentData::Text(text))) => plain(render_fragment(text, self.answers).pieces()),
            _ => String::new(),
        }
    }

    /// A component's data with its answers.
    pub fn data_of(&self, piece: &ComponentData) -> Json {
        match piece {
            ComponentData::Null => Json::Null,
            ComponentData::Flag(flag) => (*flag).into(),
            ComponentData::Number(written) => written.clone().into(),
            ComponentData::Text(text) => render_fragment(text, self.answers).into_html().into(),
            // What leads nowhere is not there.
            ComponentData::Address(question) => match self.answers.contents.get(*question) {
                Some(Content::Words(address)) if !address.is_empty() => escape(address).into(),
                _ => Json::Null,
            },
            ComponentData::Fact(question) => match self.resolved.answers.get(*question) {
                Some(Resolution::Fact(index)) => {
                    serde_json::to_value(self.facts.get(*index)).expect("a view is JSON")
                }
                _ => Json::Null,
            },
            ComponentData::List(items) => items.iter().map(|item| self.data_of(item)).collect(),
            ComponentData::Map(pairs) => Json::Object(
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
