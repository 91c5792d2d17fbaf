//! Bodies at hand: those just parsed, and the others read again when somebody asks.

use crate::base::html::plain;
use crate::document::Document;
use crate::kind::{self, Reading};
use crate::markdown::{Body, Syntax};
use crate::site::Site;
use crate::theme::Theme;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// HTML that is kept in memory between parsing and pouring, in bytes. What is beyond is parsed again:
/// time for memory, so that no site is too large.
const KEPT: usize = 96 << 20;

/// Bodies of a site's pages.
pub(super) struct Bodies<'s> {
    site: &'s Site,
    syntax: Syntax,
    /// By file.
    kept: Mutex<HashMap<Arc<str>, Arc<Body>>>,
    paths: HashMap<Arc<str>, PathBuf>,
}

/// Bodies that were parsed in this build, by file, and where every file is.
#[derive(Default)]
pub(super) struct Fresh {
    pub bodies: HashMap<Arc<str>, Arc<Body>>,
    pub bytes: usize,
    pub paths: HashMap<Arc<str>, PathBuf>,
}

impl Fresh {
    /// Keeps a body while there is room.
    pub fn keep(&mut self, file: &Arc<str>, body: Body) {
        if self.bytes + body.html.len() <= KEPT {
            self.bytes += body.html.len();
            self.bodies.insert(file.clone(), Arc::new(body));
        }
    }
}

impl<'s> Bodies<'s> {
    pub fn new(site: &'s Site, fresh: Fresh, theme: &Theme) -> Self {
        let syntax = Syntax {
            clauses: false,
            components: theme.components.clone(),
            trusted: site.config.trusted_html,
        };
        Self {
            site,
            syntax,
            kept: Mutex::new(fresh.bodies),
            paths: fresh.paths,
        }
    }

    /// The body of a page.
    pub fn get(&self, page: usize) -> Arc<Body> {
        let at = &self.site.pages[page];
        if at.implied {
            return Arc::default();
        }
        let document = &at.document;
        let kept = || self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(body) = kept().get(&document.file) {
            return body.clone();
        }
        let body = Arc::new(self.read(document));
        // Read again means remembered document: few are asked for, and those by several pages.
        if at.inbound.is_empty() {
            return body;
        }
        kept().entry(document.file.clone()).or_insert(body).clone()
    }

    fn read(&self, document: &Document) -> Body {
        let text = self
            .paths
            .get(&document.file)
            .and_then(|path| std::fs::read(path).ok());
        let Some(text) = text.and_then(|bytes| crate::source::decode(&document.file, bytes).ok()) else {
            return Body::default();
        };
        let inner = document
            .file
            .split_once("content/")
            .map_or(&*document.file, |(_, inner)| inner);
        let reading = Reading {
            languages: &self.site.config.languages,
            syntax: &self.syntax,
            kind: &document.kind,
        };
        kind::read(&document.file, document.layer, inner, &text, &reading).1
    }

    /// The plain words of a clause with all below it, or of the whole text.
    pub fn words(&self, page: usize, anchor: Option<&str>) -> String {
        let body = self.get(page);
        let clauses = &body.outline.clauses;
        let Some(anchor) = anchor else {
            return plain(&body.html);
        };
        if let Some(at) = clauses
            .clauses
            .iter()
            .position(|clause| &*clause.anchor == anchor)
        {
            return clauses
                .family(at)
                .into_iter()
                .map(|clause| body.words(&clauses.clauses[clause].html))
                .collect();
        }
        match clauses.points.iter().find(|point| &*point.anchor == anchor) {
            Some(point) => body.words(&point.html),
            None => plain(&body.html),
        }
    }
}
