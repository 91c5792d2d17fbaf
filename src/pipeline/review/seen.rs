//! Pages as they are in one state of the site. What two states make of the same is not made to be compared.

use super::making::{Keys, Unlike};
use super::{Content, page_of, pages_of};
use crate::base::{Diagnostic, Fault, Fingerprint, OutputPath};
use crate::export::review::{self, PageWords, PlaceOfPage};
use crate::pipeline::export::published;
use crate::pipeline::resolve::ResolvedSite;
use crate::pipeline::{Builder, Progress, verify};
use crate::site::Route;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// A page in one state of the site.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// Its title.
    pub title: String,
    /// What it says; `None` when nobody looked, because the other state makes it of the same.
    pub said: Option<Said>,
    /// It is a draft.
    pub draft: bool,
    /// Fingerprint of its source; `None` of what is only known as it was published.
    pub source: Option<Fingerprint>,
}

/// What a page says.
#[derive(Debug, Clone)]
pub(super) struct Said {
    /// Fingerprint of its words.
    pub words: Fingerprint,
    /// It shows facts.
    pub facts: bool,
    /// Files that it shows or leads to, with what changes with their bytes, as far as it is known.
    pub files: BTreeMap<String, String>,
}

/// What a page says, without a look at its files.
struct Text {
    words: Fingerprint,
    facts: bool,
    files: BTreeSet<String>,
}

/// Pages by their addresses.
pub(super) type SeenPages = BTreeMap<String, Seen>;

impl Seen {
    /// Whether it is to be passed, after another state.
    pub fn differs(&self, old: &Self) -> bool {
        let source = self.source.zip(old.source).is_some_and(|(new, old)| new != old);
        let said = match (&self.said, &old.said) {
            (Some(new), Some(then)) => new.words != then.words || !self.replaced(old).is_empty(),
            (Some(_), None) => true,
            (None, _) => false,
        };
        said || self.draft != old.draft || source
    }

    /// Files that were there as well, with other bytes.
    pub fn replaced(&self, old: &Self) -> Vec<String> {
        let (Some(now), Some(then)) = (&self.said, &old.said) else {
            return Vec::new();
        };
        let files = now.files.iter();
        let other = files.filter(|(path, now)| then.files.get(*path).is_some_and(|then| then != *now));
        other.map(|(path, _)| path.clone()).collect()
    }

    /// Whether it shows facts.
    pub fn shows_facts(&self) -> bool {
        self.said.as_ref().is_some_and(|said| said.facts)
    }
}

impl Builder {
    /// Pages that somebody wrote, of those whose addresses are wanted, and what is wrong with templates. Those that are made of
    /// what is known are not looked at.
    pub(super) fn seen(
        &self,
        resolved: &ResolvedSite<'_>,
        wanted: &dyn Fn(&str) -> bool,
        known: &Keys,
        progress: &dyn Progress,
    ) -> Result<(SeenPages, Vec<Diagnostic>), Fault> {
        let site = resolved.views.site;
        let texts: Mutex<BTreeMap<String, Text>> = Mutex::default();
        let take = |address: &str, content: Content| {
            if let Content::Bytes(bytes) = content {
                let html = String::from_utf8_lossy(&bytes);
                let words = words_at(address, &html).unwrap_or_default();
                // Of all pages of a site together the words are too many to be kept.
                let text = Text {
                    words: Fingerprint::of(&words.blocks),
                    facts: html.contains("data-fact="),
                    files: words.files,
                };
                let mut texts = texts.lock().unwrap_or_else(PoisonError::into_inner);
                texts.insert(address.to_owned(), text);
            }
        };
        let sink = Unlike::new(known, &take);
        let is_wanted = |route: &Route| wanted(route.path.as_str()) && page_of(site, route).is_some();
        let wrong = self.make_some(resolved, &is_wanted, &sink, progress)?;
        let alike = sink.alike();
        let mut texts = texts.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut versions = Versions::of(resolved);
        let seen = pages_of(site).filter_map(|(route, page)| {
            let address = route.path.as_str();
            let said = texts.remove(address).map(|text| Said {
                words: text.words,
                facts: text.facts,
                files: versions.of_files(text.files),
            });
            if said.is_none() && !alike.contains(address) {
                return None;
            }
            let document = &site.pages[page].document;
            let seen = Seen {
                title: site.title(page),
                said,
                draft: document.front.draft,
                source: Some(document.body),
            };
            Some((address.to_owned(), seen))
        });
        Ok((seen.collect(), wrong))
    }
}

/// The words of a page of a site that begins at the root of its host, or works from a folder.
pub(super) fn words_at(address: &str, html: &str) -> Option<PageWords> {
    let place = PlaceOfPage {
        address,
        path: &str::to_owned,
    };
    review::words(html, &place)
}

/// What changes with the bytes of files, as they are published.
struct Versions<'v> {
    resolved: &'v ResolvedSite<'v>,
    known: BTreeMap<String, Option<String>>,
}

impl<'v> Versions<'v> {
    fn of(resolved: &'v ResolvedSite<'v>) -> Self {
        Self {
            resolved,
            known: BTreeMap::new(),
        }
    }

    /// Those of the files that the site has; what it makes itself is left out.
    fn of_files(&mut self, files: BTreeSet<String>) -> BTreeMap<String, String> {
        let each = files.into_iter();
        each.filter_map(|path| {
            let version = self.version(&path)?;
            Some((path, version))
        })
        .collect()
    }

    fn version(&mut self, path: &str) -> Option<String> {
        if let Some(known) = self.known.get(path) {
            return known.clone();
        }
        let (at, views) = (OutputPath::at(path), self.resolved.views);
        let bytes = published(views.site.files.get(&at), views.pictures, &at);
        let version = bytes.ok().flatten().map(|bytes| verify::version(&bytes));
        self.known.insert(path.to_owned(), version.clone());
        version
    }
}
