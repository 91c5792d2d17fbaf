//! The address that a page of a Hugo, Hexo or Jekyll site had, as its settings say or as these programs do by themselves.

mod hexo;
mod hugo;
mod jekyll;
mod pattern;
mod settings;

use crate::base::{Day, path};
use crate::import::IMPORT_ADDRESS;
use crate::import::model::{Finding, Said};
use crate::message;
use settings::Settings;
use std::path::{Path, PathBuf};

/// A page where its generator looks for it.
struct Place {
    generator: Generator,
    /// The folder of its site, with the settings.
    site: PathBuf,
    /// The file below the folder of texts, without its ending.
    inner: String,
    /// The folders between the site and that one.
    above: String,
}

#[derive(Clone, Copy)]
enum Generator {
    Hugo,
    HexoPost,
    HexoPage,
    JekyllPost,
    JekyllPage,
}

/// The address of a page, a file `inner` of the folder `root`; none for what has none, or is of no known generator.
pub fn of(root: &Path, inner: &str, said: &Said) -> Result<Option<String>, Finding> {
    let Some(place) = place(root, inner) else {
        return Ok(None);
    };
    // Texts that are not published by themselves.
    let unpublished = ["_drafts", "_includes", "_layouts", "_data"];
    let folders = || place.above.split('/').chain(place.inner.split('/'));
    if folders().any(|folder| unpublished.contains(&folder)) {
        return Ok(None);
    }
    let address = match place.generator {
        Generator::Hugo => hugo::address(&place, said),
        Generator::HexoPost => hexo::post(&place, said),
        Generator::HexoPage => Some(hexo::page(&place, said)),
        Generator::JekyllPost => jekyll::post(&place, said),
        Generator::JekyllPage => jekyll::page(&place, said),
    };
    let address = address.filter(|address| !address.contains(['?', '#', '"', '<', '>', '{', '}', ':']));
    match address {
        // The home page is that of the new site.
        Some(home) if home.trim_matches('/').is_empty() => Ok(None),
        Some(address) => Ok(Some(address)),
        None => Err(Finding::new(
            &IMPORT_ADDRESS,
            message!(
                "算不出这一页原来的网址",
                "the address that the page had is not known"
            ),
        )),
    }
}

/// How other pages may call one of Markdown: its name without date and ending, or that of its folder.
pub fn short(inner: &str) -> Option<String> {
    let bare = bare(inner)?;
    let page = match path::name(bare) {
        "index" | "_index" => path::folder(bare),
        _ => bare,
    };
    let name = path::name(page);
    let name = if inner.contains("_posts/") {
        undated(name).1
    } else {
        name
    };
    (!name.is_empty()).then(|| name.to_owned())
}

fn bare(inner: &str) -> Option<&str> {
    inner
        .strip_suffix(".md")
        .or_else(|| inner.strip_suffix(".markdown"))
}

/// The day that a name begins with, and the rest: `2021-08-18-ke-tang`.
fn undated(name: &str) -> (Option<&str>, &str) {
    match (name.get(..10), name.get(10..)) {
        (Some(day), Some(rest)) if rest.len() > 1 && rest.starts_with('-') && day.parse::<Day>().is_ok() => {
            (Some(day), &rest[1..])
        }
        _ => (None, name),
    }
}

/// Where a page of Markdown is within its site. What lies above the folder that was named counts when the settings are there, so
/// that a part of a site can be named.
fn place(root: &Path, inner: &str) -> Option<Place> {
    let bare = bare(inner)?;
    let root = root.canonicalize().ok()?;
    let above = root.to_string_lossy().replace('\\', "/");
    let whole = format!("{above}/{bare}");
    let cut = |folder: &str| {
        let at = whole.rfind(folder)?;
        Some((&whole[..at], &whole[at + folder.len()..], at >= above.len()))
    };
    let placed = |generator, site: &str, inner: &str, above: &str| Place {
        generator,
        site: PathBuf::from(site),
        inner: inner.to_owned(),
        above: above.trim_start_matches('/').to_owned(),
    };
    if let Some((before, inner, named)) = cut("/_posts/") {
        let site = before.strip_suffix("/source");
        let generator = site.map_or(Generator::JekyllPost, |_| Generator::HexoPost);
        let found = match site {
            Some(site) => settings::has_yaml(site).then_some(site),
            None => settings::nearest(before),
        };
        let site = found.or_else(|| named.then_some(site.unwrap_or(&above)))?;
        let between = before[site.len()..].trim_start_matches("/source");
        return Some(placed(generator, site, inner, between));
    }
    if let Some((site, inner, named)) = cut("/content/")
        && (named || Settings::hugo(Path::new(site)).is_some())
    {
        return Some(placed(Generator::Hugo, site, inner, ""));
    }
    if let Some((site, inner, _)) = cut("/source/")
        && settings::has_yaml(site)
    {
        return Some(placed(Generator::HexoPage, site, inner, ""));
    }
    let site = settings::nearest(path::folder(&whole)).filter(|site| site.len() >= above.len())?;
    Some(placed(
        Generator::JekyllPage,
        site,
        whole[site.len()..].trim_start_matches('/'),
        "",
    ))
}

/// The page of a path: that of its folder for `index`.
fn of_path(inner: &str, end: &str) -> String {
    match path::name(inner) {
        "index" => format!("/{}/", path::folder(inner)).replace("//", "/"),
        _ => format!("/{inner}{end}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_called_by_its_name_without_date_and_ending() {
        for (inner, name) in [
            ("content/posts/a.md", Some("a")),
            ("content/posts/b/index.md", Some("b")),
            ("_posts/2021-08-18-ke-tang.markdown", Some("ke-tang")),
            ("x/2021-08-18-ke-tang.md", Some("2021-08-18-ke-tang")),
            ("index.md", None),
            ("a.html", None),
        ] {
            assert_eq!(short(inner).as_deref(), name, "{inner}");
        }
    }
}
