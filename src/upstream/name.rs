//! Names of entries: bytes to text.

use crate::base::encoding;
use encoding_rs::GB18030;

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

/// What some systems put into archives and nobody wants.
pub(super) fn is_litter(path: &str) -> bool {
    path.split('/')
        .any(|part| matches!(part, "__MACOSX" | ".DS_Store"))
}
