//! What somebody answers for by signing a text off, and what offices call it.

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

/// What offices also call the roles.
const ALSO_CALLED: [(&str, SignoffRole); 8] = [
    ("拟稿", SignoffRole::Drafted),
    ("撰稿", SignoffRole::Drafted),
    ("编辑", SignoffRole::Drafted),
    ("一审", SignoffRole::First),
    ("审核", SignoffRole::First),
    ("二审", SignoffRole::Second),
    ("三审", SignoffRole::Final),
    ("签发", SignoffRole::Final),
];

impl SignoffRole {
    /// Every role, in order.
    pub const ALL: [Self; 4] = [Self::Drafted, Self::First, Self::Second, Self::Final];

    /// The role that a word means; `None` when it means none.
    pub fn named(written: &str) -> Option<Self> {
        let own = Self::ALL
            .into_iter()
            .find(|role| written == role.label() || written == role.code());
        let also = || ALSO_CALLED.iter().find(|(name, _)| *name == written);
        own.or_else(|| also().map(|(_, role)| *role))
    }

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

    /// All of them as authors write them, for a hint.
    pub fn all_labels() -> String {
        Self::ALL.map(Self::label).join("、")
    }
}
