//! Documents that come together, as a site or a section of one: links between them, their pictures, their former addresses.

use super::permalink;
use super::sources::{self, SourceDocument};
use crate::base::html::decoded;
use crate::base::path;
use crate::import::model::Document;
use std::collections::HashMap;
use std::path::PathBuf;

/// Which page each source of a folder becomes.
#[derive(Default)]
pub struct Tree {
    /// By folder and path within it, in lower case.
    pages: HashMap<(PathBuf, String), String>,
}

/// Endings of files that go beside a page when it links to them.
const BESIDE: [&str; 13] = [
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "ofd", "zip", "rar", "csv",
];

impl Tree {
    /// Notes that a source, which had these addresses, becomes a page, a file from the root of the site.
    pub fn add(&mut self, source: &SourceDocument, addresses: &[String], page: &str) {
        let short = permalink::short(&source.inner);
        let names = [source.inner.clone()].into_iter().chain(short);
        for name in names.chain(addresses.iter().cloned()) {
            let key = (source.root.path.clone(), name.trim_matches('/').to_lowercase());
            self.pages.entry(key).or_insert_with(|| page.to_owned());
        }
    }

    /// Gives a document what lies beside it, lets its links lead to the pages that others become, and notes its former
    /// address.
    pub fn settle(&self, source: &SourceDocument, document: &mut Document) {
        let root = &source.root;
        let generated = document.markdown.is_some();
        self::address(source, document);
        for picture in document
            .pictures
            .iter_mut()
            .filter(|picture| picture.bytes.is_empty())
        {
            let file = places(&source.inner, &picture.address)
                .into_iter()
                .chain(
                    generated
                        .then(|| static_places(&source.inner, &picture.address))
                        .into_iter()
                        .flatten(),
                )
                .find_map(|inner| existing(&root.path, &inner));
            picture.bytes = file
                .and_then(|file| sources::bytes(&file).ok())
                .unwrap_or_default();
        }
        let mut attached: Vec<(String, PathBuf)> = Vec::new();
        document.links(&mut |link| {
            // Places within pages are called otherwise now.
            let address = link.split('#').next().unwrap_or_default();
            let places = places(&source.inner, address);
            let page = places.iter().find_map(|inner| self.page(&root.path, inner));
            if let Some(page) = page {
                *link = format!("page:{}", page.trim_start_matches("content"));
                return;
            }
            let ending = address
                .rsplit_once('.')
                .map_or("", |(_, ending)| ending)
                .to_lowercase();
            // Beside a page that was named alone lies what nobody gave along.
            if !root.named || !BESIDE.contains(&&*ending) {
                return;
            }
            if let Some(file) = places.iter().find_map(|inner| existing(&root.path, inner)) {
                let name = beside(&mut attached, file, &ending);
                *link = format!("beside:{name}");
            }
        });
        for (name, file) in attached {
            if let Ok(bytes) = sources::bytes(&file) {
                document.attachments.push((name, bytes));
            }
        }
    }

    fn page(&self, root: &std::path::Path, inner: &str) -> Option<&String> {
        let inner = inner.trim_matches('/').to_lowercase();
        let indices = ["index.html", "index.htm", "index.shtml"];
        let first = indices
            .iter()
            .map(|index| format!("{inner}/{index}").trim_start_matches('/').to_owned());
        let bare = inner.trim_end_matches(".md").trim_end_matches(".html").to_owned();
        let last = path::name(&bare).to_owned();
        let written = (inner.ends_with(".md") || !inner.contains('.')).then_some([bare, last]);
        let mut names = std::iter::once(inner.clone())
            .chain(first)
            .chain(written.into_iter().flatten());
        names.find_map(|name| self.pages.get(&(root.to_path_buf(), name)))
    }
}

/// The name of a file beside the page: that of a file that is there already, or a new one.
fn beside(attached: &mut Vec<(String, PathBuf)>, file: PathBuf, ending: &str) -> String {
    if let Some((name, _)) = attached.iter().find(|(_, own)| *own == file) {
        return name.clone();
    }
    let stem = file
        .file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let stem = crate::cli::page_name::file_name(&stem);
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    let taken = |name: &str| attached.iter().any(|(own, _)| own == name);
    let name = std::iter::once(format!("{stem}.{ending}"))
        .chain((2..).map(|at| format!("{stem}-{at}.{ending}")))
        .find(|name| !taken(name))
        .expect("numbers have no end");
    attached.push((name.clone(), file));
    name
}

/// Notes the former address of a document: the one that its generator made of its name and settings, or where a web page was.
fn address(source: &SourceDocument, document: &mut Document) {
    let root = &source.root;
    if !root.named {
        return;
    }
    if document.markdown.is_some() {
        match permalink::of(&root.path, &source.inner, &document.said) {
            Ok(Some(address)) => put_first(&mut document.said.addresses, address),
            Ok(None) => {}
            Err(told) => document.findings.push(told),
        }
    } else if document.said.site && document.said.addresses.is_empty() {
        document.said.addresses.extend(former(&source.inner));
    }
}

/// Puts an address before others, once.
fn put_first(addresses: &mut Vec<String>, address: String) {
    addresses.retain(|other| other.trim_matches('/') != address.trim_matches('/'));
    addresses.insert(0, address);
}

/// The address that a web page of a folder had: its path, and for the first page of a folder that of the folder.
fn former(inner: &str) -> Option<String> {
    let name = path::name(inner).to_lowercase();
    // A page that a browser saved was nowhere by the name of its file.
    if name.ends_with(".mht") || name.ends_with(".mhtml") {
        return None;
    }
    if !name.starts_with("index.") {
        return Some(format!("/{inner}"));
    }
    // The first page of all is the home page of the new site.
    let folder = path::folder(inner);
    (!folder.is_empty()).then(|| format!("/{folder}/"))
}

/// Where generators look for a picture: in the folder of what is copied as it is, or in that of the page.
fn static_places(inner: &str, address: &str) -> Vec<String> {
    let address = decoded(address.split(['?', '#']).next().unwrap_or_default());
    let site = inner
        .split_once("content/")
        .or_else(|| inner.split_once("source/"));
    let site = site.map_or("", |(site, _)| site);
    let own = inner.rsplit_once('.').map_or(inner, |(own, _)| own);
    let folders = [
        format!("{site}static"),
        format!("{site}source"),
        format!("{site}assets"),
        own.to_owned(),
    ];
    folders
        .iter()
        .filter_map(|folder| path::join(folder, &address))
        .collect()
}

/// Where a link of a page may lead in its folder: as it is written, and, of a whole address or one from the root of a site, from
/// the folder, with and without a folder that is named like the host.
fn places(inner: &str, link: &str) -> Vec<String> {
    let link = link.split(['?', '#']).next().unwrap_or_default().trim();
    let link = decoded(&link.replace('\\', "/"));
    let whole = link
        .split_once("://")
        .map(|(_, rest)| rest)
        .or_else(|| link.strip_prefix("//"));
    if let Some(whole) = whole {
        let (_, rest) = whole.split_once('/').unwrap_or((whole, ""));
        return [path::join("", rest), path::join("", whole)]
            .into_iter()
            .flatten()
            .collect();
    }
    if link.is_empty() || link.split('/').next().is_some_and(|first| first.contains(':')) {
        return Vec::new();
    }
    if let Some(rest) = link.strip_prefix('/') {
        let host = inner.split_once('/').map_or("", |(host, _)| host);
        return [path::join("", rest), path::join(host, rest)]
            .into_iter()
            .flatten()
            .collect();
    }
    path::join(path::folder(inner), &link).into_iter().collect()
}

/// A file of a folder, which does not lead out of it by a link.
fn existing(root: &std::path::Path, inner: &str) -> Option<PathBuf> {
    let file = root.join(inner);
    let (whole, root) = (file.canonicalize().ok()?, root.canonicalize().ok()?);
    (whole.starts_with(root) && whole.is_file()).then_some(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_from_its_page_from_the_root_or_by_its_host() {
        assert_eq!(places("tzgg/2026/a.html", "../b.html?x=1"), ["tzgg/b.html"]);
        assert_eq!(
            places("www.example.org/a.html", "/t/b.html"),
            ["t/b.html", "www.example.org/t/b.html"]
        );
        assert_eq!(
            places("a.html", "http://www.example.org/t/%E5%A9%9A.html"),
            ["t/婚.html", "www.example.org/t/婚.html"]
        );
        for out in ["javascript:void(0)", "../../etc/passwd", "#top", "mailto:a@b"] {
            assert!(places("a.html", out).is_empty(), "{out}");
        }
    }

    #[test]
    fn the_former_address_of_a_first_page_is_that_of_its_folder() {
        assert_eq!(former("tzgg/index.html").as_deref(), Some("/tzgg/"));
        assert_eq!(former("index.htm"), None);
        assert_eq!(former("tzgg/t1.html").as_deref(), Some("/tzgg/t1.html"));
    }
}
