//! `docx`: documents of Word and WPS. All that a reader of the paper sees, numbers included; what is told of the rest.

mod fields;
mod notes;
mod numbering;
mod numerals;
mod objects;
mod reader;
mod relations;
mod runs;
mod said;
mod styles;
pub(super) mod symbols;
mod table;
#[cfg(test)]
mod tests;
pub mod told;

use super::{Format, Unreadable};
use crate::import::model::Document;
use crate::import::package::{Package, damaged, tree, tree_without};
use crate::import::xml::Element;
use crate::message;
use numbering::Numbering;
use reader::{ById, Parts, Reader};
use relations::{Relations, of as relations_of};
use styles::Styles;

pub(super) const FORMAT: Format = Format {
    endings: &["docx", "docm", "dotx"],
    read,
};

/// Elements of a text that say nothing of its words: most of what Word writes.
const IGNORED: [&str; 46] = [
    "sz",
    "szCs",
    "lang",
    "kern",
    "spacing",
    "ind",
    "bCs",
    "iCs",
    "noProof",
    "snapToGrid",
    "proofErr",
    "bookmarkStart",
    "bookmarkEnd",
    "commentRangeStart",
    "commentRangeEnd",
    "lastRenderedPageBreak",
    "widowControl",
    "keepNext",
    "keepLines",
    "adjustRightInd",
    "autoSpaceDE",
    "autoSpaceDN",
    "wordWrap",
    "topLinePunct",
    "overflowPunct",
    "kinsoku",
    "tabs",
    "rPrChange",
    "pPrChange",
    "tcPrChange",
    "tcW",
    "tcBorders",
    "tblBorders",
    "tblPrEx",
    "tblGrid",
    "tblLook",
    "vAlign",
    "trHeight",
    "pgSz",
    "pgMar",
    "docGrid",
    "bdr",
    "pBdr",
    "extent",
    "effectExtent",
    "themeColor",
];

/// A part that belongs to the text, and its relations.
struct Part {
    text: String,
    relations: Relations,
}

fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    match bytes {
        [b'P', b'K', ..] => {}
        [0xd0, 0xcf, 0x11, 0xe0, ..] => return Err(locked()),
        _ => return Err(damaged()),
    }
    let mut package = Package::open(bytes)?;
    let main = main_part(&mut package)?;
    let document = part(&mut package, &main)?.ok_or_else(no_text)?;
    let named = |sort: &str| {
        let mut found: Vec<&str> = document
            .relations
            .values()
            .filter(|relation| relation.sort == sort && !relation.outside)
            .map(|relation| relation.target.as_str())
            .collect();
        found.sort_unstable();
        found.first().map(|target| (*target).to_owned())
    };
    let mut beside = |sort: &str| match named(sort) {
        Some(target) => part(&mut package, &target),
        None => Ok(None),
    };
    let (styles, numbering) = (beside("styles")?, beside("numbering")?);
    let (footnotes, endnotes, comments) = (beside("footnotes")?, beside("endnotes")?, beside("comments")?);
    let styles = styles.map(|part| tree(&part.text).map(|root| Styles::of(&root)));
    let numbering = numbering.map(|part| tree(&part.text).map(|root| Numbering::of(&root)));
    let root = tree_without(&document.text, &IGNORED)?;
    let body = root.child("body").ok_or_else(no_text)?;
    let footnotes_tree = footnotes.as_ref().map(|part| tree(&part.text)).transpose()?;
    let endnotes_tree = endnotes.as_ref().map(|part| tree(&part.text)).transpose()?;
    let comments_tree = comments.as_ref().map(|part| tree(&part.text)).transpose()?;
    let parts = Parts {
        footnotes: by_id(footnotes_tree.as_ref()),
        endnotes: by_id(endnotes_tree.as_ref()),
        comments: by_id(comments_tree.as_ref()),
        relations: [
            document.relations,
            relations_in(footnotes.as_ref()),
            relations_in(endnotes.as_ref()),
        ],
    };
    let styles = styles.transpose()?.unwrap_or_default();
    let numbering = numbering.transpose()?.unwrap_or_default();
    let mut reader = Reader::new(&mut package, parts, styles, numbering);
    reader.grounded = root.child("background").is_some();
    Ok(reader.document(body))
}

fn by_id<'x>(root: Option<&'x Element<'x>>) -> ById<'x> {
    let all = root.into_iter().flat_map(Element::elements);
    let known = all.filter_map(|element| Some((element.attribute("id")?, element)));
    known.collect()
}

fn relations_in(part: Option<&Part>) -> Relations {
    part.map(|part| part.relations.clone()).unwrap_or_default()
}

/// The part with the text of the document.
fn main_part(package: &mut Package<'_>) -> Result<String, Unreadable> {
    let root = relations_of(package, "")?;
    let found = root
        .into_values()
        .find(|relation| relation.sort == "officeDocument");
    Ok(found.map_or_else(|| "word/document.xml".to_owned(), |relation| relation.target))
}

fn part(package: &mut Package<'_>, name: &str) -> Result<Option<Part>, Unreadable> {
    let Some(text) = package.text(name)? else {
        return Ok(None);
    };
    Ok(Some(Part {
        text,
        relations: relations_of(package, name)?,
    }))
}

fn no_text() -> Unreadable {
    Unreadable::new(
        message!(
            "里面没有 Word 文档的正文",
            "there is no text of a Word document in it"
        ),
        message!(
            "看看是不是别的文件改了名字；用 Word 或 WPS 打开，另存为 .docx",
            "see whether it is another file under this name; open it in Word or WPS and save it as .docx"
        ),
    )
}

fn locked() -> Unreadable {
    Unreadable::new(
        message!(
            "文件加了密码，或者其实是旧的 .doc",
            "the file has a password, or is really an old .doc"
        ),
        message!(
            "用 Word 或 WPS 打开，去掉密码，另存为 .docx",
            "open it in Word or WPS, take the password off and save it as .docx"
        ),
    )
}
