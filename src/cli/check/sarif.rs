//! SARIF 2.1.0: findings for editors and pipelines.

use crate::base::html::address;
use crate::base::message::Locale;
use crate::base::{Diagnostic, Level, Rule};
use crate::check;
use crate::pipeline::Outcome;
use crate::serve::ExcerptReader;
use serde_json::{Value, json};

const SCHEMA: &str = "https://json.schemastore.org/sarif-2.1.0.json";

/// The report: every rule that was broken, and every finding.
pub(super) fn report(outcome: &Outcome, excerpts: &mut ExcerptReader<'_>, locale: Locale) -> String {
    let broken: Vec<&Rule> = check::rules()
        .filter(|rule| outcome.diagnostics.iter().any(|found| found.breaks(rule)))
        .collect();
    let results: Vec<Value> = outcome
        .diagnostics
        .iter()
        .map(|found| result(found, &broken, excerpts, locale))
        .collect();
    let log = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "wanjia",
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": broken.iter().map(|rule| descriptor(rule, locale)).collect::<Vec<_>>(),
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    log.to_string() + "\n"
}

fn descriptor(rule: &Rule, locale: Locale) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": {"text": rule.meaning.to(locale)},
        "help": {"text": rule.remedy.to(locale)},
        "defaultConfiguration": {"level": level(rule.level), "enabled": !rule.only_asked},
    })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
    }
}

fn result(found: &Diagnostic, broken: &[&Rule], excerpts: &mut ExcerptReader<'_>, locale: Locale) -> Value {
    let mut text = found.message.to(locale).to_owned();
    if let Some(hint) = &found.hint {
        text += match locale {
            Locale::Chinese => "。",
            Locale::English => ". ",
        };
        text += hint.to(locale);
    }
    let locations: Vec<Value> = found
        .place
        .iter()
        .map(|place| {
            let mut physical = json!({"artifactLocation": {"uri": address(&place.file)}});
            if let Some(excerpt) = excerpts.excerpt(place) {
                physical["region"] = json!({"startLine": excerpt.line, "startColumn": excerpt.column});
            }
            json!({"physicalLocation": physical})
        })
        .collect();
    let index = broken.iter().position(|rule| found.breaks(rule));
    json!({
        "ruleId": found.rule.as_str(),
        "ruleIndex": index,
        "level": level(found.level),
        "message": {"text": text},
        "locations": locations,
    })
}
