//! `wanjia localize`: begins to override a page or a section of it.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::{paths, write};
use crate::base::Fault;
use crate::local::{self, LocalSite};
use crate::message;
use clap::Args;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "localize",
    about: Both(
        "把上级的一页或一节拿到本站来改",
        "Takes a page of the upstream, or a section of it, to be changed here",
    ),
    usage: Both(
        "wanjia localize <页面> [--section 标题]",
        "wanjia localize <PATH> [--section HEADING]",
    ),
    example: Both(
        "只改一节时写 --section：别的部分照旧跟着上级。上级的原文记进 site.lock，以后上级改了会提醒。\n\n例子：\n  wanjia localize leave --section 去哪里问\n  wanjia localize campaigns/hunyu-xinfeng",
        "With --section all else of the page keeps following the upstream. Its words are recorded in site.lock, so that later changes are told.\n\nExamples:\n  wanjia localize leave --section \"Where to ask\"\n  wanjia localize campaigns/hunyu-xinfeng",
    ),
    arguments: &[
        ("path", Both("content 里的路径", "path in content/")),
        (
            "section",
            Both(
                "只拿这一节：标题或标题的 id",
                "only this section: its heading or id",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "PATH")]
    path: String,
    #[arg(long, value_name = "HEADING")]
    section: Option<String>,
}

/// Writes the page to begin with and records the upstream's words.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let local = LocalSite::open(&paths::root(root)?)?;
    let drafts = local::localize(&local, &request.path, request.section.as_deref())?;
    write::write(&local.root, &drafts)?;
    let file = drafts
        .last()
        .map(|draft| draft.file.as_str())
        .expect("the page is written last");
    console.message(&match &request.section {
        Some(section) => message!(
            "“{section}”在 {file} 里了，改它就行；别的部分照旧跟着上级。",
            "`{section}` is in {file} now: change it there. The rest keeps following the upstream."
        ),
        None => message!(
            "整页在 {file} 里了，改它就行；上级以后改了这一页，wanjia status 会提醒。",
            "The page is in {file} now: change it there. `wanjia status` tells when the upstream changes it."
        ),
    });
    Ok(Exit::Done)
}
