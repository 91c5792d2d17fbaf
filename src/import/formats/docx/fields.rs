//! Fields: what Word works out. Their results are words of the document; their instructions are not.

use super::numerals::circled;
use super::symbols;
use crate::import::xml::Element;

/// Fields are in each other so deep at most.
pub const MOST_FIELDS: usize = 32;

/// A field that is open.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Its instruction, so far.
    pub instruction: String,
    /// Its result has begun.
    pub result: bool,
    /// It is a box to be ticked, and whether it is.
    pub ticked: Option<bool>,
    /// It is a choice from a list, and what is chosen.
    pub chosen: Option<String>,
    /// Words of its result were shown.
    pub said: bool,
}

/// What a field without a result stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// These words.
    Words(String),
    /// These words, in an arrangement that is lost.
    Loosely(String),
    /// Nothing that anybody sees.
    Nothing,
    /// Something that is not known.
    Unknown,
}

impl Field {
    /// The field that a `fldChar` begins.
    pub fn begun(element: &Element<'_>) -> Self {
        let tick = element.find("checkBox").map(|tick| {
            let state = tick.child("checked").or_else(|| tick.child("default"));
            state.is_some_and(super::numbering::is_on)
        });
        Self {
            ticked: tick,
            chosen: element.find("ddList").and_then(chosen),
            ..Self::default()
        }
    }

    /// The field that a `fldSimple` is.
    pub fn of(element: &Element<'_>) -> Self {
        Self {
            instruction: element.attribute("instr").unwrap_or_default().to_owned(),
            result: true,
            ..Self::default()
        }
    }

    /// Its first word, in capitals.
    pub fn name(&self) -> String {
        let word = self.instruction.split_whitespace().next().unwrap_or_default();
        word.to_ascii_uppercase()
    }

    /// Where it leads, when it is a link; `#` and a name for a place in the document.
    pub fn link(&self) -> Option<String> {
        if self.name() != "HYPERLINK" {
            return None;
        }
        let (mut address, mut anchor, mut to_anchor) = (String::new(), String::new(), false);
        for word in arguments(&self.instruction).into_iter().skip(1) {
            match word.as_str() {
                "\\l" | "\\L" => to_anchor = true,
                // A switch with a word that is no address: a hint, a frame.
                "\\o" | "\\t" | "\\O" | "\\T" => break,
                word if word.starts_with('\\') && word.len() == 2 => {}
                _ if to_anchor => {
                    anchor = word;
                    to_anchor = false;
                }
                _ if address.is_empty() => address = word,
                _ => {}
            }
        }
        match (address.is_empty(), anchor.is_empty()) {
            (true, true) => None,
            (_, true) => Some(address),
            _ => Some(format!("{address}#{anchor}")),
        }
    }

    /// Whether its result is a number of a page, which means nothing on the web.
    pub fn is_page_number(&self) -> bool {
        matches!(
            self.name().as_str(),
            "PAGE" | "NUMPAGES" | "SECTIONPAGES" | "SECTION"
        )
    }

    /// Whether its result is a table of contents.
    pub fn is_contents(&self) -> bool {
        self.name() == "TOC"
    }

    /// What it stands for, when it has no result.
    pub fn shown(&self) -> Shown {
        if let Some(ticked) = self.ticked {
            return Shown::Words(if ticked { "☑" } else { "☐" }.to_owned());
        }
        if let Some(chosen) = &self.chosen {
            return Shown::Words(chosen.clone());
        }
        match self.name().as_str() {
            "" | "XE" | "TC" | "TA" | "RD" | "ASK" | "SET" | "ADDIN" | "PRIVATE" | "PAGE" | "NUMPAGES"
            | "SECTIONPAGES" | "TOC" | "INDEX" | "ADVANCE" | "FORMTEXT" | "FORMDROPDOWN" | "HYPERLINK" => {
                Shown::Nothing
            }
            "EQ" => equation(&self.instruction),
            "SYMBOL" => {
                symbol(&self.instruction).map_or(Shown::Unknown, |sign| Shown::Words(sign.to_string()))
            }
            _ => Shown::Unknown,
        }
    }
}

/// What is chosen from a list: by whoever filled the form in, or before that; else its first entry, which is what is seen.
fn chosen(list: &Element<'_>) -> Option<String> {
    let number = list.child_value("result").or_else(|| list.child_value("default"));
    let number = number.and_then(|number| number.trim().parse().ok()).unwrap_or(0);
    let mut entries = list.elements().filter(|entry| entry.name == "listEntry");
    entries.nth(number)?.value().map(str::to_owned)
}

/// The words of an instruction, those in quotes as one.
fn arguments(instruction: &str) -> Vec<String> {
    let (mut words, mut word, mut quoted) = (Vec::new(), String::new(), false);
    for c in instruction.chars() {
        match c {
            '"' | '“' | '”' => {
                if quoted {
                    words.push(std::mem::take(&mut word));
                }
                quoted = !quoted;
            }
            c if c.is_whitespace() && !quoted => {
                if !word.is_empty() {
                    words.push(std::mem::take(&mut word));
                }
            }
            c => word.push(c),
        }
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

/// `EQ \o\ac(○,11)` is ⑪; other arrangements are their words.
fn equation(instruction: &str) -> Shown {
    let Some((_, inner)) = instruction.split_once('(') else {
        return Shown::Unknown;
    };
    let inner = inner.trim_end().strip_suffix(')').unwrap_or(inner);
    let parts: Vec<&str> = inner.split([',', ';', '，']).map(str::trim).collect();
    let ring = |part: &&str| matches!(*part, "○" | "〇" | "O" | "◯" | "□" | "△" | "◇");
    let number = parts.iter().find_map(|part| part.parse::<u32>().ok());
    match (parts.iter().any(ring), number) {
        (true, Some(number)) => match circled(number) {
            Some(sign) => Shown::Words(sign),
            None => Shown::Loosely(format!("（{number}）")),
        },
        (true, None) => Shown::Loosely(parts.iter().filter(|part| !ring(part)).copied().collect()),
        _ => {
            let words: String = inner.chars().filter(|c| !matches!(c, '\\' | '(' | ')')).collect();
            Shown::Loosely(words)
        }
    }
}

/// `SYMBOL 254 \f "Wingdings"`.
fn symbol(instruction: &str) -> Option<char> {
    let words = arguments(instruction);
    let code = words.get(1)?;
    let code = match code.strip_prefix("0x").or_else(|| code.strip_prefix("0X")) {
        Some(digits) => u32::from_str_radix(digits, 16).ok()?,
        None => code.parse().ok()?,
    };
    let font = words
        .iter()
        .position(|word| word == "\\f")
        .and_then(|at| words.get(at + 1));
    match font {
        Some(font) if symbols::is_of_signs(font) => symbols::of(font, code),
        _ => char::from_u32(code).filter(|c| !c.is_control()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(instruction: &str) -> Field {
        Field {
            instruction: instruction.to_owned(),
            ..Field::default()
        }
    }

    #[test]
    fn a_link_has_its_address_and_its_place() {
        assert_eq!(
            field(" HYPERLINK \"https://a/b c\" ").link().as_deref(),
            Some("https://a/b c")
        );
        assert_eq!(field("HYPERLINK \\l \"_Toc1\"").link().as_deref(), Some("#_Toc1"));
        assert_eq!(
            field("HYPERLINK \"https://a/\" \\o \"看\"").link().as_deref(),
            Some("https://a/")
        );
        assert_eq!(field("PAGEREF _Toc1 \\h").link(), None);
    }

    #[test]
    fn a_field_without_a_result_stands_for_what_is_seen() {
        for (instruction, shown) in [
            ("EQ \\o\\ac(○,11)", Shown::Words("⑪".into())),
            ("eq \\o\\ac(○,甲)", Shown::Loosely("甲".into())),
            ("SYMBOL 254 \\f \"Wingdings\" \\s 12", Shown::Words("☑".into())),
            ("XE \"词\"", Shown::Nothing),
            ("DOCVARIABLE x", Shown::Unknown),
        ] {
            assert_eq!(field(instruction).shown(), shown, "{instruction}");
        }
    }
}
