//! PDF as a document: by poppler, or where there is none by this program itself in a process of its own; pictures of pages
//! and what recognises them need poppler.

use super::reading::{PATIENCE, folder_with};
use crate::base::{Fault, Message};
use crate::cli::console::Console;
use crate::import::model::{Document, Finding};
use crate::import::{self, PaperPage, PdfRefusal};
use crate::message;
use crate::pipeline::pdf::{self, PdfReader};
use crate::pipeline::programs::{self, Answer};
use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

/// So many pages of a scan are shown at most.
const MOST_PAGES: usize = 200;

/// What pictures of pages are made with, in dots per inch: to be looked at, and to be recognised.
const SHOWN: &str = "110";
const READ: &str = "300";

const SOURCE: &str = "source.pdf";

/// Reads a PDF; `ocr` recognises scans.
pub fn read(bytes: &[u8], ocr: Option<&str>) -> Result<Document, Fault> {
    let (folder, _) = folder_with(SOURCE, bytes)?;
    let folder = folder.path();
    let own = std::env::current_exe().ok();
    let (said, by) = pdf::said(folder, SOURCE, own.as_deref(), PATIENCE)
        .map_err(|why| programs::fault(why, "pdftotext", || no_poppler("pdftotext")))?;
    let said = well(said)?;
    match by {
        PdfReader::Poppler => by_poppler(&said, folder, ocr),
        PdfReader::Own => by_ourselves(&String::from_utf8_lossy(&said.printed)),
    }
}

fn by_poppler(said: &Answer, folder: &Path, ocr: Option<&str>) -> Result<Document, Fault> {
    let text = String::from_utf8_lossy(&said.printed);
    let sheets = import::sheets(&text);
    let silent: Vec<usize> = (1..=sheets.len())
        .filter(|at| sheets[at - 1].pieces.is_empty())
        .collect();
    if silent.len() == sheets.len() && said.said.contains(pdf::FONTS_MISSING) {
        return Err(Fault::new(message!(
            "PDF 里的中文字体没有嵌入，这台机器上的 pdftotext 认不出字来",
            "the Chinese fonts are not in the PDF, and pdftotext on this machine cannot tell its characters"
        ))
        .hint(message!(
            "装上 poppler-data（Debian、Ubuntu：apt install poppler-data）再导入",
            "install poppler-data (Debian, Ubuntu: apt install poppler-data) and import it again"
        )));
    }
    let pictured = pictured(folder)?;
    let scans: Vec<usize> = silent
        .into_iter()
        .filter(|page| pictured.contains(page))
        .take(MOST_PAGES)
        .collect();
    let mut pages = Vec::new();
    for (at, sheet) in sheets.into_iter().enumerate() {
        pages.push(match scans.contains(&(at + 1)) {
            true => scan(folder, at + 1, ocr)?,
            false => PaperPage::Text(sheet),
        });
    }
    let mut document = import::of_pages(pages)?;
    let beside: Vec<usize> = pictured
        .into_iter()
        .filter(|page| !scans.contains(page))
        .collect();
    document.findings.extend(pictures_left_out(&beside));
    document
        .findings
        .extend(import::is_vertical(&text).then(turned_round));
    Ok(document)
}

/// The document by what this program read of it. Pictures stay out, and so do pages that are nothing but one.
fn by_ourselves(text: &str) -> Result<Document, Fault> {
    let sheets = import::sheets(text);
    let silent: Vec<String> = (1..=sheets.len())
        .filter(|at| sheets[at - 1].pieces.is_empty())
        .map(|at| at.to_string())
        .collect();
    if silent.len() == sheets.len() {
        return Err(Fault::new(message!(
            "PDF 里读不到字，像是扫描件；看图要用 poppler，这台机器上没有",
            "no words can be read in the PDF, it seems to be a scan; its pictures are read with poppler, which is not on this machine"
        ))
        .hint(with_poppler()));
    }
    let mut document = import::of_pages(sheets.into_iter().map(PaperPage::Text).collect())?;
    document.findings.push(Finding::new(
        &import::IMPORT_OBJECT,
        message!(
            "这台机器上没有 poppler，PDF 是用自带的程序读的：图没有导入，字请对照原文看一遍",
            "there is no poppler on this machine, so the PDF was read by wanjia itself: its pictures are left out, and its words are to be compared with the source"
        ),
    ));
    if !silent.is_empty() {
        let silent = silent.join("、");
        document.findings.push(Finding::new(
            &import::IMPORT_SCAN,
            message!(
                "第 {silent} 页读不到字，没有导入",
                "no words could be read on page {silent}, which is left out"
            ),
        ));
    }
    document
        .findings
        .extend(import::is_vertical(text).then(turned_round));
    Ok(document)
}

/// Reads a PDF in this process, for another one of this program that waits for it, and prints what stands where, as
/// `pdftotext -bbox` does.
pub fn print(file: &Path, console: &Console) -> ExitCode {
    pdf::bound_memory();
    let said = fs::read(file).ok().map(|bytes| import::said_of_pdf(&bytes));
    match said {
        Some(Ok(said)) => {
            console.data(&said);
            ExitCode::SUCCESS
        }
        Some(Err(PdfRefusal::Locked)) => {
            console.text(pdf::LOCKED);
            ExitCode::from(2)
        }
        Some(Err(PdfRefusal::Damaged)) | None => ExitCode::from(2),
    }
}

/// What is told of a PDF whose lines run from top to bottom.
fn turned_round() -> Finding {
    Finding::new(
        &import::IMPORT_OBJECT,
        message!(
            "竖排的 PDF：数字多半前后颠倒了（158 成了 851），请对照原文改",
            "lines of the PDF run from top to bottom: its numbers are probably turned round (158 as 851)"
        ),
    )
}

/// Pictures beside text are not taken out of a PDF: they are told.
fn pictures_left_out(pages: &[usize]) -> Option<Finding> {
    let (count, first) = (pages.len(), pages.first()?);
    Some(Finding::new(
        &import::IMPORT_OBJECT,
        message!(
            "{count} 张图（第 {first} 页起）没有导入",
            "{count} pictures, from page {first} on, are left out"
        ),
    ))
}

/// Runs a program of poppler.
fn poppler(program: &str, arguments: &[&str], folder: &Path) -> Result<Answer, Fault> {
    let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
    let answer = programs::run(program, &arguments, folder, PATIENCE)
        .map_err(|why| programs::fault(why, program, || no_poppler(program)))?;
    well(answer)
}

/// What a program said that read the PDF, when it could.
fn well(answer: Answer) -> Result<Answer, Fault> {
    if answer.well {
        return Ok(answer);
    }
    if answer.said.contains(pdf::LOCKED) {
        return Err(Fault::new(message!("PDF 加了密码", "the PDF has a password"))
            .hint(message!("请对方发一份不带密码的", "ask for one without")));
    }
    let what = message!("PDF 读不出来", "the PDF cannot be read");
    Err(Fault::new(with_words(what, &answer)).hint(message!(
        "看看能不能打开；能的话另存一份再试",
        "see whether it opens; if so, save it anew and try again"
    )))
}

/// What went wrong, with the first line of what the program said besides, when it said anything.
fn with_words(what: Message, answer: &programs::Answer) -> Message {
    let said = answer.said.lines().map(str::trim).find(|line| !line.is_empty());
    said.map_or(what.clone(), |said| {
        Message::new(format!("{}：{said}", what.zh), format!("{}: {said}", what.en))
    })
}

fn no_poppler(program: &str) -> Fault {
    Fault::new(message!(
        "读 PDF 要用 poppler，这台机器上没有 {program}",
        "PDF is read with poppler, and {program} is not on this machine"
    ))
    .hint(with_poppler())
}

fn with_poppler() -> Message {
    message!(
        "装上 poppler（Debian、Ubuntu：apt install poppler-utils；macOS：brew install poppler），或打开 PDF 全选复制，存成 txt 再导入",
        "install poppler (Debian, Ubuntu: apt install poppler-utils; macOS: brew install poppler), or copy all of its text into a txt file"
    )
}

/// The pages with a picture that may be a scan of the page.
fn pictured(folder: &Path) -> Result<Vec<usize>, Fault> {
    let listed = poppler("pdfimages", &["-list", "source.pdf"], folder)?;
    let text = String::from_utf8_lossy(&listed.printed).into_owned();
    let page = |line: &str| {
        let mut words = line.split_whitespace();
        let page = words.next()?.parse().ok()?;
        let (width, height): (usize, usize) = (words.nth(2)?.parse().ok()?, words.next()?.parse().ok()?);
        (width.max(height) >= 200).then_some(page)
    };
    Ok(text.lines().filter_map(page).collect())
}

/// A page that is a picture: as it is, or as a program recognises it.
fn scan(folder: &Path, page: usize, ocr: Option<&str>) -> Result<PaperPage, Fault> {
    let number = page.to_string();
    let (kind, dots) = if ocr.is_some() {
        ("-png", READ)
    } else {
        ("-jpeg", SHOWN)
    };
    let arguments = [
        "-singlefile",
        kind,
        "-r",
        dots,
        "-f",
        &number,
        "-l",
        &number,
        "source.pdf",
        "page",
    ];
    poppler("pdftoppm", &arguments, folder)?;
    let file = folder.join(if ocr.is_some() { "page.png" } else { "page.jpg" });
    match ocr {
        None => {
            let failed = |error: std::io::Error| Fault::io("读取", "read", &file, &error);
            Ok(PaperPage::Scan(programs::bounded(&file).map_err(failed)?))
        }
        Some(command) => recognised(command, &file, folder).map(PaperPage::Recognised),
    }
}

/// What the command of `--ocr` prints of a picture. It is run as it is written, by no shell: `{}` is the file.
fn recognised(command: &str, file: &Path, folder: &Path) -> Result<String, Fault> {
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut arguments: Vec<&OsStr> = words
        .map(|word| {
            if word == "{}" {
                file.as_os_str()
            } else {
                OsStr::new(word)
            }
        })
        .collect();
    if !command.contains("{}") {
        arguments.push(file.as_os_str());
    }
    let answer = programs::run(program, &arguments, folder, 3 * PATIENCE).map_err(|why| {
        programs::fault(why, program, || {
            Fault::new(message!(
                "没有 {program} 这个命令",
                "there is no command {program}"
            ))
            .hint(message!(
                "--ocr 后面写识别文字的命令，例如 --ocr 'tesseract {{}} - -l chi_sim'",
                "write the command that recognises text, as in --ocr 'tesseract {{}} - -l chi_sim'"
            ))
        })
    })?;
    if answer.well {
        return Ok(String::from_utf8_lossy(&answer.printed).into_owned());
    }
    let what = message!("{program} 没有识别成", "{program} failed");
    Err(Fault::new(with_words(what, &answer)).hint(message!(
        "在终端里单独运行这个命令，看看它说什么",
        "run this command by itself in a terminal and see what it says"
    )))
}
