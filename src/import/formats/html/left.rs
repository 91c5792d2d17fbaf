//! What of a web page is neither its text nor the frame of its site, so that nobody misses it in silence.

use super::content::Content;
use crate::import::model::{Finding, Said};
use crate::import::rules::IMPORT_BESIDE;
use crate::message;

/// So many characters of it are quoted.
const QUOTED: usize = 80;

/// What tells of lines that belong to the site, or that say what front matter says.
const FRAME: [&str; 32] = [
    "发布时间",
    "发布日期",
    "发文日期",
    "成文日期",
    "发布机构",
    "发文机关",
    "信息来源",
    "来源",
    "作者",
    "编辑",
    "审核",
    "浏览",
    "阅读",
    "点击",
    "字号",
    "字体",
    "打印",
    "分享",
    "收藏",
    "索引号",
    "当前位置",
    "首页",
    "上一篇",
    "下一篇",
    "版权",
    "备案",
    "ICP",
    "网安",
    "主办",
    "承办",
    "技术支持",
    "扫一扫",
];

/// What is told of the words that are left.
pub fn told(content: &Content<'_>, said: &Said) -> Option<Finding> {
    let unused = content.unused();
    let title: String = said.title.split_whitespace().collect();
    let lines = unused.lines().filter(|line| {
        let bare: String = line.split_whitespace().collect();
        // A part of the way to the page, a button, a number.
        let short = bare.chars().count() < 5;
        !short && !title.contains(&bare) && !FRAME.iter().any(|word| bare.contains(word))
    });
    let words: Vec<&str> = lines.flat_map(str::split_whitespace).collect();
    let words = words.join(" ");
    let count = words.chars().count();
    if count == 0 {
        return None;
    }
    let quoted: String = words.chars().take(QUOTED).collect();
    let more = if count > QUOTED { "…" } else { "" };
    Some(Finding::new(
        &IMPORT_BESIDE,
        message!(
            "正文旁边还有 {count} 个字，没有导入：“{quoted}{more}”",
            "{count} characters beside the text are left out: `{quoted}{more}`"
        ),
    ))
}
