//! XML of office documents as a tree, bounded: names without their prefixes, no entities but the five of XML, no document
//! type.

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesRef, BytesStart, Event};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Elements are nested so deep at most; office programs stay far below.
const DEEPEST: usize = 200;

/// So many elements and attributes are read of one part.
const MOST: usize = 800_000;

/// So many attributes are read of one element.
const MOST_ATTRIBUTES: usize = 64;

/// Whose element it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Space {
    /// Of the format's own namespace, or of one that nobody knows.
    Own,
    /// Of mathematical formulas.
    Math,
    /// Of drawings, where paragraphs and runs have the same names as in texts.
    Drawing,
}

/// An element.
#[derive(Debug)]
pub struct Element<'x> {
    /// Its name without a prefix.
    pub name: &'x str,
    /// Whose it is.
    pub space: Space,
    /// Its attributes, by names without prefixes.
    attributes: Box<[(&'x str, Cow<'x, str>)]>,
    /// What is in it.
    pub children: Vec<Node<'x>>,
}

/// What is in an element.
#[derive(Debug)]
pub enum Node<'x> {
    /// An element.
    Element(Element<'x>),
    /// Words.
    Text(Cow<'x, str>),
}

/// Why a text is not read as XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum XmlError {
    /// It is none, or broken off.
    Broken,
    /// It is nested deeper than any office program does, or has more elements.
    TooMuch,
    /// It declares what it may not: a document type or entities.
    Declares,
}

impl<'x> Element<'x> {
    /// An attribute, by its name without a prefix.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| *key == name);
        found.map(|(_, value)| &**value)
    }

    /// An attribute, by its name in any case.
    pub fn attribute_like(&self, name: &str) -> Option<&str> {
        let mut attributes = self.attributes.iter();
        let found = attributes.find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| &**value)
    }

    /// The attribute `val`, in which these formats put nearly all.
    pub fn value(&self) -> Option<&str> {
        self.attribute("val")
    }

    /// The elements right below.
    pub fn elements(&self) -> impl Iterator<Item = &Element<'x>> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first element of a name right below.
    pub fn child(&self, name: &str) -> Option<&Element<'x>> {
        self.elements().find(|element| element.name == name)
    }

    /// The value of the first element of a name right below.
    pub fn child_value(&self, name: &str) -> Option<&str> {
        self.child(name)?.value()
    }

    /// The first element of a name, however deep.
    pub fn find(&self, name: &str) -> Option<&Element<'x>> {
        self.elements().find_map(|element| {
            if element.name == name {
                Some(element)
            } else {
                element.find(name)
            }
        })
    }

    /// Whether an element of one of these names is below it, however deep.
    pub fn holds(&self, names: &[&str]) -> bool {
        self.elements()
            .any(|element| names.contains(&element.name) || element.holds(names))
    }

    /// The words right below.
    pub fn text(&self) -> String {
        let words = self.children.iter().map(|child| match child {
            Node::Text(text) => &**text,
            Node::Element(_) => "",
        });
        words.collect()
    }
}

/// Reads a text as XML, without elements of the names that are `ignored`, and what is in them.
pub fn read<'x>(text: &'x str, ignored: &[&str]) -> Result<Element<'x>, XmlError> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut building = Building {
        text,
        root: None,
        open: Vec::new(),
        spaces: HashMap::new(),
        count: 0,
        ignored: ignored.iter().copied().collect(),
        inside_ignored: 0,
    };
    loop {
        match reader.read_event().map_err(|_| XmlError::Broken)? {
            Event::Start(tag) => building.begin(&tag)?,
            Event::Empty(tag) => {
                building.begin(&tag)?;
                building.end();
            }
            Event::End(_) => building.end(),
            Event::Text(words) => building.words(words.into_inner())?,
            Event::CData(words) => building.words(words.into_inner())?,
            Event::GeneralRef(reference) => building.words(Cow::Owned(referred(&reference)?))?,
            Event::DocType(_) => return Err(XmlError::Declares),
            Event::Eof => break,
            Event::Comment(_) | Event::PI(_) | Event::Decl(_) => {}
        }
    }
    let closed = building.open.is_empty() && building.inside_ignored == 0;
    building.root.filter(|_| closed).ok_or(XmlError::Broken)
}

/// The character of a reference such as `&#x4e00;` or `&amp;`.
fn referred(reference: &BytesRef<'_>) -> Result<String, XmlError> {
    match reference.resolve_char_ref() {
        Ok(Some(c)) => Ok(c.to_string()),
        Ok(None) => {
            let known = resolve_xml_entity(&reference.xml10_content());
            known.map(str::to_owned).ok_or(XmlError::Declares)
        }
        Err(_) => Err(XmlError::Broken),
    }
}

/// A tree in the making.
struct Building<'x, 'i> {
    text: &'x str,
    root: Option<Element<'x>>,
    open: Vec<Element<'x>>,
    /// Whose names have which prefix.
    spaces: HashMap<&'x str, Space>,
    count: usize,
    /// Names of elements that are left out.
    ignored: HashSet<&'i str>,
    /// So many elements are open that are left out.
    inside_ignored: usize,
}

impl<'x> Building<'x, '_> {
    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), XmlError> {
        if self.open.len() >= DEEPEST {
            return Err(XmlError::TooMuch);
        }
        if self.inside_ignored > 0 || self.ignored.contains(tag.local_name().into_inner()) {
            self.inside_ignored += 1;
            return Ok(());
        }
        self.one_more()?;
        let mut attributes = Vec::new();
        for attribute in tag.attributes().with_checks(false).take(MOST_ATTRIBUTES) {
            let attribute = attribute.map_err(|_| XmlError::Broken)?;
            self.attribute(&attribute, &mut attributes)?;
        }
        let (prefix, name) = split(self.own(tag.name().0)?);
        let space = self.spaces.get(prefix).copied().unwrap_or(Space::Own);
        self.open.push(Element {
            name,
            space,
            attributes: attributes.into_boxed_slice(),
            children: Vec::new(),
        });
        Ok(())
    }

    fn attribute(
        &mut self,
        attribute: &Attribute<'_>,
        into: &mut Vec<(&'x str, Cow<'x, str>)>,
    ) -> Result<(), XmlError> {
        let (prefix, name) = split(self.own(attribute.key.0)?);
        // Which session wrote it: Word puts several of these at every paragraph and run.
        if name.starts_with("rsid") || matches!(name, "paraId" | "textId") {
            return Ok(());
        }
        self.one_more()?;
        if prefix == "xmlns" {
            self.spaces.insert(name, space_of(&attribute.value));
            return Ok(());
        }
        let value = match &attribute.value {
            Cow::Borrowed(plain) if !plain.contains('&') => Cow::Borrowed(self.own(plain)?),
            written => Cow::Owned(unescape(written).map_err(|_| XmlError::Declares)?.into_owned()),
        };
        into.push((name, value));
        Ok(())
    }

    fn one_more(&mut self) -> Result<(), XmlError> {
        self.count += 1;
        if self.count > MOST {
            Err(XmlError::TooMuch)
        } else {
            Ok(())
        }
    }

    /// A part of the text, as such. What the reader hands out is never anything else.
    fn own(&self, part: &str) -> Result<&'x str, XmlError> {
        let at = (part.as_ptr() as usize).wrapping_sub(self.text.as_ptr() as usize);
        let end = at.checked_add(part.len()).ok_or(XmlError::Broken)?;
        self.text.get(at..end).ok_or(XmlError::Broken)
    }

    fn end(&mut self) {
        if self.inside_ignored > 0 {
            self.inside_ignored -= 1;
            return;
        }
        let Some(mut done) = self.open.pop() else { return };
        // Of a million elements most have one child; a growing list keeps room for four.
        done.children.shrink_to_fit();
        match self.open.last_mut() {
            Some(above) => above.children.push(Node::Element(done)),
            None => self.root = self.root.take().or(Some(done)),
        }
    }

    fn words(&mut self, words: Cow<'x, str>) -> Result<(), XmlError> {
        if self.open.is_empty() || self.inside_ignored > 0 {
            return Ok(());
        }
        self.one_more()?;
        if let Some(open) = self.open.last_mut() {
            open.children.push(Node::Text(words));
        }
        Ok(())
    }
}

/// A name, apart from its prefix.
fn split(name: &str) -> (&str, &str) {
    name.split_once(':').unwrap_or(("", name))
}

fn space_of(uri: &str) -> Space {
    if uri.ends_with("/math") {
        Space::Math
    } else if uri.contains("drawingml") && uri.ends_with("/main") {
        Space::Drawing
    } else {
        Space::Own
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_without_their_prefixes_and_words_as_they_are_meant() {
        let root = read(
            "<a:x xmlns:m='u/math'><b v:val='1&amp;2'>甲&lt;乙&#x4e19;</b><m:r/></a:x>",
            &[],
        )
        .unwrap();
        let b = root.child("b").unwrap();
        assert_eq!((b.value(), b.text().as_str()), (Some("1&2"), "甲<乙丙"));
        assert_eq!(root.find("r").unwrap().space, Space::Math);
    }

    #[test]
    fn what_declares_entities_is_deeper_or_broken_is_refused() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>";
        assert_eq!(read(bomb, &[]).unwrap_err(), XmlError::Declares);
        assert_eq!(read("<a>&b;</a>", &[]).unwrap_err(), XmlError::Declares);
        let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
        assert_eq!(read(&deep, &[]).unwrap_err(), XmlError::TooMuch);
        for broken in ["", "<a>", "甲", "<a", "<a></a", "<a b=></a>"] {
            assert_eq!(read(broken, &[]).unwrap_err(), XmlError::Broken, "{broken}");
        }
    }

    #[test]
    fn what_is_ignored_is_left_out_with_all_that_is_in_it() {
        let root = read("<a><b><c>甲</c><b/></b>乙<d/></a>", &["b"]).unwrap();
        assert!(root.child("b").is_none() && root.child("d").is_some());
        assert_eq!(root.text(), "乙");
        assert_eq!(read("<a><b></a>", &["b"]).unwrap_err(), XmlError::Broken);
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_never_panics(text in "[<>/a:b='& ;#x甲!\\[\\]?-]{0,40}") {
            let _ = read(&text, &["a"]);
        }
    }
}
