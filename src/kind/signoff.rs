//! `signoff`: who drafted a text and who passed it, and on which day.

use crate::base::{Day, SignoffRole};
use crate::document::Signoff;
use crate::message;
use crate::yaml::{Fields, Spanned, YamlNode, YamlValue};
use std::ops::Range;

/// Signatures in the order of their roles, each role once.
pub(super) fn read(fields: &mut Fields) -> Vec<Signoff> {
    let Some(node) = fields.node("signoff") else {
        return Vec::new();
    };
    let YamlValue::Map(entries) = node.value else {
        fields.error(
            &node.at,
            message!(
                "signoff 一行写一位，如 终审: 张三 2026-11-28",
                "`signoff` has a line for each, as in `终审: 张三 2026-11-28`"
            ),
        );
        return Vec::new();
    };
    let mut signed: Vec<Signoff> = Vec::new();
    for (role, at, entry) in entries {
        let Some(role) = role_of(fields, &role, &at) else {
            continue;
        };
        if signed.iter().any(|other| other.role == role) {
            let label = role.label();
            fields.error(&at, message!("{label}写了两次", "`{label}` is there twice"));
            continue;
        }
        let found = signature(fields, role, &at, entry);
        signed.extend(found.map(|(name, day)| Signoff { role, name, day }));
    }
    signed.sort_by_key(|one| one.role);
    in_order(fields, &signed);
    signed
}

fn role_of(fields: &mut Fields, written: &str, at: &Range<usize>) -> Option<SignoffRole> {
    let role = SignoffRole::named(written);
    if role.is_none() {
        let all = SignoffRole::all_labels();
        fields.error(
            at,
            message!(
                "signoff 里没有“{written}”，可以写：{all}",
                "`signoff` does not know `{written}`; it may be: {all}"
            ),
        );
    }
    role
}

/// Name and day: `张三 2026-11-28`, or a map of both.
fn signature(
    fields: &mut Fields,
    role: SignoffRole,
    at: &Range<usize>,
    entry: YamlNode,
) -> Option<(Spanned<String>, Day)> {
    match entry.value {
        YamlValue::Map(_) => {
            let mut both = Fields::new(fields.file(), entry);
            both.printed(&["name"]);
            let (name, day) = (both.required("name"), both.day("date"));
            if day.is_none() && !both.has_error(&crate::yaml::DATE_WRONG) {
                both.missing("date", at.clone());
            }
            fields.merge_errors(both.finish());
            Some((name?, day?.value))
        }
        YamlValue::Text(text) => {
            let start = text.find(|c: char| c.is_numeric()).unwrap_or(text.len());
            let between = [' ', '\u{3000}', '，', ',', '、', '（', '('];
            let name = text[..start].trim_end_matches(between).trim();
            let day = text[start..].trim_end_matches(['）', ')', ' ']).parse();
            if let (false, Ok(day)) = (name.is_empty(), day) {
                let value = name.to_owned();
                let name = Spanned { value, at: entry.at };
                fields.printed_text("signoff", name.clone());
                return Some((name, day));
            }
            incomplete(fields, role, &entry.at);
            None
        }
        _ => {
            incomplete(fields, role, &entry.at);
            None
        }
    }
}

fn incomplete(fields: &mut Fields, role: SignoffRole, at: &Range<usize>) {
    let label = role.label();
    fields.error(
        at,
        message!(
            "{label}要写姓名和日期，如 {label}: 张三 2026-11-28",
            "`{label}` takes a name and a day, as in `{label}: 张三 2026-11-28`"
        ),
    );
}

/// Nobody passes a text before it was drafted.
fn in_order(fields: &mut Fields, signed: &[Signoff]) {
    for pair in signed.windows(2) {
        let [before, after] = pair else { continue };
        if after.day < before.day {
            let (earlier, later) = (before.role.label(), after.role.label());
            let (first, second) = (before.day, after.day);
            fields.error(
                &after.name.at,
                message!(
                    "{later}的日期 {second} 早于{earlier}的 {first}",
                    "`{later}` of {second} is before `{earlier}` of {first}"
                ),
            );
        }
    }
}
