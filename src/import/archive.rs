//! A zip with documents in it: its files, one by one and bounded.

use super::formats::Unreadable;
use super::package::damaged;
use crate::base::{encoding, path};
use crate::message;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Files that an archive may have.
const MOST_FILES: usize = 20_000;

/// No larger file is read of one, in bytes.
const LARGEST: u64 = 96 << 20;

/// Whether a name is that of an archive.
pub fn is_archive(name: &str) -> bool {
    name.to_lowercase().ends_with(".zip")
}

/// How names of archives end that are not unpacked here.
const FOREIGN: [&str; 13] = [
    "rar", "7z", "tar", "gz", "tgz", "bz2", "tbz", "xz", "txz", "cab", "iso", "lzh", "arj",
];

/// Whether a name is that of an archive which other programs unpack.
pub fn is_foreign_archive(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    ending.is_some_and(|ending| FOREIGN.contains(&&*ending))
}

/// What is said of an archive that other programs unpack.
pub fn foreign_archive() -> Unreadable {
    Unreadable::new(
        message!(
            "这种压缩包这里解不开",
            "archives of this kind are not unpacked here"
        ),
        message!(
            "用解压软件解开，再导入解开的文件夹；或请人改发 zip",
            "unpack it with another program and import the folder, or have it sent as a zip"
        ),
    )
}

/// Gives each file of an archive with its path, which never leads out of it, and takes its bytes off what is `left` of them;
/// the names of files that were left out. `put` says what went wrong, if anything.
pub fn unpack<E>(
    bytes: &[u8],
    left: &mut u64,
    mut put: impl FnMut(&str, Vec<u8>) -> Result<(), E>,
) -> Result<Result<Vec<String>, E>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MOST_FILES {
        return Err(too_much());
    }
    let mut out = Vec::new();
    for at in 0..archive.len() {
        let raw = archive.by_index_raw(at).map_err(|_| damaged())?;
        let name = named(raw.name_raw());
        let link = raw.unix_mode().is_some_and(|mode| mode & 0o170_000 == 0o120_000);
        if name.ends_with('/') || is_hidden(&name) {
            continue;
        }
        if raw.encrypted() {
            return Err(locked());
        }
        drop(raw);
        let most = LARGEST.min(*left);
        let mut file = Vec::new();
        let mut read = |file: &mut Vec<u8>| {
            let entry = archive.by_index(at).ok()?;
            // What an archive says of its sizes is not believed.
            entry.take(most + 1).read_to_end(file).ok()
        };
        if !path::is_plain(&name) || link || read(&mut file).is_none() {
            out.push(name);
            continue;
        }
        if file.len() as u64 > most {
            return Err(too_much());
        }
        *left -= file.len() as u64;
        if let Err(error) = put(&name, file) {
            return Ok(Err(error));
        }
    }
    Ok(Ok(out))
}

/// The paths of the files in an archive; an error when it is damaged, too large, or has a password.
pub fn names(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MOST_FILES {
        return Err(too_much());
    }
    let mut names = Vec::new();
    for at in 0..archive.len() {
        let entry = archive.by_index_raw(at).map_err(|_| damaged())?;
        if entry.encrypted() {
            return Err(locked());
        }
        names.push(named(entry.name_raw()));
    }
    Ok(names)
}

/// The name of a file. Programs of old write names in GBK and do not say so.
fn named(raw: &[u8]) -> String {
    let name = encoding::decode(raw).unwrap_or_else(|_| String::from_utf8_lossy(raw).into_owned());
    name.replace('\\', "/")
}

/// Files that systems put beside others.
fn is_hidden(name: &str) -> bool {
    let mut parts = name.split('/');
    parts.any(|part| part.starts_with(['.', '~']) && part != "." && part != ".." || part == "__MACOSX")
}

fn locked() -> Unreadable {
    Unreadable::new(
        message!("压缩包加了密码", "the archive has a password"),
        message!("换成不带密码的", "offer one without"),
    )
}

fn too_much() -> Unreadable {
    Unreadable::new(
        message!("压缩包解开来太大", "the archive is too large when unpacked"),
        message!(
            "先解开，再分几次导入里面的文件",
            "unpack it and import its files in parts"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn names(files: &[&str]) -> (Vec<String>, Vec<String>) {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for name in files {
            zip.start_file(*name, SimpleFileOptions::default()).unwrap();
            zip.write_all(b"x").unwrap();
        }
        let bytes = zip.finish().unwrap().into_inner();
        let mut found = Vec::new();
        let out = unpack(&bytes, &mut 100, |name, bytes| {
            assert_eq!(bytes, b"x");
            found.push(name.to_owned());
            Ok::<(), ()>(())
        });
        (found, out.unwrap().unwrap())
    }

    #[test]
    fn no_file_of_an_archive_leads_out_of_it_and_what_systems_add_is_passed_over() {
        assert_eq!(
            names(&[
                "收文/甲.txt",
                "../乙.txt",
                "__MACOSX/甲.txt",
                "~$甲.docx",
                "c:丙.txt"
            ]),
            (
                vec!["收文/甲.txt".to_owned()],
                vec!["../乙.txt".to_owned(), "c:丙.txt".to_owned()]
            )
        );
        assert!(unpack(b"no zip", &mut 100, |_, _| Ok::<(), ()>(())).is_err());
    }
}
