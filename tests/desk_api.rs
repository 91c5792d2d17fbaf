//! The real desk, asked as its page asks it, and as strangers would.
#![cfg(target_os = "linux")]

use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// A desk that is ended with the test.
struct OpenDesk {
    process: Child,
    port: u16,
    /// What its terminal says.
    lines: Receiver<String>,
    ticket: String,
    folder: tempfile::TempDir,
}

impl Drop for OpenDesk {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// An answer.
struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Answer {
    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }

    fn text(&self, field: &str) -> String {
        self.json()[field].as_str().unwrap_or_default().to_owned()
    }
}

impl OpenDesk {
    fn open(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("site");
        let site = ("site.yaml", "name: 试验站\nurl: https://example.org/jsx/\n");
        let home = ("content/_index.md", "---\ntitle: 首页\n---\n");
        for (path, text) in [site, home].iter().chain(files) {
            let path = root.join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        Self::at(folder, &root)
    }

    fn at(folder: tempfile::TempDir, root: &Path) -> Self {
        let mut process = Command::new(env!("CARGO_BIN_EXE_wanjia"))
            .args(["desk", "--root"])
            .arg(root)
            .env("WANJIA_LANG", "zh")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stderr.take().unwrap());
        let (send, lines) = channel();
        std::thread::spawn(move || said.lines().for_each(|line| drop(send.send(line.unwrap()))));
        let (port, ticket) = address(&lines);
        Self {
            process,
            port,
            lines,
            ticket,
            folder,
        }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn read(&self, file: &str) -> String {
        std::fs::read_to_string(self.root().join(file)).unwrap()
    }

    fn call(&self, method: &str, target: &str, headers: &str, body: &[u8]) -> Answer {
        let mut client = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
        let length = if method == "GET" {
            String::new()
        } else {
            format!("Content-Length: {}\r\n", body.len())
        };
        let head = format!(
            "{method} {target} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{headers}{length}\r\n",
            self.port
        );
        client.write_all(head.as_bytes()).unwrap();
        let _ = client.write_all(body);
        let mut answer = Vec::new();
        client.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        Answer {
            status: head[9..12].parse().unwrap(),
            head: head.to_owned(),
            body: body.to_owned(),
        }
    }

    /// Comes in by the printed address: the headers of the desk's own page from then on.
    fn enter(&self) -> String {
        let answer = self.call("GET", &format!("/?token={}", self.ticket), "", b"");
        assert_eq!(answer.status, 303, "{}", answer.head);
        let (_, cookie) = answer.head.split_once("Set-Cookie: ").unwrap();
        let (pair, rest) = cookie.split_once(';').unwrap();
        assert!(
            rest.contains("HttpOnly") && rest.contains("SameSite=Strict"),
            "{cookie}"
        );
        format!(
            "Cookie: {pair}\r\nOrigin: http://127.0.0.1:{}\r\nX-Wanjia: desk\r\n",
            self.port
        )
    }
}

/// Port and ticket of the next address that the terminal says.
fn address(lines: &Receiver<String>) -> (u16, String) {
    loop {
        let line = lines
            .recv_timeout(Duration::from_secs(60))
            .expect("the desk says where it is");
        if let Some((_, rest)) = line.split_once("http://127.0.0.1:") {
            let (port, ticket) = rest.split_once("/?token=").expect("the address has a token");
            return (port.parse().unwrap(), ticket.trim().to_owned());
        }
    }
}

fn body(text: &str, fingerprint: Option<&str>) -> Vec<u8> {
    serde_json::json!({"text": text, "fingerprint": fingerprint})
        .to_string()
        .into_bytes()
}

const A: (&str, &str) = (
    "content/news/a.md",
    "---\ntitle: 甲\ndate: 2026-11-01\n---\n\n正文。\n",
);

#[test]
fn nobody_is_let_in_without_the_printed_address_and_it_is_good_once() {
    let desk = OpenDesk::open(&[A]);
    for target in [
        "/",
        "/?token=",
        "/desk.js",
        "/api/pages",
        "/api/page/news/a",
        "/api/nothing",
    ] {
        assert_eq!(desk.call("GET", target, "", b"").status, 403, "{target}");
    }
    let own = desk.enter();
    assert_eq!(
        desk.call("GET", &format!("/?token={}", desk.ticket), "", b"")
            .status,
        403
    );
    let page = desk.call("GET", "/", &own, b"");
    assert!(
        page.status == 200 && page.head.contains("frame-ancestors 'none'"),
        "{}",
        page.head
    );
    for part in [
        "desk.js",
        "desk.css",
        "api.js",
        "dialog.js",
        "list.js",
        "report.js",
        "words.js",
    ] {
        assert_eq!(
            desk.call("GET", &format!("/{part}"), &own, b"").status,
            200,
            "{part}"
        );
    }
    // Another browser comes in by the next address.
    let (_, next) = address(&desk.lines);
    assert_ne!(next, desk.ticket);
    assert_eq!(desk.call("GET", &format!("/?token={next}"), "", b"").status, 303);
}

#[test]
fn only_the_desks_own_page_writes() {
    let desk = OpenDesk::open(&[A]);
    let own = desk.enter();
    let cookie = own.lines().next().unwrap();
    let held = desk
        .call("GET", "/api/page/news/a", &own, b"")
        .text("fingerprint");
    let wanted = body("别的", Some(&held));
    for headers in [
        String::new(),
        format!("{cookie}\r\n"),
        format!("{cookie}\r\nX-Wanjia: desk\r\n"),
        format!(
            "{cookie}\r\nX-Wanjia: desk\r\nOrigin: http://127.0.0.1:{}\r\n",
            desk.port + 1
        ),
        format!("{cookie}\r\nX-Wanjia: desk\r\nOrigin: null\r\n"),
        format!("{own}Sec-Fetch-Site: same-site\r\n"),
        own.replace("Cookie: ", "Cookie: x"),
    ] {
        for (method, target) in [
            ("PUT", "/api/page/news/a"),
            ("POST", "/api/build"),
            ("POST", "/api/import?name=a.txt"),
        ] {
            assert_eq!(
                desk.call(method, target, &headers, &wanted).status,
                403,
                "{target} {headers}"
            );
        }
    }
    assert_eq!(desk.read("content/news/a.md"), A.1);
    assert!(!desk.root().join("public").exists());
    // A body that is larger than any page is not read.
    let huge = format!("{own}Content-Length: 99999999999\r\n");
    assert_eq!(desk.call("GET", "/api/pages", &huge, b"").status, 413);
}

#[test]
fn a_page_is_written_over_what_was_read_and_its_former_text_is_kept() {
    let desk = OpenDesk::open(&[A]);
    let own = desk.enter();
    let first = desk.call("GET", "/api/page/news/a", &own, b"");
    assert_eq!(
        (first.text("text").as_str(), first.text("file").as_str()),
        (A.1, A.0)
    );
    let new = A.1.replace("正文", "新的正文");
    let done = desk.call(
        "PUT",
        "/api/page/news/a",
        &own,
        &body(&new, Some(&first.text("fingerprint"))),
    );
    assert_eq!(done.status, 200, "{}", done.body);
    assert_eq!(desk.read(A.0), new);
    // Whoever read it before has read something else.
    let late = desk.call(
        "PUT",
        "/api/page/news/a",
        &own,
        &body("迟了", Some(&first.text("fingerprint"))),
    );
    assert_eq!((late.status, late.text("text").as_str()), (409, new.as_str()));
    assert_eq!(late.text("fingerprint"), done.text("fingerprint"));
    assert_eq!(desk.read(A.0), new);
    let history = desk.call("GET", "/api/history/news/a", &own, b"").json();
    let at = history["versions"][0]["at"].as_str().unwrap().to_owned();
    assert_eq!(
        desk.call("GET", &format!("/api/history/news/a?at={at}"), &own, b"")
            .text("text"),
        A.1
    );
    // A new page, in a folder that is not there yet.
    let made = desk.call(
        "PUT",
        "/api/page/places/b",
        &own,
        &body("---\ntitle: 乙\n---\n", None),
    );
    assert_eq!(
        (made.status, made.text("file").as_str()),
        (200, "content/places/b.md")
    );
    assert_eq!(
        desk.call("PUT", "/api/page/places/b", &own, &body("丙", None))
            .status,
        409
    );
}

#[test]
fn nothing_outside_the_pages_of_the_site_is_read_or_written() {
    let desk = OpenDesk::open(&[A]);
    let own = desk.enter();
    std::fs::write(desk.folder.path().join("secret.md"), "geheim").unwrap();
    std::os::unix::fs::symlink(desk.folder.path(), desk.root().join("content/out")).unwrap();
    for path in [
        "../site.yaml",
        "%2e%2e/site.yaml",
        "news/../../site.yaml",
        ".wanjia/x",
        "out/secret",
        "out/new",
        "a%00b",
        "c:/x",
        "",
    ] {
        let target = format!("/api/page/{path}");
        let read = desk.call("GET", &target, &own, b"");
        assert!(
            read.status >= 400 && !read.body.contains("geheim"),
            "{path}: {}",
            read.body
        );
        assert!(
            desk.call("PUT", &target, &own, &body("x", None)).status >= 400,
            "{path}"
        );
    }
    assert_eq!(
        desk.read("site.yaml"),
        "name: 试验站\nurl: https://example.org/jsx/\n"
    );
    assert!(!desk.folder.path().join("new.md").exists());
    // What commands make for the desk does not lie behind a link, either.
    let text = "关于婚假的通知\n\n第一条 婚假十三日。\n".as_bytes();
    for target in ["/api/import?name=a.txt&into=out", "/api/import?name=a.txt"] {
        assert_eq!(desk.call("POST", target, &own, text).status, 403);
    }
    let new = r#"{"kind":"news","title":"新的"}"#.as_bytes();
    assert_eq!(desk.call("POST", "/api/new", &own, new).status, 403);
    std::fs::remove_file(desk.root().join("content/out")).unwrap();
    std::fs::create_dir_all(desk.root().join(".wanjia")).unwrap();
    std::fs::create_dir(desk.folder.path().join("kept")).unwrap();
    let backup = desk.root().join(".wanjia/backup");
    std::os::unix::fs::symlink(desk.folder.path().join("kept"), &backup).unwrap();
    let held = desk
        .call("GET", "/api/page/news/a", &own, b"")
        .text("fingerprint");
    let written = desk.call("PUT", "/api/page/news/a", &own, &body("x", Some(&held)));
    assert_eq!(
        (written.status, desk.read(A.0).as_str()),
        (403, A.1),
        "{}",
        written.body
    );
    assert_eq!(
        std::fs::read_dir(desk.folder.path().join("kept"))
            .unwrap()
            .count(),
        0
    );
}

#[test]
fn a_text_that_is_given_up_is_kept_and_a_new_name_fits_every_system() {
    let desk = OpenDesk::open(&[A]);
    let own = desk.enter();
    let kept = desk.call("POST", "/api/history/news/a", &own, &body("我的话", None));
    let at = kept.json()["versions"][0]["at"].as_str().unwrap().to_owned();
    let former = desk.call("GET", &format!("/api/history/news/a?at={at}"), &own, b"");
    assert_eq!(
        (former.text("text").as_str(), desk.read(A.0).as_str()),
        ("我的话", A.1)
    );
    let settings = desk.call("GET", "/api/settings", &own, b"");
    let more = settings.text("text") + "# 改过\n";
    let fingerprint = settings.text("fingerprint");
    desk.call("PUT", "/api/settings", &own, &body(&more, Some(&fingerprint)));
    let versions = desk.call("GET", "/api/history/site.yaml", &own, b"").json();
    assert_eq!(versions["versions"].as_array().unwrap().len(), 1, "{versions}");
    for name in ["CON", "a/nul.md", "com1", "x%3Fy"] {
        let written = desk.call("PUT", &format!("/api/page/{name}"), &own, &body("x", None));
        assert_eq!(written.status, 400, "{name}: {}", written.body);
    }
}

#[test]
fn the_list_has_every_page_with_its_state_and_its_address_in_the_preview() {
    let draft = ("content/news/b.md", "---\ntitle: 乙\ndraft: true\n---\n");
    let over = ("content/news/c.md", "---\ntitle: 丙\nwithdrawn: 有误\n---\n");
    let desk = OpenDesk::open(&[A, draft, over]);
    let own = desk.enter();
    let listing = desk.call("GET", "/api/pages", &own, b"").json();
    let pages = listing["pages"].as_array().unwrap();
    let page = |path: &str| {
        pages
            .iter()
            .find(|page| page["path"] == path)
            .unwrap_or_else(|| panic!("{path}: {listing}"))
    };
    assert_eq!(page("news/a")["href"], "/jsx/news/a/");
    assert_eq!(
        (&page("news/a")["title"], &page("news/a")["draft"]),
        (&"甲".into(), &false.into())
    );
    assert_eq!(page("news/b")["draft"], true);
    assert!(page("news/c")["href"].is_null() && page("news/c")["own"] == true);
    let preview = listing["preview"]
        .as_str()
        .unwrap()
        .strip_prefix("http://127.0.0.1:")
        .unwrap();
    let mut client = TcpStream::connect(("127.0.0.1", preview.parse().unwrap())).unwrap();
    client.set_read_timeout(Some(Duration::from_secs(60))).unwrap();
    write!(
        client,
        "GET /jsx/news/a/ HTTP/1.1\r\nHost: 127.0.0.1:{preview}\r\n\r\n"
    )
    .unwrap();
    let mut shown = String::new();
    client.read_to_string(&mut shown).unwrap();
    assert!(
        shown.starts_with("HTTP/1.0 200") && shown.contains("正文。"),
        "{shown}"
    );
}

#[test]
fn inspecting_building_and_importing_are_what_the_commands_do() {
    let desk = OpenDesk::open(&[
        A,
        (
            "content/policies/_index.md",
            "---\ntitle: 政策\ncontains: policy\n---\n",
        ),
    ]);
    let own = desk.enter();
    let found = desk.call("POST", "/api/check?page=news/a", &own, b"");
    let found = found.json()["diagnostics"].as_array().unwrap().clone();
    assert!(
        found
            .iter()
            .any(|one| one["rule"] == "summary-missing" && one["file"] == A.0),
        "{found:?}"
    );
    let built = desk.call("POST", "/api/build", &own, b"");
    assert!(
        built.status == 200 && desk.root().join("public/news/a/index.html").exists(),
        "{}",
        built.body
    );
    let name = "%E9%80%9A%E7%9F%A5.txt";
    let text =
        "某某县卫生健康局关于婚假的通知\n\n各乡镇：\n第一条 婚假十三日。\n第二条 本通知自发布之日起施行。\n";
    let said = desk.call("POST", &format!("/api/import?name={name}"), &own, text.as_bytes());
    let imported = said.json()["imported"][0].clone();
    assert_eq!(imported["source"], "通知.txt", "{}", said.body);
    let page = imported["page"].as_str().unwrap();
    assert!(desk.read(page).contains("draft: true") && desk.read(page).contains("婚假十三日"));
    // What is no document is told, and the desk goes on.
    let wrong = desk
        .call("POST", "/api/import?name=a.docx", &own, b"no archive")
        .json();
    assert_eq!(wrong["failed"][0]["source"], "a.docx", "{wrong}");
    assert_eq!(
        desk.call("POST", "/api/import?name=..%2Fa.docx", &own, b"x")
            .status,
        400
    );
    let begun = desk.call(
        "POST",
        "/api/new",
        &own,
        r#"{"kind":"question","title":"婚假有几天？"}"#.as_bytes(),
    );
    assert!(
        desk.read(&begun.text("file")).contains("婚假有几天？"),
        "{}",
        begun.body
    );
}

#[test]
fn settings_and_facts_are_files_and_pictures_lie_beside_their_page() {
    let desk = OpenDesk::open(&[A]);
    let own = desk.enter();
    let none = desk.call("GET", "/api/facts", &own, b"");
    assert_eq!((none.status, none.text("text").as_str()), (200, ""));
    let facts = "marriage-leave:\n  value: 13\n  unit: 天\n  region: 试验县\n";
    assert_eq!(
        desk.call("PUT", "/api/facts", &own, &body(facts, None)).status,
        200
    );
    let known = desk.call("GET", "/api/facts", &own, b"").json();
    assert_eq!(known["facts"][0]["name"], "marriage-leave", "{known}");
    let settings = desk.call("GET", "/api/settings", &own, b"");
    let better = settings.text("text").replace("试验站", "试验县");
    let written = desk.call(
        "PUT",
        "/api/settings",
        &own,
        &body(&better, Some(&settings.text("fingerprint"))),
    );
    assert!(written.status == 200 && desk.read("site.yaml").contains("试验县"));
    for name in ["p.png", "p-2.png"] {
        let laid = desk.call("POST", "/api/picture/news/a?name=p.png", &own, b"\x89PNG");
        assert_eq!(laid.text("name"), name, "{}", laid.body);
        assert!(desk.root().join("content/news").join(name).exists());
    }
    assert_eq!(
        desk.call("POST", "/api/picture/news/a?name=p.html", &own, b"x")
            .status,
        400
    );
}

#[test]
fn a_page_of_the_upstream_is_read_and_written_once_it_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let files = [
        ("province/site.yaml", "name: 省站\n"),
        (
            "province/content/leave.md",
            "---\ntitle: 婚假\n---\n\n## 去哪里问\n\n问省里。\n",
        ),
        ("site/site.yaml", "name: 县站\nextends: ../province\n"),
    ];
    for (path, text) in files {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    let root = folder.path().join("site");
    let desk = OpenDesk::at(folder, &root);
    let own = desk.enter();
    let above = desk.call("GET", "/api/page/leave", &own, b"");
    assert!(
        above.json()["own"] == false && above.text("text").contains("问省里"),
        "{}",
        above.body
    );
    let refused = desk.call("PUT", "/api/page/leave", &own, &body("x", None));
    assert_eq!(refused.status, 403, "{}", refused.body);
    let taken = desk.call(
        "POST",
        "/api/localize/leave",
        &own,
        r#"{"section":"去哪里问"}"#.as_bytes(),
    );
    assert_eq!(taken.status, 200, "{}", taken.body);
    assert!(desk.read("content/leave.md").contains("inherit: true") && root.join("site.lock").exists());
    let text = taken.text("text").replace("问省里", "问县里");
    let done = desk.call(
        "PUT",
        "/api/page/leave",
        &own,
        &body(&text, Some(&taken.text("fingerprint"))),
    );
    assert!(done.status == 200 && desk.read("content/leave.md").contains("问县里"));
}
