//! `wanjia merge`: the upstream's changes into a page of ours.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::{paths, write};
use crate::base::Fault;
use crate::local::{self, LocalSite, Merged};
use crate::message;
use clap::Args;
use std::path::Path;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "merge",
    about: Both(
        "把上级后来的改动并进本站改写过的页面",
        "Merges what the upstream changed since into a page of ours",
    ),
    usage: Both("wanjia merge <页面>", "wanjia merge <PATH>"),
    example: Both(
        "并得进去，就写好，原来的文件留在 .wanjia/backup/。两边改了同一行，就在旁边写一份带记号的 .merge，原来的文件不动，退出码为 1。\n\n例子：\n  wanjia merge leave",
        "Where it goes in, the page is written and the former file kept in .wanjia/backup/. Where both sides changed the same lines, a copy with marks is written beside it as .merge, the page stays as it is and the exit code is 1.\n\nExample:\n  wanjia merge leave",
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

/// Merges, and says what came of every block.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let local = LocalSite::open(&paths::root(root)?)?;
    match local::merge(&local, &request.path)? {
        Merged::Nothing => {
            console.message(&message!(
                "上级没有改过本站改写的地方，不用合并。",
                "The upstream has not changed what this page overrides: nothing to merge."
            ));
            Ok(Exit::Done)
        }
        Merged::Clean(drafts, notes) => {
            let kept = write::write(&local.root, &drafts)?;
            notes.iter().for_each(|note| console.message(note));
            let file = drafts
                .first()
                .map(|draft| draft.file.as_str())
                .expect("what was merged has a file");
            console.message(&message!("写进了 {file}。", "Written to {file}."));
            if let Some(kept) = kept {
                let kept = kept.strip_prefix(&local.root).unwrap_or(&kept).display();
                console.message(&message!("原来的在 {kept}。", "The former one is {kept}."));
            }
            Ok(Exit::Done)
        }
        Merged::Conflict(draft, notes) => {
            let marked = draft.file.clone();
            let file = marked.trim_end_matches(".merge");
            write::write(&local.root, &[draft])?;
            notes.iter().for_each(|note| console.message(note));
            console.message(&message!(
                "{file} 没有动。打开 {marked}，在 <<<<<<< 和 >>>>>>> 之间选定一份、删去记号，抄回 {file}，再运行 wanjia accept {file}。",
                "{file} is as it was. Open {marked}, choose between <<<<<<< and >>>>>>>, take the marks out, copy it to {file}, then run `wanjia accept {file}`."
            ));
            Ok(Exit::ContentErrors)
        }
        Merged::Cannot(reasons) => {
            for (reason, hint) in &reasons {
                console.message(reason);
                let hint = format!("  = {}\n", hint.to(console.locale));
                console.text(&hint);
            }
            Ok(Exit::ContentErrors)
        }
    }
}
