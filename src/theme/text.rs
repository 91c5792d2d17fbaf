//! The text of a page as a view: written down as the fingerprint of all that it is rendered from, and
//! rendered from exactly this.

use super::images::ImageRewriter;
use super::view::{FactView, NotesView, SiteView};
use super::{Feature, RememberRender, Theme, ViewBuilder, fill};
use crate::base::{Diagnostic, Fingerprint, PageId};
use crate::html::Tree;
use crate::markdown::{Body, Outline};
use crate::site::Resolved;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// A text, still to be rendered.
pub struct PageText<'s> {
    fingerprint: Fingerprint,
    /// The body, read again when it is not at hand.
    body: Box<dyn Fn() -> Arc<Body> + 's>,
    /// What the text holds and asks.
    pub outline: &'s Outline,
    /// What its requests were resolved to.
    pub resolved: &'s Resolved,
    site: Arc<SiteView>,
    facts: Arc<Vec<FactView>>,
    notes: Vec<(u32, NotesView)>,
    images: ImageRewriter<'s>,
}

impl<'s> PageText<'s> {
    /// The text of a page. The site itself counts only where a component may ask for it.
    pub fn of(
        present: &'s ViewBuilder<'s>,
        page: PageId,
        site: &Arc<SiteView>,
        facts: &Arc<Vec<FactView>>,
    ) -> Self {
        let theme = present.theme;
        let notes = present.notes(page);
        let whole = theme
            .uses(Feature::ComponentSite)
            .then(|| Fingerprint::of(&**site));
        let fingerprint = Fingerprint::join(&[
            theme.files,
            present.body_fingerprint(page, &notes),
            Fingerprint::of(&**facts),
            Fingerprint::of(&site.language),
            whole.unwrap_or_default(),
        ]);
        Self {
            fingerprint,
            body: Box::new(move || (present.bodies)(page)),
            outline: &present.site.pages[page].document.outline,
            resolved: &present.resolved[page],
            site: site.clone(),
            facts: facts.clone(),
            notes,
            images: present.image_rewriter(page),
        }
    }

    /// Renders it, unless it was rendered already.
    pub fn tree(&self, theme: &Theme, render: &RememberRender<'_>) -> Result<Arc<Tree>, Vec<Diagnostic>> {
        render(self.fingerprint, &mut || {
            let body = (self.body)();
            let tree = fill(theme, &self.site, &body, self.resolved, &self.facts, &self.notes)?;
            Ok(self.images.rewrite(tree))
        })
    }
}

impl Serialize for PageText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fingerprint.serialize(serializer)
    }
}
