//! `manifest.json.minisig`: who says that a manifest is theirs, in the format of minisign.
//!
//! A signature of the same bytes by the same key is the same on any machine: its trusted comment tells the hash of the manifest
//! and no time. By that hash a signature that was left of a former build is known without any key.

use super::verify::version;
use crate::base::{Fault, base64};
use crate::message;
use blake2::{Blake2b512, Digest};
use ed25519_compact::SecretKey;
use minisign_verify::{PublicKey, Signature};
use std::path::Path;

/// Its name beside the manifest.
pub const SIGNATURE: &str = "manifest.json.minisig";

/// No signature is longer, in bytes.
pub const MOST_SIGNATURE: u64 = 4096;

/// How the trusted comment of ours begins.
const COMMENT: &str = "manifest.json sha256:";

/// A key to sign with.
pub struct SigningKey {
    number: [u8; 8],
    key: SecretKey,
}

impl SigningKey {
    /// Reads a key of minisign that has no password.
    pub fn read(file: &Path) -> Result<Self, Fault> {
        let text = std::fs::read_to_string(file).map_err(|error| Fault::io("读取", "read", file, &error))?;
        let line = text.lines().nth(1).unwrap_or_default();
        let shown = file.display();
        let bytes =
            base64::decode(line.trim()).filter(|bytes| bytes.len() == 158 && bytes.starts_with(b"Ed"));
        let Some(bytes) = bytes else {
            return Err(Fault::new(message!(
                "{shown} 不是 minisign 的私钥",
                "{shown} is no secret key of minisign"
            ))
            .hint(message!(
                "用 minisign -G -W 生成一对",
                "make a pair with `minisign -G -W`"
            )));
        };
        if bytes[2..4] != [0, 0] {
            return Err(Fault::new(message!(
                "{shown} 有密码，这里不问密码",
                "{shown} has a password, and none is asked here"
            ))
            .hint(message!(
                "用 minisign -G -W 生成没有密码的；或先 wanjia build，再 minisign -Sm public/manifest.json，再 wanjia deploy --no-build",
                "make one without by `minisign -G -W`; or build, sign by `minisign -Sm public/manifest.json`, then `wanjia deploy --no-build`"
            )));
        }
        let (mut number, mut key) = ([0; 8], [0; 64]);
        number.copy_from_slice(&bytes[54..62]);
        key.copy_from_slice(&bytes[62..126]);
        Ok(Self {
            number,
            key: SecretKey::new(key),
        })
    }

    /// The signature of a manifest.
    pub fn sign(&self, manifest: &[u8]) -> String {
        let signed = self.key.sign(Blake2b512::digest(manifest), None);
        let comment = format!("{COMMENT}{}", version(manifest));
        let mut whole = signed.to_vec();
        whole.extend_from_slice(comment.as_bytes());
        let mut line = b"ED".to_vec();
        line.extend_from_slice(&self.number);
        line.extend_from_slice(&*signed);
        format!(
            "untrusted comment: signature of wanjia\n{}\ntrusted comment: {comment}\n{}\n",
            base64::encode(&line),
            base64::encode(&*self.key.sign(whole, None))
        )
    }
}

/// Reads a public key of minisign: its letters, or a file of it.
pub fn public_key(written: &str) -> Result<PublicKey, Fault> {
    if let Ok(key) = PublicKey::from_base64(written.trim()) {
        return Ok(key);
    }
    let text = std::fs::read_to_string(written).unwrap_or_default();
    PublicKey::decode(&text).map_err(|_| {
        Fault::new(message!(
            "{written} 不是 minisign 的公钥",
            "{written} is no public key of minisign"
        ))
        .hint(message!(
            "写 RW 开头的一行，或公钥文件的路径",
            "write the line that begins with RW, or the path of its file"
        ))
    })
}

/// Whether a signature of a manifest is good.
pub fn is_good(key: &PublicKey, manifest: &[u8], signature: &[u8]) -> bool {
    let text = String::from_utf8_lossy(signature);
    let signature = Signature::decode(&text);
    signature.is_ok_and(|signature| key.verify(manifest, &signature, false).is_ok())
}

/// Whether a signature is one of ours, of another manifest than this.
pub fn is_left_over(manifest: &[u8], signature: &[u8]) -> bool {
    let text = String::from_utf8_lossy(signature);
    let comment = text
        .lines()
        .find_map(|line| line.strip_prefix("trusted comment: "));
    let hash = comment.and_then(|comment| comment.strip_prefix(COMMENT));
    hash.is_some_and(|hash| hash != version(manifest))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by `minisign -G -W` for this test only.
    const SECRET: &str = "untrusted comment: minisign encrypted secret key\nRWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAcYx+2D20KACL3utaVB/hxrVVN+IOVcIpvGE0s93RV99fZ8XuZWZ0FFabiYVBhEDKK4++CgTduOxuMywDNguSkXfCi/ERwuVmAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";
    const PUBLIC: &str = "RWRxjH7YPbQoAFabiYVBhEDKK4++CgTduOxuMywDNguSkXfCi/ERwuVm";

    #[test]
    fn a_manifest_is_signed_the_same_each_time_and_another_one_is_not_taken_for_it() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("site.key");
        std::fs::write(&file, SECRET).unwrap();
        let key = SigningKey::read(&file).unwrap();
        let signature = key.sign(b"{}");
        assert_eq!(signature, key.sign(b"{}"));
        let public = public_key(PUBLIC).unwrap();
        assert!(is_good(&public, b"{}", signature.as_bytes()));
        assert!(!is_good(&public, b"{} ", signature.as_bytes()));
        let commented = signature.replace("sha256:", "sha256: ");
        assert!(!is_good(&public, b"{}", commented.as_bytes()));
        assert!(is_left_over(b"{} ", signature.as_bytes()) && !is_left_over(b"{}", signature.as_bytes()));
        assert!(public_key("RWnone").is_err());
        let locked = SECRET.replace("RWQAAEIy", "RWRTY0Iy");
        std::fs::write(&file, locked).unwrap();
        let fault = SigningKey::read(&file).err().unwrap();
        assert!(fault.message.en.contains("password"), "{fault:?}");
    }
}
