//! What the fields of a page say beside its text, in lines: when and where something takes place, addresses and the like.

use super::ExportedPage;
use crate::document::{Event, PolicyStatus};
use crate::theme::view::DayView;

/// A line: what it is called, and what it says.
pub(super) type FieldLine = (String, String);

/// Whether a policy still holds, in a sentence; `None` for one that is in force and for what is no policy.
pub(super) fn standing(page: &ExportedPage<'_>) -> Option<String> {
    let status = page.site().status(page.page)?;
    let label = page.inputs.translator_of(page.page).say(status.label());
    match status {
        PolicyStatus::InForce => None,
        PolicyStatus::Repealed | PolicyStatus::Expired => {
            Some(format!("这份文件已{label}，只供查考，不能作为现在办事的依据。"))
        }
        _ => Some(format!("这份文件{label}。")),
    }
}

/// What it calls out, with its facts.
pub(super) fn slogans(page: &ExportedPage<'_>) -> Vec<String> {
    let own = page.document().kind_fields.slogans.iter();
    own.map(|slogan| page.site().fill(page.page, &slogan.value))
        .collect()
}

/// When and where the page itself takes place, and whom to ask.
pub(super) fn of_itself(page: &ExportedPage<'_>) -> Vec<FieldLine> {
    let translator = page.inputs.translator_of(page.page);
    let whole = page.document().kind_fields.events.iter();
    let lines = whole.filter(|event| event.whole).flat_map(|event| {
        let venue = event.venue.clone().unwrap_or_default();
        let contact = event.contact.clone().unwrap_or_default();
        [("时间", days(page, event)), ("地点", venue), ("联系人", contact)]
    });
    lines
        .filter(|(_, words)| !words.is_empty())
        .map(|(label, words)| (translator.say(label), words))
        .collect()
}

/// What takes place within it, each in a line.
pub(super) fn within(page: &ExportedPage<'_>) -> Vec<String> {
    let comma = page.inputs.translator_of(page.page).say("，");
    let events = page.document().kind_fields.events.iter();
    let line = |event: &Event| {
        let title = event.title.as_ref().filter(|_| !event.whole)?;
        let mut said = vec![
            page.site().fill(page.page, &title.value),
            days(page, event),
            event.venue.clone().unwrap_or_default(),
            event.contact.clone().unwrap_or_default(),
        ];
        said.retain(|words| !words.is_empty());
        Some(said.join(&comma))
    };
    events.filter_map(line).collect()
}

/// Fields that an official document says in its head and closing, or that are an address for programs.
const OFFICIAL: [&str; 4] = ["issuer", "number", "recipients", "source_url"];

/// Other fields that the page shows.
pub(super) fn others(page: &ExportedPage<'_>) -> Vec<FieldLine> {
    let rows = page.view.page.properties.iter();
    rows.filter(|row| !OFFICIAL.contains(&row.name.as_str()))
        .map(|row| (row.label.clone(), row.text.clone()))
        .collect()
}

/// From when to when, and how often again; empty without dates.
fn days(page: &ExportedPage<'_>, event: &Event) -> String {
    let translator = page.inputs.translator_of(page.page);
    let day = |moment| translator.day(&DayView::from(moment));
    let ends = [
        event.start.map(day),
        event.end.filter(|_| event.end != event.start).map(day),
    ];
    let span: Vec<String> = ends.into_iter().flatten().collect();
    let again = event.repeat.map(|repeat| translator.say(repeat.label()));
    let said: Vec<String> = again
        .into_iter()
        .chain([span.join(&translator.say("至"))])
        .filter(|words| !words.is_empty())
        .collect();
    said.join(&translator.say("，"))
}
