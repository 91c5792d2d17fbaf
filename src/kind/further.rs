//! Common fields that most pages do without.

use super::{KINDS, alias, presence, signoff};
use crate::base::Moment;
use crate::base::slug::LONGEST;
use crate::document::{FileForm, FurtherFields, Kind};
use crate::message;
use crate::yaml::{self, Fields, YamlNode, YamlValue};

/// Reads them. The first and the last day of a page are known already.
pub(super) fn read(
    fields: &mut Fields,
    form: FileForm,
    (publish, expires): (Option<Moment>, Option<Moment>),
) -> FurtherFields {
    let text = |fields: &mut Fields, key| fields.text(key).map(|text| text.value);
    let review_by = fields.moment("review_by").map(|moment| moment.value);
    FurtherFields {
        slug: slug(fields),
        aliases: alias::read(fields),
        publish,
        expires,
        withdrawn: presence::withdrawn(fields, form),
        review_by,
        signoff: signoff::read(fields),
        asked_as: asked(fields),
        cover: fields.text("cover"),
        source: text(fields, "source"),
        author: text(fields, "author"),
        contains: if form == FileForm::Section {
            contains(fields)
        } else {
            None
        },
        extra: extra(fields),
    }
}

/// What people ask, each as long as a question: several in one text are told apart by the marks behind them.
fn asked(fields: &mut Fields) -> Vec<yaml::Spanned<String>> {
    const LONGEST: usize = 40;
    let texts = fields.texts("asked_as");
    let alone = texts.len() == 1;
    let between = |c: char| matches!(c, '？' | '?' | '；' | ';' | '\n') || alone && c == '、';
    let mut asked = Vec::new();
    for text in &texts {
        let parts = text.value.split(between).map(str::trim);
        asked.extend(parts.filter(|part| !part.is_empty()).map(|part| text.part(part)));
    }
    if let Some(long) = asked.iter().find(|text| text.value.chars().count() > LONGEST) {
        fields.error(
            &long.at,
            message!(
                "asked_as 一项写一种问法，最多 {LONGEST} 个字",
                "an entry of `asked_as` is one way to ask, of {LONGEST} characters at most"
            ),
        );
    }
    asked
}

fn slug(fields: &mut Fields) -> Option<yaml::Spanned<String>> {
    let slug = fields.text("slug")?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    if slug.value.is_empty() || !slug.value.chars().all(plain) || slug.value.starts_with('.') {
        fields.error(
            &slug.at,
            message!(
                "slug 只用字母、数字和连字符",
                "`slug` takes letters, digits and hyphens"
            ),
        );
        return None;
    }
    if slug.value.len() > LONGEST {
        let length = slug.value.len();
        fields.error(
            &slug.at,
            message!(
                "slug 有 {length} 个字节，超过 {LONGEST} 个",
                "`slug` has {length} bytes, more than {LONGEST}"
            ),
        );
        return None;
    }
    Some(slug)
}

fn contains(fields: &mut Fields) -> Option<Kind> {
    let known: Vec<(&str, &Kind)> = KINDS
        .iter()
        .map(|known| (&*known.kind.name, &known.kind))
        .collect();
    fields.choice("contains", &known).cloned()
}

fn extra(fields: &mut Fields) -> String {
    match fields.node("extra") {
        None => String::new(),
        Some(
            node @ YamlNode {
                value: YamlValue::Map(_),
                ..
            },
        ) => node.json().to_string(),
        Some(node) => {
            fields.error(
                &node.at,
                message!("extra 要写成“名称: 值”", "`extra` takes `name: value` pairs"),
            );
            String::new()
        }
    }
}
