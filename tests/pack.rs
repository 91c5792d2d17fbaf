//! `wanjia pack` as its users see it: what others get, and that building on it is building on the site itself.

mod desk;

use desk::{Desk, files};
use sha2::{Digest, Sha256};
use std::path::Path;

/// A nation and a province on top of it, each in a folder.
fn sites() -> Desk {
    let desk = Desk::empty();
    let page = |title: &str, text: &str| format!("---\ntitle: {title}\n---\n\n{text}\n");
    desk.write(
        "national/site.yaml",
        "name: 全国站\nurl: https://example.org/\nbrand: {organiser: 甲}\n",
    );
    desk.write("national/facts.yaml", "婚假:\n  value: 3\n  unit: 天\n");
    desk.write("national/content/_index.md", page("首页", "你好。"));
    desk.write(
        "national/content/leave.md",
        page("婚假", "婚假{{婚假}}。\n\n## 去哪里问\n\n问单位。"),
    );
    desk.write("national/content/law.md", page("法", "法。"));
    desk.write("national/static/form.txt", "表");
    desk.write(
        "province/site.yaml",
        "# 本省\nname: 某省站\nurl: https://example.org/p/\nextends: ../national  # 全国\nregion: {code: \"310000\", name: 上海市}\nbrand: {organiser: 乙}\n",
    );
    desk.write("province/facts.yaml", "婚假:\n  value: 10\n  unit: 天\n");
    desk.write(
        "province/content/leave.md",
        "---\ninherit: true\n---\n\n## 去哪里问\n\n问省里。\n",
    );
    desk.write("province/content/own.md", page("本省", "本省的。"));
    desk
}

/// Runs the program in a folder: its exit code, what it printed and what it said.
fn wanjia(desk: &Desk, folder: &str, line: &[&str]) -> (Option<i32>, String, String) {
    let run = desk::run(&desk.path(folder), line);
    (run.code, run.out, run.said)
}

/// The names in an archive.
fn names(at: &Path) -> Vec<String> {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(at).unwrap()).unwrap();
    (0..zip.len())
        .map(|number| zip.by_index(number).unwrap().name().unwrap().into_owned())
        .collect()
}

const OURS: [&str; 4] = ["--name", "某区站", "--region", "310101:某某区"];

#[test]
fn a_site_that_is_built_on_the_pack_is_the_one_that_is_built_on_the_folder() {
    let desk = sites();
    let (code, _, said) = wanjia(&desk, "province", &["pack", "--out", "../site.zip"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(said.contains("上级站点“全国站”也在里面"), "{said}");
    for (upstream, folder) in [("province", "by-folder"), ("site.zip", "by-pack")] {
        let (code, _, said) = wanjia(&desk, ".", &[&["fork", upstream, folder][..], &OURS].concat());
        assert_eq!(code, Some(0), "{said}");
        let (code, _, said) = wanjia(&desk, folder, &["build", "--url", "https://example.org/q/"]);
        assert_eq!(code, Some(0), "{said}");
    }
    let built = files(&desk.path("by-pack/public"));
    assert_eq!(built, files(&desk.path("by-folder/public")));
    let page = String::from_utf8(built["leave/index.html"].clone()).unwrap();
    assert!(page.contains("问省里") && page.contains(">10天<"), "{page}");
    assert!(built.contains_key("law/index.html") && built.contains_key("form.txt"));
}

#[test]
fn a_pack_holds_the_site_at_its_top_and_the_sites_above_it_beside() {
    let desk = sites();
    wanjia(&desk, "province", &["pack"]);
    assert_eq!(
        names(&desk.path("province/province.zip")),
        [
            "above/1/content/_index.md",
            "above/1/content/law.md",
            "above/1/content/leave.md",
            "above/1/facts.yaml",
            "above/1/site.yaml",
            "above/1/static/form.txt",
            "content/leave.md",
            "content/own.md",
            "facts.yaml",
            "site.yaml"
        ]
    );
    // What others build on may be packed again, with all that it stands on.
    wanjia(
        &desk,
        ".",
        &[&["fork", "province/province.zip", "district"][..], &OURS].concat(),
    );
    let (code, _, said) = wanjia(&desk, "district", &["pack", "--out", "../district.zip"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(names(&desk.path("district.zip")).contains(&"above/2/content/law.md".to_owned()));
    let (code, _, said) = wanjia(
        &desk,
        ".",
        &[&["fork", "district.zip", "town"][..], &OURS].concat(),
    );
    assert_eq!(code, Some(0), "{said}");
    let (code, _, said) = wanjia(&desk, "town", &["build", "--url", "https://example.org/t/"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(desk.path("town/public/law/index.html").exists());
}

#[test]
fn drafts_and_files_that_begin_with_a_dot_are_left_out_and_what_was_built_too() {
    let desk = sites();
    desk.write(
        "national/content/draft.md",
        "---\ntitle: 草\ndraft: true\n---\n\n密。\n",
    );
    desk.write(
        "national/content/plan/index.md",
        "---\ntitle: 方案\ndraft: true\n---\n\n密。\n",
    );
    desk.write("national/content/plan/budget.txt", "密");
    desk.write(
        "national/content/soon.md",
        "---\ntitle: 以后\npublish: 2099-01-01\n---\n\n文。\n",
    );
    desk.write(
        "national/content/law.md",
        "---\ntitle: 法\n---\n\n<!-- 问过张三 -->\n\n法。\n\n```\n<!-- 样子 -->\n```\n",
    );
    desk.write("national/.env", "密");
    desk.write("national/content/.notes.md", "密");
    desk.write("national/private/list.txt", "密");
    assert_eq!(wanjia(&desk, "national", &["build"]).0, Some(0));
    let (code, _, said) = wanjia(&desk, "national", &["pack"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("2 页草稿没有放进去：content/draft.md、content/plan/index.md"),
        "{said}"
    );
    assert!(
        said.contains("1 页还没到上线的日子") && said.contains("content/soon.md"),
        "{said}"
    );
    assert!(
        said.contains("1 页里有注释（<!-- -->），打开压缩包就看得到：content/law.md"),
        "{said}"
    );
    assert_eq!(
        names(&desk.path("national/national.zip")),
        [
            "content/_index.md",
            "content/law.md",
            "content/leave.md",
            "content/soon.md",
            "facts.yaml",
            "site.yaml",
            "static/form.txt"
        ]
    );
}

#[test]
fn the_same_site_is_the_same_bytes_and_what_changed_since_is_told_by_page() {
    let desk = sites();
    let (_, printed, said) = wanjia(&desk, "national", &["pack", "--out", "../one.zip"]);
    let bytes = std::fs::read(desk.path("one.zip")).unwrap();
    let sha256: String = Sha256::digest(&bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    assert_eq!(printed, format!("{sha256}  ../one.zip\n"));
    assert!(said.contains(&format!("sha256: {sha256}}}")), "{said}");
    // Written anew at another time, and packed under another name.
    for (name, text) in files(&desk.path("national/content")) {
        desk.write(&format!("national/content/{name}"), text);
    }
    let (_, _, said) = wanjia(&desk, "national", &["pack", "--out", "../two.zip"]);
    assert_eq!(std::fs::read(desk.path("two.zip")).unwrap(), bytes);
    assert!(said.contains("和上一次打的包一样"), "{said}");
    desk.write(
        "national/content/leave.md",
        "---\ntitle: 婚假\n---\n\n婚假{{婚假}}。\n",
    );
    desk.write("national/content/new.md", "---\ntitle: 新\n---\n\n新。\n");
    desk.remove("national/static/form.txt");
    let (_, _, said) = wanjia(&desk, "national", &["pack", "--out", "../one.zip"]);
    for told in [
        "比上一次新增 1：new\n",
        "比上一次改了 1：leave\n",
        "比上一次去掉 1：static/form.txt\n",
    ] {
        assert!(said.contains(told), "{told} in {said}");
    }
}

#[test]
fn a_file_that_is_no_pack_is_never_written_over_and_no_pack_goes_among_what_is_packed() {
    let desk = sites();
    desk.write("letters.zip", "mine");
    let (code, _, said) = wanjia(&desk, "national", &["pack", "--out", "../letters.zip"]);
    assert_eq!(
        (code, said.contains("不是站点的压缩包")),
        (Some(2), true),
        "{said}"
    );
    assert_eq!(std::fs::read(desk.path("letters.zip")).unwrap(), b"mine");
    let (code, _, said) = wanjia(&desk, "national", &["pack", "--out", "static/site.zip"]);
    assert_eq!((code, said.contains("static/ 里")), (Some(2), true), "{said}");
    let (code, _, said) = wanjia(&desk, "national", &["pack", "--out", "../site.tar"]);
    assert_eq!((code, said.contains("不是 zip")), (Some(2), true), "{said}");
}

#[test]
fn a_site_that_does_not_build_is_not_packed_and_the_old_pack_stays() {
    let desk = sites();
    wanjia(&desk, "national", &["pack", "--out", "../site.zip"]);
    let old = std::fs::read(desk.path("site.zip")).unwrap();
    desk.write("national/content/wrong.md", "---\ntitle: 错\n---\n\n{{没有}}\n");
    let (code, printed, said) = wanjia(&desk, "national", &["pack", "--out", "../site.zip"]);
    assert_eq!((code, printed.as_str()), (Some(1), ""), "{said}");
    assert!(said.contains("wrong.md:5") && said.contains("没有打包"), "{said}");
    assert_eq!(std::fs::read(desk.path("site.zip")).unwrap(), old);
}

#[test]
fn a_folder_that_is_not_there_yet_is_made_with_the_archive() {
    let desk = sites();
    let (code, _, said) = wanjia(&desk, "national", &["pack", "--out", "新的/发给各省/站.zip"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(names(&desk.path("national/新的/发给各省/站.zip")).contains(&"site.yaml".to_owned()));
    let (code, _, said) = wanjia(&desk, "national", &["pack", "--out", "site.yaml/站.zip"]);
    assert_eq!((code, said.contains("是文件")), (Some(2), true), "{said}");
}
