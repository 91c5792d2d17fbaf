//! Into a store.

use super::bucket::Bucket;
use super::{Over, Stage, tree};
use serde_json::Value as Json;
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const SECRET: &str = "s3cr3t-that-nobody-may-see";

/// A site whose site.yaml says that it goes into a bucket.
fn stage(bucket: &Bucket) -> Stage {
    let stage = Stage::new();
    let deploy = format!(
        "{}deploy: {{to: \"s3://bucket/www\", endpoint: \"http://127.0.0.1:{}\"}}\n",
        super::desk::SITE,
        bucket.port
    );
    stage.desk.write("site.yaml", deploy);
    stage
}

fn command(stage: &Stage, line: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wanjia"));
    command
        .arg("deploy")
        .args(line)
        .current_dir(stage.desk.root())
        .env("WANJIA_LANG", "zh")
        .env("NO_PROXY", "*")
        .env("AWS_ACCESS_KEY_ID", "test-id")
        .env("AWS_SECRET_ACCESS_KEY", SECRET);
    command
}

/// Runs a deploy; its exit code, its JSON and its words.
fn deploy(stage: &Stage, line: &[&str]) -> (Option<i32>, Json, String) {
    let output = command(stage, line).args(["--format", "json"]).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    assert!(!said.contains(SECRET) && !out.contains(SECRET), "{said}");
    (
        output.status.code(),
        serde_json::from_str(&out).unwrap_or(Json::Null),
        said,
    )
}

fn sent(stage: &Stage, line: &[&str]) -> Json {
    let (code, json, said) = deploy(stage, line);
    assert_eq!(code, Some(0), "{said}");
    json
}

fn place(log: &[String], request: &str) -> usize {
    let found = log.iter().rposition(|line| line == request);
    found.unwrap_or_else(|| panic!("{request} is not in {log:#?}"))
}

#[test]
fn a_store_gets_what_changed_the_manifest_behind_it_and_deletions_last() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    bucket.put("of-others.txt", "别人的");
    let first = sent(&stage, &[]);
    let mut site = tree(&stage.path("public"));
    assert_eq!(
        first["uploaded"].as_u64().unwrap() as usize,
        site.len() - 1,
        "{first}"
    );
    site.insert("of-others.txt".to_owned(), "别人的".into());
    assert_eq!(bucket.site(), site);
    let page = bucket.object("a/index.html").unwrap();
    assert_eq!(
        (page.kind.as_str(), page.cache.as_str()),
        ("text/html; charset=utf-8", "no-cache")
    );
    let hashed = site
        .keys()
        .find(|path| path.starts_with("search/engine."))
        .unwrap();
    assert!(
        bucket.object(hashed).unwrap().cache.contains("immutable"),
        "{hashed}"
    );
    let log = bucket.log();
    assert!(place(&log, &format!("PUT {hashed}")) < place(&log, "PUT a/index.html"));
    assert!(place(&log, "PUT a/index.html") < place(&log, "PUT manifest.json"));

    let again = sent(&stage, &[]);
    assert_eq!((&again["uploaded"], &again["deleted"]), (&0.into(), &0.into()));
    let log = bucket.log();
    assert_eq!(again["requests"], log.len());
    assert!(
        log.len() <= 7 && !log.iter().any(|line| line.contains("index.html")),
        "{log:#?}"
    );

    stage.edit("a", "甲的第二版。");
    stage.remove("b");
    let told = sent(&stage, &["--dry-run", "--delete"]);
    assert!(
        told["delete"]
            .as_array()
            .unwrap()
            .contains(&"b/index.html".into()),
        "{told}"
    );
    assert_eq!(bucket.site(), site, "nothing was touched");
    bucket.log();
    let kept = sent(&stage, &[]);
    assert_eq!(kept["deleted"], 0);
    assert!(kept["left"].as_u64() >= Some(1), "{kept}");
    assert!(bucket.object("b/index.html").is_some());
    let log = bucket.log();
    let changed = kept["uploaded"].as_u64().unwrap() as usize;
    assert_eq!(log.len(), changed + 9, "{log:#?}");
    let gone = sent(&stage, &["--delete"]);
    assert!(gone["deleted"].as_u64() >= Some(1), "{gone}");
    let mut site = tree(&stage.path("public"));
    site.insert("of-others.txt".to_owned(), "别人的".into());
    let mut there = bucket.site();
    there.retain(|path, _| site.contains_key(path) || !path.ends_with(".bin"));
    assert_eq!(there, site);
}

#[test]
fn nothing_is_deleted_before_everything_new_and_its_manifest_are_there() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    sent(&stage, &[]);
    stage.edit("a", "第二版。");
    stage.remove("b");
    bucket.log();
    sent(&stage, &["--delete"]);
    let log = bucket.log();
    assert!(place(&log, "PUT a/index.html") < place(&log, "PUT manifest.json"));
    let first = log.iter().position(|line| line.starts_with("DELETE ")).unwrap();
    assert!(place(&log, "PUT manifest.json") < first, "{log:#?}");
    assert!(first <= place(&log, "DELETE b/index.html"));
}

#[test]
fn assets_of_the_former_build_stay_for_one_more() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    let asset = |text: &str| {
        stage.desk.write(
            "themes/bare/assets/own.css",
            format!(".own {{ color: {text} }}\n"),
        )
    };
    let own = || -> Vec<String> {
        let site = bucket.site().into_keys();
        site.filter(|path| path.contains("/own.") && path.ends_with(".css"))
            .collect()
    };
    let mut names = Vec::new();
    for (edition, count) in [("red", 1), ("green", 2), ("blue", 2)] {
        asset(edition);
        stage.edit("a", edition);
        sent(&stage, &["--delete"]);
        assert_eq!(own().len(), count, "{edition}: {:?}", own());
        names.push(own());
    }
    assert!(
        !names[2].contains(&names[0][0]),
        "that of the first build is gone: {names:?}"
    );
}

#[test]
fn a_store_that_is_busy_is_asked_again_and_one_that_refuses_is_told_with_a_way_out() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    bucket.behaves(|manner| manner.busy = 12);
    sent(&stage, &[]);
    assert_eq!(bucket.site(), tree(&stage.path("public")));
    stage.edit("a", "第二版。");
    for (refusal, way_out) in [
        ((403, "AccessDenied"), "ListBucket"),
        ((403, "SignatureDoesNotMatch"), "AWS_SECRET_ACCESS_KEY"),
        ((403, "RequestTimeTooSkewed"), "时钟"),
        ((404, "NoSuchBucket"), "path_style"),
    ] {
        bucket.behaves(|manner| manner.refuses = Some(refusal));
        let (code, _, said) = deploy(&stage, &[]);
        assert_eq!(code, Some(2));
        assert!(said.contains(refusal.1) && said.contains(way_out), "{said}");
    }
    let output = command(&stage, &[])
        .env_remove("AWS_SECRET_ACCESS_KEY")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said.contains("AWS_ACCESS_KEY_ID") && said.contains("不要写进 site.yaml"),
        "{said}"
    );
}

#[test]
fn what_others_put_into_the_bucket_is_not_written_over_and_not_deleted() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    bucket.put("a/index.html", "别人的");
    for _ in 0..2 {
        // That it was tried makes it none of ours.
        let (code, _, said) = deploy(&stage, &[]);
        assert_eq!(code, Some(2), "{said}");
        assert!(said.contains("a/index.html") && said.contains("--all"), "{said}");
        assert_eq!(bucket.object("a/index.html").unwrap().bytes, "别人的".as_bytes());
        assert!(bucket.object("manifest.json").is_none());
    }
    // Nor is it deleted when the site has no such page any more; what that deploy did put there is ours.
    stage.remove("a");
    stage.edit("b", "第二版。");
    sent(&stage, &["--delete"]);
    assert_eq!(bucket.object("a/index.html").unwrap().bytes, "别人的".as_bytes());
    assert_eq!(
        bucket.object("b/index.html").unwrap().bytes,
        tree(&stage.path("public"))["b/index.html"]
    );
    let other = Bucket::open();
    let stage = super::store::stage(&other);
    other.put("a/index.html", "别人的");
    sent(&stage, &["--all"]);
    assert_eq!(other.site(), tree(&stage.path("public")));
    let bucket = other;
    bucket.put("manifest.json", "{\"files\": {\"../etc\": \"00\"}}");
    let (code, _, said) = deploy(&stage, &[]);
    assert_eq!(code, Some(2));
    assert!(said.contains("manifest.json"), "{said}");
}

#[test]
fn pages_that_a_broken_deploy_has_put_are_ours_in_whatever_edition() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    (0..30).for_each(|n| stage.edit(&format!("p{n}"), "初版。"));
    bucket.behaves(|manner| manner.slow = Duration::from_millis(40));
    for (edition, page) in [("初版", "p29"), ("二版", "p28"), ("三版", "p27")] {
        (0..27).for_each(|n| stage.edit(&format!("p{n}"), edition));
        let mut child = spawned(&stage);
        until(|| {
            let there = bucket.object("p0/index.html");
            there.is_some_and(|there| String::from_utf8_lossy(&there.bytes).contains(edition))
        });
        child.kill().unwrap();
        child.wait().unwrap();
        stage.remove(page);
    }
    bucket.behaves(|manner| manner.slow = Duration::ZERO);
    (0..27).for_each(|n| stage.edit(&format!("p{n}"), "末版。"));
    sent(&stage, &["--delete", "--wait", "0"]);
    let public = tree(&stage.path("public"));
    let mut site = bucket.site();
    site.retain(|path, _| public.contains_key(path) || !path.ends_with(".bin"));
    assert!(site == public);
}

#[test]
fn more_deletions_than_a_limit_are_refused_before_anything_is_sent() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    for n in 0..4 {
        stage.edit(&format!("p{n}"), "字。");
    }
    sent(&stage, &[]);
    let before = bucket.site();
    (0..4).for_each(|n| stage.remove(&format!("p{n}")));
    let (code, _, said) = deploy(&stage, &["--delete", "--max-deletes", "3"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("--max-deletes 4") && said.contains("什么也没有发"),
        "{said}"
    );
    assert_eq!(bucket.site(), before);
    sent(&stage, &["--delete", "--max-deletes", "4"]);
    assert!(bucket.object("p0/index.html").is_none());
}

#[test]
fn conditions_are_spelt_as_the_store_spells_them_and_one_without_is_told() {
    for (condition, told) in [
        ("x-oss-forbid-overwrite", false),
        ("x-cos-forbid-overwrite", false),
        ("none", true),
    ] {
        let bucket = Bucket::open();
        let stage = stage(&bucket);
        bucket.behaves(|manner| manner.condition = condition);
        let (code, _, said) = deploy(&stage, &[]);
        assert_eq!(code, Some(0), "{said}");
        assert_eq!(said.contains("分不出先后"), told, "{condition}: {said}");
        assert_eq!(bucket.site(), tree(&stage.path("public")));
    }
}

#[test]
fn two_deploys_at_once_do_not_meet_and_a_lock_of_the_dead_holds_nobody_up() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    bucket.put(".wanjia/lock", "{\"id\": \"another\", \"since\": 1}");
    let (code, _, said) = deploy(&stage, &["--wait", "0"]);
    assert_eq!(code, Some(2));
    assert!(
        said.contains("另一次发布正在写") && said.contains("--unlock"),
        "{said}"
    );
    assert!(bucket.site().is_empty());
    sent(&stage, &["--unlock"]);
    assert!(bucket.object(".wanjia/lock").is_none());

    stage.edit("a", "第二版。");
    bucket.behaves(|manner| manner.slow = Duration::from_millis(40));
    let mut first = spawned(&stage);
    until(|| bucket.object(".wanjia/lock").is_some());
    let begin = Instant::now();
    sent(&stage, &["--no-build"]);
    assert!(first.wait().unwrap().success());
    assert!(begin.elapsed() > Duration::from_millis(200));
    assert!(bucket.object(".wanjia/lock").is_none());

    stage.edit("a", "第三版。");
    let mut killed = spawned(&stage);
    until(|| bucket.object(".wanjia/lock").is_some());
    killed.kill().unwrap();
    killed.wait().unwrap();
    sent(&stage, &["--wait", "0"]);
    assert_eq!(
        bucket.object("a/index.html").unwrap().bytes,
        tree(&stage.path("public"))["a/index.html"]
    );
}

/// A deploy of many pages into a slow store, as soon as the first of them are there.
fn under_way(bucket: &Bucket) -> (Stage, Child) {
    let stage = stage(bucket);
    (0..160).for_each(|n| stage.edit(&format!("p{n}"), "字。"));
    assert_eq!(stage.wanjia(&["build"]).0, Some(0));
    bucket.behaves(|manner| manner.slow = Duration::from_millis(900));
    let mut command = command(&stage, &["--no-build"]);
    let child = command
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until(|| bucket.object("p1/index.html").is_some());
    (stage, child)
}

/// What was asked for already is still answered; after that nobody asks for more, and not everything was sent.
fn is_quiet(bucket: &Bucket) {
    std::thread::sleep(Duration::from_millis(1200));
    bucket.log();
    std::thread::sleep(Duration::from_millis(1500));
    assert_eq!(bucket.log(), [""; 0], "nobody goes on behind its back");
    let all = (0..160).all(|n| bucket.object(&format!("p{n}/index.html")).is_some());
    assert!(!all, "it went on to the end");
}

#[test]
fn a_deploy_whose_lock_was_broken_stops_with_all_that_it_started_and_leaves_the_lock_to_the_other() {
    let bucket = Bucket::open();
    let (_stage, child) = under_way(&bucket);
    bucket.put(".wanjia/lock", "{\"id\": \"who broke it\"}");
    bucket.put(".wanjia/state.json", "{\"id\": \"who broke it\"}");
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("抢走了锁"), "{said}");
    assert!(bucket.object(".wanjia/lock").is_some(), "it is the other's");
    let state = bucket.object(".wanjia/state.json").unwrap().bytes;
    assert_eq!(state, b"{\"id\": \"who broke it\"}", "so is what it tells");
    is_quiet(&bucket);
}

#[test]
fn what_a_deploy_has_started_ends_with_it_when_it_is_killed() {
    let bucket = Bucket::open();
    let (_stage, mut child) = under_way(&bucket);
    child.kill().unwrap();
    child.wait().unwrap();
    is_quiet(&bucket);
}

#[test]
fn a_lock_of_another_is_left_to_it_where_the_store_has_words_of_its_own_for_conditions() {
    for condition in ["x-oss-forbid-overwrite", "x-cos-forbid-overwrite", "none"] {
        let bucket = Bucket::open();
        let stage = stage(&bucket);
        bucket.behaves(|manner| {
            manner.condition = condition;
            manner.slow = Duration::from_millis(150);
        });
        let mut slow = spawned(&stage);
        until(|| bucket.object(".wanjia/state.json").is_some());
        bucket.put(".wanjia/lock", "{\"id\": \"who broke it\"}");
        slow.wait().unwrap();
        assert!(bucket.object(".wanjia/lock").is_some(), "{condition}");
    }
}

#[test]
fn who_puts_a_lock_between_looking_and_putting_has_it_however_conditions_are_spelt() {
    for condition in [
        "if-none-match",
        "x-oss-forbid-overwrite",
        "x-cos-forbid-overwrite",
    ] {
        let bucket = Bucket::open();
        let stage = stage(&bucket);
        bucket.behaves(|manner| {
            manner.condition = condition;
            manner.rival = Some("{\"id\": \"a rival\", \"since\": 1}");
        });
        let (code, _, said) = deploy(&stage, &["--wait", "0"]);
        assert_eq!(code, Some(2), "{condition}: {said}");
        assert!(said.contains("另一次发布正在写"), "{condition}: {said}");
        assert!(bucket.site().is_empty());
    }
}

#[test]
fn a_lock_that_is_there_and_cannot_be_seen_is_not_asked_for_without_end() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    bucket.put(".wanjia/lock", "{}");
    bucket.behaves(|manner| manner.hides = Some(".wanjia/lock"));
    let (code, _, said) = deploy(&stage, &["--wait", "1"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("看不出是什么时候开始的"), "{said}");
    assert!(bucket.log().len() < 20);
}

#[test]
fn an_answer_that_is_lost_on_the_way_stops_nothing() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    bucket.behaves(|manner| manner.loses = true);
    let first = sent(&stage, &["--wait", "0"]);
    assert_eq!(bucket.site(), tree(&stage.path("public")));
    assert!(bucket.object(".wanjia/lock").is_none());
    assert!(first["requests"].as_u64().unwrap() > 2 * first["uploaded"].as_u64().unwrap());
}

#[test]
fn the_lock_is_kept_while_one_large_file_is_on_its_way() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    bucket.behaves(|manner| manner.heavy = Some((".wanjia/state.json", Duration::from_millis(5600))));
    sent(&stage, &[]);
    let log = bucket.log();
    let first = log
        .iter()
        .position(|line| line == "PUT .wanjia/state.json")
        .unwrap();
    let kept = log[..first].iter().filter(|line| *line == "PUT .wanjia/lock");
    // It was put, tried, and said again.
    assert_eq!(kept.count(), 3, "{log:#?}");
}

#[test]
fn a_store_without_conditions_keeps_what_others_put_and_any_name_arrives() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    let odd = "附 件/a[1-3] {x,y} 100%+#?&='.txt";
    stage.desk.write(&format!("static/{odd}"), "附件");
    bucket.behaves(|manner| manner.condition = "none");
    bucket.put("b/index.html", "别人的");
    let (code, _, said) = deploy(&stage, &[]);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("b/index.html") && said.contains("--all"), "{said}");
    assert_eq!(bucket.site().len(), 1, "nothing was sent");
    sent(&stage, &["--all"]);
    assert_eq!(bucket.site(), tree(&stage.path("public")));
    assert_eq!(bucket.object(odd).unwrap().bytes, "附件".as_bytes());
}

#[test]
fn a_page_that_is_gone_when_it_is_to_be_sent_is_named() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    assert_eq!(stage.wanjia(&["build"]).0, Some(0));
    bucket.behaves(|manner| manner.slow = Duration::from_millis(100));
    let mut command = command(&stage, &["--no-build"]);
    let child = command.stderr(Stdio::piped()).spawn().unwrap();
    until(|| bucket.object(".wanjia/lock").is_some());
    std::fs::remove_file(stage.path("public/b/index.html")).unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{said}");
    assert!(said.contains("b/index.html 在发送的时候变了"), "{said}");
    assert!(bucket.object("manifest.json").is_none());
}

fn spawned(stage: &Stage) -> Child {
    let mut command = command(stage, &[]);
    command
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn until(mut there: impl FnMut() -> bool) {
    let begin = Instant::now();
    while !there() {
        assert!(begin.elapsed() < Duration::from_secs(60), "it never came");
        std::thread::sleep(Duration::from_millis(2));
    }
}

#[test]
fn a_deploy_killed_at_any_moment_is_gone_on_with_and_readers_see_the_old_or_the_new_page() {
    let bucket = Bucket::open();
    let stage = stage(&bucket);
    let write = |edition: &str| {
        for n in 0..40 {
            stage.edit(&format!("p{n}"), &format!("{edition}版。"));
        }
        stage.edit(&format!("only-{edition}"), "只有这一版有。");
    };
    write("甲");
    sent(&stage, &[]);
    bucket.behaves(|manner| manner.slow = Duration::from_millis(4));
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let over = Over(&done);
        let reader = scope.spawn(|| {
            let mut seen = 0_u32;
            while !done.load(Ordering::Relaxed) {
                for n in 0..40 {
                    let page = bucket
                        .object(&format!("p{n}/index.html"))
                        .expect("a page is always there");
                    let text = String::from_utf8(page.bytes).unwrap();
                    assert!(text.contains("甲版。") || text.contains("乙版。"), "{text}");
                }
                seen += 1;
                std::thread::sleep(Duration::from_millis(2));
            }
            seen
        });
        for round in 0..10_u64 {
            let edition = ["乙", "甲"][round as usize % 2];
            write(edition);
            stage.remove(&format!("only-{edition}"));
            let mut child = spawned(&stage);
            until(|| bucket.object(".wanjia/lock").is_some());
            std::thread::sleep(Duration::from_millis(round * 61 % 100));
            child.kill().unwrap();
            child.wait().unwrap();
        }
        drop(over);
        assert!(reader.join().unwrap() > 20);
    });
    bucket.behaves(|manner| manner.slow = Duration::ZERO);
    sent(&stage, &["--delete", "--wait", "0"]);
    let public = tree(&stage.path("public"));
    let mut site = bucket.site();
    // Assets may stay for one more build; everything else is the site.
    site.retain(|path, _| public.contains_key(path) || !path.ends_with(".bin"));
    assert_eq!(site.keys().collect::<Vec<_>>(), public.keys().collect::<Vec<_>>());
    assert!(site == public);
}
