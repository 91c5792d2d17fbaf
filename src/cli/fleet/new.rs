//! `wanjia fleet new`: the folders of the sites that a table names.

use crate::base::{Day, Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::write;
use crate::fleet::{self, FILE, Fleet, FleetSettings, Table};
use crate::local::{FileChange, LeftFact, NewSite};
use crate::message;
use crate::yaml::plain_or_quoted;
use clap::Args;
use std::collections::{BTreeMap, BTreeSet};
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
        "表格是 CSV 或 XLSX，第一行写列名：code（行政区划代码）、name（名称）必有，url、region、organiser、phone、email、address、icp、police 可有，别的列是上级的事实。\n表里有市又有县时，县的上级是市。表格加了行，再运行一次；已经有的站不动，和表格不一样的会说出来。\n\n例子：\n  wanjia fleet new 各县.xlsx --upstream ../省站\n  wanjia fleet new",
        "The table is CSV or XLSX; its first row names the columns: code and name, and if you like url, region, organiser, phone, email, address, icp, police; any other column is a fact of the upstream.\nWhere the table has both, a county is on top of its city. Run it again when the table has grown; sites that are there stay as they are, and it is told where they differ from the table.\n\nExamples:\n  wanjia fleet new counties.xlsx --upstream ../province\n  wanjia fleet new",
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
        (
            "dry_run",
            Both(
                "只说会新建哪些站、各在谁下面，什么也不写",
                "tells which sites would be made, each below whom, and writes nothing",
            ),
        ),
        (
            "apply",
            Both(
                "已经有的站，空着的按表格填上；写过的不动",
                "fills in from the table what sites that are there do not say yet; what they say stays",
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
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    apply: bool,
}

/// Makes the sites.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let Some((fleet, is_new)) = fleet(root, request, console)? else {
        return Ok(Exit::ContentErrors);
    };
    let (table, upstream) = (table(&fleet, request)?, upstream(&fleet, request)?);
    let table = Table::read(&table)?;
    let start = fleet::start(&fleet, &table, &upstream);
    let told = fleet.notes.iter().filter(|note| !table.doubts.contains(note));
    told.for_each(|note| console.message(note));
    start.problems.iter().for_each(|problem| console.message(problem));
    if request.dry_run {
        compare(&fleet, &start, false, console)?;
        return planned(&fleet, &start, console);
    }
    let progress = console.progress();
    progress.begin(&Message::new("新建各站", "making sites"), start.rows().len());
    let mut made = Made::default();
    for row in start.rows() {
        let done = match made.waits_for(row) {
            Some(above) => Err(not_made(&above)),
            None => make(&fleet, &start, row, &fleet.folder_of(&row.code)).map(Some),
        };
        made.add(row, done);
        progress.step();
    }
    progress.end();
    drop(progress);
    if is_new && (made.sites > 0 || !start.standing.is_empty()) {
        write::write(&fleet.root, &[settings(&fleet.settings)])?;
    }
    let wrong = start.problems.len() + made.tell(console);
    compare(&fleet, &start, request.apply, console)?;
    let (sites, standing) = (made.sites, start.standing.len());
    console.message(&message!(
        "新建了 {sites} 个站，{standing} 个已经有了；表格里 {wrong} 处要看。",
        "{sites} sites were made, {standing} were there; {wrong} places of the table need a look."
    ));
    if sites > 0 {
        console.message(&message!(
            "接着：wanjia fleet build",
            "Next: `wanjia fleet build`"
        ));
    }
    Ok(super::ended(wrong > 0))
}

/// Tells what would be made, each site with its region and whom it would be on top of, and what could not be made.
fn planned(fleet: &Fleet, start: &fleet::Start, console: &Console) -> Result<Exit, Fault> {
    // What is fetched of an upstream to look at it goes there and with it.
    let failed = |error: std::io::Error| Fault::io("新建", "make", &fleet.root, &error);
    let draft = tempfile::tempdir().map_err(failed)?;
    let folder = draft.path().canonicalize().map_err(failed)?;
    let coming: BTreeSet<PathBuf> = start
        .rows()
        .iter()
        .map(|row| fleet.folder_by(&row.code))
        .collect();
    let (mut made, mut rows) = (Made::default(), Vec::new());
    for row in start.rows() {
        let above = start.above(fleet, row);
        let done = match made.waits_for(row) {
            Some(above) => Err(not_made(&above)),
            // Its region lies in that of the site above by its code, and that one is looked at itself.
            None if coming.contains(&above) => Ok(None),
            None => start
                .site(fleet, row, &folder, Day::today_in_shanghai())
                .map(Some),
        };
        if done.is_ok() {
            let above = fleet.shown(&above);
            let place = row.known_place().to_owned();
            rows.push(vec![
                row.code.to_string(),
                row.name.clone(),
                place,
                format!("← {above}"),
            ]);
        }
        made.add(row, done);
    }
    console.text(&super::aligned(&rows));
    let wrong = start.problems.len() + made.tell(console);
    let (sites, standing) = (made.sites, start.standing.len());
    console.message(&message!(
        "会新建 {sites} 个站，{standing} 个已经有了；表格里 {wrong} 处要看。什么也没有写。",
        "{sites} sites would be made, {standing} are there; {wrong} places of the table need a look. Nothing was written."
    ));
    Ok(super::ended(wrong > 0))
}

fn not_made(above: &str) -> Fault {
    Fault::new(message!(
        "上级 {above} 没有新建成",
        "{above}, which it lies in, was not made"
    ))
}

/// Tells where the files of sites that are there differ from their rows. With `apply` what they do not say yet is filled in; what
/// their authors wrote stays.
fn compare(fleet: &Fleet, start: &fleet::Start, apply: bool, console: &Console) -> Result<(), Fault> {
    let (mut rows, mut filled, mut open) = (Vec::new(), 0, 0);
    for row in &start.standing {
        let line = |told: &Message| {
            let told = told.to(console.locale).to_owned();
            vec![row.code.to_string(), row.name.clone(), told]
        };
        match fleet::Start::differences(fleet, row, Day::today_in_shanghai()) {
            Err(fault) => rows.push(line(&fault.message)),
            Ok(found) => {
                if apply {
                    write::write(&fleet.folder_of(&row.code), &found.files)?;
                }
                let (can, other): (Vec<_>, Vec<_>) = found.all.iter().partition(|one| one.can_fill);
                *(if apply { &mut filled } else { &mut open }) += can.len();
                let shown = if apply { other } else { found.all.iter().collect() };
                rows.extend(shown.into_iter().map(|one| line(&one.words())));
            }
        }
    }
    console.text(&super::aligned(&rows));
    if filled > 0 {
        console.message(&message!(
            "按表格填了 {filled} 处空着的；原来的文件在各站的 .wanjia/backup 里。",
            "{filled} empty places were filled in from the table; the former files are in .wanjia/backup of each site."
        ));
    }
    if open > 0 {
        console.message(&message!(
            "站里还空着的 {open} 处，可以按表格填：wanjia fleet new --apply；别的改各站自己的文件。",
            "{open} places that are empty in the sites can be filled in from the table: `wanjia fleet new --apply`; change the others in the files of each site."
        ));
    }
    Ok(())
}

/// What came of the rows so far.
#[derive(Default)]
struct Made {
    sites: usize,
    /// Rows that could not be made, by why.
    failed: BTreeMap<String, (Fault, Vec<String>)>,
    /// Their codes.
    not_made: BTreeSet<String>,
    /// What the upstream requires and nobody gave.
    required: BTreeSet<String>,
    /// Columns whose values could not be used, by why: the lines of their rows.
    left: BTreeMap<(LeftFact, String), Vec<usize>>,
}

impl Made {
    /// The site above a row that could not be made.
    fn waits_for(&self, row: &fleet::Row) -> Option<String> {
        let mut above = row.code.above().into_iter().map(|code| code.to_string());
        above.find(|code| self.not_made.contains(code))
    }

    /// Adds what came of a row; of a site that is only planned nothing is known but that it can be.
    fn add(&mut self, row: &fleet::Row, made: Result<Option<NewSite>, Fault>) {
        match made {
            Ok(None) => self.sites += 1,
            Ok(Some(site)) => {
                self.sites += 1;
                self.required.extend(site.required);
                for (name, why) in site.left {
                    self.left.entry((why, name)).or_default().push(row.line);
                }
            }
            Err(fault) => {
                self.not_made.insert(row.code.to_string());
                let rows = self.failed.entry(fault.message.zh.to_string());
                let (_, rows) = rows.or_insert_with(|| (fault, Vec::new()));
                rows.push(format!("{} {}", row.code, row.name));
            }
        }
    }

    /// Tells what needs a look; how many places.
    fn tell(&self, console: &Console) -> usize {
        for (fault, rows) in self.failed.values() {
            console.text(&format!("{}\n", rows.join("、")));
            console.fault(fault);
        }
        for ((why, name), lines) in &self.left {
            let lines = listed(lines);
            console.message(&match why {
                LeftFact::Unknown => message!(
                    "上级没有“{name}”这个事实，表格里这一列没有用",
                    "the upstream has no fact `{name}`; this column of the table is not used"
                ),
                LeftFact::Unitless => message!(
                    "“{name}”这一列第 {lines} 行只有数，没有单位，没有用：写成 15天、500元/月 这样",
                    "the column `{name}` has bare numbers in line {lines}, which are not used: write them like 15天 or 500元/月"
                ),
            });
        }
        if !self.required.is_empty() {
            let all = self
                .required
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join("、");
            console.message(&message!(
                "上级要求当地填写：{all}。填在各站的 facts.yaml；或在表格里加这一列，运行 wanjia fleet new --apply。",
                "The upstream requires local values of: {all}. Fill them in in each facts.yaml, or add columns to the table and run `wanjia fleet new --apply`."
            ));
        }
        self.failed.values().map(|(_, rows)| rows.len()).sum::<usize>() + self.left.len()
    }
}

/// Lines of a table, the first ones of very many.
fn listed(lines: &[usize]) -> String {
    let mut lines = lines.to_vec();
    lines.sort_unstable();
    let shown: Vec<String> = lines.iter().take(20).map(usize::to_string).collect();
    let more = if lines.len() > shown.len() { "…" } else { "" };
    shown.join("、") + more
}

/// Makes a site whole or not at all.
fn make(fleet: &Fleet, start: &fleet::Start, row: &fleet::Row, folder: &Path) -> Result<NewSite, Fault> {
    let above = folder.parent().unwrap_or(folder);
    let io = |error| Fault::io("新建", "make", folder, &error);
    if folder.exists() {
        return Err(Fault::new(message!(
            "这里已经有同名的文件夹，可是没有 site.yaml",
            "there is a folder of this name without a site.yaml"
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
            Ok(site)
        });
    if made.is_err() {
        let _ = fs::remove_dir_all(&draft);
    }
    made
}

/// The fleet, and whether it has no fleet.yaml yet: a table and an upstream are enough to begin one.
fn fleet(root: Option<&Path>, request: &Request, console: &Console) -> Result<Option<(Fleet, bool)>, Fault> {
    let found = super::root(root);
    let (Some(upstream), Some(table), true) = (&request.upstream, &request.table, found.is_err()) else {
        return Ok(super::open(&found?, console)?.map(|fleet| (fleet, false)));
    };
    let folder = root.unwrap_or(Path::new("."));
    let folder = folder
        .canonicalize()
        .map_err(|error| Fault::io("打开", "open", folder, &error))?;
    let settings = FleetSettings::begin(
        from_here(upstream, &folder)?,
        from_here(&table.to_string_lossy(), &folder)?,
    );
    Ok(Some((Fleet::of(&folder, settings)?, true)))
}

/// The table that is meant: it is the one of fleet.yaml, or sites would be made that are never built.
fn table(fleet: &Fleet, request: &Request) -> Result<PathBuf, Fault> {
    let own = fleet
        .settings
        .table
        .as_ref()
        .map(|table| fleet.root.join(&table.value));
    match (&request.table, own) {
        (Some(named), Some(own)) if named.canonicalize().ok() != own.canonicalize().ok() => {
            let (named, own) = (named.display(), fleet.shown(&own));
            Err(Fault::new(message!(
                "{FILE} 里的 table 是 {own}，不是 {named}",
                "`table` of {FILE} is {own}, not {named}"
            ))
            .hint(message!(
                "换了表格的，先改 {FILE} 的 table，再运行 wanjia fleet new",
                "for another table change `table` of {FILE} first, then run `wanjia fleet new`"
            )))
        }
        (Some(named), _) => Ok(named.clone()),
        (None, Some(own)) => Ok(own),
        (None, None) => Err(
            Fault::new(message!("没有说用哪个表格", "no table was named")).hint(message!(
                "wanjia fleet new 各县.csv",
                "`wanjia fleet new counties.csv`"
            )),
        ),
    }
}

/// The upstream that is meant, from the folder of the fleet.
fn upstream(fleet: &Fleet, request: &Request) -> Result<String, Fault> {
    let named = request
        .upstream
        .as_deref()
        .map(|named| from_here(named, &fleet.root))
        .transpose()?;
    let place = |upstream: &String| fleet.root.join(upstream).canonicalize().ok();
    let own = fleet.settings.upstream.as_ref().map(|own| own.value.clone());
    match (named, own) {
        (Some(named), Some(own)) if named != own && place(&named) != place(&own) => Err(Fault::new(message!(
            "{FILE} 里的 upstream 是 {own}，不是 {named}",
            "`upstream` of {FILE} is {own}, not {named}"
        ))
        .hint(message!(
            "换了上级的，先改 {FILE} 的 upstream；已经有的站，上级写在它自己的 site.yaml 里",
            "for another upstream change `upstream` of {FILE} first; sites that are there say theirs in their site.yaml"
        ))),
        (named, own) => own.or(named).ok_or_else(|| {
            Fault::new(message!("没有说上级站点在哪里", "it is not said where the upstream is")).hint(message!(
                "在 {FILE} 里写 upstream: ../上级站",
                "write `upstream: ../upstream` in {FILE}"
            ))
        }),
    }
}

/// The fleet.yaml of a new fleet.
fn settings(settings: &FleetSettings) -> FileChange {
    let table = settings.table.as_ref().map_or("", |table| table.value.as_str());
    let text = format!(
        "# 许多本地站，上级是同一个。\nupstream: {}\ntable: {}        # 表格加了行，运行 wanjia fleet new\nout: {}\n",
        plain_or_quoted(
            settings
                .upstream
                .as_ref()
                .map(|upstream| upstream.value.as_str())
                .expect("a new fleet is begun with its upstream")
        ),
        plain_or_quoted(table),
        plain_or_quoted(&settings.out),
    );
    FileChange {
        file: FILE.to_owned(),
        text,
        keep_former: false,
    }
}

/// A path that is named from here, as it is named from the folder of the fleet. Addresses stay as they are.
pub(super) fn from_here(named: &str, folder: &Path) -> Result<String, Fault> {
    if named.contains("://") || named.contains('@') {
        return Ok(named.to_owned());
    }
    let path = Path::new(named);
    let real = path
        .canonicalize()
        .map_err(|error| Fault::io("打开", "open", path, &error))?;
    Ok(crate::overlay::relative(&real, folder))
}
