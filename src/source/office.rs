//! What an attachment tells of those who wrote it: comments, tracked changes, names of authors.

use super::SourceFile;
use crate::base::{Diagnostic, Message, Span};
use crate::message;
use crate::rule;
use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use zip::ZipArchive;

rule! { OFFICE_METADATA = "office-metadata", Site, Warning, adjustable: true;
    means "附件（docx、xlsx、pptx、odt、pdf，zip 里的也算）里留着批注、修订痕迹或作者姓名，下载的人都看得到", "An attachment (docx, xlsx, pptx, odt, pdf, also in a zip) holds comments, tracked changes or the name of an author, for all who download it to see";
    mend "在 Word、WPS 里接受全部修订、删除批注，再用“文件 › 信息 › 检查文档”去掉作者，另存", "In the office program accept all changes, delete the comments, take the author out by File › Info › Inspect Document, and save it";
}

/// How files of office programs end: documents, tables and slides of OOXML with their templates, and of OpenDocument.
const OFFICE_ENDINGS: [&str; 15] = [
    "docx", "docm", "dotx", "dotm", "xlsx", "xlsm", "xltx", "pptx", "pptm", "potx", "ppsx", "odt", "ott",
    "ods", "odp",
];

/// So many documents of an archive are looked at.
const MOST_DOCUMENTS: usize = 50;
/// So many bytes of a part are looked at: a text of a thousand pages has less.
const MOST: u64 = 64 << 20;
/// So many bytes at the beginning and at the end of a PDF are looked at.
const ENDS: u64 = 256 << 10;

/// What programs write when nobody has told them a name.
const NOBODY: [&str; 18] = [
    "",
    "user",
    "users",
    "admin",
    "administrator",
    "author",
    "unknown",
    "windows 用户",
    "windows user",
    "微软用户",
    "微软中国",
    "microsoft office user",
    "microsoft office 用户",
    "un-named",
    "python-docx",
    "openpyxl",
    "wps office",
    "pc",
];

/// How names of offices end: they are no secret.
const OFFICES: [&str; 24] = [
    "局", "委", "会", "院", "中心", "办", "部", "厅", "府", "处", "科", "室", "公司", "社", "站", "校", "学",
    "所", "队", "组", "团", "委办", "office", "inc.",
];

/// What was found in an attachment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Traces {
    comments: bool,
    changes: bool,
    authors: Vec<String>,
}

/// Tells of what a document for an office program, or a PDF, says of those who wrote it. A file that cannot be read says nothing.
pub fn office_metadata(file: &SourceFile) -> Option<Diagnostic> {
    let ending = ending_of(file.inner())?;
    let traces = match &*ending {
        "pdf" => of_pdf(file)?,
        "zip" => of_archive(File::open(&file.path).ok()?),
        known if OFFICE_ENDINGS.contains(&known) => of_office(File::open(&file.path).ok()?)?,
        _ => return None,
    };
    let names = traces.authors.join("、");
    let parts = [
        traces.comments.then(|| message!("批注", "comments")),
        traces.changes.then(|| message!("修订痕迹", "tracked changes")),
        (!names.is_empty()).then(|| message!("作者姓名（{names}）", "the name of an author ({names})")),
    ];
    let parts: Vec<Message> = parts.into_iter().flatten().collect();
    let join = |of: fn(&Message) -> &str, between: &str| {
        let all: Vec<&str> = parts.iter().map(of).collect();
        all.join(between)
    };
    let (zh, en) = (join(|part| &part.zh, "、"), join(|part| &part.en, ", "));
    (!parts.is_empty()).then(|| told(file, &zh, &en, ending == "pdf"))
}

fn told(file: &SourceFile, zh: &str, en: &str, pdf: bool) -> Diagnostic {
    let message = message!("附件里留着{zh}", "the attachment holds {en}");
    Diagnostic::new(&OFFICE_METADATA, Span::top(&file.file), message).hint(way_out(pdf))
}

fn way_out(pdf: bool) -> Message {
    if pdf {
        return message!(
            "在原来的文档里去掉作者（文件 › 信息 › 检查文档），重新导出 PDF",
            "take the author out of the document it was made of (File › Info › Inspect Document), and export it again"
        );
    }
    message!(
        "接受全部修订、删除批注，用“文件 › 信息 › 检查文档”去掉作者，另存",
        "accept all changes, delete the comments, take the author out by File › Info › Inspect Document, and save it"
    )
}

/// The ending of a name in small letters.
fn ending_of(name: &str) -> Option<String> {
    Some(name.rsplit_once('.')?.1.to_lowercase())
}

/// What the documents of an archive hold, those of archives in it left alone.
fn of_archive(file: File) -> Traces {
    let mut traces = Traces::default();
    let Ok(mut archive) = ZipArchive::new(BufReader::new(file)) else {
        return traces;
    };
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .filter(|name| ending_of(name).is_some_and(|ending| OFFICE_ENDINGS.contains(&&*ending)))
        .take(MOST_DOCUMENTS)
        .collect();
    for name in names {
        // One that cannot be read says nothing, here as by itself.
        let Some(found) = of_office(Cursor::new(part(&mut archive, &name))) else {
            continue;
        };
        traces.comments |= found.comments;
        traces.changes |= found.changes;
        found.authors.iter().for_each(|author| traces.author(author));
    }
    traces
}

/// What marks a comment, and what marks a tracked change, of words or of how they look.
const COMMENTS: [&str; 5] = [
    "<w:comment ",
    "<comment ",
    "<threadedComment ",
    "<p:cm ",
    "<office:annotation ",
];
const CHANGES: [&str; 7] = [
    "<w:ins ",
    "<w:del ",
    "<w:moveFrom ",
    "PrChange ",
    "<w:cellIns ",
    "<w:cellDel ",
    "<text:changed-region ",
];

fn of_office(document: impl Read + Seek) -> Option<Traces> {
    let mut archive = ZipArchive::new(BufReader::new(document)).ok()?;
    let names: Vec<String> = archive
        .file_names()
        .filter_map(|name| Some(name.ok()?.into_owned()))
        .collect();
    let mut traces = Traces::default();
    for name in names {
        let is_comments = |name: &str| {
            let part = name.rsplit('/').next().unwrap_or(name);
            let named = part.starts_with("comment") || name.contains("/threadedComments/");
            name.ends_with(".xml") && named || name == "content.xml"
        };
        if is_comments(&name) && !name.ends_with("commentAuthors.xml") {
            let text = part(&mut archive, &name);
            traces.comments |= COMMENTS.iter().any(|mark| holds(&text, mark));
        }
        if holds_words(&name) {
            let text = part(&mut archive, &name);
            traces.changes |= CHANGES.iter().any(|mark| holds(&text, mark));
        }
        if name == "docProps/core.xml" || name == "meta.xml" {
            let text = String::from_utf8_lossy(&part(&mut archive, &name)).into_owned();
            for tag in ["dc:creator", "cp:lastModifiedBy", "meta:initial-creator"] {
                traces.author(element(&text, tag));
            }
        }
    }
    Some(traces)
}

/// Whether a part of a document holds words that people write.
fn holds_words(name: &str) -> bool {
    if name == "content.xml" {
        return true;
    }
    let written = ["document", "footnotes", "endnotes", "header", "footer"];
    let part = name
        .strip_prefix("word/")
        .and_then(|part| part.strip_suffix(".xml"));
    part.is_some_and(|part| written.iter().any(|written| part.starts_with(written)) && !part.contains('/'))
}

/// The text of the first element of a name, which may have attributes: openpyxl says the namespaces of each.
fn element<'t>(text: &'t str, tag: &str) -> &'t str {
    let behind = text.match_indices(&format!("<{tag}")).find_map(|(at, open)| {
        let rest = &text[at + open.len()..];
        let (attributes, inner) = rest.split_once('>')?;
        let whole = attributes.is_empty() || attributes.starts_with(char::is_whitespace);
        (whole && !attributes.ends_with('/')).then_some(inner)
    });
    let inner = behind.unwrap_or_default();
    inner.split_once("</").map_or("", |(words, _)| words)
}

fn part(archive: &mut ZipArchive<impl Read + Seek>, name: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    if let Ok(entry) = archive.by_name(name) {
        // Of a damaged part it is what could be read.
        let _ = entry.take(MOST).read_to_end(&mut bytes);
    }
    bytes
}

fn of_pdf(file: &SourceFile) -> Option<Traces> {
    let mut traces = Traces::default();
    for bytes in ends(file)? {
        if find(&bytes, b"/Encrypt").is_some() {
            return None;
        }
        let behind = |at: usize| &bytes[at + b"/Author".len()..];
        if let Some(name) = find(&bytes, b"/Author").and_then(|at| pdf_text(behind(at))) {
            traces.author(&name);
        }
    }
    Some(traces)
}

/// Whether a PDF is a scan: it holds pictures and no font. One whose parts are compressed together cannot be told.
pub fn pdf_has_no_text(file: &SourceFile) -> bool {
    let Ok(bytes) =
        std::fs::read(&file.path).map(|bytes| bytes.into_iter().take(MOST as usize).collect::<Vec<u8>>())
    else {
        return false;
    };
    let holds = |words: &[u8]| find(&bytes, words).is_some();
    bytes.starts_with(b"%PDF")
        && holds(b"/Image")
        && !(holds(b"/Font") || holds(b"/ObjStm") || holds(b"/Encrypt"))
}

/// The beginning and the end of a file, where a PDF says what it is.
fn ends(file: &SourceFile) -> Option<Vec<Vec<u8>>> {
    let mut open = File::open(&file.path).ok()?;
    let mut read = |at: Range<u64>| {
        let mut bytes = Vec::new();
        open.seek(SeekFrom::Start(at.start)).ok()?;
        open.by_ref()
            .take(at.end - at.start)
            .read_to_end(&mut bytes)
            .ok()?;
        Some(bytes)
    };
    let first = read(0..file.state.size.min(ENDS))?;
    let last = file
        .state
        .size
        .saturating_sub(ENDS)
        .max(ENDS.min(file.state.size));
    Some(vec![first, read(last..file.state.size)?])
}

/// A string of a PDF: `(Li)`, or the code units of UTF-16 between brackets. One that is written in another way is not read.
fn pdf_text(bytes: &[u8]) -> Option<String> {
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    let inner = match bytes[start] {
        b'(' => {
            let rest = &bytes[start + 1..];
            unescaped(&rest[..closing(rest)?])?
        }
        b'<' => {
            let rest = &bytes[start + 1..];
            let digits = std::str::from_utf8(&rest[..rest.iter().position(|byte| *byte == b'>')?]).ok()?;
            let pairs =
                (0..digits.len() / 2).map(|n| u8::from_str_radix(digits.get(2 * n..2 * n + 2)?, 16).ok());
            pairs.collect::<Option<Vec<u8>>>()?
        }
        _ => return None,
    };
    if let Some(units) = inner.strip_prefix(&[0xfe, 0xff]) {
        let units: Vec<u16> = units
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect();
        return String::from_utf16(&units).ok();
    }
    String::from_utf8(inner).ok()
}

/// Where the bracket is that closes a string of a PDF, of which others inside come in pairs or behind a backslash.
fn closing(bytes: &[u8]) -> Option<usize> {
    let (mut depth, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    None
}

/// The bytes of a string of a PDF: `\\376` is one of them in octal digits, `\\(` a bracket.
fn unescaped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((byte, behind)) = rest.split_first() {
        rest = behind;
        if *byte != b'\\' {
            out.push(*byte);
            continue;
        }
        let digits = rest
            .iter()
            .take(3)
            .take_while(|byte| matches!(byte, b'0'..=b'7'))
            .count();
        if digits > 0 {
            let number = std::str::from_utf8(&rest[..digits]).ok()?;
            out.push(u8::try_from(u16::from_str_radix(number, 8).ok()? & 0xff).ok()?);
            rest = &rest[digits..];
            continue;
        }
        let (escaped, behind) = rest.split_first()?;
        rest = behind;
        match escaped {
            b'n' => out.push(b'\n'),
            b'r' => out.push(b'\r'),
            b't' => out.push(b'\t'),
            b'\n' | b'\r' => {}
            other => out.push(*other),
        }
    }
    Some(out)
}

impl Traces {
    fn author(&mut self, name: &str) {
        let name = name.trim();
        let small = name.to_lowercase();
        let office = OFFICES.iter().any(|end| small.ends_with(end));
        let known = self.authors.iter().any(|other| other == name);
        let said = name.chars().any(char::is_alphabetic);
        if said && !office && !known && !NOBODY.contains(&&*small) {
            self.authors.push(name.to_owned());
        }
    }
}

fn holds(bytes: &[u8], mark: &str) -> bool {
    find(bytes, mark.as_bytes()).is_some()
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    let first = *mark.first()?;
    let mut at = 0;
    while let Some(next) = bytes[at..].iter().position(|byte| *byte == first) {
        if bytes[at + next..].starts_with(mark) {
            return Some(at + next);
        }
        at += next + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_author_of_a_pdf_is_read_in_both_ways_of_writing_him() {
        assert_eq!(pdf_text(b" (Zhang San)/Creator").as_deref(), Some("Zhang San"));
        assert_eq!(pdf_text(b"<FEFF5F204E09>>>").as_deref(), Some("张三"));
        assert_eq!(pdf_text(b"(\xfe\xff\x5f\x20\x4e\x09)").as_deref(), Some("张三"));
        assert_eq!(pdf_text(b" 12 0 R"), None);
    }

    #[test]
    fn the_author_of_a_document_is_read_with_and_without_namespaces_at_his_element() {
        for text in [
            "<p><dc:creator>张三</dc:creator></p>",
            "<p><dc:creators/><dc:creator xmlns:dc=\"http://purl.org/dc/elements/1.1/\">张三</dc:creator></p>",
        ] {
            assert_eq!(element(text, "dc:creator"), "张三");
        }
        assert_eq!(element("<dc:creator/><dc:title>甲</dc:title>", "dc:creator"), "");
    }

    #[test]
    fn tracked_changes_are_looked_for_wherever_people_write() {
        for (name, holds) in [
            ("word/document.xml", true),
            ("word/header3.xml", true),
            ("word/endnotes.xml", true),
            ("word/styles.xml", false),
            ("word/footer/a.xml", false),
        ] {
            assert_eq!(holds_words(name), holds, "{name}");
        }
    }

    /// A document of these parts.
    fn document(parts: &[(&str, &str)]) -> Vec<u8> {
        let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in parts {
            out.start_file(*name, zip::write::SimpleFileOptions::default())
                .unwrap();
            std::io::Write::write_all(&mut out, text.as_bytes()).unwrap();
        }
        out.finish().unwrap().into_inner()
    }

    #[test]
    fn changes_of_looks_and_documents_of_other_programs_are_looked_at_too() {
        let traces = |parts: &[(&str, &str)]| of_office(Cursor::new(document(parts))).unwrap();
        let looks = traces(&[(
            "word/document.xml",
            "<w:rPr><w:rPrChange w:id=\"1\" w:author=\"甲\"/></w:rPr>",
        )]);
        assert!(looks.changes);
        let text = traces(&[
            (
                "content.xml",
                "<office:annotation office:name=\"1\"/><text:changed-region text:id=\"a\"/>",
            ),
            (
                "meta.xml",
                "<meta:initial-creator>张三</meta:initial-creator><dc:creator>李四</dc:creator>",
            ),
        ]);
        assert!(text.comments && text.changes);
        assert_eq!(text.authors, ["李四", "张三"]);
        let plain = traces(&[
            ("word/document.xml", "<w:p/>"),
            ("content.xml", "<text:p>甲</text:p>"),
        ]);
        assert_eq!(plain, Traces::default());
    }

    #[test]
    fn documents_in_an_archive_are_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.zip");
        let inner = document(&[("docProps/core.xml", "<dc:creator>张三</dc:creator>")]);
        let mut out = zip::ZipWriter::new(File::create(&path).unwrap());
        out.start_file("表/申请表.docx", zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut out, &inner).unwrap();
        out.start_file("说明.txt", zip::write::SimpleFileOptions::default())
            .unwrap();
        out.finish().unwrap();
        assert_eq!(of_archive(File::open(&path).unwrap()).authors, ["张三"]);
        std::fs::write(&path, "no archive").unwrap();
        assert_eq!(of_archive(File::open(&path).unwrap()), Traces::default());
    }

    #[test]
    fn who_is_nobody_or_an_office_is_no_name() {
        let mut traces = Traces::default();
        for name in [
            "Windows 用户",
            "Administrator",
            "上海市计划生育协会",
            "",
            "某某卫生健康委",
            "123",
        ] {
            traces.author(name);
        }
        assert_eq!(traces, Traces::default());
        traces.author("张三");
        assert_eq!(traces.authors, ["张三"]);
    }
}
