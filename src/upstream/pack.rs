//! Packing: a site as others take it for their upstream, in a zip that [`unpack`](super::unpack) reads.
//!
//! What always holds: the same files give the same bytes, whenever and wherever they are packed; the archive is there as a whole or
//! not at all.

use crate::base::path::objection;
use crate::base::{Fault, Message};
use crate::message;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// How hard it is packed: written down, so that it stays the same.
const LEVEL: i64 = 6;

/// What is packed under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PackSource {
    /// A file of the disk.
    File(PathBuf),
    /// These bytes.
    Bytes(Vec<u8>),
}

/// What a pack holds: SHA-256 in hexadecimal digits, by name.
pub type PackIndex = BTreeMap<String, String>;

/// What was packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// SHA-256 of the archive, in hexadecimal digits.
    pub sha256: String,
    /// Its bytes.
    pub bytes: u64,
    /// What is in it.
    pub index: PackIndex,
}

/// Packs files, by their names with `/` between folders, into the zip `out`; an old one stays until the new one is whole.
pub fn pack(files: &BTreeMap<String, PackSource>, out: &Path) -> Result<Packed, Fault> {
    make_folder(out)?;
    let part = out.with_added_extension("part");
    let packed = File::create(&part)
        .map_err(|error| Fault::io("写入", "write", &part, &error))
        .and_then(|mut file| write(files, &mut file, out))
        .and_then(|index| {
            let read = |error| Fault::io("读取", "read", &part, &error);
            let (sha256, bytes) = hash(&mut File::open(&part).map_err(read)?).map_err(read)?;
            std::fs::rename(&part, out).map_err(|error| Fault::io("写入", "write", out, &error))?;
            Ok(Packed { sha256, bytes, index })
        });
    if packed.is_err() {
        // Half an archive is of no use to anybody.
        let _ = std::fs::remove_file(&part);
    }
    packed
}

/// Makes the folder of a file that is to be written.
fn make_folder(of: &Path) -> Result<(), Fault> {
    let Some(folder) = of.parent() else { return Ok(()) };
    std::fs::create_dir_all(folder).map_err(|error| Fault::io("新建", "make", folder, &error))
}

/// What is in the zip at a path; `None` when it is no pack of a site.
pub fn index(at: &Path) -> Option<PackIndex> {
    let mut zip = ZipArchive::new(BufReader::new(File::open(at).ok()?)).ok()?;
    let mut found = PackIndex::new();
    for number in 0..zip.len() {
        let mut entry = zip.by_index(number).ok()?;
        if entry.is_file() {
            let name = entry.name().ok()?.into_owned();
            found.insert(name, hash(&mut entry).ok()?.0);
        }
    }
    found.contains_key("site.yaml").then_some(found)
}

fn write(files: &BTreeMap<String, PackSource>, to: &mut File, out: &Path) -> Result<PackIndex, Fault> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(LEVEL))
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let unwritten = |error: &dyn std::fmt::Display| {
        let out = out.display();
        Fault::new(message!("写不了 {out}：{error}", "cannot write {out}: {error}"))
    };
    let mut zip = ZipWriter::new(BufWriter::new(to));
    let mut index = PackIndex::new();
    for (name, source) in files {
        if let Some(Message { zh, en }) = objection(name) {
            return Err(Fault::new(message!(
                "{name} 打不了包：{zh}",
                "{name} cannot be packed: {en}"
            )));
        }
        let options = options.large_file(false);
        zip.start_file(name.as_str(), options)
            .map_err(|error| unwritten(&error))?;
        let hash = match source {
            PackSource::Bytes(bytes) => copy(&mut &bytes[..], &mut zip),
            PackSource::File(path) => {
                let mut from = File::open(path).map_err(|error| Fault::io("读取", "read", path, &error))?;
                copy(&mut from, &mut zip)
            }
        };
        index.insert(name.clone(), hash.map_err(|error| unwritten(&error))?);
    }
    let written = zip.finish().map_err(|error| unwritten(&error))?;
    written.into_inner().map_err(|error| unwritten(&error))?;
    Ok(index)
}

/// Copies all there is; its SHA-256.
fn copy(from: &mut dyn Read, to: &mut dyn Write) -> io::Result<String> {
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let read = from.read(&mut buffer)?;
        if read == 0 {
            return Ok(hex(&hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
        to.write_all(&buffer[..read])?;
    }
}

fn hash(from: &mut dyn Read) -> io::Result<(String, u64)> {
    let mut counted = Counted(0);
    let hash = copy(from, &mut counted)?;
    Ok((hash, counted.0))
}

/// Counts what is written, and forgets it.
struct Counted(u64);

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files() -> BTreeMap<String, PackSource> {
        let bytes = |text: &str| PackSource::Bytes(text.as_bytes().to_vec());
        BTreeMap::from([
            ("site.yaml".to_owned(), bytes("name: 甲")),
            ("content/政策.md".to_owned(), bytes("文")),
        ])
    }

    #[test]
    fn the_same_files_are_the_same_bytes_and_what_is_in_them_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let one = pack(&files(), &at("one.zip")).unwrap();
        assert_eq!(pack(&files(), &at("two.zip")).unwrap(), one);
        assert_eq!(
            std::fs::read(at("one.zip")).unwrap(),
            std::fs::read(at("two.zip")).unwrap()
        );
        assert_eq!(index(&at("one.zip")), Some(one.index));
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[test]
    fn what_cannot_be_unpacked_everywhere_is_not_packed_and_the_old_pack_stays() {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().join("a.zip");
        pack(&files(), &out).unwrap();
        let old = std::fs::read(&out).unwrap();
        let mut wrong = files();
        wrong.insert("content/a:b.md".to_owned(), PackSource::Bytes(Vec::new()));
        assert!(
            pack(&wrong, &out)
                .unwrap_err()
                .message
                .zh
                .contains("content/a:b.md 打不了包")
        );
        assert_eq!(std::fs::read(&out).unwrap(), old);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_is_no_pack_has_no_index() {
        let folder = tempfile::tempdir().unwrap();
        let at = folder.path().join("a.zip");
        std::fs::write(&at, "no zip").unwrap();
        assert_eq!(index(&at), None);
        let one = BTreeMap::from([("letter.txt".to_owned(), PackSource::Bytes(b"a".to_vec()))]);
        pack(&one, &at).unwrap();
        assert_eq!(index(&at), None);
    }
}
