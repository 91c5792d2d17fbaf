//! The files of a document beside its text, and the archive that they are in.

use super::body::Body;
use super::numbers::{Form, NumberForm, Numbers};
use super::paper::{FONTS, FOOTER, HEI, LATIN, LINE, MARGINS, PAGE, characters};
use super::parts::{NoteOf, Part, Relation};
use super::styles::{self, MAIN};
use super::text::{Block, Paragraph, Role};
use super::xml::Xml;
use crate::export::zipped::archive;

const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";
const DRAWING: &str = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing";

/// The namespaces of a text.
const SPACES: [(&str, &str); 3] = [("xmlns:w", MAIN), ("xmlns:r", OFFICE), ("xmlns:wp", DRAWING)];

/// Parts that every document has: the file, the word for its sort, whether the text refers to it.
const PARTS: [(&str, &str); 7] = [
    ("styles", "styles"),
    ("numbering", "numbering"),
    ("settings", "settings"),
    ("fontTable", "fontTable"),
    ("footnotes", "footnotes"),
    ("footer1", "footer"),
    ("footer2", "footer"),
];

/// The archive of a document whose text has been written.
pub(super) fn package(mut body: Body<'_>) -> Vec<u8> {
    let footnotes = footnotes(&mut body);
    let commented = !body.parts.comments.is_empty();
    let mut named: Vec<(&str, &str)> = PARTS.to_vec();
    if commented {
        named.push(("comments", "comments"));
    }
    let mut footers = Vec::new();
    for (file, sort) in &named {
        let id = body
            .parts
            .relation(Part::Text, sort, &format!("{file}.xml"), false);
        if *sort == "footer" {
            footers.push(id);
        }
    }
    let text = std::mem::replace(&mut body.xml, Xml::fragment()).done();
    let (paper, parts) = (body.paper, &body.parts);
    let mut files: Vec<(String, Vec<u8>)> = vec![
        ("[Content_Types].xml".to_owned(), types(&named).into_bytes()),
        ("_rels/.rels".to_owned(), package_relations().into_bytes()),
        (
            "docProps/core.xml".to_owned(),
            core(paper.title, paper.language).into_bytes(),
        ),
        ("docProps/app.xml".to_owned(), app().into_bytes()),
        (
            "word/document.xml".to_owned(),
            document(&text, &footers).into_bytes(),
        ),
        (
            "word/_rels/document.xml.rels".to_owned(),
            relations(parts.relations(Part::Text)).into_bytes(),
        ),
    ];
    for (file, _) in &named {
        let written = match *file {
            "styles" => styles::write(paper.language),
            "numbering" => numbering(&body.numbers),
            "settings" => settings(),
            "fontTable" => fonts(),
            "footnotes" => footnotes.clone(),
            "comments" => comments(&parts.comments, paper.site),
            "footer1" => footer("right"),
            _ => footer("left"),
        };
        files.push((format!("word/{file}.xml"), written.into_bytes()));
    }
    if !parts.relations(Part::Footnotes).is_empty() {
        let own = relations(parts.relations(Part::Footnotes));
        files.push(("word/_rels/footnotes.xml.rels".to_owned(), own.into_bytes()));
    }
    let pictures = parts.pictures.iter();
    files.extend(pictures.map(|(part, bytes)| (format!("word/{part}"), bytes.clone())));
    archive(&files, "").expect("writing into memory does not fail")
}

fn types(named: &[(&str, &str)]) -> String {
    const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.";
    let mut xml = Xml::new();
    xml.open("Types", &[("xmlns", TYPES)]);
    for (ending, kind) in [
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
        ("png", "image/png"),
        ("jpeg", "image/jpeg"),
        ("gif", "image/gif"),
    ] {
        xml.empty("Default", &[("Extension", ending), ("ContentType", kind)]);
    }
    let mut part = |name: &str, kind: &str| {
        xml.empty("Override", &[("PartName", name), ("ContentType", kind)]);
    };
    part("/word/document.xml", &format!("{WORD}document.main+xml"));
    for (file, sort) in named {
        part(&format!("/word/{file}.xml"), &format!("{WORD}{sort}+xml"));
    }
    part(
        "/docProps/core.xml",
        "application/vnd.openxmlformats-package.core-properties+xml",
    );
    part(
        "/docProps/app.xml",
        "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    );
    xml.close("Types");
    xml.done()
}

fn package_relations() -> String {
    const CORE: &str =
        "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties";
    let mut xml = Xml::new();
    xml.open("Relationships", &[("xmlns", RELATIONS)]);
    for (id, sort, target) in [
        ("rId1", format!("{OFFICE}/officeDocument"), "word/document.xml"),
        ("rId2", CORE.to_owned(), "docProps/core.xml"),
        (
            "rId3",
            format!("{OFFICE}/extended-properties"),
            "docProps/app.xml",
        ),
    ] {
        xml.empty("Relationship", &[("Id", id), ("Type", &sort), ("Target", target)]);
    }
    xml.close("Relationships");
    xml.done()
}

fn relations(all: &[Relation]) -> String {
    let mut xml = Xml::new();
    xml.open("Relationships", &[("xmlns", RELATIONS)]);
    for (relation, number) in all.iter().zip(1..) {
        let (id, sort) = (format!("rId{number}"), format!("{OFFICE}/{}", relation.sort));
        let mut attributes = vec![
            ("Id", id.as_str()),
            ("Type", sort.as_str()),
            ("Target", relation.target.as_str()),
        ];
        if relation.outside {
            attributes.push(("TargetMode", "External"));
        }
        xml.empty("Relationship", &attributes);
    }
    xml.close("Relationships");
    xml.done()
}

/// Nobody's name and no times: only what the page itself is called.
fn core(title: &str, language: &str) -> String {
    let mut xml = Xml::new();
    xml.open(
        "cp:coreProperties",
        &[
            (
                "xmlns:cp",
                "http://schemas.openxmlformats.org/package/2006/metadata/core-properties",
            ),
            ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ],
    );
    xml.text("dc:title", &[], title);
    xml.text("dc:language", &[], language);
    xml.close("cp:coreProperties");
    xml.done()
}

fn app() -> String {
    let mut xml = Xml::new();
    xml.open(
        "Properties",
        &[(
            "xmlns",
            "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
        )],
    );
    xml.text("Application", &[], "wanjia");
    xml.close("Properties");
    xml.done()
}

fn document(text: &str, footers: &[String]) -> String {
    let mut xml = Xml::new();
    xml.open("w:document", &SPACES);
    xml.open("w:body", &[]);
    xml.written(text);
    xml.open("w:sectPr", &[]);
    for (id, pages) in footers.iter().zip(["default", "even"]) {
        xml.empty("w:footerReference", &[("w:type", pages), ("r:id", id)]);
    }
    let (width, height) = (PAGE.0.to_string(), PAGE.1.to_string());
    xml.empty("w:pgSz", &[("w:w", &width), ("w:h", &height)]);
    let (top, right, bottom, left) = MARGINS;
    let [top, right, bottom, left, footer] = [top, right, bottom, left, FOOTER].map(|at| at.to_string());
    xml.empty(
        "w:pgMar",
        &[
            ("w:top", &top),
            ("w:right", &right),
            ("w:bottom", &bottom),
            ("w:left", &left),
            ("w:header", "851"),
            ("w:footer", &footer),
            ("w:gutter", "0"),
        ],
    );
    let line = LINE.to_string();
    xml.empty("w:docGrid", &[("w:type", "lines"), ("w:linePitch", &line)]);
    xml.close("w:sectPr");
    xml.close("w:body");
    xml.close("w:document");
    xml.done()
}

fn settings() -> String {
    let mut xml = Xml::new();
    xml.open("w:settings", &[("xmlns:w", MAIN)]);
    xml.empty("w:evenAndOddHeaders", &[]);
    xml.value("w:characterSpacingControl", "compressPunctuation");
    xml.open("w:footnotePr", &[]);
    xml.empty("w:footnote", &[("w:id", "0")]);
    xml.empty("w:footnote", &[("w:id", "1")]);
    xml.close("w:footnotePr");
    xml.open("w:compat", &[]);
    // The words in front of a line break are not spread over the line.
    xml.empty("w:doNotExpandShiftReturn", &[]);
    xml.empty(
        "w:compatSetting",
        &[
            ("w:name", "compatibilityMode"),
            ("w:uri", "http://schemas.microsoft.com/office/word"),
            ("w:val", "15"),
        ],
    );
    xml.close("w:compat");
    xml.close("w:settings");
    xml.done()
}

fn fonts() -> String {
    let mut xml = Xml::new();
    xml.open("w:fonts", &[("xmlns:w", MAIN)]);
    for (name, others) in FONTS {
        xml.open("w:font", &[("w:name", name)]);
        xml.value("w:altName", &others.join(","));
        xml.value("w:charset", "86");
        xml.value("w:family", "auto");
        xml.close("w:font");
    }
    xml.open("w:font", &[("w:name", LATIN)]);
    xml.value("w:charset", "00");
    xml.value("w:family", "roman");
    xml.close("w:font");
    xml.close("w:fonts");
    xml.done()
}

/// The number of the page as — 1 —, at the outer edge.
fn footer(side: &str) -> String {
    let mut xml = Xml::new();
    xml.open("w:ftr", &SPACES);
    xml.open("w:p", &[]);
    xml.open("w:pPr", &[]);
    xml.value("w:pStyle", "Footer");
    let (left, right) = if side == "left" {
        ("280", "0")
    } else {
        ("0", "280")
    };
    xml.empty(
        "w:ind",
        &[("w:left", left), ("w:right", right), ("w:firstLine", "0")],
    );
    xml.value("w:jc", side);
    xml.close("w:pPr");
    let run = |xml: &mut Xml, inside: &dyn Fn(&mut Xml)| {
        xml.open("w:r", &[]);
        xml.open("w:rPr", &[]);
        xml.empty(
            "w:rFonts",
            &[("w:hint", "eastAsia"), ("w:ascii", "宋体"), ("w:hAnsi", "宋体")],
        );
        xml.close("w:rPr");
        inside(xml);
        xml.close("w:r");
    };
    run(&mut xml, &|xml| xml.words("w:t", "— "));
    for part in ["begin", "instruction", "separate", "result", "end"] {
        run(&mut xml, &|xml| match part {
            "instruction" => xml.words("w:instrText", " PAGE "),
            "result" => xml.words("w:t", "1"),
            part => xml.empty("w:fldChar", &[("w:fldCharType", part)]),
        });
    }
    run(&mut xml, &|xml| xml.words("w:t", " —"));
    xml.close("w:p");
    xml.close("w:ftr");
    xml.done()
}

fn numbering(numbers: &Numbers) -> String {
    let mut xml = Xml::new();
    xml.open("w:numbering", &[("xmlns:w", MAIN)]);
    for (at, definition) in numbers.definitions.iter().enumerate() {
        xml.open("w:abstractNum", &[("w:abstractNumId", &at.to_string())]);
        xml.value("w:multiLevelType", "multilevel");
        for (level, form) in definition.levels.iter().enumerate() {
            level_of(&mut xml, level, form);
        }
        xml.close("w:abstractNum");
    }
    for (list, number) in numbers.lists.iter().zip(1_usize..) {
        xml.open("w:num", &[("w:numId", &number.to_string())]);
        xml.value("w:abstractNumId", &list.definition.to_string());
        if let Some((level, start)) = list.start {
            xml.open("w:lvlOverride", &[("w:ilvl", &level.to_string())]);
            xml.value("w:startOverride", &start.to_string());
            xml.close("w:lvlOverride");
        }
        xml.close("w:num");
    }
    xml.close("w:numbering");
    xml.done()
}

fn level_of(xml: &mut Xml, level: usize, form: &Form) {
    xml.open("w:lvl", &[("w:ilvl", &level.to_string())]);
    xml.value("w:start", "1");
    xml.value("w:numFmt", form.number.name());
    xml.value("w:suff", if form.blank { "space" } else { "nothing" });
    xml.value("w:lvlText", &form.label(level));
    xml.value("w:lvlJc", "left");
    let first = characters(2.0).to_string();
    xml.open("w:pPr", &[]);
    xml.empty("w:ind", &[("w:left", "0"), ("w:firstLine", &first)]);
    xml.close("w:pPr");
    if form.strong || form.number == NumberForm::Dot {
        xml.open("w:rPr", &[]);
        xml.empty("w:rFonts", &[("w:hint", "eastAsia"), ("w:eastAsia", HEI)]);
        xml.close("w:rPr");
    }
    xml.close("w:lvl");
}

/// The part with the footnotes, in the order of their marks.
fn footnotes(body: &mut Body<'_>) -> String {
    let text = std::mem::replace(&mut body.xml, Xml::fragment());
    body.part = Part::Footnotes;
    let marks = body.parts.notes.clone();
    for (note, number) in marks.into_iter().zip(2_usize..) {
        match note {
            NoteOf::Page(of_page) => {
                let notes = body.notes;
                body.footnote(number, notes.get(&of_page).map_or(&[], Vec::as_slice));
            }
            NoteOf::Fact(words) => {
                let lines = words.lines().map(|line| Paragraph::plain(Role::Text, line));
                let blocks: Vec<Block> = lines.map(Block::Paragraph).collect();
                body.footnote(number, &blocks);
            }
        }
    }
    body.part = Part::Text;
    let notes = std::mem::replace(&mut body.xml, text).done();
    let mut xml = Xml::new();
    xml.open("w:footnotes", &SPACES);
    // LibreOffice 7.4 takes notes by their place, and these two for the first.
    for (id, sort) in [("0", "separator"), ("1", "continuationSeparator")] {
        xml.open("w:footnote", &[("w:type", sort), ("w:id", id)]);
        xml.open("w:p", &[]);
        xml.open("w:r", &[]);
        xml.empty(&format!("w:{sort}"), &[]);
        xml.close("w:r");
        xml.close("w:p");
        xml.close("w:footnote");
    }
    xml.written(&notes);
    xml.close("w:footnotes");
    xml.done()
}

fn comments(all: &[String], author: &str) -> String {
    let mut xml = Xml::new();
    xml.open("w:comments", &SPACES);
    for (at, words) in all.iter().enumerate() {
        xml.open(
            "w:comment",
            &[
                ("w:id", &at.to_string()),
                ("w:author", author),
                ("w:initials", "wj"),
            ],
        );
        for line in words.lines() {
            xml.open("w:p", &[]);
            xml.open("w:pPr", &[]);
            xml.value("w:pStyle", "CommentText");
            xml.close("w:pPr");
            xml.open("w:r", &[]);
            xml.words("w:t", line);
            xml.close("w:r");
            xml.close("w:p");
        }
        xml.close("w:comment");
    }
    xml.close("w:comments");
    xml.done()
}
