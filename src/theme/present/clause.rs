//! Clauses: links to them, their words on other pages, the tree beside a policy, the notes in its margin.

use super::ViewBuilder;
use crate::base::PageId;
use crate::document::{PolicyStatus, Role};
use crate::markdown::Shape;
use crate::site::ResolvedRelation;
use crate::theme::view::{ClauseLinkView, ClauseView, NotesView, StatusView};
use std::collections::{BTreeMap, BTreeSet};

impl ViewBuilder<'_> {
    /// Links to the clauses that a page is bound to in these roles.
    pub(super) fn clause_links(&self, page: PageId, roles: &[Role]) -> Vec<ClauseLinkView> {
        self.bonds(page, roles)
            .map(|bond| self.clause_link(bond))
            .collect()
    }

    /// The same with the clauses' own words.
    pub fn clause_views(&self, page: PageId, roles: &[Role]) -> Vec<ClauseView> {
        self.bonds(page, roles)
            .map(|bond| {
                let link = self.clause_link(bond);
                let document = &self.site.pages[bond.page].document;
                ClauseView {
                    title: link.title,
                    clause: link.clause,
                    href: link.href,
                    policy: self.link(bond.page),
                    number: document.kind_fields.text("number").first().cloned(),
                    html: bond
                        .anchor
                        .as_ref()
                        .map_or_else(String::new, |anchor| self.clause_html(bond.page, anchor)),
                    status: self.status_in(bond.page, &self.site.pages[page].document.language),
                }
            })
            .collect()
    }

    fn bonds(&self, page: PageId, roles: &[Role]) -> impl Iterator<Item = &ResolvedRelation> {
        self.site.pages[page]
            .relations
            .iter()
            .filter(move |bond| roles.contains(&bond.role))
    }

    fn clause_link(&self, bond: &ResolvedRelation) -> ClauseLinkView {
        let document = &self.site.pages[bond.page].document;
        let title = match document.kind_fields.text("number").first() {
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
        for (role, from, anchor) in &self.site.pages[page].backlinks {
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
                    u32::try_from(clause).expect("a text has fewer than four billion clauses"),
                    NotesView {
                        clause: label,
                        explainers,
                        again,
                    },
                )
            })
            .collect()
    }
}

/// What templates see of a policy's status.
pub fn status(standing: PolicyStatus) -> StatusView {
    let code = match standing {
        PolicyStatus::InForce => "in-force",
        PolicyStatus::Amended => "amended",
        PolicyStatus::Repealed => "repealed",
        PolicyStatus::Expired => "expired",
    };
    StatusView {
        code: code.to_owned(),
        label: standing.label().to_owned(),
        in_force: matches!(standing, PolicyStatus::InForce | PolicyStatus::Amended),
    }
}
