//! What a name leads to.

use super::{Page, Problem, Site};
use crate::base::{ByPage, ContentPath, PageId, PageLanguage};
use crate::document::{FileForm, fold_name};
use crate::markdown::{Reference, find_clause};
use std::collections::HashMap;

/// Folded names of pages.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Names that kinds declare: numbers, titles and aliases of policies.
    declared: HashMap<String, Vec<PageId>>,
    /// Titles of all pages, for those who name a campaign by its title.
    titles: HashMap<String, Vec<PageId>>,
    /// A folded name as its author wrote it.
    written: HashMap<String, String>,
}

/// What a reference leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The page.
    pub page: PageId,
    /// Id of the clause, when one is meant.
    pub anchor: Option<Box<str>>,
    /// What people call the clause; empty for the whole.
    pub clause: String,
    /// What to print for page and clause.
    pub title: String,
}

impl Names {
    /// The names that all pages bear.
    pub fn gather(pages: &ByPage<Page>) -> Self {
        let mut names = Self::default();
        for (at, page) in pages.entries() {
            let own = page.document.language.is_own();
            for name in &page.document.kind_fields.names {
                let folded = fold_name(&name.value);
                names
                    .written
                    .entry(folded.clone())
                    .or_insert_with(|| name.value.clone());
                let list = names.declared.entry(folded).or_default();
                if own && list.last() != Some(&at) {
                    list.push(at);
                }
            }
            if own && !page.is_synthesised && page.document.form != FileForm::Section {
                let folded = fold_name(page.document.title());
                names
                    .written
                    .entry(folded.clone())
                    .or_insert_with(|| page.document.title().to_owned());
                names.titles.entry(folded).or_default().push(at);
            }
        }
        names
    }

    fn get(&self, name: &str) -> &[PageId] {
        let folded = fold_name(name);
        let found = self
            .declared
            .get(&folded)
            .filter(|list| !list.is_empty())
            .or_else(|| self.titles.get(&folded));
        found.map_or(&[], Vec::as_slice)
    }

    fn nearest(&self, name: &str) -> Vec<String> {
        let folded = fold_name(name);
        let mut near: Vec<(f64, &String)> = self
            .declared
            .keys()
            .chain(self.titles.keys())
            .map(|known| (strsim::normalized_damerau_levenshtein(&folded, known), known))
            .filter(|(likeness, known)| {
                *likeness > 0.4 || (folded.chars().count() > 2 && known.contains(&folded))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.dedup();
        near.into_iter()
            .take(3)
            .map(|(_, name)| self.written.get(name).unwrap_or(name).clone())
            .collect()
    }
}

impl Site {
    /// What a reference on `from` leads to.
    pub fn find_cited(&self, from: PageId, text: &str) -> Result<Cited, Problem> {
        let mut reference = Reference::new(text);
        let mut page = self.find_page(from, reference.name);
        // `上海市人口与计划生育条例第三十一条`: a clause written right behind the name.
        if page.is_err()
            && let Some(split) = Reference::name_and_clause(text)
            && let Ok(found) = self.find_page(from, split.name)
        {
            (reference, page) = (split, Ok(found));
        }
        let page = page?;
        let document = &self.pages[page].document;
        let shown = self.shown_name(page, reference.name);
        if reference.clause.is_empty() {
            return Ok(Cited {
                page,
                anchor: None,
                clause: String::new(),
                title: shown,
            });
        }
        if let Some(found) = find_clause(&document.outline.clauses, reference.clause) {
            let label = found.label().to_owned();
            let gap = if shown.is_empty() || shown.ends_with('》') {
                ""
            } else {
                " "
            };
            return Ok(Cited {
                page,
                anchor: Some(found.anchor().into()),
                title: format!("{shown}{gap}{label}"),
                clause: label,
            });
        }
        let heading = document
            .outline
            .headings
            .iter()
            .find(|heading| heading.id == reference.clause || heading.text == reference.clause);
        match heading {
            Some(heading) => Ok(Cited {
                page,
                anchor: Some(heading.id.as_str().into()),
                clause: self.fill(page, &heading.text),
                title: format!("{shown}“{}”", self.fill(page, &heading.text)),
            }),
            None => Err(Problem::NoClause(page, reference.clause.to_owned())),
        }
    }

    /// The page that a reference on `from` leads to, if any.
    pub fn cited(&self, from: PageId, text: &str) -> Option<PageId> {
        self.find_cited(from, text).ok().map(|cited| cited.page)
    }

    /// Names of pages that are near to a name, as their authors wrote them.
    pub fn near_names(&self, name: &str) -> Vec<String> {
        self.names().nearest(name)
    }

    /// Names are gathered when somebody asks first: a site without references needs none.
    fn names(&self) -> &Names {
        self.names.get_or_init(|| Names::gather(&self.pages))
    }

    fn find_page(&self, from: PageId, name: &str) -> Result<PageId, Problem> {
        if name.is_empty() {
            return Ok(from);
        }
        let language = &self.pages[from].document.language;
        match self.names().get(name) {
            [one] => return Ok(self.translated(*one, language)),
            [] => {}
            many => return Err(Problem::Ambiguous(name.to_owned(), many.to_vec())),
        }
        let content = name
            .trim_start_matches("content/")
            .trim_matches('/')
            .trim_end_matches(".md")
            .trim_end_matches("/index");
        if let Some(page) = self.by_path(&ContentPath::new(content), language) {
            return Ok(page);
        }
        match self.absent.get(content) {
            Some(why) => Err(Problem::Absent(name.to_owned(), *why)),
            None => Err(Problem::Unknown(name.to_owned())),
        }
    }

    fn translated(&self, page: PageId, language: &PageLanguage) -> PageId {
        self.by_path(&self.pages[page].document.path, language)
            .unwrap_or(page)
    }

    /// How a page is called by one who named it so: a title gets its 《》, a number stays, a path becomes
    /// the title.
    fn shown_name(&self, page: PageId, name: &str) -> String {
        if name.is_empty() {
            return String::new();
        }
        let document = &self.pages[page].document;
        let folded = fold_name(name);
        let is = |text: &str| fold_name(text) == folded;
        if document.kind_fields.names.is_empty() {
            return self.title(page);
        }
        if document
            .kind_fields
            .text("number")
            .iter()
            .any(|number| is(number))
        {
            return document.kind_fields.text("number")[0].clone();
        }
        let plain = |text: &str| format!("《{}》", text.trim_start_matches('《').trim_end_matches('》'));
        if document.kind_fields.names.iter().any(|known| is(&known.value)) {
            plain(name)
        } else {
            plain(&self.title(page))
        }
    }
}
