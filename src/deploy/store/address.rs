//! Where a store is: its bucket, and the prefix of what is ours in it.

use super::super::target::StoreSettings;
use crate::base::path::is_plain;
use crate::base::{Fault, Message};
use crate::message;

/// Where the objects of a site are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreAddress {
    /// Scheme and host, without a slash at the end.
    pub(super) origin: String,
    /// The host as requests name it.
    pub(super) host: String,
    /// Region that requests are signed for.
    pub(super) region: String,
    /// What stands before every key: the bucket, where it stands in the path, and the prefix.
    before: String,
}

impl StoreAddress {
    /// Reads `BUCKET/PREFIX`.
    pub fn read(written: &str, settings: &StoreSettings) -> Result<Self, Fault> {
        let (bucket, prefix) = written.split_once('/').unwrap_or((written, ""));
        let fits = (3..=63).contains(&bucket.len())
            && bucket
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
            && bucket.starts_with(|c: char| c.is_ascii_alphanumeric());
        if !fits {
            return Err(wrong(message!(
                "不是桶的名字：{bucket}",
                "no name of a bucket: {bucket}"
            )));
        }
        let said = !prefix.is_empty();
        let prefix = prefix.strip_suffix('/').unwrap_or(prefix);
        if said && !is_plain(prefix) {
            return Err(wrong(message!(
                "前缀里不能有空的一段、. 和 ..：{prefix}",
                "a prefix has no empty parts, no . and no ..: {prefix}"
            )));
        }
        let (scheme, host) = endpoint(settings)?;
        let region = settings.region.clone().unwrap_or_else(|| "us-east-1".to_owned());
        if !region
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        {
            return Err(wrong(message!("不是区域：{region}", "no region: {region}")));
        }
        let in_path = settings.path_style.unwrap_or_else(|| has_no_subdomains(&host));
        let host = if in_path { host } else { format!("{bucket}.{host}") };
        let mut before = String::from("/");
        for part in [bucket].into_iter().filter(|_| in_path).chain([prefix]) {
            if !part.is_empty() {
                before.push_str(part);
                before.push('/');
            }
        }
        Ok(Self {
            origin: format!("{scheme}://{host}"),
            host,
            region,
            before,
        })
    }

    /// As people are told of it.
    pub(in crate::deploy) fn place(&self) -> String {
        format!("{}{}", self.origin, self.before)
    }

    /// The path of a key, not encoded yet.
    pub(super) fn path(&self, key: &str) -> String {
        format!("{}{key}", self.before)
    }
}

/// Scheme and host of the endpoint.
fn endpoint(settings: &StoreSettings) -> Result<(&'static str, String), Fault> {
    let Some(written) = &settings.endpoint else {
        let region = settings.region.as_deref().ok_or_else(|| {
            wrong(message!(
                "没有说对象存储在哪里",
                "it is not said where the store is"
            ))
        })?;
        return Ok(("https", format!("s3.{region}.amazonaws.com")));
    };
    let lower = written.to_ascii_lowercase();
    let (scheme, host, usual) = if let Some(host) = lower.strip_prefix("http://") {
        ("http", host, ":80")
    } else {
        ("https", lower.strip_prefix("https://").unwrap_or(&lower), ":443")
    };
    let host = host.strip_suffix('/').unwrap_or(host);
    let fits = !host.is_empty()
        && host
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte));
    if !fits {
        return Err(wrong(message!("endpoint 不是网址", "`endpoint` is no address")));
    }
    // As curl names it.
    Ok((scheme, host.strip_suffix(usual).unwrap_or(host).to_owned()))
}

/// Whether a bucket can stand in the path only: addresses in numbers, and names of this machine.
fn has_no_subdomains(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name);
    host.starts_with('[')
        || !name.contains('.')
        || name.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn wrong(message: Message) -> Fault {
    Fault::new(message).hint(message!(
        "写成 deploy: {{to: s3://桶/前缀, endpoint: https://oss-cn-beijing.aliyuncs.com, region: oss-cn-beijing}} 这样",
        "write it like `deploy: {{to: s3://BUCKET/PREFIX, endpoint: https://s3.example.org, region: …}}`"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(to: &str, endpoint: &str, path_style: Option<bool>) -> Result<(String, String), Fault> {
        let settings = StoreSettings {
            endpoint: (!endpoint.is_empty()).then(|| endpoint.to_owned()),
            region: Some("cn-1".to_owned()),
            path_style,
        };
        StoreAddress::read(to, &settings).map(|at| (at.origin.clone(), at.path("a.html")))
    }

    #[test]
    fn a_bucket_stands_in_the_host_or_in_the_path() {
        let told = |origin: &str, path: &str| Ok((origin.to_owned(), path.to_owned()));
        assert_eq!(
            of("www/jsx/", "", None),
            told("https://www.s3.cn-1.amazonaws.com", "/jsx/a.html")
        );
        assert_eq!(
            of("www", "https://oss.example.org:443", None),
            told("https://www.oss.example.org", "/a.html")
        );
        assert_eq!(
            of("www/a/b", "http://127.0.0.1:8333", None),
            told("http://127.0.0.1:8333", "/www/a/b/a.html")
        );
        assert_eq!(
            of("www", "https://s.example.org", Some(true)),
            told("https://s.example.org", "/www/a.html")
        );
    }

    #[test]
    fn odd_keys_and_places_are_refused() {
        for to in [
            "w",
            "www//a",
            "www/a/../b",
            "www/./a",
            "www/a\\b",
            "a b/c",
            "www//",
        ] {
            assert!(of(to, "https://s.example.org", None).is_err(), "{to}");
        }
        for endpoint in ["https://s.example.org/path", "ftp://x", "https://a@b", "https://"] {
            assert!(of("www", endpoint, None).is_err(), "{endpoint}");
        }
    }
}
