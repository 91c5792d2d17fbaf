//! `wanjia fleet status`: how all sites stand.

use super::page::page;
use super::{AS_OF, Chosen, ONLY};
use crate::base::message::Locale;
use crate::base::{Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::json;
use crate::fleet::{self, SiteState};
use crate::message;
use clap::{Args, ValueEnum};
use serde_json::{Value as Json, json};
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "status",
    about: Both(
        "各站的状态：生成了没有，缺什么，和上级有没有脱节",
        "How the sites stand: built or not, what is missing, what drifted",
    ),
    usage: Both("wanjia fleet status [选项]", "wanjia fleet status [OPTIONS]"),
    example: Both(
        "例子：\n  wanjia fleet status\n  wanjia fleet status --format csv > 状态.csv\n  wanjia fleet status --format html > 状态.html",
        "Examples:\n  wanjia fleet status\n  wanjia fleet status --format csv > status.csv\n  wanjia fleet status --format html > status.html",
    ),
    arguments: &[
        ONLY,
        AS_OF,
        (
            "format",
            Both(
                "写法：table、json、csv、html（默认：table）；html 的表头点一下就按它排序",
                "how to tell it: table, json, csv, html (default: table); html sorts by a click on the head",
            ),
        ),
    ],
    first: 0,
};

/// How the table is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TableFormat {
    Table,
    Json,
    Csv,
    Html,
}

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[command(flatten)]
    chosen: Chosen,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long, value_enum, default_value_t = TableFormat::Table)]
    format: TableFormat,
}

/// Tells how the sites stand.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let today = super::day(request.as_of.as_deref())?;
    super::with_sites(root, &request.chosen, console, |fleet, sites| {
        let stage = message!("看各站的状态", "looking at the sites");
        let states = super::each(&stage, sites, console, |site| fleet::status(fleet, site, today));
        match request.format {
            TableFormat::Table => {
                console.text(&super::aligned(&rows(&states, console.locale)));
                console.message(&summary(&states));
            }
            TableFormat::Json => {
                console.data(&json::line(&json!({"sites": entries(&states, console.locale)})));
            }
            TableFormat::Csv => console.data(&fleet::csv(&rows(&states, console.locale))),
            TableFormat::Html => {
                let title = super::say(console.locale, "各站状态", "State of the sites");
                let rows = rows(&states, console.locale);
                console.data(&page(&title, &rows, &|_| None, today, console.locale));
            }
        }
        Ok(states.iter().any(|state| state.error.is_some()))
    })
}

/// The states as JSON; why one cannot be told is said in the language of the reader.
fn entries(states: &[SiteState], locale: Locale) -> Vec<Json> {
    let entry = |state: &SiteState| {
        let mut entry = serde_json::to_value(state).expect("a state is texts and numbers");
        if let Some(error) = &state.error {
            entry["error"] = error.to(locale).into();
        }
        entry
    };
    states.iter().map(entry).collect()
}

fn summary(states: &[SiteState]) -> Message {
    let count = |fits: &dyn Fn(&SiteState) -> bool| states.iter().filter(|state| fits(state)).count();
    let (all, built) = (states.len(), count(&|state| state.built.is_some()));
    let missing = count(&|state| state.missing > 0);
    let drifted = count(&|state| state.drifted + state.orphaned > 0);
    message!(
        "{all} 个站：{built} 个生成过，{missing} 个还缺当地的事实，{drifted} 个和上级脱节。",
        "{all} sites: {built} built, {missing} lack facts of their own, {drifted} have drifted."
    )
}

/// The table with its head.
fn rows(states: &[SiteState], locale: Locale) -> Vec<Vec<String>> {
    let heads = [
        ("代码", "code"),
        ("名称", "name"),
        ("生成日期", "built"),
        ("页数", "pages"),
        ("缺事实", "missing"),
        ("脱节", "drifted"),
        ("落空", "orphaned"),
        ("身份未填", "identity"),
        ("问题", "findings"),
    ];
    let head = super::heads(&heads, locale);
    let row = |state: &SiteState| {
        let none = || "—".to_owned();
        let mut row = vec![
            state.code.clone(),
            state.name.clone(),
            state.built.clone().unwrap_or_else(none),
            state.pages.to_string(),
            state.missing.to_string(),
            state.drifted.to_string(),
            state.orphaned.to_string(),
            state.identity.to_string(),
            state.findings.map_or_else(none, |findings| findings.to_string()),
        ];
        row.extend(state.error.as_ref().map(|error| error.to(locale).to_owned()));
        row
    };
    std::iter::once(head).chain(states.iter().map(row)).collect()
}
