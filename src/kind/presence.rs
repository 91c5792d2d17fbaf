//! From when to when a page is there: `publish`, `expires` and `withdrawn`.

use crate::base::{Day, Moment};
use crate::document::FileForm;
use crate::message;
use crate::yaml::{Fields, Spanned};

/// The first and the last day on which a page is there, of which the last is not before the `date` that the page bears.
pub(super) fn read(fields: &mut Fields, date: Option<Moment>) -> (Option<Moment>, Option<Moment>) {
    let (publish, expires) = (fields.moment("publish"), fields.moment("expires"));
    let day = |moment: Option<Spanned<Moment>>| moment.map(|moment| moment.value);
    let publish = day(publish);
    if let Some(last) = &expires {
        let begins = [("publish", publish), ("date", date)];
        let late = begins.into_iter().find_map(|(field, begin)| {
            let begin = begin?.day;
            (last.value.day < begin).then_some((field, begin))
        });
        if let Some((field, begin)) = late {
            let day = last.value.day;
            fields.error(
                &last.at,
                message!(
                    "expires {day} 在 {field} {begin} 之前，这一页哪天都不会在",
                    "`expires` {day} is before `{field}` {begin}: the page would never be there"
                ),
            );
        }
    }
    (publish, day(expires))
}

/// Why a page was withdrawn; `~` in a page that inherits takes back what its upstream says. A section stays as long as there are
/// pages in it.
pub(super) fn withdrawn(fields: &mut Fields, form: FileForm) -> Option<Spanned<String>> {
    let blank = fields.blank("withdrawn").map(|at| Spanned {
        value: String::new(),
        at,
    });
    let reason = fields.text("withdrawn").or(blank)?;
    let wrong = if form == FileForm::Section {
        message!(
            "栏目不能撤下：把 withdrawn 写进里面要撤下的每一页",
            "a section cannot be withdrawn: write `withdrawn` in each page of it that is"
        )
    } else if !is_reason(&reason.value) {
        message!(
            "withdrawn 要写撤下的原因，如 withdrawn: 数字有误，正在核对；没有撤下就删去这一行",
            "`withdrawn` says why, as in `withdrawn: a figure is wrong`; in a page that is not withdrawn, take the line out"
        )
    } else {
        return Some(reason);
    };
    fields.error(&reason.at, wrong);
    None
}

/// Whether it says why, and not only that or when.
fn is_reason(text: &str) -> bool {
    let text = text.trim();
    let only = [
        "true",
        "false",
        "yes",
        "no",
        "是",
        "否",
        "撤下",
        "已撤下",
        "withdrawn",
    ];
    !text.is_empty() && !only.contains(&text.to_lowercase().as_str()) && text.parse::<Day>().is_err()
}
