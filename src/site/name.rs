//! What a name leads to.

use super::{Page, Problem, Site};
use crate::base::name::in_title_marks;
use crate::base::reads;
use crate::base::region::place_in_front;
use crate::base::{ByPage, ContentPath, PageId, PageLanguage};
use crate::document::{FileForm, fold_name};
use crate::markdown::{Reference, find_clause};
use std::collections::HashMap;
use std::sync::Arc;

/// Folded names of pages.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Names that kinds declare: numbers, titles and aliases of policies.
    declared: HashMap<Arc<str>, Vec<PageId>>,
    /// Titles of all pages, for those who name a campaign by its title.
    titles: HashMap<Arc<str>, Vec<PageId>>,
    /// A folded name as its author wrote it.
    written: HashMap<Arc<str>, Written>,
}

/// Where a name stands as its author wrote it.
#[derive(Debug)]
enum Written {
    /// It is declared.
    Declared(String),
    /// It is the title of a page.
    TitleOf(PageId),
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
                let folded: Arc<str> = fold_name(&name.value).into();
                names
                    .written
                    .entry(folded.clone())
                    .or_insert_with(|| Written::Declared(name.value.clone()));
                let list = names.declared.entry(folded).or_default();
                if own && list.last() != Some(&at) {
                    list.push(at);
                }
            }
            if own && !page.is_synthesised && page.document.form != FileForm::Section {
                let folded: Arc<str> = fold_name(page.document.title()).into();
                names
                    .written
                    .entry(folded.clone())
                    .or_insert(Written::TitleOf(at));
                let titled = names.titles.entry(folded).or_default();
                if titled.is_empty() {
                    titled.reserve_exact(1);
                }
                titled.push(at);
            }
        }
        names
    }

    fn get(&self, name: &str) -> &[PageId] {
        let folded = fold_name(name);
        let found = self
            .declared
            .get(&*folded)
            .filter(|list| !list.is_empty())
            .or_else(|| self.titles.get(&*folded));
        found.map_or(&[], Vec::as_slice)
    }

    /// The name that was probably meant by one that is nobody's: a letter or two are different, and neither the place in
    /// front nor the numbers, which tell one document from another.
    fn near_miss(&self, pages: &ByPage<Page>, name: &str) -> Option<String> {
        let folded = fold_name(name);
        let known = self.declared.iter().filter(|(_, pages)| !pages.is_empty());
        let near = known.filter_map(|(known, _)| {
            let distance = strsim::damerau_levenshtein(&folded, known);
            let slips = folded.chars().count().max(known.chars().count()) / 8;
            let same = place_in_front(&folded) == place_in_front(known) && digits(&folded) == digits(known);
            (same && (1..=slips.max(1)).contains(&distance)).then_some((distance, known))
        });
        let (_, known) = near.min()?;
        Some(self.as_written(pages, known))
    }

    /// A folded name as its author wrote it.
    fn as_written(&self, pages: &ByPage<Page>, folded: &str) -> String {
        match self.written.get(folded) {
            Some(Written::Declared(name)) => name.clone(),
            Some(Written::TitleOf(page)) => pages[*page].document.title().to_owned(),
            None => folded.to_owned(),
        }
    }

    fn nearest(&self, pages: &ByPage<Page>, name: &str) -> Vec<String> {
        let folded = fold_name(name);
        let mut near: Vec<(f64, &str)> = self
            .declared
            .keys()
            .chain(self.titles.keys())
            .map(|known| (strsim::normalized_damerau_levenshtein(&folded, known), &**known))
            .filter(|(likeness, known)| {
                *likeness > 0.4 || (folded.chars().count() > 2 && known.contains(&*folded))
            })
            .collect();
        near.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        near.dedup();
        near.into_iter()
            .take(3)
            .map(|(_, name)| self.as_written(pages, name))
            .collect()
    }
}

/// The digits of a name in order of size: transposed ones are the same.
fn digits(name: &str) -> Vec<char> {
    let mut digits: Vec<char> = name.chars().filter(char::is_ascii_digit).collect();
    digits.sort_unstable();
    digits
}

impl Site {
    /// What a reference on `from` leads to.
    pub fn find_cited(&self, from: PageId, text: &str) -> Result<Cited, Problem> {
        let mut reference = Reference::new(text);
        let mut page = self.find_page(from, reference.name);
        // `上海市人口与计划生育条例第三十一条`: a clause written right behind the name.
        if page.is_err()
            && let Some(split) = Reference::name_and_clause(text)
            && let found @ (Ok(_) | Err(Problem::Ended(..))) = self.find_page(from, split.name)
        {
            (reference, page) = (split, found);
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
            let label = document.outline.clauses.full_label(found);
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
                anchor: Some(heading.id.into()),
                clause: self.fill(page, heading.text),
                title: format!("{shown}“{}”", self.fill(page, heading.text)),
            }),
            None => Err(Problem::NoClause(page, reference.clause.to_owned())),
        }
    }

    /// The page that a reference on `from` leads to, if any.
    pub fn cited(&self, from: PageId, text: &str) -> Option<PageId> {
        self.find_cited(from, text).ok().map(|cited| cited.page)
    }

    /// The name of a policy that was probably meant by a name that nothing bears.
    pub fn near_miss(&self, name: &str) -> Option<String> {
        self.names().near_miss(&self.pages, name)
    }

    /// Names of pages that are near to a name, as their authors wrote them.
    pub fn near_names(&self, name: &str) -> Vec<String> {
        self.names().nearest(&self.pages, name)
    }

    /// Names are gathered when somebody asks first: a site without references needs none.
    fn names(&self) -> &Names {
        reads::names(|| self.names.get_or_init(|| Names::gather(&self.pages)))
    }

    fn find_page(&self, from: PageId, name: &str) -> Result<PageId, Problem> {
        if name.is_empty() {
            return Ok(from);
        }
        let language = &self.pages[from].document.language;
        let dated = || self.of_year(name);
        match self.names().get(name) {
            [one] => return Ok(self.translated(*one, language)),
            [] => match &dated()[..] {
                [one] => return Ok(self.translated(*one, language)),
                [] => {}
                many => {
                    let meant = self.meant(from, many);
                    return meant.ok_or_else(|| Problem::Ambiguous(name.to_owned(), many.to_vec()));
                }
            },
            many => {
                return match self.meant(from, many) {
                    Some(one) => Ok(self.translated(one, language)),
                    None => Err(Problem::Ambiguous(name.to_owned(), many.to_vec())),
                };
            }
        }
        let content = name
            .trim_start_matches("content/")
            .trim_matches('/')
            .trim_end_matches(".md")
            .trim_end_matches("/index");
        let path = ContentPath::new(content);
        let ended = self
            .notice_of(&path, language)
            .or_else(|| self.notice_named(name));
        if let Some(notice) = ended {
            return Err(Problem::Ended(name.to_owned(), notice));
        }
        if let Some(page) = self.by_path(&path, language) {
            return Ok(page);
        }
        match self.absent.get(content) {
            Some(why) => Err(Problem::Absent(name.to_owned(), *why)),
            None => Err(Problem::Unknown(name.to_owned())),
        }
    }

    /// Which of several policies of one name is meant on a page: one that is published before a draft, one in force before one that is over, and the nearest
    /// among those that the page's author could see: those of the own site and of the sites above it.
    fn meant(&self, from: PageId, named: &[PageId]) -> Option<PageId> {
        let own = self.pages[from].layer;
        let narrowed = |pages: Vec<PageId>, fits: &dyn Fn(PageId) -> bool| -> Vec<PageId> {
            let fitting: Vec<PageId> = pages.iter().copied().filter(|page| fits(*page)).collect();
            if fitting.is_empty() { pages } else { fitting }
        };
        let seen = narrowed(named.to_vec(), &|page| self.pages[page].layer >= own);
        // Who looks at drafts sees what the others see: a draft takes no name from a page that is published.
        let published = narrowed(seen, &|page| !self.pages[page].document.front.draft);
        let in_force = narrowed(published, &|page| !self.is_over(page));
        let nearest = in_force.iter().map(|page| self.pages[*page].layer).min();
        match narrowed(in_force, &|page| Some(self.pages[page].layer) == nearest)[..] {
            [one] => Some(one),
            _ => None,
        }
    }

    /// The policies that are named with a year behind their title: 某某办法（2019）, 某某办法（2019年修订）.
    fn of_year(&self, name: &str) -> Vec<PageId> {
        let folded = fold_name(name);
        let Some((title, year)) = folded.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) else {
            return Vec::new();
        };
        let Ok(year) = year.chars().take(4).collect::<String>().parse::<i16>() else {
            return Vec::new();
        };
        let is_of = |page: &PageId| {
            let properties = &self.pages[*page].document.kind_fields.properties;
            let mut moments = properties.iter().filter_map(|property| property.moment);
            moments.any(|moment| moment.day.parts().0 == year)
        };
        self.names().get(title).iter().copied().filter(is_of).collect()
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
        if document.kind_fields.names.iter().any(|known| is(&known.value)) {
            in_title_marks(name)
        } else {
            in_title_marks(&self.title(page))
        }
    }
}
