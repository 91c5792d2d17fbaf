//! What stands around a page: the site, its menu, and the theme's files, for each language of the site.

use super::{link, published};
use crate::base::{Href, OutputPath, PageId, PageLanguage};
use crate::site::{Site, route};
use crate::theme::view::{BrandView, MenuItem, RegionView, SiteView};
use crate::theme::{Asset, Theme};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Frames by language.
pub struct Frames(BTreeMap<PageLanguage, Frame>);

/// What stands around pages of one language.
pub struct Frame {
    /// The site as they see it.
    pub site: Arc<SiteView>,
    /// `{asset name: address}`
    pub assets: Arc<BTreeMap<String, Href>>,
    menu: Vec<MenuItem>,
    /// Where the entries of the menu lead: paths in the output.
    addresses: Vec<OutputPath>,
    /// What the menu looks like with some entries marked.
    marked: Mutex<BTreeMap<Vec<bool>, Arc<Vec<MenuItem>>>>,
}

impl Frames {
    /// Of every language of the site.
    pub fn of(site: &Site, theme: &Theme) -> Self {
        let languages = site.languages().into_iter();
        let frames = languages.map(|(language, _)| {
            let frame = Frame::of(site, theme, &language);
            (language, frame)
        });
        Self(frames.collect())
    }

    /// The frame of a language; the site's own when no page is filed under it.
    pub fn get(&self, language: &PageLanguage) -> &Frame {
        let found = self.0.get(language).or_else(|| self.0.get(&PageLanguage::Own));
        found.expect("a site has a home page in its own language")
    }
}

impl Frame {
    fn of(site: &Site, theme: &Theme, language: &PageLanguage) -> Self {
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
        let address = |page: &PageId| site.pages[*page].address.clone();
        Self {
            site: Arc::new(site_view(site, language)),
            assets: Arc::new(assets(site, theme, language)),
            menu: entries.iter().map(item).collect(),
            addresses: entries.iter().map(address).collect(),
            marked: Mutex::default(),
        }
    }

    /// The menu with the entries above `at` marked. Pages of one section share it.
    pub fn menu_at(&self, at: &OutputPath) -> Arc<Vec<MenuItem>> {
        let above =
            |entry: &OutputPath| !entry.address().is_empty() && at.address().starts_with(entry.address());
        let marks: Vec<bool> = self.addresses.iter().map(above).collect();
        let mut marked = self.marked.lock().unwrap_or_else(PoisonError::into_inner);
        let mark = |(item, current): (&MenuItem, &bool)| MenuItem {
            current: *current,
            ..item.clone()
        };
        let fresh = || Arc::new(self.menu.iter().zip(&marks).map(mark).collect());
        marked.entry(marks.clone()).or_insert_with(fresh).clone()
    }
}

/// Addresses of the theme's assets; some are others in a language.
fn assets(site: &Site, theme: &Theme, language: &PageLanguage) -> BTreeMap<String, Href> {
    let translated = theme.translated_assets.get(language.or(&site.config.language));
    let href = |(name, asset): (&String, &Asset)| (name.clone(), site.config.href(asset.address.address()));
    let all = theme.assets.iter().chain(translated.into_iter().flatten());
    all.map(href).collect()
}

fn site_view(site: &Site, language: &PageLanguage) -> SiteView {
    let config = &site.config;
    let href = site.href(site.home(language));
    let script = || config.href(route::search_file(&crate::search::script_name()).address());
    SiteView {
        name: config.name.clone(),
        url: config.absolute(&href),
        href,
        language: language.or(&config.language).clone(),
        region: config.speaks_for().map(RegionView::from),
        profile: config.profile.word().to_owned(),
        brand: brand_view(site),
        search: config.search.then(|| config.href(route::SEARCH)),
        search_script: config.search.then(script),
        sections: site.top(language).iter().map(|page| link(site, *page)).collect(),
        feed: published(site, &route::feed(&OutputPath::home())),
        manifest: (!config.is_folder).then(|| config.href(route::MANIFEST)),
        apple_touch_icon: config.href(route::ICONS[0].0),
        offline: config.offline.then(|| config.href(route::SERVICE_WORKER)),
    }
}

fn brand_view(site: &Site) -> BrandView {
    let (config, brand) = (&site.config, &site.config.brand);
    let logo = brand.logo.as_ref();
    let (logo_width, logo_height) = site.logo_size.unzip();
    BrandView {
        color: brand.color.clone().unwrap_or_default(),
        logo: logo.map(|logo| config.href(logo.value.trim_start_matches('/'))),
        logo_width,
        logo_height,
        slogan: brand.slogan.clone(),
        organiser: brand.organiser.clone(),
        phone: brand.phone.clone(),
        email: brand.email.clone(),
        address: brand.address.clone(),
        icp: brand.icp.clone(),
        police: brand.police.clone(),
        site_id: brand.site_id.clone(),
    }
}
