//! A text file of the site: read with its fingerprint, and written only over the text that was read.

use super::history;
use super::place::unlinked;
use super::refusal::Refusal;
use crate::base::{Fault, Fingerprint, Message};
use crate::cli::write;
use crate::local::{FileChange, as_on_disk};
use crate::message;
use crate::source::{self, MAX_BYTES};
use serde::Deserialize;
use std::path::Path;

/// What a file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// Its text; lines end in `\n`.
    pub text: String,
    /// Fingerprint of its bytes.
    pub fingerprint: String,
}

/// What is to be written.
#[derive(Debug, Deserialize)]
pub struct Wanted {
    /// The new text.
    pub text: String,
    /// Fingerprint of what was there when it was read; none when there was nothing.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

impl Wanted {
    /// What a request brings along.
    pub fn of(body: &[u8]) -> Result<Self, Refusal> {
        let wanted: Self = parsed(body)?;
        // No text has a zero, and what cannot be read again must not be written.
        if wanted.text.contains('\0') || wanted.text.len() as u64 > MAX_BYTES {
            let most = MAX_BYTES >> 20;
            return Err(Refusal::unclear(Fault::new(message!(
                "不是文字，或超过 {most} MB",
                "it is no text, or more than {most} MB"
            ))));
        }
        Ok(wanted)
    }
}

/// JSON that a request brings along.
pub fn parsed<T: for<'de> Deserialize<'de>>(body: &[u8]) -> Result<T, Refusal> {
    serde_json::from_slice(body).map_err(|error| {
        Refusal::unclear(Fault::new(message!(
            "请求里的 JSON 不对：{error}",
            "the JSON of the request is wrong: {error}"
        )))
    })
}

/// What a file of the site holds; `None` when it is not there.
pub fn read(root: &Path, file: &str) -> Result<Option<Held>, Refusal> {
    let path = unlinked(root, file)?;
    let bytes = match std::fs::metadata(&path) {
        Ok(about) if about.len() > MAX_BYTES => {
            let most = MAX_BYTES >> 20;
            return Err(Refusal::forbidden(Fault::new(message!(
                "{file} 超过 {most} MB",
                "{file} has more than {most} MB"
            ))));
        }
        Ok(_) => std::fs::read(&path).map_err(|error| Fault::io("读取", "read", &path, &error))?,
        Err(_) => return Ok(None),
    };
    let fingerprint = Fingerprint::of_bytes(&bytes).hex();
    let text = source::decode(&file.into(), bytes).map_err(|told| {
        Refusal::forbidden(Fault::new(told.message).hint(Message::new(
            "用编辑器另存为 UTF-8",
            "save it as UTF-8 in an editor",
        )))
    })?;
    Ok(Some(Held { text, fingerprint }))
}

/// What came of writing.
#[derive(Debug, PartialEq, Eq)]
pub enum Written {
    /// It holds what was wanted; its fingerprint now.
    Done(String),
    /// It has changed since it was read: what it holds now, if it is still there.
    Changed(Option<Held>),
}

/// Writes a file of the site in one step, if it still is as it was read; its former text is kept.
pub fn write(root: &Path, file: &str, wanted: &Wanted) -> Result<Written, Refusal> {
    let held = read(root, file)?;
    let text = wanted.text.replace("\r\n", "\n").replace('\r', "\n");
    // Who saves twice, or what was read back from elsewhere, is in nobody's way.
    if let Some(held) = held.as_ref().filter(|held| held.text == text) {
        return Ok(Written::Done(held.fingerprint.clone()));
    }
    if held.as_ref().map(|held| &held.fingerprint) != wanted.fingerprint.as_ref() {
        return Ok(Written::Changed(held));
    }
    let path = unlinked(root, file)?;
    unlinked(root, &format!("{}/x", history::KEPT))?;
    let change = FileChange {
        file: file.to_owned(),
        text: as_on_disk(&path, text),
        keep_former: true,
    };
    write::write(root, &[change])?;
    let written = read(root, file)?;
    let written = written.ok_or_else(|| {
        Fault::new(message!(
            "{file} 写好以后又不见了",
            "{file} was written and is gone again"
        ))
    })?;
    Ok(Written::Done(written.fingerprint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn wanted(text: &str, fingerprint: Option<&str>) -> Wanted {
        Wanted {
            text: text.to_owned(),
            fingerprint: fingerprint.map(str::to_owned),
        }
    }

    #[test]
    fn a_text_is_written_over_what_was_read_and_over_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let Written::Done(first) = write(root, "content/a.md", &wanted("一", None)).unwrap() else {
            panic!("nothing was there");
        };
        // Somebody else writes meanwhile.
        fs::write(root.join("content/a.md"), "二").unwrap();
        let Written::Changed(Some(now)) = write(root, "content/a.md", &wanted("三", Some(&first))).unwrap()
        else {
            panic!("it has changed");
        };
        assert_eq!(now.text, "二");
        assert!(matches!(
            write(root, "content/a.md", &wanted("三", None)).unwrap(),
            Written::Changed(Some(_))
        ));
        let done = write(root, "content/a.md", &wanted("三", Some(&now.fingerprint))).unwrap();
        assert!(matches!(done, Written::Done(_)));
        assert_eq!(fs::read_to_string(root.join("content/a.md")).unwrap(), "三");
        fs::remove_file(root.join("content/a.md")).unwrap();
        assert_eq!(
            write(root, "content/a.md", &wanted("四", Some(&first))).unwrap(),
            Written::Changed(None)
        );
    }

    #[test]
    fn lines_end_as_they_did_and_what_is_the_same_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("content")).unwrap();
        fs::write(root.join("content/a.md"), "一\r\n二\r\n").unwrap();
        let held = read(root, "content/a.md").unwrap().unwrap();
        assert_eq!(held.text, "一\n二\n");
        write(root, "content/a.md", &wanted(&held.text, Some(&held.fingerprint))).unwrap();
        assert!(!root.join(".wanjia").exists());
        // Nor is it a conflict when somebody has written the very same.
        assert!(matches!(
            write(root, "content/a.md", &wanted("一\n二\n", Some("else"))).unwrap(),
            Written::Done(_)
        ));
        write(root, "content/a.md", &wanted("一\n三\n", Some(&held.fingerprint))).unwrap();
        assert_eq!(
            fs::read(root.join("content/a.md")).unwrap(),
            "一\r\n三\r\n".as_bytes()
        );
    }

    #[test]
    fn what_is_no_text_is_not_written() {
        assert!(Wanted::of(b"{\"text\":\"a\\u0000\"}").is_err());
        assert!(Wanted::of(b"{\"text\":1}").is_err() && Wanted::of(b"").is_err());
        assert!(Wanted::of("{\"text\":\"一\",\"fingerprint\":null}".as_bytes()).is_ok());
    }
}
