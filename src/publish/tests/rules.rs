//! What becomes of files of ours.

use super::*;
use crate::publish::Stamp;
use std::os::unix::fs::symlink;

#[test]
fn the_first_site_is_put_in_place_with_a_sorted_manifest() {
    for folder in TestFolder::each() {
        let done = folder.publish(&[("b/index.html", "二"), ("a.html", ""), ("名 \"x\".txt", "三")]);
        assert_eq!((done.written, done.unchanged, done.removed), (3, 0, 0));
        folder.assert_holds(&[("a.html", ""), ("b/index.html", "二"), ("名 \"x\".txt", "三")]);
        let manifest = fs::read_to_string(folder.at("manifest.json")).unwrap();
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let begin = format!("{{\"files\": {{\n\"a.html\": \"{empty}\",\n\"b/index.html\": \"");
        assert!(manifest.starts_with(&begin), "{manifest}");
        assert!(manifest.ends_with("\"\n}}\n"));
        let read: serde_json::Value = serde_json::from_str(&manifest).unwrap();
        assert_eq!(read["files"].as_object().unwrap().len(), 3);
        folder.assert_tidy();
    }
}

#[test]
fn a_site_without_files_has_a_manifest_that_is_read_back() {
    for folder in TestFolder::each() {
        folder.publish(&[]);
        assert_eq!(folder.publish(&[("a", "x")]).written, 1);
        assert_eq!(folder.publish(&[]).removed, 1);
        folder.assert_holds(&[]);
    }
}

#[test]
fn the_same_site_again_touches_nothing() {
    for folder in TestFolder::each() {
        let first = folder.publish(&[("a/index.html", "一"), ("b.html", "二")]);
        let before = inodes(&folder.out());
        let unchanged = inodes_of_folder(&folder.out());
        let again = folder.publish(&[("a/index.html", "一"), ("b.html", "二")]);
        assert_eq!((again.written, again.unchanged, again.removed), (0, 2, 0));
        assert_eq!(again.stamps, first.stamps);
        assert_eq!(inodes(&folder.out()), before);
        assert_eq!(inodes_of_folder(&folder.out()), unchanged);
        folder.assert_tidy();
    }
}

fn inodes_of_folder(folder: &Path) -> (u64, std::time::SystemTime) {
    let found = fs::metadata(folder).unwrap();
    (
        std::os::unix::fs::MetadataExt::ino(&found),
        found.modified().unwrap(),
    )
}

#[test]
fn what_did_not_change_keeps_its_inode_and_time() {
    for folder in TestFolder::each() {
        folder.publish(&[("a/index.html", "一"), ("b.html", "二"), ("c.html", "三")]);
        let before = inodes(&folder.out());
        let done = folder.publish(&[("a/index.html", "一"), ("b.html", "贰"), ("d.html", "四")]);
        assert_eq!((done.written, done.unchanged, done.removed), (2, 1, 1));
        folder.assert_holds(&[("a/index.html", "一"), ("b.html", "贰"), ("d.html", "四")]);
        let after = inodes(&folder.out());
        assert_eq!(after["a/index.html"], before["a/index.html"]);
        assert_ne!(after["b.html"], before["b.html"]);
        folder.assert_tidy();
    }
}

#[test]
fn what_the_memo_keeps_need_not_be_made_again() {
    for folder in TestFolder::each() {
        let stamps = folder.publish(&[("a/b.html", "一"), ("c.html", "二")]).stamps;
        let before = inodes(&folder.out());
        let next = folder.open();
        assert!(next.is_up_to_date("a/b.html", &stamps["a/b.html"]));
        next.keep("a/b.html", stamps["a/b.html"].clone());
        next.write("c.html", "贰".as_bytes()).unwrap();
        let done = next.commit().unwrap();
        assert_eq!((done.written, done.unchanged), (1, 1));
        assert_eq!(inodes(&folder.out())["a/b.html"], before["a/b.html"]);
        assert_eq!(done.stamps["a/b.html"], stamps["a/b.html"]);
        folder.assert_holds(&[("a/b.html", "一"), ("c.html", "贰")]);
    }
}

#[test]
fn the_stamp_of_a_commit_stands_in_the_next_publication() {
    for folder in TestFolder::each() {
        folder.publish(&[("old.html", "旧")]);
        let stamps = folder.publish(&[("a/b.html", "一"), ("old.html", "新")]).stamps;
        let next = folder.open();
        assert!(stamps.iter().all(|(path, stamp)| next.is_up_to_date(path, stamp)));
        let other = Stamp {
            sha256: [0; 32],
            ..stamps["a/b.html"].clone()
        };
        assert!(!next.is_up_to_date("a/b.html", &other));
        assert!(!next.is_up_to_date("missing/b.html", &other));
    }
}

#[test]
fn a_file_of_ours_that_somebody_changed_does_not_stand_and_is_rewritten() {
    for folder in TestFolder::each() {
        let stamps = folder.publish(&[("a.html", "一"), ("b.html", "二")]).stamps;
        folder.put("a.html", "乱");
        let next = folder.open();
        assert!(!next.is_up_to_date("a.html", &stamps["a.html"]));
        drop(next);
        let done = folder.publish(&[("a.html", "一"), ("b.html", "二")]);
        assert_eq!((done.written, done.unchanged), (1, 1));
        folder.assert_holds(&[("a.html", "一"), ("b.html", "二")]);
    }
}

#[test]
fn what_is_no_longer_made_goes_with_the_folders_that_it_leaves_empty() {
    for folder in TestFolder::each() {
        folder.publish(&[("a/b/c/x.html", "一"), ("a/y.html", "二"), ("d/e/z.html", "三")]);
        let done = folder.publish(&[("a/y.html", "二")]);
        assert_eq!((done.written, done.unchanged, done.removed), (0, 1, 2));
        folder.assert_holds(&[("a/y.html", "二")]);
    }
}

#[test]
fn a_stale_file_makes_room_for_a_folder_and_the_reverse() {
    for folder in TestFolder::each() {
        folder.publish(&[("a", "一"), ("b/x/1", "二"), ("b/2", "三")]);
        let done = folder.publish(&[("a/x/1", "一"), ("b", "二")]);
        assert_eq!((done.written, done.removed), (2, 3));
        folder.assert_holds(&[("a/x/1", "一"), ("b", "二")]);
    }
}

#[test]
fn a_publication_that_is_dropped_leaves_the_old_site() {
    for folder in TestFolder::each() {
        folder.publish(&[("a.html", "一")]);
        let before = inodes(&folder.out());
        drop(folder.prepare(&[("a.html", "贰"), ("b/c.html", "三")]));
        assert_eq!(inodes(&folder.out()), before);
        folder.assert_tidy();
    }
}

#[test]
fn a_dropped_first_publication_makes_no_output() {
    for folder in TestFolder::each() {
        drop(folder.prepare(&[("a.html", "一")]));
        assert!(!folder.out().exists());
        folder.assert_tidy();
    }
}

#[test]
fn a_copied_file_is_compared_like_a_written_one() {
    for folder in TestFolder::each() {
        let source = folder.folder.path().join("source.bin");
        let long = vec![7; 300_000];
        fs::write(&source, &long).unwrap();
        let copy = || {
            let next = folder.open();
            next.copy("static/x.bin", &source).unwrap();
            next.commit().unwrap()
        };
        let (first, second) = (copy(), copy());
        assert_eq!((first.written, second.written, second.unchanged), (1, 0, 1));
        assert_eq!(first.stamps, second.stamps);
        let mut other = long.clone();
        other[299_999] = 8;
        fs::write(&source, &other).unwrap();
        assert_eq!(copy().written, 1);
        assert_eq!(fs::read(folder.at("static/x.bin")).unwrap(), other);
    }
}

#[test]
fn a_symlink_or_a_folder_is_not_copied() {
    let folder = TestFolder::new(Publication::open);
    let (file, link) = (
        folder.folder.path().join("file"),
        folder.folder.path().join("link"),
    );
    fs::write(&file, "秘").unwrap();
    symlink(&file, &link).unwrap();
    let next = folder.open();
    assert!(next.copy("x", &link).is_err());
    assert!(next.copy("x", folder.folder.path()).is_err());
    assert!(next.copy("x", &folder.folder.path().join("missing")).is_err());
}

#[test]
fn no_file_goes_outside_the_output_or_in_place_of_the_manifest() {
    let folder = TestFolder::new(Publication::open);
    let next = folder.open();
    for path in [
        "../x",
        "/x",
        "a/../x",
        "",
        "a//b",
        "manifest.json",
        "manifest.json.minisig",
    ] {
        assert!(next.write(path, b"x").is_err(), "{path}");
    }
}

#[test]
fn two_contents_for_one_path_are_a_fault_and_one_content_twice_is_not() {
    let folder = TestFolder::new(Publication::open);
    let next = folder.open();
    next.write("a", b"x").unwrap();
    next.write("a", b"x").unwrap();
    assert!(next.write("a", b"y").is_err());
    drop(next);
    folder.publish(&[("b", "x")]);
    let next = folder.open();
    next.write("b", b"x").unwrap();
    assert!(next.write("b", b"y").is_err());
}

#[test]
fn a_file_whose_folder_is_a_file_is_a_fault() {
    let folder = TestFolder::new(Publication::open);
    folder.publish(&[("a/b", "x")]);
    let next = folder.open();
    next.write("a/b", b"x").unwrap();
    next.write("a", b"y").unwrap();
    assert!(next.commit().is_err());
    folder.assert_holds(&[("a/b", "x")]);
}

#[test]
fn many_threads_may_write_at_once() {
    for folder in TestFolder::each() {
        let next = folder.open();
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let next = &next;
                scope.spawn(move || {
                    for n in 0..100 {
                        next.write(&format!("{n}/{thread}.html"), &[thread; 9]).unwrap();
                    }
                });
            }
        });
        assert_eq!(next.commit().unwrap().written, 400);
        assert_eq!(folder.tree().len(), 400);
    }
}
