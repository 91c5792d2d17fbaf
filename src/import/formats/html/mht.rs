//! `mht`: a web page and its pictures in one file, as browsers and Word save them (MIME, RFC 2557).

use super::data;
use crate::import::formats::Unreadable;
use crate::import::model::Document;
use crate::message;

/// Parts are in each other so deep at most, and there are so many.
const DEEPEST: usize = 4;
const MOST: usize = 2000;

/// A part of the file.
struct Part {
    kind: String,
    charset: String,
    /// Where it lay, and by what name the page may call it.
    location: String,
    id: String,
    bytes: Vec<u8>,
}

/// Reads the page of such a file, with the pictures that it brings along.
pub fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    let mut parts = Vec::new();
    split(bytes, 0, &mut parts);
    let page = parts
        .iter()
        .find(|part| part.kind == "text/html")
        .ok_or_else(|| {
            Unreadable::new(
                message!("里面没有网页", "there is no page in it"),
                message!(
                    "在浏览器里打开，另存为“网页，全部”",
                    "open it in a browser and save it as a complete page"
                ),
            )
        })?;
    let mut document = super::read_labelled(&page.bytes, &page.charset)?;
    for picture in document
        .pictures
        .iter_mut()
        .filter(|picture| picture.bytes.is_empty())
    {
        let address = picture.address.as_str();
        let found = parts.iter().find(|part| {
            let named = address.strip_prefix("cid:").is_some_and(|id| id == part.id);
            let base = page.location.rsplit_once('/').map_or("", |(base, _)| base);
            named
                || !part.location.is_empty()
                    && (part.location == address || part.location == format!("{base}/{address}"))
        });
        if let Some(part) = found {
            picture.bytes.clone_from(&part.bytes);
        }
    }
    Ok(document)
}

/// Takes a message apart.
fn split(bytes: &[u8], depth: usize, parts: &mut Vec<Part>) {
    let (headers, body) = headers(bytes);
    let kind = header(&headers, "content-type");
    let boundary = parameter(kind, "boundary").filter(|_| depth < DEEPEST);
    let Some(boundary) = boundary.filter(|boundary| !boundary.is_empty()) else {
        let body = match &*header(&headers, "content-transfer-encoding").to_lowercase() {
            "base64" => data::base64(body),
            "quoted-printable" => data::quoted_printable(body),
            _ => body.to_vec(),
        };
        parts.push(Part {
            kind: kind.split(';').next().unwrap_or_default().trim().to_lowercase(),
            charset: parameter(kind, "charset").unwrap_or_default(),
            location: header(&headers, "content-location").to_owned(),
            id: header(&headers, "content-id").trim_matches(['<', '>']).to_owned(),
            bytes: body,
        });
        return;
    };
    let mark = format!("--{boundary}");
    let mut start = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        if line.starts_with(mark.as_bytes()) {
            if let Some(start) = start.filter(|_| parts.len() < MOST) {
                split(&body[start..at], depth + 1, parts);
            }
            start = Some(at + line.len());
        }
        at += line.len();
    }
    // The file may break off before its last part ends.
    if let Some(start) = start.filter(|start| *start < body.len() && parts.len() < MOST) {
        split(&body[start..], depth + 1, parts);
    }
}

/// The headers of a part, folded lines made one, and its body.
fn headers(bytes: &[u8]) -> (Vec<(String, String)>, &[u8]) {
    let mut headers: Vec<(String, String)> = Vec::new();
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        let text = String::from_utf8_lossy(line);
        let text = text.trim_end();
        if text.is_empty() {
            if headers.is_empty() {
                continue;
            }
            break;
        }
        match text.split_once(':') {
            Some((name, value)) if !text.starts_with([' ', '\t']) => {
                headers.push((name.trim().to_lowercase(), value.trim().to_owned()));
            }
            _ => {
                if let Some((_, last)) = headers.last_mut() {
                    last.push(' ');
                    last.push_str(text.trim());
                }
            }
        }
    }
    (headers, &bytes[at..])
}

fn header<'h>(headers: &'h [(String, String)], name: &str) -> &'h str {
    let found = headers.iter().find(|(own, _)| own == name);
    found.map_or("", |(_, value)| value)
}

fn parameter(header: &str, name: &str) -> Option<String> {
    header.split(';').skip(1).find_map(|part| {
        let (own, value) = part.split_once('=')?;
        own.trim()
            .eq_ignore_ascii_case(name)
            .then(|| value.trim().trim_matches('"').to_owned())
    })
}
