//! What templates of a site above may cost: `limits` of the own site.yaml. None of it comes down from a site above.

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
            kilobytes: 20_000,
            steps: 1_000_000,
            seconds: 60,
        }
    }
}

/// Reads `limits: {template_kb: …, template_steps: …, template_seconds: …}`.
pub(super) fn read(fields: &mut Fields) -> TemplateLimits {
    let mut limits = TemplateLimits::default();
    let Some(mut map) = fields.map("limits") else {
        return limits;
    };
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
    fields.merge_errors(map.finish());
    limits
}
