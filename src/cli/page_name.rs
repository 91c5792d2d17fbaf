//! The file name of a page that is made from its title.

use crate::base::slug::slug;

/// The longest file name that is made of a title.
const LONGEST: usize = 80;

/// The file name of a title: its slug, not longer than file systems and readers bear, and never one of
/// the names that mean something else.
pub fn file_name(title: &str) -> String {
    let mut name = slug(title);
    if name.len() > LONGEST {
        // A slug is ASCII.
        name.truncate(name[..LONGEST].rfind('-').unwrap_or(LONGEST));
    }
    match name.as_str() {
        "index" | "_index" => format!("page-{}", name.trim_start_matches('_')),
        _ if name.starts_with('_') => format!("page{name}"),
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_is_short_and_never_a_sections_own() {
        assert_eq!(file_name("婚育新风"), "hun-yu-xin-feng");
        assert_eq!(file_name("Index"), "page-index");
        assert_eq!(file_name("_index"), "page-index");
        assert_eq!(file_name("_x"), "page_x");
        let long = file_name(&"婚".repeat(300));
        assert!(long.len() <= LONGEST && long.ends_with("hun"));
        assert_eq!(file_name(&"a".repeat(300)).len(), LONGEST);
    }
}
