//! `wanjia fleet gather`: whether all parts of a fleet are there, and a page that says so.

use super::page::page;
use super::{AS_OF, Asked, FORMAT, Format, ONLY};
use crate::base::message::Locale;
use crate::base::{Day, Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::{json, settings};
use crate::config;
use crate::fleet::{self, Fleet, FleetSite, GatheredSite, OutputState};
use crate::message;
use clap::Args;
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "gather",
    about: Both(
        "几台机器分头生成以后：各站是不是都齐了，一个字节也不差",
        "After several machines have built: whether all sites are there, byte by byte",
    ),
    usage: Both("wanjia fleet gather [选项]", "wanjia fleet gather [OPTIONS]"),
    example: Both(
        "逐个文件核对成品和它的 manifest.json；缺的、没有发布的、被改过的，一个一个说出来，退出码为 1。\n结果写进 gathered/：index.html 给人看，report.json 给程序看。\n任务被杀掉、重排要等几分钟，所以可以等：--timeout 秒数。\n\n例子：\n  wanjia fleet gather\n  wanjia fleet gather --timeout 900 --format json",
        "Each file of each output is compared with its manifest.json; what is missing, failed or changed is named, and the exit code is 1.\nThe result goes into gathered/: index.html for people, report.json for programs.\nA task that was killed is queued again after minutes, so it can wait: --timeout SECONDS.\n\nExamples:\n  wanjia fleet gather\n  wanjia fleet gather --timeout 900 --format json",
    ),
    arguments: &[
        ONLY,
        (
            "timeout",
            Both(
                "最多等多少秒（默认：0，不等）",
                "how many seconds to wait for what is missing (default: 0)",
            ),
        ),
        (
            "out",
            Both(
                "结果写进哪个文件夹（默认：fleet.yaml 旁边的 gathered）",
                "the folder that the result goes into (default: `gathered` beside fleet.yaml)",
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
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    timeout: u64,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// How often it is looked again.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks at all outputs.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    let today = request.asked.day()?;
    super::with_sites(root, &request.asked.chosen, console, |fleet, sites| {
        let folder = super::beside(fleet, request.out.as_deref(), "gathered")?;
        let progress = console.progress();
        progress.begin(&message!("核对各站", "comparing sites"), sites.len());
        let patience = Duration::from_secs(request.timeout);
        let mut found = wait(fleet, sites, today, &|| begin.elapsed() >= patience);
        let absent = request.asked.chosen.absent(fleet).into_iter();
        found.extend(absent.map(GatheredSite::absent));
        drop(progress);
        let wrong: Vec<&GatheredSite> = found
            .iter()
            .filter(|site| site.state != OutputState::Whole)
            .collect();
        let result = json!({"day": today.to_string(), "sites": found});
        let files = [
            ("index.html", table(&found, sites, today, console.locale)),
            ("report.json", json::line(&result)),
        ];
        let kept = settings::write_files(
            &folder,
            files.map(|(name, text)| (name.to_owned(), text.into_bytes())),
        )?;
        kept.iter().for_each(|told| console.message(told));
        match request.asked.format {
            Format::Json => console.data(&json::line(&with_seconds(result, begin.elapsed()))),
            Format::Text => {
                let rows: Vec<_> = wrong.iter().map(|site| row(site, console.locale)).collect();
                console.text(&super::aligned(&rows));
                let (all, wrong) = (found.len(), wrong.len());
                let (whole, shown) = (all - wrong, fleet.shown(&folder));
                console.message(&message!(
                    "{all} 个站：{whole} 个齐全，{wrong} 个要看。写在 {shown}/index.html。",
                    "{all} sites: {whole} whole, {wrong} need a look. See {shown}/index.html."
                ));
            }
        }
        Ok(!wrong.is_empty())
    })
}

fn with_seconds(mut result: Json, took: Duration) -> Json {
    result["seconds"] = super::seconds(took).into();
    result
}

/// Whether somebody may still be building it.
fn is_to_come(site: &GatheredSite) -> bool {
    matches!(site.state, OutputState::Missing | OutputState::Damaged)
}

/// How all outputs stand, when none is to come or the time is over.
fn wait(fleet: &Fleet, sites: &[&FleetSite], today: Day, is_over: &dyn Fn() -> bool) -> Vec<GatheredSite> {
    let look = |site: &&FleetSite| fleet::gathered(fleet, site, today);
    let mut found: Vec<GatheredSite> = sites.iter().map(look).collect();
    while found.iter().any(is_to_come) && !is_over() {
        std::thread::sleep(PAUSE);
        let open = sites
            .iter()
            .zip(&mut found)
            .filter(|(_, found)| is_to_come(found));
        open.for_each(|(site, found)| *found = look(site));
    }
    found
}

/// The page for people: every site, how it stands, and where it is.
fn table(found: &[GatheredSite], sites: &[&FleetSite], today: Day, locale: Locale) -> String {
    let heads = [
        ("代码", "code"),
        ("名称", "name"),
        ("成品", "output"),
        ("页数", "pages"),
        ("文件", "files"),
    ];
    let head = super::heads(&heads, locale);
    let rows: Vec<Vec<String>> = std::iter::once(head)
        .chain(found.iter().map(|site| {
            let mut row = row(site, locale);
            row.extend([site.pages.to_string(), site.files.to_string()]);
            row
        }))
        .collect();
    let title = super::say(locale, "各站齐不齐", "Whether all sites are there");
    let link = |row: usize| config::home_url(&sites.get(row.checked_sub(1)?)?.root);
    page(&title, &rows, &link, today, locale)
}

/// A site as a row: code, name, how its output stands.
fn row(site: &GatheredSite, locale: Locale) -> Vec<String> {
    let mut state = words(site.state).to(locale).to_owned();
    let count = site.wrong.len();
    if let Some(first) = site.wrong.first() {
        let first = &first.path;
        let told = message!("：{count} 个文件，如 {first}", ": {count} files, such as {first}");
        state.push_str(told.to(locale));
    }
    vec![site.code.clone(), site.name.clone(), state]
}

fn words(state: OutputState) -> Message {
    match state {
        OutputState::Whole => message!("齐全", "whole"),
        OutputState::Missing => message!("这一天还没有生成", "not built for the day"),
        OutputState::Failed => message!("有错误，没有发布", "has errors and was not published"),
        OutputState::Absent => message!("还没有站点", "there is no site"),
        OutputState::Damaged => message!(
            "成品和 manifest.json 不一样",
            "the output is not what its manifest.json says"
        ),
    }
}
