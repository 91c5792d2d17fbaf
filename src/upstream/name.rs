//! Names of entries: bytes to text, and which of them may become files on any system.

use crate::base::{Message, encoding, path::is_plain};
use crate::message;
use encoding_rs::GB18030;

/// The longest path, and the longest part of one, in bytes: what every usual system takes.
const LONGEST: (usize, usize) = (1024, 255);

/// Names that are devices to Windows, whatever follows the first dot.
const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];

/// A name as text: UTF-8, or else the GBK that Chinese systems write. `None` when it is neither.
pub(super) fn decode(raw: &[u8]) -> Option<String> {
    encoding::decode(raw).ok()
}

/// How the names of an archive are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NameEncoding {
    /// In UTF-8.
    Utf8,
    /// In the GBK that Chinese systems write.
    Gbk,
}

impl NameEncoding {
    /// How names are written, all of them looked at together: a short one may be in either. `None` when they are in
    /// neither.
    pub fn of(names: &[&[u8]]) -> Option<Self> {
        let all = names.join(&b'\n');
        let text = encoding::decode(&all).ok()?;
        Some(if text.as_bytes() == all {
            Self::Utf8
        } else {
            Self::Gbk
        })
    }

    /// A name as text; `None` where it is not written so.
    pub fn decode(self, raw: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => String::from_utf8(raw.to_vec()).ok(),
            Self::Gbk => GB18030
                .decode_without_bom_handling_and_without_replacement(raw)
                .map(std::borrow::Cow::into_owned),
        }
    }
}

/// Why the path cannot be unpacked; `None` when it can, on every system alike.
pub(super) fn objection(path: &str) -> Option<Message> {
    if !is_plain(path) {
        return Some(message!(
            "路径不能是绝对的，不能有 ..、反斜杠、冒号或控制字符",
            "a path may not be absolute nor have .., backslashes, colons or control characters"
        ));
    }
    if path.len() > LONGEST.0 || path.split('/').any(|part| part.len() > LONGEST.1) {
        return Some(message!("名字太长", "the name is too long"));
    }
    let odd = path.split('/').any(|part| !fits_windows(part));
    odd.then(|| {
        message!(
            "这个名字在 Windows 上不能用",
            "this name cannot be used on Windows"
        )
    })
}

/// What some systems put into archives and nobody wants.
pub(super) fn is_litter(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "__MACOSX" | ".DS_Store"))
}

fn fits_windows(part: &str) -> bool {
    let stem = part.split('.').next().unwrap_or(part).trim_end();
    let stem = stem.to_uppercase();
    let port = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let is_port = port.is_some_and(|port| port.chars().count() == 1 && port.contains(is_port_digit));
    !part.ends_with(['.', ' '])
        && !part.contains(['<', '>', '"', '|', '?', '*'])
        && !DEVICES.contains(&stem.as_str())
        && !is_port
}

fn is_port_digit(c: char) -> bool {
    matches!(c, '0'..='9' | '¹' | '²' | '³')
}
