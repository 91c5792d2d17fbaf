//! `wanjia fleet update`: moves the pins of all sites.

use super::{Chosen, ONLY};
use crate::base::{Day, Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::write;
use crate::fleet::{self, FILE, Fleet, FleetSite};
use crate::local::{self, FileChange, Updated};
use crate::message;
use clap::Args;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "update",
    about: Both(
        "各站跟上上级的新版本",
        "Moves all sites to the new state of their upstream",
    ),
    usage: Both("wanjia fleet update [选项]", "wanjia fleet update [OPTIONS]"),
    example: Both(
        "上级是文件夹的站不用更新。\n\n例子：\n  wanjia fleet update\n  wanjia fleet update --to ../省站-2026-12.zip\n  wanjia fleet update --only 610802",
        "Sites whose upstream is a folder need no update.\n\nExamples:\n  wanjia fleet update\n  wanjia fleet update --to ../province-2026-12.zip\n  wanjia fleet update --only 610802",
    ),
    arguments: &[
        (
            "to",
            Both(
                "换成哪个压缩包，或 git 的哪个版本（默认：原来的那个的新内容）",
                "an archive, or a revision of git (default: what is now where the old one was)",
            ),
        ),
        ONLY,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "FILE|REV")]
    to: Option<String>,
    #[command(flatten)]
    chosen: Chosen,
}

/// Moves the pins.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    super::with_sites(root, &request.chosen, console, |fleet, sites| {
        let stage = message!("更新各站", "updating sites");
        let mut failed = 0;
        let rows = super::each(&stage, sites, console, |site| {
            let done = update(site, request.to.as_deref());
            failed += usize::from(done.is_err());
            super::row(site, &done.unwrap_or_else(|fault| fault.message), console)
        });
        console.text(&super::aligned(&rows));
        if let Some(to) = &request.to {
            follow(
                fleet,
                to,
                sites.len() == fleet.sites.len() && failed == 0,
                console,
            )?;
        }
        Ok(failed > 0)
    })
}

/// New sites are to be on top of the archive that those which are there have moved to.
fn follow(fleet: &Fleet, to: &str, all: bool, console: &Console) -> Result<(), Fault> {
    let Some(own) = &fleet.settings.upstream else {
        return Ok(());
    };
    let place = |path: &Path| path.canonicalize().ok().filter(|path| path.is_file());
    let (now, former) = (place(Path::new(to)), fleet.root.join(&own.value));
    if now.is_none() || now == place(&former) || former.is_dir() {
        return Ok(());
    }
    let (own, upstream) = (&own.value, super::new::from_here(to, &fleet.root)?);
    let text = fleet::with_upstream(&fleet.root, &fleet.settings, &upstream).filter(|_| all);
    let Some(text) = text else {
        console.message(&message!(
            "{FILE} 的 upstream 还是 {own}，新建的站会接在它上面；各站都换过了，就改成 {upstream}",
            "`upstream` of {FILE} is still {own}, which new sites will be on top of; when all have moved, change it to {upstream}"
        ));
        return Ok(());
    };
    let file = FileChange {
        file: FILE.to_owned(),
        text,
        keep_former: true,
    };
    write::write(&fleet.root, &[file])?;
    console.message(&message!(
        "{FILE} 的 upstream 从 {own} 改成了 {upstream}，新建的站也接在它上面。",
        "`upstream` of {FILE} was {own} and is {upstream} now, so that new sites are on top of it, too."
    ));
    Ok(())
}

/// Moves the pin of a site; what came of it.
fn update(site: &FleetSite, to: Option<&str>) -> Result<Message, Fault> {
    let here = std::env::current_dir().map_err(|error| Fault::io("找到", "find", Path::new("."), &error))?;
    Ok(
        match local::update(&site.root, &here, to, Day::today_in_shanghai())? {
            Updated::Always => message!(
                "上级是文件夹，不用更新",
                "the upstream is a folder, there is nothing to update"
            ),
            Updated::Nothing => message!("上级没有新的", "the upstream has nothing new"),
            Updated::Moves(moves) => {
                write::write(&site.root, &moves.files)?;
                let keep: Vec<&str> = moves.keep.iter().map(String::as_str).collect();
                local::forget_upstreams(&site.root, &keep)?;
                let changed = moves.update.changed.len();
                message!(
                    "更新了，上级改了 {changed} 页",
                    "updated; the upstream changed {changed} pages"
                )
            }
        },
    )
}
