//! Calendars: of the whole site, and of every page by which something takes place. Stamps come from
//! content, never from the clock.

use super::ics::Ics;
use super::job::{PrepareJob, of_bytes};
use crate::base::{Fingerprint, Moment, PageId};
use crate::document::Repeat;
use crate::site::{EventInstance, Site};
use crate::theme::{Theme, Translator};
use std::collections::BTreeSet;

/// The stamp that an entry must bear (RFC 5545) of whose writing nobody says when it was: one that says nothing. The day on which
/// it takes place would be one to come, and a later edit that puts it earlier would be taken for an older one.
const UNDATED: &str = "19700101T000000Z";

pub(super) fn job<'s>(site: &'s Site, theme: &'s Theme, of: Option<PageId>) -> PrepareJob<'s> {
    match of {
        None => of_bytes(move || write(site, theme, &site.config.name, &site.all_events())),
        Some(page) => of_bytes(move || write(site, theme, &site.title(page), &site.events(page))),
    }
}

fn write(site: &Site, theme: &Theme, name: &str, events: &[EventInstance<'_>]) -> Vec<u8> {
    let mut ics = Ics::new(name);
    let mut known = BTreeSet::new();
    for instance in events {
        ics.within("VEVENT", |ics| {
            ics.text("UID", &identity(site, instance, &mut known));
            entry(site, theme, instance, ics);
        });
    }
    ics.finish()
}

/// What a calendar knows an entry by: it stays while page and title stay, so that a new date moves it.
fn identity(site: &Site, instance: &EventInstance<'_>, known: &mut BTreeSet<String>) -> String {
    let config = &site.config;
    let page = site.href(instance.page);
    let entry = instance.event.title.as_ref().map_or_else(String::new, |title| {
        format!("#{}", &Fingerprint::of_bytes(title.value.as_bytes()).hex()[..8])
    });
    let host = config.origin.split("://").last().unwrap_or("");
    let name = |again: usize| match again {
        1 => format!("{}{entry}@{host}", page.as_str().trim_start_matches('/')),
        again => format!("{}{entry}-{again}@{host}", page.as_str().trim_start_matches('/')),
    };
    let mut again = 1;
    while !known.insert(name(again)) {
        again += 1;
    }
    name(again)
}

fn entry(site: &Site, theme: &Theme, instance: &EventInstance<'_>, ics: &mut Ics) {
    let (event, document) = (instance.event, &site.pages[instance.page].document);
    let front = &document.front;
    let translator = Translator::of(theme, document.language.or(&site.config.language));
    let title = site.title(instance.page);
    let url = site.config.absolute(&site.href(instance.page)).to_string();
    let said = front.updated.max(front.date);
    ics.line(
        "DTSTAMP",
        &said.map_or_else(|| UNDATED.to_owned(), |said| said.utc()),
    );
    if let Some(updated) = front.updated {
        ics.line("LAST-MODIFIED", &updated.utc());
    }
    when(instance, ics);
    let mut about = Vec::new();
    match &event.title {
        Some(own) => {
            ics.text("SUMMARY", &site.fill(instance.page, &own.value));
            about.push(title);
        }
        None => {
            ics.text("SUMMARY", &title);
            about.extend(
                front
                    .summary
                    .as_ref()
                    .map(|summary| site.fill(instance.page, &summary.value)),
            );
        }
    }
    if let Some(place) = &event.venue {
        ics.text("LOCATION", place);
    }
    about.extend(
        event
            .contact
            .as_ref()
            .map(|contact| translator.say("联系：") + contact),
    );
    about.extend((!url.is_empty()).then(|| url.clone()));
    ics.text("DESCRIPTION", &about.join("\n"));
    if !url.is_empty() {
        ics.line("URL", &url);
    }
}

/// Start, end and how it comes again.
///
/// What comes again before it is over is a series: its `end` is the last day of the series, and its time
/// the end of each time.
fn when(instance: &EventInstance<'_>, ics: &mut Ics) {
    let (start, event) = (instance.start, instance.event);
    let last = event.series_end();
    let end = match last {
        Some(last) => Some(Moment {
            day: start.day,
            ..last
        })
        .filter(|end| *end > start),
        None => event.end,
    };
    let whole_days = start.minutes.is_none() && end.is_none_or(|end| end.minutes.is_none());
    if whole_days {
        let after = end.unwrap_or(start).day.next();
        ics.line("DTSTART;VALUE=DATE", &date(start));
        ics.line("DTEND;VALUE=DATE", &date(Moment::day(after)));
    } else {
        ics.line("DTSTART;TZID=Asia/Shanghai", &start.local_time());
        if let Some(end) = end {
            ics.line("DTEND;TZID=Asia/Shanghai", &over(end).local_time());
        }
    }
    if let Some(word) = event.repeat.map(frequency) {
        let until = last.map_or_else(String::new, |last| {
            let minute = Some(23 * 60 + 59);
            let end_of_day = Moment {
                minutes: minute,
                ..last
            };
            let until = if whole_days { date(last) } else { end_of_day.utc() };
            format!(";UNTIL={until}")
        });
        ics.line("RRULE", &format!("FREQ={word}{until}"));
    }
}

/// A day ends when the next one begins.
fn over(end: Moment) -> Moment {
    match end.minutes {
        Some(_) => end,
        None => Moment::day(end.day.next()),
    }
}

fn date(moment: Moment) -> String {
    moment.local_time()[..8].to_owned()
}

/// The word for it.
fn frequency(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Yearly => "YEARLY",
        Repeat::Monthly => "MONTHLY",
        Repeat::Weekly => "WEEKLY",
    }
}
