//! The formats that can be read: one file and one row each.

mod docx;
mod html;
mod txt;

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
const FORMATS: &[&Format] = &[&docx::FORMAT, &html::FORMAT, &html::MHT, &txt::FORMAT];

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

/// How names of files end that can be read, in the order of the table.
pub fn known() -> Vec<&'static str> {
    FORMATS
        .iter()
        .flat_map(|format| format.endings)
        .copied()
        .collect()
}

/// Whether a file of this name can be read.
pub fn is_known(name: &str) -> bool {
    format_of(name).is_some()
}

/// Reads a file; its name says of which format it is.
pub fn read(name: &str, bytes: &[u8]) -> Result<Document, Unreadable> {
    let format = format_of(name).ok_or_else(|| {
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
