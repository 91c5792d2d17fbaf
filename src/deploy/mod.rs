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
mod local;
mod lock;
mod target;

use crate::base::{Fault, Message};
use crate::message;
use local::LocalSite;
use std::path::Path;
use std::time::Duration;

pub use target::{StoreSettings, Target};

/// How a site is sent.
#[derive(Debug, Clone)]
pub struct Order<'a> {
    /// The output folder.
    pub out: &'a Path,
    /// The output may have been changed since it was built: its files are compared with its manifest first.
    pub verify: bool,
    /// Says what would be done, and does nothing.
    pub dry_run: bool,
    /// So many files at most may go away with this deploy.
    pub max_deletes: Option<usize>,
    /// How long to wait for another deploy to end.
    pub wait: Duration,
    /// The lock of another deploy is broken.
    pub unlock: bool,
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
pub trait Watch {
    /// A stage of so many steps begins.
    fn begin(&self, stage: &Message, total: usize);
    /// A step is done.
    fn step(&self);
}

/// Sends a site.
pub fn deploy(target: &Target, order: &Order<'_>, watch: &dyn Watch) -> Result<Sent, Fault> {
    let site = LocalSite::read(order.out, order.verify)?;
    let mut sent = match target {
        Target::Folder(at) => folder::deploy(at, &site, order, watch)?,
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
