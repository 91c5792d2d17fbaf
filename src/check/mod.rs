//! The report: every diagnostic of a build, at the level the site wants, in the order of files.
//!
//! Not here: how a diagnostic is drawn (`cli`, `serve`).

use crate::base::{Diagnostic, Level};
use crate::config::{Config, rule};

/// Puts diagnostics in order: levels as site.yaml says where it may, each once, by file and place.
pub fn report(found: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let mut report: Vec<Diagnostic> = found
        .into_iter()
        .filter_map(|diagnostic| levelled(diagnostic, config))
        .collect();
    let key = |diagnostic: &Diagnostic| {
        let place = diagnostic.place.as_ref();
        // What keeps a file from being read has the others in its train.
        let root = diagnostic.rule == "yaml-broken" || diagnostic.rule.starts_with("front-matter");
        (
            !root,
            place.map(|place| (place.file.clone(), place.start, place.end)),
            diagnostic.rule.clone(),
            diagnostic.message.zh.clone(),
        )
    };
    report.sort_by_cached_key(key);
    report.dedup();
    report
}

fn levelled(mut diagnostic: Diagnostic, config: &Config) -> Option<Diagnostic> {
    if rule::adjustable(&diagnostic.rule)
        && let Some(level) = config.rules.get(&diagnostic.rule)
    {
        diagnostic.level = (*level)?;
    }
    Some(diagnostic)
}

/// Whether anything in it keeps the site from being published.
pub fn fails(report: &[Diagnostic]) -> bool {
    report.iter().any(|diagnostic| diagnostic.level == Level::Error)
}
