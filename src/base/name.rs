//! Names compared as people mean them: width, brackets, book-title marks and spaces do not matter.

use super::characters;
use unicode_normalization::UnicodeNormalization;

/// A name in the form in which names are compared: no spaces, no 《》, no 中华人民共和国 in front, every
/// bracket around a year the same, full-width forms narrow, letters in lower case.
pub fn fold_name(name: &str) -> String {
    let plain: String = characters::bare(name)
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>'))
        .map(|c| match c {
            '〔' | '［' | '[' | '【' | '(' | '（' | '﹝' | '❲' => '(',
            '〕' | '］' | ']' | '】' | ')' | '）' | '﹞' | '❳' => ')',
            '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' => '"',
            '○' => '〇',
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect();
    match plain.strip_prefix("中华人民共和国") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => plain,
    }
}

/// How titles of laws and rules end.
const LAWS: [&str; 10] = [
    "法", "典", "条例", "规定", "办法", "细则", "规则", "章程", "解释", "公告",
];

/// How titles of what offices send out, lay down or publish end.
const DOCUMENTS: [&str; 46] = [
    "通知",
    "决定",
    "决议",
    "命令",
    "公报",
    "通告",
    "意见",
    "通报",
    "报告",
    "请示",
    "批复",
    "议案",
    "函",
    "纪要",
    "方案",
    "规划",
    "计划",
    "要点",
    "指南",
    "指引",
    "规范",
    "制度",
    "公约",
    "倡议书",
    "倡议",
    "协议",
    "准则",
    "标准",
    "程序",
    "预案",
    "说明",
    "须知",
    "公示",
    "举措",
    "措施",
    "清单",
    "目录",
    "手册",
    "规程",
    "守则",
    "总结",
    "讲话",
    "建议",
    "声明",
    "问答",
    "解读",
];

/// Whether words end as the title of an official text does: 通知, 办法, 意见（试行）.
pub fn is_titled(words: &str) -> bool {
    let words = words.trim_end();
    let bare = match words
        .strip_suffix(['）', ')'])
        .and_then(|rest| rest.rsplit_once(['（', '(']))
    {
        Some((name, _)) if !name.trim().is_empty() => name.trim_end(),
        _ => words,
    };
    let ends = |end: &str| bare.ends_with(end) && bare.chars().count() > end.chars().count() + 1;
    LAWS.iter().chain(&DOCUMENTS).any(|end| ends(end))
}

/// Whether a policy is a law or a rule, which is made public; what has a number of an office's letters is sent out:
/// 国计生协〔2021〕19号, but not 国务院令第804号 and 法释〔2024〕1号.
pub fn is_made_public(title: &str, number: Option<&str>) -> bool {
    let is_letter = |number: &str| {
        let year = number.contains(['〔', '[', '［', '﹝', '【']);
        year && !number.starts_with("法释") && !number.contains('令')
    };
    !number.is_some_and(is_letter) && LAWS.iter().any(|law| title.ends_with(law))
}

/// Whether a title says no more than that the page is the first one.
pub fn means_home(title: &str) -> bool {
    ["首页", "首頁", "主页", "主頁", "Home"].contains(&title.trim())
}

/// A title in 《》, the titles within it in 〈〉 and those within these in 《》 again. One that stands in 《》 as a whole
/// gets no second pair.
pub fn in_title_marks(title: &str) -> String {
    let title = whole(title.trim());
    let (mut out, mut depth) = (String::from("《"), 0_usize);
    for c in title.chars() {
        match c {
            '《' | '〈' => {
                depth += 1;
                out.push(['《', '〈'][depth % 2]);
            }
            '》' | '〉' => {
                out.push(['》', '〉'][depth % 2]);
                depth = depth.saturating_sub(1);
            }
            _ => out.push(c),
        }
    }
    out.push('》');
    out
}

/// A title without the 《》 around all of it.
fn whole(title: &str) -> &str {
    let inner = title.strip_prefix('《').and_then(|rest| rest.strip_suffix('》'));
    let closes = |inner: &str| {
        let mut depth = 0_i32;
        inner.chars().all(|c| {
            depth += i32::from(c == '《') - i32::from(c == '》');
            depth >= 0
        })
    };
    inner.filter(|inner| closes(inner)).unwrap_or(title)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_within_a_title_stand_in_the_other_marks() {
        for (title, shown) in [
            ("条例", "《条例》"),
            ("《条例》", "《条例》"),
            ("关于贯彻落实《决定》的通知", "《关于贯彻落实〈决定〉的通知》"),
            (
                "关于转发《关于贯彻〈决定〉的通知》的函",
                "《关于转发〈关于贯彻《决定》的通知〉的函》",
            ),
            ("《条例》实施细则", "《〈条例〉实施细则》"),
            ("《甲》和《乙》", "《〈甲〉和〈乙〉》"),
            ("半个》", "《半个》》"),
        ] {
            assert_eq!(in_title_marks(title), shown);
        }
    }

    #[test]
    fn a_policy_is_named_as_people_write_it() {
        for name in [
            "国计生协〔2021〕19号",
            "国计生协[2021]19号",
            "国计生协（2021）19 号",
            "国计生协﹝2021﹞19号",
            "国计\u{200b}⽣协〔2021〕\u{200e}19号",
        ] {
            assert_eq!(fold_name(name), fold_name("国计生协〔2021〕19号"), "{name}");
        }
        assert_eq!(
            fold_name("《中华人民共和国人口与计划生育法》"),
            fold_name("人口与计划生育法")
        );
        assert_eq!(fold_name("中华人民共和国"), "中华人民共和国");
    }
}
