//! What the preview answers, and the bytes in which it is sent.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::sync::Arc;
use tiny_http::{HTTPVersion, Header, Response, StatusCode};

/// An answer.
#[derive(Debug)]
pub struct Reply {
    status: u16,
    kind: &'static str,
    body: Body,
    more: Vec<(&'static str, String)>,
}

/// What an answer holds.
#[derive(Debug)]
enum Body {
    Bytes(Arc<Vec<u8>>),
    /// A file as long as this, sent piece by piece.
    File(File, u64),
    /// All that happens from now on.
    Events,
}

impl Reply {
    /// Bytes of a type.
    pub fn bytes(status: u16, kind: &'static str, body: impl Into<Arc<Vec<u8>>>) -> Self {
        Self {
            status,
            kind,
            body: Body::Bytes(body.into()),
            more: Vec::new(),
        }
    }

    /// Plain text.
    pub fn text(status: u16, text: String) -> Self {
        Self::bytes(status, "text/plain; charset=utf-8", text.into_bytes())
    }

    /// A page.
    pub fn page(status: u16, html: Vec<u8>) -> Self {
        Self::bytes(status, "text/html; charset=utf-8", html)
    }

    /// An open file of this many bytes.
    pub fn file(status: u16, kind: &'static str, file: File, length: u64) -> Self {
        Self {
            body: Body::File(file, length),
            ..Self::bytes(status, kind, Vec::new())
        }
    }

    /// The stream that tells of rebuilds.
    pub fn events() -> Self {
        Self {
            body: Body::Events,
            ..Self::bytes(200, "text/event-stream", Vec::new())
        }
    }

    /// With another header.
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.more.push((name, value.to_owned()));
        self
    }

    /// Its status code.
    #[cfg(test)]
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The bytes to send, of which only the head when `head_only`; `None` for the stream of events.
    pub fn into_source(self, head_only: bool) -> io::Result<Option<Box<dyn Read + Send>>> {
        let length = match &self.body {
            Body::Bytes(bytes) => bytes.len() as u64,
            Body::File(_, length) => *length,
            Body::Events if head_only => 0,
            Body::Events => return Ok(None),
        };
        let head = Cursor::new(self.head(length)?);
        Ok(Some(match self.body {
            _ if head_only => Box::new(head),
            Body::Bytes(bytes) => Box::new(head.chain(Shared { bytes, sent: 0 })),
            Body::File(file, length) => Box::new(head.chain(file.take(length))),
            Body::Events => Box::new(head),
        }))
    }

    /// As HTTP 1.0: the connection ends with the answer.
    fn head(&self, length: u64) -> io::Result<Vec<u8>> {
        let headers = [
            ("Content-Type", self.kind),
            ("Cache-Control", "no-store"),
            ("X-Content-Type-Options", "nosniff"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ]
        .into_iter()
        .chain(self.more.iter().map(|(name, value)| (*name, value.as_str())))
        // tiny_http would send a line break as it is.
        .filter(|(_, value)| !value.contains(char::is_control))
        .filter_map(|(name, value)| Header::from_bytes(name, value).ok())
        .collect();
        let length = usize::try_from(length).map_err(io::Error::other)?;
        let mut head = Vec::new();
        Response::new(StatusCode(self.status), headers, io::empty(), Some(length), None).raw_print(
            &mut head,
            HTTPVersion(1, 0),
            &[],
            true,
            None,
        )?;
        Ok(head)
    }
}

/// Bytes that others hold, too.
struct Shared {
    bytes: Arc<Vec<u8>>,
    sent: usize,
}

impl Read for Shared {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = (&self.bytes[self.sent..]).read(into)?;
        self.sent += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(reply: Reply, head_only: bool) -> String {
        let mut text = String::new();
        let mut source = reply.into_source(head_only).unwrap().unwrap();
        source.read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn a_reply_says_its_length_and_type_and_a_head_has_no_body() {
        let whole = sent(Reply::text(200, "一".repeat(9)), false);
        assert!(whole.starts_with("HTTP/1.0 200 OK\r\n"), "{whole}");
        for line in [
            "Content-Length: 27\r\n",
            "Content-Type: text/plain; charset=utf-8\r\n",
            "Cache-Control: no-store\r\n",
        ] {
            assert!(whole.contains(line), "{whole}");
        }
        assert!(whole.ends_with(&format!("\r\n\r\n{}", "一".repeat(9))));
        let head = sent(Reply::text(200, "一".repeat(9)), true);
        assert!(head.contains("Content-Length: 27") && head.ends_with("\r\n\r\n"));
    }

    #[test]
    fn a_value_with_a_line_break_is_no_header() {
        let reply = Reply::text(301, String::new()).with("Location", "/a\r\nSet-Cookie: b=c");
        assert!(!sent(reply, false).contains("Cookie"));
    }
}
