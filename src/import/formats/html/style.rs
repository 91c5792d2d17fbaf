//! What elements and their styles say of words: bold, centred, numbered.

use super::dom::Element;
use crate::base::numeral;
use crate::import::formats::docx::symbols;
use crate::import::model::{Align, Script, Text};

/// Sets words as an element does.
pub fn apply(text: &mut Text, element: &Element) {
    match &*element.name {
        "b" | "strong" => text.style.bold = true,
        "i" | "em" => text.style.italic = true,
        "s" | "strike" | "del" => text.style.strike = true,
        "sup" => text.style.script = Script::Super,
        "sub" => text.style.script = Script::Sub,
        "a" if element.has("href") => text.link = element.attribute("href").trim().to_owned(),
        _ => {}
    }
    match &*element.style("font-weight") {
        "bold" | "bolder" | "600" | "700" | "800" | "900" => text.style.bold = true,
        "normal" | "400" => text.style.bold = false,
        _ => {}
    }
    let lines = [
        element.style("text-decoration"),
        element.style("text-decoration-line"),
    ];
    if lines.iter().any(|line| line.contains("line-through")) {
        text.style.strike = true;
    }
    match &*element.style("vertical-align") {
        "super" => text.style.script = Script::Super,
        "sub" => text.style.script = Script::Sub,
        _ => {}
    }
}

/// The font of signs that an element sets its words in; empty for another font, `None` when it says none.
pub fn signs(element: &Element) -> Option<String> {
    let family = element.style("font-family");
    let said = if family.is_empty() {
        element.attribute("face").to_lowercase()
    } else {
        family
    };
    let first = said
        .split(',')
        .next()?
        .trim_matches(|c: char| c.is_whitespace() || c == '"' || c == '\'');
    // Blanks are gone from what a style says.
    let name = match first {
        "wingdings2" => "wingdings 2",
        "wingdings3" => "wingdings 3",
        other => other,
    };
    let known = symbols::is_of_signs(name);
    (!name.is_empty()).then(|| if known { name.to_owned() } else { String::new() })
}

/// The picture that an element shows as its ground, when there is nothing else in it to be seen.
pub fn ground(element: &Element) -> Option<&str> {
    let style = element.attribute("style");
    let at = style.find("background")?;
    let (_, rest) = style[at..].split_once("url(")?;
    let address = rest.split(')').next()?.trim_matches(['"', '\'', ' ']);
    (!address.is_empty() && !address.starts_with("data:")).then_some(address)
}

/// How a box of a form looks on paper; `None` for what is no box.
pub fn tick(element: &Element) -> Option<&'static str> {
    match (
        &*element.attribute("type").to_ascii_lowercase(),
        element.has("checked"),
    ) {
        ("checkbox", true) => Some("☑"),
        ("checkbox", false) => Some("☐"),
        ("radio", true) => Some("◉"),
        ("radio", false) => Some("○"),
        _ => None,
    }
}

/// Where the lines of an element stand; `None` when it does not say.
pub fn align(element: &Element) -> Option<Align> {
    if element.name == "center" {
        return Some(Align::Center);
    }
    let said = element.style("text-align");
    let said = if said.is_empty() {
        element.attribute("align").to_lowercase()
    } else {
        said
    };
    match &*said {
        "center" | "middle" => Some(Align::Center),
        "right" | "end" => Some(Align::End),
        "left" | "justify" | "start" => Some(Align::Start),
        _ => None,
    }
}

/// Whether an element holds the number that Word prints before a paragraph.
pub fn is_number(element: &Element) -> bool {
    element.style("mso-list") == "ignore"
}

/// Whether a mark before a paragraph is no number but a dot, also one of the signs that Word takes from a font of signs.
pub fn is_dot(mark: &str) -> bool {
    let one = mark.chars().count() == 1;
    one && mark
        .chars()
        .all(|c| "·•●○■□◆◇▪‣–-—*lnuqpØüv".contains(c) || ('\u{f000}'..='\u{f0ff}').contains(&c))
}

/// What a list prints before an item; `None` for a dot.
pub fn marker(list: &Element, item: &Element, count: i64) -> Option<String> {
    let kind = [item, list].into_iter().map(|element| {
        let style = element.style("list-style-type");
        let style = if style.is_empty() {
            element.style("list-style")
        } else {
            style
        };
        if style.is_empty() {
            element.attribute("type").trim().to_owned()
        } else {
            style
        }
    });
    let kind = kind.into_iter().find(|kind| !kind.is_empty()).unwrap_or_default();
    if list.name == "ul" {
        return (kind == "none").then(String::new);
    }
    let small = u32::try_from(count).ok().filter(|count| *count > 0);
    let letter = |first: u8| {
        let at = small
            .and_then(|count| u8::try_from(count - 1).ok())
            .filter(|at| *at < 26)?;
        Some(format!("{}. ", char::from(first + at)))
    };
    // Browsers print greater ones as digits.
    let roman = || small.filter(|count| *count < 4000).and_then(numeral::roman);
    let special = match &*kind {
        "none" => Some(String::new()),
        "a" | "lower-alpha" | "lower-latin" => letter(b'a'),
        "i" | "lower-roman" => roman().map(|letters| format!("{}. ", letters.to_lowercase())),
        "I" | "upper-roman" => roman().map(|letters| format!("{letters}. ")),
        "A" | "upper-alpha" | "upper-latin" => letter(b'A'),
        "cjk-ideographic" | "simp-chinese-informal" | "trad-chinese-informal" | "cjk-decimal" => {
            small.map(|count| format!("{}、", numeral::chinese(count)))
        }
        _ => None,
    };
    Some(special.unwrap_or_else(|| format!("{count}. ")))
}

/// Whether the address of a picture is that of a sign for a kind of file, which sites put before attachments.
pub fn is_icon(address: &str) -> bool {
    let name = address.rsplit('/').next().unwrap_or_default().to_lowercase();
    ["icon_", "icon-", "ico_", "fileicon", "filetype"]
        .iter()
        .any(|begin| name.starts_with(begin))
        || address.contains("/fileTypeImages/")
        || address.contains("/icons/")
}

/// Whether words for a picture are only the name of its file.
pub fn names_file(words: &str) -> bool {
    let ending = words.rsplit_once('.').map_or("", |(_, ending)| ending);
    ["jpg", "jpeg", "png", "gif", "bmp", "webp"].contains(&&*ending.to_lowercase())
}
