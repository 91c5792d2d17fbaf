//! Where a request leads. Only addresses that the snapshot has are ever answered, so no path can
//! climb out of anything.

use crate::base::OutputPath;
use crate::base::address::encoded;

/// Where a request leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// An address of the snapshot.
    Found(String),
    /// Another address that the browser should ask for.
    Moved(String),
    /// The stream that tells of rebuilds.
    Events,
    /// A file of the preview's own.
    Own(&'static str),
    /// Nothing; whether a person seems to be looking for a page there.
    Missing {
        /// The address looks like a page's, not like that of a picture or a script.
        page: bool,
    },
}

/// Where `target`, as it is in the request line, leads on a site whose base path is `base`
/// (`/`, `/jsx/`). `known` answers whether the snapshot has an address.
pub fn route(target: &str, base: &str, known: impl Fn(&str) -> bool) -> Destination {
    let (path, query) = match target.find('?') {
        Some(at) => target.split_at(at),
        None => (target, ""),
    };
    let Some(path) = decoded(path).filter(|path| path.starts_with('/')) else {
        return Destination::Missing { page: false };
    };
    match path.as_str() {
        "/.wanjia/events" => return Destination::Events,
        "/.wanjia/reload.js" => return Destination::Own("reload.js"),
        "/.wanjia/panel.css" => return Destination::Own("panel.css"),
        "/.wanjia/failure.css" => return Destination::Own("failure.css"),
        _ => {}
    }
    let Some(inner) = path.strip_prefix(base) else {
        let above = path == "/" || path.strip_suffix('/').unwrap_or(&path) == base.trim_end_matches('/');
        return if above {
            Destination::Moved(base.to_owned() + query)
        } else {
            missing(&path)
        };
    };
    let file = OutputPath::at(inner);
    if known(file.as_str()) {
        return Destination::Found(file.to_string());
    }
    let folder = format!("{inner}/");
    if !inner.is_empty() && !inner.ends_with('/') && known(OutputPath::at(&folder).as_str()) {
        return Destination::Moved(format!("{base}{}{query}", encoded(&folder)));
    }
    missing(&path)
}

fn missing(path: &str) -> Destination {
    let last = crate::base::path::name(path);
    Destination::Missing {
        page: !last.contains('.') || super::mime::is_page(last),
    }
}

/// A path with its percent signs resolved; `None` when that is no text or holds control characters.
pub fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let (high, low) = (
            char::from(rest.next()?).to_digit(16)?,
            char::from(rest.next()?).to_digit(16)?,
        );
        bytes.push(u8::try_from(high * 16 + low).ok()?);
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.chars().any(char::is_control)).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const KNOWN: [&str; 5] = [
        "index.html",
        "a/b/index.html",
        "a/表 格.pdf",
        "style.css",
        "404.html",
    ];

    fn lead(target: &str, base: &str) -> Destination {
        route(target, base, |address| KNOWN.contains(&address))
    }

    fn found(address: &str) -> Destination {
        Destination::Found(address.to_owned())
    }

    fn moved(address: &str) -> Destination {
        Destination::Moved(address.to_owned())
    }

    #[test]
    fn a_folder_is_its_index_page() {
        assert_eq!(lead("/", "/"), found("index.html"));
        assert_eq!(lead("/a/b/?q=1", "/"), found("a/b/index.html"));
        assert_eq!(lead("/style.css", "/"), found("style.css"));
        assert_eq!(lead("/a/%E8%A1%A8%20%E6%A0%BC.pdf", "/"), found("a/表 格.pdf"));
    }

    #[test]
    fn a_forgotten_slash_is_added() {
        assert_eq!(lead("/a/b?q=1", "/"), moved("/a/b/?q=1"));
        assert_eq!(lead("/jsx/a/b", "/jsx/"), moved("/jsx/a/b/"));
    }

    #[test]
    fn a_site_with_a_base_path_lives_below_it() {
        assert_eq!(lead("/jsx/", "/jsx/"), found("index.html"));
        assert_eq!(lead("/", "/jsx/"), moved("/jsx/"));
        assert_eq!(lead("/jsx", "/jsx/"), moved("/jsx/"));
        assert_eq!(lead("/a/b/", "/jsx/"), Destination::Missing { page: true });
        assert_eq!(lead("/jsxa/b/", "/jsx/"), Destination::Missing { page: true });
    }

    #[test]
    fn the_previews_own_files_stand_above_every_base_path() {
        assert_eq!(lead("/.wanjia/events", "/jsx/"), Destination::Events);
        assert_eq!(lead("/.wanjia/reload.js", "/"), Destination::Own("reload.js"));
        assert_eq!(lead("/.wanjia/memo", "/"), Destination::Missing { page: true });
    }

    #[test]
    fn nothing_outside_the_snapshot_is_ever_found() {
        for target in [
            "/../site.yaml",
            "/a/../style.css",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/a%00b",
            "/%ff",
            "/%4",
            "//evil.example/a/b",
            "http://evil.example/",
            "*",
            "",
        ] {
            assert!(
                matches!(lead(target, "/"), Destination::Missing { .. }),
                "{target}"
            );
        }
        assert_eq!(lead("/none.png", "/"), Destination::Missing { page: false });
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn no_target_panics(target in "[/a-c%0-9.?\u{e9}婚]{0,24}") {
            lead(&target, "/jsx/");
        }
    }
}
