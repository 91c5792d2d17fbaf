//! Front matter by field, each with the lines that say it.

use crate::base::ComposedText;
use crate::document;
use crate::yaml::{self, YamlNode, YamlValue};
use std::ops::Range;

/// A field of a front matter.
#[derive(Debug, Clone, PartialEq)]
pub struct FrontField {
    /// Its name.
    pub name: String,
    /// Where its name is.
    pub at: Range<usize>,
    /// The lines that say it; `None` when they mean something else by themselves: a map on one line, an
    /// alias of YAML.
    pub lines: Option<Range<usize>>,
    /// What it says.
    pub node: YamlNode,
}

/// A front matter by field.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FrontFields {
    /// In the order written.
    pub fields: Vec<FrontField>,
    /// Where the text behind it begins.
    pub body: usize,
    /// The YAML between the marks.
    pub yaml: Range<usize>,
}

impl FrontFields {
    /// The fields of a text's front matter. Without front matter, or with one that cannot be read, there are none.
    pub fn of(text: &str) -> Self {
        let Ok((yaml, body)) = document::front_matter(text) else {
            return Self::default();
        };
        let mut front = Self {
            fields: Vec::new(),
            body,
            yaml: yaml.clone(),
        };
        let node = yaml::read(&"".into(), text, yaml.clone(), &mut Vec::new());
        let Some(YamlNode {
            value: YamlValue::Map(pairs),
            ..
        }) = node
        else {
            return front;
        };
        let starts: Vec<usize> = pairs
            .iter()
            .map(|(_, at, _)| text[..at.start].rfind('\n').map_or(0, |end| end + 1))
            .collect();
        for (index, (name, at, node)) in pairs.into_iter().enumerate() {
            let end = starts.get(index + 1).copied().unwrap_or(yaml.end);
            let lines = starts[index]..end.max(starts[index]);
            let lines = says(&text[lines.clone()], &name, &node).then_some(lines);
            front.fields.push(FrontField {
                name,
                at,
                lines,
                node,
            });
        }
        front
    }

    /// The field of a name.
    pub fn get(&self, name: &str) -> Option<&FrontField> {
        self.fields.iter().find(|field| field.name == name)
    }
}

impl FrontField {
    /// The lines that say it, or one line that says the same.
    pub fn text(&self, text: &str) -> String {
        match &self.lines {
            Some(lines) => text[lines.clone()].to_owned(),
            None => self.line(),
        }
    }

    /// Adds it to a front matter that is put together.
    pub fn write(&self, from: &ComposedText, out: &mut ComposedText) {
        match &self.lines {
            Some(lines) => out.push(from, lines.clone()),
            None => out.write(&self.line(), from.span(&self.node.at)),
        }
        if !out.text.ends_with('\n') {
            let end = out.text.len();
            let place = out.span(&(end..end));
            out.write("\n", place);
        }
    }

    /// JSON is YAML.
    fn line(&self) -> String {
        format!(
            "{}: {}\n",
            serde_json::Value::from(self.name.as_str()),
            self.node.clone().json()
        )
    }
}

/// Whether these lines by themselves say just this field.
fn says(lines: &str, name: &str, node: &YamlNode) -> bool {
    let alone = yaml::read(&"".into(), lines, 0..lines.len(), &mut Vec::new());
    match alone {
        Some(YamlNode {
            value: YamlValue::Map(mut pairs),
            ..
        }) if pairs.len() == 1 => {
            let (key, _, value) = pairs.remove(0);
            key == name && value.json() == node.clone().json()
        }
        _ => false,
    }
}

/// Whether a page says that it changes only a part of its upstream's.
pub fn inherits(text: &str) -> bool {
    // Most pages never say the word.
    let said = document::front_matter(text).is_ok_and(|(yaml, _)| text[yaml].contains("inherit"));
    said && FrontFields::of(text)
        .get("inherit")
        .is_some_and(|field| matches!(field.node.value, YamlValue::Flag(true, _)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_front_matter() {
        let seeds = fuzz::golden(|path| path.ends_with(".md"));
        fuzz::fuzz("front_matter", &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            FrontFields::of(&text);
            inherits(&text);
        });
    }

    #[test]
    fn every_field_has_its_lines() {
        let text = "---\n# 说明\ntitle: 甲\nperiod:\n  start: 2026-01-01\n  end: 2026-02-01\ntags: [一, 二]\n---\n正文\n";
        let front = FrontFields::of(text);
        let shown: Vec<_> = front.fields.iter().map(|field| field.text(text)).collect();
        assert_eq!(
            shown,
            [
                "title: 甲\n",
                "period:\n  start: 2026-01-01\n  end: 2026-02-01\n",
                "tags: [一, 二]\n"
            ]
        );
        assert_eq!(&text[front.body..], "正文\n");
    }

    #[test]
    fn a_field_that_cannot_be_cut_out_is_said_in_one_line() {
        let text = "---\n{title: 甲, weight: 3}\n---\n";
        let shown: Vec<_> = FrontFields::of(text)
            .fields
            .iter()
            .map(|field| field.text(text))
            .collect();
        assert_eq!(shown, ["\"title\": \"甲\"\n", "\"weight\": 3\n"]);
        let text = "---\ntitle: &t 甲\nsummary: *t\n---\n";
        assert_eq!(
            FrontFields::of(text).fields[1].text(text),
            "\"summary\": \"甲\"\n"
        );
    }

    #[test]
    fn only_a_page_that_says_so_inherits() {
        assert!(inherits("---\ninherit: true\n---\n"));
        assert!(!inherits("---\ninherit: false\n---\n"));
        assert!(!inherits("---\ntitle: inherit\n---\ninherit: true\n"));
    }
}
