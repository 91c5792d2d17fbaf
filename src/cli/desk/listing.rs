//! All pages of the site, for the list of the desk.

use super::refusal::Refusal;
use crate::base::message::Locale;
use crate::base::{Day, Diagnostic, Fault};
use crate::local::{self, FactStatus, LocalSite, PageState};
use crate::pipeline::{BuildOptions, Builder, ListedPage};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What the list shows.
#[derive(Serialize)]
pub struct Listing {
    /// The name of the site.
    name: String,
    /// It takes pages over from a site above.
    has_upstream: bool,
    /// Where pages can be looked at: `http://127.0.0.1:8080`, before their addresses.
    preview: String,
    /// What keeps the site from being read, in words.
    wrong: Vec<String>,
    pages: Vec<Entry>,
}

/// A page in the list.
#[derive(Serialize)]
struct Entry {
    /// By which the desk asks for it: `a/b`.
    path: String,
    /// Its file, from the root of the site; that of the upstream when the site has none of its own.
    file: String,
    title: String,
    /// English name of its kind, and what people call it; empty when the page could not be read.
    kind: String,
    kind_label: String,
    /// The site has a file of its own for it.
    own: bool,
    /// How it stands to the upstream: `local`, `inherited`, `overridden`, …
    state: PageState,
    draft: bool,
    early: bool,
    /// Its address in the preview.
    href: Option<String>,
}

/// Lists pages; `builder` is kept from time to time, and remembers what it read.
pub fn listing(
    root: &Path,
    builder: &mut Builder,
    preview: String,
    locale: Locale,
) -> Result<Listing, Refusal> {
    let today = Day::today_in_shanghai();
    let order = BuildOptions {
        root: root.to_owned(),
        url: None,
        drafts: true,
        early: true,
        clock: today,
        today,
    };
    let local = LocalSite::open(root)?;
    let words = |told: &[Diagnostic]| told.iter().map(|told| in_words(told, locale)).collect();
    let (listed, wrong) = match builder.pages(&order)? {
        Ok(pages) => (pages, Vec::new()),
        Err(told) => (Vec::new(), words(&told)),
    };
    let status = local::state(&local, today);
    let states: BTreeMap<&str, PageState> = status
        .pages
        .iter()
        .map(|page| (stem(&page.path), page.state))
        .collect();
    let own: BTreeSet<&str> = local.own.iter().map(|file| file.inner()).collect();
    let mut pages: Vec<Entry> = listed
        .iter()
        .map(|page| entry(page, own.contains(page.inner.as_str()), &states))
        .collect();
    let known: BTreeSet<String> = pages.iter().map(|page| page.path.clone()).collect();
    // What is withdrawn, over or broken is no page, and must be mended all the same.
    let rest = own.iter().filter(|inner| !known.contains(stem(inner)));
    pages.extend(rest.map(|inner| unlisted(inner, &states)));
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Listing {
        name: local.config.name.clone(),
        has_upstream: local.chain.layers.len() > 1,
        preview,
        wrong,
        pages,
    })
}

/// What is wrong, and in which file.
fn in_words(told: &Diagnostic, locale: Locale) -> String {
    let message = told.message.to(locale);
    match &told.place {
        Some(place) => format!("{}: {message}", place.file),
        None => message.to_owned(),
    }
}

fn entry(page: &ListedPage, own: bool, states: &BTreeMap<&str, PageState>) -> Entry {
    let path = stem(&page.inner).to_owned();
    let file = if own {
        format!("content/{}", page.inner)
    } else {
        page.inner.clone()
    };
    Entry {
        state: states.get(&*path).copied().unwrap_or(usual(own)),
        file,
        title: page.title.clone(),
        kind: page.kind.clone(),
        kind_label: page.kind_label.clone(),
        own,
        draft: page.is_draft,
        early: page.is_early,
        href: Some(page.href.clone()),
        path,
    }
}

/// A file of the site's own that is no page now.
fn unlisted(inner: &str, states: &BTreeMap<&str, PageState>) -> Entry {
    let path = stem(inner).to_owned();
    Entry {
        state: states.get(&*path).copied().unwrap_or(PageState::Local),
        file: format!("content/{inner}"),
        title: path.clone(),
        kind: String::new(),
        kind_label: String::new(),
        own: true,
        draft: false,
        early: false,
        href: None,
        path,
    }
}

/// A path without `.md`.
fn stem(inner: &str) -> &str {
    inner.strip_suffix(".md").unwrap_or(inner)
}

fn usual(own: bool) -> PageState {
    if own {
        PageState::Local
    } else {
        PageState::Inherited
    }
}

/// How the facts of the site stand.
pub fn facts(root: &Path) -> Result<Vec<FactStatus>, Fault> {
    let local = LocalSite::open(root)?;
    Ok(local::state(&local, Day::today_in_shanghai()).facts)
}
