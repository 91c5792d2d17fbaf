//! What is nearly Markdown and may be meant otherwise: it is printed as it is written, and told with the line as it
//! should be. What is plainly meant is read so (`lenient`).
//!
//! In goes a text with its events, out come diagnostics. One file a sort and one row in [`SIGNS`].

mod block;
mod bracket;
mod columns;
mod definition;
mod fence;
mod joined;
mod leftover;
mod link;
mod number;
mod raw;
mod star;
mod table;
mod underline;

pub use leftover::PAGE_LEFTOVER;
pub use raw::{HTML_REMOVED, HTML_UNCLOSED};

use super::Syntax;
use super::lenient::{Reading, Signs};
use crate::base::{Diagnostic, Message, Rule, Span};
use crate::message;
use crate::rule;
use std::ops::Range;
use std::sync::Arc;

rule! { MARKUP_NEARLY = "markup-nearly", Pages, Warning, adjustable: true;
    means "记号差一点，只好照原样印：括号少一半、星号不成对、脚注没有定义或者没有用到、表格各行的格数不一样、组件的名称差一个字母；或者印出来的和写的不一样：列表的序号跳了，一行减号把话变成了标题", "Markup lacks a little and is printed as it is: half a bracket, an odd pair of stars, a footnote without definition or without mark, a table whose rows differ, a component's name with a slip; or what is printed is not what is written: numbers of a list that skip, a line of dashes that makes a heading";
    mend "照提示里的样子写；就要这样印的，在记号前面加反斜线", "Write it as the hint has it; put a backslash before a mark that is to be printed";
}

/// What may have been meant otherwise.
struct Told {
    rule: &'static Rule,
    at: Range<usize>,
    message: Message,
    hint: Message,
}

impl Told {
    /// Markup that is printed as it is, and as what it should be written.
    fn printed(at: Range<usize>, should: &str) -> Self {
        Self {
            rule: &MARKUP_NEARLY,
            at,
            message: message!("会照原样印出来", "this is printed as it is"),
            hint: message!("是不是 {should}？", "did you mean {should}?"),
        }
    }
}

/// Something that is told, for the handbook.
struct Sign {
    /// As people write it, and the hint.
    cases: &'static [(&'static str, &'static str)],
    /// Whether a text may have it.
    may: fn(&Signs) -> bool,
    find: fn(&Reading<'_>, &Syntax) -> Vec<Told>,
}

/// All that is told.
const SIGNS: &[&Sign] = &[
    &bracket::SIGN,
    &link::SIGN,
    &definition::SIGN,
    &star::SIGN,
    &block::SIGN,
    &table::SIGN,
    &columns::SIGN,
    &joined::SIGN,
    &number::SIGN,
    &underline::SIGN,
    &fence::SIGN,
    &leftover::SIGN,
    &raw::SIGN,
];

/// What is told, as it is written, and the hint.
pub fn nearly() -> impl Iterator<Item = &'static (&'static str, &'static str)> {
    SIGNS.iter().flat_map(|sign| sign.cases)
}

/// What in `reading`, which begins at `start` of the file and holds `signs`, may have been meant otherwise.
pub(super) fn look(
    file: &Arc<str>,
    start: usize,
    reading: &Reading<'_>,
    signs: &Signs,
    syntax: &Syntax,
) -> Vec<Diagnostic> {
    let found = SIGNS.iter().filter(|sign| (sign.may)(signs));
    let told = found.flat_map(|sign| (sign.find)(reading, syntax));
    told.map(|told| {
        let place = Span::new(file, start + told.at.start..start + told.at.end);
        Diagnostic::new(told.rule, place, told.message).hint(told.hint)
    })
    .collect()
}

#[cfg(test)]
mod tests;
