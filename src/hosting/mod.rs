//! What a web server must say when a finished site is put on it: security headers, how long what may be
//! kept, types of files, the 404 page. The same in the words of nginx, of Caddy, and as JSON for all others.
//!
//! Not here: writing the files (`cli`), sending the site (`deploy`).

mod caddy;
mod nginx;

use crate::base::address::{NOT_FOUND, PAGE_ENDINGS};
use serde_json::{Value as Json, json};

/// The strict policy of every page (themes/wanjia/templates/base.html), and what only a header can say.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'";
const FRAME_ANCESTORS: &str = "; frame-ancestors 'self'";

/// Names with a fingerprint of their content: another content has another name.
const HASHED: &str = r"\.[0-9a-f]{10}\.[a-z0-9]+$";
/// Those may be kept for a year; everything else is asked for again, and answered shortly when it is the same.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";

/// Types of what a site holds.
const TYPES: &[(&str, &[&str])] = &[
    ("text/html", &PAGE_ENDINGS),
    ("text/css", &["css"]),
    ("text/javascript", &["js", "mjs"]),
    ("text/plain", &["txt", "md"]),
    ("text/csv", &["csv"]),
    ("text/vtt", &["vtt"]),
    ("text/calendar", &["ics"]),
    ("application/xml", &["xml"]),
    ("application/json", &["json"]),
    ("application/manifest+json", &["webmanifest"]),
    ("application/wasm", &["wasm"]),
    ("application/pdf", &["pdf"]),
    ("application/ofd", &["ofd"]),
    ("application/zip", &["zip"]),
    ("application/msword", &["doc"]),
    ("application/vnd.ms-excel", &["xls"]),
    ("application/vnd.ms-powerpoint", &["ppt"]),
    (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"],
    ),
    (
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"],
    ),
    ("image/svg+xml", &["svg"]),
    ("image/png", &["png"]),
    ("image/jpeg", &["jpg", "jpeg"]),
    ("image/gif", &["gif"]),
    ("image/webp", &["webp"]),
    ("image/avif", &["avif"]),
    ("image/x-icon", &["ico"]),
    ("font/woff", &["woff"]),
    ("font/woff2", &["woff2"]),
    ("font/ttf", &["ttf"]),
    ("font/otf", &["otf"]),
    ("audio/mpeg", &["mp3"]),
    ("audio/mp4", &["m4a"]),
    ("video/mp4", &["mp4"]),
    ("video/webm", &["webm"]),
];

/// Types that are text, and so have a character set and are worth packing.
const COMPRESSED: &[&str] = &[
    "text/css",
    "text/javascript",
    "text/plain",
    "text/calendar",
    "text/csv",
    "text/vtt",
    "application/xml",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
];

/// The type of a file by its name, with the character set where it is text.
pub fn content_type(path: &str) -> String {
    let name = crate::base::path::name(path);
    let ending = name
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    let known = TYPES.iter().find(|(_, ends)| ends.contains(&ending.as_str()));
    match known {
        None => "application/octet-stream".to_owned(),
        Some((name, _)) if is_text(name) => format!("{name}; charset=utf-8"),
        Some((name, _)) => (*name).to_owned(),
    }
}

fn is_text(name: &str) -> bool {
    name == "text/html" || COMPRESSED.contains(&name) && name != "application/wasm"
}

/// How long what is at a path may be kept.
pub fn cache_control(path: &str) -> &'static str {
    if is_hashed(path) { IMMUTABLE } else { REVALIDATE }
}

/// Whether a name has a fingerprint of its content, as [`HASHED`] says it.
pub fn is_hashed(path: &str) -> bool {
    let mut parts = path.rsplit('.');
    let (Some(end), Some(hash), Some(_)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let letter = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_lowercase();
    !end.is_empty() && end.bytes().all(letter) && hash.len() == 10 && hash.bytes().all(digit)
}

/// Headers of every answer.
fn headers() -> [(&'static str, String); 6] {
    [
        (
            "Content-Security-Policy",
            format!("{CONTENT_SECURITY_POLICY}{FRAME_ANCESTORS}"),
        ),
        ("X-Content-Type-Options", "nosniff".to_owned()),
        ("X-Frame-Options", "SAMEORIGIN".to_owned()),
        ("Referrer-Policy", "strict-origin-when-cross-origin".to_owned()),
        (
            "Permissions-Policy",
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()".to_owned(),
        ),
        ("Cross-Origin-Opener-Policy", "same-origin".to_owned()),
    ]
}

/// The files for a site under a base path (`/`, `/jsx/`): names and texts.
pub fn files(base: &str) -> [(&'static str, String); 3] {
    [
        ("nginx.conf", nginx::settings(base)),
        ("Caddyfile", caddy::settings(base)),
        ("headers.json", format!("{:#}\n", all(base))),
    ]
}

fn all(base: &str) -> Json {
    let object = |pairs: Vec<(String, Json)>| Json::Object(pairs.into_iter().collect());
    let headers = headers()
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value.into()));
    let types = TYPES
        .iter()
        .flat_map(|(name, ends)| ends.iter().map(move |end| (format!(".{end}"), Json::from(*name))));
    json!({
        "base": base,
        "not_found": format!("{base}{NOT_FOUND}"),
        "headers": object(headers.collect()),
        "cache": [
            {"pattern": HASHED, "value": IMMUTABLE},
            {"pattern": "", "value": REVALIDATE},
        ],
        "types": object(types.collect()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_that_of_the_pages_and_nothing_in_it_is_unsafe() {
        let frame = include_str!("../../themes/wanjia/templates/base.html");
        assert!(frame.contains(&format!("content=\"{CONTENT_SECURITY_POLICY}\"")));
        assert!(!CONTENT_SECURITY_POLICY.contains("unsafe"));
    }

    #[test]
    fn a_file_is_typed_and_kept_by_its_name() {
        assert_eq!(content_type("a/index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("calendar.ICS"), "text/calendar; charset=utf-8");
        assert_eq!(content_type("a/x.ofd"), "application/ofd");
        assert_eq!(content_type("search/a.wasm"), "application/wasm");
        assert_eq!(content_type("a.b/none"), "application/octet-stream");
        for (path, kept) in [
            ("assets/style.0123456789.css", true),
            ("style.0123456789.min.css", false),
            ("style.012345678.css", false),
            ("0123456789.css", false),
            ("style.012345678G.css", false),
        ] {
            assert_eq!(is_hashed(path), kept, "{path}");
            assert_eq!(cache_control(path).contains("immutable"), kept, "{path}");
        }
    }

    #[test]
    fn every_server_is_told_every_header_the_404_page_and_the_types_that_it_may_not_know() {
        for base in ["/", "/jsx/"] {
            for (name, text) in files(base) {
                for (header, value) in headers() {
                    assert!(text.contains(header) && text.contains(&value), "{name}: {header}");
                }
                for words in [
                    IMMUTABLE,
                    "404.html",
                    "text/calendar",
                    "application/manifest+json",
                ] {
                    assert!(text.contains(words), "{name}: {words}");
                }
            }
        }
    }
}
