//! Words that a line of `-` or `=` right below makes a heading, though they hardly are one.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::markdown::lenient::underlined;
use crate::message;

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("电话：0912-12345⏎----------", "空一行"),
        ("联系人：张三⏎电话：0912-12345⏎==========", "空一行"),
    ],
    may: |signs| signs.starts_with(&['-', '=']),
    find,
};

fn find(reading: &Reading<'_>, _: &super::Syntax) -> Vec<Told> {
    let (text, headings) = (reading.text, underlined(reading.text, reading.events));
    let odd = headings
        .into_iter()
        .filter(|heading| heading.lines > 1 || text[heading.whole.clone()].contains('：'));
    odd.map(|heading| Told {
        rule: &MARKUP_NEARLY,
        message: message!(
            "这一行会把上面的话变成标题",
            "this line makes a heading of the words above"
        ),
        hint: message!(
            "要分隔线的，在它上面空一行，写 ---；要标题的，在话的前面写 ##",
            "leave a line free above it and write --- to divide; write ## before the words for a heading"
        ),
        at: heading.line,
    })
    .collect()
}
