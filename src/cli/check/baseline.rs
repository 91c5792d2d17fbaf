//! What was known before: an earlier result in JSON.

use crate::base::{Diagnostic, Fault};
use crate::message;
use serde::Deserialize;
use std::collections::HashMap;
use std::path::Path;

/// Findings that are not told again: rule, file and message, and how often. Lines are left out, for they move.
#[derive(Default)]
pub(super) struct Baseline {
    known: HashMap<(String, Option<String>, String), usize>,
}

#[derive(Deserialize)]
struct Earlier {
    diagnostics: Vec<Known>,
}

#[derive(Deserialize)]
struct Known {
    rule: String,
    file: Option<String>,
    message: String,
}

impl Baseline {
    /// Reads what `wanjia check --format json` wrote.
    pub fn read(path: &Path) -> Result<Self, Fault> {
        let text = std::fs::read_to_string(path).map_err(|error| Fault::io("读取", "read", path, &error))?;
        let result: Earlier = serde_json::from_str(&text).map_err(|_| {
            let shown = path.display();
            Fault::new(message!(
                "{shown} 不是检查结果",
                "{shown} is no result of an inspection"
            ))
            .hint(message!(
                "用 wanjia check --format json --out 文件 存一份",
                "make one by `wanjia check --format json --out FILE`"
            ))
        })?;
        let mut baseline = Self::default();
        for known in result.diagnostics {
            *baseline
                .known
                .entry((known.rule, known.file, known.message))
                .or_default() += 1;
        }
        Ok(baseline)
    }

    /// Whether a finding was not known; each that was known counts once.
    pub fn is_new(&mut self, found: &Diagnostic) -> bool {
        let file = found.place.as_ref().map(|place| place.file.to_string());
        // The result may have been written in either language.
        for message in [&found.message.zh, &found.message.en] {
            let key = (found.rule.as_str().to_owned(), file.clone(), message.to_string());
            if let Some(left) = self.known.get_mut(&key).filter(|left| **left > 0) {
                *left -= 1;
                return false;
            }
        }
        true
    }
}
