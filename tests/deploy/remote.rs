//! To another machine, which is this one: an `ssh` that comes first in PATH runs the command here.

use super::{Over, Stage, tree};
use serde_json::Value as Json;
use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const SFTP_SERVERS: [&str; 3] = [
    "/usr/lib/openssh/sftp-server",
    "/usr/lib/ssh/sftp-server",
    "/usr/libexec/openssh/sftp-server",
];

fn is_there(program: &str) -> bool {
    let run = Command::new(program)
        .arg("-V")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    run.is_ok()
}

/// The ways to another machine that this one has.
fn ways() -> Vec<&'static str> {
    let server = SFTP_SERVERS.iter().any(|server| Path::new(server).exists());
    let mut ways = Vec::new();
    match server && is_there("sftp") {
        true => ways.push("sftp"),
        false => eprintln!("passed by: there is no sftp or no sftp-server"),
    }
    match is_there("rsync") {
        true => ways.push("rsync"),
        false => eprintln!("passed by: there is no rsync"),
    }
    ways
}

/// A site, the folder of the other machine and the way there.
struct Far {
    stage: Stage,
    way: &'static str,
}

impl Far {
    fn new(way: &'static str) -> Self {
        let stage = Stage::new();
        let server = SFTP_SERVERS.iter().find(|server| Path::new(server).exists());
        let server = server.copied().unwrap_or("false");
        let manners = stage.path("manners");
        let manners = manners.display();
        let ssh = format!(
            r#"#!/bin/sh
# As ssh: options, the host, the command. It has the manners that it is told.
subsystem=
while [ $# -gt 0 ]; do case $1 in
  -s) subsystem=1; shift;;
  --) shift; break;;
  -o|-p|-l) shift 2;;
  -*) shift;;
  *) break;;
esac; done
shift
[ -e {manners}/full ] && trap '' XFSZ && ulimit -f 0
[ -e {manners}/slow ] && case $subsystem$* in 1*|rsync*) sleep 0.4;; esac
[ -e {manners}/no-rsync ] && case $* in rsync*) echo "sh: rsync: not found" >&2; exit 127;; esac
[ -n "$subsystem" ] && exec {server}
exec sh -c "$*"
"#
        );
        stage.desk.write("bin/ssh", ssh);
        let ssh = stage.path("bin/ssh");
        fs::set_permissions(&ssh, fs::Permissions::from_mode(0o755)).unwrap();
        Self { stage, way }
    }

    /// The other machine is `slow`, or `full`, or has `no-rsync`.
    fn behaves(&self, manner: &str) {
        self.stage.desk.write(&format!("manners/{manner}"), "");
    }

    fn behaves_again(&self) {
        fs::remove_dir_all(self.stage.path("manners")).unwrap();
    }

    fn target(&self) -> PathBuf {
        self.stage.path("far/www")
    }

    fn command(&self, line: &[&str]) -> Command {
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_wanjia"));
        command
            .args(["deploy", "--to"])
            .arg(format!(
                "{}://me@far.example.org:2222{}",
                self.way,
                self.target().display()
            ))
            .args(line)
            .current_dir(self.stage.desk.root())
            .env("WANJIA_LANG", "zh")
            .env("PATH", format!("{}:{path}", self.stage.path("bin").display()));
        command
    }

    fn deploy(&self, line: &[&str]) -> (Option<i32>, Json, String) {
        let output = self.command(line).args(["--format", "json"]).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        let out = String::from_utf8(output.stdout).unwrap();
        (
            output.status.code(),
            serde_json::from_str(&out).unwrap_or(Json::Null),
            said,
        )
    }

    fn sent(&self, line: &[&str]) -> Json {
        let (code, json, said) = self.deploy(line);
        assert_eq!(code, Some(0), "{}: {said}", self.way);
        json
    }

    fn current(&self) -> String {
        fs::read_link(self.target().join("current"))
            .unwrap()
            .display()
            .to_string()
    }

    fn is_whole(&self) {
        let mut public = tree(&self.stage.path("public"));
        public.retain(|path, _| !["note [1].txt", "note\na"].contains(&path.as_str()));
        assert!(tree(&self.target().join("current/")) == public, "{}", self.way);
    }
}

#[test]
fn another_machine_gets_releases_and_a_link_that_is_switched() {
    for way in ways() {
        let far = Far::new(way);
        far.stage.desk.write("static/附 件/a[1] \"x\".txt", "附件");
        let first = far.sent(&[]);
        assert_eq!(far.current(), "releases/1");
        far.is_whole();
        let all = first["uploaded"].as_u64().unwrap();
        assert!(all > 5, "{way}: {first}");
        let again = far.sent(&[]);
        assert_eq!(
            (&again["uploaded"], &again["unchanged"]),
            (&0.into(), &all.into()),
            "{way}: {again}"
        );

        far.stage.edit("a", "甲的第二版。");
        far.stage.remove("b");
        for note in ["note [1].txt", "note\na"] {
            fs::write(far.stage.path("public").join(note), "不是网站的").unwrap();
        }
        let told = far.sent(&["--dry-run"]);
        assert!(
            told["delete"]
                .as_array()
                .unwrap()
                .contains(&"b/index.html".into()),
            "{way}: {told}"
        );
        assert_eq!(far.current(), "releases/1");
        let (code, _, said) = far.deploy(&["--max-deletes", "0"]);
        assert_eq!(code, Some(2), "{said}");
        let second = far.sent(&[]);
        assert_eq!(far.current(), "releases/2");
        assert!(
            second["unchanged"].as_u64() >= Some(2) && second["deleted"].as_u64() >= Some(1),
            "{way}: {second}"
        );
        far.is_whole();
        let inode = |path: &str| fs::metadata(far.target().join(path)).unwrap().ino();
        assert_eq!(
            inode("releases/1/robots.txt"),
            inode("releases/2/robots.txt"),
            "{way}"
        );
        assert!(far.target().join("releases/1/b/index.html").exists());

        for edition in 3..=7 {
            far.stage.edit("a", &format!("第{edition}版。"));
            far.sent(&[]);
        }
        let mut names: Vec<String> = fs::read_dir(far.target().join("releases"))
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        assert_eq!(names, ["3", "4", "5", "6", "7"], "{way}");
        assert!(!far.target().join(".wanjia-lock").exists());
    }
}

#[test]
fn links_that_are_not_ours_and_locks_of_others_stop_a_deploy() {
    for way in ways() {
        let far = Far::new(way);
        let outside = far.stage.path("outside");
        fs::create_dir_all(&outside).unwrap();
        fs::create_dir_all(far.target()).unwrap();
        symlink(&outside, far.target().join("releases")).unwrap();
        let (code, _, said) = far.deploy(&[]);
        assert_eq!(code, Some(2), "{way}: {said}");
        assert!(said.contains("不是 wanjia 建的"), "{way}: {said}");
        assert!(tree(&outside).is_empty());
        fs::remove_file(far.target().join("releases")).unwrap();

        fs::create_dir(far.target().join(".wanjia-lock")).unwrap();
        let (code, _, said) = far.deploy(&["--wait", "0"]);
        assert_eq!(code, Some(2), "{way}: {said}");
        assert!(
            said.contains("另一次发布正在写")
                && said.contains("看不出是什么时候")
                && said.contains("--unlock"),
            "{way}: {said}"
        );
        far.sent(&["--unlock"]);
        far.is_whole();

        // One that was broken meanwhile is that of who broke it.
        far.stage.edit("a", "第二版。");
        far.behaves("slow");
        let mut slow = far.command(&[]).stderr(Stdio::null()).spawn().unwrap();
        let lock = far.target().join(".wanjia-lock");
        let begun = std::time::Instant::now();
        while !["since", "holder"].iter().any(|name| lock.join(name).exists()) {
            assert!(begun.elapsed() < Duration::from_secs(60), "{way}");
            std::thread::sleep(Duration::from_millis(5));
        }
        fs::remove_dir_all(&lock).unwrap();
        far.stage
            .desk
            .write("far/www/.wanjia-lock/holder", "{\"id\": \"another\"}");
        slow.wait().unwrap();
        assert!(lock.join("holder").exists(), "{way}");
    }
}

#[test]
fn a_signature_that_came_later_is_sent_and_so_is_one_that_is_gone() {
    for way in ways() {
        let far = Far::new(way);
        far.sent(&[]);
        let signature = far.stage.path("public/manifest.json.minisig");
        let there = far.target().join("current/manifest.json.minisig");
        for words in ["甲的签名", "乙的签名"] {
            fs::write(&signature, words).unwrap();
            far.sent(&["--no-build"]);
            assert_eq!(fs::read_to_string(&there).ok().as_deref(), Some(words), "{way}");
        }
        fs::remove_file(&signature).unwrap();
        far.sent(&["--no-build"]);
        assert!(!there.exists(), "{way}");
        assert_eq!(far.current(), "releases/4");
        far.sent(&["--no-build"]);
        assert_eq!(far.current(), "releases/4", "{way}: nothing has changed");
    }
}

#[test]
fn pages_that_go_are_counted_when_everything_is_sent_again_and_who_went_back_by_hand_is_followed() {
    for way in ways() {
        let far = Far::new(way);
        far.sent(&[]);
        far.stage.edit("a", "第二版。");
        far.sent(&[]);
        let link = far.target().join("current");
        fs::remove_file(&link).unwrap();
        symlink("releases/1/", &link).unwrap();
        far.stage.remove("b");
        let (code, _, said) = far.deploy(&["--all", "--max-deletes", "0"]);
        assert_eq!(code, Some(2), "{way}: {said}");
        assert!(said.contains("什么也没有发"), "{way}: {said}");
        assert_eq!(far.current(), "releases/1/");
        let again = far.sent(&["--all"]);
        assert_eq!(again["unchanged"], 0, "{way}: {again}");
        assert!(again["deleted"].as_u64() >= Some(1), "{way}: {again}");
        assert_eq!(far.current(), "releases/3", "{way}");
        far.is_whole();
    }
}

#[test]
fn what_a_deploy_left_that_broke_is_cleared_however_much_it_is() {
    for way in ways() {
        let far = Far::new(way);
        let next = "far/www/releases/.next/manifest.json";
        far.stage.desk.write(next, "{\"files\": {\"a/ind");
        far.sent(&[]);
        far.is_whole();
        // More than any pipe holds, and more than is heard of a list.
        let many: serde_json::Map<String, Json> = (0..9000)
            .map(|n| {
                (
                    format!("{}/{n}.html", "很长的名字".repeat(6)),
                    "0".repeat(64).into(),
                )
            })
            .collect();
        far.stage
            .desk
            .write(next, serde_json::json!({"files": many}).to_string());
        far.stage.edit("a", "第二版。");
        far.sent(&[]);
        assert_eq!(far.current(), "releases/2", "{way}");
        far.is_whole();
    }
}

#[test]
fn what_is_wrong_on_the_other_machine_is_said_of_the_other_machine() {
    for way in ways() {
        let far = Far::new(way);
        let manner = if way == "rsync" { "no-rsync" } else { "full" };
        far.behaves(manner);
        let (code, _, said) = far.deploy(&["--wait", "0"]);
        assert_eq!(code, Some(2), "{said}");
        let told = if way == "rsync" {
            "那边也要装 rsync"
        } else {
            "放得下"
        };
        assert!(
            said.contains(told) && !said.contains("另一次发布"),
            "{way}: {said}"
        );
        assert!(!far.target().join(".wanjia-lock").exists(), "{way}");
        far.behaves_again();
        far.sent(&[]);
        far.is_whole();
    }
}

#[test]
fn a_deploy_to_another_machine_killed_at_any_moment_leaves_the_old_or_the_new_site() {
    for way in ways() {
        let far = Far::new(way);
        for n in 0..30 {
            far.stage.edit(&format!("p{n}"), "字。");
        }
        far.sent(&[]);
        let done = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let over = Over(&done);
            let reader = scope.spawn(|| {
                let mut seen = 0_u32;
                while !done.load(Ordering::Relaxed) {
                    let text = fs::read_to_string(far.target().join("current/p7/index.html")).unwrap();
                    assert!(text.contains("字。") || text.contains("版。"), "{text}");
                    assert!(far.target().join("current/robots.txt").is_file());
                    seen += 1;
                    std::thread::sleep(Duration::from_millis(1));
                }
                seen
            });
            for round in 0..6_u64 {
                far.stage.edit("p7", &format!("第{round}版。"));
                let mut child = far
                    .command(&[])
                    .stdout(Stdio::null())
                    .stderr(Stdio::null())
                    .spawn()
                    .unwrap();
                std::thread::sleep(Duration::from_millis(150 + round * 97 % 400));
                child.kill().unwrap();
                child.wait().unwrap();
            }
            far.sent(&[]);
            drop(over);
            assert!(reader.join().unwrap() > 20);
        });
        far.is_whole();
        assert!(!far.target().join("releases/.next").exists(), "{way}");
    }
}
