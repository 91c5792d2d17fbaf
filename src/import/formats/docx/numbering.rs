//! Automatic numbers: what numbering.xml defines, and the numbers that paragraphs get as a document goes on.
//!
//! Several lists on one definition go on counting, unless one says where it starts: that counts once, where the list begins.

use super::numerals;
use crate::base::han;
use crate::import::xml::Element;
use std::collections::{HashMap, HashSet};

/// Levels of a list.
const LEVELS: usize = 9;

/// All lists of a document.
#[derive(Default)]
pub struct Numbering {
    definitions: HashMap<String, Definition>,
    lists: HashMap<String, List>,
    /// Definitions by the style of lists that they are the definition of.
    by_style: HashMap<String, String>,
}

/// What an `abstractNum` defines.
#[derive(Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// It is defined by the list of this style.
    link: Option<String>,
}

/// A level of a list.
#[derive(Clone, Default)]
struct Level {
    start: u32,
    form: String,
    /// Examples that describe the form.
    examples: Option<String>,
    /// The label, with `%1` for the number of the first level.
    label: String,
    /// Levels above that make it begin anew, counted from the first; `None` for all of them.
    restart: Option<usize>,
    /// Every number in its label is in digits.
    legal: bool,
    /// What stands between label and text.
    suffix: &'static str,
    bullet: bool,
    /// The paragraph style that has this level.
    style: Option<String>,
}

/// What a `num` says.
#[derive(Default)]
struct List {
    definition: String,
    starts: HashMap<usize, u32>,
    levels: HashMap<usize, Level>,
}

/// The label of a paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// As it is printed, with what stands behind it.
    pub text: String,
    /// It is a dot or the like.
    pub bullet: bool,
    /// The form of a number in it is not known; it is written in digits.
    pub unknown: Option<String>,
}

/// The numbers so far.
#[derive(Default)]
pub struct Counters {
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// Lists and levels that have begun where they say.
    begun: HashSet<(String, usize)>,
}

impl Numbering {
    /// Reads numbering.xml.
    pub fn of(root: &Element<'_>) -> Self {
        let mut numbering = Self::default();
        for element in root.elements() {
            match element.name {
                "abstractNum" => {
                    let id = element.attribute("abstractNumId").unwrap_or_default();
                    if let Some(style) = element.child_value("styleLink") {
                        numbering.by_style.insert(style.to_owned(), id.to_owned());
                    }
                    numbering.definitions.insert(id.to_owned(), definition(element));
                }
                "num" => {
                    let id = element.attribute("numId").unwrap_or_default();
                    numbering.lists.insert(id.to_owned(), list(element));
                }
                _ => {}
            }
        }
        numbering
    }

    /// The level that a list has for a paragraph style.
    pub fn level_of_style(&self, list: &str, style: &str) -> Option<usize> {
        let definition = self.definition(self.lists.get(list)?)?.1;
        let is = |level: &Option<Level>| {
            level
                .as_ref()
                .is_some_and(|level| level.style.as_deref() == Some(style))
        };
        definition.levels.iter().position(is)
    }

    /// The definition of a list, and its key; links of styles are followed.
    fn definition<'n>(&'n self, list: &'n List) -> Option<(&'n str, &'n Definition)> {
        let mut key = list.definition.as_str();
        for _ in 0..8 {
            let definition = self.definitions.get(key)?;
            let Some(link) = &definition.link else {
                return Some((key, definition));
            };
            match self.by_style.get(link) {
                Some(next) => key = next,
                None => return Some((key, definition)),
            }
        }
        None
    }

    /// Counts a paragraph of a list, and gives its label; `None` when there is no such list or level.
    pub fn count(&self, counters: &mut Counters, id: &str, at: usize) -> Option<Label> {
        let list = self.lists.get(id)?;
        let (key, definition) = self.definition(list)?;
        let at = at.min(LEVELS - 1);
        let level = |at: usize| list.levels.get(&at).or(definition.levels[at].as_ref());
        let here = level(at)?;
        let counts = counters.counts.entry(key.to_owned()).or_default();
        let start = list.starts.get(&at).copied();
        let begins = start.is_some() && counters.begun.insert((id.to_owned(), at));
        counts[at] = Some(match (counts[at], begins) {
            (Some(count), false) => count.saturating_add(1),
            _ => start.unwrap_or(here.start),
        });
        for (below, count) in counts.iter_mut().enumerate().skip(at + 1) {
            let restart = level(below).and_then(|level| level.restart).unwrap_or(below);
            if at < restart {
                *count = None;
            }
        }
        let number = |other: usize| {
            let start = || {
                list.starts
                    .get(&other)
                    .copied()
                    .or(level(other).map(|level| level.start))
            };
            counts[other].or_else(start).unwrap_or(1)
        };
        Some(here.label(&number, &level))
    }
}

impl Level {
    /// Its label, with the numbers of this and other levels.
    fn label<'l>(&self, number: &dyn Fn(usize) -> u32, level: &dyn Fn(usize) -> Option<&'l Level>) -> Label {
        if self.bullet {
            return Label {
                bullet: true,
                ..Label::default()
            };
        }
        let (mut text, mut unknown) = (String::new(), None);
        let mut chars = self.label.chars().peekable();
        while let Some(c) = chars.next() {
            let other = chars
                .peek()
                .and_then(|next| next.to_digit(10))
                .filter(|_| c == '%');
            let Some(other) = other.filter(|digit| (1..=LEVELS as u32).contains(digit)) else {
                text.push(c);
                continue;
            };
            chars.next();
            let other = other as usize - 1;
            let n = number(other);
            match level(other).filter(|_| !self.legal) {
                Some(level) => text.push_str(&level.written(n).unwrap_or_else(|| {
                    unknown = Some(level.form.clone());
                    n.to_string()
                })),
                None => text.push_str(&n.to_string()),
            }
        }
        // Behind 一、 and ① the gap that Word leaves is no blank.
        let close = |last: char| han::is_chinese_punctuation(last) || ('①'..='㊿').contains(&last);
        let suffix = match text.trim_end().chars().next_back() {
            Some(last) if !close(last) => self.suffix,
            _ => "",
        };
        Label {
            text: format!("{}{suffix}", text.trim_end()),
            bullet: false,
            unknown,
        }
    }

    fn written(&self, n: u32) -> Option<String> {
        let described = self
            .examples
            .as_deref()
            .and_then(|examples| numerals::by_examples(examples, n));
        described.or_else(|| numerals::written(&self.form, n))
    }
}

fn definition(element: &Element<'_>) -> Definition {
    let mut definition = Definition {
        link: element.child_value("numStyleLink").map(str::to_owned),
        ..Definition::default()
    };
    for found in element.elements().filter(|element| element.name == "lvl") {
        if let Some(at) = index(found).filter(|at| *at < LEVELS) {
            definition.levels[at] = Some(level(found));
        }
    }
    definition
}

fn index(element: &Element<'_>) -> Option<usize> {
    element.attribute("ilvl")?.trim().parse().ok()
}

fn list(element: &Element<'_>) -> List {
    let mut list = List {
        definition: element
            .child_value("abstractNumId")
            .unwrap_or_default()
            .to_owned(),
        ..List::default()
    };
    for over in element.elements().filter(|element| element.name == "lvlOverride") {
        let Some(at) = index(over) else { continue };
        if let Some(start) = over.child_value("startOverride").and_then(number) {
            list.starts.insert(at, start);
        }
        if let Some(found) = over.child("lvl") {
            list.levels.insert(at, level(found));
        }
    }
    list
}

fn number(text: &str) -> Option<u32> {
    text.trim().parse().ok()
}

fn level(element: &Element<'_>) -> Level {
    let form = element.find("numFmt");
    let is_plain = |form: &Element<'_>| form.value() != Some("custom");
    let plain = form.filter(|form| is_plain(form)).or_else(|| {
        let other = element.child("AlternateContent")?.child("Fallback")?;
        other.child("numFmt")
    });
    let form_name = plain.and_then(Element::value).unwrap_or("decimal");
    Level {
        start: element.child_value("start").and_then(number).unwrap_or(0),
        form: form_name.to_owned(),
        examples: form.and_then(|form| form.attribute("format")).map(str::to_owned),
        label: element.child_value("lvlText").unwrap_or_default().to_owned(),
        restart: element
            .child_value("lvlRestart")
            .and_then(|text| text.trim().parse().ok()),
        legal: element.child("isLgl").is_some_and(is_on),
        suffix: match element.child_value("suff") {
            Some("nothing") => "",
            _ => " ",
        },
        bullet: form_name == "bullet" || element.child("lvlPicBulletId").is_some(),
        style: element.child_value("pStyle").map(str::to_owned),
    }
}

/// Whether a switch is on: it is there, and does not say the contrary.
pub fn is_on(element: &Element<'_>) -> bool {
    !matches!(element.value(), Some("0" | "false" | "off" | "none"))
}
