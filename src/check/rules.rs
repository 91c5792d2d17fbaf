//! Every rule of the house, one row each: the handbook's list, and what site.yaml may name.

use super::files::{DOUBLE_EXTENSION, LOCALITY_MISSING, THEME_MISSING};
use super::images::{IMAGE_BROKEN, IMAGE_HAS_LOCATION, IMAGE_TOO_LARGE, IMAGE_UNSUPPORTED};
use crate::base::{Rule, RuleCode};
use crate::{config, fact, kind, markdown, overlay, site, source, theme, upstream, yaml};

/// All rules, in the order of the handbook.
pub static RULES: &[&Rule] = &[
    &config::URL_MISSING,
    &config::URL_WRONG,
    &overlay::EXTENDS_CIRCLE,
    &overlay::UPSTREAM_UNPINNED,
    &upstream::UPSTREAM_MISSING,
    &upstream::UPSTREAM_CHANGED,
    &upstream::UPSTREAM_UNSAFE,
    &upstream::UPSTREAM_UNREACHABLE,
    &upstream::ARCHIVE_BROKEN,
    &upstream::GIT_MISSING,
    &overlay::LOCK_BROKEN,
    &LOCALITY_MISSING,
    &yaml::YAML_BROKEN,
    &yaml::FIELD_UNKNOWN,
    &yaml::FIELD_MISSING,
    &yaml::FIELD_WRONG,
    &yaml::DATE_WRONG,
    &source::FILE_UNREADABLE,
    &IMAGE_BROKEN,
    &IMAGE_TOO_LARGE,
    &IMAGE_UNSUPPORTED,
    &IMAGE_HAS_LOCATION,
    &source::FILE_TOO_LARGE,
    &source::NOT_TEXT,
    &source::NOT_A_FILE,
    &source::LINK_LEAVES_SITE,
    &kind::CONFLICT_MARKERS,
    &site::FACT_MISSING,
    &kind::INHERIT_WITHOUT_UPSTREAM,
    &overlay::SECTION_UNKNOWN,
    &overlay::HEADING_NEAR_MATCH,
    &overlay::HEADING_UNRECOGNISED,
    &overlay::UPSTREAM_ABSENT,
    &DOUBLE_EXTENSION,
    &overlay::SECTION_TWICE,
    &overlay::OVERRIDE_DRIFTED,
    &overlay::OVERRIDE_ORPHANED,
    &overlay::HIDE_UNMATCHED,
    &site::HIDDEN_TARGET,
    &kind::FRONT_MATTER_MISSING,
    &kind::FRONT_MATTER_UNCLOSED,
    &kind::KIND_UNKNOWN,
    &site::ADDRESS_CLASH,
    &kind::ALIAS_WRONG,
    &site::REVIEW_DUE,
    &markdown::NESTING_TOO_DEEP,
    &site::LINK_BROKEN,
    &markdown::LINK_UNSAFE,
    &markdown::IMAGE_REMOTE,
    &site::UNPUBLISHED_TARGET,
    &site::REFERENCE_UNKNOWN,
    &site::REFERENCE_AMBIGUOUS,
    &site::CLAUSE_NOT_FOUND,
    &markdown::CLAUSE_UNRECOGNISED,
    &site::QUOTE_MISMATCH,
    &site::FACT_UNKNOWN,
    &site::FACT_EXPIRED,
    &fact::FACT_WRONG,
    &markdown::COMPONENT_WRONG,
    &THEME_MISSING,
    &theme::THEME_WRONG,
    &theme::TEMPLATE_MISSING,
    &theme::TEMPLATE_BROKEN,
];

/// The rule with this code; `None` when there is none.
pub fn named(code: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.code == code)
}

/// The rule of a diagnostic.
pub(super) fn of(code: &RuleCode) -> &'static Rule {
    named(code.as_str()).expect("a code is made of a rule, and the table has every rule")
}
