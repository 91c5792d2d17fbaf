//! styles.xml: how each sort of paragraph is set.

use super::paper::{BODY_SIZE, CLOSER, FANG, HEI, KAI, LATIN, LINE, SONG, characters};
use super::xml::Xml;

/// The namespace of a text of Word.
pub(super) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// 版记: 抄送, 印发.
const DISTRIBUTION: &str = "Distribution";

/// How a sort of paragraph is set.
struct ParagraphStyle {
    id: &'static str,
    /// What Word calls it; those that every Word has are called as there.
    name: &'static str,
    font: &'static str,
    /// In halves of a point.
    size: u32,
    bold: bool,
    red: bool,
    align: &'static str,
    /// Characters that the first line is set in.
    first: f64,
    /// Characters that all lines are set in.
    left: f64,
    /// The pitch of a line; 0 for as much as it needs.
    line: u32,
    /// Room above and below, in lines of text.
    room: (f64, f64),
    /// Level as a heading, from 0.
    outline: Option<u8>,
    /// It stays with what follows.
    keep: bool,
}

const TEXT: ParagraphStyle = ParagraphStyle {
    id: "BodyText",
    name: "Body Text",
    font: FANG,
    size: BODY_SIZE,
    bold: false,
    red: false,
    align: "both",
    first: 2.0,
    left: 0.0,
    line: LINE,
    room: (0.0, 0.0),
    outline: None,
    keep: false,
};

const fn heading(
    id: &'static str,
    name: &'static str,
    font: &'static str,
    bold: bool,
    level: u8,
) -> ParagraphStyle {
    ParagraphStyle {
        id,
        name,
        font,
        bold,
        align: "left",
        outline: Some(level),
        keep: true,
        ..TEXT
    }
}

/// Notes to readers and quotations.
const fn apart(id: &'static str, name: &'static str) -> ParagraphStyle {
    ParagraphStyle {
        id,
        name,
        font: KAI,
        left: 2.0,
        first: 2.0,
        ..TEXT
    }
}

/// What looks like text and is called otherwise.
const fn as_text(id: &'static str, name: &'static str) -> ParagraphStyle {
    ParagraphStyle { id, name, ..TEXT }
}

const fn plain(id: &'static str, name: &'static str) -> ParagraphStyle {
    ParagraphStyle {
        id,
        name,
        first: 0.0,
        ..TEXT
    }
}

const STYLES: &[ParagraphStyle] = &[
    TEXT,
    ParagraphStyle {
        font: SONG,
        size: 44,
        align: "center",
        line: 700,
        room: (0.0, 1.0),
        ..plain("Title", "Title")
    },
    heading("Heading1", "heading 1", HEI, false, 0),
    heading("Heading2", "heading 2", KAI, false, 1),
    heading("Heading3", "heading 3", FANG, true, 2),
    heading("Heading4", "heading 4", FANG, true, 3),
    heading("Heading5", "heading 5", FANG, true, 4),
    ParagraphStyle {
        font: SONG,
        size: 72,
        red: true,
        align: "center",
        line: 0,
        room: (1.0, 1.0),
        ..plain("Letterhead", "Letterhead")
    },
    ParagraphStyle {
        align: "center",
        room: (1.0, 2.0),
        ..plain("LetterheadNumber", "Letterhead Number")
    },
    ParagraphStyle {
        align: "right",
        room: (0.0, 1.0),
        ..plain("DocumentNumber", "Document Number")
    },
    ParagraphStyle {
        align: "left",
        ..plain("Recipients", "Recipients")
    },
    ParagraphStyle {
        font: KAI,
        align: "center",
        room: (0.0, 1.0),
        ..plain("Issued", "Issued")
    },
    as_text("ListNumber", "List Number"),
    as_text("ListNumber2", "List Number 2"),
    as_text("ListNumber3", "List Number 3"),
    as_text("ListNumber4", "List Number 4"),
    as_text("ListNumber5", "List Number 5"),
    as_text("ListBullet", "List Bullet"),
    apart("Quote", "Quote"),
    apart("AlertNote", "Alert Note"),
    apart("AlertTip", "Alert Tip"),
    apart("AlertImportant", "Alert Important"),
    apart("AlertWarning", "Alert Warning"),
    apart("AlertCaution", "Alert Caution"),
    ParagraphStyle {
        size: 24,
        align: "left",
        line: 0,
        ..plain("HTMLPreformatted", "HTML Preformatted")
    },
    ParagraphStyle {
        font: KAI,
        size: 24,
        align: "center",
        line: 0,
        ..plain("Caption", "caption")
    },
    ParagraphStyle {
        font: HEI,
        align: "left",
        keep: true,
        ..plain("Annex", "Annex")
    },
    ParagraphStyle {
        font: SONG,
        size: 44,
        align: "center",
        line: 700,
        room: (1.0, 1.0),
        keep: true,
        ..plain("AnnexTitle", "Annex Title")
    },
    ParagraphStyle {
        align: "left",
        ..plain("AnnexList", "Annex List")
    },
    ParagraphStyle {
        align: "right",
        ..plain("Signature", "Signature")
    },
    ParagraphStyle {
        align: "right",
        ..plain("Date", "Date")
    },
    ParagraphStyle {
        align: "left",
        ..TEXT_NOTE
    },
    ParagraphStyle {
        size: 28,
        left: 1.0,
        ..plain(DISTRIBUTION, "Distribution")
    },
    ParagraphStyle {
        size: 24,
        align: "left",
        line: 0,
        ..plain("TableText", "Table Text")
    },
    ParagraphStyle {
        size: 18,
        align: "left",
        line: 0,
        ..plain("FootnoteText", "footnote text")
    },
    ParagraphStyle {
        size: 21,
        align: "left",
        line: 0,
        ..plain("CommentText", "annotation text")
    },
    ParagraphStyle {
        font: "宋体",
        size: 28,
        align: "left",
        line: 0,
        ..plain("Footer", "footer")
    },
];

const TEXT_NOTE: ParagraphStyle = ParagraphStyle {
    id: "ClosingNote",
    name: "Closing Note",
    ..TEXT
};

/// Writes styles.xml.
pub(super) fn write(language: &str) -> String {
    let mut xml = Xml::new();
    xml.open("w:styles", &[("xmlns:w", MAIN)]);
    defaults(&mut xml, language);
    xml.open(
        "w:style",
        &[
            ("w:type", "paragraph"),
            ("w:default", "1"),
            ("w:styleId", "Normal"),
        ],
    );
    xml.value("w:name", "Normal");
    xml.empty("w:qFormat", &[]);
    xml.close("w:style");
    for style in STYLES {
        paragraph(&mut xml, style);
    }
    characters_of(&mut xml);
    tables(&mut xml);
    xml.close("w:styles");
    xml.done()
}

fn defaults(xml: &mut Xml, language: &str) {
    let east = if language.starts_with("zh") {
        language
    } else {
        "zh-CN"
    };
    let east = if east == "zh" { "zh-CN" } else { east };
    xml.open("w:docDefaults", &[]);
    xml.open("w:rPrDefault", &[]);
    xml.open("w:rPr", &[]);
    fonts(xml, FANG);
    size(xml, BODY_SIZE);
    xml.empty(
        "w:lang",
        &[("w:val", "en-US"), ("w:eastAsia", east), ("w:bidi", "ar-SA")],
    );
    xml.close("w:rPr");
    xml.close("w:rPrDefault");
    xml.open("w:pPrDefault", &[]);
    xml.close("w:pPrDefault");
    xml.close("w:docDefaults");
}

fn fonts(xml: &mut Xml, east: &str) {
    xml.empty(
        "w:rFonts",
        &[
            ("w:ascii", LATIN),
            ("w:hAnsi", LATIN),
            ("w:eastAsia", east),
            ("w:cs", LATIN),
        ],
    );
}

fn size(xml: &mut Xml, size: u32) {
    xml.value("w:sz", &size.to_string());
    xml.value("w:szCs", &size.to_string());
}

fn paragraph(xml: &mut Xml, style: &ParagraphStyle) {
    xml.open("w:style", &[("w:type", "paragraph"), ("w:styleId", style.id)]);
    xml.value("w:name", style.name);
    xml.value("w:basedOn", "Normal");
    xml.empty("w:qFormat", &[]);
    xml.open("w:pPr", &[]);
    if style.keep {
        xml.empty("w:keepNext", &[]);
    }
    if style.id == DISTRIBUTION {
        // Lines above and below all of them, and thin ones between.
        xml.open("w:pBdr", &[]);
        for (side, size) in [("w:top", "8"), ("w:bottom", "8"), ("w:between", "4")] {
            xml.border(side, size, "1", "auto");
        }
        xml.close("w:pBdr");
    }
    spacing(xml, style);
    indent(xml, style);
    xml.value("w:jc", style.align);
    // Text is no heading, whatever mark it begins with.
    let level = style.outline.unwrap_or(9);
    if !style.id.starts_with("List") {
        xml.value("w:outlineLvl", &level.to_string());
    }
    xml.close("w:pPr");
    xml.open("w:rPr", &[]);
    fonts(xml, style.font);
    if style.bold {
        xml.empty("w:b", &[]);
    }
    if style.red {
        xml.value("w:color", "FF0000");
    }
    if style.size == BODY_SIZE {
        xml.value("w:spacing", &CLOSER.to_string());
    }
    size(xml, style.size);
    xml.close("w:rPr");
    xml.close("w:style");
}

fn spacing(xml: &mut Xml, style: &ParagraphStyle) {
    let lines = |count: f64| ((count * f64::from(LINE)).round() as u32).to_string();
    let (before, after) = (lines(style.room.0), lines(style.room.1));
    let (line, rule) = match style.line {
        0 => ("240".to_owned(), "auto"),
        line => (line.to_string(), "exact"),
    };
    xml.empty(
        "w:spacing",
        &[
            ("w:before", &before),
            ("w:after", &after),
            ("w:line", &line),
            ("w:lineRule", rule),
        ],
    );
}

fn indent(xml: &mut Xml, style: &ParagraphStyle) {
    let (left, first) = (
        characters(style.left).to_string(),
        characters(style.first).to_string(),
    );
    xml.empty("w:ind", &[("w:left", &left), ("w:firstLine", &first)]);
}

/// Styles of characters.
fn characters_of(xml: &mut Xml) {
    let mut style = |id: &str, name: &str, inside: &dyn Fn(&mut Xml)| {
        xml.open("w:style", &[("w:type", "character"), ("w:styleId", id)]);
        xml.value("w:name", name);
        xml.open("w:rPr", &[]);
        inside(xml);
        xml.close("w:rPr");
        xml.close("w:style");
    };
    style("FootnoteReference", "footnote reference", &|xml| {
        xml.value("w:vertAlign", "superscript");
    });
    style("CommentReference", "annotation reference", &|xml| size(xml, 21));
    style("Hyperlink", "Hyperlink", &|xml| {
        xml.value("w:color", "0563C1");
        xml.value("w:u", "single");
    });
    style("HTMLCode", "HTML Code", &|xml| {
        xml.empty("w:rFonts", &[("w:ascii", "Consolas"), ("w:hAnsi", "Consolas")]);
    });
}

fn tables(xml: &mut Xml) {
    xml.open(
        "w:style",
        &[
            ("w:type", "table"),
            ("w:default", "1"),
            ("w:styleId", "TableNormal"),
        ],
    );
    xml.value("w:name", "Normal Table");
    xml.open("w:tblPr", &[]);
    xml.empty("w:tblInd", &[("w:w", "0"), ("w:type", "dxa")]);
    xml.close("w:tblPr");
    xml.close("w:style");
    xml.open("w:style", &[("w:type", "table"), ("w:styleId", "TableGrid")]);
    xml.value("w:name", "Table Grid");
    xml.value("w:basedOn", "TableNormal");
    xml.open("w:tblPr", &[]);
    xml.open("w:tblBorders", &[]);
    for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
        xml.border(side, "4", "0", "auto");
    }
    xml.close("w:tblBorders");
    xml.open("w:tblCellMar", &[]);
    for side in ["w:left", "w:right"] {
        xml.empty(side, &[("w:w", "108"), ("w:type", "dxa")]);
    }
    xml.close("w:tblCellMar");
    xml.close("w:tblPr");
    xml.close("w:style");
}
