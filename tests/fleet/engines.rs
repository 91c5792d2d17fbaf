//! Parts of a fleet, built by engines: at least once, at once, killed half-way; and whether all is there at the end.

use super::*;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// Begins to build a fleet, as an engine does.
fn begin(desk: &Desk, line: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_wanjia"))
        .args(["fleet", "build", "--as-of", desk::DAY])
        .args(line)
        .current_dir(desk.root())
        .env("WANJIA_LANG", "zh")
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn gathered(desk: &Desk) -> Option<i32> {
    wanjia(desk, &["fleet", "gather", "--as-of", desk::DAY]).0
}

#[test]
fn what_is_missing_failed_or_changed_is_named_when_all_parts_are_gathered() {
    let desk = fleet();
    made(&desk);
    let states = || -> (Option<i32>, Vec<String>) {
        let (code, json, _) = wanjia(
            &desk,
            &["fleet", "gather", "--format", "json", "--as-of", desk::DAY],
        );
        let sites = json["sites"].as_array().unwrap();
        (
            code,
            sites
                .iter()
                .map(|site| site["state"].as_str().unwrap().to_owned())
                .collect(),
        )
    };
    let build = |shard: &str| wanjia(&desk, &["fleet", "build", "--shard", shard, "--as-of", desk::DAY]).0;
    assert_eq!(build("1/2"), Some(0));
    assert_eq!(
        states(),
        (Some(1), ["whole", "missing", "whole"].map(str::to_owned).to_vec())
    );
    assert_eq!(build("2/2"), Some(0));
    assert_eq!(
        states(),
        (Some(0), ["whole", "whole", "whole"].map(str::to_owned).to_vec())
    );
    desk.write("out/610802/a/index.html", "别人写的");
    fs::remove_file(desk.root().join("out/610803/b/index.html")).unwrap();
    desk.write(
        "sites/610800/content/c.md",
        "---\ntitle: 丙\n---\n\n[没有](nothing.md)\n",
    );
    assert_eq!(
        wanjia(
            &desk,
            &["fleet", "build", "--only", "610800", "--as-of", desk::DAY]
        )
        .0,
        Some(1)
    );
    assert_eq!(
        states(),
        (
            Some(1),
            ["failed", "damaged", "damaged"].map(str::to_owned).to_vec()
        )
    );
    // However long it would wait, there is nothing to wait for.
    let ages = u64::MAX.to_string();
    let (code, _, said) = wanjia(
        &desk,
        &[
            "fleet",
            "gather",
            "--only",
            "610800",
            "--as-of",
            desk::DAY,
            "--timeout",
            &ages,
        ],
    );
    assert_eq!(code, Some(1), "{said}");
    let (code, _, said) = wanjia(&desk, &["fleet", "gather", "--as-of", "2026-11-24"]);
    assert!(code == Some(1) && said.contains("这一天还没有生成"), "{said}");
}

#[test]
fn a_build_that_was_killed_goes_on_and_everything_is_whole() {
    let desk = fleet();
    made(&desk);
    let line = ["fleet", "build", "--resume", "--as-of", desk::DAY];
    for part in [0, 1, 2] {
        let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_wanjia"))
            .args(line)
            .current_dir(desk.root())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40 + 60 * part));
        child.kill().unwrap();
        child.wait().unwrap();
        for code in ["610800", "610802", "610803"] {
            // What stands is whole, or there is nothing.
            let out = desk.root().join("out").join(code);
            if out.join("manifest.json").is_file() {
                let out = format!("out/{code}");
                assert_eq!(desk::run(desk.root(), &["verify", &out]).code, Some(0));
            }
        }
    }
    assert_eq!(wanjia(&desk, &line).0, Some(0));
    assert_eq!(
        wanjia(&desk, &["fleet", "gather", "--as-of", desk::DAY]).0,
        Some(0)
    );
}

#[test]
fn of_two_runs_at_once_one_is_killed_and_the_other_leaves_every_site_whole_and_nothing_beside_it() {
    let (desk, fresh) = (fleet(), fleet());
    let edit = |desk: &Desk, edition: u64| {
        let page = format!("---\ntitle: 二页\nsummary: 二页。\n---\n\n第{edition}版。\n");
        desk.write("up/content/b.md", &page);
    };
    made(&desk);
    made(&fresh);
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--as-of", desk::DAY]).0,
        Some(0)
    );
    let mut killed = 0;
    for edition in 1..=6 {
        edit(&desk, edition);
        let (mut one, other) = (begin(&desk, &[]), begin(&desk, &[]));
        std::thread::sleep(Duration::from_millis(25 * edition));
        one.kill().unwrap();
        killed += usize::from(!one.wait().unwrap().success());
        let other = other.wait_with_output().unwrap();
        assert!(
            other.status.success(),
            "{}",
            String::from_utf8_lossy(&other.stderr)
        );
        for code in ["610800", "610802", "610803"] {
            let page = read(&desk, &format!("out/{code}/b/index.html"));
            assert!(page.contains(&format!("第{edition}版")), "{code}");
            let verified = desk::run(desk.root(), &["verify", &format!("out/{code}")]);
            assert_eq!(verified.code, Some(0), "{code}: {}", verified.said);
        }
    }
    assert!(killed > 0, "none was killed before its end");
    // What the killed one left is cleared away by the next run.
    for desk in [&desk, &fresh] {
        edit(desk, 7);
        assert_eq!(wanjia(desk, &["fleet", "build", "--as-of", desk::DAY]).0, Some(0));
    }
    let (out, alone) = (desk.root().join("out"), fresh.root().join("out"));
    for code in ["610800", "610802", "610803"] {
        assert_eq!(files(&out.join(code)), files(&alone.join(code)), "{code}");
    }
    let names = fs::read_dir(&out)
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name());
    let hidden: Vec<_> = names
        .filter(|name| name.to_string_lossy().starts_with('.'))
        .collect();
    assert_eq!(hidden, Vec::<std::ffi::OsString>::new());
}

#[test]
fn parts_of_a_fleet_make_the_whole() {
    let desk = fleet();
    made(&desk);
    let (_, json, _) = wanjia(
        &desk,
        &[
            "fleet",
            "build",
            "--shard",
            "1/2",
            "--format",
            "json",
            "--as-of",
            desk::DAY,
        ],
    );
    let codes = |json: &Json| -> Vec<String> {
        json["sites"]
            .as_array()
            .unwrap()
            .iter()
            .map(|site| site["code"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(codes(&json), ["610800", "610803"]);
    let (_, json, _) = wanjia(
        &desk,
        &[
            "fleet",
            "build",
            "--shard",
            "2/2",
            "--format",
            "json",
            "--as-of",
            desk::DAY,
        ],
    );
    assert_eq!(codes(&json), ["610802"]);
    let parts = files(&desk.root().join("out"));
    fs::remove_dir_all(desk.root().join("out")).unwrap();
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--as-of", desk::DAY]).0,
        Some(0)
    );
    assert_eq!(files(&desk.root().join("out")), parts);
    let (code, _, said) = wanjia(&desk, &["fleet", "build", "--only", "610809"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("没有 610809 这个站"), "{said}");
}

#[test]
fn two_tasks_that_build_the_same_sites_at_once_both_succeed() {
    let desk = fleet();
    made(&desk);
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--as-of", desk::DAY]).0,
        Some(0)
    );
    let alone = files(&desk.root().join("out"));
    for line in [&[][..], &["--resume"]] {
        fs::remove_dir_all(desk.root().join("out")).unwrap();
        let tasks: Vec<Child> = (0..4).map(|_| begin(&desk, line)).collect();
        let ended = tasks.into_iter().map(|task| task.wait_with_output().unwrap());
        let said: Vec<String> = ended
            .map(|ended| {
                let said = String::from_utf8(ended.stderr).unwrap();
                assert_eq!(ended.status.code(), Some(0), "{said}");
                said
            })
            .collect();
        assert!(
            said.iter().any(|said| said.contains("另一个任务正在生成")),
            "{said:?}"
        );
        assert_eq!(gathered(&desk), Some(0));
        assert_eq!(files(&desk.root().join("out")), alone);
    }
}

#[test]
fn a_task_that_is_killed_while_another_waits_for_it_leaves_everything_to_the_other() {
    let desk = fleet();
    made(&desk);
    for part in 0..4 {
        let (mut first, second) = (begin(&desk, &["--resume"]), begin(&desk, &["--resume"]));
        std::thread::sleep(Duration::from_millis(30 + 50 * part));
        first.kill().unwrap();
        first.wait().unwrap();
        let ended = second.wait_with_output().unwrap();
        assert_eq!(
            ended.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&ended.stderr)
        );
        assert_eq!(gathered(&desk), Some(0));
        fs::remove_dir_all(desk.root().join("out")).unwrap();
    }
}

#[test]
fn who_gathers_leaves_a_page_for_people_and_a_report_for_programs() {
    let desk = fleet();
    made(&desk);
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--shard", "1/2", "--as-of", desk::DAY]).0,
        Some(0)
    );
    desk.write("out/610803/a/index.html", "别人写的");
    let (code, _, said) = wanjia(&desk, &["fleet", "gather", "--as-of", desk::DAY]);
    assert!(
        code == Some(1) && said.contains("1 个文件，如 a/index.html"),
        "{said}"
    );
    let page = read(&desk, "gathered/index.html");
    assert!(
        page.contains("<a href=\"https://b.example.org/\">榆林市计生协</a></td><td>齐全</td>")
            && page.contains("榆阳区计生协</a></td><td>这一天还没有生成</td>"),
        "{page}"
    );
    let report: Json = serde_json::from_str(&read(&desk, "gathered/report.json")).unwrap();
    assert_eq!(report["sites"][2]["wrong"][0]["path"], "a/index.html");
    assert!(report["sites"][0]["files"].as_u64().unwrap() > 5, "{report}");
    // Nothing is left where it would be published.
    let (code, _, said) = wanjia(&desk, &["fleet", "gather", "--out", "out/610800/x"]);
    assert!(code == Some(2) && said.contains("会被发布出去"), "{said}");
}

#[test]
fn the_jobs_of_an_engine_are_written_and_what_somebody_edited_is_kept() {
    let desk = fleet();
    made(&desk);
    for (engine, file) in [
        ("slurm", "build.sbatch"),
        ("kubernetes", "build.yaml"),
        ("dask", "fleet.py"),
    ] {
        let (code, _, said) = wanjia(&desk, &["fleet", "engine", engine, engine]);
        assert!(code == Some(0) && said.contains("3 个站分成 1 份"), "{said}");
        let file = format!("{engine}/{file}");
        let text = read(&desk, &file);
        assert!(text.contains("生成") && text.contains("--resume"), "{text}");
        desk.write(&file, "改过");
        let (code, _, said) = wanjia(&desk, &["fleet", "engine", engine, engine, "--shards", "5"]);
        assert!(code == Some(0) && said.contains(".new"), "{said}");
        assert_eq!(read(&desk, &file), "改过");
        assert!(desk.root().join(format!("{file}.new")).is_file());
    }
    assert!(read(&desk, "kubernetes/build.yaml.new").contains("completions: 5\n"));
    let (code, _, said) = wanjia(&desk, &["fleet", "engine", "slurm", "sites/610800/content/jobs"]);
    assert!(code == Some(2) && said.contains("会被发布出去"), "{said}");
}

#[cfg(unix)]
#[test]
fn what_a_worker_of_dask_hears_is_heard_in_whatever_language_its_machine_speaks() {
    let desk = fleet();
    made(&desk);
    assert_eq!(wanjia(&desk, &["fleet", "engine", "dask", "jobs"]).0, Some(0));
    desk.write("jobs/distributed.py", "Client = as_completed = None\n");
    desk.write(
        "sites/610800/content/c.md",
        "---\ntitle: 丙\n---\n\n[没有](nothing.md)\n",
    );
    let python = Command::new("python3")
        .args(["-X", "utf8=0", "-c"])
        .arg(format!(
            "import fleet; print(ascii(fleet.build(1, 1, '{}')))",
            desk::DAY
        ))
        .current_dir(desk.root().join("jobs"))
        .env("WANJIA_LANG", "zh")
        .env("PYTHONCOERCECLOCALE", "0")
        .env("LC_ALL", "C")
        .output();
    let Ok(ended) = python else {
        eprintln!("passed by: there is no python3");
        return;
    };
    let said = String::from_utf8(ended.stdout).unwrap();
    let wrong = String::from_utf8_lossy(&ended.stderr);
    // The words are those of the program, and the task is not tried again for them.
    assert!(
        said.starts_with("(1, 1, ") && said.contains("\\u"),
        "{said}{wrong}"
    );
}

#[cfg(unix)]
#[test]
fn what_slurm_would_run_is_a_script_that_builds_its_part() {
    let desk = fleet();
    made(&desk);
    assert_eq!(
        wanjia(&desk, &["fleet", "engine", "slurm", "jobs", "--shards", "2"]).0,
        Some(0)
    );
    let task = |index: &str| {
        Command::new("sh")
            .arg(desk.root().join("jobs/build.sbatch"))
            .env("SLURM_ARRAY_TASK_ID", index)
            .env("WANJIA_SHARDS", "2")
            .env("WANJIA_DAY", desk::DAY)
            .env("SLURM_RESTART_COUNT", "3")
            .output()
            .unwrap()
    };
    assert_eq!(task("1").status.code(), Some(0));
    assert_eq!(gathered(&desk), Some(1));
    assert_eq!(task("0").status.code(), Some(0));
    assert_eq!(gathered(&desk), Some(0));
    let said = String::from_utf8(task("2").stderr).unwrap();
    assert!(said.contains("SLURM_ARRAY_TASK_ID=2"), "{said}");
}
