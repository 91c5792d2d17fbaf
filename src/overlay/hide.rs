//! Patterns of content paths.

use globset::{GlobBuilder, GlobMatcher};

/// A pattern of `hide`: `news/**`, `campaigns/*`, `leave`. It matches a page's content path with or
/// without `.md`; the path of a folder matches all that lies in it.
#[derive(Debug, Clone)]
pub struct Pattern {
    glob: GlobMatcher,
}

impl Pattern {
    /// A pattern; `None` when it cannot be read.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches("content/").trim_matches('/');
        let glob = GlobBuilder::new(text).literal_separator(true).build().ok()?;
        (!text.is_empty()).then(|| Self {
            glob: glob.compile_matcher(),
        })
    }

    /// Whether it matches a file of content/: `news/a.md`, `news/_index.md`.
    pub fn matches(&self, inner: &str) -> bool {
        let stem = inner.strip_suffix(".md").unwrap_or(inner);
        let page = stem
            .strip_suffix("/index")
            .or_else(|| stem.strip_suffix("/_index"))
            .unwrap_or(stem);
        let above = page.match_indices('/').map(|(end, _)| &page[..end]);
        [inner, stem, page]
            .into_iter()
            .chain(above)
            .any(|path| self.glob.is_match(path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_pages_and_all_that_lies_in_a_folder() {
        let hides = |pattern: &str, path: &str| Pattern::new(pattern).unwrap().matches(path);
        for (pattern, path) in [
            ("news/**", "news/a.md"),
            ("news/**", "news/_index.md"),
            ("news/**", "news/2026/a/index.md"),
            ("news", "news/2026/a.md"),
            ("/news/", "news/_index.md"),
            ("news/*", "news/a.md"),
            ("content/news/a.md", "news/a.md"),
            ("campaigns/x", "campaigns/x/index.md"),
            ("campaigns/{x,y}", "campaigns/y.md"),
            ("**/draft-*", "a/b/draft-1.md"),
        ] {
            assert!(hides(pattern, path), "{pattern} {path}");
        }
        assert!(!hides("news/*", "newsletter.md"));
        assert!(!hides("news/a", "news/ab.md"));
        assert!(Pattern::new("a[").is_none() && Pattern::new(" / ").is_none());
    }
}
