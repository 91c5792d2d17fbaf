//! Coordinates as people write them: `31.23, 121.47`, `[31.23, 121.47]`, `121.47E 31.23N`, `北纬31°14′，东经121°28′`.

use crate::base::{Diagnostic, Message, Span};
use crate::document::Property;
use crate::message;
use crate::yaml::{FIELD_WRONG, Fields, YamlNode, YamlValue};

/// A number of degrees, and which of the two it is when letters say so.
#[derive(Debug, Clone, PartialEq)]
struct Degrees {
    value: f64,
    written: String,
    latitude: Option<bool>,
}

/// Reads `coordinates`, kept as latitude and longitude with a comma between them.
pub(super) fn read(fields: &mut Fields, out: &mut Vec<Property>) {
    let Some(node) = fields.node("coordinates") else {
        return;
    };
    let at = node.at.clone();
    match text_of(node).ok_or_else(usual).and_then(|text| meant(&text)) {
        Ok(text) if text.is_empty() => {}
        Ok(text) => out.push(Property {
            name: "coordinates".to_owned(),
            label: "坐标".to_owned(),
            texts: vec![text],
            moment: None,
            at: None,
        }),
        Err(hint) => {
            let place = Span::new(fields.file(), at);
            let message = message!("坐标的写法不对", "these are no coordinates");
            fields.push(Diagnostic::new(&FIELD_WRONG, place, message).hint(hint));
        }
    }
}

fn text_of(node: YamlNode) -> Option<String> {
    match node.value {
        YamlValue::Text(text) | YamlValue::Number(_, text) => Some(text),
        YamlValue::List(items) => {
            let texts = items.into_iter().map(text_of);
            Some(texts.collect::<Option<Vec<String>>>()?.join(", "))
        }
        _ => None,
    }
}

fn usual() -> Message {
    message!(
        "先纬度后经度，写成 31.23, 121.47",
        "latitude first, then longitude: 31.23, 121.47"
    )
}

/// The coordinates of a text, or the way out.
fn meant(text: &str) -> Result<String, Message> {
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let found = degrees(text).ok_or_else(usual)?;
    let [first, second] = <[Degrees; 2]>::try_from(found).map_err(|_| usual())?;
    let turned = match (first.latitude, second.latitude) {
        (Some(one), Some(other)) if one == other => return Err(usual()),
        (Some(latitude), _) => !latitude,
        (None, Some(latitude)) => latitude,
        (None, None) => false,
    };
    let said = first.latitude.or(second.latitude).is_some();
    let (latitude, longitude) = if turned { (second, first) } else { (first, second) };
    let within = |a: &Degrees, b: &Degrees| a.value.abs() <= 90.0 && b.value.abs() <= 180.0;
    let (north, east) = (&latitude.written, &longitude.written);
    if within(&latitude, &longitude) {
        return Ok(format!("{north}, {east}"));
    }
    if !said && within(&longitude, &latitude) {
        return Err(message!(
            "先纬度后经度：写成 {east}, {north}",
            "latitude first, then longitude: {east}, {north}"
        ));
    }
    Err(message!(
        "纬度在 −90 至 90 之间，经度在 −180 至 180 之间",
        "a latitude is from −90 to 90, a longitude from −180 to 180"
    ))
}

/// Every number of degrees in a text; `None` when there is anything else in it.
fn degrees(text: &str) -> Option<Vec<Degrees>> {
    let plain: String = unicode_plain(text);
    let mut rest = plain.trim_start();
    let mut found = Vec::new();
    while !rest.is_empty() {
        let before = letter(&mut rest);
        let (value, written) = number(&mut rest)?;
        let letter = before.or_else(|| letter(&mut rest));
        let negative = matches!(letter, Some('S' | 'W')) && value > 0.0;
        found.push(Degrees {
            value: if negative { -value } else { value },
            written: if negative { format!("-{written}") } else { written },
            latitude: letter.map(|letter| matches!(letter, 'N' | 'S')),
        });
        rest = rest.trim_start_matches([' ', ',', ';', '、']);
    }
    Some(found)
}

/// Full-width signs as narrow ones, words for directions as letters.
fn unicode_plain(text: &str) -> String {
    let words = [
        ("北纬", "N"),
        ("南纬", "S"),
        ("东经", "E"),
        ("西经", "W"),
        ("纬度", "N"),
        ("经度", "E"),
        ("度", "°"),
        ("分", "′"),
        ("秒", "″"),
    ];
    let narrow = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' | '\u{a0}' => ' ',
        '−' | '–' => '-',
        '\'' | '’' => '′',
        '"' | '”' => '″',
        'º' | '˚' => '°',
        other => other,
    };
    let text: String = text.chars().map(narrow).collect();
    let text = text.replace(':', " ");
    words
        .iter()
        .fold(text, |text, (word, sign)| text.replace(word, sign))
}

/// A letter of a direction, taken off.
fn letter(rest: &mut &str) -> Option<char> {
    let trimmed = rest.trim_start();
    let first = trimmed.chars().next()?.to_ascii_uppercase();
    if !matches!(first, 'N' | 'S' | 'E' | 'W') {
        return None;
    }
    *rest = trimmed[1..].trim_start();
    Some(first)
}

/// A number of degrees, perhaps with minutes and seconds, taken off: its value, and how it is written in degrees.
fn number(rest: &mut &str) -> Option<(f64, String)> {
    let whole = take(rest)?;
    let value: f64 = whole.parse().ok()?;
    let Some(behind) = rest.trim_start().strip_prefix('°') else {
        return Some((value, whole));
    };
    *rest = behind.trim_start();
    let mut parts = value.abs();
    let mut finer = false;
    for (sign, size) in [('′', 60.0), ('″', 3600.0)] {
        let mut after = *rest;
        let Some(part) = take(&mut after).and_then(|part| part.parse::<f64>().ok()) else {
            continue;
        };
        if let Some(after) = after.trim_start().strip_prefix(sign).filter(|_| part < 60.0) {
            parts += part / size;
            finer = true;
            *rest = after.trim_start();
        }
    }
    if !finer {
        return Some((value, whole));
    }
    let value = if whole.starts_with('-') { -parts } else { parts };
    let written = format!("{value:.5}");
    Some((
        value,
        written.trim_end_matches('0').trim_end_matches('.').to_owned(),
    ))
}

fn take(rest: &mut &str) -> Option<String> {
    let end = rest
        .char_indices()
        .find(|(at, c)| !(c.is_ascii_digit() || *c == '.' || *at == 0 && matches!(c, '-' | '+')))
        .map_or(rest.len(), |(at, _)| at);
    let (number, after) = rest.split_at(end);
    if !number.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    *rest = after;
    Some(number.trim_start_matches('+').to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_are_read_in_the_ways_of_writing_them() {
        for (text, expected) in [
            ("31.23, 121.47", "31.23, 121.47"),
            ("31.2300，121.4700", "31.2300, 121.4700"),
            ("31.23N, 121.47E", "31.23, 121.47"),
            ("121.47E 31.23N", "31.23, 121.47"),
            ("E121.47, N31.23", "31.23, 121.47"),
            ("北纬31.23度，东经121.47度", "31.23, 121.47"),
            ("东经121°28′、北纬31°14′", "31.23333, 121.46667"),
            ("31°14'10\"N 121°28'30\"E", "31.23611, 121.475"),
            ("经度：121.47 纬度：31.23", "31.23, 121.47"),
            ("33.9S 18.4E", "-33.9, 18.4"),
        ] {
            assert_eq!(meant(text), Ok(expected.to_owned()), "{text}");
        }
        for text in [
            "121.47, 31.23",
            "某某路1号",
            "31.23",
            "31.23N 32N",
            "95N 200E",
            "1,2,3",
        ] {
            assert!(meant(text).is_err(), "{text}");
        }
        assert!(meant("121.47, 31.23").unwrap_err().zh.contains("31.23, 121.47"));
    }
}
