//! What inspection found on a page, as a part of the preview that is closed until somebody opens it. No published page has it.

use super::excerpt::ExcerptReader;
use crate::base::html::escape;
use crate::base::message::Locale;
use crate::base::{Diagnostic, Fingerprint, Level, Message, OutputPath};
use crate::message;
use crate::pipeline::Outcome;
use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

/// Panels by the paths of their pages in the output.
pub type Panels = BTreeMap<Arc<str>, Arc<str>>;

/// More than that nobody reads on a page; `wanjia check` says all.
const MOST: usize = 100;

/// Where the home page is: it shows what is found in no page.
const HOME: &str = "index.html";

/// Panels as they were made last, by the paths of their pages, with the number of what they were made of.
#[derive(Debug, Default)]
pub struct KnownPanels(HashMap<Arc<str>, (u64, Arc<str>)>);

impl KnownPanels {
    /// A panel for each page of which something was found. `state` tells files apart that have changed: a finding may be at
    /// the same byte on another line.
    pub fn panels(
        &mut self,
        outcome: &Outcome,
        excerpts: &mut ExcerptReader<'_>,
        state: &dyn Fn(&str) -> Option<Fingerprint>,
        locale: Locale,
    ) -> Panels {
        let home: Arc<str> = HOME.into();
        let mut by_page: HashMap<Arc<str>, Vec<&Diagnostic>> = HashMap::new();
        // They come file by file.
        for of_file in outcome.findings.chunk_by(|one, next| file(one) == file(next)) {
            let address = file(&of_file[0]).and_then(|file| outcome.addresses.get(file));
            let address = address.map_or_else(|| home.clone(), OutputPath::text);
            by_page.entry(address).or_default().extend(of_file);
        }
        let mut known = HashMap::with_capacity(by_page.len());
        for (address, found) in by_page {
            let number = number(&found, state);
            let made = match self.0.remove(&address) {
                Some((of, made)) if of == number => made,
                _ => panel(&found, excerpts, locale).into(),
            };
            known.insert(address, (number, made));
        }
        self.0 = known;
        let panels = self.0.iter();
        panels
            .map(|(address, (_, panel))| (address.clone(), panel.clone()))
            .collect()
    }
}

/// The file of which something was found.
fn file(found: &Diagnostic) -> Option<&Arc<str>> {
    found.place.as_ref().map(|place| &place.file)
}

/// The number of what a panel is made of.
fn number(found: &[&Diagnostic], state: &dyn Fn(&str) -> Option<Fingerprint>) -> u64 {
    let mut hasher = DefaultHasher::new();
    let mut last = "";
    for one in found {
        one.hash(&mut hasher);
        if let Some(place) = one.place.as_ref().filter(|place| *place.file != *last) {
            last = &place.file;
            state(last).hash(&mut hasher);
        }
    }
    hasher.finish()
}

/// How many errors and warnings there are.
pub fn tally<'d>(found: impl Iterator<Item = &'d Diagnostic> + Clone) -> Message {
    let count = |level| found.clone().filter(|found| found.level == level).count();
    let (errors, warnings) = (count(Level::Error), count(Level::Warning));
    message!(
        "检查：{errors} 个错误，{warnings} 个警告",
        "Inspection: errors: {errors}, warnings: {warnings}"
    )
}

fn panel(found: &[&Diagnostic], excerpts: &mut ExcerptReader<'_>, locale: Locale) -> String {
    let language = match locale {
        Locale::Chinese => "zh-CN",
        Locale::English => "en",
    };
    let title = tally(found.iter().copied());
    let name = message!(
        "检查的结果，只在预览里",
        "What inspection found, in the preview only"
    );
    let mut out = format!(
        "<aside class=\"wanjia-findings\" lang=\"{language}\" aria-label=\"{}\"><link rel=\"stylesheet\" href=\"/.wanjia/panel.css\">\
         <details><summary>{}</summary><ol>",
        escape(name.to(locale)),
        escape(title.to(locale)),
    );
    let of = |level| found.iter().filter(move |found| found.level == level);
    for finding in of(Level::Error).chain(of(Level::Warning)).take(MOST) {
        entry(&mut out, finding, excerpts, locale);
    }
    out + "</ol></details></aside>\n"
}

fn entry(out: &mut String, found: &Diagnostic, excerpts: &mut ExcerptReader<'_>, locale: Locale) {
    let (class, level) = match found.level {
        Level::Error => ("error", message!("错误", "error")),
        Level::Warning => ("warning", message!("警告", "warning")),
    };
    let _ = write!(
        out,
        "<li class=\"{class}\"><p><strong>{}</strong> {} <code>{}</code></p>",
        escape(level.to(locale)),
        escape(found.message.to(locale)),
        escape(found.rule.as_str()),
    );
    if let Some(place) = &found.place {
        let file = escape(&place.file);
        let _ = match excerpts.excerpt(place) {
            Some(excerpt) => write!(out, "<p>{file}:{}</p>", excerpt.line),
            None => write!(out, "<p>{file}</p>"),
        };
    }
    if let Some(hint) = &found.hint {
        let _ = write!(out, "<p>→ {}</p>", escape(hint.to(locale)));
    }
    out.push_str("</li>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Span;
    use crate::config::URL_MISSING;

    #[test]
    fn a_panel_is_closed_says_errors_first_and_holds_no_mark_of_the_text() {
        let told = |text: &str, level| {
            Diagnostic::new(
                &URL_MISSING,
                Span::new(&"content/a.md".into(), 4..7),
                Message::new(text, text),
            )
            .at_level(level)
            .hint(Message::new("改", "mend"))
        };
        let outcome = Outcome {
            findings: vec![told("<b>甲</b>", Level::Warning), told("乙", Level::Error)],
            addresses: BTreeMap::from([("content/a.md".into(), OutputPath::at("a/"))]),
            ..Outcome::default()
        };
        let text_of = |_: &str| Some("一\n二\n".to_owned());
        let mut known = KnownPanels::default();
        let mut panels = |text_of: &dyn Fn(&str) -> Option<String>, look: u64| {
            let look = move |_: &str| Some(Fingerprint::of(&look));
            known.panels(&outcome, &mut ExcerptReader::new(text_of), &look, Locale::Chinese)
        };
        let first = panels(&text_of, 7);
        // What is in a file that looks as it did is not asked again.
        assert_eq!(panels(&|_| None, 7), first);
        assert!(panels(&|_| Some("一二\n".to_owned()), 8)["a/index.html"].contains("content/a.md:1"));
        let panel = &first["a/index.html"];
        assert!(
            panel.contains("<details><summary>检查：1 个错误，1 个警告</summary>"),
            "{panel}"
        );
        let (error, warning) = (panel.find("乙").unwrap(), panel.find("&lt;b&gt;甲").unwrap());
        assert!(
            error < warning && panel.contains("content/a.md:2") && panel.contains("→ 改"),
            "{panel}"
        );
    }
}
