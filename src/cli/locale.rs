//! In which language messages are said.

use crate::base::message::Locale;

/// The language that the environment asks for; `variable` answers the value of an environment variable.
///
/// `WANJIA_LANG` decides alone when it is set. Otherwise it is the first that is set of `LC_ALL`,
/// `LC_MESSAGES` and `LANG`, as everywhere; only an English locale is English, so `C` and `POSIX`, which
/// say nothing about people, are Chinese.
pub fn chosen(variable: impl Fn(&str) -> Option<String>) -> Locale {
    let said = ["WANJIA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.trim().is_empty()));
    match said {
        Some(value) if value.trim().to_ascii_lowercase().starts_with("en") => Locale::English,
        _ => Locale::Chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Locale {
        chosen(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn chinese_unless_english_is_asked_for() {
        assert_eq!(with(&[]), Locale::Chinese);
        assert_eq!(with(&[("LANG", "C.UTF-8")]), Locale::Chinese);
        assert_eq!(with(&[("LANG", "POSIX")]), Locale::Chinese);
        assert_eq!(with(&[("LANG", "zh_CN.UTF-8")]), Locale::Chinese);
        assert_eq!(with(&[("LANG", "en_GB.UTF-8")]), Locale::English);
        assert_eq!(with(&[("WANJIA_LANG", "en")]), Locale::English);
    }

    #[test]
    fn the_own_variable_wins_and_then_the_order_of_locales() {
        assert_eq!(with(&[("WANJIA_LANG", "zh"), ("LANG", "en_US")]), Locale::Chinese);
        assert_eq!(with(&[("WANJIA_LANG", ""), ("LANG", "en_US")]), Locale::English);
        assert_eq!(with(&[("LC_ALL", "zh_CN"), ("LANG", "en_US")]), Locale::Chinese);
        assert_eq!(
            with(&[("LC_MESSAGES", "en_US"), ("LANG", "zh_CN")]),
            Locale::English
        );
    }
}
