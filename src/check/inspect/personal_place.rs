//! Plates of cars and where people live, known by their form.

use super::{GENERAL, InspectedText, Inspection};
use crate::base::numeral::is_numeral;
use crate::base::{Diagnostic, Rule};
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
    for block in inspected
        .blocks()
        .iter()
        .filter(|block| block.form != BlockForm::Code)
    {
        let mut tell = |rule: &'static Rule, at: Range<usize>, told, hint| {
            report.push(Diagnostic::new(rule, inspected.span(block, at), told).hint(hint));
        };
        for at in plates(&block.text) {
            let told = message!("这里有车牌号", "here is the plate of a car");
            tell(
                &PERSONAL_PLATE,
                at,
                told,
                message!("删去，或中间写 *", "take it out, or put `*` in the middle"),
            );
        }
        for at in doors(&block.text) {
            let told = message!(
                "这里有写到门牌的住址",
                "here is where somebody lives, down to the door"
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
}
