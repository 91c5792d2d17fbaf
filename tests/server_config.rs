//! `wanjia build --server-config`: settings for web servers beside a site that was built.

mod desk;

use desk::{Desk, files};
use std::path::Path;
use std::process::Command;

fn build(desk: &Desk, more: &[&str]) -> (i32, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_wanjia"))
        .args(["build", "--root"])
        .arg(desk.root())
        .args(more)
        .env("WANJIA_LANG", "en")
        .output()
        .unwrap();
    (
        done.status.code().unwrap(),
        String::from_utf8_lossy(&done.stderr).into_owned(),
    )
}

fn names(folder: &Path) -> Vec<String> {
    files(folder).into_keys().collect()
}

#[test]
fn settings_for_servers_are_written_into_deploy_or_where_they_are_asked_for() {
    let desk = Desk::with(&[("content/a.md", "---\ntitle: 甲\n---\n")]);
    assert_eq!(build(&desk, &[]).0, 0);
    assert!(!desk.path("deploy").exists());
    assert_eq!(build(&desk, &["--server-config"]).0, 0);
    // The first one says what was written, so that what somebody edits is known.
    let written = [".written-by-wanjia", "Caddyfile", "headers.json", "nginx.conf"];
    assert_eq!(names(&desk.path("deploy")), written);
    let elsewhere = desk.path("server/settings");
    let named = [
        "--server-config",
        elsewhere.to_str().unwrap(),
        "--url",
        "https://example.org/jsx/",
    ];
    assert_eq!(build(&desk, &named).0, 0);
    assert_eq!(names(&elsewhere), written);
    let read = |name: &str| std::fs::read_to_string(elsewhere.join(name)).unwrap();
    assert!(read("nginx.conf").contains("location ^~ /jsx/ {"));
    assert!(read("Caddyfile").contains("handle_path /jsx/* {"));
    let json: serde_json::Value = serde_json::from_str(&read("headers.json")).unwrap();
    assert_eq!(json["not_found"], "/jsx/404.html");
    assert!(
        json["headers"]["Content-Security-Policy"]
            .as_str()
            .unwrap()
            .contains("frame-ancestors")
    );
}

#[test]
fn a_site_with_errors_gets_no_settings_and_they_are_never_published() {
    let desk = Desk::with(&[("content/a.md", "---\ntitle: 甲\n---\n[没有](no.md)\n")]);
    assert_eq!(build(&desk, &["--server-config"]).0, 1);
    assert!(!desk.path("deploy").exists());
    for inside in ["public", "public/deploy", "content", "themes/x"] {
        let folder = desk.path(inside);
        let (code, said) = build(&desk, &["--server-config", folder.to_str().unwrap()]);
        assert_eq!(code, 2, "{inside}: {said}");
        assert!(said.contains("inside"), "{inside}: {said}");
    }
}

#[test]
fn every_name_with_a_fingerprint_is_kept_and_no_other() {
    let desk = Desk::with(&[
        ("content/a.md", "---\ntitle: 甲\n---\n"),
        ("themes/bare/assets/style.css", "p{}"),
    ]);
    assert_eq!(build(&desk, &["--server-config"]).0, 0);
    let json: serde_json::Value =
        serde_json::from_slice(&files(&desk.path("deploy"))["headers.json"]).unwrap();
    assert_eq!(json["cache"][0]["pattern"], r"\.[0-9a-f]{10}\.[a-z0-9]+$");
    let hashed = |name: &str| {
        let mut parts = name.rsplit('.').skip(1);
        let print = parts.next().unwrap_or_default();
        print.len() == 10
            && print
                .bytes()
                .all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
            && parts.next().is_some()
    };
    for name in desk.output().keys() {
        // An index of a search has names of its own; the page and its list of files do not.
        let may = name.starts_with("search/") && name.ends_with(".bin") || name.ends_with(".js");
        assert!(hashed(name) == name.starts_with("assets/") || may, "{name}");
    }
}
