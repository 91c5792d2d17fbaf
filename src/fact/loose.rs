//! Values that are written as people say them, `60天`, `1,000`, `六十`, `60至90天`, or as programs do, `1e3`, `0x1F`, `1_000`: the
//! fields that would say the same.

use super::unit;
use crate::base::quantity::numbers_in;

/// What separates the two ends of a range.
const BETWEEN: [char; 7] = ['至', '到', '-', '~', '～', '—', '–'];

/// The fields that say the same as `text`: `value: 60, unit: 天`; `None` when it is not plainly a number or two.
pub fn meant(text: &str) -> Option<String> {
    let text: String = text.trim().chars().map(narrow).collect();
    if let Some(value) = of_programs(&text) {
        return Some(format!("value: {value}"));
    }
    let (numbers, unit) = match text.split_once(BETWEEN) {
        Some((from, to)) => {
            let end = |text: &str| match of_programs(text) {
                Some(value) => Some((value, String::new())),
                None => number(text),
            };
            let ((from, first), (to, unit)) = (end(from.trim())?, end(to.trim())?);
            if !(first.is_empty() || first == unit) || from > to {
                return None;
            }
            (format!("range: [{from}, {to}]"), unit)
        }
        None => {
            let (value, unit) = number(&text)?;
            (format!("value: {value}"), unit)
        }
    };
    Some(match unit.as_str() {
        "" => numbers,
        "%" => format!("{numbers}, unit: \"%\""),
        unit => format!("{numbers}, unit: {unit}"),
    })
}

/// A number that stands for itself in quotes or in full-width digits: `"60"`, `６０`.
pub(super) fn digits(text: &str) -> Option<(f64, String)> {
    let plain: String = text.trim().chars().map(narrow).collect();
    let only = plain.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: f64 = plain.parse().ok().filter(|_| only && is_plain(&plain))?;
    Some((number, plain))
}

/// Whether a number is written as it may be printed: `60`, `0.5`, `-5`, and not `0912`, `1e3`, `.5`, `+60`.
pub(super) fn is_plain(written: &str) -> bool {
    let digits = written.strip_prefix('-').unwrap_or(written);
    let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole) && all_digits(part) && (whole == "0" || !whole.starts_with('0'))
}

/// A number that is written as for a program: `1e3`, `1_000`, `0x1F`, `.5`, `+60`, `0912`.
fn of_programs(text: &str) -> Option<f64> {
    let bare = text.strip_prefix('+').unwrap_or(text);
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = bare.strip_prefix(prefix) {
            // Such numbers are small: what is printed of them is the number itself.
            return u32::from_str_radix(digits, radix).ok().map(f64::from);
        }
    }
    let begins = bare.starts_with(|c: char| c.is_ascii_digit() || c == '.' || c == '-');
    let only = bare
        .chars()
        .all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '+' | '_' | 'e' | 'E'));
    let value: f64 = bare.replace('_', "").parse().ok()?;
    (begins && only && value.is_finite()).then_some(value)
}

/// A number and the unit behind it.
fn number(text: &str) -> Option<(f64, String)> {
    let part = |c: char| c.is_ascii_digit() || ".,零〇一二两三四五六七八九十百千万亿点半".contains(c);
    let end = text.find(|c| !part(c)).unwrap_or(text.len());
    let (written, rest) = (text[..end].trim_end_matches(','), text[end..].trim());
    let [value] = numbers_in(written)[..] else {
        return None;
    };
    // 半 alone is a half, which nobody writes in digits.
    if written.contains('半') {
        return None;
    }
    Some((
        value,
        if rest.is_empty() {
            String::new()
        } else {
            unit::known(rest)?
        },
    ))
}

/// Full-width digits and signs as narrow ones.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' | '．' | '，' | '％' | '／' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_say_is_a_number_and_its_unit() {
        for (said, fields) in [
            ("60天", Some("value: 60, unit: 天")),
            ("1,000", Some("value: 1000")),
            ("３０００元/月", Some("value: 3000, unit: 元/月")),
            ("六十", Some("value: 60")),
            ("三个月", Some("value: 3, unit: 个月")),
            ("1.5万元", Some("value: 15000, unit: 元")),
            ("80%", Some("value: 80, unit: \"%\"")),
            ("158至180天", Some("range: [158, 180], unit: 天")),
            ("60天-90天", Some("range: [60, 90], unit: 天")),
            ("60 days", Some("value: 60, unit: 天")),
            ("1e3", Some("value: 1000")),
            ("1_000", Some("value: 1000")),
            ("0912", Some("value: 912")),
            ("0x1F", Some("value: 31")),
            (".5", Some("value: 0.5")),
            ("+60", Some("value: 60")),
            ("060至1e3", Some("range: [60, 1000]")),
            (".inf", None),
            ("1e400", None),
            ("约60天", None),
            ("三五天", None),
            ("半年", None),
            ("60天以上", None),
            ("90至60天", None),
            ("由用人单位决定", None),
        ] {
            assert_eq!(meant(said).as_deref(), fields, "{said}");
        }
        assert_eq!(digits("６０"), Some((60.0, "60".to_owned())));
        assert_eq!(digits("6e1"), None);
        assert_eq!(digits("060"), None);
    }
}
