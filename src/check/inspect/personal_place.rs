//! Plates of cars and where people live, known by their form.

use super::{GENERAL, InspectedText, Inspection};
use crate::base::numeral::is_numeral;
use crate::base::{Diagnostic, Fingerprint, Rule};
use crate::markdown::BlockForm;
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { PERSONAL_PLATE = "personal-plate", Veto, Warning, adjustable: true;
    means "页面、附件或文件名里有车牌号（按写法认）", "A page, an attachment or the name of a file holds the plate of a car, known by its form";
    mend "删去；要公示的，中间写 *", "Take it out; where it must be shown, put `*` in the middle";
}

rule! { PERSONAL_ADDRESS = "personal-address", Veto, Warning, adjustable: true;
    means "页面、附件或文件名里有写到门牌的住址（几栋几单元几室）", "A page, an attachment or the name of a file holds where somebody lives, down to the door";
    mend "写到小区、街道为止", "Say the street or the estate, not the door";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&PERSONAL_PLATE, &PERSONAL_ADDRESS],
    text: Some(look),
    ..Inspection::NONE
};

/// The first character of a plate.
const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼";

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let open = addresses(inspected);
    let of_office = |found: &str| {
        open.iter()
            .any(|address| address.contains(found) || found.contains(address))
    };
    for block in inspected
        .blocks()
        .iter()
        .filter(|block| block.form != BlockForm::Code)
    {
        let mut tell = |rule: &'static Rule, at: Range<usize>, told, hint| {
            report.push(Diagnostic::new(rule, inspected.span(block, at), told).hint(hint));
        };
        for at in plates(&block.text) {
            let shown = masked(&block.text[at.clone()]);
            let told = message!("这里有车牌号 {shown}", "here is the plate of a car, {shown}");
            tell(
                &PERSONAL_PLATE,
                at,
                told,
                message!("删去，或中间写 *", "take it out, or put `*` in the middle"),
            );
        }
        let homes = doors(&block.text).into_iter().chain(homes(&block.text));
        let homes = homes.filter(|at| !of_office(&block.text[at.clone()]) && !serves(&block.text, at.start));
        for at in homes {
            // The door itself is not told; another one is told as another.
            let mark = &Fingerprint::of_bytes(block.text[at.clone()].as_bytes()).hex()[..4];
            let told = message!(
                "这里有写到门牌的住址（{mark}）",
                "here is where somebody lives, down to the door ({mark})"
            );
            tell(
                &PERSONAL_ADDRESS,
                at,
                told,
                message!("写到小区、街道为止", "say the street or the estate, not the door"),
            );
        }
    }
}

/// A plate as it may be shown: its first character and its last two.
fn masked(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let (first, last) = (&chars[..1], &chars[chars.len().saturating_sub(2)..]);
    first.iter().chain(&['*', '*']).chain(last).collect()
}

/// Province, letter, five or six letters and digits; neither I nor O is among them, and a digit is.
fn plates(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (start, first) in text.char_indices().filter(|(_, c)| PROVINCES.contains(*c)) {
        let behind = start + first.len_utf8();
        let rest = &text[behind..];
        if !rest.starts_with(|c: char| c.is_ascii_uppercase() && c != 'I') {
            continue;
        }
        let number = rest[1..].trim_start_matches(['·', '•', ' ', '-']);
        let length = number
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase() && !b"IO".contains(byte))
            .count();
        let ends =
            !number[length..].starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '*' | '×'));
        let digits = number[..length].bytes().filter(u8::is_ascii_digit).count();
        if (5..=6).contains(&length) && ends && digits >= 2 {
            found.push(start..text.len() - number.len() + length);
        }
    }
    found
}

/// 3栋2单元501室: an office has no 单元.
fn doors(text: &str) -> Vec<Range<usize>> {
    const UNIT: &str = "单元";
    let is_number = |c: char| c.is_ascii_digit() || is_numeral(c);
    let mut found = Vec::new();
    for (at, _) in text.match_indices(UNIT) {
        let unit = text[..at].trim_end_matches(is_number);
        let house = ["栋", "幢", "楼", "座", "号"]
            .iter()
            .find_map(|word| unit.strip_suffix(word));
        let Some(house) = house.filter(|_| unit.len() < at) else {
            continue;
        };
        let start = house
            .trim_end_matches(|c: char| is_number(c) || c.is_ascii_uppercase() || c == '号')
            .len();
        let behind = &text[at + UNIT.len()..];
        let room = behind.bytes().take_while(u8::is_ascii_digit).count();
        if start < house.len() && (3..=4).contains(&room) {
            found.push(start..at + UNIT.len() + room);
        }
    }
    found
}

/// The addresses that a page of a place, or site.yaml, gives to be found by: nobody's home.
fn addresses<'t>(inspected: &'t InspectedText<'_>) -> Vec<&'t str> {
    let front = inspected
        .blocks()
        .iter()
        .filter(|block| block.form == BlockForm::FrontMatter);
    let lines = front.flat_map(|block| block.text.lines()).map(str::trim);
    lines
        .filter_map(|line| line.trim_start_matches("- ").strip_prefix("address"))
        .filter_map(|rest| rest.trim_start().strip_prefix([':', '：']))
        .map(|value| value.trim().trim_matches(['"', '\'']))
        .filter(|value| !value.is_empty())
        .collect()
}

/// Words before the number of a house that say that somebody lives there.
const LIVES: [&str; 11] = [
    "家住",
    "现住",
    "住在",
    "住址",
    "家庭地址",
    "户籍地址",
    "居住地址",
    "户籍地",
    "现居住地",
    "现居",
    "居住在",
];

/// What may stand behind 住 where nobody lives: 住房, 住所 of a company.
const NO_HOME: [char; 8] = ['所', '房', '建', '院', '宅', '宿', '户', '址'];

/// Words of a sentence about where an office or a service is.
const SERVES: [&str; 18] = [
    "电话",
    "热线",
    "服务",
    "登记处",
    "卫生室",
    "卫生院",
    "托育",
    "中心",
    "医院",
    "门诊",
    "办公",
    "接待",
    "地点",
    "办理",
    "学校",
    "幼儿园",
    "大厅",
    "机构",
];

/// How far back and on the words are looked at that say whose address one is, in bytes.
const AROUND: usize = 180;

/// Whether an address is where people go for something, by its sentence: nobody is said to live there.
fn serves(text: &str, at: usize) -> bool {
    let from = text.floor_char_boundary(at.saturating_sub(AROUND));
    let to = text.ceil_char_boundary((at + AROUND).min(text.len()));
    let stop = ['。', '；', '\n'];
    let start = text[from..at].rfind(stop).map_or(from, |start| from + start);
    let end = text[at..to].find(stop).map_or(to, |end| at + end);
    let sentence = &text[start..end];
    !LIVES.iter().any(|word| sentence.contains(word)) && SERVES.iter().any(|word| sentence.contains(word))
}

/// How a road or village is called before the number of a house.
const ROADS: [&str; 14] = [
    "村", "组", "屯", "寨", "庄", "巷", "弄", "胡同", "路", "街", "大道", "里", "社", "队",
];

/// 住云岭县城关镇东街村3组15号: whose home it is, is said before; a village with groups needs nobody to say it.
fn homes(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let is_number = |c: char| c.is_ascii_digit() || is_numeral(c);
    for (end, _) in text.match_indices('号') {
        let road = text[..end].trim_end_matches(is_number);
        let short = |digits: &str| (1..=4).contains(&digits.chars().count());
        if !short(&text[road.len()..end]) || !ROADS.iter().any(|word| road.ends_with(word)) {
            continue;
        }
        // No address is longer: the whole of a long line is not read for each.
        let from = text.floor_char_boundary(road.len().saturating_sub(AROUND));
        let clause = road[from..].rfind(['，', '。', '；', '、', '（', '\n', ',', ' ']);
        let start = clause.map_or(from, |at| {
            from + at + text[from + at..].chars().next().map_or(0, char::len_utf8)
        });
        let Some(home) = home(&text[start..end]) else {
            continue;
        };
        let behind = text[start + home..].trim_start_matches(['：', ':', ' ', '为', '是']);
        found.push(text.len() - behind.len()..end + '号'.len_utf8());
    }
    found
}

/// Where the home begins in a clause that ends in the number of a house; `None` when nobody says that it is one.
fn home(clause: &str) -> Option<usize> {
    let said = LIVES
        .iter()
        .filter_map(|word| Some(clause.rfind(word)? + word.len()));
    let lives = clause
        .strip_prefix('住')
        .filter(|rest| !rest.starts_with(NO_HOME));
    let begin = said.max().or(lives.map(|rest| clause.len() - rest.len()));
    let group = || {
        let (before, _) = clause.rsplit_once('组')?;
        let village = before.trim_end_matches(|c: char| c.is_ascii_digit() || is_numeral(c));
        (village.len() < before.len() && village.ends_with(['村', '屯', '区'])).then_some(0)
    };
    begin.or_else(group)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plate_and_a_door_are_known_by_their_form() {
        let plate = |text: &str| {
            plates(text)
                .into_iter()
                .map(|at| text[at].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(
            plate("车牌陕K12345、粤B·D12345，鲁A 88888"),
            ["陕K12345", "粤B·D12345", "鲁A 88888"]
        );
        assert!(plate("陕K12***、新A股、京ICP备12345678号、川A、津B123456789、云BABCDEF").is_empty());
        let door = |text: &str| {
            doors(text)
                .into_iter()
                .map(|at| text[at].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(door("家住幸福小区3号楼2单元501室"), ["3号楼2单元501"]);
        assert_eq!(door("幸福小区十二栋一单元1203"), ["十二栋一单元1203"]);
        assert!(door("行政中心3号楼501室、第二单元 12 课、住宅3栋2单元").is_empty());
    }

    #[test]
    fn where_somebody_lives_is_known_in_a_village_too() {
        let home = |text: &str| {
            homes(text)
                .into_iter()
                .map(|at| text[at].to_owned())
                .collect::<Vec<_>>()
        };
        for (text, expected) in [
            ("张三，住云岭县城关镇东街村3组15号", "云岭县城关镇东街村3组15号"),
            ("家庭住址：云岭县大村15号。", "云岭县大村15号"),
            ("家住幸福路12号", "幸福路12号"),
            ("东街村三组十五号", "东街村三组十五号"),
            ("户籍地云岭县青石巷7号", "云岭县青石巷7号"),
        ] {
            assert_eq!(home(text), [expected], "{text}");
        }
        for text in [
            "托育园地址：城关镇和平路阳光小区3号楼1单元101室，电话0912-1234567。",
            "婚姻登记处搬到城关镇和平路阳光小区3号楼1单元101室办公。",
            "地址：城关镇张家沟村三组15号（村卫生室）。",
        ] {
            assert!(serves(text, text.find("城关镇").unwrap()), "{text}");
        }
        assert!(!serves("张三家住城关镇三组15号，电话12345", 12));
        for text in [
            "县卫健局地址：人民路15号",
            "住所：云岭县人民路15号",
            "住建局在人民路15号",
            "住院部在人民路15号，东街村3组",
            "住云岭县城关镇东街村",
            "活动在东街村委会，电话3组15号",
        ] {
            assert!(home(text).is_empty(), "{text}");
        }
    }
}
