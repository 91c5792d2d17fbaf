//! Addresses of the web and of mail that stand bare in the text.

use super::{Edit, Leniency, Reading, Repair, Run};
use crate::base::han::is_han;
use pulldown_cmark::Tag;
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "网址和邮箱直接写在文字里：成为链接，到中文标点、汉字为止",
        cases: &[
            ("见https://www.nhc.gov.cn/a/，", "见<https://www.nhc.gov.cn/a/>，"),
            ("（http://www.gov.cn）", "（<http://www.gov.cn>）"),
            ("登录https://www.gov.cn查询", "登录<https://www.gov.cn>查询"),
            ("https://example.org/政策/一。", "<https://example.org/政策/一>。"),
            ("https：//www.gov.cn", "[https：//www.gov.cn](https://www.gov.cn)"),
            ("www.gov.cn。", "[www.gov.cn](http://www.gov.cn)。"),
            ("发到 a.b@example.org。", "发到 <a.b@example.org>。"),
            ("<a@example.org>", "[a@example.org](mailto:a@example.org)"),
        ],
    },
    may: |signs| signs.has('/') || signs.has('@') || signs.has('.'),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        if !matches!(run.parent, Some(Tag::Heading { .. })) {
            within(reading.text, run, &mut edits);
        }
    }
    edits
}

fn within(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    for range in run.texts(text) {
        let mut end = 0;
        let words = &text[range.clone()];
        for (at, lead, skip) in addresses(words) {
            if at.start < end {
                continue;
            }
            end = at.end;
            let written = &words[at.clone()];
            let with = match lead {
                "" => format!("<{written}>"),
                lead => link(written, &format!("{lead}{}", &written[skip..])),
            };
            edits.push(Edit::new(range.start + at.start..range.start + at.end, with));
        }
    }
}

/// A link to an address: its words without markup, its address in angles where parentheses would end it.
fn link(words: &str, address: &str) -> String {
    let mut out = String::from("[");
    for c in words.chars() {
        if matches!(c, '[' | ']' | '*' | '_' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    let angled = address.contains(['(', ')']);
    let (open, close) = if angled { ("](<", ">)") } else { ("](", ")") };
    out + open + address + close
}

/// Where an address stands, and what its link begins with instead of its first bytes, so many: nothing when it is a
/// whole address.
type Address = (Range<usize>, &'static str, usize);

/// What addresses begin with, and what they are to begin with.
const STARTS: [(&str, &str); 5] = [
    ("https://", ""),
    ("http://", ""),
    ("https：//", "https://"),
    ("http：//", "http://"),
    ("www.", "http://"),
];

/// The addresses in a text by where they begin; some may lie within others.
fn addresses(words: &str) -> Vec<Address> {
    let mut found: Vec<Address> = mails(words).map(|at| (at, "", 0)).collect();
    for (start, lead) in STARTS {
        let skip = if start == "www." { 0 } else { start.len() };
        found.extend(words.match_indices(start).filter_map(|(at, _)| {
            let before = &words[..at];
            let free =
                !before.ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '@' | '<'));
            let length = web_length(&words[at..], start.len());
            // Behind `](` a parenthesis is missing: that is told.
            (free && !before.ends_with("](") && length > start.len()).then_some((at..at + length, lead, skip))
        }));
    }
    found.sort_by_key(|(at, ..)| at.start);
    found
}

/// No address is longer.
const LONGEST: usize = 2_000;

/// How many bytes of a text are an address of the web that begins with `start` bytes. Chinese letters are part of it
/// only where a name or a part of the path begins with them: `https://www.gov.cn查询` ends before 查询.
fn web_length(words: &str, start: usize) -> usize {
    let words = &words[..words.floor_char_boundary(LONGEST)];
    let mut last = '/';
    let length = words[start..].find(|c: char| {
        let part = if c.is_ascii() {
            !c.is_ascii_control() && !matches!(c, ' ' | '<' | '>' | '"' | '`' | '|' | '\\' | '{' | '}')
        } else {
            is_han(c) && (is_han(last) || matches!(last, '/' | '=' | '-' | '_' | '%'))
        };
        last = c;
        !part
    });
    let mut end = start + length.unwrap_or(words.len() - start);
    loop {
        let address = &words[..end];
        let count = |c| address.matches(c).count();
        let loose = address.ends_with(['.', ',', ':', ';', '!', '?', '\'', '*', '_', '~'])
            || (address.ends_with(')') && count(')') > count('('))
            || (address.ends_with(']') && count(']') > count('['))
            || address.ends_with('[');
        if !loose || end <= start {
            break;
        }
        end -= 1;
    }
    let host = words[start..end.max(start)]
        .split(['/', '?', '#'])
        .next()
        .unwrap_or("");
    if host.contains('.') || host.starts_with("localhost") {
        end
    } else {
        start
    }
}

/// The addresses of mail in a text.
pub(super) fn mails(words: &str) -> impl Iterator<Item = Range<usize>> {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    words.match_indices('@').filter_map(move |(at, _)| {
        let before = words[..at].trim_end_matches(local).len();
        let behind = &words[at + 1..];
        let host =
            behind[..behind.len() - behind.trim_start_matches(domain).len()].trim_end_matches(['.', '-']);
        let dotted = host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
        let ends = host.ends_with(|c: char| c.is_ascii_alphabetic());
        let begins = words[before..at].starts_with(|c: char| c.is_ascii_alphanumeric());
        (begins && dotted && ends).then_some(before..at + 1 + host.len())
    })
}
