//! What takes place: the dates of an event, of a campaign, of the whole site.

use super::Site;
use crate::base::{Moment, PageId};
use crate::document::{Occasion, Role};

/// Something that takes place, and the page that says so.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Happening<'s> {
    /// The page.
    pub page: PageId,
    /// What.
    pub occasion: &'s Occasion,
    /// When it begins.
    pub start: Moment,
}

impl Site {
    /// What takes place by a page and by the pages that are part of it, ordered by start. What has no start yet
    /// is not in it.
    pub fn happenings(&self, page: PageId) -> Vec<Happening<'_>> {
        let part_of = self.pages[page]
            .inbound
            .iter()
            .filter(|(role, ..)| *role == Role::PartOf);
        let pages = std::iter::once(page).chain(part_of.map(|(_, from, _)| *from));
        self.dates(pages)
    }

    /// All that takes place, ordered by start; translations of a page do not take place once more.
    pub fn all_happenings(&self) -> Vec<Happening<'_>> {
        self.dates(
            self.pages
                .ids()
                .filter(|page| self.pages[*page].document.language.is_own()),
        )
    }

    fn dates(&self, pages: impl Iterator<Item = PageId>) -> Vec<Happening<'_>> {
        let dated = |page: PageId| {
            let occasions = self.pages[page].document.kind_fields.occasions.iter();
            occasions
                .filter(|occasion| !occasion.frame)
                .filter_map(move |occasion| {
                    let start = occasion.start?;
                    Some(Happening {
                        page,
                        occasion,
                        start,
                    })
                })
        };
        let mut all: Vec<Happening<'_>> = pages.flat_map(dated).collect();
        all.sort_by_key(|happening| happening.start);
        all
    }
}
