//! What a site holds already, as far as a new page has to know: sections, and a clause to explain.

use crate::document::{FileForm, Kind};
use crate::kind::{self, KINDS, Reading};
use crate::markdown::{Shape, Syntax};
use crate::source::{self, Layer, SourceFile};
use std::path::Path;

/// What a site holds already.
pub struct ExistingContent {
    pages: Vec<SourceFile>,
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
        pages.retain(|file| file.inner.ends_with(".md"));
        let mut sections: Vec<(String, Kind)> = pages
            .iter()
            .filter_map(|file| {
                let folder = file.inner.strip_suffix("_index.md")?.trim_end_matches('/');
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
            pages,
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

    /// The first clause of the first published policy, as a reference.
    pub fn first_clause(&self) -> Option<String> {
        self.pages.iter().find_map(|file| {
            let inherited = self.kind_around(&file.inner);
            let text = source::read(file).ok()?;
            // Most pages have no clauses, and need not be read.
            let says = |kind: &Kind| text.contains(&format!("kind: {}", kind.name));
            if !inherited.clauses && !KINDS.iter().any(|known| known.kind.clauses && says(&known.kind)) {
                return None;
            }
            let reading = Reading {
                languages: &[],
                syntax: &Syntax::default(),
                kind: inherited,
            };
            let (document, _) = kind::read(&file.file, &file.inner, &text, &reading);
            if !document.kind.clauses || document.form == FileForm::Section || document.front.draft {
                return None;
            }
            let clauses = &document.outline.clauses.clauses;
            let clause = clauses.iter().find(|clause| clause.shape == Shape::Clause)?;
            Some(format!("{}#{}", document.path, clause.label))
        })
    }

    /// The kind of pages in the nearest section around a file that says one.
    fn kind_around(&self, inner: &str) -> &Kind {
        let around = |folder: &str| {
            folder.is_empty()
                || inner
                    .strip_prefix(folder)
                    .is_some_and(|rest| rest.starts_with('/'))
        };
        let nearest = self
            .sections
            .iter()
            .filter(|(folder, _)| around(folder))
            .max_by_key(|(folder, _)| folder.len());
        nearest.map_or(Kind::page(), |(_, kind)| kind)
    }
}
