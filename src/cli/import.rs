//! `wanjia import`: documents that an office hands over become drafts of pages.

mod destination;
mod page;
mod programs;
mod reading;
mod sources;

use super::build::Format;
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::{json, render};
use crate::base::{Diagnostic, Fault, Message};
use crate::import::Draft;
use crate::message;
use crate::serve::ExcerptReader;
use clap::Args;
use destination::Destination;
use page::Written;
use sources::SourceDocument;
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "import",
    about: Both(
        "把 Word、文字稿等文件变成页面的草稿",
        "Makes drafts of pages of Word files, plain text and the like",
    ),
    usage: Both(
        "wanjia import <文件或文件夹>… [选项]",
        "wanjia import <FILE|DIR>… [OPTIONS]",
    ),
    example: Both(
        "一份文件一页草稿（draft: true），文号、机关、日期、主送填进页面信息，图放在旁边。\n导不进来的、拿不准的，逐条指出在草稿的哪一行。已有的页面不会被覆盖。\n\n例子：\n  wanjia import 通知.docx\n  wanjia import 收文/ --into content/policies\n  wanjia import 通知.docx --dry-run",
        "One draft (draft: true) for each file, with number, issuer, day and recipients in its front matter, and its pictures beside it.\nWhat could not be read or was judged is told at its line of the draft. A page that is there is never overwritten.\n\nExamples:\n  wanjia import notice.docx\n  wanjia import inbox/ --into content/policies\n  wanjia import notice.docx --dry-run",
    ),
    arguments: &[
        (
            "sources",
            Both("文件，或装着文件的文件夹", "files, or folders of them"),
        ),
        (
            "into",
            Both(
                "放进哪个栏目（默认：装这种页面的栏目）",
                "the section that it goes into (default: the one for this kind)",
            ),
        ),
        (
            "kind",
            Both(
                "页面的种类（默认：看栏目，否则 policy）",
                "kind of page (default: what the section contains, else policy)",
            ),
        ),
        (
            "name",
            Both(
                "页面的文件名（默认：标题的拼音）",
                "file name of the page (default: its title in pinyin)",
            ),
        ),
        (
            "ocr",
            Both(
                "识别扫描件的命令，{} 是图的文件名：'tesseract {} - -l chi_sim'",
                "command that recognises scans, {} is the file of the picture: 'tesseract {} - -l chi_sim'",
            ),
        ),
        (
            "dry_run",
            Both(
                "只把草稿打印出来，什么也不写",
                "prints the draft and writes nothing",
            ),
        ),
        (
            "format",
            Both(
                "结果的写法：text 或 json（默认：text）",
                "how to tell the result: text or json (default: text)",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "FILE|DIR", required = true)]
    sources: Vec<PathBuf>,
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
    #[arg(long, value_name = "COMMAND")]
    ocr: Option<String>,
    #[arg(long)]
    dry_run: bool,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// A document that became a page.
struct Imported {
    source: String,
    page: String,
    text: String,
    told: Vec<Diagnostic>,
    written: Written,
}

/// A document that became none.
struct Failed {
    source: String,
    fault: Fault,
}

/// Imports all that was named, goes on past what cannot be, and says what came of it.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let destination = Destination::of(root, request)?;
    let found = sources::find(&request.sources)?;
    if request.name.is_some() && found.len() > 1 {
        return Err(Fault::new(message!(
            "--name 只能给一份文件起名",
            "--name can name one file only"
        ))
        .hint(message!("一份一份地导入", "import them one by one")));
    }
    let (mut imported, mut failed) = (Vec::new(), Vec::new());
    let progress = console.progress();
    progress.begin(&message!("导入", "importing"), found.len());
    for source in found {
        match one(&source, &destination, request) {
            Ok(done) => imported.push(done),
            Err(fault) => failed.push(Failed {
                source: source.shown,
                fault,
            }),
        }
        progress.step();
    }
    progress.end();
    drop(progress);
    tell(&imported, &failed, &destination, request, console);
    Ok(if failed.is_empty() {
        Exit::Done
    } else {
        Exit::ContentErrors
    })
}

fn one(source: &SourceDocument, destination: &Destination, request: &Request) -> Result<Imported, Fault> {
    let document = reading::read(&source.name, &source.bytes()?, request.ocr.as_deref())?;
    let draft = Draft::of(&document, &destination.wanted(&source.stem));
    let name = request.name.as_deref().unwrap_or(&draft.title);
    let page = destination.page(name, &source.stem, &draft);
    let told = draft.diagnostics(&page.as_str().into());
    let written = if request.dry_run {
        Written::Nothing
    } else {
        page::write(destination, &source.name, &page, &draft)?
    };
    Ok(Imported {
        source: source.shown.clone(),
        page,
        text: draft.text,
        told,
        written,
    })
}

fn tell(
    imported: &[Imported],
    failed: &[Failed],
    destination: &Destination,
    request: &Request,
    console: &Console,
) {
    let text_of = |file: &str| {
        let page = imported.iter().find(|page| page.page == file)?;
        Some(page.text.clone())
    };
    let mut excerpts = ExcerptReader::new(&text_of);
    if request.format == Format::Json {
        let done = imported.iter().map(|page| {
            json::ImportedEntry::new(
                &page.source,
                &page.page,
                destination.kind_name(),
                &page.told,
                &mut excerpts,
                console.locale,
            )
        });
        let done = done.collect();
        let wrong = failed.iter().map(|failed| json::FailedEntry {
            source: &failed.source,
            message: failed.fault.message.to(console.locale),
            hint: failed.fault.hint.as_ref().map(|hint| hint.to(console.locale)),
        });
        console.data(&json::import(done, wrong.collect()));
        return;
    }
    for page in imported {
        if request.dry_run {
            console.data(&page.text);
        }
        console.text(&render::report(
            &page.told,
            &mut excerpts,
            console.locale,
            console.color,
        ));
    }
    for line in imported.iter().map(row).chain(failed.iter().map(failure)) {
        console.message(&line);
    }
    if imported.len() + failed.len() > 1 {
        let (done, wrong) = (imported.len(), failed.len());
        console.message(&message!(
            "导入了 {done} 份，{wrong} 份没有导入。",
            "Imported: {done}. Not imported: {wrong}."
        ));
    }
}

/// What a document became, and how much of it is to be looked at.
fn row(page: &Imported) -> Message {
    let (source, file, count) = (&page.source, &page.page, page.told.len());
    let look = match count {
        0 => Message::new("", ""),
        _ => message!("；要看的有 {count} 处", "; {count} places to look at"),
    };
    let Message { zh, en } = page.written.message();
    let (look_zh, look_en) = (look.zh, look.en);
    message!(
        "{source} → {file}（{zh}{look_zh}）",
        "{source} → {file} ({en}{look_en})"
    )
}

/// Why a document became no page, and the way out.
fn failure(failed: &Failed) -> Message {
    let source = &failed.source;
    let Message { zh, en } = &failed.fault.message;
    let hint = failed.fault.hint.clone().unwrap_or_else(|| Message::new("", ""));
    let (hint_zh, hint_en) = (hint.zh, hint.en);
    message!(
        "{source}：没有导入，{zh}\n  = {hint_zh}",
        "{source}: not imported, {en}\n  = {hint_en}"
    )
}
