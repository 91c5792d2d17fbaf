//! Pages that somebody wrote, the home page among them; and how every page is made from its view.

use super::home;
use super::job::{JobOutput, PrepareJob, Tools, of_view};
use crate::base::{Diagnostic, Fingerprint, PageId};
use crate::html::numbered;
use crate::kind;
use crate::theme::view::View;
use crate::theme::{Feature, PageText, ViewInputs, from_site, json_ld};
use serde::Serialize;
use std::sync::Arc;

pub(super) fn job<'s>(inputs: &'s ViewInputs<'s>, page: PageId) -> PrepareJob<'s> {
    let document = &inputs.site.pages[page].document;
    if document.path.is_home() {
        let templates = templates(&["home.html", "section.html"]);
        return rendered(inputs, move || home::view(inputs, page), Some(page), templates);
    }
    let templates = templates(&[&format!("{}.html", document.kind.name), "page.html"]);
    rendered(
        inputs,
        move || from_site::page(inputs, page),
        Some(page),
        templates,
    )
}

/// Names of templates.
pub(super) fn templates(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// All that a page is made from.
#[derive(Serialize)]
struct PageFile<'s> {
    /// Fingerprint of the theme.
    theme: Fingerprint,
    /// Templates: the first one that the theme has is taken.
    templates: Vec<String>,
    view: View,
    text: Option<PageText<'s>>,
}

/// A page of a view; `body` is the page of the site whose text is its content.
pub(super) fn rendered<'s>(
    inputs: &'s ViewInputs<'s>,
    view: impl Fn() -> View + Send + Sync + 's,
    body: Option<PageId>,
    templates: Vec<String>,
) -> PrepareJob<'s> {
    let whole = move || {
        let mut view = view();
        view.page.own = kind::own_views(inputs, &view.page.kind, body);
        let text = |page: PageId| PageText::of(inputs, page, &view.site, &view.page.facts);
        PageFile {
            theme: inputs.theme.fingerprint,
            templates: templates.clone(),
            text: body.map(text),
            view,
        }
    };
    of_view(whole, make)
}

fn make<'s>(page: PageFile<'s>, tools: &Tools<'s>) -> Result<JobOutput<'s>, Vec<Diagnostic>> {
    let (theme, mut view) = (tools.theme, page.view);
    let template = theme.choose(&page.templates)?;
    let mut tree = match &page.text {
        Some(text) => text.tree(tools.theme, tools.render)?,
        None => Arc::default(),
    };
    if theme.uses(Feature::JsonLd) {
        let text = page
            .text
            .as_ref()
            .map(|text| (text.outline, text.resolved, &*tree));
        view.page.json_ld = json_ld::json_ld(&view, text);
    }
    if theme.uses(Feature::Links) {
        let (counted, links) = numbered(&tree);
        tree = Arc::new(counted);
        view.page.links = links.into_iter().map(|link| view.site.whole(link)).collect();
    }
    if page.text.is_some() {
        view.page.content = Arc::unwrap_or_clone(tree).into_html();
    }
    // The frame of a page takes a few kilobytes.
    let room = view.page.content.len() + 8192;
    Ok(theme.page(template, &view, &view.site.language, room)?.into())
}
