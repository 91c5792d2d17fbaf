//! Pages that somebody wrote, the home page among them.

use super::{GetReady, Made, Ready, home};
use crate::base::{Diagnostic, Fingerprint, PageId};
use crate::html::{Tree, numbered};
use crate::kind;
use crate::theme::view::{FactView, SiteView, View};
use crate::theme::{Feature, Present, fill, json_ld};
use std::borrow::Cow;
use std::sync::Arc;

pub(super) fn job<'s>(present: &'s Present<'s>, page: PageId) -> GetReady<'s> {
    Box::new(move || ready(present, page))
}

fn ready<'s>(present: &'s Present<'s>, page: PageId) -> Ready<'s> {
    let document = &present.site.pages[page].document;
    if document.path.is_home() {
        return rendered(
            present,
            home::view(present, page),
            Some(page),
            vec!["home.html".to_owned(), "section.html".to_owned()],
        );
    }
    rendered(
        present,
        present.page(page),
        Some(page),
        vec![format!("{}.html", document.kind.name), "page.html".to_owned()],
    )
}

/// A page of a view; `body` is the page of the site whose text is its content.
pub(super) fn rendered<'s>(
    present: &'s Present<'s>,
    mut view: View,
    body: Option<PageId>,
    templates: Vec<String>,
) -> Ready<'s> {
    let theme = present.theme;
    view.page.own = kind::own_views(present, &view.page.kind, body);
    let print = body.map_or_else(Fingerprint::default, |page| present.body_print(page));
    let key = Fingerprint::join(&[
        theme.print,
        Fingerprint::of(&templates),
        Fingerprint::of(&view),
        print,
    ]);
    let make = move || {
        let template = theme.choose(&templates)?;
        let mut tree = Arc::default();
        if let Some(page) = body {
            let print = text_fingerprint(present, &view.site, &view.page.facts, print);
            tree = text(present, page, &view.site, &view.page.facts, print)?;
        }
        if theme.uses(Feature::JsonLd) {
            let document = |page: PageId| &present.site.pages[page].document;
            let text = |page: PageId| (&*document(page).outline, &present.resolved[page], &*tree);
            view.page.json_ld = json_ld::json_ld(&view, body.map(text));
        }
        if theme.uses(Feature::Links) {
            let whole = |link| present.site.config.whole(link);
            let (counted, links) = numbered(&tree);
            tree = Arc::new(counted);
            view.page.links = links.into_iter().map(whole).collect();
        }
        view.page.content = Arc::unwrap_or_clone(tree).into_html();
        // The frame of a page takes a few kilobytes.
        let html = theme.page(
            template,
            &view,
            &view.site.language,
            view.page.content.len() + 8192,
        )?;
        Ok(Made::Bytes(Cow::Owned(html)))
    };
    Ready {
        key,
        make: Box::new(make),
    }
}

/// The text of a page, rendered or remembered. `print` is of all that it is rendered with.
pub(super) fn text(
    present: &Present<'_>,
    page: PageId,
    site: &Arc<SiteView>,
    facts: &[FactView],
    print: Fingerprint,
) -> Result<Arc<Tree>, Vec<Diagnostic>> {
    (present.render)(print, &mut || {
        let (body, resolved) = ((present.bodies)(page), &present.resolved[page]);
        let notes = present.notes(page);
        let tree = fill(present.theme, site, &body, resolved, facts, notes)?;
        Ok(present.wardrobe(page).dress(tree))
    })
}

/// Fingerprint of all that a text is rendered with: its words and answers, the facts as they are shown, the templates.
/// The site itself counts only where a component may ask for it.
pub(super) fn text_fingerprint(
    present: &Present<'_>,
    site: &SiteView,
    facts: &[FactView],
    body: Fingerprint,
) -> Fingerprint {
    let theme = present.theme;
    let whole = theme.uses(Feature::ComponentSite).then(|| Fingerprint::of(site));
    Fingerprint::join(&[
        theme.files,
        body,
        Fingerprint::of(facts),
        Fingerprint::of(&site.language),
        whole.unwrap_or_default(),
    ])
}
