//! Texts of the program and of a theme in other languages than Chinese.

use super::Language;
use std::collections::BTreeMap;

/// Texts by language, then by the Chinese text that they stand for. `#` in a text is where a value goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Translations {
    languages: BTreeMap<Language, BTreeMap<String, String>>,
}

impl Translations {
    /// Languages that there are texts in.
    pub fn languages(&self) -> impl Iterator<Item = &Language> {
        self.languages.keys()
    }

    /// All texts in a language; `None` when there are none.
    pub fn texts(&self, language: &Language) -> Option<&BTreeMap<String, String>> {
        self.languages.get(language)
    }

    /// The texts in a language, to be added to.
    pub fn texts_mut(&mut self, language: Language) -> &mut BTreeMap<String, String> {
        self.languages.entry(language).or_default()
    }

    /// A Chinese text in a language; itself where there is no translation.
    pub fn say<'t>(&'t self, language: &Language, chinese: &'t str) -> &'t str {
        let known = self.languages.get(language);
        known
            .and_then(|texts| texts.get(chinese))
            .map_or(chinese, String::as_str)
    }
}
