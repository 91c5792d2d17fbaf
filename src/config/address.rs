//! The address of the site: what `url` may be.

use crate::base::html;
use core::net::Ipv6Addr;

/// Origin and base path of a URL; a domain in Chinese as servers know it. `None` when it is none.
pub fn split_url(url: &str) -> Option<(String, String)> {
    let url = url.trim();
    let (scheme, rest) = url.split_once("://")?;
    if !matches!(scheme, "http" | "https") {
        return None;
    }
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let host = host_of(host)?;
    if !html::decoded(path).split('/').all(is_base_part) {
        return None;
    }
    let path = path.trim_matches('/');
    let base = if path.is_empty() {
        "/".to_owned()
    } else {
        format!("/{}/", html::address(path))
    };
    Some((format!("{scheme}://{host}"), base))
}

/// Whether a text can be a folder of a base path. It stands in settings of web servers, as a path and within a regular expression:
/// signs that mean something there are none of it.
fn is_base_part(part: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || "-_.~+@".contains(c);
    part != ".." && part != "." && part.chars().all(plain)
}

/// A host and its port as they stand in an address: letters outside ASCII in punycode.
fn host_of(written: &str) -> Option<String> {
    let (name, port) = match written.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (written, None),
    };
    let number = |port: &str| port.bytes().all(|b| b.is_ascii_digit()) && port.parse::<u16>().is_ok();
    if !port.is_none_or(number) {
        return None;
    }
    let name = match name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
        Some(address) => {
            address.parse::<Ipv6Addr>().ok()?;
            name.to_owned()
        }
        None => named_host(name)?,
    };
    Some(port.map_or_else(|| name.clone(), |port| format!("{name}:{port}")))
}

/// The name of a host, in ASCII.
fn named_host(name: &str) -> Option<String> {
    let name = if name.is_ascii() {
        name.to_owned()
    } else {
        idna::domain_to_ascii_strict(name).ok()?
    };
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-');
    (!name.is_empty() && name.chars().all(plain)).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_in_chinese_is_one_and_what_no_address_holds_is_refused() {
        let origin = |url: &str| split_url(url).map(|(origin, base)| format!("{origin}{base}"));
        for (url, expected) in [
            ("https://例子.中国/", "https://xn--fsqu00a.xn--fiqs8s/"),
            (
                "https://例子.中国:8080/站/",
                "https://xn--fsqu00a.xn--fiqs8s:8080/%E7%AB%99/",
            ),
            ("https://example.org/jsx", "https://example.org/jsx/"),
            ("http://[::1]:8080/", "http://[::1]:8080/"),
        ] {
            assert_eq!(origin(url).as_deref(), Some(expected), "{url}");
        }
        for url in [
            "https://example.org/{code}/",
            "https://example.org/a/../b/",
            "https://example.org/a/%2e%2e/",
            "https://exam\u{7}ple.org/",
            "https://example.org/a\tb/",
            "https://例 子.中国/",
            "https:///a/",
            "ftp://example.org/",
        ] {
            assert_eq!(origin(url), None, "{url}");
        }
    }

    #[test]
    fn what_would_mean_something_to_a_web_server_is_no_part_of_an_address() {
        for part in [
            ";",
            "$x",
            "*",
            "(a",
            "a|b",
            "{a}",
            "%3B",
            "a%24",
            "a%20b",
            "a%0Ab",
            "%E2%80%AEa",
            "\u{202e}",
            "..",
            "%2e%2e",
        ] {
            assert_eq!(split_url(&format!("https://example.org/{part}/")), None, "{part}");
        }
        for host in ["", "a b", "a:b", "a:1:2", "[x]", "a@b", "a:70000", "\u{202e}a"] {
            assert_eq!(split_url(&format!("https://{host}/")), None, "{host}");
        }
        for good in [
            "https://[::1]:80/~a/",
            "http://localhost:1111/c++/",
            "https://a.cn/v1.2_x/",
            "https://例子.中国/站点/",
        ] {
            assert!(split_url(good).is_some(), "{good}");
        }
    }
}
