//! Headings whose marks are full-width or have no blank behind them.

use super::signs::{is_blank, is_wide_blank};
use super::{Edit, Leniency, Reading, Repair};
use crate::base::han::is_han;
use pulldown_cmark::{Event, Tag};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "标题：井号后面没有空格、是全角空格，井号或花括号是全角的",
        cases: &[
            ("##标题", "## 标题"),
            ("＃＃ 标题", "## 标题"),
            ("##　标题", "## 标题"),
            ("＃＃标题＃＃", "## 标题"),
            ("#标题", "# 标题"),
            ("正文。⏎###小标题⏎正文。", "正文。⏎### 小标题⏎正文。"),
            ("> ##标题", "> ## 标题"),
            ("## 标题 ｛#id｝", "## 标题 {#id}"),
        ],
    },
    may: |signs| signs.starts_with(&MARKS),
    edits,
};

const MARKS: [char; 3] = ['#', '＃', '﹟'];

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        for (n, line) in run.open_lines(reading.text) {
            let alone = run.lines.len() == 1 && n == 0;
            edits.extend(marks(reading.text, line, alone).into_iter().flatten());
        }
    }
    for (event, range) in reading.events {
        if matches!(event, Event::Start(Tag::Heading { .. })) {
            edits.extend(attributes(reading.text, range));
        }
    }
    edits
}

/// The marks before and behind a heading as they should be; nothing when the line is none.
fn marks(text: &str, line: &Range<usize>, alone: bool) -> Option<Vec<Edit>> {
    let words = &text[line.clone()];
    let behind = words.trim_start_matches(MARKS);
    let level = words[..words.len() - behind.len()].chars().count();
    let title = behind.trim_start_matches(is_blank);
    let blank = behind.len() > title.len();
    if !(1..=6).contains(&level) || title.is_empty() || !(blank || level > 1 || alone && is_title(title)) {
        return None;
    }
    let head = line.start..line.start + words.len() - title.len();
    let mut edits = vec![Edit::new(head, format!("{} ", "#".repeat(level)))];
    let bare = title.trim_end_matches(MARKS);
    if bare.len() < title.len() && !bare.is_empty() {
        let end = line.end - (title.len() - bare.len());
        edits.push(Edit::new(end..line.end, ""));
    }
    edits.extend(braces(text, &(line.start..line.end - (title.len() - bare.len()))));
    Some(edits)
}

/// `#三孩政策#` is a topic, `#12345` a number: one `#` without a blank makes a heading only of a short line of
/// words that stands alone.
fn is_title(title: &str) -> bool {
    title
        .chars()
        .next()
        .is_some_and(|c| is_han(c) || matches!(c, '“' | '《'))
        && !title.contains(MARKS)
        && !title.ends_with(['。', '；', '，', '！', '？'])
        && title.chars().count() <= 40
}

/// The attributes of a heading that is one already.
fn attributes(text: &str, heading: &Range<usize>) -> Vec<Edit> {
    let line = text[heading.clone()].lines().next().unwrap_or("");
    braces(
        text,
        &(heading.start..heading.start + line.trim_end_matches(is_wide_blank).trim_end().len()),
    )
}

/// `｛#id｝` at the end of a line as `{#id}`.
fn braces(text: &str, line: &Range<usize>) -> Vec<Edit> {
    let words = &text[line.clone()];
    let full = |c| matches!(c, '｛' | '｝' | '＃');
    let inside = words.strip_suffix(['｝', '}']).and_then(|words| {
        let open = words.rfind(['｛', '{'])?;
        let brace = words[open..].chars().next().map_or(0, char::len_utf8);
        words[open + brace..]
            .trim_start()
            .starts_with(['#', '＃', '.', 'a'])
            .then_some(open)
    });
    let Some(open) = inside.filter(|open| words[*open..].contains(full)) else {
        return Vec::new();
    };
    let narrow = words[open..].chars().map(|c| match c {
        '｛' => '{',
        '｝' => '}',
        '＃' => '#',
        c => c,
    });
    vec![Edit::new(line.start + open..line.end, narrow.collect::<String>())]
}
