//! From the site to what templates see: one file for each sort of thing that all pages share. Each function takes
//! what it needs; [`ViewInputs`] is all of it, for what needs most.
//!
//! Not here: what only one kind shows (`kind`), whole views of lists, the search page and the home page (`outputs`).

mod card;
mod clause;
mod fact;
mod frame;
mod link;
mod notice;
mod page;
mod property;
mod share;

pub use card::{emblem, phase};
pub use clause::{clauses, notes, status};
pub use fact::{facts, facts_today};
pub use link::{breadcrumb, link, published, term_link};
pub use notice::notice;
pub use page::{PageHead, head, made_up, page, page_kind, start, written};
pub use property::properties;
pub use share::{Card, Emblem, color, square};

use super::view::{CardView, DayView, PageView, View};
use super::{Phrases, Theme, Translator};
use crate::base::{ByPage, Moment, OutputPath, PageId, PageLanguage, Reads};
use crate::markdown::Body;
use crate::picture::ImageSet;
use crate::site::{Resolved, Site};
use frame::Frames;
use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// So many pages as lists show them are kept: more than most sites have. Of a larger one some are, and others are made again for
/// each list.
const CARDS: usize = 16_384;

/// All that views are made from.
pub struct ViewInputs<'s> {
    /// The site.
    pub site: &'s Site,
    /// The theme.
    pub theme: &'s Theme,
    /// What the requests of each page were resolved to.
    pub resolved: &'s ByPage<Resolved>,
    /// Bodies by page; read again when they are not at hand.
    pub bodies: &'s (dyn Fn(PageId) -> Arc<Body> + Sync),
    /// Cuts titles.
    pub phrases: &'s Phrases,
    /// Pictures that pages show, by path in the output.
    pub pictures: &'s ImageSet,
    /// What stands around pages.
    pub frames: Frames,
    /// Pages as lists show them, made when a list asks first.
    cards: HashMap<PageId, OnceLock<(Arc<CardView>, Reads)>>,
}

impl<'s> ViewInputs<'s> {
    /// Puts them together.
    pub fn new(
        site: &'s Site,
        theme: &'s Theme,
        resolved: &'s ByPage<Resolved>,
        bodies: &'s (dyn Fn(PageId) -> Arc<Body> + Sync),
        phrases: &'s Phrases,
        pictures: &'s ImageSet,
    ) -> Self {
        let ids = site.pages.ids();
        let one_of = ids.len().div_ceil(CARDS).max(1);
        Self {
            site,
            theme,
            resolved,
            bodies,
            phrases,
            pictures,
            frames: Frames::of(site, theme),
            cards: ids.step_by(one_of).map(|page| (page, OnceLock::new())).collect(),
        }
    }

    /// Says texts of ours in the language that pages are filed under.
    pub fn translator(&self, filed: &PageLanguage) -> Translator<'s> {
        Translator::of(self.theme, filed.or(&self.site.config.language))
    }

    /// Says texts of ours in the language of a page.
    pub fn translator_of(&self, page: PageId) -> Translator<'s> {
        self.translator(&self.site.pages[page].document.language)
    }

    /// A page in a list.
    pub fn card(&self, page: PageId) -> Arc<CardView> {
        let make = || {
            Reads::of(|| {
                Arc::new(card::card(
                    self.site,
                    self.pictures,
                    self.translator_of(page),
                    page,
                ))
            })
        };
        let Some(kept) = self.cards.get(&page) else {
            return make().0;
        };
        let (card, reads) = kept.get_or_init(make);
        reads.repeat();
        card.clone()
    }

    /// A page with all that stands around it: `at` is its address, by which the menu marks where it lies.
    pub fn framed(&self, page: PageView, at: &OutputPath, language: &PageLanguage) -> View {
        let frame = self.frames.get(language);
        View {
            site: frame.site.clone(),
            menu: frame.menu_at(at),
            page,
            list: None,
            home: None,
            search: None,
            assets: frame.assets.clone(),
            options: self.theme.options.clone(),
        }
    }
}

impl From<Moment> for DayView {
    fn from(moment: Moment) -> Self {
        Self {
            iso: moment.iso(),
            text: moment.in_words(),
            day: moment.day.to_string(),
        }
    }
}
