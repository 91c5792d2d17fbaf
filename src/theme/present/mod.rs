//! From the site to what templates see: one file for each sort of thing that is shown.

mod card;
mod clause;
mod fact;
mod kinds;
mod list;
mod page;
mod search;
mod share;

pub use share::{Card, Emblem};

use super::view::{BrandView, CardView, DayView, LinkView, MenuItem, PageKind, SiteView, View};
use super::{Feature, Phrases, Theme};
use crate::base::{
    ByPage, Diagnostic, Fingerprint, Href, Language, Moment, OutputPath, PageId, PageLanguage,
};
use crate::config::Profile;
use crate::html::Tree;
use crate::markdown::Body;
use crate::picture::ImageSet;
use crate::site::{Resolved, Site, route};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Makes views of a site. It asks the site everything; the templates then ask nothing.
pub struct ViewBuilder<'s> {
    /// The site.
    pub site: &'s Site,
    /// The theme.
    pub theme: &'s Theme,
    /// SlotContents to what each page asks, by page.
    pub resolved: &'s ByPage<Resolved>,
    /// Bodies by page; read again when they are not at hand.
    pub bodies: &'s (dyn Fn(PageId) -> Arc<Body> + Sync),
    /// Cuts titles.
    pub phrases: &'s Phrases,
    /// Pictures that pages show, by path in the output.
    pub pictures: &'s ImageSet,
    /// `{asset name: address}`
    pub assets: Arc<BTreeMap<String, Href>>,
    /// The same by language, where some are others.
    translated: BTreeMap<Language, Arc<BTreeMap<String, Href>>>,
    frames: BTreeMap<PageLanguage, Arc<SiteView>>,
    menus: BTreeMap<PageLanguage, Menu>,
    /// Pages as lists show them, made when a list asks first.
    cards: ByPage<OnceLock<Arc<CardView>>>,
}

/// What was rendered with a key, or what rendering gives.
pub type RememberRender<'s> = dyn Fn(Fingerprint, &mut dyn FnMut() -> Result<Tree, Vec<Diagnostic>>) -> Result<Arc<Tree>, Vec<Diagnostic>>
    + Sync
    + 's;

/// The menu of a language, and what it looks like with some entries marked.
#[derive(Default)]
struct Menu {
    addresses: Vec<String>,
    items: Vec<MenuItem>,
    marked: Mutex<BTreeMap<Vec<bool>, Arc<Vec<MenuItem>>>>,
}

/// Where a made-up page (a list, the 404 page) stands and what it is called.
#[derive(Debug, Clone, Default)]
pub struct PageHead {
    /// What sort of page it is.
    pub kind: PageKind,
    /// Title.
    pub title: String,
    /// Path in the output.
    pub address: String,
    /// Language.
    pub language: PageLanguage,
    /// Pages above, home first.
    pub breadcrumbs: Vec<LinkView>,
    /// A sentence about it.
    pub summary: Option<String>,
    /// The page of the site that it is, if any.
    pub page: Option<PageId>,
}

impl<'s> ViewBuilder<'s> {
    /// Gets ready.
    pub fn new(
        site: &'s Site,
        theme: &'s Theme,
        resolved: &'s ByPage<Resolved>,
        bodies: &'s (dyn Fn(PageId) -> Arc<Body> + Sync),
        phrases: &'s Phrases,
        pictures: &'s ImageSet,
    ) -> Self {
        let addresses = |assets: &BTreeMap<String, crate::theme::Asset>| -> BTreeMap<String, Href> {
            assets
                .iter()
                .map(|(name, asset)| (name.clone(), site.config.href(&asset.address)))
                .collect()
        };
        let assets = addresses(&theme.assets);
        let translated = theme.translated_assets.iter().map(|(language, others)| {
            let mut all = assets.clone();
            all.extend(addresses(others));
            (language.clone(), Arc::new(all))
        });
        let translated = translated.collect();
        let mut present = Self {
            site,
            theme,
            resolved,
            bodies,
            phrases,
            pictures,
            assets: Arc::new(assets),
            translated,
            frames: BTreeMap::new(),
            menus: BTreeMap::new(),
            cards: site.pages.iter().map(|_| OnceLock::new()).collect(),
        };
        let languages: std::collections::BTreeSet<PageLanguage> = site
            .pages
            .iter()
            .map(|page| page.document.language.clone())
            .collect();
        present.menus = languages
            .iter()
            .map(|language| (language.clone(), present.menu_of(language)))
            .collect();
        present.frames = languages
            .into_iter()
            .map(|language| (language.clone(), Arc::new(present.site_view(&language))))
            .collect();
        present
    }

    fn assets_of(&self, language: &Language) -> Arc<BTreeMap<String, Href>> {
        self.translated.get(language).unwrap_or(&self.assets).clone()
    }

    /// The site as pages of one language see it.
    pub fn site_of(&self, language: &PageLanguage) -> Arc<SiteView> {
        self.frames
            .get(language)
            .or_else(|| self.frames.get(&PageLanguage::Own))
            .cloned()
            .unwrap_or_else(|| Arc::new(self.site_view(language)))
    }

    fn site_view(&self, language: &PageLanguage) -> SiteView {
        let (site, config) = (self.site, &self.site.config);
        let brand = &config.brand;
        let home = site.home(language);
        let logo = brand
            .logo
            .as_ref()
            .map(|logo| config.href(logo.value.trim_start_matches('/')));
        SiteView {
            name: config.name.clone(),
            href: site.href(home),
            url: config.absolute(&site.href(home)),
            language: language.or(&config.language).clone(),
            region: config.speaks_for().map(fact::region),
            profile: if config.profile == Profile::Gov {
                "gov"
            } else {
                "association"
            }
            .to_owned(),
            brand: BrandView {
                color: brand.color.clone().unwrap_or_default(),
                logo,
                slogan: brand.slogan.clone(),
                organiser: brand.organiser.clone(),
                phone: brand.phone.clone(),
                email: brand.email.clone(),
                address: brand.address.clone(),
                icp: brand.icp.clone(),
                police: brand.police.clone(),
                site_id: brand.site_id.clone(),
            },
            search: config.search.then(|| config.href(route::SEARCH)),
            search_script: config
                .search
                .then(|| config.href(route::search_file(&crate::search::script_name()).address())),
            sections: site.top(language).iter().map(|page| self.link(*page)).collect(),
            feed: self.published(&route::feed("")),
            manifest: config.href(route::MANIFEST),
            apple_touch_icon: config.href(route::ICONS[0].0),
            offline: config.offline.then(|| config.href(route::SERVICE_WORKER)),
        }
    }

    /// The address of what is published there, if anything is.
    pub fn published(&self, path: &OutputPath) -> Option<Href> {
        let there = self.site.routes.has(path);
        there.then(|| self.site.config.href(path.address()))
    }

    /// The code of the language that pages are filed under.
    pub(super) fn language_of<'l>(&'l self, filed: &'l PageLanguage) -> &'l Language {
        filed.or(&self.site.config.language)
    }

    /// A text of ours in the language that a page is filed under.
    pub fn say(&self, filed: &PageLanguage, chinese: &str) -> String {
        self.theme.words.say(self.language_of(filed), chinese).to_owned()
    }

    /// The same with a value where `#` stands.
    pub(super) fn say_of(&self, filed: &PageLanguage, chinese: &str, value: &str) -> String {
        self.say(filed, chinese).replacen('#', value, 1)
    }

    /// A day as people write it in a language.
    pub(super) fn day_in_words(&self, filed: &PageLanguage, day: &DayView) -> String {
        let iso = self.say(filed, "日期写法") == "day";
        if iso { day.day.clone() } else { day.text.clone() }
    }

    /// The whole view around a page.
    pub fn view(&self, page: super::view::PageView, at: &str, language: &PageLanguage) -> View {
        View {
            site: self.site_of(language),
            menu: self.menu(at, language),
            page,
            list: None,
            home: None,
            search: None,
            assets: self.assets_of(self.language_of(language)),
            options: self.theme.options.clone(),
        }
    }

    /// The menu of a language with the entries above `at` marked. Pages of one section share it.
    fn menu(&self, at: &str, language: &PageLanguage) -> Arc<Vec<MenuItem>> {
        let Some(menu) = self.menus.get(language) else {
            return Arc::default();
        };
        let marks: Vec<bool> = menu
            .addresses
            .iter()
            .map(|address| !address.is_empty() && at.starts_with(address.as_str()))
            .collect();
        let mut marked = menu.marked.lock().unwrap_or_else(PoisonError::into_inner);
        let fresh = || {
            let items = menu.items.iter().zip(&marks);
            Arc::new(
                items
                    .map(|(item, current)| MenuItem {
                        current: *current,
                        ..item.clone()
                    })
                    .collect(),
            )
        };
        marked.entry(marks.clone()).or_insert_with(fresh).clone()
    }

    fn menu_of(&self, language: &PageLanguage) -> Menu {
        let site = self.site;
        let entries: Vec<PageId> = match &site.config.menu {
            Some(menu) => menu
                .entries
                .iter()
                .filter_map(|entry| site.menu_target(&entry.value, language))
                .collect(),
            None => site.top(language).to_vec(),
        };
        let item = |page: &PageId| MenuItem {
            title: site.title(*page),
            href: site.href(*page),
            current: false,
        };
        Menu {
            addresses: entries
                .iter()
                .map(|page| site.pages[*page].address.clone())
                .collect(),
            items: entries.iter().map(item).collect(),
            marked: Mutex::default(),
        }
    }

    /// A link to a page.
    pub fn link(&self, page: PageId) -> LinkView {
        LinkView {
            title: self.site.title(page),
            href: self.site.href(page),
        }
    }

    /// Links from the home page down to a page's parent.
    pub fn breadcrumbs(&self, page: PageId) -> Vec<LinkView> {
        self.site
            .ancestors(page)
            .into_iter()
            .map(|above| self.breadcrumb(above))
            .collect()
    }

    /// The link to a page in a breadcrumb; the home page is called 首页.
    pub fn breadcrumb(&self, page: PageId) -> LinkView {
        let mut link = self.link(page);
        if self.site.pages[page].document.path.is_home() {
            link.title = self.say(&self.site.pages[page].document.language, "首页");
        }
        link
    }

    pub(super) fn cut(&self, title: &str) -> Vec<String> {
        if self.theme.uses(Feature::Phrases) && !title.chars().any(share::joined) {
            self.phrases.cut(title)
        } else {
            vec![title.to_owned()]
        }
    }
}

/// What templates see of a moment.
pub fn day(moment: Moment) -> DayView {
    DayView {
        iso: moment.iso(),
        text: moment.in_words(),
        day: moment.day.to_string(),
    }
}
