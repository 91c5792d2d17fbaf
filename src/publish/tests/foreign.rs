//! What becomes of files that are not ours.

use super::*;
use std::os::unix::fs::{PermissionsExt, symlink};

#[test]
fn a_foreign_file_symlink_and_empty_folder_stay_as_they_are() {
    for folder in TestFolder::each() {
        folder.publish(&[("a/index.html", "一")]);
        folder.put("a/note.txt", "手写");
        folder.put("CNAME", "example.org");
        fs::create_dir_all(folder.at("empty/inside")).unwrap();
        symlink("/etc", folder.at("link")).unwrap();
        symlink("nowhere", folder.at("a/broken")).unwrap();
        let before = inodes(&folder.out());
        let done = folder.publish(&[("b.html", "二")]);
        assert_eq!((done.written, done.unchanged, done.removed), (1, 0, 1));
        assert!(done.kept_foreign.is_empty());
        folder.assert_holds(&[
            ("CNAME", "example.org"),
            ("a/broken", "-> nowhere"),
            ("a/note.txt", "手写"),
            ("b.html", "二"),
            ("empty/inside/", ""),
            ("link", "-> /etc"),
        ]);
        let after = inodes(&folder.out());
        for path in ["CNAME", "a/note.txt", "link", "a/broken"] {
            assert_eq!(after[path], before[path], "{path}");
        }
        folder.assert_tidy();
    }
}

#[test]
fn a_stale_file_that_somebody_changed_is_left_alone() {
    for folder in TestFolder::each() {
        folder.publish(&[("a/x.html", "一"), ("b.html", "二"), ("c.html", "三")]);
        folder.put("a/x.html", "改");
        let done = folder.publish(&[("b.html", "二")]);
        assert_eq!(done.kept_foreign, ["a/x.html"]);
        assert_eq!((done.unchanged, done.removed), (1, 1));
        folder.assert_holds(&[("a/x.html", "改"), ("b.html", "二")]);
        // From now on it is somebody's own, and not mentioned again.
        assert!(folder.publish(&[("b.html", "贰")]).kept_foreign.is_empty());
        folder.assert_holds(&[("a/x.html", "改"), ("b.html", "贰")]);
    }
}

#[test]
fn a_foreign_file_is_never_overwritten() {
    for folder in TestFolder::each() {
        folder.publish(&[("a.html", "一")]);
        folder.put("b/index.html", "别人的");
        let message = folder.refused(&[("a.html", "贰"), ("b/index.html", "我们的")]);
        assert!(message.ends_with("is in the way: b/index.html"), "{message}");
    }
}

#[test]
fn at_most_ten_foreign_files_are_named() {
    for folder in TestFolder::each() {
        let names: Vec<String> = (10..35).map(|n| format!("{n}.html")).collect();
        names.iter().for_each(|name| folder.put(name, "别人的"));
        let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "我们的")).collect();
        let message = folder.refused(&files);
        assert!(
            message.contains("10.html, 11.html") && message.ends_with("19.html and 15 more"),
            "{message}"
        );
    }
}

#[test]
fn a_foreign_file_with_the_same_content_is_taken_over() {
    for folder in TestFolder::each() {
        folder.put("a.html", "一");
        let before = inodes(&folder.out());
        let done = folder.publish(&[("a.html", "一"), ("b.html", "二")]);
        assert_eq!((done.written, done.unchanged), (1, 1));
        assert_eq!(inodes(&folder.out())["a.html"], before["a.html"]);
        assert_eq!(folder.publish(&[("b.html", "二")]).removed, 1);
    }
}

#[test]
fn without_a_manifest_everything_is_foreign() {
    for folder in TestFolder::each() {
        folder.publish(&[("a.html", "一"), ("b.html", "二")]);
        fs::remove_file(folder.at("manifest.json")).unwrap();
        assert!(folder.refused(&[("a.html", "壹")]).contains("a.html"));
        assert_eq!(folder.publish(&[("a.html", "一")]).removed, 0);
        folder.assert_holds(&[("a.html", "一"), ("b.html", "二")]);
    }
}

#[test]
fn a_manifest_that_is_broken_is_somebodys_and_in_the_way() {
    for folder in TestFolder::each() {
        for text in [
            "",
            "{}",
            "[1]",
            r#"{"files": {"../x": "00"}}"#,
            r#"{"files": {"x": "zz"}}"#,
        ] {
            folder.put("manifest.json", text);
            assert!(
                folder.refused(&[("a.html", "一")]).ends_with("manifest.json"),
                "{text}"
            );
        }
    }
}

#[test]
fn a_foreign_folder_where_a_file_is_to_go_is_in_the_way() {
    for folder in TestFolder::each() {
        folder.publish(&[("a/x.html", "一")]);
        folder.put("a/note.txt", "手写");
        let message = folder.refused(&[("a", "二")]);
        assert!(message.ends_with("in the way: a/note.txt"), "{message}");
        fs::remove_file(folder.at("a/note.txt")).unwrap();
        fs::create_dir(folder.at("a/empty")).unwrap();
        assert!(folder.refused(&[("a", "二")]).ends_with("in the way: a/empty/"));
        fs::remove_dir(folder.at("a/empty")).unwrap();
        folder.publish(&[("a", "二")]);
        folder.assert_holds(&[("a", "二")]);
    }
}

#[test]
fn a_foreign_file_where_a_folder_is_to_go_is_in_the_way() {
    for folder in TestFolder::each() {
        folder.put("a", "别人的");
        let message = folder.refused(&[("a/b/c.html", "一"), ("a/d.html", "二")]);
        assert!(message.ends_with("in the way: a"), "{message}");
    }
}

#[test]
fn a_stale_file_that_somebody_changed_may_be_in_the_way() {
    for folder in TestFolder::each() {
        folder.publish(&[("a", "一")]);
        folder.put("a", "改");
        assert!(folder.refused(&[("a/b.html", "二")]).ends_with("in the way: a"));
    }
}

#[test]
fn nothing_is_written_or_removed_through_a_symlink_in_the_output() {
    for folder in TestFolder::each() {
        let stamps = folder.publish(&[("a/x.html", "一"), ("b.html", "二")]).stamps;
        let elsewhere = folder.folder.path().join("elsewhere");
        fs::rename(folder.at("a"), &elsewhere).unwrap();
        symlink(&elsewhere, folder.at("a")).unwrap();
        let next = folder.open();
        next.keep("a/x.html", stamps["a/x.html"].clone());
        next.write("c.html", b"").unwrap();
        assert!(next.commit().unwrap_err().message.en.ends_with("in the way: a"));
        assert!(folder.refused(&[("a/x.html", "一")]).ends_with("in the way: a"));
        assert!(folder.refused(&[("a/y.html", "三")]).ends_with("in the way: a"));
        let done = folder.publish(&[("b.html", "贰")]);
        assert_eq!(done.removed, 0);
        assert_eq!(tree(&elsewhere), [("x.html".into(), "一".into())].into());
        assert!(folder.tree()["a"].starts_with("-> "));
    }
}

#[test]
fn a_symlink_in_place_of_a_file_of_ours_is_in_the_way() {
    for folder in TestFolder::each() {
        folder.publish(&[("a.html", "一")]);
        fs::rename(folder.at("a.html"), folder.at("b.html")).unwrap();
        symlink("b.html", folder.at("a.html")).unwrap();
        assert!(
            folder
                .refused(&[("a.html", "一")])
                .ends_with("in the way: a.html")
        );
    }
}

#[test]
fn a_foreign_name_that_is_not_utf_8_stays() {
    use std::os::unix::ffi::OsStrExt;
    for folder in TestFolder::each() {
        folder.publish(&[("a/x.html", "一")]);
        let name = std::ffi::OsStr::from_bytes(b"\xd6\xd0.txt");
        fs::write(folder.at("a").join(name), "中").unwrap();
        folder.publish(&[("b.html", "二")]);
        assert_eq!(fs::read_to_string(folder.at("a").join(name)).unwrap(), "中");
        let fault = folder.prepare(&[("a", "三")]).commit().unwrap_err();
        assert!(fault.message.en.contains("in the way: a/"));
    }
}

#[test]
fn a_folder_keeps_its_rights() {
    for folder in TestFolder::each() {
        folder.publish(&[("a/x.html", "一"), ("b/y.html", "二")]);
        let rights = |path: &str| fs::metadata(folder.at(path)).unwrap().permissions().mode() & 0o7777;
        for (path, mode) in [("", 0o750), ("a", 0o2775)] {
            fs::set_permissions(folder.at(path), fs::Permissions::from_mode(mode)).unwrap();
        }
        let usual = rights("b");
        folder.publish(&[("a/x.html", "壹"), ("b/y.html", "二")]);
        assert_eq!((rights(""), rights("a"), rights("b")), (0o750, 0o2775, usual));
    }
}

#[test]
fn a_folder_that_may_not_be_written_to_is_gone_round() {
    let folder = TestFolder::new(Publication::open);
    folder.publish(&[("a/x.html", "一")]);
    folder.put("locked/note.txt", "手写");
    fs::set_permissions(folder.at("locked"), fs::Permissions::from_mode(0o555)).unwrap();
    folder.publish(&[("a/x.html", "贰")]);
    folder.assert_holds(&[("a/x.html", "贰"), ("locked/note.txt", "手写")]);
    folder.assert_tidy();
}
