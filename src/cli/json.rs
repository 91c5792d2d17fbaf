//! The JSON that programs read; its keys are the same in both languages.

use crate::base::message::Locale;
use crate::base::{Diagnostic, Fault, Level};
use crate::local::Status;
use crate::pipeline::{Outcome, Published};
use crate::serve::Finder;
use serde::Serialize;
use std::time::Duration;

#[derive(Serialize)]
struct Build<'a> {
    pages: usize,
    written: usize,
    unchanged: usize,
    removed: usize,
    seconds: f64,
    diagnostics: Vec<Line<'a>>,
}

/// A diagnostic, the same in every command.
#[derive(Serialize)]
struct Line<'a> {
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
    error: Words<'a>,
}

#[derive(Serialize)]
struct Words<'a> {
    message: &'a str,
    hint: Option<&'a str>,
}

/// What a build came to.
pub fn build(
    outcome: &Outcome,
    published: &Published,
    took: Duration,
    finder: &mut Finder<'_>,
    tongue: Locale,
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
            .map(|found| diagnostic(found, finder, tongue))
            .collect(),
    })
}

#[derive(Serialize)]
struct Standing<'a> {
    #[serde(flatten)]
    status: &'a Status,
    diagnostics: Vec<Line<'a>>,
}

/// How a site stands to its upstream.
pub fn status(status: &Status, told: &[Diagnostic], finder: &mut Finder<'_>, tongue: Locale) -> String {
    line(&Standing {
        status,
        diagnostics: told
            .iter()
            .map(|found| diagnostic(found, finder, tongue))
            .collect(),
    })
}

/// Why a command could not be carried out.
pub fn fault(fault: &Fault, tongue: Locale) -> String {
    let hint = fault.hint.as_ref().map(|hint| hint.to(tongue));
    line(&Failure {
        error: Words {
            message: fault.message.to(tongue),
            hint,
        },
    })
}

fn diagnostic<'a>(found: &'a Diagnostic, finder: &mut Finder<'_>, tongue: Locale) -> Line<'a> {
    let spot = found.place.as_ref().and_then(|place| finder.spot(place));
    Line {
        rule: found.rule.as_str(),
        level: found.level,
        message: found.message.to(tongue),
        file: found.place.as_ref().map(|place| &*place.file),
        line: spot.as_ref().map(|spot| spot.line),
        column: spot.as_ref().map(|spot| spot.column),
        hint: found.hint.as_ref().map(|hint| hint.to(tongue)),
    }
}

fn line(value: &impl Serialize) -> String {
    // Texts, numbers and lists of them can always be written as JSON.
    serde_json::to_string(value).unwrap_or_default() + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::{Message, Span};
    use crate::config::URL_MISSING;
    use crate::site::LINK_BROKEN;

    #[test]
    fn a_build_is_told_in_the_shape_of_the_contract() {
        let place = Span::new(&"content/a.md".into(), 7..10);
        let diagnostics = vec![
            Diagnostic::new(&LINK_BROKEN, place, Message::new("断链", "broken"))
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
            reread: 0,
            rendered: 0,
        };
        let text_of = |_: &str| Some("一\n二三".to_owned());
        let (published, took) = (
            Published {
                written: 1,
                ..Published::default()
            },
            Duration::from_micros(1_234_567),
        );
        assert_eq!(
            build(
                &outcome,
                &published,
                took,
                &mut Finder::new(&text_of),
                Locale::English
            ),
            "{\"pages\":3,\"written\":1,\"unchanged\":0,\"removed\":0,\"seconds\":1.235,\"diagnostics\":[\
             {\"rule\":\"link-broken\",\"level\":\"error\",\"message\":\"broken\",\"file\":\"content/a.md\",\"line\":2,\"column\":2,\"hint\":\"mend\"},\
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
    }
}
