//! Every rule of the house, one row each: those that checks look after stand in their rows, the others here.

use super::CHECKS;
use super::files::{CONTENT_MISSING, DOUBLE_EXTENSION, LOCALITY_MISSING, THEME_MISSING};
use super::inspect::INSPECTIONS;
use crate::base::{Rule, RuleCode};
use crate::{config, fact, import, kind, markdown, overlay, source, theme, yaml};

/// Rules of what is found while files are read and pages are made.
static READING: &[&Rule] = &[
    &config::URL_MISSING,
    &config::URL_WRONG,
    &overlay::EXTENDS_CIRCLE,
    &overlay::UPSTREAM_UNPINNED,
    &overlay::UPSTREAM_MISSING,
    &overlay::UPSTREAM_CHANGED,
    &overlay::UPSTREAM_UNSAFE,
    &overlay::UPSTREAM_UNREACHABLE,
    &overlay::ARCHIVE_BROKEN,
    &overlay::GIT_MISSING,
    &overlay::LOCK_BROKEN,
    &CONTENT_MISSING,
    &LOCALITY_MISSING,
    &yaml::YAML_BROKEN,
    &yaml::FIELD_UNKNOWN,
    &yaml::FIELD_MISSING,
    &yaml::FIELD_WRONG,
    &yaml::DATE_WRONG,
    &yaml::VALUE_CUT,
    &yaml::MARKUP_IN_FIELD,
    &source::FILE_UNREADABLE,
    &source::FILE_TOO_LARGE,
    &source::NOT_TEXT,
    &source::CHARACTER_UNCLEAR,
    &source::NOT_A_FILE,
    &source::LINK_LEAVES_SITE,
    &source::FILE_LEFTOVER,
    &source::PAGE_MISNAMED,
    &source::LFS_POINTER,
    &source::SUBMODULE_EMPTY,
    &source::OFFICE_METADATA,
    &source::DRAWING_ACTIVE,
    &kind::CONFLICT_MARKERS,
    &kind::INHERIT_WITHOUT_UPSTREAM,
    &overlay::SECTION_UNKNOWN,
    &overlay::HEADING_NEAR_MATCH,
    &overlay::CLAUSES_REPLACED,
    &overlay::CLAUSE_ADDED,
    &overlay::HIDDEN_WITH_TEXT,
    &overlay::UPSTREAM_ABSENT,
    &DOUBLE_EXTENSION,
    &overlay::SECTION_TWICE,
    &overlay::HIDE_UNMATCHED,
    &kind::FRONT_MATTER_MISSING,
    &kind::FRONT_MATTER_UNCLOSED,
    &kind::KIND_UNKNOWN,
    &kind::ALIAS_WRONG,
    &kind::REPEAT_SKIPS,
    &kind::SAMPLE_UNTOUCHED,
    &markdown::NESTING_TOO_DEEP,
    &markdown::MARKUP_NEARLY,
    &markdown::HTML_REMOVED,
    &markdown::HTML_UNCLOSED,
    &markdown::PAGE_LEFTOVER,
    &markdown::LINK_UNSAFE,
    &markdown::NOT_FILLED,
    &markdown::IMAGE_REMOTE,
    &markdown::CLAUSE_UNRECOGNISED,
    &fact::FACT_WRONG,
    &fact::UNIT_UNKNOWN,
    &markdown::COMPONENT_WRONG,
    &THEME_MISSING,
    &theme::THEME_WRONG,
    &theme::TEMPLATE_MISSING,
    &theme::TEMPLATE_BROKEN,
    &theme::TEMPLATE_COSTLY,
    &import::IMPORT_CHANGES,
    &import::IMPORT_COMMENT,
    &import::IMPORT_TEXTBOX,
    &import::IMPORT_OBJECT,
    &import::IMPORT_HEADER,
    &import::IMPORT_NUMBER,
    &import::IMPORT_JOINED,
    &import::IMPORT_LINK,
    &import::IMPORT_BESIDE,
    &import::IMPORT_LAYOUT,
    &import::IMPORT_SCAN,
    &import::IMPORT_DATE,
    &import::IMPORT_TITLE,
    &import::IMPORT_KNOWN,
    &import::IMPORT_ADDRESS,
];

/// All rules.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    let checked = CHECKS.iter().flat_map(|check| check.rules);
    let inspected = INSPECTIONS.iter().flat_map(|inspection| inspection.rules);
    READING.iter().chain(checked).chain(inspected).copied()
}

/// The rule with this code; `None` when there is none.
pub fn named(code: &str) -> Option<&'static Rule> {
    rules().find(|rule| rule.code == code)
}

/// The rule of a diagnostic.
pub(super) fn of(code: &RuleCode) -> &'static Rule {
    named(code.as_str()).expect("a code is made of a rule, and the table has every rule")
}
