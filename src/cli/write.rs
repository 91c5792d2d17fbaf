//! How a command writes an author's files. What it writes over is kept first, and every file
//! is the old or the new one at any moment.

use crate::base::Fault;
use crate::local::FileChange;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Where former texts are kept, from the root of a site: a folder for each moment.
pub const BACKUP: &str = ".wanjia/backup";

/// Keeps a text that stands nowhere, as if it had been written over just now.
pub fn keep(root: &Path, file: &str, text: &str) -> Result<(), Fault> {
    whole(&root.join(BACKUP).join(stamp()).join(file), text.as_bytes())
}

/// Writes drafts into a site's folder, one after the other, and keeps what was there. Where the former text of what an
/// author wrote was kept; `None` when there was none.
pub fn write(root: &Path, drafts: &[FileChange]) -> Result<Option<PathBuf>, Fault> {
    let folder = root.join(BACKUP).join(stamp());
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
    clear(folder, &name);
    let new = folder.join(format!(".{name}.{}", std::process::id()));
    let put = || {
        let mut file = created(&new)?;
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

/// A new file at a path where something may be left of one that was killed. It may be a link: that is taken away, not followed.
fn created(path: &Path) -> std::io::Result<fs::File> {
    let create = || fs::File::options().write(true).create_new(true).open(path);
    create().or_else(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => fs::remove_file(path).and_then(|()| create()),
        _ => Err(error),
    })
}

/// Takes away what commands have left of a file that were killed while they wrote it. One that may still be writing is left.
fn clear(folder: &Path, name: &str) {
    let begun = format!(".{name}.");
    let is_left = |entry: &fs::DirEntry| {
        let own = entry.file_name();
        let number = own.to_str().and_then(|own| own.strip_prefix(&*begun));
        let is_ours = number
            .is_some_and(|number| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        is_ours && age().is_some_and(|age| age > LONGEST_WRITE)
    };
    // What cannot be looked at or taken away is in nobody's way: a name with a point is not published.
    for entry in fs::read_dir(folder)
        .into_iter()
        .flatten()
        .flatten()
        .filter(is_left)
    {
        let _ = fs::remove_file(entry.path());
    }
}

/// No command writes longer at one file.
const LONGEST_WRITE: Duration = Duration::from_secs(600);

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
    fn a_link_under_the_name_of_a_file_that_is_being_written_is_not_followed() {
        let folder = tempfile::tempdir().unwrap();
        let (file, other) = (folder.path().join("b.md"), folder.path().join("other"));
        fs::write(&other, "一").unwrap();
        let begun = folder.path().join(format!(".b.md.{}", std::process::id()));
        std::os::unix::fs::symlink(&other, begun).unwrap();
        whole(&file, b"b").unwrap();
        assert_eq!(fs::read_to_string(&other).unwrap(), "一");
        assert!(file.symlink_metadata().unwrap().is_file());
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

    #[test]
    fn what_a_killed_command_left_of_a_file_is_gone_when_it_is_written_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str| folder.path().join(name);
        let long_ago = SystemTime::now() - 2 * LONGEST_WRITE;
        for (name, is_old) in [
            (".b.md.4711", true),
            (".b.md.4712", false),
            (".b.md.bak", true),
            (".c.md.1", true),
        ] {
            let left = fs::File::create(file(name)).unwrap();
            if is_old {
                left.set_modified(long_ago).unwrap();
            }
        }
        whole(&file("b.md"), b"a").unwrap();
        let mut left: Vec<String> = fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        left.sort();
        assert_eq!(left, [".b.md.4712", ".b.md.bak", ".c.md.1", "b.md"]);
    }
}
