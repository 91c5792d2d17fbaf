//! How paragraphs are set: the styles of their sorts, and what they are set otherwise.

use super::numbers::Place;
use super::paper::{self, characters};
use super::text::{Alert, Block, Closing, Label, Role};
use crate::markdown::Mark;

/// How a paragraph differs from its style.
#[derive(Debug, Clone, Default)]
pub(super) struct Set {
    /// Its style.
    pub style: &'static str,
    /// Its number.
    pub place: Option<Place>,
    /// It stays with what follows.
    pub keep: bool,
    /// It begins a page.
    pub page: bool,
    /// Room above, in twentieths of a point.
    pub above: Option<u32>,
    /// Lines are as high as what is in them.
    pub free: bool,
    /// Indents at the left, at the right, of the first line, which may hang.
    pub indent: Option<(u32, u32, i32)>,
    /// Where its lines stand, when not as the style says.
    pub align: Option<&'static str>,
    /// A line below it, red or black.
    pub line: Option<&'static str>,
    /// Its mark is bold, or it is not.
    pub bold_mark: Option<bool>,
}

impl Set {
    /// As a style says.
    pub fn of(style: &'static str) -> Self {
        Self {
            style,
            ..Self::default()
        }
    }
}

/// The style of a sort of paragraph.
pub(super) fn style(role: Role) -> &'static str {
    match role {
        Role::Text | Role::Bullet | Role::Label => "BodyText",
        Role::Heading(1) => "Heading1",
        Role::Heading(2) => "Heading2",
        Role::Heading(3) => "Heading3",
        Role::Heading(4) => "Heading4",
        Role::Heading(_) => "Heading5",
        Role::Code => "HTMLPreformatted",
        Role::Caption => "Caption",
        Role::Annex => "Annex",
        Role::AnnexTitle => "AnnexTitle",
        Role::AnnexList(_) => "AnnexList",
        Role::Closing(Closing::Signature) => "Signature",
        Role::Closing(Closing::Date) => "Date",
        Role::Closing(Closing::Note) => "ClosingNote",
        Role::Closing(Closing::Distribution) => "Distribution",
    }
}

/// The style of a numbered item by how deep in lists it stands.
pub(super) fn style_of_item(depth: usize) -> &'static str {
    match depth {
        0 | 1 => "ListNumber",
        2 => "ListNumber2",
        3 => "ListNumber3",
        4 => "ListNumber4",
        _ => "ListNumber5",
    }
}

/// The style of a note to readers.
pub(super) fn style_of_alert(alert: Alert) -> &'static str {
    match alert {
        Alert::Note => "AlertNote",
        Alert::Tip => "AlertTip",
        Alert::Important => "AlertImportant",
        Alert::Warning => "AlertWarning",
        Alert::Caution => "AlertCaution",
    }
}

/// Whether a mark is that of a 编, 章 or 节, whose title stands in the middle.
pub(super) fn is_division(label: &Label) -> bool {
    let mark = Mark::at_start(&label.words, true).map(|(mark, _)| mark);
    matches!(
        mark,
        Some(Mark::Part(_) | Mark::Chapter(_) | Mark::Section(_) | Mark::Portion(_))
    )
}

/// How far the lines of a signature are from the right edge.
pub(super) fn signature_of(blocks: &[Block]) -> Vec<u32> {
    let lines = blocks.iter().take_while(|block| super::body::signs(block));
    let words: Vec<String> = lines
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.words(),
            Block::Table(_) => String::new(),
        })
        .collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    signature_indents(&words)
}

/// The last line, the day, is four characters from the edge, and who signs stands above its middle; who is longer is two
/// characters from the edge.
pub(super) fn signature_indents(lines: &[&str]) -> Vec<u32> {
    let date = lines.last().map_or(0.0, |line| paper::width(line));
    let longest = lines.iter().map(|line| paper::width(line)).fold(0.0, f64::max);
    let middle = f64::max(4.0 + date / 2.0, 2.0 + longest / 2.0);
    lines
        .iter()
        .map(|line| characters(middle - paper::width(line) / 2.0))
        .collect()
}
