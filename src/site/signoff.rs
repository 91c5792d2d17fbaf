//! Pages that lack signatures which site.yaml demands: they are shown in the preview, and not published.

use super::{DateFilter, HiddenReason, Site};
use crate::base::{Day, PageId, SignoffRole};
use crate::config::{Config, SignoffDemand};
use crate::document::{Document, FileForm, Signoff};
use std::ops::Range;
use std::sync::Arc;

/// A page that is left out because it lacks signatures.
#[derive(Debug, Clone)]
pub struct Unsigned {
    /// The page.
    pub document: Arc<Document>,
    /// What it lacks, in the order of the roles; at least one.
    pub lacks: Vec<LackingSignature>,
}

/// A signature that a page must bear and does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LackingSignature {
    /// What should have been signed.
    pub role: SignoffRole,
    /// Why it does not count, when there is one.
    pub why: Option<Discounted>,
}

/// Why a signature does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Discounted {
    /// Its day is still to come; where it is written.
    Ahead(Day, Range<usize>),
    /// Those above signed their own text, which this site has changed.
    OfUpstream,
}

/// Signatures under the text as it is: what those above signed is not the text of a page that changes it.
pub fn signatures(document: &Document) -> impl Iterator<Item = &Signoff> {
    let signed = document.front.further.signoff.iter();
    signed.filter(|one| document.place(&one.name.at).file == document.file)
}

/// What a document lacks of the signatures that site.yaml demands of it. The page of a section that has no words of its own
/// needs none.
pub(super) fn lacking(document: &Document, config: &Config, showing: DateFilter) -> Vec<LackingSignature> {
    if document.form == FileForm::Section && document.outline.length == 0 {
        return Vec::new();
    }
    let known = showing.today.max(showing.clock);
    let roles = demanded(document, &config.signoff).iter();
    roles.filter_map(|role| lack(document, *role, known)).collect()
}

/// The roles that are demanded of a document: those of its kind, else those of all pages.
fn demanded<'c>(document: &Document, demands: &'c [SignoffDemand]) -> &'c [SignoffRole] {
    let of = |demand: &&SignoffDemand| match &demand.kind {
        Some(kind) => kind.value == document.kind.name,
        None => true,
    };
    demands.iter().find(of).map_or(&[], |demand| &demand.roles)
}

/// What is wrong with the signature of a role; `None` when it is there.
fn lack(document: &Document, role: SignoffRole, known: Day) -> Option<LackingSignature> {
    let own = signatures(document).find(|one| one.role == role);
    let why = match own {
        Some(one) if one.day <= known => return None,
        Some(one) => Some(Discounted::Ahead(one.day, one.name.at.clone())),
        None => {
            let above = document.front.further.signoff.iter().any(|one| one.role == role);
            above.then_some(Discounted::OfUpstream)
        }
    };
    Some(LackingSignature { role, why })
}

impl super::notice::Parted {
    /// Takes out pages that may not be published yet, and says what they lack.
    pub(super) fn hold_back(&mut self, config: &Config, showing: DateFilter) -> Vec<Unsigned> {
        if config.signoff.is_empty() || showing.drafts {
            return Vec::new();
        }
        let mut unsigned = Vec::new();
        for held in std::mem::take(&mut self.shown) {
            let lacks = lacking(&held.document, config, showing);
            if lacks.is_empty() {
                self.shown.push(held);
                continue;
            }
            let path = held.document.path.clone();
            self.hidden.insert(path, HiddenReason::Unsigned);
            let document = held.document;
            unsigned.push(Unsigned { document, lacks });
        }
        unsigned
    }
}

impl Site {
    /// The signatures that a page lacks before it is published; empty where nothing is demanded of it.
    pub fn lacking(&self, page: PageId) -> Vec<LackingSignature> {
        lacking(&self.pages[page].document, &self.config, self.date_filter)
    }
}
