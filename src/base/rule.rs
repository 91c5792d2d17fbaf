//! Rules: what may be wrong in the content. Each is one constant beside the code that finds it, made by
//! [`rule!`](crate::rule); `check` lists them all.

use super::message::Locale;
use super::{Level, Message};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

/// What may be wrong, how grave that is, and what its manual says.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// English kebab-case: `clause-not-found`.
    pub code: &'static str,
    /// Where the handbook lists it.
    pub chapter: Chapter,
    /// How grave a break is, unless the site or the diagnostic says otherwise.
    pub level: Level,
    /// Whether it is told only to those who ask for it: by a level in site.yaml, or by name on the command line.
    pub only_asked: bool,
    /// Whether site.yaml may change the level. What makes a page impossible to build is fixed.
    pub adjustable: bool,
    /// What a break of it means.
    pub meaning: Text,
    /// What its author can do.
    pub remedy: Text,
}

/// A chapter of the handbook's list of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Chapter {
    /// site.yaml, upstream sites and files.
    Site,
    /// What a site changes of its upstream's pages.
    Layers,
    /// Front matter and addresses.
    Pages,
    /// Links, references and quotations.
    Links,
    /// facts.yaml and its use.
    Facts,
    /// Components, templates and themes.
    Theme,
    /// Drafts made of what offices hand over.
    Import,
    /// What alone fails a site in inspections.
    Veto,
    /// What has become old, or was never begun.
    Freshness,
    /// What the text says without ground.
    Truth,
    /// Wording, punctuation, characters.
    Wording,
    /// Who can read and use it.
    Reach,
    /// Who publishes.
    Identity,
    /// Comments and files that say what inspection leaves alone.
    Inspection,
}

impl Chapter {
    /// All of them, in the order of the handbook.
    pub const ALL: [Self; 14] = [
        Self::Site,
        Self::Layers,
        Self::Pages,
        Self::Links,
        Self::Facts,
        Self::Theme,
        Self::Import,
        Self::Veto,
        Self::Freshness,
        Self::Truth,
        Self::Wording,
        Self::Reach,
        Self::Identity,
        Self::Inspection,
    ];

    /// Its heading.
    pub fn title(self) -> Text {
        match self {
            Self::Site => Text::new("站点和文件", "Site and files"),
            Self::Layers => Text::new("本地站和上级站", "Local and upstream sites"),
            Self::Pages => Text::new("页面", "Pages"),
            Self::Links => Text::new("链接和引用", "Links and references"),
            Self::Facts => Text::new("事实", "Facts"),
            Self::Theme => Text::new("组件和主题", "Components and themes"),
            Self::Import => Text::new("导入", "Import"),
            Self::Veto => Text::new("检查：一票否决", "Inspection: vetoes"),
            Self::Freshness => Text::new("检查：时效", "Inspection: freshness"),
            Self::Truth => Text::new("检查：内容属实", "Inspection: truth"),
            Self::Wording => Text::new("检查：语言文字", "Inspection: wording"),
            Self::Reach => Text::new("检查：人人可用", "Inspection: reach"),
            Self::Identity => Text::new("检查：主办单位和标识", "Inspection: identity"),
            Self::Inspection => Text::new("检查：放过的地方", "Inspection: what is left alone"),
        }
    }
}

/// A fixed text in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text {
    zh: &'static str,
    en: &'static str,
}

impl Text {
    /// A text that is said in Chinese and in English.
    pub const fn new(zh: &'static str, en: &'static str) -> Self {
        Self { zh, en }
    }

    /// The text as a message.
    pub fn message(self) -> Message {
        Message::new(self.zh, self.en)
    }

    /// The text in one language.
    pub fn to(self, locale: Locale) -> &'static str {
        match locale {
            Locale::Chinese => self.zh,
            Locale::English => self.en,
        }
    }
}

/// Which rule a diagnostic is about, in a form that the memo can keep: made only of a [`Rule`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RuleCode(Cow<'static, str>);

impl RuleCode {
    /// The code, for printing and for looking up the rule.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&'static Rule> for RuleCode {
    fn from(rule: &'static Rule) -> Self {
        Self(Cow::Borrowed(rule.code))
    }
}

impl PartialEq<Rule> for RuleCode {
    fn eq(&self, rule: &Rule) -> bool {
        self.0 == rule.code
    }
}

impl fmt::Display for RuleCode {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.0)
    }
}

/// Declares a rule. The doc comment of the constant is its English meaning. The level `Off` is a warning that is told only
/// to those who ask for it.
///
/// `rule! { NAME = "code", Chapter, Level, adjustable: bool; means "中文", "English"; mend "中文", "English"; }`
#[macro_export]
macro_rules! rule {
    ($name:ident = $code:literal, $chapter:ident, Off, adjustable: true; $($manual:tt)*) => {
        $crate::rule! { @ $name = $code, $chapter, Warning, true, true; $($manual)* }
    };
    ($name:ident = $code:literal, $chapter:ident, $level:ident, adjustable: $adjustable:literal; $($manual:tt)*) => {
        $crate::rule! { @ $name = $code, $chapter, $level, false, $adjustable; $($manual)* }
    };
    (@ $name:ident = $code:literal, $chapter:ident, $level:ident, $asked:literal, $adjustable:literal;
     means $meaning_zh:literal, $meaning_en:literal;
     mend $remedy_zh:literal, $remedy_en:literal;) => {
        #[doc = concat!($meaning_en, ".")]
        pub static $name: $crate::base::Rule = $crate::base::Rule {
            code: $code,
            chapter: $crate::base::Chapter::$chapter,
            level: $crate::base::Level::$level,
            only_asked: $asked,
            adjustable: $adjustable,
            meaning: $crate::base::Text::new($meaning_zh, $meaning_en),
            remedy: $crate::base::Text::new($remedy_zh, $remedy_en),
        };
    };
}
