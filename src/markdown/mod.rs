//! Markdown: the only door to pulldown-cmark, ammonia and syntect. A body is text with holes; the site
//! answers the holes; pouring is pure.
//!
//! In goes the text of one source, out comes a [`Body`]: HTML with holes and an [`Outline`] of what it
//! holds and asks. [`pour`] puts the answers into the holes. Spans are bytes of the source and stay
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
mod pour;
mod quote;
mod reference;
mod sanitise;
mod section;
mod writer;

pub use clause::{Clause, Clauses, Found, Ids, Mark, Point, Shape};
pub use highlight::stylesheet_classes;
pub use outline::{Asked, Heading, Outline, Piece, Question};
pub use parse::parse;
pub use pour::{Answers, fill_fragment, fill_plain, pour, pour_clause, without_ids};
pub use quote::{Spoken, nearest_words, spoken};
pub use reference::{ClauseName, Reference, find_clause};
pub use section::{Section, Sections};

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;

/// A body in the making.
#[derive(Debug, Clone, Default)]
pub(crate) struct Draft {
    pub html: String,
    pub holes: Vec<(u32, u32)>,
    pub outline: Outline,
}

impl From<Draft> for Body {
    fn from(draft: Draft) -> Self {
        Self {
            html: draft.html,
            holes: draft.holes,
            outline: Arc::new(draft.outline),
        }
    }
}

/// A parsed body: HTML with holes, and what it holds and asks.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// HTML; at each hole an answer is missing.
    pub html: String,
    /// Where answers go: offset in `html` and index of the question, in order.
    pub holes: Vec<(u32, u32)>,
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
