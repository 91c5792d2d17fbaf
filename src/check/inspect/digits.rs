//! Runs of digits in a text: numbers of people, cards and telephones.

use std::ops::Range;

/// A run of digits.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The digits, half-width; perhaps `X` at the end.
    pub digits: String,
    /// Bytes of the text.
    pub at: Range<usize>,
}

fn narrow(c: char) -> char {
    match c {
        '０'..='９' | 'Ｘ' | 'ｘ' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

/// Runs of at least `least` digits that are no part of a word or of a longer number. Single blanks and dashes between groups
/// of digits belong to the number, and so do stars that make a part of it stand out: 138**1234**5678.
pub(super) fn runs(text: &str, least: usize) -> Vec<Run> {
    let mut found = Vec::new();
    // Most blocks have no such run: bytes tell without reading characters.
    if !text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains(|c: char| narrow(c).is_ascii_digit())
    {
        return found;
    }
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, narrow(c))).collect();
    let digit = |n: usize| chars.get(n).is_some_and(|(_, c)| c.is_ascii_digit());
    let mut n = 0;
    while n < chars.len() {
        if !digit(n) {
            n += 1;
            continue;
        }
        let start = n;
        let (mut digits, mut marks) = (String::new(), 0);
        while let Some((_, c)) = chars.get(n) {
            let stars = stars(&chars[n..]);
            if c.is_ascii_digit() {
                digits.push(*c);
            } else if stars > 0 {
                marks += 1;
                n += stars - 1;
            } else if !(matches!(c, ' ' | '-') && digit(n + 1)) {
                break;
            }
            n += 1;
        }
        let check = chars.get(n).is_some_and(|(_, c)| matches!(c, 'X' | 'x'));
        if check && digits.len() == 17 {
            digits.push('X');
            n += 1;
        }
        let joined = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '/' | '=' | '%' | '*');
        let before = start.checked_sub(1).map(|before| chars[before].1);
        let after = chars.get(n).map(|(_, c)| *c);
        let end = chars.get(n).map_or(text.len(), |(at, _)| *at);
        let full_stop = after == Some('.') && !digit(n + 1);
        let alone =
            !before.is_some_and(joined) && (full_stop || !after.is_some_and(joined)) && marks % 2 == 0;
        if alone && digits.len() >= least {
            let at = chars[start].0..end;
            found.push(Run { digits, at });
        }
    }
    found
}

/// How many stars stand between two digits as a mark of emphasis; more of them stand for digits that are not shown.
fn stars(chars: &[(usize, char)]) -> usize {
    let count = chars.iter().take_while(|(_, c)| *c == '*').count();
    let goes_on = chars.get(count).is_some_and(|(_, c)| c.is_ascii_digit());
    if (1..=2).contains(&count) && goes_on {
        count
    } else {
        0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_is_a_number_by_itself() {
        let digits =
            |text: &str| -> Vec<String> { runs(text, 5).into_iter().map(|run| run.digits).collect() };
        for (text, expected) in [
            ("电话１３８００１３８０００。", vec!["13800138000"]),
            ("6222 0202 0000 1234 567", vec!["6222020200001234567"]),
            ("no.123456x、a12345", vec![]),
            ("11010519491231002x号", vec!["11010519491231002X"]),
            ("见 https://example.org/12345/", vec![]),
            ("12345.", vec!["12345"]),
            ("1.23456", vec![]),
            ("138**1234**5678", vec!["13812345678"]),
            ("138****5678、138**1234、138**5678", vec![]),
        ] {
            assert_eq!(digits(text), expected, "{text}");
        }
    }
}
