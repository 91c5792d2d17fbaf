//! Entries to files, whatever the archive is: the one place that writes what comes from elsewhere.
//!
//! What always holds: a file is written only below the tree and only once; what is written is counted,
//! not what an archive says of itself; links and devices are never made.

use super::UpstreamError;
use super::name::is_litter;
use crate::base::path::objection;
use crate::base::{Fault, Message, path};
use crate::message;
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// How much is unpacked at most.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Entries, and folders that they need.
    pub entries: u64,
    /// Bytes of all of them.
    pub total: u64,
    /// Bytes of one.
    pub single: u64,
}

/// Far beyond any site, and far below any disk.
pub(super) const LIMITS: Limits = Limits {
    entries: 100_000,
    total: 2 << 30,
    single: 512 << 20,
};

/// Why an archive is not unpacked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum UnpackError {
    /// An entry that may not be.
    Entry(String, Message),
    /// The archive itself.
    Archive(Message),
    /// The disk.
    Machine(Fault),
}

impl UnpackError {
    /// It cannot be read further.
    pub fn unreadable(error: &dyn std::fmt::Display) -> Self {
        Self::Archive(message!(
            "不完整或已损坏（{error}）",
            "incomplete or damaged ({error})"
        ))
    }

    /// Said of the archive or repository `named`.
    pub fn of(self, named: &str) -> UpstreamError {
        match self {
            Self::Entry(entry, Message { zh, en }) => {
                let entry = entry.escape_debug();
                UpstreamError::Unsafe {
                    message: message!(
                        "{named} 里的 {entry} 不能解开：{zh}",
                        "{entry} in {named} cannot be unpacked: {en}"
                    ),
                    hint: message!(
                        "请上级站点改名，或把链接换成文件本身，重新打包",
                        "ask the upstream to rename it or to put the file itself there, and to pack it again"
                    ),
                }
            }
            Self::Archive(why) => UpstreamError::Broken {
                file: named.to_owned(),
                why,
            },
            Self::Machine(fault) => UpstreamError::Machine(fault),
        }
    }
}

/// A tree that is being filled.
#[derive(Debug)]
pub(super) struct Unpacking {
    root: PathBuf,
    left: Limits,
    limits: Limits,
    folders: HashSet<String>,
    files: u64,
}

impl Unpacking {
    /// Into the empty folder `root`.
    pub fn new(root: &Path, limits: Limits) -> Self {
        Self {
            root: root.to_owned(),
            left: limits,
            limits,
            folders: HashSet::new(),
            files: 0,
        }
    }

    /// Counts an entry, of whatever kind.
    pub fn count(&mut self) -> Result<(), UnpackError> {
        let most = self.limits.entries;
        self.left.entries = self.left.entries.checked_sub(1).ok_or_else(|| {
            UnpackError::Archive(message!("里面多于 {most} 项", "it has more than {most} entries"))
        })?;
        Ok(())
    }

    /// Counts bytes that are read, kept or not.
    pub fn charge(&mut self, bytes: u64) -> Result<(), UnpackError> {
        let most = self.limits.total >> 20;
        self.left.total = self.left.total.checked_sub(bytes).ok_or_else(|| {
            UnpackError::Archive(message!(
                "解开后超过 {most} MB",
                "it is more than {most} MB when unpacked"
            ))
        })?;
        Ok(())
    }

    /// Makes a folder and those above it. The top itself, `./`, is there already.
    pub fn folder(&mut self, name: &str) -> Result<(), UnpackError> {
        let path = plain(name).trim_end_matches('/');
        if path.is_empty() || path == "." || is_litter(path) {
            return Ok(());
        }
        refuse(name, objection(path))?;
        self.make_folders(path)
    }

    /// Writes a file.
    pub fn file(&mut self, name: &str, from: &mut impl Read) -> Result<(), UnpackError> {
        let path = plain(name);
        refuse(name, objection(path))?;
        self.make_folders(path::folder(path))?;
        let at = self.root.join(path);
        let mut to = File::create_new(&at).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => twice(path),
            _ => unwritten(&at, &error),
        })?;
        self.files += 1;
        self.copy(name, from, &mut |bytes| {
            to.write_all(bytes).map_err(|error| unwritten(&at, &error))
        })
    }

    /// Reads over a file that nobody wants.
    pub fn skip(&mut self, name: &str, from: &mut impl Read) -> Result<(), UnpackError> {
        self.copy(name, from, &mut |_| Ok(()))
    }

    /// All is unpacked. An archive without a single file is none.
    pub fn done(self) -> Result<(), UnpackError> {
        if self.files > 0 {
            return Ok(());
        }
        Err(UnpackError::Archive(message!(
            "里面没有文件",
            "there is no file in it"
        )))
    }

    fn copy(
        &mut self,
        name: &str,
        from: &mut impl Read,
        to: &mut dyn FnMut(&[u8]) -> Result<(), UnpackError>,
    ) -> Result<(), UnpackError> {
        let mut buffer = vec![0; 1 << 16];
        let mut single = 0;
        loop {
            let read = match from.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(UnpackError::unreadable(&error)),
            };
            single += read as u64;
            if single > self.limits.single {
                return Err(self.too_large(name));
            }
            self.charge(read as u64)?;
            to(&buffer[..read])?;
        }
    }

    fn make_folders(&mut self, path: &str) -> Result<(), UnpackError> {
        if path.is_empty() || self.folders.contains(path) {
            return Ok(());
        }
        self.make_folders(path::folder(path))?;
        self.count()?;
        let at = self.root.join(path);
        fs::create_dir(&at).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => twice(path),
            _ => unwritten(&at, &error),
        })?;
        self.folders.insert(path.to_owned());
        Ok(())
    }

    fn too_large(&self, name: &str) -> UnpackError {
        let (name, most) = (name.escape_debug(), self.limits.single >> 20);
        UnpackError::Archive(message!("{name} 超过 {most} MB", "{name} is more than {most} MB"))
    }
}

/// Without the `./` that tar puts before what lies in the folder it was told to pack.
fn plain(mut name: &str) -> &str {
    while let Some(rest) = name.strip_prefix("./") {
        name = rest;
    }
    name
}

fn refuse(name: &str, objection: Option<Message>) -> Result<(), UnpackError> {
    objection.map_or(Ok(()), |why| Err(UnpackError::Entry(name.to_owned(), why)))
}

fn twice(path: &str) -> UnpackError {
    UnpackError::Archive(message!("{path} 出现了两次", "{path} is in it twice"))
}

fn unwritten(at: &Path, error: &std::io::Error) -> UnpackError {
    UnpackError::Machine(Fault::io("写入", "write", at, error))
}
