//! What lies where in a file of Word before 2007: its text in pieces, and what is said of paragraphs and runs. Places are
//! those of [MS-DOC], the published description of the format; nothing outside the file is ever looked at.

use super::damaged;
use crate::import::formats::Unreadable;
use crate::import::model::{Align, Script};
use std::io::{Cursor, Read};
use std::ops::Range;

/// Parts of the text, in the order in which they lie in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Story {
    /// The text itself.
    Main = 0,
    /// Footnotes.
    Footnotes = 1,
    /// Headers and footers.
    Headers = 2,
    /// Comments.
    Comments = 4,
    /// Endnotes.
    Endnotes = 5,
    /// Text boxes.
    Boxes = 6,
}

/// Where lengths of the stories stand, in bytes from the beginning.
const LENGTHS: usize = 76;
/// Where places and lengths of other parts begin.
const PLACES: usize = 154;
/// Which of them is which.
const FOOTNOTE_MARKS: usize = 2;
const FOOTNOTE_TEXTS: usize = 3;
const RUN_PAGES: usize = 12;
const FONTS: usize = 15;
const PARAGRAPH_PAGES: usize = 13;
const PIECES: usize = 33;
const ENDNOTE_MARKS: usize = 46;
const ENDNOTE_TEXTS: usize = 47;

/// Pages of properties have this size, in bytes.
const PAGE: usize = 512;

/// No text is longer, in characters.
const LONGEST: usize = 8 << 20;

/// What is said of stretches of the file.
type Said<T> = Vec<(Range<u32>, T)>;

/// A file, opened.
pub struct Parts {
    /// The text with all its stories, in UTF-16.
    pub text: Vec<u16>,
    /// Where each character lies in the file.
    places: Vec<u32>,
    main: Vec<u8>,
    table: Vec<u8>,
    paragraphs: Said<ParagraphSaid>,
    runs: Said<RunSaid>,
}

/// What is said of a paragraph.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ParagraphSaid {
    /// Number of its style: 1 to 9 are headings.
    pub style: u16,
    /// It is in a cell.
    pub in_table: bool,
    /// It is the end of a row.
    pub ends_row: bool,
    /// It has an automatic number or a dot.
    pub listed: bool,
    /// Where its lines stand.
    pub align: Align,
}

/// What is said of a run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RunSaid {
    /// A tracked change took it out.
    pub deleted: bool,
    /// A tracked change put it in.
    pub inserted: bool,
    /// Not shown.
    pub hidden: bool,
    /// Bold.
    pub bold: bool,
    /// Struck through.
    pub strike: bool,
    /// Raised or lowered.
    pub script: Script,
    /// The character stands for a sign: the number of its font, and its code there.
    pub sign: Option<(u16, u16)>,
}

/// Some programs say of sectors behind the end of the file that they end a chain, not that they are free: the file as if those
/// were there. One sector of the table tells of so many.
fn padded(bytes: &[u8]) -> Vec<u8> {
    let told = (bytes.len() / SECTOR).next_multiple_of(SECTOR / 4) + 1;
    let mut padded = bytes.to_vec();
    padded.resize(told * SECTOR, 0);
    padded
}

/// Bytes of a sector.
const SECTOR: usize = 512;

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes(bytes.try_into().ok()?))
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

fn place(bytes: &[u8], at: usize) -> Option<usize> {
    long(bytes, at).map(|place| place as usize)
}

impl Parts {
    /// Opens a file.
    pub fn open(bytes: &[u8]) -> Result<Self, Unreadable> {
        let padded = padded(bytes);
        let mut file = cfb::CompoundFile::open(Cursor::new(&*padded)).map_err(|_| damaged())?;
        let mut stream = |name: &str| {
            let mut found = Vec::new();
            let opened = file.open_stream(name).map_err(|_| damaged())?;
            // No stream is longer than its file, whatever it says of itself.
            opened
                .take(bytes.len() as u64)
                .read_to_end(&mut found)
                .map_err(|_| damaged())?;
            Ok(found)
        };
        let main: Vec<u8> = stream("/WordDocument")?;
        let flags = short(&main, 10).ok_or_else(damaged)?;
        if flags & 0x0100 != 0 {
            return Err(super::locked());
        }
        let table = stream(if flags & 0x0200 != 0 { "/1Table" } else { "/0Table" })?;
        let mut parts = Self {
            text: Vec::new(),
            places: Vec::new(),
            main,
            table,
            paragraphs: Vec::new(),
            runs: Vec::new(),
        };
        parts.pieces().ok_or_else(damaged)?;
        parts.paragraphs = parts.said(PARAGRAPH_PAGES, paragraph_page);
        parts.runs = parts.said(RUN_PAGES, run_page);
        Ok(parts)
    }

    /// A part of the table by its number.
    fn part(&self, number: usize) -> Option<&[u8]> {
        let at = PLACES + 8 * number;
        let (from, length) = (place(&self.main, at)?, place(&self.main, at + 4)?);
        self.table.get(from..from.checked_add(length)?)
    }

    /// Puts the text together of its pieces.
    fn pieces(&mut self) -> Option<()> {
        let whole = self.part(PIECES)?.to_vec();
        let mut at = 0;
        // Before the pieces there may be properties that they share.
        while *whole.get(at)? == 1 {
            at += 3 + usize::from(short(&whole, at + 1)?);
        }
        let length = place(&whole, at + 1)?;
        let pieces = whole.get(at + 5..(at + 5).checked_add(length)?)?;
        let count = length.checked_sub(4)? / 12;
        for number in 0..count {
            let (first, end) = (place(pieces, 4 * number)?, place(pieces, 4 * number + 4)?);
            let said = long(pieces, 4 * (count + 1) + 8 * number + 2)?;
            let characters = end.checked_sub(first)?;
            if self.text.len() + characters > LONGEST {
                return None;
            }
            let narrow = said & 0x4000_0000 != 0;
            let from = (said & 0x3fff_ffff) as usize;
            for number in 0..characters {
                let (at, unit) = if narrow {
                    let at = from / 2 + number;
                    (at, western(*self.main.get(at)?))
                } else {
                    let at = from + 2 * number;
                    (at, short(&self.main, at)?)
                };
                self.text.push(unit);
                self.places.push(u32::try_from(at).ok()?);
            }
        }
        Some(())
    }

    /// The characters of a story.
    pub fn story(&self, story: Story) -> Range<usize> {
        let length = |number: usize| place(&self.main, LENGTHS + 4 * number).unwrap_or(0);
        let from = (0..story as usize).fold(0_usize, |sum, number| sum.saturating_add(length(number)));
        let end = from.saturating_add(length(story as usize));
        from.min(self.text.len())..end.min(self.text.len())
    }

    /// The marks of notes in the text, and the characters of each note.
    pub fn notes(&self) -> Vec<(usize, Range<usize>)> {
        let footnotes = self.notes_of(FOOTNOTE_MARKS, FOOTNOTE_TEXTS, Story::Footnotes);
        let endnotes = self.notes_of(ENDNOTE_MARKS, ENDNOTE_TEXTS, Story::Endnotes);
        footnotes.into_iter().chain(endnotes).collect()
    }

    fn notes_of(&self, marks: usize, texts: usize, story: Story) -> Vec<(usize, Range<usize>)> {
        let (Some(marks), Some(texts)) = (self.part(marks), self.part(texts)) else {
            return Vec::new();
        };
        let own = self.story(story);
        let count = marks.len().saturating_sub(4) / 6;
        let text = |number: usize| Some((own.start + place(texts, 4 * number)?).min(own.end));
        let note = |number| {
            let (from, end) = (text(number)?, text(number + 1)?);
            Some((place(marks, 4 * number)?, from..end.max(from)))
        };
        (0..count).map_while(note).collect()
    }

    /// The name of a font by its number; empty when the file does not name it.
    pub fn font(&self, number: u16) -> String {
        self.font_name(number)
            .map_or_else(String::new, |units| String::from_utf16_lossy(&units))
    }

    fn font_name(&self, number: u16) -> Option<Vec<u16>> {
        let fonts = self.part(FONTS)?;
        let mut at = 4;
        for _ in 0..number {
            at += 1 + usize::from(*fonts.get(at)?);
        }
        let end = at + 1 + usize::from(*fonts.get(at)?);
        // Before its name a font says what it looks like, in so many bytes.
        let name = fonts.get(at + 40..end)?.chunks_exact(2);
        let units = name.map(|unit| u16::from_le_bytes([unit[0], unit[1]]));
        Some(units.take_while(|unit| *unit != 0).collect())
    }

    /// What the pages of properties say that a part of the table names.
    fn said<T>(&self, number: usize, page: fn(&[u8]) -> Said<T>) -> Said<T> {
        let Some(named) = self.part(number) else {
            return Vec::new();
        };
        let count = named.len().saturating_sub(4) / 8;
        let mut found: Said<T> = (0..count)
            .filter_map(|number| {
                let at = place(named, 4 * (count + 1) + 4 * number)? & 0x003f_ffff;
                self.main.get(at * PAGE..(at + 1) * PAGE)
            })
            .flat_map(page)
            .collect();
        found.sort_by_key(|(at, _)| at.start);
        found
    }

    /// What is said of the paragraph that ends with a character.
    pub fn paragraph(&self, character: usize) -> ParagraphSaid {
        said_of(&self.paragraphs, self.places[character])
    }

    /// What is said of a character.
    pub fn run(&self, character: usize) -> RunSaid {
        said_of(&self.runs, self.places[character])
    }
}

fn said_of<T: Copy + Default>(all: &[(Range<u32>, T)], place: u32) -> T {
    let after = all.partition_point(|(at, _)| at.start <= place);
    let found = all[..after].last().filter(|(at, _)| at.contains(&place));
    found.map_or(T::default(), |(_, said)| *said)
}

/// A character of the narrow form, which is Windows-1252.
fn western(byte: u8) -> u16 {
    const ABOVE: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152,
        0x8d, 0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122,
        0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178,
    ];
    match byte {
        0x80..=0x9f => ABOVE[usize::from(byte - 0x80)],
        _ => u16::from(byte),
    }
}

/// The ranges of a page, and which of them it is, counted from 0.
fn ranges(page: &[u8]) -> Vec<(usize, usize, Range<u32>)> {
    let count = usize::from(page[PAGE - 1]);
    let range = |number: usize| {
        let (from, end) = (long(page, 4 * number)?, long(page, 4 * number + 4)?);
        Some((number, count, from..end))
    };
    (0..count).map_while(range).collect()
}

fn paragraph_page(page: &[u8]) -> Said<ParagraphSaid> {
    let said = |(number, count, at): (usize, usize, Range<u32>)| {
        let behind = 2 * usize::from(*page.get(4 * (count + 1) + 13 * number)?);
        if behind == 0 {
            return Some((at, ParagraphSaid::default()));
        }
        let (from, length) = match usize::from(*page.get(behind)?) {
            0 => (behind + 2, 2 * usize::from(*page.get(behind + 1)?)),
            length => (behind + 1, 2 * length - 1),
        };
        let properties = page.get(from..(from + length).min(PAGE))?;
        let mut said = ParagraphSaid {
            style: short(properties, 0)?,
            ..ParagraphSaid::default()
        };
        each(properties.get(2..)?, |what, value| match (what, value) {
            (0x2416, [on, ..]) => said.in_table = *on != 0,
            (0x2417, [on, ..]) => said.ends_row = *on != 0,
            (0x460b, [low, high]) => said.listed = *low != 0 || *high != 0,
            (0x2403 | 0x2461, [align, ..]) => {
                said.align = match align {
                    1 => Align::Center,
                    2 => Align::End,
                    _ => Align::Start,
                }
            }
            _ => {}
        });
        Some((at, said))
    };
    ranges(page).into_iter().filter_map(said).collect()
}

fn run_page(page: &[u8]) -> Said<RunSaid> {
    let said = |(number, count, at): (usize, usize, Range<u32>)| {
        let behind = 2 * usize::from(*page.get(4 * (count + 1) + number)?);
        let mut said = RunSaid::default();
        if behind > 0 {
            let length = usize::from(*page.get(behind)?);
            each(
                page.get(behind + 1..(behind + 1 + length).min(PAGE))?,
                |what, value| {
                    // Turned on, or the other way than in the style, which says nothing of it here.
                    let on = matches!(value.first(), Some(1 | 0x81));
                    let set = value.first().is_some_and(|value| *value != 0);
                    match what {
                        0x0800 => said.deleted = set,
                        0x0801 => said.inserted = set,
                        0x0837 | 0x2a53 => said.strike = on,
                        0x6a09 => said.sign = short(value, 0).zip(short(value, 2)),
                        0x083c => said.hidden = on,
                        0x0835 => said.bold = on,
                        0x2a48 => {
                            said.script = match value.first() {
                                Some(1) => Script::Super,
                                Some(2) => Script::Sub,
                                _ => Script::Plain,
                            }
                        }
                        _ => {}
                    }
                },
            );
        }
        Some((at, said))
    };
    ranges(page).into_iter().filter_map(said).collect()
}

/// Each property of a list: its code and its value.
fn each(properties: &[u8], mut tell: impl FnMut(u16, &[u8])) {
    let mut at = 0;
    while let Some(what) = short(properties, at) {
        at += 2;
        let length = match what >> 13 {
            0 | 1 => 1,
            3 => 4,
            7 => 3,
            6 => {
                let said = properties.get(at).map_or(0, |byte| usize::from(*byte));
                match what {
                    // The definition of a table has its length, less one, in two bytes.
                    0xd608 => short(properties, at).map_or(0, |length| 1 + usize::from(length)),
                    _ => 1 + said,
                }
            }
            _ => 2,
        };
        let Some(value) = properties.get(at..at + length) else {
            return;
        };
        tell(what, value);
        at += length;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties_are_read_over_those_of_any_length() {
        let mut found = Vec::new();
        let properties = [
            0x16, 0x24, 1, // in a table
            0x08, 0xd6, 3, 0, 9, 9, // a definition of a table: two bytes behind its length
            0x03, 0xc6, 2, 7, 7, // of a length of its own
            0x0b, 0x46, 5, 0, // a list
            0x03, 0x64, 0, 0, // cut off
        ];
        each(&properties, |what, value| found.push((what, value.to_vec())));
        let codes: Vec<u16> = found.iter().map(|(what, _)| *what).collect();
        assert_eq!(codes, [0x2416, 0xd608, 0xc603, 0x460b]);
        assert_eq!(found[3].1, [5, 0]);
    }

    #[test]
    fn a_file_is_as_long_as_its_table_tells() {
        let sectors = |bytes: usize| padded(&vec![0; bytes]).len() / SECTOR;
        assert_eq!(
            [sectors(0), sectors(20 * SECTOR), sectors(129 * SECTOR)],
            [1, 129, 257]
        );
    }

    #[test]
    fn narrow_characters_are_those_of_windows() {
        assert_eq!(
            [western(b'a'), western(0x93), western(0xb7)],
            [0x61, 0x201c, 0xb7]
        );
    }

    #[test]
    fn what_is_said_holds_for_its_range_alone() {
        let all = [(2..4, 7_u8), (6..9, 8)];
        assert_eq!([1, 2, 3, 4, 8, 9].map(|at| said_of(&all, at)), [0, 7, 7, 0, 8, 0]);
    }
}
