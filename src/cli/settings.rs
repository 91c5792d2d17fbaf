//! Writing the settings of web servers beside a site: what somebody edited is never written over.

use crate::base::{Fault, Fingerprint};
use crate::hosting;
use std::fs;
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
    let written = fs::read_to_string(folder.join(WRITTEN)).unwrap_or_default();
    let (mut kept, mut record) = (Vec::new(), String::new());
    for (name, text) in hosting::files(base) {
        let line = |bytes: &[u8]| format!("{} {name}", Fingerprint::of_bytes(bytes).hex());
        let there = fs::read(folder.join(name)).ok();
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
