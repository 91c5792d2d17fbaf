//! `wanjia fleet new`: the folders of the sites that a table names.

use crate::base::{Day, Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::write;
use crate::fleet::{self, FILE, Fleet, Table};
use crate::local::FileChange;
use crate::message;
use crate::yaml::plain_or_quoted;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "new",
    about: Both(
        "按表格新建各站的文件夹",
        "Makes the folders of the sites that a table names",
    ),
    usage: Both(
        "wanjia fleet new [表格] [选项]",
        "wanjia fleet new [TABLE] [OPTIONS]",
    ),
    example: Both(
        "表格是 CSV 或 XLSX，第一行写列名：code（行政区划代码）、name（名称）必有，url、region、organiser、phone、email、address、icp、police 可有，别的列是上级的事实。\n表里有市又有县时，县的上级是市。已经有的站不动；表格加了行，再运行一次。\n\n例子：\n  wanjia fleet new 各县.xlsx --upstream ../省站\n  wanjia fleet new",
        "The table is CSV or XLSX; its first row names the columns: code and name, and if you like url, region, organiser, phone, email, address, icp, police; any other column is a fact of the upstream.\nWhere the table has both, a county is on top of its city. Sites that are there stay as they are; run it again when the table has grown.\n\nExamples:\n  wanjia fleet new counties.xlsx --upstream ../province\n  wanjia fleet new",
    ),
    arguments: &[
        (
            "table",
            Both(
                "表格（默认：fleet.yaml 里的 table）",
                "the table (default: `table` of fleet.yaml)",
            ),
        ),
        (
            "upstream",
            Both(
                "上级站点（默认：fleet.yaml 里的 upstream）",
                "the upstream site (default: `upstream` of fleet.yaml)",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "TABLE")]
    table: Option<PathBuf>,
    #[arg(long, value_name = "DIR")]
    upstream: Option<String>,
}

/// Makes the sites.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let root = place(root, request)?;
    let Some(fleet) = super::open(&root, console)? else {
        return Ok(Exit::ContentErrors);
    };
    let own = fleet
        .settings
        .table
        .as_ref()
        .map(|table| fleet.root.join(&table.value));
    let table = request.table.clone().or(own).ok_or_else(|| {
        Fault::new(message!("没有说用哪个表格", "no table was named")).hint(message!(
            "wanjia fleet new 各县.csv",
            "`wanjia fleet new counties.csv`"
        ))
    })?;
    let upstream = request
        .upstream
        .as_deref()
        .map(|upstream| from_here(upstream, &root))
        .transpose()?;
    let start = fleet::start(&fleet, &Table::read(&table)?, upstream.as_deref())?;
    start.problems.iter().for_each(|problem| console.message(problem));
    let progress = console.progress();
    progress.begin(&Message::new("新建各站", "making sites"), start.rows().len());
    let mut required = std::collections::BTreeSet::new();
    for row in start.rows() {
        let folder = fleet.folder_of(&row.code);
        required.extend(make(&fleet, &start, row, &folder)?);
        progress.step();
    }
    progress.end();
    drop(progress);
    let (made, standing, wrong) = (start.rows().len(), start.standing, start.problems.len());
    console.message(&message!(
        "新建了 {made} 个站，{standing} 个已经有了，没有动；表格里 {wrong} 处要看。",
        "{made} sites were made, {standing} were there and stay as they are; {wrong} places of the table need a look."
    ));
    if !required.is_empty() {
        let all: Vec<String> = required.into_iter().collect();
        let all = all.join("、");
        console.message(&message!(
            "上级要求当地填写：{all}。填在各站的 facts.yaml，或在表格里加这一列。",
            "The upstream requires local values of: {all}. Fill them in in each facts.yaml, or add a column to the table."
        ));
    }
    console.message(&message!(
        "接着：wanjia fleet build",
        "Next: `wanjia fleet build`"
    ));
    Ok(if wrong > 0 {
        Exit::ContentErrors
    } else {
        Exit::Done
    })
}

/// Makes a site whole or not at all; what it has to fill in.
fn make(fleet: &Fleet, start: &fleet::Start, row: &fleet::Row, folder: &Path) -> Result<Vec<String>, Fault> {
    let above = folder.parent().unwrap_or(folder);
    let io = |error| Fault::io("新建", "make", folder, &error);
    if folder.exists() {
        let shown = folder.display();
        return Err(Fault::new(message!(
            "{shown} 已经有了，可是没有 site.yaml",
            "{shown} is there and has no site.yaml"
        ))
        .hint(message!("挪开它再运行", "move it away and run again")));
    }
    let draft = above.join(format!(".{}.{}", row.code, std::process::id()));
    fs::create_dir_all(&draft).map_err(io)?;
    let made = start
        .site(fleet, row, &draft, Day::today_in_shanghai())
        .and_then(|site| {
            write::write(&draft, &site.files)?;
            fs::rename(&draft, folder).map_err(io)?;
            Ok(site.required)
        });
    if made.is_err() {
        let _ = fs::remove_dir_all(&draft);
    }
    made
}

/// The folder of the fleet; a new one gets a fleet.yaml where the table and the upstream are named.
fn place(root: Option<&Path>, request: &Request) -> Result<PathBuf, Fault> {
    let found = super::root(root);
    let (Some(upstream), Some(table), true) = (&request.upstream, &request.table, found.is_err()) else {
        return found;
    };
    let folder = root.unwrap_or(Path::new("."));
    let folder = folder
        .canonicalize()
        .map_err(|error| Fault::io("打开", "open", folder, &error))?;
    let table = from_here(&table.to_string_lossy(), &folder)?;
    let upstream = from_here(upstream, &folder)?;
    let text = format!(
        "# 许多本地站，上级是同一个。\nupstream: {}\ntable: {}        # 表格加了行，运行 wanjia fleet new\nout: out/{{code}}\n",
        plain_or_quoted(&upstream),
        plain_or_quoted(&table),
    );
    let file = FileChange {
        file: FILE.to_owned(),
        text,
        keep_former: false,
    };
    write::write(&folder, &[file])?;
    Ok(folder)
}

/// A path that is named from here, as it is named from the folder of the fleet. Addresses stay as they are.
fn from_here(named: &str, folder: &Path) -> Result<String, Fault> {
    if named.contains("://") || named.contains('@') {
        return Ok(named.to_owned());
    }
    let path = Path::new(named);
    let real = path
        .canonicalize()
        .map_err(|error| Fault::io("打开", "open", path, &error))?;
    Ok(crate::overlay::relative(&real, folder))
}
