//! What changes by itself and when: pages that come and go, policies that take effect, facts that end, reviews that are due.

use super::{BuildOptions, Builder, Progress};
use crate::base::{Day, Fault, Moment};
use crate::document::Document;
use crate::fact::FactTable;
use crate::outputs::ics::Ics;
use serde::Serialize;

/// A change that comes by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// The day on which it is first seen.
    pub day: String,
    /// Content path of the page; `facts.yaml#NAME` for a fact.
    pub path: String,
    /// The field that says so: `publish`, `expires`, `effective`, `review_by`, `start`, `end`, `since`, `until`.
    pub what: &'static str,
    /// The title of the page, or the name of the fact.
    #[serde(skip)]
    pub title: String,
}

impl Builder {
    /// All changes from the day of the order on, for so many days, in their order. Drafts and what the site hides are left out.
    pub fn next(
        &mut self,
        order: &BuildOptions,
        days: i32,
        progress: &dyn Progress,
    ) -> Result<Vec<Change>, Fault> {
        let mut report = Vec::new();
        let cache = self.cache.clone();
        cache.begin();
        let mut inputs = self.inputs(order, progress, &mut report)?;
        let theme = self.theme(&mut inputs, &mut report);
        let documents = inputs.documents(&theme, &mut self.memo, &cache, progress, &mut report);
        let mut found = Vec::new();
        for held in &documents.held {
            found.extend(of_page(&held.document, (order.today, order.today.after(days))));
        }
        found.extend(of_facts(&inputs.chain.fact_table(&mut report)));
        let soon = |change: &(Day, Change)| (0..=days).contains(&order.today.days_to(change.0));
        let mut changes: Vec<Change> = found.into_iter().filter(soon).map(|(_, change)| change).collect();
        changes.sort();
        changes.dedup();
        Ok(changes)
    }
}

/// What of a page changes; of what comes again, each time that begins or ends from a day to another one.
fn of_page(document: &Document, (from, to): (Day, Day)) -> Vec<(Day, Change)> {
    let front = &document.front;
    if front.draft || front.further.withdrawn.is_some() {
        return Vec::new();
    }
    let fields = &document.kind_fields;
    let day = |moment: Option<Moment>| moment.map(|moment| moment.day);
    let mut days = vec![
        ("publish", day(front.further.publish)),
        // The last day is still a day: the notice stands from the next on.
        ("expires", day(front.further.expires).map(Day::next)),
        ("review_by", day(front.further.review_by)),
        ("effective", day(fields.date("effective"))),
    ];
    for event in &fields.events {
        for (first, last) in event.occurrences(from, to) {
            days.push(("start", event.start.map(|_| first)));
            days.push(("end", last));
        }
    }
    let change = |what, day: Day| Change {
        day: day.to_string(),
        path: document.path.to_string(),
        what,
        title: document.title().to_owned(),
    };
    days.into_iter()
        .filter_map(|(what, day)| Some((day?, change(what, day?))))
        .collect()
}

fn of_facts(facts: &FactTable) -> Vec<(Day, Change)> {
    let mut found = Vec::new();
    let all = facts.layers.iter().flat_map(|layer| &layer.facts);
    for fact in all {
        for entry in &fact.entries {
            let until = entry.until.map(Day::next);
            for (what, day) in [("since", entry.since), ("until", until)] {
                let Some(day) = day else { continue };
                let name = &fact.name.value;
                let change = Change {
                    day: day.to_string(),
                    path: format!("{}#{name}", crate::fact::FILE),
                    what,
                    title: name.clone(),
                };
                found.push((day, change));
            }
        }
    }
    found
}

/// The changes as a calendar of this name; `say` gives the words of an entry.
pub fn calendar(name: &str, changes: &[Change], say: &dyn Fn(&Change) -> String) -> Vec<u8> {
    let mut ics = Ics::new(name);
    for change in changes {
        let day = change.day.replace('-', "");
        ics.within("VEVENT", |ics| {
            ics.text("UID", &format!("{}-{}-{day}@wanjia", change.path, change.what));
            ics.line("DTSTAMP", &format!("{day}T000000Z"));
            ics.line("DTSTART;VALUE=DATE", &day);
            ics.text("SUMMARY", &say(change));
            ics.line("TRANSP", "TRANSPARENT");
        });
    }
    ics.finish()
}
