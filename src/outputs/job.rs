//! Jobs: a route, a view, and a plain function that makes the file from the view.
//!
//! The key of a job is the fingerprint of its view. What makes the file is a function pointer: it holds
//! nothing of the site, so that a key that misses something does not compile.

use super::card::RememberBand;
use crate::base::{Diagnostic, Fingerprint, Reads};
use crate::site::Route;
use crate::theme::{RememberRender, Theme};
use serde::Serialize;
use std::borrow::Cow;
use std::path::Path;

/// What every job of a build may use besides its view.
#[derive(Clone, Copy)]
pub struct Tools<'s> {
    /// The theme. A view that is rendered by it has its fingerprint.
    pub theme: &'s Theme,
    /// What was rendered already.
    pub render: &'s RememberRender<'s>,
    /// Bands of cards that were drawn already.
    pub bands: &'s RememberBand<'s>,
}

/// Something to put out.
pub struct Job<'s> {
    /// Where, and what.
    pub route: Route,
    /// Gets ready.
    pub ready: PrepareJob<'s>,
    /// What was looked at already.
    pub reads: Reads,
}

impl<'s> Job<'s> {
    /// A job for which no page has been looked at yet.
    pub fn new(route: Route, ready: PrepareJob<'s>) -> Self {
        Self {
            route,
            ready,
            reads: Reads::default(),
        }
    }
}

/// Finds the key of what is put out, and how it is made.
pub type PrepareJob<'s> = Box<dyn Fn(Tools<'s>) -> PreparedJob<'s> + Send + Sync + 's>;

/// A job that is ready to be done.
pub struct PreparedJob<'s> {
    /// Same key, same bytes.
    pub key: Fingerprint,
    /// Makes it.
    pub make: Box<dyn FnOnce() -> Result<JobOutput<'s>, Vec<Diagnostic>> + 's>,
}

/// What a job made.
pub enum JobOutput<'s> {
    /// These bytes.
    Bytes(Cow<'s, [u8]>),
    /// A copy of this file.
    File(&'s Path),
    /// This photo, without what its camera noted.
    Photo(&'s Path),
}

impl From<Vec<u8>> for JobOutput<'_> {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(Cow::Owned(bytes))
    }
}

/// Makes a file from its view.
pub(super) type Make<'s, V> = fn(V, &Tools<'s>) -> Result<JobOutput<'s>, Vec<Diagnostic>>;

/// A file that is made from a view.
pub(super) fn of_view<'s, V: Serialize + 's>(
    view: impl Fn() -> V + Send + Sync + 's,
    make: Make<'s, V>,
) -> PrepareJob<'s> {
    Box::new(move |tools| {
        let view = view();
        ready(Fingerprint::of(&view), view, make, tools)
    })
}

/// A file whose fingerprint is known already, like that of an asset.
pub(super) fn of_known<'s, V: Clone + Send + Sync + 's>(
    key: Fingerprint,
    known: V,
    make: Make<'s, V>,
) -> PrepareJob<'s> {
    Box::new(move |tools| ready(key, known.clone(), make, tools))
}

/// A file that is quickly made: its key is the fingerprint of its bytes.
pub(super) fn of_bytes<'s>(make: impl Fn() -> Vec<u8> + Send + Sync + 's) -> PrepareJob<'s> {
    Box::new(move |tools| {
        let bytes = make();
        ready(
            Fingerprint::of_bytes(&bytes),
            bytes,
            |bytes, _| Ok(bytes.into()),
            tools,
        )
    })
}

fn ready<'s, V: 's>(key: Fingerprint, view: V, make: Make<'s, V>, tools: Tools<'s>) -> PreparedJob<'s> {
    PreparedJob {
        key,
        make: Box::new(move || make(view, &tools)),
    }
}
