//! `wanjia desk`: a page on this machine to write and look in, for who has neither an editor nor git.
//!
//! It writes plain files that an editor could have written, each in one step and only over the text that was read; what it wrote over
//! is kept in `.wanjia/backup`. What it inspects, builds and imports is what the commands of these names do.
//!
//! What always holds: it answers on this machine only, nobody who did not come by the printed address, and no page but its own may
//! write; nothing outside the site's folder is written.

mod api;
mod ask;
mod document;
mod history;
mod listing;
mod pages;
mod place;
mod preview;
mod program;
mod refusal;
mod session;
mod text;

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::paths;
use super::serve::browse;
use super::watchdog::Watchdog;
use crate::base::{Fault, Message};
use crate::message;
use crate::serve::{self, Limits};
use api::Desk;
use clap::Args;
use preview::Preview;
use program::Program;
use session::Session;
use std::path::Path;
use std::sync::Arc;

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "desk",
    about: Both(
        "在浏览器里写：不用编辑器，不用 git",
        "Write in the browser: no editor and no git needed",
    ),
    usage: Both("wanjia desk [选项]", "wanjia desk [OPTIONS]"),
    example: Both(
        "左边是页面，中间写字，右边是预览，保存就更新。Word 文件拖进来就成草稿；检查、生成、旧稿都在上面。\n只在本机，网址里的口令用一次就作废。写的是普通文件，别的编辑器照样能改。按 Ctrl-C 结束。\n\n例子：\n  wanjia desk --open\n  wanjia desk --root 我的站点 --port 8082",
        "Pages on the left, the text in the middle, the preview on the right, which follows what is saved. A Word file that is dropped in becomes a draft; inspecting, building and former texts are above.\nOn this machine only; the token in the address is good once. It writes plain files, which any editor may change. Ctrl-C ends it.\n\nExamples:\n  wanjia desk --open\n  wanjia desk --root mysite --port 8082",
    ),
    arguments: &[
        (
            "port",
            Both(
                "端口（默认：0，由系统挑一个）",
                "port (default: 0, the system chooses)",
            ),
        ),
        ("open", Both("打开浏览器", "open the browser")),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "PORT", default_value_t = 0)]
    port: u16,
    #[arg(long)]
    open: bool,
}

/// Opens the desk until the process is ended.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let root = paths::root(root)?;
    let listener = serve::listen(request.port)?;
    let cannot = |error: std::io::Error| {
        Fault::new(message!(
            "书桌无法打开：{error}",
            "the desk cannot be opened: {error}"
        ))
    };
    let port = listener.local_addr().map_err(cannot)?.port();
    let session = Session::new(port)?;
    let address = session.address();
    let watchdog = Watchdog::begin(console);
    let program = Program {
        file: std::env::current_exe().map_err(cannot)?,
        root: root.clone(),
        locale: console.locale,
    };
    let preview = Preview::begin(&root, console, &watchdog)?;
    let desk = Desk::new(root, session, program, preview, console.clone());
    serve::open(listener, Limits::default(), Arc::new(desk)).map_err(cannot)?;
    console.message(&message!(
        "书桌：{address}\n网址只能用一次，只在本机有用；不要发给别人。（Ctrl-C 结束）",
        "Desk: {address}\nThe address is good once, on this machine only; give it to nobody. (Ctrl-C ends it)"
    ));
    if request.open {
        browse(&address, console);
    }
    loop {
        std::thread::park();
    }
}

/// What the terminal says when the address has been used.
fn next_address(address: &str) -> Message {
    message!(
        "浏览器已经进来了。换一个浏览器用：{address}",
        "A browser has come in. For another one: {address}"
    )
}
