//! The line below a title that says when a text was published and by whom: `发布时间：2026-05-20 来源：某某县融媒体中心`,
//! `（2026年5月20日）`.

use crate::base::Day;

/// What is said before a day.
const DAYS: [&str; 6] = ["发布时间", "发布日期", "发文日期", "成文日期", "更新时间", "日期"];

/// What is said before a day or before the day of something else: it counts only beside others.
const TIME: &str = "时间";

/// What is said before who published.
const SOURCES: [&str; 8] = [
    "信息来源",
    "文章来源",
    "稿件来源",
    "来源",
    "发布机构",
    "发布单位",
    "发文机关",
    "发文单位",
];

/// What web pages count or offer beside their text; it is no part of it.
const BUTTONS: [&str; 15] = [
    "浏览次数",
    "浏览量",
    "浏览",
    "点击次数",
    "点击量",
    "点击数",
    "点击",
    "阅读次数",
    "阅读量",
    "阅读",
    "访问量",
    "访问次数",
    "字体",
    "字号",
    "字体大小",
];

/// What else such a line names.
const OTHERS: [&str; 8] = [
    "责任编辑",
    "作者",
    "编辑",
    "记者",
    "通讯员",
    "供稿",
    "摄影",
    "审核",
];

/// What such a line says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dateline {
    /// The day.
    pub day: Option<Day>,
    /// Who published; empty when it does not say.
    pub source: String,
    /// It says nothing else.
    pub whole: bool,
}

/// A part of such a line: its label, empty for none, and what is behind it.
type Part<'l> = (&'static str, &'l str);

impl Dateline {
    /// What a line says; `None` for a line of another sort.
    pub fn of(line: &str) -> Option<Self> {
        if line.chars().count() > 150 {
            return None;
        }
        let parts = parts(line.trim_matches(is_between));
        let mut found = Self {
            whole: true,
            ..Self::default()
        };
        for (label, value) in &parts {
            let is_day = DAYS.contains(label) || label.is_empty() || *label == TIME && parts.len() > 1;
            if is_day {
                let day = day(value)?;
                found.day = found.day.or(Some(day));
                found.whole &= found.day == Some(day);
            } else if SOURCES.contains(label) && found.source.is_empty() && !value.is_empty() {
                found.source = (*value).to_owned();
            } else {
                found.whole &= BUTTONS.contains(label);
            }
        }
        let short = found.source.chars().count() <= 40 && !found.source.contains(['。', '，']);
        (short && (found.day.is_some() || !found.source.is_empty())).then_some(found)
    }
}

/// What stands between the parts of such a line and around it.
fn is_between(c: char) -> bool {
    c.is_whitespace() || "|｜（）()【】[]".contains(c)
}

/// The parts of a line, each up to the next label.
fn parts(line: &str) -> Vec<Part<'_>> {
    let mut starts: Vec<(usize, usize, &'static str)> = Vec::new();
    let mut at = 0;
    while at < line.len() {
        if let Some((label, length)) = label_at(&line[at..]) {
            starts.push((at, at + length, label));
            at += length;
        } else {
            at += line[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    let first = starts.first().map_or(line.len(), |(start, ..)| *start);
    let before = line[..first].trim_matches(is_between);
    let ends = starts
        .iter()
        .skip(1)
        .map(|(start, ..)| *start)
        .chain([line.len()]);
    let labelled = starts.iter().zip(ends);
    let labelled =
        labelled.map(|((_, from, label), end)| (*label, line[*from..end].trim_matches(is_between)));
    let before = (!before.is_empty()).then_some(("", before));
    before.into_iter().chain(labelled).collect()
}

/// The label that a text begins with, and how long it is with its colon.
fn label_at(text: &str) -> Option<(&'static str, usize)> {
    let all = DAYS.iter().chain(&SOURCES).chain(&BUTTONS).chain(&OTHERS);
    all.chain(&[TIME]).find_map(|label| {
        let rest = text.strip_prefix(label)?.trim_start();
        let rest = rest.strip_prefix(['：', ':'])?;
        Some((*label, text.len() - rest.len()))
    })
}

/// The day that words are, perhaps with a time of day behind it.
fn day(words: &str) -> Option<Day> {
    let whole: String = words.split_whitespace().collect();
    let timed = || {
        let (day, time) = words.rsplit_once(|c: char| c.is_whitespace() || c == 'T')?;
        let is_time = time.contains(':') && time.chars().all(|c| c.is_ascii_digit() || c == ':');
        is_time.then(|| day.split_whitespace().collect::<String>().parse().ok())?
    };
    whole.parse().ok().or_else(timed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_below_a_title_says_when_and_by_whom_a_text_was_published() {
        let day = || "2026-05-20".parse().ok();
        for (line, source, whole) in [
            ("（2026年5月20日）", "", true),
            ("2026 年 5 月 20 日", "", true),
            ("来源：县融媒体中心　发布时间：2026-05-20", "县融媒体中心", true),
            (
                "发布时间：2026-05-20 10:30 来源：县卫健局 浏览次数：123",
                "县卫健局",
                true,
            ),
            (
                "来源：县卫健局　　发布日期：2026年5月20日　　【字体：大 中 小】",
                "县卫健局",
                true,
            ),
            ("时间：2026-05-20来源： 县卫健局", "县卫健局", true),
            (
                "2026-05-20  来源：县融媒体中心  作者：李四",
                "县融媒体中心",
                false,
            ),
        ] {
            let found = Dateline::of(line).unwrap_or_else(|| panic!("{line}"));
            assert_eq!(
                (found.day, &*found.source, found.whole),
                (day(), source, whole),
                "{line}"
            );
        }
        for line in [
            "5月20日，我县举办集体婚礼。",
            "时间：2026年5月20日",
            "日期：下周",
            "（2026年5月20日县人大常委会通过）",
            "作者：李四",
        ] {
            assert_eq!(Dateline::of(line), None, "{line}");
        }
    }
}
