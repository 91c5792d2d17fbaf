//! Characters as they are meant: what cannot be seen is left out, and a character that only looks like another one is
//! that other one, wherever that is certain. What is not certain is told by [`unclear`].
//!
//! Texts pasted from PDF files, chats and office programs are full of them: zero-width and direction marks, soft hyphens,
//! byte order marks, radicals in place of characters (⼆ for 二), compatibility ideographs, breaks of Word. An author's file
//! is never changed: an [`Edit`] knows where it was.

mod plain;

use super::edit::Edit;
use super::{han, scan};
use plain::is_plain;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;

/// What is read as something else in the text of a page.
pub fn edits(text: &str) -> Vec<Edit> {
    edits_with(text, |_, _| "\n")
}

/// What is read as something else in YAML, where breaks of Word and the like end no line.
pub fn yaml_edits(text: &str) -> Vec<Edit> {
    edits_with(text, |before, after| match (before, after) {
        (Some(before), Some(after)) if han::joins_without_space(before, after) => "",
        _ => " ",
    })
}

/// No character is farther from its neighbour, what cannot be seen between them.
const FAR: usize = 64;

/// The same, with what a break is between two characters.
fn edits_with(text: &str, line_break: fn(Option<char>, Option<char>) -> &'static str) -> Vec<Edit> {
    if is_plain(text) {
        return Vec::new();
    }
    let mut found: Vec<Edit> = Vec::new();
    let mut start = 0;
    for line in scan::lines(text) {
        if is_plain(line) {
            start += line.len();
            continue;
        }
        let surroundings = Surroundings::of(line);
        let mut before = None;
        for (at, c) in line.char_indices() {
            let after = || {
                line[at + c.len_utf8()..]
                    .chars()
                    .take(FAR)
                    .find(|next| !is_invisible(*next))
            };
            let with = match reading(c, before, after, &surroundings) {
                Reading::Itself => {
                    before = Some(c).filter(|c| !is_invisible(*c)).or(before);
                    continue;
                }
                Reading::Nothing => String::new(),
                Reading::Other(other) => other.to_string(),
                Reading::Break => line_break(before, after()).to_owned(),
            };
            before = with.chars().next_back().or(before);
            found.push(Edit::new(start + at..start + at + c.len_utf8(), with));
        }
        start += line.len();
    }
    found
}

/// What a character is read as.
enum Reading {
    Itself,
    Nothing,
    Other(char),
    /// A break of a line.
    Break,
}

fn reading(c: char, before: Option<char>, after: impl Fn() -> Option<char>, line: &Surroundings) -> Reading {
    let both = |is: fn(char) -> bool| before.is_some_and(is) && after().is_some_and(is);
    let keep = match c {
        '\u{ad}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' => false,
        '\u{200b}' => both(has_no_blanks),
        '\u{200c}' | '\u{200d}' | '\u{34f}' | '\u{180e}' => both(is_joined),
        '\u{3164}' | '\u{ffa0}' => both(is_hangul),
        '\u{e0000}'..='\u{e007f}' => before == Some('🏴'),
        c if is_direction(c) => line.has_direction(),
        '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => return Reading::Break,
        // What Word calls a non-breaking hyphen; its optional one is \u{1f}.
        '\u{1e}' => return Reading::Other('-'),
        c if is_unprintable(c) => false,
        c => {
            return radical(c)
                .or_else(|| ideograph(c))
                .or_else(|| symbol(c))
                .map_or(Reading::Itself, Reading::Other);
        }
    };
    if keep { Reading::Itself } else { Reading::Nothing }
}

/// The character that a radical or a stroke looks like.
fn radical(c: char) -> Option<char> {
    static RADICALS: OnceLock<BTreeMap<char, char>> = OnceLock::new();
    if !is_radical(c) {
        return None;
    }
    RADICALS.get_or_init(|| radicals().collect()).get(&c).copied()
}

/// Radicals and strokes, each with the character that it looks like.
pub fn radicals() -> impl Iterator<Item = (char, char)> {
    include_str!("radicals.txt").lines().filter_map(|line| {
        let mut chars = line.chars();
        Some((chars.next()?, chars.next()?))
    })
}

fn is_radical(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{31c0}'..='\u{31ef}')
}

/// The ideograph of which a compatibility ideograph is a copy.
fn ideograph(c: char) -> Option<char> {
    if !matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}') {
        return None;
    }
    let other = std::iter::once(c).nfc().next();
    other.filter(|other| *other != c)
}

/// Signs of the fonts Symbol and Wingdings as Word pastes them, and what they look like: bullets, ticks and boxes.
const SYMBOLS: [(char, char); 10] = [
    ('\u{f06c}', '●'),
    ('\u{f06e}', '■'),
    ('\u{f06f}', '□'),
    ('\u{f075}', '◆'),
    ('\u{f0a7}', '▪'),
    ('\u{f0a8}', '□'),
    ('\u{f0b7}', '•'),
    ('\u{f0d8}', '➢'),
    ('\u{f0fc}', '✓'),
    ('\u{f0fe}', '☑'),
];

/// The sign that one of these fonts shows.
fn symbol(c: char) -> Option<char> {
    let found = SYMBOLS.iter().find(|(private, _)| *private == c)?;
    Some(found.1)
}

/// Writing in which words follow each other without blanks: a zero-width one separates them.
fn has_no_blanks(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{1950}'..='\u{19df}' | '\u{1a20}'..='\u{1aaf}')
}

/// Writing and pictures in which a joiner between two signs means something.
fn is_joined(c: char) -> bool {
    matches!(c,
        '\u{590}'..='\u{10ff}' | '\u{1200}'..='\u{1cff}' | '\u{2190}'..='\u{2bff}' | '\u{fb50}'..='\u{fdff}'
        | '\u{fe70}'..='\u{fefc}' | '\u{10800}'..='\u{11fff}' | '\u{1e800}'..='\u{1efff}' | '\u{1f000}'..='\u{1faff}')
        && !han::is_cjk(c)
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{3131}'..='\u{318e}' | '\u{ac00}'..='\u{d7ff}')
}

/// A mark that says in which direction is read.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Whether a character cannot be seen by itself: marks of width, direction and order, soft hyphens, selectors of
/// variants. Blanks are none of these.
pub fn is_invisible(c: char) -> bool {
    is_direction(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character is none of a text: neither in XML nor in HTML it may be.
pub fn is_unprintable(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{fff9}'..='\u{fffb}')
        || (c as u32) & 0xfffe == 0xfffe
}

/// A text without what may stand in no XML and no HTML, however it got there.
pub fn printable(text: &str) -> Cow<'_, str> {
    if !is_plain(text) && text.chars().any(is_unprintable) {
        Cow::Owned(text.chars().filter(|c| !is_unprintable(*c)).collect())
    } else {
        Cow::Borrowed(text)
    }
}

/// What a line has that says how its characters are to be taken.
struct Surroundings {
    /// It has letters that are written from right to left.
    leftward: bool,
    /// It has a mark that turns what follows round.
    turned: bool,
    /// It has one letter of Japanese and no more.
    lone_kana: bool,
}

impl Surroundings {
    fn of(line: &str) -> Self {
        let leftward = |c: char| {
            matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}'
                | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
                && !is_direction(c)
        };
        Self {
            leftward: line.contains(leftward),
            turned: line.contains(['\u{202b}', '\u{202e}', '\u{2067}']),
            lone_kana: line.chars().filter(|c| is_kana(*c)).take(2).count() == 1,
        }
    }

    /// Whether marks of direction change how the line looks. Elsewhere they came along with what was pasted.
    fn has_direction(&self) -> bool {
        self.leftward || self.turned
    }
}

/// A letter of Japanese.
fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}')
}

/// A text without what cannot be seen, each character as it is meant: for names and texts that are compared.
pub fn bare(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let visible = text.chars().filter(|c| !is_invisible(*c) && !is_unprintable(*c));
    Cow::Owned(
        visible
            .map(|c| radical(c).or_else(|| ideograph(c)).unwrap_or(c))
            .collect(),
    )
}

/// A character that may not be what its author sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unclear {
    /// The character.
    pub sign: char,
    /// Where, in bytes of the text.
    pub at: Range<usize>,
    /// Why nobody can tell.
    pub why: Doubt,
}

/// Why a character is unclear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Doubt {
    /// Of private use: every font shows something else.
    Private,
    /// What became of a character that was lost.
    Lost,
    /// A control character, or none at all.
    Unprintable,
    /// It turns round what follows.
    Direction,
    /// A radical that looks like no character.
    Radical,
    /// It looks like this one, which is meant more likely.
    LooksLike(char),
}

/// The characters of a text that may not be what its author sees, in its order.
pub fn unclear(text: &str) -> Vec<Unclear> {
    if is_plain(text) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut start = 0;
    for line in scan::lines(text) {
        if is_plain(line) {
            start += line.len();
            continue;
        }
        let surroundings = Surroundings::of(line);
        let mut before = None;
        for (at, c) in line.char_indices() {
            let rest = &line[at + c.len_utf8()..];
            if let Some(why) = doubt(c, (before, rest), &surroundings) {
                let at = start + at..start + at + c.len_utf8();
                found.push(Unclear { sign: c, at, why });
            }
            before = Some(c);
        }
        start += line.len();
    }
    found
}

fn doubt(c: char, (before, rest): (Option<char>, &str), line: &Surroundings) -> Option<Doubt> {
    let after = rest.chars().next();
    match c {
        c if symbol(c).is_some() => None,
        '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{ffffd}' | '\u{100000}'..='\u{10fffd}' => {
            Some(Doubt::Private)
        }
        '\u{fffd}' => Some(Doubt::Lost),
        // Two lost characters that were read as GBK.
        '锟' if rest.starts_with("斤拷") => Some(Doubt::Lost),
        '\u{b}' | '\u{c}' | '\u{1e}' | '\u{1f}' | '\u{85}' => None,
        c if is_unprintable(c) => Some(Doubt::Unprintable),
        '\u{202d}' | '\u{202e}' => line.has_direction().then_some(Doubt::Direction),
        '\u{202b}' | '\u{2067}' => (!line.leftward).then_some(Doubt::Direction),
        c if is_radical(c) => radical(c).is_none().then_some(Doubt::Radical),
        c => {
            let other = lookalike(c)?;
            let alone = if other.is_ascii() {
                is_amid(
                    before,
                    after,
                    |c| c.is_ascii_alphanumeric() || han::is_han(c),
                    |c| matches!(c, '\u{370}'..='\u{52f}'),
                )
            } else {
                line.lone_kana && is_amid(before, after, han::is_han, is_kana)
            };
            alone.then_some(Doubt::LooksLike(other))
        }
    }
}

/// Whether one neighbour of a character is of one sort and none of another.
fn is_amid(before: Option<char>, after: Option<char>, one: fn(char) -> bool, none: fn(char) -> bool) -> bool {
    let beside = [before, after];
    beside.iter().flatten().any(|c| one(*c)) && !beside.iter().flatten().any(|c| none(*c))
}

/// Letters of other writing, and the ones that they look like.
const LOOKALIKES: &[(&str, &str)] = &[
    // Katakana
    ("エカタトニハミメロチヘ", "工力夕卜二八三乂口千へ"),
    // Greek
    ("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo"),
    // Cyrillic
    ("АВЕКМНОРСТУХЅІЈаеорсухѕіј", "ABEKMHOPCTYXSIJaeopcyxsij"),
];

/// The character that one of another writing looks like.
fn lookalike(c: char) -> Option<char> {
    if !matches!(c, '\u{370}'..='\u{52f}' | '\u{30a1}'..='\u{30fa}') {
        return None;
    }
    LOOKALIKES.iter().find_map(|(from, to)| {
        let at = from.chars().position(|one| one == c)?;
        to.chars().nth(at)
    })
}

/// A text in which what looks alike is the same: only to tell why two texts that look alike are not.
pub fn look(text: &str) -> String {
    bare(text).chars().map(|c| lookalike(c).unwrap_or(c)).collect()
}

/// A character and its code point, as messages name it: `“二”（U+4E8C）`.
pub fn named(c: char) -> String {
    if is_invisible(c) || is_unprintable(c) || c.is_whitespace() {
        format!("U+{:04X}", c as u32)
    } else {
        format!("“{c}”（U+{:04X}）", c as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::super::edit::apply;
    use super::*;

    fn meant(text: &str) -> String {
        apply(text, edits(text)).map_or_else(|| text.to_owned(), |(text, _)| text)
    }

    #[test]
    fn what_cannot_be_seen_is_left_out_and_what_looks_like_a_character_is_that_one() {
        for (written, wanted) in [
            ("婚\u{200b}假\u{feff}和\u{2060}产\u{ad}假", "婚假和产假"),
            ("\u{200e}婚假\u{200f}，\u{202a}三天\u{202c}", "婚假，三天"),
            ("第⼆条　⼾⼝、⻓期、⽤⼈", "第二条　户口、长期、用人"),
            ("\u{f9dc}在\u{f914}", "隆在樂"),
            ("\u{f0fe}是\u{f0a8}否", "☑是□否"),
            ("co\u{ad}operate", "cooperate"),
            ("a\u{1}b\u{fffe}c\u{1f}d\u{1e}e", "abcd-e"),
            ("第一条\u{b}第二条\u{2028}第三条", "第一条\n第二条\n第三条"),
        ] {
            assert_eq!(meant(written), wanted);
        }
        let yaml = "title: 婚\u{2028}假 A\u{b}B\n";
        assert_eq!(apply(yaml, yaml_edits(yaml)).unwrap().0, "title: 婚假 A B\n");
    }

    #[test]
    fn what_joins_or_separates_in_its_own_writing_stays() {
        for text in [
            "👨\u{200d}👩\u{200d}👧",
            "❤\u{fe0f}\u{200d}🔥",
            "می\u{200c}خواهم",
            "ภาษา\u{200b}ไทย",
            "ئۇيغۇر \u{200f}(2021)\u{200f}",
            "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}",
            "葛\u{e0100}",
        ] {
            assert_eq!(meant(text), text);
        }
    }

    #[test]
    fn what_nobody_can_tell_is_unclear() {
        let told = |text: &str| {
            unclear(text)
                .into_iter()
                .map(|one| (one.sign, one.why))
                .collect::<Vec<_>>()
        };
        assert_eq!(told("高程103\u{e010}5米"), [('\u{e010}', Doubt::Private)]);
        assert_eq!(told("\u{202e}天三\u{202c}"), [('\u{202e}', Doubt::Direction)]);
        assert_eq!(
            told("锟斤拷和\u{fffd}"),
            [('锟', Doubt::Lost), ('\u{fffd}', Doubt::Lost)]
        );
        assert_eq!(told("第ニ条"), [('ニ', Doubt::LooksLike('二'))]);
        assert_eq!(told("А4纸"), [('А', Doubt::LooksLike('A'))]);
        assert_eq!(told("甲\u{1}乙"), [('\u{1}', Doubt::Unprintable)]);
        for plain in [
            "エコノミー",
            "ハローワーク",
            "Привет",
            "α波",
            "第⼆条",
            "の",
            "5μm、Ω",
            "二〇二一年",
        ] {
            assert_eq!(told(plain), [], "{plain}");
        }
    }

    #[test]
    fn a_stretch_is_where_it_was_written() {
        let written = "\u{feff}甲\u{200b}⼆乙\u{200b}";
        let (text, made) = apply(written, edits(written)).unwrap();
        assert_eq!(text, "甲二乙");
        for (range, wanted) in [(0..3, "甲"), (3..6, "⼆"), (6..9, "乙"), (0..9, "甲\u{200b}⼆乙")] {
            assert_eq!(&written[made.start(range.start)..made.end(range.end)], wanted);
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn what_is_meant_means_itself(text in "[甲a⼆\u{200b}\u{feff}\u{2028}\u{202e}\u{e000}ニ\n -]{0,24}") {
            let once = meant(&text);
            assert_eq!(meant(&once), once);
            assert_eq!(bare(&once), bare(&text).replace('\u{2028}', "\n"));
            let _ = unclear(&text);
        }
    }
}
