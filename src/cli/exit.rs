//! How a command came to its end, when the machine did not fail.

/// How a command came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Done,
    /// The content has errors.
    ContentErrors,
}
