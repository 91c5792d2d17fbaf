//! Zip, with names as Windows in Chinese writes them too.

use super::name::{NameEncoding, is_litter};
use super::tarball::unnamed;
use super::unpack::{Limits, UnpackError, Unpacking};
use crate::message;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use zip::ZipArchive;
use zip::read::ZipFileEntry;
use zip::result::{ZipError, ZipResult};

/// The flag of an entry whose name is UTF-8.
const UTF8: u16 = 1 << 11;

/// The bits of a mode that say what kind of file it is; plain file, folder.
const KIND: (u32, u32, u32) = (0o170_000, 0o100_000, 0o040_000);

/// Unpacks a zip into the empty folder `into`.
pub(super) fn unpack(from: &File, into: &Path, limits: Limits) -> Result<(), UnpackError> {
    let mut unpacking = Unpacking::new(into, limits);
    let mut zip = ZipArchive::new(BufReader::new(from)).map_err(wrong)?;
    if zip.has_duplicate_names() {
        return Err(UnpackError::Archive(message!(
            "有一项出现了两次",
            "one of its entries is in it twice"
        )));
    }
    let written = unflagged(&zip).map_err(wrong)?;
    let names: Vec<&[u8]> = written.iter().map(Vec::as_slice).collect();
    let encoding = NameEncoding::of(&names);
    for at in 0..zip.len() {
        unpacking.count()?;
        let entry = zip.by_index_data(at).map_err(wrong)?;
        let name = name(&entry, encoding)?;
        refuse(&entry, &name)?;
        let is_folder = entry.is_dir();
        let mut body = zip.by_index(at).map_err(wrong)?;
        if is_litter(&name) {
            unpacking.skip(&name, &mut body)?;
        } else if is_folder {
            unpacking.skip(&name, &mut body)?;
            unpacking.folder(&name)?;
        } else {
            unpacking.file(&name, &mut body)?;
        }
    }
    unpacking.done()
}

/// The names that do not say how they are written.
fn unflagged(zip: &ZipArchive<BufReader<&File>>) -> ZipResult<Vec<Vec<u8>>> {
    let mut names = Vec::new();
    for at in 0..zip.len() {
        let entry = zip.by_index_data(at)?;
        if !is_flagged(&entry) {
            names.push(entry.name_raw().to_vec());
        }
    }
    Ok(names)
}

fn is_flagged(entry: &ZipFileEntry) -> bool {
    entry.flags().as_u16() & UTF8 != 0
}

fn name(entry: &ZipFileEntry, encoding: Option<NameEncoding>) -> Result<String, UnpackError> {
    let raw = entry.name_raw();
    let encoding = if is_flagged(entry) {
        Some(NameEncoding::Utf8)
    } else {
        encoding
    };
    let name = encoding.and_then(|encoding| encoding.decode(raw));
    name.ok_or_else(|| unnamed(raw))
}

/// Refuses links, devices and what is locked.
fn refuse(entry: &ZipFileEntry, name: &str) -> Result<(), UnpackError> {
    let (mask, file, folder) = KIND;
    let kind = entry.unix_mode().unwrap_or(0) & mask;
    let why = if entry.is_symlink() {
        message!("它是一个链接", "it is a link")
    } else if kind != 0 && kind != file && kind != folder {
        message!("它不是普通文件", "it is no plain file")
    } else if entry.encrypted() {
        message!("它有密码", "it has a password")
    } else {
        return Ok(());
    };
    Err(UnpackError::Entry(name.to_owned(), why))
}

fn wrong(error: ZipError) -> UnpackError {
    match error {
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            UnpackError::Archive(message!(
                "用了不常见的压缩方法（{error}）",
                "it is packed in an uncommon way ({error})"
            ))
        }
        error => UnpackError::unreadable(&error),
    }
}
