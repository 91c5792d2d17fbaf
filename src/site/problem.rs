//! Why something that a text or front matter names leads nowhere: found by the site, worded by `check`.

use super::HiddenReason;
use crate::base::PageId;

/// Why a link or a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Problem {
    /// There is no page or file at this path.
    NoTarget(String),
    /// The page has no such anchor.
    NoAnchor(PageId, String),
    /// No policy or page is called so.
    Unknown(String),
    /// Several pages are called so.
    Ambiguous(String, Vec<PageId>),
    /// The policy has no such clause.
    NoClause(PageId, String),
    /// The page of this name is not shown.
    Absent(String, HiddenReason),
}

impl Problem {
    /// Whether it leads to a page that the site leaves out.
    pub fn is_hidden(&self) -> bool {
        matches!(self, Self::Absent(_, HiddenReason::Hidden))
    }
}
