//! Names with signs: what a link says, decoded once, is the name of a file.

mod desk;

use desk::{DAY, Desk};
use std::collections::BTreeMap;
use wanjia::base::html::decoded;
use wanjia::pipeline::{Builder, NoProgress};

fn site() -> Desk {
    Desk::with(&[
        ("static/满意度95%.pdf", "pdf"),
        ("static/a%20b.txt", "百分号"),
        ("static/a b.txt", "空格"),
        ("content/_index.md", "---\ntitle: 首页\n---\n[表](/满意度95%.pdf)"),
        (
            "content/s/a.md",
            "---\ntitle: 甲\nslug: 甲\naliases: [/旧 址/]\n---\n[表](/满意度95%.pdf) [百分号](/a%20b.txt) [空格](</a b.txt>) [首页](/)\n",
        ),
    ])
}

/// What the links of a page lead to, as its HTML says.
fn links(html: &str) -> Vec<String> {
    let values = html.split("href=\"").skip(1);
    values
        .map(|rest| rest.split('"').next().unwrap_or("").replace("&amp;", "&"))
        .collect()
}

/// Every link of every page of an output leads to a file in it, whose path is `path_of` the page and the link.
fn assert_found(output: &BTreeMap<String, Vec<u8>>, path_of: impl Fn(&str, &str) -> String) {
    let pages = output.iter().filter(|(path, _)| path.ends_with(".html"));
    let mut seen = 0;
    for (path, bytes) in pages {
        for link in links(&String::from_utf8_lossy(bytes)) {
            let target = decoded(&path_of(path, &link));
            assert!(output.contains_key(&target), "{path}: {link} is not {target}");
            seen += 1;
        }
    }
    assert!(seen > 4);
}

#[test]
fn every_link_decoded_once_is_the_path_of_a_file() {
    let desk = site();
    desk.build().clean();
    assert_found(&desk.output(), |_, link| {
        let path = link
            .trim_start_matches("https://example.org")
            .trim_start_matches('/');
        if path.is_empty() || path.ends_with('/') {
            format!("{path}index.html")
        } else {
            path.to_owned()
        }
    });
}

#[test]
fn every_link_of_a_portable_site_decoded_once_is_the_path_of_a_file_beside_its_page() {
    let desk = site();
    let mut builder = Builder::open(desk.root()).portable(true);
    builder
        .publish(&desk.order(DAY), &desk.path("public"), &NoProgress)
        .unwrap();
    let resolve = |base: &str, link: &str| {
        // Where the page is published.
        if let Some(path) = link.strip_prefix("https://example.org/") {
            return format!("{path}index.html");
        }
        let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
        let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        for part in link.split('/') {
            match part {
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        parts.join("/")
    };
    assert_found(&desk.output(), resolve);
    // Some servers lead from /a/b/index.html to /a/b: from there a link goes up to the top all the same.
    assert_found(&desk.output(), |page, link| {
        resolve(page.trim_end_matches("index.html").trim_end_matches('/'), link)
    });
}

#[test]
fn a_portable_site_tells_the_address_of_the_published_site_or_none() {
    let desk = site();
    let publish = |url: Option<&str>, out: &str| {
        let mut order = desk.order(DAY);
        order.url = url.map(str::to_owned);
        let mut builder = Builder::open(desk.root()).portable(true);
        let (outcome, _) = builder.publish(&order, &desk.path(out), &NoProgress).unwrap();
        assert!(outcome.diagnostics.is_empty(), "{:?}", outcome.diagnostics);
        let files = walkdir::WalkDir::new(desk.path(out)).into_iter();
        let files = files
            .map(|file| file.unwrap().into_path())
            .filter(|path| path.is_file());
        let text = |path| String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        files.map(text).collect::<Vec<_>>().concat()
    };
    desk.write("site.yaml", "name: 测试站\noffline: true\n");
    let told = publish(Some("https://example.org/jsx/"), "told");
    assert!(told.contains("https://example.org/jsx/"));
    assert!(!told.contains("http://localhost"));
    let silent = publish(None, "silent");
    assert!(!silent.contains("http://localhost") && !silent.contains("example.org"));
    assert!(!silent.contains("canonical") && !silent.contains("og:url"));
    assert!(
        !told.contains("manifest.webmanifest") && !told.contains("start_url"),
        "nothing can be installed from a folder"
    );
    assert!(!desk.path("told/sw.js").exists());
}
