//! One question to one server, by curl.

use super::Manners;
use crate::base::http::HttpAnswer;
use std::io::Read;
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};
use url::Url;

/// So much of an answer is read, its head included.
pub(super) const MOST_BYTES: u64 = 65_536;

/// The name by which servers know who asks.
const AGENT: &str = concat!(
    "Mozilla/5.0 (compatible; wanjia/",
    env!("CARGO_PKG_VERSION"),
    "; link check)"
);

/// What a server answered.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    /// As in HTTP.
    pub status: u16,
    /// Where it sends on.
    pub location: Option<String>,
    /// Seconds that it wants to be left alone.
    pub retry_after: Option<u64>,
    /// The beginning of what is there; empty behind HEAD.
    pub body: Vec<u8>,
}

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Silence {
    /// The name was not found after all.
    NoName,
    /// Its certificate is not to be trusted.
    Certificate,
    /// Refused, cut off or too slow.
    Nothing,
}

/// Whether this machine has curl.
pub(super) fn is_there() -> bool {
    let told = Command::new("curl")
        .args(["-q", "--version"])
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    told.is_ok_and(|status| status.success())
}

/// Asks once; `whole` for what is there, not only its head. `at` is where the host is, empty when a proxy knows.
pub(super) fn request(
    url: &Url,
    whole: bool,
    at: &[SocketAddr],
    manners: &Manners,
) -> Result<Answer, Silence> {
    let patience = manners.patience.as_secs_f64().to_string();
    let mut curl = Command::new("curl");
    // Settings of the user could make it follow redirects, or name a cookie jar.
    curl.args([
        "-q",
        "--silent",
        "--globoff",
        "--include",
        "--suppress-connect-headers",
    ])
    .args([
        "--proto",
        "=http,https",
        "--max-time",
        &patience,
        "--user-agent",
        AGENT,
    ]);
    if !whole {
        curl.arg("--head");
    }
    if !manners.proxied {
        curl.args(["--noproxy", "*"]);
    }
    if let Some(pin) = pin(url, at) {
        curl.args(["--resolve", &pin]);
    }
    let child = curl
        .args(["--url", url.as_str()])
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let (said, code) = heard(child.map_err(|_| Silence::Nothing)?);
    match (answer(&said), code) {
        (Some(answer), _) => Ok(answer),
        (None, Some(6)) => Err(Silence::NoName),
        (None, Some(51 | 60 | 83 | 90 | 91)) => Err(Silence::Certificate),
        (None, _) => Err(Silence::Nothing),
    }
}

/// What curl said, up to the most, and the code it ended with; it is ended when it would say more.
fn heard(mut child: Child) -> (Vec<u8>, Option<i32>) {
    let mut said = Vec::new();
    if let Some(out) = child.stdout.take() {
        // What came before it broke off is what there is.
        let _ = out.take(MOST_BYTES).read_to_end(&mut said);
    }
    if said.len() as u64 >= MOST_BYTES {
        let _ = child.kill();
    }
    let code = child.wait().ok().and_then(|status| status.code());
    (said, code)
}

/// `host:port:address,address`, so that curl asks whom we looked up.
fn pin(url: &Url, at: &[SocketAddr]) -> Option<String> {
    let domain = url.domain().filter(|_| !at.is_empty())?;
    let addresses: Vec<String> = at
        .iter()
        .map(|at| match at {
            SocketAddr::V4(at) => at.ip().to_string(),
            SocketAddr::V6(at) => format!("[{}]", at.ip()),
        })
        .collect();
    Some(format!("{domain}:{}:{}", at[0].port(), addresses.join(",")))
}

/// What curl printed, as an answer.
fn answer(said: &[u8]) -> Option<Answer> {
    HttpAnswer::read(said).map(|answer| Answer {
        status: answer.status,
        location: answer.header("location").map(str::to_owned),
        retry_after: answer.header("retry-after").and_then(|after| after.parse().ok()),
        body: answer.body.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_says_where_it_sends_on_and_how_long_to_wait() {
        let said = b"HTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/2 301 \r\nLocation:  /b \r\nretry-after: 7\r\n\r\nwords";
        let answer = answer(said).unwrap();
        assert_eq!((answer.status, answer.retry_after), (301, Some(7)));
        assert_eq!(
            (answer.location.as_deref(), &*answer.body),
            (Some("/b"), &b"words"[..])
        );
        assert_eq!(super::answer(b"HTTP/1.1 200 OK\r\nA: b"), None);
    }
}
