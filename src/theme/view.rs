//! What a template may see: every value, with its type and meaning.
//!
//! A template gets one [`View`] (its fields are the top-level names) and nothing else: it cannot ask
//! the site, the disk or the clock. Every field is always there; an `Option` that is `None` is `none`
//! in Tera and counts as false, an empty list likewise. Text is escaped by Tera; fields documented as
//! *HTML* are safe already and are printed with `| safe`.
//!
//! `docs/content/templates.md` tells the same to designers; a test holds the two together.

use crate::base::{AbsoluteUrl, Fingerprint, Href};
use crate::document::Kind;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
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
    pub language: String,
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
    /// Address of manifest.webmanifest.
    pub manifest: Href,
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

/// A struct whose last field, a list of names and values, is written as fields of those names.
macro_rules! open_struct {
    (
        $(#[$about:meta])*
        pub struct $name:ident { $($(#[$doc:meta])* pub $field:ident: $of:ty,)* }
        and { $(#[$more:meta])* pub $open:ident: $pairs:ty, }
    ) => {
        $(#[$about])*
        pub struct $name {
            $($(#[$doc])* pub $field: $of,)*
            $(#[$more])*
            pub $open: $pairs,
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let count = [$(stringify!($field)),*].len() + self.$open.len();
                let mut fields = serializer.serialize_struct(stringify!($name), count)?;
                $(fields.serialize_field(stringify!($field), &self.$field)?;)*
                for (name, value) in &self.$open {
                    fields.serialize_field(name, value)?;
                }
                fields.end()
            }
        }
    };
}

/// What sort of page it is: a word in templates.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum PageKind {
    /// A page that somebody wrote, by the name of its kind.
    Of(Kind),
    /// The home page of a language: `home`.
    Home,
    /// `section`
    Section,
    /// Pages with a tag or for an audience, or all of these: `tag`.
    Tag,
    /// `search`
    Search,
    /// For addresses that lead nowhere: `not-found`.
    #[default]
    NotFound,
}

impl PageKind {
    /// The word that templates see.
    pub fn word(&self) -> &str {
        match self {
            Self::Of(kind) => &kind.name,
            Self::Home => "home",
            Self::Section => "section",
            Self::Tag => "tag",
            Self::Search => "search",
            Self::NotFound => "not-found",
        }
    }
}

impl Serialize for PageKind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.word())
    }
}

/// A value that is written down without its type being known.
pub trait Written {
    /// Stands for the value in keys.
    fn fingerprint(&self) -> Fingerprint;
    /// The value as templates see it.
    fn fields(&self) -> Json;
}

impl<T: Serialize> Written for T {
    fn fingerprint(&self) -> Fingerprint {
        Fingerprint::of(self)
    }

    fn fields(&self) -> Json {
        serde_json::to_value(self).expect("views are made of texts, numbers, lists and maps by name")
    }
}

/// What a page of one kind has of its own: templates see it under the name of the kind.
pub trait OwnView: Written + std::fmt::Debug + Send + Sync {
    /// What the page is, in things of schema.org.
    fn structured_data(&self, page: &PageView, site: &SiteView) -> Vec<Json> {
        vec![super::json_ld::article(site, page)]
    }

    /// Its title is a question that its text answers.
    fn is_question(&self) -> bool {
        false
    }
}

impl Serialize for dyn OwnView {
    /// For a key its fingerprint is enough.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            self.fields().serialize(serializer)
        } else {
            self.fingerprint().serialize(serializer)
        }
    }
}

open_struct! {
/// A page.
#[derive(Debug)]
pub struct PageView {
    /// `page`, `news`, `campaign`, `policy`, `explainer`, `question`, `event`, `place`; or `home`, `section`,
    /// `tag`, `not-found`. Printed as `<body data-kind>`.
    pub kind: PageKind,
    /// Plain text, facts filled in.
    pub title: String,
    /// The title cut into phrases that should not be broken over lines.
    pub phrases: Vec<String>,
    /// For `<title>`: the page's title and the site's name.
    pub head_title: String,
    /// Address with base path.
    pub href: Href,
    /// Absolute URL: canonical. Of a page that has not been translated, that of the original.
    pub permalink: AbsoluteUrl,
    /// e.g. `zh-CN`.
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The page that this one shows the text of, as it has not been translated; `none` elsewhere. Such a
    /// page is not to be indexed.
    pub original: Option<LinkView>,
    /// Language of the text, when it is another than that of the page; `none` elsewhere.
    pub text_language: Option<String>,
    /// The same page in every language of the site, its own first; empty when the site has one.
    pub languages: Vec<LanguageView>,
    /// One or two sentences; `none` when the author wrote none. Facts filled in, plain text.
    pub summary: Option<String>,
    /// For `<meta name=description>`: the summary, or else the first words of the text.
    pub description: String,
    /// `date`, else what the kind has for it (`issued`, `start`).
    pub date: Option<DayView>,
    /// `updated`.
    pub updated: Option<DayView>,
    /// `source`: where the content is from, as the author wrote it.
    pub source: Option<String>,
    /// `author`.
    pub author: Option<String>,
    /// Tags with their pages.
    pub tags: Vec<LinkView>,
    /// Audiences with their pages.
    pub audience: Vec<LinkView>,
    /// Picture that stands for the page.
    pub cover: Option<PictureView>,
    /// The body, *HTML*.
    pub content: String,
    /// Headings of the body, nested; empty when `toc: false`.
    pub toc: Vec<TocView>,
    /// From the home page down to the parent; the page itself is not in it.
    pub breadcrumbs: Vec<LinkView>,
    /// The section it lies in; `none` for home.
    pub section: Option<LinkView>,
    /// Neighbour before it in its section's order.
    pub previous: Option<LinkView>,
    /// Neighbour after it.
    pub next: Option<LinkView>,
    /// Facts that the text uses, in order of first use, each once.
    pub facts: Arc<Vec<FactView>>,
    /// Address of the calendar of what takes place here: of an event, of a campaign with its events, of the
    /// whole site on a section of events; `none` where nothing has a date.
    pub calendar: Option<Href>,
    /// Pictures for those who pass the page on.
    pub share: Option<ShareView>,
    /// Address of the QR code of the page's absolute URL, an SVG; `none` on lists.
    pub qr: Option<Href>,
    /// Absolute URLs of the pages that the links of the text lead to, each once, for those who print it:
    /// links have the number of theirs as `data-link`.
    pub links: Vec<String>,
    /// The kind's own fields that are not shown otherwise, ready to print as a list of terms.
    pub properties: Vec<PropertyView>,
    /// Name of the upstream site that the page was inherited from (内容来源); `none` for our own.
    pub origin: Option<String>,
    /// Number of characters: Han characters and words.
    pub length: usize,
    /// The text has highlighted code: `assets["highlight.css"]` is needed.
    pub highlighted: bool,
    /// Pages that explain this page as a whole; those of a clause stand in its margin.
    pub explainers: Vec<Arc<CardView>>,
    /// Pages bound to this page as a whole otherwise: campaigns based on it, questions it answers, events of it.
    pub backlinks: Vec<Arc<CardView>>,
    /// What the page is, told to machines: JSON-LD for `<script type="application/ld+json">`, safe in it; printed
    /// with `| safe`. Empty where there is nothing to say.
    pub json_ld: String,
    /// A draft or a page of another day, shown in preview only: `draft`, `future`, `expired`.
    pub preview: Option<String>,
    /// Free values under `extra:`.
    pub extra: Json,
} and {
    /// What each kind has of its own, by the name of the kind: set for the kind of the page, `none` for others.
    pub own: Vec<(&'static str, Option<Box<dyn OwnView>>)>,
}
}

impl PageView {
    /// What the page's own kind has of its own.
    pub fn own_fields(&self) -> Option<&dyn OwnView> {
        self.own.iter().find_map(|(_, own)| own.as_deref())
    }
}

/// Pictures that stand for a page where people pass it on; absolute URLs. A list has those of the home page.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ShareView {
    /// A PNG of 1200 × 630 with the title.
    pub card: AbsoluteUrl,
    /// A PNG of 600 × 600 with the emblem.
    pub square: AbsoluteUrl,
}

/// A picture.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct PictureView {
    /// Address with base path.
    pub src: Href,
    /// Text for those who do not see it.
    pub alt: String,
    /// The whole element with all sizes, *HTML*.
    pub html: String,
}

/// A heading of the page.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct TocView {
    /// Plain text.
    pub title: String,
    /// Its id on the page.
    pub id: String,
    /// 1 to 6.
    pub level: u8,
    /// Headings below it.
    pub children: Vec<TocView>,
}

/// A line of the kind's own fields: a term and its text or link.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct PropertyView {
    /// Field name, as in front matter (`issuer`).
    pub name: String,
    /// Chinese label (`发布机关`).
    pub label: String,
    /// Plain text.
    pub text: String,
    /// Where it leads, if anywhere.
    pub href: Option<String>,
}

/// A page in a list.
#[derive(Debug, Clone, Serialize)]
pub struct CardView {
    /// Kind of the page.
    pub kind: String,
    /// What people call it, in the language of the page.
    pub kind_label: String,
    /// Plain text.
    pub title: String,
    /// Address with base path.
    pub href: Href,
    /// Plain text.
    pub summary: Option<String>,
    /// Its day.
    pub date: Option<DayView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// The clauses it is bound to (explains, answers, basis): `国计生协〔2021〕19号 二（一）`.
    pub clauses: Vec<ClauseLinkView>,
    /// Emblem of a campaign.
    pub emblem: Option<EmblemView>,
    /// Slogans of a campaign.
    pub slogans: Vec<String>,
    /// Number of a policy.
    pub number: Option<String>,
    /// Status of a policy.
    pub status: Option<StatusView>,
    /// Start of an event or a campaign.
    pub start: Option<DayView>,
    /// End of it.
    pub end: Option<DayView>,
    /// Where an event is, or the address of a place.
    pub place: Option<String>,
    /// Category of a place.
    pub category: Option<String>,
    /// Phones of a place.
    pub phones: Vec<String>,
    /// Opening hours of a place.
    pub hours: Option<String>,
    /// Picture.
    pub cover: Option<PictureView>,
}

/// A link to a clause.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct ClauseLinkView {
    /// Policy and clause: `国计生协〔2021〕19号 二（一）`, `《人口与计划生育法》第二十五条`.
    pub title: String,
    /// The clause alone: `二（一）`; empty when the whole policy is meant.
    pub clause: String,
    /// Address with base path and anchor.
    pub href: Href,
}

/// A clause with its own words.
#[derive(Debug, Clone, Serialize)]
pub struct ClauseView {
    /// Policy and clause: `国计生协〔2021〕19号 二（一）`.
    pub title: String,
    /// The clause alone: `二（一）`; empty when the whole policy is meant.
    pub clause: String,
    /// Address with base path and anchor.
    pub href: Href,
    /// The policy: title and address.
    pub policy: LinkView,
    /// Its number.
    pub number: Option<String>,
    /// The clause's own words, *HTML* without ids; empty when the whole policy is meant.
    pub html: String,
    /// In force or not.
    pub status: Option<StatusView>,
}

/// A fact as it holds for this site on the day of the build.
#[derive(Debug, Clone, Serialize)]
pub struct FactView {
    /// Its name: `生育假`.
    pub name: String,
    /// What to call it: `label`, else the name.
    pub label: String,
    /// The value with its unit: `60天`, `158至180天`, `一孩：60天；二孩、三孩：90天`, `以当地规定为准`.
    pub text: String,
    /// One number, when it is one.
    pub value: Option<f64>,
    /// The number as written: `60`; empty when it is not one number.
    pub number: String,
    /// `天`; empty for none.
    pub unit: String,
    /// `cases`, in order; empty otherwise.
    pub cases: Vec<CaseView>,
    /// How it is counted: `自然日`.
    pub counting: Option<String>,
    /// `在国家规定的产假之外`.
    pub basis: Option<String>,
    /// Whose rule: the region of the layer that set it.
    pub region: RegionView,
    /// The same in words: `上海市规定`, `国家规定`; `另有规定` when it is delegated, `以当地规定为准` when there is no value.
    pub rule: String,
    /// The clause it stands in.
    pub source: Option<ClauseLinkView>,
    /// Words of that clause.
    pub quote: Option<String>,
    /// Since when.
    pub since: Option<DayView>,
    /// Until when.
    pub until: Option<DayView>,
    /// When somebody last checked it.
    pub verified: Option<DayView>,
    /// `verified`, `unverified`, `local` (left to localities), `delegated`.
    pub status: String,
    /// Id of its entry in the page's list of facts: `fact-1`.
    pub anchor: String,
    /// The same fact in each of the `localities` of site.yaml; empty when none of them has set it.
    pub comparison: Vec<ComparisonView>,
    /// Whose rule, by which clause, since when: in one line, for the link to it. Templates do not see it.
    #[serde(skip)]
    pub origin: String,
}

/// A fact as it holds for a site further down.
#[derive(Debug, Clone, Serialize)]
pub struct ComparisonView {
    /// Where: the region of that site.
    pub place: RegionView,
    /// The site that says so; the address is empty when it says none.
    pub from: LinkView,
    /// What holds there; its `elsewhere` is empty, its source a name without address where this site does
    /// not hold it.
    pub fact: FactView,
}

/// One case of a fact: `一孩` → `60天`.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct CaseView {
    /// In which case.
    pub when: String,
    /// Value with unit.
    pub text: String,
}

/// Whether a policy is in force.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct StatusView {
    /// `in-force`, `amended`, `repealed`, `expired`.
    pub code: String,
    /// 现行, 已修改, 废止, 失效.
    pub label: String,
    /// True for 现行 and 已修改.
    pub in_force: bool,
}

/// A campaign's emblem: a character spelt by lit windows.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct EmblemView {
    /// The character.
    pub character: String,
    /// Lit cells `[column, row]` of a 16 × 16 grid, row by row.
    pub cells: Vec<[u8; 2]>,
    /// 0 to 4: which of the theme's wall colours; stable for an address.
    pub shade: u8,
}

/// What a list page lists.
#[derive(Debug, Clone, Serialize)]
pub struct ListView {
    /// The pages of this sheet.
    pub pages: Vec<Arc<CardView>>,
    /// Sections directly below.
    pub sections: Vec<Arc<CardView>>,
    /// Terms with their counts (the page of all tags or audiences).
    pub terms: Vec<TermView>,
    /// Which sheet of how many.
    pub pager: PagerView,
    /// Address of its Atom feed.
    pub feed: Option<Href>,
    /// Kind of the pages that a section contains (`contains`), `page` unless said.
    pub contains: String,
}

/// A tag or audience with its count.
#[derive(Debug, Clone, Serialize)]
pub struct TermView {
    /// The term.
    pub title: String,
    /// Its page.
    pub href: Href,
    /// How many pages.
    pub count: usize,
}

/// Sheets of a list.
#[derive(Debug, Clone, Serialize)]
pub struct PagerView {
    /// This sheet, from 1.
    pub number: usize,
    /// How many sheets.
    pub total: usize,
    /// How many pages in all.
    pub count: usize,
    /// Address of the sheet before.
    pub previous: Option<Href>,
    /// Address of the sheet after.
    pub next: Option<Href>,
    /// Addresses of the first and last sheet and of those near this one; a gap is `number: 0`.
    pub pages: Vec<PagerPageView>,
}

/// A link to a sheet.
#[derive(Debug, Clone, Serialize)]
pub struct PagerPageView {
    /// From 1; 0 is a gap.
    pub number: usize,
    /// Address; empty for a gap.
    pub href: Href,
    /// The sheet in hand.
    pub current: bool,
}

open_struct! {
/// What the home page shows: for each kind the first pages in order, and where the rest is.
#[derive(Debug)]
pub struct HomeView {
    /// Facts of this region, in the order of facts.yaml; those left to localities included.
    pub facts: Vec<FactView>,
} and {
    /// The kinds that the home page shows, by the names that they give.
    pub kinds: Vec<(&'static str, SectionPreview)>,
}
}

/// What the search page shows before anybody asks, and without a script for good.
#[derive(Debug, Clone, Serialize)]
pub struct SearchView {
    /// What people may want to ask (names of facts, campaigns, questions), as links that search for it.
    pub popular: Vec<LinkView>,
    /// Tags.
    pub tags: Vec<LinkView>,
    /// All pages by the first letter of their title's pinyin.
    pub letters: Vec<LetterView>,
}

/// Pages whose titles begin with one letter.
#[derive(Debug, Clone, Serialize)]
pub struct LetterView {
    /// `A` to `Z`, or `#` for all else.
    pub letter: String,
    /// The pages, in the order of pinyin.
    pub pages: Vec<LinkView>,
}

/// Pages of one kind on the home page.
#[derive(Debug, Clone, Serialize)]
pub struct SectionPreview {
    /// The first pages.
    pub pages: Vec<Arc<CardView>>,
    /// The section that holds all of them: title and address; `none` when the site has none.
    pub section: Option<LinkView>,
    /// What the section says of itself.
    pub summary: Option<String>,
    /// How many there are in all.
    pub count: usize,
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
