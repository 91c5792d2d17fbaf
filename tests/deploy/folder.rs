//! Into a folder.

use super::{Over, Stage, tree};
use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

fn current(target: &Path) -> String {
    fs::read_link(target.join("current"))
        .unwrap()
        .display()
        .to_string()
}

#[test]
fn each_edition_is_a_release_beside_the_others_and_what_did_not_change_is_the_same_file() {
    let stage = Stage::new();
    let target = stage.path("www");
    let first = stage.sent("www");
    assert_eq!(current(&target), "releases/1");
    assert_eq!(tree(&target.join("current/")), tree(&stage.path("public")));
    let all = first["uploaded"].as_u64().unwrap();
    assert!(
        all > 5 && first["unchanged"] == 0 && first["deleted"] == 0,
        "{first}"
    );

    let again = stage.sent("www");
    assert_eq!(
        (&again["uploaded"], &again["unchanged"]),
        (&0.into(), &all.into()),
        "{again}"
    );
    assert_eq!(
        current(&target),
        "releases/1",
        "the same site is no release of its own"
    );

    stage.edit("a", "甲的第二版。");
    stage.remove("b");
    let second = stage.sent("www");
    assert_eq!(current(&target), "releases/2");
    assert!(
        second["deleted"].as_u64() >= Some(1) && second["bytes"].as_u64() > Some(0),
        "{second}"
    );
    assert_eq!(tree(&target.join("current/")), tree(&stage.path("public")));
    assert!(
        target.join("releases/1/b/index.html").exists(),
        "the old release is whole"
    );
    let inode = |path: &str| fs::metadata(target.join(path)).unwrap().ino();
    assert_eq!(inode("releases/1/404.html"), inode("releases/2/404.html"));
    assert_ne!(inode("releases/1/a/index.html"), inode("releases/2/a/index.html"));
}

#[test]
fn five_releases_stay_and_nothing_else_is_left() {
    let stage = Stage::new();
    for edition in 1..=7 {
        stage.edit("a", &format!("第{edition}版。"));
        stage.sent("www");
    }
    let names = |at: &str| {
        let mut names: Vec<String> = fs::read_dir(stage.path(at))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    };
    assert_eq!(names("www/releases"), ["3", "4", "5", "6", "7"]);
    assert_eq!(names("www"), ["current", "releases"]);
}

#[test]
fn content_with_errors_and_an_output_that_somebody_changed_are_not_sent() {
    let stage = Stage::new();
    stage.sent("www");
    let before = tree(&stage.path("www"));
    stage.edit("a", "[没有](none.md)");
    let (code, json, _) = stage.wanjia(&["deploy", "--to", "www", "--format", "json"]);
    assert_eq!(code, Some(1));
    assert_eq!(json["uploaded"], 0);
    assert_eq!(json["diagnostics"][0]["rule"], "link-broken", "{json}");

    stage.edit("a", "好的。");
    assert_eq!(stage.wanjia(&["build"]).0, Some(0));
    fs::write(stage.path("public/a/index.html"), "篡改").unwrap();
    let (code, _, said) = stage.wanjia(&["deploy", "--to", "www", "--no-build"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("a/index.html") && said.contains("重新生成"),
        "{said}"
    );
    assert_eq!(tree(&stage.path("www")), before);

    fs::remove_dir_all(stage.path("public")).unwrap();
    let (code, _, said) = stage.wanjia(&["deploy", "--to", "www", "--no-build"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("先运行 wanjia build"), "{said}");
}

#[test]
fn a_site_yaml_that_cannot_be_read_is_told_with_its_line_and_nothing_is_sent() {
    let stage = Stage::new();
    let site = super::desk::SITE;
    stage
        .desk
        .write("site.yaml", format!("{site}deploy: {{to: www}}\n"));
    assert_eq!(stage.wanjia(&["deploy", "--format", "json"]).0, Some(0));
    for (broken, line) in [
        (format!("{site}deploy: {{to: www\n"), 4),
        (format!("{site}menu: []\ndeploy: {{too: www}}\n"), 5),
    ] {
        stage.desk.write("site.yaml", &broken);
        for more in [&["--no-build"][..], &[], &["--no-build", "--to", "www"]] {
            let line_of = |format: &'static str| [&["deploy", "--format", format][..], more].concat();
            let (code, _, said) = stage.wanjia(&line_of("text"));
            assert_eq!(code, Some(1), "{more:?}: {said}");
            assert!(said.contains("site.yaml:"), "{more:?}: {said}");
            assert!(!said.contains("没有说发到哪里"), "{more:?}: {said}");
            let (code, json, _) = stage.wanjia(&line_of("json"));
            assert_eq!((code, &json["uploaded"]), (Some(1), &0.into()), "{json}");
            let told = json["diagnostics"].as_array().unwrap();
            let told = told.iter().map(|told| told["line"].as_u64());
            assert!(told.clone().any(|told| told >= Some(line)), "{more:?}: {json}");
        }
    }
    assert_eq!(fs::read_dir(stage.path("www/releases")).unwrap().count(), 1);
    // Elsewhere in site.yaml may be what is told when the site is built.
    stage
        .desk
        .write("site.yaml", format!("{site}unknown: x\ndeploy: {{to: www}}\n"));
    assert_eq!(stage.wanjia(&["deploy", "--no-build"]).0, Some(0));
}

#[test]
fn a_name_that_a_deploy_needs_is_no_name_of_a_page() {
    let stage = Stage::new();
    stage.desk.write("static/manifest.json.minisig", "x");
    let (code, _, said) = stage.wanjia(&["deploy", "--to", "www"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(
        said.contains("manifest.json.minisig") && said.contains("换一个名称"),
        "{said}"
    );
}

#[test]
fn a_dry_run_names_what_would_go_and_touches_nothing_and_a_limit_refuses() {
    let stage = Stage::new();
    let dry = |to: &str| {
        stage
            .wanjia(&["deploy", "--to", to, "--dry-run", "--format", "json"])
            .1
    };
    assert!(
        dry("www")["send"]
            .as_array()
            .unwrap()
            .contains(&"a/index.html".into())
    );
    assert!(!stage.path("www").exists());
    stage.sent("www");
    stage.remove("b");
    let before = tree(&stage.path("www"));
    let told = dry("www");
    assert!(
        told["delete"]
            .as_array()
            .unwrap()
            .contains(&"b/index.html".into()),
        "{told}"
    );
    let (code, _, said) = stage.wanjia(&["deploy", "--to", "www", "--max-deletes", "0"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("--max-deletes 0") && said.contains("什么也没有发"),
        "{said}"
    );
    assert_eq!(tree(&stage.path("www")), before);
    fs::write(stage.path("public/note.txt"), "x").unwrap();
    let (_, _, said) = stage.wanjia(&["deploy", "--to", "www", "--dry-run"]);
    assert!(said.contains("note.txt") && said.contains("static/"), "{said}");
}

#[test]
fn links_in_the_target_lead_nowhere_and_files_that_changed_there_are_sent_again() {
    let stage = Stage::new();
    let (target, outside) = (stage.path("www"), stage.path("outside"));
    fs::create_dir_all(&target).unwrap();
    fs::create_dir_all(&outside).unwrap();
    symlink(&outside, target.join("releases")).unwrap();
    let (code, _, said) = stage.wanjia(&["deploy", "--to", "www"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("不是 wanjia 建的"), "{said}");
    assert!(tree(&outside).is_empty());
    fs::remove_file(target.join("releases")).unwrap();
    symlink("../outside", target.join("current")).unwrap();
    assert_eq!(stage.wanjia(&["deploy", "--to", "www"]).0, Some(2));
    fs::remove_file(target.join("current")).unwrap();

    stage.sent("www");
    let page = target.join("releases/1/b/index.html");
    fs::write(&page, "篡改").unwrap();
    let feed = target.join("releases/1/404.html");
    fs::copy(&feed, outside.join("copy")).unwrap();
    fs::remove_file(&feed).unwrap();
    symlink(outside.join("copy"), &feed).unwrap();
    stage.edit("a", "第二版。");
    stage.sent("www");
    assert_eq!(tree(&target.join("releases/2")), tree(&stage.path("public")));
    assert!(!target.join("releases/2/404.html").is_symlink());
}

#[test]
fn a_second_deploy_waits_for_the_first_or_says_that_it_cannot() {
    let stage = Stage::new();
    let target = stage.path("www");
    fs::create_dir_all(&target).unwrap();
    let at = target.join(".wanjia-lock");
    let lock = fs::File::create(&at).unwrap();
    lock.lock().unwrap();
    let (code, _, said) = stage.wanjia(&["deploy", "--to", "www", "--wait", "0"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("另一次发布正在写") && said.contains("--unlock"),
        "{said}"
    );
    assert!(!target.join("current").exists());
    std::thread::scope(|scope| {
        scope.spawn(|| stage.sent("www"));
        std::thread::sleep(Duration::from_millis(1500));
        fs::remove_file(&at).unwrap();
        lock.unlock().unwrap();
    });
    assert_eq!(current(&target), "releases/1");
    // Whoever went back by hand may have had the name completed.
    fs::remove_file(target.join("current")).unwrap();
    symlink("releases/1/", target.join("current")).unwrap();
    // One that was left by a program that is gone is no hindrance.
    fs::write(&at, "1\n").unwrap();
    stage.edit("a", "第二版。");
    stage.sent("www");
    assert_eq!(current(&target), "releases/2");
}

#[test]
fn a_deploy_killed_at_any_moment_leaves_the_old_or_the_new_site_at_every_address() {
    let stage = Stage::new();
    for n in 0..60 {
        stage.edit(&format!("p{n}"), &"字".repeat(500));
    }
    let begin = Instant::now();
    stage.sent("www");
    let longest = begin.elapsed();
    let (target, done) = (stage.path("www"), AtomicBool::new(false));
    let page = |edition: &str| format!("p7 的{edition}");
    std::thread::scope(|scope| {
        let over = Over(&done);
        let reader = scope.spawn(|| {
            let mut seen = 0_u32;
            while !done.load(Ordering::Relaxed) {
                let text = fs::read_to_string(target.join("current/p7/index.html")).unwrap_or_default();
                let whole = text.ends_with("</p>\n") && text.contains("字字") || text.contains("p7 的");
                assert!(whole, "a reader sees neither: {text:?}");
                assert!(target.join("current/404.html").is_file());
                seen += 1;
            }
            seen
        });
        for round in 0..12_u32 {
            stage.edit("p7", &page(&format!("第{round}版")));
            let mut child = Command::new(env!("CARGO_BIN_EXE_wanjia"))
                .args(["deploy", "--to", "www"])
                .current_dir(stage.desk.root())
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .unwrap();
            std::thread::sleep(longest.mul_f64(f64::from(round * 7 % 12) / 12.0));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        stage.sent("www");
        drop(over);
        assert!(reader.join().unwrap() > 20);
    });
    assert_eq!(tree(&target.join("current/")), tree(&stage.path("public")));
    assert!(!target.join("releases/.next").exists());
}
