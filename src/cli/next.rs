//! `wanjia next`: what changes by itself, and when.

use super::build::day;
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::{json, paths};
use crate::base::message::Locale;
use crate::base::{Day, Fault, Text};
use crate::message;
use crate::pipeline::next::{self, Change};
use crate::pipeline::{BuildOptions, Builder};
use clap::{Args, ValueEnum};
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "next",
    about: Both("以后哪一天，什么会自己变", "What changes by itself, and when"),
    usage: Both("wanjia next [选项]", "wanjia next [OPTIONS]"),
    example: Both(
        "页面上线、到期，政策施行，事实到期，活动开始、结束，该复核：到那天重新生成，网站才跟着变。\n\n例子：\n  wanjia next\n  wanjia next --days 90 --format ics > 日程.ics",
        "Pages come and expire, policies take effect, facts end, events begin and end, reviews are due: the site follows when it is built on that day.\n\nExamples:\n  wanjia next\n  wanjia next --days 90 --format ics > dates.ics",
    ),
    arguments: &[
        (
            "days",
            Both(
                "往后看多少天（默认：30）",
                "how many days to look ahead (default: 30)",
            ),
        ),
        (
            "as_of",
            Both(
                "从哪一天看起，如 2026-06-06（默认：今天，北京时间）",
                "the day to begin at, like 2026-06-06 (default: today in Shanghai)",
            ),
        ),
        (
            "format",
            Both(
                "结果的写法：table、json 或 ics（默认：table）",
                "how to tell the result: table, json or ics (default: table)",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "DAYS", default_value_t = 30, value_parser = clap::value_parser!(i32).range(0..=36_600))]
    days: i32,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
}

/// How the result is written.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Json,
    Ics,
}

/// Lists what changes by itself.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let clock = Day::today_in_shanghai();
    let options = BuildOptions {
        root: paths::root(root)?,
        url: None,
        drafts: false,
        early: false,
        clock,
        today: request.as_of.as_deref().map_or(Ok(clock), day)?,
    };
    let progress = console.progress();
    let changes = Builder::open(&options.root).next(&options, request.days, &*progress)?;
    drop(progress);
    let say = |change: &Change| format!("{}：{}", what(change).to(console.locale), change.title);
    match request.format {
        Format::Json => console.data(&json::changes(&changes)),
        Format::Ics => {
            let name = Text::new("网站自己会变的日子", "What changes by itself").to(console.locale);
            console.data(&String::from_utf8_lossy(&next::calendar(name, &changes, &say)));
        }
        Format::Table => {
            console.data(&table(&changes, console.locale));
            if changes.is_empty() {
                let days = request.days;
                console.message(&message!(
                    "{days} 天里没有什么会自己变。",
                    "Nothing changes by itself in {days} days."
                ));
            }
        }
    }
    Ok(Exit::Done)
}

/// What happens on the day.
fn what(change: &Change) -> Text {
    match change.what {
        "publish" => Text::new("上线", "goes online"),
        "expires" => Text::new("到期", "has expired"),
        "effective" => Text::new("施行", "takes effect"),
        "review_by" => Text::new("该复核", "is to be reviewed"),
        "start" => Text::new("开始", "begins"),
        "end" => Text::new("结束", "ends"),
        "since" => Text::new("事实起用", "fact begins"),
        _ => Text::new("事实到期", "fact has ended"),
    }
}

/// A line a change.
fn table(changes: &[Change], locale: Locale) -> String {
    let rows = changes.iter().map(|change| {
        let what = what(change).to(locale);
        format!("{}  {what}  {}  {}\n", change.day, change.title, change.path)
    });
    rows.collect()
}
