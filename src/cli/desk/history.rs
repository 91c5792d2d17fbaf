//! Former texts of a file: what commands and the desk kept before they wrote over it.

use super::place::unlinked;
use super::refusal::Refusal;
use crate::base::{Fault, Message};
use crate::cli::write;
use crate::source;
use serde::Serialize;
use std::path::Path;

/// Where former texts are kept, a folder for each moment.
pub const KEPT: &str = write::BACKUP;

/// More moments are not listed.
const MOST: usize = 500;

/// A moment at which a file was written over.
#[derive(Debug, Serialize, PartialEq, Eq)]
pub struct Version {
    /// Milliseconds since 1970, as text: the name of the moment.
    pub at: String,
    /// Bytes of what was there before.
    pub size: u64,
}

/// All former texts of a file, the newest first.
pub fn versions(root: &Path, file: &str) -> Vec<Version> {
    let moments = std::fs::read_dir(root.join(KEPT)).into_iter().flatten().flatten();
    let mut found: Vec<(u64, Version)> = moments
        .filter_map(|moment| {
            let name = moment.file_name().into_string().ok()?;
            let about = moment.path().join(file).symlink_metadata().ok()?;
            let at = milliseconds(&name)?;
            about.is_file().then_some((
                at,
                Version {
                    at: name,
                    size: about.len(),
                },
            ))
        })
        .collect();
    found.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    found.truncate(MOST);
    found.into_iter().map(|(_, version)| version).collect()
}

/// The text of a file before it was written over at a moment.
pub fn text(root: &Path, file: &str, at: &str) -> Result<String, Refusal> {
    let absent = || {
        Refusal::absent(Fault::new(Message::new(
            "没有这个时候的旧稿",
            "no former text of that moment was kept",
        )))
    };
    milliseconds(at).ok_or_else(absent)?;
    let path = unlinked(root, &format!("{KEPT}/{at}/{file}"))?;
    let about = path.metadata().map_err(|_| absent())?;
    if about.len() > source::MAX_BYTES {
        return Err(absent());
    }
    let bytes = std::fs::read(&path).map_err(|error| Fault::io("读取", "read", &path, &error))?;
    source::decode(&file.into(), bytes).map_err(|told| Refusal::forbidden(Fault::new(told.message)))
}

/// The number that the name of a moment is.
fn milliseconds(name: &str) -> Option<u64> {
    let digits = name.bytes().all(|digit| digit.is_ascii_digit());
    digits.then(|| name.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn former_texts_are_told_the_newest_first_and_read_by_their_moment() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for (moment, text) in [("999", "一"), ("1000", "二二"), ("x", "三")] {
            let kept = root.join(KEPT).join(moment).join("content");
            std::fs::create_dir_all(&kept).unwrap();
            std::fs::write(kept.join("a.md"), text).unwrap();
        }
        let found = versions(root, "content/a.md");
        let names: Vec<_> = found.iter().map(|version| (&*version.at, version.size)).collect();
        assert_eq!(names, [("1000", 6), ("999", 3)]);
        assert_eq!(text(root, "content/a.md", "999").unwrap(), "一");
        for at in ["x", "..", "1", "", "999/content"] {
            assert!(text(root, "content/a.md", at).is_err(), "{at}");
        }
        assert!(versions(root, "content/b.md").is_empty());
    }
}
