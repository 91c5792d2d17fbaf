//! Hugo: pages where they lie, by their own name or address, or by the pattern of their section.

use super::Place;
use super::pattern::{fill, of_day};
use super::settings::Settings;
use crate::base::path;
use crate::import::model::Said;
use serde_json::Value as Json;

/// The address of a page; `None` when it cannot be known.
pub fn address(place: &Place, said: &Said) -> Option<String> {
    let settings = Settings::hugo(&place.site).unwrap_or_default();
    if settings.are_broken {
        return None;
    }
    let name = path::name(&place.inner);
    let list = name == "_index";
    // a.en.md beside a.md: which language has a folder of its own is not followed.
    if name.contains('.') && settings.get("languages").is_some() {
        return None;
    }
    let page = if list || name == "index" {
        path::folder(&place.inner)
    } else {
        &place.inner
    };
    let section = page.split('/').next().unwrap_or_default();
    let made = match (said.address.as_str(), pattern(&settings, section, list)) {
        ("", Ok(None)) => usual(page, said),
        ("", Ok(Some(pattern))) => by_pattern(pattern, page, said)?,
        ("", Err(())) => return None,
        (own, _) => return by_pattern(own, page, said).map(|address| ended(address, &settings)),
    };
    let made = if settings.is("disablePathToLower") {
        made
    } else {
        made.to_lowercase()
    };
    Some(if list {
        made.trim_end_matches('/').to_owned() + "/"
    } else {
        ended(made, &settings)
    })
}

/// The pattern of a section; an error when it is said in a form that is not known.
fn pattern<'s>(settings: &'s Settings, section: &str, list: bool) -> Result<Option<&'s str>, ()> {
    let Some(all) = settings.get("permalinks") else {
        return Ok(None);
    };
    let all = all.as_object().ok_or(())?;
    let kind = if list { "section" } else { "page" };
    let kinds = ["page", "section", "taxonomy", "term"];
    if kinds
        .iter()
        .any(|kind| all.get(*kind).is_some_and(Json::is_object))
    {
        let pattern = all.get(kind).and_then(|kind| kind.get(section));
        return pattern.map(|pattern| pattern.as_str().ok_or(())).transpose();
    }
    let pattern = all.get(section).filter(|_| !list);
    pattern.map(|pattern| pattern.as_str().ok_or(())).transpose()
}

/// The address that a page has of its place and its own name.
fn usual(page: &str, said: &Said) -> String {
    if said.slug.is_empty() || page.is_empty() {
        return format!("/{page}/");
    }
    format!("/{}/{}/", path::folder(page), urlized(&said.slug)).replace("//", "/")
}

fn by_pattern(pattern: &str, page: &str, said: &Said) -> Option<String> {
    let (folder, file) = (path::folder(page), path::name(page));
    let own = urlized(if said.slug.is_empty() {
        &said.title
    } else {
        &said.slug
    });
    fill(pattern, &|part| match part {
        "title" => Some(urlized(&said.title)),
        "slug" => Some(own.clone()),
        "filename" | "contentbasename" => Some(file.to_owned()),
        "slugorfilename" | "slugorcontentbasename" if said.slug.is_empty() => Some(file.to_owned()),
        "slugorfilename" | "slugorcontentbasename" => Some(own.clone()),
        "section" => Some(page.split('/').next().filter(|_| !folder.is_empty())?.to_owned()),
        // Which deeper folders are sections is known to Hugo alone.
        "sections" if !folder.contains('/') => Some(folder.to_owned()),
        part if part.starts_with("i_") || part.starts_with("short_") => None,
        part => of_day(&said.date, part),
    })
}

/// An address with a slash or an ending behind it.
fn ended(address: String, settings: &Settings) -> String {
    let file = path::name(&address).contains('.');
    match settings.is("uglyURLs") {
        _ if file => address,
        true => address.trim_end_matches('/').to_owned() + ".html",
        false if address.ends_with('/') => address,
        false => address + "/",
    }
}

/// Words as Hugo writes them into addresses.
fn urlized(words: &str) -> String {
    let words = words.trim().replace(char::is_whitespace, "-");
    let kept = words
        .chars()
        .filter(|c| c.is_alphanumeric() || "._+~-@".contains(*c));
    kept.collect()
}
