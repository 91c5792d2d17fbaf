//! `question`: one question, one answer.

use super::{Kind, words};
use crate::document::{Nouns, Role};

/// One question, one answer.
pub(super) static KIND: Kind = Kind {
    name: "question",
    label: "问答",
    clauses: false,
    read: |fields, _| Nouns {
        relations: words::relations(fields, "answers", Role::Answers),
        ..Nouns::default()
    },
};
