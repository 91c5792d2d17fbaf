//! 主送: to whom a document goes, as a line or some lines above its text say.

use super::head::TopLine;
use crate::base::han;
use crate::import::model::{Block, Paragraph};
use crate::import::title;
use crate::markdown::{AnnexLine, ends_in_office};

/// Lines that one address may take.
const MOST_LINES: usize = 4;

/// The block whose line says 主送：, and whom it names. A form that is annexed says it of another document.
pub fn named(blocks: &[Block]) -> Option<(usize, String)> {
    let lines = blocks.iter().enumerate();
    let mut own = lines.take_while(|(_, block)| !is_annex(block));
    own.find_map(|(at, block)| match block {
        Block::Paragraph(paragraph) => Some((at, title::addressed(&one_line(paragraph))?)),
        Block::Table(_) => None,
    })
}

/// Whether a block is the line above what is annexed.
fn is_annex(block: &Block) -> bool {
    let Block::Paragraph(paragraph) = block else {
        return false;
    };
    let words = paragraph.words();
    AnnexLine::of(words.trim()).is_some_and(|annex| annex.rest.is_empty() && !annex.colon)
}

/// Whom the first of some lines addresses, with those that it goes on in, and how many lines these are: 各区民政局， / 各有关单位：. `formal`
/// says that the document has a number: what stands there then is an address.
pub fn addressed(lines: &[TopLine<'_>], formal: bool) -> Option<(String, usize)> {
    let mut all = String::new();
    for (at, line) in lines.iter().enumerate().take(MOST_LINES) {
        all.push_str(&one_line(line.paragraph));
        if let Some(names) = title::recipients(&all).filter(|names| formal || title::may_be_addressed(names))
        {
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
