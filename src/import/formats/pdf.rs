//! PDF: what poppler's `pdftotext -bbox` says of it, or what our own reader says in the same form, where there is no poppler.
//!
//! The reader's library gives up on some PDF by a panic, and may take all memory: it is run in a process of its own, whose
//! time and memory are bounded (`pipeline::pdf`).

use crate::import::paper::{Piece, Sheet};
use pdf_extract::{Document, MediaBox, OutputDev, OutputError, Transform, output_doc_page};
use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The words of a PDF and where they stand, as `pdftotext -bbox` says it. A page that cannot be read has
/// none.
pub fn said(bytes: &[u8]) -> Result<String, PdfRefusal> {
    let mut document = Document::load_mem(bytes).map_err(|_| PdfRefusal::Damaged)?;
    if document.is_encrypted() {
        document.decrypt("").map_err(|_| PdfRefusal::Locked)?;
    }
    let mut said = String::new();
    for number in document.get_pages().into_keys() {
        let mut page = PageWords::default();
        let read = catch_unwind(AssertUnwindSafe(|| output_doc_page(&document, &mut page, number)));
        match read {
            Ok(Ok(())) => said.push_str(&page.said),
            Ok(Err(_)) | Err(_) => said.push_str("<page>\n</page>\n"),
        }
    }
    Ok(said)
}

/// Why a PDF is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PdfRefusal {
    /// It asks for a password.
    Locked,
    /// It is none, or damaged.
    Damaged,
}

/// The words of a page, one element each.
#[derive(Default)]
struct PageWords {
    said: String,
    height: f64,
    open: Option<OpenWord>,
}

/// A word in the making.
struct OpenWord {
    words: String,
    left: f64,
    right: f64,
    /// Where its line stands, from the top.
    base: f64,
    size: f64,
}

impl PageWords {
    fn close(&mut self) {
        let Some(mut word) = self.open.take() else { return };
        // Of some fonts it is not known how wide their letters are: they take what letters take.
        if word.right - word.left < 0.01 * word.size {
            word.right = word.left + word.size * crate::import::paper::width(&word.words);
        }
        let _ = writeln!(
            self.said,
            "<word xMin=\"{:.2}\" yMin=\"{:.2}\" xMax=\"{:.2}\" yMax=\"{:.2}\">{}</word>",
            word.left,
            word.base - RISE * word.size,
            word.right,
            word.base + FALL * word.size,
            crate::base::html::escape(&word.words),
        );
    }
}

/// How far letters stand above their line and below it, in their size.
const RISE: f64 = 0.88;
const FALL: f64 = 0.12;

/// Letters nearer to each other than this, in their size, are of one word.
const NEAR: f64 = 0.15;

impl OutputDev for PageWords {
    fn begin_page(
        &mut self,
        _: u32,
        paper: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.height = paper.ury;
        let (width, height) = (paper.urx - paper.llx, paper.ury - paper.lly);
        let _ = writeln!(self.said, "<page width=\"{width:.2}\" height=\"{height:.2}\">");
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.close();
        self.said.push_str("</page>\n");
        Ok(())
    }

    fn output_character(
        &mut self,
        place: &Transform,
        width: f64,
        _: f64,
        size: f64,
        letters: &str,
    ) -> Result<(), OutputError> {
        let size = size * place.m11.hypot(place.m12);
        let (left, base) = (place.m31, self.height - place.m32);
        let right = left + width * size;
        if letters.trim().is_empty() {
            self.close();
            return Ok(());
        }
        if let Some(word) = &mut self.open
            && (word.base - base).abs() < NEAR * size
            && (left - word.right).abs() < NEAR * size
        {
            word.right = right;
            word.words.push_str(letters);
            return Ok(());
        }
        self.close();
        self.open = Some(OpenWord {
            words: letters.to_owned(),
            left,
            right,
            base,
            size,
        });
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        self.close();
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }
}

/// The pages of a PDF by what is said of it.
pub fn sheets(said: &str) -> Vec<Sheet> {
    let mut sheets: Vec<Sheet> = Vec::new();
    for line in said.lines() {
        let line = line.trim();
        if let Some(page) = line.strip_prefix("<page ") {
            sheets.push(Sheet {
                width: number(page, "width"),
                height: number(page, "height"),
                pieces: Vec::new(),
            });
        } else if let Some(word) = line.strip_prefix("<word ")
            && let Some((about, words)) = word.split_once('>')
            && let Some(sheet) = sheets.last_mut()
        {
            let words = words.rsplit_once("</word>").map_or(words, |(words, _)| words);
            sheet.pieces.push(Piece {
                words: crate::html::attribute_value(words),
                left: number(about, "xMin"),
                right: number(about, "xMax"),
                middle: (number(about, "yMin") + number(about, "yMax")) / 2.0,
            });
        }
    }
    sheets
}

/// Whether most words of a PDF run from top to bottom: poppler turns the digits of such lines round.
pub fn is_vertical(said: &str) -> bool {
    let words = said.lines().filter_map(|line| line.trim().strip_prefix("<word "));
    let (mut all, mut high) = (0_usize, 0_usize);
    for (about, words) in words.filter_map(|word| word.split_once('>')) {
        let size = |low: &str, most: &str| number(about, most) - number(about, low);
        if words.trim_end_matches("</word>").chars().count() >= 2 {
            all += 1;
            high += usize::from(size("yMin", "yMax") > 1.5 * size("xMin", "xMax"));
        }
    }
    all >= 3 && 2 * high > all
}

fn number(about: &str, name: &str) -> f64 {
    let value = about.split_once(&format!("{name}=\"")).map(|(_, rest)| rest);
    let value = value
        .and_then(|rest| rest.split_once('"'))
        .map(|(value, _)| value);
    value.and_then(|value| value.parse().ok()).unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_from_top_to_bottom_are_known() {
        let word = |width: u32, height: u32| {
            format!("<word xMin=\"0\" yMin=\"0\" xMax=\"{width}\" yMax=\"{height}\">产假</word>\n")
        };
        assert!(is_vertical(&word(10, 40).repeat(3)));
        assert!(!is_vertical(&(word(40, 20).repeat(3) + &word(10, 40))));
    }

    #[test]
    fn letters_whose_width_is_not_known_take_what_letters_take() {
        let mut page = PageWords::default();
        let mut put = |left: f64, width: f64, letters: &str| {
            let place = Transform::row_major(1.0, 0.0, 0.0, 1.0, left, 0.0);
            page.output_character(&place, width, 0.0, 12.0, letters).unwrap();
        };
        put(76.5, 0.0, "1");
        put(76.5, 0.0, "0");
        put(76.5, 0.0, "0");
        put(99.4, 1.0, "万");
        page.close();
        assert!(
            page.said.contains("xMin=\"76.50\"") && page.said.contains("xMax=\"94.50\""),
            "{}",
            page.said
        );
        let sheets = sheets(&format!("<page width=\"595\" height=\"842\">\n{}", page.said));
        let pages = sheets.into_iter().map(crate::import::PaperPage::Text);
        let document = crate::import::of_pages(pages.collect()).unwrap();
        let crate::import::model::Block::Paragraph(line) = &document.blocks[0] else {
            panic!()
        };
        assert_eq!(line.words(), "100万");
    }

    const SAID: &str = "<doc>\n  <page width=\"595.0\" height=\"842.0\">\n    <word xMin=\"100.5\" yMin=\"72.0\" xMax=\"124.5\" yMax=\"88.0\">课&amp;堂</word>\n    <word xMin=\"x\">⼥⼯</word>\n  </page>\n  <page width=\"1\" height=\"2\">\n";

    #[test]
    fn words_and_their_places_are_taken_from_what_poppler_says() {
        let pages = sheets(SAID);
        assert_eq!(pages.len(), 2);
        let first = &pages[0].pieces[0];
        assert_eq!(
            (first.words.as_str(), first.left, first.middle),
            ("课&堂", 100.5, 80.0)
        );
        assert!(pages[1].pieces.is_empty());
    }
}
