//! Bytes to text: UTF-8 with or without a mark, UTF-16, and the GBK that office programs still write.

use crate::base::{Diagnostic, Span, encoding};
use crate::message;
use crate::rule;
use encoding_rs::{Encoding, GB18030, GBK, UTF_8, UTF_16BE, UTF_16LE};
use std::sync::Arc;

rule! { NOT_TEXT = "not-text", Site, Error, adjustable: false;
    means "不是 UTF-8、GBK 或 UTF-16 的文字", "It is no text in UTF-8, GBK or UTF-16";
    mend "用编辑器另存为 UTF-8", "Save it as UTF-8 in an editor";
}

/// The largest text file that is read, in bytes: far beyond any page that people read.
pub const MAX_BYTES: u64 = 20 << 20;

/// The text of a file. Lines end in `\n`, a byte order mark is dropped.
pub fn decode(file: &Arc<str>, bytes: Vec<u8>) -> Result<String, Diagnostic> {
    if let Some(text) = utf_16(&bytes) {
        return text
            .filter(|text| is_readable(text))
            .map(tidy)
            .ok_or_else(|| not_text(file, &bytes, 0));
    }
    // Asked first whether there is one at all, which is quick.
    if bytes.contains(&0)
        && let Some(at) = bytes.iter().position(|byte| *byte == 0)
    {
        return Err(match std::str::from_utf8(&bytes) {
            Ok(_) => stray_zero(file, &bytes, at),
            Err(_) => not_text(file, &bytes, 0),
        });
    }
    encoding::decode(&bytes)
        .map(tidy)
        .map_err(|at| not_text(file, &bytes, at))
}

/// The text of a web page, and whether all of it could be read. `label` is the encoding that the page names, if any: it
/// holds where the bytes do not say another by themselves, as those of a page in UTF-8 that still says gb2312.
pub fn decode_page(bytes: &[u8], label: &str) -> (String, bool) {
    let named = Encoding::for_label(label.as_bytes());
    let chinese = named.is_none_or(|named| named == UTF_8 || named == GBK || named == GB18030);
    if let Some(Some(text)) = utf_16(bytes) {
        return (tidy(text), true);
    }
    if chinese && let Ok(text) = encoding::decode(bytes) {
        return (tidy(text), true);
    }
    if str::from_utf8(bytes).is_ok() && !bytes.is_ascii() {
        return (tidy(String::from_utf8_lossy(bytes).into_owned()), true);
    }
    let (text, _, broken) = named.unwrap_or(GB18030).decode(bytes);
    (tidy(text.into_owned()), !broken)
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

/// A text in UTF-16, and whether it is one: by its mark, by the front matter that it begins with, or by the zeros
/// between its letters. `None` for bytes that are something else.
fn utf_16(bytes: &[u8]) -> Option<Option<String>> {
    let (encoding, skip) = match Encoding::for_bom(bytes) {
        Some((encoding, skip)) if encoding != UTF_8 => (encoding, skip),
        _ => (unmarked(bytes)?, 0),
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(&bytes[skip..]);
    Some(text.map(std::borrow::Cow::into_owned))
}

/// UTF-16 without a mark.
fn unmarked(bytes: &[u8]) -> Option<&'static Encoding> {
    if !bytes.contains(&0) {
        return None;
    }
    let zeros = |odd: usize| {
        let found = bytes.iter().skip(odd).step_by(2).filter(|byte| **byte == 0);
        bytes.len() >= 4 && found.count() * 4 > bytes.len() / 2
    };
    if bytes.starts_with(b"-\0-\0-\0") || zeros(1) {
        Some(UTF_16LE)
    } else if bytes.starts_with(b"\0-\0-\0-") || zeros(0) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// Whether there is no control character in it but those of lines.
fn is_readable(text: &str) -> bool {
    !text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{b}' | '\u{c}'))
}

/// A text with a character that no editor shows.
fn stray_zero(file: &Arc<str>, bytes: &[u8], at: usize) -> Diagnostic {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    let told = message!(
        "第 {line} 行里有一个看不见的空字符（NUL）",
        "there is an invisible character (NUL) in line {line}"
    );
    Diagnostic::new(&NOT_TEXT, Span::top(file), told).hint(message!(
        "把这一行删掉重新打，再另存为 UTF-8",
        "delete the line, type it anew, and save the file as UTF-8"
    ))
}

fn not_text(file: &Arc<str>, bytes: &[u8], at: usize) -> Diagnostic {
    let line = bytes[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
    if line > 1 && bytes[..at].iter().any(|byte| !byte.is_ascii()) {
        return Diagnostic::new(
            &NOT_TEXT,
            Span::top(file),
            message!(
                "第 {line} 行不是 UTF-8 文字，前面是",
                "line {line} is not in UTF-8, and the lines before it are"
            ),
        )
        .hint(message!(
            "这一行多半是另一种编码（GBK）接上去的：重新粘贴，整个文件另存为 UTF-8",
            "it was probably added in another encoding (GBK): paste it anew and save the whole file as UTF-8"
        ));
    }
    Diagnostic::new(
        &NOT_TEXT,
        Span::top(file),
        message!(
            "第 {line} 行起不是 UTF-8、GBK 或 UTF-16 文字",
            "from line {line} on it is not text in UTF-8, GBK or UTF-16"
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
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_text() {
        let seeds = fuzz::golden(|path| path.ends_with(".md"));
        fuzz::fuzz("text", &seeds, |input| {
            let _ = decode(&"a.md".into(), input.to_vec());
        });
    }

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
        let long = format!("---\ntitle: 婚育新风\n---\n{}\n", "倡导婚事新办".repeat(90));
        let utf16: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&utf16).unwrap(), long);
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

    #[test]
    fn a_line_in_another_encoding_is_told_by_its_number() {
        let mut both = "---\ntitle: 通知\n---\n各地要倡导婚育新风。\n"
            .as_bytes()
            .to_vec();
        both.extend(encoding_rs::GBK.encode("请于本月底前报送。\n").0.iter());
        let told = read(&both).unwrap_err();
        assert!(
            told.breaks(&NOT_TEXT) && told.message.zh.contains("第 5 行"),
            "{told:?}"
        );
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_never_panics(bytes in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200)) {
            let _ = read(&bytes);
        }
    }

    #[test]
    fn a_character_that_no_editor_shows_is_told_with_its_line() {
        let told = decode(&"a.md".into(), "好的一行。\n坏\0字。\n".as_bytes().to_vec()).unwrap_err();
        assert!(told.message.zh.starts_with("第 2 行"), "{}", told.message.zh);
    }
}
