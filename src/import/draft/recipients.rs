//! 主送: to whom a document goes, as a line or some lines above its text say.

use super::head::TopLine;
use crate::base::han;
use crate::import::model::{Block, Paragraph};
use crate::import::title;
use crate::markdown::ends_in_office;

/// Lines that one address may take.
const MOST_LINES: usize = 4;

/// The block whose line says 主送：, and whom it names.
pub fn named(blocks: &[Block]) -> Option<(usize, String)> {
    let mut lines = blocks.iter().enumerate();
    lines.find_map(|(at, block)| match block {
        Block::Paragraph(paragraph) => Some((at, title::addressed(&one_line(paragraph))?)),
        Block::Table(_) => None,
    })
}

/// Whom the first of some lines addresses, with those that it goes on in, and how many lines these are: 各区民政局， / 各有关单位：.
pub fn addressed(lines: &[TopLine<'_>]) -> Option<(String, usize)> {
    let mut all = String::new();
    for (at, line) in lines.iter().enumerate().take(MOST_LINES) {
        all.push_str(&one_line(line.paragraph));
        if let Some(names) = title::recipients(&all) {
            return Some((names.to_owned(), at + 1));
        }
        if !goes_on(&all) {
            return None;
        }
    }
    None
}

/// Whether an address goes on in the next line.
fn goes_on(line: &str) -> bool {
    let names = line.strip_suffix(['，', '、', ',']);
    names.is_some_and(|names| names.starts_with('各') || ends_in_office(names))
}

/// The words of a paragraph in one line: a break between Chinese characters, and blanks beside marks, are nothing.
fn one_line(paragraph: &Paragraph) -> String {
    let words = paragraph.words();
    let mut line = String::new();
    let mut blank = None;
    for letter in words.trim().chars() {
        if letter.is_whitespace() {
            blank = blank.filter(|first| *first == '\n').or(Some(letter));
            continue;
        }
        if let (Some(kind), Some(before)) = (blank.take(), line.chars().next_back()) {
            let beside_mark = [before, letter].iter().any(|c| han::is_chinese_punctuation(*c));
            let broken = kind == '\n' && han::joins_without_space(before, letter);
            if !beside_mark && !broken {
                line.push(' ');
            }
        }
        line.push(letter);
    }
    line
}
