//! Tables and footnotes on paper: what was set in columns, or small below the text, comes out as lines of text, and is told.

use super::{Row, RowsOf};
use crate::import::model::Finding;
use crate::import::page_number::is_page_number;
use crate::import::rules::IMPORT_LAYOUT;
use crate::message;

/// So many lines without columns may stand between two rows of a table: a cell of several lines.
const WITHIN: usize = 3;

/// Letters of a footnote are at most so wide, as a share of those of the text.
const SMALL: f64 = 0.9;

/// More are only counted.
const SHOWN: usize = 8;

/// Tells of lines that look like tables and footnotes, each by its first words.
pub fn told(pages: &[RowsOf]) -> Vec<Finding> {
    let tables: Vec<&str> = pages.iter().flat_map(tables).collect();
    let notes: Vec<&str> = pages.iter().filter_map(footnote).collect();
    let mut found = Vec::new();
    if !tables.is_empty() {
        let (count, shown) = (tables.len(), shown(&tables));
        found.push(Finding::new(
            &IMPORT_LAYOUT,
            message!(
                "{count} 处像是表格，成了一行一行的字：{shown}",
                "what looks like a table came out as lines ({count}): {shown}"
            ),
        ));
    }
    if !notes.is_empty() {
        let (count, shown) = (notes.len(), shown(&notes));
        found.push(Finding::new(
            &IMPORT_LAYOUT,
            message!(
                "{count} 页的页脚像是脚注，成了正文里的字：{shown}",
                "what looks like footnotes stands in the text, on pages: {count}: {shown}"
            ),
        ));
    }
    found
}

fn shown(lines: &[&str]) -> String {
    let short = |line: &&str| {
        let words: String = line.chars().take(20).collect();
        let more = if words.len() < line.len() { "……" } else { "" };
        format!("“{words}{more}”")
    };
    let some: Vec<String> = lines.iter().take(SHOWN).map(short).collect();
    some.join("、")
}

/// The first lines of tables: lines with room within them, one below the other.
fn tables(page: &RowsOf) -> Vec<&str> {
    let mut found = Vec::new();
    let wide: Vec<usize> = (0..page.rows.len())
        .filter(|at| page.rows[*at].gaps > 0)
        .collect();
    for stretch in wide.chunk_by(|a, b| b - a <= WITHIN + 1) {
        if stretch.len() >= 2 {
            found.push(page.rows[stretch[0]].words.as_str());
        }
    }
    found
}

/// The first line of the footnotes of a page: of the small lines at its end the first that begins with a mark.
fn footnote(page: &RowsOf) -> Option<&str> {
    let is_small = |row: &&&Row| row.letter > 0.0 && row.letter < SMALL * page.em;
    let rows: Vec<&Row> = page
        .rows
        .iter()
        .filter(|row| !is_page_number(&row.words))
        .collect();
    let count = rows.iter().rev().take_while(is_small).count();
    let marked = |c: char| c.is_ascii_digit() || matches!(c, '①'..='⑳' | '*' | '[' | '〔' | '注');
    let is_note = |row: &&&Row| row.words.starts_with(marked) && row.middle > page.height / 2.0;
    let first = rows[rows.len() - count..].iter().find(is_note)?;
    (count < rows.len()).then_some(first.words.as_str())
}

/// How wide words are, in Chinese characters.
pub fn width(words: &str) -> f64 {
    words.chars().map(|c| if c.is_ascii() { 0.5 } else { 1.0 }).sum()
}

#[cfg(test)]
mod tests {
    use super::IMPORT_LAYOUT;
    use crate::import::paper::{Piece, Sheet, document};

    /// Words of a size at a place: `(left, middle, size, words)`.
    fn sheet(pieces: &[(f64, f64, f64, &str)]) -> Sheet {
        let piece = |(left, middle, size, words): &(f64, f64, f64, &str)| Piece {
            words: (*words).to_owned(),
            left: *left,
            right: left + super::width(words) * size,
            middle: *middle,
        };
        Sheet {
            width: 600.0,
            height: 800.0,
            pieces: pieces.iter().map(piece).collect(),
        }
    }

    fn told(pieces: &[(f64, f64, f64, &str)]) -> Vec<String> {
        let findings = document(&[sheet(pieces)]).findings;
        let own = findings.into_iter().filter(|found| found.rule == &IMPORT_LAYOUT);
        own.map(|found| found.message.zh.to_string()).collect()
    }

    #[test]
    fn a_table_and_footnotes_on_paper_are_told() {
        let found = told(&[
            (80.0, 100.0, 16.0, "各项工作按下表办理，每一个窗口都要有人。"),
            (80.0, 130.0, 16.0, "项目"),
            (300.0, 130.0, 16.0, "天数"),
            (80.0, 160.0, 16.0, "产假"),
            (300.0, 150.0, 16.0, "含国家规定的"),
            (300.0, 170.0, 16.0, "九十八天"),
            (80.0, 190.0, 16.0, "婚假"),
            (300.0, 190.0, 16.0, "十天"),
            (80.0, 600.0, 12.0, "•不比别的字小"),
            (80.0, 700.0, 10.0, "1见国家通知第三条的规定。"),
            (80.0, 715.0, 10.0, "第二行。"),
            (500.0, 760.0, 14.0, "— 1 —"),
        ]);
        assert_eq!(
            found,
            [
                "1 处像是表格，成了一行一行的字：“项目　天数”",
                "1 页的页脚像是脚注，成了正文里的字：“1见国家通知第三条的规定。”"
            ]
        );
    }

    #[test]
    fn rows_of_a_table_on_paper_stay_rows() {
        let document = document(&[sheet(&[
            (
                80.0,
                100.0,
                16.0,
                "各检查点的电话都在下面的表里，去以前先打一个电话问一问要不要排队等",
            ),
            (80.0, 130.0, 16.0, "1"),
            (200.0, 130.0, 16.0, "县妇幼保健院"),
            (450.0, 130.0, 16.0, "0871-65551111"),
            (80.0, 160.0, 16.0, "2"),
            (200.0, 160.0, 16.0, "青石镇卫生院"),
            (450.0, 160.0, 16.0, "0871-65552222"),
        ])]);
        let words: Vec<String> = document
            .blocks
            .iter()
            .map(|block| match block {
                crate::import::model::Block::Paragraph(paragraph) => paragraph.words(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(words.len(), 3, "{words:?}");
        assert!(words[1].ends_with("65551111"), "{words:?}");
    }

    #[test]
    fn a_text_with_clauses_and_a_signature_is_no_table() {
        let found = told(&[
            (80.0, 100.0, 16.0, "第一条"),
            (160.0, 100.0, 16.0, "课堂免费，每季一期，不收钱。"),
            (80.0, 130.0, 16.0, "第二条"),
            (160.0, 130.0, 16.0, "每季一期，每一个人都能来，不要钱。"),
            (80.0, 160.0, 16.0, "联系人：张三"),
            (300.0, 160.0, 16.0, "电话：12356"),
            (350.0, 200.0, 16.0, "某某县民政局"),
            (340.0, 230.0, 16.0, "2026年11月20日"),
        ]);
        assert!(found.is_empty(), "{found:?}");
    }
}
