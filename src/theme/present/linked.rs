//! What a page is, told to machines: JSON-LD in the words of schema.org. It says what the page shows and
//! nothing else: what an author has not said is not there.

use super::Present;
use crate::base::PageId;
use crate::base::html::address;
use crate::html::{Tree, plain};
use crate::markdown::{Piece, Request};
use crate::theme::answers::{Known, plain_answers};
use crate::theme::view::{ActivityView, CampaignView, EventView, PageView, PictureView, SiteView, View};
use serde_json::{Map, Value as Json, json};

impl Present<'_> {
    /// The page of a view, with its content, as JSON-LD that may stand in a `<script>`. `page` is the page of
    /// the site whose text it shows, `text` that text. Empty where there is nothing to say.
    pub fn json_ld(&self, view: &View, page: Option<PageId>, text: &Tree) -> String {
        if !self.theme.asks.json_ld || view.page.kind == "not-found" {
            return String::new();
        }
        let (site, shown) = (&view.site, &view.page);
        let mut graph = match shown.kind.as_str() {
            "home" => vec![self.website(site), self.organisation(site)],
            "section" | "tag" | "search" | "question" => Vec::new(),
            "campaign" => self.campaign_events(site, shown),
            "event" => self.event_page(site, shown).into_iter().collect(),
            "place" => vec![self.service_point(shown)],
            _ => vec![self.article(site, shown)],
        };
        graph.extend(page.and_then(|page| self.questions(shown, page, text)));
        graph.extend(self.crumbs_list(shown));
        if graph.is_empty() {
            return String::new();
        }
        let whole = json!({"@context": "https://schema.org", "@graph": graph});
        harmless(&whole.to_string())
    }

    /// The absolute URL of an address with base path; empty for none.
    fn url(&self, href: &str) -> Json {
        if href.starts_with('/') {
            address(&self.site.config.absolute(href)).into()
        } else {
            href.into()
        }
    }

    fn website(&self, site: &SiteView) -> Json {
        said([
            ("@type", "WebSite".into()),
            ("@id", format!("{}#website", site.url).into()),
            ("name", site.name.as_str().into()),
            ("url", site.url.as_str().into()),
            ("inLanguage", site.language.as_str().into()),
            ("publisher", json!({"@id": format!("{}#organization", site.url)})),
        ])
    }

    fn organisation(&self, site: &SiteView) -> Json {
        let brand = &site.brand;
        said([
            ("@type", body_of(site).into()),
            ("@id", format!("{}#organization", site.url).into()),
            ("name", publisher(site).into()),
            ("url", site.url.as_str().into()),
            (
                "logo",
                brand.logo.as_deref().map_or(Json::Null, |logo| self.url(logo)),
            ),
            ("telephone", brand.phone.clone().into()),
            ("email", brand.email.clone().into()),
            ("address", brand.address.clone().into()),
            (
                "areaServed",
                site.region.as_ref().map(|region| region.name.as_str()).into(),
            ),
        ])
    }

    fn article(&self, site: &SiteView, page: &PageView) -> Json {
        let tags: Vec<&str> = page.tags.iter().map(|tag| tag.title.as_str()).collect();
        let date = page.date.as_ref().map(|date| date.iso.clone());
        let updated = page.updated.as_ref().map(|date| date.iso.clone());
        said([
            ("@type", "Article".into()),
            ("headline", page.title.as_str().into()),
            ("description", page.description.as_str().into()),
            ("url", self.url(&page.href)),
            ("mainEntityOfPage", self.url(&page.href)),
            ("inLanguage", page.language.as_str().into()),
            ("image", self.picture(page.cover.as_ref())),
            ("datePublished", date.clone().into()),
            ("dateModified", updated.or(date).into()),
            ("author", page.author.clone().into()),
            ("keywords", tags.join(",").into()),
            (
                "publisher",
                json!({"@type": body_of(site), "name": publisher(site), "url": site.url}),
            ),
        ])
    }

    fn picture(&self, cover: Option<&PictureView>) -> Json {
        cover.map_or(Json::Null, |cover| self.url(&cover.src))
    }

    /// A campaign that has a period is an event, and its activities are within it.
    fn campaign_events(&self, site: &SiteView, page: &PageView) -> Vec<Json> {
        let Some(campaign) = &page.campaign else {
            return Vec::new();
        };
        let own = format!("{}#campaign", address(&page.permalink));
        let mut events = match &campaign.start {
            Some(_) => vec![self.campaign_event(site, page, campaign, &own)],
            None => vec![self.article(site, page)],
        };
        let within = campaign
            .start
            .as_ref()
            .map_or(Json::Null, |_| json!({"@id": own}));
        let dated = campaign
            .activities
            .iter()
            .filter(|activity| activity.start.is_some());
        events.extend(dated.map(|activity| self.activity_event(page, activity, &within)));
        events
    }

    fn campaign_event(&self, site: &SiteView, page: &PageView, campaign: &CampaignView, id: &str) -> Json {
        let organisers: Vec<Json> = campaign
            .organisers
            .iter()
            .map(|name| json!({"@type": "Organization", "name": name}))
            .collect();
        let organisers = match organisers.is_empty() {
            true => json!({"@type": body_of(site), "name": publisher(site), "url": site.url}),
            false => organisers.into(),
        };
        said([
            ("@type", "Event".into()),
            ("@id", id.into()),
            ("name", page.title.as_str().into()),
            ("description", page.description.as_str().into()),
            ("url", self.url(&page.href)),
            ("image", self.picture(page.cover.as_ref())),
            (
                "startDate",
                campaign.start.as_ref().map(|day| day.iso.clone()).into(),
            ),
            ("endDate", campaign.end.as_ref().map(|day| day.iso.clone()).into()),
            (
                "location",
                place(site.region.as_ref().map(|region| region.name.as_str())),
            ),
            ("organizer", organisers),
        ])
    }

    fn activity_event(&self, page: &PageView, activity: &ActivityView, within: &Json) -> Json {
        said([
            ("@type", "Event".into()),
            ("name", activity.title.as_str().into()),
            ("url", self.url(activity.href.as_ref().unwrap_or(&page.href))),
            (
                "startDate",
                activity.start.as_ref().map(|day| day.iso.clone()).into(),
            ),
            ("endDate", activity.end.as_ref().map(|day| day.iso.clone()).into()),
            ("eventSchedule", schedule(activity.repeat.as_deref())),
            ("location", place(activity.place.as_deref())),
            ("superEvent", within.clone()),
        ])
    }

    fn event_page(&self, site: &SiteView, page: &PageView) -> Option<Json> {
        let event: &EventView = page.event.as_ref()?;
        event.start.as_ref()?;
        let campaign = event.campaign.as_ref();
        Some(said([
            ("@type", "Event".into()),
            ("name", page.title.as_str().into()),
            ("description", page.description.as_str().into()),
            ("url", self.url(&page.href)),
            ("image", self.picture(page.cover.as_ref())),
            (
                "startDate",
                event.start.as_ref().map(|day| day.iso.clone()).into(),
            ),
            ("endDate", event.end.as_ref().map(|day| day.iso.clone()).into()),
            ("eventSchedule", schedule(event.repeat.as_deref())),
            ("location", place(event.place.as_deref())),
            (
                "organizer",
                json!({"@type": body_of(site), "name": publisher(site), "url": site.url}),
            ),
            (
                "superEvent",
                campaign.map_or(
                    Json::Null,
                    |link| json!({"@type": "Event", "name": link.title, "url": self.url(&link.href)}),
                ),
            ),
        ]))
    }

    fn service_point(&self, page: &PageView) -> Json {
        let own = page.place.as_ref();
        said([
            ("@type", "Place".into()),
            ("name", page.title.as_str().into()),
            ("url", self.url(&page.href)),
            ("address", own.and_then(|own| own.address.clone()).into()),
            (
                "telephone",
                own.map(|own| own.phones.clone()).unwrap_or_default().into(),
            ),
        ])
    }

    /// The question of a `question` page with its text, and those of `faq` components.
    fn questions(&self, shown: &PageView, page: PageId, text: &Tree) -> Option<Json> {
        let mut all = Vec::new();
        if shown.kind == "question" {
            all.extend(answered(&shown.title, &plain(text.pieces())));
        }
        let outline = &self.site.pages[page].document.outline;
        let answers = plain_answers(outline, &self.resolved[page], &shown.facts);
        let known = Known {
            resolved: &self.resolved[page],
            facts: &shown.facts,
            answers: &answers,
        };
        for asked in &outline.questions {
            if let Request::Component { name, data, .. } = &asked.question
                && name == "faq"
            {
                let told =
                    |item| answered(&known.words_of(item, "question"), &known.words_of(item, "answer"));
                all.extend(items(data).iter().filter_map(told));
            }
        }
        (!all.is_empty())
            .then(|| json!({"@type": "FAQPage", "url": self.url(&shown.href), "mainEntity": all}))
    }

    fn crumbs_list(&self, page: &PageView) -> Option<Json> {
        let own = (page.title.as_str(), page.href.as_str());
        let above = page
            .crumbs
            .iter()
            .map(|crumb| (crumb.title.as_str(), crumb.href.as_str()));
        let items: Vec<Json> = above
            .chain([own])
            .zip(1..)
            .map(|((title, href), position)| {
                json!({"@type": "ListItem", "position": position, "name": title, "item": self.url(href)})
            })
            .collect();
        (items.len() > 1).then(|| json!({"@type": "BreadcrumbList", "itemListElement": items}))
    }
}

/// A thing with those of its properties that are said.
fn said<const N: usize>(pairs: [(&str, Json); N]) -> Json {
    let empty = |value: &Json| {
        value.is_null() || value.as_str() == Some("") || value.as_array().is_some_and(Vec::is_empty)
    };
    let there = pairs.into_iter().filter(|(_, value)| !empty(value));
    Json::Object(
        there
            .map(|(key, value)| (key.to_owned(), value))
            .collect::<Map<_, _>>(),
    )
}

fn body_of(site: &SiteView) -> &'static str {
    match site.profile.as_str() {
        "gov" => "GovernmentOrganization",
        _ => "Organization",
    }
}

fn publisher(site: &SiteView) -> &str {
    site.brand.organiser.as_deref().unwrap_or(&site.name)
}

fn place(name: Option<&str>) -> Json {
    name.map_or(Json::Null, |name| json!({"@type": "Place", "name": name}))
}

fn schedule(repeat: Option<&str>) -> Json {
    let every = match repeat {
        Some("每年") => "P1Y",
        Some("每月") => "P1M",
        Some(_) => "P1W",
        None => return Json::Null,
    };
    json!({"@type": "Schedule", "repeatFrequency": every, "scheduleTimezone": "Asia/Shanghai"})
}

/// The items of a component that is a list of them.
fn items(data: &Piece) -> &[Piece] {
    let Piece::Map(pairs) = data else { return &[] };
    match pairs.iter().find(|(key, _)| key == "items") {
        Some((_, Piece::List(items))) => items,
        _ => &[],
    }
}

/// A question with its answer; `None` while one of them is empty.
fn answered(question: &str, answer: &str) -> Option<Json> {
    let (question, answer) = (lines(question), lines(answer));
    (!question.is_empty() && !answer.is_empty()).then(|| {
        json!({"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": answer}})
    })
}

/// The lines of a text that say something.
fn lines(text: &str) -> String {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

/// JSON that nothing in it can lead out of its `<script>`.
fn harmless(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
