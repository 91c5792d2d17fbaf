//! Addresses of pages in content/ and of what is published. A path is plain text; it is percent-encoded in one place, where a link
//! is made of it: [`encoded`].

use super::path;
use serde::{Deserialize, Serialize};
use std::borrow::Borrow;
use std::fmt;

/// What a folder's own page is called.
const INDEX: &str = "index.html";

/// Path of a page below content/, without language and `.md`: `a/b`; empty for the home page.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ContentPath(String);

impl ContentPath {
    /// The page at a path.
    pub fn new(path: &str) -> Self {
        Self(path.to_owned())
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

impl Borrow<str> for ContentPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for ContentPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Path of a published file: `a/b/index.html`, with `/` between folders and none in front, not encoded.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct OutputPath(String);

impl OutputPath {
    /// The file at an address below the base path: `a/b/` is `a/b/index.html`, `a/b.png` is itself.
    pub fn at(address: &str) -> Self {
        if address.is_empty() || address.ends_with('/') {
            Self(format!("{address}{INDEX}"))
        } else {
            Self(address.to_owned())
        }
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// How it is addressed below the base path: without `index.html`.
    pub fn address(&self) -> &str {
        match self.0.strip_suffix(INDEX) {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// Whether it is a page.
    pub fn is_page(&self) -> bool {
        self.0.ends_with(".html")
    }
}

impl Borrow<str> for OutputPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

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
