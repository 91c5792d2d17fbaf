//! Writing what people may edit, settings of web servers, jobs of engines: what somebody edited is never written over.

use crate::base::{Fault, Fingerprint, Message};
use crate::{hosting, message};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Which files were written, each with its fingerprint: what has another one was edited since.
const WRITTEN: &str = ".written-by-wanjia";

/// Writes the settings of a site with this base path into a folder, as [`write_files`] does.
pub fn write(folder: &Path, base: &str) -> Result<Vec<Message>, Fault> {
    let files = hosting::files(base);
    write_files(
        folder,
        files.map(|(name, text)| (name.to_owned(), text.into_bytes())),
    )
}

/// Writes files that people may edit into a folder. A file that is as it should be is left alone; one that somebody edited
/// too, and what would be in it is put beside it as `NAME.new`, or `NAME.new2` and so on where that one was edited in its turn.
/// Gives what is to be said of those.
pub fn write_files(
    folder: &Path,
    files: impl IntoIterator<Item = (String, Vec<u8>)>,
) -> Result<Vec<Message>, Fault> {
    fs::create_dir_all(folder).map_err(|error| Fault::io("新建", "create", folder, &error))?;
    let mut written = Files::of(folder)?;
    let mut kept = Vec::new();
    for (name, bytes) in files {
        let mut count = 0;
        let place = loop {
            let place = match count {
                0 => name.clone(),
                1 => format!("{name}.new"),
                more => format!("{name}.new{more}"),
            };
            if written.put(&place, &bytes)? {
                break place;
            }
            count += 1;
        };
        if place != name {
            kept.push(message!(
                "{name} 有人改过，没有动；这一次的写在 {place}，对照着改",
                "{name} was edited and is left alone; what would be in it now is in {place}"
            ));
        }
    }
    written.note()?;
    Ok(kept)
}

/// The folder, and what is known of the files that were written into it.
struct Files<'f> {
    folder: &'f Path,
    /// The record as it was. A folder without one is one that nobody wrote yet, or that somebody has changed.
    written: String,
    /// The record as it will be.
    record: String,
}

impl<'f> Files<'f> {
    fn of(folder: &'f Path) -> Result<Self, Fault> {
        // Without a record nothing that is there is ours.
        let written = match read(folder, WRITTEN)? {
            Some(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            None => String::new(),
        };
        Ok(Self {
            folder,
            written,
            record: String::new(),
        })
    }

    /// Puts a file in place, if there is none or the one that is there is as it was written. Answers whether it is there now.
    fn put(&mut self, name: &str, bytes: &[u8]) -> Result<bool, Fault> {
        let line = |bytes: &[u8]| format!("{} {name}", Fingerprint::of_bytes(bytes).hex());
        let there = read(self.folder, name)?;
        let same = there.as_deref() == Some(bytes);
        let ours = there.is_none_or(|there| same || self.written.lines().any(|known| known == line(&there)));
        if !ours {
            return Ok(false);
        }
        if !same {
            self.write(name, bytes)?;
        }
        self.record.push_str(&line(bytes));
        self.record.push('\n');
        Ok(true)
    }

    fn note(&self) -> Result<(), Fault> {
        if self.record == self.written {
            return Ok(());
        }
        self.write(WRITTEN, self.record.as_bytes())
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let path = self.folder.join(name);
        fs::write(&path, bytes).map_err(|error| Fault::io("写入", "write", &path, &error))
    }
}

/// The bytes of a file. What is there and cannot be read may be somebody's work: it is told and left as it is.
fn read(folder: &Path, name: &str) -> Result<Option<Vec<u8>>, Fault> {
    match fs::read(folder.join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::io("读取", "read", &folder.join(name), &error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether one file was kept, and the new one is in `place`.
    fn is_beside(said: &[Message], place: &str) -> bool {
        said.len() == 1 && said[0].en.ends_with(&format!(" {place}"))
    }

    #[test]
    fn settings_that_cannot_be_read_are_told_and_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("Caddyfile")).unwrap();
        let fault = write(folder.path(), "/").unwrap_err();
        let words = fault.to_string();
        assert!(words.contains("Caddyfile") && words.contains("读取"), "{words}");
        assert!(folder.path().join("Caddyfile").is_dir());
    }

    #[test]
    fn settings_that_somebody_edited_are_kept_and_the_new_ones_put_beside_them() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        assert_eq!(write(folder.path(), "/").unwrap(), []);
        assert_eq!(write(folder.path(), "/a/").unwrap(), []);
        assert!(read("nginx.conf").contains("/a/"));
        fs::write(folder.path().join("nginx.conf"), "edited").unwrap();
        for base in ["/a/", "/b/"] {
            assert!(is_beside(&write(folder.path(), base).unwrap(), "nginx.conf.new"));
            assert_eq!(read("nginx.conf"), "edited");
            assert!(read("nginx.conf.new").contains(base) && read("Caddyfile").contains(base));
        }
    }

    #[test]
    fn what_somebody_edited_beside_the_settings_is_kept_too() {
        let folder = tempfile::tempdir().unwrap();
        let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
        for (name, base) in [("nginx.conf", "/"), ("nginx.conf.new", "/a/")] {
            write(folder.path(), base).unwrap();
            fs::write(folder.path().join(name), "edited").unwrap();
        }
        for base in ["/b/", "/c/"] {
            assert!(is_beside(&write(folder.path(), base).unwrap(), "nginx.conf.new2"));
            assert_eq!(
                (read("nginx.conf"), read("nginx.conf.new")),
                ("edited".into(), "edited".into())
            );
            assert!(read("nginx.conf.new2").contains(base));
        }
    }
}
