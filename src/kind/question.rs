//! `question`: one question, one answer.

use super::{Kind, words};
use crate::document::{KindFields, Role};

/// One question, one answer.
pub(super) static KIND: Kind = Kind {
    name: "question",
    label: "问答",
    clauses: false,
    read: |fields, _| KindFields {
        relations: words::relations(fields, "answers", Role::SlotContents),
        ..KindFields::default()
    },
};
