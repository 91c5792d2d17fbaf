//! What every start is written with: files that were not there, and titles that stay what they are.

use crate::base::Fault;
use crate::yaml::{self, Is, Node};
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a file that is not there yet, with its folders. Answers `false` when there is one already,
/// which stays as it is.
pub fn write_new(path: &Path, text: &str) -> Result<bool, Fault> {
    let failed = |error: std::io::Error| Fault::io("写入", "write", path, &error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    match OpenOptions::new().write(true).create_new(true).open(path) {
        Ok(mut file) => file.write_all(text.as_bytes()).map(|()| true).map_err(failed),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(failed(error)),
    }
}

/// A text as a YAML value: as it is where YAML reads it back so, else in quotes.
pub fn yaml_text(text: &str) -> String {
    if reads_back(text, text) {
        text.to_owned()
    } else {
        yaml_quoted(text)
    }
}

/// A text in quotes, for lists, where commas and brackets mean something too.
pub fn yaml_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// Whether `written` stands in YAML for this text and for nothing else.
fn reads_back(written: &str, text: &str) -> bool {
    let document = format!("title: {written}\nnext: x\n");
    let read = yaml::read(&"".into(), &document, 0..document.len(), &mut Vec::new());
    let Some(Node {
        is: Is::Map(pairs), ..
    }) = read
    else {
        return false;
    };
    matches!(pairs.as_slice(), [(_, _, Node { is: Is::Text(value), .. }), _] if value == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_quoted_where_yaml_would_read_something_else() {
        assert_eq!(yaml_text("婚育新风进万家"), "婚育新风进万家");
        assert_eq!(yaml_text("婚假：几天？"), "婚假：几天？");
        assert_eq!(yaml_text("a: b"), "\"a: b\"");
        assert_eq!(yaml_text("一 # 二"), "\"一 # 二\"");
        assert_eq!(yaml_text("\"新\"风\\"), "\"\\\"新\\\"风\\\\\"");
        assert_eq!(yaml_text("2026"), "\"2026\"");
        assert_eq!(yaml_text("{{婚假}}有几天"), "\"{{婚假}}有几天\"");
    }

    proptest::proptest! {
        #[test]
        fn every_title_reads_back(text in "[ -~婚《：]{1,20}") {
            let text = text.trim();
            proptest::prop_assert!(reads_back(&yaml_text(text), text));
            proptest::prop_assert!(reads_back(&yaml_quoted(text), text));
        }
    }

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.md");
        assert!(write_new(&path, "一").unwrap());
        assert!(!write_new(&path, "二").unwrap());
        assert_eq!(fs::read_to_string(path).unwrap(), "一");
    }
}
