//! Controls that say what of a page is in them, as `wanjia export docx` writes them.

use super::reader::{Line, Reader};
use super::runs::Context;
use super::told;
use crate::base::Fingerprint;
use crate::import::model::Inline;
use crate::import::xml::Element;

/// What the tags of such controls begin with.
const OWN: &str = "wanjia-";

/// The tags behind it of what the page makes itself: what a note to readers is called, which its style says, and the words of
/// the clauses that it names.
const MADE: [&str; 2] = ["label", "cited"];

/// A field of a page that a control says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
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
fn field(properties: Option<&Element<'_>>) -> Option<Field> {
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
    /// Notes what a control says of the document. What is to be told of its words is told where it stands.
    fn said(&mut self, field: Field, content: &Element<'_>, context: &Context, line: &mut Line) {
        let mut own = Line::default();
        self.content(content, context, &mut own);
        line.take_beside(&mut own);
        // A title is broken into lines without losing a blank.
        let between = if field == Field::Title { "" } else { " " };
        let words: String = own.inlines.iter().map(Inline::words).collect();
        let words = words.replace('\n', between).trim().to_owned();
        if words.is_empty() {
            return;
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

    /// A control within a paragraph: around a field of the page, a fact, whose comment says where it is from, or words.
    pub(super) fn control_in_line(&mut self, element: &Element<'_>, context: &Context, line: &mut Line) {
        let properties = element.child("sdtPr");
        let Some(content) = element.child("sdtContent") else {
            return;
        };
        if own_tag(properties).is_some_and(|tag| MADE.contains(&tag)) {
            return;
        }
        if let Some(field) = field(properties) {
            return self.said(field, content, context, line);
        }
        let Some(known) = own_tag(properties).and_then(|tag| tag.strip_prefix("fact-")) else {
            return self.content(content, context, line);
        };
        let from = line.inlines.len();
        // Its comment or its note says only what the page says of it.
        let before = std::mem::replace(&mut self.in_fact, true);
        self.content(content, context, line);
        self.in_fact = before;
        let words: String = line.inlines[from..].iter().map(|inline| inline.words()).collect();
        if !Fingerprint::of_bytes(words.as_bytes()).hex().starts_with(known) {
            let name = properties.and_then(|properties| properties.child_value("alias"));
            line.findings.push(told::fact(name.unwrap_or_default(), &words));
        }
    }
}
