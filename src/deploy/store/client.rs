//! Requests to a store, by curl: it knows the certificates and the proxy of this machine, and there is no TLS without C.
//!
//! What it is to ask goes in by a pipe, so that nothing of it stands in the list of processes. One curl makes many requests, some
//! at a time, over connections that stay open. What is sent is a file with the hash of its bytes, which the store compares.

use super::address::StoreAddress;
use super::sign::{Keys, Unsigned, encoded};
use super::time::Moment;
use crate::base::Fault;
use crate::base::http::HttpAnswer;
use crate::base::media::content_type;
use crate::deploy::Order;
use crate::deploy::nurse::Program;
use crate::message;
use crate::publish::verify::version;
use std::cell::{Cell, RefCell};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// So many requests at a time.
const SIDE_BY_SIDE: usize = 16;
/// How often a request is made again that failed for a while only.
pub(super) const RETRIES: u32 = 5;
/// What is read of an answer whose body does not matter.
const SHORT: u64 = 64 << 10;

/// What a store answered.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Answer {
    /// As in HTTP; 0 when nothing came back.
    pub status: u16,
    /// The version of what is there.
    pub etag: Option<String>,
    /// What came back.
    pub body: Vec<u8>,
}

impl Answer {
    /// Whether it was done.
    pub fn is_well(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A request.
#[derive(Debug, Clone)]
pub(super) struct Ask {
    /// `GET`, `HEAD`, `PUT` or `DELETE`.
    pub method: &'static str,
    /// Where, below the prefix of the target.
    pub key: String,
    /// Headers besides those that sign.
    pub headers: Vec<(&'static str, String)>,
    /// The file that is sent, with the SHA-256 of its bytes.
    pub body: Option<(PathBuf, String)>,
}

impl Ask {
    /// A request without headers or body.
    pub fn new(method: &'static str, key: &str) -> Self {
        Self {
            method,
            key: key.to_owned(),
            headers: Vec::new(),
            body: None,
        }
    }

    /// The same with a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}

/// Whoever asks a store.
#[derive(Debug)]
pub(super) struct Client<'a> {
    address: &'a StoreAddress,
    keys: Keys,
    nurse: Option<&'a Path>,
    scratch: TempDir,
    requests: Cell<usize>,
    /// Whether this curl can make requests side by side.
    parallel: Cell<bool>,
    last: RefCell<String>,
}

impl<'a> Client<'a> {
    /// A client for the store of this order.
    pub fn open(address: &'a StoreAddress, order: &Order<'a>) -> Result<Self, Fault> {
        let keys = order.keys.cloned().ok_or_else(no_keys)?;
        let scratch =
            tempfile::tempdir().map_err(|error| Fault::io("新建", "create", Path::new("tmp"), &error))?;
        Ok(Self {
            address,
            keys,
            nurse: order.own_program,
            scratch,
            requests: Cell::new(0),
            parallel: Cell::new(true),
            last: RefCell::default(),
        })
    }

    /// How many requests were made.
    pub fn requests(&self) -> usize {
        self.requests.get()
    }

    /// The request that puts these bytes.
    pub fn put(&self, key: &str, bytes: &[u8]) -> Result<Ask, Fault> {
        let hash = version(bytes);
        let at = self.scratch.path().join(&hash[..16]);
        std::fs::write(&at, bytes).map_err(|error| Fault::io("写入", "write", &at, &error))?;
        let kind = if key.ends_with(".json") {
            content_type(key)
        } else {
            "text/plain; charset=utf-8"
        };
        let ask = Ask::new("PUT", key).header("content-type", kind);
        Ok(Ask {
            body: Some((at, hash)),
            ..ask.header("cache-control", "no-cache")
        })
    }

    /// Asks, again where that may help. What the store refuses is an answer; that it says nothing is a fault.
    pub fn ask(&self, ask: &Ask, most: u64) -> Result<Answer, Fault> {
        let mut answer = Answer::default();
        for round in 0..=RETRIES {
            pause(round);
            answer = self.once(ask, most)?;
            if !is_passing(answer.status) {
                return Ok(answer);
            }
        }
        Err(self.refused(ask, &answer))
    }

    /// Asks for what must be granted.
    pub fn must(&self, ask: &Ask) -> Result<Answer, Fault> {
        let answer = self.ask(ask, SHORT)?;
        if answer.is_well() {
            return Ok(answer);
        }
        Err(self.refused(ask, &answer))
    }

    /// What is at a key; nothing when nothing is.
    pub fn get(&self, key: &str, most: u64) -> Result<Option<Answer>, Fault> {
        let ask = Ask::new("GET", key);
        let answer = self.ask(&ask, most)?;
        match (answer.status, code(&answer.body).as_deref()) {
            (404, Some("NoSuchBucket")) => Err(self.refused(&ask, &answer)),
            (404, _) => Ok(None),
            _ if answer.is_well() => Ok(Some(answer)),
            _ => Err(self.refused(&ask, &answer)),
        }
    }

    fn once(&self, ask: &Ask, most: u64) -> Result<Answer, Fault> {
        self.requests.set(self.requests.get() + 1);
        let config = format!(
            "{}include\nsuppress-connect-headers\nshow-error\n",
            self.section(ask)
        );
        let heard = self.curl().asked(config.as_bytes(), most + SHORT)?;
        *self.last.borrow_mut() = heard.said;
        Ok(answer(&heard.printed).unwrap_or_default())
    }

    /// Asks many at a time. `heard` is told the place of each and the status of its answer; who is not told of was not answered.
    pub fn many(
        &self,
        asks: &[Ask],
        heard: &mut dyn FnMut(usize, u16),
        tick: &mut dyn FnMut() -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        self.requests.set(self.requests.get() + asks.len());
        let mut config = String::new();
        if self.parallel.get() {
            let _ = writeln!(
                config,
                "parallel\nparallel-max = {SIDE_BY_SIDE}\nno-progress-meter"
            );
        }
        for (place, ask) in asks.iter().enumerate() {
            let next = if place > 0 { "next\n" } else { "" };
            let _ = write!(config, "{next}{}", self.section(ask));
            // On a line of its own: some curls draw their meter all the same, without ever ending its line.
            let _ = writeln!(config, "write-out = \"%{{stderr}}\\n@{place} %{{http_code}}\\n\"");
        }
        let mut line = |line: &str| {
            let told = line.strip_prefix('@').and_then(|told| told.split_once(' '));
            if let Some((Ok(place), Ok(status))) = told.map(|(place, status)| (place.parse(), status.parse()))
            {
                heard(place, status);
            }
        };
        let ended = self.curl().watched(config.as_bytes(), &mut line, tick)?;
        if ended.code == Some(2) && self.parallel.replace(false) {
            // An old curl does not know the word, and has asked nothing.
            self.requests.set(self.requests.get() - asks.len());
        }
        Ok(())
    }

    fn curl(&self) -> Program<'_> {
        Program {
            name: "curl",
            // Settings of the user could make it do anything.
            arguments: ["-q", "--config", "-"].map(str::to_owned).to_vec(),
            nurse: self.nurse,
        }
    }

    /// What curl is told of one request.
    fn section(&self, ask: &Ask) -> String {
        let empty;
        let payload = match &ask.body {
            Some((_, hash)) => hash,
            None => {
                empty = version(b"");
                &empty
            }
        };
        let path = encoded(&self.address.path(&ask.key));
        let unsigned = Unsigned {
            method: ask.method,
            host: &self.address.host,
            path: &path,
            payload,
            at: Moment::now(),
            region: &self.address.region,
        };
        let mut out = String::from(
            "silent\ngloboff\npath-as-is\nhttp1.1\nproto = \"=http,https\"\nconnect-timeout = 15\nspeed-limit = 1\nspeed-time = 60\n",
        );
        let _ = writeln!(out, "url = {}", quoted(&format!("{}{path}", self.address.origin)));
        let agent = concat!("wanjia/", env!("CARGO_PKG_VERSION"));
        let _ = writeln!(out, "user-agent = \"{agent}\"");
        let _ = match ask.method {
            // Nothing comes behind the head.
            "HEAD" => writeln!(out, "head"),
            method => writeln!(out, "request = \"{method}\""),
        };
        if let Some((file, _)) = &ask.body {
            let _ = writeln!(
                out,
                "upload-file = {}\nheader = \"Expect:\"",
                quoted(&file.display().to_string())
            );
        }
        let own = ask.headers.iter().map(|(name, value)| (*name, value.clone()));
        for (name, value) in own.chain(unsigned.signed(&self.keys)) {
            let _ = writeln!(out, "header = {}", quoted(&format!("{name}: {value}")));
        }
        out
    }

    /// A request that was refused, as a fault with a way out.
    pub fn refused(&self, ask: &Ask, answer: &Answer) -> Fault {
        let (status, key, host) = (answer.status, &ask.key, &self.address.host);
        let said = code(&answer.body).unwrap_or_default();
        if status == 0 {
            let last: String = self.last.borrow().chars().take(200).collect();
            return Fault::new(message!(
                "{host} 没有回答：{last}",
                "{host} does not answer: {last}"
            ))
            .hint(message!(
                "检查网络和 deploy 的 endpoint；接着发，再运行一次",
                "check the network and `endpoint` of `deploy`; run it again to go on"
            ));
        }
        Fault::new(message!(
            "{host} 不接受 {key}：{status} {said}",
            "{host} refuses {key}: {status} {said}"
        ))
        .hint(way_out(status, &said))
    }
}

fn way_out(status: u16, said: &str) -> crate::base::Message {
    match (status, said) {
        (_, "NoSuchBucket") => message!(
            "桶要先建好；桶名写在路径里的服务，写 path_style: true",
            "the bucket must be there; where its name stands in the path, say path_style: true"
        ),
        (_, "RequestTimeTooSkewed") => message!("把这台机器的时钟调准", "set the clock of this machine"),
        (_, "SignatureDoesNotMatch" | "InvalidAccessKeyId" | "AuthorizationHeaderMalformed") | (401, _) => {
            message!(
                "检查环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY，和 deploy 的 region",
                "check AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and `region` of `deploy`"
            )
        }
        (403, _) => message!(
            "给这把密钥读、写、删、列出这个桶的权限（GetObject、PutObject、DeleteObject、ListBucket）",
            "the key must be allowed GetObject, PutObject, DeleteObject and ListBucket"
        ),
        (301 | 302 | 307 | 308, _) => message!(
            "桶在别的地方：检查 deploy 的 endpoint 和 region",
            "the bucket is elsewhere: check `endpoint` and `region` of `deploy`"
        ),
        _ => message!(
            "再运行一次，会接着发",
            "run it again, it goes on where it stopped"
        ),
    }
}

fn no_keys() -> Fault {
    Fault::new(message!(
        "没有对象存储的密钥",
        "there are no keys for the store"
    ))
    .hint(message!(
        "设环境变量 AWS_ACCESS_KEY_ID 和 AWS_SECRET_ACCESS_KEY（临时密钥还有 AWS_SESSION_TOKEN）；不要写进 site.yaml",
        "set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN) in the environment; never in site.yaml"
    ))
}

/// Whether an answer may be another one in a while.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 0 | 408 | 425 | 429 | 500 | 502..=504 | 509)
}

/// Waits before a request is made again: half a second, then twice as long each time.
pub(super) fn pause(round: u32) {
    if round > 0 {
        std::thread::sleep(Duration::from_millis(250 << round));
    }
}

/// The code of an error in the words of S3.
fn code(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (code, _) = text.split_once("<Code>")?.1.split_once("</Code>")?;
    let plain = code.len() <= 60 && code.bytes().all(|byte| byte.is_ascii_alphanumeric());
    plain.then(|| code.to_owned())
}

/// A value as the configuration of curl has it.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What curl printed, as an answer.
fn answer(said: &[u8]) -> Option<Answer> {
    HttpAnswer::read(said).map(|answer| Answer {
        status: answer.status,
        etag: answer.header("etag").map(str::to_owned),
        body: answer.body.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_of_an_answer_is_read_and_its_code_is_a_word() {
        let said = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nETag: \"a\"\r\n\r\n<Error><Code>NoSuchKey</Code></Error>";
        let answer = answer(said).unwrap();
        assert_eq!((answer.status, answer.etag.as_deref()), (404, Some("\"a\"")));
        assert_eq!(code(&answer.body).as_deref(), Some("NoSuchKey"));
        assert_eq!(code(b"<Code>a\nb</Code>"), None);
        assert_eq!(quoted("a\"b\\\n"), "\"a\\\"b\\\\\\n\"");
    }
}
