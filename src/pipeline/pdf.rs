//! What stands where in a PDF: poppler says it, or where there is none this program, in a process of its own.
//!
//! A PDF is not trusted: whoever reads it has so much time and so much to say, and on unix so much memory.

use super::programs::{self, Answer, NoAnswer};
use crate::base::Message;
use crate::message;
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::Duration;

/// The command by which this program reads a PDF: `wanjia read-pdf FILE`. It is for the program itself, and in no help.
pub const COMMAND: &str = "read-pdf";

/// What is said of a PDF that asks for a password, by poppler and by this program.
pub const LOCKED: &str = "Incorrect password";

/// What poppler says when it does not know the characters of Chinese fonts.
pub const FONTS_MISSING: &str = "Missing language pack";

/// So much memory this program takes to read a PDF, in bytes.
#[cfg(unix)]
const MOST_MEMORY: u64 = 1 << 30;

/// From here on this process takes so much memory and no more: who asks for more is ended.
#[cfg(unix)]
pub fn bound_memory() {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let most = Rlimit {
        current: Some(MOST_MEMORY),
        maximum: Some(MOST_MEMORY),
    };
    // Where the system does not take it, the time is bounded all the same.
    let _ = setrlimit(Resource::As, most);
}

/// Only unix bounds the memory of a process so.
#[cfg(not(unix))]
pub fn bound_memory() {}

/// Who said what stands in a PDF.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PdfReader {
    /// `pdftotext` of poppler.
    Poppler,
    /// This program.
    Own,
}

/// Asks what stands in `source`, a file in `folder`, which takes what is said. `own` is this program; without it poppler is
/// the only one who is asked.
pub fn said(
    folder: &Path,
    source: &str,
    own: Option<&Path>,
    patience: Duration,
) -> Result<(Answer, PdfReader), NoAnswer> {
    let asked = ["-bbox", "-enc", "UTF-8", source, "-"].map(OsStr::new);
    match (programs::run("pdftotext", &asked, folder, patience), own) {
        (Err(NoAnswer::Absent), Some(own)) => {
            let asked = [COMMAND, source].map(OsStr::new);
            let answer = programs::run(own, &asked, folder, patience)?;
            Ok((answer, PdfReader::Own))
        }
        (answer, _) => Ok((answer?, PdfReader::Poppler)),
    }
}

/// Whether a file is a PDF, whatever it is called.
pub(super) fn is_pdf(bytes: &[u8]) -> bool {
    bytes.starts_with(b"%PDF-")
}

/// What stands in a PDF whose bytes are known; an error says why nobody can say.
pub(super) fn of_bytes(bytes: &[u8], own: Option<&Path>, patience: Duration) -> Result<String, Message> {
    const SOURCE: &str = "source.pdf";
    let unread = || message!("PDF 读不出来", "the PDF cannot be read");
    let folder = tempfile::tempdir().map_err(|_| unread())?;
    fs::write(folder.path().join(SOURCE), bytes).map_err(|_| unread())?;
    let (answer, _) = said(folder.path(), SOURCE, own, patience).map_err(|why| match why {
        NoAnswer::Absent => message!(
            "这台机器上没有能读 PDF 的程序",
            "there is no program on this machine that reads PDF"
        ),
        NoAnswer::Ended => message!("读得太久，停掉了", "it took too long to read"),
        NoAnswer::Machine(_) => unread(),
    })?;
    match (answer.well, answer.said.contains(LOCKED)) {
        (true, _) if answer.said.contains(FONTS_MISSING) => Err(message!(
            "里面的中文字体没有嵌入，这台机器上没有 poppler-data，认不出字来",
            "its Chinese fonts are not in it, and without poppler-data on this machine its characters are not known"
        )),
        (true, _) => Ok(String::from_utf8_lossy(&answer.printed).into_owned()),
        (false, true) => Err(message!("PDF 加了密码", "the PDF has a password")),
        (false, false) => Err(unread()),
    }
}
