//! Clauses: links to them, their words on other pages, the tree beside a policy, the notes in its margin.

use super::Present;
use crate::base::PageId;
use crate::document::{PolicyStatus, Role};
use crate::kind::status_label;
use crate::markdown::{Clauses, Shape};
use crate::site::ResolvedRelation;
use crate::theme::view::{ClauseLinkView, ClauseNode, ClauseView, NotesView, StatusView};
use std::collections::{BTreeMap, BTreeSet};

impl Present<'_> {
    /// Links to the clauses that a page is bound to in these roles.
    pub(super) fn clause_links(&self, page: PageId, roles: &[Role]) -> Vec<ClauseLinkView> {
        self.bonds(page, roles)
            .map(|bond| self.clause_link(bond))
            .collect()
    }

    /// The same with the clauses' own words.
    pub(super) fn clause_views(&self, page: PageId, roles: &[Role]) -> Vec<ClauseView> {
        self.bonds(page, roles)
            .map(|bond| {
                let link = self.clause_link(bond);
                let document = &self.site.pages[bond.page].document;
                ClauseView {
                    title: link.title,
                    clause: link.clause,
                    href: link.href,
                    policy: self.link(bond.page),
                    number: document.kind_fields.said("number").first().cloned(),
                    html: bond
                        .anchor
                        .as_ref()
                        .map_or_else(String::new, |anchor| self.clause_html(bond.page, anchor)),
                    status: document.kind_fields.standing.map(status),
                }
            })
            .collect()
    }

    fn bonds(&self, page: PageId, roles: &[Role]) -> impl Iterator<Item = &ResolvedRelation> {
        self.site.pages[page]
            .bonds
            .iter()
            .filter(move |bond| roles.contains(&bond.role))
    }

    fn clause_link(&self, bond: &ResolvedRelation) -> ClauseLinkView {
        let document = &self.site.pages[bond.page].document;
        let title = match document.kind_fields.said("number").first() {
            Some(number) if bond.clause.is_empty() => number.clone(),
            Some(number) => format!("{number} {}", bond.clause),
            None => format!("《{}》{}", self.site.title(bond.page), bond.clause),
        };
        ClauseLinkView {
            title,
            clause: bond.clause.clone(),
            href: self.site.clause_href(bond.page, bond.anchor.as_deref()),
        }
    }

    /// Notes for the margins of a policy's clauses, by index of the clause: explainers first, then what
    /// is done or answered by it.
    pub fn notes(&self, page: PageId) -> Vec<(u32, NotesView)> {
        let clauses = &self.site.pages[page].document.outline.clauses;
        let mut found: BTreeMap<usize, Vec<(Role, PageId)>> = BTreeMap::new();
        for (role, from, anchor) in &self.site.pages[page].inbound {
            let around = anchor.as_deref().and_then(|anchor| clauses.around(anchor));
            if let Some(clause) = around.filter(|clause| clauses.clauses[*clause].shape == Shape::Clause) {
                let list = found.entry(clause).or_default();
                if !list.iter().any(|(_, known)| known == from) {
                    list.push((*role, *from));
                }
            }
        }
        let mut said = BTreeSet::new();
        found
            .into_iter()
            .map(|(clause, mut list)| {
                list.sort();
                let again = list.first().is_some_and(|(_, from)| !said.insert(*from));
                let explainers = list.into_iter().map(|(_, from)| self.card(from)).collect();
                let label = clauses.clauses[clause].label.to_string();
                (
                    u32::try_from(clause).unwrap_or(u32::MAX),
                    NotesView {
                        clause: label,
                        explainers,
                        again,
                    },
                )
            })
            .collect()
    }

    /// The tree of a policy's clauses.
    pub(super) fn clause_tree(&self, page: PageId) -> Vec<ClauseNode> {
        let clauses = &self.site.pages[page].document.outline.clauses;
        let explained: Vec<usize> = self.site.pages[page]
            .inbound
            .iter()
            .filter_map(|(.., anchor)| clauses.around(anchor.as_deref()?))
            .collect();
        tree(clauses, &explained)
    }
}

fn tree(clauses: &Clauses, explained: &[usize]) -> Vec<ClauseNode> {
    let mut children: Vec<Vec<usize>> = vec![Vec::new(); clauses.clauses.len()];
    let mut roots = Vec::new();
    for (at, clause) in clauses.clauses.iter().enumerate() {
        match clause.parent {
            Some(parent) => children[parent as usize].push(at),
            None => roots.push(at),
        }
    }
    roots
        .into_iter()
        .map(|at| node(clauses, &children, explained, at))
        .collect()
}

fn node(clauses: &Clauses, children: &[Vec<usize>], explained: &[usize], at: usize) -> ClauseNode {
    let clause = &clauses.clauses[at];
    ClauseNode {
        label: clause.label.to_string(),
        mark: clause.mark.to_string(),
        title: clause.title.to_string(),
        anchor: clause.anchor.to_string(),
        explained: explained.contains(&at),
        children: children[at]
            .iter()
            .map(|below| node(clauses, children, explained, *below))
            .collect(),
    }
}

pub(super) fn status(standing: PolicyStatus) -> StatusView {
    let code = match standing {
        PolicyStatus::InForce => "in-force",
        PolicyStatus::Amended => "amended",
        PolicyStatus::Repealed => "repealed",
        PolicyStatus::Expired => "expired",
    };
    StatusView {
        code: code.to_owned(),
        label: status_label(standing).to_owned(),
        in_force: matches!(standing, PolicyStatus::InForce | PolicyStatus::Amended),
    }
}
