//! Languages: a tag, and how pages are filed under one.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language tag as site.yaml and file names write it: `zh-CN`, `en`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Language(String);

impl Language {
    /// The language of a tag.
    pub fn new(tag: &str) -> Self {
        Self(tag.to_owned())
    }

    /// Its tag.
    pub fn tag(&self) -> &str {
        &self.0
    }

    /// Whether it is Chinese in some form.
    pub fn is_chinese(&self) -> bool {
        self.0.starts_with("zh")
    }

    /// The direction of its script: `ltr` or `rtl`.
    pub fn direction(&self) -> &'static str {
        match self.0.split('-').next() {
            Some("ug" | "ar" | "fa" | "he" | "ur" | "kk") if self.0 != "kk-Cyrl" => "rtl",
            _ => "ltr",
        }
    }

    /// What its readers call it; the tag where that is not known.
    pub fn name(&self) -> &str {
        match self.tag() {
            "zh-CN" | "zh-Hans" | "zh" => "简体中文",
            "zh-Hant" | "zh-TW" | "zh-HK" => "繁體中文",
            "en" => "English",
            "ug" => "ئۇيغۇرچە",
            "bo" => "བོད་ཡིག",
            "mn-Mong" => "ᠮᠣᠩᠭᠣᠯ",
            "ii" => "ꆈꌠꉙ",
            "za" => "Vahcuengh",
            "kk" | "kk-Arab" => "قازاقشا",
            "ko" => "한국어",
            other => other,
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What a page is filed under: `b.md` under the site's own language, whichever that is; `b.en.md` under
/// another. The own one comes first.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum PageLanguage {
    /// The site's own, `language` of site.yaml.
    #[default]
    Own,
    /// Another one of `languages`.
    Other(Language),
}

impl PageLanguage {
    /// Whether it is the site's own.
    pub fn is_own(&self) -> bool {
        *self == Self::Own
    }

    /// The language itself, on a site whose own language is `own`.
    pub fn or<'l>(&'l self, own: &'l Language) -> &'l Language {
        match self {
            Self::Own => own,
            Self::Other(language) => language,
        }
    }
}
