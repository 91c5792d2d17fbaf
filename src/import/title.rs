//! What stands above the text of an official document: who issued it, its number, its title, to whom it goes. Told line by
//! line.

use crate::base::name;
use crate::markdown::{Mark, ends_in_office};

/// The longest title, in characters.
const LONGEST: usize = 150;

pub use name::is_titled;

/// Whether a line is the red heading of a document: 某某市民政局文件.
pub fn is_header(line: &str) -> bool {
    header(line).is_some()
}

/// Who issued a document with this red heading: several with 、 between them.
pub fn header(line: &str) -> Option<String> {
    let issuer = line.trim().strip_suffix('件')?.trim_end().strip_suffix('文')?;
    let plain = !issuer.contains(['，', '。', '：', '《', '（']);
    let issuer = offices(issuer);
    (plain && ends_in_office(&issuer) && issuer.chars().count() <= 40).then_some(issuer)
}

/// The offices that are named side by side in a line, with 、 between them. Other blanks stand within a name and are nothing.
pub fn offices(line: &str) -> String {
    const WITHIN: [&str; 8] = [
        "办公室",
        "办公厅",
        "秘书处",
        "秘书局",
        "组织部",
        "宣传部",
        "统战部",
        "委员会",
    ];
    const SHORT: [&str; 4] = ["团委", "工会", "妇联", "残联"];
    let mut all = String::new();
    for part in line.split_whitespace() {
        let another = !WITHIN.contains(&part) && (part.chars().count() >= 3 || SHORT.contains(&part));
        if another && ends_in_office(&all) && ends_in_office(part) {
            all.push('、');
        }
        all.push_str(part);
    }
    all
}

/// The number of a document that stands alone in a line, or before who signs it: 河卫发〔2026〕18号; and what follows it.
pub fn number_of(line: &str) -> Option<(String, &str)> {
    let line = line.trim();
    let end = line.find('号')? + '号'.len_utf8();
    let (number, rest) = line.split_at(end);
    let number: String = number.chars().filter(|c| !c.is_whitespace()).collect();
    let open = number.find(['〔', '[', '［', '﹝', '【', '（', '('])?;
    let letters = &number[..open];
    let inner = number[open..].trim_start_matches(['〔', '[', '［', '﹝', '【', '（', '(']);
    let close = inner.find(['〕', ']', '］', '﹞', '】', '）', ')'])?;
    let year = &inner[..close];
    let count = inner[close..]
        .trim_start_matches(['〕', ']', '］', '﹞', '】', '）', ')'])
        .trim_start_matches('第')
        .trim_end_matches('号');
    let digits = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c))
    };
    let named = (1..=20).contains(&letters.chars().count()) && letters.chars().all(char::is_alphanumeric);
    let right = named && digits(year) && year.chars().count() == 4 && digits(count);
    let signed = rest.trim().is_empty() || rest.trim_start().starts_with("签发人");
    (right && signed).then(|| (number, rest.trim()))
}

/// Whether a title goes on in the next line.
pub fn goes_on(line: &str, next: &str) -> bool {
    let plain =
        |text: &str| !text.contains(['。', '；', '，', '：']) && Mark::at_start(text, false).is_none();
    let all = line.chars().count() + next.chars().count();
    // What 关于印发 names may be a title itself: 关于印发若干措施 / 的通知.
    let middle = ["的", "和", "及", "与", "等", "（试行）的"]
        .iter()
        .any(|word| next.starts_with(word));
    line.contains("关于")
        && (!is_titled(line) || middle && line.contains("印发"))
        && is_titled(&format!("{line}{next}"))
        && plain(line)
        && plain(next)
        && all <= LONGEST
}

/// Whether a line may be a title or a part of one.
pub fn may_be(line: &str) -> bool {
    let length = line.chars().count();
    (1..=LONGEST).contains(&length)
        && !line.ends_with(['。', '；', '：', '，', ':', ';', ','])
        && Mark::at_start(line, false).is_none()
        && line.chars().any(char::is_alphanumeric)
}

/// A title of its lines: without the breaks of its lines and what stands for them, but with the blanks that part the
/// offices that issued a document.
pub fn title_of(lines: &[&str]) -> String {
    let words = lines.join(" ");
    let parts: Vec<&str> = words.split_whitespace().collect();
    let mut title = String::new();
    for (at, part) in parts.iter().enumerate() {
        let blank = title.chars().next_back().is_some_and(|before| {
            let after = part.chars().next().unwrap_or(' ');
            let chinese = crate::base::han::joins_without_space(before, after);
            !chinese || ends_in_office(&title) && begins_with_office(part, parts.get(at + 1).copied())
        });
        if blank {
            title.push(' ');
        }
        title.push_str(part);
    }
    title
}

/// Whether words begin with the name of an office that does something or is named beside others.
fn begins_with_office(words: &str, next: Option<&str>) -> bool {
    match words.find("关于") {
        Some(at) => at > 0 && ends_in_office(&words[..at]),
        None => ends_in_office(words) && next.is_some(),
    }
}

/// To whom a document goes, when a line says 主送：.
pub fn addressed(line: &str) -> Option<String> {
    let rest = line.trim().strip_prefix("主送")?;
    let rest = ["机关", "单位"]
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .unwrap_or(rest);
    let names = rest.trim_start().strip_prefix(['：', ':'])?;
    let names = names.trim_matches([' ', '\u{3000}', '。', '：', ':']);
    let plain = !names.contains(['。', '；', '！', '？']);
    (plain && (2..=300).contains(&names.chars().count())).then(|| names.to_owned())
}

/// To whom a document goes, when the line below its title says so: 各区（县）民政局：.
pub fn recipients(line: &str) -> Option<&str> {
    const NO_NAMES: [&str; 8] = ["如下", "以下", "下列", "包括", "通知", "公告", "规定", "问题"];
    const SENTENCES: [&str; 8] = ["为", "根据", "按照", "依据", "经", "现", "关于", "近"];
    let names = line.trim().strip_suffix(['：', ':'])?.trim_end();
    let wrong = names.contains(['。', '；', '！', '？', '《', '：'])
        || NO_NAMES.iter().any(|end| names.ends_with(end))
        || SENTENCES.iter().any(|begin| names.starts_with(begin))
        || Mark::at_start(names, false).is_some();
    (!wrong && (2..=300).contains(&names.chars().count())).then_some(names)
}

/// Whether names in a line that ends in a colon are somebody: an office, 各…, 家长朋友. What is not is a label: 活动主题：.
pub fn may_be_addressed(names: &str) -> bool {
    const BEGIN: [&str; 11] = [
        "各", "有关", "全体", "全市", "全县", "全区", "全省", "全国", "尊敬", "亲爱", "广大",
    ];
    const END: [&str; 13] = [
        "同志", "朋友", "代表", "家长", "委员", "市民", "居民", "村民", "群众", "们", "同学", "老师", "先生",
    ];
    let mut parts = names.split(['，', '、', ',']).map(str::trim);
    parts.any(|part| {
        let named = BEGIN.iter().any(|begin| part.starts_with(begin)) || ends_in_office(part);
        named || END.iter().any(|end| part.ends_with(end))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_and_keeps_the_blanks_between_offices() {
        for (lines, title) in [
            (
                &[
                    "关于做好《中共中央 国务院关于促进人口长期 均衡发展的决定》落实",
                    "工作的通知",
                ][..],
                "关于做好《中共中央 国务院关于促进人口长期均衡发展的决定》落实工作的通知",
            ),
            (
                &["某某市民政局", "某某市妇联", "关于推进婚俗改革的通知"][..],
                "某某市民政局 某某市妇联关于推进婚俗改革的通知",
            ),
            (&["关于 2026 年", "工作的通知"][..], "关于 2026 年工作的通知"),
            (&["管　理　办　法"][..], "管理办法"),
        ] {
            assert_eq!(title_of(lines), title);
        }
    }

    #[test]
    fn a_title_goes_on_in_a_line_however_short() {
        assert!(goes_on("关于做好政策宣传月工作", "的通知"));
        assert!(goes_on("关于做好宣传月", "工作的通知"));
        assert!(!goes_on("关于做好政策宣传月工作的通知", "各镇人民政府"));
        assert!(!goes_on("关于做好政策宣传月工作", "请认真办好"));
        assert!(goes_on("关于印发生育支持若干措施", "的通知"));
        assert!(goes_on("关于印发婚检办法", "和婚俗公约的通知"));
        assert!(goes_on("关于印发婚检办法", "（试行）的通知"));
        assert!(!goes_on("关于印发婚检办法的通知", "与会人员名单"));
        assert!(!goes_on("关于做好婚检的通知", "和谐家庭办法"));
    }

    #[test]
    fn the_number_of_a_document_stands_alone() {
        assert_eq!(
            number_of("河卫发〔2026〕18号"),
            Some(("河卫发〔2026〕18号".into(), ""))
        );
        assert_eq!(
            number_of("河卫发 〔2026〕 18 号").unwrap().0,
            "河卫发〔2026〕18号"
        );
        assert_eq!(
            number_of("河卫发〔2026〕18号　　签发人：甲某"),
            Some(("河卫发〔2026〕18号".into(), "签发人：甲某"))
        );
        for line in [
            "根据河卫发〔2026〕18号文件",
            "河卫发〔2026〕",
            "（2026）18号",
            "18号",
        ] {
            assert_eq!(number_of(line), None, "{line}");
        }
    }

    #[test]
    fn offices_side_by_side_are_several() {
        for (line, names) in [
            (
                "上海市卫生健康委员会　　上海市民政局",
                "上海市卫生健康委员会、上海市民政局",
            ),
            (
                "上海市卫生健康委员会\t上海市民政局",
                "上海市卫生健康委员会、上海市民政局",
            ),
            ("某某县民政局 妇联", "某某县民政局、妇联"),
            ("上 海 市 卫 生 健 康 委 员 会", "上海市卫生健康委员会"),
            ("上海市 民政局", "上海市民政局"),
            ("某某市人民政府 办公室", "某某市人民政府办公室"),
        ] {
            assert_eq!(offices(line), names, "{line}");
        }
        assert_eq!(
            header("某某市民政局 某某市妇联 文 件").as_deref(),
            Some("某某市民政局、某某市妇联")
        );
    }

    #[test]
    fn a_line_says_to_whom_a_document_goes() {
        for line in [
            "主送：各区人民政府",
            "主送机关: 各区人民政府。",
            "主送单位：各区人民政府：",
        ] {
            assert_eq!(addressed(line).as_deref(), Some("各区人民政府"), "{line}");
        }
        assert_eq!(addressed("主送各区人民政府"), None);
        assert_eq!(addressed("主送："), None);
    }

    #[test]
    fn who_a_document_goes_to_is_no_sentence() {
        assert_eq!(
            recipients("各区（县）民政局，市妇联："),
            Some("各区（县）民政局，市妇联")
        );
        for line in [
            "现就有关事项通知如下：",
            "为做好工作，通知如下：",
            "一、总体要求：",
            "各镇人民政府",
        ] {
            assert_eq!(recipients(line), None, "{line}");
        }
    }
}
