//! What of a page is no word that is read, and makes a difference all the same: where links lead, which picture is shown, what is
//! set in bold. It stands among the words between two marks, so that it is compared with them; it is shown only where it differs.

use crate::base::html::decoded;
use crate::base::path::{folder, join};
use crate::html::attribute_value;

/// What stands around something unseen: characters that no text has.
const OPEN: char = '\u{e000}';
const CLOSE: char = '\u{e001}';

/// Gives the path in the output for one that links of a page say from the root of their host.
pub type PathOnSite<'f> = dyn Fn(&str) -> String + 'f;

/// Where a page is read.
pub struct PlaceOfPage<'p> {
    /// Its file in the output.
    pub address: &'p str,
    /// Where links from the root lead.
    pub path: &'p PathOnSite<'p>,
}

impl PlaceOfPage<'_> {
    /// Where an address leads, the same from wherever the page is read.
    pub(super) fn target(&self, href: &str) -> String {
        let href = attribute_value(href);
        let href = href.trim();
        let (path, tail) = href.split_at(href.find(['?', '#']).unwrap_or(href.len()));
        let first = path.split('/').next().unwrap_or("");
        if path.is_empty() || path.starts_with("//") || first.contains(':') {
            return href.to_owned();
        }
        let path = decoded(path);
        let inner = match path.strip_prefix('/') {
            Some(inner) => join("", inner),
            None => join(folder(self.address), &path),
        };
        let Some(mut inner) = inner else {
            return href.to_owned();
        };
        if path.ends_with('/') && !inner.is_empty() {
            inner.push('/');
        }
        if path.starts_with('/') {
            inner = (self.path)(&inner);
        }
        let page = inner.strip_suffix("index.html").unwrap_or(&inner);
        format!("/{page}{tail}")
    }
}

/// Something unseen, to stand among words.
pub(super) fn hidden(what: &str) -> String {
    let plain = what.replace(|c: char| c.is_control() || c == OPEN || c == CLOSE, " ");
    format!("{OPEN}{plain}{CLOSE}")
}

/// Words that nobody can take for something unseen.
pub(super) fn without_marks(words: &str) -> String {
    words.replace([OPEN, CLOSE], "")
}

/// How long the unseen thing is that a text begins with, in bytes; `None` when it begins with none.
pub(super) fn length(text: &str) -> Option<usize> {
    let end = text.strip_prefix(OPEN)?.find(CLOSE)?;
    Some(OPEN.len_utf8() + end + CLOSE.len_utf8())
}

/// The parts of a text: words, and what is unseen among them, each with whether it is.
pub(super) fn parts(text: &str) -> Vec<(&str, bool)> {
    let (mut found, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.find(OPEN) {
        let Some(length) = length(&rest[at..]) else { break };
        let inside = at + OPEN.len_utf8()..at + length - CLOSE.len_utf8();
        found.extend([(&rest[..at], false), (&rest[inside], true)]);
        rest = &rest[at + length..];
    }
    found.push((rest, false));
    found.retain(|(part, _)| !part.is_empty());
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_the_same_from_wherever_the_page_is_read() {
        let path = |path: &str| path.strip_prefix("jsx/").unwrap_or(path).to_owned();
        let place = PlaceOfPage {
            address: "a/b/index.html",
            path: &path,
        };
        for (href, target) in [
            ("/jsx/c/#x", "/c/#x"),
            ("/c/#x", "/c/#x"),
            ("../../c/index.html#x", "/c/#x"),
            ("#x", "#x"),
            ("https://e.org/?a=1&amp;b=2", "https://e.org/?a=1&b=2"),
            ("mailto:a@b.cn", "mailto:a@b.cn"),
            ("%E7%94%B2.pdf", "/a/b/甲.pdf"),
            ("../../../..", "../../../.."),
            ("/jsx/", "/"),
        ] {
            assert_eq!(place.target(href), target, "{href}");
        }
    }

    #[test]
    fn what_is_unseen_is_told_from_words_and_no_words_can_feign_it() {
        let text = format!("甲{}乙{}", hidden("链接：/a\n/"), hidden("粗体"));
        assert_eq!(
            parts(&text),
            [("甲", false), ("链接：/a /", true), ("乙", false), ("粗体", true)]
        );
        assert_eq!(length(&text["甲".len()..]), Some(3 + "链接：/a /".len() + 3));
        assert_eq!(parts("\u{e000}x"), [("\u{e000}x", false)]);
        assert_eq!(without_marks("\u{e000}x\u{e001}"), "x");
    }
}
