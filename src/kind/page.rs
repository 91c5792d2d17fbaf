//! `page`: a page.

use super::Kind;
use crate::document::Nouns;

/// A page.
pub(super) static KIND: Kind = Kind {
    name: "page",
    label: "页面",
    clauses: false,
    read: |_, _| Nouns::default(),
};
