//! Links of a page that is handed on alone: to pages that go with it they stay, to others they lead to the published site.

use super::{Review, ReviewedPage};
use crate::base::html::{attribute, decoded};
use crate::base::path::{folder, join};
use crate::html::{Attribute, Node, attribute_value, read};
use std::collections::BTreeSet;

/// What a link leads to from a page of a folder: the file, without what follows `?` or `#`. `None` for what is elsewhere or
/// within the page.
fn target(address: &str, href: &str) -> Option<String> {
    let href = attribute_value(href);
    let href = href.trim();
    let path = &href[..href.find(['?', '#']).unwrap_or(href.len())];
    let elsewhere = path.is_empty() || path.starts_with('/') || path.split('/').next()?.contains(':');
    if elsewhere {
        return None;
    }
    join(folder(address), &decoded(path))
}

/// The files that a page shows or leads to, from the root of the site.
pub fn leads_to(address: &str, html: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut note = |href: &str| found.extend(target(address, href));
    for piece in read(html).pieces() {
        let (Node::Attribute(name, ..), Some(value)) = (piece.node, piece.value()) else {
            continue;
        };
        match name {
            Attribute::Href
            | Attribute::XlinkHref
            | Attribute::Src
            | Attribute::Poster
            | Attribute::Data
            | Attribute::DataEngine => note(value),
            Attribute::Srcset => {
                let each = value.split(',').filter_map(|one| one.split_whitespace().next());
                each.for_each(&mut note);
            }
            Attribute::Style => urls(value).for_each(&mut note),
            _ => {}
        }
    }
    found
}

/// The files that a style names.
pub fn styles_lead_to(address: &str, css: &str) -> BTreeSet<String> {
    urls(css).filter_map(|href| target(address, href)).collect()
}

fn urls(css: &str) -> impl Iterator<Item = &str> {
    css.split("url(").skip(1).filter_map(|rest| {
        let inside = rest.split(')').next()?.trim();
        Some(inside.trim_matches(['"', '\'']))
    })
}

/// The files that are handed on.
pub(super) struct Held<'r> {
    files: BTreeSet<&'r str>,
    url: Option<&'r str>,
}

impl<'r> Held<'r> {
    pub(super) fn of(review: &'r Review) -> Self {
        Self {
            files: review
                .pages
                .iter()
                .map(|page| page.address.as_str())
                .chain(review.others.iter().map(String::as_str))
                .collect(),
            url: review.url.as_deref(),
        }
    }

    /// The page with links to what does not go along turned to the published site, or taken out.
    pub(super) fn turned(&self, page: &ReviewedPage) -> String {
        let tree = read(page.html.as_str());
        let mut out = String::with_capacity(page.html.len());
        for piece in tree.pieces() {
            let value = match piece.node {
                Node::Attribute(Attribute::Href | Attribute::Action, ..) => piece.value(),
                _ => None,
            };
            match value.map(|value| self.instead(&page.address, value)) {
                None | Some(Instead::Stays) => out.push_str(piece.html),
                Some(Instead::Leads(to)) => {
                    let name = piece.html.split('=').next().unwrap_or(" href");
                    out.push_str(&format!("{name}=\"{to}\""));
                }
                Some(Instead::Gone) => {}
            }
        }
        out
    }

    fn instead(&self, address: &str, href: &str) -> Instead {
        let Some(file) = target(address, href) else {
            return Instead::Stays;
        };
        if self.files.contains(file.as_str()) {
            return Instead::Stays;
        }
        let Some(url) = self.url else {
            return Instead::Gone;
        };
        let page = file.strip_suffix("index.html").unwrap_or(&file);
        let tail = href.find(['?', '#']).map_or("", |at| &href[at..]);
        Instead::Leads(attribute(&format!("{url}{page}")) + tail)
    }
}

/// What becomes of a link.
enum Instead {
    Stays,
    Leads(String),
    /// The words stay.
    Gone,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Day;
    use crate::export::review::{OldWords, PageState, PageWords, Review};

    fn turned(html: &str, url: Option<&str>) -> String {
        let page = ReviewedPage {
            address: "a/index.html".to_owned(),
            html: html.to_owned(),
            words: PageWords::default(),
            replaced: Vec::new(),
            title: String::new(),
            source: String::new(),
            state: PageState::Ready,
            signed: Vec::new(),
            old: OldWords::New,
            was_draft: false,
        };
        let review = Review {
            site: String::new(),
            day: "2026-06-06".parse::<Day>().unwrap(),
            compared: None,
            notes: Vec::new(),
            removed: Vec::new(),
            url: url.map(str::to_owned),
            pages: vec![page.clone()],
            others: vec!["a/x.pdf".to_owned()],
        };
        Held::of(&review).turned(&page)
    }

    #[test]
    fn a_link_to_a_page_that_does_not_go_along_leads_to_the_published_site() {
        let html = "<a href=\"../b/index.html#x\" class=\"c\">b</a><a href=\"../a/index.html\">a</a><a href=\"x.pdf\">f</a><a href=\"https://e.org/\">e</a>";
        assert_eq!(
            turned(html, Some("https://example.org/jsx/")),
            html.replace("../b/index.html#x", "https://example.org/jsx/b/#x")
        );
        assert_eq!(
            turned(html, None),
            html.replace(" href=\"../b/index.html#x\"", "")
        );
    }

    #[test]
    fn what_a_page_shows_goes_along() {
        let html = "<link href=\"../s.css\"><img src=p.png srcset=\"p.1.avif 480w, ../q.avif 960w\"><a href=\"#x\"></a><p style=\"background:url(&quot;z.png&quot;)\">";
        let found: Vec<_> = leads_to("a/index.html", html).into_iter().collect();
        assert!(
            ["a/p.1.avif", "a/p.png", "q.avif", "s.css"]
                .iter()
                .all(|file| found.contains(&(*file).to_owned())),
            "{found:?}"
        );
        assert_eq!(
            styles_lead_to("assets/s.css", "a{b:url( \"../f/x.svg\" )}")
                .into_iter()
                .collect::<Vec<_>>(),
            ["f/x.svg"]
        );
    }
}
