//! Lines that came along from where a text was copied: counters and buttons of a web page, numbers of paper pages.

use super::{Reading, Sign, Told};
use crate::base::scan;
use crate::message;
use crate::rule;
use pulldown_cmark::Tag;
use std::collections::BTreeSet;
use std::sync::LazyLock;

rule! { PAGE_LEFTOVER = "page-leftover", Pages, Warning, adjustable: true;
    means "正文里有从网页、公众号、纸上一起复制来的行：浏览次数、打印、关闭、分享、字号、上一篇、页码", "The text has lines that were copied along from a web page, an app or paper: counters, buttons, the articles beside it, page numbers";
    mend "删去这些行", "Delete these lines";
}

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("正文。⏎⏎浏览次数：123", "删去"),
        ("正文。⏎⏎【打印】【关闭】", "删去"),
        ("正文。⏎⏎扫一扫在手机打开当前页", "删去"),
        ("正文。⏎⏎字号：大 中 小", "删去"),
        ("正文。⏎⏎上一篇：甲⏎⏎下一篇：乙", "删去"),
        ("正文。⏎⏎— 2 —⏎⏎正文。", "删去"),
        ("正文。⏎⏎第 1 页 共 5 页", "删去"),
    ],
    may: |_| true,
    find,
};

/// What stands before how often a page was read.
const COUNTERS: [&str; 9] = [
    "浏览次数",
    "浏览量",
    "阅读次数",
    "阅读量",
    "访问次数",
    "访问量",
    "点击次数",
    "点击数",
    "点击量",
];

/// How a line begins that is a web page's own.
const BEGINNINGS: [&str; 17] = [
    "扫一扫在手机",
    "扫一扫，在手机",
    "扫一扫，分享",
    "扫一扫分享",
    "微信扫一扫分享",
    "点击上方蓝字",
    "点击蓝字关注",
    "上一篇：",
    "下一篇：",
    "上一条：",
    "下一条：",
    "当前位置：",
    "您的位置：",
    "您现在的位置：",
    "您当前的位置：",
    "预览时标签不可点",
    "喜欢此内容的人还喜欢",
];

/// The words of buttons; a line of nothing else is a web page's own when it has one of the first, or two others.
const SURE: [&str; 11] = [
    "打印本页",
    "关闭窗口",
    "关闭本页",
    "返回顶部",
    "回到顶部",
    "加入收藏",
    "我要纠错",
    "分享到",
    "字号",
    "字体",
    "阅读原文",
];
const BUTTONS: [&str; 15] = [
    "打印", "关闭", "收藏", "分享", "纠错", "下载", "返回", "微信", "微博", "QQ空间", "默认", "大", "中",
    "小", "A",
];

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let mut found = Vec::new();
    for run in reading.runs().iter().filter(|run| run.quotes == 0) {
        let item = matches!(run.parent, Some(Tag::Item));
        if !item && !matches!(run.parent, Some(Tag::Paragraph)) {
            continue;
        }
        let line = |line: &&std::ops::Range<usize>| is_leftover(&reading.text[(*line).clone()], item);
        found.extend(run.lines.iter().filter(line).cloned());
    }
    let count = found.len();
    let told = found.into_iter().next().map(|at| Told {
        rule: &PAGE_LEFTOVER,
        at,
        message: message!(
            "这一行是复制时带进来的，会当作正文发布（这样的共 {count} 行）",
            "this line was copied along and would be published as part of the text ({count} such lines)"
        ),
        hint: message!("删去它", "delete it"),
    });
    told.into_iter().collect()
}

/// No line that came along is longer, in characters.
const LONGEST: usize = 80;

/// Whether a line may have come along: one of [`BEGINNINGS`] and one of buttons begins with few characters, what frames
/// them aside; the number of a page stands between dashes or has 页 behind it; and a counter has a colon.
fn may_be_leftover(line: &str) -> bool {
    static FIRST: LazyLock<BTreeSet<char>> = LazyLock::new(|| {
        let words = BEGINNINGS.iter().chain(&SURE).chain(&BUTTONS);
        words.filter_map(|word| word.chars().next()).collect()
    });
    let frames = |c: char| c.is_whitespace() || c == '*' || FRAMES.contains(c) || DASHES.contains(&c);
    let inner = line.trim_start_matches(frames);
    let begins = match inner.chars().next() {
        Some('第') => scan::contains(inner, "页"),
        Some('0'..='9') => inner.len() < line.len(),
        Some(c) => FIRST.contains(&c),
        None => true,
    };
    begins || inner.contains(':') || scan::contains(inner, "：")
}

/// Whether a line came along; `item` says that Markdown has taken its first `-` for a bullet.
fn is_leftover(line: &str, item: bool) -> bool {
    if line.len() > 4 * LONGEST || line.len() > LONGEST && line.chars().nth(LONGEST).is_some() {
        return false;
    }
    if !item && !may_be_leftover(line) {
        return false;
    }
    let bare: String = line.chars().filter(|c| !c.is_whitespace() && *c != '*').collect();
    if item {
        let number = bare.strip_suffix('-').unwrap_or("");
        return !number.is_empty() && number.chars().all(|c| c.is_ascii_digit());
    }
    BEGINNINGS.iter().any(|begin| bare.starts_with(begin))
        || bare.contains(['：', ':']) && COUNTERS.iter().any(|word| is_counter(&bare, word))
        || is_buttons(&bare)
        || is_page_number(&bare)
}

/// `浏览次数：123`, alone or behind a source and a day.
fn is_counter(line: &str, word: &str) -> bool {
    let behind = line.find(word).map(|at| &line[at + word.len()..]);
    let number = behind.and_then(|behind| behind.strip_prefix(['：', ':']));
    number.is_some_and(|number| {
        let rest = number.trim_start_matches(|c: char| c.is_ascii_digit() || c == ',');
        rest.len() < number.len() && (rest.is_empty() || rest.starts_with(['次', '【', '[', '字']))
            || number.is_empty() && line.starts_with(word)
    })
}

/// What stands around and between buttons.
const FRAMES: &str = "【】[]［］()（）|｜/：:、+-";

fn is_buttons(line: &str) -> bool {
    let (mut sure, mut others, mut rest) = (0, 0, line);
    while let Some(c) = rest.chars().next() {
        let word = |words: &[&'static str]| words.iter().find(|word| rest.starts_with(**word)).copied();
        if let Some(word) = word(&SURE) {
            (sure, rest) = (sure + 1, &rest[word.len()..]);
        } else if let Some(word) = word(&BUTTONS) {
            (others, rest) = (others + 1, &rest[word.len()..]);
        } else if FRAMES.contains(c) {
            rest = &rest[c.len_utf8()..];
        } else {
            return false;
        }
    }
    let bracketed = line.contains(['【', '[', '|', '｜']);
    let sized = line.starts_with("字号") || line.starts_with("字体");
    sure > 1 || sure == 1 && (others > 0 || !sized) || others > 1 && bracketed
}

/// What stands around the number of a page.
const DASHES: [char; 4] = ['—', '－', '–', '-'];

/// `— 2 —`, `第 1 页 共 5 页`
fn is_page_number(line: &str) -> bool {
    let is_number = |text: &str| !text.is_empty() && text.chars().all(|c| c.is_ascii_digit());
    let inner = line.trim_matches(DASHES);
    if line.starts_with(DASHES) && line.ends_with(DASHES) && is_number(inner) {
        return true;
    }
    let of = line.strip_prefix('第').and_then(|rest| rest.split_once('页'));
    of.is_some_and(|(page, rest)| {
        let all = rest.trim_start_matches(['，', '/', '（', '(']).strip_prefix('共');
        let all = all.map(|all| all.trim_end_matches(['）', ')']).strip_suffix('页').unwrap_or(""));
        is_number(page) && all.is_some_and(is_number)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_came_along_is_known() {
        for line in [
            "浏览次数：123次",
            "来源：示例市民政局 浏览次数：1,203",
            "[打印] [关闭]",
            "打印本页 | 关闭窗口",
            "分享到：",
            "【字体：大 中 小】",
            "阅读原文",
            "－3－",
            "第3页，共12页",
        ] {
            assert!(is_leftover(line, false), "{line}");
        }
        for line in [
            "打印",
            "关闭",
            "字号：三号",
            "大、中、小",
            "第3页",
            "访问量：逐年增长",
            "—",
            "浏览次数由系统统计。",
            "分享经验",
        ] {
            assert!(!is_leftover(line, false), "{line}");
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_a_line_never_panics(line in "[浏览量：12【打印】第页共—\\- A字号大]{0,12}") {
            let _ = (is_leftover(&line, false), is_leftover(&line, true));
        }
    }
}
