//! `wanjia fleet serve`: all sites under one local address.

use super::{Chosen, ONLY};
use crate::base::Fault;
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::serve::browse;
use crate::message;
use crate::serve::{self, ServedSite};
use clap::Args;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "serve",
    about: Both(
        "在本机看所有的站，都在一个网址下面",
        "Shows all sites on this machine, under one address",
    ),
    usage: Both("wanjia fleet serve [选项]", "wanjia fleet serve [OPTIONS]"),
    example: Both(
        "首页列出各站；每个站在 /代码/ 下面，点开时才在内存里生成，和发布的一样（草稿不显示），改过的内容刷新就看到。\n按 Ctrl-C 结束。\n\n例子：\n  wanjia fleet serve --open\n  wanjia fleet serve --port 8081 --only 610802,610803",
        "The first page names all sites. Each is below /CODE/, is built into memory when it is opened, as it would be published (without drafts), and shows what was edited when the page is loaded again.\nCtrl-C ends it.\n\nExamples:\n  wanjia fleet serve --open\n  wanjia fleet serve --port 8081 --only 610802,610803",
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
        ONLY,
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
    #[command(flatten)]
    chosen: Chosen,
}

/// Shows the sites until the process is ended.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    super::with_sites(root, &request.chosen, console, |fleet, sites| {
        let served = sites.iter().map(|site| ServedSite {
            code: site.code.clone(),
            name: site.name.clone(),
            root: site.root.clone(),
        });
        let listener = serve::listen(request.port)?;
        let mut opened = |url: &str| {
            let count = sites.len();
            console.message(&message!(
                "{count} 个站：{url}（Ctrl-C 结束）",
                "{count} sites: {url} (Ctrl-C ends it)"
            ));
            if request.open {
                browse(url, console);
            }
        };
        let (served, locale) = (served.collect(), console.locale);
        match serve::run_fleet(served, &fleet.root, listener, locale, &mut opened)? {}
    })
}
