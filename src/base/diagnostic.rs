//! The author's kind of wrong: what may be wrong in the content, where, and a way out. All of them
//! are collected and shown together; none stops the rest from being looked at.

use super::{Message, Rule, RuleCode};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// How grave a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// Shown; the site is published.
    Warning,
    /// Nothing is published.
    Error,
}

/// A stretch of a source file, in bytes of its decoded text.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Span {
    /// The file, as people name it: `content/a.md`, from the root of its layer, the layer's name first
    /// when it is not the site's own.
    pub file: Arc<str>,
    /// First byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// A place in `file`.
    pub fn new(file: &Arc<str>, range: Range<usize>) -> Self {
        Self {
            file: file.clone(),
            start: range.start,
            end: range.end,
        }
    }

    /// The first byte of `file`: for what concerns the file as a whole.
    pub fn top(file: &Arc<str>) -> Self {
        Self::new(file, 0..0)
    }
}

/// One break of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Which rule.
    pub rule: RuleCode,
    /// How grave.
    pub level: Level,
    /// One clause, no blame.
    pub message: Message,
    /// Where; `None` when it concerns the site as a whole.
    pub place: Option<Span>,
    /// Other places that explain it.
    pub related: Vec<(Span, Message)>,
    /// A way out.
    pub hint: Option<Message>,
}

impl Diagnostic {
    /// A break of `rule` at `place`, as grave as the rule says.
    pub fn new(rule: &'static Rule, place: Span, message: Message) -> Self {
        Self {
            rule: rule.into(),
            level: rule.level,
            message,
            place: Some(place),
            related: Vec::new(),
            hint: None,
        }
    }

    /// Whether it is a break of `rule`.
    pub fn breaks(&self, rule: &Rule) -> bool {
        self.rule == *rule
    }

    /// The same at another level than the rule's own.
    #[must_use]
    pub fn at_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Adds a way out.
    #[must_use]
    pub fn hint(mut self, hint: Message) -> Self {
        self.hint = Some(hint);
        self
    }

    /// Adds a place that explains it.
    #[must_use]
    pub fn see(mut self, place: Span, label: Message) -> Self {
        self.related.push((place, label));
        self
    }
}
