//! A folder as it was at another time, out of the repository that it lies in.
//!
//! What always holds: the repository is only read, and not in place: what is asked of it goes through the same fetch and the same
//! unpacker as an upstream, into a folder that is gone when the [`FormerTree`] is dropped.

use super::git::{self, ask, one_line};
use super::store::{Pin, UpstreamStore};
use super::{UpstreamError, address};
use crate::base::{Day, Fault};
use crate::message;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Which time is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// The last commit before this day begins in Shanghai.
    Day(Day),
    /// A commit as git calls it: a branch, a tag, `HEAD~3`.
    Revision(String),
}

/// A folder as it was.
#[derive(Debug)]
pub struct FormerTree {
    /// The folder. What lay beside it in the repository lies beside it.
    pub folder: PathBuf,
    /// The commit, in hexadecimal digits.
    pub commit: String,
    home: TempDir,
}

/// What is known of a folder at another time.
#[derive(Debug)]
pub enum FormerState {
    /// The folder is in no repository.
    NoRepository,
    /// It was not there yet.
    Nothing,
    /// It was there.
    Tree(FormerTree),
}

impl FormerTree {
    /// Puts a text in the place of a file of the folder; the repository does not change.
    pub fn put(&self, file: &str, text: &str) -> Result<(), Fault> {
        let path = self.folder.join(file);
        debug_assert!(path.starts_with(self.home.path()), "a former tree is a copy");
        std::fs::write(&path, text).map_err(|error| Fault::io("写入", "write", &path, &error))
    }
}

/// The folder as it was.
pub fn former(folder: &Path, since: &Since) -> Result<FormerState, UpstreamError> {
    let folder = folder
        .canonicalize()
        .map_err(|error| Fault::io("读取", "read", folder, &error))?;
    let Some(top) = top(&folder)? else {
        return Ok(FormerState::NoRepository);
    };
    let Some(commit) = commit(&folder, since)? else {
        return Ok(FormerState::Nothing);
    };
    let home = tempfile::tempdir().map_err(|error| Fault::io("写入", "write", Path::new("tmp"), &error))?;
    let store = UpstreamStore::new(home.path())?;
    let repository = top.to_string_lossy();
    let from = address::check(&repository, commit.as_str(), true)?;
    git::fetch(&store, from, Some(commit.clone()))?;
    let below = folder.strip_prefix(&top).unwrap_or(Path::new(""));
    let was = store.place(&commit).join(below);
    if !was.is_dir() {
        return Ok(FormerState::Nothing);
    }
    Ok(FormerState::Tree(FormerTree {
        folder: was,
        commit: commit.into_string(),
        home,
    }))
}

/// The outermost folder of the repository; `None` where there is none.
fn top(folder: &Path) -> Result<Option<PathBuf>, UpstreamError> {
    let said = ask(folder, &["rev-parse", "--show-toplevel"]);
    let said = match said {
        // Without git there is no repository that could be read.
        Err(UpstreamError::GitMissing) => return Ok(None),
        said => said?,
    };
    match said {
        Ok(top) => {
            let top = PathBuf::from(top.trim_end_matches(['\n', '\r']));
            let top = top
                .canonicalize()
                .map_err(|error| Fault::io("读取", "read", &top, &error))?;
            Ok(Some(top))
        }
        Err(words) if words.contains("not a git repository") || words.contains("work tree") => Ok(None),
        Err(words) => {
            let words = one_line(&words);
            Err(Fault::new(message!(
                "git 读不了站点所在的仓库：{words}",
                "git cannot read the repository of the site: {words}"
            ))
            .into())
        }
    }
}

/// The commit that is meant; `None` when there was none yet.
fn commit(folder: &Path, since: &Since) -> Result<Option<Pin>, UpstreamError> {
    match since {
        Since::Day(day) => {
            let before = format!("--before={day}T00:00:00+08:00");
            let said = ask(folder, &["rev-list", "-1", &before, "HEAD", "--"])?;
            Ok(said.ok().and_then(|commit| Pin::parse(commit.trim())))
        }
        Since::Revision(rev) => {
            let name = format!("{rev}^{{commit}}");
            let asked = ["rev-parse", "--verify", "--quiet", "--end-of-options", &name];
            let found = ask(folder, &asked)?.ok();
            match found.and_then(|commit| Pin::parse(commit.trim())) {
                Some(commit) => Ok(Some(commit)),
                None => Err(UpstreamError::Missing {
                    message: message!(
                        "仓库里没有分支、标签或提交 {rev}",
                        "the repository has no branch, tag or commit {rev}"
                    ),
                    hint: message!(
                        "写日期（2026-11-20），或 git log 里的提交号、标签",
                        "write a day (2026-11-20), or a commit or tag that `git log` shows"
                    ),
                }),
            }
        }
    }
}
