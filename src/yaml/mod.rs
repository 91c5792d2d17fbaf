//! The only door to YAML: values that know where they stand, read field by field.
//!
//! In goes the text of a site.yaml, a facts.yaml, a front matter or a component; out come typed values,
//! and a diagnostic with its place for everything that is not as it should be, all at once.
//!
//! Not here: what a field means.

mod fields;
mod place;

pub use fields::{Fields, Spanned, nearest};
pub use place::{Is, Node};

use crate::base::{Diagnostic, Place};
use crate::say;
use std::ops::Range;
use std::sync::Arc;

/// Reads one YAML document. `range` is where it stands in `text`; places are bytes of `text`.
///
/// `None` when it cannot be read at all, with the diagnostic in `report`. An empty document is an
/// empty map.
pub fn read(file: &Arc<str>, text: &str, range: Range<usize>, report: &mut Vec<Diagnostic>) -> Option<Node> {
    let yaml = &text[range.clone()];
    match serde_yaml::from_str::<serde_yaml::Value>(yaml) {
        Ok(serde_yaml::Value::Null) => Some(Node {
            at: range,
            is: Is::Map(Vec::new()),
        }),
        Ok(value) => Some(place::locate(value, text, range)),
        Err(error) => {
            let start = error
                .location()
                .map_or(range.start, |found| range.start + found.index());
            let start = floor_char(text, start.min(range.end));
            let reason = plain_reason(&error);
            report.push(
                Diagnostic::error(
                    "yaml-broken",
                    Place::new(file, start..start),
                    say!("YAML 读不懂：{reason}", "the YAML cannot be read: {reason}"),
                )
                .hint(say!(
                    "检查缩进、冒号后的空格；含有冒号、引号或 # 的文字用引号括起来",
                    "check the indentation and the space after colons; quote texts that hold colons, quotes or #"
                )),
            );
            None
        }
    }
}

/// The library's words without its own line numbers, which count from the YAML's first line.
fn plain_reason(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    match text.find(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
