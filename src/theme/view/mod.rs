//! What a template may see: every value, with its type and meaning.
//!
//! A template gets one [`View`] (its fields are the top-level names) and nothing else: it cannot ask
//! the site, the disk or the clock. Every field is always there; an `Option` that is `None` is `none`
//! in Tera and counts as false, an empty list likewise. Text is escaped by Tera; fields documented as
//! *HTML* are safe already and are printed with `| safe`.
//!
//! `docs/content/templates.md` tells the same to designers; a test holds the two together.

#[macro_use]
mod open;
mod list;
mod page;
mod part;

pub use list::{
    HomeView, LetterView, ListView, PagerPageView, PagerView, SearchView, SectionPreview, TermView,
};
pub use page::{
    NoticeView, OwnView, PageKind, PageView, PictureView, PropertyView, ShareView, SignoffView, TocView,
};
pub use part::{
    CardView, CaseView, ClauseLinkView, ClauseView, ComparisonView, EmblemView, FactView, StatusView,
};

use crate::base::{AbsoluteUrl, Href, Language};
use serde::Serialize;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All that one template may see.
#[derive(Debug, Serialize)]
pub struct View {
    /// The site: the same for all its pages.
    pub site: Arc<SiteView>,
    /// The page in hand; lists, the home page and the 404 page are pages too.
    pub page: PageView,
    /// Main navigation, the current entry marked.
    pub menu: Arc<Vec<MenuItem>>,
    /// What a list page lists (sections, tags, audiences); `none` elsewhere.
    pub list: Option<ListView>,
    /// What the home page shows; `none` elsewhere.
    pub home: Option<HomeView>,
    /// What the search page shows; `none` elsewhere.
    pub search: Option<SearchView>,
    /// `{asset name: address}` for the theme's `assets/`; names carry a content hash.
    pub assets: Arc<BTreeMap<String, Href>>,
    /// The theme's options from theme.yaml.
    pub options: Arc<Json>,
}

/// The site: who publishes, for which region.
#[derive(Debug, Clone, Serialize)]
pub struct SiteView {
    /// `name` of site.yaml.
    pub name: String,
    /// The home page's address with base path, e.g. `/` or `/jsx/`.
    pub href: Href,
    /// The home page's absolute URL.
    pub url: AbsoluteUrl,
    /// Language of the page in hand, e.g. `zh-CN`.
    pub language: Language,
    /// The region it speaks for; `none` while site.yaml does not say.
    pub region: Option<RegionView>,
    /// `association` or `gov`.
    pub profile: String,
    /// Who we are: `brand` of site.yaml.
    pub brand: BrandView,
    /// Address of the search page; `none` while the site has no search.
    pub search: Option<Href>,
    /// Address of the script that searches, for the loader in `script.js`; `none` while the site has no search.
    pub search_script: Option<Href>,
    /// Top sections, by weight (for footers and the 404 page).
    pub sections: Vec<LinkView>,
    /// Atom feed of the home page's news, `none` without dated pages.
    pub feed: Option<Href>,
    /// Address of manifest.webmanifest; none for a site that is opened from a folder.
    pub manifest: Option<Href>,
    /// Address of the icon for the first screen of a phone, a PNG.
    pub apple_touch_icon: Href,
    /// Address of the script that keeps what a reader has seen; `none` without `offline: true`.
    pub offline: Option<Href>,
}

impl SiteView {
    /// Scheme and host, without a slash at the end.
    pub fn origin(&self) -> &str {
        let home = self.url.as_str();
        home.strip_suffix(self.href.as_str()).unwrap_or(home)
    }

    /// The absolute URL of a link, which may lead to another host.
    pub fn whole(&self, link: String) -> String {
        let ours = link.starts_with('/') && !link.starts_with("//");
        if ours {
            format!("{}{link}", self.origin())
        } else {
            link
        }
    }
}

/// A region: GB/T 2260 code and name.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct RegionView {
    /// Six digits; the nation is `000000`.
    pub code: String,
    /// e.g. `上海市`.
    pub name: String,
}

/// `brand` of site.yaml; what is not said there is `none`.
#[derive(Debug, Clone, Default, Serialize)]
pub struct BrandView {
    /// CSS colour, `#rrggbb`.
    pub color: String,
    /// Address of the logo.
    pub logo: Option<Href>,
    /// Pixels across of the logo, where its file says them.
    pub logo_width: Option<u32>,
    /// Pixels down.
    pub logo_height: Option<u32>,
    /// Slogan under the name.
    pub slogan: Option<String>,
    /// 主办单位.
    pub organiser: Option<String>,
    /// Telephone.
    pub phone: Option<String>,
    /// E-mail.
    pub email: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// ICP 备案号.
    pub icp: Option<String>,
    /// 公安备案号.
    pub police: Option<String>,
    /// 网站标识码 (profile gov).
    pub site_id: Option<String>,
}

/// A link: what to print and where it leads (base path included).
#[derive(Debug, Clone, Default, Serialize, PartialEq, Eq)]
pub struct LinkView {
    /// Plain text.
    pub title: String,
    /// Address with base path.
    pub href: Href,
}

/// An entry of the main navigation.
#[derive(Debug, Clone, Serialize)]
pub struct MenuItem {
    /// Plain text.
    pub title: String,
    /// Address with base path.
    pub href: Href,
    /// The page in hand is this one or lies below it.
    pub current: bool,
}

/// A page in one of the languages of the site.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct LanguageView {
    /// e.g. `zh-Hant`.
    pub code: String,
    /// What its readers call it: `繁體中文`.
    pub title: String,
    /// Address with base path.
    pub href: Href,
    /// Absolute URL.
    pub url: AbsoluteUrl,
    /// It is the language of the page in hand.
    pub current: bool,
    /// The page is there in this language, not only shown in its frame.
    pub translated: bool,
}

/// A day, or a day with a time of day (always Asia/Shanghai).
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct DayView {
    /// `2021-08-18`, or `2026-06-06T14:00+08:00` with a time: for `<time datetime>`.
    pub iso: String,
    /// `2021年8月18日`, or `2026年6月6日 14:00`.
    pub text: String,
    /// `2021-08-18`.
    pub day: String,
}

/// What a component's template sees: `data` with every text already *HTML*.
#[derive(Debug, Clone, Serialize)]
pub struct ComponentView {
    /// The YAML of the fenced block. Texts are *HTML*, and so are the addresses `href`, `src`, `picture`, `file`.
    pub data: Json,
    /// Id that is unique on the page, for labels: `steps-1`.
    pub id: String,
    /// The site, for a theme with the feature `component_site`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub site: Option<Arc<SiteView>>,
}

/// What `parts/clause-notes.html` sees: the margin of a clause.
#[derive(Debug, Clone, Serialize)]
pub struct NotesView {
    /// The clause: `二（一）`.
    pub clause: String,
    /// Its explainers, then campaigns and questions bound to it.
    pub explainers: Vec<Arc<CardView>>,
    /// The first of them is the first of a clause before, too.
    pub again: bool,
}
