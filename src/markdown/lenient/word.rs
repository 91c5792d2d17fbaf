//! Tags that only Word knows, pasted along with the words: `<o:p>`, `<st1:date>`, `<![endif]-->`. They go, what is in them stays.

use super::{Edit, Leniency, Reading, Repair};
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "Word 自己的标签，略去，里面的字留下",
        cases: &[
            ("正文。<o:p></o:p>", "正文。"),
            ("正文。<o:p>&nbsp;</o:p>", "正文。"),
            (
                "<st1:chsdate year=\"2026\">2026年1月5日</st1:chsdate>举行。",
                "2026年1月5日举行。",
            ),
            ("<![if !supportLists]>1.<![endif]>甲", "1.甲"),
            ("<![endif]-->正文。", "正文。"),
            ("<?xml:namespace prefix = o />⏎正文。", "正文。"),
        ],
    },
    may: |signs| signs.has('<'),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let text = reading.text;
    let mut edits = Vec::new();
    for run in reading.runs() {
        let code = |at: usize| {
            let is_code = |event: &Event<'_>| matches!(event, Event::Code(_) | Event::InlineHtml(_));
            run.events
                .iter()
                .any(|(event, range)| is_code(event) && range.contains(&at))
        };
        for line in &run.lines {
            edits.extend(tags(text, line).filter(|at| !code(at.start)).map(gone));
        }
    }
    // To Markdown `<?` goes on to the next `?>`, and mostly that is the end of the text.
    for (event, range) in reading.events {
        let block = matches!(event, Event::Start(Tag::HtmlBlock)) && text[range.clone()].starts_with("<?");
        if let (true, Some(length)) = (block, tag(&text[range.clone()])) {
            edits.push(gone(range.start..range.start + length));
        }
    }
    edits
}

fn gone(at: Range<usize>) -> Edit {
    Edit::new(at, "")
}

/// Where such tags are in a line.
fn tags<'t>(text: &'t str, line: &Range<usize>) -> impl Iterator<Item = Range<usize>> + 't {
    let (start, end) = (line.start, line.end);
    let opens = text[line.clone()]
        .match_indices('<')
        .map(move |(at, _)| start + at);
    opens.filter_map(move |at| {
        let escaped = text[..at].ends_with('\\');
        let length = tag(&text[at..end]).filter(|_| !escaped)?;
        Some(at..at + length)
    })
}

/// No such tag is longer, in bytes.
const LONGEST: usize = 400;

/// No name of one is longer, in bytes.
const LONGEST_NAME: usize = 30;

/// How many bytes the tag of Word takes that a text begins with.
fn tag(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('<')?;
    let conditional = ["![if ", "![endif]", "?xml:namespace"];
    let is_conditional = conditional.iter().any(|begin| inner.starts_with(begin));
    if !is_conditional && !is_of_word(&inner[..inner.floor_char_boundary(LONGEST_NAME)]) {
        return None;
    }
    // Nothing but a blank that keeps a paragraph open.
    let empty = "<o:p>&nbsp;</o:p>";
    if text.starts_with(empty) {
        return Some(empty.len());
    }
    let near = &text[..text.floor_char_boundary(LONGEST)];
    let end = near.find('>')? + 1;
    let whole = !near[1..end].contains(['<', '\n']);
    whole.then_some(end)
}

/// Whether the name of a tag is one of Word's: o:p, st1:date.
fn is_of_word(inner: &str) -> bool {
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let Some((space, rest)) = name.split_once(':') else {
        return false;
    };
    let numbered = space.strip_prefix("st").or_else(|| space.strip_prefix('u'));
    let known = matches!(space, "o" | "w" | "v" | "m" | "x")
        || numbered.is_some_and(|digit| matches!(digit.as_bytes(), [b'0'..=b'9']));
    known && rest.starts_with(|c: char| c.is_ascii_alphabetic())
}
