//! What stands for a page where people pass it on: a card with its title, and a square with its emblem.

use super::{ViewInputs, emblem, page::cut, published};
use crate::base::{Fingerprint, OutputPath, PageId, PageLanguage};
use crate::config::Config;
use crate::document::Kind;
use crate::site::{Site, route};
use crate::theme::view::ShareView;
use crate::theme::{paint, phrase};
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

impl Card {
    /// What a page's card is drawn from.
    pub fn of(inputs: &ViewInputs<'_>, page: PageId) -> Self {
        let site = inputs.site;
        let own = site.title(page);
        let title = if is_home(site, page) || own.chars().any(phrase::joined) {
            site.config.name.clone()
        } else {
            own
        };
        Self {
            title: cut(inputs, &title),
            sort: sort(inputs, page),
            site: site.config.name.clone(),
            emblem: Emblem::of(inputs, page),
        }
    }
}

impl Emblem {
    /// The emblem of a page: its own, else the first character of what sort of page it is.
    pub fn of(inputs: &ViewInputs<'_>, page: PageId) -> Self {
        let (site, document) = (inputs.site, &inputs.site.pages[page].document);
        let (character, shade) = match document.kind_fields.emblem {
            Some(own) => (Some(own), usize::from(emblem(site, page).shade)),
            None => (
                sort(inputs, page).chars().chain(label(site, page).chars()).next(),
                0,
            ),
        };
        let paint =
            |shade: &str| paint::painted(&format!("oklch(from var(--brand) {shade})"), color(&site.config));
        Self {
            character: character.unwrap_or('家'),
            colors: [paint(GROUND), paint(WALLS[shade % WALLS.len()])],
        }
    }
}

/// What people call the kind of a page, in Chinese; empty for one that is just a page, and for the home page.
fn label(site: &Site, page: PageId) -> &str {
    let document = &site.pages[page].document;
    let named = document.kind != Kind::PAGE && !is_home(site, page);
    if named { &document.kind.label } else { "" }
}

fn is_home(site: &Site, page: PageId) -> bool {
    site.pages[page].document.path.is_home()
}

/// What the kind of a page is called on its card: empty where the language of the page has no word for it, or
/// one that squares cannot write.
fn sort(inputs: &ViewInputs<'_>, page: PageId) -> String {
    let (site, chinese) = (inputs.site, label(inputs.site, page));
    let language = site.pages[page].document.language.or(&site.config.language);
    let said = inputs.translator_of(page).say(chinese);
    let foreign = !language.is_chinese() && said == chinese;
    if chinese.is_empty() || foreign || said.chars().any(phrase::joined) {
        return String::new();
    }
    said
}

/// The square with a page's emblem: it is named by what is drawn.
pub fn square(inputs: &ViewInputs<'_>, page: PageId) -> OutputPath {
    route::square(&Fingerprint::of(&Emblem::of(inputs, page)).hex()[..10])
}

/// The pictures for those who share a page, as absolute URLs, where the theme shows them. A page that has
/// not been translated has those of its original, a list those of the home page.
pub(super) fn share(inputs: &ViewInputs<'_>, page: PageId) -> Option<ShareView> {
    let site = inputs.site;
    let card = |page: PageId| Some((published(site, &route::card(&site.pages[page].address))?, page));
    let own = card(site.original(page).unwrap_or(page));
    let (card, page) = own.or_else(|| card(site.home(&PageLanguage::Own)))?;
    let square = site.config.href(square(inputs, page).address());
    Some(ShareView {
        card: site.config.absolute(&card),
        square: site.config.absolute(&square),
    })
}

/// The office's colour, `#rrggbb`.
pub fn color(config: &Config) -> &str {
    config.brand.color.as_deref().unwrap_or(paint::DEFAULT)
}
