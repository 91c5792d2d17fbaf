//! The home page.

use super::Present;
use crate::base::PageId;
use crate::document::Form;
use crate::theme::view::{HomeView, Shelf, View};

/// Pages of one kind that the home page shows; the rest is a step away.
const SHELF: usize = 6;

impl Present<'_> {
    /// The view of a home page, its body still to be rendered.
    pub fn home(&self, page: PageId) -> View {
        let at = &self.site.pages[page];
        let mut view = self.frame_view(&self.frame_of(page));
        self.common(page, &mut view);
        let mut whole = self.view(view, &at.address, &at.document.language);
        let language = &at.document.language;
        let today = self.site.showing.today;
        let running = |page: &PageId| {
            let occasions = &self.site.pages[*page].document.kind_fields.occasions;
            occasions
                .iter()
                .filter(|occasion| occasion.whole)
                .all(|occasion| occasion.end.is_none_or(|end| end.day >= today))
        };
        let to_come = |page: &PageId| {
            let occasions = &self.site.pages[*page].document.kind_fields.occasions;
            occasions.iter().any(|occasion| {
                occasion.repeat.is_some()
                    || occasion
                        .end
                        .or(occasion.start)
                        .is_some_and(|end| end.day >= today)
            })
        };
        let mut events: Vec<PageId> = self
            .site
            .of_kind("event", language)
            .into_iter()
            .filter(to_come)
            .collect();
        events.sort_by_key(|page| self.site.pages[*page].document.date());
        whole.home = Some(HomeView {
            campaigns: self.shelf(
                "campaign",
                self.site
                    .of_kind("campaign", language)
                    .into_iter()
                    .filter(running)
                    .collect(),
                page,
            ),
            explainers: self.shelf("explainer", self.site.of_kind("explainer", language), page),
            questions: self.shelf("question", self.site.of_kind("question", language), page),
            news: self.shelf("news", self.site.of_kind("news", language), page),
            policies: self.shelf("policy", self.site.of_kind("policy", language), page),
            events: self.shelf("event", events, page),
            places: self.shelf("place", self.site.of_kind("place", language), page),
            facts: self.all_facts(),
        });
        whole
    }

    fn shelf(&self, kind: &str, pages: Vec<PageId>, home: PageId) -> Shelf {
        let language = &self.site.pages[home].document.language;
        let section = self.site.pages.entries().find(|(_, page)| {
            page.document.form == Form::Section
                && page.document.front.contains.as_deref() == Some(kind)
                && page.document.language == *language
        });
        let summary = section
            .and_then(|(_, page)| page.document.front.summary.as_ref())
            .map(|text| self.site.fill(&text.value));
        Shelf {
            count: pages.len(),
            pages: pages
                .into_iter()
                .take(SHELF)
                .map(|page| self.card(page))
                .collect(),
            section: section.map(|(page, _)| self.link(page)),
            summary,
        }
    }
}
