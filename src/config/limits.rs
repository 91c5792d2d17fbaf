//! What templates of a site above may cost, and thresholds of inspection: `limits` of the own site.yaml. None of it comes
//! down from a site above.

use crate::message;
use crate::yaml::{Fields, YamlValue};
use serde::{Deserialize, Serialize};

/// What one page may cost that templates of a site above make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct TemplateLimits {
    /// Kilobytes of a page, and of a value that a template sets.
    pub kilobytes: u64,
    /// Rounds of loops, and parts that are filled in, each with every kilobyte of its text.
    pub steps: u64,
    /// Seconds after which a page that is still not made ends the program.
    pub seconds: u64,
}

impl Default for TemplateLimits {
    fn default() -> Self {
        Self {
            kilobytes: 8_192,
            steps: 1_000_000,
            seconds: 5,
        }
    }
}

/// Thresholds of inspection: what is more is told.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Megabytes of an attachment.
    pub attachment_mb: f64,
    /// Megabytes of a page over the wire, with its pictures.
    pub page_mb: f64,
    /// Characters of a title.
    pub title: usize,
    /// Characters of a sentence.
    pub sentence: usize,
    /// Days for which a fact that was checked counts as checked.
    pub verified_days: i32,
    /// Days after a policy within which it is explained.
    pub explainer_days: i32,
}

impl Default for Thresholds {
    fn default() -> Self {
        Self {
            attachment_mb: 20.0,
            page_mb: 2.0,
            title: 40,
            sentence: 120,
            verified_days: 365,
            explainer_days: 7,
        }
    }
}

/// Reads `limits: {template_kb: …, template_steps: …, template_seconds: …, title: …, sentence: …}`.
pub(super) fn read(fields: &mut Fields) -> (TemplateLimits, Thresholds) {
    let Some(mut map) = fields.map("limits") else {
        return Default::default();
    };
    let found = (of_templates(&mut map), thresholds(&mut map));
    fields.merge_errors(map.finish());
    found
}

fn of_templates(map: &mut Fields) -> TemplateLimits {
    let mut limits = TemplateLimits::default();
    let known = [
        ("template_kb", &mut limits.kilobytes),
        ("template_steps", &mut limits.steps),
        ("template_seconds", &mut limits.seconds),
    ];
    for (key, limit) in known {
        let Some(node) = map.node(key) else {
            continue;
        };
        match &node.value {
            YamlValue::Number(_, written)
                if written.parse().is_ok_and(|n| (1..=1_000_000_000).contains(&n)) =>
            {
                *limit = written.parse().unwrap_or(*limit);
            }
            _ => map.error(
                &node.at,
                message!(
                    "{key} 是 1 至 1000000000 的整数",
                    "`{key}` is a whole number from 1 to 1000000000"
                ),
            ),
        }
    }
    limits
}

fn thresholds(map: &mut Fields) -> Thresholds {
    let usual = Thresholds::default();
    let mut number = |key: &'static str, usual: f64| {
        let Some(found) = map.number(key) else {
            return usual;
        };
        if (0.01..1e6).contains(&found.value) {
            return found.value;
        }
        map.error(
            &found.at,
            message!("{key} 是大于零的数", "`{key}` is a number above zero"),
        );
        usual
    };
    Thresholds {
        attachment_mb: number("attachment_mb", usual.attachment_mb),
        page_mb: number("page_mb", usual.page_mb),
        title: number("title", usual.title as f64) as usize,
        sentence: number("sentence", usual.sentence as f64) as usize,
        verified_days: number("verified_days", f64::from(usual.verified_days)) as i32,
        explainer_days: number("explainer_days", f64::from(usual.explainer_days)) as i32,
    }
}
