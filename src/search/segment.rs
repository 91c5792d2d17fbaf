//! Cutting a page into units: a clause, or what is below one heading. A long one is cut again between
//! its paragraphs, so that an excerpt is never far from what was found.

use super::Passage;
use crate::base::html::plain;

/// About how many bytes a unit may have before it is cut between paragraphs.
const MAX_PASSAGE_BYTES: usize = 1500;

/// Stands between the cells of a row until their words are joined.
const CELL: char = '\u{1f}';

/// Units of the HTML of a body as it is rendered.
pub(super) fn passages(html: &str) -> Vec<Passage> {
    let mut cutter = Segmenter::default();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        cutter.words(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        let tag = &rest[at..end];
        rest = cutter.tag(tag, &rest[end..]);
    }
    cutter.words(rest);
    cutter.close();
    cutter.passages
}

#[derive(Default)]
struct Segmenter {
    passages: Vec<Passage>,
    /// The current unit; its text is still HTML.
    anchor: String,
    label: String,
    /// Words of the divisions above: of the nearest heading.
    head: String,
    html: String,
}

impl Segmenter {
    fn words(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Looks at a tag; what is left to read behind it.
    fn tag<'h>(&mut self, tag: &str, rest: &'h str) -> &'h str {
        let name = tag[1..].split([' ', '>', '/']).next().unwrap_or("");
        match name {
            "section" if tag.contains("class=\"clause\"") => {
                self.close();
                self.anchor = attribute(tag, "id");
                self.label = attribute(tag, "data-clause");
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => return self.heading(name, tag, rest),
            "script" | "style" | "svg" | "template" => return behind(rest, name),
            "sup" if tag.contains("footnote-mark") => return behind(rest, name),
            // The head of a column, said again before the value.
            "span" if tag.contains("class=\"cell-label\"") => {
                let (inside, rest) = split(rest, name);
                self.html.push_str(&format!("{inside}："));
                return rest;
            }
            "" => {
                // The end of a clause ends its unit: what follows is not its words.
                if tag == "</section>" && !self.label.is_empty() {
                    self.close();
                }
                self.html.push_str(tag);
                if matches!(tag, "</td>" | "</th>") {
                    self.html.push(CELL);
                }
            }
            _ => self.html.push_str(tag),
        }
        rest
    }

    /// A heading in a clause is the clause's first line; another begins a unit.
    fn heading<'h>(&mut self, name: &str, tag: &str, rest: &'h str) -> &'h str {
        let (inside, rest) = split(rest, name);
        let words = plain(inside).trim().replace('\n', " ");
        let (id, clause) = (attribute(tag, "id"), attribute(tag, "data-clause"));
        if id.is_empty() || (!self.label.is_empty() && clause.is_empty()) {
            self.html.push_str(&format!("<p>{inside}</p>"));
            return rest;
        }
        self.close();
        self.anchor = id;
        self.head = words;
        rest
    }

    fn close(&mut self) {
        let mut text = plain(&std::mem::take(&mut self.html));
        // The packed words have signs of their own.
        text.retain(|c| matches!(c, '\n' | CELL) || !c.is_control());
        let label = std::mem::take(&mut self.label);
        let lines: Vec<String> = text.lines().map(row).filter(|line| !line.is_empty()).collect();
        let mut lines = lines.iter().map(String::as_str).peekable();
        let first = Passage {
            anchor: self.anchor.clone(),
            label: label.clone(),
            heading: self.head.clone(),
            text: String::new(),
        };
        let mut passage = first.clone();
        if lines.peek().is_none() && !label.is_empty() {
            self.passages.push(passage);
            return;
        }
        while let Some(line) = lines.next() {
            // The mark of a clause is before its words and is its label already.
            let line = if passage.text.is_empty() {
                line.strip_prefix(&*label).unwrap_or(line).trim_start()
            } else {
                line
            };
            if !passage.text.is_empty() {
                passage.text.push('\n');
            }
            passage.text.push_str(line);
            if passage.text.len() > MAX_PASSAGE_BYTES && lines.peek().is_some() {
                self.passages.push(std::mem::replace(&mut passage, first.clone()));
            }
        }
        if !passage.text.is_empty() {
            self.passages.push(passage);
        }
    }
}

/// A line; when it is the row of a table, its cells can be distinguished.
fn row(line: &str) -> String {
    let mut joined = String::new();
    for cell in line.split(CELL).map(str::trim).filter(|cell| !cell.is_empty()) {
        if !joined.is_empty() && !joined.ends_with(['，', '。', '；', '：', '？', '！', '、']) {
            joined.push('，');
        }
        joined.push_str(cell);
    }
    joined
}

/// The value of an attribute of a tag that we wrote ourselves.
fn attribute(tag: &str, name: &str) -> String {
    let start = format!(" {name}=\"");
    let value = tag
        .split_once(&start)
        .and_then(|(_, rest)| rest.split('"').next());
    plain(value.unwrap_or(""))
}

/// What is before the end tag, and what is behind it.
fn split<'h>(rest: &'h str, name: &str) -> (&'h str, &'h str) {
    let end = format!("</{name}>");
    rest.split_once(&end).unwrap_or((rest, ""))
}

fn behind<'h>(rest: &'h str, name: &str) -> &'h str {
    split(rest, name).1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clause_is_a_unit_and_so_is_what_stands_below_a_heading() {
        let html = "<p>前言</p><h2 id=\"ch1\" data-clause=\"第一章\"><span>第一章</span> 总则</h2>\n<section class=\"clause\" id=\"art1\" \
                    data-clause=\"第一条\"><p><span class=\"clause-mark\">第一条</span> 为了<b>健康</b>。</p></section>\n<h2 id=\"z\">附录</h2><p>表<sup \
                    class=\"footnote-mark\"><a>1</a></sup></p>";
        let shown: Vec<String> = passages(html)
            .iter()
            .map(|passage| {
                format!(
                    "{}|{}|{}|{}",
                    passage.anchor, passage.label, passage.heading, passage.text
                )
            })
            .collect();
        assert_eq!(
            shown,
            ["|||前言", "art1|第一条|第一章 总则|为了健康。", "z||附录|表"]
        );
    }

    #[test]
    fn cells_of_a_table_are_told_apart() {
        let html = "<table><thead><tr><th>名目</th><th>多少</th><th></th></tr></thead><tbody><tr><th scope=\"row\">产假</th><td><span \
                    class=\"cell-label\">多少</span>98天。</td><td>全国</td></tr></tbody></table><p>完</p>";
        assert_eq!(passages(html)[0].text, "名目，多少\n产假，多少：98天。全国\n完");
    }

    #[test]
    fn a_long_unit_is_cut_between_paragraphs() {
        let html = format!("<p>{}</p>", "很长的话</p><p>".repeat(300));
        assert!(
            passages(&html).len() > 2
                && passages(&html)
                    .iter()
                    .all(|passage| passage.text.len() < MAX_PASSAGE_BYTES + 100)
        );
    }
}
