//! terms.yaml: names and phrases as they are right, and what they are mistaken for. Lists of all layers add up; a small one
//! is built in.

use crate::base::{Day, Diagnostic};
use crate::yaml::{self, Fields, YamlValue};
use std::sync::Arc;

/// The name of the file, beside site.yaml.
pub const FILE: &str = "terms.yaml";

/// The list that comes with the program.
const OWN: &str = include_str!("terms.yaml");

/// A name or phrase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    /// As it is right.
    pub right: String,
    /// What it is mistaken for, or what it was before.
    pub wrong: Vec<String>,
    /// The day since which the wrong forms are wrong; `None` when they always were.
    pub since: Option<Day>,
    /// Why, or by what source.
    pub note: Option<String>,
}

/// All names and phrases.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// In the order of the lists, the nearest layer first.
    pub terms: Vec<Term>,
}

impl Terms {
    /// Those of the files of all layers, nearest first, and those that come with the program. What is wrong with a file is
    /// reported; its other entries count.
    pub fn read(files: &[(Arc<str>, String)], report: &mut Vec<Diagnostic>) -> Self {
        let mut terms: Vec<Term> = Vec::new();
        for (file, text) in files {
            terms.extend(entries(file, text, report));
        }
        terms.extend(entries(&FILE.into(), OWN, &mut Vec::new()));
        Self { terms }
    }

    /// Names that must stand whole.
    pub fn whole(&self) -> impl Iterator<Item = &str> {
        let always = self.terms.iter().filter(|term| term.since.is_none());
        always
            .map(|term| term.right.as_str())
            .filter(|right| !right.contains(char::is_whitespace))
    }
}

/// The entries of a file; each is a map.
fn entries(file: &Arc<str>, text: &str, report: &mut Vec<Diagnostic>) -> Vec<Term> {
    let Some(node) = yaml::read(file, text, 0..text.len(), report) else {
        return Vec::new();
    };
    let at = node.at.clone();
    let items = match node.value {
        YamlValue::List(items) => items,
        YamlValue::Null => Vec::new(),
        YamlValue::Map(entries) if entries.is_empty() => Vec::new(),
        value => {
            report.push(not_a_list(file, at));
            drop(value);
            Vec::new()
        }
    };
    let mut found = Vec::new();
    for item in items {
        let mut fields = Fields::new(file, item);
        found.extend(entry(&mut fields));
        report.extend(fields.finish());
    }
    found
}

fn not_a_list(file: &Arc<str>, at: std::ops::Range<usize>) -> Diagnostic {
    use crate::base::Span;
    use crate::message;
    let told = message!("terms.yaml 是一个列表", "terms.yaml is a list");
    Diagnostic::new(&yaml::FIELD_WRONG, Span::new(file, at), told).hint(message!(
        "每一项写成 - {{right: 正确的写法, wrong: [错的写法]}}",
        "write each entry as - {{right: …, wrong: […]}}"
    ))
}

fn entry(fields: &mut Fields) -> Option<Term> {
    let right = fields.required("right");
    let wrong = fields.texts("wrong");
    let since = fields.day("since");
    let note = fields.text("note");
    Some(Term {
        right: right?.value.trim().to_owned(),
        wrong: wrong
            .into_iter()
            .map(|word| word.value)
            .filter(|word| !word.trim().is_empty())
            .collect(),
        since: since.map(|day| day.value),
        note: note.map(|note| note.value),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_that_comes_with_the_program_is_right_and_says_its_sources() {
        let mut report = Vec::new();
        let terms = entries(&FILE.into(), OWN, &mut report);
        assert_eq!(report, []);
        assert!(terms.len() >= 10 && terms.iter().all(|term| term.note.is_some()));
    }

    #[test]
    fn lists_add_up_and_a_wrong_entry_is_told() {
        let files = [(
            "terms.yaml".into(),
            "- right: 某某\n  wrong: [某木]\n- wrong: [x]\n".to_owned(),
        )];
        let mut report = Vec::new();
        let terms = Terms::read(&files, &mut report);
        assert_eq!(terms.terms[0].wrong, ["某木"]);
        assert!(terms.whole().any(|name| name == "国务院"));
        assert_eq!(report.len(), 1, "{report:?}");
    }
}
