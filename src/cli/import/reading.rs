//! A file as a document, with the help of programs from outside where it takes one: poppler for PDF, LibreOffice for
//! files of older office programs, and what the user names for scans.

use super::programs::{self, NoAnswer};
use crate::base::{Fault, Message};
use crate::import::model::{Document, Finding};
use crate::import::{self, Outside, PaperPage};
use crate::message;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A program has so long for a file.
const PATIENCE: Duration = Duration::from_secs(60);

/// LibreOffice takes some seconds to begin, and longer when others use the machine.
const OFFICE_PATIENCE: Duration = Duration::from_secs(150);

/// So many pages of a scan are shown at most.
const MOST_PAGES: usize = 200;

/// What pictures of pages are made with, in dots per inch: to be looked at, and to be recognised.
const SHOWN: &str = "110";
const READ: &str = "300";

/// Reads a file; `name` tells of which format it is. `ocr` recognises scans.
pub fn read(name: &str, bytes: &[u8], ocr: Option<&str>) -> Result<Document, Fault> {
    match import::outside(name) {
        None => Ok(import::read(name, bytes)?),
        Some(Outside::Pdf) => pdf(bytes, ocr),
        Some(Outside::Office) => office(name, bytes),
    }
}

/// A folder with a file in it, which is gone when it is dropped.
fn folder_with(name: &str, bytes: &[u8]) -> Result<(tempfile::TempDir, PathBuf), Fault> {
    let failed = |error: std::io::Error| Fault::io("写入", "write", Path::new(name), &error);
    let folder = tempfile::tempdir().map_err(failed)?;
    let file = folder.path().join(name);
    fs::write(&file, bytes).map_err(failed)?;
    Ok((folder, file))
}

fn pdf(bytes: &[u8], ocr: Option<&str>) -> Result<Document, Fault> {
    let (folder, _) = folder_with("source.pdf", bytes)?;
    let folder = folder.path();
    let said = poppler(
        "pdftotext",
        &["-bbox", "-enc", "UTF-8", "source.pdf", "-"],
        folder,
    )?;
    let text = String::from_utf8_lossy(&said.printed);
    let vertical = import::is_vertical(&text);
    let sheets = import::sheets(&text);
    let silent: Vec<usize> = (1..=sheets.len())
        .filter(|at| sheets[at - 1].pieces.is_empty())
        .collect();
    if silent.len() == sheets.len() && said.said.contains("Missing language pack") {
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
    document.findings.extend(vertical.then(turned_round));
    Ok(document)
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
fn poppler(program: &str, arguments: &[&str], folder: &Path) -> Result<programs::Answer, Fault> {
    let arguments: Vec<&OsStr> = arguments.iter().map(OsStr::new).collect();
    let answer = programs::run(program, &arguments, folder, PATIENCE)
        .map_err(|why| programs::fault(why, program, || no_poppler(program)))?;
    if answer.well {
        return Ok(answer);
    }
    let locked = answer.said.contains("Incorrect password");
    Err(match locked {
        true => Fault::new(message!("PDF 加了密码", "the PDF has a password"))
            .hint(message!("请对方发一份不带密码的", "ask for one without")),
        false => {
            let what = message!("PDF 读不出来", "the PDF cannot be read");
            Fault::new(with_words(what, &answer)).hint(message!(
                "看看能不能打开；能的话另存一份再试",
                "see whether it opens; if so, save it anew and try again"
            ))
        }
    })
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
    .hint(message!(
        "装上 poppler（Debian、Ubuntu：apt install poppler-utils；macOS：brew install poppler），或打开 PDF 全选复制，存成 txt 再导入",
        "install poppler (Debian, Ubuntu: apt install poppler-utils; macOS: brew install poppler), or copy all of its text into a txt file"
    ))
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
    Err(no_office())
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
