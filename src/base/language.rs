//! Languages: a tag, and how pages are filed under one.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A language tag as site.yaml and file names write it: `zh-CN`, `en`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Language(String);

/// What people call languages, by the tag, in small letters.
const NAMES: &[(&str, &[&str])] = &[
    (
        "zh-CN",
        &[
            "中文",
            "汉语",
            "简体",
            "简体中文",
            "中国",
            "cn",
            "chinese",
            "zh-chs",
            "chs",
        ],
    ),
    (
        "zh-Hant",
        &[
            "繁体",
            "繁體",
            "繁体中文",
            "繁體中文",
            "正體中文",
            "zh-cht",
            "cht",
        ],
    ),
    ("en", &["英文", "英语", "english"]),
    ("ug", &["维吾尔语", "维吾尔文", "维语", "uyghur", "ئۇيغۇرچە"]),
    ("bo", &["藏语", "藏文", "tibetan"]),
    ("mn-Mong", &["蒙古语", "蒙古文", "蒙语", "蒙文", "mongolian"]),
    ("kk-Arab", &["哈萨克语", "哈萨克文", "kazakh"]),
    ("ko", &["朝鲜语", "朝鲜文", "韩语", "韩文", "korean"]),
    ("za", &["壮语", "壮文", "zhuang"]),
    ("ii", &["彝语", "彝文", "yi"]),
];

/// A part of a tag behind the language: a script, a region, a variant.
fn is_subtag(part: &str) -> bool {
    let bytes = part.as_bytes();
    match bytes.len() {
        2 => bytes.iter().all(u8::is_ascii_uppercase),
        3 => bytes.iter().all(u8::is_ascii_digit),
        4 => bytes[0].is_ascii_uppercase() && bytes[1..].iter().all(u8::is_ascii_lowercase),
        5..=8 => bytes.iter().all(u8::is_ascii_alphanumeric),
        _ => false,
    }
}

impl Language {
    /// The language of a tag.
    pub fn new(tag: &str) -> Self {
        Self(tag.to_owned())
    }

    /// Whether a text is a tag as this site and browsers know it: `zh-CN`, `zh-Hant`, `en`, `mn-Mong-CN`.
    pub fn is_tag(text: &str) -> bool {
        let mut parts = text.split('-');
        let language = parts.next().expect("a text that is split has a first part");
        let small = |part: &str| part.bytes().all(|b| b.is_ascii_lowercase());
        matches!(language.len(), 2 | 3) && small(language) && language != "cn" && parts.all(is_subtag)
    }

    /// The tag that a text means which is none: `zh_CN`, `中文`, `UG`.
    pub fn meant(text: &str) -> Option<String> {
        let text = text.trim();
        let named = |(_, names): &&(&str, &[&str])| names.contains(&&*text.to_lowercase());
        if let Some((tag, _)) = NAMES.iter().find(named) {
            return Some((*tag).to_owned());
        }
        let parts = text.split(['_', '-', ' ']).enumerate();
        let right = parts.map(|(n, part)| match part.len() {
            4 if n > 0 => part[..1].to_uppercase() + &part[1..].to_lowercase(),
            2 if n > 0 => part.to_uppercase(),
            _ => part.to_lowercase(),
        });
        if !text.is_ascii() {
            return None;
        }
        let tag = right.collect::<Vec<_>>().join("-");
        Self::is_tag(&tag).then_some(tag)
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
