//! Notes in a frame, `> [!NOTE]`, whose mark is full-width or has words behind it.

use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair};
use pulldown_cmark::{Event, Tag};

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "提示框的记号：方括号、叹号是全角的，话写在同一行",
        cases: &[
            ("> 【!NOTE】⏎> 话。", "> [!NOTE]⏎> 话。"),
            ("> ［！WARNING］⏎> 话。", "> [!WARNING]⏎> 话。"),
            ("> [!tip] 话。", "> [!TIP]⏎> 话。"),
        ],
    },
    may: |signs| signs.starts_with(&['[', '［', '【']),
    edits,
};

/// The kinds that there are.
const KINDS: [&str; 5] = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let quotes = reading.events.windows(2).filter_map(|pair| match pair {
        [
            (Event::Start(Tag::BlockQuote(None)), _),
            (Event::Start(Tag::Paragraph), range),
        ] => Some(range.start),
        _ => None,
    });
    quotes.filter_map(|start| mark(reading.text, start)).collect()
}

/// The mark at the beginning of a quote's first paragraph.
fn mark(text: &str, start: usize) -> Option<Edit> {
    let line = text[start..].lines().next()?;
    let inner = line.strip_prefix(['[', '［', '【'])?.strip_prefix(['!', '！'])?;
    let (name, words) = inner.split_once([']', '］', '】'])?;
    let name = name.trim_matches(is_blank).to_ascii_uppercase();
    let kind = KINDS.iter().find(|kind| **kind == name)?;
    let words = words.trim_matches(is_blank);
    let before = text[..start].lines().next_back()?;
    let should = match words {
        "" => format!("[!{kind}]"),
        // A link, `[!NOTE](…)`.
        _ if words.starts_with(['(', '（', '[', ':', '：']) => return None,
        // What stands before a quote within a list begins an item.
        _ if !before.chars().all(|c| c == '>' || is_blank(c)) => return None,
        _ => format!("[!{kind}]\n{before}{words}"),
    };
    (should != line).then(|| Edit::new(start..start + line.len(), should))
}
