//! A web page as elements in each other, as browsers put them together: tags that nobody closes are closed.

use crate::html::{self, Node, Tree, attribute_value};

/// Elements are in each other so deep; what is deeper belongs to the last one.
const DEEPEST: usize = 150;

/// An element.
#[derive(Debug, Clone, Default)]
pub struct Element {
    /// Its name, in lower case.
    pub name: String,
    /// Its attributes, names in lower case, entities resolved.
    attributes: Vec<(String, String)>,
    /// What is in it.
    pub children: Vec<Child>,
}

/// Something in an element.
#[derive(Debug, Clone)]
pub enum Child {
    /// An element, by its index.
    Element(usize),
    /// Words, entities resolved.
    Text(String),
}

/// A web page. Its first element holds all others.
#[derive(Debug, Clone)]
pub struct Page {
    elements: Vec<Element>,
}

impl Element {
    /// The value of an attribute; empty when it has none.
    pub fn attribute(&self, name: &str) -> &str {
        let own = self.attributes.iter().find(|(own, _)| own == name);
        own.map_or("", |(_, value)| value)
    }

    /// Whether it has an attribute.
    pub fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(own, _)| own == name)
    }

    /// What its `style` says of a property, in lower case without blanks; empty when nothing.
    pub fn style(&self, property: &str) -> String {
        let mut said = self.attribute("style").split(';').filter_map(|part| {
            let (name, value) = part.split_once(':')?;
            name.trim().eq_ignore_ascii_case(property).then(|| {
                value
                    .chars()
                    .filter(|c| !c.is_whitespace())
                    .collect::<String>()
                    .to_lowercase()
            })
        });
        said.next_back().unwrap_or_default()
    }

    /// Whether it begins a block.
    pub fn is_block(&self) -> bool {
        html::is_block(&self.name)
    }

    /// Its level, when it is a heading.
    pub fn heading(&self) -> Option<u8> {
        let level = self.name.strip_prefix('h')?.parse().ok()?;
        (1..=6).contains(&level).then_some(level)
    }
}

impl Page {
    /// A page of its HTML.
    pub fn of(tree: &Tree) -> Self {
        let mut builder = Builder {
            elements: vec![Element::default()],
            open: vec![0],
        };
        let mut pieces = tree.pieces();
        while let Some(piece) = pieces.next() {
            match piece.node {
                Node::Begin(..) => {
                    let tag = pieces.tag(piece);
                    let attributes = tag.iter().filter_map(|part| match part.node {
                        Node::Attribute(..) => Some(attribute(part.html, part.value().unwrap_or(""))),
                        _ => None,
                    });
                    let attributes = attributes.collect();
                    builder.begin(piece.name().to_ascii_lowercase(), attributes);
                }
                Node::Text(_) => builder.text(piece.html),
                Node::End(..) => builder.end(&piece.name().to_ascii_lowercase()),
                _ => {}
            }
        }
        Self {
            elements: builder.elements,
        }
    }

    /// An element.
    pub fn element(&self, index: usize) -> &Element {
        &self.elements[index]
    }

    /// All elements, in the order in which they begin.
    pub fn elements(&self) -> impl Iterator<Item = (usize, &Element)> {
        self.elements.iter().enumerate()
    }

    /// The elements right in an element.
    pub fn inside(&self, index: usize) -> impl Iterator<Item = usize> {
        self.elements[index]
            .children
            .iter()
            .filter_map(|child| match child {
                Child::Element(index) => Some(*index),
                Child::Text(_) => None,
            })
    }

    /// The words of an element, without those of elements that are `out`.
    pub fn words(&self, index: usize, out: &dyn Fn(usize) -> bool) -> String {
        let mut words = String::new();
        self.add_words(index, out, &mut words);
        words
    }

    fn add_words(&self, index: usize, out: &dyn Fn(usize) -> bool, words: &mut String) {
        if out(index) {
            return;
        }
        let element = self.element(index);
        for child in &element.children {
            match child {
                Child::Text(text) => words.push_str(text),
                Child::Element(index) => self.add_words(*index, out, words),
            }
        }
        if element.is_block() || element.name == "br" {
            words.push('\n');
        }
    }
}

/// An attribute of its stretch of the page.
fn attribute(written: &str, value: &str) -> (String, String) {
    let name = written.trim().split(['=', ' ', '\n', '\t', '\r']).next();
    (
        name.unwrap_or_default().to_ascii_lowercase(),
        attribute_value(value),
    )
}

struct Builder {
    elements: Vec<Element>,
    /// The elements that are not closed yet.
    open: Vec<usize>,
}

impl Builder {
    fn name(&self, at: usize) -> &str {
        &self.elements[self.open[at]].name
    }

    fn put(&mut self, child: Child) {
        let last = *self.open.last().expect("the first element is never closed");
        self.elements[last].children.push(child);
    }

    fn text(&mut self, html: &str) {
        self.put(Child::Text(attribute_value(html)));
    }

    fn begin(&mut self, name: String, attributes: Vec<(String, String)>) {
        for closed in implied(&name) {
            self.close_up_to(closed.0, closed.1);
        }
        let index = self.elements.len();
        self.put(Child::Element(index));
        let void = html::is_void(&name);
        self.elements.push(Element {
            name,
            attributes,
            children: Vec::new(),
        });
        if !void && self.open.len() < DEEPEST {
            self.open.push(index);
        }
    }

    /// Closes the nearest element of a name, unless one of `walls` is nearer.
    fn close_up_to(&mut self, name: &str, walls: &[&str]) {
        let nearest = (1..self.open.len()).rev().find(|at| {
            let own = self.name(*at);
            own == name || walls.contains(&own)
        });
        if let Some(at) = nearest.filter(|at| self.name(*at) == name) {
            self.open.truncate(at);
        }
    }

    fn end(&mut self, name: &str) {
        let table = ["table", "td", "th", "tr", "tbody", "thead", "tfoot", "caption"];
        let walls: &[&str] = if table.contains(&name) || matches!(name, "body" | "html") {
            &[]
        } else {
            &["table", "td", "th"]
        };
        if html::is_block(name) || walls.is_empty() {
            return self.close_up_to(name, if name == "table" { &[] } else { walls });
        }
        let Some(at) = (1..self.open.len()).rev().find(|at| self.name(*at) == name) else {
            return;
        };
        if (at + 1..self.open.len()).any(|inner| html::is_block(self.name(inner))) {
            // A style that ends in another paragraph than it began: it is none.
            let index = self.open[at];
            self.elements[index].name = "span".to_owned();
        } else {
            self.open.truncate(at);
        }
    }
}

/// What the beginning of an element closes, and what keeps it from that.
fn implied(name: &str) -> Vec<(&'static str, &'static [&'static str])> {
    const CELL: &[&str] = &["table", "td", "th", "caption"];
    let mut closed: Vec<(&'static str, &'static [&'static str])> = Vec::new();
    if html::is_block(name) {
        closed.push(("p", CELL));
    }
    match name {
        "li" => closed.push(("li", &["ul", "ol", "table"])),
        "dt" | "dd" => closed.extend([("dt", &["dl"][..]), ("dd", &["dl"][..])]),
        "td" | "th" => closed.extend([("td", &["tr", "table"][..]), ("th", &["tr", "table"][..])]),
        "tr" => closed.push(("tr", &["table"])),
        "tbody" | "thead" | "tfoot" => closed.extend([
            ("tbody", &["table"][..]),
            ("thead", &["table"][..]),
            ("tfoot", &["table"][..]),
        ]),
        "option" => closed.push(("option", &["select"])),
        _ => {}
    }
    closed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_that_nobody_closes_are_closed_as_browsers_do() {
        let page = Page::of(&crate::html::read(
            "<table><tr><td>甲<td><p>乙<p>丙&nbsp;丁<tr><td>戊</table>己<b>庚<p>辛</b>壬",
        ));
        let children = |name: &str| {
            let of = page.elements().filter(|(_, element)| element.name == name);
            of.map(|(index, _)| page.inside(index).count())
                .collect::<Vec<_>>()
        };
        assert_eq!(children("tr"), [2, 1]);
        assert_eq!(children("td"), [0, 2, 0]);
        assert_eq!(
            page.words(0, &|_| false).replace('\n', ""),
            "甲乙丙\u{a0}丁戊己庚辛壬"
        );
    }

    #[test]
    fn elements_are_in_each_other_only_so_deep() {
        let page = Page::of(&crate::html::read("<div>".repeat(5000) + "甲"));
        assert_eq!(page.words(0, &|_| false).trim(), "甲");
    }
}
