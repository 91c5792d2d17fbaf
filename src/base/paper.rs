//! Links on paper, where nobody can press them: each is numbered, and the addresses are at the end.

use super::html::end_of_tag;
use std::fmt::Write as _;

/// HTML that we made with the number of its address at every link (`data-link`, from 1), and the addresses, each
/// once. Left out are links within the page, to a telephone, to a mailbox.
pub fn numbered(html: &str) -> (String, Vec<String>) {
    let mut out = String::with_capacity(html.len());
    let mut found: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find("<a ") {
        let (before, tag) = rest.split_at(start);
        out.push_str(before);
        let (tag, behind) = tag.split_at(end_of_tag(tag));
        match href(tag) {
            Some(href) => {
                let href = href.replace("&amp;", "&");
                let at = found.iter().position(|known| *known == href).unwrap_or_else(|| {
                    found.push(href);
                    found.len() - 1
                });
                let _ = write!(out, "<a data-link=\"{}\"{}", at + 1, &tag["<a".len()..]);
            }
            None => out.push_str(tag),
        }
        rest = behind;
    }
    out.push_str(rest);
    (out, found)
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
    fn links_to_pages_are_numbered_and_one_address_has_one_number() {
        let html = "<p><a class=\"x\" href=\"/b/\">乙</a><a href=\"#c\">丙</a><a id=\"d\">丁</a><a href=\"https://d/?e=1&amp;f\">戊</a>\
                    <a href=\"/b/\">乙</a><a href=\"tel:1\">电</a><abbr>a</abbr><a title=\"1>0\" href=\"/g/\">庚</a>";
        let (out, found) = numbered(html);
        assert_eq!(found, ["/b/", "https://d/?e=1&f", "/g/"]);
        let mut plain = out.clone();
        for (number, times) in [(1, 2), (2, 1), (3, 1)] {
            let mark = format!(" data-link=\"{number}\"");
            assert_eq!(out.matches(&mark).count(), times);
            plain = plain.replace(&mark, "");
        }
        assert_eq!(plain, html);
    }
}
