//! What a page is, as JSON-LD in the words of schema.org. It says what the page shows and nothing else: what
//! an author has not said is not there.

use super::Translator;
use super::answers::{Known, plain_answers};
use super::view::{DayView, OwnView, PageKind, PageView, PictureView, SiteView, View};
use crate::base::{AbsoluteUrl, Href};
use crate::document::Repeat;
use crate::html::{Tree, plain};
use crate::markdown::{ComponentData, Outline, Request};
use crate::site::Resolved;
use serde_json::{Map, Value as Json, json};

/// The page of a view as JSON-LD that may stand in a `<script>`. `text` is what its content was rendered
/// from, where it has any. Empty where there is nothing to say.
pub fn json_ld(view: &View, text: Option<(&Outline, &Resolved, &Tree)>) -> String {
    let (site, page) = (&view.site, &view.page);
    let mut graph = match &page.kind {
        PageKind::NotFound | PageKind::Notice => return String::new(),
        // Things are known by their addresses.
        _ if site.url.as_str().is_empty() => return String::new(),
        // What is shown in the frame of another language is said of the original alone, which is the page to be found.
        _ if page.text_language.is_some() => return String::new(),
        PageKind::Home => vec![website(site), organisation(site)],
        PageKind::Section | PageKind::Tag | PageKind::Search => Vec::new(),
        PageKind::Of(_) => match page.own_fields() {
            Some(own) => own.structured_data(page, site),
            None => vec![article(site, page)],
        },
    };
    graph.extend(text.and_then(|text| questions(site, page, text)));
    graph.extend(breadcrumbs(site, page));
    if graph.is_empty() {
        return String::new();
    }
    let whole = json!({"@context": "https://schema.org", "@graph": graph});
    harmless(&whole.to_string())
}

/// The absolute URL of an address with base path; empty for none.
pub fn url(site: &SiteView, href: &Href) -> Json {
    if href.as_str().starts_with('/') {
        AbsoluteUrl::new(site.origin(), href).to_string().into()
    } else {
        href.as_str().into()
    }
}

fn website(site: &SiteView) -> Json {
    thing([
        ("@type", "WebSite".into()),
        ("@id", format!("{}#website", site.url).into()),
        ("name", site.name.as_str().into()),
        ("url", site.url.as_str().into()),
        ("inLanguage", site.language.tag().into()),
        ("publisher", json!({"@id": format!("{}#organization", site.url)})),
    ])
}

fn organisation(site: &SiteView) -> Json {
    let brand = &site.brand;
    thing([
        ("@type", body_of(site).into()),
        ("@id", format!("{}#organization", site.url).into()),
        ("name", publisher_name(site).into()),
        ("url", site.url.as_str().into()),
        (
            "logo",
            brand.logo.as_ref().map_or(Json::Null, |logo| url(site, logo)),
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

/// A text that somebody publishes: what a page is unless its kind says better.
pub fn article(site: &SiteView, page: &PageView) -> Json {
    let tags: Vec<&str> = page.tags.iter().map(|tag| tag.title.as_str()).collect();
    let date = page.date.as_ref().map(|date| date.iso.clone());
    let updated = page.updated.as_ref().map(|date| date.iso.clone());
    thing([
        ("@type", "Article".into()),
        ("headline", page.title.as_str().into()),
        ("description", page.description.as_str().into()),
        ("url", url(site, &page.href)),
        ("mainEntityOfPage", url(site, &page.href)),
        ("inLanguage", page.language.tag().into()),
        ("image", picture(site, page.cover.as_ref())),
        ("datePublished", date.clone().into()),
        ("dateModified", updated.or(date).into()),
        ("author", page.author.clone().into()),
        ("keywords", tags.join(",").into()),
        ("publisher", publisher(site)),
    ])
}

/// The absolute URL of a cover; `null` without one.
pub fn picture(site: &SiteView, cover: Option<&PictureView>) -> Json {
    cover.map_or(Json::Null, |cover| url(site, &cover.src))
}

/// The question of a `question` page with its text, and those of `faq` components.
fn questions(
    site: &SiteView,
    page: &PageView,
    (outline, resolved, tree): (&Outline, &Resolved, &Tree),
) -> Option<Json> {
    let mut all = Vec::new();
    if page.own_fields().is_some_and(OwnView::is_question) {
        all.extend(answered(&page.title, &plain(tree.pieces())));
    }
    // Texts of components have no words of ours.
    let answers = plain_answers(outline, resolved, &page.facts, Translator::default());
    let known = Known {
        resolved,
        facts: &page.facts,
        answers: &answers,
    };
    for asked in &outline.questions {
        if let Request::Component { name, data, .. } = &asked.question
            && name == "faq"
        {
            let told = |item| answered(&known.words_of(item, "question"), &known.words_of(item, "answer"));
            all.extend(items(data).iter().filter_map(told));
        }
    }
    (!all.is_empty()).then(|| json!({"@type": "FAQPage", "url": url(site, &page.href), "mainEntity": all}))
}

fn breadcrumbs(site: &SiteView, page: &PageView) -> Option<Json> {
    let own = (page.title.as_str(), &page.href);
    let above = page
        .breadcrumbs
        .iter()
        .map(|crumb| (crumb.title.as_str(), &crumb.href));
    let items: Vec<Json> = above
        .chain([own])
        .zip(1..)
        .map(|((title, href), position)| {
            json!({"@type": "ListItem", "position": position, "name": title, "item": url(site, href)})
        })
        .collect();
    (items.len() > 1).then(|| json!({"@type": "BreadcrumbList", "itemListElement": items}))
}

/// A thing with those of its properties that are said.
pub fn thing<const N: usize>(pairs: [(&str, Json); N]) -> Json {
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

/// The organisation that publishes the site, as a property of something else.
pub fn publisher(site: &SiteView) -> Json {
    json!({"@type": body_of(site), "name": publisher_name(site), "url": site.url})
}

fn body_of(site: &SiteView) -> &'static str {
    match site.profile.as_str() {
        "gov" => "GovernmentOrganization",
        _ => "Organization",
    }
}

fn publisher_name(site: &SiteView) -> &str {
    site.brand.organiser.as_deref().unwrap_or(&site.name)
}

/// A place by its name; `null` without one.
pub fn place(name: Option<&str>) -> Json {
    name.map_or(Json::Null, |name| json!({"@type": "Place", "name": name}))
}

/// A day as machines write it; `null` without one.
pub fn day(day: Option<&DayView>) -> Json {
    day.map(|day| day.iso.as_str()).into()
}

/// How often something takes place; `null` for once.
pub fn schedule(repeat: Option<Repeat>) -> Json {
    let every = match repeat {
        Some(Repeat::Yearly) => "P1Y",
        Some(Repeat::Monthly) => "P1M",
        Some(Repeat::Weekly) => "P1W",
        None => return Json::Null,
    };
    json!({"@type": "Schedule", "repeatFrequency": every, "scheduleTimezone": "Asia/Shanghai"})
}

/// The items of a component that is a list of them.
fn items(data: &ComponentData) -> &[ComponentData] {
    let ComponentData::Map(pairs) = data else {
        return &[];
    };
    match pairs.iter().find(|(key, _)| key == "items") {
        Some((_, ComponentData::List(items))) => items,
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
