//! Where the output lies and where its staging may: beside it, on the same file system.
//!
//! Where that cannot be (the output is a mount, or the folder above is not ours to write to) the
//! staging lies inside the output, and the files go over one by one.

use crate::base::Fault;
use crate::message;
use std::ffi::OsString;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// Where the output and its staging lie.
#[derive(Debug)]
pub(super) struct OutputPaths {
    /// The output folder, through no symlink; it may be missing.
    pub out: PathBuf,
    /// The folder that the staging has to itself.
    pub home: PathBuf,
    /// Whether an exchange may be tried.
    pub exchangeable: bool,
}

impl OutputPaths {
    /// The place of the output that the user calls `out`.
    pub fn of(out: &Path) -> Result<Self, Fault> {
        let out = real(out)?;
        let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
            return Err(no_folder(&out));
        };
        let mut home = OsString::from(".");
        home.push(name);
        home.push(".wanjia");
        let beside = parent.join(&home);
        let inside = out.join(&home);
        if out.exists() && (is_mount(&out, parent) || is_refused(fs::create_dir(&beside))) {
            return Ok(Self {
                out,
                home: inside,
                exchangeable: false,
            });
        }
        // A process that is in a folder that is exchanged is in one that is gone.
        let exchangeable = !std::env::current_dir().is_ok_and(|here| here.starts_with(&out));
        Ok(Self {
            out,
            home: beside,
            exchangeable,
        })
    }
}

/// The folder behind `out`: symlinks resolved, its parent made when it is missing.
fn real(out: &Path) -> Result<PathBuf, Fault> {
    let refused = |error| Fault::io("写入", "write", out, &error);
    match fs::canonicalize(out) {
        Ok(real) if real.is_dir() => return Ok(real),
        Err(error) if error.kind() == ErrorKind::NotFound && !out.is_symlink() => {}
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(refused(error)),
        _ => return Err(no_folder(out)),
    }
    let (Some(parent), Some(name)) = (out.parent(), out.file_name()) else {
        return Err(no_folder(out));
    };
    let parent = if parent.as_os_str().is_empty() {
        Path::new(".")
    } else {
        parent
    };
    fs::create_dir_all(parent).map_err(refused)?;
    Ok(fs::canonicalize(parent).map_err(refused)?.join(name))
}

fn no_folder(out: &Path) -> Fault {
    let out = out.display();
    Fault::new(message!(
        "{out} 不能作为输出文件夹",
        "{out} cannot be the output folder"
    ))
    .hint(message!("用 --out 换一个位置", "choose another place with --out"))
}

fn is_refused(made: io::Result<()>) -> bool {
    let kind = made.err().map(|error| error.kind());
    matches!(
        kind,
        Some(ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem)
    )
}

#[cfg(unix)]
fn is_mount(out: &Path, parent: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| fs::metadata(path).ok().map(|found| found.dev());
    device(out) != device(parent)
}

#[cfg(not(unix))]
fn is_mount(_: &Path, _: &Path) -> bool {
    false
}
