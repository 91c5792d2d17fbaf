//! The content of a file that is to be published, from memory or from a source file: compared with
//! what stands, or rendered into a new file, and hashed on the way.

use sha2::{Digest, Sha256};
use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, BufReader, Read, Seek, Write};
use std::path::Path;

/// Bytes read at once.
const CHUNK: usize = 64 * 1024;

/// What a file is to say.
#[derive(Debug)]
pub(super) enum ContentSource<'a> {
    /// Bytes in memory.
    Bytes(&'a [u8]),
    /// A file as long as this.
    Source(File, u64),
}

impl ContentSource<'_> {
    /// The content of a regular file. A symlink is an error: it could lead anywhere.
    pub fn open(from: &Path) -> io::Result<Self> {
        let file = open_regular(from)?;
        let size = file.metadata()?.len();
        Ok(Self::Source(file, size))
    }

    /// Its length in bytes.
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::Source(_, size) => *size,
        }
    }

    /// Its SHA-256 when `old` reads the same; `None` as soon as they differ.
    pub fn hash_if_same(&self, old: &mut impl Read) -> io::Result<Option<[u8; 32]>> {
        match self {
            Self::Bytes(bytes) => compare(old, *bytes),
            Self::Source(file, _) => compare(old, rewound(file)?),
        }
    }

    /// Writes it to `into`; its SHA-256.
    pub fn write_to(&self, into: &mut impl Write) -> io::Result<[u8; 32]> {
        match self {
            Self::Bytes(bytes) => transfer(*bytes, into),
            Self::Source(file, _) => transfer(rewound(file)?, into),
        }
    }
}

/// The SHA-256 of a regular file, by reading it in pieces.
pub(super) fn hash_of_file(path: &Path) -> io::Result<[u8; 32]> {
    ContentSource::open(path)?.write_to(&mut io::sink())
}

/// Opens a file for reading, but neither a symlink nor anything that is no regular file.
pub fn open_regular(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        // Not to block: a pipe would be waited for until somebody writes into it.
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK;
        options.custom_flags(flags.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        return Ok(file);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"))
}

fn rewound(mut file: &File) -> io::Result<BufReader<&File>> {
    file.rewind()?;
    Ok(BufReader::with_capacity(CHUNK, file))
}

/// Copies bytes; their SHA-256.
pub(super) fn transfer(mut from: impl BufRead, into: &mut impl Write) -> io::Result<[u8; 32]> {
    let mut hash = Sha256::new();
    loop {
        let piece = from.fill_buf()?;
        if piece.is_empty() {
            return Ok(hash.finalize().into());
        }
        hash.update(piece);
        into.write_all(piece)?;
        let length = piece.len();
        from.consume(length);
    }
}

/// Reads both until they differ or the new one ends; the caller knows that they are equally long.
fn compare(old: &mut impl Read, mut new: impl BufRead) -> io::Result<Option<[u8; 32]>> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; CHUNK];
    loop {
        let piece = new.fill_buf()?;
        if piece.is_empty() {
            return Ok(Some(hash.finalize().into()));
        }
        let piece = &piece[..piece.len().min(CHUNK)];
        let there = &mut buffer[..piece.len()];
        match old.read_exact(there) {
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(None),
            result => result?,
        }
        if *there != *piece {
            return Ok(None);
        }
        hash.update(piece);
        let length = piece.len();
        new.consume(length);
    }
}
