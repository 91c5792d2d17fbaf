//! `wanjia update`: moves the pin of the upstream.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::status::lines_of_update;
use super::{paths, write};
use crate::base::{Day, Fault};
use crate::local::{self, UpdatePlan, Updated};
use crate::message;
use crate::overlay::{Drift, Override, Update};
use clap::Args;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "update",
    about: Both(
        "换用上级站点的新版本（压缩包或 git 仓库）",
        "Moves to a new state of the upstream (an archive or a git repository)",
    ),
    usage: Both("wanjia update [--to 文件或版本]", "wanjia update [--to FILE|REV]"),
    example: Both(
        "只改 site.yaml 和 site.lock，本站的页面一个字不动；改了什么会列出来，也能用 wanjia status 再看。\n\n例子：\n  wanjia update                     同一个文件、同一个分支，用现在的\n  wanjia update --to ../省站-2.zip",
        "Changes site.yaml and site.lock only, never a page of the site; what changed is listed, and `wanjia status` lists it again.\n\nExamples:\n  wanjia update                     the same file or branch as it is now\n  wanjia update --to ../province-2.zip",
    ),
    arguments: &[(
        "to",
        Both(
            "另一个压缩包，或另一个分支、标签、提交",
            "another archive, or another branch, tag or commit",
        ),
    )],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "FILE|REV")]
    to: Option<String>,
}

/// Moves the pin and says what that changes.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let root = paths::root(root)?;
    let here = std::env::current_dir().unwrap_or_default();
    let progress = console.progress();
    progress.begin(&message!("读取上级站点", "reading the upstream"), 1);
    let updated = local::update(&root, &here, request.to.as_deref(), Day::today_in_shanghai());
    drop(progress);
    match updated? {
        Updated::Always => console.message(&message!(
            "上级是一个文件夹，里面是什么就用什么，不用更新。",
            "The upstream is a folder: what is there counts at once, there is nothing to update."
        )),
        Updated::Nothing => console.message(&message!("上级没有新的。", "The upstream has nothing new.")),
        Updated::Moves(moves) => {
            let UpdatePlan {
                files,
                update,
                overrides,
                keep,
            } = *moves;
            write::write(&root, &files)?;
            let keep: Vec<&str> = keep.iter().map(String::as_str).collect();
            local::forget_upstreams(&root, &keep)?;
            console.text(&lines_of_update(&update, console.locale));
            drifted(&overrides, console);
            unrecorded(&overrides, &update, console);
        }
    }
    Ok(Exit::Done)
}

/// Names the pages that changed and whose overrides nobody recorded: what changed for them is not known.
fn unrecorded(overrides: &[Override], update: &Update, console: &Console) {
    let open: Vec<&str> = overrides
        .iter()
        .filter(|page| !page.recorded() && update.changed.iter().any(|path| path == page.file.inner()))
        .map(|page| page.file.inner())
        .collect();
    if !open.is_empty() {
        let names = open.join("  ");
        console.message(&message!(
            "这几页本站改写过而没有登记，上级改的是不是同一处，比不出来，请自己对照：{names}",
            "These pages are overridden and not recorded; whether the upstream changed the same place cannot be told, compare them yourself: {names}"
        ));
    }
}

/// Names the pages whose overrides the new state touches.
fn drifted(overrides: &[Override], console: &Console) {
    let touched: Vec<&str> = overrides
        .iter()
        .filter(|page| page.drift() != Drift::Same)
        .map(|page| page.file.inner())
        .collect();
    let (count, names) = (touched.len(), touched.join("  "));
    console.message(&match count {
        0 => message!("本站登记过的改写，上级都没有动。", "Nothing that this site has recorded as overridden has changed."),
        _ => message!(
            "本站改写过的 {count} 页，上级动了：{names}\n用 wanjia status 看是哪里，再用 wanjia merge 合并。",
            "Changed where this site overrides it, {count} pages: {names}\n`wanjia status` tells where, `wanjia merge` merges."
        ),
    });
}
