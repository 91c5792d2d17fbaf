//! The report for people: by page, with the sentence, why, by which norm, and what to do; a file by itself that prints well
//! and can be kept as a record.

use super::Inspected;
use crate::base::html::escape;
use crate::base::message::Locale;
use crate::base::{Diagnostic, Text};
use crate::check::{self, inspect};
use crate::cli::render::{self, level_name};
use crate::serve::ExcerptReader;
use std::fmt::Write;

const STYLE: &str = include_str!("report.css");

/// The whole page.
pub(super) fn report(inspected: &Inspected<'_>, excerpts: &mut ExcerptReader<'_>, locale: Locale) -> String {
    let title = Text::new("检查记录", "Record of inspection").to(locale);
    let lang = match locale {
        Locale::Chinese => "zh-CN",
        Locale::English => "en",
    };
    let outcome = inspected.outcome;
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{name} · {title} · {day}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{name} {title}</h1>\n",
        name = escape(&outcome.name),
        day = inspected.day,
    );
    head(&mut out, inspected, locale);
    let mut rest = outcome.diagnostics.as_slice();
    while let Some(first) = rest.first() {
        let file = file_of(first);
        let count = rest.iter().take_while(|found| file_of(found) == file).count();
        let (page, others) = rest.split_at(count);
        section(&mut out, inspected, page, excerpts, locale);
        rest = others;
    }
    out + "</main>\n</body>\n</html>\n"
}

fn file_of(found: &Diagnostic) -> Option<&str> {
    found.place.as_ref().map(|place| &*place.file)
}

fn head(out: &mut String, inspected: &Inspected<'_>, locale: Locale) {
    let tally = render::tally(&inspected.outcome.diagnostics);
    let rows = [
        (Text::new("检查日期", "Day"), inspected.day.to_string()),
        (
            Text::new("程序版本", "Version"),
            format!("wanjia {}", env!("CARGO_PKG_VERSION")),
        ),
        (Text::new("页面", "Pages"), inspected.outcome.pages.to_string()),
        (Text::new("结果", "Result"), tally.to(locale).to_owned()),
    ];
    out.push_str("<dl class=\"facts\">\n");
    for (name, value) in rows {
        let _ = writeln!(
            out,
            "<div><dt>{}</dt><dd>{}</dd></div>",
            name.to(locale),
            escape(&value)
        );
    }
    out.push_str("</dl>\n");
    if inspected.outcome.diagnostics.is_empty() {
        let none = Text::new("没有发现问题。", "Nothing was found.");
        let _ = writeln!(out, "<p class=\"none\">{}</p>", none.to(locale));
    }
}

/// The findings of one file.
fn section(
    out: &mut String,
    inspected: &Inspected<'_>,
    page: &[Diagnostic],
    excerpts: &mut ExcerptReader<'_>,
    locale: Locale,
) {
    let file = page.first().and_then(file_of).unwrap_or("site.yaml");
    let title = inspected.outcome.titles.get(file).map_or(file, String::as_str);
    let _ = writeln!(
        out,
        "<section>\n<h2>{}</h2>\n<p class=\"file\">{}</p>\n<ol>",
        escape(title),
        escape(file)
    );
    for found in page {
        finding(out, found, excerpts, locale);
    }
    out.push_str("</ol>\n</section>\n");
}

fn finding(out: &mut String, found: &Diagnostic, excerpts: &mut ExcerptReader<'_>, locale: Locale) {
    let rule =
        check::named(found.rule.as_str()).expect("a code is made of a rule, and the table has every rule");
    let class = found.rule.as_str();
    let level = level_name(found.level);
    let _ = writeln!(
        out,
        "<li class=\"{}\">\n<h3><span class=\"level\">{}</span> {} <code>{class}</code></h3>",
        level.to(Locale::English),
        level.to(locale),
        escape(found.message.to(locale)),
    );
    if let Some(excerpt) = found.place.as_ref().and_then(|place| excerpts.excerpt(place)) {
        let (mark, text) = (excerpt.mark.clone(), &excerpt.text);
        if !text.trim().is_empty() {
            let _ = writeln!(
                out,
                "<blockquote><span class=\"line\">{}</span>{}<mark>{}</mark>{}</blockquote>",
                Text::new("第 # 行：", "Line #: ")
                    .to(locale)
                    .replace('#', &excerpt.line.to_string()),
                escape(&text[..mark.start]),
                escape(&text[mark.clone()]),
                escape(&text[mark.end..]),
            );
        }
    }
    let remedy = found
        .hint
        .as_ref()
        .map_or(rule.remedy.to(locale), |hint| hint.to(locale));
    let mut rows = vec![
        (Text::new("为什么", "Why"), rule.meaning.to(locale)),
        (Text::new("怎么办", "What to do"), remedy),
    ];
    rows.extend(inspect::norm(rule).map(|norm| (Text::new("依据", "By"), norm)));
    out.push_str("<dl>\n");
    for (name, value) in rows {
        let _ = writeln!(out, "<dt>{}</dt><dd>{}</dd>", name.to(locale), escape(value));
    }
    out.push_str("</dl>\n</li>\n");
}
