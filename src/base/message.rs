//! A message in both languages; which one is shown is decided where it is printed.

use serde::{Deserialize, Serialize};

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
    pub zh: String,
    /// In English.
    pub en: String,
}

impl Message {
    /// Says it in both languages.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Self {
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
        $crate::base::Message::new(format!($zh), format!($en))
    };
}
