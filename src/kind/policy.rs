//! `policy`: an official text, a tree of clauses.

use super::{Kind, words};
use crate::document::{Front, Nouns, Role, Standing};
use crate::yaml::Fields;

/// An official text.
pub(super) static KIND: Kind = Kind {
    name: "policy",
    label: "政策",
    clauses: true,
    read,
};

fn read(fields: &mut Fields, front: &Front) -> Nouns {
    let mut nouns = Nouns::default();
    let said = &mut nouns.particulars;
    let number = words::particular(fields, "number", "文号", said);
    words::particular(fields, "issuer", "发布机关", said);
    let issued = words::day(fields, "issued", "发布日期", said);
    words::day(fields, "effective", "施行日期", said);
    let standing = fields.choice("status", &["现行", "已修改", "废止", "失效"]);
    words::particular(fields, "recipients", "主送", said);
    if let Some(url) = words::particular(fields, "source_url", "原文网址", said) {
        words::web(fields, &url);
    }
    nouns.standing = standing.and_then(|word| {
        [
            Standing::InForce,
            Standing::Amended,
            Standing::Repealed,
            Standing::Expired,
        ]
        .into_iter()
        .find(|standing| words::standing_label(*standing) == word.value)
    });
    nouns.day = issued;
    nouns.relations = words::relations(fields, "replaces", Role::Replaces);
    nouns
        .relations
        .extend(words::relations(fields, "replaced_by", Role::ReplacedBy));
    nouns.names.extend(number);
    nouns.names.extend(front.title.clone());
    nouns.names.extend(fields.texts("aliases_of_title"));
    nouns
}
