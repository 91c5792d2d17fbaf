//! Lists, the home page and the search page.

use super::*;
use serde::Serializer;
use serde::ser::SerializeStruct;

/// What a list page lists.
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    /// The pages on this page of the list.
    pub pages: Vec<Arc<CardView>>,
    /// Sections directly below.
    pub sections: Vec<Arc<CardView>>,
    /// Terms with their counts (the page of all tags or audiences).
    pub terms: Vec<TermView>,
    /// Which page of the list this is, of how many.
    pub pager: PagerView,
    /// Address of its Atom feed.
    pub feed: Option<Href>,
    /// Kind of the pages that a section contains (`contains`), `page` unless said.
    pub contains: String,
}

/// A tag or audience with its count.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// The term.
    pub title: String,
    /// Its page.
    pub href: Href,
    /// How many pages.
    pub count: usize,
}

/// The pages of a list that is too long for one.
#[derive(Debug, Clone, Serialize)]
pub struct PagerView {
    /// This page of the list, from 1.
    pub number: usize,
    /// How many pages the list has.
    pub total: usize,
    /// How many entries in all.
    pub count: usize,
    /// Address of the page before.
    pub previous: Option<Href>,
    /// Address of the page after.
    pub next: Option<Href>,
    /// Addresses of the first and last page and of those near this one; a gap is `number: 0`.
    pub pages: Vec<PagerPageView>,
}

/// A link to a page of the list.
#[derive(Debug, Clone, Serialize)]
pub struct PagerPageView {
    /// From 1; 0 is a gap.
    pub number: usize,
    /// Address; empty for a gap.
    pub href: Href,
    /// It is the one that is shown.
    pub current: bool,
}

open_struct! {
/// What the home page shows: for each kind the first pages in order, and where the rest is.
#[derive(Debug)]
pub struct HomeView {
    /// Facts of this region, in the order of facts.yaml; those left to localities included.
    pub facts: Vec<FactView>,
} and {
    /// The kinds that the home page shows, by the names that they give.
    pub kinds: Vec<(&'static str, SectionPreview)>,
}
}

/// What the search page shows before anybody asks, and all that there is without a script.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// What people may want to ask (names of facts, campaigns, questions), as links that search for it.
    pub popular: Vec<LinkView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// All pages by the first letter of their title's pinyin.
    pub letters: Vec<LetterView>,
}

/// Pages whose titles begin with one letter.
#[derive(Debug, Clone, Serialize)]
pub struct LetterView {
    /// `A` to `Z`, or `#` for all else.
    pub letter: String,
    /// The pages, in the order of pinyin.
    pub pages: Vec<LinkView>,
}

/// Pages of one kind on the home page.
#[derive(Debug, Clone, Serialize)]
pub struct SectionPreview {
    /// The first pages.
    pub pages: Vec<Arc<CardView>>,
    /// The section that holds all of them: title and address; `none` when the site has none.
    pub section: Option<LinkView>,
    /// What the section says of itself.
    pub summary: Option<String>,
    /// How many there are in all.
    pub count: usize,
}
