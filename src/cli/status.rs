//! `wanjia status`: the state of the site relative to the one it is on top of.

use super::build::Format;
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, FORMAT, HelpText};
use super::{json, paths, render};
use crate::base::message::Locale;
use crate::base::{Day, Fault, Message};
use crate::config::URL_MISSING;
use crate::local::{
    self, BlockStatus, FactState, IdentityState, LocalSite, PageState, PageStatus, SiteStatus,
};
use crate::message;
use crate::overlay::{BlockKind, Drift, Update};
use crate::serve::ExcerptReader;
use clap::Args;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "status",
    about: Both(
        "本站和上级有什么不一样，什么还没有填",
        "What differs from the upstream, and what is not filled in",
    ),
    usage: Both("wanjia status [选项]", "wanjia status [OPTIONS]"),
    example: Both(
        "页面：照用 inherited，本地 local，改写 overridden，失配 drifted（上级后来改了），失源 orphaned（上级删了），略去 hidden。\n\n例子：\n  wanjia status\n  wanjia status --strict            有失配、失源、缺的、过期的，退出码为 1\n  wanjia status --format json",
        "Pages are inherited, local, overridden, drifted (the upstream changed what is overridden), orphaned (the upstream removed it) or hidden.\n\nExamples:\n  wanjia status\n  wanjia status --strict            exit code 1 for drifted, orphaned, missing, expired\n  wanjia status --format json",
    ),
    arguments: &[
        (
            "strict",
            Both(
                "有失配、失源、缺的、过期的，退出码为 1",
                "exit code 1 for what is drifted, orphaned, missing or expired",
            ),
        ),
        (
            "all",
            Both("照用上级的页面也一页一页列出", "list inherited pages too"),
        ),
        (
            "as_of",
            Both(
                "按哪一天看，如 2026-06-06（默认：今天，北京时间）",
                "the day to look at, like 2026-06-06 (default: today in Shanghai)",
            ),
        ),
        FORMAT,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long)]
    strict: bool,
    #[arg(long)]
    all: bool,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Tells the state of the site.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let local = LocalSite::open(&paths::root(root)?)?;
    let today = request
        .as_of
        .as_deref()
        .map_or_else(|| Ok(Day::today_in_shanghai()), super::build::day)?;
    let text_of = |file: &str| local.text_of(file);
    let mut excerpts = ExcerptReader::new(&text_of);
    if local.chain.broken && request.format == Format::Text {
        console.report(&local.diagnostics, &mut excerpts);
        return Ok(Exit::ContentErrors);
    }
    let status = local::status(&local, today)?;
    match request.format {
        Format::Json => console.data(&json::status(
            &status,
            &local.diagnostics,
            &mut excerpts,
            console.locale,
        )),
        Format::Text => {
            // That there is no address yet is reported with the rest of the identity.
            let told: Vec<_> = local
                .diagnostics
                .iter()
                .filter(|told| !told.breaks(&URL_MISSING))
                .cloned()
                .collect();
            console.report(&told, &mut excerpts);
            let names: Vec<&str> = local
                .chain
                .layers
                .iter()
                .map(|tier| tier.config.name.as_str())
                .collect();
            console.text(&format!("{}\n", names.join(" ← ")));
            console.text(&table(&status, request.all, console.locale));
        }
    }
    // What is recorded cannot be read: nothing that is said above is sure.
    let unsure = local.broken_lock().is_some();
    Ok(if unsure || request.strict && status.needs_attention() {
        Exit::ContentErrors
    } else {
        Exit::Done
    })
}

/// The whole status for people: what waits first, then what is the site's own, then counts.
fn table(status: &SiteStatus, all: bool, locale: Locale) -> String {
    let mut out = String::new();
    pages(status, all, locale, &mut out);
    facts(status, locale, &mut out);
    identity(status, locale, &mut out);
    if let Some(update) = &status.update {
        out.push('\n');
        out.push_str(&lines_of_update(update, locale));
    }
    out
}

fn heading(out: &mut String, words: &Message, locale: Locale) {
    out.push_str(&format!("\n{}\n", words.to(locale)));
}

fn pages(status: &SiteStatus, all: bool, locale: Locale, out: &mut String) {
    let states = [
        PageState::Orphaned,
        PageState::Drifted,
        PageState::Overridden,
        PageState::Local,
        PageState::Hidden,
        PageState::Inherited,
    ];
    let counts: Vec<String> = states
        .iter()
        .map(|state| {
            (
                state,
                status.pages.iter().filter(|page| page.state == *state).count(),
            )
        })
        .filter(|(_, count)| *count > 0)
        .map(|(state, count)| format!("{} {count}", state_name(*state).to(locale)))
        .collect();
    let counts = counts.join(if locale == Locale::Chinese { "，" } else { ", " });
    heading(out, &message!("页面：{counts}", "Pages: {counts}"), locale);
    let mut rows: Vec<[String; 3]> = Vec::new();
    for state in states
        .iter()
        .filter(|state| all || **state != PageState::Inherited)
    {
        for page in status.pages.iter().filter(|page| page.state == *state) {
            rows.extend(rows_of(page, locale));
        }
    }
    out.push_str(&aligned(&rows));
}

/// A page, with a row for each of its blocks that has something to say.
fn rows_of(page: &PageStatus, locale: Locale) -> Vec<[String; 3]> {
    let state = state_name(page.state).to(locale).to_owned();
    let mut rows: Vec<[String; 3]> = Vec::new();
    let said = page.blocks.iter().map(|block| said_of(block, page, locale));
    for said in said {
        rows.push(match rows.is_empty() {
            true => [state.clone(), page.path.clone(), said],
            false => [String::new(), String::new(), said],
        });
    }
    if rows.is_empty() && page.state == PageState::Overridden {
        let nothing = message!(
            "没有改写上级的哪一节、哪个字段",
            "it changes no section and no field of the upstream"
        );
        rows.push([state.clone(), page.path.clone(), nothing.to(locale).to_owned()]);
    }
    if rows.is_empty() {
        let from = if page.state == PageState::Inherited {
            page.from.clone()
        } else {
            String::new()
        };
        rows.push([state, page.path.clone(), from]);
    }
    let path = &page.path;
    let way = match page.state {
        PageState::Drifted => Some(message!("→ wanjia merge {path}", "→ wanjia merge {path}")),
        PageState::Orphaned if page.stands_alone => Some(message!(
            "→ 核对后 wanjia accept {path}",
            "→ check it, then wanjia accept {path}"
        )),
        PageState::Orphaned => Some(message!(
            "→ 写全整页、删去 inherit 一行，或删去这个文件",
            "→ write the whole page and take the line `inherit` away, or delete the file"
        )),
        PageState::Overridden if page.recorded == Some(false) => Some(message!(
            "→ 还没有登记，wanjia accept {path}",
            "→ not recorded yet, wanjia accept {path}"
        )),
        _ => None,
    };
    rows.extend(way.map(|way| [String::new(), String::new(), way.to(locale).to_owned()]));
    rows
}

fn said_of(block: &BlockStatus, page: &PageStatus, locale: Locale) -> String {
    let name = &block.name;
    let Message { zh, en } = match block.kind {
        BlockKind::File => message!("整页", "the whole page"),
        BlockKind::Field => message!("页面信息 {name}", "field {name}"),
        BlockKind::Section if name.is_empty() => message!("开头", "the introduction"),
        BlockKind::Section => message!("“{name}”一节", "section `{name}`"),
    };
    let waits = page.state != PageState::Overridden;
    let said = match block.state {
        Drift::Drifted => message!("{zh}：上级后来改了", "{en}: the upstream changed it"),
        Drift::Orphaned => message!("{zh}：上级已经没有了", "{en}: the upstream no longer has it"),
        Drift::Same if waits => message!("{zh}：没有变", "{en}: as it was"),
        Drift::Same => message!("{zh}", "{en}"),
    };
    said.to(locale).to_owned()
}

/// What people call a state.
pub(super) fn state_name(state: PageState) -> Message {
    match state {
        PageState::Inherited => message!("照用", "inherited"),
        PageState::Local => message!("本地", "local"),
        PageState::Overridden => message!("改写", "overridden"),
        PageState::Drifted => message!("失配", "drifted"),
        PageState::Orphaned => message!("失源", "orphaned"),
        PageState::Hidden => message!("略去", "hidden"),
    }
}

fn facts(status: &SiteStatus, locale: Locale, out: &mut String) {
    if status.facts.is_empty() {
        return;
    }
    heading(out, &message!("事实：", "Facts:"), locale);
    let rows: Vec<[String; 3]> = status
        .facts
        .iter()
        .map(|fact| {
            let state = match fact.state {
                FactState::Set => message!("本地", "set"),
                FactState::Inherited => message!("照用", "inherited"),
                FactState::Local => message!("由当地定", "local"),
                FactState::Missing => message!("缺", "missing"),
                FactState::Expired => message!("过期", "expired"),
                FactState::Unverified => message!("待核对", "unverified"),
            };
            let mut said = fact.text.clone();
            let (region, until) = (&fact.region, fact.until.clone().unwrap_or_default());
            let more = match fact.state {
                FactState::Missing => Some(message!("→ 填进 facts.yaml", "→ fill it in in facts.yaml")),
                FactState::Expired => Some(message!(
                    "到 {until} 为止 → 在 facts.yaml 里补上新的",
                    "ended on {until} → add the new value in facts.yaml"
                )),
                FactState::Local => None,
                _ => Some(message!("（{region}）", " ({region})")),
            };
            said.push_str(more.as_ref().map_or("", |more| more.to(locale)));
            [state.to(locale).to_owned(), fact.name.clone(), said]
        })
        .collect();
    out.push_str(&aligned(&rows));
}

fn identity(status: &SiteStatus, locale: Locale, out: &mut String) {
    let of = |state| {
        let fields: Vec<&str> = status
            .identity
            .iter()
            .filter(|field| field.state == state)
            .map(|field| field.field.as_str())
            .collect();
        fields.join(" ")
    };
    let (missing, upstream) = (of(IdentityState::Missing), of(IdentityState::Upstream));
    heading(
        out,
        &message!(
            "身份（site.yaml 的 url 和 brand）：",
            "Identity (`url` and `brand` of site.yaml):"
        ),
        locale,
    );
    let mut rows = Vec::new();
    if !missing.is_empty() {
        rows.push([
            message!("缺", "missing").to(locale).to_owned(),
            missing,
            String::new(),
        ]);
    }
    if !upstream.is_empty() {
        rows.push([
            message!("还是上级的", "the upstream's").to(locale).to_owned(),
            upstream,
            String::new(),
        ]);
    }
    if rows.is_empty() {
        rows.push([
            message!("齐了", "complete").to(locale).to_owned(),
            String::new(),
            String::new(),
        ]);
    }
    out.push_str(&aligned(&rows));
}

/// What an update brought, line by line.
pub(super) fn lines_of_update(update: &Update, locale: Locale) -> String {
    let short = |pin: &str| pin.chars().take(8).collect::<String>();
    let (from, to) = (short(&update.from), short(&update.to));
    let head = match from.is_empty() {
        true => message!("上级换成了 {to}：", "The upstream is {to} now:"),
        false => message!(
            "上级从 {from} 换成了 {to}：",
            "The upstream moved from {from} to {to}:"
        ),
    };
    let mut out = format!("{}\n", head.to(locale));
    let lists = [
        (message!("新增", "added"), &update.added),
        (message!("改了", "changed"), &update.changed),
        (message!("删了", "removed"), &update.removed),
        (message!("事实", "facts"), &update.facts),
    ];
    let mut rows: Vec<[String; 3]> = Vec::new();
    for (name, list) in &lists {
        for (at, path) in list.iter().enumerate() {
            let name = if at == 0 {
                name.to(locale).to_owned()
            } else {
                String::new()
            };
            rows.push([name, path.clone(), String::new()]);
        }
    }
    if rows.is_empty() {
        let nothing = message!("  没有改动页面和事实\n", "  no page and no fact changed\n");
        out.push_str(nothing.to(locale));
    }
    out.push_str(&aligned(&rows));
    out
}

/// Rows in columns that are as wide as they look.
fn aligned(rows: &[[String; 3]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .map(|row| render::width(&row[column]))
            .max()
            .unwrap_or(0)
    };
    let (first, second) = (width(0), width(1));
    let pad = |text: &str, to: usize| format!("{text}{}", " ".repeat(to.saturating_sub(render::width(text))));
    rows.iter()
        .map(|[a, b, c]| {
            format!("  {}  {}  {c}", pad(a, first), pad(b, second))
                .trim_end()
                .to_owned()
                + "\n"
        })
        .collect()
}
