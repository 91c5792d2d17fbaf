//! What a web server must say when a finished site is put on it: security headers, how long what may be
//! kept, types of files, the 404 page. The same in the words of nginx, of Caddy, and as JSON for all others.
//!
//! Not here: writing the files (`cli`), sending the site (`deploy`).

mod caddy;
mod nginx;

use crate::base::address::NOT_FOUND;
use crate::base::media::MEDIA_TYPES;
use serde_json::{Value as Json, json};

/// The strict policy of every page (themes/wanjia/templates/base.html), and what only a header can say.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'";
const FRAME_ANCESTORS: &str = "; frame-ancestors 'self'";

/// Names with a fingerprint of their content: another content has another name.
const HASHED: &str = r"\.[0-9a-f]{10}\.[a-z0-9]+$";
/// Those may be kept for a year; everything else is asked for again, and answered shortly when it is the same.
const IMMUTABLE: &str = "public, max-age=31536000, immutable";
const REVALIDATE: &str = "no-cache";

/// Types that are worth packing, beside HTML: all that are text, and one that is none.
const COMPRESSED: &[&str] = &[
    "text/css",
    "text/javascript",
    "text/plain",
    "text/calendar",
    "text/csv",
    "text/vtt",
    "application/xml",
    "application/atom+xml",
    "application/json",
    "application/manifest+json",
    "application/wasm",
    "image/svg+xml",
];

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
    let types = MEDIA_TYPES.iter().flat_map(|known| {
        let ends = known.ends.iter();
        ends.map(|end| (format!(".{end}"), Json::from(known.name)))
    });
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
    fn a_file_is_kept_by_its_name_and_all_text_is_packed() {
        let text = MEDIA_TYPES.iter().filter(|known| known.whole != known.name);
        for known in text.filter(|known| known.name != "text/html") {
            assert!(COMPRESSED.contains(&known.name), "{known:?}");
        }
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
