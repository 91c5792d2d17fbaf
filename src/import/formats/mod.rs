//! The formats that can be read: one file and one row each.

mod doc;
mod docx;
mod html;
mod markdown;
mod ofd;
mod pdf;
mod txt;

pub use doc::read as read_doc;
pub use markdown::settings;
pub use pdf::{PdfRefusal, is_vertical, said as said_of_pdf, sheets};

use super::archive::{foreign_archive, is_foreign_archive};
use super::model::Document;
use crate::base::{Fault, Message};
use crate::message;

/// A format.
struct Format {
    /// How names of its files end, in lower case.
    endings: &'static [&'static str],
    /// Reads a file of it.
    read: fn(&[u8]) -> Result<Document, Unreadable>,
}

/// All formats.
const FORMATS: &[&Format] = &[
    &docx::FORMAT,
    &html::FORMAT,
    &html::MHT,
    &markdown::FORMAT,
    &ofd::FORMAT,
    &txt::FORMAT,
];

/// Why a file cannot be read, and the way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// What is wrong.
    pub message: Message,
    /// What to do.
    pub hint: Message,
}

impl Unreadable {
    /// What is wrong, and what to do.
    pub fn new(message: Message, hint: Message) -> Self {
        Self { message, hint }
    }
}

impl From<Unreadable> for Fault {
    fn from(why: Unreadable) -> Self {
        Fault::new(why.message).hint(why.hint)
    }
}

/// A format that an outside program reads first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outside {
    /// PDF: poppler tells what stands where.
    Pdf,
    /// Files of older office programs: LibreOffice makes docx of them.
    Office,
}

/// How names of files end that an outside program reads first.
const OUTSIDE: [(&str, Outside); 5] = [
    ("pdf", Outside::Pdf),
    ("doc", Outside::Office),
    ("wps", Outside::Office),
    ("rtf", Outside::Office),
    ("odt", Outside::Office),
];

/// The outside program that reads a file of this name first; `None` when none has to.
pub fn outside(name: &str) -> Option<Outside> {
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    let found = OUTSIDE.iter().find(|(own, _)| *own == ending);
    found.map(|(_, outside)| *outside)
}

/// How names of files end that can be read, in the order of the tables.
pub fn known() -> Vec<&'static str> {
    let own = FORMATS.iter().flat_map(|format| format.endings).copied();
    own.chain(OUTSIDE.iter().map(|(ending, _)| *ending)).collect()
}

/// Whether a file of this name can be read.
pub fn is_known(name: &str) -> bool {
    format_of(name).is_some() || outside(name).is_some()
}

/// Whether files of this name link to each other, as the pages of a site do.
pub fn has_links(name: &str) -> bool {
    [&html::FORMAT, &markdown::FORMAT]
        .into_iter()
        .any(|own| format_of(name).is_some_and(|format| own.endings == format.endings))
}

/// Reads a file; its name says of which format it is.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    let format = format_of(name).ok_or_else(|| {
        if is_foreign_archive(name) {
            return foreign_archive();
        }
        let all = known().join("、");
        Unreadable::new(
            message!("这种文件还不会导入", "files of this kind cannot be imported"),
            message!(
                "能导入的有：{all}；别的请另存为其中一种",
                "these can: {all}; save it as one of them"
            ),
        )
    })?;
    (format.read)(bytes)
}

fn format_of(name: &str) -> Option<&'static Format> {
    let ending = name.rsplit_once('.')?.1.to_lowercase();
    FORMATS
        .iter()
        .copied()
        .find(|format| format.endings.contains(&&*ending))
}
