//! Texts of ours on pages, in one language.

use super::Theme;
use super::view::DayView;
use crate::base::Language;
use std::collections::BTreeMap;

/// Says the program's own texts in one language. What has no translation stays Chinese; by default nothing has one.
#[derive(Debug, Clone, Copy, Default)]
pub struct Translator<'t>(Option<&'t BTreeMap<String, String>>);

impl<'t> Translator<'t> {
    /// With the words of a theme, in a language.
    pub fn of(theme: &'t Theme, language: &Language) -> Self {
        Self(theme.words.texts(language))
    }

    /// A text of ours, given in Chinese.
    pub fn say(self, chinese: &str) -> String {
        let known = self.0.and_then(|words| words.get(chinese));
        known.map_or(chinese, String::as_str).to_owned()
    }

    /// The same with a value where `#` stands.
    pub fn say_with(self, chinese: &str, value: &str) -> String {
        self.say(chinese).replacen('#', value, 1)
    }

    /// A day as people write it.
    pub fn day(self, day: &DayView) -> String {
        let iso = self.say("日期写法") == "day";
        if iso { day.day.clone() } else { day.text.clone() }
    }
}
