//! `page`: a page.

use super::Kind;
use crate::document::KindFields;

/// A page.
pub(super) static KIND: Kind = Kind {
    name: "page",
    label: "页面",
    clauses: false,
    read: |_, _| KindFields::default(),
};
