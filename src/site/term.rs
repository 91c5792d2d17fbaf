//! Tags and audiences: terms that gather pages.

use super::Page;
use crate::base::slug;
use crate::base::{ByPage, OutputPath, PageId};
use crate::config::Config;
use crate::document::{CommonFields, FileForm};
use crate::yaml::Spanned;
use std::collections::{BTreeMap, HashMap};

/// A term and its pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As authors write it.
    pub title: String,
    /// Path in the output of its list: `tags/hun-su/index.html`.
    pub address: OutputPath,
    /// Pages of the site's own language, newest first.
    pub pages: Vec<PageId>,
}

/// All terms of one sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    /// First part of addresses: `tags`.
    pub name: &'static str,
    /// What people call it: `标签`.
    pub label: &'static str,
    /// Terms in the order of their addresses, which is that of pinyin.
    pub terms: Vec<Term>,
    by_title: HashMap<String, usize>,
}

impl Vocabulary {
    pub(super) fn gather(
        name: &'static str,
        label: &'static str,
        pages: &ByPage<Page>,
        config: &Config,
        of: impl Fn(&CommonFields) -> &Vec<Spanned<String>>,
    ) -> Self {
        let mut found: BTreeMap<(String, String), Vec<PageId>> = BTreeMap::new();
        for (at, page) in pages.entries() {
            let own = *page.document.language.or(&config.language) == config.language;
            if page.document.form == FileForm::Section || !own {
                continue;
            }
            for term in of(&page.document.front) {
                let title = term.value.trim().to_owned();
                if !title.is_empty() {
                    let pages = found.entry((slug::slug(&title), title)).or_default();
                    if pages.last() != Some(&at) {
                        pages.push(at);
                    }
                }
            }
        }
        let mut terms: Vec<Term> = Vec::new();
        for ((slug, title), mut list) in found {
            list.sort_by_key(|at| (std::cmp::Reverse(pages[*at].document.date()), *at));
            // Terms that sound alike get a number: 行动 and 型动 are two.
            let clash = terms
                .iter()
                .rev()
                .take_while(|term| base(term.address.address()) == slug)
                .count();
            let slug = if clash == 0 {
                slug
            } else {
                format!("{slug}--{}", clash + 1)
            };
            terms.push(Term {
                title,
                address: OutputPath::at(&format!("{name}/{slug}/")),
                pages: list,
            });
        }
        let by_title = terms
            .iter()
            .enumerate()
            .map(|(at, term)| (term.title.clone(), at))
            .collect();
        Self {
            name,
            label,
            terms,
            by_title,
        }
    }

    /// The term of a title.
    pub fn get(&self, title: &str) -> Option<&Term> {
        self.by_title.get(title.trim()).map(|at| &self.terms[*at])
    }
}

fn base(address: &str) -> &str {
    let name = address.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    name.split("--").next().unwrap_or(name)
}
