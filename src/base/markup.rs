//! Markup in a text that is printed as it is: stars, links, references, tags, facts in braces.

use std::ops::Range;

/// The first markup in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Markup {
    /// Where it is, in bytes.
    pub at: Range<usize>,
    /// Its words without the markup.
    pub words: String,
    /// It is a fact, `{{婚假}}`, which has a value instead of words.
    pub is_fact: bool,
}

/// The first markup of a text; `None` when all of it may be printed as it is.
pub fn first(text: &str) -> Option<Markup> {
    let signs = text.char_indices().filter(|(_, c)| "*_~`[!<&{｛#".contains(*c));
    signs.filter_map(|(at, _)| begins(text, at)).next()
}

/// A text without its markup but for facts.
pub fn without(text: &str) -> String {
    let (mut out, mut rest) = (String::new(), text);
    while let Some(found) = first(rest) {
        out += &rest[..found.at.start];
        if found.is_fact {
            out += &rest[found.at.clone()];
        } else {
            out += &without(&found.words);
        }
        rest = &rest[found.at.end..];
    }
    out + rest
}

/// The markup that begins at a sign.
fn begins(text: &str, at: usize) -> Option<Markup> {
    let rest = &text[at..];
    let (length, words) = match rest.chars().next()? {
        '{' | '｛' => {
            let (length, words) = braces(rest)?;
            return Some(Markup {
                at: at..at + length,
                words: words.to_owned(),
                is_fact: true,
            });
        }
        '*' | '_' | '~' => between(text, at, ["**", "__", "~~"])?,
        '`' => paired(rest, "`")?,
        '[' => reference(rest).or_else(|| link(rest))?,
        '!' => {
            let (length, words) = link(rest.strip_prefix('!')?)?;
            (length + 1, words)
        }
        '<' => (tag(rest)?, ""),
        '&' => {
            return entity(rest).map(|(length, sign)| Markup {
                at: at..at + length,
                words: sign,
                is_fact: false,
            });
        }
        '#' if at == 0 => (heading(rest)?, ""),
        _ => return None,
    };
    Some(Markup {
        at: at..at + length,
        words: words.to_owned(),
        is_fact: false,
    })
}

/// `**…**` and the like; a star alone is markup only where no number stands beside it: 3*4*5 is none.
fn between<'t>(text: &'t str, at: usize, signs: [&str; 3]) -> Option<(usize, &'t str)> {
    let rest = &text[at..];
    if let Some(sign) = signs.into_iter().find(|sign| rest.starts_with(sign)) {
        return paired(rest, sign);
    }
    let plain = |c: Option<char>| c.is_none_or(|c| !c.is_ascii_digit());
    let (length, words) = paired(rest.strip_prefix('*').map(|_| rest)?, "*")?;
    let (before, behind) = (text[..at].chars().next_back(), rest[length..].chars().next());
    let word = words.chars().any(char::is_alphabetic);
    (word && plain(before) && plain(behind)).then_some((length, words))
}

/// What stands between two like signs, with no blank beside it.
fn paired<'t>(rest: &'t str, sign: &str) -> Option<(usize, &'t str)> {
    let within = rest.strip_prefix(sign)?;
    let end = within.find(sign).filter(|end| *end > 0)?;
    let words = &within[..end];
    (words.trim() == words).then_some((end + 2 * sign.len(), words))
}

fn braces(rest: &str) -> Option<(usize, &str)> {
    [("{{", "}}"), ("｛｛", "｝｝")]
        .into_iter()
        .find_map(|(open, close)| {
            let within = rest.strip_prefix(open)?;
            let end = within.find(close).filter(|end| *end > 0)?;
            Some((open.len() + end + close.len(), within[..end].trim()))
        })
}

/// `[[某某条例#第三条|条例]]`: the words shown, or the whole name.
fn reference(rest: &str) -> Option<(usize, &str)> {
    let within = rest.strip_prefix("[[")?;
    let end = within.find("]]").filter(|end| *end > 0)?;
    let name = &within[..end];
    Some((end + 4, name.rsplit_once('|').map_or(name, |(_, shown)| shown)))
}

/// `[words](address)`.
fn link(rest: &str) -> Option<(usize, &str)> {
    let within = rest.strip_prefix('[')?;
    let (words, behind) = within.split_once("](")?;
    let address = &behind[..behind.find(')')?];
    // （[注](一)） is a note of its author: an address has a letter or a sign of an address.
    let is_address = address
        .chars()
        .any(|c| c.is_ascii_alphanumeric() || "./#".contains(c));
    (!words.contains(['[', '\n']) && is_address).then(|| (1 + words.len() + 2 + address.len() + 1, words))
}

/// `<b>`, `</span>`, `<br/>`, `<a href="…">`, a comment.
fn tag(rest: &str) -> Option<usize> {
    if rest.starts_with("<!--") {
        return rest.find("-->").map(|end| end + 3);
    }
    let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let close = rest.find('>')?;
    let inside = &name[end..name.find('>')?];
    let plain = inside.trim_end_matches('/').trim().is_empty() || inside.contains('=');
    (name.starts_with(|c: char| c.is_ascii_alphabetic()) && plain).then_some(close + 1)
}

/// The sign that an entity stands for: `&nbsp;`, `&#12290;`.
fn entity(rest: &str) -> Option<(usize, String)> {
    let end = rest.find(';').filter(|end| (3..=10).contains(end))?;
    let name = &rest[1..end];
    let number = name
        .strip_prefix('#')
        .filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let sign = match name {
        "amp" => "&".to_owned(),
        "lt" => "<".to_owned(),
        "gt" => ">".to_owned(),
        "quot" => "\"".to_owned(),
        "nbsp" | "ensp" | "emsp" => " ".to_owned(),
        _ if number.is_some() => number?.parse().ok().and_then(char::from_u32)?.to_string(),
        _ => return None,
    };
    Some((end + 1, sign))
}

/// `## ` at the beginning of a text.
fn heading(rest: &str) -> Option<usize> {
    let signs = rest.bytes().take_while(|b| *b == b'#').count();
    let blank = rest[signs..].starts_with([' ', '\u{3000}']);
    (signs <= 6 && blank).then(|| rest.len() - rest[signs..].trim_start().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_is_found_and_its_words_are_kept() {
        for (text, words) in [
            ("一**句**话", "一句话"),
            ("*甲*乙", "甲乙"),
            ("`码`~~删~~__重__", "码删重"),
            ("见[办法](https://example.org/a_(b))", "见办法)"),
            ("见[[某某条例#第三条|条例]]和[[别的]]", "见条例和别的"),
            ("![图](a.png)后", "图后"),
            ("<b>路</b>1号<br/>", "路1号"),
            ("甲&nbsp;乙&#12290;", "甲 乙。"),
            ("## 标题", "标题"),
            ("<!-- 注 -->甲", "甲"),
            ("休{{婚假}}**整**", "休{{婚假}}整"),
        ] {
            assert!(first(text).is_some(), "{text}");
            assert_eq!(without(text), words, "{text}");
        }
    }

    #[test]
    fn signs_that_are_no_markup_are_left_alone() {
        for text in [
            "3*4*5平方米",
            "第<3>条",
            "a < b > c",
            "#1楼",
            "婚假 # 几天",
            "[注](一)",
            "AT&T；",
            "a_b_c",
            "C++ * 2",
            "〔2021〕19号",
            "2 ** 3",
            "{产假}",
            "**",
            "",
        ] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
