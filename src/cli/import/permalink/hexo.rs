//! Hexo: posts by the pattern of the site, pages where they lie.

use super::pattern::{fill, hyphened, of_day};
use super::settings::Settings;
use super::{Place, of_path, undated};
use crate::base::path;
use crate::import::model::Said;
use serde_json::Value as Json;

/// How addresses are made unless the site says otherwise.
const USUAL: &str = ":year/:month/:day/:title/";

/// What Hexo takes out of names, beside blanks.
const TAKEN: &str = "~`!@#$%^&*()-_+=[]{}|\\;:\"'<>,.?/";

/// The address of a post; `None` when it cannot be known.
pub fn post(place: &Place, said: &Said) -> Option<String> {
    if !said.address.is_empty() {
        return Some(own(&said.address));
    }
    let settings = Settings::yaml(&place.site);
    if settings.are_broken {
        return None;
    }
    let pattern = match settings.text("permalink") {
        "" => USUAL,
        pattern => pattern,
    };
    let (named, name) = named(settings.text("new_post_name"), &place.inner)?;
    let day = if said.date.is_empty() { named } else { &said.date };
    fill(pattern, &|part| match part {
        "title" => Some(name.to_owned()),
        "name" => Some(path::name(name).to_owned()),
        "post_title" => Some(slug(&said.title).to_lowercase()),
        "category" => category(&settings, &said.categories),
        part => of_day(day, part),
    })
}

/// The address of a page.
pub fn page(place: &Place, said: &Said) -> String {
    match said.address.as_str() {
        "" => of_path(&place.inner, ".html"),
        address => own(address),
    }
}

/// An address that a post says itself.
fn own(address: &str) -> String {
    let end = if address.ends_with('/') || address.ends_with(".html") {
        ""
    } else {
        "/"
    };
    format!("/{}{end}", address.trim_start_matches('/'))
}

/// The day and the name of a post by its file; `None` when the site names files in a way that is not known. A date stays a part
/// of the name unless the site says that names begin with one.
fn named<'p>(setting: &str, inner: &'p str) -> Option<(&'p str, &'p str)> {
    match setting.trim_end_matches(".md") {
        "" | ":title" => Some(("", inner)),
        ":year-:month-:day-:title" => Some(match undated(inner) {
            (Some(day), rest) => (day, rest),
            (None, whole) => ("", whole),
        }),
        _ => None,
    }
}

fn category(settings: &Settings, categories: &[String]) -> Option<String> {
    if categories.is_empty() {
        let usual = settings.text("default_category");
        return Some(if usual.is_empty() { "uncategorized" } else { usual }.to_owned());
    }
    // Names in lower or upper case by a setting are rare, and not followed.
    let case = settings.get("filename_case").map(Json::to_string);
    if case.is_some_and(|case| case.trim_matches('"') != "0") {
        return None;
    }
    let map = settings.get("category_map");
    let named = categories.iter().map(|category| {
        let mapped = map.and_then(|map| map.get(category)).and_then(Json::as_str);
        slug(mapped.unwrap_or(category))
    });
    Some(named.collect::<Vec<_>>().join("/"))
}

fn slug(words: &str) -> String {
    hyphened(words, &|c| !c.is_whitespace() && !TAKEN.contains(c))
}
