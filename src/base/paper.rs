//! Links on paper, where nobody can press them: the stylesheet numbers them, and the addresses stand at the end.

use super::html::end_of_tag;

/// Where the links of HTML that we made lead, one after the other. Left out are those that the stylesheet does not
/// number: within the page, to a telephone, to a mailbox.
pub fn links(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<a ") {
        let tag = &rest[start..];
        let end = end_of_tag(tag);
        found.extend(href(&tag[..end]).map(|href| href.replace("&amp;", "&")));
        rest = &tag[end..];
    }
    found
}

fn href(tag: &str) -> Option<&str> {
    let (_, rest) = tag.split_once(" href=\"")?;
    let (href, _) = rest.split_once('"')?;
    let no_page = ["#", "tel:", "mailto:"];
    (!no_page.iter().any(|start| href.starts_with(start))).then_some(href)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_to_pages_are_listed_as_often_as_they_stand_there() {
        let html = "<p><a class=\"x\" href=\"/b/\">乙</a><a href=\"#c\">丙</a><a id=\"d\">丁</a><a href=\"https://d/?e=1&amp;f\">戊</a>\
                    <a href=\"/b/\">乙</a><a href=\"tel:1\">电</a><abbr>a</abbr><a title=\"1>0\" href=\"/g/\">庚</a>";
        assert_eq!(links(html), ["/b/", "https://d/?e=1&f", "/b/", "/g/"]);
    }
}
