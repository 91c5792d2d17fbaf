//! Markdown: the only door to pulldown-cmark, ammonia and syntect. A body is text with slots; the site
//! answers the slots; rendering is pure.
//!
//! In goes the text of one source, out comes a [`Body`]: HTML with slots and an [`Outline`] of what it
//! holds and asks. [`render()`] puts the answers into the slots. Spans are bytes of the source and stay
//! true, whatever was repaired on the way.
//!
//! Not here: what a reference leads to, what a fact is worth (`site`), how a component looks (`theme`).

mod clause;
mod component;
mod emphasis;
mod events;
mod highlight;
mod outline;
mod parse;
mod plan;
mod quote;
mod reference;
mod render;
mod sanitise;
mod section;
mod writer;

pub use clause::{Clause, Clauses, Found, Ids, Mark, Point, Shape};
pub use component::COMPONENT_WRONG;
pub use highlight::stylesheet_classes;
pub use outline::{Heading, Outline, Piece, PlacedRequest, Request};
pub use parse::parse;
pub use parse::{CLAUSE_UNRECOGNISED, NESTING_TOO_DEEP};
pub use quote::{Spoken, nearest_words, spoken};
pub use reference::{ClauseName, Reference, find_clause};
pub use render::{SlotContents, fill_fragment, fill_plain, render, render_clause, without_ids};
pub use section::{Section, Sections};
pub use writer::{IMAGE_REMOTE, LINK_UNSAFE};

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A body in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub html: String,
    pub slots: Vec<(u32, u32)>,
    pub outline: Outline,
}

impl From<Draft> for Body {
    fn from(draft: Draft) -> Self {
        Self {
            html: draft.html,
            slots: draft.slots,
            outline: Arc::new(draft.outline),
        }
    }
}

/// A parsed body: HTML with slots, and what it holds and asks.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// HTML; at each slot an answer is missing.
    pub html: String,
    /// Where answers go: offset in `html` and index of the question, in order.
    pub slots: Vec<(u32, u32)>,
    /// What it holds and asks.
    pub outline: Arc<Outline>,
}

/// How a text is to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Syntax {
    /// The kind has clauses.
    pub clauses: bool,
    /// Fences of these names are components.
    pub components: BTreeSet<String>,
    /// Raw HTML is passed through as it is.
    pub trusted: bool,
}
