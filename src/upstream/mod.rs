//! Upstream sites that are no folder on this disk: a git repository or an archive becomes one.
//!
//! In goes an [`Origin`], and the state of it that site.lock holds fast, if any; out comes a folder that
//! can be read as a layer, and the state that it is.
//!
//! ```text
//! CACHE/PIN/        a whole tree, named by its commit or by the hash of its archive, never changed
//! CACHE/git/HASH/   what was fetched from one address, bare
//! CACHE/revs/HASH   the commit that a branch or a tag was when it was asked for last
//! CACHE/tmp/        what is being unpacked; nothing in it is ever read
//! CACHE/lock        held while something is fetched, unpacked or swept
//! ```
//! What always holds: what is in the cache is used without asking anybody, so a build does not wait for
//! the network, and a branch that moves is noticed only by [`resolve`]; no program but git is run, and
//! git runs none that an address, a repository or an attribute names; no file is written outside the
//! tree that is being unpacked; a tree that bears a pin is whole.
//!
//! [`pack`] is the way back: a site becomes an archive that others may name as their upstream.
//!
//! Not here: which upstream a site has, what site.lock says, how the layers lie on each other.

mod address;
mod archive;
mod error;
mod former;
mod git;
mod name;
pub mod pack;
mod store;
mod tarball;
mod unpack;
mod zipped;

#[cfg(test)]
mod tests;

pub use error::UpstreamError;
pub use error::{
    ARCHIVE_BROKEN, GIT_MISSING, UPSTREAM_CHANGED, UPSTREAM_MISSING, UPSTREAM_UNREACHABLE, UPSTREAM_UNSAFE,
};

pub use former::{FormerState, FormerTree, Since, former};

use crate::base::{Fault, path::is_plain};
use crate::message;
use std::path::{Path, PathBuf};
use store::{Pin, UpstreamStore};

/// Where an upstream site comes from when it is not a folder on this disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A repository, and the branch, tag or commit that is wanted.
    Git {
        /// As git takes it: `https://…`, `ssh://…`, `user@host:path`, `file://…` or an absolute path.
        url: String,
        /// Branch, tag or commit, the commit also abbreviated.
        rev: String,
    },
    /// A zip, tar.gz or tar on this disk.
    Archive {
        /// Its absolute path.
        file: PathBuf,
        /// What the author says that its hash must be.
        sha256: Option<String>,
    },
}

/// An upstream that can be read now, offline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fetched {
    /// The folder with what the repository or archive holds.
    pub root: PathBuf,
    /// The state that it is: a commit, or the SHA-256 of an archive, in hexadecimal digits.
    pub pin: String,
}

/// The folder of an upstream in `cache`; what is not there is fetched.
///
/// `pinned` is the state that site.lock holds fast. Without one, a branch or tag stays the commit that it
/// was when it was first fetched, until [`resolve`] asks again. `outside_allowed` is false for an origin
/// that is named by an upstream which came from git or an archive itself: then only repositories by https
/// and ssh are allowed, nothing of this disk.
pub fn fetch(
    origin: &Origin,
    pinned: Option<&str>,
    cache: &Path,
    outside_allowed: bool,
) -> Result<Fetched, UpstreamError> {
    let pinned = pinned.map(Pin::of_lock).transpose()?;
    let store = UpstreamStore::new(cache)?;
    let pin = match origin {
        Origin::Git { url, rev } => git::fetch(&store, address::check(url, rev, outside_allowed)?, pinned)?,
        Origin::Archive { file, .. } if !outside_allowed => return Err(address::of_this_disk(file)),
        Origin::Archive { file, sha256 } => archive::fetch(&store, file, sha256.as_deref(), pinned)?,
    };
    Ok(Fetched {
        root: top(&store.place(&pin)),
        pin: pin.into_string(),
    })
}

/// The state that the origin is in now: asks the repository what `rev` is, or hashes the archive.
///
/// The answer for a branch or tag is what [`fetch`] takes it for from now on.
pub fn resolve(origin: &Origin, cache: &Path) -> Result<String, UpstreamError> {
    let pin = match origin {
        Origin::Git { url, rev } => {
            git::resolve(&UpstreamStore::new(cache)?, address::check(url, rev, true)?)?
        }
        Origin::Archive { file, .. } => archive::resolve(file)?,
    };
    Ok(pin.into_string())
}

/// The folder `path` of an upstream: a plain relative path that does not leave `root`, links resolved.
/// An archive whose only entry is a folder, as hosts of repositories make them, may be named from inside
/// that folder.
pub fn inside(root: &Path, path: &str) -> Result<PathBuf, UpstreamError> {
    let path = path.trim_end_matches('/');
    if path.is_empty() || path == "." {
        return Ok(root.to_owned());
    }
    if !is_plain(path) {
        return Err(leaves(path));
    }
    let only = only_folder(root).map(|only| only.join(path));
    let found = [Some(root.join(path)), only].into_iter().flatten();
    let Some(found) = found.into_iter().find(|folder| folder.is_dir()) else {
        return Err(UpstreamError::Missing {
            message: message!("上级站点里没有文件夹 {path}", "the upstream has no folder {path}"),
            hint: message!(
                "核对 extends 的 path，从上级站点的最外层写起",
                "check `path` of `extends`; it starts at the top of the upstream"
            ),
        });
    };
    let within = |found: &Path| Some(found.canonicalize().ok()?.starts_with(root.canonicalize().ok()?));
    if within(&found) == Some(true) {
        Ok(found)
    } else {
        Err(leaves(path))
    }
}

/// Takes away the trees whose pin is not in `keep`, and what interrupted runs have left.
pub fn sweep(cache: &Path, keep: &[&str]) -> Result<(), Fault> {
    if cache.is_dir() {
        UpstreamStore::new(cache)?.sweep(keep)?;
    }
    Ok(())
}

fn leaves(path: &str) -> UpstreamError {
    UpstreamError::Unsafe {
        message: message!(
            "path 不能离开上级站点：{path}",
            "`path` may not leave the upstream: {path}"
        ),
        hint: message!("写成 sites/national 的样子", "write it like sites/national"),
    }
}

/// Where the site is when site.yaml is not at the top but in the only folder.
fn top(tree: &Path) -> PathBuf {
    let is_site = |folder: &Path| folder.join("site.yaml").is_file();
    match only_folder(tree) {
        Some(only) if !is_site(tree) && is_site(&only) => only,
        _ => tree.to_owned(),
    }
}

/// The folder that is all there is in `folder`.
fn only_folder(folder: &Path) -> Option<PathBuf> {
    let mut entries = std::fs::read_dir(folder).ok()?;
    let only = entries.next()?.ok()?;
    let alone = entries.next().is_none() && only.file_type().ok()?.is_dir();
    alone.then(|| only.path())
}
