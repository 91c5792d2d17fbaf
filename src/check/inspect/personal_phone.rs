//! Mobile numbers that stand outside contact fields.

use super::people::{Held, masked, numbers};
use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Diagnostic, Level};
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;

rule! { PERSONAL_PHONE = "personal-phone", Veto, Error, adjustable: true;
    means "手机号码写在正文里；前面写明是联系、咨询电话的只是警告", "A mobile number stands in the text; where the words before it say that it is for contact, that is a warning";
    mend "用单位的座机或热线；要留的写进 `contact`、`phones` 字段或 contacts 组件", "Give the number of an office; what must stay goes into the field `contact` or `phones` or a `contacts` component";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&PERSONAL_PHONE],
    text: Some(look),
    ..Inspection::NONE
};

/// Fields whose values are there to be called.
const FIELDS: [&str; 7] = ["contact", "phones", "phone", "hours", "value", "text", "联系"];

/// Words that say that a number is there to be called.
const LABELS: [&str; 5] = ["电话", "热线", "咨询", "联系", "拨打"];

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let contacts: Vec<&TextBlock> = inspected
        .blocks()
        .iter()
        .filter(|block| matches!(&block.form, BlockForm::Component(name) if name == "contacts"))
        .collect();
    for held in numbers(inspected, 11) {
        let is_called = |called: &String| CALLED.iter().any(|word| called.contains(word));
        let is_there_to_be_called = contacts.iter().any(|contacts| {
            let (around, own) = (&contacts.at, &held.block.at);
            around.start <= own.start && own.end <= around.end
        });
        let is_code = held.block.form == BlockForm::Code && held.called.is_none();
        if is_mobile(&held.digits)
            && held.called.as_ref().is_none_or(is_called)
            && !(is_code || is_there_to_be_called || held.is_amount() || in_contact_field(&held))
        {
            report.push(found(held));
        }
    }
}

/// What a number to be dialled is called in an address.
const CALLED: [&str; 5] = ["tel", "sms", "phone", "mobile", "shouji"];

fn found(held: Held<'_>) -> Diagnostic {
    // What a link leads to is said by its words and those before it.
    let from = if held.called.is_some() {
        held.at.end
    } else {
        held.at.start
    };
    let before: String = held.block.text[..from].chars().rev().take(10).collect();
    let before: String = before.chars().rev().collect();
    let labelled = LABELS.iter().any(|label| before.contains(label));
    let level = if labelled { Level::Warning } else { Level::Error };
    let shown = masked(&held.digits);
    let told = message!(
        "正文里有手机号码 {shown}",
        "a mobile number stands in the text, {shown}"
    );
    Diagnostic::new(&PERSONAL_PHONE, held.place, told)
        .at_level(level)
        .hint(message!(
            "换成单位的座机或热线；要留的写进 contact、phones 字段或 contacts 组件",
            "give the number of an office; what must stay goes into `contact`, `phones` or a `contacts` component"
        ))
}

fn is_mobile(digits: &str) -> bool {
    let digits = digits
        .strip_prefix("86")
        .filter(|rest| rest.len() == 11)
        .unwrap_or(digits);
    digits.len() == 11 && digits.starts_with('1') && digits.as_bytes()[1] >= b'3'
}

/// Whether it is the value of a field that is there to be called, in a line of YAML or below such a field.
fn in_contact_field(held: &Held<'_>) -> bool {
    if held.block.form != BlockForm::FrontMatter {
        return false;
    }
    let before = &held.block.text[..held.at.start];
    let key = before.lines().rev().find_map(|line| {
        let (key, _) = line.trim_start_matches([' ', '-']).split_once([':', '：'])?;
        (!key.contains(' ')).then_some(key)
    });
    key.is_some_and(|key| FIELDS.contains(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mobile_number_has_eleven_digits() {
        assert!(is_mobile("13800138000") && is_mobile("8619912345678"));
        assert!(!is_mobile("12345678901") && !is_mobile("138001380001") && !is_mobile("02112345678"));
    }
}
