//! `wanjia fleet deploy`: all sites, each to its own place.

use super::{Chosen, FORMAT, Format, ONLY, places};
use crate::base::{Day, Fault, Message};
use crate::cli::console::Console;
use crate::cli::deploy::{self, ALL, DELETE, DRY_RUN, How, MAX_DELETES, NO_BUILD, UNLOCK, WAIT, left};
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::sign::SIGN_KEY;
use crate::cli::{json, render};
use crate::config::DeploySettings;
use crate::deploy::{Sent, Target};
use crate::fleet::{self, BuiltSite, Fleet, FleetObserver, FleetOrder, FleetSite};
use crate::message;
use crate::pipeline::{Builder, Progress};
use crate::serve::ExcerptReader;
use clap::Args;
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "deploy",
    about: Both(
        "生成各站，各发到各的地方",
        "Builds the sites and sends each to its own place",
    ),
    usage: Both("wanjia fleet deploy [选项]", "wanjia fleet deploy [OPTIONS]"),
    example: Both(
        "发到哪里写在 fleet.yaml 的 deploy 里，{code} 换成各站的代码：deploy: {to: \"s3://桶/{code}\", endpoint: …}。\n一个站出错，只有它不发，别的照常；退出码为 1。\n\n例子：\n  wanjia fleet deploy\n  wanjia fleet deploy --only 610802 --dry-run\n  wanjia fleet deploy --to /srv/www/{code} --format json",
        "Where to is said in `deploy` of fleet.yaml, with {code} for the code of each site: deploy: {to: \"s3://BUCKET/{code}\", endpoint: …}.\nA site with errors alone is not sent, the others are; the exit code is 1.\n\nExamples:\n  wanjia fleet deploy\n  wanjia fleet deploy --only 610802 --dry-run\n  wanjia fleet deploy --to /srv/www/{code} --format json",
    ),
    arguments: &[
        ONLY,
        (
            "to",
            Both(
                "发到哪里，里面有 {code}（默认：fleet.yaml 的 deploy）",
                "where to, with {code} in it (default: `deploy` in fleet.yaml)",
            ),
        ),
        DRY_RUN,
        DELETE,
        ALL,
        MAX_DELETES,
        NO_BUILD,
        WAIT,
        UNLOCK,
        SIGN_KEY,
        FORMAT,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[command(flatten)]
    chosen: Chosen,
    #[arg(long, value_name = "TARGET")]
    to: Option<String>,
    #[command(flatten)]
    how: How,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Builds and sends what was asked for.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    super::with_sites(root, &request.chosen, console, |fleet, sites| {
        places::fit(fleet, sites)?;
        let targets = targets(fleet, sites, request.to.as_deref())?;
        places::targets_fit(fleet, sites, &targets)?;
        let mut unbuilt = BTreeMap::new();
        if !request.how.is_without_build() {
            unbuilt = built(fleet, sites, request.format, console);
        }
        let mut tally = Tally::default();
        for (site, target) in sites.iter().zip(&targets) {
            let (begin, progress) = (Instant::now(), console.progress());
            let sent = match unbuilt.remove(&site.code) {
                Some(why) => Err(Fault::new(why)),
                None => deploy::send(target, (&site.root, &site.out), &request.how, &*progress),
            };
            drop(progress);
            let took = super::seconds(begin.elapsed());
            tally
                .entries
                .push(entry(site, &sent, &request.how, took, console));
            tally.add(site, sent, console);
        }
        let count = tally.count;
        match request.format {
            Format::Json => console.data(&json::line(
                &json!({"sites": tally.entries, "seconds": super::seconds(begin.elapsed())}),
            )),
            Format::Text => {
                console.text(&super::aligned(&tally.failed));
                let (all, took) = (sites.len(), super::seconds(begin.elapsed()));
                let (well, uploaded, deleted) = (all - count, tally.uploaded, tally.deleted);
                console.message(&message!(
                    "{all} 个站：{well} 个发好了，{count} 个没有发；发了 {uploaded} 个文件，撤下 {deleted} 个；用时 {took} 秒。",
                    "Of {all} sites {well} were sent, {count} were not; {uploaded} files sent, {deleted} taken away; {took} s."
                ));
            }
        }
        Ok(count > 0)
    })
}

/// What came of the sites so far.
#[derive(Default)]
struct Tally {
    entries: Vec<Json>,
    /// Rows of those that were not sent, and how many these are.
    failed: Vec<Vec<String>>,
    count: usize,
    uploaded: usize,
    deleted: usize,
}

impl Tally {
    /// Counts what was sent, and says what people should know.
    fn add(&mut self, site: &FleetSite, sent: Result<Sent, Fault>, console: &Console) {
        let sent = match sent {
            Ok(sent) => sent,
            Err(fault) => {
                self.count += 1;
                self.failed.push(super::row(site, &fault.message, console));
                let hint = fault.hint.map(|hint| hint.to(console.locale).to_owned());
                let hint = hint.map(|hint| vec![String::new(), String::new(), hint]);
                self.failed.extend(hint);
                return;
            }
        };
        let left = left(&sent);
        for note in sent.notes.iter().chain(&left) {
            let (code, Message { zh, en }) = (&site.code, note);
            console.message(&message!("{code}：{zh}", "{code}: {en}"));
        }
        self.uploaded += sent.uploaded;
        self.deleted += sent.deleted;
    }
}

/// Where each site goes. Only the fleet says so: what is sent with its keys is not for a single site to say.
fn targets(fleet: &Fleet, sites: &[&FleetSite], to: Option<&str>) -> Result<Vec<Target>, Fault> {
    let settings = &fleet.settings.deploy;
    let written = to.or(settings.to.as_deref()).ok_or_else(|| {
        Fault::new(message!(
            "没有说各站发到哪里",
            "it is not said where the sites go"
        ))
        .hint(message!(
            "在 fleet.yaml 里写 deploy: {{to: /srv/www/{{code}}}}，或用 --to",
            "write `deploy: {{to: /srv/www/{{code}}}}` into fleet.yaml, or use --to"
        ))
    })?;
    if !written.contains("{code}") {
        return Err(Fault::new(message!(
            "--to 里没有 {{code}}，各站会发到同一个地方",
            "--to has no {{code}}, so all sites would be sent to one place"
        ))
        .hint(message!(
            "写成 /srv/www/{{code}} 这样",
            "write it like /srv/www/{{code}}"
        )));
    }
    let of = |site: &&FleetSite| {
        let written = written.replace("{code}", &site.code);
        let own = DeploySettings {
            to: to.is_none().then(|| written.clone()),
            ..settings.clone()
        };
        let target = deploy::target(to.map(|_| written.as_str()), &own, &fleet.root)?;
        deploy::fit(&target, &site.root, &site.out)?;
        Ok(target)
    };
    sites.iter().map(of).collect()
}

/// Builds the sites that are not as they would be built; why those that failed did.
fn built(
    fleet: &Fleet,
    sites: &[&FleetSite],
    format: Format,
    console: &Console,
) -> BTreeMap<String, Message> {
    let today = Day::today_in_shanghai();
    let order = FleetOrder {
        today,
        clock: today,
        resume: true,
        copy: false,
        own_program: std::env::current_exe().ok(),
    };
    let progress = console.progress();
    progress.begin(&message!("生成各站", "building sites"), sites.len());
    let mut failures = Failures {
        format,
        console,
        progress: &*progress,
        failed: BTreeMap::new(),
    };
    fleet::build(fleet, sites, &order, &mut failures);
    failures.failed
}

/// Sites that were not built, and why.
struct Failures<'c> {
    format: Format,
    console: &'c Console,
    progress: &'c dyn Progress,
    failed: BTreeMap<String, Message>,
}

impl FleetObserver for Failures<'_> {
    fn waits(&mut self, site: &FleetSite) {
        super::waits(site, self.console);
    }

    fn done(&mut self, site: &FleetSite, built: BuiltSite, builder: &Builder) {
        self.progress.step();
        if !built.failed() {
            return;
        }
        let diagnostics = built
            .outcome
            .as_ref()
            .map_or(&[][..], |outcome| &outcome.diagnostics);
        if self.format == Format::Text {
            let text_of = |file: &str| builder.text_of(file);
            self.console.text(&format!("\n{} {}\n", site.code, site.name));
            self.console
                .report(diagnostics, &mut ExcerptReader::new(&text_of));
        }
        let why = built.fault.map(|fault| fault.message);
        let why = why.unwrap_or_else(|| render::tally(diagnostics));
        self.failed.insert(site.code.clone(), why);
    }
}

fn entry(site: &FleetSite, sent: &Result<Sent, Fault>, how: &How, seconds: f64, console: &Console) -> Json {
    let mut entry = super::entry(site);
    let nothing = Sent::default();
    entry.extend(deploy::told(sent.as_ref().unwrap_or(&nothing), how));
    entry.insert("seconds".to_owned(), seconds.into());
    entry.insert("failed".to_owned(), sent.is_err().into());
    if let Err(fault) = sent {
        entry.insert("error".to_owned(), fault.message.to(console.locale).into());
    }
    entry.into()
}
