//! Patterns of content paths.

use glob::MatchOptions;

/// Braces that stand for more than so many patterns are not read.
const MOST: usize = 256;

const OPTIONS: MatchOptions = MatchOptions {
    case_sensitive: true,
    require_literal_separator: true,
    require_literal_leading_dot: false,
};

/// A pattern of `hide`: `news/**`, `campaigns/*`, `leave`. It matches a page's content path with or
/// without `.md`; the path of a folder matches all that lies in it. `?` and `[…]` are one character.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// One for each way through its braces.
    globs: Vec<glob::Pattern>,
}

impl Pattern {
    /// A pattern; `None` when it cannot be read.
    pub fn new(text: &str) -> Option<Self> {
        let text = text.trim().trim_start_matches("content/").trim_matches('/');
        if text.is_empty() {
            return None;
        }
        let globs = spelt_out(text)?;
        let globs = globs.iter().map(|one| glob::Pattern::new(one).ok());
        Some(Self {
            globs: globs.collect::<Option<_>>()?,
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
        [inner, stem, page, untranslated(page)]
            .into_iter()
            .chain(above)
            .any(|path| self.globs.iter().any(|glob| glob.matches_with(path, OPTIONS)))
    }
}

/// The page that one is a translation of: `news/a` of `news/a.en`.
fn untranslated(page: &str) -> &str {
    let is_language = |tag: &str| {
        let first = tag.split('-').next().unwrap_or_default();
        (2..=3).contains(&first.len()) && first.bytes().all(|b| b.is_ascii_lowercase())
    };
    page.rsplit_once('.')
        .filter(|(_, tag)| !tag.contains('/') && is_language(tag))
        .map_or(page, |(own, _)| own)
}

/// The patterns that one with braces stands for: `{x,y}/z` for `x/z` and `y/z`. `None` when they do not close.
fn spelt_out(text: &str) -> Option<Vec<String>> {
    let (mut done, mut open) = (Vec::new(), vec![text.to_owned()]);
    while let Some(one) = open.pop() {
        let Some(end) = one.find('}') else {
            done.push((!one.contains('{')).then_some(one)?);
            continue;
        };
        // What stands before the first brace that closes has no braces within.
        let start = one[..end].rfind('{')?;
        let choices = one[start + 1..end].split(',').rev();
        open.extend(choices.map(|choice| format!("{}{choice}{}", &one[..start], &one[end + 1..])));
        if open.len() + done.len() > MOST {
            return None;
        }
    }
    Some(done)
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
            ("动态/第?期", "动态/第三期.md"),
            ("动态/第[一二三]期", "动态/第三期.md"),
            ("动态/第[!一二]期", "动态/第三期.md"),
            ("动态/{通知,{公告,公示}}-?", "动态/公示-一.md"),
        ] {
            assert!(hides(pattern, path), "{pattern} {path}");
        }
        assert!(!hides("news/*", "newsletter.md"));
        assert!(!hides("news/a", "news/ab.md"));
        assert!(!hides("动态/第?期", "动态/第十三期.md"));
        assert!(!hides("动态/第???期", "动态/第三期.md"));
        for unread in ["a{b", "a}b", &"{a,b}".repeat(20)] {
            assert!(Pattern::new(unread).is_none(), "{unread}");
        }
        assert!(Pattern::new("a[").is_none() && Pattern::new(" / ").is_none());
    }
}
