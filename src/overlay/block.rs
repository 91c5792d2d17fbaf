//! What a page overrides, block by block, with the upstream's text of each.

use super::front::FrontFields;
use super::plan::{InheritPlan, SectionAction};
use crate::base::ComposedText;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// What sort of thing is overridden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum BlockKind {
    /// The whole page.
    File,
    /// A field of the front matter.
    Field,
    /// A section, or the introduction.
    Section,
}

/// Something that a page overrides.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OverrideBlock {
    /// What sort of thing.
    pub kind: BlockKind,
    /// A field's name or the words of the upstream's heading; empty for the file and the introduction.
    pub name: String,
    /// Id of the upstream's section; empty for the rest.
    pub id: String,
    /// What the upstream says; `None` when it has no such field.
    pub upstream: Option<String>,
    /// Where the page's own words are in its own text.
    pub own: Range<usize>,
    /// The page leaves the upstream's words out and has none of its own.
    pub hides: bool,
}

/// What a page overrides of its upstream's. `inherits` says that it changes only parts.
pub fn blocks(up: &ComposedText, own: &ComposedText, inherits: bool) -> Vec<OverrideBlock> {
    if !inherits {
        return vec![OverrideBlock {
            kind: BlockKind::File,
            name: String::new(),
            id: String::new(),
            upstream: Some(up.text.clone()),
            own: 0..own.text.len(),
            hides: false,
        }];
    }
    let (above, below) = (FrontFields::of(&up.text), FrontFields::of(&own.text));
    let plan = InheritPlan::of((up, above.body), (own, below.body));
    let mut found = fields(up, &above, &below);
    if plan.introduces {
        let range = plan.own.introduction.clone();
        found.push(section(
            "",
            "",
            &up.text[plan.up.introduction.clone()],
            range,
            false,
        ));
    }
    for at in &plan.moves {
        let whole = plan.own.list[at.own].whole.clone();
        let target = match at.act {
            SectionAction::Replace(target) | SectionAction::Hide(target) => Some(target),
            _ => at.instead,
        };
        if let Some(target) = target.map(|target| &plan.up.list[target]) {
            let text = &up.text[target.whole.clone()];
            found.push(section(
                &target.title,
                &target.id,
                text,
                whole,
                matches!(at.act, SectionAction::Hide(_)),
            ));
        }
    }
    found
}

/// A section of a page that its upstream does not have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NewSection {
    /// The words of its heading.
    pub title: String,
    /// Its id.
    pub id: String,
    /// Where it is in the page's own text.
    pub own: Range<usize>,
}

/// The sections of a page that its upstream does not have.
pub(super) fn new_sections(up: &ComposedText, own: &ComposedText) -> Vec<NewSection> {
    let (above, below) = (FrontFields::of(&up.text), FrontFields::of(&own.text));
    let plan = InheritPlan::of((up, above.body), (own, below.body));
    let new = plan.moves.iter().filter(|at| {
        at.instead.is_none() && matches!(at.act, SectionAction::After(_) | SectionAction::Append)
    });
    let all = new.map(|at| at.own).chain(plan.lost.iter().copied());
    all.map(|at| &plan.own.list[at])
        .map(|section| NewSection {
            title: section.title.clone(),
            id: section.id.clone(),
            own: section.whole.clone(),
        })
        .collect()
}

fn section(name: &str, id: &str, text: &str, own: Range<usize>, hides: bool) -> OverrideBlock {
    OverrideBlock {
        kind: BlockKind::Section,
        name: name.to_owned(),
        id: id.to_owned(),
        upstream: Some(text.to_owned()),
        own,
        hides,
    }
}

/// Fields that the page names. One that the upstream does not have is the page's own until it has.
fn fields(up: &ComposedText, above: &FrontFields, below: &FrontFields) -> Vec<OverrideBlock> {
    let named = below.fields.iter().filter(|field| field.name != "inherit");
    named
        .map(|field| OverrideBlock {
            kind: BlockKind::Field,
            name: field.name.clone(),
            id: String::new(),
            upstream: above
                .get(&field.name)
                .map(|found| without_comments(&found.text(&up.text))),
            own: field.lines.clone().unwrap_or(field.node.at.clone()),
            hides: false,
        })
        .collect()
}

/// A comment behind a field is not what the field says.
fn without_comments(lines: &str) -> String {
    let said = lines
        .split_inclusive('\n')
        .filter(|line| !line.trim_start().starts_with('#'));
    said.collect()
}
