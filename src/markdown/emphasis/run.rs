//! A run of marks, and whether it may open or close emphasis beside what stands around it.

use crate::base::han::{is_chinese_punctuation, is_cjk, is_han};
use pulldown_cmark::{Event, Parser, Tag};

/// A run of the same mark.
pub(super) struct Run {
    /// The mark.
    pub byte: u8,
    /// Where it begins, in bytes.
    pub at: usize,
    /// How many marks there are.
    pub length: usize,
    /// Nothing of its line is before it, though the source may hold the `>` of a quote there.
    pub line_start: bool,
}

impl Run {
    /// A run somewhere in a line.
    pub fn new(byte: u8, at: usize, length: usize) -> Self {
        Self {
            byte,
            at,
            length,
            line_start: false,
        }
    }

    /// Whether it may open and may close emphasis. In a cell of a table the next `|` ends the line.
    pub fn flanks(&self, text: &str, cell: bool) -> (bool, bool) {
        let before = if self.line_start {
            Side::EDGE
        } else {
            Side::before(text, self.at)
        };
        let after = match text[self.at + self.length..].chars().next() {
            Some('|') if cell => Side::EDGE,
            after => Side::of(after),
        };
        self.flanks_between(before, after)
    }

    /// Whether the strict and the friendly rule differ. At the edge of a line they never do.
    pub fn is_doubtful(&self, text: &str) -> bool {
        let before = text[..self.at].chars().next_back();
        let after = text[self.at + self.length..].chars().next();
        let selector = before.is_some_and(is_variation_selector);
        if !selector && ![before, after].into_iter().flatten().any(is_cjk) {
            return false;
        }
        let (before, after) = (Side::before(text, self.at), Side::of(after));
        let strict = if selector {
            Side::default()
        } else {
            before.strict()
        };
        self.flanks_between(strict, after.strict()) != self.flanks_between(before, after)
    }

    /// Strikethrough is stricter than `*` with one mark and laxer with two; an escaped `~` is never in
    /// the way of its closing.
    fn flanks_between(&self, before: Side, after: Side) -> (bool, bool) {
        let tilde = self.byte == b'~';
        let (opens, closes) = if self.byte == b'*' || (tilde && self.length > 1) {
            (
                tilde || !after.resists() || before.yields(),
                !before.resists() || after.yields(),
            )
        } else {
            let edge = |side: Side| side.space || side.mark;
            (edge(before), edge(after))
        };
        (
            opens && !after.space,
            (closes || (tilde && before.tilde)) && !before.space,
        )
    }
}

/// What is beside a run.
#[derive(Clone, Copy, Default)]
struct Side {
    space: bool,
    /// Punctuation or a symbol.
    mark: bool,
    cjk: bool,
    tilde: bool,
}

impl Side {
    /// The beginning or end of a line counts as a space.
    const EDGE: Self = Self {
        space: true,
        mark: false,
        cjk: false,
        tilde: false,
    };

    fn of(c: Option<char>) -> Self {
        let Some(c) = c else { return Self::EDGE };
        if c.is_whitespace() {
            return Self::EDGE;
        }
        Self {
            space: false,
            mark: is_punctuation(c),
            cjk: is_cjk(c),
            tilde: c == '~',
        }
    }

    /// What ends at `at`. A variation selector belongs to the character before it; it makes a Western
    /// quotation mark wide, and those of ideographs are behind nothing else.
    fn before(text: &str, at: usize) -> Self {
        let mut chars = text[..at].chars().rev();
        match chars.next() {
            Some(selector @ '\u{FE00}'..='\u{FE0E}') => {
                let base = chars.next();
                let wide = selector == '\u{FE01}' && matches!(base, Some('‘' | '’' | '“' | '”'));
                let side = Self::of(base);
                Self {
                    cjk: side.cjk || wide,
                    ..side
                }
            }
            Some('\u{E0100}'..='\u{E01EF}') => Self {
                cjk: true,
                ..Self::default()
            },
            c => Self::of(c),
        }
    }

    /// As CommonMark without the amendment sees it.
    fn strict(self) -> Self {
        Self { cjk: false, ..self }
    }

    /// A run does not face it, unless something yields on its other side.
    fn resists(self) -> bool {
        self.mark && !self.cjk
    }

    fn yields(self) -> bool {
        self.space || self.mark || self.cjk
    }
}

fn is_variation_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0E}' | '\u{E0100}'..='\u{E01EF}')
}

/// Punctuation and symbols as the parser knows them. What is not plain at once, the parser is asked, so
/// that its table need not be here.
pub(super) fn is_punctuation(c: char) -> bool {
    match c {
        '\0'..='\x7F' => c.is_ascii_punctuation(),
        '\u{2010}'..='\u{2027}' | '\u{2030}'..='\u{205E}' | '\u{1F300}'..='\u{1F64F}' => true,
        '\u{80}'..='\u{1FFF}' if c.is_alphanumeric() => false,
        _ if is_han(c) => false,
        _ if is_chinese_punctuation(c) => c != '\u{3000}',
        _ => is_punctuation_for_parser(c),
    }
}

/// Behind a letter only punctuation and spaces keep a run from opening.
pub(super) fn is_punctuation_for_parser(c: char) -> bool {
    !Parser::new(&format!("a*{c}a*")).any(|event| event == Event::Start(Tag::Emphasis))
}
