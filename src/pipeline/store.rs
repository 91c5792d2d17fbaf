//! Files of `.wanjia/`: each written in one step, and believed only with a seal.
//!
//! What is remembered decides what is published: a record that somebody changed would publish another number without a
//! word. So each carries a checksum made with a key that only this user of this machine has; a record that came along with
//! a site, or that a bad disk changed, is none. The key is in `WANJIA_CACHE_KEY` (for machines that are made anew and keep
//! the cache), else in a file of the user's, made when it is first needed.

use crate::base::Fault;
use etcetera::BaseStrategy;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

const FOLDER: &str = ".wanjia";

/// A file in a site's folder of what is remembered.
pub(super) fn beside(root: &Path, name: &str) -> PathBuf {
    root.join(FOLDER).join(name)
}

/// What this user wrote into a file; nothing when another did, or the file is broken.
pub(super) fn read<T: DeserializeOwned>(file: &Path) -> Option<T> {
    let bytes = fs::read(file).ok()?;
    let (seal, rest) = bytes.split_first_chunk::<SEAL>()?;
    if blake3::Hash::from_bytes(*seal) != blake3::keyed_hash(key()?, rest) {
        return None;
    }
    postcard::from_bytes(rest).ok()
}

/// Writes a value where the next build finds it. It replaces the old one in one step, and is never whole in memory: a large
/// site has a hundred megabytes of it.
pub(super) fn write<T: Serialize>(file: &Path, value: &T) -> Result<(), Fault> {
    sealed(file, |out| {
        postcard::to_io(value, out).map(drop).map_err(io::Error::other)
    })
}

/// Writes a file with the seal of what `fill` writes into it.
fn sealed(
    file: &Path,
    fill: impl FnOnce(&mut BufWriter<Sealing<'_>>) -> io::Result<()>,
) -> Result<(), Fault> {
    let Some(key) = key() else {
        // Nobody could believe it.
        return Ok(());
    };
    put_by(file, |out| {
        out.write_all(&[0; SEAL])?;
        let sealing = Sealing {
            out,
            hasher: blake3::Hasher::new_keyed(key),
        };
        let mut sealing = BufWriter::with_capacity(1 << 16, sealing);
        fill(&mut sealing)?;
        let Sealing { out, hasher } = sealing.into_inner().map_err(io::IntoInnerError::into_error)?;
        out.rewind()?;
        out.write_all(hasher.finalize().as_bytes())
    })
}

/// What this user wrote with [`write_parts`]: its head, when it `is_ours`, and part by part what is behind it, so that none of a
/// large file is in memory twice. Nothing when another wrote it, or the file is broken: then no part is to be believed.
pub(super) fn read_parts<H: DeserializeOwned, P: DeserializeOwned>(
    file: &Path,
    is_ours: impl FnOnce(&H) -> bool,
    mut take: impl FnMut(P),
) -> Option<H> {
    let mut open = File::open(file).ok()?;
    let mut seal = [0; SEAL];
    open.read_exact(&mut seal).ok()?;
    let seal = blake3::Hash::from_bytes(seal);
    let mut hasher = blake3::Hasher::new_keyed(key()?);
    hasher.update_reader(&mut open).ok()?;
    if hasher.finalize() != seal {
        return None;
    }
    open.seek(SeekFrom::Start(SEAL as u64)).ok()?;
    // It is read once more, and may be another one by now.
    let mut parts = Parts {
        open: BufReader::with_capacity(1 << 16, open),
        hasher: blake3::Hasher::new_keyed(key()?),
        bytes: Vec::new(),
    };
    let head = parts.next::<H>()??;
    if !is_ours(&head) {
        return None;
    }
    while let Some(part) = parts.next::<P>()? {
        take(part);
    }
    (parts.hasher.finalize() == seal).then_some(head)
}

/// Parts of a file, each behind its length.
struct Parts {
    open: BufReader<File>,
    hasher: blake3::Hasher,
    bytes: Vec<u8>,
}

impl Parts {
    /// The next one; `Some(None)` at the end, nothing where the file is broken.
    fn next<P: DeserializeOwned>(&mut self) -> Option<Option<P>> {
        if self.open.fill_buf().ok()?.is_empty() {
            return Some(None);
        }
        let mut length = [0; 4];
        self.open.read_exact(&mut length).ok()?;
        self.hasher.update(&length);
        self.bytes.clear();
        let length = u32::from_le_bytes(length);
        let mut part = self.open.by_ref().take(length.into());
        if part.read_to_end(&mut self.bytes).ok()? != length as usize {
            return None;
        }
        self.hasher.update(&self.bytes);
        postcard::from_bytes(&self.bytes).ok().map(Some)
    }
}

/// Writes a head and parts behind it where the next build finds them, as [`write()`] does.
pub(super) fn write_parts<H: Serialize, P: Serialize>(
    file: &Path,
    head: &H,
    parts: impl Iterator<Item = P>,
) -> Result<(), Fault> {
    sealed(file, |out| {
        let mut bytes = part(head, Vec::new())?;
        out.write_all(&bytes)?;
        for one in parts {
            bytes.clear();
            bytes = part(&one, bytes)?;
            out.write_all(&bytes)?;
        }
        Ok(())
    })
}

/// A part behind its length.
fn part<P: Serialize>(value: &P, mut bytes: Vec<u8>) -> io::Result<Vec<u8>> {
    bytes.extend([0; 4]);
    let mut bytes = postcard::to_extend(value, bytes).map_err(io::Error::other)?;
    let length = u32::try_from(bytes.len() - 4).map_err(io::Error::other)?;
    bytes[..4].copy_from_slice(&length.to_le_bytes());
    Ok(bytes)
}

/// A file, and the seal of what goes into it.
struct Sealing<'f> {
    out: &'f mut File,
    hasher: blake3::Hasher,
}

impl Write for Sealing<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = self.out.write(bytes)?;
        self.hasher.update(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// What is remembered of the sites of a fleet, in its folder.
pub const RECORDS: &str = ".wanjia/fleet";

/// Puts bytes into a file in one step. Several threads and programs, on several machines, may do so at once: each has a name
/// of its own until then, which the number of a process is not where each process has a container to itself.
pub fn put(file: &Path, bytes: &[u8]) -> Result<(), Fault> {
    put_by(file, |out| out.write_all(bytes))
}

/// The same for what is written bit by bit.
fn put_by(file: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Fault> {
    let mut number = [0; 8];
    let own = match getrandom::fill(&mut number) {
        Ok(()) => format!("{:016x}", u64::from_le_bytes(number)),
        Err(_) => format!("{:?}", std::thread::current().id()),
    };
    let new = file.with_extension(format!("{}-{own}.tmp", std::process::id()));
    let write = || {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fill(&mut File::create(&new)?)?;
        fs::rename(&new, file)
    };
    write().map_err(|error| {
        let _ = fs::remove_file(&new);
        Fault::io("写入", "write", file, &error)
    })
}

/// A file without a name for what a program need not hold in memory, gone with the program: in the folder of what is
/// remembered of a site or, where nothing may be written, where the system has room for such files.
pub(super) fn nameless(root: &Path) -> std::io::Result<File> {
    let folder = root.join(FOLDER);
    fs::create_dir_all(&folder)
        .and_then(|()| tempfile::tempfile_in(&folder))
        .or_else(|_| tempfile::tempfile())
}

/// Whether files can be written into a folder, which is made.
pub(super) fn takes_files(folder: &Path) -> bool {
    let trial = folder.join(format!("{}.trial", std::process::id()));
    let takes = fs::create_dir_all(folder)
        .and_then(|()| fs::write(&trial, b""))
        .is_ok();
    let _ = fs::remove_file(trial);
    takes
}

/// Bytes of a seal.
const SEAL: usize = blake3::OUT_LEN;

type Key = [u8; blake3::KEY_LEN];

/// The key of this user; nothing when there is no place for one.
fn key() -> Option<&'static Key> {
    static KEY: OnceLock<Option<Key>> = OnceLock::new();
    KEY.get_or_init(|| match std::env::var("WANJIA_CACHE_KEY") {
        Ok(words) if !words.is_empty() => Some(blake3::derive_key("wanjia cache key", words.as_bytes())),
        _ => kept(&place()?),
    })
    .as_ref()
}

/// Where the key of a user is kept.
fn place() -> Option<PathBuf> {
    let folders = etcetera::choose_base_strategy().ok()?;
    let folder = folders.state_dir().unwrap_or_else(|| folders.cache_dir());
    Some(folder.join("wanjia").join("cache.key"))
}

/// The key in a file, made when there is none.
fn kept(file: &Path) -> Option<Key> {
    if let Some(key) = in_file(file) {
        return Some(key);
    }
    fs::create_dir_all(file.parent()?).ok()?;
    let mut key = Key::default();
    getrandom::fill(&mut key).ok()?;
    match private(file) {
        Ok(mut new) => new.write_all(&key).ok().map(|()| key),
        // Another program was quicker, or what is there is no key.
        Err(_) => in_file(file),
    }
}

fn in_file(file: &Path) -> Option<Key> {
    let mut bytes = Vec::new();
    File::open(file).ok()?.take(64).read_to_end(&mut bytes).ok()?;
    bytes.try_into().ok()
}

/// A new file that nobody else reads.
fn private(file: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_changed_by_a_bit_or_cut_is_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("memo");
        write(&file, &vec![3_u32, 98, 15]).unwrap();
        assert_eq!(read(&file), Some(vec![3_u32, 98, 15]));
        let bytes = fs::read(&file).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            fs::write(&file, &other).unwrap();
            assert_eq!(read::<Vec<u32>>(&file), None, "byte {at}");
            fs::write(&file, &bytes[..at]).unwrap();
            assert_eq!(read::<Vec<u32>>(&file), None, "cut at {at}");
        }
    }

    #[test]
    fn parts_that_were_changed_by_a_bit_or_cut_are_not_believed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("memo");
        let parts = ["婚俗", "", "权益"];
        write_parts(&file, &7_u8, parts.iter()).unwrap();
        let read = |ours: u8| {
            let mut found: Vec<String> = Vec::new();
            let head = read_parts(&file, |head: &u8| *head == ours, |part| found.push(part));
            (head, found)
        };
        assert_eq!(read(7), (Some(7), parts.map(str::to_owned).to_vec()));
        assert_eq!(read(8), (None, Vec::new()), "it is another program's");
        let bytes = fs::read(&file).unwrap();
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 1;
            fs::write(&file, &other).unwrap();
            assert_eq!(read(7).0, None, "byte {at}");
            fs::write(&file, &bytes[..at]).unwrap();
            assert_eq!(read(7).0, None, "cut at {at}");
        }
    }

    #[test]
    fn a_key_is_made_once_and_is_read_by_nobody_else() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("wanjia/cache.key");
        let key = kept(&file).unwrap();
        assert_eq!(kept(&file), Some(key));
        assert_ne!(kept(&folder.path().join("other/cache.key")), Some(key));
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        }
        fs::write(&file, "short").unwrap();
        assert_eq!(kept(&file), None);
    }

    #[test]
    fn many_who_put_the_same_file_at_once_all_succeed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("pictures/a.jpg");
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| (0..50).for_each(|_| put(&file, b"same").unwrap()));
            }
        });
        let left: Vec<_> = fs::read_dir(file.parent().unwrap()).unwrap().collect();
        assert_eq!(left.len(), 1);
    }
}
