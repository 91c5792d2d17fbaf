//! `wanjia fleet check`: what must not be published, on all sites.

use super::{AS_OF, Asked, FORMAT, Format, ONLY};
use crate::base::{Day, Fault, Level};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::json;
use crate::fleet::{self, BuiltSite, FleetOrder, FleetSite};
use crate::message;
use crate::pipeline::Builder;
use crate::serve::ExcerptReader;
use clap::Args;
use serde_json::{Value as Json, json};
use std::path::Path;
use std::time::Instant;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "check",
    about: Both("检查各站", "Inspects the sites"),
    usage: Both("wanjia fleet check [选项]", "wanjia fleet check [OPTIONS]"),
    example: Both(
        "每个站的检查和 wanjia check 一样；有错误时退出码为 1。\n\n例子：\n  wanjia fleet check\n  wanjia fleet check --only 610802 --format json",
        "Each site is inspected as by `wanjia check`; with errors the exit code is 1.\n\nExamples:\n  wanjia fleet check\n  wanjia fleet check --only 610802 --format json",
    ),
    arguments: &[ONLY, AS_OF, FORMAT],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[command(flatten)]
    asked: Asked,
}

/// Inspects what was asked for.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    let clock = Day::today_in_shanghai();
    let order = FleetOrder {
        today: request.asked.day()?,
        clock,
        resume: false,
        copy: false,
        own_program: std::env::current_exe().ok(),
    };
    super::with_sites(root, &request.asked.chosen, console, |fleet, sites| {
        let progress = console.progress();
        progress.begin(&message!("检查各站", "inspecting sites"), sites.len());
        let heads = [
            ("代码", "code"),
            ("名称", "name"),
            ("错误", "errors"),
            ("警告", "warnings"),
        ];
        let mut tally = Tally {
            format: request.asked.format,
            console,
            lines: Vec::new(),
            rows: vec![super::heads(&heads, console.locale)],
            failed: 0,
        };
        fleet::check(fleet, sites, &order, &mut |site, found, builder| {
            progress.step();
            tally.add(site, &found, builder);
        });
        progress.end();
        drop(progress);
        let (all, failed, took) = (sites.len(), tally.failed, super::seconds(begin.elapsed()));
        match request.asked.format {
            Format::Json => console.data(&json::line(&json!({"sites": tally.lines, "seconds": took}))),
            Format::Text => {
                console.text(&format!("\n{}", super::aligned(&tally.rows)));
                console.message(&message!(
                    "检查了 {all} 个站，{failed} 个有错误；用时 {took} 秒。",
                    "Inspected {all} sites, {failed} with errors; {took} s."
                ));
            }
        }
        Ok(failed > 0)
    })
}

/// What was found so far.
struct Tally<'t> {
    format: Format,
    console: &'t Console,
    lines: Vec<Json>,
    rows: Vec<Vec<String>>,
    failed: usize,
}

impl Tally<'_> {
    fn add(&mut self, site: &FleetSite, found: &BuiltSite, builder: &Builder) {
        let text_of = |file: &str| builder.text_of(file);
        let mut excerpts = ExcerptReader::new(&text_of);
        let console = self.console;
        let diagnostics = found
            .outcome
            .as_ref()
            .map_or(&[][..], |outcome| &outcome.diagnostics);
        self.failed += usize::from(found.failed());
        if self.format == Format::Json {
            let mut entry = super::entry(site);
            let pages = found.outcome.as_ref().map_or(0, |outcome| outcome.pages);
            entry.insert("pages".to_owned(), pages.into());
            entry.insert("failed".to_owned(), found.failed().into());
            let told = json::diagnostics(diagnostics, &mut excerpts, console.locale);
            entry.insert("diagnostics".to_owned(), told);
            self.lines.push(entry.into());
            return;
        }
        if !diagnostics.is_empty() {
            console.text(&format!("\n{} {}\n", site.code, site.name));
            console.report(diagnostics, &mut excerpts);
        }
        self.rows.push(row(site, found, console));
    }
}

fn row(site: &FleetSite, found: &BuiltSite, console: &Console) -> Vec<String> {
    let diagnostics = found
        .outcome
        .as_ref()
        .map_or(&[][..], |outcome| &outcome.diagnostics);
    let count = |level: Level| {
        diagnostics
            .iter()
            .filter(|told| told.level == level)
            .count()
            .to_string()
    };
    let mut row = vec![
        site.code.clone(),
        site.name.clone(),
        count(Level::Error),
        count(Level::Warning),
    ];
    row.extend(
        found
            .fault
            .as_ref()
            .map(|fault| fault.message.to(console.locale).to_owned()),
    );
    row
}
