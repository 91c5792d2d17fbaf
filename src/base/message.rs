//! A message in both languages; which one is shown is decided where it is printed.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::ops::Deref;
use std::sync::Arc;

/// The language of messages. Codes and JSON keys are the same in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Locale {
    /// Simplified Chinese, the default.
    #[default]
    Chinese,
    /// English, for `WANJIA_LANG=en` or an English locale.
    English,
}

/// One clause said in Chinese and in English.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Message {
    /// In Chinese.
    pub zh: Said,
    /// In English.
    pub en: Said,
}

/// A text that is kept and copied by the hundred thousand: one that says the same each time, as most hints do, takes no memory,
/// and copies of all others share theirs.
#[derive(Clone)]
pub enum Said {
    /// It says the same each time.
    Always(&'static str),
    /// It was put together.
    Once(Arc<str>),
}

impl Deref for Said {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Always(text) => text,
            Self::Once(text) => text,
        }
    }
}

impl From<fmt::Arguments<'_>> for Said {
    fn from(arguments: fmt::Arguments<'_>) -> Self {
        match arguments.as_str() {
            Some(text) => Self::Always(text),
            None => arguments.to_string().into(),
        }
    }
}

impl From<String> for Said {
    fn from(text: String) -> Self {
        Self::Once(text.into())
    }
}

impl From<&str> for Said {
    fn from(text: &str) -> Self {
        Self::Once(text.into())
    }
}

impl fmt::Display for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self)
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}

impl PartialEq for Said {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Said {}

impl PartialEq<&str> for Said {
    fn eq(&self, other: &&str) -> bool {
        **self == **other
    }
}

impl Ord for Said {
    fn cmp(&self, other: &Self) -> Ordering {
        (**self).cmp(&**other)
    }
}

impl PartialOrd for Said {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Said {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}

impl Serialize for Said {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Said {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from)
    }
}

impl Message {
    /// Says it in both languages.
    pub fn new(zh: impl Into<Said>, en: impl Into<Said>) -> Self {
        Self {
            zh: zh.into(),
            en: en.into(),
        }
    }

    /// The text in one language.
    pub fn to(&self, tongue: Locale) -> &str {
        match tongue {
            Locale::Chinese => &self.zh,
            Locale::English => &self.en,
        }
    }
}

/// `message!("第{n}条", "article {n}")`: both texts are format strings over the same names.
#[macro_export]
macro_rules! message {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::base::Message::new(format_args!($zh), format_args!($en))
    };
}
