//! `wanjia serve`: look while you write.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::watchdog::Watchdog;
use super::{paths, render};
use crate::base::{Fault, Message};
use crate::message;
use crate::pipeline::{Outcome, Progress, RenderLog};
use crate::serve::{self, BuildObserver, ExcerptReader};
use clap::Args;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "serve",
    about: Both(
        "在本机预览，保存后页面自己更新",
        "Previews the site on this machine; pages follow what is saved",
    ),
    usage: Both("wanjia serve [选项]", "wanjia serve [OPTIONS]"),
    example: Both(
        "草稿也显示。内容有错误时，页面上写着哪个文件哪一行，改好就消失。\n按 Ctrl-C 结束。\n\n例子：\n  wanjia serve --open\n  wanjia serve --root 我的站点 --port 8081",
        "Drafts are shown too. An error in the content is shown in the page, with file and line, until it is mended.\nCtrl-C ends it.\n\nExamples:\n  wanjia serve --open\n  wanjia serve --root mysite --port 8081",
    ),
    arguments: &[
        (
            "port",
            Both(
                "端口（默认：8080；0 由系统挑一个）",
                "port (default: 8080; 0 lets the system choose)",
            ),
        ),
        ("open", Both("打开浏览器", "open the browser")),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "PORT", default_value_t = 8080)]
    port: u16,
    #[arg(long)]
    open: bool,
}

/// Shows the site until the process is ended.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let root = paths::root(root)?;
    let listener = serve::listen(request.port)?;
    let mut onlooker = ConsoleObserver {
        console,
        watchdog: Watchdog::begin(console),
        open: request.open,
    };
    match serve::run(&root, listener, console.locale, &mut onlooker)? {}
}

/// Prints what the preview does.
struct ConsoleObserver<'a> {
    console: &'a Console,
    watchdog: Watchdog,
    open: bool,
}

impl BuildObserver for ConsoleObserver<'_> {
    fn progress(&self) -> Box<dyn Progress> {
        self.console.progress()
    }

    fn own_program(&self) -> Option<PathBuf> {
        std::env::current_exe().ok()
    }

    fn renders(&self) -> Arc<RenderLog> {
        self.watchdog.renders.clone()
    }

    fn opened(&mut self, url: &str) {
        self.console.message(&message!(
            "预览：{url}（Ctrl-C 结束）",
            "Preview: {url} (Ctrl-C ends it)"
        ));
        if self.open {
            browse(url, self.console);
        }
    }

    fn built(&mut self, outcome: &Outcome, excerpts: &mut ExcerptReader<'_>, took: Duration) {
        self.console.report(&outcome.diagnostics, excerpts);
        let (pages, seconds) = (outcome.pages, format!("{:.2}", took.as_secs_f64()));
        let Message { zh, en } = render::tally(&outcome.diagnostics);
        self.console.message(&if outcome.failed {
            message!(
                "页面上显示错误：{zh}。用时 {seconds} 秒。",
                "The errors are shown in the pages: {en}. {seconds} s."
            )
        } else {
            message!(
                "已更新：{pages} 页；用时 {seconds} 秒；{zh}。",
                "Up to date: {pages} pages; {seconds} s; {en}."
            )
        });
        if !(outcome.failed || outcome.findings.is_empty()) {
            let Message { zh, en } = serve::tally(outcome.findings.iter());
            self.console.message(&message!(
                "{zh}；在页面右下角，或运行 wanjia check。",
                "{en}; see the lower right of the pages, or run wanjia check."
            ));
        }
    }

    fn failed(&mut self, fault: &Fault) {
        self.console.fault(fault);
    }

    fn noted(&mut self, note: &Message) {
        self.console.message(note);
    }
}

/// Opens a browser at an address; where that fails, people are asked to.
pub(super) fn browse(url: &str, console: &Console) {
    if hand_over(url).is_err() {
        console.message(&Message::new(
            "浏览器没能打开，请自己打开上面的网址",
            "the browser could not be opened; open the address above yourself",
        ));
    }
}

/// Hands an address to the system's own opener and does not wait for it.
fn hand_over(url: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command
        .args(arguments)
        .arg(url)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.spawn().map(drop)
}
