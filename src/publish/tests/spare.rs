//! What sites of a run leave for each other: folders, and never anything in them.

use super::*;
use crate::publish::SpareTrees;
use std::collections::BTreeSet;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::sync::Arc;

/// Two sites of a run.
struct Run {
    folder: TempDir,
    spare: Arc<SpareTrees>,
}

impl Run {
    fn new() -> Self {
        Self {
            folder: TempDir::new().unwrap(),
            spare: Arc::default(),
        }
    }

    /// A run that has kept the folders `a` and `a/b` of its first site.
    fn with_folders() -> Self {
        let run = Self::new();
        run.publish("one", ["a/b/x"], true);
        run.publish("one", ["a/b/y"], false);
        run
    }

    fn out(&self, site: &str) -> PathBuf {
        self.folder.path().join(site)
    }

    /// Publishes a site, as the first one of a run of its own or as one of this run.
    fn publish<'f>(&self, site: &str, files: impl IntoIterator<Item = &'f str>, alone: bool) {
        let mut publication = Publication::open(&self.out(site)).unwrap();
        if !alone {
            publication = publication.using_again(&self.spare);
        }
        for path in files {
            publication.write(path, path.as_bytes()).unwrap();
        }
        publication.commit().unwrap();
    }

    /// Nothing but the sites is left when the run is done.
    #[track_caller]
    fn assert_tidy(self) {
        let Self { folder, spare } = self;
        drop(spare);
        let left = fs::read_dir(folder.path()).unwrap();
        let mut left: Vec<_> = left.map(|entry| entry.unwrap().file_name()).collect();
        left.retain(|name| name.to_string_lossy().starts_with('.'));
        assert!(left.is_empty(), "{left:?}");
    }
}

/// The folders below one, open: none of them can be taken for another that is made when it is gone.
fn folders(root: &Path) -> Vec<fs::File> {
    let mut found = Vec::new();
    for entry in fs::read_dir(root).unwrap() {
        let entry = entry.unwrap();
        if entry.file_type().unwrap().is_dir() {
            found.push(fs::File::open(entry.path()).unwrap());
            found.extend(folders(&entry.path()));
        }
    }
    found
}

fn paths(root: &Path) -> Vec<String> {
    tree(root).into_keys().collect()
}

#[test]
fn folders_that_a_site_leaves_are_those_of_the_next_and_nothing_else_of_it_is() {
    let run = Run::new();
    run.publish("one", ["a/b/x", "a/c/d/x", "e/f/x", "g/h/i/x", "private/x"], true);
    run.publish("two", ["a/b/x", "old/y"], true);
    fs::write(run.out("one").join("a/note.txt"), "手写").unwrap();
    fs::create_dir_all(run.out("two").join("g/kept empty")).unwrap();
    let of_one_user = fs::Permissions::from_mode(0o700);
    fs::set_permissions(run.out("one").join("private"), of_one_user).unwrap();
    let before = folders(&run.out("one"));
    run.publish("one", ["a/b/z"], false);
    // A file of one lies where a folder of the other lay, and one folder is used for the file inside.
    run.publish("two", ["a/b/x", "a/c/d/y", "e", "private/y"], false);
    assert_eq!(paths(&run.out("one")), ["a/b/z", "a/note.txt", "manifest.json"]);
    let two = [
        "a/b/x",
        "a/c/d/y",
        "e",
        "g/kept empty/",
        "manifest.json",
        "private/y",
    ];
    assert_eq!(paths(&run.out("two")), two);
    let inodes = |of: &[fs::File]| of.iter().map(|folder| folder.metadata().unwrap().ino()).collect();
    let (before, now): (BTreeSet<u64>, BTreeSet<u64>) = (inodes(&before), inodes(&folders(&run.out("two"))));
    assert_eq!(now.intersection(&before).count(), 5, "a, a/b, a/c, a/c/d, g");
    let mode = fs::metadata(run.out("two").join("private")).unwrap().mode() & 0o777;
    assert_ne!(mode, 0o700);
    run.assert_tidy();
}

#[test]
fn a_first_site_takes_up_folders_too() {
    let run = Run::new();
    run.publish("one", ["a/b/x", "c/x"], true);
    run.publish("one", ["c/y"], false);
    run.publish("two", ["a/x", "b"], false);
    assert_eq!(paths(&run.out("two")), ["a/x", "b", "manifest.json"]);
    run.assert_tidy();
}

#[test]
fn a_run_that_is_killed_with_folders_to_spare_leaves_nothing_in_the_way() {
    let run = Run::with_folders();
    run.spare.kill();
    assert!(run.out(".one.wanjia").exists());
    run.publish("one", ["c/z"], true);
    assert_eq!(paths(&run.out("one")), ["c/z", "manifest.json"]);
    run.assert_tidy();
}

#[test]
fn folders_are_not_used_where_new_ones_would_have_other_rights() {
    let run = Run::with_folders();
    let county = run.folder.path().join("county");
    fs::create_dir(&county).unwrap();
    // New folders in it get its group, and hand it on.
    fs::set_permissions(&county, fs::Permissions::from_mode(0o2755)).unwrap();
    run.publish("county/two", ["a/b/x"], false);
    let mode = fs::metadata(county.join("two/a/b")).unwrap().mode();
    assert_eq!(mode & 0o2000, 0o2000, "{mode:o}");
    run.assert_tidy();
}

#[test]
fn a_site_whose_folders_are_kept_can_be_published_by_another_run() {
    let run = Run::with_folders();
    run.publish("one", ["a/b/z", "c/z"], true);
    // What was kept is gone by now.
    run.publish("two", ["a/b/x"], false);
    assert_eq!(paths(&run.out("one")), ["a/b/z", "c/z", "manifest.json"]);
    assert_eq!(paths(&run.out("two")), ["a/b/x", "manifest.json"]);
    run.assert_tidy();
}

#[test]
fn a_publication_that_fails_clears_away_what_it_took_up() {
    let run = Run::with_folders();
    fs::create_dir(run.out("two")).unwrap();
    fs::write(run.out("two").join("a"), "手写").unwrap();
    let publication = Publication::open(&run.out("two")).unwrap();
    let publication = publication.using_again(&run.spare);
    publication.write("a", b"other").unwrap();
    assert!(publication.commit().is_err());
    assert_eq!(paths(&run.out("two")), ["a"]);
    run.assert_tidy();
}

/// Paths of files none of which lies in another.
fn sites() -> impl proptest::strategy::Strategy<Value = BTreeSet<String>> {
    use proptest::prelude::*;
    let path = proptest::collection::vec("[ab]", 1..4).prop_map(|names| names.join("/"));
    proptest::collection::btree_set(path, 0..6).prop_map(|mut paths| {
        let all = paths.clone();
        paths.retain(|path| !all.iter().any(|other| path.starts_with(&format!("{other}/"))));
        paths
    })
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(64))]
    #[test]
    fn whatever_folders_a_site_leaves_the_next_one_is_what_it_would_be_alone(
        one in [sites(), sites()],
        two in [sites(), sites()],
        foreign in sites(),
    ) {
        let run = Run::new();
        run.publish("one", one[0].iter().map(String::as_str), true);
        for site in ["two", "alone"] {
            run.publish(site, two[0].iter().map(String::as_str), true);
            for path in &foreign {
                // What has no room among the files is not put there.
                let at = run.out(site).join(path).with_extension("txt");
                if fs::create_dir_all(at.parent().unwrap()).is_ok() {
                    let _ = fs::write(at, "手写");
                }
            }
        }
        run.publish("one", one[1].iter().map(String::as_str), false);
        let files = || two[1].iter().map(String::as_str);
        let publish = |site: &str, alone: bool| {
            let publication = Publication::open(&run.out(site)).unwrap();
            let publication = if alone { publication } else { publication.using_again(&run.spare) };
            for path in files() {
                publication.write(path, path.as_bytes()).unwrap();
            }
            publication.commit().is_ok()
        };
        proptest::prop_assert_eq!(publish("two", false), publish("alone", true));
        proptest::prop_assert_eq!(tree(&run.out("two")), tree(&run.out("alone")));
        run.assert_tidy();
    }
}
