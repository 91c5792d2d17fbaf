//! Controls that say what of a page is in them, as `wanjia export docx` writes them.

use super::reader::{Line, Reader};
use super::runs::Context;
use super::told;
use crate::base::Fingerprint;
use crate::import::model::Block;
use crate::import::xml::Element;

/// What the tags of such controls begin with.
const OWN: &str = "wanjia-";

/// A field of a page that a control says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    /// The title.
    Title,
    /// 文号.
    Number,
    /// Who issued it.
    Issuer,
    /// The day.
    Issued,
    /// 主送.
    Recipients,
    /// 红头: who issued it, and 文件 behind it.
    Letterhead,
}

/// The field that a control says; `None` for any other control.
pub(super) fn field(properties: Option<&Element<'_>>) -> Option<Field> {
    Some(match own_tag(properties)? {
        "title" => Field::Title,
        "number" => Field::Number,
        "issuer" => Field::Issuer,
        "issued" => Field::Issued,
        "recipients" => Field::Recipients,
        "letterhead" => Field::Letterhead,
        _ => return None,
    })
}

fn own_tag<'e>(properties: Option<&'e Element<'_>>) -> Option<&'e str> {
    properties?.child_value("tag")?.strip_prefix(OWN)
}

impl Reader<'_, '_, '_> {
    /// Notes what a control says of the document. What is to be told of its words is told of the whole.
    pub(super) fn said(&mut self, field: Field, content: &Element<'_>) {
        let mut words = String::new();
        for block in self.blocks(content) {
            if let Block::Paragraph(paragraph) = block {
                if !words.is_empty() {
                    words.push(' ');
                }
                words.push_str(paragraph.words().replace('\n', " ").trim());
                self.document.findings.extend(paragraph.findings);
            }
        }
        let said = &mut self.document.said;
        said.head = true;
        match field {
            Field::Title => said.title = words,
            Field::Number => said.number = words,
            Field::Issuer => said.issuer = words,
            Field::Issued => said.date = words,
            Field::Recipients => said.recipients = words.trim_end_matches(['：', ':']).to_owned(),
            Field::Letterhead if said.issuer.is_empty() => {
                said.issuer = words.trim_end_matches("文件").to_owned();
            }
            Field::Letterhead => {}
        }
    }

    /// A control within a paragraph: around a fact, whose comment says where it is from, or around words.
    pub(super) fn control_in_line(&mut self, element: &Element<'_>, context: &Context, line: &mut Line) {
        let properties = element.child("sdtPr");
        let Some(content) = element.child("sdtContent") else {
            return;
        };
        let Some(known) = own_tag(properties).and_then(|tag| tag.strip_prefix("fact-")) else {
            return self.content(content, context, line);
        };
        let from = line.inlines.len();
        self.settled(content);
        self.content(content, context, line);
        let words: String = line.inlines[from..].iter().map(|inline| inline.words()).collect();
        if !Fingerprint::of_bytes(words.as_bytes()).hex().starts_with(known) {
            let name = properties.and_then(|properties| properties.child_value("alias"));
            line.findings.push(told::fact(name.unwrap_or_default(), &words));
        }
    }

    /// The comments in an element say only what the page itself says: they are not told.
    fn settled(&mut self, element: &Element<'_>) {
        for child in element.elements() {
            match child.name {
                "commentReference" => {
                    let id = child.attribute("id").unwrap_or_default();
                    self.commented.insert(id.to_owned());
                }
                _ => self.settled(child),
            }
        }
    }
}
