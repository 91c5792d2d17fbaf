//! Documents of Word, made of XML: as much of one as a test needs.

use std::io::{Cursor, Write};
use wanjia::base::Diagnostic;
use wanjia::import::{Draft, Wanted, read};
use wanjia::markdown::{Syntax, parse};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const SPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\" \
    xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\" \
    xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" \
    xmlns:pic=\"http://schemas.openxmlformats.org/drawingml/2006/picture\" xmlns:o=\"urn:schemas-microsoft-com:office:office\"";

/// A document in the making.
#[derive(Default)]
pub struct Word {
    /// What is in its body.
    pub body: String,
    /// Its styles.
    pub styles: String,
    /// Definitions of lists, and lists.
    pub numbering: (String, String),
    /// Relations of its text.
    pub relations: String,
    /// Further parts.
    pub parts: Vec<(&'static str, String)>,
    /// Further files.
    pub files: Vec<(&'static str, Vec<u8>)>,
}

impl Word {
    /// One with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let relations = |inner: &str| {
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{inner}</Relationships>"
            )
        };
        let own = "<Relationship Id=\"s\" Type=\"x/styles\" Target=\"styles.xml\"/><Relationship Id=\"n\" Type=\"x/numbering\" Target=\"numbering.xml\"/>";
        let texts = [
            (
                "_rels/.rels",
                relations("<Relationship Id=\"d\" Type=\"x/officeDocument\" Target=\"word/document.xml\"/>"),
            ),
            (
                "word/_rels/document.xml.rels",
                relations(&format!("{own}{}", self.relations)),
            ),
            ("word/styles.xml", part("styles", &self.styles)),
            (
                "word/numbering.xml",
                part("numbering", &format!("{}{}", self.numbering.0, self.numbering.1)),
            ),
            (
                "word/document.xml",
                part("document", &format!("<w:body>{}</w:body>", self.body)),
            ),
        ];
        let further = self.parts.iter().map(|(name, text)| (*name, text.clone()));
        let texts = texts
            .into_iter()
            .chain(further)
            .map(|(name, text)| (name, text.into_bytes()));
        for (name, bytes) in texts.chain(self.files.iter().cloned()) {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(&bytes).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// The draft of a policy that it becomes.
    pub fn draft(&self) -> Draft {
        let wanted = Wanted {
            kind: None,
            policy: true,
            name: "文件",
            days: &[],
            today: "2026-11-28".parse().unwrap(),
        };
        Draft::of(&read("文件.docx", &self.bytes()).unwrap(), &wanted)
    }

    /// What is told of it, but that most documents of tests have no title.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        let mut told = self.draft().diagnostics(&"a.md".into());
        told.retain(|told| told.rule.as_str() != "import-title");
        told
    }

    /// What is told of it: the rule, and the line of the draft.
    pub fn told(&self) -> Vec<String> {
        let draft = self.draft();
        let told = self.diagnostics().into_iter().map(|told| {
            let place = told.place.unwrap();
            format!("{} {}", told.rule, &draft.text[place.start..place.end])
        });
        told.collect()
    }

    /// The words of the page that the draft becomes, a line for each paragraph.
    pub fn page_words(&self) -> Vec<String> {
        let text = self.draft().text;
        let start = text.find("\n---\n").unwrap() + 5;
        let body = parse(&"a.md".into(), &text, start, &Syntax::default());
        let html = body.tree.html();
        let paragraphs = html
            .split("</p>")
            .map(|part| part.rsplit_once("<p>").map_or("", |(_, words)| words));
        let plain = paragraphs.map(|words| {
            words
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&amp;", "&")
        });
        plain.filter(|words| !words.is_empty()).collect()
    }
}

/// A part of a document.
pub fn part(root: &str, inner: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:{root} {SPACES}>{inner}</w:{root}>")
}

/// A run of words.
pub fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

/// A paragraph of runs.
pub fn paragraph(runs: &str) -> String {
    format!("<w:p>{runs}</w:p>")
}

/// A paragraph of words in a list.
pub fn numbered(list: usize, level: usize, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr></w:pPr>{}</w:p>",
        run(words)
    )
}

/// A paragraph of words in a style.
pub fn styled(style: &str, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>{}</w:p>",
        run(words)
    )
}

/// A paragraph of words that are aligned.
pub fn aligned(align: &str, words: &str) -> String {
    format!(
        "<w:p><w:pPr><w:jc w:val=\"{align}\"/></w:pPr>{}</w:p>",
        run(words)
    )
}

/// A level of a list.
pub fn level(at: usize, form: &str, label: &str, more: &str, start: u32) -> String {
    format!(
        "<w:lvl w:ilvl=\"{at}\"><w:start w:val=\"{start}\"/><w:numFmt w:val=\"{form}\"/>{more}<w:lvlText w:val=\"{label}\"/></w:lvl>"
    )
}

/// The definition of a list.
pub fn abstract_list(id: usize, levels: &[String]) -> String {
    format!(
        "<w:abstractNum w:abstractNumId=\"{id}\">{}</w:abstractNum>",
        levels.concat()
    )
}

/// A list.
pub fn list(id: usize, definition: usize, over: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{definition}\"/>{over}</w:num>")
}

/// A picture of one pixel, with a note of whoever made it.
pub fn png() -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, 1, 1);
    encoder.add_text_chunk("Author".into(), "Secret".into()).unwrap();
    encoder.write_header().unwrap().write_image_data(&[0]).unwrap();
    bytes
}
