//! The yearly report: what content says, by its own days, and nothing else.

use super::*;

/// Two counties on top of a national site with a notice of two clauses.
fn worked() -> Desk {
    let desk = fleet();
    desk.write(
        "up/content/policies/_index.md",
        "---\ntitle: 政策\ncontains: policy\n---\n",
    );
    desk.write(
        "up/content/policies/notice.md",
        "---\ntitle: 关于婚育新风的通知\nnumber: 国计生协〔2021〕19号\nissued: 2021-08-18\nsummary: 通知。\n---\n\n## 一、先讲\n\n讲清楚。\n\n## 二、再办\n\n办好。\n",
    );
    desk.write(
        "up/content/policies/other.md",
        "---\ntitle: 别的办法\nnumber: 国计生协〔2020〕1号\nissued: 2020-08-18\nsummary: 办法。\n---\n\n## 一、别的\n\n别的。\n",
    );
    let page = |path: &str, text: &str| desk.write(path, text);
    page(
        "up/content/explainers/a.md",
        "---\ntitle: 上级的解读\nkind: explainer\ndate: 2026-02-01\nsummary: 解读。\nexplains: [\"国计生协〔2021〕19号#一\"]\n---\n\n先讲清楚。\n",
    );
    page(
        "up/content/campaigns/b.md",
        "---\ntitle: 新风行动\nkind: campaign\nsummary: 行动。\nbasis: [\"国计生协〔2021〕19号#二\"]\nperiod: {start: 2026-01-01, end: 2026-12-31}\n---\n\n办起来。\n",
    );
    made(&desk);
    page(
        "sites/610802/content/explainers/mine.md",
        "---\ntitle: 县里的解读\nkind: explainer\ndate: 2026-03-01\nsummary: 解读。\nexplains: [\"国计生协〔2021〕19号#一\"]\n---\n\n先讲清楚。\n",
    );
    page(
        "sites/610802/content/explainers/old.md",
        "---\ntitle: 去年的解读\nkind: explainer\ndate: 2025-03-01\nsummary: 解读。\nexplains: [\"国计生协〔2021〕19号#一\"]\n---\n\n先讲清楚。\n",
    );
    page(
        "sites/610802/content/explainers/draft.md",
        "---\ntitle: 没写完的解读\nkind: explainer\ndraft: true\ndate: 2026-03-01\nsummary: 解读。\nexplains: [\"国计生协〔2021〕19号#一\"]\n---\n\n先讲清楚。\n",
    );
    page(
        "sites/610803/content/explainers/undated.md",
        "---\ntitle: 没写日子的解读\nkind: explainer\nsummary: 解读。\nexplains: [\"国计生协〔2021〕19号#一\"]\n---\n\n先讲清楚。\n",
    );
    let event = |name: &str, start: &str, more: &str| {
        desk.write(
            &format!("sites/610803/content/events/{name}.md"),
            format!("---\ntitle: 活动{name}\nkind: event\nsummary: 活动。\nstart: {start}\nplace: 村里\ncampaign: campaigns/b\n{more}---\n\n来吧。\n"),
        );
    };
    event("done", "2026-05-01", "");
    event("ahead", "2026-12-12", "");
    event("over", "2026-04-01", "expires: 2026-04-30\n");
    event("next", "2027-01-01", "");
    desk
}

fn report(desk: &Desk, line: &[&str]) -> Json {
    let line = [
        &["fleet", "report", "--year", "2026", "--as-of", desk::DAY][..],
        line,
    ]
    .concat();
    let (code, json, said) = wanjia(desk, &line);
    assert_eq!(code, Some(0), "{said}");
    json
}

/// What is on a clause of the first policy: sites, done, planned, undated, sites that only inherit.
fn on(json: &Json, clause: &str, kind: &str) -> (Vec<String>, [u64; 4]) {
    let clauses = json["policies"][0]["clauses"].as_array().unwrap();
    let has = &clauses.iter().find(|row| row["clause"] == clause).unwrap()["has"][kind];
    let sites = has["sites"].as_array().unwrap().iter();
    let number = |value: &Json| value.as_u64().unwrap();
    let items = &has["items"];
    (
        sites.map(|code| code.as_str().unwrap().to_owned()).collect(),
        [
            number(&items["done"]),
            number(&items["planned"]),
            number(&items["undated"]),
            number(&has["inherited"]),
        ],
    )
}

#[test]
fn what_counts_is_dated_in_the_year_and_what_says_no_day_stands_apart() {
    let desk = worked();
    let json = report(&desk, &["--format", "json"]);
    let codes = |codes: &[&str]| codes.iter().map(|code| (*code).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        json["policies"].as_array().unwrap().len(),
        1,
        "nobody works on the other one"
    );
    assert_eq!(
        on(&json, "一", "explainer"),
        (codes(&["610802", "610803"]), [1, 0, 1, 1])
    );
    assert_eq!(on(&json, "二", "campaign"), (Vec::new(), [0, 0, 0, 3]));
    // Also what is no longer on the site took place.
    assert_eq!(on(&json, "二", "activity"), (codes(&["610803"]), [2, 1, 0, 0]));
    assert_eq!(on(&json, "一", "activity"), (Vec::new(), [0, 0, 0, 0]));
    let items = json["sites"][1]["items"].as_array().unwrap();
    let titles: Vec<&str> = items.iter().map(|item| item["title"].as_str().unwrap()).collect();
    assert_eq!(titles, ["县里的解读", "配偶护理假"]);
    assert!(
        items[1]["detail"] == "20天" && items[1]["when"] == "undated",
        "{}",
        items[1]
    );
}

#[test]
fn a_report_is_a_page_a_document_tables_and_a_map() {
    let desk = worked();
    report(&desk, &[]);
    let page = read(&desk, "report-2026/index.html");
    for words in [
        "《关于婚育新风的通知》（国计生协〔2021〕19号）",
        "1站：2＋1待办",
        "2站：1＋1无日期；沿用1站",
        "<a href=\"https://a.example.org/explainers/mine/\">县里的解读</a>，2026-03-01",
        "<span class=\"tag\">待办</span>",
        "<h3>陕西省</h3>",
    ] {
        assert!(page.contains(words), "{words} in {page}");
    }
    assert!(
        !page.contains("去年的解读") && !page.contains("没写完的解读") && !page.contains("活动next"),
        "{page}"
    );
    let clauses = read(&desk, "report-2026/clauses.csv");
    assert!(
        clauses.contains("\"一\",\"先讲\",\"解读\",\"2\",\"1\",\"0\",\"1\",\"1\",\"610802 610803\"\r\n"),
        "{clauses}"
    );
    assert!(read(&desk, "report-2026/items.csv").contains("\"活动ahead\",\"2026-12-12\",\"待办\""));
    assert!(read(&desk, "report-2026/map.svg").contains("榆阳区"));
    let word = fs::read(desk.root().join("report-2026/report-2026.docx")).unwrap();
    let mut word = zip::ZipArchive::new(std::io::Cursor::new(word)).unwrap();
    let mut text = String::new();
    std::io::Read::read_to_string(&mut word.by_name("word/document.xml").unwrap(), &mut text).unwrap();
    assert!(text.contains("2站：1＋1无日期；沿用1站"), "{text}");
    let before = files(&desk.root().join("report-2026"));
    report(&desk, &[]);
    assert_eq!(files(&desk.root().join("report-2026")), before);
}

#[test]
fn a_policy_is_asked_for_by_number_title_or_path_and_one_that_nobody_has_is_told() {
    let desk = worked();
    for name in [
        "国计生协〔2020〕1号",
        "《别的办法》",
        "policies/other",
        "content/policies/other.md",
    ] {
        let json = report(&desk, &["--policy", name, "--format", "json"]);
        assert_eq!(json["policies"][0]["path"], "policies/other", "{name}");
    }
    for (line, words) in [
        (
            &["--policy", "没有的办法"][..],
            "哪个站都没有“没有的办法”这份政策",
        ),
        (&["--year", "2027"], "2027 年还没有到"),
        (&["--out", "up/content"], "会被发布出去"),
    ] {
        let line = [&["fleet", "report", "--as-of", desk::DAY][..], line].concat();
        let (code, _, said) = wanjia(&desk, &line);
        assert!(code == Some(2) && said.contains(words), "{said}");
    }
}

#[test]
fn a_site_that_cannot_be_read_is_named_and_the_others_are_reported() {
    let desk = worked();
    desk.write("sites/610803/site.yaml", "name: [\n");
    let (code, json, _) = wanjia(
        &desk,
        &[
            "fleet",
            "report",
            "--year",
            "2026",
            "--as-of",
            desk::DAY,
            "--format",
            "json",
        ],
    );
    assert_eq!(code, Some(1));
    assert_eq!(json["unread"][0]["code"], "610803", "{}", json["unread"]);
    assert_eq!(json["sites"].as_array().unwrap().len(), 2);
}

#[test]
fn all_sites_are_looked_at_under_one_address_of_this_machine() {
    use std::io::{BufRead, Read, Write};
    let desk = worked();
    /// Ends the program also when a test fails.
    struct Served(std::process::Child);
    impl Drop for Served {
        fn drop(&mut self) {
            let _ = self.0.kill();
            let _ = self.0.wait();
        }
    }
    let served = std::process::Command::new(env!("CARGO_BIN_EXE_wanjia"))
        .args(["fleet", "serve", "--port", "0"])
        .current_dir(desk.root())
        .env("WANJIA_LANG", "en")
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut served = Served(served);
    let mut said = String::new();
    std::io::BufReader::new(served.0.stderr.take().unwrap())
        .read_line(&mut said)
        .unwrap();
    let port = said
        .split("127.0.0.1:")
        .nth(1)
        .and_then(|rest| rest.split('/').next())
        .unwrap();
    let ask = |path: &str, host: &str| {
        let mut stream = std::net::TcpStream::connect(format!("127.0.0.1:{port}")).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n").unwrap();
        let mut text = Vec::new();
        stream.read_to_end(&mut text).unwrap();
        String::from_utf8_lossy(&text).into_owned()
    };
    let own = format!("127.0.0.1:{port}");
    assert!(ask("/", &own).contains("<a href=\"/610802/\"><b>610802</b> 榆阳区计生协</a>"));
    assert!(ask("/610802/explainers/mine/", &own).contains("先讲清楚"));
    assert!(!ask("/610802/explainers/draft/", &own).contains("先讲清楚"));
    assert!(!ask("/", "evil.example").contains("610802"));
}
