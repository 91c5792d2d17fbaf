//! `wanjia export`: pages as other programs take them, and what goes to those who pass them.

mod review;

use super::build::day;
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::paths;
use crate::base::message::Locale;
use crate::base::name::in_title_marks;
use crate::base::{Day, Fault, Message};
use crate::export::{self, ExportFormat};
use crate::message;
use crate::pipeline::export::{ExportFolders, ExportOrder, ExportOutcome, PageExport};
use crate::pipeline::{BuildOptions, Builder};
use crate::serve::ExcerptReader;
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "export",
    about: Both(
        "把页面变成公众号文章、送审用的 Word 公文、送审稿",
        "Makes articles for WeChat, documents for Word and copies for review of pages",
    ),
    usage: Both(
        "wanjia export <格式> <页面>… [选项]",
        "wanjia export <FORMAT> <PATH>… [OPTIONS]",
    ),
    example: Both(
        "事实、引用和上级的内容同网站上一样；公众号里会丢的，逐条写明。\n再导出一次，原来的文件夹整个换成新的；别的文件夹不会被覆盖。\n送审稿（review）不用写页面：改过的都在里面。\n\n例子：\n  wanjia export review --since 2026-11-20\n  wanjia export wechat policies/law\n  wanjia export wechat questions/marriage-leave --out ~/公众号\n  wanjia export docx policies/law --letterhead",
        "Facts, references and what is inherited are as on the site; what the other program loses is told.\nExporting again replaces the folder as a whole; a folder with anything else in it is never overwritten.\nA review names no pages: all that changed are in it.\n\nExamples:\n  wanjia export review --since 2026-11-20\n  wanjia export wechat policies/law\n  wanjia export wechat questions/marriage-leave --out ~/wechat\n  wanjia export docx policies/law --letterhead",
    ),
    arguments: &[
        ("what", Both("", "")),
        (
            "pages",
            Both("页面：content 里的路径", "pages, by their paths in content/"),
        ),
        (
            "out",
            Both(
                "放进哪个文件夹（默认：站点里的 export/格式/页面）；有几页时各有一个文件夹",
                "the folder that it goes into (default: export/FORMAT/PAGE in the site); several pages have a folder each",
            ),
        ),
        (
            "since",
            Both(
                "送审稿：和哪时比，写日期或 git 的提交、标签（默认：上次发布的网站）",
                "review: what to compare with, a day or a commit or tag of git (default: what was published last)",
            ),
        ),
        (
            "to",
            Both(
                "送审稿：zip 打成一个文件（默认：一个文件夹）",
                "review: `zip` makes one file of it (default: a folder)",
            ),
        ),
        (
            "as_of",
            Both(
                "按哪一天，如 2026-06-06（默认：今天，北京时间）",
                "the day to export for, like 2026-06-06 (default: today in Shanghai)",
            ),
        ),
        (
            "letterhead",
            Both(
                "docx：印红头（发文机关、文号、红线）",
                "docx: with the red heading: the office, the number, the red line",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "FORMAT", value_parser = PossibleValuesParser::new(choices()))]
    what: String,
    #[arg(value_name = "PATH")]
    pages: Vec<String>,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "DATE|REV")]
    since: Option<String>,
    #[arg(long, value_enum)]
    to: Option<Container>,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long)]
    letterhead: bool,
}

/// What a review is put into, when it is no folder.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Container {
    Zip,
}

/// Every format: those of pages are the rows of the room.
fn choices() -> Vec<&'static str> {
    let formats = export::FORMATS.iter().map(|format| format.name);
    formats.chain([review::NAME]).collect()
}

/// What --help says of them.
pub fn formats(locale: Locale) -> String {
    let of = |format: &&ExportFormat| {
        let (chinese, english) = format.about;
        format!("{} {}", format.name, Both(chinese, english).to(locale))
    };
    let review = format!("{} {}", review::NAME, review::ABOUT.to(locale));
    let all: Vec<String> = export::FORMATS.iter().map(of).chain([review]).collect();
    all.join(Both("，", ", ").to(locale))
}

/// Exports what was asked for.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    if request.what == review::NAME {
        return review::run(root, request, console);
    }
    let named = |format: &&&ExportFormat| format.name == request.what;
    let format = export::FORMATS
        .iter()
        .find(named)
        .expect("the command line takes no other");
    pages(root, request, format, console)
}

fn options(root: Option<&Path>, request: &Request, drafts: bool) -> Result<BuildOptions, Fault> {
    let today = Day::today_in_shanghai();
    Ok(BuildOptions {
        root: paths::root(root)?,
        url: None,
        drafts,
        early: drafts,
        clock: today,
        today: request.as_of.as_deref().map_or(Ok(today), day)?,
    })
}

/// Exports pages.
fn pages(
    root: Option<&Path>,
    request: &Request,
    format: &'static ExportFormat,
    console: &Console,
) -> Result<Exit, Fault> {
    let options = options(root, request, false)?;
    if request.since.is_some() || request.to.is_some() {
        return Err(Fault::new(message!(
            "--since 和 --to 只用于 wanjia export review",
            "--since and --to are for `wanjia export review`"
        ))
        .hint(message!("去掉它们", "leave them out")));
    }
    if request.pages.is_empty() {
        let name = format.name;
        return Err(
            Fault::new(message!("没有说导出哪一页", "no page was named")).hint(message!(
                "写 content 里的路径：wanjia export {name} policies/x",
                "name it by its path in content/: `wanjia export {name} policies/x`"
            )),
        );
    }
    let own = options.root.join("export").join(format.name);
    let folder = paths::output(&options.root, Some(request.out.as_deref().unwrap_or(&own)))?;
    let order = ExportOrder {
        format,
        pages: &request.pages,
        out: match request.out {
            Some(_) => ExportFolders::Named(&folder),
            None => ExportFolders::Each(&folder),
        },
        locale: console.locale,
        letterhead: request.letterhead,
    };
    let mut builder = Builder::open(&options.root);
    let progress = console.progress();
    let outcome = builder.export(&options, &order, &*progress)?;
    drop(progress);
    let text_of = |file: &str| builder.text_of(file);
    console.report(&outcome.diagnostics, &mut ExcerptReader::new(&text_of));
    lines(&outcome).iter().for_each(|line| console.message(line));
    Ok(if outcome.failed {
        Exit::ContentErrors
    } else {
        Exit::Done
    })
}

/// What came of it.
fn lines(outcome: &ExportOutcome) -> Vec<Message> {
    if outcome.failed {
        return vec![message!(
            "没有导出：先改正上面的错误。",
            "Nothing was exported: mend the errors above first."
        )];
    }
    outcome.pages.iter().flat_map(page).collect()
}

/// What became of a page.
fn page(page: &PageExport) -> Vec<Message> {
    let (title, folder) = (
        in_title_marks(&page.title),
        page.folder.join(page.first.as_deref().unwrap_or("")),
    );
    let folder = folder.display();
    let mut lines = vec![message!("{title}→ {folder}", "{title} → {folder}")];
    match page.preview.as_deref() {
        None => {}
        Some("unsigned") => lines.push(message!(
            "  这一页还缺签发，网站上没有",
            "  this page still lacks signatures and is not on the site"
        )),
        Some("future") => lines.push(message!(
            "  这一页还没到发布的日子，网站上没有",
            "  the day of this page is still to come: it is not on the site"
        )),
        Some(_) => lines.push(message!(
            "  这一页还是草稿，网站上没有",
            "  this page is a draft that is not on the site"
        )),
    }
    lines.extend(
        page.notes
            .iter()
            .map(|Message { zh, en }| message!("  {zh}", "  {en}")),
    );
    lines
}
