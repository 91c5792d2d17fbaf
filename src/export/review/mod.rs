//! Pages for those who pass them before they are published: each page with a watermark, what has changed word by word, and a
//! sheet to sign.
//!
//! In go finished pages as they work from a folder, and of each what it said before; out come the files of a folder that opens
//! without a network.
//!
//! Not here: how a page comes to be, and which state of the site it is compared with (`pipeline`).

mod compare;
mod links;
mod mark;
mod sheet;
mod unseen;
mod words;

pub use links::{leads_to, styles_lead_to};
pub use unseen::PlaceOfPage;
pub use words::{PageWords, words};

use super::ExportFile;
use crate::base::{Day, SignoffRole};

/// The folder with the pages themselves.
pub const PAGES: &str = "site";

/// What goes to those who pass it.
#[derive(Debug, Clone)]
pub struct Review {
    /// The name of the site.
    pub site: String,
    /// The day on which it is made.
    pub day: Day,
    /// What the pages are compared with, in Chinese, as it stands in a sentence; `None` when there is nothing.
    pub compared: Option<String>,
    /// What must be known of the comparison, in Chinese, each a sentence.
    pub notes: Vec<String>,
    /// The address of the published site, with a slash at its end; `None` when nobody has said it.
    pub url: Option<String>,
    /// The pages, in the order of their addresses.
    pub pages: Vec<ReviewedPage>,
    /// Other files that go along, from the root of the site: styles, pictures, attachments.
    pub others: Vec<String>,
    /// Pages that are no longer there: title and address.
    pub removed: Vec<(String, String)>,
}

/// A page that is to be passed.
#[derive(Debug, Clone)]
pub struct ReviewedPage {
    /// Its file below the root of the site: `a/index.html`.
    pub address: String,
    /// The page as it works from a folder.
    pub html: String,
    /// What it says.
    pub words: PageWords,
    /// Its title.
    pub title: String,
    /// The source it is written in.
    pub source: String,
    /// What becomes of it.
    pub state: PageState,
    /// Who signed it, in the order of the roles.
    pub signed: Vec<Signed>,
    /// What it said before.
    pub old: OldWords,
    /// Files that it shows or offers under the name that they had, and with other bytes.
    pub replaced: Vec<String>,
    /// It was there and was a draft.
    pub was_draft: bool,
}

/// What a page said before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OldWords {
    /// It was not there.
    New,
    /// Nobody knows.
    Unknown,
    /// This.
    Known(PageWords),
}

/// Whether a page would be published as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageState {
    /// It would.
    Ready,
    /// `draft: true`
    Draft,
    /// It lacks signatures that the site demands.
    Unsigned,
    /// It would on a day to come.
    Early(Day),
}

/// A signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    /// For what.
    pub role: SignoffRole,
    /// Who.
    pub name: String,
    /// When.
    pub day: Day,
}

/// The files that are made: the list of changes first, then the sheet to sign, then the pages.
pub fn files(review: &Review) -> Vec<ExportFile> {
    let mut files = vec![
        ExportFile::new("index.html", sheet::changes(review)),
        ExportFile::new("signoff.html", sheet::signoff(review)),
        ExportFile::new("review.css", include_str!("review.css")),
        ExportFile::new("watermark.svg", include_str!("watermark.svg")),
    ];
    let held = links::Held::of(review);
    files.extend(review.pages.iter().enumerate().map(|(at, page)| {
        let html = mark::marked(&held.turned(page), &page.address, at);
        ExportFile::new(format!("{PAGES}/{}", page.address), html)
    }));
    files
}
