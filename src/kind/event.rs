//! `event`: something that takes place.

use super::{Kind, words};
use crate::document::{Front, KindFields, Occasion, Role};
use crate::yaml::Fields;

/// Something that takes place.
pub(super) static KIND: Kind = Kind {
    name: "event",
    label: "活动",
    clauses: false,
    read,
};

fn read(fields: &mut Fields, _: &Front) -> KindFields {
    let mut kind_fields = KindFields {
        relations: words::relations(fields, "campaign", Role::PartOf),
        ..KindFields::default()
    };
    let (start, end) = words::span(fields);
    let text = |fields: &mut Fields, key| fields.text(key).map(|text| text.value);
    kind_fields.day = start;
    kind_fields.occasions.push(Occasion {
        title: None,
        start,
        end,
        repeat: words::repeat(fields),
        place: text(fields, "place"),
        contact: text(fields, "contact"),
        whole: true,
        frame: false,
    });
    kind_fields
}
