//! Writing the parts of a document, which are XML, into memory.

use crate::base::characters::printable;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// A part in the making.
pub(super) struct Xml {
    writer: Writer<Vec<u8>>,
}

/// Names of attributes and their values.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a str)];

impl Xml {
    /// Begins a part.
    pub fn new() -> Self {
        let mut xml = Self::fragment();
        xml.event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))));
        xml
    }

    /// Begins what is to be put into a part.
    pub fn fragment() -> Self {
        Self {
            writer: Writer::new(Vec::new()),
        }
    }

    /// Opens an element.
    pub fn open(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Start(start(name, attributes)));
    }

    /// Closes an element.
    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element with nothing in it.
    pub fn empty(&mut self, name: &str, attributes: Attributes<'_>) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// An element whose only attribute is its value.
    pub fn value(&mut self, name: &str, value: &str) {
        self.empty(name, &[("w:val", value)]);
    }

    /// A line at a side, so many eighths of a point wide and so many points away.
    pub fn border(&mut self, side: &str, size: &str, space: &str, color: &str) {
        let said = [
            ("w:val", "single"),
            ("w:sz", size),
            ("w:space", space),
            ("w:color", color),
        ];
        self.empty(side, &said);
    }

    /// An element with words in it, all of whose blanks count.
    pub fn words(&mut self, name: &str, words: &str) {
        self.text(name, &[("xml:space", "preserve")], words);
    }

    /// An element with a text in it.
    pub fn text(&mut self, name: &str, attributes: Attributes<'_>, text: &str) {
        self.open(name, attributes);
        self.event(Event::Text(BytesText::new(&printable(text))));
        self.close(name);
    }

    /// XML that has been written already.
    pub fn written(&mut self, xml: &str) {
        self.event(Event::Text(BytesText::from_escaped(xml)));
    }

    /// The part.
    pub fn done(self) -> String {
        String::from_utf8(self.writer.into_inner()).expect("only text was written")
    }

    fn event(&mut self, event: Event<'_>) {
        self.writer
            .write_event(event)
            .expect("writing into memory does not fail");
    }
}

fn start<'a>(name: &'a str, attributes: Attributes<'a>) -> BytesStart<'a> {
    let readable: Vec<(&str, String)> = attributes
        .iter()
        .map(|(name, value)| (*name, printable(value).into_owned()))
        .collect();
    let pairs = readable.iter().map(|(name, value)| (*name, value.as_str()));
    BytesStart::new(name).with_attributes(pairs)
}
