//! `wanjia fleet gather`: whether all parts of a fleet are there.

use super::{AS_OF, FORMAT, Format, ONLY};
use crate::base::{Day, Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::json;
use crate::fleet::{self, Fleet, FleetSite, Gathered};
use crate::message;
use clap::Args;
use serde_json::json;
use std::path::Path;
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
        "逐个核对成品和它的 manifest.json；缺的、没有发布的、被改过的，一个一个说出来，退出码为 1。\n任务被杀掉、重排要等几分钟，所以可以等：--timeout 秒数。\n\n例子：\n  wanjia fleet gather\n  wanjia fleet gather --timeout 600 --format json",
        "Each output is compared with its manifest.json; what is missing, failed or changed is named, and the exit code is 1.\nA task that was killed is queued again after minutes, so it can wait: --timeout SECONDS.\n\nExamples:\n  wanjia fleet gather\n  wanjia fleet gather --timeout 600 --format json",
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
        AS_OF,
        FORMAT,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "CODE,…")]
    only: Vec<String>,
    #[arg(long, value_name = "SECONDS", default_value_t = 0)]
    timeout: u64,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How often it is looked again.
const PAUSE: Duration = Duration::from_secs(1);

/// Looks at all outputs.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    let today = super::day(request.as_of.as_deref())?;
    let Some(fleet) = super::open(&super::root(root)?, console)? else {
        return Ok(Exit::ContentErrors);
    };
    let sites = super::sites(&fleet, &request.only)?;
    let broken = super::problems(&fleet, console);
    let progress = console.progress();
    progress.begin(&Message::new("核对各站", "comparing sites"), sites.len());
    let until = begin + Duration::from_secs(request.timeout);
    let states = wait(&fleet, &sites, today, until);
    drop(progress);
    let wrong = states.iter().filter(|state| **state != Gathered::Whole).count();
    let pairs = sites.iter().zip(&states);
    match request.format {
        Format::Json => {
            let entry = |(site, state): (&&FleetSite, &Gathered)| json!({"code": site.code, "name": site.name, "state": state});
            let entries: Vec<_> = pairs.map(entry).collect();
            console.data(&json::line(
                &json!({"sites": entries, "seconds": super::seconds(begin.elapsed())}),
            ));
        }
        Format::Text => {
            let rows = pairs
                .filter(|(_, state)| **state != Gathered::Whole)
                .map(|(site, state)| {
                    vec![
                        site.code.clone(),
                        site.name.clone(),
                        words(*state).to(console.locale).to_owned(),
                    ]
                });
            console.text(&super::aligned(&rows.collect::<Vec<_>>()));
            let (all, whole) = (sites.len(), sites.len() - wrong);
            console.message(&message!(
                "{all} 个站：{whole} 个齐全，{wrong} 个要看。",
                "{all} sites: {whole} whole, {wrong} need a look."
            ));
        }
    }
    Ok(super::ended(wrong > 0 || broken))
}

/// Whether somebody may still be building it.
fn is_to_come(state: &Gathered) -> bool {
    matches!(state, Gathered::Missing | Gathered::Damaged)
}

/// How all outputs stand, when none is to come or the time is over.
fn wait(fleet: &Fleet, sites: &[&FleetSite], today: Day, until: Instant) -> Vec<Gathered> {
    let look = |site: &&FleetSite| fleet::gathered(fleet, site, today);
    let mut states: Vec<Gathered> = sites.iter().map(look).collect();
    while states.iter().any(is_to_come) && Instant::now() < until {
        std::thread::sleep(PAUSE);
        let open = sites
            .iter()
            .zip(&mut states)
            .filter(|(_, state)| is_to_come(state));
        open.for_each(|(site, state)| *state = look(site));
    }
    states
}

fn words(state: Gathered) -> Message {
    match state {
        Gathered::Whole => message!("齐全", "whole"),
        Gathered::Missing => message!("这一天还没有生成", "not built for the day"),
        Gathered::Failed => message!("有错误，没有发布", "has errors and was not published"),
        Gathered::Damaged => message!(
            "成品和 manifest.json 不一样",
            "the output is not what its manifest.json says"
        ),
    }
}
