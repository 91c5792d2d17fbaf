//! The cache: trees by their pins, repositories by their addresses, and what a revision was.

use super::UpstreamError;
use crate::base::{Fault, Fingerprint};
use crate::message;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The exact state of an upstream: a commit, or the hash of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pin(String);

impl Pin {
    /// 40 or 64 hexadecimal digits, in any case.
    pub fn parse(digits: &str) -> Option<Self> {
        let fine = matches!(digits.len(), 40 | 64) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        fine.then(|| Self(digits.to_ascii_lowercase()))
    }

    /// The pin of site.lock.
    pub fn of_lock(digits: &str) -> Result<Self, UpstreamError> {
        Self::parse(digits).ok_or_else(|| UpstreamError::Unsafe {
            message: message!(
                "site.lock 里记的上级版本不是提交号，也不是 SHA-256：{digits}",
                "what site.lock holds of the upstream is neither a commit nor a SHA-256: {digits}"
            ),
            hint: message!(
                "运行 wanjia update 重新记下，site.lock 不用手改",
                "run `wanjia update`; site.lock is not for editing"
            ),
        })
    }

    /// Hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Hexadecimal digits.
    pub fn into_string(self) -> String {
        self.0
    }
}

/// The cache of upstreams of one site.
#[derive(Debug)]
pub(super) struct UpstreamStore {
    root: PathBuf,
}

/// Held while the cache is changed; released when dropped.
#[derive(Debug)]
pub(super) struct StoreLock(#[expect(dead_code, reason = "closing it releases it")] File);

/// A tree that is being unpacked: gone unless it is put into the store.
#[derive(Debug)]
pub(super) struct UnpackFolder(TempDir);

impl UpstreamStore {
    /// The cache in this folder, which need not be there yet.
    pub fn new(root: &Path) -> Result<Self, Fault> {
        let root = std::path::absolute(root).map_err(|error| Fault::io("找到", "find", root, &error))?;
        Ok(Self { root })
    }

    /// Where the tree of this pin is, or will be.
    pub fn place(&self, pin: &Pin) -> PathBuf {
        self.root.join(pin.as_str())
    }

    /// Whether the tree of this pin is there, and so whole.
    pub fn has(&self, pin: &Pin) -> bool {
        self.place(pin).is_dir()
    }

    /// Waits until nobody else changes the cache.
    pub fn lock(&self) -> Result<StoreLock, Fault> {
        let at = self.root.join("lock");
        let refused = |error| unwritten(&at, &error);
        fs::create_dir_all(&self.root).map_err(refused)?;
        let file = File::options().create(true).append(true).open(&at);
        let file = file.map_err(refused)?;
        match file.lock() {
            // A file system without locks: then two runs may do the same work, and the first tree stays.
            Err(error) if error.kind() != ErrorKind::Unsupported => Err(refused(error)),
            _ => Ok(StoreLock(file)),
        }
    }

    /// A folder to unpack into.
    pub fn stage(&self) -> Result<UnpackFolder, Fault> {
        let made = || {
            let staging = TempDir::new_in(self.temporary()?)?;
            // One deeper, for the outer one is closed to others and the tree need not be.
            fs::create_dir(staging.path().join("tree"))?;
            Ok(UnpackFolder(staging))
        };
        made().map_err(|error: io::Error| unwritten(&self.root, &error))
    }

    /// Makes the staged tree the one of this pin, in one step.
    pub fn put(&self, staging: &UnpackFolder, pin: &Pin) -> Result<(), Fault> {
        match fs::rename(staging.tree(), self.place(pin)) {
            Err(error) if !self.has(pin) => Err(unwritten(&self.place(pin), &error)),
            _ => Ok(()),
        }
    }

    /// The bare repository for this address.
    pub fn repository(&self, url: &str) -> PathBuf {
        let name = Fingerprint::of_bytes(url.as_bytes()).hex();
        self.root.join("git").join(name)
    }

    /// What this revision was when it was asked for last.
    pub fn recall(&self, url: &str, rev: &str) -> Option<Pin> {
        let text = fs::read_to_string(self.note(url, rev)).ok()?;
        Pin::parse(text.trim())
    }

    /// Takes down what this revision is.
    pub fn remember(&self, url: &str, rev: &str, pin: &Pin) -> Result<(), Fault> {
        let note = self.note(url, rev);
        let write = || {
            fs::create_dir_all(self.root.join("revs"))?;
            let next = tempfile::NamedTempFile::new_in(self.temporary()?)?;
            fs::write(&next, format!("{}\n", pin.as_str()))?;
            next.persist(&note).map_err(|refused| refused.error)
        };
        write().map(drop).map_err(|error| unwritten(&note, &error))
    }

    /// Takes away the trees that are not kept, and what interrupted runs have left.
    pub fn sweep(&self, keep: &[&str]) -> Result<(), Fault> {
        let _key = self.lock()?;
        let sweep = || {
            for entry in fs::read_dir(&self.root)? {
                let entry = entry?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if Pin::parse(&name).is_some() && !keep.iter().any(|kept| kept.eq_ignore_ascii_case(&name)) {
                    // Away in one step: what bears a pin is whole, to the last.
                    let away = TempDir::new_in(self.temporary()?)?;
                    fs::rename(entry.path(), away.path().join("tree"))?;
                }
            }
            fs::remove_dir_all(self.temporary()?)
        };
        sweep().map_err(|error| Fault::io("清理", "clear away", &self.root, &error))
    }

    fn note(&self, url: &str, rev: &str) -> PathBuf {
        let name = Fingerprint::of(&(url, rev)).hex();
        self.root.join("revs").join(name)
    }

    fn temporary(&self) -> io::Result<PathBuf> {
        let folder = self.root.join("tmp");
        fs::create_dir_all(&folder)?;
        Ok(folder)
    }
}

impl UnpackFolder {
    /// The folder to unpack into.
    pub fn tree(&self) -> PathBuf {
        self.0.path().join("tree")
    }

    /// A file beside it, for what a program has to say.
    pub fn words(&self) -> PathBuf {
        self.0.path().join("words")
    }
}

fn unwritten(path: &Path, error: &io::Error) -> Fault {
    Fault::io("写入", "write", path, error)
}
