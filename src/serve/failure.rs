//! The page that replaces every page while the content has errors: what is wrong, where, and a
//! way out, in the order of the report, errors first.

use super::excerpt::{Excerpt, ExcerptReader};
use crate::base::control::visible;
use crate::base::message::Locale;
use crate::base::{Diagnostic, Fault, Level, Message, Span};
use crate::base::{han, html};
use crate::message;
use std::fmt::Write;

/// The page for a report with errors.
pub fn report_page(report: &[Diagnostic], excerpts: &mut ExcerptReader<'_>, locale: Locale) -> String {
    let count = |level| {
        report
            .iter()
            .filter(|diagnostic| diagnostic.level == level)
            .count()
    };
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    let lead = if warnings == 0 {
        message!(
            "{errors} 个错误。改好并保存后，这一页会自己消失。",
            "Errors: {errors}. This page goes away by itself once they are mended and saved."
        )
    } else {
        message!(
            "{errors} 个错误，{warnings} 个警告。改好错误并保存后，这一页会自己消失。",
            "Errors: {errors}, warnings: {warnings}. This page goes away by itself once the errors are mended and saved."
        )
    };
    let mut body = String::new();
    for level in [Level::Error, Level::Warning] {
        for diagnostic in report.iter().filter(|diagnostic| diagnostic.level == level) {
            article(&mut body, diagnostic, excerpts, locale);
        }
    }
    page(
        &Message::new("内容有错误", "The content has errors"),
        &lead,
        &body,
        locale,
    )
}

/// The page for a fault of the machine.
pub fn fault_page(fault: &Fault, locale: Locale) -> String {
    let mut body = String::new();
    let message = escape(fault.message.to(locale));
    let _ = write!(body, "<article class=\"error\">\n<h2>{message}</h2>\n");
    hint(&mut body, fault.hint.as_ref(), locale);
    body.push_str("</article>\n");
    let lead = Message::new(
        "排除后保存任意一个文件，预览会再试一次。",
        "When it is out of the way, save any file and the preview tries again.",
    );
    page(
        &Message::new("没能生成", "The site could not be made"),
        &lead,
        &body,
        locale,
    )
}

fn page(title: &Message, lead: &Message, body: &str, locale: Locale) -> String {
    let lang = match locale {
        Locale::Chinese => "zh-CN",
        Locale::English => "en",
    };
    let (title, lead) = (escape(title.to(locale)), escape(lead.to(locale)));
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/.wanjia/failure.css\">\n</head>\n\
         <body>\n<main>\n<h1>{title}</h1>\n<p class=\"lead\">{lead}</p>\n{body}</main>\n</body>\n</html>\n"
    )
}

fn article(out: &mut String, diagnostic: &Diagnostic, excerpts: &mut ExcerptReader<'_>, locale: Locale) {
    let (class, level) = match diagnostic.level {
        Level::Error => ("error", Message::new("错误", "error")),
        Level::Warning => ("warning", Message::new("警告", "warning")),
    };
    let (level, rule) = (level.to(locale), escape(diagnostic.rule.as_str()));
    let message = escape(diagnostic.message.to(locale));
    let _ = write!(
        out,
        "<article class=\"{class}\">\n<h2><span class=\"level\">{level}</span> <code>[{rule}]</code> {message}</h2>\n"
    );
    if let Some(place) = &diagnostic.place {
        excerpt(out, place, excerpts, None);
    }
    for (place, label) in &diagnostic.related {
        excerpt(out, place, excerpts, Some(label.to(locale)));
    }
    hint(out, diagnostic.hint.as_ref(), locale);
    out.push_str("</article>\n");
}

fn excerpt(out: &mut String, place: &Span, excerpts: &mut ExcerptReader<'_>, label: Option<&str>) {
    let file = escape(&place.file);
    let Some(excerpt) = excerpts.excerpt(place) else {
        let _ = writeln!(out, "<p class=\"place\">{file}</p>");
        return;
    };
    let _ = writeln!(
        out,
        "<p class=\"place\">{file}:{}:{}</p>",
        excerpt.line, excerpt.column
    );
    marked_line(out, &excerpt);
    if let Some(label) = label {
        let _ = writeln!(out, "<p class=\"note\">{}</p>", escape(label));
    }
}

/// The line, and below it a caret under the mark. An invisible copy of what is before the mark
/// keeps the caret in its place whatever the font makes of Chinese characters.
fn marked_line(out: &mut String, excerpt: &Excerpt) {
    let before = escape(&excerpt.text[..excerpt.mark.start]);
    let marked = escape(&excerpt.text[excerpt.mark.clone()]);
    let after = escape(&excerpt.text[excerpt.mark.end..]);
    let number = format!("{} | ", excerpt.line);
    let carets = "^".repeat(
        excerpt.text[excerpt.mark.clone()]
            .chars()
            .map(columns)
            .sum::<usize>()
            .clamp(1, 160),
    );
    let _ = write!(
        out,
        "<pre>{number}{before}<mark>{marked}</mark>{after}\n\
         <span class=\"ghost\" aria-hidden=\"true\">{number}{before}</span><span class=\"caret\">{carets}</span></pre>\n"
    );
}

/// A text as it is safe to be shown in HTML.
fn escape(text: &str) -> String {
    html::escape(&visible(text)).to_string()
}

/// A Chinese character is as wide as two Latin ones.
fn columns(c: char) -> usize {
    if han::is_cjk(c) || han::is_chinese_punctuation(c) {
        2
    } else {
        1
    }
}

fn hint(out: &mut String, hint: Option<&Message>, locale: Locale) {
    if let Some(hint) = hint {
        let _ = writeln!(out, "<p class=\"hint\">→ {}</p>", escape(hint.to(locale)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::URL_MISSING;
    use crate::yaml::YAML_BROKEN;
    use std::sync::Arc;

    fn report() -> Vec<Diagnostic> {
        let file: Arc<str> = "content/a.md".into();
        vec![
            Diagnostic::new(
                &URL_MISSING,
                Span::top(&"gone.md".into()),
                Message::new("断链", "broken link"),
            ),
            Diagnostic::new(
                &YAML_BROKEN,
                Span::new(&file, 4..10),
                Message::new("没有<这一条>", "no such clause"),
            )
            .hint(Message::new("核对\"条号\"", "check it")),
        ]
    }

    fn drawn(locale: Locale) -> String {
        let text_of = |file: &str| (file == "content/a.md").then(|| "a\nb<script>c".to_owned());
        report_page(&report(), &mut ExcerptReader::new(&text_of), locale)
    }

    #[test]
    fn every_diagnostic_is_told_with_its_place_and_way_out_errors_first() {
        let page = drawn(Locale::Chinese);
        assert!(page.contains("[yaml-broken]"));
        assert!(page.contains("content/a.md:2:3"));
        assert!(page.contains("<mark>script</mark>"), "{page}");
        assert!(page.contains("<span class=\"caret\">^^^^^^</span>"));
        assert!(page.find("yaml-broken") < page.find("url-missing"));
        assert!(page.contains("gone.md</p>"));
    }

    #[test]
    fn whatever_an_author_wrote_stays_text() {
        let page = drawn(Locale::Chinese);
        assert!(page.contains("没有&lt;这一条&gt;") && page.contains("核对&quot;条号&quot;"));
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn the_page_speaks_the_language_of_messages() {
        assert!(drawn(Locale::English).contains("<html lang=\"en\">"));
        assert!(drawn(Locale::Chinese).contains("1 个错误，1 个警告"));
    }
}
