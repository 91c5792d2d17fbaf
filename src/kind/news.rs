//! `news`: a dated notice.

use super::Kind;
use crate::document::{Front, KindFields};
use crate::yaml::DATE_WRONG;
use crate::yaml::Fields;

/// A dated notice.
pub(super) static KIND: Kind = Kind {
    name: "news",
    label: "动态",
    clauses: false,
    read,
};

fn read(fields: &mut Fields, front: &Front) -> KindFields {
    // A wrong date has its own diagnostic already.
    if front.date.is_none() && !fields.has_error(&DATE_WRONG) {
        let at = fields.at();
        fields.missing("date", at);
    }
    KindFields::default()
}
