//! Where a value is. The YAML library tells the place of an error but not of a value, so the text
//! is walked once more beside the values, in the same order, looking for each key and scalar.

use super::colon::{self, Swallowed};
use super::twice;
use crate::base::{characters, control};
use serde_json::Value as Json;
use serde_yaml::Value;
use std::ops::Range;

/// A value and where it is. When a scalar cannot be found literally (escapes, folded blocks), its
/// place is that of its key.
#[derive(Debug, Clone, PartialEq)]
pub struct YamlNode {
    /// Bytes of the whole text.
    pub at: Range<usize>,
    /// The value.
    pub value: YamlValue,
    /// Where the rest of its line is, when YAML takes it for a comment and its author may not: `#1` in `title: 彩礼 #1`. A
    /// comment that is meant has a blank behind its sign.
    pub cut: Option<Range<usize>>,
    /// The field on a further line of a text that runs over several, if one of them begins with what looks like a field.
    pub swallowed: Option<Swallowed>,
}

/// A YAML value.
#[derive(Debug, Clone, PartialEq)]
pub enum YamlValue {
    /// Nothing: `~` or nothing after the colon.
    Null,
    /// `true`, `false`, and how it was written.
    Flag(bool, String),
    /// A number, and how it was written.
    Number(f64, String),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<YamlNode>),
    /// A map in the order written: key, place of the key, value.
    Map(Vec<(String, Range<usize>, YamlNode)>),
}

impl YamlNode {
    /// A value at a place.
    pub fn new(at: Range<usize>, value: YamlValue) -> Self {
        Self {
            at,
            value,
            cut: None,
            swallowed: None,
        }
    }

    /// The value without its places, for what is passed on to templates as it is.
    pub fn json(self) -> Json {
        match self.value {
            YamlValue::Null => Json::Null,
            YamlValue::Flag(flag, _) => flag.into(),
            YamlValue::Number(number, written) => {
                written.parse::<i64>().map_or_else(|_| number.into(), Json::from)
            }
            YamlValue::Text(text) => text.into(),
            YamlValue::List(items) => items.into_iter().map(YamlNode::json).collect(),
            YamlValue::Map(pairs) => Json::Object(
                pairs
                    .into_iter()
                    .map(|(key, _, value)| (key, value.json()))
                    .collect(),
            ),
        }
    }
}

impl YamlNode {
    /// Lets every place point into another text.
    pub(super) fn relocate(&mut self, to: &impl Fn(&Range<usize>) -> Range<usize>) {
        self.at = to(&self.at);
        self.cut = self.cut.as_ref().map(to);
        if let Some(field) = &mut self.swallowed {
            field.colon = to(&field.colon);
        }
        match &mut self.value {
            YamlValue::List(items) => items.iter_mut().for_each(|item| item.relocate(to)),
            YamlValue::Map(pairs) => pairs.iter_mut().for_each(|(_, key, value)| {
                *key = to(key);
                value.relocate(to);
            }),
            _ => {}
        }
    }
}

/// Finds the places of a value read from `text[range]`.
pub(super) fn locate(value: Value, text: &str, range: Range<usize>) -> YamlNode {
    locate_all(value, text, range).0
}

/// The same, with the keys that their maps have before and where they stand again.
pub(super) fn locate_all(
    value: Value,
    text: &str,
    range: Range<usize>,
) -> (YamlNode, Vec<(String, Range<usize>)>) {
    let mut finder = Locator {
        text,
        at: range.start,
        end: range.end,
        turning: text[range.clone()].contains(control::is_turning),
        again: Vec::new(),
    };
    let is = finder.walk(value, &range);
    (YamlNode::new(range, is), finder.again)
}

struct Locator<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    /// Marks that turn the direction stand there for all to see, and have been told.
    turning: bool,
    /// Keys that their maps have before.
    again: Vec<(String, Range<usize>)>,
}

impl Locator<'_> {
    fn node(&mut self, value: Value, fallback: &Range<usize>) -> YamlNode {
        let swallowed = value.as_str().and_then(|text| self.swallowed(text));
        let at = match &value {
            Value::String(text) => self.scalar(text),
            Value::Number(_) | Value::Bool(_) => self.word(),
            Value::Null => self.nothing(),
            _ => None,
        }
        .unwrap_or_else(|| fallback.clone());
        let is = match value {
            Value::Number(number) => {
                let written = self.written(&Value::Number(number.clone()), &at);
                YamlValue::Number(number.as_f64().unwrap_or(f64::NAN), written)
            }
            Value::Bool(flag) => YamlValue::Flag(flag, self.written(&Value::Bool(flag), &at)),
            other => self.walk(other, &at),
        };
        let cut = match is {
            YamlValue::List(_) | YamlValue::Map(_) => None,
            _ => self.cut(),
        };
        YamlNode {
            at,
            value: is,
            cut,
            swallowed,
        }
    }

    /// An item of a list: a map begins where its first key does.
    fn item(&mut self, value: Value, fallback: &Range<usize>) -> YamlNode {
        let mut node = self.node(value, fallback);
        if let YamlValue::Map(pairs) = &node.value
            && let Some((_, key, _)) = pairs.first()
        {
            node.at = key.clone();
        }
        node
    }

    /// The field that a text of several lines has taken in.
    fn swallowed(&self, text: &str) -> Option<Swallowed> {
        let mut found = colon::swallowed(text, self.near(text.len())?)?;
        found.colon = self.at + found.colon.start..self.at + found.colon.end;
        Some(found)
    }

    /// What follows, as far as a text of so many bytes may reach.
    fn near(&self, length: usize) -> Option<&str> {
        let end = self.end.min(self.at + length + 2048);
        let end = (end..=self.end).find(|at| self.text.is_char_boundary(*at))?;
        Some(&self.text[self.at..end])
    }

    /// How a number or a flag was written: `0x1F`, `True`.
    fn written(&self, value: &Value, at: &Range<usize>) -> String {
        let written = self.text[at.clone()].trim();
        if serde_yaml::from_str::<Value>(written).is_ok_and(|read| read == *value) {
            return written.to_owned();
        }
        match value {
            Value::Number(number) => number.to_string(),
            other => other
                .as_bool()
                .expect("it is asked for numbers and flags only")
                .to_string(),
        }
    }

    /// A comment behind what was read last that has no blank behind its sign.
    fn cut(&self) -> Option<Range<usize>> {
        let rest = self.text[self.at..self.end].split('\n').next()?;
        let rest = rest.strip_prefix(':').unwrap_or(rest).trim_end();
        let comment = rest.trim_start_matches([' ', '\t']);
        let follows = comment.len() < rest.len();
        let words = comment.strip_prefix('#')?;
        let plain = !words.starts_with([' ', '\t', '#', '!', '-', '=']) && !words.is_empty();
        let end = self.at
            + self.text[self.at..self.end]
                .find('\n')
                .unwrap_or(self.end - self.at);
        let end = self.text[..end].trim_end().len();
        (follows && plain).then(|| end - comment.len()..end)
    }

    /// A text as it is meant. What stands there only as an escape (`"\u202e"`) nobody has looked at.
    fn text(&self, text: &str) -> String {
        let printable = characters::printable(text);
        if self.turning || !printable.contains(control::is_turning) {
            return printable.into_owned();
        }
        printable.replace(control::is_turning, "")
    }

    fn walk(&mut self, value: Value, fallback: &Range<usize>) -> YamlValue {
        match value {
            Value::Null => YamlValue::Null,
            Value::Bool(flag) => YamlValue::Flag(flag, flag.to_string()),
            Value::Number(number) => {
                YamlValue::Number(number.as_f64().unwrap_or(f64::NAN), number.to_string())
            }
            Value::String(text) => YamlValue::Text(self.text(&text)),
            Value::Sequence(items) => {
                YamlValue::List(items.into_iter().map(|item| self.item(item, fallback)).collect())
            }
            Value::Mapping(map) => YamlValue::Map(
                map.into_iter()
                    .map(|(key, value)| {
                        let marked = key_text(&key);
                        let (key, is_again) = twice::key(&marked);
                        let place = self.key(key).unwrap_or_else(|| fallback.clone());
                        if is_again {
                            self.again.push((key.to_owned(), place.clone()));
                        }
                        let key = key.to_owned();
                        let node = self.node(value, &place);
                        (key, place, node)
                    })
                    .collect(),
            ),
            Value::Tagged(tagged) => self.walk(tagged.value, fallback),
        }
    }

    /// The next place where `key` is a key: nothing but structure before it, a colon behind.
    fn key(&mut self, key: &str) -> Option<Range<usize>> {
        // Nothing is everywhere: an empty key has no place of its own.
        if key.is_empty() {
            return None;
        }
        let mut from = self.at;
        while let Some(found) = self.text[from..self.end].find(key) {
            let start = from + found;
            let end = start + key.len();
            let before = self.text[..start].chars().next_back();
            let after = self.text[end..self.end]
                .trim_start_matches(['"', '\''])
                .trim_start_matches([' ', '\t']);
            let opens = matches!(
                before,
                None | Some('\n' | ' ' | '\t' | '{' | ',' | '"' | '\'' | '-' | '?')
            );
            if opens && after.starts_with(':') && !self.in_comment(start) {
                self.at = end;
                return Some(start..end);
            }
            from = end;
        }
        None
    }

    fn in_comment(&self, at: usize) -> bool {
        let line = self.text[..at].rfind('\n').map_or(0, |n| n + 1);
        self.text[line..at].trim_start().starts_with('#')
    }

    /// The next place where a text is literally, not further than its first line could be.
    fn scalar(&mut self, text: &str) -> Option<Range<usize>> {
        let first = text.lines().next().unwrap_or("").trim();
        if first.is_empty() {
            return None;
        }
        // A text that is there in another form is not searched for in all the rest.
        let found = self.near(first.len())?.find(first)?;
        let start = self.at + found;
        let between = &self.text[self.at..start];
        // A text this far away is some other one.
        if between
            .trim_matches(|c: char| c.is_whitespace() || "\"'|>-+:,[{&*!#".contains(c))
            .chars()
            .count()
            > 60
        {
            return None;
        }
        self.at = start + first.len();
        Some(start..self.at)
    }

    /// The place of a `~` or `null` that is written behind a key: where there is none, nothing at all is.
    fn nothing(&self) -> Option<Range<usize>> {
        let line = self.text[self.at..self.end].split('\n').next()?;
        let written = line.trim_start_matches(['"', '\'', ':', ' ', '\t']);
        let start = self.at + (line.len() - written.len());
        let word = ["~", "null", "Null", "NULL"]
            .into_iter()
            .find(|word| written.starts_with(word))?;
        Some(start..start + word.len())
    }

    /// The next bare word after the structure: a number or a flag.
    fn word(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..self.end];
        let skip = rest.find(|c: char| !(c.is_whitespace() || "\"':,[{-".contains(c)))?;
        let minus = usize::from(skip > 0 && rest[..skip].ends_with('-'));
        let start = self.at + skip - minus;
        let length = self.text[start + minus..self.end]
            .find(|c: char| c.is_whitespace() || ",]}#".contains(c))
            .unwrap_or(self.end - start - minus);
        self.at = start + minus + length;
        Some(start..self.at)
    }
}

pub(super) fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        // A map as a key, as in `{{产假}: 1}`: what is written within braces again is not always written back.
        other => {
            serde_yaml::to_string(other).map_or_else(|_| "{…}".to_owned(), |text| text.trim().to_owned())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_key_is_where_its_map_is() {
        let text = "a: 1\n\"\": 2\nb: {'': 3}\n";
        let node = crate::yaml::read(&"a.yaml".into(), text, 0..text.len(), &mut Vec::new()).unwrap();
        let YamlValue::Map(pairs) = node.value else {
            panic!()
        };
        let keys: Vec<&str> = pairs.iter().map(|(key, ..)| &**key).collect();
        assert_eq!(keys, ["a", "", "b"]);
        assert_eq!(pairs[2].1, text.find("b:").map(|at| at..at + 1).unwrap());
    }

    #[test]
    fn a_map_as_a_key_is_read_though_it_cannot_always_be_written_again() {
        for text in [
            "region: {code: \"339999\",{{ a.b | c }}: 某省}",
            "title: {{产假}}天",
            "title: {{产假}}",
            "? {a: 1}\n: b",
        ] {
            let mut report = Vec::new();
            let read = crate::yaml::read(&"a.yaml".into(), text, 0..text.len(), &mut report);
            assert!(read.is_some() || !report.is_empty(), "{text}");
        }
    }

    fn node(text: &str) -> YamlNode {
        locate(serde_yaml::from_str(text).unwrap(), text, 0..text.len())
    }

    #[test]
    fn a_key_and_its_value_are_found_where_they_stand() {
        let text = "# title: no\ntitle: 婚育新风\nperiod: {start: 2026-01-01, end: x}\ncodes: [310000, 7]\n";
        let YamlValue::Map(pairs) = node(text).value else {
            panic!()
        };
        assert_eq!(&text[pairs[0].2.at.clone()], "婚育新风");
        assert_eq!(text[..pairs[0].1.start].lines().count(), 1);
        let YamlValue::Map(period) = &pairs[1].2.value else {
            panic!()
        };
        assert_eq!(&text[period[1].2.at.clone()], "x");
        let YamlValue::List(codes) = &pairs[2].2.value else {
            panic!()
        };
        assert_eq!(&text[codes[0].at.clone()], "310000");
    }

    #[test]
    fn a_mark_behind_an_escape_turns_nothing_round() {
        let text = "name: \"某\\u202e站\\u0007\"\n";
        let YamlValue::Map(pairs) = node(text).value else {
            panic!()
        };
        assert_eq!(pairs[0].2.value, YamlValue::Text("某站".to_owned()));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn places_are_always_within_the_text(text in "[a-c:\\-\\n \"'{}\\[\\],#婚1]{0,60}") {
            if let Ok(value) = serde_yaml::from_str(&text) {
                check(&locate(value, &text, 0..text.len()), &text);
            }
        }
    }

    fn check(node: &YamlNode, text: &str) {
        assert!(text.get(node.at.clone()).is_some());
        match &node.value {
            YamlValue::List(items) => items.iter().for_each(|item| check(item, text)),
            YamlValue::Map(pairs) => pairs.iter().for_each(|(_, at, value)| {
                assert!(text.get(at.clone()).is_some());
                check(value, text);
            }),
            _ => {}
        }
    }
}
