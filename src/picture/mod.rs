//! Pictures: photos without what the camera noted, and in sizes that a phone loads quickly.
//!
//! In go the bytes of a file, out come bytes. [`clean()`] leaves the picture as it is and takes out where,
//! when and with what it was taken; [`sizes()`] makes a picture that a page shows small and light.
//!
//! What always holds: the same bytes give the same bytes; any bytes whatever may come in; nothing that
//! comes out says where a photo was taken.
//!
//! Not here: which pages show what (`site`), what was made before (`pipeline`), the HTML around it (`theme`).

mod clean;
mod crop;
mod exif;
mod pixels;
mod sizes;
mod vector;

pub use clean::{clean, has_location};
pub use crop::{Cut, as_usual, cropped, part};
pub use sizes::{Encoded, ImageError, OutputFormat, is_large, sizes};

/// Pixels across and down as a file says them; a drawing says them or how wide it is to its height.
pub fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    pixels::stored(bytes)
        .or_else(|| gif(bytes))
        .or_else(|| vector::size(bytes))
}

/// Pixels across and down of a GIF.
fn gif(bytes: &[u8]) -> Option<(u32, u32)> {
    let [b'G', b'I', b'F', b'8', _, b'a', w, wide, h, high, ..] = *bytes else {
        return None;
    };
    let sizes = [[w, wide], [h, high]].map(|two| u32::from(u16::from_le_bytes(two)));
    Some((sizes[0], sizes[1]))
}

use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// File names that end so are pictures that a camera or a program may have written notes into.
const EXTENSIONS: [&str; 14] = [
    "jpg", "jpeg", "jpe", "jfif", "png", "apng", "webp", "avif", "heic", "heif", "hif", "tif", "tiff", "dng",
];

/// Whether what a file of this name holds is published only without the notes of a camera.
pub fn may_have_metadata(name: &str) -> bool {
    extension(name).is_some_and(|end| EXTENSIONS.contains(&end.as_str()))
}

/// Whether a picture of this name is made smaller where a page shows it.
pub fn is_sized(name: &str) -> bool {
    extension(name).is_some_and(|end| EXTENSIONS[..7].contains(&end.as_str()))
}

/// Whether a picture of this name is one that most browsers cannot show.
pub fn is_unsupported(name: &str) -> bool {
    extension(name).is_some_and(|end| EXTENSIONS[8..].contains(&end.as_str()))
}

fn extension(name: &str) -> Option<String> {
    name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase())
}

/// Pictures as pages show them, by their addresses in the output.
pub type ImageSet = BTreeMap<String, Picture>;

/// A picture as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Picture {
    /// Pixels across, upright.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Path in the output of the one that every browser can show.
    pub address: String,
    /// It was made anew: the file that is at `address`.
    #[serde(skip)]
    pub file: Option<PathBuf>,
    /// The same as JPEG in other sizes, from narrow to wide.
    pub renditions: Vec<Rendition>,
}

/// The same picture as JPEG, narrower or just as wide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rendition {
    /// Path in the output.
    pub address: String,
    /// Pixels across.
    pub width: u32,
    /// The file.
    #[serde(skip)]
    pub file: PathBuf,
}
