//! An excerpt: the line of a source that a diagnostic points at, cut to a length that people can read and
//! free of characters that would play tricks on a terminal or a page.

use crate::base::Span;
use crate::base::control::is_control;
use std::ops::Range;
use std::sync::Arc;

/// How many characters of a line are shown, and how many of them before the mark.
const WIDTH: usize = 160;
const BEFORE: usize = 40;
/// How many bytes of a line are looked at behind the beginning of a mark: more than are shown.
const AHEAD: usize = 4096;

/// Where a diagnostic points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// Line of the file, from 1.
    pub line: usize,
    /// Character of the line, from 1.
    pub column: usize,
    /// The line, or the part of it around the mark.
    pub text: String,
    /// Bytes of `text` that are meant; empty for a point between two characters. A place that goes on
    /// over several lines is marked to the end of its first.
    pub mark: Range<usize>,
}

impl Excerpt {
    /// The spot of `range` in `text`, whose beginning is at `place`.
    fn at(text: &str, place: &Place, range: Range<usize>) -> Self {
        let start = place.at;
        let seen = boundary(text, start.saturating_add(AHEAD));
        let to = text[start..seen].find('\n').map_or(seen, |at| start + at);
        let end = boundary(text, range.end).clamp(start, to);
        let (shown, mark) = window(
            &text[place.line_start..start],
            &text[start..end],
            text[end..to].trim_end_matches('\r'),
        );
        Self {
            line: place.line + 1,
            column: place.column + 1,
            text: shown,
            mark,
        }
    }
}

/// A place in a text, and what of the text is before it.
#[derive(Debug, Clone, Default)]
struct Place {
    /// In bytes.
    at: usize,
    /// Line breaks before it, and where its line begins.
    line: usize,
    line_start: usize,
    /// Characters of its line before it.
    column: usize,
}

impl Place {
    /// Goes on to `at`, or begins anew when that is further up: places come in the order of the file, and counting from
    /// its beginning each time would cost its length for each.
    fn go_to(&mut self, text: &str, at: usize) {
        let at = boundary(text, at);
        if at < self.at {
            *self = Self::default();
        }
        let passed = &text[self.at..at];
        if let Some(last) = passed.rfind('\n') {
            self.line += passed.bytes().filter(|byte| *byte == b'\n').count();
            self.line_start = self.at + last + 1;
            self.column = text[self.line_start..at].chars().count();
        } else {
            self.column += passed.chars().count();
        }
        self.at = at;
    }
}

fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The three parts of a line as one text with its mark, what is too long left out at the ends.
fn window(before: &str, marked: &str, after: &str) -> (String, Range<usize>) {
    let room = WIDTH - BEFORE;
    let kept = tail(
        before,
        if fits(before, marked, after) {
            WIDTH
        } else {
            BEFORE
        },
    );
    let mut text = String::new();
    if kept.len() < before.len() {
        text.push('…');
    }
    text.extend(kept.chars().map(tame));
    let start = text.len();
    text.extend(marked.chars().take(room).map(tame));
    let end = text.len();
    let left = room.saturating_sub(marked.chars().take(room).count());
    let shown = if fits(before, marked, after) { WIDTH } else { left };
    text.extend(after.chars().take(shown).map(tame));
    if after.chars().nth(shown).is_some() || marked.chars().nth(room).is_some() {
        text.push('…');
    }
    (text, start..end)
}

fn fits(before: &str, marked: &str, after: &str) -> bool {
    [before, marked, after]
        .iter()
        .flat_map(|part| part.chars())
        .nth(WIDTH)
        .is_none()
}

fn tail(text: &str, count: usize) -> &str {
    let at = text
        .char_indices()
        .rev()
        .take(count)
        .last()
        .map_or(text.len(), |(at, _)| at);
    &text[at..]
}

/// No control characters and no marks that turn the writing direction around.
fn tame(c: char) -> char {
    match c {
        '\t' => ' ',
        c if is_control(c) => '\u{FFFD}',
        c => c,
    }
}

/// Finds spots, holding the text of the file it looked into last: diagnostics come file by file.
pub struct ExcerptReader<'a> {
    text_of: &'a dyn Fn(&str) -> Option<String>,
    held: Option<HeldText>,
}

struct HeldText {
    file: Arc<str>,
    text: Option<String>,
    place: Place,
}

impl<'a> ExcerptReader<'a> {
    /// `text_of` answers the decoded text of a file that a place names.
    pub fn new(text_of: &'a dyn Fn(&str) -> Option<String>) -> Self {
        Self { text_of, held: None }
    }

    /// The spot of a place; `None` when the text of its file cannot be had (it is gone, or not text). What lies outside
    /// the text is its end.
    pub fn excerpt(&mut self, place: &Span) -> Option<Excerpt> {
        let held = match self.held.take() {
            Some(held) if held.file == place.file => held,
            _ => HeldText {
                file: place.file.clone(),
                text: (self.text_of)(&place.file),
                place: Place::default(),
            },
        };
        let held = self.held.insert(held);
        let text = held.text.as_ref()?;
        held.place.go_to(text, place.start);
        Some(Excerpt::at(text, &held.place, place.start..place.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Excerpt {
        fn of(text: &str, range: Range<usize>) -> Self {
            let mut place = Place::default();
            place.go_to(text, range.start);
            Self::at(text, &place, range)
        }
    }

    #[test]
    fn places_in_any_order_are_found_as_each_by_itself() {
        let text = "一二\n三\r\n\n四五六\n".repeat(3);
        let text_of = |_: &str| Some(text.clone());
        let mut reader = ExcerptReader::new(&text_of);
        let file: Arc<str> = "a.md".into();
        for start in (0..text.len() + 2).chain([7, 3, 40, 0, 12]) {
            let found = reader.excerpt(&Span::new(&file, start..start + 4));
            assert_eq!(found, Some(Excerpt::of(&text, start..start + 4)), "{start}");
        }
    }

    #[test]
    fn lines_and_columns_are_counted_in_characters_from_one() {
        let text = "---\r\n依据[[条例#第四十九条]]，可以提取。\r\n";
        let start = text.find("[[").unwrap();
        let end = text.find("，").unwrap();
        let excerpt = Excerpt::of(text, start..end);
        assert_eq!((excerpt.line, excerpt.column), (2, 3));
        assert_eq!(excerpt.text, "依据[[条例#第四十九条]]，可以提取。");
        assert_eq!(&excerpt.text[excerpt.mark], "[[条例#第四十九条]]");
    }

    #[test]
    fn a_place_over_several_lines_is_marked_to_the_end_of_its_first() {
        let excerpt = Excerpt::of("一二\n三四", 3..10);
        assert_eq!(
            (excerpt.line, excerpt.column, &excerpt.text[excerpt.mark]),
            (1, 2, "二")
        );
    }

    #[test]
    fn a_place_outside_the_text_is_its_end() {
        let excerpt = Excerpt::of("一\n二", 90..99);
        assert_eq!((excerpt.line, excerpt.column, excerpt.mark), (2, 2, 3..3));
        assert_eq!(Excerpt::of("", 0..0).line, 1);
        assert_eq!(Excerpt::of("婚育", 1..2).column, 1);
    }

    #[test]
    fn a_line_of_a_million_characters_is_cut_around_the_mark() {
        let text = format!("{}错{}", "前".repeat(500_000), "后".repeat(500_000));
        let excerpt = Excerpt::of(&text, 1_500_000..1_500_003);
        assert_eq!(excerpt.column, 500_001);
        assert_eq!(&excerpt.text[excerpt.mark.clone()], "错");
        assert!(excerpt.text.chars().count() <= WIDTH + 2);
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
    }

    #[test]
    fn a_source_cannot_write_on_the_terminal() {
        let excerpt = Excerpt::of("a\u{1b}[31m\u{202e}\tb", 0..1);
        assert_eq!(excerpt.text, "a\u{FFFD}[31m\u{FFFD} b");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn a_mark_is_always_within_its_line(text in "[a婚\n\r]{0,40}", start in 0_usize..90, length in 0_usize..90) {
            let excerpt = Excerpt::of(&text, start..start + length);
            assert!(excerpt.text.get(excerpt.mark).is_some());
            assert!(excerpt.line >= 1 && excerpt.column >= 1);
        }
    }
}
