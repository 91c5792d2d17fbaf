//! A finished site, sent to where people read it.
//!
//! In goes an output folder with its `manifest.json` and a [`Target`]; out comes what was sent ([`Sent`]). A folder (and with it
//! SFTP and rsync) gets each edition whole, as `releases/N`, and `current` is a link that one rename switches; a store gets what
//! changed, in an order in which no page asks for what is not there yet.
//!
//! What always holds: readers see the old or the new site at every address; what the target says of itself is bounded, its paths
//! are looked at, and no link of it is followed out of it; only what was once sent is ever taken away; a second deploy waits for
//! the first or says that it cannot.
//!
//! Not here: building the site (`pipeline`), what the command line says (`cli`), keys from the environment (`cli` hands them in).

mod folder;
mod holder;
mod local;
mod lock;
pub mod nurse;
mod releases;
mod remote;
mod rsync;
mod sftp;
mod store;
mod target;

use crate::base::{Fault, Message};
use crate::message;
use local::LocalSite;
use std::path::Path;
use std::time::Duration;

pub use self::target::{StoreSettings, Target};
pub use store::Keys;

/// How a site is sent.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The output folder.
    pub out: &'a Path,
    /// The output may have been changed since it was built: its files are compared with its manifest first.
    pub verify: bool,
    /// Says what would be done, and does nothing.
    pub dry_run: bool,
    /// What is no longer of the site is deleted from a store.
    pub delete: bool,
    /// Everything is sent again, over whatever lies there.
    pub all: bool,
    /// So many files at most may go away with this deploy.
    pub max_deletes: Option<usize>,
    /// How long to wait for another deploy to end.
    pub wait: Duration,
    /// The lock of another deploy is broken.
    pub unlock: bool,
    /// Keys of a store.
    pub keys: Option<&'a Keys>,
    /// This program itself, which ends others when it ends.
    pub own_program: Option<&'a Path>,
}

impl<'a> Order<'a> {
    /// Sends an output as it is, and waits so long for another deploy.
    pub fn of(out: &'a Path, wait: Duration) -> Self {
        Self {
            out,
            verify: false,
            dry_run: false,
            delete: false,
            all: false,
            max_deletes: None,
            wait,
            unlock: false,
            keys: None,
            own_program: None,
        }
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sent {
    /// Files that are new there or have new bytes. The manifest is not counted.
    pub uploaded: usize,
    /// Files that are there already.
    pub unchanged: usize,
    /// Files that readers no longer find.
    pub deleted: usize,
    /// Paths of files of ours that are no longer of the site and that readers still find.
    pub left: Vec<String>,
    /// Bytes that were sent.
    pub bytes: u64,
    /// Requests that were made, or programs that were run.
    pub requests: usize,
    /// What people should know besides.
    pub notes: Vec<Message>,
    /// Paths of what is sent.
    pub send: Vec<String>,
    /// Paths of what goes away.
    pub delete: Vec<String>,
}

/// Hears how far it is.
pub trait Watch: Sync {
    /// A stage of so many steps begins.
    fn begin(&self, stage: &Message, total: usize);
    /// A step is done.
    fn step(&self);
}

/// Sends a site.
pub fn deploy(target: &Target, order: &Order<'_>, watch: &dyn Watch) -> Result<Sent, Fault> {
    // What is copied into a folder is compared on the way, and a store compares it; other machines take what comes.
    let verify = order.verify || matches!(target, Target::Sftp(_) | Target::Rsync(_));
    let site = LocalSite::read(order.out, verify)?;
    let mut sent = match target {
        Target::Folder(at) => folder::deploy(at, &site, order, watch)?,
        Target::Sftp(at) => sftp::deploy(at, &site, order, watch)?,
        Target::Rsync(at) => rsync::deploy(at, &site, order, watch)?,
        Target::Store(at) => store::deploy(at, &site, order, watch)?,
    };
    sent.notes.extend(site.foreign_note());
    Ok(sent)
}

/// Refuses to take more files away than was said.
fn bound_deletes(count: usize, most: Option<usize>) -> Result<(), Fault> {
    match most {
        Some(most) if count > most => Err(Fault::new(message!(
            "这一次会撤下 {count} 个文件，多于 --max-deletes {most}：什么也没有发",
            "{count} files would go away, more than --max-deletes {most}: nothing was sent"
        ))
        .hint(message!(
            "用 --dry-run 看是哪些；真要撤下，写 --max-deletes {count}",
            "--dry-run names them; if that is what you want, say --max-deletes {count}"
        ))),
        _ => Ok(()),
    }
}
