//! Writing the settings of web servers beside a site: what somebody edited is never written over.

use crate::base::{Fault, Fingerprint};
use crate::hosting;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Which files were written, each with its fingerprint: what has another one was edited since.
const WRITTEN: &str = ".written-by-wanjia";

/// Writes the settings of a site with this base path into a folder. A file that is as it should be is left alone; one that
/// somebody edited too, and what would be in it is put beside it as `NAME.new`. Gives those.
pub fn write(folder: &Path, base: &str) -> Result<Vec<String>, Fault> {
    fs::create_dir_all(folder).map_err(|error| Fault::io("新建", "create", folder, &error))?;
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        fs::write(&path, text).map_err(|error| Fault::io("写入", "write", &path, &error))
    };
    // What is there and cannot be read may be somebody's work: it is told and left as it is.
    let read = |name: &str| match fs::read(folder.join(name)) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Fault::io("读取", "read", &folder.join(name), &error)),
    };
    // A folder without the record is one that nobody wrote yet, or that somebody has changed.
    let written =
        read(WRITTEN)?.map_or_else(String::new, |bytes| String::from_utf8_lossy(&bytes).into_owned());
    let (mut kept, mut record) = (Vec::new(), String::new());
    for (name, text) in hosting::files(base) {
        let line = |bytes: &[u8]| format!("{} {name}", Fingerprint::of_bytes(bytes).hex());
        let there = read(name)?;
        let ours = there.as_deref().is_none_or(|there| {
            there == text.as_bytes() || written.lines().any(|known| known == line(there))
        });
        if ours {
            if there.as_deref() != Some(text.as_bytes()) {
                put(name, &text)?;
            }
            record.push_str(&line(text.as_bytes()));
            record.push('\n');
        } else {
            put(&format!("{name}.new"), &text)?;
            kept.push(name.to_owned());
        }
    }
    if record != written {
        put(WRITTEN, &record)?;
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert_eq!(write(folder.path(), "/").unwrap(), [""; 0]);
        assert_eq!(write(folder.path(), "/a/").unwrap(), [""; 0]);
        assert!(read("nginx.conf").contains("/a/"));
        fs::write(folder.path().join("nginx.conf"), "edited").unwrap();
        for base in ["/a/", "/b/"] {
            assert_eq!(write(folder.path(), base).unwrap(), ["nginx.conf"]);
            assert_eq!(read("nginx.conf"), "edited");
            assert!(read("nginx.conf.new").contains(base) && read("Caddyfile").contains(base));
        }
    }
}
