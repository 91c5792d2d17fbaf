//! Fleets.

use super::{desk, tree};
use desk::Desk;
use serde_json::Value as Json;
use std::fs;

/// Two sites of a fleet, whose pages are in their own folders.
fn fleet(yaml: &str) -> Desk {
    let desk = Desk::with(&[]);
    for code in ["610802", "610803"] {
        let site =
            format!("name: 站{code}\nurl: https://example.org/\nregion: {{code: \"{code}\", name: 县}}\n");
        desk.write(&format!("sites/{code}/site.yaml"), site);
        desk.write(
            &format!("sites/{code}/content/a.md"),
            "---\ntitle: 甲\n---\n\n甲。\n",
        );
    }
    desk.write("fleet.yaml", yaml);
    desk
}

fn run(desk: &Desk, line: &[&str]) -> (Option<i32>, Json, String) {
    let run = desk::run(desk.root(), line);
    (
        run.code,
        serde_json::from_str(&run.out).unwrap_or(Json::Null),
        run.said,
    )
}

#[test]
fn each_site_of_a_fleet_goes_to_its_own_place_and_one_that_fails_fails_alone() {
    let desk = fleet("sites: [sites/*]\ndeploy: {to: \"www/{code}\"}\n");
    let (code, json, said) = run(&desk, &["fleet", "deploy", "--format", "json"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(json["sites"][0]["uploaded"].as_u64() > Some(5), "{json}");
    let at = |path: &str| desk.root().join(path);
    for code in ["610802", "610803"] {
        assert!(tree(&at(&format!("www/{code}/current/"))) == tree(&at(&format!("out/{code}"))));
    }
    desk.write("sites/610802/content/a.md", "[没有](none.md)\n");
    desk.write("sites/610803/content/a.md", "---\ntitle: 甲\n---\n\n第二版。\n");
    let (code, json, said) = run(&desk, &["fleet", "deploy", "--format", "json"]);
    assert_eq!(code, Some(1), "{said}");
    assert_eq!(
        (&json["sites"][0]["failed"], &json["sites"][1]["failed"]),
        (&true.into(), &false.into())
    );
    assert_eq!(fs::read_dir(at("www/610802/releases")).unwrap().count(), 1);
    assert_eq!(fs::read_dir(at("www/610803/releases")).unwrap().count(), 2);
    let (code, json, _) = run(
        &desk,
        &[
            "fleet",
            "deploy",
            "--only",
            "610803",
            "--to",
            "far/{code}",
            "--format",
            "json",
        ],
    );
    assert_eq!((code, json["sites"].as_array().unwrap().len()), (Some(0), 1));
    assert!(at("far/610803/current/a/index.html").is_file());
}

#[test]
fn a_place_for_all_sites_at_once_is_refused_and_no_site_says_where_a_fleet_goes() {
    for (yaml, told) in [
        ("sites: [sites/*]\ndeploy: {to: www}\n", "{code}"),
        ("sites: [sites/*]\n", "没有说各站发到哪里"),
        (
            "sites: [sites/*]\ndeploy: {to: \"sites/{code}/content\"}\n",
            "不能发到",
        ),
    ] {
        let desk = fleet(yaml);
        let own = "name: 站\nurl: https://example.org/\ndeploy: elsewhere\n";
        desk.write("sites/610802/site.yaml", own);
        let (code, _, said) = run(&desk, &["fleet", "deploy"]);
        assert!(matches!(code, Some(1 | 2)), "{said}");
        assert!(said.contains(told), "{yaml}: {said}");
        assert!(!desk.root().join("www").exists() && !desk.root().join("out").exists());
    }
}
