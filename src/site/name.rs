//! What a name leads to.

use super::{HiddenReason, Page, Site};
use crate::base::{ByPage, ContentPath, Diagnostic, Level, PageId, PageLanguage, Span, numeral, path};
use crate::document::{Form, fold_name};
use crate::markdown::{Reference, find_clause};
use crate::message;
use crate::rule;
use std::collections::HashMap;

rule! { HIDDEN_TARGET = "hidden-target", Layers, Error, adjustable: true;
    means "链接到本站用 `hide` 略去的页面（上级文字里的是警告，略去的链接只留文字）", "A link leads to a page that this site leaves out by `hide` (a warning in the words of the upstream, where only the text of the link is kept)";
    mend "改链接，或不略去这一页", "Change the link, or do not leave the page out";
}

rule! { UNPUBLISHED_TARGET = "unpublished-target", Links, Error, adjustable: true;
    means "指到的页面是草稿、还没到日子或已经过期", "A link leads to a page that is a draft, not yet published, or expired";
    mend "先发布那一页，或去掉这处链接", "Publish that page first, or take the link out";
}

rule! { REFERENCE_UNKNOWN = "reference-unknown", Links, Error, adjustable: false;
    means "`[[…]]` 里的政策或页面没有", "No policy or page is called what stands in `[[…]]`";
    mend "看提示里相近的；用文号、标题、别名或路径", "See the nearest ones in the hint; use a number, a title, an alias or a path";
}

rule! { REFERENCE_AMBIGUOUS = "reference-ambiguous", Links, Error, adjustable: false;
    means "这个名字指的可能是几份文件", "The name may be that of several documents";
    mend "改用文号或路径", "Use a number or a path";
}

rule! { CLAUSE_NOT_FOUND = "clause-not-found", Links, Error, adjustable: false;
    means "那份政策里没有这一条", "That policy has no such clause";
    mend "核对条号；看提示里最接近的", "Check the number; see the nearest one in the hint";
}

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

/// Why a reference leads nowhere.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Problem {
    Unknown(String),
    Ambiguous(String, Vec<PageId>),
    NoClause(PageId, String),
    Absent(String, HiddenReason),
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
            if own && !page.implied && page.document.form != Form::Section {
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
    pub(super) fn find_cited(&self, from: PageId, text: &str) -> Result<Cited, Problem> {
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
                clause: self.fill(&heading.text),
                title: format!("{shown}“{}”", self.fill(&heading.text)),
            }),
            None => Err(Problem::NoClause(page, reference.clause.to_owned())),
        }
    }

    /// The page that a reference on `from` leads to, if any.
    pub fn cited(&self, from: PageId, text: &str) -> Option<PageId> {
        self.find_cited(from, text).ok().map(|cited| cited.page)
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
            .said("number")
            .iter()
            .any(|number| is(number))
        {
            return document.kind_fields.said("number")[0].clone();
        }
        let plain = |text: &str| format!("《{}》", text.trim_start_matches('《').trim_end_matches('》'));
        if document.kind_fields.names.iter().any(|known| is(&known.value)) {
            plain(name)
        } else {
            plain(&self.title(page))
        }
    }
}

impl Problem {
    /// The diagnostic for a reference at `place`.
    pub fn diagnostic(&self, site: &Site, place: Span) -> Diagnostic {
        match self {
            Problem::Unknown(name) => {
                let near = site.names().nearest(name).join("、");
                let diagnostic = Diagnostic::new(
                    &REFERENCE_UNKNOWN,
                    place,
                    message!(
                        "没有叫“{name}”的政策或页面",
                        "no policy or page is called `{name}`"
                    ),
                );
                if near.is_empty() {
                    diagnostic.hint(message!(
                        "用文号、标题或 policies/… 这样的路径",
                        "use a number, a title or a path like policies/…"
                    ))
                } else {
                    diagnostic.hint(message!("相近的有：{near}", "near to it: {near}"))
                }
            }
            Problem::Ambiguous(name, pages) => {
                let paths: Vec<&str> = pages
                    .iter()
                    .map(|page| site.pages[*page].document.path.as_str())
                    .collect();
                let all = paths.join("、");
                let mut diagnostic = Diagnostic::new(
                    &REFERENCE_AMBIGUOUS,
                    place,
                    message!("“{name}”指的可能是几份文件", "`{name}` may be several documents"),
                )
                .hint(message!("改用文号或路径：{all}", "use a number or a path: {all}"));
                for page in pages {
                    diagnostic = diagnostic.see(
                        Span::top(&site.pages[*page].document.file),
                        message!("其中之一", "one of them"),
                    );
                }
                diagnostic
            }
            Problem::NoClause(page, clause) => {
                let document = &site.pages[*page].document;
                let title = site.title(*page);
                let labels = || {
                    document
                        .outline
                        .clauses
                        .clauses
                        .iter()
                        .map(|clause| &*clause.label)
                };
                let diagnostic = Diagnostic::new(
                    &CLAUSE_NOT_FOUND,
                    place,
                    message!("《{title}》里没有{clause}", "there is no {clause} in 《{title}》"),
                )
                .see(
                    Span::top(&document.file),
                    message!("所引的文件", "the document cited"),
                );
                let near = nearest_clause(clause, labels()).map(str::to_owned);
                let last = labels().next_back().map(str::to_owned);
                match (near, last) {
                    (Some(near), _) => diagnostic.hint(message!("是不是 {near}？", "did you mean {near}?")),
                    (None, Some(last)) => diagnostic.hint(message!(
                        "最后一条是 {last}，核对条号",
                        "the last one is {last}; check the number"
                    )),
                    (None, None) => diagnostic.hint(message!(
                        "那份文件没有条款，去掉 # 及其后",
                        "that document has no clauses; leave out # and what follows"
                    )),
                }
            }
            Problem::Absent(name, why) => site.absent_target(name, *why, place),
        }
    }
}

/// The clause that is written most like `wanted`; of several, the one whose number is nearest.
fn nearest_clause<'a>(wanted: &str, labels: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wide = |c: char| match c {
        '(' => '（',
        ')' => '）',
        c => c,
    };
    let wanted: String = wanted.chars().filter(|c| !c.is_whitespace()).map(wide).collect();
    let value = |text: &str| -> i64 {
        let numbers = text.split(|c| !numeral::is_numeral(c)).filter_map(numeral::parse);
        numbers.fold(0, |sum, n| sum.saturating_mul(1000).saturating_add(i64::from(n)))
    };
    let least = 1 + wanted.chars().count() / 3;
    let near = labels.map(|label| {
        let distance = strsim::damerau_levenshtein(&wanted, label);
        (distance, value(&wanted).abs_diff(value(label)), label)
    });
    near.filter(|(distance, ..)| *distance <= least)
        .min()
        .map(|(.., label)| label)
}

impl Site {
    /// A link to a page that is not shown: not on this day, or not on this site.
    pub(super) fn absent_target(&self, name: &str, why: HiddenReason, place: Span) -> Diagnostic {
        let (zh, en) = match why {
            HiddenReason::Draft => ("还是草稿", "is a draft"),
            HiddenReason::Early => ("还没到发布日期", "is not yet published"),
            HiddenReason::Late => ("已过期下架", "has expired"),
            HiddenReason::Hidden => return self.hidden_target(name, place),
        };
        let name = path::name(name);
        Diagnostic::new(
            &UNPUBLISHED_TARGET,
            place,
            message!("所指的 {name} {zh}", "{name} {en}"),
        )
        .hint(message!(
            "先发布那一页，或去掉这处链接",
            "publish that page first, or take the link out"
        ))
    }

    /// A link to a page that this site leaves out. In its own words that is a mistake; in those that come
    /// down it is a consequence, and the words are shown without the link.
    fn hidden_target(&self, name: &str, place: Span) -> Diagnostic {
        let foreign = self.is_foreign(&place.file);
        let mut diagnostic = Diagnostic::new(
            &HIDDEN_TARGET,
            place,
            message!("所指的 {name} 被本站隐去", "{name} is left out by this site"),
        )
        .hint(message!(
            "改写这一节，或从 site.yaml 的 hide 里去掉它",
            "change this section, or take the page out of `hide` in site.yaml"
        ));
        if foreign {
            diagnostic.level = Level::Warning;
        }
        diagnostic
    }
}
