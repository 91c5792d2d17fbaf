//! A local site over time: what drifts and what does not, what is merged, what an update brings, and what
//! many sites on one upstream share.

mod desk;

use desk::{Desk, files, run};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::process::Command;
use wanjia::pipeline::{BuildOptions, Builder, NoProgress, Outcome, SharedCache};

const PAGE: &str = "---\ntitle: 甲\nsummary: 省的摘要\n---\n省的开头。\n\n## 一\n\n省的一。\n\n还有一段。\n\n## 二\n\n省的二。\n";

/// A province in `up/` and a county on top of it, both built with the plain theme.
fn county() -> Desk {
    let desk = Desk::empty();
    desk.write(
        "up/site.yaml",
        "name: 省\nregion: {code: \"330000\", name: 某省}\ntheme: bare\n",
    );
    desk.write("up/content/a.md", PAGE);
    desk.write("up/content/b.md", "---\ntitle: 乙\n---\n乙的话。\n");
    desk.write(
        "site.yaml",
        "name: 县\nurl: https://example.org/\nregion: {code: \"339999\", name: 某县}\nextends: up\n",
    );
    desk.bare();
    desk
}

#[test]
#[cfg(unix)]
fn no_file_of_an_upstream_is_a_link_out_of_it_and_nothing_of_what_is_refused_is_quoted() {
    for (path, is_folder) in [
        ("up/site.yaml", false),
        ("up/facts.yaml", false),
        ("up/site.lock", false),
        ("up/content", true),
        ("up/content/a.md", false),
        ("up/static", true),
        ("up/themes/bare", true),
        ("up/themes/bare/templates/page.html", false),
    ] {
        let desk = county();
        desk.write("secret/a.md", "geheim: 1\n");
        desk.write("secret/deep/a.md", "geheim: 1\n");
        desk.write("up/themes/bare/theme.yaml", "title: 素\n");
        desk.write("up/themes/bare/templates/other.html", "");
        let (at, to) = (
            desk.path(path),
            desk.path(if is_folder { "secret" } else { "secret/a.md" }),
        );
        let _ = std::fs::remove_dir_all(&at);
        let _ = std::fs::remove_file(&at);
        std::os::unix::fs::symlink(to, &at).unwrap();
        for line in [&["build"][..], &["status"], &["status", "--json"]] {
            let output = run(&desk.path(""), line);
            let said = format!("{}{}", output.said, output.out);
            if line == ["build"] {
                assert!(said.contains("link-leaves-site"), "{path}: {said}");
                assert_eq!(output.code, Some(1), "{path}: {said}");
            }
            assert!(!said.contains("geheim"), "{path}: {said}");
        }
    }
}

#[test]
#[cfg(unix)]
fn files_of_an_upstream_may_be_links_inside_of_it_and_those_beside_the_own_settings_lead_anywhere() {
    let desk = county();
    for (path, to) in [
        ("up/facts.yaml", "up/shared/f.yaml"),
        ("facts.yaml", "elsewhere/f.yaml"),
    ] {
        desk.write(to, "甲:\n  value: 60\n  unit: 天\n");
        std::os::unix::fs::symlink(desk.path(to), desk.path(path)).unwrap();
    }
    let output = run(&desk.path(""), &["build"]);
    assert_eq!(output.code, Some(0), "{}", output.said);
}

/// Runs the program where it must be done.
fn done(root: &Path, line: &[&str]) -> String {
    let output = run(root, line);
    assert_eq!(output.code, Some(0), "{line:?}: {}", output.said);
    output.said
}

/// The JSON of `status`.
fn status(root: &Path) -> Value {
    let output = run(root, &["status", "--format", "json"]);
    serde_json::from_str(&output.out).unwrap_or_else(|_| panic!("{}", output.said))
}

/// A page's state and the states of its blocks: `drifted: section 一 drifted, section 二 same`.
fn state(root: &Path, path: &str) -> String {
    let status = status(root);
    let page = status["pages"]
        .as_array()
        .unwrap()
        .iter()
        .find(|page| page["path"] == path)
        .cloned();
    let page = page.unwrap_or_else(|| panic!("no {path} in {status}"));
    let blocks = page["blocks"].as_array().unwrap().iter().map(|block| {
        let text = |key: &str| block[key].as_str().unwrap().to_owned();
        format!("{} {} {}", text("kind"), text("name"), text("state")).replace("  ", " ")
    });
    let blocks = blocks.collect::<Vec<_>>().join(", ");
    let unrecorded = if page["recorded"] == false {
        " (not recorded)"
    } else {
        ""
    };
    format!("{}{unrecorded}: {blocks}", page["state"].as_str().unwrap())
}

/// How many blocks of the whole site are not as they were.
fn moved(root: &Path) -> usize {
    let status = status(root);
    let pages = status["pages"].as_array().unwrap().iter();
    pages
        .flat_map(|page| page["blocks"].as_array().unwrap())
        .filter(|block| block["state"] != "same")
        .count()
}

/// A county that overrides the section 一 of a page, recorded.
fn localized() -> Desk {
    let desk = county();
    done(desk.root(), &["localize", "a", "--section", "一"]);
    desk.write(
        "content/a.md",
        "---\ninherit: true\n---\n## 一\n\n县的一。\n\n还有一段。\n",
    );
    desk
}

#[test]
fn an_edit_of_what_is_overridden_drifts_in_exactly_one_block_and_its_revert_in_none() {
    let desk = localized();
    assert_eq!(state(desk.root(), "a.md"), "overridden: section 一 same");
    desk.write("up/content/a.md", PAGE.replace("省的一。", "省改了一。"));
    assert_eq!(state(desk.root(), "a.md"), "drifted: section 一 drifted");
    assert_eq!(moved(desk.root()), 1);
    assert_eq!(run(desk.root(), &["status", "--strict"]).code, Some(1));
    let built = desk.build();
    assert_eq!(built.report.len(), 1, "{:?}", built.report);
    assert!(
        built.report[0].starts_with("warning[override-drifted] content/a.md:4:1 "),
        "{:?}",
        built.report
    );
    desk.write("up/content/a.md", PAGE);
    assert_eq!(moved(desk.root()), 0);
    assert_eq!(run(desk.root(), &["status", "--strict"]).code, Some(0));
    desk.build().clean();
}

#[test]
fn an_edit_of_anything_else_arrives_by_itself_and_touches_no_file_of_the_county() {
    let desk = localized();
    desk.build().clean();
    let before = own_files(&desk);
    desk.write("up/content/a.md", PAGE.replace("省的二。", "省改了二。"));
    desk.write("up/content/b.md", "---\ntitle: 乙\n---\n乙改了话。\n");
    assert_eq!(moved(desk.root()), 0);
    desk.build().clean();
    assert!(desk.read("a/index.html").contains("省改了二") && desk.read("a/index.html").contains("县的一"));
    assert!(desk.read("b/index.html").contains("乙改了话"));
    assert_eq!(own_files(&desk), before);
}

#[test]
fn white_space_of_the_upstream_is_no_change() {
    let desk = localized();
    desk.write(
        "up/content/a.md",
        PAGE.replace("省的一。\n\n还有", "省的一。\n\n\n还有"),
    );
    assert_eq!(moved(desk.root()), 0);
}

#[test]
fn a_county_file_changed_by_hand_is_still_compared_by_what_the_upstream_said() {
    let desk = localized();
    desk.write(
        "content/a.md",
        "---\ninherit: true\nsummary: 县的摘要\n---\n县的开头。\n\n## 一\n\n全都不一样了。\n",
    );
    assert_eq!(
        state(desk.root(), "a.md"),
        "overridden (not recorded): field summary same, section same, section 一 same"
    );
    desk.write("up/content/a.md", PAGE.replace("省的一。", "省改了一。"));
    assert_eq!(moved(desk.root()), 1);
}

#[test]
fn a_renamed_or_removed_heading_of_the_upstream_orphans_what_overrides_it() {
    let desk = localized();
    desk.write("up/content/a.md", PAGE.replace("## 一", "## 新的叫法"));
    assert_eq!(state(desk.root(), "a.md"), "orphaned: section 一 orphaned");
    let report = desk.build().report;
    assert!(
        report
            .iter()
            .any(|line| line.starts_with("warning[override-orphaned] content/a.md:4:1")),
        "{report:?}"
    );
    assert_eq!(run(desk.root(), &["status", "--strict"]).code, Some(1));
    assert_eq!(run(desk.root(), &["merge", "a"]).code, Some(1));
    done(desk.root(), &["accept", "a"]);
    assert_eq!(moved(desk.root()), 0);
}

#[test]
fn a_section_that_is_left_out_and_that_the_upstream_removes_is_told_and_stops_nobody() {
    let desk = county();
    desk.write("content/a.md", "---\ninherit: true\n---\n## 二 {.hide}\n");
    done(desk.root(), &["accept", "a"]);
    desk.write("up/content/a.md", PAGE.replace("## 二\n\n省的二。\n", ""));
    assert_eq!(state(desk.root(), "a.md"), "orphaned: section 二 orphaned");
    assert!(!desk.build().outcome.failed);
}

#[test]
fn a_page_that_the_upstream_removes_is_orphaned() {
    let desk = county();
    done(desk.root(), &["localize", "b"]);
    assert_eq!(state(desk.root(), "b.md"), "overridden: file same");
    desk.remove("up/content/b.md");
    assert_eq!(state(desk.root(), "b.md"), "orphaned: file orphaned");
}

#[test]
fn a_field_drifts_and_is_orphaned_like_a_section() {
    let desk = county();
    desk.write("content/a.md", "---\ninherit: true\nsummary: 县的摘要\n---\n");
    done(desk.root(), &["accept", "a"]);
    desk.write("up/content/a.md", PAGE.replace("省的摘要", "省改了摘要"));
    assert_eq!(state(desk.root(), "a.md"), "drifted: field summary drifted");
    desk.write("up/content/a.md", PAGE.replace("summary: 省的摘要\n", ""));
    assert_eq!(state(desk.root(), "a.md"), "orphaned: field summary orphaned");
    done(desk.root(), &["accept", "a"]);
    assert_eq!(state(desk.root(), "a.md"), "overridden: field summary same");
}

#[test]
fn what_was_written_by_hand_is_not_recorded_until_it_is_accepted() {
    let desk = county();
    desk.write("content/a.md", "---\ninherit: true\n---\n## 一\n\n县的一。\n");
    assert_eq!(
        state(desk.root(), "a.md"),
        "overridden (not recorded): section 一 same"
    );
    desk.build().clean();
    assert!(!desk.path("site.lock").exists(), "a build never writes the lock");
    assert_eq!(run(desk.root(), &["merge", "a"]).code, Some(1));
    done(desk.root(), &["accept", "content/a.md"]);
    assert_eq!(state(desk.root(), "a.md"), "overridden: section 一 same");
}

#[test]
fn a_merge_brings_the_upstreams_change_and_keeps_ours_and_the_former_file() {
    let desk = localized();
    let before = std::fs::read_to_string(desk.path("content/a.md")).unwrap();
    desk.write("up/content/a.md", PAGE.replace("还有一段。", "省改了这一段。"));
    done(desk.root(), &["merge", "a"]);
    let after = std::fs::read_to_string(desk.path("content/a.md")).unwrap();
    assert_eq!(
        after,
        "---\ninherit: true\n---\n## 一\n\n县的一。\n\n省改了这一段。\n"
    );
    assert_eq!(state(desk.root(), "a.md"), "overridden: section 一 same");
    let kept: Vec<String> = files(&desk.path(".wanjia/backup"))
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(_, bytes)| String::from_utf8(bytes).unwrap())
        .collect();
    assert_eq!(kept, [before]);
}

#[test]
fn a_conflict_is_written_beside_the_page_which_stays_as_it_is() {
    let desk = localized();
    let before = std::fs::read_to_string(desk.path("content/a.md")).unwrap();
    desk.write(
        "up/content/a.md",
        PAGE.replace("省的一。", "省改了一。")
            .replace("还有一段。", "省也改了这段。"),
    );
    assert_eq!(run(desk.root(), &["merge", "a"]).code, Some(1));
    assert_eq!(
        std::fs::read_to_string(desk.path("content/a.md")).unwrap(),
        before
    );
    let marked = std::fs::read_to_string(desk.path("content/a.md.merge")).unwrap();
    assert_eq!(
        marked,
        "---\ninherit: true\n---\n## 一\n\n<<<<<<< 本站\n县的一。\n||||||| 上级原来\n省的一。\n=======\n省改了一。\n>>>>>>> 上级现在\n\n省也改了这段。\n"
    );
    assert_eq!(state(desk.root(), "a.md"), "drifted: section 一 drifted");
    let built = desk.build();
    assert!(!built.outcome.failed && !desk.output().keys().any(|name| name.contains(".merge")));
    desk.write("content/a.md", marked);
    let report = desk.build().report;
    assert!(
        report
            .iter()
            .any(|line| line.starts_with("error[conflict-markers] content/a.md")),
        "{report:?}"
    );
}

#[test]
fn a_whole_page_is_merged_too_though_neighbouring_lines_changed() {
    let desk = county();
    done(desk.root(), &["localize", "a"]);
    desk.write("content/a.md", PAGE.replace("title: 甲", "title: 县的甲"));
    desk.write(
        "up/content/a.md",
        PAGE.replace("省的摘要", "省改了摘要")
            .replace("省的二", "省改了二"),
    );
    assert_eq!(state(desk.root(), "a.md"), "drifted: file drifted");
    done(desk.root(), &["merge", "a"]);
    assert_eq!(
        std::fs::read_to_string(desk.path("content/a.md")).unwrap(),
        PAGE.replace("title: 甲", "title: 县的甲")
            .replace("省的摘要", "省改了摘要")
            .replace("省的二", "省改了二")
    );
}

#[test]
fn a_file_with_the_line_ends_of_windows_keeps_them() {
    let desk = localized();
    let crlf = "---\ninherit: true\n---\n## 一\n\n县的一。\n\n还有一段。\n".replace('\n', "\r\n");
    desk.write("content/a.md", &crlf);
    desk.write("up/content/a.md", PAGE.replace("还有一段。", "省改了这一段。"));
    done(desk.root(), &["merge", "a"]);
    assert_eq!(
        std::fs::read_to_string(desk.path("content/a.md")).unwrap(),
        crlf.replace("还有一段。", "省改了这一段。")
    );
}

#[test]
fn the_pages_of_a_county_with_two_overrides_differ_from_the_provinces_in_those_blocks_and_the_brand() {
    let desk = Desk::empty();
    desk.write(
        "up/site.yaml",
        "name: 省\nurl: https://example.org/\nregion: {code: \"330000\", name: 某省}\n",
    );
    desk.write("up/content/a.md", PAGE);
    desk.write(
        "up/content/b.md",
        "---\ntitle: 乙\nsummary: 乙的摘要\n---\n乙的话，{{假}}。\n\n## 乙一\n\n乙的一。\n",
    );
    desk.write("up/facts.yaml", "假: {value: 3, unit: 天}\n");
    desk.write(
        "site.yaml",
        "name: 县\nurl: https://example.org/\nregion: {code: \"339999\", name: 某县}\nextends: up\n",
    );
    desk.write("content/a.md", "---\ninherit: true\n---\n## 一\n\n县的一。\n");
    desk.write("content/b.md", "---\ninherit: true\n---\n## 乙一\n\n县的乙一。\n");
    let province = Desk::empty();
    for (path, bytes) in files(&desk.path("up")) {
        province.write(&path, bytes);
    }
    let of_county = |text: &str| {
        text.replace("省的一。", "县的一。")
            .replace("乙的一。", "县的乙一。")
    };
    province.build().clean();
    desk.build().clean();
    // The brand: the name of the site, and whose words these are.
    let bare = |html: String| {
        let html = html.replace("<span>内容来源：省</span>", "");
        html.lines()
            .map(|line| line.replace("县", "◇").replace("省", "◇").replace("◇的", "的"))
            .filter(|line| !line.contains("还有一段"))
            .collect::<Vec<_>>()
    };
    let (mut same, mut other) = (0, Vec::new());
    for page in ["a/index.html", "b/index.html", "index.html", "404.html"] {
        let (ours, theirs) = (bare(desk.read(page)), bare(of_county(&province.read(page))));
        for (ours, theirs) in ours.iter().zip(&theirs) {
            match ours == theirs {
                true => same += 1,
                false => other.push((page, ours.clone(), theirs.clone())),
            }
        }
        assert_eq!(ours.len(), theirs.len(), "{page}");
    }
    assert!(other.is_empty() && same > 40, "{same} {other:#?}");
}

#[test]
fn an_upstream_from_a_zip_moves_to_its_next_version_and_no_file_of_the_county_is_touched() {
    let desk = county();
    let hash = zip(&desk.path("省站.zip"), &desk.path("up"), &[]);
    desk.write(
        "site.yaml",
        format!(
            "# 我们的站\nname: 县\nurl: https://example.org/\nregion: {{code: \"339999\", name: 某县}}\nextends:\n  archive: 省站.zip   # 省里发的\n  sha256: {hash}\ntheme: bare\n"
        ),
    );
    done(desk.root(), &["localize", "a", "--section", "一"]);
    desk.write("content/c.md", "---\ntitle: 丙\n---\n丙的话。\n");
    desk.build().clean();
    let before = own_files(&desk);
    let changed = [
        ("content/a.md", Some(PAGE.replace("省的一。", "省改了一。"))),
        ("content/b.md", None),
        (
            "content/new.md",
            Some("---\ntitle: 新\n---\n新的话。\n".to_owned()),
        ),
        ("facts.yaml", Some("假: {value: 3, unit: 天}\n".to_owned())),
    ];
    zip(&desk.path("省站-2.zip"), &desk.path("up"), &changed);
    let said = done(desk.root(), &["update", "--to", "省站-2.zip"]);
    for word in ["新增  new.md", "改了  a.md", "删了  b.md", "事实  假"] {
        assert!(said.contains(word), "{word} in {said}");
    }
    let mut after = own_files(&desk);
    let site = String::from_utf8(after["site.yaml"].clone()).unwrap();
    assert!(
        site.starts_with("# 我们的站\n") && site.contains("archive: \"省站-2.zip\"   # 省里发的\n"),
        "{site}"
    );
    for name in ["site.yaml", "site.lock"] {
        after.insert(name.to_owned(), before[name].clone());
    }
    assert_eq!(after, before);
    assert_eq!(state(desk.root(), "a.md"), "drifted: section 一 drifted");
    let update = status(desk.root())["update"].clone();
    assert_eq!(update["added"], serde_json::json!(["new.md"]));
    assert_eq!(update["changed"], serde_json::json!(["a.md"]));
    assert_eq!(update["removed"], serde_json::json!(["b.md"]));
    assert_eq!(update["facts"], serde_json::json!(["假"]));
    assert!(done(desk.root(), &["status"]).contains("new.md"));
    assert!(done(desk.root(), &["update"]).contains("没有新的"));
}

#[test]
fn an_archive_that_is_another_than_the_one_agreed_on_is_refused_until_it_is_updated() {
    let desk = county();
    let hash = zip(&desk.path("up.zip"), &desk.path("up"), &[]);
    desk.write(
        "site.yaml",
        format!("name: 县\nurl: https://example.org/\nextends: {{archive: up.zip, sha256: \"{hash}\"}}\ntheme: bare\n"),
    );
    desk.build().clean();
    zip(&desk.path("up.zip"), &desk.path("up"), &[("content/b.md", None)]);
    let report = desk.build().report;
    assert!(
        report.len() == 1 && report[0].starts_with("error[upstream-changed] site.yaml:3:"),
        "{report:?}"
    );
    done(desk.root(), &["update"]);
    desk.build().clean();
    assert!(!desk.path("public/b/index.html").exists());
    // Once fetched it works without the file, and says so.
    desk.remove("up.zip");
    let built = desk.build();
    assert!(
        !built.outcome.failed && built.report.len() == 1,
        "{:?}",
        built.report
    );
    assert!(
        built.report[0].starts_with("warning[upstream-absent] site.yaml:3:"),
        "{:?}",
        built.report
    );
}

#[test]
fn a_git_upstream_is_pinned_until_it_is_updated() {
    let desk = county();
    let repository = desk.path("up");
    git(&repository, &["init", "-q", "-b", "main"]);
    commit(&repository);
    let url = format!("file://{}", repository.display());
    desk.remove("site.yaml");
    std::fs::rename(desk.path("themes"), desk.path("up/themes")).unwrap();
    commit(&repository);
    done(
        desk.root(),
        &[
            "fork",
            &url,
            "county",
            "--rev",
            "main",
            "--name",
            "县",
            "--region",
            "339999:某县",
        ],
    );
    let root = desk.path("county");
    done(&root, &["build"]);
    desk.write("up/content/b.md", "---\ntitle: 乙\n---\n乙改了话。\n");
    commit(&repository);
    let built = || {
        done(&root, &["build"]);
        std::fs::read_to_string(root.join("public/b/index.html")).unwrap()
    };
    assert!(built().contains("乙的话"), "the pin holds");
    assert!(done(&root, &["update"]).contains("改了  b.md"));
    assert!(built().contains("乙改了话"));
    std::fs::remove_dir_all(&repository).unwrap();
    assert!(built().contains("乙改了话"), "once fetched it works offline");
}

#[test]
fn a_fork_is_two_files_that_build_at_once_and_is_made_only_where_nothing_is() {
    let desk = county();
    desk.write("up/facts.yaml", "婚假: {status: local, required: true}\n");
    desk.remove("site.yaml");
    std::fs::rename(desk.path("themes"), desk.path("up/themes")).unwrap();
    let line = [
        "fork",
        "up",
        "我县",
        "--name",
        "某: 县",
        "--region",
        "339999:某县",
    ];
    let said = done(desk.root(), &line);
    assert!(said.contains("婚假"), "{said}");
    let made: Vec<String> = files(&desk.path("我县")).into_keys().collect();
    assert_eq!(made, ["facts.yaml", "site.yaml"]);
    done(&desk.path("我县"), &["build"]);
    let missing = status(&desk.path("我县"));
    assert_eq!(missing["facts"][0]["state"], "missing");
    assert_eq!(
        missing["identity"][0],
        serde_json::json!({"field": "url", "state": "missing"})
    );
    assert_eq!(run(desk.root(), &line).code, Some(2));
    let wrong = run(
        desk.root(),
        &["fork", "nowhere", "x", "--name", "县", "--region", "339999:某县"],
    );
    assert!(wrong.code == Some(2) && !desk.path("x").exists());
    assert_eq!(
        std::fs::read_dir(desk.root()).unwrap().count(),
        2,
        "nothing half made is left"
    );
}

#[test]
fn a_localized_page_begins_with_the_upstreams_words_and_is_made_only_once() {
    let desk = county();
    done(desk.root(), &["localize", "b"]);
    assert_eq!(
        std::fs::read_to_string(desk.path("content/b.md")).unwrap(),
        "---\ntitle: 乙\n---\n乙的话。\n"
    );
    done(desk.root(), &["localize", "content/a.md", "--section", "二"]);
    done(desk.root(), &["localize", "a", "--section", "一"]);
    assert_eq!(
        std::fs::read_to_string(desk.path("content/a.md")).unwrap(),
        "---\ninherit: true\n---\n## 二\n\n省的二。\n\n## 一\n\n省的一。\n\n还有一段。\n"
    );
    assert_eq!(
        state(desk.root(), "a.md"),
        "overridden: section 二 same, section 一 same"
    );
    desk.build().clean();
    for line in [
        &["localize", "b"][..],
        &["localize", "a", "--section", "一"],
        &["localize", "a", "--section", "没有"],
        &["localize", "nowhere"],
        &["merge", "nowhere"],
        &["accept", "nowhere"],
    ] {
        let said = run(desk.root(), line);
        assert!(
            said.code == Some(2) && said.said.contains("  = "),
            "{line:?} {}",
            said.said
        );
    }
}

#[test]
fn three_hundred_local_sites_share_what_they_have_in_common() {
    let desk = Desk::empty();
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (shelf, mut counts) = (SharedCache::shared(), Vec::new());
    const SITES: usize = 300;
    for number in 0..SITES {
        let root = desk.path(&format!("county{number}"));
        let write = |path: &str, text: String| desk.write(&format!("county{number}/{path}"), text);
        write(
            "site.yaml",
            format!(
                "name: 县{number}\nurl: https://c{number}.example.org/\nextends: {}\n",
                top.display()
            ),
        );
        write(
            "facts.yaml",
            "婚假: {status: delegated}\n生育假: {status: delegated}\n配偶陪产假: {status: delegated}\n育儿假: {status: delegated}\n".to_owned(),
        );
        write(
            "content/leave.md",
            format!("---\ninherit: true\n---\n## 去哪里问\n\n问县{number}的计生协。\n"),
        );
        counts.push(build_beside(&root, desk.root(), &shelf));
    }
    let (first, rest) = counts.split_first().unwrap();
    assert!(!first.failed && first.parsed > 40, "{:?}", first.diagnostics);
    for outcome in rest {
        assert!(!outcome.failed, "{:?}", outcome.diagnostics);
        assert_eq!(
            (outcome.parsed, outcome.reparsed),
            (1, 0),
            "only the site's own page is parsed"
        );
        assert!(outcome.rendered <= 3, "{} bodies rendered", outcome.rendered);
        assert_eq!(outcome.pages, first.pages);
    }
}

/// Takes what is made and forgets it.
struct Nowhere;

impl wanjia::pipeline::Sink for Nowhere {
    fn is_up_to_date(&self, _: &wanjia::base::OutputPath, _: wanjia::base::Fingerprint) -> bool {
        false
    }

    fn write(&self, _: wanjia::pipeline::Artifact<'_>) -> Result<(), wanjia::base::Fault> {
        Ok(())
    }
}

fn build_beside(root: &Path, names_from: &Path, shelf: &std::sync::Arc<SharedCache>) -> Outcome {
    let mut workshop = Builder::open_beside(root, names_from, shelf);
    let order = BuildOptions {
        root: root.to_path_buf(),
        url: None,
        drafts: false,
        early: false,
        clock: "2026-06-01".parse().unwrap(),
        today: desk::DAY.parse().unwrap(),
    };
    workshop.build(&order, &Nowhere, &NoProgress).unwrap()
}

/// The files that the county's people own, and site.lock.
fn own_files(desk: &Desk) -> BTreeMap<String, Vec<u8>> {
    let mut all = files(desk.root());
    all.retain(|path, _| {
        !["public/", ".wanjia/", "up/", "themes/"]
            .iter()
            .any(|skip| path.starts_with(skip))
            && !path.ends_with(".zip")
    });
    all
}

/// Packs a folder, with some files instead of what is there; gives the archive's SHA-256.
fn zip(path: &Path, folder: &Path, instead: &[(&str, Option<String>)]) -> String {
    let mut all: BTreeMap<String, Vec<u8>> = files(folder);
    for (name, text) in instead {
        match text {
            Some(text) => drop(all.insert((*name).to_owned(), text.clone().into_bytes())),
            None => drop(all.remove(*name)),
        }
    }
    let mut writer = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, bytes) in all {
        writer
            .start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap();
    let digest = Sha256::digest(std::fs::read(path).unwrap());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn git(folder: &Path, line: &[&str]) {
    let who = ["-c", "user.name=a", "-c", "user.email=a@example.org"];
    let done = Command::new("git")
        .args(who)
        .args(line)
        .current_dir(folder)
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "x"]);
}

#[test]
fn a_section_that_is_localized_again_is_recorded_anew() {
    let desk = localized();
    desk.remove("content/a.md");
    desk.write("up/content/a.md", PAGE.replace("省的一。", "省改了一。"));
    done(desk.root(), &["localize", "a", "--section", "一"]);
    assert_eq!(state(desk.root(), "a.md"), "overridden: section 一 same");
}

#[test]
fn a_slip_of_the_pen_in_an_override_is_told() {
    let desk = county();
    desk.write("up/content/a.md", PAGE.replace("## 一", "## 去哪里问"));
    desk.write("content/a.md", "---\ninherit: true\n---\n## 去哪问\n\n县的。\n");
    desk.write("content/c.md.txt", "---\ntitle: 丙\n---\n");
    let report = desk.build().report;
    for start in [
        "warning[heading-near-match] content/a.md:4:1 ",
        "warning[double-extension] content/c.md.txt:1:1 ",
    ] {
        assert!(
            report.iter().any(|line| line.starts_with(start)),
            "{start}: {report:#?}"
        );
    }
}

/// What is told of `content/a.md` in a county, when it changes a page of its upstream.
fn told_of(up: &str, own: &str) -> Vec<String> {
    let desk = county();
    desk.write("up/content/a.md", up);
    desk.write("content/a.md", format!("---\ninherit: true\n---\n{own}\n"));
    let report = desk.build().report.into_iter();
    report.filter(|line| line.contains(" content/a.md:")).collect()
}

#[test]
fn a_heading_that_is_nearly_one_of_the_upstreams_is_told() {
    let up = "---\ntitle: 甲\n---\n开头。\n\n## 三、报名\n\n去街道。\n\n## 去哪里问\n\n问省里。\n";
    for (own, told) in [
        ("## 报名\n\n去村里。", "4:1 上级没有这一节"),
        ("## 去哪里问（本县）\n\n问本县。", "4:1 上级没有这一节"),
        ("**去哪里问**\n\n问本县。", "4:1 这一行不是标题"),
        ("本县的。\n\n**三、报名：**\n\n去村里。", "6:1 这一行不是标题"),
        ("【去哪里问】\n\n问本县。", "4:1 这一行不是标题"),
    ] {
        let report = told_of(up, own);
        let start = format!("warning[heading-near-match] content/a.md:{told}");
        assert!(
            report.len() == 1 && report[0].starts_with(&start),
            "{own}: {report:#?}"
        );
    }
    for own in [
        "**本县的**\n\n问本县。",
        "去哪里问，看这里。",
        "## 去哪里问\n\n问本县。",
    ] {
        assert_eq!(told_of(up, own), [""; 0], "{own}");
    }
}

#[test]
fn a_clause_that_stands_for_all_clauses_of_the_upstreams_policy_is_told() {
    let up = "---\ntitle: 某办法\nkind: policy\n---\n第一条 甲。\n\n第二条 乙。\n\n第三条 丙。\n";
    let told = told_of(up, "第一条 甲（本县从其规定）。");
    assert!(
        told.len() == 1
            && told[0].starts_with("warning[clauses-replaced] content/a.md:4:1 上级这份政策的 2 条"),
        "{told:#?}"
    );
    assert_eq!(told_of(up, "本县从其规定。").len(), 1);
    assert_eq!(told_of(up, "第一条 子。\n\n第二条 丑。\n\n第三条 寅。"), [""; 0]);
    let outline = "---\ntitle: 某通知\nkind: policy\n---\n一、甲。\n\n二、乙。\n";
    assert_eq!(told_of(outline, "一、本县的甲。").len(), 1);
    // Chapters are sections, and a page that is no policy has no clauses.
    let chapters =
        "---\ntitle: 某办法\nkind: policy\n---\n某会通过。\n\n## 第一章 总则\n\n第一条 甲。\n\n第二条 乙。\n";
    assert_eq!(told_of(chapters, "本县的开头。"), [""; 0]);
    assert_eq!(
        told_of(&outline.replace("kind: policy\n", ""), "本县的。"),
        [""; 0]
    );
}

#[test]
fn words_below_a_heading_that_hides_its_section_are_told() {
    let up = "---\ntitle: 某页\n---\n开头。\n\n## 办理材料\n\n身份证。\n";
    let told = told_of(up, "## 办理材料 {.hide}\n\n户口本。");
    assert!(
        told.len() == 1 && told[0].starts_with("warning[hidden-with-text] content/a.md:4:1 “办理材料”"),
        "{told:#?}"
    );
    assert_eq!(told_of(up, "## 办理材料 {.hide}"), [""; 0]);
}

#[test]
fn a_site_yaml_that_cannot_be_read_is_the_only_thing_that_is_told() {
    let desk = county();
    desk.write("content/a.md", "---\ninherit: true\n---\n");
    desk.write("site.yaml", "name: 县\nurl：https://example.org/\nextends: up\n");
    let report = desk.build().report;
    assert!(
        report.len() == 1 && report[0].starts_with("error[yaml-broken] site.yaml:2:"),
        "{report:#?}"
    );
}

#[test]
fn a_page_with_marks_of_a_merge_is_not_accepted() {
    let desk = localized();
    desk.write(
        "content/a.md",
        "---\ninherit: true\n---\n## 一\n\n<<<<<<< 本站\n甲\n=======\n乙\n>>>>>>> 上级现在\n",
    );
    assert_eq!(run(desk.root(), &["accept", "a"]).code, Some(2));
}

#[test]
fn a_lock_that_cannot_be_read_is_told_and_replaced_by_no_command() {
    let desk = localized();
    let lock = std::fs::read_to_string(desk.path("site.lock")).unwrap();
    desk.write("up/content/a.md", PAGE.replace("省的二。", "省改了二。"));
    for broken in [
        format!("<<<<<<< HEAD\n{lock}=======\n{lock}>>>>>>> other\n"),
        lock.replace("pages:", "pages: ["),
        "pages: 3\n".to_owned(),
    ] {
        desk.write("site.lock", &broken);
        for line in [
            &["accept", "a"][..],
            &["merge", "a"],
            &["localize", "a", "--section", "二"],
        ] {
            let code = run(desk.root(), line).code;
            assert_ne!(code, Some(0), "{line:?} {broken}");
            assert_eq!(
                std::fs::read_to_string(desk.path("site.lock")).unwrap(),
                broken,
                "{line:?}"
            );
        }
        for line in [
            &["status"][..],
            &["status", "--strict"],
            &["status", "--format", "json"],
        ] {
            assert_eq!(run(desk.root(), line).code, Some(1), "{line:?}");
        }
    }
    desk.write("site.lock", &lock);
    assert_eq!(run(desk.root(), &["status"]).code, Some(0));
    assert_eq!(run(desk.root(), &["accept", "a"]).code, Some(0));
    // The former one is kept.
    assert!(
        files(&desk.path(".wanjia/backup"))
            .keys()
            .any(|path| path.ends_with("/site.lock"))
    );
}

#[test]
fn a_merge_that_is_half_done_is_not_written_over() {
    let desk = localized();
    desk.write("up/content/a.md", PAGE.replace("省的一。", "省改了一。"));
    assert_eq!(run(desk.root(), &["merge", "a"]).code, Some(1));
    assert_eq!(run(desk.root(), &["merge", "a"]).code, Some(1), "the same again");
    desk.write("content/a.md.merge", "改到一半");
    assert_eq!(run(desk.root(), &["merge", "a"]).code, Some(2));
    assert_eq!(
        std::fs::read_to_string(desk.path("content/a.md.merge")).unwrap(),
        "改到一半"
    );
}

#[test]
fn whatever_writes_the_lock_says_which_state_of_a_repository_was_looked_at() {
    let desk = county();
    let repository = desk.path("up");
    git(&repository, &["init", "-q", "-b", "main"]);
    std::fs::rename(desk.path("themes"), desk.path("up/themes")).unwrap();
    commit(&repository);
    let url = format!("file://{}", repository.display());
    let site = std::fs::read_to_string(desk.path("site.yaml")).unwrap();
    let site = site.replace("extends: up", &format!("extends: {{git: \"{url}\", rev: main}}"));
    assert!(site.contains("rev: main"), "{site}");
    desk.write("site.yaml", site);
    done(desk.root(), &["localize", "a", "--section", "一"]);
    let head = Command::new("git")
        .args(["rev-parse", "HEAD"])
        .current_dir(&repository)
        .output()
        .unwrap();
    let head = String::from_utf8(head.stdout).unwrap();
    let lock = std::fs::read_to_string(desk.path("site.lock")).unwrap();
    assert!(lock.contains(head.trim()), "{lock}");
}

/// A site on top of one whose theme has this template for pages, with `limits` of its own.
fn below_a_costly_theme(template: &str, limits: &str) -> Vec<String> {
    let desk = Desk::empty();
    desk.write(
        "up/site.yaml",
        "name: 上级\nurl: https://example.org/up/\nlimits: {template_steps: 1000000000}\n",
    );
    desk.write("up/content/_index.md", "---\ntitle: 首页\n---\n");
    desk.write("up/content/a.md", "---\ntitle: 甲\n---\n文。\n");
    desk.write("up/themes/wanjia/templates/page.html", template);
    desk.write(
        "site.yaml",
        format!("name: 下级\nurl: https://example.org/\nextends: up\nlimits: {limits}\n"),
    );
    desk.build().report
}

#[test]
fn what_a_template_of_a_site_above_costs_has_bounds_that_the_own_site_sets() {
    let wide = "{template_steps: 5000, template_kb: 300}";
    assert_eq!(
        below_a_costly_theme("{% for n in range(end=100) %}甲{% endfor %}", wide),
        [""; 0]
    );
    let cases = [
        (
            "甲\n{% for a in range(end=100) %}{% for b in range(end=100) %}{% endfor %}{% endfor %}",
            ":2:30",
        ),
        (
            "{% for a in range(end=1000) %}{{ \"甲\" ~ page.title ~ site.name ~ \"四五六七八九十\" }}\n{% for b in range(end=3) %}{{ site.name ~ \"一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十\" }}{% endfor %}{% endfor %}",
            ":2:1",
        ),
        (
            "{% set_global t = \"十个字十个字十个字。\" %}\n{% for a in range(end=30) %}{% set_global t = t ~ t %}{% endfor %}",
            ":2:29",
        ),
        (
            "{% set t %}{% for a in range(end=9) %}{% for b in range(end=999) %}一二三{% endfor %}{% endfor %}{% endset %}{{ t }}",
            ":1:39",
        ),
    ];
    for (template, place) in cases {
        let report = below_a_costly_theme(template, "{template_steps: 4000, template_kb: 100}");
        let expected = format!("error[template-costly] up/themes/wanjia/templates/page.html{place} ");
        assert_eq!(report.len(), 1, "{report:#?}");
        assert!(report[0].starts_with(&expected), "{report:#?}");
    }
}

#[test]
fn parts_within_parts_of_a_site_above_are_told_before_the_machine_has_no_room_for_them() {
    let desk = Desk::empty();
    desk.write("up/site.yaml", "name: 上级\nurl: https://example.org/up/\n");
    desk.write("up/content/_index.md", "---\ntitle: 首页\n---\n");
    desk.write("up/content/a.md", "---\ntitle: 甲\n---\n文。\n");
    desk.write(
        "site.yaml",
        "name: 下级\nurl: https://example.org/\nextends: up\n",
    );
    let part = |name: &str, text: &str| {
        desk.write(&format!("up/themes/wanjia/templates/{name}.html"), text);
    };
    // A part in a component in a part, and so on: Tera looks for circles of parts only.
    part(
        "page",
        "{{ <again/> }}{% component again() %}{% include \"p1.html\" %}{% endcomponent again %}",
    );
    for n in 1..10 {
        part(&format!("p{n}"), &format!("{{% include \"p{}.html\" %}}", n + 1));
    }
    part("p10", "甲{{ <again/> }}");
    let report = desk.build().report;
    assert!(
        report[0].starts_with("error[template-costly] up/themes/wanjia/templates/p"),
        "{report:#?}"
    );
    assert_eq!(report.len(), 1);
    // Far from too deep, many times over.
    part(
        "page",
        "{% for n in range(end=400) %}{% include \"p1.html\" %}{% endfor %}",
    );
    part("p10", "乙{% block b %}{% endblock %}");
    assert!(desk.build().report.is_empty());
}

#[test]
fn what_is_wrong_with_a_change_is_told_by_every_build_and_gone_when_it_is_mended() {
    let desk = county();
    let once = "---\ntitle: 甲\ninherit: true\n---\n\n## 一\n\n县的一。\n";
    let twice = format!("{once}\n## 一\n\n县又说一。\n");
    let report = || desk.build().report;
    for text in [
        once,
        &twice,
        once,
        &twice.replace("县又", "\n\n县又"),
        &twice,
        once,
    ] {
        desk.write("content/a.md", text);
        let with_what_is_remembered = report();
        std::fs::remove_dir_all(desk.path(".wanjia")).unwrap();
        assert_eq!(with_what_is_remembered, report(), "{text}");
    }
    assert!(report().iter().all(|line| !line.contains("section-twice")));
}
