//! `wanjia deploy`: the site, built and sent to where people read it.

use super::build::{Format, summary};
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, FORMAT, HelpText};
use super::sign::{SIGN_KEY, sign};
use super::watchdog::Watchdog;
use super::{json, paths};
use crate::base::{Day, Diagnostic, Fault, Message};
use crate::check::fails;
use crate::config::{self, DeploySettings};
use crate::deploy::{self, Keys, Order, Sent, StoreSettings, Target, Watch};
use crate::message;
use crate::pipeline::{BuildOptions, Builder, Progress};
use crate::serve::ExcerptReader;
use crate::source::{decode, unreadable};
use clap::Args;
use serde_json::{Map, Value as Json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "deploy",
    about: Both(
        "生成网站，发到服务器上",
        "Builds the site and sends it to where people read it",
    ),
    usage: Both("wanjia deploy [选项]", "wanjia deploy [OPTIONS]"),
    example: Both(
        "内容有错误时什么也不发；退出码为 1。发到哪里，平时写在 site.yaml 的 deploy 里。\n文件夹里放 releases/1、releases/2……，current 总是指着最新的一份，网站服务器的根目录写 current。\n\n例子：\n  wanjia deploy --to /srv/www/jsx\n  wanjia deploy --to rsync://www@example.org/srv/www/jsx\n  wanjia deploy --dry-run\n  wanjia deploy --no-build --format json",
        "With errors in the content nothing is sent; the exit code is 1. Where it goes is usually said in `deploy` of site.yaml.\nA folder holds releases/1, releases/2 …, and `current` always leads to the newest one: make it the root of the web server.\n\nExamples:\n  wanjia deploy --to /srv/www/jsx\n  wanjia deploy --to rsync://www@example.org/srv/www/jsx\n  wanjia deploy --dry-run\n  wanjia deploy --no-build --format json",
    ),
    arguments: &[
        (
            "to",
            Both(
                "发到哪里：文件夹、sftp://主机/路径、rsync://主机/路径、s3://桶/前缀（默认：site.yaml 的 deploy）",
                "where to: a folder, sftp://HOST/PATH, rsync://HOST/PATH or s3://BUCKET/PREFIX (default: `deploy` in site.yaml)",
            ),
        ),
        (
            "out",
            Both(
                "输出文件夹（默认：站点里的 public）",
                "output folder (default: public in the site)",
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

/// What `--dry-run` means.
pub(super) const DRY_RUN: (&str, Both) = (
    "dry_run",
    Both(
        "只说会发什么、撤下什么",
        "only says what would be sent and what would go away",
    ),
);

/// What `--delete` means.
pub(super) const DELETE: (&str, Both) = (
    "delete",
    Both(
        "不再属于网站的文件，从对象存储里删掉（文件夹里不用写，旧的本来就看不到了）",
        "deletes from a store what is no longer of the site (folders need no such word)",
    ),
);

/// What `--all` means.
pub(super) const ALL: (&str, Both) = (
    "all",
    Both(
        "全部重发，盖掉那里已有的同名文件",
        "sends everything again, over whatever lies there",
    ),
);

/// What `--max-deletes` means.
pub(super) const MAX_DELETES: (&str, Both) = (
    "max_deletes",
    Both(
        "要撤下的文件多于这个数，就什么也不发（对象存储默认：256）",
        "sends nothing when more files than that would go away (stores: 256)",
    ),
);

/// What `--no-build` means.
pub(super) const NO_BUILD: (&str, Both) = (
    "no_build",
    Both("不生成，发已经生成好的", "builds nothing and sends what is there"),
);

/// What `--wait` means.
pub(super) const WAIT: (&str, Both) = (
    "wait",
    Both(
        "另一次发布还在进行，最多等多少秒（默认：30）",
        "how many seconds to wait for another deploy (default: 30)",
    ),
);

/// What `--unlock` means.
pub(super) const UNLOCK: (&str, Both) = (
    "unlock",
    Both(
        "确实没有别人在发布时，不管留下的锁",
        "breaks a lock that was left, when nobody else is deploying",
    ),
);

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "TARGET")]
    to: Option<String>,
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    how: How,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// How it is sent.
#[derive(Args)]
pub(super) struct How {
    #[arg(long)]
    dry_run: bool,
    #[arg(long)]
    delete: bool,
    #[arg(long)]
    all: bool,
    #[arg(long, value_name = "N")]
    max_deletes: Option<usize>,
    #[arg(long)]
    no_build: bool,
    #[arg(long, value_name = "SECONDS", default_value_t = 30)]
    wait: u64,
    #[arg(long)]
    unlock: bool,
    #[arg(long, value_name = "FILE")]
    sign_key: Option<PathBuf>,
}

impl How {
    /// Whether what is there is sent.
    pub fn is_without_build(&self) -> bool {
        self.no_build
    }
}

/// Builds and sends.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let begin = Instant::now();
    let root = paths::root(root)?;
    let out = paths::output(&root, request.out.as_deref())?;
    let mut wrong = Vec::new();
    let settings = settings(&root, &mut wrong);
    if fails(&wrong) {
        // A build says what else is wrong.
        let is_built = !request.how.no_build && built(&root, &out, request, console)?;
        if request.how.no_build || is_built {
            let text_of = |file: &str| std::fs::read_to_string(root.join(file)).ok();
            refused(&wrong, &mut ExcerptReader::new(&text_of), request, console);
        }
        return Ok(Exit::ContentErrors);
    }
    let target = target(request.to.as_deref(), &settings, &root)?;
    fit(&target, &root, &out)?;
    if !request.how.no_build && !built(&root, &out, request, console)? {
        return Ok(Exit::ContentErrors);
    }
    let progress = console.progress();
    let sent = send(&target, (&root, &out), &request.how, &*progress)?;
    drop(progress);
    match request.format {
        Format::Json => {
            let mut entry = told(&sent, &request.how);
            entry.insert("seconds".to_owned(), seconds(begin.elapsed()).into());
            let notes = sent.notes.iter().cloned().chain(left(&sent));
            notes.for_each(|note| console.message(&note));
            console.data(&json::line(&entry));
        }
        Format::Text => report(&sent, request.how.dry_run, begin.elapsed(), console),
    }
    Ok(Exit::Done)
}

/// What site.yaml says of where the site is sent.
fn settings(root: &Path, report: &mut Vec<Diagnostic>) -> DeploySettings {
    let file = config::FILE.into();
    let read = std::fs::read(root.join(config::FILE)).map_err(|error| unreadable(&file, &error.to_string()));
    match read.and_then(|bytes| decode(&file, bytes)) {
        Ok(text) => config::deploy_settings(&text, report),
        Err(wrong) => {
            report.push(wrong);
            DeploySettings::default()
        }
    }
}

/// Tells what is wrong with content that is not sent.
fn refused(
    diagnostics: &[Diagnostic],
    excerpts: &mut ExcerptReader<'_>,
    request: &Request,
    console: &Console,
) {
    if request.format == Format::Json {
        let mut entry = told(&Sent::default(), &request.how);
        let diagnostics = json::diagnostics(diagnostics, excerpts, console.locale);
        entry.insert("diagnostics".to_owned(), diagnostics);
        console.data(&json::line(&entry));
    } else {
        console.report(diagnostics, excerpts);
    }
}

/// Signs the output of a site when there is a key, and sends it to a target.
pub(super) fn send(
    target: &Target,
    (root, out): (&Path, &Path),
    how: &How,
    progress: &dyn Progress,
) -> Result<Sent, Fault> {
    if !how.dry_run {
        sign(root, out, how.sign_key.as_deref())?;
    }
    let (keys, own_program) = (keys(), std::env::current_exe().ok());
    let order = Order {
        verify: how.no_build,
        dry_run: how.dry_run,
        delete: how.delete,
        all: how.all,
        max_deletes: how.max_deletes,
        unlock: how.unlock,
        keys: keys.as_ref(),
        own_program: own_program.as_deref(),
        ..Order::of(out, Duration::from_secs(how.wait))
    };
    deploy::deploy(target, &order, &Watching(progress))
}

/// Keys of a store, from the environment and from nowhere else.
fn keys() -> Option<Keys> {
    let variable = |name: &str| {
        let value = std::env::var(name).ok().map(|value| value.trim().to_owned());
        value.filter(|value| !value.is_empty())
    };
    Some(Keys {
        id: variable("AWS_ACCESS_KEY_ID")?,
        secret: variable("AWS_SECRET_ACCESS_KEY")?,
        token: variable("AWS_SESSION_TOKEN"),
    })
}

/// The bar of the console, for who sends.
struct Watching<'p>(&'p dyn Progress);

impl Watch for Watching<'_> {
    fn begin(&self, stage: &Message, total: usize) {
        self.0.begin(stage, total);
    }

    fn step(&self) {
        self.0.step();
    }
}

/// Where the site goes: `--to`, from here, or what its settings say, from its folder.
pub(super) fn target(to: Option<&str>, settings: &DeploySettings, root: &Path) -> Result<Target, Fault> {
    if to.is_some_and(config::has_password) {
        return Err(Fault::new(message!(
            "--to 里写了密码，别人看得见",
            "--to holds a password, which others can see"
        ))
        .hint(message!(
            "SFTP 用 ssh 的密钥；对象存储的密钥放在环境变量 AWS_ACCESS_KEY_ID、AWS_SECRET_ACCESS_KEY 里",
            "SFTP takes the keys of ssh; those of stores go into AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY"
        )));
    }
    let store = StoreSettings {
        endpoint: settings.endpoint.clone(),
        region: settings.region.clone(),
        path_style: settings.path_style,
    };
    let here = std::env::current_dir().map_err(|error| Fault::io("打开", "open", Path::new("."), &error))?;
    match (to, settings.to.as_deref()) {
        (Some(to), _) => Target::read(to, &here, &store),
        (None, Some(to)) => Target::read(to, root, &store),
        (None, None) => Err(Fault::new(message!(
            "没有说发到哪里",
            "it is not said where to send the site"
        ))
        .hint(message!(
            "写 --to /srv/www/站名，或在 site.yaml 里写 deploy: {{to: /srv/www/站名}}",
            "say --to /srv/www/site, or write `deploy: {{to: /srv/www/site}}` into site.yaml"
        ))),
    }
}

/// A folder that a site is sent into may not be one that it is made from or into.
pub(super) fn fit(target: &Target, root: &Path, out: &Path) -> Result<(), Fault> {
    let Target::Folder(folder) = target else {
        return Ok(());
    };
    let hint = || {
        message!(
            "换一个文件夹，如 --to /srv/www/站名",
            "choose another one, like --to /srv/www/site"
        )
    };
    let shown = folder.display();
    paths::output(root, Some(folder)).map_err(|_| {
        Fault::new(message!(
            "不能发到 {shown}：那里是站点本身、系统的文件夹或一个文件",
            "{shown} cannot be sent to: it is a part of the site, of the system, or a file"
        ))
        .hint(hint())
    })?;
    let whole = |path: &Path| path.canonicalize().or_else(|_| std::path::absolute(path));
    if let (Ok(folder), Ok(out)) = (whole(folder), whole(out))
        && (folder.starts_with(&out) || out.starts_with(&folder))
    {
        return Err(Fault::new(message!(
            "{shown} 和输出文件夹套在一起",
            "{shown} and the output folder are one inside the other"
        ))
        .hint(hint()));
    }
    Ok(())
}

/// Builds the site; whether it may be sent. What is wrong is told.
fn built(root: &Path, out: &Path, request: &Request, console: &Console) -> Result<bool, Fault> {
    let begin = Instant::now();
    let today = Day::today_in_shanghai();
    let options = BuildOptions {
        root: root.to_path_buf(),
        url: None,
        drafts: false,
        early: false,
        clock: today,
        today,
    };
    let watchdog = Watchdog::begin(console);
    let mut builder = Builder::open(root)
        .watched_by(&watchdog.renders)
        .reading_pdf_by(std::env::current_exe().ok());
    let progress = console.progress();
    let (outcome, published) = builder.publish(&options, out, &*progress)?;
    drop((progress, watchdog));
    let text_of = |file: &str| builder.text_of(file);
    let mut excerpts = ExcerptReader::new(&text_of);
    if request.format == Format::Text || outcome.failed {
        refused(&outcome.diagnostics, &mut excerpts, request, console);
    }
    if request.format == Format::Text {
        let lines = summary(&outcome, &published, begin.elapsed());
        lines.iter().for_each(|line| console.message(line));
    }
    Ok(!outcome.failed)
}

/// What came of it as JSON, without the seconds.
pub(super) fn told(sent: &Sent, how: &How) -> Map<String, Json> {
    let mut entry = Map::new();
    let mut say = |key: &str, value: Json| entry.insert(key.to_owned(), value);
    say("uploaded", sent.uploaded.into());
    say("unchanged", sent.unchanged.into());
    say("deleted", sent.deleted.into());
    say("bytes", sent.bytes.into());
    say("requests", sent.requests.into());
    say("left", sent.left.len().into());
    if how.dry_run {
        say("send", sent.send.clone().into());
        say("delete", sent.delete.clone().into());
    }
    entry
}

/// Seconds with three digits behind the point.
pub(super) fn seconds(took: Duration) -> f64 {
    (took.as_secs_f64() * 1000.0).round() / 1000.0
}

/// What is said of pages that were taken back and that readers still find.
pub(super) fn left(sent: &Sent) -> Option<Message> {
    let count = sent.left.len();
    let few: Vec<&str> = sent.left.iter().take(3).map(String::as_str).collect();
    let few = few.join(", ") + if count > few.len() { " …" } else { "" };
    (count > 0).then(|| {
        message!(
            "注意：{count} 个文件不再属于网站，外面还看得到：{few}；加 --delete 删掉",
            "Note: {count} files are no longer of the site and readers still find them: {few}; --delete deletes them"
        )
    })
}

fn report(sent: &Sent, dry_run: bool, took: Duration, console: &Console) {
    left(sent).iter().for_each(|note| console.message(note));
    sent.notes.iter().for_each(|note| console.message(note));
    let (uploaded, unchanged, deleted) = (sent.uploaded, sent.unchanged, sent.deleted);
    let megabytes = format!("{:.1}", sent.bytes as f64 / 1e6);
    if dry_run {
        for (mark, paths) in [("+", &sent.send), ("-", &sent.delete)] {
            paths
                .iter()
                .for_each(|path| console.text(&format!("{mark} {path}\n")));
        }
        console.message(&message!(
            "会发 {uploaded} 个文件（{megabytes} MB），{unchanged} 个没有变，撤下 {deleted} 个；什么也没有动。",
            "Would send {uploaded} files ({megabytes} MB), leave {unchanged} as they are and take {deleted} away; nothing was done."
        ));
        return;
    }
    let seconds = format!("{:.1}", took.as_secs_f64());
    console.message(&message!(
        "发好了：发了 {uploaded} 个文件（{megabytes} MB），{unchanged} 个没有变，撤下 {deleted} 个；用时 {seconds} 秒。",
        "Sent: {uploaded} files ({megabytes} MB), {unchanged} unchanged, {deleted} taken away; {seconds} s."
    ));
}
