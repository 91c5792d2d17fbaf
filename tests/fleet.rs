//! Fleets, as people use them: a table becomes sites, all are built, one that fails fails alone.

mod desk;
#[path = "fleet/engines.rs"]
mod engines;
#[path = "fleet/report.rs"]
mod report;

use desk::Desk;
use serde_json::Value as Json;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Three sites of a table on top of a national one.
fn fleet() -> Desk {
    let desk = Desk::with(&[]);
    desk.write(
        "up/site.yaml",
        "name: 国家站\nurl: https://example.org/\ntheme: bare\nregion: {code: \"000000\", name: 全国}\n",
    );
    desk.write(
        "up/facts.yaml",
        "护理假:\n  label: 配偶护理假\n  status: local\n  unit: 天\n  required: true\n",
    );
    desk.write(
        "up/content/a.md",
        "---\ntitle: 一页\nsummary: 一页。\n---\n\n护理假{{护理假}}。\n\n## 怎么办\n\n照办。\n",
    );
    desk.write(
        "up/content/b.md",
        "---\ntitle: 二页\nsummary: 二页。\n---\n\n二页。\n",
    );
    // A component that shows the site: what one site made of a page above is not what another makes.
    desk.write(
        "up/content/c.md",
        "---\ntitle: 三页\nsummary: 三页。\n---\n\n```whose\n名: 甲\n```\n",
    );
    desk.write(
        "themes/bare/templates/components/whose.html",
        "<p>本站是{{ site.name }}</p>",
    );
    desk.write("themes/bare/theme.yaml", "features: [component_site]\n");
    let theme = desk.root().join("themes");
    copy(&theme, &desk.root().join("up/themes"));
    desk.write(
        "counties.csv",
        "code,name,url,phone,配偶护理假\n610802,榆阳区计生协,https://a.example.org/,0912-1234567,20\n610800,榆林市计生协,https://b.example.org/,,15天\n610803,横山区计生协,https://c.example.org/,,15\n",
    );
    desk.write("fleet.yaml", "upstream: up\ntable: counties.csv\n");
    desk
}

fn copy(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().flatten() {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).unwrap();
        } else {
            fs::copy(entry.path(), &target).unwrap();
        }
    }
}

fn wanjia(desk: &Desk, line: &[&str]) -> (Option<i32>, Json, String) {
    let run = desk::run(desk.root(), line);
    (
        run.code,
        serde_json::from_str(&run.out).unwrap_or(Json::Null),
        run.said,
    )
}

fn read(desk: &Desk, path: &str) -> String {
    fs::read_to_string(desk.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn made(desk: &Desk) {
    let (code, _, said) = wanjia(desk, &["fleet", "new"]);
    assert_eq!(code, Some(0), "{said}");
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let all = walkdir::WalkDir::new(folder).into_iter().flatten();
    let files = all.filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            (
                entry.path().strip_prefix(folder).unwrap().display().to_string(),
                fs::read(entry.path()).unwrap(),
            )
        })
        .collect()
}

#[test]
fn a_row_becomes_a_site_on_top_of_the_next_region_above_it_and_what_is_there_stays() {
    let desk = fleet();
    made(&desk);
    let site = read(&desk, "sites/610802/site.yaml");
    for line in [
        "name: 榆阳区计生协",
        "url: https://a.example.org/",
        "name: 榆阳区}",
        "extends: ../610800",
        "  phone: 0912-1234567",
    ] {
        assert!(site.contains(line), "{line} in {site}");
    }
    assert!(read(&desk, "sites/610800/site.yaml").contains("extends: ../../up"));
    assert!(read(&desk, "sites/610802/facts.yaml").contains("护理假: {value: 20, unit: 天}\n"));
    desk.write("sites/610802/site.yaml", site.clone() + "# 县里的话\n");
    let rows = read(&desk, "counties.csv")
        + "610804,,,,\n6108,甲,,,\n610881,神木市计生协,https://d.example.org/,,\n";
    desk.write("counties.csv", rows);
    let (code, _, said) = wanjia(&desk, &["fleet", "new"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("第 5 行：没有名称") && said.contains("第 6 行：“6108”不是六位行政区划代码"),
        "{said}"
    );
    assert!(said.contains("新建了 1 个站，3 个已经有了"), "{said}");
    assert!(read(&desk, "sites/610802/site.yaml").ends_with("# 县里的话\n"));
    assert!(desk.root().join("sites/610881/site.yaml").is_file());
}

#[test]
fn a_table_and_an_upstream_are_enough_to_begin_a_fleet() {
    let desk = fleet();
    fs::remove_file(desk.root().join("fleet.yaml")).unwrap();
    let (code, _, said) = wanjia(&desk, &["fleet", "build"]);
    assert_eq!(code, Some(2));
    assert!(said.contains("wanjia fleet new"), "{said}");
    let (code, _, said) = wanjia(&desk, &["fleet", "new", "counties.csv", "--upstream", "up"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(read(&desk, "fleet.yaml").contains("upstream: up\ntable: counties.csv"));
}

#[test]
fn each_output_is_what_a_build_in_the_sites_folder_makes() {
    let desk = fleet();
    made(&desk);
    let (code, json, said) = wanjia(
        &desk,
        &["fleet", "build", "--as-of", desk::DAY, "--format", "json"],
    );
    assert_eq!(code, Some(0), "{said}");
    let sites = json["sites"].as_array().unwrap();
    assert_eq!(sites.len(), 3);
    let mut names = BTreeSet::new();
    for site in sites {
        let code = site["code"].as_str().unwrap();
        assert!(
            site["pages"].as_u64().unwrap() > 3 && site["failed"] == false,
            "{site}"
        );
        let root = format!("sites/{code}");
        let out = format!("alone/{code}");
        let alone = desk::run(
            desk.root(),
            &["build", "--root", &root, "--out", &out, "--as-of", desk::DAY],
        );
        assert_eq!(alone.code, Some(0), "{}", alone.said);
        let of_fleet = files(Path::new(site["out"].as_str().unwrap()));
        let page = String::from_utf8_lossy(&of_fleet["c/index.html"]).into_owned();
        let whose = page
            .split("本站是")
            .nth(1)
            .and_then(|rest| rest.split('<').next());
        assert!(names.insert(whose.unwrap().to_owned()), "{page}");
        assert!(
            of_fleet.len() > 5 && of_fleet == files(&desk.root().join(&out)),
            "{code}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_large_file_that_several_sites_have_takes_room_once_and_each_site_goes_its_own_way() {
    use std::os::unix::fs::MetadataExt;
    let desk = fleet();
    desk.write("up/static/book.txt", "册子。".repeat(20_000));
    desk.write("up/static/note.txt", "便条。");
    made(&desk);
    let build = |more: &[&str]| {
        let line = [&["fleet", "build", "--as-of", desk::DAY], more].concat();
        let (code, _, said) = wanjia(&desk, &line);
        assert_eq!(code, Some(0), "{said}");
    };
    let about = |site: &str, file: &str| fs::metadata(desk.root().join("out").join(site).join(file)).unwrap();
    let inode = |site: &str, file: &str| about(site, file).ino();
    build(&[]);
    assert_eq!(inode("610802", "book.txt"), inode("610803", "book.txt"));
    assert_eq!(about("610802", "book.txt").nlink(), 3);
    assert_ne!(inode("610802", "note.txt"), inode("610803", "note.txt"));
    let before = inode("610800", "book.txt");
    // Somebody writes into the output of one site: it is one file, and each site gets its own words back.
    let spoilt = desk.root().join("out/610802/book.txt");
    fs::write(&spoilt, "别的话").unwrap();
    build(&[]);
    for site in ["610800", "610802", "610803"] {
        assert_eq!(about(site, "book.txt").len(), 180_000, "{site}");
    }
    assert_ne!(inode("610800", "book.txt"), before);
    // A site has its own file: the others keep theirs.
    desk.write("sites/610803/static/book.txt", "本县的册子。".repeat(9_000));
    desk.write("up/static/book.txt", "新册子。".repeat(20_000));
    build(&[]);
    assert!(read(&desk, "out/610803/book.txt").starts_with("本县的册子。"));
    assert!(read(&desk, "out/610802/book.txt").starts_with("新册子。"));
    fs::remove_dir_all(desk.root().join("out")).unwrap();
    build(&["--copy"]);
    assert_ne!(inode("610800", "book.txt"), inode("610802", "book.txt"));
}

#[test]
fn a_site_that_is_broken_fails_alone_and_keeps_its_old_output() {
    let desk = fleet();
    made(&desk);
    assert_eq!(wanjia(&desk, &["fleet", "build"]).0, Some(0));
    let before = files(&desk.root().join("out/610802"));
    desk.write(
        "sites/610802/content/c.md",
        "---\ntitle: 丙\n---\n\n[没有](nothing.md)\n",
    );
    desk.write(
        "up/content/b.md",
        "---\ntitle: 二页\nsummary: 二页。\n---\n\n改过的二页。\n",
    );
    let (code, json, _) = wanjia(&desk, &["fleet", "build", "--format", "json"]);
    assert_eq!(code, Some(1));
    let failed: Vec<(&str, bool)> = json["sites"]
        .as_array()
        .unwrap()
        .iter()
        .map(|site| (site["code"].as_str().unwrap(), site["failed"].as_bool().unwrap()))
        .collect();
    assert_eq!(failed, [("610800", false), ("610802", true), ("610803", false)]);
    let rules: Vec<&str> = json["sites"][1]["diagnostics"]
        .as_array()
        .unwrap()
        .iter()
        .map(|told| told["rule"].as_str().unwrap())
        .collect();
    assert!(rules.contains(&"link-broken"), "{rules:?}");
    assert_eq!(files(&desk.root().join("out/610802")), before);
    assert!(read(&desk, "out/610803/b/index.html").contains("改过的"));
    let (code, _, said) = wanjia(&desk, &["fleet", "build"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("sites/610802/content/c.md")
            && said.contains("3 个站：2 个生成了，0 个没有变，1 个没有发布"),
        "{said}"
    );
}

#[test]
fn a_build_that_goes_on_passes_by_what_did_not_change() {
    let desk = fleet();
    made(&desk);
    let written = |line: &[&str]| -> Vec<u64> {
        let (_, json, _) = wanjia(&desk, line);
        json["sites"]
            .as_array()
            .unwrap()
            .iter()
            .map(|site| site["written"].as_u64().unwrap())
            .collect()
    };
    let resume = ["fleet", "build", "--resume", "--format", "json"];
    assert!(written(&resume).iter().all(|written| *written > 0));
    let records = |code: &str| {
        fs::metadata(desk.root().join(format!(".wanjia/fleet/{code}.json")))
            .unwrap()
            .modified()
            .unwrap()
    };
    let before = records("610800");
    assert_eq!(written(&resume), [0, 0, 0]);
    assert_eq!(records("610800"), before, "it was built again");
    desk.write(
        "up/content/b.md",
        "---\ntitle: 二页\nsummary: 二页。\n---\n\n改过的二页。\n",
    );
    assert!(written(&resume).iter().all(|written| *written > 0));
    fs::remove_dir_all(desk.root().join("out/610803")).unwrap();
    fs::remove_file(desk.root().join("out/610800/b/index.html")).unwrap();
    let again = written(&resume);
    assert!(again[0] > 0 && again[1] == 0 && again[2] > 0, "{again:?}");
}

#[test]
fn the_state_of_all_sites_is_a_table_and_an_edit_above_is_seen_before_it_is_published() {
    let desk = fleet();
    made(&desk);
    let state = |day: &str| wanjia(&desk, &["fleet", "status", "--format", "json", "--as-of", day]).1;
    let first = &state(desk::DAY)["sites"][0];
    assert!(
        first["built"].is_null()
            && first["code"] == "610800"
            && first["missing"] == 0
            && first["errors"].is_null(),
        "{first}"
    );
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--as-of", desk::DAY]).0,
        Some(0)
    );
    let run = desk::run(
        desk.root(),
        &["localize", "a", "--section", "怎么办", "--root", "sites/610802"],
    );
    assert_eq!(run.code, Some(0), "{}", run.said);
    let impact = |path: &str| -> Vec<String> {
        let (_, json, said) = wanjia(&desk, &["fleet", "impact", path, "--format", "json"]);
        let sites = json["sites"].as_array().unwrap_or_else(|| panic!("{said}"));
        sites
            .iter()
            .map(|site| site["state"].as_str().unwrap().to_owned())
            .collect()
    };
    assert_eq!(impact("a"), ["inherited", "overridden", "inherited"]);
    let text = read(&desk, "up/content/a.md").replace("照办。", "照新的办。");
    desk.write("up/content/a.md", text);
    assert_eq!(impact("content/a.md"), ["inherited", "drifted", "inherited"]);
    let json = state(desk::DAY);
    let county = &json["sites"][1];
    assert!(
        county["built"] == desk::DAY && county["drifted"] == 1 && county["pages"].as_u64() > Some(3),
        "{county}"
    );
    let (code, _, said) = wanjia(&desk, &["fleet", "impact", "nothing"]);
    assert!(code == Some(2) && said.contains("哪个站都没有 nothing"), "{said}");
    let html = desk::run(desk.root(), &["fleet", "status", "--format", "html"]).out;
    assert!(html.contains("<td>榆阳区计生协</td>"), "{html}");
}

#[test]
fn all_sites_are_inspected_and_the_findings_are_counted() {
    let desk = fleet();
    made(&desk);
    desk.write(
        "sites/610803/content/c.md",
        "---\ntitle: 丙\nsummary: 丙。\n---\n\n找老李13800138000。\n",
    );
    let (code, json, _) = wanjia(
        &desk,
        &["fleet", "check", "--format", "json", "--as-of", desk::DAY],
    );
    assert_eq!(code, Some(1));
    let site = &json["sites"][2];
    assert!(
        site["failed"] == true && site["diagnostics"].to_string().contains("personal-phone"),
        "{site}"
    );
    assert_eq!(json["sites"][0]["failed"], false);
}

#[test]
fn two_folders_of_one_code_and_a_fleet_yaml_that_is_wrong_are_told() {
    let desk = fleet();
    made(&desk);
    copy(&desk.root().join("sites/610802"), &desk.root().join("more/x"));
    desk.write("fleet.yaml", "upstream: up\nsites: [sites/*, more/*]\n");
    let (code, json, said) = wanjia(&desk, &["fleet", "build", "--format", "json"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("610802 有几个站") && said.contains("more/x"),
        "{said}"
    );
    assert_eq!(json["sites"].as_array().unwrap().len(), 2);
    desk.write("fleet.yaml", "upstream: up\nsite: [sites/*]\nout: public\n");
    let (code, _, said) = wanjia(&desk, &["fleet", "build"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("fleet.yaml:2:1") && said.contains("{code}"),
        "{said}"
    );
}

#[test]
fn a_table_that_is_not_the_one_of_the_fleet_makes_no_sites_that_nobody_builds() {
    let desk = fleet();
    made(&desk);
    desk.write("other.csv", "code,name\n610881,神木市计生协\n");
    let (code, _, said) = wanjia(&desk, &["fleet", "new", "other.csv"]);
    assert!(
        code == Some(2) && said.contains("table 是 counties.csv"),
        "{said}"
    );
    assert!(!desk.root().join("sites/610881").exists());
    let (code, _, said) = wanjia(&desk, &["fleet", "new", "--upstream", "sites/610800"]);
    assert!(code == Some(2) && said.contains("upstream 是 up"), "{said}");
    // A row that is taken out is told, and what is there stays.
    desk.write("counties.csv", "code,name\n610800,榆林市计生协\n");
    let (code, json, said) = wanjia(&desk, &["fleet", "build", "--format", "json"]);
    assert!(
        code == Some(0) && said.contains("sites/610802 不在表格里"),
        "{said}"
    );
    assert_eq!(json["sites"].as_array().unwrap().len(), 1);
}

#[test]
fn a_plan_is_looked_at_before_anything_is_written() {
    let desk = fleet();
    let (code, _, said) = wanjia(&desk, &["fleet", "new", "--dry-run"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains("610802  榆阳区计生协  榆阳区  ← sites/610800") && said.contains("会新建 3 个站"),
        "{said}"
    );
    assert!(!desk.root().join("sites").exists());
}

#[test]
fn a_plan_that_fails_leaves_no_fleet_yaml() {
    let desk = fleet();
    fs::remove_file(desk.root().join("fleet.yaml")).unwrap();
    desk.write("empty/x", "");
    let (code, _, said) = wanjia(&desk, &["fleet", "new", "counties.csv", "--upstream", "empty"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(
        said.contains("610800 榆林市计生协\n")
            && said.contains("上级 610800 没有新建成")
            && !desk.root().join("fleet.yaml").exists(),
        "{said}"
    );
}

#[test]
fn a_county_waits_for_its_city_and_one_that_was_too_early_is_told() {
    let desk = fleet();
    desk.write(
        "counties.csv",
        "code,name\n610802,榆阳区计生协\n610800,榆林市计生协\n610800,榆林市又一个\n",
    );
    let (_, _, said) = wanjia(&desk, &["fleet", "new"]);
    assert!(
        said.contains("610802 的上级 610800 在表里有几行") && said.contains("新建了 0 个站"),
        "{said}"
    );
    desk.write("counties.csv", "code,name\n610802,榆阳区计生协\n");
    made(&desk);
    desk.write(
        "counties.csv",
        "code,name\n610802,榆阳区计生协\n610800,榆林市计生协\n",
    );
    let (code, _, said) = wanjia(&desk, &["fleet", "new"]);
    assert!(
        code == Some(1) && said.contains("上级还是 ../../up，现在有 610800 了"),
        "{said}"
    );
}

#[test]
fn values_that_cannot_be_facts_are_told_and_never_published() {
    let desk = fleet();
    desk.write("up/facts.yaml", "护理假:\n  status: local\n  required: true\n");
    desk.write("counties.csv", "code,name,护理假,联系人\n610800,榆林市计生协,15,张三\n610802,榆阳区计生协,—,\n610803,横山区计生协,15天,\n");
    let (code, _, said) = wanjia(&desk, &["fleet", "new"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("“护理假”这一列第 2 行只有数，没有单位") && said.contains("上级没有“联系人”这个事实"),
        "{said}"
    );
    for (code, written) in [
        ("610800", "护理假:\n  status: local"),
        ("610802", "护理假:\n  status: local"),
        ("610803", "护理假: {value: 15, unit: 天}"),
    ] {
        let facts = read(&desk, &format!("sites/{code}/facts.yaml"));
        assert!(
            facts.contains(written) && !facts.contains("张三"),
            "{code}: {facts}"
        );
    }
}

#[test]
fn an_output_is_never_inside_what_authors_of_any_site_write() {
    let desk = fleet();
    made(&desk);
    for out in [
        "up/content/{code}",
        "up/static/x/{code}",
        "sites/610800/content/{code}",
    ] {
        desk.write(
            "fleet.yaml",
            format!("upstream: up\ntable: counties.csv\nout: {out}\n"),
        );
        let (code, _, said) = wanjia(&desk, &["fleet", "build"]);
        assert!(
            code == Some(2) && said.contains("改 fleet.yaml 的 out"),
            "{out}: {said}"
        );
    }
}

#[cfg(unix)]
#[test]
fn no_site_is_published_or_sent_into_the_place_of_another_one() {
    let desk = fleet();
    made(&desk);
    let whole = desk.root().canonicalize().unwrap();
    std::fs::create_dir_all(whole.join("out/610800/x")).unwrap();
    std::os::unix::fs::symlink(whole.join("out/610800/x"), whole.join("out/610802")).unwrap();
    for line in [
        vec!["fleet", "build"],
        vec!["fleet", "deploy", "--to", "../www/{code}"],
    ] {
        let (code, _, said) = wanjia(&desk, &line);
        assert_eq!(code, Some(2), "{said}");
        assert!(
            said.contains("610802 榆阳区计生协") && said.contains("610800 榆林市计生协"),
            "{said}"
        );
    }
    std::fs::remove_file(whole.join("out/610802")).unwrap();
    std::fs::remove_dir_all(whole.join("out/610800")).unwrap();
    // The folder of one site among the files of another.
    let (code, _, said) = wanjia(&desk, &["fleet", "deploy", "--to", "out/610800/{code}"]);
    assert_eq!(code, Some(2), "{said}");
    assert!(files(&whole.join("out")).is_empty(), "nothing was written");
    let (code, _, said) = wanjia(&desk, &["fleet", "deploy", "--to", "www/{code}"]);
    assert_eq!(code, Some(0), "{said}");
}

#[test]
fn the_region_of_a_row_is_the_place_of_its_code_and_one_that_cannot_be_is_told() {
    let desk = fleet();
    desk.write(
        "counties.csv",
        "code,name\n330102,杭州市上城区计划生育协会\n330103,杭州市计划生育协会\n330522,中国计划生育协会长兴县分会\n",
    );
    let (code, _, said) = wanjia(&desk, &["fleet", "new"]);
    assert_eq!(code, Some(1));
    assert!(
        said.contains("第 3 行：名称里的“杭州市”不像是 330103 的地名"),
        "{said}"
    );
    assert!(read(&desk, "sites/330102/site.yaml").contains("name: 上城区}"));
    assert!(read(&desk, "sites/330522/site.yaml").contains("name: 长兴县}"));
}

#[test]
fn a_site_is_not_made_below_a_region_that_it_does_not_lie_in() {
    let desk = fleet();
    let up = read(&desk, "up/site.yaml").replace(
        "{code: \"000000\", name: 全国}",
        "{code: \"330000\", name: 浙江省}",
    );
    desk.write("up/site.yaml", up);
    for (line, end) in [
        (&["fleet", "new", "--dry-run"][..], "会新建 0 个站"),
        (&["fleet", "new"], "新建了 0 个站"),
    ] {
        let (code, _, said) = wanjia(&desk, line);
        assert_eq!(code, Some(1));
        assert!(
            said.contains("610800 榆林市不在上级站“国家站”的 330000 浙江省里")
                && said.contains("上级 610800 没有新建成")
                && said.contains(end),
            "{said}"
        );
        assert!(!desk.root().join("sites/610800").exists());
    }
    let line = ["fork", "up", "x", "--name", "榆阳区", "--region", "610802:榆阳区"];
    let (code, _, said) = wanjia(&desk, &line);
    assert!(code == Some(2) && said.contains("核对地区的代码"), "{said}");
    assert!(!desk.root().join("x").exists());
}

#[test]
fn what_is_not_known_of_a_site_is_not_zero_and_one_that_was_not_published_says_so() {
    let desk = fleet();
    made(&desk);
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--as-of", desk::DAY]).0,
        Some(0)
    );
    let site = read(&desk, "sites/610803/site.yaml");
    desk.write(
        "sites/610803/content/c.md",
        "---\ntitle: 丙\nsummary: 丙。\n---\n\n[[没有的办法]]\n",
    );
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--as-of", desk::DAY]).0,
        Some(1)
    );
    desk.write(
        "sites/610803/site.yaml",
        site.replace("extends: ../610800", "extends: ../nowhere"),
    );
    let (code, json, _) = wanjia(&desk, &["fleet", "status", "--format", "json"]);
    assert_eq!(code, Some(1));
    let state = &json["sites"][2];
    for field in ["missing", "drifted", "orphaned", "identity"] {
        assert!(state[field].is_null(), "{field} in {state}");
    }
    assert!(state["failed"] == true && state["built"] == desk::DAY, "{state}");
    assert!(state["errors"].as_u64() > Some(0), "{state}");
    let (_, _, said) = wanjia(&desk, &["fleet", "status"]);
    assert!(
        said.contains("1 个上次生成有错误、没有发布，1 个读不到"),
        "{said}"
    );
    let html = desk::run(desk.root(), &["fleet", "status", "--format", "html"]).out;
    assert!(
        html.contains(&format!(
            "上次生成有错误，没有发布；发布着的还是 {} 的",
            desk::DAY
        )),
        "{html}"
    );
}

#[test]
fn a_row_without_a_site_is_named_in_the_state_in_what_was_gathered_and_in_the_report() {
    let desk = fleet();
    made(&desk);
    assert_eq!(
        wanjia(&desk, &["fleet", "build", "--as-of", desk::DAY]).0,
        Some(0)
    );
    fs::remove_dir_all(desk.root().join("sites/610803")).unwrap();
    let as_of = ["--as-of", desk::DAY, "--format", "json"];
    let json = |line: &[&str]| wanjia(&desk, &[line, &as_of[..]].concat());
    let (code, status, _) = json(&["fleet", "status"]);
    assert!(
        code == Some(1) && status["sites"][2]["code"] == "610803",
        "{status}"
    );
    assert!(status["sites"][2]["missing"].is_null() && status["sites"][2]["error"].is_string());
    let (code, gathered, _) = json(&["fleet", "gather", "--timeout", "0"]);
    assert_eq!(code, Some(1));
    assert_eq!(gathered["sites"][2]["state"], "absent", "{gathered}");
    let (_, report, _) = json(&["fleet", "report"]);
    assert_eq!(report["unread"][0]["code"], "610803", "{report}");
    wanjia(&desk, &["fleet", "report", "--as-of", desk::DAY, "--out", "r"]);
    let page = read(&desk, "r/index.html");
    assert!(
        page.contains("<li>610803 横山区计生协：表格里有，还没有新建</li>")
            && page.contains("还没有填的事实（1 个没有数进去的站，不知道）"),
        "{page}"
    );
    let map = read(&desk, "r/map.svg");
    for words in [
        "610803 横山区计生协：没有数进去",
        "年各站点亮的条款</text>",
        "3至5条",
        "个站当年有自己内容的条款数",
    ] {
        assert!(map.contains(words), "{words} in {map}");
    }
}

#[test]
fn new_sites_are_on_top_of_the_archive_that_the_others_have_moved_to() {
    let desk = fleet();
    for name in ["up1.zip", "up2.zip"] {
        let run = desk::run(desk.root(), &["pack", "--root", "up", "--out", name]);
        assert_eq!(run.code, Some(0), "{}", run.said);
        desk.write(
            "up/content/d.md",
            "---\ntitle: 四页\nsummary: 四页。\n---\n\n四页。\n",
        );
    }
    desk.write(
        "counties.csv",
        "code,name\n610802,榆阳区计生协\n610803,横山区计生协\n",
    );
    desk.write(
        "fleet.yaml",
        "# 我们的\nupstream: up1.zip # 省里给的\ntable: counties.csv\n",
    );
    made(&desk);
    let (_, _, said) = wanjia(&desk, &["fleet", "update", "--to", "up2.zip", "--only", "610802"]);
    assert!(said.contains("fleet.yaml 的 upstream 还是 up1.zip"), "{said}");
    let (code, _, said) = wanjia(&desk, &["fleet", "update", "--to", "up2.zip"]);
    assert!(
        code == Some(0) && said.contains("从 up1.zip 改成了 up2.zip"),
        "{said}"
    );
    assert_eq!(
        read(&desk, "fleet.yaml"),
        "# 我们的\nupstream: up2.zip # 省里给的\ntable: counties.csv\n"
    );
}

#[test]
fn an_archive_that_was_replaced_is_no_zero_and_its_way_out_is_that_of_a_fleet() {
    let desk = fleet();
    let pack = || desk::run(desk.root(), &["pack", "--root", "up", "--out", "up.zip"]);
    pack();
    desk.write("counties.csv", "code,name\n610802,榆阳区计生协\n");
    desk.write("fleet.yaml", "upstream: up.zip\ntable: counties.csv\n");
    made(&desk);
    fs::remove_file(desk.root().join("up.zip")).unwrap();
    desk.write(
        "up/content/d.md",
        "---\ntitle: 四页\nsummary: 四页。\n---\n\n四页。\n",
    );
    pack();
    let (code, json, _) = wanjia(&desk, &["fleet", "status", "--format", "json"]);
    let state = &json["sites"][0];
    assert!(
        code == Some(1) && state["missing"].is_null() && state["error"].is_string(),
        "{state}"
    );
    let (_, _, said) = wanjia(&desk, &["fleet", "build"]);
    assert!(said.contains("wanjia fleet update"), "{said}");
}

#[test]
fn what_a_table_says_later_is_told_and_fills_only_what_is_still_empty() {
    let desk = fleet();
    desk.write(
        "counties.csv",
        "code,name\n610802,榆阳区计生协\n610803,横山区计生协\n",
    );
    made(&desk);
    let own = read(&desk, "sites/610803/facts.yaml")
        .replace("护理假:\n  status: local", "护理假: {value: 10, unit: 天}");
    desk.write("sites/610803/facts.yaml", own.clone());
    desk.write(
        "counties.csv",
        "code,name,url,email,护理假\n610802,榆阳区计划生育协会,https://a.example.org/,a@example.org,20\n610803,横山区计生协,,,15天\n",
    );
    let (code, _, said) = wanjia(&desk, &["fleet", "new"]);
    assert_eq!(code, Some(0), "{said}");
    for words in [
        "name 表格是“榆阳区计划生育协会”，站里是“榆阳区计生协”",
        "url 表格是“https://a.example.org/”，站里没有写",
        "护理假 表格是“20天”，站里没有写",
        "护理假 表格是“15天”，站里是“10天”",
        "wanjia fleet new --apply",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    assert!(!read(&desk, "sites/610802/site.yaml").contains("a.example.org"));
    let (code, _, said) = wanjia(&desk, &["fleet", "new", "--apply"]);
    assert!(
        code == Some(0) && said.contains("按表格填了 3 处空着的"),
        "{said}"
    );
    let site = read(&desk, "sites/610802/site.yaml");
    assert!(
        site.contains("\nurl: https://a.example.org/\n") && site.contains("\n  email: a@example.org\n"),
        "{site}"
    );
    assert!(
        site.contains("name: 榆阳区计生协\n"),
        "what its authors wrote stays"
    );
    assert!(read(&desk, "sites/610802/facts.yaml").contains("\n护理假: {value: 20, unit: 天}\n"));
    assert_eq!(read(&desk, "sites/610803/facts.yaml"), own);
    let (_, _, said) = wanjia(&desk, &["fleet", "new"]);
    assert!(
        !said.contains("护理假 表格是“20天”") && said.contains("name 表格是"),
        "{said}"
    );
}
