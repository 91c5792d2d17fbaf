//! `campaign`: what is done, on which ground, when and where.

use super::{KindDefinition, OnHomePage, Start, fields};
use crate::base::{Href, PageId};
use crate::document::{CommonFields, Event, Kind, KindFields, Offered, Repeat, Role};
use crate::message;
use crate::site::{Site, route};
use crate::theme::view::{ClauseView, DayView, EmblemView, OwnView, PageView, SiteView};
use crate::theme::{ViewInputs, from_site, json_ld};
use crate::yaml::Fields;
use serde::Serialize;
use serde_json::{Value as Json, json};

/// A campaign.
pub(super) static KIND: KindDefinition = KindDefinition {
    kind: Kind::new("campaign", "行动").with_emblem().with_leaflet(),
    read,
    view,
    home: Some(OnHomePage {
        name: "campaigns",
        choose: running,
    }),
    proposed: 2,
    start: Start {
        folder: "campaigns",
        text: START,
    },
};

const START: &str = r##"---
title: %标题%
%种类%
date: %日期%
#emblem: 家                       # 一个字，做这项行动的标志；不写就用标题的第一个字
#slogans: [婚育新风进万家]
#period: {start: %日期%, end: %日期%}
#organisers: [某某计划生育协会, 某某街道办事处]
#basis: [某某条例#第三条]           # 依据哪些政策的哪一条；站内要有这份政策
#activities:                     # 本地安排，会进入日历
#  - title: 集中宣传日
#    start: %日期% 14:00
#    end: %日期% 16:00
#    repeat: yearly              # yearly、monthly、weekly
#    place: 社区广场
#    contact: 居委会
#materials:                      # 供下载的宣传品
#  - {title: 宣传海报, file: poster.pdf}
%通用%
---

用三句话说清楚：这是什么行动，为谁而办，大家可以做什么。

## 活动内容

做什么、怎么参加。

## 本地安排

时间、地点、联系人。
"##;

fn read(fields: &mut Fields, _: &CommonFields) -> KindFields {
    fields.printed_with_facts(&["slogans"]);
    let mut kind_fields = KindFields {
        slogans: fields.texts("slogans"),
        files: fields::offered(fields, "materials"),
        ..KindFields::default()
    };
    if let Some(emblem) = fields.text("emblem") {
        let mut characters = emblem.value.trim().chars();
        match (characters.next(), characters.next()) {
            (Some(one), None) => kind_fields.emblem = Some(one),
            _ => fields.error(
                &emblem.at,
                message!("emblem 只写一个字", "`emblem` is one character"),
            ),
        }
    }
    kind_fields.events.extend(period(fields));
    kind_fields.relations = fields::relations(fields, "basis", Role::Basis);
    fields::texts(fields, "organisers", "主办单位", &mut kind_fields.properties);
    for mut map in fields.maps("activities") {
        map.printed_with_facts(&["title"]);
        map.printed(&["place", "contact"]);
        let title = map.required("title");
        let (start, end) = fields::span(&mut map);
        let text = |map: &mut Fields, key| map.text(key).map(|text| text.value);
        kind_fields.events.push(Event {
            title,
            start,
            end,
            repeat: fields::repeat(&mut map, start),
            venue: text(&mut map, "place"),
            contact: text(&mut map, "contact"),
            whole: false,
            is_span: false,
        });
        fields.merge_errors(map.finish());
    }
    kind_fields
}

/// Those that are on: their period has not ended.
fn running(site: &Site, mut pages: Vec<PageId>) -> Vec<PageId> {
    pages.retain(|page| {
        let events = &site.pages[*page].document.kind_fields.events;
        let mut periods = events.iter().filter(|event| event.whole);
        periods.all(|period| period.end.is_none_or(|end| end.day >= site.date_filter.today))
    });
    pages
}

fn period(fields: &mut Fields) -> Option<Event> {
    let mut map = fields.map("period")?;
    let (start, end) = fields::span(&mut map);
    fields.merge_errors(map.finish());
    Some(Event {
        title: None,
        start,
        end,
        repeat: None,
        venue: None,
        contact: None,
        whole: true,
        is_span: true,
    })
}

/// A campaign's own fields.
#[derive(Debug, Clone, Serialize)]
pub struct CampaignView {
    /// Emblem.
    pub emblem: EmblemView,
    /// Slogans, plain text.
    pub slogans: Vec<String>,
    /// `period.start`.
    pub start: Option<DayView>,
    /// `period.end`, inclusive.
    pub end: Option<DayView>,
    /// `ahead`, `on`, `over` on the day of the build; empty without dates.
    pub phase: String,
    /// Organisers.
    pub organisers: Vec<String>,
    /// Policy basis.
    pub basis: Vec<ClauseView>,
    /// Activities of front matter and events that name this campaign, by start.
    pub activities: Vec<ActivityView>,
    /// Downloads.
    pub materials: Vec<MaterialView>,
    /// Address of the leaflet to be printed and folded; `none` in a theme without one.
    pub leaflet: Option<Href>,
}

/// An activity of a campaign, or an event.
#[derive(Debug, Clone, Serialize)]
pub struct ActivityView {
    /// Plain text.
    pub title: String,
    /// The event's page, if it has one.
    pub href: Option<Href>,
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
}

/// A download.
#[derive(Debug, Clone, Serialize, PartialEq, Eq)]
pub struct MaterialView {
    /// Plain text.
    pub title: String,
    /// Address with base path.
    pub href: Href,
    /// `PDF`, `DOCX`; empty for a page.
    pub format: String,
    /// `1.2 MB`; empty for a page.
    pub size: String,
}

impl OwnView for CampaignView {
    /// A campaign that has a period is an event, and its activities are within it.
    fn structured_data(&self, page: &PageView, site: &SiteView) -> Vec<Json> {
        let own = format!("{}#campaign", page.permalink);
        let (main, within) = match &self.start {
            Some(_) => (self.event(page, site, &own), json!({"@id": own})),
            None => (json_ld::article(site, page), Json::Null),
        };
        let dated = self.activities.iter().filter(|activity| activity.start.is_some());
        let within = dated.map(|activity| activity.event(page, site, &within));
        std::iter::once(main).chain(within).collect()
    }
}

impl CampaignView {
    fn event(&self, page: &PageView, site: &SiteView, id: &str) -> Json {
        let named = |name: &String| json!({"@type": "Organization", "name": name});
        let organisers: Vec<Json> = self.organisers.iter().map(named).collect();
        let region = site.region.as_ref().map(|region| region.name.as_str());
        json_ld::thing([
            ("@type", "Event".into()),
            ("@id", id.into()),
            ("name", page.title.as_str().into()),
            ("description", page.description.as_str().into()),
            ("url", json_ld::url(site, &page.href)),
            ("image", json_ld::picture(site, page.cover.as_ref())),
            ("startDate", json_ld::day(self.start.as_ref())),
            ("endDate", json_ld::day(self.end.as_ref())),
            ("location", json_ld::place(region)),
            (
                "organizer",
                match organisers.is_empty() {
                    true => json_ld::publisher(site),
                    false => organisers.into(),
                },
            ),
        ])
    }
}

impl ActivityView {
    fn event(&self, page: &PageView, site: &SiteView, within: &Json) -> Json {
        json_ld::thing([
            ("@type", "Event".into()),
            ("name", self.title.as_str().into()),
            (
                "url",
                json_ld::url(site, self.href.as_ref().unwrap_or(&page.href)),
            ),
            ("startDate", json_ld::day(self.start.as_ref())),
            ("endDate", json_ld::day(self.end.as_ref())),
            ("eventSchedule", json_ld::schedule(self.frequency)),
            ("location", json_ld::place(self.place.as_deref())),
            ("superEvent", within.clone()),
        ])
    }
}

fn view(inputs: &ViewInputs<'_>, page: PageId) -> Option<Box<dyn OwnView>> {
    let site = inputs.site;
    let kind_fields = &site.pages[page].document.kind_fields;
    let period = kind_fields.events.iter().find(|event| event.whole);
    let own = kind_fields
        .events
        .iter()
        .filter(|event| !event.whole)
        .map(|event| activity(inputs, page, event, None));
    let events = inbound(site, page, Role::PartOf).flat_map(|from| {
        let events = &site.pages[from].document.kind_fields.events;
        events
            .iter()
            .filter(|event| event.whole)
            .map(move |event| activity(inputs, page, event, Some(from)))
    });
    let mut activities: Vec<ActivityView> = own.chain(events).collect();
    activities.sort_by_key(|activity| {
        activity
            .start
            .as_ref()
            .map_or_else(|| "9".to_owned(), |start| start.iso.clone())
    });
    Some(Box::new(CampaignView {
        emblem: from_site::emblem(site, page),
        slogans: kind_fields
            .slogans
            .iter()
            .map(|slogan| site.fill(page, &slogan.value))
            .collect(),
        start: period.and_then(|period| period.start).map(DayView::from),
        end: period.and_then(|period| period.end).map(DayView::from),
        phase: period
            .map_or("", |period| from_site::phase(site, period))
            .to_owned(),
        organisers: kind_fields.text("organisers").to_vec(),
        basis: from_site::clauses(inputs, page, &[Role::Basis]),
        activities,
        materials: kind_fields
            .files
            .iter()
            .filter_map(|offered| material(site, page, offered))
            .collect(),
        leaflet: from_site::published(site, &route::leaflet(&site.pages[page].address)),
    }))
}

fn inbound(site: &Site, page: PageId, role: Role) -> impl Iterator<Item = PageId> {
    site.pages[page]
        .backlinks
        .iter()
        .filter(move |(found, ..)| *found == role)
        .map(|(_, from, _)| *from)
}

/// What takes place, as the page `on` says it; `page` is its own one.
fn activity(inputs: &ViewInputs<'_>, on: PageId, event: &Event, page: Option<PageId>) -> ActivityView {
    let title = match (&event.title, page) {
        (Some(title), page) => inputs.site.fill(page.unwrap_or(on), &title.value),
        (None, Some(page)) => inputs.site.title(page),
        (None, None) => String::new(),
    };
    ActivityView {
        title,
        href: page.map(|page| inputs.site.href(page)),
        start: event.start.map(DayView::from),
        end: event.end.map(DayView::from),
        phase: from_site::phase(inputs.site, event).to_owned(),
        repeat: event
            .repeat
            .map(|repeat| inputs.translator_of(on).say(repeat.label())),
        frequency: event.repeat,
        place: event.venue.clone(),
        contact: event.contact.clone(),
    }
}

fn material(site: &Site, page: PageId, offered: &Offered) -> Option<MaterialView> {
    let target = site.target_of(page, &offered.file.value)?;
    let file = site.files.get(&target);
    let format = match file {
        Some(_) => target
            .as_str()
            .rsplit_once('.')
            .map(|(_, end)| end.to_ascii_uppercase())
            .unwrap_or_default(),
        None => String::new(),
    };
    Some(MaterialView {
        title: offered.title.clone(),
        href: site.config.href(target.address()),
        format,
        // What is no file, such as a page, has no size to be told.
        size: file.map_or_else(String::new, |file| size(file.state.size)),
    })
}

fn size(bytes: u64) -> String {
    #[allow(clippy::cast_precision_loss)]
    let bytes = bytes as f64;
    if bytes < 1024.0 * 1024.0 {
        format!("{:.0} KB", (bytes / 1024.0).max(1.0))
    } else {
        format!("{:.1} MB", bytes / 1024.0 / 1024.0)
    }
}
