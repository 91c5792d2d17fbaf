//! Sites that are sent: to a folder, by SFTP and rsync, into a store. Readers see the old or the new site.

mod desk;

use desk::Desk;
use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

#[path = "deploy/bucket.rs"]
mod bucket;
#[cfg(unix)]
#[path = "deploy/fleet.rs"]
mod fleet;
#[cfg(unix)]
#[path = "deploy/folder.rs"]
mod folder;
#[cfg(unix)]
#[path = "deploy/remote.rs"]
mod remote;
#[cfg(unix)]
#[path = "deploy/signed.rs"]
mod signed;
#[cfg(unix)]
#[path = "deploy/store.rs"]
mod store;

/// Says that it is over, however it came to that: who reads meanwhile would go on for ever after a fault.
struct Over<'a>(&'a AtomicBool);

impl Drop for Over<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// A small site beside its target.
struct Stage {
    desk: Desk,
}

impl Stage {
    fn new() -> Self {
        let desk = Desk::with(&[]);
        desk.write("site.yaml", desk::SITE);
        desk.write("content/a.md", "---\ntitle: 甲\n---\n\n甲的第一版。\n");
        desk.write("content/b.md", "---\ntitle: 乙\n---\n\n乙的第一版。\n");
        Self { desk }
    }

    /// A page in another edition.
    fn edit(&self, page: &str, text: &str) {
        self.desk.write(
            &format!("content/{page}.md"),
            format!("---\ntitle: {page}\n---\n\n{text}\n"),
        );
    }

    fn remove(&self, page: &str) {
        fs::remove_file(self.desk.root().join(format!("content/{page}.md"))).unwrap();
    }

    fn path(&self, name: &str) -> PathBuf {
        self.desk.root().join(name)
    }

    /// Runs the program; its exit code, its JSON and its words.
    fn wanjia(&self, line: &[&str]) -> (Option<i32>, Json, String) {
        let run = desk::run(self.desk.root(), line);
        let json = serde_json::from_str(&run.out).unwrap_or(Json::Null);
        (run.code, json, run.said)
    }

    /// Sends the site; it must go well.
    fn sent(&self, to: &str) -> Json {
        let (code, json, said) = self.wanjia(&["deploy", "--to", to, "--format", "json"]);
        assert_eq!(code, Some(0), "{said}");
        json
    }
}

/// Every file below a folder with its bytes.
fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().flatten();
    let files = all.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap().display().to_string();
            (path, fs::read(entry.path()).unwrap())
        })
        .collect()
}

#[test]
fn a_target_that_nobody_knows_or_that_holds_a_password_is_refused_with_a_way_out() {
    let stage = Stage::new();
    let cases = [
        ("ftp://example.org/www", "可以写：文件夹"),
        ("sftp://me:GEHEIM@example.org/www", "SFTP 用 ssh 的密钥"),
        ("content", "--to /srv/www/站名"),
        ("public/inside", "--to /srv/www/站名"),
        (".", "--to /srv/www/站名"),
    ];
    for (to, way_out) in cases {
        let (code, _, said) = stage.wanjia(&["deploy", "--to", to]);
        assert_eq!(code, Some(2), "{to}: {said}");
        assert!(said.contains(way_out) && !said.contains("GEHEIM"), "{to}: {said}");
    }
    let (code, _, said) = stage.wanjia(&["deploy"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("没有说发到哪里") && said.contains("deploy:"),
        "{said}"
    );
    assert!(!stage.path("public").exists(), "nothing was built");
}

#[test]
fn a_secret_in_site_yaml_stops_everything_and_is_not_printed() {
    let stage = Stage::new();
    stage.desk.write(
        "site.yaml",
        format!(
            "{}deploy:\n  to: ../www\n  secret_access_key: GEHEIM\n",
            desk::SITE
        ),
    );
    for line in [&["build"][..], &["deploy", "--to", "www"]] {
        let run = desk::run(stage.desk.root(), line);
        assert_eq!(run.code, Some(1), "{}", run.said);
        assert!(
            run.said.contains("secret_access_key") && run.said.contains("换一把"),
            "{}",
            run.said
        );
        assert!(
            !run.said.contains("GEHEIM") && !run.out.contains("GEHEIM"),
            "{}",
            run.said
        );
    }
    assert!(!stage.path("www").exists());
}
