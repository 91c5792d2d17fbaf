//! A file as a document, with the help of programs from outside where it takes one: poppler for PDF, LibreOffice for
//! files of older office programs, and what the user names for scans.

use super::pdf;
use crate::base::Fault;
use crate::import::model::Document;
use crate::import::{self, Outside};
use crate::message;
use crate::pipeline::programs::{self, NoAnswer};
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A program has so long for a file.
pub(super) const PATIENCE: Duration = Duration::from_secs(60);

/// LibreOffice takes some seconds to begin, and longer when others use the machine.
const OFFICE_PATIENCE: Duration = Duration::from_secs(150);

/// Reads a file; `name` tells of which format it is. `ocr` recognises scans.
pub fn read(name: &str, bytes: &[u8], ocr: Option<&str>) -> Result<Document, Fault> {
    match import::outside(name) {
        None => Ok(import::read(name, bytes)?),
        Some(Outside::Pdf) => pdf::read(bytes, ocr),
        Some(Outside::Office) => office(name, bytes),
    }
}

/// A folder with a file in it, which is gone when it is dropped.
pub(super) fn folder_with(name: &str, bytes: &[u8]) -> Result<(tempfile::TempDir, PathBuf), Fault> {
    let failed = |error: std::io::Error| Fault::io("写入", "write", Path::new(name), &error);
    let folder = tempfile::tempdir().map_err(failed)?;
    let file = folder.path().join(name);
    fs::write(&file, bytes).map_err(failed)?;
    Ok((folder, file))
}

/// Where LibreOffice is called so.
const OFFICES: [&str; 4] = [
    "soffice",
    "libreoffice",
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    "C:\\Program Files\\LibreOffice\\program\\soffice.com",
];

/// A file of an older office program, through LibreOffice; what only bears its name is read as what it is.
fn office(name: &str, bytes: &[u8]) -> Result<Document, Fault> {
    let ending = match bytes {
        [b'P', b'K', ..] if !name.to_lowercase().ends_with("odt") => {
            return Ok(import::read("a.docx", bytes)?);
        }
        [0xd0, 0xcf, 0x11, 0xe0, ..] => "doc",
        [b'P', b'K', ..] => "odt",
        [b'{', b'\\', b'r', b't', b'f', ..] => "rtf",
        _ => return web_page(bytes),
    };
    let source = format!("source.{ending}");
    let (folder, _) = folder_with(&source, bytes)?;
    let folder = folder.path();
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let arguments = [
        &*profile,
        "--headless",
        "--norestore",
        "--nologo",
        "--nodefault",
        "--convert-to",
        "docx",
        "--outdir",
        ".",
        &*source,
    ];
    let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
    for office in OFFICES {
        match programs::run(office, &arguments, folder, OFFICE_PATIENCE) {
            Err(NoAnswer::Absent) => {}
            Err(why) => return Err(programs::fault(why, office, no_office)),
            Ok(_) => {
                let made = programs::bounded(&folder.join("source.docx")).map_err(|_| damaged())?;
                return Ok(import::read("source.docx", &made)?);
            }
        }
    }
    match ending {
        "doc" => Ok(import::read_doc(bytes)?),
        _ => Err(no_office()),
    }
}

/// A page that was saved by the name of doc.
fn web_page(bytes: &[u8]) -> Result<Document, Fault> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_lowercase();
    if head.contains("mime-version:") {
        Ok(import::read("a.mht", bytes)?)
    } else if head.contains("<html") || head.contains("<!doctype html") {
        Ok(import::read("a.html", bytes)?)
    } else {
        Err(damaged())
    }
}

fn damaged() -> Fault {
    Fault::new(message!("这份文件打不开", "the file cannot be opened")).hint(message!(
        "看看 Word 或 WPS 能不能打开；能的话另存为 docx",
        "see whether Word or WPS opens it; if so, save it as docx"
    ))
}

fn no_office() -> Fault {
    Fault::new(message!(
        "doc、wps 这样的旧格式要用 LibreOffice 读，这台机器上没有",
        "old formats such as doc and wps are read with LibreOffice, which is not on this machine"
    ))
    .hint(message!(
        "在 Word 或 WPS 里另存为 docx 再导入，或装上 LibreOffice",
        "save it as docx in Word or WPS, or install LibreOffice"
    ))
}
