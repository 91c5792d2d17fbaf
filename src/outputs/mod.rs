//! Outlets: all that a site puts out, one file each and one row in [`OUTLETS`].
//!
//! An outlet does not write. It lists jobs: an address, and how to get ready. Getting ready gives a key
//! (of exactly what the template will see, and of the template) and how to make it; the build makes
//! only what it has not made from this key.
//!
//! Not here: threads and what was made before (`pipeline`), the disk (`publish`).

mod asset;
mod calendar;
mod card;
mod code;
mod feed;
mod ics;
mod installed;
mod leaflet;
mod list;
mod offline;
mod page;
mod redirect;
mod robots;
pub mod search;
mod sitemap;
mod sources;
mod xml;

use crate::base::{Diagnostic, Fingerprint};
use crate::theme::Present;
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// Something to put out.
pub struct Job<'s> {
    /// Path of the file in the output: `a/b/index.html`.
    pub address: String,
    /// The source it comes from, as people name it.
    pub source: Arc<str>,
    /// Gets ready.
    pub ready: Box<dyn Fn() -> Ready<'s> + Send + Sync + 's>,
}

/// A job that is ready to be done.
pub struct Ready<'s> {
    /// Same key, same bytes.
    pub key: Fingerprint,
    /// Makes it.
    pub make: Box<dyn FnOnce() -> Result<Made<'s>, Vec<Diagnostic>> + 's>,
}

/// What a job made.
pub enum Made<'s> {
    /// These bytes.
    Bytes(Cow<'s, [u8]>),
    /// A copy of this file.
    File(&'s Path),
    /// This photo, without what its camera noted.
    Photo(&'s Path),
}

/// An outlet.
pub type Outlet = for<'s> fn(&'s Present<'s>) -> Vec<Job<'s>>;

/// Every outlet.
pub const OUTLETS: [Outlet; 14] = [
    page::jobs,
    leaflet::jobs,
    list::jobs,
    feed::jobs,
    calendar::jobs,
    sources::jobs,
    code::jobs,
    card::jobs,
    installed::jobs,
    offline::jobs,
    redirect::jobs,
    sitemap::jobs,
    robots::jobs,
    asset::jobs,
];

/// All jobs of a site.
pub fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    OUTLETS.iter().flat_map(|outlet| outlet(present)).collect()
}

/// The file of a page's address.
fn index(address: &str) -> String {
    if address.is_empty() || address.ends_with('/') {
        format!("{address}index.html")
    } else {
        address.to_owned()
    }
}

/// A job whose bytes are quickly made.
fn simple<'s>(address: String, source: Arc<str>, make: impl Fn() -> Vec<u8> + Send + Sync + 's) -> Job<'s> {
    Job {
        address,
        source,
        ready: Box::new(move || {
            let bytes = make();
            Ready {
                key: Fingerprint::of_bytes(&bytes),
                make: Box::new(move || Ok(Made::Bytes(Cow::Owned(bytes)))),
            }
        }),
    }
}
