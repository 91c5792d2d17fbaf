//! The front matter of a draft.

use super::Wanted;
use super::head::Head;
use crate::import::model::Said;
use crate::yaml::{plain_or_quoted, quoted};

/// The front matter, with its lines `---`.
pub fn write(head: &Head, wanted: &Wanted<'_>, said: &Said) -> String {
    let issued = head.issued.map(|day| day.to_string()).unwrap_or_default();
    let mut front = FrontMatter(String::from("---\n"));
    front.text("title", &head.title);
    front.text("kind", wanted.kind.unwrap_or_default());
    if wanted.policy {
        front.text("number", &head.number);
        front.text("issuer", &head.issuer);
        front.value("issued", &issued);
        front.text("recipients", &head.recipients);
    } else {
        front.text("source", &head.issuer);
        front.value("date", &issued);
        filled_in(head, wanted, said).for_each(|key| front.value(key, &wanted.today.to_string()));
    }
    if !said.addresses.is_empty() {
        let all: Vec<String> = said.addresses.iter().map(|address| quoted(address)).collect();
        front.value("aliases", &format!("[{}]", all.join(", ")));
    }
    for (key, value) in &said.fields {
        front.value(key, value);
    }
    front.value("draft", "true");
    front.0 + "---\n"
}

/// The days that the kind cannot do without and the document does not say: they are filled in.
pub fn filled_in<'w>(head: &Head, wanted: &Wanted<'w>, said: &Said) -> impl Iterator<Item = &'w str> {
    let dated = head.issued.is_some();
    let missing = wanted.days.iter().filter(move |key| {
        let known = *key == "date" && dated || said.fields.iter().any(|(own, _)| own == *key);
        !wanted.policy && !known
    });
    missing.map(String::as_str).collect::<Vec<_>>().into_iter()
}

struct FrontMatter(String);

impl FrontMatter {
    /// A text, in quotes where YAML wants them; an empty one is left out.
    fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            self.value(key, &plain_or_quoted(text));
        }
    }

    /// A value as YAML writes it; an empty one is left out.
    fn value(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.0.push_str(&format!("{key}: {value}\n"));
        }
    }
}
