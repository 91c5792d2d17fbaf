//! Identity numbers of people: 18 digits with a true date and the right check digit.

use super::people::{masked, numbers};
use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Day, Diagnostic};
use crate::message;
use crate::rule;

rule! { PERSONAL_ID = "personal-id", Veto, Error, adjustable: true;
    means "页面上有公民身份号码（18 位，日期和校验位都对）", "A page holds an identity number: 18 digits with a true date and the right check digit";
    mend "删去；要公示的，只留前几位和末几位，中间写 *", "Take it out; where it must be shown, put `*` for the digits in the middle";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&PERSONAL_ID],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    for held in numbers(inspected, 18) {
        if is_identity(&held.digits) {
            let shown = masked(&held.digits);
            let told = message!(
                "这里有公民身份号码 {shown}",
                "here is an identity number, {shown}"
            );
            report.push(Diagnostic::new(&PERSONAL_ID, held.place, told).hint(message!(
                "删去，或把中间的数字改成 *",
                "take it out, or put `*` for the digits in the middle"
            )));
        }
    }
}

/// First two digits of numbers, by province; those of counties are many and new ones are made.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52, 53, 54,
    61, 62, 63, 64, 65, 71, 81, 82, 83,
];

/// GB 11643: region, day of birth, order, check digit by ISO 7064 MOD 11-2.
pub(super) fn is_identity(digits: &str) -> bool {
    let bytes = digits.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) {
        return false;
    }
    let province = (bytes[0] - b'0') * 10 + (bytes[1] - b'0');
    let day = format!("{}-{}-{}", &digits[6..10], &digits[10..12], &digits[12..14]);
    let born = day.parse::<Day>().is_ok()
        && (b"1900"..=b"2099").contains(&&[bytes[6], bytes[7], bytes[8], bytes[9]]);
    let sum = bytes[..17]
        .iter()
        .fold(0_u32, |sum, byte| (sum + u32::from(byte - b'0')) * 2 % 11);
    let check = (12 - sum) % 11;
    let written = if bytes[17] == b'X' {
        10
    } else {
        u32::from(bytes[17].wrapping_sub(b'0'))
    };
    PROVINCES.contains(&province) && born && check == written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_counts_only_with_a_true_date_and_its_check_digit() {
        // The example of GB 11643 itself.
        assert!(is_identity("11010519491231002X"));
        assert!(!is_identity("440524188001010014"), "1880 is too long ago");
        assert!(!is_identity("110105194912310021"));
        assert!(!is_identity("110105194902310020"));
        assert!(!is_identity("990105194912310029"));
    }
}
