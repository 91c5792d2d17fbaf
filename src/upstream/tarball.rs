//! Tar, packed or not, and from `git archive`.
//!
//! Entries are read raw: the crate would take the long name of an entry into memory whole, however long
//! an archive says it is.

use super::name::{decode, is_litter};
use super::unpack::{Limits, UnpackError, Unpacking};
use crate::base::Message;
use crate::message;
use std::io::{self, Read};
use std::path::Path;
use tar::{Archive, Entry, EntryType, PaxExtensions};

/// Bytes of a block.
const BLOCK: u64 = 512;

/// The longest header that goes before an entry, in bytes.
const LONGEST_HEADER: u64 = 1 << 16;

/// Unpacks a tar into the empty folder `into`.
pub(super) fn unpack(from: impl Read, into: &Path, limits: Limits) -> Result<(), UnpackError> {
    let mut unpacking = Unpacking::new(into, limits);
    let mut archive = Archive::new(Tail { from, zeros: 0 });
    let mut ahead = EntryHeaders::default();
    let entries = archive
        .entries()
        .map_err(|error| UnpackError::unreadable(&error))?;
    for entry in entries.raw(true) {
        let mut entry = entry.map_err(|error| UnpackError::unreadable(&error))?;
        unpacking.count()?;
        if !ahead.take(&mut entry, &mut unpacking)? {
            one(&mut entry, std::mem::take(&mut ahead), &mut unpacking)?;
        }
    }
    finish(archive.into_inner(), &mut unpacking)?;
    unpacking.done()
}

/// What headers before an entry say of it.
#[derive(Default)]
struct EntryHeaders {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl EntryHeaders {
    /// Takes in a header that goes before an entry. `false` when this is an entry itself.
    fn take<R: Read>(
        &mut self,
        entry: &mut Entry<R>,
        unpacking: &mut Unpacking,
    ) -> Result<bool, UnpackError> {
        match entry.header().entry_type() {
            EntryType::GNULongName => {
                let mut name = whole(entry, unpacking)?;
                name.truncate(name.iter().position(|byte| *byte == 0).unwrap_or(name.len()));
                self.name = Some(name);
            }
            EntryType::XHeader => self.read(&whole(entry, unpacking)?)?,
            // What holds for all entries, like the commit that git puts here, and the target of a link,
            // which is refused when it comes.
            EntryType::XGlobalHeader | EntryType::GNULongLink => unpacking.charge(entry.size())?,
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn read(&mut self, header: &[u8]) -> Result<(), UnpackError> {
        for field in PaxExtensions::new(header) {
            let field = field.map_err(|error| UnpackError::unreadable(&error))?;
            match field.key_bytes() {
                b"path" => self.name = Some(field.value_bytes().to_owned()),
                b"size" => self.size = field.value().ok().and_then(|size| size.parse().ok()),
                key if key.starts_with(b"GNU.sparse.") => {
                    return Err(UnpackError::Archive(message!(
                        "有稀疏文件",
                        "there is a sparse file in it"
                    )));
                }
                _ => {}
            }
        }
        Ok(())
    }
}

fn one<R: Read>(
    entry: &mut Entry<R>,
    ahead: EntryHeaders,
    unpacking: &mut Unpacking,
) -> Result<(), UnpackError> {
    let raw = ahead.name.unwrap_or_else(|| entry.path_bytes().into_owned());
    let name = decode(&raw).ok_or_else(|| unnamed(&raw))?;
    if ahead.size.is_some_and(|size| size != entry.size()) {
        let name = name.escape_debug();
        return Err(UnpackError::Archive(message!(
            "{name} 的大小前后不一",
            "it says two sizes of {name}"
        )));
    }
    if is_litter(&name) {
        return unpacking.skip(&name, entry);
    }
    match entry.header().entry_type() {
        // Before there was a kind for folders, they were told by the stroke at the end.
        EntryType::Regular | EntryType::Continuous if !name.ends_with('/') => unpacking.file(&name, entry),
        EntryType::Regular | EntryType::Continuous | EntryType::Directory => {
            unpacking.skip(&name, entry)?;
            unpacking.folder(&name)
        }
        kind => Err(UnpackError::Entry(name, forbidden(kind))),
    }
}

/// A name that is no text.
pub(super) fn unnamed(raw: &[u8]) -> UnpackError {
    let name = String::from_utf8_lossy(raw).into_owned();
    UnpackError::Entry(
        name,
        message!("名字既不是 UTF-8 也不是 GBK", "its name is neither UTF-8 nor GBK"),
    )
}

fn forbidden(kind: EntryType) -> Message {
    match kind {
        EntryType::Symlink | EntryType::Link => message!("它是一个链接", "it is a link"),
        _ => message!("它不是普通文件", "it is no plain file"),
    }
}

/// The words of a header that goes before an entry.
fn whole<R: Read>(entry: &mut Entry<R>, unpacking: &mut Unpacking) -> Result<Vec<u8>, UnpackError> {
    unpacking.charge(entry.size())?;
    if entry.size() > LONGEST_HEADER {
        return Err(UnpackError::Archive(message!(
            "有一项的名字长得不像名字",
            "a name in it is longer than names are"
        )));
    }
    let mut words = Vec::new();
    entry
        .read_to_end(&mut words)
        .map_err(|error| UnpackError::unreadable(&error))?;
    Ok(words)
}

/// A tar ends with empty blocks; what was cut off at the end of an entry does not. The rest is read
/// because a packing proves itself only at its end, and because git must not write into a closed pipe.
fn finish(mut rest: Tail<impl Read>, unpacking: &mut Unpacking) -> Result<(), UnpackError> {
    if rest.zeros < BLOCK {
        return Err(UnpackError::Archive(message!("不完整", "it is incomplete")));
    }
    unpacking.skip("", &mut rest)
}

/// Remembers how many zeros were read last.
struct Tail<R> {
    from: R,
    zeros: u64,
}

impl<R: Read> Read for Tail<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        let zeros = buffer[..read].iter().rev().take_while(|byte| **byte == 0).count();
        let before = if zeros == read { self.zeros } else { 0 };
        self.zeros = before + zeros as u64;
        Ok(read)
    }
}
