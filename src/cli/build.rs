//! `wanjia build`: the site into its output folder.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, FORMAT, HelpText};
use super::watchdog::Watchdog;
use super::{json, paths, render, settings, sign};
use crate::base::{Day, Fault, Message};
use crate::pipeline::{BuildOptions, Builder, Outcome, PublishSummary};
use crate::serve::ExcerptReader;
use crate::{config, message};
use clap::{Args, ValueEnum};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "build",
    about: Both("生成网站", "Builds the site"),
    usage: Both("wanjia build [选项]", "wanjia build [OPTIONS]"),
    example: Both(
        "内容有错误时什么也不发布，原有的输出不动；退出码为 1。\n\n例子：\n  wanjia build\n  wanjia build --out /srv/www --url https://example.org/jsx/\n  wanjia build --as-of 2026-06-06 --format json\n  wanjia build --server-config",
        "With errors in the content nothing is published and the old output stays; the exit code is 1.\n\nExamples:\n  wanjia build\n  wanjia build --out /srv/www --url https://example.org/jsx/\n  wanjia build --as-of 2026-06-06 --format json\n  wanjia build --server-config",
    ),
    arguments: &[
        (
            "out",
            Both(
                "输出文件夹（默认：站点里的 public）",
                "output folder (default: public in the site)",
            ),
        ),
        (
            "url",
            Both(
                "网址，代替 site.yaml 里的 url",
                "address of the site instead of `url` in site.yaml",
            ),
        ),
        ("drafts", Both("草稿也生成", "drafts too")),
        (
            "portable",
            Both(
                "生成能从文件夹直接打开的网站（U 盘、离线），搜索也能用；不用写 url",
                "a site that works from a folder (a USB stick, offline), search included; no url is needed",
            ),
        ),
        (
            "in_place",
            Both(
                "输出文件夹一直是同一个，文件逐个替换：文件夹挂载给容器、有程序盯着它的时候用",
                "the output stays the same folder and its files are replaced one by one: for a folder that a container mounts or a program watches",
            ),
        ),
        (
            "check",
            Both(
                "先检查（见 wanjia check），有错误就不发布",
                "inspects first (see wanjia check); with errors nothing is published",
            ),
        ),
        (
            "as_of",
            Both(
                "按哪一天生成，如 2026-06-06（默认：今天，北京时间）",
                "the day to build for, like 2026-06-06 (default: today in Shanghai)",
            ),
        ),
        FORMAT,
        (
            "server_config",
            Both(
                "另写网站服务器的设置：nginx.conf、Caddyfile、headers.json（默认文件夹：站点里的 deploy）",
                "writes settings for web servers too: nginx.conf, Caddyfile, headers.json (default folder: deploy in the site)",
            ),
        ),
        sign::SIGN_KEY,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    #[arg(long)]
    drafts: bool,
    #[arg(long)]
    portable: bool,
    #[arg(long)]
    in_place: bool,
    #[arg(long)]
    check: bool,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long, value_name = "DIR", num_args = 0..=1)]
    server_config: Option<Option<PathBuf>>,
    #[arg(long, value_name = "FILE")]
    sign_key: Option<PathBuf>,
}

/// How a command prints its result: for people, or as JSON for programs.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    Text,
    Json,
}

/// Builds the site.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    let options = options(root, request)?;
    let out = paths::output(&options.root, request.out.as_deref())?;
    let folder_of_settings = settings_folder(&options, request, &out)?;
    let watchdog = Watchdog::begin(console);
    let mut builder = Builder::open(&options.root)
        .watched_by(&watchdog.renders)
        .portable(request.portable)
        .in_place(request.in_place)
        .inspecting(request.check)
        .reading_pdf_by(std::env::current_exe().ok());
    let progress = console.progress();
    let (outcome, published) = builder.publish(&options, &out, &*progress)?;
    drop((progress, watchdog));
    if !outcome.failed {
        sign::sign(&options.root, &out, request.sign_key.as_deref())?;
    }
    if let (Some(folder), false) = (&folder_of_settings, outcome.failed) {
        let kept = settings::write(folder, &base(&options))?;
        kept.iter().for_each(|told| console.message(told));
    }
    let text_of = |file: &str| builder.text_of(file);
    let mut excerpts = ExcerptReader::new(&text_of);
    match request.format {
        Format::Json => console.data(&json::build(
            &outcome,
            &published,
            begin.elapsed(),
            &mut excerpts,
            console.locale,
        )),
        Format::Text => {
            console.report(&outcome.diagnostics, &mut excerpts);
            summary(&outcome, &published, begin.elapsed())
                .iter()
                .for_each(|line| console.message(line));
        }
    }
    // The program ends: its memory goes back at once, and not page by page.
    std::mem::forget(builder);
    Ok(if outcome.failed {
        Exit::ContentErrors
    } else {
        Exit::Done
    })
}

/// Where settings for web servers go, when they are asked for: never into what authors write or what is
/// published.
fn settings_folder(options: &BuildOptions, request: &Request, out: &Path) -> Result<Option<PathBuf>, Fault> {
    let Some(named) = &request.server_config else {
        return Ok(None);
    };
    let folder = named.clone().unwrap_or_else(|| options.root.join("deploy"));
    let folder = paths::output(&options.root, Some(&folder))?;
    if folder.starts_with(out) {
        let shown = folder.display();
        return Err(Fault::new(message!(
            "{shown} 在输出文件夹里，会被发布出去",
            "{shown} is inside the output folder and would be published"
        ))
        .hint(message!("换一个文件夹", "name another folder")));
    }
    Ok(Some(folder))
}

/// The base path of the site.
fn base(options: &BuildOptions) -> String {
    let said = options.url.as_deref().and_then(config::split_url);
    said.map_or_else(|| config::base_path(&options.root), |(_, base)| base)
}

fn options(root: Option<&Path>, request: &Request) -> Result<BuildOptions, Fault> {
    Ok(BuildOptions {
        root: paths::root(root)?,
        url: request.url.clone().map(url).transpose()?,
        drafts: request.drafts,
        early: false,
        clock: Day::today_in_shanghai(),
        today: request
            .as_of
            .as_deref()
            .map_or_else(|| Ok(Day::today_in_shanghai()), day)?,
    })
}

fn url(text: String) -> Result<String, Fault> {
    match config::split_url(&text) {
        Some(_) => Ok(text),
        None => Err(Fault::new(message!(
            "--url 不是网址：{text}",
            "--url is not an address: {text}"
        ))
        .hint(message!(
            "写成 https://example.org/ 这样",
            "write it like https://example.org/"
        ))),
    }
}

pub(super) fn day(text: &str) -> Result<Day, Fault> {
    text.parse().map_err(|_| {
        Fault::new(message!(
            "--as-of 不是日期：{text}",
            "--as-of is not a date: {text}"
        ))
        .hint(message!("写成 2026-06-06 这样", "write it like 2026-06-06"))
    })
}

pub(super) fn summary(outcome: &Outcome, published: &PublishSummary, took: Duration) -> Vec<Message> {
    let (pages, seconds) = (outcome.pages, format!("{:.2}", took.as_secs_f64()));
    let Message { zh, en } = render::tally(&outcome.diagnostics);
    if outcome.failed {
        return vec![message!(
            "没有发布：{zh}。原有的输出没有动。用时 {seconds} 秒。",
            "Not published: {en}. The old output is as it was. {seconds} s."
        )];
    }
    let PublishSummary {
        written,
        unchanged,
        removed,
        kept_foreign,
        ..
    } = published;
    let mut lines = vec![message!(
        "完成：{pages} 页；写入 {written}，未变 {unchanged}，删除 {removed}；用时 {seconds} 秒；{zh}。",
        "Done: {pages} pages; written {written}, unchanged {unchanged}, removed {removed}; {seconds} s; {en}."
    )];
    lines.extend(left_out(outcome.unsigned));
    if !kept_foreign.is_empty() {
        let (count, names) = (kept_foreign.len(), few(kept_foreign));
        lines.push(message!(
            "{count} 个文件不再属于网站，但有人改过，留着没有动：{names}",
            "{count} files are no longer part of the site, but somebody changed them, so they stay: {names}"
        ));
    }
    lines
}

/// How many pages were left out for want of signatures.
fn left_out(unsigned: usize) -> Option<Message> {
    (unsigned > 0).then(|| {
        message!(
            "{unsigned} 页审签不齐，没有发布，上面逐页写了缺什么。",
            "Pages not published for want of signatures: {unsigned}; what each lacks is told above."
        )
    })
}

fn few(names: &[String]) -> String {
    let shown = names
        .iter()
        .take(5)
        .map(String::as_str)
        .collect::<Vec<_>>()
        .join(", ");
    if names.len() > 5 { shown + " …" } else { shown }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_says_what_was_done() {
        let outcome = Outcome {
            pages: 12,
            diagnostics: Vec::new(),
            failed: false,
            made: 0,
            parsed: 0,
            reparsed: 0,
            rendered: 0,
            name: String::new(),
            unsigned: 2,
            ..Outcome::default()
        };
        let published = PublishSummary {
            written: 3,
            unchanged: 9,
            removed: 1,
            kept_foreign: vec!["a".to_owned()],
            ..PublishSummary::default()
        };
        let lines = summary(&outcome, &published, Duration::from_millis(1500));
        assert_eq!(
            lines[0].zh,
            "完成：12 页；写入 3，未变 9，删除 1；用时 1.50 秒；0 个错误，0 个警告。"
        );
        assert!(lines[1].en.contains("signatures: 2"));
        assert!(lines[2].zh.ends_with("：a"));
        let lines = summary(
            &Outcome {
                failed: true,
                ..outcome
            },
            &PublishSummary::default(),
            Duration::ZERO,
        );
        assert!(lines[0].en.starts_with("Not published: errors: 0"));
    }

    #[test]
    fn a_day_and_an_address_are_looked_at_before_anything_is_done() {
        assert!(day("2026-06-31").unwrap_err().hint.is_some());
        assert!(day("2026-06-06").is_ok());
        assert!(url("example.org".to_owned()).unwrap_err().hint.is_some());
        assert!(url("https://example.org/jsx/".to_owned()).is_ok());
    }
}
