//! Addresses of pages in content/ and of what is published. A path is plain text; it is percent-encoded in one place, where a link
//! is made of it: [`encoded`].

use super::path;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

/// The page for addresses that lead nowhere. It is the only output that servers have to know by name.
pub const NOT_FOUND: &str = "404.html";
/// What a folder's own page is called.
pub const INDEX: &str = "index.html";

/// Endings of names of pages, on any server: those of this one come first, the others are former addresses.
pub const PAGE_ENDINGS: [&str; 14] = [
    "html", "htm", "shtml", "shtm", "xhtml", "asp", "aspx", "php", "jsp", "jspx", "jhtml", "do", "action",
    "cgi",
];

/// Path of a page below content/, without language and `.md`: `a/b`; empty for the home page. Copies share its text.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentPath(Arc<str>);

impl ContentPath {
    /// The page at a path.
    pub fn new(path: &str) -> Self {
        Self(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is a home page's.
    pub fn is_home(&self) -> bool {
        self.0.is_empty()
    }

    /// The folder it lies in; `None` for a home page.
    pub fn folder(&self) -> Option<Self> {
        (!self.is_home()).then(|| Self::new(path::folder(&self.0)))
    }

    /// Its last part.
    pub fn name(&self) -> &str {
        path::name(&self.0)
    }

    /// Its parts, from the top.
    pub fn parts(&self) -> impl Iterator<Item = &str> {
        self.0.split('/').filter(|part| !part.is_empty())
    }
}

/// Path of a published file or page: `a/b/index.html`, with `/` between folders and none in front, not encoded.
/// Copies share its text: a site has each in several tables.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// The home page.
    pub fn home() -> Self {
        Self(INDEX.into())
    }

    /// The file at an address below the base path: `a/b/` is `a/b/index.html`, `a/b.png` is itself.
    pub fn at(address: &str) -> Self {
        if address.is_empty() || address.ends_with('/') {
            Self(format!("{address}{INDEX}").into())
        } else {
            Self(address.into())
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same, shared.
    pub fn text(&self) -> Arc<str> {
        self.0.clone()
    }

    /// How it is addressed below the base path: without `index.html`.
    pub fn address(&self) -> &str {
        match self.0.strip_suffix(INDEX) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// A file or a folder that belongs to a page at a folder: `atom.xml` of `a/b/` is `a/b/atom.xml`.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        Self::at(&format!("{}{name}", self.address()))
    }

    /// Whether it is a page.
    pub fn is_page(&self) -> bool {
        self.0.ends_with(".html")
    }
}

impl Default for OutputPath {
    fn default() -> Self {
        Self::home()
    }
}

/// What a link leads to: an address of the site with its base path, percent-encoded, or a whole URL of
/// another site; empty where there is none.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Href(String);

impl Href {
    /// The address of a path in the output (`a/b/`) on a site whose base path is `base`.
    pub fn new(base: &str, path: &str) -> Self {
        Self(format!("{base}{}", encoded(path)))
    }

    /// A link as its author wrote it, where that is not ours to change.
    pub fn as_written(link: &str) -> Self {
        Self(link.to_owned())
    }

    /// The same address with a query or an anchor behind it.
    #[must_use]
    pub fn with(&self, tail: &str) -> Self {
        Self(format!("{}{}", self.0, super::html::address(tail)))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it leads nowhere.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// An address with scheme and host, percent-encoded.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AbsoluteUrl(String);

impl AbsoluteUrl {
    /// The URL of an address on a host: `https://example.org`.
    pub fn new(origin: &str, href: &Href) -> Self {
        Self(format!("{origin}{href}"))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<AbsoluteUrl> for Href {
    fn from(url: AbsoluteUrl) -> Self {
        Self(url.0)
    }
}

/// Each of them shows as its text, and is found by it in a map.
macro_rules! shown_as_text {
    ($($name:ident),*) => {$(
        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }
    )*};
}

shown_as_text!(ContentPath, OutputPath, Href, AbsoluteUrl);

/// A path as it stands in a URL. All that is not a letter, a digit or one of the signs that mean nothing
/// in a path is percent-encoded, `%` itself as well: what was encoded before would lead elsewhere.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&()*+,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::html::decoded;

    #[test]
    fn a_folder_is_addressed_without_the_name_of_its_page() {
        for (address, file) in [("", "index.html"), ("a/b/", "a/b/index.html"), ("a.png", "a.png")] {
            assert_eq!(OutputPath::at(address).as_str(), file);
            assert_eq!(OutputPath::at(address).address(), address);
        }
        assert_eq!(OutputPath::at("my-index.html").address(), "my-index.html");
        assert_eq!(OutputPath::home().beside("a/").as_str(), "a/index.html");
        assert_eq!(OutputPath::at("a/").beside("b.xml").as_str(), "a/b.xml");
    }

    proptest::proptest! {
        #[test]
        fn an_encoded_path_reads_back_and_holds_no_sign_that_ends_it(path in "[a-z/%婚 #?'\"<>{}\\\\]{0,16}") {
            let url = encoded(&path);
            assert_eq!(decoded(&url), path);
            assert!(!url.contains([' ', '#', '?', '"', '\'', '<', '>']), "{url}");
        }
    }
}
