//! Who signed a text off.

use crate::base::Day;
use crate::yaml::Spanned;
use serde::{Deserialize, Serialize};

/// What somebody answers for by signing a text off, in the order in which it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum SignoffRole {
    /// 起草
    Drafted,
    /// 初审
    First,
    /// 复审
    Second,
    /// 终审
    Final,
}

impl SignoffRole {
    /// Every role, in order.
    pub const ALL: [Self; 4] = [Self::Drafted, Self::First, Self::Second, Self::Final];

    /// The word that templates see.
    pub fn code(self) -> &'static str {
        match self {
            Self::Drafted => "drafted",
            Self::First => "first",
            Self::Second => "second",
            Self::Final => "final",
        }
    }

    /// How authors write it and readers see it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Drafted => "起草",
            Self::First => "初审",
            Self::Second => "复审",
            Self::Final => "终审",
        }
    }
}

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
