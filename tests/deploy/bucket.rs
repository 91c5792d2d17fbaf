//! A small honest store: one bucket in memory, over HTTP on this machine. It compares the hash of what is put with the hash that
//! was signed, and keeps conditions as it is told to.

use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What lies at a key.
#[derive(Clone, Default)]
pub struct Object {
    pub bytes: Vec<u8>,
    pub kind: String,
    pub cache: String,
}

/// How the store behaves.
#[derive(Default)]
pub struct Manner {
    /// The header that it takes for "only where nothing is".
    pub condition: &'static str,
    /// So many requests for files of the site are answered with 503 first.
    pub busy: usize,
    /// Everything is answered with this.
    pub refuses: Option<(u16, &'static str)>,
    /// Each request takes so long.
    pub slow: Duration,
    /// A request for what lies at this path takes so long.
    pub heavy: Option<(&'static str, Duration)>,
    /// The first time that something is put anywhere, the answer is lost.
    pub loses: bool,
    /// Between looking for a lock and putting one, another deploy puts this one.
    pub rival: Option<&'static str>,
    /// What lies there is not shown.
    pub hides: Option<&'static str>,
}

#[derive(Default)]
struct Inside {
    objects: BTreeMap<String, Object>,
    log: Vec<String>,
    manner: Manner,
    /// Where an answer was lost.
    lost: BTreeSet<String>,
}

/// The store.
#[derive(Clone)]
pub struct Bucket {
    inside: Arc<Mutex<Inside>>,
    pub port: u16,
}

impl Bucket {
    /// Opens one that keeps conditions as HTTP has them.
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let bucket = Self {
            inside: Arc::default(),
            port: listener.local_addr().unwrap().port(),
        };
        bucket.behaves(|manner| manner.condition = "if-none-match");
        let inside = bucket.inside.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let inside = inside.clone();
                std::thread::spawn(move || serve(stream, &inside));
            }
        });
        bucket
    }

    pub fn behaves(&self, change: impl FnOnce(&mut Manner)) {
        change(&mut self.inside.lock().unwrap().manner);
    }

    /// What lies below `www/` but what is only ours to remember.
    pub fn site(&self) -> BTreeMap<String, Vec<u8>> {
        let inside = self.inside.lock().unwrap();
        let site = inside.objects.iter().filter_map(|(key, object)| {
            let path = key.strip_prefix("www/")?;
            (!path.starts_with(".wanjia/")).then(|| (path.to_owned(), object.bytes.clone()))
        });
        site.collect()
    }

    pub fn object(&self, path: &str) -> Option<Object> {
        self.inside
            .lock()
            .unwrap()
            .objects
            .get(&format!("www/{path}"))
            .cloned()
    }

    pub fn put(&self, path: &str, text: &str) {
        let object = Object {
            bytes: text.into(),
            ..Object::default()
        };
        self.inside
            .lock()
            .unwrap()
            .objects
            .insert(format!("www/{path}"), object);
    }

    /// Requests since the last time, like `PUT a/index.html`.
    pub fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.inside.lock().unwrap().log)
    }
}

fn serve(stream: TcpStream, inside: &Mutex<Inside>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some((status, headers, body)) = turn(&mut reader, inside) {
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        if stream
            .write_all(head.as_bytes())
            .and_then(|()| stream.write_all(&body))
            .is_err()
        {
            return;
        }
    }
}

/// Reads a request; what is answered.
fn turn(reader: &mut impl BufRead, inside: &Mutex<Inside>) -> Option<(u16, String, Vec<u8>)> {
    let mut first = String::new();
    reader.read_line(&mut first).ok()?;
    let mut parts = first.split(' ');
    let (method, path) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let mut headers = BTreeMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        match line.trim().split_once(':') {
            Some((name, value)) => headers.insert(name.to_ascii_lowercase(), value.trim().to_owned()),
            None => break,
        };
    }
    let length = headers
        .get("content-length")
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let slow = {
        let manner = &inside.lock().unwrap().manner;
        let heavy = manner
            .heavy
            .filter(|(at, _)| path.ends_with(at) && method == "PUT");
        heavy.map_or(manner.slow, |(_, heavy)| heavy)
    };
    std::thread::sleep(slow);
    Some(answer(
        &mut inside.lock().unwrap(),
        &method,
        &decoded(&path),
        &headers,
        body,
    ))
}

fn answer(
    inside: &mut Inside,
    method: &str,
    path: &str,
    headers: &BTreeMap<String, String>,
    body: Vec<u8>,
) -> (u16, String, Vec<u8>) {
    let error = |status: u16, code: &str| {
        (
            status,
            String::new(),
            format!("<Error><Code>{code}</Code></Error>").into_bytes(),
        )
    };
    let Some(key) = path.strip_prefix("/bucket/").map(str::to_owned) else {
        return error(404, "NoSuchBucket");
    };
    let shown = key.strip_prefix("www/").unwrap_or(&key).to_owned();
    let shown = shown.as_str();
    inside.log.push(format!("{method} {shown}"));
    let header = |name: &str| headers.get(name).cloned().unwrap_or_default();
    if inside.manner.busy > 0 && method == "PUT" && !shown.starts_with(".wanjia/") {
        inside.manner.busy -= 1;
        return error(503, "SlowDown");
    }
    if let Some((status, code)) = inside.manner.refuses {
        return error(status, code);
    }
    if !header("authorization").starts_with("AWS4-HMAC-SHA256 Credential=test-id/") {
        return error(403, "AccessDenied");
    }
    let etag = |bytes: &[u8]| format!("\"{}\"", &hex(bytes)[..32]);
    let there = inside.objects.get(&key);
    let wanted = header("if-match");
    let keeps = inside.manner.condition == "if-none-match";
    if keeps && !wanted.is_empty() && there.is_none_or(|there| etag(&there.bytes) != wanted) {
        return error(412, "PreconditionFailed");
    }
    if method == "GET" && shown == ".wanjia/lock" && there.is_none() {
        if let Some(rival) = inside.manner.rival.take() {
            let object = Object {
                bytes: rival.into(),
                ..Object::default()
            };
            inside.objects.insert(key, object);
        }
        return error(404, "NoSuchKey");
    }
    match method {
        "GET" if inside.manner.hides == Some(shown) => error(404, "NoSuchKey"),
        "HEAD" => (if there.is_some() { 200 } else { 404 }, String::new(), Vec::new()),
        "GET" => match there {
            Some(there) => (
                200,
                format!("ETag: {}\r\n", etag(&there.bytes)),
                there.bytes.clone(),
            ),
            None => error(404, "NoSuchKey"),
        },
        "PUT" if header("x-amz-content-sha256") != hex(&body) => error(400, "XAmzContentSHA256Mismatch"),
        "PUT" if there.is_some() && !header(inside.manner.condition).is_empty() => {
            error(412, "PreconditionFailed")
        }
        "PUT" => {
            let said = format!("ETag: {}\r\n", etag(&body));
            let object = Object {
                bytes: body,
                kind: header("content-type"),
                cache: header("cache-control"),
            };
            inside.objects.insert(key, object);
            if inside.manner.loses && inside.lost.insert(shown.to_owned()) {
                return error(503, "SlowDown");
            }
            (200, said, Vec::new())
        }
        "DELETE" => {
            inside.objects.remove(&key);
            (204, String::new(), Vec::new())
        }
        _ => error(405, "MethodNotAllowed"),
    }
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn decoded(path: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digits: String = bytes.by_ref().take(2).map(char::from).collect();
            out.push(u8::from_str_radix(&digits, 16).unwrap());
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).unwrap()
}
