//! Clauses: links to them, their words on other pages, the notes in their margin.

use super::{ViewInputs, facts};
use crate::base::PageId;
use crate::base::name::in_title_marks;
use crate::document::{PolicyStatus, Role};
use crate::html::elsewhere;
use crate::markdown::{Clauses, Shape, render_nodes};
use crate::site::{ResolvedRelation, Site};
use crate::theme::Translator;
use crate::theme::answers::plain_answers;
use crate::theme::view::{ClauseLinkView, ClauseView, NotesView, StatusView};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Links to the clauses that a page is bound to in these roles.
pub(super) fn links(site: &Site, page: PageId, roles: &[Role]) -> Vec<ClauseLinkView> {
    bonds(site, page, roles)
        .map(|bond| bond_link(site, bond))
        .collect()
}

/// The same with the clauses' own words.
pub fn clauses(inputs: &ViewInputs<'_>, page: PageId, roles: &[Role]) -> Vec<ClauseView> {
    let site = inputs.site;
    let clause = |bond: &ResolvedRelation| {
        let link = bond_link(site, bond);
        let document = &site.pages[bond.page].document;
        let text = |anchor| clause_html(inputs, bond.page, anchor);
        ClauseView {
            title: link.title,
            clause: link.clause,
            href: link.href,
            policy: super::link(site, bond.page),
            policy_name: in_title_marks(&site.title(bond.page)),
            number: document.kind_fields.text("number").first().cloned(),
            html: bond.anchor.as_deref().map(text).unwrap_or_default(),
            status: status(inputs.site, bond.page, inputs.translator_of(page)),
            retold: document.kind_fields.text_form.is_retold(),
        }
    };
    bonds(site, page, roles).map(clause).collect()
}

fn bonds<'s>(site: &'s Site, page: PageId, roles: &[Role]) -> impl Iterator<Item = &'s ResolvedRelation> {
    let relations = site.pages[page].relations.iter();
    relations.filter(move |bond| roles.contains(&bond.role))
}

fn bond_link(site: &Site, bond: &ResolvedRelation) -> ClauseLinkView {
    let document = &site.pages[bond.page].document;
    let title = match document.kind_fields.text("number").first() {
        Some(number) if bond.clause.is_empty() => number.clone(),
        Some(number) => format!("{number} {}", bond.clause),
        None => in_title_marks(&site.title(bond.page)) + &bond.clause,
    };
    ClauseLinkView {
        title,
        clause: bond.clause.clone(),
        href: site.clause_href(bond.page, bond.anchor.as_deref()),
    }
}

/// A clause with all below it has no more nodes, or only its own words are shown elsewhere: a whole chapter is read on its page.
const MOST_NODES: u32 = 2000;

/// The nodes of a clause or point with those of the clauses below it, in reading order.
fn nodes_of<'c>(clauses: &'c Clauses, anchor: &str) -> Vec<&'c Range<u32>> {
    let Some(index) = clauses
        .clauses
        .iter()
        .position(|clause| &*clause.anchor == anchor)
    else {
        return clauses.nodes_of_point(anchor);
    };
    let family = clauses.family(index).into_iter();
    let mut nodes: Vec<_> = family.map(|member| &clauses.clauses[member].nodes).collect();
    if nodes.iter().map(|nodes| nodes.end - nodes.start).sum::<u32>() > MOST_NODES {
        nodes.truncate(1);
    }
    nodes
}

/// The HTML of a clause, with the clauses below it, as another page shows it.
fn clause_html(inputs: &ViewInputs<'_>, page: PageId, anchor: &str) -> String {
    let nodes = nodes_of(&inputs.site.pages[page].document.outline.clauses, anchor);
    if nodes.is_empty() {
        return String::new();
    }
    let body = (inputs.bodies)(page);
    let facts = facts(inputs, page);
    let answers = plain_answers(
        &body.outline,
        &inputs.resolved[page],
        &facts,
        inputs.translator_of(page),
    );
    let html = |nodes| elsewhere(&render_nodes(&body, nodes, &answers)).into_html();
    nodes.into_iter().map(html).collect()
}

/// Notes for the margins of a policy's clauses, by index of the clause: explainers first, then what
/// is done or answered by it.
pub fn notes(inputs: &ViewInputs<'_>, page: PageId) -> Vec<(u32, NotesView)> {
    let page = &inputs.site.pages[page];
    let clauses = &page.document.outline.clauses;
    let mut found: BTreeMap<usize, Vec<(Role, PageId)>> = BTreeMap::new();
    for (role, from, anchor) in &page.backlinks {
        let around = anchor.as_deref().and_then(|anchor| clauses.around(anchor));
        if let Some(clause) = around.filter(|clause| clauses.clauses[*clause].shape == Shape::Clause) {
            let list = found.entry(clause).or_default();
            if !list.iter().any(|(_, known)| known == from) {
                list.push((*role, *from));
            }
        }
    }
    let mut said = BTreeSet::new();
    let note = |(clause, mut list): (usize, Vec<(Role, PageId)>)| {
        list.sort();
        let again = list.first().is_some_and(|(_, from)| !said.insert(*from));
        let notes = NotesView {
            clause: clauses.clauses[clause].label.to_string(),
            explainers: list.into_iter().map(|(_, from)| inputs.card(from)).collect(),
            again,
        };
        let clause = u32::try_from(clause).expect("a text has fewer than four billion clauses");
        (clause, notes)
    };
    found.into_iter().map(note).collect()
}

/// What templates see of the status of a policy; `None` for what is not one.
pub fn status(site: &Site, page: PageId, translator: Translator<'_>) -> Option<StatusView> {
    let status = site.status(page)?;
    let code = match status {
        PolicyStatus::NotYet => "not-yet",
        PolicyStatus::InForce => "in-force",
        PolicyStatus::Amended => "amended",
        PolicyStatus::Repealed => "repealed",
        PolicyStatus::Expired => "expired",
    };
    Some(StatusView {
        code: code.to_owned(),
        label: translator.say(status.label()),
        in_force: matches!(status, PolicyStatus::InForce | PolicyStatus::Amended),
    })
}
