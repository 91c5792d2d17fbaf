//! Bodies at hand: those just parsed, and the others read again when somebody asks.

use super::cache::SharedCache;
use super::earlier::ReadFiles;
use crate::base::PageId;
use crate::document::{Document, FileForm};
use crate::kind::{self, Reading};
use crate::markdown::{Body, ItemNumbers, Shape, Syntax};
use crate::overlay;
use crate::site::Site;
use crate::source::SourceFile;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Bodies of a site's pages.
pub(super) struct BodyCache<'s> {
    site: &'s Site,
    cache: &'s SharedCache,
    syntax: Syntax,
    /// The files that a page's text is put together of, by the nearest.
    files: &'s HashMap<Arc<str>, Vec<SourceFile>>,
    root: &'s Path,
    parsed: AtomicUsize,
}

impl<'s> BodyCache<'s> {
    /// Bodies of a site that are in the cache, and those that are parsed when they are asked for.
    pub fn new(site: &'s Site, cache: &'s SharedCache, read: &'s ReadFiles) -> Self {
        Self {
            site,
            cache,
            syntax: Syntax {
                clauses: false,
                components: read.theme.components.clone(),
                trusted: false,
            },
            files: &read.pages,
            root: &read.order.root,
            parsed: AtomicUsize::new(0),
        }
    }

    /// Texts that were parsed again because somebody asked.
    pub fn parsed(&self) -> usize {
        self.parsed.load(Ordering::Relaxed)
    }

    /// The body of a page.
    pub fn get(&self, page: PageId) -> Arc<Body> {
        let at = &self.site.pages[page];
        if at.is_synthesised {
            return Arc::default();
        }
        let document = &at.document;
        if let Some(body) = self.cache.body(document.body, &document.outline) {
            return body;
        }
        let body = Arc::new(self.read(document));
        self.parsed.fetch_add(1, Ordering::Relaxed);
        self.cache.keep_body(document.body, &body, self.root);
        body
    }

    /// The whole text of a page as its authors wrote it, and how it is read; `None` for one that nobody wrote.
    pub fn source(&self, page: PageId) -> Option<(String, Syntax)> {
        let at = &self.site.pages[page];
        let (text, _) = self.text_of(&at.document).filter(|_| !at.is_synthesised)?;
        let document = &at.document;
        let syntax = Syntax {
            clauses: document.form != FileForm::Section && document.kind.clauses,
            ..self.syntax.clone()
        };
        Some((text, syntax))
    }

    fn text_of(&self, document: &Document) -> Option<(String, &[SourceFile])> {
        let files = self.files.get(&document.file)?;
        let text = overlay::text_of(files, overlay::Records::default(), &mut Vec::new()).ok()?;
        Some((text.text, files))
    }

    fn read(&self, document: &Document) -> Body {
        let Some((text, files)) = self.text_of(document) else {
            return Body::default();
        };
        let inner = files.first().map_or("", |file| file.inner());
        let syntax = Syntax {
            trusted: trusts(self.site.config.trusted_html, files),
            ..self.syntax.clone()
        };
        let reading = Reading {
            languages: &self.site.config.languages,
            syntax: &syntax,
            kind: &document.kind,
        };
        kind::read(&document.file, inner, &text, &reading).1
    }

    /// The plain words of a clause with all below it, or of the whole text.
    pub fn text(&self, page: PageId, anchor: Option<&str>, numbers: ItemNumbers) -> String {
        let body = self.get(page);
        body.words(&stretches(&body, anchor), numbers)
    }
}

/// The nodes of a clause and of all below it, or of the whole text.
fn stretches(body: &Body, anchor: Option<&str>) -> Vec<Range<u32>> {
    let all: Vec<Range<u32>> = std::iter::once(0..u32::MAX).collect();
    let clauses = &body.outline.clauses;
    let Some(anchor) = anchor else { return all };
    if let Some(at) = clauses
        .clauses
        .iter()
        .position(|clause| &*clause.anchor == anchor)
    {
        // An annex reaches over all that is in it.
        if clauses.clauses[at].shape == Shape::Annex {
            return vec![clauses.clauses[at].nodes.clone()];
        }
        let family = clauses.family(at).into_iter();
        return family
            .map(|clause| clauses.clauses[clause].nodes.clone())
            .collect();
    }
    let nodes = clauses.nodes_of_point(anchor);
    if nodes.is_empty() {
        return all;
    }
    nodes.into_iter().cloned().collect()
}

/// Whether raw HTML passes as it is: a site trusts its own words, never those of others.
pub(super) fn trusts(trusted: bool, files: &[SourceFile]) -> bool {
    trusted && files.iter().all(|file| file.layer == 0)
}
