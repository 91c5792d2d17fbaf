//! Answers of HTTP, as curl prints them with their heads.

/// An answer.
#[derive(Debug, PartialEq, Eq)]
pub struct HttpAnswer<'a> {
    /// 200, 404 and so on.
    pub status: u16,
    headers: Vec<(String, String)>,
    /// What came behind the head.
    pub body: &'a [u8],
}

impl<'a> HttpAnswer<'a> {
    /// Reads an answer, past those that only say that another one is coming; `None` for anything else.
    pub fn read(said: &'a [u8]) -> Option<Self> {
        let mut rest = said;
        loop {
            let end = rest.windows(4).position(|four| four == b"\r\n\r\n")?;
            let head = String::from_utf8_lossy(&rest[..end]);
            rest = &rest[end + 4..];
            let mut lines = head.split("\r\n");
            let status: u16 = lines.next()?.split(' ').nth(1)?.parse().ok()?;
            if status < 200 {
                continue;
            }
            let pairs = lines.filter_map(|line| line.split_once(':'));
            let headers = pairs.map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()));
            return Some(Self {
                status,
                headers: headers.collect(),
                body: rest,
            });
        }
    }

    /// A header by its name in lower case; the last one when there are several.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().rev().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_read_past_those_that_announce_it() {
        let said = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: <a>\r\n\r\nHTTP/2 301 \r\nLocation:  /b \r\nretry-after: 7\r\n\r\nwords\r\n\r\nmore";
        let answer = HttpAnswer::read(said).unwrap();
        assert_eq!((answer.status, answer.header("location")), (301, Some("/b")));
        assert_eq!(
            (answer.header("retry-after"), answer.header("link")),
            (Some("7"), None)
        );
        assert_eq!(answer.body, b"words\r\n\r\nmore");
        assert_eq!(HttpAnswer::read(b"HTTP/1.1 200 OK\r\nA: b"), None);
    }
}
