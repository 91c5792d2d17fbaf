//! Who signed a text off.

use crate::base::{Day, SignoffRole};
use crate::yaml::Spanned;
use serde::{Deserialize, Serialize};

/// A signature below a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signoff {
    /// For what.
    pub role: SignoffRole,
    /// Who, as written, with the place of the entry.
    pub name: Spanned<String>,
    /// When.
    pub day: Day,
}
