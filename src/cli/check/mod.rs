//! `wanjia check`: all that a build says, and inspection; nothing is published.

mod baseline;
mod held_back;
mod html;
mod sarif;
mod scope;

use super::build::day;
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::rule::find;
use super::{json, paths, render};
use crate::base::{Day, Fault, Message, Rule};
use crate::check;
use crate::message;
use crate::pipeline::{AskedOutside, BuildOptions, Builder, Manners, Outcome, Unasked};
use crate::serve::ExcerptReader;

use baseline::Baseline;
use clap::{Args, ValueEnum};
use scope::scope;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "check",
    about: Both(
        "发布之前检查：不该发布的，先找出来",
        "Inspects before publishing: finds what must not be published",
    ),
    usage: Both("wanjia check [路径…] [选项]", "wanjia check [PATH…] [OPTIONS]"),
    example: Both(
        "生成时会说的，加上检查：一票否决、时效、属实、语言文字、人人可用、标识。什么也不发布。\n有错误时退出码为 1。一处要放过，在前面写 <!-- check: off 规则, 理由 -->。\n\n例子：\n  wanjia check\n  wanjia check campaigns/hunyu-xinfeng policies\n  wanjia check --only personal-id,term-wrong\n  wanjia check --format html --out 检查记录.html\n  wanjia check --format json --out 已知.json\n  wanjia check --baseline 已知.json\n  wanjia check --online",
        "All that a build says, and inspection: vetoes, freshness, truth, wording, reach, identity. Nothing is published.\nWith errors the exit code is 1. To leave one place alone write <!-- check: off RULE, reason --> before it.\n\nExamples:\n  wanjia check\n  wanjia check campaigns/hunyu-xinfeng policies\n  wanjia check --only personal-id,term-wrong\n  wanjia check --format html --out record.html\n  wanjia check --format json --out known.json\n  wanjia check --baseline known.json\n  wanjia check --online",
    ),
    arguments: &[
        (
            "paths",
            Both(
                "只看这些页面或文件夹，写 content 里的路径；草稿、没到日子的也查（默认：网站上的全部）",
                "only these pages or folders, as paths in content/, drafts and pages of a day to come included (default: all of the site)",
            ),
        ),
        (
            "as_of",
            Both(
                "按哪一天检查，如 2026-06-06（默认：今天，北京时间）",
                "the day to inspect for, like 2026-06-06 (default: today in Shanghai)",
            ),
        ),
        (
            "online",
            Both(
                "也问站外链接还在不在：慢慢问，记住几天；只提醒，不算错误",
                "also asks other sites whether what is linked is still there: slowly, and remembers it for some days; these are never errors",
            ),
        ),
        (
            "private",
            Both(
                "内网、本机的网址也问（同时就是 --online）",
                "also asks addresses of a private network or of this machine (implies --online)",
            ),
        ),
        (
            "only",
            Both(
                "只查这些规则，逗号分开；默认不提的规则也可以这样查",
                "only these rules, with commas between; also those that are off by default",
            ),
        ),
        (
            "format",
            Both(
                "结果的写法：text、json、sarif（给编辑器和流水线）或 html（给人看的记录）（默认：text）",
                "how to tell the result: text, json, sarif (for editors and pipelines) or html (a record for people) (default: text)",
            ),
        ),
        (
            "out",
            Both(
                "写进这个文件，不显示在终端",
                "into this file instead of the terminal",
            ),
        ),
        (
            "baseline",
            Both(
                "以前用 --format json 存下的结果：那里有的不再提",
                "an earlier result in JSON: what is in it is not told again",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "PATH")]
    paths: Vec<String>,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long)]
    online: bool,
    #[arg(long)]
    private: bool,
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    only: Vec<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
}

/// How the result is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Sarif,
    Html,
}

/// What came of an inspection, as all forms of a report need it.
struct Inspected<'a> {
    outcome: &'a Outcome,
    day: Day,
    took: Duration,
}

/// Inspects the site.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    let options = options(root, request)?;
    let scope = scope(&options.root, &request.paths)?;
    if let Some(out) = &request.out {
        paths::report(&options.root, out)?;
    }
    let asked: Vec<&'static Rule> = request
        .only
        .iter()
        .map(|code| find(code))
        .collect::<Result<_, _>>()?;
    let mut baseline = request.baseline.as_deref().map(Baseline::read).transpose()?;
    let mut builder = Builder::open(&options.root).reading_pdf_by(std::env::current_exe().ok());
    if request.online || request.private {
        builder = builder.asking(manners(request), scope.clone());
    }
    let progress = console.progress();
    let mut outcome = builder.check(&options, &asked, &*progress)?;
    let order = (&options, &*asked);
    held_back::look(&mut builder, order, &scope, &mut outcome, &*progress)?;
    drop(progress);
    outcome
        .diagnostics
        .retain(|found| scope.holds(found.place.as_ref()));
    let all = outcome.diagnostics.len();
    if let Some(baseline) = &mut baseline {
        outcome.diagnostics.retain(|found| baseline.is_new(found));
    }
    let known = all - outcome.diagnostics.len();
    let text_of = |file: &str| builder.text_of(file);
    let mut excerpts = ExcerptReader::new(&text_of);
    let inspected = Inspected {
        outcome: &outcome,
        day: options.today,
        took: begin.elapsed(),
    };
    let text = written(&inspected, request.format, &mut excerpts, console);
    match (&request.out, request.format) {
        (Some(path), _) => save(path, &text)?,
        (None, Format::Text) => console.text(&text),
        (None, _) => console.data(&text),
    }
    if let Some(asked) = &outcome.outside {
        console.message(&outside(asked));
    }
    if request.format == Format::Text || request.out.is_some() {
        console.message(&summary(&inspected, known));
    }
    if let Some(left) = held_back::told(&outcome.held_back) {
        console.message(&left);
    }
    Ok(if check::fails(&outcome.diagnostics) {
        Exit::ContentErrors
    } else {
        Exit::Done
    })
}

/// How other sites are asked.
fn manners(request: &Request) -> Manners {
    let proxies = [
        "http_proxy",
        "https_proxy",
        "HTTPS_PROXY",
        "all_proxy",
        "ALL_PROXY",
    ];
    Manners {
        private: request.private,
        proxied: proxies
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|proxy| !proxy.is_empty())),
        ..Manners::polite()
    }
}

/// How the links to other sites were asked.
fn outside(asked: &AskedOutside) -> Message {
    let AskedOutside {
        addresses,
        remembered,
        private,
        left,
        failed,
    } = asked;
    match failed {
        Some(Unasked::Offline) => message!(
            "没有网络：{left} 个站外链接没有查。",
            "There is no network: {left} links to other sites were not asked."
        ),
        Some(Unasked::NoCurl) => message!(
            "没有找到 curl：{left} 个站外链接没有查；装上 curl 再试。",
            "curl was not found: {left} links to other sites were not asked; install curl and try again."
        ),
        None => message!(
            "站外链接 {addresses} 个：{remembered} 个是这几天问过的，{private} 个在内网没有问，{left} 个问不了。",
            "Links to other sites: {addresses}; {remembered} were asked in the last days, {private} are in a private network and were not asked, {left} could not be asked."
        ),
    }
}

fn options(root: Option<&Path>, request: &Request) -> Result<BuildOptions, Fault> {
    let today = Day::today_in_shanghai();
    Ok(BuildOptions {
        root: paths::root(root)?,
        url: None,
        drafts: false,
        early: false,
        clock: today,
        today: request.as_of.as_deref().map_or(Ok(today), day)?,
    })
}

fn written(
    inspected: &Inspected<'_>,
    format: Format,
    excerpts: &mut ExcerptReader<'_>,
    console: &Console,
) -> String {
    let outcome = inspected.outcome;
    match format {
        Format::Text => {
            let color = console.color;
            render::report(&outcome.diagnostics, excerpts, console.locale, color)
        }
        Format::Json => json::check(outcome, inspected.took, excerpts, console.locale),
        Format::Sarif => sarif::report(outcome, excerpts, console.locale),
        Format::Html => html::report(inspected, excerpts, console.locale),
    }
}

fn save(path: &Path, text: &str) -> Result<(), Fault> {
    std::fs::write(path, text).map_err(|error| Fault::io("写入", "write", path, &error))
}

fn summary(inspected: &Inspected<'_>, known: usize) -> Message {
    let Outcome {
        pages, diagnostics, ..
    } = inspected.outcome;
    let seconds = format!("{:.2}", inspected.took.as_secs_f64());
    let Message { zh, en } = render::tally(diagnostics);
    if known == 0 {
        return message!(
            "检查了 {pages} 页：{zh}；用时 {seconds} 秒。",
            "Inspected {pages} pages: {en}; {seconds} s."
        );
    }
    message!(
        "检查了 {pages} 页：{zh}；另有 {known} 处以前就知道；用时 {seconds} 秒。",
        "Inspected {pages} pages: {en}; {known} more were known before; {seconds} s."
    )
}
