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

    /// Whether a place is in one of these pages.
    pub fn holds(&self, place: Option<&Span>) -> bool {
        let Some(place) = place else {
            return self.paths.is_empty();
        };
        let inner = match place.file.rsplit_once("content/") {
            Some((before, inner)) if before.is_empty() || before.ends_with('/') => inner,
            _ => return self.paths.is_empty(),
        };
        let at = |path: &String| {
            inner
                .strip_prefix(path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '.']))
        };
        self.paths.is_empty() || self.paths.iter().any(at)
    }
}
