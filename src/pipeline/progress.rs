//! How far a build is, for those who wait.

use crate::base::Message;

/// Observes how far a build is.
pub trait Progress: Sync {
    /// A stage of so many steps begins.
    fn begin(&self, stage: &Message, total: usize);
    /// A step is done.
    fn step(&self);
    /// The stage is done.
    fn end(&self);
}

/// Nobody waits.
pub struct NoProgress;

impl Progress for NoProgress {
    fn begin(&self, _: &Message, _: usize) {}
    fn step(&self) {}
    fn end(&self) {}
}
