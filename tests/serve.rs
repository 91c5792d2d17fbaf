//! The real preview, called by many who do not behave.
#![cfg(target_os = "linux")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A preview that is ended with the test.
struct Preview {
    process: Child,
    port: u16,
    _folder: tempfile::TempDir,
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Preview {
    fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("site.yaml"), "name: 试验站\n").unwrap();
        std::fs::create_dir(folder.path().join("content")).unwrap();
        std::fs::write(
            folder.path().join("content/a.md"),
            "---\ntitle: 甲\n---\n正文。\n",
        )
        .unwrap();
        let mut process = Command::new(env!("CARGO_BIN_EXE_wanjia"))
            .args(["serve", "--port", "0", "--root"])
            .arg(folder.path())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stderr.take().unwrap());
        let mut lines = said.lines();
        let port = lines
            .by_ref()
            .find_map(|line| {
                let line = line.unwrap();
                let (_, rest) = line.split_once("http://127.0.0.1:")?;
                rest.split('/').next()?.parse().ok()
            })
            .expect("the preview says where it is");
        std::thread::spawn(move || lines.for_each(drop));
        Self {
            process,
            port,
            _folder: folder,
        }
    }

    fn call(&self, sent: &str) -> TcpStream {
        let mut client = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        client.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let _ = client.write_all(sent.as_bytes());
        client
    }

    fn head(&self, target: &str) -> String {
        format!("GET {target} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n", self.port)
    }

    fn get(&self, target: &str) -> String {
        let mut answer = String::new();
        let mut client = self.call(&format!("{}\r\n", self.head(target)));
        client.read_to_string(&mut answer).unwrap();
        answer
    }

    fn threads(&self) -> usize {
        std::fs::read_dir(format!("/proc/{}/task", self.process.id()))
            .unwrap()
            .count()
    }

    /// Memory in use, in MiB.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process.id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kibibytes = line.unwrap().trim().trim_end_matches(" kB").parse::<u64>();
        kibibytes.unwrap() / 1024
    }
}

#[test]
fn three_hundred_slow_clients_cost_no_thread_and_keep_nobody_waiting() {
    let preview = Preview::open();
    assert!(preview.get("/a/").contains("正文。"));
    let (threads, memory) = (preview.threads(), preview.memory());
    let head = preview.head("/a/");
    let kinds = [
        String::new(),
        head.clone(),
        format!("{head}\r\n"),
        format!("{head}Content-Length: 99999999999\r\n\r\nx"),
        format!("{head}X: {}", "x".repeat(20_000)),
    ];
    let slow: Vec<TcpStream> = (0..300).map(|n| preview.call(&kinds[n % kinds.len()])).collect();
    let begin = Instant::now();
    for _ in 0..10 {
        assert!(preview.get("/a/").contains("正文。"));
    }
    assert!(begin.elapsed() < Duration::from_secs(5), "{:?}", begin.elapsed());
    assert!(preview.threads() <= threads, "{threads} {}", preview.threads());
    assert!(preview.memory() < memory + 40, "{memory} {}", preview.memory());
    drop(slow);
}

#[test]
fn an_open_tab_goes_on_listening_while_others_crowd_in() {
    let preview = Preview::open();
    let mut tab = BufReader::new(preview.call(&format!("{}\r\n", preview.head("/.wanjia/events"))));
    let mut heard = String::new();
    while !heard.contains("data: ") {
        assert!(tab.read_line(&mut heard).unwrap() > 0, "{heard}");
    }
    let _crowd: Vec<TcpStream> = (0..150).map(|_| preview.call("GET /")).collect();
    std::fs::write(
        preview._folder.path().join("content/a.md"),
        "---\ntitle: 甲\n---\n改过。\n",
    )
    .unwrap();
    heard.clear();
    while !heard.contains("data: ") {
        assert!(tab.read_line(&mut heard).unwrap() > 0, "{heard}");
    }
    assert!(preview.get("/a/").contains("改过。"));
}
