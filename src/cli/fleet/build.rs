//! `wanjia fleet build`: all sites, or a part of them.

use super::{AS_OF, Asked, FORMAT, Format, ONLY};
use crate::base::{Day, Fault};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::{json, render};
use crate::fleet::{self, BuiltSite, Fleet, FleetObserver, FleetOrder, FleetSite, Shard};
use crate::message;
use crate::pipeline::{Builder, Progress};
use crate::serve::ExcerptReader;
use clap::Args;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::Path;
use std::time::Instant;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "build",
    about: Both("生成各站", "Builds the sites"),
    usage: Both("wanjia fleet build [选项]", "wanjia fleet build [OPTIONS]"),
    example: Both(
        "每个站的成品和在它自己的文件夹里运行 wanjia build 一样。\n\n例子：\n  wanjia fleet build\n  wanjia fleet build --only 610802 --format json\n  wanjia fleet build --shard 1/4\n  wanjia fleet build --resume",
        "The output of each site is what `wanjia build` makes in its folder.\n\nExamples:\n  wanjia fleet build\n  wanjia fleet build --only 610802 --format json\n  wanjia fleet build --shard 1/4\n  wanjia fleet build --resume",
    ),
    arguments: &[
        ONLY,
        (
            "shard",
            Both(
                "只生成第几份：1/4 是四份里的第一份；auto 看 Slurm、Kubernetes 给的编号",
                "only a part of the sites: 1/4 is the first of four; auto takes the index that Slurm or Kubernetes sets",
            ),
        ),
        (
            "resume",
            Both(
                "接着上次：没有变过的站不再生成",
                "goes on: sites of which nothing changed are passed by",
            ),
        ),
        (
            "copy",
            Both(
                "各站都有的大文件各存一份（默认：同一份，硬链接）",
                "large files that several sites have are written for each (default: once, by hard links)",
            ),
        ),
        AS_OF,
        FORMAT,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[command(flatten)]
    asked: Asked,
    #[arg(long, value_name = "I/N|auto")]
    shard: Option<String>,
    #[arg(long)]
    resume: bool,
    #[arg(long)]
    copy: bool,
}

/// Builds what was asked for.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    let environment = |name: &str| std::env::var(name).ok();
    let shard = request
        .shard
        .as_deref()
        .map(|shard| Shard::read(shard, &environment))
        .transpose()?;
    let clock = Day::today_in_shanghai();
    let order = FleetOrder {
        today: request.asked.day()?,
        clock,
        resume: request.resume,
        copy: request.copy,
        own_program: std::env::current_exe().ok(),
    };
    super::with_sites(root, &request.asked.chosen, console, |fleet, sites| {
        let sites = shard.map_or_else(|| sites.to_vec(), |shard| shard.of(fleet, sites));
        super::places::fit(fleet, &sites)?;
        let progress = console.progress();
        progress.begin(&message!("生成各站", "building sites"), sites.len());
        let mut tally = Tally::new(fleet, request.asked.format, console, &*progress);
        fleet::build(fleet, &sites, &order, &mut tally);
        let (failed, lines, standing) = (tally.failed, tally.lines, tally.standing);
        progress.end();
        drop(progress);
        let (all, count, took) = (sites.len(), failed.len(), super::seconds(begin.elapsed()));
        match request.asked.format {
            Format::Json => console.data(&json::line(&json!({"sites": lines, "seconds": took}))),
            Format::Text => {
                console.text(&super::aligned(&failed));
                let (done, took) = (all - count - standing, format!("{took:.1}"));
                console.message(&message!(
                    "{all} 个站：{done} 个生成了，{standing} 个没有变，{count} 个没有发布；用时 {took} 秒。",
                    "Of {all} sites {done} were built, {standing} had not changed, {count} were not published; {took} s."
                ));
            }
        }
        Ok(count > 0)
    })
}

/// What came of the sites so far.
struct Tally<'t> {
    fleet: &'t Fleet,
    format: Format,
    console: &'t Console,
    progress: &'t dyn Progress,
    lines: Vec<Json>,
    /// Rows of those that are not published: code, name, why.
    failed: Vec<Vec<String>>,
    /// How many were passed by.
    standing: usize,
    /// What was told already: what is wrong above all of them is told once.
    told: BTreeSet<(String, String)>,
}

impl<'t> Tally<'t> {
    fn new(fleet: &'t Fleet, format: Format, console: &'t Console, progress: &'t dyn Progress) -> Self {
        Self {
            fleet,
            format,
            console,
            progress,
            lines: Vec::new(),
            failed: Vec::new(),
            standing: 0,
            told: BTreeSet::new(),
        }
    }
}

impl FleetObserver for Tally<'_> {
    fn waits(&mut self, site: &FleetSite) {
        super::waits(site, self.console);
    }

    fn done(&mut self, site: &FleetSite, built: BuiltSite, builder: &Builder) {
        self.progress.step();
        self.standing += usize::from(built.standing.is_some());
        let text_of = |file: &str| builder.text_of(file);
        let mut excerpts = ExcerptReader::new(&text_of);
        let locale = self.console.locale;
        let diagnostics = built
            .outcome
            .as_ref()
            .map_or(&[][..], |outcome| &outcome.diagnostics);
        if built.failed() {
            let why = built.fault.as_ref().map(|fault| fault.message.clone());
            let why = why.unwrap_or_else(|| render::tally(diagnostics));
            self.failed.push(super::row(site, &why, self.console));
        }
        match self.format {
            Format::Json => {
                let mut entry = super::entry(site);
                let pages = built.outcome.as_ref().map(|outcome| outcome.pages);
                let pages = pages.or(built.standing.as_ref().map(|record| record.pages));
                entry.insert("pages".to_owned(), pages.unwrap_or(0).into());
                entry.insert("written".to_owned(), built.published.written.into());
                entry.insert("seconds".to_owned(), super::seconds(built.took).into());
                entry.insert("failed".to_owned(), built.failed().into());
                entry.insert("unchanged".to_owned(), built.standing.is_some().into());
                entry.insert(
                    "diagnostics".to_owned(),
                    json::diagnostics(diagnostics, &mut excerpts, locale),
                );
                if let Some(fault) = &built.fault {
                    entry.insert("error".to_owned(), fault.message.to(locale).into());
                }
                self.lines.push(entry.into());
            }
            Format::Text if built.failed() => {
                let name = self.fleet.shown(&site.root);
                self.console
                    .text(&format!("\n{} {} {name}\n", site.code, site.name));
                let mut new = diagnostics.to_vec();
                new.retain(|found| {
                    self.told
                        .insert((format!("{:?}", found.place), found.message.zh.to_string()))
                });
                self.console.report(&new, &mut excerpts);
                let again = diagnostics.len() - new.len();
                if again > 0 {
                    self.console.message(&message!(
                        "另有 {again} 处和上面的站一样，没有重复。",
                        "{again} more are those of a site above and not told again."
                    ));
                }
                built.fault.iter().for_each(|fault| self.console.fault(fault));
            }
            Format::Text => {}
        }
    }
}
