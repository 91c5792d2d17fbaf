//! `wanjia accept`: records that the site keeps its own text although the upstream has changed.

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
    name: "accept",
    about: Both(
        "看过了，以本站为准：记下上级现在的原文",
        "Seen, ours is kept: records what the upstream says now",
    ),
    usage: Both("wanjia accept <页面>", "wanjia accept <PATH>"),
    example: Both(
        "只改 site.lock，不动页面。手写的改写用它登记，以后上级改了才会提醒。\n\n例子：\n  wanjia accept campaigns/hunyu-xinfeng",
        "Changes site.lock only. It also records overrides that were written by hand, so that later changes of the upstream are told.\n\nExample:\n  wanjia accept campaigns/hunyu-xinfeng",
    ),
    arguments: &[("path", Both("content 里的路径", "path in content/"))],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "PATH")]
    path: String,
}

/// Records what the upstream says now of all that a page overrides.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let local = LocalSite::open(&paths::root(root)?)?;
    let (lock, notes) = local::accept(&local, &request.path)?;
    write::write(&local.root, &[lock])?;
    notes.iter().for_each(|note| console.message(note));
    console.message(&message!("记进了 site.lock。", "Recorded in site.lock."));
    Ok(Exit::Done)
}
