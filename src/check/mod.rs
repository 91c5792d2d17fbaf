//! The report: every diagnostic of a build, at the level the site wants, in the order of files.
//!
//! Not here: how a diagnostic is drawn (`cli`, `serve`).

mod files;
mod images;
mod rules;

pub use files::{DOUBLE_EXTENSION, LOCALITY_MISSING, THEME_MISSING};
pub use images::{IMAGE_BROKEN, IMAGE_HAS_LOCATION, IMAGE_TOO_LARGE, IMAGE_UNSUPPORTED};
pub use rules::{RULES, named};

use crate::base::{Diagnostic, Level, Span};
use crate::config::{Config, RuleLevel};
use crate::kind::UNREAD;
use crate::message;
use crate::yaml::{FIELD_UNKNOWN, nearest};

/// Puts diagnostics in order: levels as site.yaml says where it may, each once, by file and place.
pub fn report(found: Vec<Diagnostic>, config: &Config) -> Vec<Diagnostic> {
    let unknown = config.rules.iter().filter_map(|set| unknown_rule(set, config));
    let mut report: Vec<Diagnostic> = found
        .into_iter()
        .chain(unknown)
        .filter_map(|diagnostic| levelled(diagnostic, config))
        .collect();
    let key = |diagnostic: &Diagnostic| {
        let place = diagnostic.place.as_ref();
        (
            // What keeps a file from being read comes first: the rest may follow from it.
            !UNREAD.iter().any(|rule| diagnostic.breaks(rule)),
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
    let set = config
        .rules
        .iter()
        .find(|set| set.code.value == diagnostic.rule.as_str());
    if let Some(set) = set.filter(|_| rules::of(&diagnostic.rule).adjustable) {
        diagnostic.level = set.level?;
    }
    Some(diagnostic)
}

/// A level that site.yaml sets for a rule that there is not.
fn unknown_rule(set: &RuleLevel, config: &Config) -> Option<Diagnostic> {
    let code = &set.code.value;
    if named(code).is_some() {
        return None;
    }
    let hint = match nearest(code, RULES.iter().map(|rule| rule.code)) {
        Some(near) => message!("是不是 {near}？", "did you mean `{near}`?"),
        None => message!(
            "规则代码写在每条提示的方括号里",
            "the code of a rule stands in brackets in its message"
        ),
    };
    let unknown = Diagnostic::new(
        &FIELD_UNKNOWN,
        Span::new(&config.file, set.code.at.clone()),
        message!("没有 {code} 这条规则", "there is no rule `{code}`"),
    );
    Some(unknown.hint(hint))
}

/// Whether anything in it keeps the site from being published.
pub fn fails(report: &[Diagnostic]) -> bool {
    report.iter().any(|diagnostic| diagnostic.level == Level::Error)
}
