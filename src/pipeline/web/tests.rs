//! Asked is a server of the test's own.

use super::*;
use crate::check::inspect::{Blocked, Gone};
use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

type Answers = HashMap<&'static str, Vec<&'static str>>;

/// A server that gives its answers by method and path, one after the other and the last one again; its port, and what it was asked.
fn server(answers: Answers) -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = asked.clone();
    std::thread::spawn(move || {
        for mut client in listener.incoming().flatten() {
            let mut head = [0; 4096];
            let read = client.read(&mut head).unwrap_or(0);
            let line = String::from_utf8_lossy(&head[..read])
                .lines()
                .next()
                .unwrap_or_default()
                .to_owned();
            let asked = line.rsplit_once(' ').map_or("", |(asked, _)| asked).to_owned();
            let path = asked.split(' ').nth(1).unwrap_or_default().to_owned();
            let before = log
                .lock()
                .unwrap()
                .iter()
                .filter(|known| **known == asked)
                .count();
            log.lock().unwrap().push(asked.clone());
            let said = answers.get(&*asked).or_else(|| answers.get(&*path));
            let Some(said) = said else { continue };
            let said = said[before.min(said.len() - 1)];
            let (head, body) = said.split_once("\n\n").unwrap_or((said, ""));
            let body = if asked.starts_with("HEAD") { "" } else { body };
            let head = head.replace('\n', "\r\n");
            let _ =
                client.write_all(format!("HTTP/1.1 {head}\r\nConnection: close\r\n\r\n{body}").as_bytes());
        }
    });
    (port, asked)
}

fn here(_: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    Ok(vec![SocketAddr::from((Ipv4Addr::LOCALHOST, port))])
}

fn nowhere(host: &str, port: u16) -> io::Result<Vec<SocketAddr>> {
    if host == ALWAYS {
        here(host, port)
    } else {
        Err(io::ErrorKind::NotFound.into())
    }
}

fn manners(lookup: Lookup) -> Manners {
    Manners {
        private: true,
        pause: Duration::ZERO,
        patience: Duration::from_secs(5),
        lookup,
        ..Manners::polite()
    }
}

fn asked(addresses: &[String], manners: &Manners) -> Vec<Verdict> {
    let all: BTreeSet<String> = addresses.iter().cloned().collect();
    let found = ask(&all, manners, &|| ()).unwrap();
    addresses.iter().map(|address| found[address].clone()).collect()
}

fn one(said: &'static str) -> Verdict {
    let (port, _) = server(HashMap::from([("/a", vec![said])]));
    asked(&[format!("http://example.test:{port}/a")], &manners(here)).remove(0)
}

#[test]
fn each_answer_has_its_class() {
    assert_eq!(one("200 OK\n\n<title>通知</title>"), Verdict::Fine);
    assert_eq!(one("404 Not Found"), Verdict::Gone(Gone::Status(404)));
    assert_eq!(one("410 Gone"), Verdict::Gone(Gone::Status(410)));
    assert_eq!(
        one("200 OK\n\n<title>页面不存在</title>"),
        Verdict::Gone(Gone::Said)
    );
    assert_eq!(one("403 Forbidden"), Verdict::Blocked(Blocked::Status(403)));
    assert_eq!(
        one("412 Precondition Failed\n\n<script>"),
        Verdict::Blocked(Blocked::Status(412))
    );
    assert_eq!(
        one("200 OK\n\n<title>安全验证</title>"),
        Verdict::Blocked(Blocked::Challenge)
    );
    assert_eq!(
        one("200 OK\n\n<title>example.test 域名出售</title>"),
        Verdict::Closed(Closed::ForSale)
    );
    assert_eq!(one("302 Found\nLocation: /a"), Verdict::Blocked(Blocked::Circle));
    assert_eq!(
        one("302 Found\nLocation: /"),
        Verdict::Blocked(Blocked::Silent),
        "no answer for /"
    );
}

#[test]
fn a_redirect_that_is_meant_to_last_is_told_with_where_it_leads() {
    let (port, _) = server(HashMap::from([
        ("/old", vec!["301 Moved\nLocation: /new?a=1#b"]),
        ("/temporary", vec!["302 Found\nLocation: /new?a=1"]),
        ("/new?a=1", vec!["200 OK\n\n<title>新</title>"]),
        ("/lost", vec!["301 Moved\nLocation: /"]),
        ("/", vec!["200 OK\n\n<title>首页</title>"]),
        ("/gone", vec!["301 Moved\nLocation: /nothing"]),
        ("/nothing", vec!["404 Not Found"]),
    ]));
    let at = |path: &str| format!("http://example.test:{port}{path}");
    let found = asked(
        &[at("/old"), at("/temporary"), at("/lost"), at("/gone")],
        &manners(here),
    );
    assert_eq!(
        found,
        [
            Verdict::Moved(at("/new?a=1")),
            Verdict::Fine,
            Verdict::Gone(Gone::Elsewhere),
            Verdict::Gone(Gone::Status(404)),
        ]
    );
}

#[test]
fn head_comes_first_and_get_only_where_that_says_little() {
    let (port, log) = server(HashMap::from([
        ("/a", vec!["200 OK\n\n<title>甲</title>"]),
        ("/b", vec!["200 OK\n\n<title>乙</title>"]),
        ("HEAD /c", vec!["405 Method Not Allowed"]),
        ("GET /c", vec!["200 OK\n\n<title>丙</title>"]),
    ]));
    let at = |path: &str| format!("http://example.test:{port}{path}");
    let found = asked(&[at("/a"), at("/b#x"), at("/c")], &manners(here));
    assert!(found.iter().all(|verdict| *verdict == Verdict::Fine), "{found:?}");
    assert_eq!(
        *log.lock().unwrap(),
        ["HEAD /a", "GET /a", "HEAD /b", "HEAD /c", "GET /c"]
    );
}

#[test]
fn what_may_be_better_in_a_while_is_asked_again_and_not_for_ever() {
    let (port, log) = server(HashMap::from([
        ("HEAD /a", vec!["503 Unavailable", "200 OK"]),
        ("GET /a", vec!["503 Unavailable", "200 OK\n\n<title>甲</title>"]),
        ("/b", vec!["500 Error"]),
    ]));
    let at = |path: &str| format!("http://example.test:{port}{path}");
    let found = asked(&[at("/a"), at("/b")], &manners(here));
    assert_eq!(found, [Verdict::Fine, Verdict::Blocked(Blocked::Status(500))]);
    let count = log
        .lock()
        .unwrap()
        .iter()
        .filter(|asked| asked.ends_with("/b"))
        .count();
    assert_eq!(count, 6, "three times HEAD and GET");
}

#[test]
fn a_host_that_wants_to_be_left_alone_is() {
    let (port, log) = server(HashMap::from([("/a", vec!["429 Too Many\nRetry-After: 3600"])]));
    let addresses = [
        format!("http://example.test:{port}/a"),
        format!("http://example.test:{port}/b"),
    ];
    let found = asked(&addresses, &manners(here));
    assert!(
        found
            .iter()
            .all(|verdict| *verdict == Verdict::Blocked(Blocked::Status(429))),
        "{found:?}"
    );
    assert_eq!(*log.lock().unwrap(), ["HEAD /a"]);
}

#[test]
fn nothing_of_a_private_network_is_asked_not_even_by_a_redirect() {
    let (port, log) = server(HashMap::from([("/a", vec!["200 OK"])]));
    let guest = Manners {
        private: false,
        ..manners(here)
    };
    let addresses = [
        format!("http://127.0.0.1:{port}/a"),
        format!("http://example.test:{port}/a"),
        "file:///etc/passwd".to_owned(),
    ];
    assert_eq!(
        asked(&addresses, &guest),
        [Verdict::Private, Verdict::Private, Verdict::NotAsked]
    );
    assert!(log.lock().unwrap().is_empty());
    assert_eq!(
        one("302 Found\nLocation: file:///etc/passwd"),
        Verdict::Blocked(Blocked::Circle)
    );
}

#[test]
fn a_name_that_nobody_has_is_a_closed_domain_unless_there_is_no_network() {
    let address = BTreeSet::from(["http://closed.test/a".to_owned()]);
    let found = ask(&address, &manners(nowhere), &|| ()).unwrap();
    assert_eq!(found["http://closed.test/a"], Verdict::Closed(Closed::NoName));
    let offline = manners(|_, _| Err(io::ErrorKind::NotFound.into()));
    assert_eq!(ask(&address, &offline, &|| ()), Err(Unasked::Offline));
    let (port, _) = server(HashMap::from([("/a", vec!["200 OK"])]));
    let inside = manners(|host, port| {
        if host == "inside.test" {
            here(host, port)
        } else {
            Err(io::ErrorKind::NotFound.into())
        }
    });
    let addresses = [
        format!("http://inside.test:{port}/a"),
        "http://closed.test/a".to_owned(),
    ];
    let found = asked(&addresses, &inside);
    assert_eq!(found, [Verdict::Fine, Verdict::NotAsked], "an own network alone");
}

#[test]
fn no_more_is_read_than_it_takes() {
    let long: &'static str =
        Box::leak(format!("200 OK\n\n<title>长</title>{}", "字".repeat(1 << 20)).into_boxed_str());
    assert_eq!(one(long), Verdict::Fine);
}
