//! Cutting a page into units: a clause, or what is below one heading. A long one is cut again between
//! its paragraphs, so that an excerpt is never far from what was found.

use super::Passage;
use crate::html::{Attribute, Element, Node, Piece, Pieces, Plain, Tree, unescape};

/// About how many bytes a unit may have before it is cut between paragraphs.
const MAX_PASSAGE_BYTES: usize = 1500;

/// Stands between the cells of a row until their words are joined.
const CELL: char = '\u{1f}';

/// Passages of a body as it is rendered.
pub(super) fn passages(tree: &Tree) -> Vec<Passage> {
    let mut cutter = Segmenter::default();
    let mut pieces = tree.pieces();
    while let Some(piece) = pieces.next() {
        match piece.node {
            Node::Begin(element, _) => cutter.begin(element, &piece, &mut pieces),
            Node::End(element, _) => cutter.end(element, &piece),
            _ => cutter.words.piece(&piece),
        }
    }
    cutter.close();
    cutter.passages
}

#[derive(Default)]
struct Segmenter {
    passages: Vec<Passage>,
    /// The current passage, and its words.
    anchor: String,
    label: String,
    words: Plain,
    /// Words of the divisions above: of the nearest heading, and its anchor.
    head: String,
    head_anchor: String,
    /// The head of a column is being said again before the value.
    in_label: bool,
}

impl Segmenter {
    /// An element begins. What is not for readers is passed over.
    fn begin(&mut self, element: Element, piece: &Piece<'_>, pieces: &mut Pieces<'_>) {
        let named = |name| unescape(pieces.attribute(name).unwrap_or(""));
        match element {
            Element::Clause => {
                self.close();
                (self.anchor, self.label) = (named(Attribute::Id), named(Attribute::DataClause));
            }
            Element::Script | Element::Style | Element::Svg | Element::Template | Element::NoteMark => {
                pieces.find(|piece| matches!(piece.node, Node::End(own, _) if own == element.plain()));
            }
            Element::CellLabel => self.in_label = true,
            // A closing is of the page as a whole.
            Element::Footer => {
                self.close();
                self.begin_head(String::new(), String::new());
            }
            _ if element.is_heading() => {
                // A heading in a clause is the clause's first line; another begins a unit.
                let (id, clause) = (named(Attribute::Id), named(Attribute::DataClause));
                if id.is_empty() || (!self.label.is_empty() && clause.is_empty()) {
                    return self.words.piece(piece);
                }
                self.close();
                let words = heading(element, pieces);
                self.begin_head(id, words);
            }
            _ => self.words.piece(piece),
        }
    }

    fn end(&mut self, element: Element, piece: &Piece<'_>) {
        // The end of a clause ends its unit: what follows is not its words.
        if element == Element::Section && !self.label.is_empty() {
            self.close();
            self.anchor.clone_from(&self.head_anchor);
        }
        self.words.piece(piece);
        match element {
            Element::Td | Element::Th => self.words.0.push(CELL),
            Element::Span if std::mem::take(&mut self.in_label) => self.words.0.push('：'),
            _ => {}
        }
    }

    /// What follows is below a heading.
    fn begin_head(&mut self, anchor: String, words: String) {
        self.anchor.clone_from(&anchor);
        (self.head_anchor, self.head) = (anchor, words);
    }

    fn close(&mut self) {
        let mut text = std::mem::take(&mut self.words).0;
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
                line.strip_prefix(within_annex(&label))
                    .unwrap_or(line)
                    .trim_start()
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

/// The name of a clause without that of the annex that it is in: 第三条 of 附件1第三条.
fn within_annex(label: &str) -> &str {
    match label.find('第') {
        Some(at) if label.starts_with('附') => &label[at..],
        _ => label,
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

/// The words of a heading, up to its end.
fn heading(element: Element, pieces: &mut Pieces<'_>) -> String {
    let mut words = Plain::default();
    for piece in pieces {
        if matches!(piece.node, Node::End(own, _) if own == element) {
            break;
        }
        words.piece(&piece);
    }
    words.0.trim().replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::html::read;

    #[test]
    fn a_clause_is_a_unit_and_so_is_what_stands_below_a_heading() {
        let html = "<p>前言</p><h2 id=\"ch1\" data-clause=\"第一章\"><span>第一章</span> 总则</h2>\n<section class=\"clause\" id=\"art1\" \
                    data-clause=\"第一条\"><p><span class=\"clause-mark\">第一条</span> 为了<b>健康</b>。</p></section>\n<h2 id=\"z\">附录</h2><p>表<sup \
                    class=\"footnote-mark\"><a>1</a></sup></p>";
        let shown: Vec<String> = passages(&read(html))
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
    fn what_is_behind_a_clause_is_not_its_words() {
        let html = "<section class=\"clause\" id=\"art2\" data-clause=\"第二条\"><p>第二条 施行。</p></section><div>附件：1.收费标准</div>\
                    <footer class=\"closing\"><p>某局</p></footer><h2 id=\"annex1\" data-clause=\"附件1\">附件1</h2><p>收费</p><section \
                    class=\"clause\" id=\"annex1art1\" data-clause=\"附件1第一条\"><p>第一条 三十元。</p></section><p>表</p>";
        let shown: Vec<String> = passages(&read(html))
            .iter()
            .map(|passage| format!("{}|{}|{}", passage.anchor, passage.label, passage.text))
            .collect();
        assert_eq!(
            shown,
            [
                "art2|第二条|施行。",
                "||附件：1.收费标准",
                "||某局",
                "annex1||收费",
                "annex1art1|附件1第一条|三十元。",
                "annex1||表"
            ]
        );
    }

    #[test]
    fn cells_of_a_table_are_told_apart() {
        let html = "<table><thead><tr><th>名目</th><th>多少</th><th></th></tr></thead><tbody><tr><th scope=\"row\">产假</th><td><span \
                    class=\"cell-label\">多少</span>98天。</td><td>全国</td></tr></tbody></table><p>完</p>";
        assert_eq!(
            passages(&read(html))[0].text,
            "名目，多少\n产假，多少：98天。全国\n完"
        );
    }

    #[test]
    fn a_long_unit_is_cut_between_paragraphs() {
        let html = format!("<p>{}</p>", "很长的话</p><p>".repeat(300));
        assert!(
            passages(&read(html.as_str())).len() > 2
                && passages(&read(html.as_str()))
                    .iter()
                    .all(|passage| passage.text.len() < MAX_PASSAGE_BYTES + 100)
        );
    }
}
