//! What a source means, in fields that every kind has, before the site relates it to others.
//!
//! A [`Document`] is one Markdown file of one layer: its front matter read into common fields
//! (names, relations, events, properties, status) and the [`Outline`] of its body. The body itself is
//! not in it: it is rendered from the source when a page needs it.
//!
//! Not here: how a kind is read (`kind`), how Markdown is parsed (`markdown`), where pages lead (`site`).

mod front_matter;
mod kind;
mod place;
mod repeat;
mod signoff;

pub use front_matter::{NoFrontMatter, front_matter, split_path};
pub use kind::Kind;
pub use signoff::Signoff;

pub use crate::base::name::fold_name;

use crate::base::{
    ContentPath, Day, Diagnostic, Fingerprint, Moment, PageLanguage, SourceMap, Span, Sparse, shared_empty,
};
use crate::markdown::Outline;
use crate::yaml::Spanned;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// Where a file stands in the tree of content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FileForm {
    /// `_index.md`: the page of a section.
    Section,
    /// `index.md`: a page with files beside it.
    Bundle,
    /// Any other Markdown file.
    Leaf,
}

/// One Markdown file of one layer.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Document {
    /// The file as people name it: `content/a/b.md`. Of a page that changes its upstream's, the nearest.
    pub file: Arc<str>,
    /// Where its text is from, when it is put together of several files.
    pub source_map: SourceMap,
    /// Content path without language and `.md`: `a/b`; the folder for `index.md` and `_index.md`.
    pub path: ContentPath,
    /// Where it stands.
    pub form: FileForm,
    /// The language of `b.en.md`, or the site's own.
    pub language: PageLanguage,
    /// Its kind.
    pub kind: Kind,
    /// Fields that every kind has.
    pub front: CommonFields,
    /// What the fields of its own kind say.
    pub kind_fields: Sparse<KindFields>,
    /// The days that its fields name, each where it is written.
    pub days: Vec<FieldDay>,
    /// What its text holds and asks.
    pub outline: Arc<Outline>,
    /// Of the source text and of how it was read: the body is a function of it.
    pub body: Fingerprint,
    /// What is wrong in this file alone.
    pub report: Vec<Diagnostic>,
}

/// A day that a field of front matter names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldDay {
    /// The field: `issued`.
    pub field: String,
    /// The day.
    pub day: Day,
    /// Where it is written.
    pub at: Range<usize>,
}

/// Fields that every kind has.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct CommonFields {
    /// Title, facts not yet filled in.
    pub title: Option<Spanned<String>>,
    /// The day it speaks of itself.
    pub date: Option<Moment>,
    /// Last change that readers should know of.
    pub updated: Option<Moment>,
    /// A sentence or two, facts not yet filled in.
    pub summary: Option<Spanned<String>>,
    /// Topics.
    pub tags: Vec<Spanned<String>>,
    /// Whom it concerns.
    pub audience: Vec<Spanned<String>>,
    /// Place in its section: smaller first, unsaid last.
    pub weight: Option<i64>,
    /// Shown in preview only.
    pub draft: bool,
    /// Whether it has a table of contents.
    pub toc: Option<bool>,
    /// Those that most pages do without.
    pub further: Sparse<FurtherFields>,
}

/// Fields that every kind has and most pages do without.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FurtherFields {
    /// Last part of the address.
    pub slug: Option<Spanned<String>>,
    /// Former addresses.
    pub aliases: Vec<Spanned<String>>,
    /// First day on which it is there.
    pub publish: Option<Moment>,
    /// Last day on which it is there.
    pub expires: Option<Moment>,
    /// Why it was withdrawn: of such a page a notice with this reason is all that stays.
    pub withdrawn: Option<Spanned<String>>,
    /// Day by which somebody should look at it again.
    pub review_by: Option<Moment>,
    /// Who signed the text off, in the order of their roles.
    pub signoff: Vec<Signoff>,
    /// What people call it or ask when they look for it: found by search, shown nowhere.
    pub asked_as: Vec<Spanned<String>>,
    /// Picture.
    pub cover: Option<Spanned<String>>,
    /// Where the content is from.
    pub source: Option<String>,
    /// Author.
    pub author: Option<String>,
    /// For a section: the kind of its pages.
    pub contains: Option<Kind>,
    /// Free values as JSON text, empty for none.
    pub extra: String,
}

shared_empty! { FurtherFields, KindFields }

/// What the fields of a kind say, in terms that hold for every kind.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KindFields {
    /// Names by which references may call it: number, title, declared aliases.
    pub names: Vec<Spanned<String>>,
    /// Relations to clauses and pages.
    pub relations: Vec<Relation>,
    /// What takes place.
    pub events: Vec<Event>,
    /// What the fields say, in the order of the kind's table.
    pub properties: Vec<Property>,
    /// Whether it holds, for what can be repealed.
    pub status: Option<PolicyStatus>,
    /// How much of the document its text is.
    pub text_form: TextForm,
    /// The day that stands in for `date`.
    pub day: Option<Moment>,
    /// Texts that are promoted: slogans.
    pub slogans: Vec<Spanned<String>>,
    /// The character that stands for it.
    pub emblem: Option<char>,
    /// Files it offers.
    pub files: Vec<Offered>,
}

/// What one document is to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Role {
    /// Says in plain words what the clause means.
    Explains,
    /// Is done on the ground of the clause.
    Basis,
    /// Answers a question by the clause.
    Answers,
    /// Takes the place of an earlier policy.
    Replaces,
    /// Its place was taken by a later policy.
    ReplacedBy,
    /// Belongs to a campaign.
    PartOf,
}

impl Role {
    /// Whether the site need not hold what it leads to: a repealed policy is often only named.
    pub fn is_loose(self) -> bool {
        matches!(self, Self::Replaces | Self::ReplacedBy)
    }

    /// Whether what it leads to is the ground on which the page says what it says.
    pub fn is_ground(self) -> bool {
        matches!(self, Self::Explains | Self::Basis | Self::Answers)
    }
}

/// A relation that front matter declares.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Relation {
    /// What it is.
    pub role: Role,
    /// To what: a reference as written.
    pub to: Spanned<String>,
}

/// Something that takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Event {
    /// What; `None` is the page's own title.
    pub title: Option<Spanned<String>>,
    /// When it begins.
    pub start: Option<Moment>,
    /// When it ends; a day is inclusive.
    pub end: Option<Moment>,
    /// How often it comes again.
    pub repeat: Option<Repeat>,
    /// Where.
    pub venue: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// It is the whole document (an event, a campaign's period), not an entry in it.
    pub whole: bool,
    /// It only spans what takes place within it (a campaign's period): no date that people go to.
    pub is_span: bool,
}

impl Event {
    /// Where a day stands to it; `None` when it has no dates.
    pub fn phase(&self, today: Day) -> Option<Phase> {
        let first = self.start.or(self.end)?.day;
        Some(if self.start.is_some() && today < first {
            Phase::Ahead
        } else if self.last_day().is_some_and(|last| today > last) {
            Phase::Over
        } else {
            Phase::On
        })
    }

    /// The last day of all; `None` for what comes again and says no end of the series, and for what has no dates.
    pub fn last_day(&self) -> Option<Day> {
        let ends = self.repeat.is_none() || self.series_end().is_some();
        let last = self.end.or(self.start).filter(|_| ends)?;
        Some(last.day)
    }
}

/// Where a day stands to what takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It has not begun.
    Ahead,
    /// It is on.
    On,
    /// It has ended.
    Over,
}

impl Phase {
    /// How templates see it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ahead => "ahead",
            Self::On => "on",
            Self::Over => "over",
        }
    }
}

/// How often something takes place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Repeat {
    /// Every year.
    Yearly,
    /// Every month.
    Monthly,
    /// Every week.
    Weekly,
}

impl Repeat {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Yearly, Self::Monthly, Self::Weekly];

    /// How authors write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Yearly => "yearly",
            Self::Monthly => "monthly",
            Self::Weekly => "weekly",
        }
    }

    /// How readers see it, in Chinese.
    pub fn label(self) -> &'static str {
        match self {
            Self::Yearly => "每年",
            Self::Monthly => "每月",
            Self::Weekly => "每周",
        }
    }
}

/// What a field says, ready to be printed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Property {
    /// Field name: `issuer`.
    pub name: String,
    /// Chinese label: `发布机关`.
    pub label: String,
    /// Texts; days are in words.
    pub texts: Vec<String>,
    /// The day, when the field is one.
    pub moment: Option<Moment>,
    /// Where it is written, when it is one text.
    pub at: Option<Range<usize>>,
}

/// Whether a policy holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PolicyStatus {
    /// 尚未施行
    NotYet,
    /// 现行
    InForce,
    /// 已修改
    Amended,
    /// 废止
    Repealed,
    /// 失效
    Expired,
}

impl PolicyStatus {
    /// Every status.
    pub const ALL: [Self; 5] = [
        Self::NotYet,
        Self::InForce,
        Self::Amended,
        Self::Repealed,
        Self::Expired,
    ];

    /// How authors write it and readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::NotYet => "尚未施行",
            Self::InForce => "现行",
            Self::Amended => "已修改",
            Self::Repealed => "废止",
            Self::Expired => "失效",
        }
    }
}

/// How much of the document that a page is about its text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextForm {
    /// All of it, word for word.
    #[default]
    Full,
    /// Some of it, word for word.
    Excerpt,
    /// What it says, in other words.
    Retold,
}

impl TextForm {
    /// Every form, as authors write it.
    pub const ALL: [(&'static str, Self); 3] = [
        ("full", Self::Full),
        ("excerpt", Self::Excerpt),
        ("retold", Self::Retold),
    ];

    /// Whether its words are not those of the document, but where they stand in quotation marks.
    pub fn is_retold(self) -> bool {
        self == Self::Retold
    }

    /// Whether nothing of the document is left out.
    pub fn is_whole(self) -> bool {
        self == Self::Full
    }
}

/// A file that a page offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offered {
    /// What to call it.
    pub title: String,
    /// Relative to the page, or from the root of the site.
    pub file: Spanned<String>,
}

impl KindFields {
    /// The day of a property.
    pub fn date(&self, name: &str) -> Option<Moment> {
        self.properties.iter().find(|p| p.name == name)?.moment
    }

    /// The texts of a property, empty when the field was not given.
    pub fn text(&self, name: &str) -> &[String] {
        self.properties
            .iter()
            .find(|p| p.name == name)
            .map_or(&[], |p| &p.texts)
    }
}

impl Document {
    /// Title as written, or the file's name when it has none.
    pub fn title(&self) -> &str {
        self.front
            .title
            .as_ref()
            .map_or_else(|| self.path.name(), |title| &title.value)
    }

    /// Where a stretch of its text stands: in the file of the layer whose words they are.
    pub fn place(&self, at: &Range<usize>) -> Span {
        self.source_map.span(&self.file, at)
    }

    /// Whether its text, or a part of it, is from this file.
    pub fn is_of(&self, file: &str) -> bool {
        *self.file == *file || self.source_map.files().any(|own| **own == *file)
    }

    /// The day that a field names.
    pub fn day_of(&self, field: &str) -> Option<&FieldDay> {
        self.days.iter().find(|found| found.field == field)
    }

    /// The day that it bears: of its publication, or of its issue. What takes place may begin long after that.
    pub fn published(&self) -> Option<Moment> {
        let issued = self.kind_fields.day.filter(|_| !self.kind.takes_place);
        self.front.date.or(issued)
    }

    /// When it was written, as far as it says so.
    pub fn written(&self) -> Option<Moment> {
        self.published().or(self.front.updated)
    }

    /// The day it is ordered by.
    pub fn date(&self) -> Option<Moment> {
        self.front.date.or(self.kind_fields.day)
    }
}
