//! Archives as a whole: kinds, hashes, the cache.

use super::*;
use crate::base::tests::fuzz;

/// The SHA-256 of nothing.
const NOTHING: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

/// Files of a small upstream.
const SITE: [(&str, &[u8]); 2] = [("site.yaml", b"name: A\n"), ("content/a.md", "甲".as_bytes())];

fn site_as_tar() -> Vec<u8> {
    tar(&[
        (b"./", b'5', b""),
        (b"./site.yaml", b'0', b"name: A\n"),
        (b"./content/", b'5', b""),
        (b"./content/a.md", b'0', "甲".as_bytes()),
    ])
}

fn with(origin: Origin, hash: &str) -> Origin {
    match origin {
        Origin::Archive { file, .. } => Origin::Archive {
            file,
            sha256: Some(hash.to_owned()),
        },
        git @ Origin::Git { .. } => git,
    }
}

#[test]
fn zip_tar_gz_and_tar_are_told_by_what_they_are() {
    for (name, bytes) in [
        ("up.zip", zip(&SITE)),
        ("up.tar.gz", gzip(&site_as_tar())),
        ("up.tar", site_as_tar()),
        ("下载 (1)", zip(&SITE)),
    ] {
        let test = TestFolder::new();
        let fetched = test.fetch(&test.archive(name, bytes)).unwrap();
        let found = files(&fetched.root);
        assert_eq!(found["site.yaml"], "name: A\n", "{name}");
        assert_eq!((found.len(), found["content/a.md"].as_str()), (2, "甲"), "{name}");
        assert_eq!(test.trees(), [fetched.pin]);
    }
}

#[test]
fn the_pin_of_an_archive_is_its_hash() {
    let test = TestFolder::new();
    let origin = test.archive("up.zip", b"");
    assert_eq!(test.resolve(&origin).unwrap(), NOTHING);
    let origin = test.archive("up.zip", zip(&SITE));
    assert_eq!(test.resolve(&origin).unwrap(), test.fetch(&origin).unwrap().pin);
}

#[test]
fn a_site_in_the_only_folder_is_the_upstream() {
    let test = TestFolder::new();
    let origin = test.archive(
        "up.zip",
        zip(&[("repo-main/site.yaml", b"x"), ("repo-main/a.md", b"y")]),
    );
    let fetched = test.fetch(&origin).unwrap();
    assert!(fetched.root.ends_with("repo-main"));
    let origin = test.archive("up.zip", zip(&[("sites/national/site.yaml", b"x")]));
    let fetched = test.fetch(&origin).unwrap();
    assert!(!fetched.root.ends_with("sites"));
    assert!(
        inside(&fetched.root, "sites/national")
            .unwrap()
            .join("site.yaml")
            .is_file()
    );
}

#[test]
fn an_archive_with_another_hash_is_not_unpacked() {
    let test = TestFolder::new();
    let origin = with(test.archive("up.zip", zip(&SITE)), NOTHING);
    let error = test.refused(&origin);
    assert_eq!(error.rule(), Some(&UPSTREAM_CHANGED));
    assert!(error.message().zh.contains(NOTHING));
    let error = test.refused(&with(origin, "abc"));
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
}

#[test]
fn the_hash_may_be_written_in_capitals() {
    let test = TestFolder::new();
    let origin = test.archive("up.zip", zip(&SITE));
    let hash = test.resolve(&origin).unwrap();
    let fetched = test.fetch(&with(origin, &hash.to_uppercase())).unwrap();
    assert_eq!(fetched.pin, hash);
}

#[test]
fn a_pinned_archive_is_read_from_the_cache_until_it_is_updated() {
    let test = TestFolder::new();
    let origin = test.archive("up.zip", zip(&SITE));
    let old = test.fetch(&origin).unwrap();
    let origin = test.archive("up.zip", zip(&[("site.yaml", b"name: B\n")]));
    let pinned = |pin: &str| fetch(&origin, Some(pin), &test.cache(), true);
    assert_eq!(pinned(&old.pin).unwrap(), old);
    let new = pinned(&test.resolve(&origin).unwrap()).unwrap();
    assert_eq!(files(&new.root)["site.yaml"], "name: B\n");
    fs::remove_dir_all(test.cache()).unwrap();
    let error = pinned(&old.pin).unwrap_err();
    assert_eq!(error.rule(), Some(&UPSTREAM_CHANGED));
    fs::remove_file(test.at("up.zip")).unwrap();
    assert_eq!(pinned(&new.pin).unwrap_err().rule(), Some(&UPSTREAM_MISSING));
}

#[test]
fn site_yaml_and_site_lock_must_agree() {
    let test = TestFolder::new();
    let origin = test.archive("up.zip", zip(&SITE));
    let hash = test.resolve(&origin).unwrap();
    let origin = with(origin, &hash);
    let error = fetch(&origin, Some(NOTHING), &test.cache(), true).unwrap_err();
    assert_eq!(error.rule(), Some(&UPSTREAM_CHANGED));
    assert!(error.hint().zh.contains("wanjia update"));
    let error = fetch(&origin, Some("../../etc"), &test.cache(), true).unwrap_err();
    assert_eq!(error.rule(), Some(&UPSTREAM_UNSAFE));
    assert_said(&error);
}

#[test]
fn what_is_no_file_is_missing() {
    let test = TestFolder::new();
    fs::create_dir(test.at("folder.zip")).unwrap();
    for name in ["none.zip", "folder.zip"] {
        let origin = Origin::Archive {
            file: test.at(name),
            sha256: None,
        };
        assert_eq!(test.refused(&origin).rule(), Some(&UPSTREAM_MISSING), "{name}");
    }
}

#[test]
fn a_broken_archive_leaves_nothing() {
    let (packed, plain) = (zip(&SITE), site_as_tar());
    let tight = gzip(&plain);
    let flipped = |bytes: &[u8], at: usize| {
        let mut bytes = bytes.to_vec();
        bytes[at] ^= 0xff;
        bytes
    };
    for (what, bytes) in [
        ("half a zip", packed[..packed.len() / 2].to_vec()),
        ("a zip without its end", packed[..packed.len() - 8].to_vec()),
        ("half a tar.gz", tight[..tight.len() / 2].to_vec()),
        ("a tar.gz without its check", tight[..tight.len() - 4].to_vec()),
        ("a tar.gz with a wrong check", flipped(&tight, tight.len() - 6)),
        ("a tar without its end", plain[..plain.len() - 1024].to_vec()),
        ("a tar cut in an entry", plain[..512 * 3 + 3].to_vec()),
        ("a tar with a damaged header", flipped(&plain, 3)),
        ("no bytes", Vec::new()),
        ("a page", b"<!doctype html><title>404</title>".repeat(40)),
        ("an empty zip", zip(&[])),
        ("an empty tar", vec![0; 10240]),
    ] {
        let test = TestFolder::new();
        let error = test.refused(&test.archive("up.bin", bytes));
        assert_eq!(error.rule(), Some(&ARCHIVE_BROKEN), "{what}");
    }
}

#[test]
fn damage_inside_a_zip_is_noticed() {
    let words: Vec<u8> = (0..4000_u32).map(|n| (n * n % 251) as u8).collect();
    let mut bytes = zip(&[("site.yaml", &words)]);
    bytes[60] ^= 0x55;
    let test = TestFolder::new();
    let error = test.refused(&test.archive("up.zip", bytes));
    assert_eq!(error.rule(), Some(&ARCHIVE_BROKEN));
}

#[test]
fn of_many_runs_at_once_each_has_the_whole_tree() {
    let test = TestFolder::new();
    let names: Vec<String> = (0..300).map(|n| format!("content/{n}.md")).collect();
    let entries: Vec<(&str, &[u8])> = names
        .iter()
        .map(|name| (name.as_str(), b"x".as_slice()))
        .collect();
    let origin = test.archive("up.zip", zip(&entries));
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| assert_eq!(files(&test.fetch(&origin).unwrap().root).len(), 300));
        }
    });
    assert_eq!(test.trees().len(), 1);
    assert_eq!(fs::read_dir(test.cache().join("tmp")).unwrap().count(), 0);
}

#[test]
fn an_interrupted_run_leaves_nothing_that_looks_whole() {
    let test = TestFolder::new();
    let origin = test.archive("up.zip", zip(&SITE));
    let store = UpstreamStore::new(&test.cache()).unwrap();
    let staging = store.stage().unwrap();
    fs::write(staging.tree().join("site.yaml"), "半").unwrap();
    std::mem::forget(staging);
    assert_eq!(test.trees(), Vec::<String>::new());
    assert_eq!(files(&test.fetch(&origin).unwrap().root).len(), 2);
}

#[cfg(unix)]
#[test]
fn permissions_are_not_carried_over() {
    use std::os::unix::fs::PermissionsExt;
    let test = TestFolder::new();
    let fetched = test.fetch(&test.archive("up.tar", site_as_tar())).unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o7777;
    let usual = test.write("usual", "x");
    assert_eq!(mode(&fetched.root.join("site.yaml")), mode(&usual));
    fs::create_dir(test.at("folder")).unwrap();
    assert_eq!(mode(&fetched.root), mode(&test.at("folder")));
}

#[test]
#[ignore = "benches/fuzz.sh"]
fn fuzz_archives() {
    let seeds = [zip(&SITE), gzip(&site_as_tar()), site_as_tar()];
    fuzz::fuzz("archives", &seeds, |input| {
        let test = TestFolder::new();
        let _ = test.fetch(&test.archive("up", input));
        let outside = fs::read_dir(test.at("")).unwrap().count();
        assert!(outside <= 2, "nothing lies beside the archive and the site");
    });
}
