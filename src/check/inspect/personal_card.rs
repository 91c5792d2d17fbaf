//! Numbers of bank cards: known lengths and beginnings, and the check digit of Luhn.

use super::people::{masked, numbers};
use super::personal_id::is_identity;
use super::{GENERAL, InspectedText, Inspection};
use crate::base::Diagnostic;
use crate::message;
use crate::rule;

rule! { PERSONAL_CARD = "personal-card", Veto, Error, adjustable: true;
    means "页面上有银行卡号（位数、开头和校验位都对）", "A page holds the number of a bank card, with a known length and beginning and the right check digit";
    mend "删去", "Take it out";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&PERSONAL_CARD],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    for held in numbers(inspected, 16) {
        let is_called = |called: &String| CALLED.iter().any(|word| called.contains(word));
        let named = held.called.as_ref().is_none_or(is_called);
        if named && is_card(&held.digits) && !is_identity(&held.digits) && !held.is_amount() {
            let shown = masked(&held.digits);
            let told = message!(
                "这里有银行卡号 {shown}",
                "here is the number of a bank card, {shown}"
            );
            report.push(
                Diagnostic::new(&PERSONAL_CARD, held.place, told).hint(message!("删去", "take it out")),
            );
        }
    }
}

/// What a card is called in an address; long numbers of articles look like cards, too.
const CALLED: [&str; 5] = ["card", "bank", "acc", "kahao", "zhanghao"];

/// Beginnings of card numbers and how many digits they have: UnionPay, and those with 16.
const CARDS: [(&str, std::ops::RangeInclusive<usize>); 8] = [
    ("62", 16..=19),
    ("4", 16..=16),
    ("51", 16..=16),
    ("52", 16..=16),
    ("53", 16..=16),
    ("54", 16..=16),
    ("55", 16..=16),
    ("35", 16..=16),
];

fn is_card(digits: &str) -> bool {
    let known = CARDS
        .iter()
        .any(|(start, lengths)| digits.starts_with(start) && lengths.contains(&digits.len()));
    known && digits.bytes().all(|byte| byte.is_ascii_digit()) && luhn(digits)
}

fn luhn(digits: &str) -> bool {
    let weighed = digits.bytes().rev().enumerate().map(|(n, byte)| {
        let digit = u32::from(byte - b'0');
        match (n % 2, digit) {
            (0, digit) => digit,
            (_, 0..=4) => digit * 2,
            _ => digit * 2 - 9,
        }
    });
    weighed.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_has_its_length_its_beginning_and_its_check_digit() {
        for (digits, expected) in [
            ("6222020200001234569", luhn("6222020200001234569")),
            ("4111111111111111", true),
            ("4111111111111112", false),
            ("1111111111111117", false),
            ("620200000000000", false),
        ] {
            assert_eq!(is_card(digits), expected, "{digits}");
        }
        assert!(luhn("79927398713"));
    }
}
