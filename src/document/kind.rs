//! What every room knows of the kind of a document. The room `kind` says the rest: how it is read, shown
//! and begun.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// A kind of content. Two kinds are the same when they have the same name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Kind {
    /// English name, as in front matter and `<body data-kind>`.
    pub name: Cow<'static, str>,
    /// What people call it.
    pub label: Cow<'static, str>,
    /// Its text is a tree of clauses.
    pub clauses: bool,
    /// Lists show it with an emblem.
    pub emblem: bool,
    /// It can be printed as a leaflet.
    pub leaflet: bool,
    /// It takes place: a section of it offers the calendar of the site.
    pub takes_place: bool,
}

impl Kind {
    /// A page that says no more: the kind of sections, and of pages whose section names none.
    pub const PAGE: Self = Self::new("page", "页面");

    /// The same by reference.
    pub fn page() -> &'static Self {
        static PAGE: Kind = Kind::PAGE;
        &PAGE
    }

    /// A kind with a name and what people call it, and nothing special about it.
    pub const fn new(name: &'static str, label: &'static str) -> Self {
        Self {
            name: Cow::Borrowed(name),
            label: Cow::Borrowed(label),
            clauses: false,
            emblem: false,
            leaflet: false,
            takes_place: false,
        }
    }

    /// The same with a text that is a tree of clauses.
    pub const fn with_clauses(mut self) -> Self {
        self.clauses = true;
        self
    }

    /// The same with an emblem in lists.
    pub const fn with_emblem(mut self) -> Self {
        self.emblem = true;
        self
    }

    /// The same with a leaflet.
    pub const fn with_leaflet(mut self) -> Self {
        self.leaflet = true;
        self
    }

    /// The same, taking place.
    pub const fn taking_place(mut self) -> Self {
        self.takes_place = true;
        self
    }
}

impl PartialEq for Kind {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Kind {}
