//! What takes place: the dates of an event, of a campaign, of the whole site.

use super::Site;
use crate::base::{Moment, PageId};
use crate::document::{Event, Role};

/// Something that takes place, and the page that says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EventInstance<'s> {
    /// The page.
    pub page: PageId,
    /// What.
    pub event: &'s Event,
    /// When it begins.
    pub start: Moment,
}

impl Site {
    /// What takes place by a page and by the pages that are part of it, ordered by start. What has no start yet
    /// is not in it.
    pub fn events(&self, page: PageId) -> Vec<EventInstance<'_>> {
        let part_of = self.pages[page]
            .backlinks
            .iter()
            .filter(|(role, ..)| *role == Role::PartOf);
        let pages = std::iter::once(page).chain(part_of.map(|(_, from, _)| *from));
        self.dates(pages)
    }

    /// All that takes place, ordered by start; translations of a page do not take place once more.
    pub fn all_events(&self) -> Vec<EventInstance<'_>> {
        self.dates(
            self.pages
                .ids()
                .filter(|page| self.pages[*page].document.language.is_own()),
        )
    }

    fn dates(&self, pages: impl Iterator<Item = PageId>) -> Vec<EventInstance<'_>> {
        let dated = |page: PageId| {
            let events = self.pages[page].document.kind_fields.events.iter();
            events.filter(|event| !event.is_span).filter_map(move |event| {
                let start = event.start?;
                Some(EventInstance { page, event, start })
            })
        };
        let mut all: Vec<EventInstance<'_>> = pages.flat_map(dated).collect();
        all.sort_by_key(|event| event.start);
        all
    }
}
