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
            within(reading.text, &run, &mut edits);
        }
    }
    edits
}

fn within(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    for range in run.texts(text) {
        let mut at = range.start;
        while let Some(found) = next(text, at..range.end) {
            at = found.at.end;
            let written = &text[found.at.clone()];
            let with = match found.lead {
                "" => format!("<{written}>"),
                lead => format!("[{written}]({lead}{})", &written[found.skip..]),
            };
            edits.push(Edit::new(found.at, with));
        }
    }
}

/// An address in a text.
struct Found {
    at: Range<usize>,
    /// What its link begins with instead of the first `skip` bytes; empty when it is a whole address.
    lead: &'static str,
    skip: usize,
}

/// What addresses begin with, and what they are to begin with.
const STARTS: [(&str, &str); 5] = [
    ("https://", ""),
    ("http://", ""),
    ("https：//", "https://"),
    ("http：//", "http://"),
    ("www.", "http://"),
];

fn next(text: &str, within: Range<usize>) -> Option<Found> {
    let words = &text[within.clone()];
    let web = STARTS.iter().filter_map(|(start, lead)| {
        let at = words.match_indices(start).find_map(|(at, _)| {
            let free = !words[..at]
                .ends_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '@' | '<'));
            let length = web_length(&words[at..], start.len());
            (free && length > start.len()).then_some((at, length))
        });
        let (at, length) = at?;
        let skip = if *start == "www." { 0 } else { start.len() };
        Some(Found {
            at: within.start + at..within.start + at + length,
            lead,
            skip,
        })
    });
    let mail = mail(words).map(|at| Found {
        at: within.start + at.start..within.start + at.end,
        lead: "",
        skip: 0,
    });
    web.chain(mail).min_by_key(|found| found.at.start)
}

/// How many bytes of a text are an address of the web that begins with `start` bytes. Chinese letters are part of it
/// only where a name or a part of the path begins with them: `https://www.gov.cn查询` ends before 查询.
fn web_length(words: &str, start: usize) -> usize {
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

/// The first address of mail in a text.
fn mail(words: &str) -> Option<Range<usize>> {
    let local = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+' | '%');
    let domain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    words.match_indices('@').find_map(|(at, _)| {
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
