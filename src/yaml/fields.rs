//! Reading a map field by field. What was asked for is what is known; the rest is unknown.

mod day;
mod words;

pub use words::MARKUP_IN_FIELD;

use super::colon::{self, Swallowed};
use super::hint::{cut_off, nearest};
use super::{YamlNode, YamlValue, key};
use crate::base::{Day, Diagnostic, Message, Rule, Span};
use crate::message;
use crate::rule;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

rule! { FIELD_UNKNOWN = "field-unknown", Site, Error, adjustable: false;
    means "没有这个字段（组件里的、规则的名称也算）", "There is no such field (nor such a field of a component, nor such a rule)";
    mend "看提示里最接近的名称；自用的数据放进 `extra:`", "See the nearest name in the hint; data of your own goes under `extra:`";
}

rule! { FIELD_MISSING = "field-missing", Site, Error, adjustable: false;
    means "缺少必填的字段", "A required field is missing";
    mend "补上，如 `title: 标题`", "Add it, like `title: …`";
}

rule! { FIELD_WRONG = "field-wrong", Site, Error, adjustable: false;
    means "字段的写法不对，比如要一个数却写了一段话", "A field is not written as it should be: a text where a number is wanted";
    mend "照提示改", "Follow the hint";
}

rule! { DATE_WRONG = "date-wrong", Site, Error, adjustable: false;
    means "不是日期，没有这一天，星期几不对，或者结束早于开始", "It is no date, there is no such day, it is another day of the week, or the end lies before the start";
    mend "写成 `2026-06-06` 或 `2026-06-06 14:00`；核对前后", "Write `2026-06-06` or `2026-06-06 14:00`; check which comes first";
}

/// A value and where its author wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Bytes of the file.
    pub at: Range<usize>,
}

impl Spanned<String> {
    /// A part of the text with its own place; with that of the whole when the text is not written literally.
    pub fn part(&self, part: &str) -> Self {
        let start = self.at.start + (part.as_ptr() as usize - self.value.as_ptr() as usize);
        // Quoted or folded text has no such bytes in its file.
        let literal = self.at.len() == self.value.len();
        Self {
            value: part.to_owned(),
            at: if literal {
                start..start + part.len()
            } else {
                self.at.clone()
            },
        }
    }
}

/// A map being read. [`Fields::finish`] complains of keys that nobody asked for.
pub struct Fields {
    file: Arc<str>,
    /// Where the map as a whole is: the place for what is missing.
    at: Range<usize>,
    pairs: Vec<(String, Range<usize>, YamlNode)>,
    asked: BTreeSet<&'static str>,
    /// Days that were read, in the order in which they were asked for.
    days: Vec<(&'static str, Spanned<Day>)>,
    /// Texts that were read.
    texts: Vec<(&'static str, Spanned<String>)>,
    /// Fields whose texts are printed as they are, and whether facts are filled in.
    printed: Vec<(&'static str, bool)>,
    /// What the texts may have taken in of the fields behind them.
    swallowed: Vec<Swallowed>,
    report: Vec<Diagnostic>,
}

impl Fields {
    /// Begins to read a map; anything else is a diagnostic and reads as an empty map.
    pub fn new(file: &Arc<str>, node: YamlNode) -> Self {
        let mut fields = Self {
            file: file.clone(),
            at: node.at.start..node.at.start,
            pairs: Vec::new(),
            asked: BTreeSet::new(),
            days: Vec::new(),
            texts: Vec::new(),
            printed: Vec::new(),
            swallowed: Vec::new(),
            report: Vec::new(),
        };
        match node.value {
            YamlValue::Map(pairs) => fields.pairs = pairs,
            YamlValue::Null => {}
            YamlValue::Text(text) if colon::full_width(&text) == Some(named(&text)) => {
                let at = node.at.start + named(&text);
                fields.report.push(colon::misplaced(file, at, '：'));
            }
            _ => fields.error(
                &node.at,
                message!(
                    "这里要写“名称: 值”的列表",
                    "a map of `name: value` is expected here"
                ),
            ),
        }
        fields
    }

    /// Keys that are there and have a value.
    pub fn keys(&self) -> BTreeSet<String> {
        let said = self
            .pairs
            .iter()
            .filter(|(.., node)| node.value != YamlValue::Null);
        said.map(|(key, ..)| key.clone()).collect()
    }

    /// The place of a key behind whose colon nothing is written, not even `~`.
    pub fn blank(&self, key: &str) -> Option<Range<usize>> {
        let (_, at, node) = self.pairs.iter().find(|(name, ..)| name == key)?;
        let is_blank = node.value == YamlValue::Null && node.at == *at && node.cut.is_none();
        is_blank.then(|| at.clone())
    }

    /// Takes a value out, whatever it is.
    pub fn node(&mut self, key: &'static str) -> Option<YamlNode> {
        self.asked.insert(key);
        let index = self.pairs.iter().position(|(name, ..)| name == key)?;
        let (_, at, mut node) = self.pairs.remove(index);
        if node.value == YamlValue::Null {
            if node.cut.is_some() {
                self.all_cut(key, at);
            }
            return None;
        }
        if node.at.is_empty() {
            node.at = at;
        }
        Some(node)
    }

    /// All pairs that are left, for maps whose keys are the author's own.
    pub fn rest(&mut self) -> Vec<(String, Range<usize>, YamlNode)> {
        std::mem::take(&mut self.pairs)
    }

    /// A text; numbers and flags are taken as they are written.
    pub fn text(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        self.report.extend(cut_off(&self.file, &node));
        self.as_text(key, node)
    }

    /// A word that stands for something, of which it is told by itself when it is wrong.
    fn word(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        self.as_text(key, node)
    }

    /// Says that a value begins with `#`, so that there is none.
    fn all_cut(&mut self, key: &'static str, at: Range<usize>) {
        let place = Span::new(&self.file, at);
        let message = message!(
            "{key} 的值以 # 开头，要加引号，不然 # 后面都不算",
            "the value of `{key}` begins with # and needs quotes, or all of it is a comment"
        );
        self.report
            .push(Diagnostic::new(&FIELD_WRONG, place, message).hint(message!(
                "写成 {key}: \"#…\"；真是注释，# 后面空一格",
                "write {key}: \"#…\"; if it is a comment, put a blank behind #"
            )));
    }

    /// A text that must be there and not empty.
    pub fn required(&mut self, key: &'static str) -> Option<Spanned<String>> {
        let complaints = self.report.len();
        match self.text(key) {
            Some(text) if !text.value.trim().is_empty() => Some(text),
            _ if self.report.len() > complaints => None,
            found => {
                let at = found.map_or(self.at.clone(), |text| text.at);
                self.missing(key, at);
                None
            }
        }
    }

    /// Says that a required field is missing.
    pub fn missing(&mut self, key: &'static str, at: Range<usize>) {
        let place = Span::new(&self.file, at);
        self.report.push(
            Diagnostic::new(
                &FIELD_MISSING,
                place,
                message!("缺少必填的 {key}", "`{key}` is required and missing"),
            )
            .hint(message!("加一行 {key}: …", "add a line `{key}: …`")),
        );
    }

    /// A list of texts; a single text counts as a list of one.
    pub fn texts(&mut self, key: &'static str) -> Vec<Spanned<String>> {
        match self.node(key) {
            None => Vec::new(),
            Some(YamlNode {
                value: YamlValue::List(items),
                ..
            }) => items
                .into_iter()
                .filter_map(|item| {
                    self.report.extend(cut_off(&self.file, &item));
                    self.as_text(key, item)
                })
                .collect(),
            Some(node) => {
                self.report.extend(cut_off(&self.file, &node));
                self.as_text(key, node).into_iter().collect()
            }
        }
    }

    /// A flag.
    pub fn flag(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        match node.value {
            YamlValue::Flag(flag, _) => Some(flag),
            YamlValue::Text(word) if matches!(&*word, "yes" | "Yes" | "on" | "是") => Some(true),
            YamlValue::Text(word) if matches!(&*word, "no" | "No" | "off" | "否") => Some(false),
            _ => {
                self.error(
                    &node.at,
                    message!("{key} 只能是 true 或 false", "`{key}` is either true or false"),
                );
                None
            }
        }
    }

    /// A number.
    pub fn number(&mut self, key: &'static str) -> Option<Spanned<f64>> {
        let node = self.node(key)?;
        match node.value {
            YamlValue::Number(value, _) if value.is_finite() => Some(Spanned { value, at: node.at }),
            _ => {
                self.error(&node.at, message!("{key} 要写一个数", "`{key}` takes a number"));
                None
            }
        }
    }

    /// A whole number.
    pub fn integer(&mut self, key: &'static str) -> Option<i64> {
        let number = self.number(key)?;
        if number.value.fract() == 0.0 && number.value.abs() < 1e15 {
            #[allow(clippy::cast_possible_truncation)]
            return Some(number.value as i64);
        }
        self.error(
            &number.at,
            message!("{key} 要写一个整数", "`{key}` takes a whole number"),
        );
        None
    }

    /// What one of a few words stands for.
    pub fn choice<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<T> {
        self.spanned_choice(key, words).map(|found| found.value)
    }

    /// What one of a few words stands for, and where it is.
    pub fn spanned_choice<T: Copy>(&mut self, key: &'static str, words: &[(&str, T)]) -> Option<Spanned<T>> {
        let text = self.word(key)?;
        let found = words.iter().find(|(word, _)| *word == text.value);
        if let Some((_, value)) = found {
            return Some(Spanned {
                value: *value,
                at: text.at,
            });
        }
        let all: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let (written, all) = (&text.value, all.join("、"));
        let place = Span::new(&self.file, text.at.clone());
        let mut diagnostic = Diagnostic::new(
            &FIELD_WRONG,
            place,
            message!(
                "{key} 没有“{written}”这个写法",
                "`{key}` does not know `{written}`"
            ),
        );
        diagnostic = diagnostic.hint(message!("可以写：{all}", "it may be: {all}"));
        self.report.push(diagnostic);
        None
    }

    /// A map below.
    pub fn map(&mut self, key: &'static str) -> Option<Fields> {
        let node = self.node(key)?;
        Some(Fields::new(&self.file, node))
    }

    /// A list of maps.
    pub fn maps(&mut self, key: &'static str) -> Vec<Fields> {
        match self.node(key) {
            None => Vec::new(),
            Some(YamlNode {
                value: YamlValue::List(items),
                ..
            }) => items
                .into_iter()
                .map(|item| Fields::new(&self.file, item))
                .collect(),
            Some(node) => {
                self.error(
                    &node.at,
                    message!(
                        "{key} 要写成列表，每项以“- ”开头",
                        "`{key}` takes a list, each item begins with `- `"
                    ),
                );
                Vec::new()
            }
        }
    }

    /// Takes in what a map below found wrong.
    pub fn merge_errors(&mut self, report: Vec<Diagnostic>) {
        self.report.extend(report);
    }

    /// Says that a value is not of the kind it should be.
    pub fn error(&mut self, at: &Range<usize>, message: Message) {
        let diagnostic = Diagnostic::new(&FIELD_WRONG, Span::new(&self.file, at.clone()), message);
        self.report.push(diagnostic.hint(message!(
            "每个字段的写法见手册的“写内容”",
            "the handbook's chapter on content tells how each field is written"
        )));
    }

    /// The same with a way out of its own.
    pub fn wrong(&mut self, at: &Range<usize>, message: Message, hint: Message) {
        let place = Span::new(&self.file, at.clone());
        self.report
            .push(Diagnostic::new(&FIELD_WRONG, place, message).hint(hint));
    }

    /// Adds a diagnostic of the caller's own.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.report.push(diagnostic);
    }

    /// Whether something was found wrong under this rule already.
    pub fn has_error(&self, rule: &Rule) -> bool {
        self.report.iter().any(|diagnostic| diagnostic.breaks(rule))
    }

    /// The file that is read.
    pub fn file(&self) -> &Arc<str> {
        &self.file
    }

    /// Where the map begins.
    pub fn at(&self) -> Range<usize> {
        self.at.clone()
    }

    /// Ends the reading: every key that was not asked for is unknown, with the nearest known one as hint.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        let raw = self.raw_markup();
        self.report.extend(raw);
        let known = |field: &&Swallowed| self.asked.contains(field.name.as_str());
        let swallowed = self.swallowed.iter().filter(known);
        self.report.extend(swallowed.map(|field| field.told(&self.file)));
        for (key, at, _) in std::mem::take(&mut self.pairs) {
            // One that is there twice was told as that.
            if self.asked.contains(key.as_str()) {
                continue;
            }
            if key[named(&key)..].starts_with('：') {
                let diagnostic = colon::misplaced(&self.file, at.start + named(&key), '：');
                self.report.push(diagnostic);
                continue;
            }
            let place = Span::new(&self.file, at);
            let diagnostic = Diagnostic::new(
                &FIELD_UNKNOWN,
                place,
                message!("没有 {key} 这个字段", "there is no field `{key}`"),
            );
            let known = || nearest(&key, self.asked.iter().copied());
            let hint = match key::meant(&key, |field| self.asked.contains(field)).or_else(known) {
                Some(near) => message!("是不是 {near}？", "did you mean `{near}`?"),
                None => {
                    let all = self.asked.iter().copied().collect::<Vec<_>>().join("、");
                    message!("这里可以写：{all}", "known here: {all}")
                }
            };
            self.report.push(diagnostic.hint(hint));
        }
        self.report
    }

    fn as_text(&mut self, key: &'static str, node: YamlNode) -> Option<Spanned<String>> {
        self.swallowed.extend(node.swallowed);
        let at = node.at;
        match node.value {
            YamlValue::Text(value) => {
                let text = Spanned { value, at };
                self.texts.push((key, text.clone()));
                Some(text)
            }
            YamlValue::Number(_, value) => Some(Spanned { value, at }),
            YamlValue::Flag(_, value) => Some(Spanned { value, at }),
            YamlValue::List(_) => {
                let message = message!(
                    "{key} 要写一段文字，不能是列表",
                    "`{key}` takes a text and no list"
                );
                let hint = message!("只写一个：{key}: …", "write one: `{key}: …`");
                self.wrong(&at, message, hint);
                None
            }
            _ => {
                self.error(&at, message!("{key} 要写一段文字", "`{key}` takes a text"));
                None
            }
        }
    }
}

/// How long the word is that a text begins with, in bytes.
fn named(text: &str) -> usize {
    text.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Fields {
        let file: Arc<str> = "a.md".into();
        let mut report = Vec::new();
        let node = super::super::read(&file, text, 0..text.len(), &mut report).unwrap();
        Fields::new(&file, node)
    }

    #[test]
    fn everything_wrong_is_told_at_once_with_its_place() {
        let text = "titel: a\ndate: 2021-13-01\nweight: x\n";
        let mut fields = fields(text);
        assert!(fields.required("title").is_none());
        assert!(fields.day("date").is_none());
        assert!(fields.integer("weight").is_none());
        let report = fields.finish();
        let found: Vec<_> = report
            .iter()
            .map(|d| {
                (
                    d.rule.as_str(),
                    &text[d.place.as_ref().unwrap().start..d.place.as_ref().unwrap().end],
                )
            })
            .collect();
        assert_eq!(
            found,
            [
                ("field-missing", ""),
                ("date-wrong", "2021-13-01"),
                ("field-wrong", "x"),
                ("field-unknown", "titel")
            ]
        );
        assert!(report[3].hint.as_ref().unwrap().zh.contains("title"));
    }

    #[test]
    fn a_single_text_counts_as_a_list_of_one() {
        assert_eq!(fields("tags: 婚俗").texts("tags")[0].value, "婚俗");
        assert_eq!(fields("tags: [婚俗, 3]").texts("tags").len(), 2);
    }
}
