//! Pages of paper, of which some are pictures.

use super::{Sheet, tight};
use crate::import::formats::Unreadable;
use crate::import::lines::{self, Line};
use crate::import::model::{Block, Document, Finding, Inline, Paragraph, Picture};
use crate::import::rules::IMPORT_SCAN;
use crate::message;

/// A page, as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub enum PaperPage {
    /// Its words and where they stand.
    Text(Sheet),
    /// It is a picture: its file.
    Scan(Vec<u8>),
    /// It is a picture, and this is what a program recognised in it.
    Recognised(String),
}

/// The document of its pages.
pub fn of_pages(pages: Vec<PaperPage>) -> Result<Document, Unreadable> {
    let mut document = Document::default();
    let scans: Vec<usize> = pages
        .iter()
        .enumerate()
        .filter(|(_, page)| matches!(page, PaperPage::Scan(_)))
        .map(|(at, _)| at + 1)
        .collect();
    let mut text: Vec<Sheet> = Vec::new();
    let mut told = false;
    for page in pages {
        match page {
            PaperPage::Text(sheet) => text.push(sheet),
            PaperPage::Scan(bytes) => {
                add(&mut document, super::document(&std::mem::take(&mut text)));
                scan(&mut document, bytes, (!told).then_some(&scans));
                told = true;
            }
            PaperPage::Recognised(words) => {
                add(&mut document, super::document(&std::mem::take(&mut text)));
                add(&mut document, recognised(&words));
            }
        }
    }
    add(&mut document, super::document(&text));
    if document.blocks.is_empty() {
        return Err(Unreadable::new(
            message!(
                "里面没有文字，也没有图",
                "there are no words and no pictures in it"
            ),
            message!(
                "看看是不是空白页，或请对方发一份 Word 稿",
                "see whether its pages are blank, or ask for it as a Word file"
            ),
        ));
    }
    Ok(document)
}

/// Puts what was read behind what is there.
fn add(document: &mut Document, more: Document) {
    document.blocks.extend(more.blocks);
    document.findings.extend(more.findings);
}

/// A page that is a picture; the first one tells of all.
fn scan(document: &mut Document, bytes: Vec<u8>, scans: Option<&Vec<usize>>) {
    let index = document.pictures.len();
    document.pictures.push(Picture {
        bytes,
        ..Picture::default()
    });
    let findings = scans.map(|scans| {
        let (count, first) = (scans.len(), scans[0]);
        Finding::new(
            &IMPORT_SCAN,
            message!(
                "扫描件：{count} 页只有图没有文字（第 {first} 页起），先放上整页的图",
                "a scan: {count} pages, from page {first} on, are pictures without text; the draft shows them"
            ),
        )
    });
    document.blocks.push(Block::Paragraph(Paragraph {
        inlines: vec![Inline::Picture(index)],
        findings: findings.into_iter().collect(),
        ..Paragraph::default()
    }));
}

/// What a program recognised in a page: every paragraph is to be read.
fn recognised(words: &str) -> Document {
    let mut gap = false;
    let mut all = Vec::new();
    for line in words.lines() {
        if line.trim().is_empty() {
            gap = true;
            continue;
        }
        let mut read = Line::of(&tight(line), std::mem::take(&mut gap));
        read.page = all.is_empty();
        all.push(read);
    }
    let mut document = lines::document(all);
    for block in &mut document.blocks {
        if let Block::Paragraph(paragraph) = block {
            paragraph.findings.push(Finding::new(
                &IMPORT_SCAN,
                message!(
                    "这一段是从图上识别出来的，要对照原件逐字核对",
                    "this paragraph was recognised in a picture: compare every character with the source"
                ),
            ));
        }
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::paper::Piece;

    #[test]
    fn a_page_that_is_a_picture_stands_between_the_others_and_is_told() {
        let text = |words: &str| {
            PaperPage::Text(Sheet {
                pieces: vec![Piece {
                    words: words.into(),
                    right: 50.0,
                    ..Piece::default()
                }],
                ..Sheet::default()
            })
        };
        let document = of_pages(vec![
            text("第一页。"),
            PaperPage::Scan(vec![1]),
            PaperPage::Recognised("第三页\n\n（一）甲 乙。".into()),
        ]);
        let blocks = document.unwrap().blocks;
        let shown: Vec<(String, usize)> = blocks
            .iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => (paragraph.words(), paragraph.findings.len()),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            shown,
            [
                ("第一页。".to_owned(), 0),
                (String::new(), 1),
                ("第三页".to_owned(), 1),
                ("（一）甲乙。".to_owned(), 1)
            ]
        );
        assert!(of_pages(vec![]).is_err());
    }
}
