//! In which language messages are said.

use crate::base::say::Tongue;

/// The language that the environment asks for; `variable` answers the value of an environment variable.
///
/// `WANJIA_LANG` decides alone when it is set. Otherwise it is the first that is set of `LC_ALL`,
/// `LC_MESSAGES` and `LANG`, as everywhere; only an English locale is English, so `C` and `POSIX`, which
/// say nothing about people, are Chinese.
pub fn chosen(variable: impl Fn(&str) -> Option<String>) -> Tongue {
    let said = ["WANJIA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| variable(name).filter(|value| !value.trim().is_empty()));
    match said {
        Some(value) if value.trim().to_ascii_lowercase().starts_with("en") => Tongue::English,
        _ => Tongue::Chinese,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(pairs: &[(&str, &str)]) -> Tongue {
        chosen(|name| {
            pairs
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn chinese_unless_english_is_asked_for() {
        assert_eq!(with(&[]), Tongue::Chinese);
        assert_eq!(with(&[("LANG", "C.UTF-8")]), Tongue::Chinese);
        assert_eq!(with(&[("LANG", "POSIX")]), Tongue::Chinese);
        assert_eq!(with(&[("LANG", "zh_CN.UTF-8")]), Tongue::Chinese);
        assert_eq!(with(&[("LANG", "en_GB.UTF-8")]), Tongue::English);
        assert_eq!(with(&[("WANJIA_LANG", "en")]), Tongue::English);
    }

    #[test]
    fn the_own_variable_wins_and_then_the_order_of_locales() {
        assert_eq!(with(&[("WANJIA_LANG", "zh"), ("LANG", "en_US")]), Tongue::Chinese);
        assert_eq!(with(&[("WANJIA_LANG", ""), ("LANG", "en_US")]), Tongue::English);
        assert_eq!(with(&[("LC_ALL", "zh_CN"), ("LANG", "en_US")]), Tongue::Chinese);
        assert_eq!(
            with(&[("LC_MESSAGES", "en_US"), ("LANG", "zh_CN")]),
            Tongue::English
        );
    }
}
