//! What may be wrong: one file a check, one row in [`CHECKS`]; every rule in one table; the report.
//!
//! Rooms that read (`source`, `yaml`, `kind` …) tell of what they cannot read, by rules of their own. What needs
//! the whole site is looked for here: the site finds that something leads nowhere, a check says so.
//!
//! Not here: how a diagnostic is drawn (`cli`, `serve`).

mod addresses;
mod alike;
mod authority;
mod clauses;
mod dates;
mod drift;
mod fact_bare;
mod fact_values;
mod facts;
mod files;
mod front_matter;
mod ground_quotes;
mod images;
pub mod inspect;
mod issuer_elsewhere;
mod links;
mod over;
mod quotes;
mod references;
mod region;
mod region_missing;
mod rules;
mod signoff;

pub use files::{CONTENT_MISSING, DOUBLE_EXTENSION, LOCALITY_MISSING, THEME_MISSING};
pub use images::{ImageProblem, image_has_location};
pub use rules::{named, rules};

use crate::base::{Diagnostic, Level, PageId, Rule, Span};
use crate::config::{Config, RuleLevel};
use crate::kind::UNREAD;
use crate::markdown::ItemNumbers;
use crate::message;
use crate::overlay::Override;
use crate::site::{Resolved, Site};
use crate::yaml::{FIELD_UNKNOWN, nearest};

/// Gives the plain words of a page or of one of its clauses, by its anchor, with the numbers of list items or without.
pub type ClauseText<'w> = dyn Fn(PageId, Option<&str>, ItemNumbers) -> String + Sync + 'w;

/// A check: the rules that it looks after, and what it looks at.
struct Check {
    rules: &'static [&'static Rule],
    /// Looks at one page that somebody wrote; pages are looked at side by side.
    page: Option<fn(&CheckedPage<'_>, &mut Vec<Diagnostic>)>,
    /// Looks at the site as a whole.
    site: Option<fn(&CheckedSite<'_>, &mut Vec<Diagnostic>)>,
}

/// All checks.
const CHECKS: &[Check] = &[
    addresses::CHECK,
    links::CHECK,
    references::CHECK,
    quotes::CHECK,
    clauses::CHECK,
    facts::CHECK,
    fact_values::CHECK,
    fact_bare::CHECK,
    authority::CHECK,
    over::CHECK,
    front_matter::CHECK,
    dates::CHECK,
    issuer_elsewhere::CHECK,
    signoff::CHECK,
    images::CHECK,
    drift::CHECK,
    region::CHECK,
    region_missing::CHECK,
];

/// A page as checks see it.
pub struct CheckedPage<'c> {
    /// The whole site.
    pub site: &'c Site,
    /// The page.
    pub page: PageId,
    /// What its links and references lead to.
    pub resolved: &'c Resolved,
    /// Words of the clauses that it quotes.
    pub words: &'c ClauseText<'c>,
}

/// A site as checks see it.
pub struct CheckedSite<'c> {
    /// The site.
    pub site: &'c Site,
    /// Words of the clauses that its facts quote.
    pub words: &'c ClauseText<'c>,
    /// What it overrides of its upstream.
    pub overrides: &'c [Override],
    /// Images that are published as they are.
    pub images: &'c [ImageProblem],
}

impl<'c> CheckedSite<'c> {
    /// A site with all that checks need.
    pub fn of(
        site: &'c Site,
        words: &'c ClauseText<'c>,
        overrides: &'c [Override],
        images: &'c [ImageProblem],
    ) -> Self {
        Self {
            site,
            words,
            overrides,
            images,
        }
    }
}

/// What all checks find on a page.
pub fn page(checked: &CheckedPage<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for look in CHECKS.iter().filter_map(|check| check.page) {
        look(checked, &mut found);
    }
    found
}

/// What all checks find in the site as a whole.
pub fn site(checked: &CheckedSite<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for look in CHECKS.iter().filter_map(|check| check.site) {
        look(checked, &mut found);
    }
    found
}

/// Puts diagnostics in order: levels as site.yaml says where it may, each once, by file and place. When some rules are
/// `asked` for, what breaks others is left out, but for what keeps files from being read.
pub fn report(found: Vec<Diagnostic>, config: &Config, asked: &[&'static Rule]) -> Vec<Diagnostic> {
    let unknown = config.rules.iter().filter_map(|set| unknown_rule(set, config));
    let mut report: Vec<Diagnostic> = found
        .into_iter()
        .chain(unknown)
        .filter_map(|diagnostic| levelled(diagnostic, config, asked))
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

fn levelled(mut diagnostic: Diagnostic, config: &Config, asked: &[&'static Rule]) -> Option<Diagnostic> {
    let rule = rules::of(&diagnostic.rule);
    let is_asked = asked.contains(&rule);
    if !(asked.is_empty() || is_asked || UNREAD.contains(&rule)) {
        return None;
    }
    let set = config.rules.iter().find(|set| set.code.value == rule.code);
    match set.filter(|_| rule.adjustable) {
        Some(set) => diagnostic.level = set.level?,
        None => match inspect::level_for(rule, config.profile) {
            Some(level) => diagnostic.level = level,
            None if rule.only_asked && !is_asked => return None,
            None => {}
        },
    }
    Some(diagnostic)
}

/// A level that site.yaml sets for a rule that there is not.
fn unknown_rule(set: &RuleLevel, config: &Config) -> Option<Diagnostic> {
    let code = &set.code.value;
    if named(code).is_some() {
        return None;
    }
    let hint = match nearest(code, rules().map(|rule| rule.code)) {
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
