//! Types of what a site holds, by the endings of names.

use super::address::PAGE_ENDINGS;
use super::path::name;

/// A type of files.
#[derive(Debug)]
pub struct MediaType {
    /// Its name: `text/css`.
    pub name: &'static str,
    /// The name with the character set, where it is text.
    pub whole: &'static str,
    /// Endings of its files, in lower case.
    pub ends: &'static [&'static str],
}

macro_rules! text {
    ($name:literal, $ends:expr) => {
        MediaType {
            name: $name,
            whole: concat!($name, "; charset=utf-8"),
            ends: $ends,
        }
    };
}

macro_rules! bytes {
    ($name:literal, $ends:expr) => {
        MediaType {
            name: $name,
            whole: $name,
            ends: $ends,
        }
    };
}

/// All of them.
pub const MEDIA_TYPES: &[MediaType] = &[
    text!("text/html", &PAGE_ENDINGS),
    text!("text/css", &["css"]),
    text!("text/javascript", &["js", "mjs"]),
    text!("text/plain", &["txt", "md"]),
    text!("text/csv", &["csv"]),
    text!("text/vtt", &["vtt"]),
    text!("text/calendar", &["ics"]),
    text!("application/xml", &["xml"]),
    text!("application/atom+xml", &["atom"]),
    text!("application/json", &["json", "map"]),
    text!("application/manifest+json", &["webmanifest"]),
    bytes!("application/wasm", &["wasm"]),
    bytes!("application/pdf", &["pdf"]),
    bytes!("application/ofd", &["ofd"]),
    bytes!("application/zip", &["zip"]),
    bytes!("application/msword", &["doc"]),
    bytes!("application/vnd.ms-excel", &["xls"]),
    bytes!("application/vnd.ms-powerpoint", &["ppt"]),
    bytes!(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        &["docx"]
    ),
    bytes!(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        &["xlsx"]
    ),
    bytes!(
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        &["pptx"]
    ),
    text!("image/svg+xml", &["svg"]),
    bytes!("image/png", &["png"]),
    bytes!("image/jpeg", &["jpg", "jpeg"]),
    bytes!("image/gif", &["gif"]),
    bytes!("image/webp", &["webp"]),
    bytes!("image/avif", &["avif"]),
    bytes!("image/x-icon", &["ico"]),
    bytes!("font/woff", &["woff"]),
    bytes!("font/woff2", &["woff2"]),
    bytes!("font/ttf", &["ttf"]),
    bytes!("font/otf", &["otf"]),
    bytes!("audio/mpeg", &["mp3"]),
    bytes!("audio/mp4", &["m4a"]),
    bytes!("video/mp4", &["mp4"]),
    bytes!("video/webm", &["webm"]),
];

/// The type of a file by its name, with the character set where it is text.
pub fn content_type(path: &str) -> &'static str {
    let ending = name(path)
        .rsplit_once('.')
        .map_or("", |(_, ending)| ending)
        .to_ascii_lowercase();
    let known = MEDIA_TYPES
        .iter()
        .find(|known| known.ends.contains(&ending.as_str()));
    known.map_or("application/octet-stream", |known| known.whole)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn text_says_its_charset_and_the_unknown_is_bytes() {
        assert_eq!(content_type("a/b/index.html"), "text/html; charset=utf-8");
        assert_eq!(content_type("calendar.ICS"), "text/calendar; charset=utf-8");
        assert_eq!(content_type("a/feed.atom"), "application/atom+xml; charset=utf-8");
        assert_eq!(content_type("表.xlsx").split('.').next_back(), Some("sheet"));
        assert_eq!(content_type("a/x.ofd"), "application/ofd");
        assert_eq!(content_type("search/a.wasm"), "application/wasm");
        assert_eq!(content_type("a.b/none"), "application/octet-stream");
        let ends: Vec<&str> = MEDIA_TYPES.iter().flat_map(|known| known.ends).copied().collect();
        assert_eq!(ends.iter().collect::<BTreeSet<_>>().len(), ends.len());
    }
}
