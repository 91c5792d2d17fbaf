//! Who may work at the desk: a ticket in the printed address, exchanged once for a cookie that only this browser has.
//!
//! Every program of this machine can call at a port, and every page that a browser shows can make it call. So each request has the
//! cookie, and one that writes names the desk itself as the page that it comes from (`Origin`) and brings a header that no form and no
//! picture of a stranger's page can send.

use crate::base::Fault;
use crate::message;
use crate::serve::{Method, Request};
use std::sync::{Mutex, PoisonError};

/// A header that requests which write bring along, and its value.
pub const OWN_HEADER: (&str, &str) = ("X-Wanjia", "desk");

/// 256 bits that nobody can guess.
#[derive(Clone)]
struct Secret([u8; 32]);

impl Secret {
    fn new() -> Result<Self, Fault> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|error| {
            Fault::new(message!(
                "系统给不出随机数：{error}",
                "the system gives no random numbers: {error}"
            ))
        })?;
        Ok(Self(bytes))
    }

    fn hex(&self) -> String {
        self.0.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Whether somebody has it. How long that takes to find out does not tell how much of it is right.
    fn is(&self, offered: &str) -> bool {
        let own = self.hex();
        let differs = own
            .bytes()
            .zip(offered.bytes())
            .fold(0, |all, (one, other)| all | (one ^ other));
        offered.len() == own.len() && differs == 0
    }
}

/// The keys of a desk.
pub struct Session {
    port: u16,
    key: Secret,
    /// What the printed address has; a new one each time it was used.
    ticket: Mutex<Secret>,
}

impl Session {
    /// New keys for a desk at a port.
    pub fn new(port: u16) -> Result<Self, Fault> {
        Ok(Self {
            port,
            key: Secret::new()?,
            ticket: Mutex::new(Secret::new()?),
        })
    }

    /// The address that lets somebody in, once.
    pub fn address(&self) -> String {
        let ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
        format!("http://127.0.0.1:{}/?token={}", self.port, ticket.hex())
    }

    /// Takes a ticket: the cookie for it. It is worth nothing afterwards.
    pub fn enter(&self, offered: &str) -> Option<String> {
        let mut ticket = self.ticket.lock().unwrap_or_else(PoisonError::into_inner);
        if !ticket.is(offered) {
            return None;
        }
        *ticket = Secret::new().ok()?;
        let (name, key) = (self.cookie_name(), self.key.hex());
        Some(format!("{name}={key}; Path=/; HttpOnly; SameSite=Strict"))
    }

    /// Whether a request comes from a browser that was let in, and not from another site that it shows.
    pub fn knows(&self, request: &Request) -> bool {
        let name = self.cookie_name();
        let has_key = request.header("Cookie").is_some_and(|cookies| {
            let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
            pairs.any(|(own, value)| own == name && self.key.is(value))
        });
        // Another port of this machine is the same site for cookies: the preview shows texts of others there.
        let from = request.header("Sec-Fetch-Site");
        has_key && from.is_none_or(|from| matches!(from, "same-origin" | "none"))
    }

    /// Whether a request that writes comes from the desk's own page.
    pub fn may_write(&self, request: &Request) -> bool {
        let own = request.header("Host").map(|host| format!("http://{host}"));
        let is_ours = own.is_some() && request.header("Origin") == own.as_deref();
        matches!(request.method, Method::Put | Method::Post)
            && is_ours
            && request.header(OWN_HEADER.0) == Some(OWN_HEADER.1)
    }

    /// Cookies do not tell ports apart: two desks have two names.
    fn cookie_name(&self) -> String {
        format!("wanjia-desk-{}", self.port)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(lines: &str) -> Request {
        Request::of(
            &format!("PUT /api/page/a HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n{lines}\r\n"),
            8080,
        )
    }

    #[test]
    fn a_ticket_is_good_once_and_for_a_cookie_only() {
        let session = Session::new(8080).unwrap();
        let address = session.address();
        let (_, ticket) = address.split_once("token=").unwrap();
        assert_eq!(ticket.len(), 64);
        assert!(session.enter("").is_none() && session.enter(&"0".repeat(64)).is_none());
        let cookie = session.enter(ticket).unwrap();
        assert!(
            cookie.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
            "{cookie}"
        );
        assert!(session.enter(ticket).is_none());
        assert_ne!(session.address(), address);
        let (pair, _) = cookie.split_once(';').unwrap();
        assert!(session.knows(&request(&format!("Cookie: a=b; {pair}\r\n"))));
        assert!(!session.knows(&request(&format!("Cookie: {}\r\n", &pair[..pair.len() - 1]))));
        assert!(!session.knows(&request(&format!("Cookie: wanjia-desk-8080={ticket}\r\n"))));
        assert!(!session.knows(&request("")));
        // What another port of this machine shows is of the same site, and is not let in.
        assert!(!session.knows(&request(&format!(
            "Cookie: {pair}\r\nSec-Fetch-Site: same-site\r\n"
        ))));
        assert!(session.knows(&request(&format!(
            "Cookie: {pair}\r\nSec-Fetch-Site: same-origin\r\n"
        ))));
    }

    #[test]
    fn only_the_own_page_writes() {
        let session = Session::new(8080).unwrap();
        let writes = |lines: &str| session.may_write(&request(lines));
        assert!(writes("Origin: http://127.0.0.1:8080\r\nX-Wanjia: desk\r\n"));
        for lines in [
            "X-Wanjia: desk\r\n",
            "Origin: null\r\nX-Wanjia: desk\r\n",
            "Origin: http://127.0.0.1:8081\r\nX-Wanjia: desk\r\n",
            "Origin: https://127.0.0.1:8080\r\nX-Wanjia: desk\r\n",
            "Origin: http://127.0.0.1:8080\r\n",
            "Origin: http://127.0.0.1:8080\r\nX-Wanjia: other\r\n",
            "Origin: http://127.0.0.1:8080\r\nOrigin: http://127.0.0.1:8080\r\nX-Wanjia: desk\r\n",
        ] {
            assert!(!writes(lines), "{lines}");
        }
    }
}
