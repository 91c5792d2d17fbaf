//! Telephone numbers as people write them, and what a telephone can call: `021－１２３４５６７８转801`, `12345、12356`.

use serde::Serialize;

/// A stretch of a text, and the number that it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PhonePart {
    /// As it is written.
    pub text: String,
    /// Digits to call, perhaps `+` before them and `,` before an extension; empty for what is no number.
    pub call: String,
}

/// The numbers of a text and what stands between them.
pub fn parts(text: &str) -> Vec<PhonePart> {
    let chars: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, narrow(c))).collect();
    let place = |n: usize| chars.get(n).map_or(text.len(), |(at, _)| *at);
    let mut parts: Vec<PhonePart> = Vec::new();
    let (mut n, mut plain) = (0, 0);
    while n < chars.len() {
        let Some((length, call)) = number(&chars[n..]) else {
            n += 1;
            continue;
        };
        if plain < n {
            parts.push(PhonePart {
                text: text[place(plain)..place(n)].to_owned(),
                call: String::new(),
            });
        }
        parts.push(PhonePart {
            text: text[place(n)..place(n + length)].to_owned(),
            call,
        });
        n += length;
        plain = n;
    }
    if plain < n {
        parts.push(PhonePart {
            text: text[place(plain)..].to_owned(),
            call: String::new(),
        });
    }
    parts
}

/// Full-width signs as narrow ones; all that joins groups of digits as one of three.
fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c),
        '（' => '(',
        '）' => ')',
        '＋' => '+',
        '－' | '—' | '–' | '‐' | '‑' | '−' | '─' => '-',
        '\u{3000}' | '\u{a0}' => ' ',
        other => other,
    }
}

/// The number that a text begins with: how many characters it has, and what to call.
fn number(text: &[(usize, char)]) -> Option<(usize, String)> {
    let at = |n: usize| text.get(n).map(|(_, c)| *c);
    let mut groups: Vec<String> = Vec::new();
    let mut n = usize::from(at(0) == Some('('));
    let plus = at(n) == Some('+');
    n += usize::from(plus);
    let mut end = 0;
    while let Some(group) = digits(&text[n.min(text.len())..]) {
        let so_far: usize = groups.iter().map(String::len).sum();
        if is_whole(&groups, so_far) || so_far + group.len() > 15 {
            break;
        }
        n += group.len();
        groups.push(group);
        end = n;
        while matches!(at(n), Some('-' | ' ' | ')' | '(')) {
            n += 1;
        }
    }
    let mut extension = String::new();
    if !plus && groups.len() > 1 && groups.concat().len() > 12 {
        extension = groups.pop().expect("there is more than one group");
    }
    let call = groups.concat();
    let short = call.len() == 3 && call.starts_with('1');
    if !(short || (5..=15).contains(&call.len())) {
        return None;
    }
    if let Some((length, more)) = said_extension(&text[end..]) {
        extension = more;
        end += length;
    }
    let sign = if plus { "+" } else { "" };
    let pause = if extension.is_empty() { "" } else { "," };
    Some((end, format!("{sign}{call}{pause}{extension}")))
}

/// Whether what was read is a number that nothing is added to: 12345, 110, a mobile one.
fn is_whole(groups: &[String], length: usize) -> bool {
    let one = groups.len() == 1;
    let first = groups.first().map_or("", String::as_str);
    one && (length == 5 && first.starts_with(['1', '9'])
        || length == 3 && matches!(first, "110" | "119" | "120" | "122"))
        || length == 11 && first.starts_with('1')
}

/// An extension in words: `转801`, `分机 801`, `ext. 801`.
fn said_extension(text: &[(usize, char)]) -> Option<(usize, String)> {
    const WORDS: [&str; 7] = ["转分机", "分机号", "分机", "转", "ext.", "ext", "x"];
    let plain: String = text
        .iter()
        .take(16)
        .map(|(_, c)| c.to_ascii_lowercase())
        .collect();
    let rest = plain.trim_start_matches([' ', '(', ',', '，']);
    let word = WORDS.iter().find(|word| rest.starts_with(**word))?;
    let behind = rest[word.len()..].trim_start_matches([' ', ':', '：', '.']);
    let number: String = behind.chars().take_while(char::is_ascii_digit).collect();
    let close = usize::from(rest.len() < plain.len() && behind[number.len()..].starts_with(')'));
    let length = plain.chars().count() - behind.chars().count() + number.len() + close;
    (!number.is_empty() && number.len() <= 6).then_some((length, number))
}

fn digits(text: &[(usize, char)]) -> Option<String> {
    let run: String = text
        .iter()
        .map(|(_, c)| *c)
        .take_while(char::is_ascii_digit)
        .collect();
    (!run.is_empty()).then_some(run)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn calls(text: &str) -> Vec<String> {
        let found = parts(text);
        assert_eq!(
            found.iter().map(|part| part.text.as_str()).collect::<String>(),
            text
        );
        found
            .into_iter()
            .map(|part| part.call)
            .filter(|call| !call.is_empty())
            .collect()
    }

    #[test]
    fn what_people_write_is_a_number_to_call() {
        for (text, expected) in [
            ("12345", vec!["12345"]),
            ("021-12345678", vec!["02112345678"]),
            ("０２１－１２３４５６７８", vec!["02112345678"]),
            ("（021）1234 5678", vec!["02112345678"]),
            ("+86 21 1234 5678", vec!["+862112345678"]),
            ("400 820 8820", vec!["4008208820"]),
            ("138 1234 5678", vec!["13812345678"]),
            ("021-12345678转801", vec!["02112345678,801"]),
            ("021-12345678 （分机 801）", vec!["02112345678,801"]),
            ("021-12345678-801", vec!["02112345678,801"]),
            ("021-12345678 ext. 801", vec!["02112345678,801"]),
            ("12345、12356", vec!["12345", "12356"]),
            ("12345 12356", vec!["12345", "12356"]),
            ("021-12345678、87654321", vec!["02112345678", "87654321"]),
            ("热线：12345（24小时）", vec!["12345"]),
            ("13812345678 13987654321", vec!["13812345678", "13987654321"]),
            ("110", vec!["110"]),
            ("等当地填写", vec![]),
        ] {
            assert_eq!(calls(text), expected, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn every_text_comes_back_whole(text in "[0-9０-９转\\-（） +、ext.]{0,24}") {
            calls(&text);
        }
    }
}
