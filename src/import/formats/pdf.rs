//! PDF: what poppler's `pdftotext -bbox` says of it.

use crate::import::paper::{Piece, Sheet};

/// The pages of a PDF by what `pdftotext -bbox` says of it.
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
