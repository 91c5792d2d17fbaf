//! Takes out of a picture's file what is not picture, and leaves every pixel as it is. What is kept is
//! named; all else goes, also what nobody has thought of yet.

use super::exif;

/// What a file is, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    Webp,
}

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// What a file is, by its first bytes.
pub fn source_format(bytes: &[u8]) -> Option<SourceFormat> {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        Some(SourceFormat::Jpeg)
    } else if bytes.starts_with(PNG) {
        Some(SourceFormat::Png)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some(SourceFormat::Webp)
    } else {
        None
    }
}

/// A picture without notes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clean {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its end is there.
    pub complete: bool,
    /// Which way up it is, 1 to 8.
    pub orientation: u8,
}

/// The same picture without notes: only which way up it is stays. `None` for what is no JPEG, PNG or WebP.
pub fn clean(bytes: &[u8]) -> Option<Clean> {
    match source_format(bytes)? {
        SourceFormat::Jpeg => Some(jpeg(bytes)),
        SourceFormat::Png => Some(png(bytes)),
        SourceFormat::Webp => Some(webp(bytes)),
    }
}

/// Whether a file that cannot be cleaned may tell where it was taken: HEIC and AVIF with notes, TIFF and
/// raw photos with a place.
pub fn has_location(bytes: &[u8]) -> bool {
    let boxes = bytes.get(4..8) == Some(b"ftyp");
    boxes && holds(bytes, b"Exif") || exif::has_location(bytes) || holds(bytes, EXIF)
}

const EXIF: &[u8] = b"Exif\0\0";

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// Segments of a JPEG. Behind the end of the picture there is nothing: cameras hang previews and films there.
fn jpeg(bytes: &[u8]) -> Clean {
    let mut out = vec![0xff, 0xd8];
    let (mut at, mut orientation, mut complete) = (2, 1, false);
    // Where notes on the orientation go: behind JFIF, which wants to be the first.
    let mut notes_at = 2;
    while let Some((marker, start)) = next_marker(bytes, at) {
        match marker {
            0xd9 => {
                out.extend([0xff, 0xd9]);
                complete = true;
                break;
            }
            0x01 | 0xd0..=0xd8 => {
                at = start;
                continue;
            }
            _ => {}
        }
        let Some(segment) = segment(bytes, start) else {
            break;
        };
        let body = &segment[2..];
        if marker == 0xe1 && body.starts_with(EXIF) && orientation == 1 {
            orientation = exif::orientation(&body[EXIF.len()..]);
        }
        at = start + segment.len();
        if is_picture(marker, body) {
            out.extend([0xff, marker]);
            out.extend(segment);
            if marker == 0xe0 {
                notes_at = out.len();
            }
        }
        if marker == 0xda {
            let end = end_of_scan(bytes, at);
            out.extend(&bytes[at..end]);
            at = end;
        }
    }
    if orientation != 1 {
        let tiff = exif::only_orientation(orientation);
        let length = u16::try_from(2 + EXIF.len() + tiff.len()).expect("a single tag takes a few bytes");
        let mut notes = vec![0xff, 0xe1];
        notes.extend(length.to_be_bytes());
        notes.extend(EXIF);
        notes.extend(tiff);
        out.splice(notes_at..notes_at, notes);
    }
    Clean {
        bytes: out,
        complete,
        orientation,
    }
}

/// The next marker from `at` on, and where it ends.
fn next_marker(bytes: &[u8], at: usize) -> Option<(u8, usize)> {
    let first = at + bytes.get(at..)?.iter().position(|byte| *byte == 0xff)?;
    let behind = bytes.get(first..)?.iter().position(|byte| *byte != 0xff)?;
    let marker = bytes[first + behind];
    if marker == 0 {
        return next_marker_after_noise(bytes, first + behind + 1);
    }
    Some((marker, first + behind + 1))
}

/// Noise between segments is passed over, one step at a time.
fn next_marker_after_noise(bytes: &[u8], mut at: usize) -> Option<(u8, usize)> {
    loop {
        let pair = bytes.get(at..at + 2)?;
        if pair[0] == 0xff && !matches!(pair[1], 0 | 0xff) {
            return Some((pair[1], at + 2));
        }
        at += 1;
    }
}

/// A segment with its length in front.
fn segment(bytes: &[u8], at: usize) -> Option<&[u8]> {
    let length = usize::from(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]));
    bytes.get(at..at + length.max(2))
}

/// Whether a segment is needed to see the picture in its colours.
fn is_picture(marker: u8, body: &[u8]) -> bool {
    match marker {
        0xe0 => body.starts_with(b"JFIF\0"),
        0xe2 => body.starts_with(b"ICC_PROFILE\0"),
        0xee => body.starts_with(b"Adobe"),
        // Frames, tables and scans.
        _ => matches!(marker, 0xc0..=0xcf | 0xda..=0xdf),
    }
}

/// Where the next marker is behind compressed data.
fn end_of_scan(bytes: &[u8], mut at: usize) -> usize {
    while at + 1 < bytes.len() {
        if bytes[at] == 0xff && !matches!(bytes[at + 1], 0 | 0xd0..=0xd7 | 0xff) {
            return at;
        }
        at += 1;
    }
    bytes.len()
}

/// Chunks of a PNG that say how it looks.
const PNG_CHUNKS: [&[u8; 4]; 19] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
    b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
];

fn png(bytes: &[u8]) -> Clean {
    let mut out = PNG.to_vec();
    let (mut at, mut complete) = (PNG.len(), false);
    while let Some(head) = bytes.get(at..at.saturating_add(8)) {
        let length = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let end = usize::try_from(length)
            .ok()
            .and_then(|length| at.checked_add(length)?.checked_add(12));
        let Some(chunk) = end.and_then(|end| bytes.get(at..end)) else {
            break;
        };
        let name = &head[4..8];
        if PNG_CHUNKS.iter().any(|known| known.as_slice() == name) {
            out.extend(chunk);
        }
        at += chunk.len();
        if name == b"IEND" {
            complete = true;
            break;
        }
    }
    Clean {
        bytes: out,
        complete,
        orientation: 1,
    }
}

/// Chunks of a WebP that say how it looks.
const WEBP_CHUNKS: [&[u8; 4]; 7] = [b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"];
/// Flags of VP8X.
const HAS_EXIF: u8 = 0x08;
const HAS_XMP: u8 = 0x04;

fn webp(bytes: &[u8]) -> Clean {
    let mut out = b"RIFF\0\0\0\0WEBP".to_vec();
    let (mut at, mut orientation) = (12, 1);
    let mut flags_at = None;
    let told = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
    let told = usize::try_from(told).unwrap_or(usize::MAX).saturating_add(8);
    while at < told
        && let Some(head) = bytes.get(at..at + 8)
    {
        let length = u32::from_le_bytes([head[4], head[5], head[6], head[7]]);
        let body_end = usize::try_from(length)
            .ok()
            .and_then(|length| (at + 8).checked_add(length));
        let Some(body) = body_end.and_then(|end| bytes.get(at + 8..end)) else {
            break;
        };
        let name = &head[..4];
        if name == b"EXIF" {
            orientation = exif::orientation(body.strip_prefix(EXIF).unwrap_or(body));
        }
        if WEBP_CHUNKS.iter().any(|known| known.as_slice() == name) {
            if name == b"VP8X" {
                flags_at = (!body.is_empty()).then_some(out.len() + 8);
            }
            webp_chunk(&mut out, head, body);
        }
        at += 8 + body.len() + body.len() % 2;
    }
    if let Some(flags) = flags_at.map(|at| &mut out[at]) {
        *flags &= !(HAS_EXIF | HAS_XMP);
        if orientation != 1 {
            *flags |= HAS_EXIF;
            let tiff = exif::only_orientation(orientation);
            let length = u32::try_from(tiff.len()).expect("a single tag takes a few bytes");
            let head = [b"EXIF".as_slice(), &length.to_le_bytes()].concat();
            webp_chunk(&mut out, &head, &tiff);
        }
    } else {
        orientation = 1;
    }
    let size = u32::try_from(out.len() - 8).expect("files of pictures are bounded");
    out[4..8].copy_from_slice(&size.to_le_bytes());
    Clean {
        bytes: out,
        complete: told <= bytes.len(),
        orientation,
    }
}

fn webp_chunk(out: &mut Vec<u8>, head: &[u8], body: &[u8]) {
    out.extend(head);
    out.extend(body);
    if body.len() % 2 == 1 {
        out.push(0);
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
