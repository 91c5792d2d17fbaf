//! Content kinds: how each is read, shown, described to machines and begun. A new kind is one new file here,
//! one row in [`KINDS`], and a template.
//!
//! To read, in goes the text of a Markdown file and out come its document and its body. To show, in goes a
//! page of the site and out come its own fields as templates see them. The room therefore stands above `site`
//! and `theme`: what lower rooms must know of a kind, a document carries along as its
//! [`Kind`].
//!
//! Not here: what all kinds show alike (`theme`), how documents relate (`site`), which pages there are
//! (`outputs`).

mod alias;
mod campaign;
mod coordinates;
mod event;
mod explainer;
mod fields;
mod front;
mod further;
mod news;
mod page;
mod place;
mod policy;
mod presence;
mod question;
mod sample;
mod signoff;

pub use alias::{ALIAS_WRONG, alias_refused};
pub use fields::REPEAT_SKIPS;
pub use front::{
    CONFLICT_MARKERS, FRONT_MATTER_MISSING, FRONT_MATTER_UNCLOSED, INHERIT_WITHOUT_UPSTREAM, KIND_UNKNOWN,
    UNREAD,
};
pub use front::{Reading, read, section_contains, unknown};
pub use sample::{EXAMPLES, SAMPLE_UNTOUCHED};

use crate::base::PageId;
use crate::document::{CommonFields, Kind, KindFields};
use crate::site::Site;
use crate::theme::ViewInputs;
use crate::theme::view::{OwnView, PageKind};
use crate::yaml::{Fields, nearest};

/// All that is particular to a kind.
pub struct KindDefinition {
    /// What every room knows of it.
    pub kind: Kind,
    /// Reads its own fields. May fill in common fields that its own ones imply.
    pub read: fn(&mut Fields, &CommonFields) -> KindFields,
    /// What its pages show of their own; `None` when it has no such fields.
    pub view: fn(&ViewInputs<'_>, PageId) -> Option<Box<dyn OwnView>>,
    /// How the home page shows it, if it does.
    pub home: Option<OnHomePage>,
    /// How many of its titles the search page proposes.
    pub proposed: usize,
    /// How a new page of it begins.
    pub start: Start,
}

/// How the home page shows a kind.
pub struct OnHomePage {
    /// What templates call its pages: `home.NAME`.
    pub name: &'static str,
    /// Those of its pages that are shown, in order. It is given all in the order of their sections.
    pub choose: fn(&Site, Vec<PageId>) -> Vec<PageId>,
}

/// How a new page of a kind begins.
pub struct Start {
    /// Where it goes when no section says that it holds this kind; empty is content/ itself.
    pub folder: &'static str,
    /// The file, with `%标题%`, `%种类%`, `%日期%` and `%通用%` to be filled in. Its text is ours: nobody may publish it, so there
    /// is no sentence in it that somebody could have written himself.
    pub text: &'static str,
}

/// Every kind.
pub const KINDS: &[&KindDefinition] = &[
    &page::KIND,
    &news::KIND,
    &campaign::KIND,
    &policy::KIND,
    &explainer::KIND,
    &question::KIND,
    &event::KIND,
    &place::KIND,
];

/// The kind of a name.
pub fn by_name(name: &str) -> Option<&'static KindDefinition> {
    KINDS.iter().copied().find(|known| known.kind.name == name)
}

/// The name of the kind that was probably meant by a name that none has: what people call it, or a letter or two differ.
pub fn meant(name: &str) -> Option<&'static str> {
    let name = name.trim();
    let called = KINDS.iter().find(|known| known.kind.label == name);
    called
        .map(|known| &*known.kind.name)
        .or_else(|| nearest(name, KINDS.iter().map(|known| &*known.kind.name)))
}

/// All that is particular to the kind of a document.
pub fn of(kind: &Kind) -> &'static KindDefinition {
    by_name(&kind.name).unwrap_or(&page::KIND)
}

/// What a page shows of its kind's own, for templates under the name of each kind. `page` is the page of the
/// site that it is, if any.
pub fn own_views(
    inputs: &ViewInputs<'_>,
    of: &PageKind,
    page: Option<PageId>,
) -> Vec<(&'static str, Option<Box<dyn OwnView>>)> {
    let own = |known: &KindDefinition| match (of, page) {
        (PageKind::Of(kind), Some(page)) if *kind == known.kind => (known.view)(inputs, page),
        _ => None,
    };
    KINDS
        .iter()
        .map(|known| (&*known.kind.name, own(known)))
        .collect()
}
