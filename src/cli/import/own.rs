//! Links of a document that lead to the site which its draft is for: they become links within it.

use crate::config;
use crate::import::model::Document;
use std::path::{Path, PathBuf};

/// The site that drafts are for, as links of a document know it.
pub struct OwnSite {
    content: PathBuf,
    /// The URL of its home page.
    url: String,
}

impl OwnSite {
    /// The site in a folder; `None` when it does not say where it is published.
    pub fn of(root: &Path) -> Option<Self> {
        Some(Self {
            content: root.join("content"),
            url: config::home_url(root)?,
        })
    }

    /// Lets links to pages of the site lead there wherever it is published. One to a place within a page stays as it is:
    /// nobody knows whether the place is still there.
    pub fn settle(&self, document: &mut Document) {
        document.links(&mut |link| {
            if let Some(page) = link.strip_prefix(&self.url).filter(|page| self.has(page)) {
                *link = format!("page:/{page}");
            }
        });
    }

    /// Whether a page of this address is written in the site.
    fn has(&self, page: &str) -> bool {
        let name = page.trim_end_matches('/');
        let plain = name
            .split('/')
            .all(|part| part.chars().all(|c| c.is_alphanumeric() || "-_".contains(c)));
        let files = [
            format!("{name}.md"),
            format!("{name}/index.md"),
            format!("{name}/_index.md"),
        ];
        plain && page.ends_with('/') && files.iter().any(|file| self.content.join(file).is_file())
    }
}
