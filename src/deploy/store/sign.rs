//! Requests that are signed, as all S3-compatible stores want it (AWS Signature Version 4, in headers).
//!
//! The hash of the body is signed too, so that a store refuses bytes that are not those of the manifest.

use super::time::Moment;
use crate::publish::verify::version;
use sha2::{Digest, Sha256};
use std::fmt;

/// Who sends. Nothing prints the secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys {
    /// The name of the key.
    pub id: String,
    /// The key.
    pub secret: String,
    /// What goes with keys that hold for a while only.
    pub token: Option<String>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Keys(…)")
    }
}

/// What is signed of a request.
#[derive(Debug)]
pub(super) struct Unsigned<'a> {
    /// `PUT` and so on.
    pub method: &'a str,
    /// Host, with the port where it is not the usual one.
    pub host: &'a str,
    /// The encoded path.
    pub path: &'a str,
    /// SHA-256 of the body in hexadecimal digits.
    pub payload: &'a str,
    /// When.
    pub at: Moment,
    /// Region of the store.
    pub region: &'a str,
}

impl Unsigned<'_> {
    /// The headers that sign it.
    pub fn signed(&self, keys: &Keys) -> Vec<(&'static str, String)> {
        let (date, stamp) = (self.at.date(), self.at.stamp());
        let mut headers = vec![
            ("host", self.host.to_owned()),
            ("x-amz-content-sha256", self.payload.to_owned()),
            ("x-amz-date", stamp.clone()),
        ];
        headers.extend(keys.token.clone().map(|token| ("x-amz-security-token", token)));
        let lines: String = headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let names: Vec<&str> = headers.iter().map(|(name, _)| *name).collect();
        let names = names.join(";");
        let (method, path, payload, region) = (self.method, self.path, self.payload, self.region);
        let canonical = format!("{method}\n{path}\n\n{lines}\n{names}\n{payload}");
        let scope = format!("{date}/{region}/s3/aws4_request");
        let text = format!(
            "AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{}",
            version(canonical.as_bytes())
        );
        let mut key = hmac(format!("AWS4{}", keys.secret).as_bytes(), date.as_bytes());
        for part in [region, "s3", "aws4_request"] {
            key = hmac(&key, part.as_bytes());
        }
        let signature: String = hmac(&key, text.as_bytes())
            .iter()
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let id = &keys.id;
        // The host goes with the address.
        headers.remove(0);
        headers.push((
            "authorization",
            format!("AWS4-HMAC-SHA256 Credential={id}/{scope},SignedHeaders={names},Signature={signature}"),
        ));
        headers
    }
}

/// HMAC with SHA-256 (RFC 2104).
fn hmac(key: &[u8], text: &[u8]) -> [u8; 32] {
    const BLOCK: usize = 64;
    let mut padded = [0_u8; BLOCK];
    if key.len() > BLOCK {
        padded[..32].copy_from_slice(&Sha256::digest(key));
    } else {
        padded[..key.len()].copy_from_slice(key);
    }
    let inner = Sha256::new()
        .chain_update(padded.map(|byte| byte ^ 0x36))
        .chain_update(text)
        .finalize();
    Sha256::new()
        .chain_update(padded.map(|byte| byte ^ 0x5c))
        .chain_update(inner)
        .finalize()
        .into()
}

/// A key as it stands in an address: all bytes but letters, digits and four signs are encoded.
pub(super) fn encoded(key: &str) -> String {
    let mut out = String::with_capacity(key.len());
    for byte in key.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_signed_as_the_documentation_of_s3_signs_its_example() {
        let keys = Keys {
            id: "AKIAIOSFODNN7EXAMPLE".to_owned(),
            secret: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY".to_owned(),
            token: None,
        };
        let unsigned = Unsigned {
            method: "GET",
            host: "examplebucket.s3.amazonaws.com",
            path: "/",
            payload: &version(b""),
            at: Moment::of(1_369_353_600),
            region: "us-east-1",
        };
        let signed = unsigned.signed(&keys);
        assert_eq!(signed[1], ("x-amz-date", "20130524T000000Z".to_owned()));
        // By the same steps in another language (hashlib and hmac of Python).
        let (_, said) = signed.last().unwrap();
        assert!(
            said.ends_with("Signature=fc17940bd195def017f1e7139d4d9b4005f13a9170c574057f4e3a05d4021e45"),
            "{said}"
        );
        assert_eq!(format!("{keys:?}"), "Keys(…)");
    }

    #[test]
    fn an_hmac_is_that_of_rfc_4231() {
        let hex = |bytes: [u8; 32]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let case2 = hmac(b"Jefe", b"what do ya want for nothing?");
        assert_eq!(
            hex(case2),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        let case6 = hmac(
            &[0xaa; 131],
            b"Test Using Larger Than Block-Size Key - Hash Key First",
        );
        assert_eq!(
            hex(case6),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn every_byte_that_means_something_in_an_address_is_encoded() {
        assert_eq!(encoded("a/b c+政.html"), "a/b%20c%2B%E6%94%BF.html");
    }
}
