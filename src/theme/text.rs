//! The text of a page as a view: written down as the fingerprint of all that it is rendered from, and
//! rendered from exactly this.

use super::from_site::{self, ViewInputs};
use super::images::ImageRewriter;
use super::view::{FactView, NotesView, SiteView};
use super::{Feature, Theme, fill};
use crate::base::{Diagnostic, Fingerprint, PageId};
use crate::html::Tree;
use crate::markdown::{Body, Outline};
use crate::site::Resolved;
use serde::{Serialize, Serializer};
use std::sync::Arc;

/// What was rendered with a key, or what rendering gives.
pub type RememberRender<'s> = dyn Fn(Fingerprint, &mut dyn FnMut() -> Result<Tree, Vec<Diagnostic>>) -> Result<Arc<Tree>, Vec<Diagnostic>>
    + Sync
    + 's;

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
        inputs: &'s ViewInputs<'s>,
        page: PageId,
        site: &Arc<SiteView>,
        facts: &Arc<Vec<FactView>>,
    ) -> Self {
        let (theme, resolved) = (inputs.theme, &inputs.resolved[page]);
        let document = &inputs.site.pages[page].document;
        let notes = from_site::notes(inputs, page);
        let whole = theme
            .uses(Feature::ComponentSite)
            .then(|| Fingerprint::of(&**site));
        let fingerprint = Fingerprint::join(&[
            theme.files,
            body_fingerprint(inputs, page, &notes),
            Fingerprint::of(&**facts),
            Fingerprint::of(&site.language),
            whole.unwrap_or_default(),
        ]);
        Self {
            fingerprint,
            body: Box::new(move || (inputs.bodies)(page)),
            outline: &document.outline,
            resolved,
            site: site.clone(),
            facts: facts.clone(),
            notes,
            images: image_rewriter(inputs, page),
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

/// Of all that a page's body is rendered with besides the view: what its questions were answered with.
pub fn body_fingerprint(inputs: &ViewInputs<'_>, page: PageId, notes: &[(u32, NotesView)]) -> Fingerprint {
    Fingerprint::join(&[
        inputs.site.pages[page].document.body,
        inputs.resolved[page].fingerprint,
        Fingerprint::of(notes),
        image_rewriter(inputs, page).fingerprint(),
    ])
}

/// What the pictures of a page's body are dressed with. Its first one is looked at at once, unless a
/// cover comes before it.
fn image_rewriter<'s>(inputs: &ViewInputs<'s>, page: PageId) -> ImageRewriter<'s> {
    let eager = inputs.site.pages[page].document.front.further.cover.is_none();
    ImageRewriter::of(
        &inputs.resolved[page],
        inputs.pictures,
        &inputs.site.config,
        eager,
    )
}

impl Serialize for PageText<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.fingerprint.serialize(serializer)
    }
}
