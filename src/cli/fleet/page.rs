//! A table of sites as a page by itself.

use crate::base::Day;
use crate::base::html::{attribute, escape};
use crate::base::message::Locale;
use std::fmt::Write;

/// A table as a page; a click on a head sorts by it. `link` says where the name in a row leads, by the place of the row.
pub fn page(
    title: &str,
    rows: &[Vec<String>],
    link: &dyn Fn(usize) -> Option<String>,
    today: Day,
    locale: Locale,
) -> String {
    let lang = match locale {
        Locale::Chinese => "zh-CN",
        Locale::English => "en",
    };
    let mut out = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{title} · {today}</title>\n<style>\n{}</style>\n</head>\n<body>\n<h1>{title} <small>{today}</small></h1>\n<div class=\"wide\"><table>\n",
        include_str!("status.css")
    );
    for (at, row) in rows.iter().enumerate() {
        let cells: String = row
            .iter()
            .enumerate()
            .map(|(column, cell)| match at {
                0 => head(cell),
                _ => plain(cell, (column == 1).then(|| link(at)).flatten()),
            })
            .collect();
        let (open, close) = match at {
            0 => ("<thead>", "</thead>\n<tbody>"),
            _ => ("", ""),
        };
        let _ = writeln!(out, "{open}<tr>{cells}</tr>{close}");
    }
    let script = include_str!("status.js");
    out + &format!("</tbody></table></div>\n<script>\n{script}</script>\n</body>\n</html>\n")
}

fn head(cell: &str) -> String {
    let words = escape(cell);
    format!("<th scope=\"col\" aria-sort=\"none\"><button type=\"button\">{words}</button></th>")
}

fn plain(cell: &str, link: Option<String>) -> String {
    let words = escape(cell);
    match link {
        Some(href) => format!("<td><a href=\"{}\">{words}</a></td>", attribute(&href)),
        None => format!("<td>{words}</td>"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_no_tag_and_a_name_leads_to_its_site() {
        let rows = vec![
            vec!["code".to_owned(), "name".to_owned()],
            vec!["=1+1 <b> \"x\"".to_owned(), "甲".to_owned()],
        ];
        let link = |_| Some("https://example.org/\"a".to_owned());
        let page = page(
            "State",
            &rows,
            &link,
            "2026-11-29".parse().unwrap(),
            Locale::English,
        );
        assert!(page.contains("<td>=1+1 &lt;b&gt;") && page.contains("lang=\"en\""));
        assert!(
            page.contains("<td><a href=\"https://example.org/%22a\">甲</a></td>"),
            "{page}"
        );
    }
}
