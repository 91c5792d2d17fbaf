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
        let mut states = super::each(&stage, sites, console, |site| fleet::status(fleet, site, today));
        let absent = request.chosen.absent(fleet).into_iter();
        states.extend(absent.map(fleet::absent));
        states.sort_by(|a, b| a.code.cmp(&b.code));
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
    let some = |found: Option<usize>| found.is_some_and(|found| found > 0);
    let missing = count(&|state| some(state.missing));
    let drifted = count(&|state| some(state.drifted) || some(state.orphaned));
    let known = message!(
        "{all} 个站：{built} 个生成过，{missing} 个还缺当地的事实，{drifted} 个和上级脱节",
        "{all} sites: {built} built, {missing} lack facts of their own, {drifted} have drifted"
    );
    let (mut zh, mut en) = (known.zh.to_string(), known.en.to_string());
    let failed = count(&|state| state.failed);
    if failed > 0 {
        zh.push_str(&format!("，{failed} 个上次生成有错误、没有发布"));
        en.push_str(&format!(", {failed} failed when they were built last"));
    }
    let unknown = count(&|state| state.error.is_some());
    if unknown > 0 {
        zh.push_str(&format!("，{unknown} 个读不到"));
        en.push_str(&format!(", {unknown} cannot be read"));
    }
    Message::new(zh + "。", en + ".")
}

/// What is to be known of a state beside its numbers.
fn note(state: &SiteState) -> Option<Message> {
    let failed = state.failed.then(|| match &state.built {
        Some(day) => message!(
            "上次生成有错误，没有发布；发布着的还是 {day} 的",
            "the last build had errors and was not published; what stands is of {day}"
        ),
        None => message!(
            "上次生成有错误，没有发布",
            "the last build had errors and was not published"
        ),
    });
    match (&state.error, failed) {
        (Some(Message { zh, en }), Some(failed)) => {
            let (failed_zh, failed_en) = (failed.zh, failed.en);
            Some(message!("{zh}；{failed_zh}", "{en}; {failed_en}"))
        }
        (Some(error), None) => Some(error.clone()),
        (None, failed) => failed,
    }
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
        ("错误", "errors"),
        ("警告", "warnings"),
        ("说明", "note"),
    ];
    let head = super::heads(&heads, locale);
    let row = |state: &SiteState| {
        let none = || "—".to_owned();
        let mut row = vec![
            state.code.clone(),
            state.name.clone(),
            state.built.clone().unwrap_or_else(none),
        ];
        let warnings = state.findings.zip(state.errors);
        let counts = [
            state.built.as_ref().map(|_| state.pages),
            state.missing,
            state.drifted,
            state.orphaned,
            state.identity,
            state.errors,
            warnings
                .map(|(all, errors)| all.saturating_sub(errors))
                .or(state.findings),
        ];
        let shown = |count: Option<usize>| count.map_or_else(none, |count| count.to_string());
        row.extend(counts.map(shown));
        row.push(note(state).map_or_else(String::new, |note| note.to(locale).to_owned()));
        row
    };
    std::iter::once(head).chain(states.iter().map(row)).collect()
}
