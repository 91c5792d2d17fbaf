//! Content kinds: each translates its own front matter into the kind_fields that every room speaks. A new
//! kind is one new file and one row in [`KINDS`].
//!
//! In goes the text of a Markdown file, out come its document and its body.
//!
//! Not here: what the kinds look like (`theme`), how documents relate (`site`).

mod campaign;
mod event;
mod explainer;
mod front;
mod news;
mod page;
mod place;
mod policy;
mod question;
mod words;

pub use front::{
    ALIAS_WRONG, CONFLICT_MARKERS, FRONT_MATTER_MISSING, FRONT_MATTER_UNCLOSED, INHERIT_WITHOUT_UPSTREAM,
    KIND_UNKNOWN, UNREAD,
};
pub use front::{Reading, front_matter_range, read, section_contains, split_path};
pub use words::status_label;

use crate::document::{Front, KindFields};
use crate::yaml::Fields;

/// A kind of content.
pub struct Kind {
    /// English name, as in front matter and `<body data-kind>`.
    pub name: &'static str,
    /// What people call it.
    pub label: &'static str,
    /// Its text is a tree of clauses.
    pub clauses: bool,
    /// Reads its own fields. May fill in common fields that its own ones imply.
    pub read: fn(&mut Fields, &Front) -> KindFields,
}

/// Every kind.
pub const KINDS: [&Kind; 8] = [
    &page::KIND,
    &news::KIND,
    &campaign::KIND,
    &policy::KIND,
    &explainer::KIND,
    &question::KIND,
    &event::KIND,
    &place::KIND,
];

/// The kind of a name.
pub fn by_name(name: &str) -> Option<&'static Kind> {
    KINDS.into_iter().find(|kind| kind.name == name)
}
