//! Bytes to text: UTF-8 with or without a mark, UTF-16, and the GBK that office programs still write.

use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use std::sync::Arc;

rule! { NOT_TEXT = "not-text", Site, Error, adjustable: false;
    means "不是 UTF-8、GBK 或 UTF-16 的文字", "It is no text in UTF-8, GBK or UTF-16";
    mend "用编辑器另存为 UTF-8", "Save it as UTF-8 in an editor";
}

/// The largest text file that is read, in bytes: far beyond any page that people read.
pub const MAX_BYTES: u64 = 20 << 20;

/// The text of a file. Lines end in `\n`, a byte order mark is dropped.
pub fn decode(file: &Arc<str>, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            foreign(error.as_bytes()).ok_or_else(|| not_text(file, at))?
        }
    };
    if text.contains('\0') {
        // UTF-16 without a mark is valid UTF-8 when it is ASCII; anything else with NUL is no text.
        return foreign(text.as_bytes())
            .map(tidy)
            .ok_or_else(|| not_text(file, 0));
    }
    Ok(tidy(text))
}

fn tidy(text: String) -> String {
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

fn foreign(bytes: &[u8]) -> Option<String> {
    if let Some((encoding, skip)) = Encoding::for_bom(bytes) {
        return strict(encoding, &bytes[skip..]);
    }
    let zeros =
        |odd: usize| bytes.iter().skip(odd).step_by(2).filter(|b| **b == 0).count() * 4 > bytes.len() / 2;
    if bytes.len() >= 4 && zeros(1) {
        return strict(UTF_16LE, bytes);
    }
    if bytes.len() >= 4 && zeros(0) {
        return strict(UTF_16BE, bytes);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(Some(b"cn"), chardetng::Utf8Detection::Deny);
    if guess == encoding_rs::GBK || guess == GB18030 {
        strict(GB18030, bytes)
    } else {
        None
    }
}

fn strict(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    let readable = !text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}'));
    (encoding != UTF_8 && readable).then(|| text.into_owned())
}

fn not_text(file: &Arc<str>, at: usize) -> Diagnostic {
    Diagnostic::new(
        &NOT_TEXT,
        Span::top(file),
        message!(
            "第 {at} 个字节起不是 UTF-8、GBK 或 UTF-16 文字",
            "from byte {at} on it is not text in UTF-8, GBK or UTF-16"
        ),
    )
    .hint(message!(
        "在编辑器里另存为 UTF-8；图片和附件不要用 .md 结尾",
        "save it as UTF-8; pictures and attachments must not end in .md"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<String, Diagnostic> {
        decode(&"a.md".into(), bytes.to_vec())
    }

    #[test]
    fn office_encodings_are_recognised() {
        let text = "---\ntitle: 婚育新风\n---\n倡导婚事新办、婚事简办、适龄婚育。\n";
        let (gbk, ..) = encoding_rs::GBK.encode(text);
        assert_eq!(read(&gbk).unwrap(), text);
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(read(&utf16).unwrap(), text);
        assert_eq!(read(&utf16[2..]).unwrap(), text);
        let mut marked = vec![0xef, 0xbb, 0xbf];
        marked.extend(text.replace('\n', "\r\n").bytes());
        assert_eq!(read(&marked).unwrap(), text);
    }

    #[test]
    fn noise_is_not_text() {
        let noise: Vec<u8> = (0..4096_u32)
            .map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8)
            .collect();
        assert!(read(&noise).unwrap_err().breaks(&NOT_TEXT));
        let picture = read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap_err();
        assert!(picture.breaks(&NOT_TEXT));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }
}
