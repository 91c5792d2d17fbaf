//! What stands for a page where people pass it on: a card with its title, and a square with its emblem.

use super::ViewBuilder;
use crate::base::{OutputPath, PageId, PageLanguage};
use crate::document::Kind;
use crate::site::route;
use crate::theme::paint;
use crate::theme::view::ShareView;
use serde::Serialize;

/// All that a card is drawn from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The title by phrases.
    pub title: Vec<String>,
    /// What sort of page it is: `解读`; empty for the home page.
    pub sort: String,
    /// Name of the site.
    pub site: String,
    /// Its emblem.
    pub emblem: Emblem,
}

/// A character in lit windows on a wall.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Emblem {
    /// The character.
    pub character: char,
    /// Colours `#rrggbb`: ground, wall.
    pub colors: [String; 2],
}

/// Walls as the stylesheet paints them: one for each shade of an emblem.
const WALLS: [&str; 5] = [
    ".47 min(c,.125) h",
    ".45 min(c,.07) calc(h + 40)",
    ".45 min(c,.06) calc(h + 135)",
    ".45 min(c,.1) calc(h - 28)",
    ".45 min(c,.06) calc(h + 210)",
];
const GROUND: &str = ".29 min(c,.075) h";

impl ViewBuilder<'_> {
    /// The square with a page's emblem: it is named by what is drawn.
    pub fn square(&self, page: PageId) -> OutputPath {
        let fingerprint = crate::base::Fingerprint::of(&self.card_of(page).emblem).hex();
        route::square(&fingerprint[..10])
    }

    /// The pictures for those who share a page, as absolute URLs, where the theme shows them. A page that has
    /// not been translated has those of its original, a list those of the home page.
    pub(super) fn share(&self, page: PageId) -> Option<ShareView> {
        let site = self.site;
        let own = site.original(page).unwrap_or(page);
        let card = |page: PageId| self.published(&route::card(&site.pages[page].address));
        let (card, page) = card(own).map(|card| (card, own)).or_else(|| {
            Some((
                card(site.home(&PageLanguage::Own))?,
                site.home(&PageLanguage::Own),
            ))
        })?;
        Some(ShareView {
            card: site.config.absolute(&card),
            square: site
                .config
                .absolute(&site.config.href(self.square(page).address())),
        })
    }

    /// The office's colour, `#rrggbb`.
    pub fn color(&self) -> &str {
        self.site.config.brand.color.as_deref().unwrap_or(paint::DEFAULT)
    }

    /// What the kind of a page is called on its card: empty where the language of the page has no word for it, or
    /// one that squares cannot write.
    fn sort(&self, page: PageId) -> String {
        let document = &self.site.pages[page].document;
        let label = self.kind_label(page);
        let foreign = !self.language_of(&document.language).is_chinese() && label == *document.kind.label;
        if foreign || label.chars().any(joined) {
            return String::new();
        }
        label
    }

    /// What a page's card is drawn from.
    pub fn card_of(&self, page: PageId) -> Card {
        let (site, document) = (self.site, &self.site.pages[page].document);
        let home = document.path.is_home();
        let named = document.kind != Kind::PAGE && !home;
        let sort = if named { self.sort(page) } else { String::new() };
        let own = site.title(page);
        let title = if home || own.chars().any(joined) {
            site.config.name.clone()
        } else {
            own
        };
        let (character, shade) = match document.kind_fields.emblem {
            Some(_) => {
                let own = self.emblem(page);
                (own.character.chars().next(), usize::from(own.shade))
            }
            None if named => (sort.chars().chain(document.kind.label.chars()).next(), 0),
            None => (None, 0),
        };
        let brand = self.color();
        let color = |shade: &str| paint::painted(&format!("oklch(from var(--brand) {shade})"), brand);
        Card {
            title: self.cut(&title),
            sort,
            site: site.config.name.clone(),
            emblem: Emblem {
                character: character.unwrap_or('家'),
                colors: [color(GROUND), color(WALLS[shade % WALLS.len()])],
            },
        }
    }
}

/// Whether a letter takes its form from its neighbours (Uyghur, Kazakh, Mongolian, Tibetan): squares cannot do
/// that, and nothing may come between them.
pub(super) fn joined(c: char) -> bool {
    matches!(c, '\u{600}'..='\u{8ff}' | '\u{f00}'..='\u{fff}' | '\u{1800}'..='\u{18af}' | '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}
