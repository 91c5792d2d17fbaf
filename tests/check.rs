//! `wanjia check`, `next` and `verify` as people and programs call them.

mod desk;

use desk::Desk;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use wanjia::pipeline::{Builder, Manners, NoProgress, Scope};

fn wanjia(desk: &Desk, line: &[&str]) -> (Option<i32>, String, String) {
    let run = desk::run(desk.root(), line);
    (run.code, run.out, run.said)
}

/// A site with a fault on each of two pages.
fn faulty() -> Desk {
    let desk = Desk::with(&[
        (
            "content/a.md",
            "---\ntitle: 甲\nsummary: 甲。\n---\n\n国 务院的文件。\n",
        ),
        (
            "content/b/c.md",
            "---\ntitle: 乙\nsummary: 乙。\nexpires: 2026-12-01\n---\n\n找老李13800138000。\n",
        ),
    ]);
    desk.write(
        "site.yaml",
        format!("{}rules: {{identity-missing: off}}\n", desk::SITE),
    );
    desk
}

#[test]
fn errors_end_with_one_and_nothing_is_published() {
    let desk = faulty();
    let (code, out, words) = wanjia(&desk, &["check", "--as-of", desk::DAY]);
    assert_eq!(code, Some(1));
    assert!(
        out.is_empty() && words.contains("错误[name-broken]") && words.contains("2 个错误"),
        "{words}"
    );
    assert!(!desk.path("public").exists() && !desk.path(".wanjia").exists());
    assert_eq!(wanjia(&desk, &["build", "--check"]).0, Some(1));
    assert!(!desk.path("public").exists());
    assert_eq!(wanjia(&desk, &["check", "b", "--only", "name-broken"]).0, Some(0));
    assert_eq!(wanjia(&desk, &["check", "content/a.md"]).0, Some(1));
    let (code, _, words) = wanjia(&desk, &["check", "nowhere"]);
    assert!(
        code == Some(2) && words.contains("content/ 里没有 nowhere"),
        "{words}"
    );
    let (code, _, words) = wanjia(&desk, &["check", "--only", "name-brokn"]);
    assert!(code == Some(2) && words.contains("是不是 name-broken"), "{words}");
}

#[test]
fn what_was_known_before_is_not_told_again() {
    let desk = faulty();
    assert_eq!(
        wanjia(&desk, &["check", "--format", "json", "--out", "known.json"]).0,
        Some(1)
    );
    let (code, _, words) = wanjia(&desk, &["check", "--baseline", "known.json"]);
    assert!(
        code == Some(0) && words.contains("另有 2 处以前就知道"),
        "{words}"
    );
    desk.write(
        "content/a.md",
        "---\ntitle: 甲\nsummary: 甲。\n---\n\n一段。\n\n国 务院的文件。国 务院。\n",
    );
    let (code, _, words) = wanjia(&desk, &["check", "--baseline", "known.json"]);
    assert!(code == Some(1) && words.contains("1 个错误"), "{words}");
}

#[test]
fn another_number_of_a_person_is_new_though_one_was_known() {
    let page = |number: &str| format!("---\ntitle: 甲\nsummary: 甲。\n---\n\n找老李{number}。\n");
    let desk = Desk::with(&[("content/a.md", &page("13800138000"))]);
    let known = ["check", "--format", "json", "--out", "known.json"];
    assert_eq!(wanjia(&desk, &known).0, Some(1));
    let json = std::fs::read_to_string(desk.path("known.json")).unwrap();
    assert!(
        json.contains("138****8000") && !json.contains("13800138000"),
        "{json}"
    );
    let again = ["check", "--baseline", "known.json"];
    assert_eq!(wanjia(&desk, &again).0, Some(0));
    desk.write("content/a.md", page("13900139000"));
    let (code, _, words) = wanjia(&desk, &again);
    assert!(code == Some(1) && words.contains("139****9000"), "{words}");
}

#[test]
fn every_form_of_the_report_names_rule_place_and_way_out() {
    let desk = faulty();
    let (_, json, _) = wanjia(&desk, &["check", "--format", "json"]);
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let first = &json["diagnostics"][0];
    assert_eq!(
        (&first["rule"], &first["file"], &first["line"]),
        (&"name-broken".into(), &"content/a.md".into(), &6.into())
    );
    let (_, sarif, _) = wanjia(&desk, &["check", "--format", "sarif"]);
    let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
    let run = &sarif["runs"][0];
    let result = &run["results"][0];
    assert_eq!(sarif["version"], "2.1.0");
    assert_eq!(
        run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize]["id"],
        "name-broken"
    );
    assert_eq!(
        result["locations"][0]["physicalLocation"]["region"]["startLine"],
        6
    );
    let (_, html, _) = wanjia(&desk, &["check", "--format", "html"]);
    for words in [
        "测试站 检查记录",
        "<h2>甲</h2>",
        "<mark>国 务院</mark>",
        "国办秘函〔2019〕19号",
        "删去空格",
        "@media print",
    ] {
        assert!(html.contains(words), "{words} in {html}");
    }
}

#[test]
fn what_changes_by_itself_is_listed_by_day() {
    let desk = faulty();
    let (code, json, _) = wanjia(&desk, &["next", "--as-of", desk::DAY, "--format", "json"]);
    assert_eq!(code, Some(0));
    assert_eq!(
        json,
        "{\"changes\":[{\"day\":\"2026-12-02\",\"path\":\"b/c\",\"what\":\"expires\"}]}\n"
    );
    let (_, ics, _) = wanjia(&desk, &["next", "--as-of", desk::DAY, "--format", "ics"]);
    assert!(
        ics.contains("DTSTART;VALUE=DATE:20261202\r\n") && ics.contains("SUMMARY:到期：乙\r\n"),
        "{ics}"
    );
    assert_eq!(
        wanjia(&desk, &["next", "--days", "3", "--as-of", desk::DAY]).1,
        ""
    );
}

#[test]
fn each_time_of_what_comes_again_is_listed() {
    let desk = Desk::with(&[
        (
            "content/a.md",
            "---\ntitle: 甲\nkind: event\nstart: 2025-11-25 09:00\nend: 2025-11-25 11:00\nrepeat: weekly\n---\n",
        ),
        (
            "content/b.md",
            "---\ntitle: 乙\nkind: campaign\nactivities:\n  - {title: 宣传日, start: 2024-12-01, end: 2024-12-02, repeat: yearly}\n  - {title: 讲座, start: 2026-01-28, repeat: monthly}\n---\n",
        ),
    ]);
    let (code, json, said) = wanjia(
        &desk,
        &["next", "--days", "8", "--as-of", "2026-11-24", "--format", "json"],
    );
    assert_eq!(code, Some(0), "{said}");
    let change = |day: &str, path: &str, what: &str| {
        format!("{{\"day\":\"2026-{day}\",\"path\":\"{path}\",\"what\":\"{what}\"}}")
    };
    let all = [
        change("11-24", "a", "end"),
        change("11-24", "a", "start"),
        change("11-28", "b", "start"),
        change("12-01", "a", "end"),
        change("12-01", "a", "start"),
        change("12-01", "b", "start"),
        change("12-02", "b", "end"),
    ];
    assert_eq!(json, format!("{{\"changes\":[{}]}}\n", all.join(",")));
}

#[test]
fn a_published_site_that_was_tampered_with_is_told_file_by_file() {
    let desk = faulty();
    desk.build();
    assert_eq!(wanjia(&desk, &["verify", "public"]).0, Some(0));
    desk.write("public/a/index.html", "别的");
    desk.write("public/x.html", "多的");
    let (code, json, _) = wanjia(&desk, &["verify", "public", "--format", "json"]);
    assert_eq!(code, Some(1));
    assert_eq!(
        json,
        "{\"files\":[{\"path\":\"a/index.html\",\"state\":\"changed\"},{\"path\":\"x.html\",\"state\":\"foreign\"}],\"signature\":\"none\"}\n"
    );
    assert_eq!(wanjia(&desk, &["verify", "content"]).0, Some(2));
}

#[test]
fn a_page_that_is_much_to_send_and_one_without_its_tags_are_told() {
    let desk = Desk::with(&[(
        "content/a/index.md",
        "---\ntitle: 甲\nsummary: 甲。\n---\n\n![一张大图](a.png)\n",
    )]);
    desk.write(
        "site.yaml",
        "name: 测试站\nurl: https://example.org/base/\nprofile: gov\nbrand: {organiser: 某局}\n",
    );
    desk.write("content/a/a.png", vec![0_u8; 3_000_000]);
    let found = desk.check(desk::DAY);
    let told = |rule: &str, words: &str| {
        found
            .iter()
            .any(|line| line.contains(rule) && line.contains(words))
    };
    assert!(
        told("warning[page-heavy] content/a/index.md", "3.0 MB"),
        "{found:#?}"
    );
    assert!(
        told("error[meta-missing] content/a/index.md", "SiteIDCode, PubDate"),
        "{found:#?}"
    );
    desk.write("site.yaml", desk::SITE.to_owned() + "limits: {page_mb: 5}\n");
    let found = desk.check(desk::DAY);
    assert!(
        !found
            .iter()
            .any(|line| line.contains("page-heavy") || line.contains("meta-missing")),
        "{found:#?}"
    );
}

#[test]
fn a_page_that_is_a_picture_with_hardly_a_word_is_told() {
    let page =
        |words: &str| format!("---\ntitle: 甲\nsummary: 甲。\n---\n\n{words}\n\n![一张通知的照片](a.png)\n");
    let desk = Desk::with(&[]);
    desk.write("content/a/index.md", page("见图。"));
    desk.write("content/b/index.md", page(&"这一页自己说清楚了。".repeat(5)));
    desk.write("content/c/index.md", page("见图。"));
    for (file, side) in [("a", 900), ("b", 900), ("c", 200)] {
        desk.write(&format!("content/{file}/a.png"), white(side));
    }
    let found = desk.check(desk::DAY);
    let told: Vec<&String> = found
        .iter()
        .filter(|line| line.contains("picture-of-text"))
        .collect();
    assert_eq!(told.len(), 1, "{found:#?}");
    assert!(
        told[0].starts_with("warning[picture-of-text] content/a/index.md:8:1"),
        "{told:?}"
    );
}

/// A white PNG of so many pixels on each side.
fn white(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(png::ColorType::Grayscale);
    let mut writer = encoder.write_header().unwrap();
    writer
        .write_image_data(&vec![255; (side * side) as usize])
        .unwrap();
    writer.finish().unwrap();
    bytes
}

/// A server with a page at each path but a few; its port, and the paths that it was asked for.
fn other_site() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = asked.clone();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut head = [0; 4096];
            let read = client.read(&mut head).unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..read]).into_owned();
            let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
            let said = match &*path {
                "/gone" => "404 Not Found",
                "/old" => "301 Moved Permanently\r\nLocation: /new",
                "/shut" => "403 Forbidden",
                _ => "200 OK",
            };
            log.lock().unwrap().push(path);
            let _ = write!(
                client,
                "HTTP/1.1 {said}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            );
        }
    });
    (port, asked)
}

fn guest() -> Manners {
    Manners {
        private: true,
        pause: Duration::ZERO,
        ..Manners::polite()
    }
}

#[test]
fn links_to_other_sites_are_asked_once_and_never_fail_the_check() {
    let (port, asked) = other_site();
    let at = |path: &str| format!("http://127.0.0.1:{port}{path}");
    let desk = Desk::with(&[
        (
            "content/a.md",
            &format!(
                "---\ntitle: 甲\nsummary: 甲。\nsource_url: {}\n---\n\n见[通知]({})和[办法]({})，[这里]({})，又是[通知]({})。\n\n<!-- check: off external-gone, 存档用 -->\n\n[旧的]({})。\n\n[自己](https://example.org/x)。\n",
                at("/shut"),
                at("/gone"),
                at("/old"),
                at("/fine"),
                at("/gone"),
                at("/gone"),
            ),
        ),
        (
            "content/b.md",
            &format!(
                "---\ntitle: 乙\nsummary: 乙。\n---\n\n[另外]({})。\n",
                at("/elsewhere")
            ),
        ),
    ]);
    let look = |manners: Manners| {
        let mut builder = Builder::open(desk.root()).asking(manners, Scope::at(vec!["a".to_owned()]));
        let outcome = builder.check(&desk.order(desk::DAY), &[], &NoProgress).unwrap();
        let outside = outcome
            .diagnostics
            .iter()
            .filter(|found| found.rule.as_str().starts_with("external-"));
        let lines: Vec<String> = outside.map(|found| desk::line(&builder, found)).collect();
        (lines, outcome.outside.unwrap())
    };
    let (told, summary) = look(guest());
    assert_eq!(
        told,
        [
            format!(
                "warning[external-blocked] content/a.md:4:13 {} 不让程序看（403），没能查出还在不在 | 自己用浏览器打开看一看",
                at("/shut")
            ),
            format!(
                "warning[external-gone] content/a.md:7:3 {} 打不开了（404） | 换成新的网址，或删去链接，写明文件的名称、文号",
                at("/gone")
            ),
            format!(
                "warning[external-moved] content/a.md:7:37 {} 已经搬走 | 现在是 {}",
                at("/old"),
                at("/new")
            ),
            format!(
                "warning[external-gone] content/a.md:7:106 {} 打不开了（404） | 换成新的网址，或删去链接，写明文件的名称、文号",
                at("/gone")
            ),
        ]
    );
    assert_eq!((summary.addresses, summary.remembered), (4, 0));
    assert!(
        !asked.lock().unwrap().contains(&"/elsewhere".to_owned()),
        "not of a page that is not asked for"
    );
    let before = asked.lock().unwrap().len();
    let (again, summary) = look(guest());
    assert_eq!((again, summary.remembered), (told, 4));
    assert_eq!(asked.lock().unwrap().len(), before, "remembered for the day");
}

#[test]
fn a_page_cannot_make_the_check_look_into_the_network_of_who_runs_it() {
    let (port, asked) = other_site();
    let text = format!("---\ntitle: 甲\nsummary: 甲。\n---\n\n[内网](http://127.0.0.1:{port}/gone)。\n");
    let desk = Desk::with(&[("content/a.md", &text)]);
    let (code, _, words) = wanjia(&desk, &["check", "--online"]);
    assert!(code == Some(0) && words.contains("1 个在内网没有问"), "{words}");
    assert!(asked.lock().unwrap().is_empty());
    let (code, _, words) = wanjia(&desk, &["check", "--private"]);
    assert!(
        code == Some(0) && words.contains("警告[external-gone]"),
        "{words}"
    );
    let (_, _, words) = wanjia(&desk, &["check"]);
    assert!(
        !words.contains("external") && !words.contains("站外链接"),
        "{words}"
    );
}

#[test]
fn a_certificate_that_nobody_vouches_for_is_told_as_such() {
    use std::process::{Command, Stdio};
    if Command::new("openssl").arg("version").output().is_err() {
        eprintln!("openssl is not on this machine: not tested");
        return;
    }
    let desk = Desk::new();
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=127.0.0.1", "-keyout", "key.pem", "-out", "own.pem"])
        .current_dir(desk.root())
        .output()
        .unwrap();
    assert!(made.status.success());
    let port = TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port();
    let mut server = Command::new("openssl")
        .args([
            "s_server",
            "-www",
            "-cert",
            "own.pem",
            "-key",
            "key.pem",
            "-accept",
            &port.to_string(),
        ])
        .current_dir(desk.root())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    for _ in 0..200 {
        if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    desk.write(
        "content/a.md",
        format!("---\ntitle: 甲\nsummary: 甲。\n---\n\n[旧站](https://127.0.0.1:{port}/)。\n"),
    );
    let (code, _, words) = wanjia(&desk, &["check", "--private"]);
    let _ = server.kill();
    let _ = server.wait();
    assert!(
        code == Some(0) && words.contains("警告[external-certificate]") && words.contains("证书"),
        "{words}"
    );
}

/// What is told of a page with this text, by rule and marked words, beside facts of three leaves.
fn told(text: &str) -> Vec<String> {
    let page = format!(
        "---\ntitle: 甲\nkind: explainer\ndate: 2026-11-20\nexplains: 办法#第一条\nsummary: 讲一件事。\n---\n\n{text}\n"
    );
    let desk = Desk::with(&[
        ("content/a.md", &page),
        (
            "content/law.md",
            "---\ntitle: 办法\nkind: policy\nissued: 2020-01-01\nsummary: 办法。\n---\n\n第一条 制定本办法。\n",
        ),
        (
            "facts.yaml",
            "产假: {value: 98, unit: 天, since: 2012-04-28}\n生育假: {value: 60, unit: 天, since: 2012-04-28}\n护理假: {value: 15, unit: 天, since: 2012-04-28}\n",
        ),
    ]);
    let wanted = [
        "sentence-cut",
        "name-broken",
        "date-impossible",
        "number-differs",
        "punctuation",
    ];
    let mut builder = Builder::open(desk.root());
    let outcome = builder.check(&desk.order(desk::CLOCK), &[], &NoProgress).unwrap();
    let found = outcome
        .diagnostics
        .into_iter()
        .filter(|found| wanted.contains(&found.rule.as_str()));
    found
        .map(|found| {
            let place = found.place.unwrap();
            format!("{} {}", found.rule, page[place.start..place.end].trim())
        })
        .collect()
}

#[test]
fn forms_that_people_write_are_found_as_the_plain_ones_are() {
    for (text, expected) in [
        ("到2026 年 2 月 30 日为止。", "date-impossible 2026 年 2 月 30 日"),
        ("到2026-02-30为止。", "date-impossible 2026-02-30"),
        ("定在2026年11月28日（星期五）。", "date-impossible 2026年11月28日"),
        ("按国计生协[2026]12号办理。", "punctuation [2026]12号"),
        ("男方可享受护理假20天。", "number-differs 20天"),
        ("给予护理假二十天。", "number-differs 二十天"),
        ("男方护理假45天。", "number-differs 45天"),
        ("护理假为75天。", "number-differs 75天"),
        ("时间定在明天上午,地点不变;请转告。", "punctuation ,"),
        ("会上，李 强总理说了话。", "name-broken 李 强"),
        (
            "各地要依托服务中心和志愿者队伍常态开展上门走访和\n\n心理慰藉活动，帮助家庭渡过难关。",
            "sentence-cut 态开展上门走访和",
        ),
    ] {
        assert_eq!(told(text), [expected], "{text}");
    }
}

#[test]
fn what_only_looks_like_a_fault_is_left_alone() {
    for text in [
        "> 国家提倡适龄婚育，一对夫妻可以生育三个子女。\n> 《中华人民共和国人口与计划生育法》第十八条\n\n> 国家提倡婚育新风，应当做的事。",
        "请在下面写明时间，谢谢各位合作。____年__月__日\n\n到2020年底前，各地都要完成。",
        "条例规定：“产假158天，其中国家规定98天。”",
        "两项合起来，产假共158天。",
        "延长产假60天，上海护理假10天，上海男方护理假10天。",
        "报名请看网页:https://example.org/a,b，还有 A,B 两处；好！！！",
        "（2020）最高法民申12号，国计生协〔2026〕12号，2026年11月28日（星期六）。",
    ] {
        assert_eq!(told(text), [""; 0], "{text}");
    }
}

#[test]
fn what_people_download_is_searched_too_and_so_are_the_names_of_files() {
    let desk = Desk::with(&[(
        "content/a/index.md",
        "---\ntitle: 甲\nsummary: 甲。\n---\n\n见[名单](b.xlsx)。家住幸福小区3栋2单元501室，车牌陕K12345。\n",
    )]);
    desk.write("content/a/张三13800138000.txt", "空");
    let sheet = "<worksheet><sheetData><row><c><v>13800138000</v></c><c t=\"inlineStr\"><is><t>11010519491231002X</t></is></c></row></sheetData></worksheet>";
    let mut workbook = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    workbook
        .start_file(
            "xl/worksheets/sheet1.xml",
            zip::write::SimpleFileOptions::default(),
        )
        .unwrap();
    workbook.write_all(sheet.as_bytes()).unwrap();
    desk.write("content/a/b.xlsx", workbook.finish().unwrap().into_inner());
    let found = desk.check(desk::DAY);
    let told = |start: &str| found.iter().filter(|line| line.starts_with(start)).count();
    for start in [
        "warning[personal-plate] content/a/index.md:6",
        "warning[personal-address] content/a/index.md:6",
        "error[personal-phone] content/a/张三13800138000.txt",
        "error[personal-phone] content/a/b.xlsx",
        "error[personal-id] content/a/b.xlsx",
    ] {
        assert_eq!(told(start), 1, "{start} in {found:#?}");
    }
}

#[test]
fn what_must_not_be_published_is_found_in_a_pdf_that_is_offered_too() {
    let desk = Desk::with(&[("content/a.md", "---\ntitle: 甲\nsummary: 甲。\n---\n\n见附件。\n")]);
    let words = ["受助名单", "张三，电话13800138000", "内部资料"];
    desk.write("static/名单.pdf", desk::pdf_of(&words));
    let line = ["check", "--only", "personal-phone,secrecy-mark"];
    let (_, _, with_poppler) = wanjia(&desk, &line);
    let alone = desk::run_alone(desk.root(), &line).said;
    for said in [with_poppler, alone] {
        assert!(
            said.contains("personal-phone")
                && said.contains("secrecy-mark")
                && said.contains("static/名单.pdf"),
            "{said}"
        );
    }
}

/// An archive with one file in it.
fn archive(name: &str, text: &str) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive
        .start_file(name, zip::write::SimpleFileOptions::default())
        .unwrap();
    archive.write_all(text.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
}

#[test]
fn an_attachment_that_cannot_be_read_is_told_once_and_one_that_can_is_searched() {
    let desk = Desk::with(&[(
        "content/a/index.md",
        "---\ntitle: 甲\nsummary: 甲。\n---\n\n见附件。\n",
    )]);
    let whole = archive("a.txt", "甲");
    let mut locked = whole.clone();
    // The first bit of the flags, in the header of the file and in the directory.
    let directory = locked.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    locked[6] |= 1;
    locked[directory + 8] |= 1;
    let mut office = vec![0xd0, 0xcf, 0x11, 0xe0];
    office.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    let large = vec![b'x'; (20 << 20) + 1];
    for (name, bytes, why) in [
        ("坏.zip", &whole[..whole.len() - 30], "损坏"),
        ("锁.zip", &locked, "加了密码"),
        ("好.zip", &whole, ""),
        ("坏.docx", b"PK", "损坏"),
        ("空.docx", b"", "损坏"),
        ("锁.xlsx", &office, "加了密码"),
        ("坏.pptx", &whole[..20], "损坏"),
        ("坏.ofd", b"x", "损坏"),
        ("旧.doc", b"x", "没有检查"),
        ("坏.pdf", b"%PDF-1.4\n", "PDF 读不出来"),
        ("假.pdf", b"x", "损坏"),
        ("大.docx", &large, "超过 20 MB"),
        (
            "指.docx",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 1\n",
            "",
        ),
        ("甲.txt", b"x", ""),
    ] {
        desk.write(&format!("content/a/{name}"), bytes);
        let (_, _, said) = wanjia(&desk, &["check", "--only", "attachment-unread"]);
        assert_eq!(
            said.matches("[attachment-unread]").count(),
            usize::from(!why.is_empty()),
            "{name}: {said}"
        );
        assert!(said.contains(why), "{name}: {said}");
        std::fs::remove_file(desk.path(&format!("content/a/{name}"))).unwrap();
    }
    let slide = "<p:sld><a:p><a:r><a:t>联系人13800138000</a:t></a:r></a:p></p:sld>";
    desk.write("content/a/a.pptx", archive("ppt/slides/slide1.xml", slide));
    desk.write("content/a/b.zip", archive("名单_13800138001.txt", ""));
    let sheet = "<worksheet><sheetData><row><c><v>13800138002</v></c></row></sheetData></worksheet>";
    desk.write("content/a/c.xlsx", archive("xl/worksheets/sheet3.xml", sheet));
    let (_, _, said) = wanjia(&desk, &["check", "--only", "personal-phone,attachment-unread"]);
    for name in ["a.pptx", "b.zip", "c.xlsx"] {
        assert!(said.contains(name), "{name}: {said}");
    }
    assert!(!said.contains("attachment-unread"), "{said}");
}

#[test]
fn words_that_nobody_sees_are_told_in_attachments_and_in_trusted_html() {
    let text = "---\ntitle: 甲\nsummary: 甲。\n---\n\n<div style=\"display:none\"><p>藏</p></div>\n\n正文<span style=\"color: #fff\">白</span>字。\n\n<p style=\"color:#fff;background:#b00\">红底白字</p>\n\n<div hidden></div>\n";
    let desk = Desk::with(&[("content/a.md", text)]);
    desk.write("site.yaml", format!("{}raw_html: trusted\n", desk::SITE));
    let run = "<w:r><w:rPr>PROPERTIES</w:rPr><w:t>WORDS</w:t></w:r>";
    let run = |properties: &str, words: &str| run.replace("PROPERTIES", properties).replace("WORDS", words);
    let body = format!(
        "<w:p>{}{}{}</w:p><w:tbl><w:tr><w:tc><w:p>{}</w:p></w:tc></w:tr></w:tbl>",
        run("", "公开的。"),
        run("<w:vanish/>", "张三13800138000"),
        run("<w:color w:val=\"FFFFFF\"/>", "白纸白字"),
        run("<w:color w:val=\"FFFFFF\"/>", "深色格子里的字"),
    );
    let document = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{body}</w:body></w:document>"
    );
    desk.write(
        "static/表.docx",
        desk::archive(&[("word/document.xml", &document)]),
    );
    let (_, _, said) = wanjia(&desk, &["check", "--only", "text-unseen,personal-phone"]);
    assert_eq!(said.matches("[text-unseen]").count(), 4, "{said}");
    for words in [
        "张三13800138000”",
        "白纸白字",
        "content/a.md:6:1",
        "content/a.md:8:",
        "personal-phone",
    ] {
        assert!(said.contains(words), "{words}: {said}");
    }
    desk.write("site.yaml", desk::SITE);
    let (_, _, said) = wanjia(&desk, &["check", "a", "--only", "text-unseen"]);
    assert_eq!(said.matches("[text-unseen]").count(), 0, "{said}");
}

#[test]
fn several_clauses_in_one_place_are_to_be_written_apart() {
    let desk = Desk::with(&[
        (
            "content/law.md",
            "---\ntitle: 办法\nkind: policy\n---\n\n第一条 甲。\n\n第二条 乙。\n",
        ),
        (
            "content/a.md",
            "---\ntitle: 讲\nkind: explainer\ndate: 2026-11-01\nexplains: 办法#第一条、第二条\n---\n正文。\n",
        ),
    ]);
    let (code, _, words) = wanjia(&desk, &["build"]);
    assert!(
        code == Some(1) && words.contains("[文件#第一条, 文件#第二条]"),
        "{words}"
    );
}

#[test]
fn pages_that_are_not_on_the_site_yet_are_inspected_when_they_are_named_and_told_when_they_are_not() {
    let page = |more: &str| format!("---\ntitle: 甲\nsummary: 甲。\n{more}\n---\n\n找老李13800138000。\n");
    let desk = Desk::with(&[
        ("content/a.md", "---\ntitle: 乙\nsummary: 乙。\n---\n\n好。\n"),
        ("content/news/draft.md", &page("draft: true")),
        ("content/news/early.md", &page("publish: 2099-01-01")),
    ]);
    let (code, _, words) = wanjia(
        &desk,
        &["check", "--only", "personal-phone", "--as-of", desk::DAY],
    );
    assert_eq!(code, Some(0), "{words}");
    assert!(
        words.contains("2 页还不在网站上，没有查：news/draft（草稿）、news/early（还没到上线的日子）"),
        "{words}"
    );
    for (named, found) in [
        ("news/draft", 1),
        ("content/news/early.md", 1),
        ("news", 2),
        ("a", 0),
    ] {
        let line = ["check", named, "--only", "personal-phone", "--as-of", desk::DAY];
        let (code, _, words) = wanjia(&desk, &line);
        assert_eq!(
            words.matches("错误[personal-phone]").count(),
            found,
            "{named}: {words}"
        );
        assert_eq!(code, Some(i32::from(found > 0)), "{words}");
        assert!(!words.contains("没有查"), "{words}");
    }
}

#[test]
fn a_report_does_not_go_among_the_pages_and_a_rule_in_a_reason_is_told() {
    let desk = Desk::with(&[(
        "content/a.md",
        "---\ntitle: 乙\nsummary: 乙。\n---\n\n<!-- check: off personal-phone, personal-id, 本人同意 -->\n找老李13800138000。\n",
    )]);
    let (code, _, words) = wanjia(&desk, &["check", "--format", "json", "--out", "content/x.json"]);
    assert!(
        code == Some(2) && words.contains("content/x.json 在 content/ 里"),
        "{words}"
    );
    assert!(!desk.path("content/x.json").exists());
    let (_, _, words) = wanjia(&desk, &["check", "--only", "quiet-unexplained"]);
    assert!(words.contains("几条规则用空格分开"), "{words}");
}

#[test]
fn a_title_that_the_text_has_once_more_is_told() {
    let page = |title: &str| format!("---\ntitle: 家长 课堂\n---\n\n{title}\n\n正文。\n");
    let desk = Desk::with(&[
        ("content/a.md", &page("# 家长课堂")),
        ("content/b.md", &page("## 家长课堂")),
        ("content/c.md", &page("# 报名")),
    ]);
    let (_, _, words) = wanjia(&desk, &["build"]);
    assert_eq!(words.matches("[title-repeated]").count(), 2, "{words}");
    assert!(
        words.contains("content/a.md:5:") && words.contains("content/b.md:5:"),
        "{words}"
    );
}
