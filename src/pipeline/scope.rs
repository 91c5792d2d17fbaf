//! Which pages are inspected.

use crate::base::Span;

/// Pages and folders; none is the whole site.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// Paths below content/, without `.md`.
    paths: Vec<String>,
}

impl Scope {
    /// The pages at some paths below content/, without `.md`.
    pub fn at(paths: Vec<String>) -> Self {
        Self { paths }
    }

    /// Whether it is the whole site.
    pub fn is_whole(&self) -> bool {
        self.paths.is_empty()
    }

    /// Whether somebody named a page, by its path below content/, or a folder that it is in.
    pub fn names(&self, page: &str) -> bool {
        self.paths.iter().any(|path| is_within(page, path))
    }

    /// Whether a place is in one of these pages.
    pub fn holds(&self, place: Option<&Span>) -> bool {
        let Some(place) = place else {
            return self.paths.is_empty();
        };
        let inner = match place.file.rsplit_once("content/") {
            Some((before, inner)) if before.is_empty() || before.ends_with('/') => inner,
            _ => return self.paths.is_empty(),
        };
        self.paths.is_empty() || self.paths.iter().any(|path| is_within(inner, path))
    }
}

fn is_within(inner: &str, path: &str) -> bool {
    inner
        .strip_prefix(path)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
}
