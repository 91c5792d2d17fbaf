//! `signoff` of site.yaml: which signatures a page must bear before it is published.

use crate::base::SignoffRole;
use crate::message;
use crate::yaml::{Fields, Spanned, YamlNode, YamlValue};
use serde::{Deserialize, Serialize};

/// The signatures that pages must bear.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignoffDemand {
    /// The kind of the pages, as it is written; `None` for all pages.
    pub kind: Option<Spanned<String>>,
    /// The roles, in order, each once.
    pub roles: Vec<SignoffRole>,
}

/// `终审`, `[初审, 终审]`, or the same for each kind: `{policy: [初审, 终审], news: 终审}`.
pub(super) fn read(fields: &mut Fields) -> Vec<SignoffDemand> {
    let Some(node) = fields.node("signoff") else {
        return Vec::new();
    };
    let YamlValue::Map(_) = node.value else {
        let roles = roles(fields, node);
        return vec![SignoffDemand { kind: None, roles }];
    };
    let mut map = Fields::new(fields.file(), node);
    let mut demands = Vec::new();
    for (value, at, node) in map.rest() {
        let kind = Some(Spanned { value, at });
        let roles = roles(&mut map, node);
        demands.push(SignoffDemand { kind, roles });
    }
    fields.merge_errors(map.finish());
    demands
}

fn roles(fields: &mut Fields, node: YamlNode) -> Vec<SignoffRole> {
    let items = match node.value {
        YamlValue::List(items) => items,
        _ => vec![node],
    };
    let mut found: Vec<SignoffRole> = items.into_iter().filter_map(|item| role(fields, item)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn role(fields: &mut Fields, node: YamlNode) -> Option<SignoffRole> {
    let role = match &node.value {
        YamlValue::Text(word) => SignoffRole::named(word.trim()),
        _ => None,
    };
    if role.is_none() {
        let all = SignoffRole::all_labels();
        fields.error(
            &node.at,
            message!(
                "signoff 写要有哪几道审签，可以写：{all}",
                "`signoff` names the signatures that pages must bear; it may be: {all}"
            ),
        );
    }
    role
}
