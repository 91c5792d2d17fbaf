//! `policy`: an official text, a tree of clauses.

use super::{Kind, words};
use crate::document::{Front, KindFields, PolicyStatus, Role};
use crate::yaml::Fields;

/// An official text.
pub(super) static KIND: Kind = Kind {
    name: "policy",
    label: "政策",
    clauses: true,
    read,
};

fn read(fields: &mut Fields, front: &Front) -> KindFields {
    let mut kind_fields = KindFields::default();
    let said = &mut kind_fields.particulars;
    let number = words::particular(fields, "number", "文号", said);
    words::particular(fields, "issuer", "发布机关", said);
    let issued = words::day(fields, "issued", "发布日期", said);
    words::day(fields, "effective", "施行日期", said);
    let standing = fields.choice("status", &["现行", "已修改", "废止", "失效"]);
    words::particular(fields, "recipients", "主送", said);
    if let Some(url) = words::particular(fields, "source_url", "原文网址", said) {
        words::web(fields, &url);
    }
    kind_fields.standing = standing.and_then(|word| {
        [
            PolicyStatus::InForce,
            PolicyStatus::Amended,
            PolicyStatus::Repealed,
            PolicyStatus::Expired,
        ]
        .into_iter()
        .find(|standing| words::status_label(*standing) == word.value)
    });
    kind_fields.day = issued;
    kind_fields.relations = words::relations(fields, "replaces", Role::Replaces);
    kind_fields
        .relations
        .extend(words::relations(fields, "replaced_by", Role::ReplacedBy));
    kind_fields.names.extend(number);
    kind_fields.names.extend(front.title.clone());
    kind_fields.names.extend(fields.texts("aliases_of_title"));
    kind_fields
}
