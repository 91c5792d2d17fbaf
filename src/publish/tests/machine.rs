//! Disks, mounts, links and other runs. A test that needs a mount says so and passes where it may not
//! mount.

use super::*;
use std::os::unix::fs::symlink;
use std::process::Command;

#[test]
fn a_second_build_is_told_that_the_first_is_not_done() {
    for folder in TestFolder::each() {
        let first = folder.prepare(&[("a.html", "一")]);
        let fault = Publication::open(&folder.out()).unwrap_err();
        assert!(fault.message.en.contains("another build") && fault.hint.is_some());
        first.commit().unwrap();
        folder.publish(&[("a.html", "贰")]);
        folder.assert_holds(&[("a.html", "贰")]);
    }
}

#[test]
fn of_many_builds_at_once_each_is_told_or_publishes_whole() {
    let folder = TestFolder::new(Publication::open);
    let published = std::sync::atomic::AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for n in 0..4 {
            let (folder, published) = (&folder, &published);
            scope.spawn(move || {
                for round in 0..50 {
                    let Ok(next) = Publication::open(&folder.out()) else {
                        continue;
                    };
                    next.write("a", format!("{n} {round}").as_bytes()).unwrap();
                    next.write("b", format!("{n} {round}").as_bytes()).unwrap();
                    next.commit().unwrap();
                    published.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                }
            });
        }
    });
    assert!(published.into_inner() > 0);
    let tree = folder.tree();
    assert_eq!((tree.len(), &tree["a"]), (2, &tree["b"]));
    folder.assert_tidy();
}

#[test]
fn a_symlinked_output_stays_a_symlink() {
    for folder in TestFolder::each() {
        let real = folder.folder.path().join("real");
        fs::create_dir(&real).unwrap();
        symlink("real", folder.out()).unwrap();
        folder.publish(&[("a.html", "一")]);
        folder.publish(&[("a.html", "贰"), ("b.html", "三")]);
        assert_eq!(fs::read_link(folder.out()).unwrap(), Path::new("real"));
        assert_eq!(fs::read_to_string(real.join("a.html")).unwrap(), "贰");
        folder.assert_tidy();
    }
}

#[test]
fn an_output_that_can_be_no_folder_is_a_fault() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("file"), "x").unwrap();
    symlink("nowhere", folder.path().join("link")).unwrap();
    for out in ["file", "link", "file/inside", "missing/.."] {
        assert!(Publication::open(&folder.path().join(out)).is_err(), "{out}");
    }
    assert!(Publication::open(Path::new("/")).is_err());
}

#[test]
fn missing_folders_above_the_output_are_made() {
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("a/b/public");
    Publication::open(&out).unwrap().commit().unwrap();
    assert!(out.join("manifest.json").is_file());
}

#[test]
fn a_full_disk_leaves_the_old_site() {
    let folder = TestFolder::new(Publication::open);
    let Some(_disk) = Mount::new(folder.folder.path(), &["-t", "tmpfs", "-o", "size=256k", "tmpfs"]) else {
        return;
    };
    folder.publish(&[("a.html", "一"), ("b.html", "二")]);
    let before = inodes(&folder.out());
    let next = folder.prepare(&[("a.html", "壹")]);
    let fault = next.write("big.bin", &vec![1; 1 << 20]).unwrap_err();
    assert!(fault.message.en.contains("cannot write") && fault.hint.is_some());
    drop(next);
    assert_eq!(inodes(&folder.out()), before);
    folder.assert_tidy();
    // A process that another test is just starting may hold the removed file for a moment.
    let probe = folder.folder.path().join("probe");
    for _ in 0..500 {
        let room = fs::write(&probe, vec![1; 64 << 10]).is_ok();
        fs::remove_file(&probe).unwrap();
        if room {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    folder.publish(&[("a.html", "壹")]);
    folder.assert_holds(&[("a.html", "壹")]);
}

#[test]
fn a_disk_without_room_for_another_name_leaves_the_old_site() {
    let folder = TestFolder::new(Publication::open);
    let Some(_disk) = Mount::new(
        folder.folder.path(),
        &["-t", "tmpfs", "-o", "nr_inodes=16", "tmpfs"],
    ) else {
        return;
    };
    let files: Vec<String> = (0..8).map(|n| format!("{n}/x")).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|path| (path.as_str(), "x")).collect();
    folder.publish(&files[..3]);
    let before = inodes(&folder.out());
    let next = folder.open();
    let written = files.iter().try_for_each(|(path, _)| next.write(path, b"y"));
    assert!(written.and_then(|()| next.commit().map(drop)).is_err());
    assert_eq!(inodes(&folder.out()), before);
    folder.assert_tidy();
}

#[test]
fn an_output_that_is_a_mount_of_its_own_is_published_file_by_file() {
    let folder = TestFolder::new(Publication::open);
    fs::create_dir(folder.out()).unwrap();
    let Some(_disk) = Mount::new(&folder.out(), &["-t", "tmpfs", "tmpfs"]) else {
        return;
    };
    publish_over_a_mount(&folder);
}

#[test]
fn an_output_that_is_bound_from_elsewhere_is_published_file_by_file() {
    let folder = TestFolder::new(Publication::open);
    let elsewhere = folder.folder.path().join("elsewhere");
    fs::create_dir(&elsewhere).unwrap();
    fs::create_dir(folder.out()).unwrap();
    let Some(_bind) = Mount::new(&folder.out(), &["--bind", elsewhere.to_str().unwrap()]) else {
        return;
    };
    publish_over_a_mount(&folder);
    assert!(elsewhere.join("manifest.json").is_file());
}

#[test]
fn a_folder_of_the_output_that_is_a_mount_is_left_in_place() {
    let folder = TestFolder::new(Publication::open);
    fs::create_dir_all(folder.at("uploads")).unwrap();
    let Some(_disk) = Mount::new(&folder.at("uploads"), &["-t", "tmpfs", "tmpfs"]) else {
        return;
    };
    folder.put("uploads/x.txt", "手写");
    folder.publish(&[("a.html", "一")]);
    let stamps = folder.publish(&[("a.html", "贰"), ("b.html", "二")]).stamps;
    folder.assert_holds(&[("a.html", "贰"), ("b.html", "二"), ("uploads/x.txt", "手写")]);
    assert!(folder.open().is_up_to_date("a.html", &stamps["a.html"]));
    folder.assert_tidy();
}

fn publish_over_a_mount(folder: &TestFolder) {
    folder.publish(&[("a/x.html", "一"), ("b.html", "二")]);
    let stamps = folder.publish(&[("a/x.html", "壹"), ("c/y.html", "三")]).stamps;
    folder.assert_holds(&[("a/x.html", "壹"), ("c/y.html", "三")]);
    assert!(
        stamps
            .iter()
            .all(|(path, stamp)| folder.open().is_up_to_date(path, stamp))
    );
    folder.assert_tidy();
}

/// A mount that ends with the test.
struct Mount(PathBuf);

impl Mount {
    /// `None`, and a word about it, where it is not permitted.
    fn new(at: &Path, how: &[&str]) -> Option<Self> {
        let mounted = Command::new("mount").args(how).arg(at).output();
        if mounted.is_ok_and(|mounted| mounted.status.success()) {
            return Some(Self(at.to_owned()));
        }
        eprintln!("not tested: mounting is not permitted here");
        None
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}
