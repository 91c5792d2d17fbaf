//! Markdown: the only door to pulldown-cmark, ammonia and syntect. A body is a tree with slots; the
//! site answers the slots; rendering is pure.
//!
//! In goes the text of one source, out comes a [`Body`]: a tree with slots and an [`Outline`] of what it
//! holds and asks. [`render()`] puts the answers into the slots. Spans are bytes of the source and stay
//! true, whatever was repaired on the way.
//!
//! Not here: what a reference leads to, what a fact is worth (`site`), how a component looks (`theme`).

mod annex;
mod attribute;
mod bold_mark;
mod clause;
mod closing;
mod component;
mod decimal;
mod emphasis;
mod events;
mod headings;
mod highlight;
mod lenient;
mod mark;
mod nearly;
mod outline;
mod parse;
mod plan;
mod prose;
mod quote;
mod raw;
mod reference;
mod render;
mod sanitise;
mod section;
mod split;
mod unlist;
mod writer;

pub use annex::{AnnexLine, heads_contents};
pub use clause::{Clause, Clauses, Found, Ids, MarkFault, MarkFaultKind, Point, Shape};
pub use closing::{ClosingLine, dated, ends_in_office, may_sign};
pub use component::COMPONENT_WRONG;
pub use headings::{Heading, Headings};
pub use highlight::stylesheet_classes;
pub use lenient::{Leniency, leniencies};
pub use mark::Mark;
pub use nearly::{HTML_REMOVED, HTML_UNCLOSED, MARKUP_NEARLY, PAGE_LEFTOVER, nearly};
pub use outline::{ComponentData, Outline, PlacedRequest, QuoteForm, Request};
pub use parse::parse;
pub use parse::{CLAUSE_UNRECOGNISED, NESTING_TOO_DEEP};
pub use prose::{
    BlockForm, Cut, Prose, ProseImage, ProseLink, ProseTable, QuietComment, TextBlock, Unseen, prose,
};
pub use quote::{Spoken, likeness, lookalikes, nearest_words, spoken};
pub use reference::{ClauseName, Reference, find_clause};
pub use render::{
    Content, ItemNumbers, SlotContents, facts_in, fill_plain, render, render_fragment, render_nodes,
};
pub use section::{Section, Sections};
pub use writer::{IMAGE_REMOTE, LINK_UNSAFE, NOT_FILLED};

pub use crate::html::Tree;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A body in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    /// The tree, so far.
    pub tree: Tree,
    /// What the body holds and asks, so far.
    pub outline: Outline,
}

impl From<Draft> for Body {
    fn from(mut draft: Draft) -> Self {
        draft.tree.shrink();
        draft.outline.shrink();
        Self {
            tree: draft.tree,
            outline: Arc::new(draft.outline),
        }
    }
}

/// A parsed body: a tree with slots, and what it holds and asks.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Its tree; at each slot what answers a request is missing.
    pub tree: Tree,
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
