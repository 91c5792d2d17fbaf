//! Why something that a text or front matter names leads nowhere: found by the site, worded by `check`.

use super::{HiddenReason, NoticeId};
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
    /// The page of this name was withdrawn or has expired.
    Ended(String, NoticeId),
}

impl Problem {
    /// Whether the words of the link stay without it: the page is left out here or no longer there, which is not its author's fault.
    pub fn keeps_words(&self) -> bool {
        matches!(self, Self::Absent(_, HiddenReason::Hidden) | Self::Ended(..))
    }
}
