//! Export: a page as other programs take it, one file a format and one row in [`FORMATS`].
//!
//! In goes a page of a site of which all is resolved, with its text rendered as a build renders it; out come
//! files, and notes on what the other program will not show as the page does.
//!
//! What always holds: the same page gives the same bytes; what is lost is told.
//!
//! Not here: how a text is rendered (`markdown`, `theme`), where the files go (`pipeline`).

mod docx;
mod fields;
mod page;
pub mod review;
mod tag;
mod wechat;
mod zipped;

pub use docx::of_text as word;
pub use page::{ExportedPage, find, name_of};
pub use zipped::{is_ours, zipped};

use crate::base::{Diagnostic, Message};

/// A way of handing a page on.
pub struct ExportFormat {
    /// Its name on the command line.
    pub name: &'static str,
    /// What it is, in Chinese and in English.
    pub about: (&'static str, &'static str),
    /// Makes the files of a page; else what is wrong with its templates or pictures.
    pub make: fn(&ExportedPage<'_>) -> Result<Export, Vec<Diagnostic>>,
}

/// All formats of pages.
pub const FORMATS: &[&ExportFormat] = &[&wechat::FORMAT, &docx::FORMAT];

/// What became of a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Export {
    /// The files, in the order in which a person looks at them.
    pub files: Vec<ExportFile>,
    /// What is to be known before they are used.
    pub notes: Vec<Message>,
}

/// A file to be handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFile {
    /// Its path in the folder of the export, with `/` between folders.
    pub name: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}

impl ExportFile {
    /// A file of this name.
    pub fn new(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        Self {
            name: name.into(),
            bytes: bytes.into(),
        }
    }
}
