//! Files that are written only where there is none.

use crate::base::Fault;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Writes a file that is not there yet, with its folders. Returns `false` when there is one already,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_there_is_never_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a/b.md");
        assert!(write_new(&path, "一").unwrap());
        assert!(!write_new(&path, "二").unwrap());
        assert_eq!(fs::read_to_string(path).unwrap(), "一");
    }
}
