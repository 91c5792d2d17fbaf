//! `txt`: plain text, and scans that were pasted into it. UTF-8, UTF-16 or GBK.

use super::{Format, Unreadable};
use crate::import::lines::{self, Line};
use crate::import::model::Document;
use crate::source::{self, MAX_BYTES, NOT_TEXT};

pub(super) const FORMAT: Format = Format {
    endings: &["txt", "text"],
    read,
};

fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    if bytes.len() as u64 > MAX_BYTES {
        return Err(lines::too_long());
    }
    let text = source::decode(&"".into(), bytes.to_vec()).map_err(|told| Unreadable {
        message: told.message,
        hint: told.hint.unwrap_or_else(|| NOT_TEXT.remedy.message()),
    })?;
    let mut gap = false;
    let mut all = Vec::new();
    for line in text.split(['\n', '\u{b}', '\u{c}', '\u{2028}', '\u{2029}']) {
        if line.trim().is_empty() {
            gap = true;
            continue;
        }
        all.push(Line::of(line, gap));
        gap = false;
    }
    Ok(lines::document(all))
}
