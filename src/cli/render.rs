//! A diagnostic as people read it on a terminal: rule, message, the line with a mark, and a way out.

use crate::base::control::visible;
use crate::base::message::Locale;
use crate::base::{Diagnostic, Level, Message, Span, Text};
use crate::message;
use crate::serve::{Excerpt, ExcerptReader};
use codespan_reporting::diagnostic::{self as drawn, Label, Severity};
use codespan_reporting::files::{Error, Files};
use codespan_reporting::term::{self, Config, Styles, StylesWriter, termcolor};
use std::io::Write;
use std::ops::Range;
use termcolor::{Buffer, ColorSpec, WriteColor};
use unicode_width::UnicodeWidthStr;

/// Draws a report, one diagnostic after the other.
pub fn report(report: &[Diagnostic], reader: &mut ExcerptReader<'_>, locale: Locale, color: bool) -> String {
    report
        .iter()
        .map(|diagnostic| one(diagnostic, reader, locale, color))
        .collect()
}

/// `2 个错误，1 个警告`
pub fn tally(report: &[Diagnostic]) -> Message {
    let count = |level| report.iter().filter(|found| found.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    message!(
        "{errors} 个错误，{warnings} 个警告",
        "errors: {errors}, warnings: {warnings}"
    )
}

fn one(diagnostic: &Diagnostic, reader: &mut ExcerptReader<'_>, locale: Locale, color: bool) -> String {
    let mut excerpts = Excerpts::default();
    let mut lost = Vec::new();
    let places = diagnostic.place.iter().map(|place| (place, None));
    let related = diagnostic
        .related
        .iter()
        .map(|(place, label)| (place, Some(label)));
    for (place, label) in places.chain(related) {
        match reader.excerpt(place) {
            Some(excerpt) => excerpts.add(place, excerpt, label.map(|label| label.to(locale))),
            None => lost.push(place),
        }
    }
    let mut text = header(diagnostic, locale, color);
    for place in lost {
        text.push_str(&format!(
            "{:1$}┌─ {2}\n",
            "",
            excerpts.gutter(),
            visible(&place.file)
        ));
    }
    text + &excerpts.draw(diagnostic, locale, color)
}

/// `错误[clause-not-found] 所引政策没有第四十九条`
fn header(diagnostic: &Diagnostic, locale: Locale, color: bool) -> String {
    let level = level_name(diagnostic.level);
    let styles = Styles::default();
    let (rule, message) = (&diagnostic.rule, visible(diagnostic.message.to(locale)));
    let mut out = buffer(color);
    put(
        &mut out,
        styles.header(severity(diagnostic.level)),
        &format!("{}[{rule}]", level.to(locale)),
    );
    put(&mut out, &styles.header_message, &format!(" {message}"));
    text(out) + "\n"
}

/// What a level is called.
pub fn level_name(level: Level) -> Text {
    match level {
        Level::Error => Text::new("错误", "error"),
        Level::Warning => Text::new("警告", "warning"),
    }
}

fn severity(level: Level) -> Severity {
    match level {
        Level::Error => Severity::Error,
        Level::Warning => Severity::Warning,
    }
}

fn buffer(color: bool) -> Buffer {
    if color { Buffer::ansi() } else { Buffer::no_color() }
}

fn put(out: &mut Buffer, style: &ColorSpec, text: &str) {
    // Writing into memory cannot fail.
    let _ = out
        .set_color(style)
        .and_then(|()| out.write_all(text.as_bytes()))
        .and_then(|()| out.reset());
}

fn text(buffer: Buffer) -> String {
    String::from_utf8_lossy(buffer.as_slice()).into_owned()
}

/// The lines that a diagnostic points at, each as a file of one line for the renderer. So a line of a
/// million characters is never drawn whole.
#[derive(Default)]
struct Excerpts {
    lines: Vec<(String, Excerpt)>,
    labels: Vec<Label<usize>>,
}

impl Excerpts {
    fn add(&mut self, place: &Span, excerpt: Excerpt, label: Option<&str>) {
        let (id, mark) = (self.lines.len(), excerpt.mark.clone());
        self.labels.push(match label {
            Some(label) => Label::secondary(id, mark).with_message(visible(label)),
            None => Label::primary(id, mark),
        });
        self.lines.push((visible(&place.file).into_owned(), excerpt));
    }

    /// How wide the renderer makes the column of line numbers, with the space behind it.
    fn gutter(&self) -> usize {
        self.lines
            .iter()
            .map(|(_, excerpt)| excerpt.line.to_string().len())
            .max()
            .unwrap_or(0)
            + 1
    }

    fn draw(&self, diagnostic: &Diagnostic, locale: Locale, color: bool) -> String {
        let notes = diagnostic
            .hint
            .iter()
            .map(|hint| visible(hint.to(locale)).into_owned())
            .collect();
        let drawing = drawn::Diagnostic::new(severity(diagnostic.level))
            .with_labels(self.labels.clone())
            .with_notes(notes);
        let (config, styles) = (Config::default(), Styles::default());
        let mut out = buffer(color);
        if term::emit_to_write_style(&mut StylesWriter::new(&mut out, &styles), &config, self, &drawing)
            .is_err()
        {
            // Our own excerpts always hold what they are asked for; if not, the header has to do.
            return "\n".to_owned();
        }
        let drawn = text(out);
        // The renderer's own first line says the level in English.
        drawn
            .split_once('\n')
            .map_or_else(String::new, |(_, rest)| rest.to_owned())
    }
}

impl<'a> Files<'a> for Excerpts {
    type FileId = usize;
    type Name = &'a str;
    type Source = &'a str;

    fn name(&'a self, id: usize) -> Result<&'a str, Error> {
        self.lines
            .get(id)
            .map(|(name, _)| name.as_str())
            .ok_or(Error::FileMissing)
    }

    fn source(&'a self, id: usize) -> Result<&'a str, Error> {
        self.lines
            .get(id)
            .map(|(_, excerpt)| excerpt.text.as_str())
            .ok_or(Error::FileMissing)
    }

    fn line_index(&'a self, _: usize, _: usize) -> Result<usize, Error> {
        Ok(0)
    }

    fn line_number(&'a self, id: usize, _: usize) -> Result<usize, Error> {
        self.lines
            .get(id)
            .map(|(_, excerpt)| excerpt.line)
            .ok_or(Error::FileMissing)
    }

    fn column_number(&'a self, id: usize, _: usize, _: usize) -> Result<usize, Error> {
        self.lines
            .get(id)
            .map(|(_, excerpt)| excerpt.column)
            .ok_or(Error::FileMissing)
    }

    fn line_range(&'a self, id: usize, _: usize) -> Result<Range<usize>, Error> {
        self.source(id).map(|text| 0..text.len())
    }
}

/// Columns that a text takes on a terminal: a Han character takes two.
pub fn width(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::NOT_TEXT;
    use std::sync::Arc;

    fn sample() -> Diagnostic {
        let (here, there): (Arc<str>, Arc<str>) =
            ("content/解读/提取.md".into(), "上游/content/政策/条例.md".into());
        Diagnostic::new(
            &NOT_TEXT,
            Span::new(&here, 14..43),
            Message::new("所引政策没有第四十九条", "no article 49"),
        )
        .see(
            Span::new(&there, 0..15),
            Message::new("全文到此为止", "the text ends here"),
        )
        .hint(Message::new("核对条号，或先更新上游", "check the number"))
    }

    fn text_of(file: &str) -> Option<String> {
        Some(if file.starts_with("上游") {
            "第四十七条 本条例自公布之日起施行。\n".to_owned()
        } else {
            "---\n---\n依据[[条例#第四十九条]]，可以提取。\n".to_owned()
        })
    }

    #[test]
    fn a_diagnostic_has_a_rule_a_place_and_a_way_out() {
        let text = report(
            &[sample()],
            &mut ExcerptReader::new(&text_of),
            Locale::Chinese,
            false,
        );
        let expected = "\
错误[not-text] 所引政策没有第四十九条
  ┌─ content/解读/提取.md:3:3
  │
3 │ 依据[[条例#第四十九条]]，可以提取。
  │     ^^^^^^^^^^^^^^^^^^^^^
  │
  ┌─ 上游/content/政策/条例.md:1:1
  │
1 │ 第四十七条 本条例自公布之日起施行。
  │ ---------- 全文到此为止
  │
  = 核对条号，或先更新上游

";
        assert_eq!(text, expected, "{text}");
    }

    #[test]
    fn english_is_said_where_it_is_asked_for() {
        let text = report(
            &[sample()],
            &mut ExcerptReader::new(&text_of),
            Locale::English,
            false,
        );
        assert!(text.starts_with("error[not-text] no article 49\n"), "{text}");
    }

    #[test]
    fn a_diagnostic_without_a_text_still_names_its_file() {
        let text = report(
            &[sample()],
            &mut ExcerptReader::new(&|_| None),
            Locale::Chinese,
            false,
        );
        assert_eq!(
            text,
            "错误[not-text] 所引政策没有第四十九条\n ┌─ content/解读/提取.md\n ┌─ 上游/content/政策/条例.md\n = 核对条号，或先更新上游\n\n"
        );
        let bare = Diagnostic {
            place: None,
            related: Vec::new(),
            hint: None,
            ..sample()
        };
        let text = report(
            &[bare],
            &mut ExcerptReader::new(&|_| None),
            Locale::Chinese,
            false,
        );
        assert_eq!(text, "错误[not-text] 所引政策没有第四十九条\n\n");
    }

    #[test]
    fn colours_go_to_terminals_only() {
        let colored = report(
            &[sample()],
            &mut ExcerptReader::new(&text_of),
            Locale::Chinese,
            true,
        );
        assert!(colored.contains("\u{1b}["));
        assert!(
            !report(
                &[sample()],
                &mut ExcerptReader::new(&text_of),
                Locale::Chinese,
                false
            )
            .contains('\u{1b}')
        );
    }
}
