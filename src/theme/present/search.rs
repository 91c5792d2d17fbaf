//! The search page, as it is before a script takes over and where none does.

use super::{PageHead, ViewBuilder};
use crate::base::slug::slug;
use crate::base::{PageId, PageLanguage};
use crate::document::FileForm;
use crate::site::route;
use crate::theme::view::{LetterView, LinkView, PageKind, SearchView, StatusView, View};
use std::collections::BTreeMap;

/// Words that are proposed.
const POPULAR: usize = 8;

impl ViewBuilder<'_> {
    /// The search page; `titles` are of pages that people may want to find.
    pub fn search_page(&self, titles: &[String]) -> View {
        let frame = PageHead {
            kind: PageKind::Search,
            title: self.say(&PageLanguage::Own, "搜索"),
            address: route::SEARCH.to_owned(),
            breadcrumbs: vec![self.breadcrumb(self.site.home(&PageLanguage::Own))],
            ..PageHead::default()
        };
        let mut whole = self.view(self.head_view(&frame), route::SEARCH, &PageLanguage::Own);
        whole.search = Some(SearchView {
            popular: self.popular(titles),
            tags: self
                .site
                .tags
                .terms
                .iter()
                .map(|term| LinkView {
                    title: term.title.clone(),
                    href: self.site.config.href(&term.address),
                })
                .collect(),
            letters: self.letters(),
        });
        whole
    }

    /// What the site itself has answers to: its facts, then these titles.
    fn popular(&self, titles: &[String]) -> Vec<LinkView> {
        let facts = self
            .all_facts(&PageLanguage::Own)
            .into_iter()
            .take(4)
            .map(|fact| fact.label);
        let mut words: Vec<String> = facts.chain(titles.iter().cloned()).collect();
        words.dedup();
        words.truncate(POPULAR);
        let href = |word: &str| {
            let word = word
                .replace('%', "%25")
                .replace('&', "%26")
                .replace('#', "%23")
                .replace('+', "%2B");
            self.site.config.href(route::SEARCH).with(&format!("?q={word}"))
        };
        words
            .into_iter()
            .map(|word| LinkView {
                href: href(&word),
                title: word,
            })
            .collect()
    }

    /// All pages of the site's own language by the first letter of their title's pinyin.
    fn letters(&self) -> Vec<LetterView> {
        let mut rows: BTreeMap<String, Vec<(String, LinkView)>> = BTreeMap::new();
        for (page, at) in self.site.pages.entries() {
            let document = &at.document;
            if at.is_synthesised
                || document.language != PageLanguage::Own
                || (document.form == FileForm::Section && document.path.is_home())
            {
                continue;
            }
            let link = self.link(page);
            let sound = slug(&link.title);
            let first = sound.chars().next().filter(char::is_ascii_alphabetic);
            let letter = first.map_or_else(|| "#".to_owned(), |c| c.to_ascii_uppercase().to_string());
            rows.entry(letter).or_default().push((sound, link));
        }
        let sorted = |mut pages: Vec<(String, LinkView)>| {
            pages.sort_by(|a, b| (&a.0, &a.1.href).cmp(&(&b.0, &b.1.href)));
            pages.into_iter().map(|(_, link)| link).collect()
        };
        rows.into_iter()
            .map(|(letter, pages)| LetterView {
                letter,
                pages: sorted(pages),
            })
            .collect()
    }

    /// The status of a policy, in its language.
    pub fn status(&self, page: PageId) -> Option<StatusView> {
        self.status_in(page, &self.site.pages[page].document.language)
    }

    /// The status of a policy, as a page in another language tells it.
    pub(super) fn status_in(&self, page: PageId, language: &PageLanguage) -> Option<StatusView> {
        let standing = self.site.pages[page].document.kind_fields.status?;
        let status = super::clause::status(standing);
        Some(StatusView {
            label: self.say(language, &status.label),
            ..status
        })
    }

    /// What people call the kind of a page, in its language.
    pub(super) fn kind_label(&self, page: PageId) -> String {
        let document = &self.site.pages[page].document;
        self.say(&document.language, &document.kind.label)
    }
}
