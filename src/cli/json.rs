//! The JSON that programs read; its keys are the same in both languages.

use super::verify::SignatureState;
use crate::base::control::is_control;
use crate::base::message::Locale;
use crate::base::{Diagnostic, Fault, Level};
use crate::local::SiteStatus;
use crate::pipeline::next::Change;
use crate::pipeline::verify::Mismatch;
use crate::pipeline::{Outcome, PublishSummary};
use crate::serve::ExcerptReader;
use serde::Serialize;
use std::time::Duration;

#[derive(Serialize)]
struct Build<'a> {
    pages: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
    seconds: f64,
    diagnostics: Vec<DiagnosticEntry<'a>>,
}

/// A diagnostic, the same in every command.
#[derive(Serialize)]
struct DiagnosticEntry<'a> {
    rule: &'a str,
    level: Level,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    hint: Option<&'a str>,
}

#[derive(Serialize)]
struct Failure<'a> {
    error: BilingualText<'a>,
}

#[derive(Serialize)]
struct BilingualText<'a> {
    message: &'a str,
    hint: Option<&'a str>,
}

/// What a build came to.
pub fn build(
    outcome: &Outcome,
    published: &PublishSummary,
    took: Duration,
    excerpts: &mut ExcerptReader<'_>,
    locale: Locale,
) -> String {
    line(&Build {
        pages: outcome.pages,
        written: published.written,
        unchanged: published.unchanged,
        removed: published.removed,
        seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0,
        diagnostics: outcome
            .diagnostics
            .iter()
            .map(|found| diagnostic(found, excerpts, locale))
            .collect(),
    })
}

#[derive(Serialize)]
struct Check<'a> {
    pages: usize,
    seconds: f64,
    diagnostics: Vec<DiagnosticEntry<'a>>,
}

/// What an inspection came to.
pub fn check(outcome: &Outcome, took: Duration, excerpts: &mut ExcerptReader<'_>, locale: Locale) -> String {
    let found = outcome.diagnostics.iter();
    line(&Check {
        pages: outcome.pages,
        seconds: (took.as_secs_f64() * 1000.0).round() / 1000.0,
        diagnostics: found.map(|found| diagnostic(found, excerpts, locale)).collect(),
    })
}

#[derive(Serialize)]
struct Changes<'a> {
    changes: &'a [Change],
}

/// What changes by itself.
pub fn changes(changes: &[Change]) -> String {
    line(&Changes { changes })
}

#[derive(Serialize)]
struct Verified<'a> {
    files: &'a [Mismatch],
    signature: SignatureState,
}

/// Files of a published site that are not the manifest's, and how its signature stands.
pub fn verified(files: &[Mismatch], signature: SignatureState) -> String {
    line(&Verified { files, signature })
}

#[derive(Serialize)]
struct StatusReport<'a> {
    #[serde(flatten)]
    status: &'a SiteStatus,
    diagnostics: Vec<DiagnosticEntry<'a>>,
}

/// A document that became a page.
#[derive(Serialize)]
pub struct ImportedEntry<'a> {
    source: &'a str,
    page: &'a str,
    kind: &'a str,
    diagnostics: Vec<DiagnosticEntry<'a>>,
}

impl<'a> ImportedEntry<'a> {
    /// A document, the page that it became, and what is to be told of it.
    pub fn new(
        source: &'a str,
        page: &'a str,
        kind: &'a str,
        told: &'a [Diagnostic],
        excerpts: &mut ExcerptReader<'_>,
        locale: Locale,
    ) -> Self {
        let diagnostics = told
            .iter()
            .map(|found| diagnostic(found, excerpts, locale))
            .collect();
        Self {
            source,
            page,
            kind,
            diagnostics,
        }
    }
}

/// A document that became no page, and why.
#[derive(Serialize)]
pub struct FailedEntry<'a> {
    /// The file.
    pub source: &'a str,
    /// Why.
    pub message: &'a str,
    /// A way out.
    pub hint: Option<&'a str>,
}

#[derive(Serialize)]
struct ImportReport<'a> {
    imported: Vec<ImportedEntry<'a>>,
    failed: Vec<FailedEntry<'a>>,
}

/// What an import came to.
pub fn import<'a>(imported: Vec<ImportedEntry<'a>>, failed: Vec<FailedEntry<'a>>) -> String {
    line(&ImportReport { imported, failed })
}

/// The state of a site relative to its upstream.
pub fn status(
    status: &SiteStatus,
    told: &[Diagnostic],
    excerpts: &mut ExcerptReader<'_>,
    locale: Locale,
) -> String {
    line(&StatusReport {
        status,
        diagnostics: told
            .iter()
            .map(|found| diagnostic(found, excerpts, locale))
            .collect(),
    })
}

/// Why a command could not be carried out.
pub fn fault(fault: &Fault, locale: Locale) -> String {
    let hint = fault.hint.as_ref().map(|hint| hint.to(locale));
    line(&Failure {
        error: BilingualText {
            message: fault.message.to(locale),
            hint,
        },
    })
}

fn diagnostic<'a>(
    found: &'a Diagnostic,
    excerpts: &mut ExcerptReader<'_>,
    locale: Locale,
) -> DiagnosticEntry<'a> {
    let excerpt = found.place.as_ref().and_then(|place| excerpts.excerpt(place));
    DiagnosticEntry {
        rule: found.rule.as_str(),
        level: found.level,
        message: found.message.to(locale),
        file: found.place.as_ref().map(|place| &*place.file),
        line: excerpt.as_ref().map(|excerpt| excerpt.line),
        column: excerpt.as_ref().map(|excerpt| excerpt.column),
        hint: found.hint.as_ref().map(|hint| hint.to(locale)),
    }
}

/// Diagnostics, the same in every command.
pub fn diagnostics(
    found: &[Diagnostic],
    excerpts: &mut ExcerptReader<'_>,
    locale: Locale,
) -> serde_json::Value {
    let entries: Vec<DiagnosticEntry<'_>> = found
        .iter()
        .map(|found| diagnostic(found, excerpts, locale))
        .collect();
    serde_json::to_value(entries).expect("what is told is JSON")
}

/// A value as a line.
pub fn line(value: &impl Serialize) -> String {
    // Texts, numbers and lists of them can always be written as JSON.
    let json = serde_json::to_string(value).expect("what is told is JSON");
    let mut out = String::with_capacity(json.len() + 1);
    for c in json.chars() {
        // JSON itself asks for that of the first 32 only; people look at it on terminals.
        if is_control(c) {
            out.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Message, Span};
    use crate::config::URL_MISSING;
    use crate::yaml::YAML_BROKEN;

    #[test]
    fn a_build_is_told_in_the_shape_of_the_contract() {
        let place = Span::new(&"content/a.md".into(), 7..10);
        let diagnostics = vec![
            Diagnostic::new(&YAML_BROKEN, place, Message::new("断链", "broken"))
                .hint(Message::new("改", "mend")),
            Diagnostic {
                place: None,
                ..Diagnostic::new(&URL_MISSING, Span::top(&"x".into()), Message::new("缺", "none"))
            },
        ];
        let outcome = Outcome {
            pages: 3,
            diagnostics,
            failed: true,
            made: 0,
            parsed: 0,
            reparsed: 0,
            rendered: 0,
            name: String::new(),
            unsigned: 0,
            ..Outcome::default()
        };
        let text_of = |_: &str| Some("一\n二三".to_owned());
        let (published, took) = (
            PublishSummary {
                written: 1,
                ..PublishSummary::default()
            },
            Duration::from_micros(1_234_567),
        );
        assert_eq!(
            build(
                &outcome,
                &published,
                took,
                &mut ExcerptReader::new(&text_of),
                Locale::English
            ),
            "{\"pages\":3,\"written\":1,\"unchanged\":0,\"removed\":0,\"seconds\":1.235,\"diagnostics\":[\
             {\"rule\":\"yaml-broken\",\"level\":\"error\",\"message\":\"broken\",\"file\":\"content/a.md\",\"line\":2,\"column\":2,\"hint\":\"mend\"},\
             {\"rule\":\"url-missing\",\"level\":\"warning\",\"message\":\"none\",\"file\":null,\"line\":null,\"column\":null,\"hint\":null}]}\n"
        );
    }

    #[test]
    fn a_fault_is_told_with_its_way_out() {
        let found = Fault::new(Message::new("满了", "full")).hint(Message::new("腾", "free"));
        assert_eq!(
            fault(&found, Locale::Chinese),
            "{\"error\":{\"message\":\"满了\",\"hint\":\"腾\"}}\n"
        );
        let odd = fault(
            &Fault::new(Message::new("一\u{202e}\u{9b}\u{7}", "")),
            Locale::Chinese,
        );
        assert!(odd.contains("一\\u202e\\u009b\\u0007"), "{odd}");
    }
}
