//! What commands do for the desk: inspecting, and documents that become pages.

use super::api::Desk;
use super::place::{PagePath, fit_for_all, unlinked, without_links};
use super::program::argument;
use super::refusal::{Refusal, json_reply};
use crate::base::{Fault, Message};
use crate::cli::json;
use crate::message;
use crate::serve::Reply;
use serde_json::Value;
use std::ffi::OsString;
use std::path::Path;

impl Desk {
    pub(super) fn check(&self, page: Option<&PagePath>) -> Result<Reply, Refusal> {
        let arguments: Vec<OsString> = page.map(|page| page.as_str().into()).into_iter().collect();
        self.alone(|| self.program.reply("check", &arguments))
    }

    /// Imports a document that was brought along, as `wanjia import` does with a file.
    pub(super) fn import(
        &self,
        name: &str,
        into: Option<&PagePath>,
        kind: Option<&str>,
        bytes: &[u8],
    ) -> Result<Reply, Refusal> {
        let name = file_name(name)?;
        self.alone(|| {
            match into {
                Some(into) => drop(unlinked(&self.root, &format!("content/{}/x", into.as_str()))?),
                None => without_links(&self.root)?,
            }
            let failed = |error: std::io::Error| Fault::io("写入", "write", Path::new(name), &error);
            let folder = tempfile::tempdir().map_err(failed)?;
            let file = folder.path().join(name);
            std::fs::write(&file, bytes).map_err(failed)?;
            let mut arguments = vec![argument(&file)];
            if let Some(into) = into {
                arguments.extend(["--into".into(), format!("content/{}", into.as_str()).into()]);
            }
            if let Some(kind) = kind {
                arguments.push(format!("--kind={kind}").into());
            }
            let said = self.program.json("import", &arguments)?;
            Ok(json_reply(200, json::line(&without_folder(&said, folder.path()))))
        })
    }
}

/// What an import said, with documents by their names: where they lay meanwhile is nobody's business.
fn without_folder(said: &str, folder: &Path) -> Value {
    let mut said: Value =
        serde_json::from_str(said).expect("a command that came to its end prints whole JSON");
    let name = folder
        .file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    for list in ["imported", "failed"] {
        let entries = said
            .get_mut(list)
            .and_then(Value::as_array_mut)
            .into_iter()
            .flatten();
        for source in entries.filter_map(|entry| entry.get_mut("source")) {
            let shown = source.as_str().expect("a document is told by its path");
            if let Some((_, inner)) = shown.split_once(&format!("{name}/")) {
                *source = Value::String(inner.to_owned());
            }
        }
    }
    said
}

/// The name of a document: a plain one, as it is on the disk of who hands it over.
pub(super) fn file_name(name: &str) -> Result<&str, Refusal> {
    let is_plain = !name.contains('/') && PagePath::of(name).is_ok() && fit_for_all(name).is_ok();
    if is_plain {
        return Ok(name);
    }
    Err(Refusal::unclear(
        Fault::new(message!("“{name}”不是文件名", "`{name}` is no file name"))
            .hint(Message::new("改一个简单的文件名", "give the file a plain name")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_a_document_lay_meanwhile_is_not_told() {
        let said = r#"{"imported":[{"source":"../meanwhile/.x1/通知.docx","page":"content/a.md"}],"failed":[{"source":"/meanwhile/.x1/b.zip/c.doc"}]}"#;
        assert_eq!(
            without_folder(said, Path::new("/meanwhile/.x1")).to_string(),
            r#"{"imported":[{"source":"通知.docx","page":"content/a.md"}],"failed":[{"source":"b.zip/c.doc"}]}"#
        );
    }

    #[test]
    fn a_document_has_a_plain_name() {
        assert!(file_name("关于婚假的通知（2021）.docx").is_ok());
        for odd in [
            "",
            "../a.docx",
            "a/b.docx",
            ".a",
            "a\u{0}.docx",
            &"长".repeat(100),
        ] {
            assert!(file_name(odd).is_err(), "{odd:?}");
        }
    }
}
