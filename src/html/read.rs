//! Reading HTML that others wrote: raw HTML when it is harmless, what a theme makes of a component, a
//! finished page. The only place that looks for tags in text.
//!
//! Nothing is mended and nothing is lost: the tree's text is what came in, and a tag that nobody closes is
//! one in the tree too.

use super::bounded::{Blank, BoundedReader, MOST_ATTRIBUTES, rest_of_tag};
use super::tree::offset;
use super::{Attribute, Element, Node, Tree};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, State, Tokenizer};
use std::cell::OnceCell;
use std::ops::Range;

/// The tree of some HTML. A script or style that is never closed hides nothing that is behind it.
pub fn read(html: impl Into<String>) -> Tree {
    let html = html.into();
    let blank = Blank::default();
    let mut reader = Reader::new(&html, &blank);
    let emitter =
        CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| reader.event(&event, span));
    let mut tokenizer = Tokenizer::new_with_emitter(BoundedReader::new(&html, &blank), emitter);
    while let Some(Ok(state)) = tokenizer.next() {
        tokenizer.set_state(state);
    }
    drop(tokenizer);
    let nodes = reader.finish();
    Tree::of(html, nodes)
}

/// The value of an attribute as a browser reads it: every entity stands for its character.
pub fn attribute_value(written: &str) -> String {
    if !written.contains('&') {
        return written.to_owned();
    }
    let mut read = String::new();
    let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<usize>| {
        if let CallbackEvent::AttributeValue { value } = event {
            read.push_str(&String::from_utf8_lossy(value));
        }
        None::<State>
    });
    let tag = format!("<a href=\"{}\">", written.replace('"', "&quot;"));
    Tokenizer::new_with_emitter(tag.as_str(), emitter).for_each(drop);
    read
}

struct Reader<'h> {
    html: &'h str,
    nodes: Vec<Node>,
    /// Where the last node ends.
    end: usize,
    /// Index of the node and place of the tag that is not closed yet.
    tag: Option<(usize, usize)>,
    element: Element,
    class: &'h str,
    /// Attributes of the tag that is not closed yet, and what of it is not read.
    attributes: usize,
    blank: &'h Blank,
    /// The name of an attribute whose value may still come.
    name: Option<Range<usize>>,
    /// What comes is the inside of a script or style.
    opaque: bool,
    /// Where the last end tag of a script stands, and of a style.
    script: OnceCell<usize>,
    style: OnceCell<usize>,
}

impl<'h> Reader<'h> {
    fn new(html: &'h str, blank: &'h Blank) -> Self {
        Self {
            html,
            attributes: 0,
            blank,
            nodes: Vec::with_capacity(html.len() / 16),
            end: 0,
            tag: None,
            element: Element::Other,
            class: "",
            name: None,
            opaque: false,
            script: OnceCell::new(),
            style: OnceCell::new(),
        }
    }

    /// Takes an event in; the state to go on with behind the beginning of a script or style.
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) -> Option<State> {
        match event {
            CallbackEvent::AttributeName { .. } => {
                self.attributes += 1;
                if self.attributes > MOST_ATTRIBUTES {
                    self.blank.set(rest_of_tag(self.html, span.start));
                    return None;
                }
            }
            CallbackEvent::AttributeValue { .. } if self.attributes > MOST_ATTRIBUTES => return None,
            CallbackEvent::AttributeValue { .. } | CallbackEvent::Error(_) => {}
            _ => self.attributes = 0,
        }
        match event {
            CallbackEvent::OpenStartTag { .. } => self.begin(span.start),
            // An end tag has none that count.
            CallbackEvent::AttributeName { .. } | CallbackEvent::AttributeValue { .. }
                if self.tag.is_none() => {}
            CallbackEvent::AttributeName { .. } => {
                self.bare_attribute();
                self.name = Some(span.start..span.end);
            }
            CallbackEvent::AttributeValue { .. } => self.attribute(span.start..span.end),
            CallbackEvent::CloseStartTag { .. } => return self.inside(span.end),
            CallbackEvent::EndTag { name } => {
                self.words(span.start);
                let element = Element::of(&String::from_utf8_lossy(name));
                self.push(span.end, |end| Node::End(element, end));
                self.opaque = false;
            }
            CallbackEvent::Comment { .. } => {
                self.words(span.start);
                self.push(span.end, Node::Comment);
            }
            CallbackEvent::Doctype { .. } => {
                self.words(span.start);
                self.push(span.end, Node::Raw);
            }
            CallbackEvent::String { .. } | CallbackEvent::Error(_) => {}
        }
        None
    }

    fn push(&mut self, end: usize, node: impl FnOnce(u32) -> Node) {
        self.end = end;
        self.nodes.push(node(offset(end)));
    }

    /// What is before the next tag.
    fn words(&mut self, end: usize) {
        if end > self.end {
            let raw = self.opaque;
            self.push(end, if raw { Node::Raw } else { Node::Text });
        }
    }

    fn begin(&mut self, start: usize) {
        self.words(start);
        self.tag = Some((self.nodes.len(), start));
        let name = &self.html[start + 1..];
        let name = name
            .split(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))
            .next();
        let name = name.unwrap_or_default();
        let end = start + 1 + name.len();
        self.element = Element::of(name);
        self.class = "";
        let element = self.element;
        self.push(end, |end| Node::Begin(element, end));
    }

    fn attribute(&mut self, value: Range<usize>) {
        let Some(name) = self.name.take() else { return };
        let name = Attribute::of(&self.html[name]);
        if name == Attribute::Class {
            self.class = &self.html[value.clone()];
        }
        let quoted = self.html[..value.start].ends_with(['"', '\'']);
        let start = u16::try_from(value.start - self.end).unwrap_or(0);
        self.push(value.end + usize::from(quoted), |end| {
            Node::Attribute(name, start, end)
        });
    }

    /// An attribute without value, or with an empty one.
    fn bare_attribute(&mut self) {
        let Some(name) = self.name.clone() else { return };
        let rest = self.html[name.end..].trim_start();
        let value = rest.strip_prefix('=').map(str::trim_start);
        match value.filter(|value| value.starts_with("\"\"") || value.starts_with("''")) {
            Some(value) => {
                let start = self.html.len() - value.len() + 1;
                self.attribute(start..start);
            }
            None => {
                let known = Attribute::of(&self.html[name.clone()]);
                self.name = None;
                self.push(name.end, |end| Node::Attribute(known, 0, end));
            }
        }
    }

    fn inside(&mut self, end: usize) -> Option<State> {
        self.bare_attribute();
        self.push(end, Node::Inside);
        let (tag, _) = self.tag.take()?;
        if let Node::Begin(element, end) = self.nodes[tag] {
            self.nodes[tag] = Node::Begin(element.with_class(self.class), end);
        }
        let (state, last, close) = match self.element {
            Element::Script => (State::ScriptData, &self.script, "</script"),
            Element::Style => (State::RawText, &self.style, "</style"),
            _ => return None,
        };
        let html = self.html.as_bytes();
        let is_close = |part: &[u8]| part.eq_ignore_ascii_case(close.as_bytes());
        let last = last.get_or_init(|| html.windows(close.len()).rposition(is_close).unwrap_or(0));
        self.opaque = *last >= end;
        self.opaque.then_some(state)
    }

    /// The nodes, with what is left.
    fn finish(mut self) -> Vec<Node> {
        if let Some((tag, start)) = self.tag {
            self.nodes.truncate(tag);
            self.end = start;
        }
        if self.html.len() > self.end {
            let broken = self.html[self.end..].starts_with('<');
            let end = self.html.len();
            self.push(end, if broken { Node::Broken } else { Node::Text });
        }
        self.nodes
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_html() {
        let seeds = fuzz::golden(|path| path.ends_with(".md") || path.ends_with(".html"));
        fuzz::fuzz("html", &seeds, |input| {
            read(String::from_utf8_lossy(input));
        });
    }

    #[test]
    fn nodes_tell_what_stands_where() {
        let tree = read(
            "甲<A href='/x?a&amp;b' title=\"1>0\"\n disabled alt=\"\">乙</a><!-- <b> --><script>\"<p>\"</script><i",
        );
        let shown: Vec<String> = tree
            .pieces()
            .map(|piece| match piece.node {
                Node::Begin(element, _) => format!("begin {element:?}"),
                Node::Attribute(name, ..) => format!("{name:?}={:?}", piece.value()),
                Node::Inside(_) => "inside".to_owned(),
                Node::Text(_) => format!("text {}", piece.html),
                Node::End(element, _) => format!("end {element:?}"),
                Node::Comment(_) => format!("comment {}", piece.html),
                Node::Broken(_) => format!("broken {}", piece.html),
                Node::Raw(_) => format!("raw {}", piece.html),
                Node::Slot(_) => "slot".to_owned(),
            })
            .collect();
        assert_eq!(
            shown,
            [
                "text 甲",
                "begin A",
                "Href=Some(\"/x?a&amp;b\")",
                "Title=Some(\"1>0\")",
                "Disabled=None",
                "Alt=Some(\"\")",
                "inside",
                "text 乙",
                "end A",
                "comment <!-- <b> -->",
                "begin Script",
                "inside",
                "raw \"<p>\"",
                "end Script",
                "broken <i"
            ]
        );
    }

    #[test]
    fn a_tag_of_more_attributes_than_are_read_is_a_tag_and_what_follows_is_read() {
        for attribute in ["a=\"b>\" ", "a='b' ", "a=b ", "a ", "a=\"\" ", "/ ", "=a "] {
            for (begin, end) in [("<div ", ">"), ("<div>x</div ", ">")] {
                let html = format!("{begin}{}{end}乙<i>丙</i>", attribute.repeat(2 * MOST_ATTRIBUTES));
                let tree = read(html.as_str());
                let joined: String = tree.pieces().map(|piece| piece.html).collect();
                assert_eq!(joined, html);
                let named = |wanted: &str| {
                    let mut pieces = tree.pieces();
                    pieces.any(|piece| matches!(piece.node, Node::Text(_)) && piece.html == wanted)
                };
                assert!(named("乙") && named("丙"), "{attribute} {begin}");
                assert!(tree.len() < MOST_ATTRIBUTES + 20, "{}", tree.len());
            }
        }
    }

    #[test]
    fn our_classes_tell_what_an_element_is() {
        let begins = |html: &str| {
            read(html)
                .node(0)
                .map(|node| matches!(node, Node::Begin(Element::Clause, _)))
        };
        assert_eq!(begins("<section id=\"a\" class=\"clause\">"), Some(true));
        assert_eq!(begins("<section class=\"x\">"), Some(false));
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_lost(parts in proptest::collection::vec("<[a-z/!?]|[<>\"'=/ \n\r\t\0]|</?(a|p|script|title|section)|href|class=\"clause\"|<!--|-->|&amp;|[甲a]", 0..30)) {
            let html = parts.concat();
            let tree = read(html.as_str());
            assert_eq!(tree.html(), html);
            let joined: String = tree.pieces().map(|piece| { piece.value(); piece.html }).collect();
            assert_eq!(joined, html);
        }
    }
}
