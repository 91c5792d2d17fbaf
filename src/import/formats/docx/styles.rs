//! Styles of paragraphs and characters: what they say of numbers, headings, alignment and emphasis, along the chain of
//! those that they are based on.

use super::numbering::is_on;
use crate::import::model::{Align, Frame, Script};
use crate::import::xml::Element;
use std::collections::HashMap;

/// Styles are based on each other so often at most.
const LONGEST: usize = 20;

/// The styles of a document.
#[derive(Default)]
pub struct Styles {
    styles: HashMap<String, Style>,
    /// The style of paragraphs that name none.
    usual: Option<String>,
    /// What holds for all runs.
    everywhere: RunProperties,
}

#[derive(Default)]
struct Style {
    based_on: Option<String>,
    name: String,
    paragraph: ParagraphProperties,
    run: RunProperties,
}

/// What is said of a paragraph; `None` where nothing is.
#[derive(Debug, Clone, Default)]
pub struct ParagraphProperties {
    /// Its list; `0` is none.
    pub list: Option<String>,
    /// Its level in the list.
    pub level: Option<usize>,
    /// Where its lines stand.
    pub align: Option<Align>,
    /// Its level in the outline, from 0; 9 is that of text.
    pub outline: Option<u8>,
    /// Whether its mark, and so its number, is bold.
    pub bold_mark: Option<bool>,
    /// On a ground of its own.
    pub grounded: Option<bool>,
}

/// What is said of a run; `None` where nothing is.
#[derive(Debug, Clone, Copy, Default)]
pub struct RunProperties {
    /// Bold.
    pub bold: Option<bool>,
    /// Slanted.
    pub italic: Option<bool>,
    /// Struck through.
    pub strike: Option<bool>,
    /// Raised or lowered.
    pub script: Option<Script>,
    /// Not shown.
    pub hidden: Option<bool>,
    /// White.
    pub white: Option<bool>,
    /// On a ground of its own.
    pub grounded: Option<bool>,
    /// Underlined.
    pub underlined: Option<bool>,
    /// Code.
    pub code: Option<bool>,
}

/// A list and where in it a paragraph is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListPlace {
    /// The list.
    pub list: String,
    /// Its level.
    pub level: usize,
}

impl Styles {
    /// Reads styles.xml.
    pub fn of(root: &Element<'_>) -> Self {
        let mut styles = Self::default();
        let defaults = root.child("docDefaults").and_then(|all| all.child("rPrDefault"));
        if let Some(properties) = defaults.and_then(|all| all.child("rPr")) {
            styles.everywhere = RunProperties::of(properties);
        }
        for element in root.elements().filter(|element| element.name == "style") {
            let Some(id) = element.attribute("styleId") else {
                continue;
            };
            let usual = matches!(element.attribute("default"), Some("1" | "true" | "on"));
            if usual && element.attribute("type") == Some("paragraph") {
                styles.usual = Some(id.to_owned());
            }
            let style = Style {
                based_on: element.child_value("basedOn").map(str::to_owned),
                name: element.child_value("name").unwrap_or_default().to_lowercase(),
                paragraph: element
                    .child("pPr")
                    .map(ParagraphProperties::of)
                    .unwrap_or_default(),
                run: element.child("rPr").map(RunProperties::of).unwrap_or_default(),
            };
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// A style, those that it is based on behind it.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Style)> {
        let mut next = id.or(self.usual.as_deref());
        std::iter::from_fn(move || {
            let id = next?;
            let style = self.styles.get(id)?;
            next = style.based_on.as_deref();
            Some((id, style))
        })
        .take(LONGEST)
    }

    /// The list that a paragraph of a style is in; `own` is what it says itself, `level_of` the level that a list has for a style.
    ///
    /// List and level are looked for each by itself along the chain (ECMA-376, 17.7.2): a style may say only its level, and the
    /// one that it is based on the list.
    pub fn list(
        &self,
        style: Option<&str>,
        own: &ParagraphProperties,
        level_of: impl Fn(&str, &str) -> Option<usize>,
    ) -> Option<ListPlace> {
        let of_style = || {
            self.chain(style)
                .find_map(|(_, style)| style.paragraph.list.clone())
        };
        let list = own.list.clone().or_else(of_style).filter(|list| list != "0")?;
        let of_styles = || {
            self.chain(style)
                .find_map(|(id, style)| level_of(&list, id).or(style.paragraph.level))
        };
        let level = own.level.or_else(of_styles).unwrap_or(0);
        Some(ListPlace { list, level })
    }

    /// Where the lines of a paragraph stand.
    pub fn align(&self, style: Option<&str>, own: &ParagraphProperties) -> Align {
        let of_style = || self.chain(style).find_map(|(_, style)| style.paragraph.align);
        own.align.or_else(of_style).unwrap_or_default()
    }

    /// The level of a heading, from 1; 0 is the title of the document.
    pub fn heading(&self, style: Option<&str>, own: &ParagraphProperties) -> Option<u8> {
        if let Some(outline) = own.outline {
            return (outline < 9).then_some(outline + 1);
        }
        self.chain(style).find_map(|(_, style)| {
            let named = match style.name.as_str() {
                "title" => Some(0),
                name => name
                    .strip_prefix("heading ")
                    .and_then(|level| level.trim().parse().ok()),
            };
            let outlined = style
                .paragraph
                .outline
                .filter(|level| *level < 9)
                .map(|level| level + 1);
            named.filter(|level| *level <= 9).or(outlined)
        })
    }

    /// Whether a style is one of a table of contents.
    pub fn is_contents(&self, style: Option<&str>) -> bool {
        let is = |name: &str| {
            name.strip_prefix("toc ")
                .is_some_and(|level| level.trim().parse::<u8>().is_ok())
        };
        style.is_some() && self.chain(style).any(|(_, style)| is(&style.name))
    }

    /// Whether a paragraph is text by its style, whatever it begins with: the style is none of a heading, and says so.
    pub fn is_text(&self, style: Option<&str>, own: &ParagraphProperties) -> bool {
        let of_style = || self.chain(style).find_map(|(_, style)| style.paragraph.outline);
        style.is_some() && own.outline.or_else(of_style) == Some(9)
    }

    /// Whether a style is one of lists whose items stand close.
    pub fn is_close(&self, style: Option<&str>) -> bool {
        let is = |name: &str| name.starts_with("list number") || name.starts_with("list bullet");
        style.is_some() && self.chain(style).any(|(_, style)| is(&style.name))
    }

    /// How deep in other lists the items of a style stand, from 0: `List Number 3`, `List Bullet 3` are within two.
    pub fn depth(&self, style: Option<&str>) -> usize {
        let of = |name: &str| {
            let count = name
                .strip_prefix("list number ")
                .or_else(|| name.strip_prefix("list bullet "))?;
            count.trim().parse::<usize>().ok()
        };
        let found = style.and_then(|style| self.chain(Some(style)).find_map(|(_, style)| of(&style.name)));
        found.map_or(0, |number| number.saturating_sub(1).min(8))
    }

    /// What sets paragraphs of a style apart.
    pub fn frame(&self, style: Option<&str>) -> Frame {
        let known = |(_, style): (&str, &Style)| match style.name.as_str() {
            "quote" | "intense quote" => Some(Frame::Quote),
            "html preformatted" => Some(Frame::Code),
            name => {
                let sort = name.strip_prefix("alert ")?;
                let sorts = ["NOTE", "TIP", "IMPORTANT", "WARNING", "CAUTION"];
                let known = sorts.into_iter().find(|own| own.eq_ignore_ascii_case(sort));
                known.map(Frame::Alert)
            }
        };
        style
            .and_then(|style| self.chain(Some(style)).find_map(known))
            .unwrap_or_default()
    }

    /// Whether a paragraph stands on a ground of its own.
    pub fn is_grounded(&self, style: Option<&str>, own: &ParagraphProperties) -> bool {
        let of_style = || self.chain(style).find_map(|(_, style)| style.paragraph.grounded);
        own.grounded.or_else(of_style) == Some(true)
    }

    /// What a style of paragraphs says of whether its words are seen and hold: hidden, white, struck through, raised. That a
    /// style is bold or slanted is its look, and no emphasis.
    pub fn runs_of(&self, style: Option<&str>) -> RunProperties {
        let chain = self.chain(style).map(|(_, style)| style.run);
        let all = chain
            .fold(RunProperties::default(), RunProperties::or)
            .or(self.everywhere);
        RunProperties {
            bold: None,
            italic: None,
            code: None,
            ..all
        }
    }

    /// What a style of characters says.
    pub fn run(&self, style: &str) -> RunProperties {
        let chain = self.chain(Some(style)).map(|(_, style)| RunProperties {
            code: (style.name == "html code").then_some(true),
            ..style.run
        });
        chain.fold(RunProperties::default(), RunProperties::or)
    }
}

/// Whether a colour, as `FFFFFF`, cannot be told from paper.
fn is_white(color: &str) -> bool {
    let channels = u32::from_str_radix(color.trim(), 16).map(u32::to_be_bytes);
    channels.is_ok_and(|[_, channels @ ..]| channels.iter().all(|channel| *channel >= PALE))
}

/// A channel of a colour that is so light or lighter is that of paper.
const PALE: u8 = 0xf5;

impl ParagraphProperties {
    /// Reads `pPr`.
    pub fn of(element: &Element<'_>) -> Self {
        let list = element.child("numPr");
        Self {
            list: list
                .and_then(|list| list.child_value("numId"))
                .map(|id| id.trim().to_owned()),
            level: list
                .and_then(|list| list.child_value("ilvl"))
                .and_then(|level| level.trim().parse().ok()),
            align: element.child_value("jc").map(|align| match align {
                "center" => Align::Center,
                "right" | "end" => Align::End,
                _ => Align::Start,
            }),
            outline: element
                .child_value("outlineLvl")
                .and_then(|level| level.trim().parse().ok()),
            bold_mark: element.child("rPr").and_then(|mark| mark.child("b")).map(is_on),
            grounded: element.child("shd").map(|_| true),
        }
    }
}

impl RunProperties {
    /// Reads `rPr`.
    pub fn of(element: &Element<'_>) -> Self {
        let switch = |name: &str| element.child(name).map(is_on);
        Self {
            bold: switch("b"),
            italic: switch("i"),
            strike: switch("strike").or_else(|| switch("dstrike")),
            script: element.child_value("vertAlign").map(|script| match script {
                "superscript" => Script::Super,
                "subscript" => Script::Sub,
                _ => Script::Plain,
            }),
            hidden: switch("vanish").or_else(|| switch("webHidden").map(|_| false)),
            white: element.child_value("color").map(is_white),
            grounded: element.child("highlight").or(element.child("shd")).map(|_| true),
            underlined: element.child("u").map(|line| line.value() != Some("none")),
            code: None,
        }
    }

    /// What is said here, or else there.
    pub fn or(self, other: Self) -> Self {
        Self {
            bold: self.bold.or(other.bold),
            italic: self.italic.or(other.italic),
            strike: self.strike.or(other.strike),
            script: self.script.or(other.script),
            hidden: self.hidden.or(other.hidden),
            white: self.white.or(other.white),
            grounded: self.grounded.or(other.grounded),
            underlined: self.underlined.or(other.underlined),
            code: self.code.or(other.code),
        }
    }
}
