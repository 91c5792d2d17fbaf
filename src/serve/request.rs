//! Reads what a client asks for, or says why it is not answered. Nothing here waits or touches a connection.
//!
//! What always holds: no more than [`LONGEST_HEAD`] bytes are looked at; what follows the head is read elsewhere, and only when
//! who answers has taken it on. Where two readers could take a request for two different ones, it is refused.

use super::host;
use super::reply::Reply;
use httparse::{Error, Header, Status};

/// Bytes of a request up to the blank line. Cookies that other programs of this machine gave the browser are
/// among them.
pub const LONGEST_HEAD: usize = 32 * 1024;
/// Header lines of a request.
const MOST_HEADERS: usize = 96;

/// What a client asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// What is to be done.
    pub method: Method,
    /// Path and query, as they were sent.
    pub target: String,
    /// Whether it brings something along.
    pub announced: Announced,
    /// What it brought along, once that has come.
    pub body: Vec<u8>,
    headers: Vec<(String, Vec<u8>)>,
}

impl Request {
    /// The request that these bytes are, brought along what follows its head.
    #[cfg(test)]
    pub fn of(text: &str, port: u16) -> Self {
        match read(text.as_bytes(), port) {
            Reading::Whole(mut request, head) => {
                request.body = text.as_bytes()[head..].to_vec();
                request
            }
            Reading::More => panic!("there is more to come: {text}"),
            Reading::Refused(reply) => panic!("{}: {text}", reply.status()),
        }
    }

    /// The only header of a name; `None` when there is none, or several, or one that is no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self
            .headers
            .iter()
            .filter(|(own, _)| own.eq_ignore_ascii_case(name));
        let (_, value) = found.next().filter(|_| found.next().is_none())?;
        std::str::from_utf8(value).ok().map(str::trim)
    }
}

/// What a request wants done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// To see what is there.
    Get,
    /// To see the head of the answer only.
    Head,
    /// To have something written in a place.
    Put,
    /// To have something done.
    Post,
    /// Anything else.
    Other,
}

/// What a head says of the bytes that follow it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Announced {
    /// None follow.
    Nothing,
    /// So many.
    Bytes(u64),
    /// Pieces, nobody knows how many.
    Pieces,
}

/// What the bytes that came so far are.
pub enum Reading {
    /// Not all of its head is here.
    More,
    /// A request whose head is whole, and how many bytes that has.
    Whole(Request, usize),
    /// This is the answer, whatever else comes.
    Refused(Reply),
}

/// Reads the head of a request to this machine's `port` from its first bytes.
pub fn read(bytes: &[u8], port: u16) -> Reading {
    let mut headers = [httparse::EMPTY_HEADER; MOST_HEADERS];
    let mut asked = httparse::Request::new(&mut headers);
    let length = match asked.parse(&bytes[..bytes.len().min(LONGEST_HEAD)]) {
        Ok(Status::Partial) if bytes.len() < LONGEST_HEAD => return Reading::More,
        Ok(Status::Partial) | Err(Error::TooManyHeaders) => return Reading::Refused(too_large()),
        Err(_) => return Reading::Refused(unclear()),
        Ok(Status::Complete(length)) => length,
    };
    let (Some(method), Some(target)) = (asked.method, asked.path) else {
        return Reading::Refused(unclear());
    };
    let Some(announced) = Announced::of(asked.headers) else {
        return Reading::Refused(unclear());
    };
    if let Some(reply) = not_ours(asked.headers, port) {
        return Reading::Refused(reply);
    }
    let method = match method {
        "GET" => Method::Get,
        "HEAD" => Method::Head,
        "PUT" => Method::Put,
        "POST" => Method::Post,
        _ => Method::Other,
    };
    let owned = |header: &Header<'_>| (header.name.to_owned(), header.value.to_vec());
    let request = Request {
        method,
        target: target.to_owned(),
        announced,
        body: Vec::new(),
        headers: asked.headers.iter().map(owned).collect(),
    };
    Reading::Whole(request, length)
}

/// The answer to a request that is meant for another machine.
fn not_ours(headers: &[Header<'_>], port: u16) -> Option<Reply> {
    let hosts: Option<Vec<&str>> = values(headers, "Host")
        .map(|value| std::str::from_utf8(value).ok())
        .collect();
    // A name that is no text is nobody's.
    if hosts.is_some_and(|hosts| host::is_ours(&hosts, port)) {
        return None;
    }
    Some(Reply::text(
        403,
        format!(
            "这里是本机，只回答 http://127.0.0.1:{port}/ 。\nThis is for this machine; it answers http://127.0.0.1:{port}/ only.\n"
        ),
    ))
}

/// The answer of what can only be looked at to who wants more than that.
pub fn looks_only(request: &Request) -> Option<Reply> {
    if !matches!(request.method, Method::Get | Method::Head) {
        let reply = Reply::text(
            405,
            "预览只能查看。\nThe preview can only be looked at.\n".to_owned(),
        );
        return Some(reply.with("Allow", "GET, HEAD"));
    }
    (request.announced != Announced::Nothing)
        .then(|| Reply::text(413, "预览不收内容。\nThe preview takes nothing in.\n".to_owned()))
}

/// The answer to who brings along more than is taken in.
pub fn too_much() -> Reply {
    Reply::text(
        413,
        "带来的内容太大，或没有说有多大。\nWhat comes along is too large, or does not say how large it is.\n"
            .to_owned(),
    )
}

impl Announced {
    /// `None` when that is doubtful: two lengths, a length that is no plain number, or a length beside pieces.
    fn of(headers: &[Header<'_>]) -> Option<Self> {
        let lengths: Vec<&[u8]> = values(headers, "Content-Length").collect();
        let in_pieces = values(headers, "Transfer-Encoding").next().is_some();
        match lengths[..] {
            [] if in_pieces => Some(Self::Pieces),
            [] => Some(Self::Nothing),
            [length] if !in_pieces && is_length(length) => {
                let length = std::str::from_utf8(length).ok()?.parse().ok()?;
                Some(if length == 0 {
                    Self::Nothing
                } else {
                    Self::Bytes(length)
                })
            }
            _ => None,
        }
    }
}

fn is_length(value: &[u8]) -> bool {
    (1..=19).contains(&value.len()) && value.iter().all(u8::is_ascii_digit)
}

fn values<'h>(headers: &'h [Header<'h>], name: &'h str) -> impl Iterator<Item = &'h [u8]> {
    headers
        .iter()
        .filter(move |header| header.name.eq_ignore_ascii_case(name))
        .map(|header| header.value)
}

fn unclear() -> Reply {
    Reply::text(400, "请求写得不清楚。\nThe request is not clear.\n".to_owned())
}

fn too_large() -> Reply {
    Reply::text(
        431,
        "请求头太多或太长。\nThe headers of the request are too many or too long.\n".to_owned(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What becomes of a request with these lines after the first, and the Host header.
    fn said(first: &str, lines: &str) -> String {
        match read(
            format!("{first}\r\nHost: localhost:8080\r\n{lines}\r\n").as_bytes(),
            8080,
        ) {
            Reading::More => "more".to_owned(),
            Reading::Whole(request, _) => match looks_only(&request) {
                Some(reply) => reply.status().to_string(),
                None if request.method == Method::Head => format!("{} head", request.target),
                None => request.target,
            },
            Reading::Refused(reply) => reply.status().to_string(),
        }
    }

    #[test]
    fn a_request_is_whole_at_its_blank_line() {
        assert_eq!(said("GET /a?b HTTP/1.1", "Accept: */*\r\n"), "/a?b");
        assert_eq!(said("HEAD / HTTP/1.0", "content-length: 0\r\n"), "/ head");
        for part in ["", "GET", "GET / HTTP/1.1\r\nHost: localhost:8080\r\n"] {
            assert!(matches!(read(part.as_bytes(), 8080), Reading::More), "{part}");
        }
    }

    #[test]
    fn a_body_that_is_announced_is_refused_before_a_byte_of_it_comes() {
        assert_eq!(said("GET / HTTP/1.1", "Content-Length: 9999999999999\r\n"), "413");
        assert_eq!(said("GET / HTTP/1.1", "Transfer-Encoding: chunked\r\n"), "413");
        assert_eq!(said("POST / HTTP/1.1", "Content-Length: 5\r\n"), "405");
    }

    #[test]
    fn doubtful_lengths_and_lines_are_refused() {
        for lines in [
            "Content-Length: 0\r\nContent-Length: 0\r\n",
            "Content-Length: 0\r\ncontent-length: 5\r\n",
            "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n",
            "Content-Length: +5\r\n",
            "Content-Length: -1\r\n",
            "Content-Length: 0x5\r\n",
            "Content-Length: 5, 5\r\n",
            "Content-Length:\r\n",
            "Content-Length: 00000000000000000000000000\r\n",
            "Content-Length : 5\r\n",
            " Content-Length: 5\r\n",
            "A\0: b\r\n",
        ] {
            assert_eq!(said("GET / HTTP/1.1", lines), "400", "{lines}");
        }
        for first in ["GET / HTTP/2.0", "GET  / HTTP/1.1", "\u{16}\u{3}\u{1}", "GET /"] {
            assert_eq!(said(first, ""), "400", "{first}");
        }
    }

    #[test]
    fn a_head_tells_its_headers_and_where_it_ends() {
        let head = "PUT /a HTTP/1.1\r\nHost: localhost:8080\r\nOrigin: http://a \r\nB: 1\r\nb: 2\r\nContent-Length: 5\r\n\r\n";
        let Reading::Whole(request, length) = read(format!("{head}12345").as_bytes(), 8080) else {
            panic!("it is whole");
        };
        assert_eq!(
            (request.method, request.announced),
            (Method::Put, Announced::Bytes(5))
        );
        assert_eq!((length, request.body.len()), (head.len(), 0));
        assert_eq!(request.header("origin"), Some("http://a"));
        // Of two headers of a name neither is believed.
        assert_eq!((request.header("B"), request.header("C")), (None, None));
    }

    #[test]
    fn headers_are_neither_many_nor_long() {
        assert_eq!(said("GET / HTTP/1.1", &"A: b\r\n".repeat(90)), "/");
        assert_eq!(said("GET / HTTP/1.1", &"A: b\r\n".repeat(3000)), "431");
        let long = format!("A: {}\r\n", "b".repeat(LONGEST_HEAD));
        assert_eq!(said("GET / HTTP/1.1", &long), "431");
    }

    #[test]
    fn another_host_is_refused_and_so_is_a_second_one() {
        assert_eq!(said("GET / HTTP/1.1", "Host: evil.example\r\n"), "403");
        assert!(matches!(
            read(b"GET / HTTP/1.1\r\n\r\n", 8080),
            Reading::Refused(reply) if reply.status() == 403
        ));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn no_bytes_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..80)) {
            read(&bytes, 8080);
            read(&[b"GET / HTTP/1.1\r\n", &bytes[..]].concat(), 8080);
        }
    }
}
