//! An upstream in one file: hashed before anything of it is unpacked.

use super::store::{Pin, UnpackFolder, UpstreamStore};
use super::unpack::{LIMITS, UnpackError};
use super::{UpstreamError, tarball, zipped};
use crate::base::Fault;
use crate::message;
use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, BufReader, ErrorKind, Read, Seek};
use std::path::Path;

/// Brings the archive that is agreed on into the store. One that was unpacked once is not unpacked again;
/// but when the file is there it must still be the one agreed on, unless `pinned` says that the state
/// in the store is what is wanted.
pub(super) fn fetch(
    store: &UpstreamStore,
    file: &Path,
    sha256: Option<&str>,
    pinned: Option<Pin>,
) -> Result<Pin, UpstreamError> {
    let kept = pinned.is_some();
    let expected = agreed(file, sha256, pinned)?;
    if let Some(pin) = expected
        .as_ref()
        .filter(|pin| store.has(pin) && (kept || !file.is_file()))
    {
        return Ok(pin.clone());
    }
    let mut archive = open(file)?;
    let found = hash(file, &mut archive)?;
    let expected = expected.unwrap_or_else(|| found.clone());
    if expected != found {
        return Err(changed(file, &expected, &found));
    }
    let _key = store.lock()?;
    if !store.has(&found) {
        let staging = unpack(store, file, &mut archive)?;
        // It may have been written over while it was read: then what was unpacked has another hash.
        let after = hash(file, &mut archive)?;
        if after != found {
            return Err(changed(file, &found, &after));
        }
        store.put(&staging, &found)?;
    }
    Ok(found)
}

/// The hash that the file has now.
pub(super) fn resolve(file: &Path) -> Result<Pin, UpstreamError> {
    hash(file, &mut open(file)?)
}

/// The hash that site.yaml and site.lock agree on; `None` when neither says one.
fn agreed(file: &Path, sha256: Option<&str>, pinned: Option<Pin>) -> Result<Option<Pin>, UpstreamError> {
    let said = sha256.map(|digits| {
        let pin = Pin::parse(digits).filter(|_| digits.len() == 64);
        pin.ok_or_else(|| UpstreamError::Unsafe {
            message: message!(
                "sha256 不是 64 位十六进制数：{digits}",
                "`sha256` is not 64 hexadecimal digits: {digits}"
            ),
            hint: message!(
                "用 sha256sum 算出来，或去掉这一项",
                "find it with sha256sum, or leave it out"
            ),
        })
    });
    match (said.transpose()?, pinned) {
        (Some(said), Some(pinned)) if said != pinned => Err(changed(file, &pinned, &said)),
        (said, pinned) => Ok(said.or(pinned)),
    }
}

fn changed(file: &Path, expected: &Pin, found: &Pin) -> UpstreamError {
    UpstreamError::Changed {
        file: file.display().to_string(),
        expected: expected.as_str().to_owned(),
        found: found.as_str().to_owned(),
    }
}

/// Opens a plain file, for anything else might never end.
fn open(file: &Path) -> Result<File, UpstreamError> {
    if !file.is_file() {
        let file = file.display();
        return Err(UpstreamError::Missing {
            message: message!(
                "没有上级站点的压缩包 {file}",
                "there is no archive {file} of the upstream"
            ),
            hint: message!(
                "把文件放到这里，或改 extends 的 archive；路径从写它的 site.yaml 算起",
                "put the file there, or change `archive` of `extends`, which is relative to its site.yaml"
            ),
        });
    }
    File::open(file).map_err(|error| unread(file, &error))
}

fn hash(file: &Path, archive: &mut File) -> Result<Pin, UpstreamError> {
    let mut hasher = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    let mut read = || {
        archive.rewind()?;
        loop {
            match archive.read(&mut buffer)? {
                0 => return Ok(()),
                read => hasher.update(&buffer[..read]),
            }
        }
    };
    read().map_err(|error| unread(file, &error))?;
    let digits: String = hasher
        .finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    // The hash always has as many digits as a pin.
    Pin::parse(&digits).ok_or_else(|| unread(file, &ErrorKind::InvalidData.into()))
}

fn unpack(store: &UpstreamStore, file: &Path, archive: &mut File) -> Result<UnpackFolder, UpstreamError> {
    let staging = store.stage()?;
    let mut start = Vec::new();
    let mut look = || {
        archive.rewind()?;
        archive.by_ref().take(4).read_to_end(&mut start)?;
        archive.rewind()
    };
    look().map_err(|error| unread(file, &error))?;
    let unpacked = by_kind(&start, archive, &staging.tree());
    unpacked.map_err(|wrong| wrong.of(&file.display().to_string()))?;
    Ok(staging)
}

/// What an archive is, its first bytes say; its name may say something else.
fn by_kind(start: &[u8], archive: &File, into: &Path) -> Result<(), UnpackError> {
    match start {
        b"PK\x03\x04" | b"PK\x05\x06" => zipped::unpack(archive, into, LIMITS),
        [0x1f, 0x8b, ..] => tarball::unpack(MultiGzDecoder::new(BufReader::new(archive)), into, LIMITS),
        _ => tarball::unpack(BufReader::new(archive), into, LIMITS),
    }
}

fn unread(file: &Path, error: &io::Error) -> UpstreamError {
    Fault::io("读取", "read", file, error).into()
}
