//! How a command writes an author's files. What it writes over is kept first, and every file
//! is the old or the new one at any moment.

use crate::base::Fault;
use crate::local::FileChange;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// Writes drafts into a site's folder, one after the other, and keeps what was there. Where the former text of what an
/// author wrote was kept; `None` when there was none.
pub fn write(root: &Path, drafts: &[FileChange]) -> Result<Option<PathBuf>, Fault> {
    let folder = root.join(".wanjia/backup").join(stamp());
    let mut kept = None;
    for draft in drafts {
        let path = root.join(&draft.file);
        if path.exists() {
            let copy = folder.join(&draft.file);
            whole(
                &copy,
                &fs::read(&path).map_err(|error| Fault::io("读取", "read", &path, &error))?,
            )?;
            kept = Some(copy).filter(|_| draft.keep_former).or(kept);
        }
    }
    for draft in drafts {
        whole(&root.join(&draft.file), draft.text.as_bytes())?;
    }
    Ok(kept)
}

/// Writes a file that is no text into a site's folder, whatever is there.
pub fn write_bytes(root: &Path, file: &str, bytes: &[u8]) -> Result<(), Fault> {
    whole(&root.join(file), bytes)
}

/// Writes a file in one step, with its folders. A link stays a link.
fn whole(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let real = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let folder = real.parent().unwrap_or(Path::new("."));
    let failed = |error: std::io::Error| Fault::io("写入", "write", path, &error);
    fs::create_dir_all(folder).map_err(failed)?;
    let name = real
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .expect("a file that is written has a name");
    let new = folder.join(format!(".{name}.{}", std::process::id()));
    let put = || {
        let mut file = fs::File::create(&new)?;
        file.write_all(bytes)?;
        if let Ok(about) = fs::metadata(&real) {
            file.set_permissions(about.permissions())?;
        }
        file.sync_all()?;
        fs::rename(&new, &real)
    };
    put().map_err(|error| {
        let _ = fs::remove_file(&new);
        failed(error)
    })
}

/// A name for the backups of this moment, later ones after earlier ones.
fn stamp() -> String {
    let now = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map_or(0, |now| now.as_millis());
    now.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft(text: &str, precious: bool) -> FileChange {
        FileChange {
            file: "content/a/b.md".into(),
            text: text.into(),
            keep_former: precious,
        }
    }

    #[test]
    fn what_an_author_wrote_is_kept_before_it_is_written_over() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(write(folder.path(), &[draft("一", true)]).unwrap(), None);
        let kept = write(folder.path(), &[draft("二", true)]).unwrap().unwrap();
        assert_eq!(fs::read_to_string(kept).unwrap(), "一");
        assert_eq!(
            fs::read_to_string(folder.path().join("content/a/b.md")).unwrap(),
            "二"
        );
    }

    #[test]
    fn what_a_tool_wrote_is_simply_replaced_and_nothing_else_is_left() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), &[draft("一", false)]).unwrap();
        assert_eq!(write(folder.path(), &[draft("二", false)]).unwrap(), None);
        assert_eq!(fs::read_dir(folder.path().join("content/a")).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_a_link_stays_one() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("content/a")).unwrap();
        fs::write(folder.path().join("real"), "一").unwrap();
        std::os::unix::fs::symlink("../../real", folder.path().join("content/a/b.md")).unwrap();
        write(folder.path(), &[draft("二", false)]).unwrap();
        assert_eq!(fs::read_to_string(folder.path().join("real")).unwrap(), "二");
    }
}
