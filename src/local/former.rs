//! A site as it was at another time.

use super::fork::fault;
use crate::base::Fault;
use crate::config::{self, Extends};
use crate::upstream::{self, FormerState};
use crate::yaml::quoted;
use std::path::Path;

pub use crate::upstream::{FormerTree, Since};

/// What is known of a site at another time.
#[derive(Debug)]
pub enum FormerSite {
    /// The site is in no repository.
    NoRepository,
    /// It was not there yet.
    Nothing,
    /// It was there.
    Site(FormerTree),
}

/// The site in a folder as it was. An upstream that is a folder outside of its repository is the one of today: nobody knows
/// what it was.
pub fn former(root: &Path, since: &Since) -> Result<FormerSite, Fault> {
    let tree = match upstream::former(root, since).map_err(|error| fault(&error))? {
        FormerState::NoRepository => return Ok(FormerSite::NoRepository),
        FormerState::Nothing => return Ok(FormerSite::Nothing),
        FormerState::Tree(tree) => tree,
    };
    let Ok(text) = std::fs::read_to_string(tree.folder.join(config::FILE)) else {
        return Ok(FormerSite::Nothing);
    };
    if let Some(text) = with_upstream_of_today(&tree.folder, root, &text) {
        tree.put(config::FILE, &text)?;
    }
    Ok(FormerSite::Site(tree))
}

/// The text of site.yaml with the whole path of its upstream, where that is a folder which is not in the former tree.
fn with_upstream_of_today(folder: &Path, root: &Path, text: &str) -> Option<String> {
    let config = config::read(&config::FILE.into(), text, None, &mut Vec::new());
    let extends = config.extends?;
    let Extends::Folder(path) = &extends.value else {
        return None;
    };
    if folder.join(path.trim()).join(config::FILE).is_file() {
        return None;
    }
    let today = root.join(path.trim()).canonicalize().ok()?;
    let whole = quoted(today.to_str()?);
    Some(format!(
        "{}{whole}{}",
        &text[..extends.at.start],
        &text[extends.at.end..]
    ))
}
