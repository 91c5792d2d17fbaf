//! `wanjia import`: documents that an office hands over become drafts of pages.

mod addresses;
mod destination;
mod known;
mod left;
mod own;
mod page;
mod pdf;
mod permalink;
mod reading;
mod sources;
mod tree;

use super::build::Format;
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, FORMAT, HelpText};
use super::{json, render};
use crate::base::{Diagnostic, Fault, Message};
use crate::import::model::Document;
use crate::import::{self, Draft};
use crate::message;
use crate::serve::ExcerptReader;
use addresses::Addresses;
use clap::Args;
use destination::Destination;
use known::KnownPages;
use page::Written;
use sources::{SourceDocument, Sources};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::{Path, PathBuf};
use tree::Tree;

pub use pdf::print as print_pdf;
pub use sources::LARGEST_DOCUMENT;

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
        FORMAT,
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
    #[arg(long, value_name = "COMMAND", value_parser = command)]
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
    let mut sources = sources::find(&request.sources)?;
    if request.name.is_some() && sources.found.len() > 1 {
        return Err(Fault::new(message!(
            "--name 只能给一份文件起名",
            "--name can name one file only"
        ))
        .hint(message!("一份一份地导入", "import them one by one")));
    }
    let mut run = Run::of(&destination, request, &sources);
    let failed = std::mem::take(&mut sources.failed).into_iter();
    run.failed = failed.map(|(source, fault)| Failed { source, fault }).collect();
    let progress = console.progress();
    progress.begin(&message!("导入", "importing"), sources.found.len());
    for source in &sources.found {
        run.take(source);
        progress.step();
    }
    progress.end();
    drop(progress);
    tell(&run, &sources, console);
    Ok(if run.failed.is_empty() {
        Exit::Done
    } else {
        Exit::ContentErrors
    })
}

/// An import as it goes on.
struct Run<'r> {
    destination: &'r Destination,
    request: &'r Request,
    /// The pages of the site: those before the import, and those that it made.
    known: KnownPages,
    addresses: Addresses,
    tree: Tree,
    /// The sources by their paths, to know pages of another one.
    sources: HashSet<String>,
    /// The pages that sources become.
    pages: HashMap<String, String>,
    imported: Vec<Imported>,
    failed: Vec<Failed>,
    /// Pages that only list links.
    lists: Vec<String>,
}

impl<'r> Run<'r> {
    /// An import of these sources. Web pages are read once before, so that links between them are known.
    fn of(destination: &'r Destination, request: &'r Request, sources: &Sources) -> Self {
        let root = destination.root.as_deref();
        let mut run = Self {
            destination,
            request,
            known: root.map(KnownPages::of).unwrap_or_default(),
            addresses: root.map(Addresses::of).unwrap_or_default(),
            tree: Tree::default(),
            sources: sources.found.iter().map(|source| source.inner.clone()).collect(),
            pages: HashMap::new(),
            imported: Vec::new(),
            failed: Vec::new(),
            lists: Vec::new(),
        };
        let linked = sources
            .found
            .iter()
            .filter(|source| source.root.named && import::has_links(source.name()));
        for source in linked {
            if let Ok(mut document) = run.read(source)
                && !document.said.list
            {
                run.tree.settle(source, &mut document);
                let draft = Draft::of(&document, &destination.wanted(&source.stem));
                let page = run.page(source, &document, &draft);
                run.tree.add(source, &document.said.addresses, &page);
            }
        }
        run
    }

    fn read(&self, source: &SourceDocument) -> Result<Document, Fault> {
        reading::read(source.name(), &source.bytes()?, self.request.ocr.as_deref())
    }

    /// The page that a source becomes: none that another one of this run has.
    fn page(&mut self, source: &SourceDocument, document: &Document, draft: &Draft) -> String {
        let name = self.request.name.as_deref().unwrap_or(&draft.title);
        let taken = |page: &str| {
            let other = self.pages.get(page).is_some_and(|other| *other != source.shown);
            let root = self.destination.root.as_deref();
            other || root.is_some_and(|root| page::is_of_another(root, page, &source.inner, &self.sources))
        };
        let root = self.destination.root.as_deref();
        let named = |count| self.destination.page(name, &source.stem, draft, count);
        let its_own = || {
            let mut there = (1..)
                .map(named)
                .take_while(|page| root.is_some_and(|root| root.join(page).exists()));
            there.find(|page| !taken(page) && root.is_some_and(|root| page::is_of(root, page, &source.inner)))
        };
        let addresses = &mut self.addresses;
        let page = its_own()
            .or_else(|| {
                // Below what is no folder every address is taken: then `build` tells.
                let mut first = (1..100).map(named).filter(|page| !taken(page));
                first.find(|page| !addresses.is_anothers(page, document))
            })
            .or_else(|| (1..).map(named).find(|page| !taken(page)))
            .expect("numbers have no end");
        self.pages.insert(page.clone(), source.shown.clone());
        page
    }

    fn take(&mut self, source: &SourceDocument) {
        match self.one(source) {
            Ok(Some(done)) => self.imported.push(done),
            Ok(None) => self.lists.push(source.shown.clone()),
            Err(fault) => self.failed.push(Failed {
                source: source.shown.clone(),
                fault,
            }),
        }
    }

    /// Imports a source; `None` for a page of a folder that only lists links.
    fn one(&mut self, source: &SourceDocument) -> Result<Option<Imported>, Fault> {
        let mut document = self.read(source)?;
        if document.said.list && source.root.named {
            return Ok(None);
        }
        if document.is_empty() {
            return Err(empty());
        }
        self.tree.settle(source, &mut document);
        if let Some(site) = &self.destination.site {
            site.settle(&mut document);
        }
        let wanted = self.destination.wanted(&source.stem);
        let mut draft = Draft::of(&document, &wanted);
        let page = self.page(source, &document, &draft);
        if self.addresses.settle(&mut document, &page) {
            draft = Draft::of(&document, &wanted);
        }
        let mut told = draft.diagnostics(&page.as_str().into());
        let root = self.destination.root.as_deref();
        if !root.is_some_and(|root| root.join(&page).exists()) {
            told.extend(self.known.told(&draft, self.destination.kind_name(), &page));
        }
        let written = if self.request.dry_run {
            Written::Nothing
        } else {
            page::write(self.destination, &source.inner, &page, &draft)?
        };
        self.known.note(&draft, self.destination.kind_name(), &page);
        Ok(Some(Imported {
            source: source.shown.clone(),
            page,
            text: draft.text,
            told,
            written,
        }))
    }
}

fn tell(run: &Run<'_>, sources: &Sources, console: &Console) {
    let (imported, failed, request) = (&run.imported, &run.failed, run.request);
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
                run.destination.kind_name(),
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
        left::say(&run.lists, sources, console);
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
    left::say(&run.lists, sources, console);
}

/// A command, which names a program.
fn command(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("empty"),
        command => Ok(command.to_owned()),
    }
}

/// What a document became, and how much of it is to be looked at.
fn row(page: &Imported) -> Message {
    let (source, file, count) = (&page.source, &page.page, page.told.len());
    let look = match count {
        0 => Message::new("", ""),
        _ => {
            let rules = rules_of(&page.told);
            message!(
                "；要看的有 {count} 处：{rules}",
                "; {count} places to look at: {rules}"
            )
        }
    };
    let Message { zh, en } = page.written.message();
    let (look_zh, look_en) = (look.zh, look.en);
    message!(
        "{source} → {file}（{zh}{look_zh}）",
        "{source} → {file} ({en}{look_en})"
    )
}

/// The rules of what is to be looked at, with how often each.
fn rules_of(told: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for diagnostic in told {
        *counts.entry(diagnostic.rule.to_string()).or_default() += 1;
    }
    let counts = counts.into_iter().map(|(rule, count)| format!("{rule} {count}"));
    counts.collect::<Vec<_>>().join("、")
}

/// What is said of a document in which nothing is.
fn empty() -> Fault {
    Fault::new(message!("里面什么也没有", "there is nothing in it")).hint(message!(
        "打开看看是不是存错了文件",
        "open it and see whether it is the right file"
    ))
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
