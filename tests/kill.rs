//! The real program, killed in the middle: what must not be lost. `WANJIA_KILLS` says how often each test kills.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Tree = BTreeMap<String, Vec<u8>>;

/// Every file below a folder with its bytes; empty when there is no folder.
fn tree(folder: &Path) -> Tree {
    fn walk(at: &Path, top: &Path, out: &mut Tree) {
        let Ok(entries) = std::fs::read_dir(at) else {
            return;
        };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, top, out);
            } else {
                let name = path.strip_prefix(top).unwrap().to_string_lossy().into_owned();
                out.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    let mut out = Tree::new();
    walk(folder, folder, &mut out);
    out
}

/// A site of some pages in one of two editions: pages change, one comes, one goes.
fn write_site(root: &Path, edition: &str) {
    let content = root.join("content");
    let _ = std::fs::remove_dir_all(&content);
    std::fs::create_dir_all(content.join("news")).unwrap();
    std::fs::write(
        root.join("site.yaml"),
        "name: 试验站\nurl: https://example.org/\n",
    )
    .unwrap();
    std::fs::write(
        content.join("news/_index.md"),
        "---\ntitle: 动态\ncontains: news\n---\n",
    )
    .unwrap();
    for n in 0..60 {
        let text = format!(
            "---\ntitle: 第{n}条动态（{edition}）\ndate: 2026-01-01\n---\n{}\n",
            format!("{edition}的内容。").repeat(200)
        );
        std::fs::write(content.join(format!("news/n{n}.md")), text).unwrap();
    }
    std::fs::write(
        content.join(format!("only-{edition}.md")),
        "---\ntitle: 只有这一版有\n---\n正文。\n",
    )
    .unwrap();
}

fn program(root: &Path, out: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wanjia"));
    command
        .args(["build", "--as-of", "2026-06-01", "--root"])
        .arg(root)
        .arg("--out")
        .arg(out);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

fn built(root: &Path, out: &Path) -> Tree {
    assert!(program(root, out).status().unwrap().success());
    tree(out)
}

/// How often a test kills: as often as it is asked for, or as is quick.
fn rounds(usual: u32) -> u32 {
    std::env::var("WANJIA_KILLS").map_or(usual, |kills| kills.parse().expect("a number"))
}

/// A moment of a run that takes `longest`, from the part `from` of it on: spread over it, in an order that has no pattern.
fn moment(round: u32, longest: Duration, from: f64) -> Duration {
    let spread = f64::from(round.wrapping_mul(61) % 101) / 90.0;
    longest.mul_f64(from + spread * (1.0 - from))
}

/// What the site says in turn.
const EDITIONS: [&str; 2] = ["甲", "乙"];

/// Both editions as they are built from nothing, and the longest that one took. The second is what lies in `root` then.
fn both_editions(folder: &Path, root: &Path) -> (Vec<Tree>, Duration) {
    std::fs::create_dir_all(root).unwrap();
    let (mut whole, mut longest) = (Vec::new(), Duration::ZERO);
    for edition in EDITIONS {
        write_site(root, edition);
        let begun = Instant::now();
        whole.push(built(root, &folder.join(format!("whole-{edition}"))));
        longest = longest.max(begun.elapsed());
    }
    (whole, longest)
}

#[test]
fn a_build_killed_at_any_moment_leaves_exactly_the_old_or_exactly_the_new_site() {
    let folder = tempfile::tempdir().unwrap();
    let (root, out) = (folder.path().join("site"), folder.path().join("public"));
    let (whole, longest) = both_editions(folder.path(), &root);
    assert_ne!(whole[0], whole[1]);
    assert_eq!(built(&root, &out), whole[1]);

    let (mut killed, mut old, mut new) = (0, 0, 0);
    for round in 0..rounds(100) {
        let edition = round as usize % 2;
        let before = tree(&out);
        write_site(&root, EDITIONS[edition]);
        let mut child = program(&root, &out).spawn().unwrap();
        std::thread::sleep(moment(round, longest, 0.0));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        killed += usize::from(!status.success());
        let after = tree(&out);
        let now_new = after == whole[edition];
        assert!(
            now_new || after == before,
            "round {round}: neither the old nor the new site"
        );
        if now_new {
            new += 1;
        } else {
            old += 1;
        }
        assert_eq!(
            built(&root, &out),
            whole[edition],
            "round {round}: the next build"
        );
        let left: Vec<_> = std::fs::read_dir(folder.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .filter(|name| name.contains(".public"))
            .collect();
        assert!(
            left.is_empty(),
            "round {round}: {left:?} is left beside the output"
        );
    }
    // Else the moments were not spread over the run, and nothing was shown.
    assert!(killed >= 20 && old >= 5, "killed {killed}, old {old}, new {new}");
    println!(
        "build, exchanged: killed {killed} of {}, old {old}, new {new}",
        rounds(100)
    );
}

/// Every file of a tree is one of the old or of the new site, and a manifest is there.
fn assert_of_two(after: &Tree, old: &Tree, new: &Tree, round: u32) {
    for (path, bytes) in after {
        let known = [old, new].iter().any(|site| site.get(path) == Some(bytes));
        // What is not yet carried over lies in the folder beside, never here half written.
        assert!(known, "round {round}: {path} is of neither site");
    }
    assert!(after.contains_key("manifest.json"), "round {round}");
}

#[cfg(unix)]
#[test]
fn in_place_the_folder_stays_the_same_and_a_build_killed_at_any_moment_is_finished_by_the_next() {
    use std::os::unix::fs::MetadataExt;
    let folder = tempfile::tempdir().unwrap();
    let (root, out) = (folder.path().join("site"), folder.path().join("public"));
    let (whole, longest) = both_editions(folder.path(), &root);
    assert_eq!(built(&root, &out), whole[1]);
    let same = std::fs::metadata(&out).unwrap().ino();
    let (mut killed, mut between) = (0, 0);
    for round in 0..rounds(24) {
        let edition = round as usize % 2;
        write_site(&root, EDITIONS[edition]);
        let mut command = program(&root, &out);
        let mut child = command.arg("--in-place").spawn().unwrap();
        // Most of what can go wrong happens at the end of a run.
        std::thread::sleep(moment(round, longest, 0.2));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        let after = tree(&out);
        assert_of_two(&after, &whole[1 - edition], &whole[edition], round);
        between += usize::from(after != whole[0] && after != whole[1]);
        let mut next = program(&root, &out);
        assert!(next.arg("--in-place").status().unwrap().success());
        assert_eq!(tree(&out), whole[edition], "round {round}: the next build");
        assert_eq!(std::fs::metadata(&out).unwrap().ino(), same, "round {round}");
    }
    assert!(killed >= 5, "killed {killed}, between {between}");
    println!(
        "build, in place: killed {killed} of {}, between {between}",
        rounds(24)
    );
}

/// Files of an author: all but what builds and commands keep for themselves, and a new file that has not got its name.
fn own(root: &Path) -> Tree {
    let kept = |path: &String| {
        let name = path.rsplit('/').next().unwrap_or(path);
        !path.starts_with(".wanjia") && !path.starts_with("public") && !name.starts_with('.')
    };
    tree(root).into_iter().filter(|(path, _)| kept(path)).collect()
}

fn copy(files: &Tree, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    for (path, bytes) in files {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// The archive of a site above in one of two editions.
fn archive(edition: &str) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let page = format!(
        "---\ntitle: 甲\n---\n开头。\n\n## 一\n\n{edition}的一。\n\n{}\n\n## 二\n\n二。\n",
        "还有一段。".repeat(4000)
    );
    let files = [("site.yaml", "name: 省\n".to_owned()), ("content/a.md", page)];
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default())
            .unwrap();
        std::io::Write::write_all(&mut zip, text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn command(root: &Path, line: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wanjia"));
    command.args(line).current_dir(root);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Commands of a county that has an upstream in an archive, each with the files that it begins with.
fn states(folder: &Path) -> Vec<(Vec<&'static str>, Tree)> {
    let root = folder.join("county");
    std::fs::create_dir_all(&root).unwrap();
    std::fs::write(root.join("one.zip"), archive("甲")).unwrap();
    std::fs::write(root.join("two.zip"), archive("乙")).unwrap();
    let hash = <sha2::Sha256 as sha2::Digest>::digest(archive("甲"));
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    std::fs::write(
        root.join("site.yaml"),
        format!("name: 县\nurl: https://example.org/\nextends: {{archive: one.zip, sha256: \"{hash}\"}}\n"),
    )
    .unwrap();
    let mut states = Vec::new();
    let lines: [&[&str]; 4] = [
        &["localize", "a", "--section", "一"],
        &["update", "--to", "two.zip"],
        &["merge", "a"],
        &["accept", "a"],
    ];
    for line in lines {
        if line[0] == "accept" {
            let path = root.join("content/a.md");
            let text = std::fs::read_to_string(&path).unwrap();
            std::fs::write(&path, text + "\n县的话。\n").unwrap();
            std::fs::remove_file(root.join("site.lock")).unwrap();
        }
        states.push((line.to_vec(), own(&root)));
        assert!(command(&root, line).status().unwrap().success(), "{line:?}");
    }
    states
}

#[test]
fn a_command_killed_at_any_moment_leaves_each_file_of_the_author_old_or_new_and_is_finished_by_the_same_command()
 {
    let folder = tempfile::tempdir().unwrap();
    let states = states(folder.path());
    let root = folder.path().join("site");
    for (line, before) in &states {
        let begun = Instant::now();
        copy(before, &root);
        assert!(command(&root, line).status().unwrap().success());
        let (longest, after) = (begun.elapsed(), own(&root));
        let (mut killed, mut old, mut new) = (0, 0, 0);
        for round in 0..rounds(25) {
            copy(before, &root);
            let mut child = command(&root, line).spawn().unwrap();
            std::thread::sleep(moment(round, longest, 0.0));
            child.kill().unwrap();
            killed += usize::from(!child.wait().unwrap().success());
            let found = own(&root);
            for (path, bytes) in &found {
                let whole = before.get(path) == Some(bytes) || after.get(path) == Some(bytes);
                assert!(
                    whole,
                    "{line:?}, round {round}: {path} is neither the old nor the new one"
                );
            }
            assert!(
                before.keys().all(|path| found.contains_key(path)),
                "{line:?}, round {round}"
            );
            old += usize::from(found == *before);
            new += usize::from(found == after);
            let _ = command(&root, line).status().unwrap();
            assert!(
                own(&root) == after,
                "{line:?}, round {round}: the same command again"
            );
        }
        println!(
            "{}: killed {killed} of {}, old {old}, new {new}",
            line[0],
            rounds(25)
        );
    }
}

#[test]
fn an_update_that_was_stopped_between_its_two_files_is_finished_by_the_same_command() {
    let folder = tempfile::tempdir().unwrap();
    let states = states(folder.path());
    let (line, before) = states.iter().find(|(line, _)| line[0] == "update").unwrap();
    let root = folder.path().join("site");
    copy(before, &root);
    assert!(command(&root, line).status().unwrap().success());
    let after = own(&root);
    let mut stopped = before.clone();
    stopped.insert("site.lock".to_owned(), after["site.lock"].clone());
    copy(&stopped, &root);
    assert!(command(&root, line).status().unwrap().success());
    assert!(own(&root) == after);
}
