//! Patterns of addresses: `/:year/:month/:title/`.

use crate::base::Day;

/// An address by its pattern, with a slash before it; `None` when that asks for what is not known. What is empty leaves no
/// folder.
pub fn fill(pattern: &str, value: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let (mut out, mut rest) = (String::from("/"), pattern);
    while let Some(at) = rest.find(':') {
        let (before, name) = (&rest[..at], &rest[at + 1..]);
        let end = name
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .unwrap_or(name.len());
        let end = name[..end].trim_end_matches('_').len();
        // `:sections[1:]`: parts of a list.
        if end == 0 || name[end..].starts_with('[') {
            return None;
        }
        out.push_str(before);
        out.push_str(&value(&name[..end])?);
        rest = &name[end..];
    }
    out.push_str(rest);
    while out.contains("//") {
        out = out.replace("//", "/");
    }
    Some(out)
}

/// A part of a date, as all patterns call it.
pub fn of_day(day: &str, name: &str) -> Option<String> {
    let (year, month, date) = day.parse::<Day>().ok()?.parts();
    Some(match name {
        "year" => year.to_string(),
        "short_year" => format!("{:02}", year % 100),
        "month" => format!("{month:02}"),
        "i_month" => month.to_string(),
        "day" => format!("{date:02}"),
        "i_day" => date.to_string(),
        _ => return None,
    })
}

/// Words with a hyphen for each run of signs that are not kept.
pub fn hyphened(words: &str, kept: &dyn Fn(char) -> bool) -> String {
    let parts = words.split(|c| !kept(c)).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_by_its_pattern_or_not_at_all() {
        let value = |name: &str| match name {
            "title" => Some("ke-tang".to_owned()),
            "categories" => Some(String::new()),
            _ => of_day("2021-08-09", name),
        };
        for (pattern, address) in [
            (":year/:month/:day/:title/", Some("/2021/08/09/ke-tang/")),
            (
                "/:categories/:short_year/:i_month/:i_day/:title.html",
                Some("/21/8/9/ke-tang.html"),
            ),
            (":year_:title", Some("/2021_ke-tang")),
            ("/a//b", Some("/a/b")),
            (":hash/:title/", None),
            (":title[1:]/", None),
        ] {
            assert_eq!(fill(pattern, &value).as_deref(), address, "{pattern}");
        }
        assert_eq!(of_day("", "year"), None);
    }
}
