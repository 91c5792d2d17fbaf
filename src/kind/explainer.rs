//! `explainer`: plain words beside the clauses they explain.

use super::{Kind, words};
use crate::document::{Front, KindFields, Role};
use crate::yaml::FIELD_WRONG;
use crate::yaml::Fields;

/// Plain words beside the clauses they explain.
pub(super) static KIND: Kind = Kind {
    name: "explainer",
    label: "解读",
    clauses: false,
    read,
};

fn read(fields: &mut Fields, front: &Front) -> KindFields {
    let relations = words::relations(fields, "explains", Role::Explains);
    // A draft may still be looking for its clause.
    if relations.is_empty() && !front.draft && !fields.has_error(&FIELD_WRONG) {
        let at = fields.at();
        fields.missing("explains", at);
    }
    KindFields {
        relations,
        ..KindFields::default()
    }
}
