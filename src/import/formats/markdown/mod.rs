//! `md`: pages of Hugo, Hexo, Jekyll and the like. Their front matter (YAML, TOML, JSON) becomes that of a page here, their
//! text stays as it is but for what only these programs understand.

mod body;
mod front;
#[cfg(test)]
mod tests;

use super::{Format, Unreadable};
use crate::import::model::Document;
use crate::source::{self, NOT_TEXT};

pub use front::settings;

pub(super) const FORMAT: Format = Format {
    endings: &["md", "markdown"],
    read,
};

fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let text = source::decode(&"".into(), bytes.to_vec()).map_err(|told| Unreadable {
        message: told.message,
        hint: told.hint.unwrap_or_else(|| NOT_TEXT.remedy.message()),
    })?;
    let (fields, text) = front::split(&text)?;
    let mut document = Document {
        said: front::said(fields),
        ..Document::default()
    };
    let text = body::without_title(text, &mut document.said.title);
    body::read(text, &mut document);
    Ok(document)
}
