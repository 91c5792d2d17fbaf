//! Styles that hide words: they are in the page, and nobody who reads it sees them.

use crate::html::{Attribute, Pieces, attribute_value};

/// Whether the element that begins here hides the words in it.
pub(super) fn hides(pieces: &Pieces<'_>) -> bool {
    let value = |name| pieces.attribute(name).map(attribute_value);
    value(Attribute::Hidden).is_some_and(|value| !value.eq_ignore_ascii_case("until-found"))
        || value(Attribute::Color).is_some_and(|color| is_white(&color))
        || value(Attribute::Style).is_some_and(|style| style_hides(&style))
}

/// Whether a style leaves nothing to be seen.
fn style_hides(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let declared: Vec<(&str, &str)> = style
        .split(';')
        .filter_map(|one| one.split_once(':'))
        .map(|(name, value)| {
            (
                name.trim(),
                value.trim().trim_end_matches("!important").trim_end(),
            )
        })
        .collect();
    let has_ground = declared.iter().any(|(name, _)| name.starts_with("background"));
    declared.iter().any(|(name, value)| match *name {
        "display" => *value == "none",
        "visibility" => *value == "hidden",
        "opacity" | "font-size" => number(value) == Some(0.0),
        "text-indent" | "left" | "top" | "margin-left" => number(value).is_some_and(|length| length <= FAR),
        "color" => !has_ground && is_white(value),
        _ => false,
    })
}

/// Words that are moved so far are on no screen, in pixels.
const FAR: f64 = -500.0;

/// The number that a value begins with.
fn number(value: &str) -> Option<f64> {
    let is_of_number = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
    let length = value.find(|c| !is_of_number(c)).unwrap_or(value.len());
    value[..length].parse().ok()
}

/// Whether a colour is white or none.
fn is_white(color: &str) -> bool {
    let plain: String = color.to_ascii_lowercase().split_whitespace().collect();
    matches!(
        &*plain,
        "white"
            | "#fff"
            | "#ffff"
            | "#ffffff"
            | "#ffffffff"
            | "transparent"
            | "rgb(255,255,255)"
            | "rgba(255,255,255,1)"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_leaves_nothing_to_be_seen_hides_and_what_only_looks_like_it_does_not() {
        for style in [
            "display:none",
            "Display: NONE !important",
            "color : #FFF",
            "color:rgb(255, 255, 255)",
            "font-size:0px",
            "position:absolute; left:-9999px",
            "opacity:0.0",
        ] {
            assert!(style_hides(style), "{style}");
        }
        for style in [
            "display:block",
            "color:#fff;background:#c00",
            "font-size:0.9em",
            "opacity:.5",
            "text-indent:-2em",
            "margin-left:-10px",
            "background:white",
            "",
        ] {
            assert!(!style_hides(style), "{style}");
        }
    }
}
