//! What a site holds already, as far as a new page has to know: its sections.

use crate::document::Kind;
use crate::kind;
use crate::source::{self, Layer};
use std::path::Path;

/// What a site holds already.
pub struct ExistingContent {
    /// Section and the kind that it says it contains, the nearest to the top first.
    sections: Vec<(String, Kind)>,
    /// The site has an upstream, whose sections are there without a file of its own.
    pub extends: bool,
    /// site.yaml lists the sections of the menu; others are not in it.
    pub lists_menu: bool,
}

impl ExistingContent {
    /// Looks at the site in a folder.
    pub fn look(root: &Path) -> Self {
        let layer = Layer::own(root);
        // What cannot be read is for `build` to tell.
        let mut pages = layer.list("content", &mut Vec::new());
        pages.retain(|file| file.inner().ends_with(".md"));
        let mut sections: Vec<(String, Kind)> = pages
            .iter()
            .filter_map(|file| {
                let folder = file.inner().strip_suffix("_index.md")?.trim_end_matches('/');
                Some((
                    folder.to_owned(),
                    kind::section_contains(&source::read(file).ok()?)?,
                ))
            })
            .collect();
        sections.sort_by_key(|(folder, _)| folder.matches('/').count());
        let settings = layer
            .one(crate::config::FILE)
            .and_then(|file| source::read(&file).ok())
            .unwrap_or_default();
        let says = |key: &str| settings.lines().any(|line| line.starts_with(key));
        let (extends, lists_menu) = (says("extends:"), says("menu:"));
        Self {
            sections,
            extends,
            lists_menu,
        }
    }

    /// The section whose `_index.md` says that it contains this kind.
    pub fn section_of(&self, kind: &Kind) -> Option<&str> {
        self.sections
            .iter()
            .find(|(_, contains)| contains == kind)
            .map(|(folder, _)| folder.as_str())
    }
}
