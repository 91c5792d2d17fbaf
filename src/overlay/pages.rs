//! Which files stand for a content path.

use super::front;
use super::hide::Pattern;
use super::layers::SiteLayer;
use crate::base::{ContentPath, Diagnostic, Language, PageLanguage, Span};
use crate::document::FileForm;
use crate::document::split_path;
use crate::message;
use crate::rule;
use crate::source::{self, SourceFile};
use crate::yaml::FIELD_WRONG;
use std::collections::{BTreeMap, BTreeSet};

rule! { HIDE_UNMATCHED = "hide-unmatched", Layers, Warning, adjustable: true;
    means "`hide` 里的一项，上级没有这样的页面", "No upstream page matches an entry of `hide`";
    mend "核对路径，或删去这一项", "Check the path, or take the entry out";
}

/// A content path: path, language, and whether it is a section's own page.
pub type ContentKey = (ContentPath, PageLanguage, bool);

/// The files of one page, nearest first. All but the last one change only a part.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageFiles {
    /// Nearest first.
    pub files: Vec<SourceFile>,
}

/// The pages of a site, or of what is above it.
#[derive(Debug, Clone, Default)]
pub struct Pages {
    /// By content path.
    pub by_key: BTreeMap<ContentKey, PageFiles>,
    /// Files of upstream pages that a site leaves out, and which tier it was.
    pub hidden: BTreeMap<ContentKey, (SourceFile, usize)>,
    /// Files on a path that another file of the same site has.
    pub duplicates: Vec<SourceFile>,
}

impl PageFiles {
    /// The nearest file.
    pub fn file(&self) -> Option<&SourceFile> {
        self.files.first()
    }
}

/// The content path of a file.
pub fn key(inner: &str, languages: &[Language]) -> ContentKey {
    let (path, form, language) = split_path(inner, languages);
    (path, language, form == FileForm::Section)
}

/// The pages of a chain of sites, nearest first. `markdown` lists the Markdown files of each.
pub fn pages(
    sites: &[SiteLayer],
    markdown: &[Vec<SourceFile>],
    languages: &[Language],
    report: &mut Vec<Diagnostic>,
) -> Pages {
    let mut pages = Pages::default();
    for (number, site) in sites.iter().enumerate().rev() {
        leave_out(&mut pages, site, site.layer.number == 0, report);
        let mut own = BTreeSet::new();
        for file in &markdown[number] {
            let key = key(file.inner(), languages);
            let partly = pages.by_key.contains_key(&key)
                && !own.contains(&key)
                && source::read(file).is_ok_and(|text| front::inherits(&text));
            if own.insert(key.clone()) {
                pages.hidden.remove(&key);
                let stack = pages.by_key.entry(key).or_default();
                if !partly {
                    stack.files.clear();
                }
                if stack.files.is_empty() {
                    // Most pages are of one file: no room for three more.
                    stack.files.reserve_exact(1);
                }
                stack.files.insert(0, file.clone());
            } else {
                pages.duplicates.push(file.clone());
            }
        }
    }
    pages
}

/// Leaves out what a site hides of those above it.
fn leave_out(pages: &mut Pages, site: &SiteLayer, tell: bool, report: &mut Vec<Diagnostic>) {
    for written in &site.config.hide {
        let place = || Span::new(&site.config.file, written.at.clone());
        let name = &written.value;
        let Some(pattern) = Pattern::new(name) else {
            if tell {
                report.push(
                    Diagnostic::new(
                        &FIELD_WRONG,
                        place(),
                        message!("hide 里的 {name} 读不懂", "`{name}` of `hide` cannot be read"),
                    )
                    .hint(message!(
                        "写成 news/** 或 campaigns/x 这样",
                        "write it like news/** or campaigns/x"
                    )),
                );
            }
            continue;
        };
        let gone: Vec<ContentKey> = pages
            .by_key
            .iter()
            .filter(|(_, stack)| stack.file().is_some_and(|file| pattern.matches(file.inner())))
            .map(|(key, _)| key.clone())
            .collect();
        let again = pages
            .hidden
            .values()
            .any(|(file, by)| *by == site.layer.number && pattern.matches(file.inner()));
        if gone.is_empty() && !again && tell {
            report.push(
                Diagnostic::new(
                    &HIDE_UNMATCHED,
                    place(),
                    message!(
                        "上级没有 {name} 这样的页面",
                        "the upstream has no page like `{name}`"
                    ),
                )
                .hint(message!(
                    "核对路径，或删去这一项",
                    "check the path, or take it out"
                )),
            );
        }
        for key in gone {
            if let Some(file) = pages
                .by_key
                .remove(&key)
                .and_then(|stack| stack.files.into_iter().next())
            {
                pages.hidden.insert(key, (file, site.layer.number));
            }
        }
    }
}
