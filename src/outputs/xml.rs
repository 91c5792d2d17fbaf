//! Writing XML into memory, which cannot fail.

use crate::base::characters::printable;
use quick_xml::Writer;
use quick_xml::escape::escape;
use quick_xml::events::{BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event};
use std::borrow::Cow;

/// A document in the making.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

impl Xml {
    /// Begins a document.
    pub fn new() -> Self {
        let mut xml = Self {
            writer: Writer::new(Vec::new()),
        };
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
        xml.line();
        xml
    }

    /// How browsers show the document.
    pub fn style(&mut self, href: &str) {
        let content = format!("xml-stylesheet type=\"text/css\" href=\"{}\"", escape(href));
        self.event(Event::PI(BytesPI::new(content)));
        self.line();
    }

    /// Opens an element, writes what is in it, closes it.
    pub fn element(&mut self, name: &str, attributes: &[(&str, &str)], inside: impl FnOnce(&mut Self)) {
        self.event(Event::Start(
            BytesStart::new(name).with_attributes(pairs(&readable(attributes))),
        ));
        inside(self);
        self.event(Event::End(BytesEnd::new(name)));
        self.line();
    }

    /// An element with a text in it.
    pub fn text(&mut self, name: &str, text: &str) {
        self.text_with(name, &[], text);
    }

    /// The same with attributes.
    pub fn text_with(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.element(name, attributes, |xml| {
            xml.event(Event::Text(BytesText::new(&printable(text))))
        });
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(
            BytesStart::new(name).with_attributes(pairs(&readable(attributes))),
        ));
        self.line();
    }

    /// The document.
    pub fn finish(self) -> Vec<u8> {
        self.writer.into_inner()
    }

    fn line(&mut self) {
        self.event(Event::Text(BytesText::from_escaped("\n")));
    }

    fn event(&mut self, event: Event<'_>) {
        // Writing to memory.
        let _ = self.writer.write_event(event);
    }
}

/// Attributes whose values may stand in XML.
fn readable<'a>(attributes: &[(&'a str, &'a str)]) -> Vec<(&'a str, Cow<'a, str>)> {
    let values = attributes.iter().map(|(name, value)| (*name, printable(value)));
    values.collect()
}

fn pairs<'a>(attributes: &'a [(&str, Cow<'_, str>)]) -> impl Iterator<Item = (&'a str, &'a str)> {
    attributes.iter().map(|(name, value)| (*name, &**value))
}
