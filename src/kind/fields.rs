//! Fields that several kinds have alike.

use crate::base::{Diagnostic, Moment, Span};
use crate::document::{Offered, Property, Relation, Repeat, Role};
use crate::markdown::LINK_UNSAFE;
use crate::message;
use crate::rule;
use crate::yaml::DATE_WRONG;
use crate::yaml::{Fields, Spanned};

rule! { REPEAT_SKIPS = "repeat-skips", Pages, Warning, adjustable: true;
    means "`repeat: monthly` 从29日至31日开始，或 `repeat: yearly` 从2月29日开始：有的月份、年份没有这一天", "`repeat: monthly` begins on a day from 29 to 31, or `repeat: yearly` on 29 February: not every month or year has it";
    mend "换成每次都有的日子，或者逐次写出来", "Take a day that always comes, or write each date of its own";
}

/// A text field that is shown as a term with its text.
pub(super) fn text(
    fields: &mut Fields,
    name: &'static str,
    label: &str,
    out: &mut Vec<Property>,
) -> Option<Spanned<String>> {
    fields.printed(&[name]);
    let text = fields.text(name)?;
    if !text.value.trim().is_empty() {
        out.push(Property {
            name: name.to_owned(),
            label: label.to_owned(),
            texts: vec![text.value.clone()],
            moment: None,
            at: Some(text.at.clone()),
        });
    }
    Some(text)
}

/// A text field, or a list of names, that is shown as a term with its text: several with 、 between them.
pub(super) fn names(fields: &mut Fields, name: &'static str, label: &str, out: &mut Vec<Property>) {
    fields.printed(&[name]);
    let names: Vec<String> = fields.texts(name).into_iter().map(|text| text.value).collect();
    let text = names
        .iter()
        .map(|name| name.trim())
        .filter(|name| !name.is_empty());
    let text = text.collect::<Vec<_>>().join("、");
    if !text.is_empty() {
        out.push(Property {
            name: name.to_owned(),
            label: label.to_owned(),
            texts: vec![text],
            moment: None,
            at: None,
        });
    }
}

/// An address elsewhere that becomes a link.
pub(super) fn web(fields: &mut Fields, url: &Spanned<String>) {
    let written = &url.value;
    if written.trim().is_empty() || written.starts_with("https://") || written.starts_with("http://") {
        return;
    }
    let place = Span::new(fields.file(), url.at.clone());
    fields.push(
        Diagnostic::new(
            &LINK_UNSAFE,
            place,
            message!("不是网址：{written}", "not a URL: {written}"),
        )
        .hint(message!("写成 https://…", "write https://…")),
    );
}

/// Several texts under one term.
pub(super) fn texts(fields: &mut Fields, name: &'static str, label: &str, out: &mut Vec<Property>) {
    fields.printed(&[name]);
    let texts: Vec<String> = fields
        .texts(name)
        .into_iter()
        .map(|text| text.value)
        .filter(|text| !text.trim().is_empty())
        .collect();
    if !texts.is_empty() {
        out.push(Property {
            name: name.to_owned(),
            label: label.to_owned(),
            texts,
            moment: None,
            at: None,
        });
    }
}

/// A day that is shown as a term.
pub(super) fn day(
    fields: &mut Fields,
    name: &'static str,
    label: &str,
    out: &mut Vec<Property>,
) -> Option<Moment> {
    let moment = fields.moment(name)?.value;
    out.push(Property {
        name: name.to_owned(),
        label: label.to_owned(),
        texts: vec![moment.in_words()],
        moment: Some(moment),
        at: None,
    });
    Some(moment)
}

/// References of one role.
pub(super) fn relations(fields: &mut Fields, name: &'static str, role: Role) -> Vec<Relation> {
    fields
        .texts(name)
        .into_iter()
        .map(|to| Relation { role, to: bare(to) })
        .collect()
}

/// `[[…]]` around a reference in front matter is allowed and means nothing.
fn bare(mut text: Spanned<String>) -> Spanned<String> {
    if let Some(inner) = text
        .value
        .trim()
        .strip_prefix("[[")
        .and_then(|inner| inner.strip_suffix("]]"))
    {
        text.value = inner.to_owned();
    }
    text
}

/// `repeat: yearly | monthly | weekly`. A day that not every month or year has is told: calendars leave out those without it.
pub(super) fn repeat(fields: &mut Fields, start: Option<Moment>) -> Option<Repeat> {
    let repeat = fields.spanned_choice("repeat", &Repeat::ALL.map(|one| (one.word(), one)))?;
    let (_, month, day) = start.map_or((0, 1, 1), |start| start.day.parts());
    let place = Span::new(fields.file(), repeat.at);
    let skips = match repeat.value {
        Repeat::Monthly if day > 28 => message!(
            "每月{day}日的活动，没有{day}日的月份不会有",
            "there is nothing in months that have no day {day}"
        ),
        Repeat::Yearly if (month, day) == (2, 29) => message!(
            "每年2月29日的活动，四年才有一次",
            "29 February comes every fourth year only"
        ),
        _ => return Some(repeat.value),
    };
    fields.push(Diagnostic::new(&REPEAT_SKIPS, place, skips).hint(message!(
        "start 换成每次都有的日子；月末的活动逐次写出来",
        "take a day that always comes, or write each date of its own"
    )));
    Some(repeat.value)
}

/// Start and end, the end not before the start.
pub(super) fn span(fields: &mut Fields) -> (Option<Moment>, Option<Moment>) {
    let start = fields.moment("start");
    let end = fields.moment("end");
    if let (Some(start), Some(end)) = (&start, &end)
        && end.value < start.value
        && end.value.day <= start.value.day
    {
        let earlier = end.value.day < start.value.day || end.value.minutes.is_some();
        if earlier {
            let place = Span::new(fields.file(), end.at.clone());
            fields.push(
                crate::base::Diagnostic::new(
                    &DATE_WRONG,
                    place,
                    message!("结束早于开始", "it ends before it begins"),
                )
                .hint(message!("核对 start 和 end", "check `start` and `end`")),
            );
        }
    }
    (start.map(|moment| moment.value), end.map(|moment| moment.value))
}

/// `[{title, file}]`.
pub(super) fn offered(fields: &mut Fields, name: &'static str) -> Vec<Offered> {
    let mut out = Vec::new();
    for mut map in fields.maps(name) {
        map.printed(&["title"]);
        let (title, file) = (map.required("title"), map.required("file"));
        if let (Some(title), Some(file)) = (title, file) {
            out.push(Offered {
                title: title.value,
                file,
            });
        }
        fields.merge_errors(map.finish());
    }
    out
}
