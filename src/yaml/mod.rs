//! The only door to YAML: values that know where they are, read field by field.
//!
//! In goes the text of a site.yaml, a facts.yaml, a front matter or a component; out come typed values,
//! and a diagnostic with its place for everything that is not as it should be, all at once.
//!
//! Not here: what a field means.

mod bounds;
mod colon;
mod fields;
mod hint;
mod key;
mod node;
mod twice;
mod write;

pub use colon::Swallowed;
pub use fields::{DATE_WRONG, FIELD_MISSING, FIELD_UNKNOWN, FIELD_WRONG, MARKUP_IN_FIELD};
pub use fields::{Fields, Spanned};
pub use hint::{VALUE_CUT, cut_off, nearest};
pub use node::{YamlNode, YamlValue};
pub use write::{plain_or_quoted, quoted};

use crate::base::{Diagnostic, Span, characters, edit};
use crate::message;
use crate::rule;
use bounds::Beyond;
use std::ops::Range;
use std::sync::Arc;

rule! { YAML_BROKEN = "yaml-broken", Site, Error, adjustable: false;
    means "YAML 读不懂", "The YAML cannot be read";
    mend "检查缩进、冒号后的空格；含有冒号、引号、`#` 的文字加引号", "Check indentation and the space after colons; put quotes around texts that hold colons, quotes or `#`";
}

/// Reads one YAML document. `range` is where it is in `text`; places are bytes of `text`.
///
/// `None` when it cannot be read at all, with the diagnostic in `report`. An empty document is an
/// empty map.
pub fn read(
    file: &Arc<str>,
    text: &str,
    range: Range<usize>,
    report: &mut Vec<Diagnostic>,
) -> Option<YamlNode> {
    let yaml = &text[range.clone()];
    let Some((meant, edits)) = edit::apply(yaml, characters::yaml_edits(yaml)) else {
        return read_as_written(file, text, range, report);
    };
    let mut told = Vec::new();
    let node = read_as_written(file, &meant, 0..meant.len(), &mut told);
    let back = |at: &Range<usize>| range.start + edits.start(at.start)..range.start + edits.end(at.end);
    for diagnostic in &mut told {
        if let Some(place) = &mut diagnostic.place {
            let at = back(&(place.start..place.end));
            (place.start, place.end) = (at.start, at.end.max(at.start));
        }
    }
    report.extend(told);
    let mut node = node?;
    node.relocate(&back);
    Some(node)
}

/// Reads YAML whose characters are as they are meant.
fn read_as_written(
    file: &Arc<str>,
    text: &str,
    range: Range<usize>,
    report: &mut Vec<Diagnostic>,
) -> Option<YamlNode> {
    let yaml = &text[range.clone()];
    if let Some(beyond) = Beyond::of(yaml) {
        report.push(beyond.told(file, range.start));
        return None;
    }
    match serde_yaml::from_str::<serde_yaml::Value>(yaml) {
        Ok(serde_yaml::Value::Null) => Some(YamlNode::new(range, YamlValue::Map(Vec::new()))),
        Ok(serde_yaml::Value::String(_)) if colon::full_width(yaml).or(colon::clinging(yaml)).is_some() => {
            report.push(broken(file, text, range.clone(), range.end, ""));
            None
        }
        Ok(value) => Some(node::locate(value, text, range)),
        Err(error) => {
            if error.to_string().contains(DUPLICATE)
                && let Some(value) = twice::read(yaml)
            {
                let (node, again) = node::locate_all(value, text, range);
                let told = again.into_iter().map(|(key, at)| twice::told(file, &key, at));
                report.extend(told);
                return Some(node);
            }
            let start = error
                .location()
                .map_or(range.start, |found| range.start + found.index());
            let start = floor_char(text, start.min(range.end));
            report.push(broken(file, text, range, start, &plain_reason(&error)));
            None
        }
    }
}

/// What keeps YAML from being read. The mistakes that people make most are told in their own words and
/// at their own place: the library notices them lines later.
fn broken(file: &Arc<str>, text: &str, range: Range<usize>, start: usize, reason: &str) -> Diagnostic {
    if reason.contains(REPETITION)
        && let Some(at) = bounds::first_alias(&text[range.clone()])
    {
        return Beyond::Aliases(at).told(file, range.start);
    }
    if let Some(number) = too_long(reason) {
        return long_number(file, text, &range, number);
    }
    if let Some(at) = colon::full_width(&text[range.clone()]) {
        return colon::misplaced(file, range.start + at, '：');
    }
    let told_in = text[start..range.end]
        .find('\n')
        .map_or(range.end, |end| start + end);
    if let Some(at) = colon::clinging(&text[range.start..told_in]) {
        return colon::misplaced(file, range.start + at, ':');
    }
    let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let indent = &text[line..][..text[line..].len() - text[line..].trim_start_matches([' ', '\t']).len()];
    if indent.contains('\t') {
        return Diagnostic::new(
            &YAML_BROKEN,
            Span::new(file, line..line + indent.len()),
            message!("缩进用了制表符（Tab）", "a tab is used for indentation"),
        )
        .hint(message!(
            "缩进换成空格，一级两个",
            "indent with spaces, two for each level"
        ));
    }
    if let Some(at) = quotes_in_quotes(&text[range.start..], line - range.start.min(line)) {
        return quoted_twice(file, range.start + at);
    }
    if let Some(told) = wide_comma(file, text, line..told_in, reason) {
        return told;
    }
    let zh = CHINESE
        .iter()
        .find(|(en, _)| reason.contains(en))
        .map_or(reason, |(_, zh)| zh);
    Diagnostic::new(&YAML_BROKEN, Span::new(file, start..start), message!("YAML 读不懂：{zh}", "the YAML cannot be read: {reason}")).hint(message!(
        "检查这一行和上面几行：缩进对齐，冒号后空一格，引号成对；含有冒号、引号或 # 的文字用引号括起来",
        "check this line and those above: indentation, a space after colons, quotes in pairs; quote texts that hold colons, quotes or #"
    ))
}

/// A full-width comma between values in brackets, `["婚俗"，"彩礼"]`, in a line.
fn wide_comma(file: &Arc<str>, text: &str, line: Range<usize>, reason: &str) -> Option<Diagnostic> {
    reason.contains("expected ',' or").then_some(())?;
    let at = line.start + text[line].find('，')?;
    let message = message!(
        "方括号、花括号里的逗号写成了全角的",
        "the comma between values in brackets is a full-width one"
    );
    let told = Diagnostic::new(&YAML_BROKEN, Span::new(file, at..at + '，'.len_utf8()), message);
    Some(told.hint(message!(
        "括号里用半角的逗号：[甲, 乙]",
        "use the narrow comma in brackets: [a, b]"
    )))
}

fn quoted_twice(file: &Arc<str>, at: usize) -> Diagnostic {
    Diagnostic::new(
        &YAML_BROKEN,
        Span::new(file, at..at + 1),
        message!(
            "引号里面还有同样的引号，文字到这里就断了",
            "there are quotes of the same kind within the quotes: the text ends here"
        ),
    )
    .hint(message!(
        "里面的引号换成“”，或者外面换成另一种引号",
        "use “” within, or the other kind of quotes around"
    ))
}

/// What the library says of a key that is there twice.
const DUPLICATE: &str = "duplicate entry";

/// What the library says of too many aliases.
const REPETITION: &str = "repetition limit";

/// The number of which the library says that it has too many digits: that of a card, without quotes.
fn too_long(reason: &str) -> Option<&str> {
    let (_, rest) = reason.split_once("integer `")?;
    rest.split('`').next()
}

fn long_number(file: &Arc<str>, text: &str, range: &Range<usize>, number: &str) -> Diagnostic {
    let found = text[range.clone()].find(number).unwrap_or(0);
    let at = range.start + found..range.start + found + number.len();
    let message = message!("这个数太长，读不了", "this number has too many digits");
    Diagnostic::new(&YAML_BROKEN, Span::new(file, at), message).hint(message!(
        "是号码的，加引号：\"{number}\"",
        "a number that names something takes quotes: \"{number}\""
    ))
}

/// What the library says, in Chinese.
const CHINESE: &[(&str, &str)] = &[
    ("could not find expected ':'", "这里该有“名称: 值”，却没有冒号"),
    ("mapping values are not allowed", "一行里有两个冒号，或缩进多了"),
    ("did not find expected key", "缩进和上面对不齐，或引号没有成对"),
    ("did not find expected '-' indicator", "列表的“-”没有对齐"),
    (
        "found unexpected end of stream",
        "引号没有成对，一直到末尾都没有结束",
    ),
    ("cannot start any token", "有不能这样写的字符"),
    (DUPLICATE, "同一个字段写了两次"),
    ("found unknown escape character", "双引号里的反斜线写法不对"),
    (
        "did not find expected ',' or",
        "方括号或花括号里少了逗号，或没有结束",
    ),
    ("did not find expected node content", "这里该有一个值"),
    ("recursion limit", "套得太深"),
    (REPETITION, "别名展开得太多"),
];

/// Where a quoted value ends too early, in the lines up to the one at `line`: `quote: "可以享受"生育假"六十天"`.
fn quotes_in_quotes(yaml: &str, line: usize) -> Option<usize> {
    let mut at = 0;
    for text in yaml.split_inclusive('\n') {
        if at > line {
            return None;
        }
        let values = text.match_indices(": ").map(|(colon, _)| colon + 2);
        let found = values
            .filter_map(|start| Some(start + ends_early(&text[start..])?))
            .next();
        if let Some(found) = found {
            return Some(at + found);
        }
        at += text.len();
    }
    None
}

/// Where the quotes around a value end although the same quotes follow.
fn ends_early(value: &str) -> Option<usize> {
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = 1 + value[1..].find(quote)?;
    let rest = value[end + 1..].trim();
    // Two quotes of one kind, or one behind a backslash, are a quote within.
    let escaped = value[..end].ends_with('\\') || rest.starts_with(quote);
    let goes_on = rest.contains(quote) && !rest.starts_with([',', '#', ']', '}', ':']);
    (goes_on && !escaped).then_some(end)
}

/// The library's words without its own line numbers, which count from the YAML's first line.
fn plain_reason(error: &serde_yaml::Error) -> String {
    let text = error.to_string();
    match text.find(" at line ") {
        Some(end) => text[..end].to_owned(),
        None => text,
    }
}

fn floor_char(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// Reads a file that the program writes itself: into a type, without places.
pub fn value<T: serde::de::DeserializeOwned + Default>(text: &str) -> Result<T, String> {
    if let Some(beyond) = Beyond::of(text) {
        return Err(beyond.reason(text));
    }
    let found: Option<T> = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    Ok(found.unwrap_or_default())
}

/// A value as the YAML of such a file.
pub fn text<T: serde::Serialize>(value: &T) -> String {
    // Texts, lists and maps of them can always be written.
    serde_yaml::to_string(value).expect("texts, lists and maps of them can always be written")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_yaml() {
        let seeds = fuzz::golden(|path| path.ends_with(".yaml"));
        fuzz::fuzz("yaml", &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            read(&"a.yaml".into(), &text, 0..text.len(), &mut Vec::new());
        });
    }

    fn told(text: &str) -> (String, String) {
        let mut report = Vec::new();
        assert!(
            read(&"facts.yaml".into(), text, 0..text.len(), &mut report).is_none(),
            "{text}"
        );
        let place = report[0].place.clone().unwrap();
        (
            report[0].message.zh.to_string(),
            text[place.start..].chars().take(3).collect(),
        )
    }

    #[test]
    fn the_mistakes_that_people_make_most_are_told_at_their_own_place() {
        for text in [
            "甲:\n  quote: \"享受\"三\"天\"\n",
            "甲: {value: 3, quote: \"享受\"三\"天\"}\n",
            "甲:\n  quote: '享受'三'天'\n  value: 3\n",
        ] {
            let (message, at) = told(text);
            assert!(
                message.contains("同样的引号") && at[1..].starts_with('三'),
                "{text} {message} {at}"
            );
        }
        for text in [
            "生育假：\n  value: 60\n",
            "label：生育假",
            "a: 1\nlabel：生育假\n",
        ] {
            let (message, at) = told(text);
            assert!(
                message.contains("全角冒号") && at.starts_with('：'),
                "{text} {message} {at}"
            );
        }
    }
}
