//! Files in a zip: the same files give the same bytes, on any machine and on any day.

use std::io::{Cursor, Write};
use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// Says of a zip that it is one of ours, which a later one may replace.
const OURS: &str = "wanjia export";

/// The bytes of a zip with these files in it, by their paths, that is known again as ours. The error is that of the library: a
/// file of more than 4 GiB.
pub fn zipped(files: &[(String, Vec<u8>)]) -> ZipResult<Vec<u8>> {
    archive(files, OURS)
}

/// The bytes of a zip with a comment, which may be empty.
pub(super) fn archive(files: &[(String, Vec<u8>)], comment: &str) -> ZipResult<Vec<u8>> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.set_comment(comment)?;
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    for (path, bytes) in files {
        zip.start_file(path.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// Whether a zip is one of ours.
pub fn is_ours(bytes: &[u8]) -> bool {
    ZipArchive::new(Cursor::new(bytes)).is_ok_and(|zip| zip.comment() == OURS.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_give_the_same_zip_and_it_is_known_again() {
        let files = [("送审/index.html".to_owned(), "甲".repeat(1000).into_bytes())];
        let zip = zipped(&files).unwrap();
        assert_eq!(zip, zipped(&files).unwrap());
        assert!(is_ours(&zip));
        assert!(!is_ours(b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"));
        let mut archive = ZipArchive::new(Cursor::new(zip)).unwrap();
        assert_eq!(archive.by_name("送审/index.html").unwrap().size(), 3000);
    }
}
