//! `place`: a service point.

use super::{Kind, words};
use crate::document::{Front, KindFields};
use crate::yaml::Fields;

/// A service point.
pub(super) static KIND: Kind = Kind {
    name: "place",
    label: "服务点",
    clauses: false,
    read,
};

fn read(fields: &mut Fields, _: &Front) -> KindFields {
    let mut kind_fields = KindFields::default();
    let said = &mut kind_fields.particulars;
    words::particular(fields, "category", "类别", said);
    words::particular(fields, "address", "地址", said);
    words::particulars(fields, "phones", "电话", said);
    words::particular(fields, "hours", "开放时间", said);
    words::particular(fields, "coordinates", "坐标", said);
    kind_fields
}
