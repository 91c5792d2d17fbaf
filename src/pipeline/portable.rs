//! A site that works from a folder, opened as `file://`: links are relative and name their file, and what
//! search fetches comes as scripts, because nothing else can be fetched from a folder.

use super::{Artifact, Sink};
use crate::base::html::srcset;
use crate::base::{Fault, Fingerprint};
use crate::site::route;

/// Makes portable what goes through to another door. The site is built for the base path `/`.
pub(super) struct PortableSink<'d>(pub &'d dyn Sink);

impl Sink for PortableSink<'_> {
    fn is_up_to_date(&self, address: &str, key: Fingerprint) -> bool {
        self.0.is_up_to_date(&named(address), salted(key))
    }

    fn write(&self, artifact: Artifact<'_>) -> Result<(), Fault> {
        let (address, key, bytes) = match artifact {
            Artifact::Made { address, key, bytes } => (address, key, bytes),
            Artifact::Photo {
                address,
                key,
                path,
                bytes,
            } => {
                let key = salted(key);
                return self.0.write(Artifact::Photo {
                    address,
                    key,
                    path,
                    bytes,
                });
            }
            Artifact::File { address, key, path } => {
                let key = salted(key);
                return self.0.write(Artifact::File { address, key, path });
            }
        };
        let bytes = if address.ends_with(".html") {
            relative(&String::from_utf8_lossy(&bytes), address).into_bytes()
        } else if is_data(address) {
            as_script(address, &bytes)
        } else {
            bytes
        };
        self.0.write(Artifact::Made {
            address: &named(address),
            key: salted(key),
            bytes,
        })
    }
}

/// The same page by another door has other bytes.
fn salted(key: Fingerprint) -> Fingerprint {
    Fingerprint::join(&[key, Fingerprint::of("portable")])
}

/// What the script of search fetches.
fn is_data(address: &str) -> bool {
    address.starts_with(route::SEARCH) && (address.ends_with(".bin") || address.ends_with(".json"))
}

fn named(address: &str) -> String {
    if is_data(address) {
        format!("{address}.js")
    } else {
        address.to_owned()
    }
}

/// A file that hands itself over when it is loaded as a script.
fn as_script(address: &str, bytes: &[u8]) -> Vec<u8> {
    let name = address.trim_start_matches(route::SEARCH);
    format!("wanjiaFile(\"{name}\",\"{}\")\n", base64(bytes)).into_bytes()
}

fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let value = three
            .iter()
            .fold(0_usize, |value, byte| value << 8 | usize::from(*byte))
            << (8 * (3 - three.len()));
        for at in 0..4 {
            out.push(if at > three.len() {
                '='
            } else {
                LETTERS[value >> (18 - 6 * at) & 63] as char
            });
        }
    }
    out
}

/// Attributes whose value may be an address of the site.
const ATTRIBUTES: [&str; 6] = [
    " href=\"/",
    " src=\"/",
    " srcset=\"/",
    " action=\"/",
    " data-engine=\"/",
    "0; url=/",
];

/// A page with relative links that name their file. A canonical address would be nobody's.
fn relative(html: &str, address: &str) -> String {
    let up = "../".repeat(address.matches('/').count());
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some((at, attribute)) = next(rest) {
        let start = at + attribute.len() - 1;
        if attribute.starts_with(" data-engine") {
            out.push_str(&rest[..at]);
            out.push_str(" data-portable");
            out.push_str(&rest[at..start]);
        } else {
            out.push_str(&rest[..start]);
        }
        rest = &rest[start..];
        let end = rest.find('"').unwrap_or(rest.len());
        if attribute.starts_with(" srcset") {
            out.push_str(&srcset(&rest[..end], &|href| link(href, &up)));
        } else {
            out.push_str(&link(&rest[..end], &up));
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    uncanonical(&out)
}

/// The nearest attribute with an address.
fn next(html: &str) -> Option<(usize, &'static str)> {
    ATTRIBUTES
        .iter()
        .filter_map(|attribute| Some((html.find(attribute)?, *attribute)))
        .min()
}

/// `/a/b/?q#c` as `../a/b/index.html?q#c`; `//host/` is not of this site.
fn link(href: &str, up: &str) -> String {
    if href.starts_with("//") {
        return href.to_owned();
    }
    let end = href.find(['?', '#']).unwrap_or(href.len());
    let (path, tail) = (&href[1..end], &href[end..]);
    let file = if path.is_empty() || path.ends_with('/') {
        "index.html"
    } else {
        ""
    };
    format!("{up}{path}{file}{tail}")
}

fn uncanonical(html: &str) -> String {
    let Some(at) = html.find("<link rel=\"canonical\"") else {
        return html.to_owned();
    };
    let end = html[at..].find('>').map_or(html.len(), |end| at + end + 1);
    format!("{}{}", &html[..at], html[end..].trim_start_matches('\n'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_relative_and_name_their_file() {
        let html = "<link rel=\"canonical\" href=\"http://localhost/a/\"><a href=\"/\">x</a><a href=\"/a/b/#c\">y</a><img src=\"/p.png\"><a href=\"https://e.org/\">z</a><a href=\"#t\">t</a>";
        assert_eq!(
            relative(html, "a/index.html"),
            "<a href=\"../index.html\">x</a><a href=\"../a/b/index.html#c\">y</a><img src=\"../p.png\"><a href=\"https://e.org/\">z</a><a href=\"#t\">t</a>"
        );
        assert_eq!(
            relative(
                "<source srcset=\"/a.1.avif 480w, /b/c.avif 960w\">",
                "a/b/index.html"
            ),
            "<source srcset=\"../../a.1.avif 480w, ../../b/c.avif 960w\">"
        );
        assert_eq!(
            relative("<meta content=\"0; url=/x/\">", "a/b/index.html"),
            "<meta content=\"0; url=../../x/index.html\">"
        );
    }

    #[test]
    fn bytes_are_written_in_base_64() {
        assert_eq!(
            [base64(b"M"), base64(b"Ma"), base64(b"Man")],
            ["TQ==", "TWE=", "TWFu"]
        );
    }
}
