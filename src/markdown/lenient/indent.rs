//! Paragraphs that begin with blanks, as Word and typewriters have them: no code, no lost marks.

use super::list::BULLETS;
use super::signs::{is_blank, is_wide_blank};
use super::{Edit, Leniency, Reading, Repair, Run};
use crate::base::han::{is_chinese_punctuation, is_han};
use crate::markdown::closing::ClosingLine;
use crate::markdown::events::SpannedEvent;
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "段落前面空四格、用制表符空格，或者记号前面有全角空格",
        cases: &[
            ("    符合条件的，可以申请。", "符合条件的，可以申请。"),
            ("\t符合条件的，可以申请。", "符合条件的，可以申请。"),
            ("    第一段。⏎    第二段。", "第一段。⏎⏎第二段。"),
            ("第一段。⏎    第二段。", "第一段。⏎⏎第二段。"),
            ("　　## 标题", "## 标题"),
            ("&emsp;&emsp;第一段。⏎&emsp;&emsp;第二段。", "第一段。⏎⏎第二段。"),
            ("　　- 甲⏎　　- 乙", "- 甲⏎- 乙"),
            ("    ## 标题", "## 标题"),
            (
                "        示例市民政局⏎        2026年1月1日",
                "示例市民政局⏎⏎2026年1月1日",
            ),
            ("> 　　第一段。⏎> 　　第二段。", "> 第一段。⏎>⏎> 第二段。"),
            ("1. 甲⏎⏎        接着说甲。", "1. 甲⏎⏎   接着说甲。"),
            (
                "<div>⏎  <p>第一段。</p>⏎⏎    <p>第二段。</p>⏎</div>",
                "<div>⏎  <p>第一段。</p>⏎⏎<p>第二段。</p>⏎</div>",
            ),
        ],
    },
    may: |signs| signs.indented || signs.wide || signs.starts_with(&['&']),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = code(reading);
    for run in reading.runs() {
        edits.extend(lines(reading.text, run));
    }
    edits
}

/// Blocks of code by their indent that are prose.
fn code(reading: &Reading<'_>) -> Vec<Edit> {
    let (mut edits, mut lists) = (Vec::new(), 0_usize);
    for (at, (event, _)) in reading.events.iter().enumerate() {
        match event {
            Event::Start(Tag::List(_)) => lists += 1,
            Event::End(TagEnd::List(_)) => lists = lists.saturating_sub(1),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                let inside = reading.events[at + 1..].iter();
                let pieces: Vec<_> = inside
                    .take_while(|(event, _)| matches!(event, Event::Text(_)))
                    .filter(|(event, _)| !is_empty(event))
                    .collect();
                let behind = at.checked_sub(1).map(|before| &reading.events[before].0);
                let html = matches!(behind, Some(Event::End(TagEnd::HtmlBlock)));
                if is_prose(&pieces) || is_markup(&pieces, html) {
                    edits.extend(
                        pieces
                            .into_iter()
                            .map(|piece| unindented(reading.text, piece, lists > 0)),
                    );
                }
            }
            _ => {}
        }
    }
    edits
}

fn is_empty(event: &Event<'_>) -> bool {
    matches!(event, Event::Text(words) if words.trim().is_empty())
}

/// Elements that text is laid out with.
const LAID_OUT: [&str; 28] = [
    "p",
    "div",
    "span",
    "font",
    "center",
    "section",
    "table",
    "thead",
    "tbody",
    "tr",
    "td",
    "th",
    "ul",
    "ol",
    "li",
    "br",
    "hr",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "a",
    "b",
    "strong",
    "img",
    "blockquote",
];

/// Whether the lines are raw HTML with Chinese words in it, copied with their indent; such lines go on `behind` other HTML.
fn is_markup(pieces: &[&SpannedEvent<'_>], behind: bool) -> bool {
    let (mut tags, mut chinese) = (false, false);
    for (event, _) in pieces {
        let Event::Text(words) = event else { continue };
        let line = words.trim();
        let tag = is_tag(line);
        if !tag && !line.starts_with(|c| is_han(c) || is_chinese_punctuation(c)) {
            return false;
        }
        (tags, chinese) = (tags || tag, chinese || line.contains(is_han));
    }
    tags && (chinese || behind)
}

/// Whether a line begins with a tag that text is laid out with.
fn is_tag(line: &str) -> bool {
    let Some(inner) = line.strip_prefix('<') else {
        return false;
    };
    let name = inner.strip_prefix('/').unwrap_or(inner);
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    let known = LAID_OUT
        .iter()
        .any(|known| name[..end].eq_ignore_ascii_case(known));
    known && line.contains('>')
}

/// Whether the lines are Chinese sentences and no code with Chinese words in it.
fn is_prose(pieces: &[&SpannedEvent<'_>]) -> bool {
    let lines = pieces.iter().filter_map(|(event, _)| match event {
        // `2. 汇总表`: the number is not part of the words.
        Event::Text(words) => Some(
            words
                .trim_start_matches(|c: char| c.is_whitespace() || c.is_ascii_digit())
                .trim(),
        ),
        _ => None,
    });
    let mut any = false;
    for line in lines {
        any = true;
        let (mut all, mut chinese) = (0, 0);
        for c in line.chars().filter(|c| !c.is_whitespace()) {
            all += 1;
            chinese += usize::from(is_han(c) || is_chinese_punctuation(c));
        }
        let sentence = line.contains(['，', '。', '；', '：', '！', '？', '、', '《', '“', '（']);
        let code = line.starts_with(|c: char| c.is_ascii_alphabetic() || "{}<$/@&;\"'`\\".contains(c))
            || (!sentence && line.contains(['{', '}', '[', ']', '<', '=', ';']));
        // 2026年1月1日 at the right edge of the paper.
        let closing = ClosingLine::of(line).is_some();
        // The head of a table from a sheet, its first cell empty.
        let cells = line.contains('\t') && !line.contains('：');
        if code || cells || chinese * 2 < all && !closing {
            return false;
        }
    }
    any
}

/// The blanks before a line of code as those before a paragraph; in a list only what made it code goes.
fn unindented(text: &str, (_, range): &SpannedEvent<'_>, listed: bool) -> Edit {
    let before = &text[..range.start];
    let indent = if before.ends_with('\t') {
        1
    } else {
        before.len() - before.trim_end_matches(' ').len()
    };
    let words = text[range.clone()].trim_start_matches(is_blank);
    let start = range.start - indent.min(if listed { 4 } else { usize::MAX });
    let at = start..range.end - words.len();
    let plain = listed || is_marked(words) || words.starts_with('<');
    Edit::new(at, if plain { "" } else { "　　" })
}

/// Lines of running text: wide blanks before a mark go, narrow ones before a new sentence become wide.
fn lines(text: &str, run: &Run<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (n, line) in run.open_lines(text) {
        let words = &text[line.clone()];
        let inner = words.trim_start_matches(is_blank);
        let blanks = line.start..line.end - inner.len();
        let blank = entities(words);
        if blank > 0 {
            edits.push(Edit::new(line.start..line.start + blank, "　　"));
        } else if words.starts_with(is_wide_blank) && is_marked(inner) {
            edits.push(Edit::new(blanks, ""));
        } else if words.starts_with('\u{3000}') && run.quotes > 0 && run.lists == 0 {
            // In a quote the paragraph needs its own empty line.
            let prefix = text[..line.start].rsplit('\n').next().unwrap_or("");
            let marked = n > 0 && prefix.matches('>').count() == run.quotes;
            let gap = format!("\n{}", "> ".repeat(run.quotes));
            edits.push(Edit::new(blanks, if marked { gap } else { String::new() }));
        } else if n > 0 && run.is_top() && is_new_paragraph(text, &run.lines[n - 1], line) {
            let start = text[..line.start].trim_end_matches([' ', '\t']).len();
            edits.push(Edit::new(start..line.start, "　　"));
        }
    }
    edits
}

/// How many bytes of blanks a line begins with that are written as entities: `&emsp;&emsp;`. One alone may stand for itself.
fn entities(words: &str) -> usize {
    let blanks = ["&emsp;", "&ensp;", "&nbsp;", "&#12288;", "&#160;"];
    let mut rest = words;
    while let Some(behind) = blanks.iter().find_map(|blank| rest.strip_prefix(blank)) {
        rest = behind;
    }
    let length = words.len() - rest.len();
    if length > "&#12288;".len() && !rest.is_empty() {
        length
    } else {
        0
    }
}

/// A line that is indented by four blanks or a tab, behind a sentence that is at its end.
fn is_new_paragraph(text: &str, before: &Range<usize>, line: &Range<usize>) -> bool {
    let indent = &text[text[..line.start].trim_end_matches([' ', '\t']).len()..line.start];
    let begins = text[line.clone()].chars().next();
    (indent.contains('\t') || indent.len() >= 4)
        && !text[line.clone()].contains('\t')
        && text[before.clone()].ends_with(['。', '！', '？', '：', '；', '”', '）', '】'])
        && begins.is_some_and(|c| is_han(c) || is_chinese_punctuation(c))
}

/// Whether a line begins with a mark of a heading, a list, a quote, a table or a fence.
fn is_marked(words: &str) -> bool {
    let behind = |rest: &str| rest.starts_with(is_blank);
    let hashes = words.trim_start_matches('#');
    let digits = words.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_list = |rest: &str| rest.strip_prefix(['.', ')']).is_some_and(behind);
    (hashes.len() < words.len() && behind(hashes))
        || words.starts_with(['＃', '｜', '＞'])
        || words.starts_with("##")
        || words.starts_with(BULLETS)
        || words.strip_prefix(['-', '*', '+']).is_some_and(behind)
        || (digits.len() < words.len() && is_list(digits))
        || words.starts_with("```")
        || words.starts_with("> ")
        || (words.starts_with('|') && words.trim_end().ends_with('|'))
}
