//! A page as its template sees it.

use super::{CardView, DayView, FactView, LanguageView, LinkView, SiteView};
use crate::base::{AbsoluteUrl, Fingerprint, Href, Language};
use crate::document::Kind;
use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use std::sync::Arc;

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
    /// What stays of a page that was withdrawn or has expired: `notice`.
    Notice,
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
            Self::Notice => "notice",
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
        vec![crate::theme::json_ld::article(site, page)]
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
    /// `tag`, `notice`, `not-found`. Printed as `<body data-kind>`.
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
    pub language: Language,
    /// `ltr` or `rtl`.
    pub dir: String,
    /// The page that this one shows the text of, as it has not been translated; `none` elsewhere. Such a
    /// page is not to be indexed.
    pub original: Option<LinkView>,
    /// Language of the text, when it is another than that of the page; `none` elsewhere.
    pub text_language: Option<Language>,
    /// The same page in every language of the site, its own first; empty when the site has one.
    pub languages: Vec<LanguageView>,
    /// One or two sentences; `none` when the author wrote none. Facts filled in, plain text.
    pub summary: Option<String>,
    /// For `<meta name=description>`: the summary, or else the first words of the text.
    pub description: String,
    /// `date`, else `issued`: the day that it bears. That on which something takes place is none.
    pub date: Option<DayView>,
    /// `updated`.
    pub updated: Option<DayView>,
    /// `source`: where the content is from, as the author wrote it.
    pub source: Option<String>,
    /// `author`.
    pub author: Option<String>,
    /// Who signed the text off, in the order of their roles.
    pub signoff: Vec<SignoffView>,
    /// The roles as readers see them that site.yaml demands and nobody has signed for yet.
    pub signoff_lacking: Vec<String>,
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
    /// A draft, a page that lacks signatures or one of another day, shown in preview only: `draft`, `unsigned`, `future`, `expired`.
    pub preview: Option<String>,
    /// What became of a page that was withdrawn or has expired; `none` for pages that are there. Such a page is not to be indexed.
    pub notice: Option<NoticeView>,
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

/// A signature below a text.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct SignoffView {
    /// `drafted`, `first`, `second`, `final`.
    pub code: String,
    /// The role as readers see it (`终审`), in the language of the page.
    pub label: String,
    /// Who.
    pub name: String,
    /// When.
    pub date: DayView,
}

/// What became of a page of which only this is left.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct NoticeView {
    /// `withdrawn` or `expired`.
    pub code: String,
    /// Why it was withdrawn; `none` of what has expired.
    pub reason: Option<String>,
    /// Language of the reason, when it is another than that of the page.
    pub reason_language: Option<Language>,
    /// The last day on which what has expired was there; `none` of what was withdrawn.
    pub until: Option<DayView>,
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
