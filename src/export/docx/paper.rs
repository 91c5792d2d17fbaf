//! What goes on paper, and how far it is set from where: GB/T 9704, in the units of Word.

use super::text::Block;
use crate::base::Day;
use std::collections::BTreeMap;

/// A page as an official document.
pub(super) struct Paper<'p> {
    /// 标题
    pub title: &'p str,
    /// Its phrases, between which a line may end.
    pub phrases: &'p [String],
    /// 发文字号
    pub number: &'p str,
    /// 发文机关
    pub issuer: &'p str,
    /// 成文日期
    pub issued: Option<Day>,
    /// 主送机关
    pub recipients: &'p str,
    /// 红头 is printed above.
    pub letterhead: bool,
    /// Name of the site, which comments are from.
    pub site: &'p str,
    /// Language of the text, as BCP 47 has it.
    pub language: &'p str,
    /// What fields say above the text, and below it.
    pub said: &'p [Vec<String>; 2],
    /// The clauses that the page stands on.
    pub grounds: &'p [Grounds],
    /// What is said of facts, by their names.
    pub facts: BTreeMap<&'p str, String>,
    /// Where an address of the site leads on the web; `None` when nobody has said where the site is.
    pub whole: &'p dyn Fn(&str) -> Option<String>,
    /// The file of a picture at its address on the site.
    pub picture: &'p dyn Fn(&str) -> Option<Vec<u8>>,
}

/// Clauses that a page stands on in one way.
pub(super) struct Grounds {
    /// What they are called: 所讲的条款.
    pub heading: String,
    /// The name of each, and its words.
    pub clauses: Vec<(String, Vec<Block>)>,
}

/// Twentieths of a point in a millimetre, times 100.
const fn millimetres(mm: u32) -> u32 {
    mm * 1440 * 100 / 2540
}

/// A4, in twentieths of a point.
pub(super) const PAGE: (u32, u32) = (11906, 16838);
/// 天头, 翻口, 地脚, 订口: margins at the top, right, bottom and left.
pub(super) const MARGINS: (u32, u32, u32, u32) =
    (millimetres(37), millimetres(26), millimetres(35), millimetres(28));
/// How far from the lower edge of the page its number stands: 7 mm below the text.
pub(super) const FOOTER: u32 = millimetres(23);
/// 22 lines a page: the pitch of a line.
pub(super) const LINE: u32 = 579;
/// 三号: 16 points, in halves of one.
pub(super) const BODY_SIZE: u32 = 32;
/// 28 characters a line: letters stand this much closer than their size.
pub(super) const CLOSER: i32 = -5;
/// How wide a character is.
pub(super) const CHARACTER: u32 = 315;
/// Characters in a line of a title, with a little room.
const TITLE_WIDTH: f64 = 19.5;
/// Width of the text.
pub(super) const WIDTH: u32 = PAGE.0 - MARGINS.1 - MARGINS.3;

/// The fonts that the standard asks for, with those that stand in for them.
pub(super) const FONTS: [(&str, &[&str]); 4] = [
    (
        SONG,
        &["方正小标宋_GBK", "小标宋体", "华文中宋", "宋体", "SimSun"],
    ),
    (FANG, &["仿宋", "FangSong", "华文仿宋", "STFangsong"]),
    (KAI, &["楷体", "KaiTi", "华文楷体", "STKaiti"]),
    (HEI, &["SimHei", "华文黑体", "STHeiti"]),
];

/// 小标宋: titles.
pub(super) const SONG: &str = "方正小标宋简体";
/// 仿宋: text.
pub(super) const FANG: &str = "仿宋_GB2312";
/// 楷体: second level.
pub(super) const KAI: &str = "楷体_GB2312";
/// 黑体: first level.
pub(super) const HEI: &str = "黑体";
/// Digits and Latin letters.
pub(super) const LATIN: &str = "Times New Roman";

/// How wide words are, in characters: Latin letters and digits are half, with a quarter between them and Chinese.
pub(super) fn width(words: &str) -> f64 {
    let (mut width, mut before) = (0.0, None);
    for c in words.trim().chars() {
        let latin = c.is_ascii_alphanumeric();
        let meet = before.is_some_and(|(other, sign): (bool, bool)| other != latin && !sign);
        let sign = !c.is_alphanumeric();
        width += if c.is_ascii() { 0.5 } else { 1.0 };
        width += if meet && !sign { 0.25 } else { 0.0 };
        before = Some((latin, sign));
    }
    width
}

/// The lines of a title, of its phrases: as many as it takes, each about as long as the others.
pub(super) fn title_lines(phrases: &[String]) -> Vec<String> {
    let all: f64 = phrases.iter().map(|phrase| width(phrase)).sum();
    let count = (all / TITLE_WIDTH).ceil().max(1.0);
    let mut limit = all / count;
    while limit < TITLE_WIDTH {
        let lines = packed(phrases, limit);
        if lines.len() as f64 <= count {
            return lines;
        }
        limit += 0.5;
    }
    packed(phrases, TITLE_WIDTH)
}

/// Phrases in lines of at most so many characters.
fn packed(phrases: &[String], limit: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for phrase in phrases {
        match lines.last_mut() {
            Some(line) if width(&format!("{line}{phrase}")) <= limit => line.push_str(phrase),
            _ => lines.push(phrase.clone()),
        }
    }
    lines
}

/// So many characters in twentieths of a point.
pub(super) fn characters(count: f64) -> u32 {
    (count.max(0.0) * f64::from(CHARACTER)).round() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_title_end_with_its_phrases_and_are_about_as_long() {
        let phrases = [
            "中国计生协",
            "关于贯彻落实",
            "《中共中央 ",
            "国务院",
            "关于优化生育政策",
            "促进人口",
            "长期均衡发展的",
            "决定》的通知",
        ]
        .map(String::from);
        let lines = title_lines(&phrases);
        assert_eq!(
            lines,
            [
                "中国计生协关于贯彻落实《中共中央 ",
                "国务院关于优化生育政策促进人口",
                "长期均衡发展的决定》的通知"
            ]
        );
        assert_eq!(title_lines(&["关于".into(), "甲的通知".into()]), ["关于甲的通知"]);
        let long = vec!["长".repeat(50)];
        assert_eq!(title_lines(&long), long);
    }

    #[test]
    fn digits_are_half_as_wide_and_stand_a_quarter_off() {
        assert_eq!(
            width("2021年8月18日"),
            2.0 + 1.0 + 0.5 + 1.0 + 1.0 + 1.0 + 5.0 * 0.25
        );
        assert_eq!(width("甲 乙"), 2.5);
    }
}
