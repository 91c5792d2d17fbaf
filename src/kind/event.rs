//! `event`: something that takes place.

use super::{KindDefinition, OnHomePage, Start, fields};
use crate::base::PageId;
use crate::document::{CommonFields, Event, Kind, KindFields, Phase, Repeat, Role};
use crate::site::Site;
use crate::theme::view::{DayView, LinkView, OwnView, PageView, SiteView};
use crate::theme::{ViewInputs, from_site, json_ld};
use crate::yaml::Fields;
use serde::Serialize;
use serde_json::{Value as Json, json};

/// Something that takes place.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::new("event", "活动").taking_place(),
    read,
    view,
    home: Some(OnHomePage {
        name: "events",
        choose: to_come,
    }),
    proposed: 0,
    start: Start {
        folder: "events",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
start: %日期%                      # 可以带时间，如 %日期% 14:00（北京时间）
#end: %日期%                      # 最后一天
#repeat: yearly                  # yearly、monthly、weekly
#place: 社区文化活动中心
#contact: 居委会
#campaign: campaigns/some        # 属于哪项行动：它的标题或路径
#date: %日期%
%通用%
---

活动做什么、请谁来、要不要报名。
"##;

fn read(fields: &mut Fields, _: &CommonFields) -> KindFields {
    let mut kind_fields = KindFields {
        relations: fields::relations(fields, "campaign", Role::PartOf),
        ..KindFields::default()
    };
    let (start, end) = fields::span(fields);
    fields.printed(&["place", "contact"]);
    let text = |fields: &mut Fields, key| fields.text(key).map(|text| text.value);
    kind_fields.day = start;
    kind_fields.events.push(Event {
        title: None,
        start,
        end,
        repeat: fields::repeat(fields, start),
        venue: text(fields, "place"),
        contact: text(fields, "contact"),
        whole: true,
        is_span: false,
    });
    kind_fields
}

/// Those that are not over, the first to come first.
fn to_come(site: &Site, mut pages: Vec<PageId>) -> Vec<PageId> {
    let today = site.date_filter.today;
    pages.retain(|page| {
        let mut events = site.pages[*page].document.kind_fields.events.iter();
        events.any(|event| !matches!(event.phase(today), None | Some(Phase::Over)))
    });
    pages.sort_by_key(|page| {
        let document = &site.pages[*page].document;
        let mut events = document.kind_fields.events.iter();
        (events.find_map(|event| event.next_day(today)), document.date())
    });
    pages
}

/// An event's own fields.
#[derive(Debug, Clone, Serialize)]
pub struct EventView {
    /// Start.
    pub start: Option<DayView>,
    /// End, inclusive.
    pub end: Option<DayView>,
    /// `ahead`, `on`, `over` on the day of the build; empty without dates.
    pub phase: String,
    /// `每年`, `每月`, `每周`, in the language of the page.
    pub repeat: Option<String>,
    /// The same for structured data. Templates do not see it.
    #[serde(skip)]
    pub frequency: Option<Repeat>,
    /// Where.
    pub place: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// The campaign it belongs to.
    pub campaign: Option<LinkView>,
}

impl OwnView for EventView {
    /// What has no date is nowhere to go to.
    fn structured_data(&self, page: &PageView, site: &SiteView) -> Vec<Json> {
        if self.start.is_none() {
            return Vec::new();
        }
        let above = |link: &LinkView| json!({"@type": "Event", "name": link.title, "url": json_ld::url(site, &link.href)});
        vec![json_ld::thing([
            ("@type", "Event".into()),
            ("name", page.title.as_str().into()),
            ("description", page.description.as_str().into()),
            ("url", json_ld::url(site, &page.href)),
            ("image", json_ld::picture(site, page.cover.as_ref())),
            ("startDate", json_ld::day(self.start.as_ref())),
            ("endDate", json_ld::day(self.end.as_ref())),
            ("eventSchedule", json_ld::schedule(self.frequency)),
            ("location", json_ld::place(self.place.as_deref())),
            ("organizer", json_ld::publisher(site)),
            ("superEvent", self.campaign.as_ref().map_or(Json::Null, above)),
        ])]
    }
}

fn view(inputs: &ViewInputs<'_>, page: PageId) -> Option<Box<dyn OwnView>> {
    let at = &inputs.site.pages[page];
    let event = at.document.kind_fields.events.iter().find(|event| event.whole);
    let frequency = event.and_then(|event| event.repeat);
    Some(Box::new(EventView {
        start: event.and_then(|event| event.start).map(DayView::from),
        end: event.and_then(|event| event.end).map(DayView::from),
        phase: event
            .map_or("", |event| from_site::phase(inputs.site, event))
            .to_owned(),
        repeat: frequency.map(|repeat| inputs.translator_of(page).say(repeat.label())),
        frequency,
        place: event.and_then(|event| event.venue.clone()),
        contact: event.and_then(|event| event.contact.clone()),
        campaign: at
            .relations
            .iter()
            .find(|bond| bond.role == Role::PartOf)
            .map(|bond| from_site::link(inputs.site, bond.page)),
    }))
}
