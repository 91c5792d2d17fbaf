//! Links and pictures whose address has blanks or stands in the wrong brackets.

use super::signs::is_blank;
use super::{Edit, Leniency, Reading, Repair, Run};
use pulldown_cmark::{Event, LinkType, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "链接和图：文件名里有空格，括号、感叹号是全角的，括号之间空了一格",
        cases: &[
            ("[下载](申请 表.docx)", "[下载](<申请 表.docx>)"),
            ("![1](婚俗 海报.png)", "![1](<婚俗 海报.png>)"),
            ("[下载]（a.pdf）", "[下载](a.pdf)"),
            ("[下载] (a.pdf)", "[下载](a.pdf)"),
            ("［下载］（a.pdf）", "[下载](a.pdf)"),
            ("【下载】(a.pdf)", "[下载](a.pdf)"),
            ("！[海报](a.png)", "![海报](a.png)"),
            ("[名单](a.pdf “附件”)", "[名单](a.pdf \"附件\")"),
        ],
    },
    may: |signs| signs.full || signs.has('['),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        let texts = run.texts(reading.text);
        edits.extend(
            run.lines
                .iter()
                .filter_map(|line| picture(reading.text, run, line)),
        );
        if texts
            .iter()
            .any(|range| reading.text[range.clone()].contains(CLOSE))
        {
            for line in &run.lines {
                edits.extend(links(reading.text, line, &texts));
            }
        }
    }
    edits
}

const OPEN: [char; 3] = ['[', '［', '【'];
const CLOSE: [char; 3] = [']', '］', '】'];

/// Where a label ends and an address in parentheses begins that the parser does not see.
fn links(text: &str, line: &Range<usize>, texts: &[Range<usize>]) -> Vec<Edit> {
    let is_text = |at: usize| {
        let behind = texts.partition_point(|range| range.start <= at);
        behind > 0 && texts[behind - 1].contains(&at)
    };
    let (mut edits, mut from) = (Vec::new(), line.start);
    while let Some(close) = text[from..line.end].find(CLOSE).map(|at| from + at) {
        let label = text[from..close].rfind(OPEN).map(|at| from + at);
        let behind = close + width(text, close);
        from = behind;
        let Some(open) = label.filter(|open| is_text(*open) && is_text(close)) else {
            continue;
        };
        let inside = open + width(text, open);
        let doubled = text[..open].ends_with(OPEN) || text[..open].ends_with('\\') || inside == close;
        if let Some((end, to)) = address(text, behind..line.end).filter(|_| !doubled) {
            from = end;
            let wide = text[line.start..open].eq("！").then_some(line.start);
            let mark = if wide.is_some() { "![" } else { "[" };
            edits.push(Edit::new(wide.unwrap_or(open)..inside, mark));
            edits.push(Edit::new(close..end, format!("]({to})")));
        }
    }
    edits
}

/// A link to a picture at the beginning of a line, with a full-width mark of exclamation before it.
fn picture(text: &str, run: &Run<'_>, line: &Range<usize>) -> Option<Edit> {
    let label = line.start + text[line.clone()].strip_prefix('！').map(|_| '！'.len_utf8())?;
    let (event, _) = run.events.iter().find(|(_, range)| range.start == label)?;
    let picture = matches!(event, Event::Start(Tag::Link { link_type: LinkType::Inline, dest_url, .. })
        if ENDS.iter().any(|end| dest_url.to_ascii_lowercase().ends_with(end)));
    picture.then(|| Edit::new(line.start..label, "!"))
}

/// What names of pictures end in.
const ENDS: [&str; 6] = [".jpg", ".jpeg", ".png", ".gif", ".webp", ".svg"];

/// No address is longer.
const LONGEST: usize = 1_000;

/// An address in parentheses of either width, as Markdown has it, and where it ends. Words in parentheses that
/// are no address are words.
fn address(text: &str, at: Range<usize>) -> Option<(usize, String)> {
    let rest = text[at.clone()].trim_start_matches(is_blank);
    let inner = rest.strip_prefix(['(', '（'])?;
    let inner = &inner[..inner.floor_char_boundary(LONGEST)];
    let mut depth = 0_usize;
    let length = inner.find(|c| match c {
        '(' | '（' => {
            depth += 1;
            false
        }
        ')' | '）' if depth > 0 => {
            depth -= 1;
            false
        }
        c => matches!(c, ')' | '）'),
    })?;
    let end = at.end - rest.len() + width(rest, 0) + length + width(inner, length);
    let (to, title) = titled(inner[..length].trim_matches(is_blank));
    let to = to.trim_matches(is_blank);
    let to = to
        .strip_prefix('<')
        .and_then(|to| to.strip_suffix('>'))
        .unwrap_or(to);
    let title = title.map(|title| format!(" \"{title}\"")).unwrap_or_default();
    (is_address(to) && !to.contains(['<', '>'])).then(|| {
        let plain = !to.contains(|c| is_blank(c) || matches!(c, '(' | ')'));
        (
            end,
            if plain {
                format!("{to}{title}")
            } else {
                format!("<{to}>{title}")
            },
        )
    })
}

/// An address, and the title behind it in quotation marks of any sort.
fn titled(words: &str) -> (&str, Option<&str>) {
    let pairs = [('"', '"'), ('“', '”'), ('”', '”'), ('\'', '\''), ('‘', '’')];
    let found = pairs.iter().find_map(|(open, close)| {
        let inner = words.strip_suffix(*close)?;
        let (to, title) = inner.split_once(*open)?;
        (to.ends_with(is_blank) && !title.contains('"')).then_some((to, Some(title)))
    });
    found.unwrap_or((words, None))
}

/// Whether words are the address of a page, a file or a place of the page.
fn is_address(to: &str) -> bool {
    const STARTS: [&str; 8] = ["http://", "https://", "mailto:", "tel:", "/", "./", "../", "#"];
    let web = to.starts_with("http");
    let name = to.split(['#', '?']).next().unwrap_or(to);
    let end = name
        .rsplit_once('.')
        .filter(|(stem, _)| !stem.is_empty())
        .map_or("", |(_, end)| end);
    let is_file = (1..=5).contains(&end.len())
        && end.starts_with(|c: char| c.is_ascii_alphabetic())
        && end.chars().all(|c| c.is_ascii_alphanumeric());
    let begins = STARTS
        .iter()
        .any(|start| to.starts_with(start) && to.len() > start.len());
    (begins && !(web && to.contains(is_blank))) || (is_file && !to.contains(['，', '。', '；', '、']))
}

fn width(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}
