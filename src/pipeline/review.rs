//! Pages for those who pass them: what changed since another state of the site is found by the words of finished pages, so that a
//! fact that changed brings along every page that shows it.

mod former;
mod making;
mod seen;

use super::export::{begin, concerns, of_the_same, untouched};
use super::resolve::ResolvedSite;
use super::{BuildOptions, Builder, Progress};
use crate::base::{Day, Diagnostic, Fault, PageId};
use crate::check;
use crate::document::Document;
use crate::export::review::{self, OldWords, PAGES, PageState, PageWords, Review, ReviewedPage, Signed};
use crate::message;
use crate::site::{Route, RouteKind, Site, signatures};
use former::Former;
use seen::{Seen, words_at};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// More pages than these nobody can pass at once.
const MOST_PAGES: usize = 2000;

/// What the manifest of a review says that it is about.
const ABOUT: &str = "review";

/// What the pages are compared with.
#[derive(Debug)]
pub enum Compared<'o> {
    /// The site as it was.
    Former {
        /// A folder of its own.
        root: &'o Path,
        /// What it is called in Chinese, as it stands in a sentence.
        called: String,
        /// Its upstream is the one of today.
        upstream_of_today: bool,
    },
    /// What was published last, in its folder.
    Published(&'o Path),
    /// Files that were written on this day or after it are taken for changed; the folder that was published last tells what they
    /// said, where there is one.
    Dates(Day, Option<&'o Path>),
    /// Nothing: all pages are new.
    Nothing,
}

/// What came of it.
#[derive(Debug)]
pub struct ReviewOutcome {
    /// Pages that are to be passed.
    pub pages: usize,
    /// Pages that are no longer there.
    pub removed: usize,
    /// What may be wrong with these pages or with the site as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// The files; `None` when something is wrong, or nothing has changed.
    pub files: Option<ReviewFiles>,
}

/// The files of a review, not written yet: each with its path.
#[derive(Debug)]
pub struct ReviewFiles(Files);

/// Files with their paths.
type Files = Vec<(String, Content)>;

#[derive(Debug)]
enum Content {
    Bytes(Vec<u8>),
    File(PathBuf),
}

impl ReviewFiles {
    /// Makes a folder hold these files and no others of an earlier export.
    pub fn write(&self, folder: &Path) -> Result<(), Fault> {
        of_the_same(folder, ABOUT)?;
        untouched(folder)?;
        let publication = begin(folder)?.about(ABOUT);
        for (path, content) in &self.0 {
            match content {
                Content::Bytes(bytes) => publication.write(path, bytes)?,
                Content::File(from) => publication.copy(path, from)?,
            }
        }
        publication.commit().map(drop)
    }

    /// All files with their bytes, for an archive.
    pub fn read(self) -> Result<Vec<(String, Vec<u8>)>, Fault> {
        let read = |(path, content)| match content {
            Content::Bytes(bytes) => Ok((path, bytes)),
            Content::File(from) => match std::fs::read(&from) {
                Ok(bytes) => Ok((path, bytes)),
                Err(error) => Err(Fault::io("读取", "read", &from, &error)),
            },
        };
        self.0.into_iter().map(read).collect()
    }
}

impl Builder {
    /// Makes what goes to those who pass it. With an error in one of the pages, or in what is no page, there are no files.
    pub fn review(
        &mut self,
        options: &BuildOptions,
        compared: &Compared<'_>,
        progress: &dyn Progress,
    ) -> Result<ReviewOutcome, Fault> {
        let mut former = Former::of(compared, options)?;
        (self.portable, self.reviewing) = (true, true);
        let done = self.resolve(options, progress, |builder, resolved, report| {
            builder.reviewed(resolved, report, options, (compared, &mut former), progress)
        })?;
        self.save();
        Ok(done.unwrap_or_else(|diagnostics| ReviewOutcome {
            pages: 0,
            removed: 0,
            diagnostics,
            files: None,
        }))
    }

    fn reviewed(
        &self,
        resolved: &ResolvedSite<'_>,
        mut report: Vec<Diagnostic>,
        options: &BuildOptions,
        (compared, former): (&Compared<'_>, &mut Former),
        progress: &dyn Progress,
    ) -> Result<ReviewOutcome, Fault> {
        let site = resolved.views.site;
        if let Compared::Nothing = compared {
            few_enough(pages_of(site).count())?;
        }
        let known = former.keys_for(site);
        let (seen, wrong) = self.seen(resolved, &|_| true, &known, progress)?;
        former.look_at(&seen, options)?;
        let changed = self.changed(site, &seen, compared, former);
        few_enough(changed.len())?;
        let removed = removed(site, &seen, former);
        let documents: Vec<&Document> = pages_of(site)
            .filter(|(route, _)| changed.contains(route.path.as_str()))
            .map(|(_, page)| &*site.pages[page].document)
            .collect();
        report.extend(wrong);
        report.retain(|found| concerns(found, &documents));
        let diagnostics = check::report(report, &site.config, &[]);
        let mut outcome = ReviewOutcome {
            pages: changed.len(),
            removed: removed.len(),
            files: None,
            diagnostics,
        };
        if check::fails(&outcome.diagnostics) || changed.is_empty() && removed.is_empty() {
            return Ok(outcome);
        }
        outcome.files =
            Some(self.files_of(resolved, (&changed, removed), options, (compared, former), &seen)?);
        Ok(outcome)
    }

    /// The files for pages that changed, and for those that are gone.
    fn files_of(
        &self,
        resolved: &ResolvedSite<'_>,
        (changed, removed): (&BTreeSet<String>, Vec<(String, String)>),
        options: &BuildOptions,
        (compared, former): (&Compared<'_>, &Former),
        seen: &BTreeMap<String, Seen>,
    ) -> Result<ReviewFiles, Fault> {
        let site = resolved.views.site;
        let mut old = former.words(changed, options)?;
        let (made, others) = self.with_others(resolved, changed)?;
        let pages = pages_of(site).filter_map(|(route, page)| {
            let address = route.path.as_str();
            let html = String::from_utf8_lossy(made.get(address)?).into_owned();
            let was = former.pages.get(address);
            let old = match (old.remove(address), was, compared) {
                (Some(words), ..) => OldWords::Known(words),
                (None, None, Compared::Dates(..)) => OldWords::Unknown,
                _ => OldWords::New,
            };
            let was_draft = was.is_some_and(|was| was.draft);
            let now = seen.get(address).zip(was);
            let replaced = now.map(|(now, was)| now.replaced(was)).unwrap_or_default();
            let mut page = reviewed_page(site, page, address, html, (old, was_draft));
            page.replaced = replaced;
            Some(page)
        });
        let review = Review {
            site: site.config.name.clone(),
            day: options.today,
            compared: former.called.clone(),
            notes: former.notes.clone(),
            url: (!site.config.is_unaddressed).then(|| format!("{}/", site.config.origin)),
            pages: pages.collect(),
            others: others.iter().map(|(path, _)| path.clone()).collect(),
            removed,
        };
        let own = review::files(&review).into_iter();
        let own = own.map(|file| (file.name, Content::Bytes(file.bytes)));
        let others = others
            .into_iter()
            .map(|(path, content)| (format!("{PAGES}/{path}"), content));
        Ok(ReviewFiles(own.chain(others).collect()))
    }

    /// The addresses of pages that are to be passed.
    fn changed(
        &self,
        site: &Site,
        seen: &BTreeMap<String, Seen>,
        compared: &Compared<'_>,
        former: &Former,
    ) -> BTreeSet<String> {
        let written = |page: PageId| self.written(&site.pages[page].document.file);
        let facts = self.written(crate::fact::FILE);
        let differs = |address: &str, page: PageId| {
            let Some(now) = seen.get(address) else {
                return false;
            };
            let Compared::Dates(since, _) = compared else {
                return former.pages.get(address).is_none_or(|old| now.differs(old));
            };
            let later = |day: Option<Day>| day.is_some_and(|day| day >= *since);
            later(written(page)) || now.shows_facts() && later(facts)
        };
        pages_of(site)
            .filter(|(route, page)| differs(route.path.as_str(), *page))
            .map(|(route, _)| route.path.as_str().to_owned())
            .collect()
    }

    /// The day on which a file of the site was written, as the disk says.
    fn written(&self, file: &str) -> Option<Day> {
        let path = self.files.get(file)?;
        Day::of_time(std::fs::metadata(path).ok()?.modified().ok()?)
    }
}

/// The page that is at a route, when it is one that somebody wrote.
fn page_of(site: &Site, route: &Route) -> Option<PageId> {
    let (RouteKind::Page(page) | RouteKind::Section(page, 1)) = route.kind else {
        return None;
    };
    let at = &site.pages[page];
    (!at.is_synthesised && !at.is_untranslated).then_some(page)
}

/// Every page that somebody wrote.
fn pages_of(site: &Site) -> impl Iterator<Item = (&Route, PageId)> {
    site.routes
        .iter()
        .filter_map(|route| Some((route, page_of(site, route)?)))
}

fn reviewed_page(
    site: &Site,
    page: PageId,
    address: &str,
    html: String,
    (old, was_draft): (OldWords, bool),
) -> ReviewedPage {
    let document = &site.pages[page].document;
    let state = if document.front.draft {
        PageState::Draft
    } else if !site.lacking(page).is_empty() {
        PageState::Unsigned
    } else {
        let early = document
            .front
            .further
            .publish
            .filter(|_| site.date_filter.is_early(document));
        early.map_or(PageState::Ready, |moment| PageState::Early(moment.day))
    };
    let signed = signatures(document).map(|one| Signed {
        role: one.role,
        name: one.name.value.clone(),
        day: one.day,
    });
    ReviewedPage {
        address: address.to_owned(),
        words: words_at(address, &html).unwrap_or_default(),
        html,
        replaced: Vec::new(),
        title: site.title(page),
        source: document.file.to_string(),
        state,
        signed: signed.collect(),
        old,
        was_draft,
    }
}

/// Pages that were there and are not: title and address.
fn removed(site: &Site, seen: &BTreeMap<String, Seen>, former: &Former) -> Vec<(String, String)> {
    let stands = |address: &str| {
        let route = site.routes.find(address);
        route.is_some_and(|route| !matches!(route.kind, RouteKind::Notice(_)))
    };
    // Of what is only known as it was published, the further pages of a list are none of their own.
    let further = |address: &str| address.contains("/page/");
    let gone = former.pages.iter().filter(|(address, old)| {
        let known = old.source.is_some() || !stands(address) && !further(address);
        !old.draft && known && !seen.contains_key(*address)
    });
    gone.map(|(address, old)| (old.title.clone(), address.clone()))
        .collect()
}

fn few_enough(pages: usize) -> Result<(), Fault> {
    if pages <= MOST_PAGES {
        return Ok(());
    }
    Err(Fault::new(message!(
        "有 {pages} 页要送审，一次最多 {MOST_PAGES} 页",
        "{pages} pages are to be passed, and {MOST_PAGES} at most at once"
    ))
    .hint(message!(
        "用 --since 日期或提交号，只送那以后改过的",
        "say `--since` with a day or a commit for what has changed since"
    )))
}

/// The words of these pages out of another state of the site.
type Words = BTreeMap<String, PageWords>;
