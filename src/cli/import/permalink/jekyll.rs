//! Jekyll: posts by the style or the pattern of the site, pages where they lie.

use super::pattern::{fill, hyphened, of_day};
use super::settings::Settings;
use super::{Place, of_path, undated};
use crate::base::path;
use crate::import::model::Said;

/// The address of a post; `None` when it cannot be known.
pub fn post(place: &Place, said: &Said) -> Option<String> {
    let settings = Settings::yaml(&place.site);
    let pattern = match (said.address.as_str(), settings.text("permalink")) {
        ("", _) if settings.are_broken || sets_elsewhere(&settings) => return None,
        ("", "" | "date") => "/:categories/:year/:month/:day/:title.html",
        ("", "pretty") => "/:categories/:year/:month/:day/:title/",
        ("", "none") => "/:categories/:title.html",
        ("", "ordinal" | "weekdate") => return None,
        ("", pattern) => pattern,
        (own, _) => own,
    };
    let (named, name) = undated(path::name(&place.inner));
    let day = match said.date.as_str() {
        "" => named.unwrap_or_default(),
        day => day,
    };
    let name = if said.slug.is_empty() { name } else { &said.slug };
    let categories = categories(place, &said.categories);
    fill(pattern, &|part| match part {
        "title" => Some(pretty(name)),
        "slug" => Some(slug(name)),
        "categories" => Some(categories.join("/").to_lowercase()),
        "slugified_categories" => {
            let slugs = categories.iter().map(|category| slug(category));
            Some(slugs.collect::<Vec<_>>().join("/"))
        }
        "output_ext" => Some(".html".to_owned()),
        part => of_day(day, part),
    })
}

/// The address of a page; `None` for one of a collection, whose pattern is not known.
pub fn page(place: &Place, said: &Said) -> Option<String> {
    let settings = Settings::yaml(&place.site);
    let inner = &place.inner;
    if !said.address.is_empty() {
        return fill(&said.address, &|part| match part {
            "path" => Some(path::folder(inner).to_owned()),
            "basename" => Some(path::name(inner).to_owned()),
            "output_ext" => Some(".html".to_owned()),
            _ => None,
        });
    }
    if settings.are_broken || inner.starts_with('_') || inner.contains("/_") || sets_elsewhere(&settings) {
        return None;
    }
    let pattern = settings.text("permalink");
    let end = if pattern == "pretty" || pattern.ends_with('/') {
        "/"
    } else {
        ".html"
    };
    Some(of_path(inner, end))
}

/// Whether addresses are set by folder or collection.
fn sets_elsewhere(settings: &Settings) -> bool {
    ["defaults", "collections"]
        .iter()
        .filter_map(|name| settings.get(name))
        .any(|value| value.to_string().contains("permalink"))
}

/// The folders above the posts, and what the post says: several words in one text are several.
fn categories(place: &Place, said: &[String]) -> Vec<String> {
    let above = place.above.split('/').filter(|folder| !folder.is_empty());
    let said: Vec<&str> = match said {
        [one] => one.split_whitespace().collect(),
        several => several.iter().map(String::as_str).collect(),
    };
    let mut all: Vec<String> = Vec::new();
    for category in above.chain(said) {
        if !all.iter().any(|other| other.eq_ignore_ascii_case(category)) {
            all.push(category.to_owned());
        }
    }
    all
}

fn pretty(name: &str) -> String {
    hyphened(name, &|c| c.is_alphanumeric() || "._~!$&'()+,;=@".contains(c))
}

fn slug(name: &str) -> String {
    hyphened(name, &char::is_alphanumeric).to_lowercase()
}
