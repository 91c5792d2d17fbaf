//! A site as it was at another time.

use super::fork::fault;
use crate::base::Fault;
use crate::config::{self, Config, Extends};
use crate::overlay::{self, LOCK, Lock};
use crate::upstream::{self, FormerState, Origin};
use crate::yaml::quoted;
use std::path::{Path, PathBuf};

pub use crate::upstream::{FormerTree, Since};

/// What is known of a site at another time.
#[derive(Debug)]
pub enum FormerSite {
    /// The site is in no repository.
    NoRepository,
    /// It was not there yet.
    Nothing,
    /// It was there.
    Site {
        /// Where it is now.
        tree: FormerTree,
        /// Its upstream is the one of today, because nobody has kept what that was.
        upstream_of_today: bool,
    },
}

/// The site in a folder as it was. Its upstream is what it was then, where that is in the same repository, in an archive that is
/// still there, or held fast by site.lock; else it is the one of today.
pub fn former(root: &Path, since: &Since) -> Result<FormerSite, Fault> {
    let tree = match upstream::former(root, since).map_err(|error| fault(&error))? {
        FormerState::NoRepository => return Ok(FormerSite::NoRepository),
        FormerState::Nothing => return Ok(FormerSite::Nothing),
        FormerState::Tree(tree) => tree,
    };
    let Some((text, config)) = settings(&tree.folder) else {
        return Ok(FormerSite::Nothing);
    };
    let (found, upstream_of_today) = upstream(root, &tree.folder, &config);
    if let Some(folder) = found {
        tree.put(config::FILE, &on_top_of(&text, &folder))?;
    }
    Ok(FormerSite::Site {
        tree,
        upstream_of_today,
    })
}

/// site.yaml in a folder.
fn settings(folder: &Path) -> Option<(String, Config)> {
    let text = std::fs::read_to_string(folder.join(config::FILE)).ok()?;
    let config = config::read(&config::FILE.into(), &text, None, &mut Vec::new());
    Some((text, config))
}

/// The text of a site.yaml that extends a folder instead of what it says: its own key with all that is indented below it goes.
fn on_top_of(text: &str, folder: &Path) -> String {
    let mut within = false;
    let kept = text.lines().filter(|line| {
        let is_key = line.starts_with(|c: char| !c.is_whitespace() && c != '#');
        if is_key {
            within = line.split(':').next().is_some_and(|key| key.trim() == "extends");
        }
        !within
    });
    let mut kept: String = kept.flat_map(|line| [line, "\n"]).collect();
    kept.push_str(&format!("extends: {}\n", quoted(&folder.to_string_lossy())));
    kept
}

/// The folder that takes the place of what a former site.yaml says of its upstream, when it needs one, and whether that is the
/// upstream of today.
fn upstream(root: &Path, then: &Path, config: &Config) -> (Option<PathBuf>, bool) {
    let Some(extends) = &config.extends else {
        return (None, false);
    };
    if let Extends::Folder(path) = &extends.value
        && then.join(path.trim()).join(config::FILE).is_file()
    {
        return (None, false);
    }
    if !matches!(extends.value, Extends::Folder(_))
        && let Some(folder) = folder_of(&extends.value, then, root)
    {
        return (Some(folder), false);
    }
    let today = settings(root).and_then(|(_, today)| today.extends);
    let folder = today.and_then(|today| folder_of(&today.value, root, root));
    (folder, true)
}

/// The folder of an upstream, as the site in the folder `site` names it; what is fetched is kept with the site in `root`.
fn folder_of(extends: &Extends, site: &Path, root: &Path) -> Option<PathBuf> {
    let cache = overlay::cache(root);
    let (origin, pin, path) = match extends {
        Extends::Folder(path) => return root.join(path.trim()).canonicalize().ok(),
        Extends::Git { url, rev, path } => {
            let lock = std::fs::read_to_string(site.join(LOCK)).unwrap_or_default();
            let pinned = Lock::read(&LOCK.into(), &lock, &mut Vec::new()).upstream;
            let pin = pinned.filter(|pinned| pinned.from == *url && pinned.rev == *rev);
            let origin = Origin::Git {
                url: overlay::address(root, url),
                rev: rev.clone(),
            };
            (origin, pin.map(|pinned| pinned.pin), path)
        }
        Extends::Archive { file, sha256, path } => {
            let then = site.join(file.trim());
            let origin = Origin::Archive {
                file: if then.is_file() {
                    then
                } else {
                    root.join(file.trim())
                },
                sha256: sha256.clone(),
            };
            (origin, sha256.clone(), path)
        }
    };
    let fetched = upstream::fetch(&origin, pin.as_deref(), &cache, true).ok()?;
    upstream::inside(&fetched.root, path).ok()
}
