//! `wanjia fleet`: many local sites as one thing. One file a command below it and one row in `below!`.

mod build;
mod check;
mod deploy;
mod engine;
mod gather;
mod impact;
mod new;
mod page;
mod places;
mod report;
mod serve;
mod status;
mod update;

use super::build::Format;
use super::console::Console;
use super::deploy::seconds;
use super::exit::Exit;
use super::help::{Both, FORMAT, HelpText};
use super::{json, paths};
use crate::base::message::Locale;
use crate::base::{Day, Diagnostic, Fault, Message};
use crate::check::fails;
use crate::config;
use crate::fleet::{AbsentSite, FILE, Fleet, FleetSite};
use crate::message;
use crate::serve::ExcerptReader;
use crate::yaml::nearest;
use clap::{Args, Subcommand};
use serde_json::Value as Json;
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "fleet",
    about: Both(
        "一次管许多本地站：按表格新建、生成、检查、看状态",
        "Many local sites as one: made from a table, built, inspected, watched",
    ),
    usage: Both("wanjia fleet <命令> [选项]", "wanjia fleet <COMMAND> [OPTIONS]"),
    example: Both(
        "各站列在 fleet.yaml 里（--root 是它的文件夹）：upstream: ../上级站、table: 各县.csv（或 sites: [sites/*]）、out: out/{code}。\n一个站出错，只有它不发布，别的照常；退出码为 1。\n\n例子：\n  wanjia fleet new 各县.csv --upstream ../省站\n  wanjia fleet build\n  wanjia fleet build --only 610802,610803\n  wanjia fleet status --format html > 状态.html",
        "The sites are in fleet.yaml (--root is its folder): `upstream: ../upstream`, `table: FILE.csv` (or `sites: [sites/*]`), `out: out/{code}`.\nA site with errors alone is not published, the others are; the exit code is 1.\n\nExamples:\n  wanjia fleet new counties.csv --upstream ../province\n  wanjia fleet build\n  wanjia fleet build --only 610802,610803\n  wanjia fleet status --format html > status.html",
    ),
    arguments: &[],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[command(subcommand)]
    what: Option<What>,
}

/// Every command below: its module, which has `WORDS`, `Request` and `run`, and its name.
macro_rules! below {
    ($($module:ident $name:ident,)*) => {
        #[derive(Subcommand)]
        enum What {
            $($name($module::Request),)*
        }

        /// Their words.
        pub const BELOW: &[&HelpText] = &[$(&$module::WORDS,)*];

        /// Does what was asked for.
        pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
            match &request.what {
                None => Err(Fault::new(message!("没有说做什么", "it is not said what to do")).hint(message!(
                    "用 wanjia fleet --help 看有哪些命令",
                    "`wanjia fleet --help` lists the commands"
                ))),
                $(Some(What::$name(request)) => $module::run(root, request, console),)*
            }
        }
    };
}

below! {
    new New,
    build Build,
    check Check,
    status Status,
    gather Gather,
    deploy Deploy,
    impact Impact,
    update Update,
    report Report,
    serve Serve,
    engine Engine,
}

/// What `--only` means, for all that have it.
const ONLY: (&str, Both) = (
    "only",
    Both(
        "只管这几个站：代码，逗号隔开",
        "only the sites of these codes, separated by commas",
    ),
);

/// What `--as-of` means.
const AS_OF: (&str, Both) = (
    "as_of",
    Both(
        "按哪一天，如 2026-06-06（默认：今天，北京时间）",
        "the day, like 2026-06-06 (default: today in Shanghai)",
    ),
);

/// Which sites are meant.
#[derive(Args)]
struct Chosen {
    #[arg(long, value_name = "CODE,…")]
    only: Vec<String>,
}

/// Which sites are meant, on which day, and how the answer is written.
#[derive(Args)]
struct Asked {
    #[command(flatten)]
    chosen: Chosen,
    #[arg(long, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

impl Asked {
    /// The day that is asked for.
    fn day(&self) -> Result<Day, Fault> {
        day(self.as_of.as_deref())
    }
}

/// The folder of a fleet: the one that was named, or the nearest with a fleet.yaml, here or above.
fn root(named: Option<&Path>) -> Result<PathBuf, Fault> {
    let from = named.unwrap_or(Path::new("."));
    let shown = from.display();
    let start = from
        .canonicalize()
        .map_err(|error| Fault::io("打开", "open", from, &error))?;
    let mut places = start.ancestors();
    let found = match named {
        Some(_) => places.next().filter(|place| place.join(FILE).is_file()),
        None => places.find(|place| place.join(FILE).is_file()),
    };
    found.map(Path::to_path_buf).ok_or_else(|| {
        Fault::new(message!("{shown} 里没有 {FILE}", "there is no {FILE} in {shown}")).hint(message!(
            "用 wanjia fleet new 表格 --upstream 上级站 新建，或用 --root DIR 指明",
            "make one with `wanjia fleet new TABLE --upstream DIR`, or name it with --root DIR"
        ))
    })
}

/// Opens a fleet; nothing when fleet.yaml is wrong, which is told then.
fn open(root: &Path, console: &Console) -> Result<Option<Fleet>, Fault> {
    let mut report = Vec::new();
    let fleet = Fleet::open(root, &mut report)?;
    if fails(&report) {
        told(root, &report, console);
        return Ok(None);
    }
    Ok(Some(fleet))
}

/// Prints what is wrong with fleet.yaml.
fn told(root: &Path, report: &[Diagnostic], console: &Console) {
    let text_of = |file: &str| std::fs::read_to_string(root.join(file)).ok();
    let mut excerpts = ExcerptReader::new(&text_of);
    console.report(report, &mut excerpts);
    if console.json {
        let diagnostics = json::diagnostics(report, &mut excerpts, console.locale);
        console.data(&json::line(
            &serde_json::json!({"sites": [], "diagnostics": diagnostics}),
        ));
    }
}

/// The codes that `--only` names, however they are set apart.
fn codes(only: &[String]) -> Vec<&str> {
    let apart = |c: char| c.is_whitespace() || matches!(c, ',' | '，' | '、' | ';' | '；');
    let all = only.iter().flat_map(|codes| codes.split(apart));
    all.filter(|code| !code.is_empty()).collect()
}

impl Chosen {
    /// The sites that are meant, in the order of the fleet.
    fn of<'f>(&self, fleet: &'f Fleet) -> Result<Vec<&'f FleetSite>, Fault> {
        let codes = codes(&self.only);
        if codes.is_empty() && !self.only.is_empty() {
            return Err(
                Fault::new(message!("--only 后面没有写代码", "--only names no code")).hint(message!(
                    "写成 --only 610802,610803",
                    "write it like --only 610802,610803"
                )),
            );
        }
        for code in &codes {
            let absent = fleet.absent.iter().any(|site| site.code == *code);
            if !absent && !fleet.sites.iter().any(|site| site.code == *code) {
                return Err(unknown(code, fleet));
            }
        }
        let all = fleet.sites.iter();
        Ok(all
            .filter(|site| codes.is_empty() || codes.contains(&&*site.code))
            .collect())
    }
}

impl Chosen {
    /// Those that are meant of the sites that are not there.
    fn absent<'f>(&self, fleet: &'f Fleet) -> Vec<&'f AbsentSite> {
        let codes = codes(&self.only);
        let all = fleet.absent.iter();
        all.filter(|site| codes.is_empty() || codes.contains(&&*site.code))
            .collect()
    }
}

fn unknown(code: &str, fleet: &Fleet) -> Fault {
    let near = nearest(code, fleet.sites.iter().map(|site| site.code.as_str()));
    let fault = Fault::new(message!("没有 {code} 这个站", "there is no site {code}"));
    fault.hint(match near {
        Some(near) => message!("是不是 {near}？", "did you mean {near}?"),
        None => message!(
            "用 wanjia fleet status 看有哪些站",
            "`wanjia fleet status` lists the sites"
        ),
    })
}

/// Opens the fleet, tells what is wrong with it, and does something with the sites that are meant. `act` says whether one of
/// them needs a look.
fn with_sites(
    root: Option<&Path>,
    chosen: &Chosen,
    console: &Console,
    act: impl FnOnce(&Fleet, &[&FleetSite]) -> Result<bool, Fault>,
) -> Result<Exit, Fault> {
    let Some(fleet) = open(&self::root(root)?, console)? else {
        return Ok(Exit::ContentErrors);
    };
    let sites = chosen.of(&fleet)?;
    let broken = problems(&fleet, console);
    let wrong = act(&fleet, &sites)?;
    Ok(ended(wrong || broken))
}

/// Does something with each site, one after the other, and shows how far that is.
fn each<T>(
    stage: &Message,
    sites: &[&FleetSite],
    console: &Console,
    mut act: impl FnMut(&FleetSite) -> T,
) -> Vec<T> {
    let progress = console.progress();
    progress.begin(stage, sites.len());
    let each = sites.iter().map(|site| {
        let done = act(site);
        progress.step();
        done
    });
    let all = each.collect();
    progress.end();
    all
}

/// Says that another process is at a site.
fn waits(site: &FleetSite, console: &Console) {
    let code = &site.code;
    console.message(&message!(
        "另一个任务正在生成 {code}，等它做完。",
        "Another task is building {code}; waiting for it."
    ));
}

/// A site as the beginning of a row, and what is said of it.
fn row(site: &FleetSite, told: &Message, console: &Console) -> Vec<String> {
    let told = told.to(console.locale).to_owned();
    vec![site.code.clone(), site.name.clone(), told]
}

/// The first row of a table.
fn heads(names: &[(&'static str, &'static str)], locale: Locale) -> Vec<String> {
    names.iter().map(|(zh, en)| say(locale, zh, en)).collect()
}

/// The day that is asked for; today in Shanghai when none is.
fn day(as_of: Option<&str>) -> Result<Day, Fault> {
    as_of.map_or_else(|| Ok(Day::today_in_shanghai()), super::build::day)
}

/// How a command ends: whether something needs a look.
fn ended(wrong: bool) -> Exit {
    if wrong { Exit::ContentErrors } else { Exit::Done }
}

/// Prints what is wrong with single sites before anything is done; whether there is something.
fn problems(fleet: &Fleet, console: &Console) -> bool {
    fleet.notes.iter().for_each(|note| console.message(note));
    fleet.problems.iter().for_each(|problem| console.message(problem));
    !fleet.problems.is_empty()
}

/// A site as the beginning of its JSON.
fn entry(site: &FleetSite) -> serde_json::Map<String, Json> {
    let mut entry = serde_json::Map::new();
    entry.insert("code".to_owned(), site.code.clone().into());
    entry.insert("root".to_owned(), site.root.display().to_string().into());
    entry.insert("out".to_owned(), site.out.display().to_string().into());
    entry
}

/// Rows in columns that are as wide as they look; the first row is the head.
fn aligned(rows: &[Vec<String>]) -> String {
    let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| super::render::width(cell))
            .max()
    };
    let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, to)| {
            format!(
                "{cell}{}",
                " ".repeat(to.saturating_sub(super::render::width(cell)))
            )
        });
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

/// Where a site is published may be no folder of its authors, nor of those of any other site.
fn fit(site: &FleetSite) -> Result<(), Fault> {
    let way_out = || {
        message!(
            "改 fleet.yaml 的 out，如 out: out/{{code}}",
            "change `out` of fleet.yaml, like out: out/{{code}}"
        )
    };
    let out = paths::output(&site.root, Some(&site.out))
        .map_err(|fault| Fault::new(fault.message).hint(way_out()))?;
    let foreign = foreign(&out);
    foreign.map_or(Ok(()), |folder| {
        let (out, folder) = (out.display(), folder.display());
        let told = message!(
            "输出文件夹 {out} 在站点的 {folder} 里，会被当成内容再发布",
            "the output folder {out} is inside {folder} of a site and would be published again"
        );
        Err(Fault::new(told).hint(way_out()))
    })
}

/// The folder of authors of any site that a folder is in.
fn foreign(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| {
        let inside = folder
            .parent()
            .is_some_and(|above| above.join(config::FILE).is_file());
        inside && paths::is_input(folder)
    })
}

/// Where a command leaves files of its own: the folder that was named, or one beside fleet.yaml; none that is published.
fn beside(fleet: &Fleet, named: Option<&Path>, own: &str) -> Result<PathBuf, Fault> {
    let folder = named.map_or_else(|| fleet.root.join(own), Path::to_path_buf);
    let whole = std::path::absolute(&folder).map_err(|error| Fault::io("使用", "use", &folder, &error))?;
    let published = fleet.sites.iter().any(|site| whole.starts_with(&site.out));
    if published || foreign(&whole).is_some() {
        let shown = folder.display();
        return Err(Fault::new(message!(
            "{shown} 里的东西会被发布出去",
            "what is in {shown} would be published"
        ))
        .hint(message!("换一个文件夹", "name another folder")));
    }
    Ok(folder)
}

/// A text of ours in the language of the reader.
fn say(locale: Locale, chinese: &'static str, english: &'static str) -> String {
    Both(chinese, english).to(locale).to_owned()
}
