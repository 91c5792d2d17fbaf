//! What of a web page is its text: not the frame around it that all pages of a site have.

use super::dom::{Child, Element, Page};
use super::office::{self, Beside};
use super::said;
use crate::base::Day;

/// Names of elements that show nothing, or nothing of the text.
const NEVER: [&str; 16] = [
    "script", "style", "noscript", "template", "head", "title", "button", "select", "textarea", "nav",
    "aside", "datalist", "option", "meta", "link", "base",
];

/// Classes and ids by which the frames of sites are known.
const FRAMES: [&str; 51] = [
    "nav",
    "navbar",
    "navigation",
    "mainnav",
    "topnav",
    "subnav",
    "leftnav",
    "menu",
    "submenu",
    "breadcrumb",
    "breadcrumbs",
    "crumb",
    "crumbs",
    "footer",
    "foot",
    "bottomnav",
    "copyright",
    "share",
    "bdshare",
    "sharebox",
    "sidebar",
    "hits",
    "print",
    "toolbar",
    "pager",
    "pagination",
    "related",
    "xgwj",
    "search",
    "searchbox",
    "topbar",
    "banner",
    "friendlink",
    "friendlinks",
    "links",
    "qrcode",
    "ewm",
    "dbt",
    "dqwz",
    "position",
    "curposition",
    "weizhi",
    "location",
    "siteinfo",
    "skip",
    "cookie",
    "comments",
    "login",
    "prevnext",
    "post-nav",
    "widget",
];

/// Classes and ids by which the text of a page is known.
const TEXTS: [&str; 34] = [
    "trs_editor",
    "trs_ueditor",
    "ucap-content",
    "ucapcontent",
    "zoom",
    "js_content",
    "wp_articlecontent",
    "v_news_content",
    "article-content",
    "article_content",
    "articlecontent",
    "article-body",
    "articlebody",
    "pages_content",
    "news_content",
    "newscontent",
    "entry-content",
    "entry",
    "post-content",
    "post-body",
    "postcontent",
    "markdown-body",
    "maintext",
    "contxt",
    "contenttext",
    "content_text",
    "con_con",
    "conbox",
    "xxgk_content",
    "detail-content",
    "detailcontent",
    "mce-content",
    "view",
    "rich_media_content",
];

/// The text of a page, and what is around it.
pub struct Content<'p> {
    page: &'p Page,
    body: usize,
    /// The elements that hold the text, in their order; none is in another.
    pub roots: Vec<usize>,
    /// What an office program has put beside the text.
    pub beside: Beside,
    frames: Vec<bool>,
    /// How many characters of each element are text: not in frames, and not in links, since lists of links are no text.
    weights: Vec<usize>,
    /// How many paragraphs and line breaks are in each element.
    paragraphs: Vec<usize>,
    /// The element in which each lies.
    parents: Vec<Option<usize>>,
}

impl<'p> Content<'p> {
    /// Finds the text of a page.
    pub fn of(page: &'p Page) -> Self {
        let body = page.elements().find(|(_, element)| element.name == "body");
        let body = body.map_or(0, |(index, _)| index);
        let mut frames = frames(page, body);
        let beside = Beside::of(page);
        for index in &beside.lists {
            frames[*index] = true;
        }
        let weights = weights(page, |index| frames[index] || page.element(index).name == "a");
        let mut content = Self {
            page,
            body,
            roots: Vec::new(),
            beside,
            frames,
            weights,
            paragraphs: paragraphs(page),
            parents: parents(page),
        };
        content.roots = content.known().unwrap_or_else(|| {
            // An office program puts nothing around a document, and each section in an element of its own.
            let whole = said::by_an_office(page);
            vec![if whole { body } else { content.heaviest() }]
        });
        content.add_tail();
        content
    }

    /// Whether an element is none of the text.
    pub fn is_out(&self, index: usize) -> bool {
        self.frames[index]
    }

    /// The element that is named like a text, the one with most words, and those that are named as it is.
    fn known(&self) -> Option<Vec<usize>> {
        let named = self.page.elements().filter(|(index, element)| {
            !self.is_out(*index)
                && (matches!(&*element.name, "article" | "main")
                    || element.attribute("itemprop") == "articleBody"
                    || names(element).any(|name| TEXTS.contains(&&*name)))
        });
        let weighed = named.map(|(index, _)| (self.weights[index], index));
        let (weight, index) = weighed.max_by_key(|(weight, index)| (*weight, *index))?;
        // `view` and `entry` may be a small thing in the page.
        if weight == 0 || 3 * weight < self.weights[self.body] {
            return None;
        }
        let own = |index: usize| names(self.page.element(index)).find(|name| TEXTS.contains(&&**name));
        let name = own(index);
        let same = self.page.elements().map(|(other, _)| other).filter(|other| {
            let counts = self.weights[*other] > 0 && !self.is_out(*other);
            *other == index || name.is_some() && counts && own(*other) == name
        });
        Some(self.apart(same.collect(), index))
    }

    /// Of these elements those that are neither in one of the others nor around `chosen`.
    fn apart(&self, elements: Vec<usize>, chosen: usize) -> Vec<usize> {
        let mut apart: Vec<usize> = Vec::new();
        for index in elements {
            let around = index != chosen && self.is_within(chosen, index);
            if !around && !apart.iter().any(|outer| self.is_within(index, *outer)) {
                apart.push(index);
            }
        }
        apart
    }

    /// Whether an element is another one or lies in it.
    fn is_within(&self, index: usize, outer: usize) -> bool {
        let mut at = Some(index);
        while let Some(own) = at {
            if own == outer {
                return true;
            }
            at = self.parents[own];
        }
        false
    }

    /// Adds what follows the text in the elements around it and ends a document: who signs it, its day, its annexes.
    fn add_tail(&mut self) {
        let Some(mut at) = self.roots.last().copied() else {
            return;
        };
        while at != self.body {
            let Some(parent) = self.parents[at] else { return };
            let behind = self
                .page
                .inside(parent)
                .filter(|index| *index > at && self.ends(*index));
            let behind: Vec<usize> = behind.collect();
            self.roots.extend(behind);
            at = parent;
        }
    }

    /// Whether an element beside the text ends a document, by its words.
    fn ends(&self, index: usize) -> bool {
        if self.is_out(index) || self.weights[index] == 0 {
            return false;
        }
        let words = self.page.words(index, &|index| self.is_out(index));
        let mut lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
        let annexed = lines
            .clone()
            .next()
            .is_some_and(|line| line.starts_with("附件") || line.starts_with("附表"));
        let signed = lines
            .next_back()
            .is_some_and(|line| line.contains('年') && line.parse::<Day>().is_ok());
        annexed || signed
    }

    /// From the body inwards, while one element holds nearly all of the words.
    fn heaviest(&self) -> usize {
        let mut at = self.body;
        loop {
            let inner = self.page.inside(at).filter(|index| !self.is_out(*index));
            let Some(index) = inner.max_by_key(|index| self.weights[*index]) else {
                return at;
            };
            let element = self.page.element(index);
            let holds = HOLDERS.contains(&&*element.name);
            let data = element.name == "table" && !self.is_layout(index);
            let weight = self.weights[index];
            // An office program writes a section behind the other.
            let section = office::is_section(element);
            if !holds || data || section || weight * 10 < self.weights[at] * 9 || weight == 0 {
                return at;
            }
            at = index;
        }
    }

    /// Whether a table only puts things beside each other: it has no lines and no head, and nearly all of its words are
    /// in one cell, in several paragraphs.
    pub fn is_layout(&self, table: usize) -> bool {
        let mut cells = Vec::new();
        self.cells(table, &mut cells);
        let element = self.page.element(table);
        let border = element.attribute("border").trim();
        let ruled = !matches!(border, "" | "0") || element.attribute("class").starts_with("Mso");
        let headed = cells.iter().any(|cell| self.page.element(*cell).name == "th");
        let all = self.weights[table];
        let big = |cell: usize| {
            let (words, paragraphs) = (self.weights[cell], self.paragraphs[cell]);
            words * 10 >= all * 7 && (paragraphs >= 4 || paragraphs >= 2 && words >= 200)
        };
        cells.len() == 1 || !ruled && !headed && all > 0 && cells.into_iter().any(big)
    }

    /// The cells of a table, without those of tables in them.
    fn cells(&self, index: usize, cells: &mut Vec<usize>) {
        for inner in self.page.inside(index) {
            match &*self.page.element(inner).name {
                "td" | "th" => cells.push(inner),
                "tbody" | "thead" | "tfoot" | "tr" => self.cells(inner, cells),
                _ => {}
            }
        }
    }

    /// Whether the page only lists links: most of its words are in them, in many, and hardly a sentence is not.
    pub fn is_list(&self) -> bool {
        let links = self
            .page
            .elements()
            .filter(|(index, element)| element.name == "a" && element.has("href") && !self.is_out(*index));
        let words = links.map(|(index, _)| self.page.words(index, &|_| false).trim().chars().count());
        let long: Vec<usize> = words.filter(|count| *count >= 6).collect();
        let own = self.weights[self.body];
        long.len() >= 5 && long.iter().sum::<usize>() > 2 * own && own < 400
    }

    /// The words of the text.
    pub fn words(&self) -> String {
        let roots = self.roots.iter();
        roots
            .map(|root| self.page.words(*root, &|index| self.is_out(index)))
            .collect()
    }

    /// The words around the text that are in no frame and in no link.
    pub fn unused(&self) -> String {
        let out = |index: usize| {
            self.roots.contains(&index) || self.is_out(index) || self.page.element(index).name == "a"
        };
        self.page.words(self.body, &out)
    }

    /// The words around the text that are in no frame.
    pub fn around(&self) -> String {
        let out = |index: usize| self.roots.contains(&index) || self.is_out(index);
        self.page.words(self.body, &out)
    }

    /// The elements around the text that are in no frame.
    pub fn elements_around(&self) -> Vec<usize> {
        let (mut found, mut open) = (Vec::new(), vec![self.body]);
        while let Some(index) = open.pop() {
            if self.roots.contains(&index) || self.is_out(index) {
                continue;
            }
            found.push(index);
            open.extend(self.page.inside(index));
        }
        found.sort_unstable();
        found
    }
}

/// Elements that may hold the text of a page with all that is in it.
const HOLDERS: [&str; 11] = [
    "div", "section", "article", "main", "td", "table", "tbody", "tr", "center", "form", "body",
];

/// Of each element whether it is part of a frame. What is named like one and holds most of the words is the text: sites
/// use any names.
fn frames(page: &Page, body: usize) -> Vec<bool> {
    let never = |index: usize| NEVER.contains(&&*page.element(index).name);
    let weights = weights(page, never);
    let frame = |(index, element): (usize, &Element)| {
        never(index) || is_frame(element) && 2 * weights[index] <= weights[body]
    };
    page.elements().map(frame).collect()
}

/// The element in which each lies.
fn parents(page: &Page) -> Vec<Option<usize>> {
    let mut parents = vec![None; page.elements().count()];
    for (index, _) in page.elements() {
        for inner in page.inside(index) {
            parents[inner] = Some(index);
        }
    }
    parents
}

/// How many paragraphs and line breaks are in each element.
fn paragraphs(page: &Page) -> Vec<usize> {
    summed(
        page,
        |_| 0,
        |_, element, inner| {
            let own = matches!(
                &*element.name,
                "p" | "div" | "br" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6"
            );
            inner + usize::from(own)
        },
    )
}

/// How many characters are in each element, without those in elements that are `out`.
fn weights(page: &Page, out: impl Fn(usize) -> bool) -> Vec<usize> {
    let characters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).count();
    summed(
        page,
        characters,
        |index, _, inner| if out(index) { 0 } else { inner },
    )
}

/// For each element what its words and the elements in it make together.
fn summed(
    page: &Page,
    of_text: fn(&str) -> usize,
    of_element: impl Fn(usize, &Element, usize) -> usize,
) -> Vec<usize> {
    let all: Vec<(usize, &Element)> = page.elements().collect();
    let mut sums = vec![0; all.len()];
    // What is in an element comes behind it.
    for (index, element) in all.into_iter().rev() {
        let inside = element.children.iter().map(|child| match child {
            Child::Text(text) => of_text(text),
            Child::Element(inner) => sums[*inner],
        });
        sums[index] = of_element(index, element, inside.sum());
    }
    sums
}

/// Whether an element is part of the frame around the text, by its name and what it is called.
fn is_frame(element: &Element) -> bool {
    let hidden = element.style("display") == "none" || element.has("hidden");
    hidden
        || matches!(
            element.attribute("role"),
            "navigation" | "banner" | "contentinfo" | "search"
        )
        || !matches!(&*element.name, "body" | "html" | "")
            && (element.name == "footer" || names(element).any(|name| FRAMES.contains(&&*name)))
}

/// What an element is called: its id and classes.
fn names(element: &Element) -> impl Iterator<Item = String> {
    let id = std::iter::once(element.attribute("id"));
    let classes = element.attribute("class").split_whitespace();
    id.chain(classes)
        .map(str::to_lowercase)
        .collect::<Vec<_>>()
        .into_iter()
}
