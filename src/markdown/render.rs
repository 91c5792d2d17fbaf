//! Putting answers into slots. Pure: the same body and answers give the same tree.

use super::Body;
use crate::html::{Attribute, Element, Node, Tree, plain, plain_with_items};
use std::cell::RefCell;
use std::ops::Range;

/// What fills a slot.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Content {
    /// Nothing.
    #[default]
    Nothing,
    /// Plain words, or the value of an attribute.
    Words(String),
    /// A part of the text.
    Nodes(Tree),
}

impl Content {
    /// About how many bytes it has.
    fn size(&self) -> usize {
        match self {
            Content::Nothing => 0,
            Content::Words(words) => words.len(),
            Content::Nodes(nodes) => nodes.html().len(),
        }
    }
}

/// What fills a body's slots, and the margins of its clauses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SlotContents {
    /// One for each request, in their order.
    pub contents: Vec<Content>,
    /// Clause index and what is to be at the end of its section, in order.
    pub margins: Vec<(u32, Tree)>,
}

/// The whole body with its answers.
pub fn render(body: &Body, answers: &SlotContents) -> Tree {
    let margins = answers.margins.iter().filter_map(|(clause, margin)| {
        let nodes = &body.outline.clauses.clauses.get(*clause as usize)?.nodes;
        let end = (nodes.end as usize).checked_sub(1)?;
        let closed = matches!(body.tree.node(end), Some(Node::End(Element::Section, _)));
        (!nodes.is_empty()).then_some((end + usize::from(!closed), margin))
    });
    let mut margins: Vec<(usize, &Tree)> = margins.collect();
    margins.sort_by_key(|(at, _)| *at);
    fill(&body.tree, 0..body.tree.len(), &margins, &answers.contents)
}

/// A stretch of the body's nodes with its answers, without margins: a clause as it is quoted elsewhere.
pub fn render_nodes(body: &Body, nodes: &Range<u32>, answers: &SlotContents) -> Tree {
    let nodes = nodes.start as usize..nodes.end as usize;
    fill(&body.tree, nodes, &[], &answers.contents)
}

/// A component's text with its answers.
pub fn render_fragment(text: &Tree, answers: &SlotContents) -> Tree {
    fill(text, 0..text.len(), &[], &answers.contents)
}

/// Nodes of a tree with what fills its slots, and with other trees in front of some of them.
fn fill(tree: &Tree, nodes: Range<usize>, margins: &[(usize, &Tree)], contents: &[Content]) -> Tree {
    let mut out = Tree::default();
    let filled = contents
        .iter()
        .map(Content::size)
        .chain(margins.iter().map(|(_, margin)| margin.html().len()));
    let more: usize = filled.sum();
    out.reserve(tree.html_of(nodes.clone()).len() + more, nodes.len() + more / 16);
    let mut margins = margins.iter().peekable();
    let mut from = nodes.start;
    for index in nodes.clone() {
        while let Some((_, margin)) = margins.next_if(|(at, _)| *at <= index) {
            out.copy(tree, from..index);
            out.extend(margin);
            from = index;
        }
        if let Some(Node::Slot(request)) = tree.node(index) {
            out.copy(tree, from..index);
            answer(&mut out, contents.get(request as usize));
            from = index + 1;
        }
    }
    out.copy(tree, from..nodes.end);
    margins.for_each(|(_, margin)| out.extend(margin));
    out
}

/// Adds what fills a slot. A link that leads nowhere is no link: its `href` goes.
fn answer(out: &mut Tree, content: Option<&Content>) {
    let attribute = match out.last() {
        Some(Node::Attribute(name, ..)) => Some(name),
        _ => None,
    };
    let words = match (content, attribute) {
        (Some(Content::Words(words)), _) => words.as_str(),
        (Some(Content::Nodes(nodes)), None) => return out.extend(nodes),
        _ => "",
    };
    match attribute {
        Some(Attribute::Href) if words.is_empty() => out.pop(),
        Some(_) => out.fill_attribute(words),
        None => out.text(words),
    }
}

/// A title or summary with its facts filled in: `value` answers a fact's name with plain text.
/// What it does not know stays as it was written.
pub fn fill_plain(text: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, name, end)) = braced(rest) {
        out.push_str(&rest[..at]);
        match value(name.trim()) {
            Some(value) => out.push_str(&value),
            None => out.push_str(&rest[at..end]),
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// The facts that [`fill_plain`] asks for.
pub fn facts_in(text: &str) -> Vec<String> {
    let names = RefCell::new(Vec::new());
    if text.contains(['{', '｛']) {
        fill_plain(text, &|name| {
            names.borrow_mut().push(name.to_owned());
            None
        });
    }
    names.into_inner()
}

/// Whether [`fill_plain`] asks for a fact.
pub fn names_facts(text: &str) -> bool {
    braced(text).is_some()
}

/// The next words in two braces on each side, full-width ones too: where they begin, the words, where they end.
fn braced(text: &str) -> Option<(usize, &str, usize)> {
    let (open, close) = (['{', '｛'], ['}', '｝']);
    let mut from = 0;
    loop {
        let at = from + text[from..].find(open)?;
        let rest = &text[at..];
        from = at + rest.chars().next()?.len_utf8();
        let Some(inner) = text[from..].strip_prefix(open) else {
            continue;
        };
        let (name, behind) = inner.split_once(close)?;
        if let Some(tail) = behind.strip_prefix(close) {
            return Some((at, name, text.len() - tail.len()));
        }
    }
}

/// Whether words have the numbers of list items, which a reader sees and a text does not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ItemNumbers {
    /// As they are printed: `1. `.
    Shown,
    /// Left out.
    Hidden,
}

impl Body {
    /// The plain words of stretches of its nodes; slots are left out.
    pub fn words(&self, stretches: &[Range<u32>], numbers: ItemNumbers) -> String {
        let words = |nodes: &Range<u32>| {
            let nodes = nodes.start as usize..nodes.end as usize;
            plain(self.tree.pieces_of(nodes))
        };
        match numbers {
            ItemNumbers::Hidden => stretches.iter().map(words).collect(),
            ItemNumbers::Shown => plain_with_items(&self.tree, stretches),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;
    use crate::html::read;
    use crate::markdown::{Syntax, parse};
    use std::collections::BTreeSet;

    /// Reads and renders damaged pages, of a kind with clauses or without.
    fn fuzz_pages(name: &str, clauses: bool) {
        let seeds = fuzz::golden(|path| path.ends_with(".md"));
        fuzz::fuzz(name, &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            for trusted in [true, false] {
                let components = BTreeSet::from(["steps".to_owned(), "facts".to_owned()]);
                let syntax = Syntax {
                    clauses,
                    trusted,
                    components,
                };
                let body = parse(&"a.md".into(), &text, 0, &syntax);
                let answers = SlotContents {
                    contents: vec![Content::Nothing; body.outline.questions.len()],
                    margins: Vec::new(),
                };
                render(&body, &answers);
            }
        });
    }

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_markdown() {
        fuzz_pages("markdown", false);
    }

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_clauses() {
        fuzz_pages("clauses", true);
    }

    #[test]
    fn answers_go_into_their_slots_and_margins_to_the_end_of_their_clause() {
        let mut body = crate::markdown::Draft::default();
        body.tree.element(Element::Section, &[]);
        body.tree.slot(0);
        body.tree.begin(Element::A);
        body.tree.attribute(Attribute::Href, "");
        body.tree.slot(1);
        body.tree.inside();
        body.tree.end(Element::Section);
        let end = body.tree.here();
        body.tree.slot(2);
        body.outline.clauses.clauses.push(crate::markdown::Clause {
            shape: crate::markdown::Shape::Clause,
            anchor: "s1".into(),
            label: "一".into(),
            mark: "一、".into(),
            title: "".into(),
            parent: None,
            nodes: 0..end,
            at: 0,
            words: Default::default(),
        });
        let body = Body::from(body);
        let answers = |href: Content| SlotContents {
            contents: vec![
                Content::Words("1<2".into()),
                href,
                Content::Nodes(read("<b>3</b>")),
            ],
            margins: vec![(0, read("<i>M</i>"))],
        };
        let shown = |href| render(&body, &answers(href)).into_html();
        assert_eq!(
            shown(Content::Words("/a?b&c".into())),
            "<section>1&lt;2<a href=\"/a?b&amp;c\"><i>M</i></section><b>3</b>"
        );
        assert_eq!(
            shown(Content::Nothing),
            "<section>1&lt;2<a><i>M</i></section><b>3</b>"
        );
    }

    #[test]
    fn facts_in_titles_are_filled_and_unknown_ones_stay() {
        let value = |name: &str| (name == "产假").then(|| "98天".to_owned());
        assert_eq!(
            fill_plain("产假{{ 产假 }}，{{别的}}，{{", &value),
            "产假98天，{{别的}}，{{"
        );
        assert_eq!(
            fill_plain("{产假}，{{产假}，｛｛产假｝｝，{｛产假}｝", &value),
            "{产假}，{{产假}，98天，98天"
        );
    }
}
