//! The addresses of one host, one after the other, and what each answer means.

use super::Manners;
use super::curl::{self, Answer, Silence};
use super::host;
use crate::base::encoding::decode;
use crate::check::inspect::{Blocked, Closed, Gone, Verdict};
use std::net::SocketAddr;
use std::thread::sleep;
use std::time::Duration;
use url::Url;

/// So often one is sent on.
const HOPS: usize = 6;

/// A host that says nothing so often in a row is left alone.
const ENOUGH: usize = 3;

/// A server that wants to be left alone longer than that is.
const LONGEST_WAIT: u64 = 30;

/// Words in the title of a page that asks whether one is a person.
const CHALLENGES: [&str; 8] = [
    "安全验证",
    "访问验证",
    "人机验证",
    "滑动验证",
    "访问被拦截",
    "访问拦截",
    "just a moment",
    "attention required",
];

/// Words in the title of a page that is not there.
const MISSING: [&str; 7] = [
    "404",
    "页面不存在",
    "页面未找到",
    "找不到页面",
    "页面没有找到",
    "not found",
    "您访问的页面不存在",
];

/// Words in the title of a domain that nobody uses.
const FOR_SALE: [&str; 8] = [
    "域名出售",
    "域名转让",
    "域名可转让",
    "域名正在出售",
    "域名停放",
    "域名已过期",
    "domain is for sale",
    "domain parking",
];

/// Asks the addresses of one host in turn.
pub(super) fn visit(
    addresses: Vec<(String, Url)>,
    manners: &Manners,
    step: &(dyn Fn() + Sync),
) -> Vec<(String, Verdict)> {
    let mut host = Visit {
        manners,
        silent: 0,
        unwanted: false,
        seen: false,
    };
    let mut heard = Vec::new();
    for (number, (written, url)) in addresses.into_iter().enumerate() {
        let verdict = if number >= manners.most {
            Verdict::NotAsked
        } else if host.unwanted {
            Verdict::Blocked(Blocked::Status(429))
        } else if host.silent >= ENOUGH {
            Verdict::Blocked(Blocked::Silent)
        } else {
            host.ask(&url)
        };
        step();
        heard.push((written, verdict));
    }
    heard
}

/// A visit to a host.
struct Visit<'m> {
    manners: &'m Manners,
    /// Addresses in a row that said nothing.
    silent: usize,
    /// It wants to be left alone.
    unwanted: bool,
    /// One of its pages was looked at.
    seen: bool,
}

impl Visit<'_> {
    fn ask(&mut self, url: &Url) -> Verdict {
        let verdict = self.follow(url);
        let silent = verdict == Verdict::Blocked(Blocked::Silent);
        self.silent = if silent { self.silent + 1 } else { 0 };
        verdict
    }

    /// Asks an address, and where it sends on.
    fn follow(&mut self, first: &Url) -> Verdict {
        let (mut url, mut permanent) = (first.clone(), true);
        for hop in 0..=HOPS {
            let answer = match self.answer(&url) {
                Ok(answer) => answer,
                // What is behind a redirect is not what the page links to.
                Err(Verdict::Closed(_)) if hop > 0 => return Verdict::Gone(Gone::Elsewhere),
                Err(verdict) => return verdict,
            };
            let next = answer
                .location
                .as_deref()
                .filter(|_| matches!(answer.status, 301 | 302 | 303 | 307 | 308));
            let Some(next) = next else {
                return meaning(&answer).unwrap_or_else(|| arrived(first, &url, permanent));
            };
            permanent &= matches!(answer.status, 301 | 308);
            match url.join(next).ok().and_then(|next| host::url(next.as_str())) {
                Some(next) => url = next,
                None => return Verdict::Blocked(Blocked::Circle),
            }
        }
        Verdict::Blocked(Blocked::Circle)
    }

    /// The answer of an address, asked again when nothing or something passing came back.
    fn answer(&mut self, url: &Url) -> Result<Answer, Verdict> {
        let at = host::place(url, self.manners)?;
        let mut wait = self.manners.pause;
        let mut last = Err(Verdict::Blocked(Blocked::Silent));
        for round in 0..=self.manners.retries {
            if round > 0 {
                wait *= 2;
                sleep(wait);
            }
            match self.once(url, &at) {
                Err(Silence::Certificate) => return Err(Verdict::Certificate),
                Err(Silence::NoName) => return Err(Verdict::Closed(Closed::NoName)),
                Err(Silence::Nothing) => {}
                Ok(answer) if !is_passing(&answer) => return Ok(answer),
                Ok(answer) => {
                    let asked = answer.retry_after.unwrap_or(0);
                    wait = wait.max(Duration::from_secs(asked));
                    let status = answer.status;
                    last = Ok(answer);
                    if asked > LONGEST_WAIT {
                        self.unwanted = status == 429;
                        break;
                    }
                }
            }
        }
        last
    }

    /// HEAD, and GET where that says little: for the first page of a host, and where a server does not like HEAD.
    fn once(&mut self, url: &Url, at: &[SocketAddr]) -> Result<Answer, Silence> {
        let head = self.request(url, false, at);
        let enough = match &head {
            Ok(head) => head.location.is_some() || head.status == 429 || head.status < 400 && self.seen,
            Err(silence) => *silence != Silence::Nothing,
        };
        if enough {
            return head;
        }
        let whole = self.request(url, true, at)?;
        self.seen |= whole.location.is_none();
        Ok(whole)
    }

    /// One question, and a pause behind it.
    fn request(&self, url: &Url, whole: bool, at: &[SocketAddr]) -> Result<Answer, Silence> {
        let answer = curl::request(url, whole, at, self.manners);
        sleep(self.manners.pause);
        answer
    }
}

/// Whether a server may answer otherwise in a while.
fn is_passing(answer: &Answer) -> bool {
    matches!(answer.status, 408 | 425 | 429 | 500 | 502 | 503 | 504)
}

/// What an answer says, when it is not simply there.
fn meaning(answer: &Answer) -> Option<Verdict> {
    let title = title(&answer.body);
    let says = |words: &[&str]| words.iter().any(|words| title.contains(words));
    match answer.status {
        404 | 410 => Some(Verdict::Gone(Gone::Status(answer.status))),
        200..400 if says(&CHALLENGES) => Some(Verdict::Blocked(Blocked::Challenge)),
        200..400 if says(&FOR_SALE) => Some(Verdict::Closed(Closed::ForSale)),
        200..400 if says(&MISSING) => Some(Verdict::Gone(Gone::Said)),
        200..400 => None,
        status => Some(Verdict::Blocked(Blocked::Status(status))),
    }
}

/// What it means to be there, from where one was sent.
fn arrived(first: &Url, last: &Url, permanent: bool) -> Verdict {
    if first == last {
        return Verdict::Fine;
    }
    let front = |url: &Url| {
        let name = url.path().trim_start_matches('/');
        name.is_empty() || name.starts_with("index.") || name.starts_with("default.")
    };
    let for_errors = last.path().contains("404") && !first.path().contains("404");
    if front(last) && !front(first) || for_errors {
        return Verdict::Gone(Gone::Elsewhere);
    }
    if permanent {
        return Verdict::Moved(last.to_string());
    }
    Verdict::Fine
}

/// The title of a page, in small letters.
fn title(body: &[u8]) -> String {
    // The last character may be cut.
    let end = body.iter().rposition(|byte| *byte == b'>').unwrap_or(0);
    let text = decode(&body[..end]).unwrap_or_else(|_| String::from_utf8_lossy(&body[..end]).into_owned());
    let text = text.to_lowercase();
    let inner = text
        .split_once("<title")
        .and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or(String::new(), |(_, rest)| {
        rest.split("</").next().unwrap_or_default().trim().to_owned()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_is_sent_to_the_front_page_has_found_nothing() {
        let url = |text: &str| Url::parse(text).unwrap();
        let from = url("https://example.org/2020/a.html");
        let to = |text: &str| arrived(&from, &url(text), true);
        assert_eq!(to("https://example.org/"), Verdict::Gone(Gone::Elsewhere));
        assert_eq!(
            to("https://example.org/index.html"),
            Verdict::Gone(Gone::Elsewhere)
        );
        assert_eq!(to("https://example.org/404.html"), Verdict::Gone(Gone::Elsewhere));
        assert_eq!(
            to("https://example.org/b"),
            Verdict::Moved("https://example.org/b".to_owned())
        );
        assert_eq!(
            arrived(&from, &url("https://example.org/b"), false),
            Verdict::Fine
        );
    }

    #[test]
    fn a_title_in_gbk_is_read() {
        let words = b"<html><title>\xb0\xb2\xc8\xab\xd1\xe9\xd6\xa4</title>";
        assert_eq!(title(words), "安全验证");
        assert_eq!(title(b""), "");
    }
}
