//! Reading facts.yaml.

use super::{Case, Certainty, Fact, FactEntry, LayerFacts, Value};
use super::{loose, unit};
use crate::base::{Day, Diagnostic, Span};
use crate::config::Region;
use crate::message;
use crate::rule;
use crate::yaml::FIELD_WRONG;
use crate::yaml::{self, Fields, Spanned, YamlNode, YamlValue};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

rule! { FACT_WRONG = "fact-wrong", Facts, Error, adjustable: false;
    means "facts.yaml 里这一条写错了：没有值，名称里有不能用的字符，或者两条同时算数", "An entry of facts.yaml is wrong: it has no value, a name with characters that are not allowed, or it holds at the same time as another one";
    mend "写 `value`、`range`、`text`、`cases` 之一；留给地方的写 `status: local`；每一条从不同的一天起（`since`）", "Write one of `value`, `range`, `text` and `cases`; leave it to localities with `status: local`; each entry begins on a day of its own (`since`)";
}

/// The name of the file.
pub const FILE: &str = "facts.yaml";

/// Reads the facts.yaml of a layer that speaks for `region`.
pub fn read(file: &Arc<str>, text: &str, layer: usize, region: Region) -> LayerFacts {
    let mut report = Vec::new();
    let mut facts = Vec::new();
    if let Some(node) = yaml::read(file, text, 0..text.len(), &mut report) {
        let mut map = Fields::new(file, node);
        for (name, at, node) in map.rest() {
            let entries = entries(file, node, &mut report);
            if name.contains(['{', '}', '#']) || name.trim() != name || name.is_empty() {
                let message = message!(
                    "事实的名称不能有 {{ }} #，两端不能有空格",
                    "the name of a fact has no {{ }} # and no space at its ends"
                );
                report.push(Diagnostic::new(&FACT_WRONG, Span::new(file, at.clone()), message));
            }
            facts.push(Fact {
                name: Spanned { value: name, at },
                entries,
            });
        }
        report.extend(map.finish());
    }
    LayerFacts {
        layer,
        region,
        file: file.clone(),
        by_name: by_name(&facts),
        facts,
        report,
    }
}

/// Where each fact is; of two of one name the first.
fn by_name(facts: &[Fact]) -> BTreeMap<String, usize> {
    let places = facts.iter().enumerate().rev();
    places.map(|(at, fact)| (fact.name.value.clone(), at)).collect()
}

fn entries(file: &Arc<str>, node: YamlNode, report: &mut Vec<Diagnostic>) -> Vec<FactEntry> {
    let YamlValue::List(items) = node.value else {
        return vec![entry(file, node, report)];
    };
    let places: Vec<_> = items.iter().map(|item| item.at.clone()).collect();
    let entries: Vec<FactEntry> = items.into_iter().map(|item| entry(file, item, report)).collect();
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| entries[*at].since);
    // The last day of all entries that begin earlier: they come in the order of their first days.
    let mut last: Option<Day> = None;
    let mut told = Vec::new();
    for (n, at) in order.iter().enumerate() {
        let since = entries[*at].since;
        if n > 0 && entries[order[n - 1]].since == since {
            told.push((*at, same_day(file, places[*at].clone(), since)));
        } else if let (Some(until), Some(since)) = (last, since)
            && since <= until
        {
            told.push((*at, two_at_once(file, places[*at].clone(), until, since)));
        }
        last = last.max(entries[*at].until);
    }
    told.sort_by_key(|(at, _)| *at);
    report.extend(told.into_iter().map(|(_, diagnostic)| diagnostic));
    entries
}

fn two_at_once(file: &Arc<str>, at: Range<usize>, until: Day, since: Day) -> Diagnostic {
    let message = message!(
        "从 {since} 起的这一条开始时，前一条还到 {until} 为止",
        "this entry begins on {since}, while the one before holds until {until}"
    );
    Diagnostic::new(&FACT_WRONG, Span::new(file, at), message).hint(message!(
        "前一条的 until 写这一条 since 的前一天",
        "`until` of the former is the day before `since` of the next"
    ))
}

/// Two entries from one day on: which of them holds nobody can say.
fn same_day(file: &Arc<str>, at: Range<usize>, since: Option<Day>) -> Diagnostic {
    let message = match since {
        Some(day) => message!(
            "两条都从 {day} 起，不知道哪一条算数",
            "two entries begin on {day}: which of them holds?"
        ),
        None => message!(
            "两条都没有写 since，不知道哪一条算数",
            "two entries have no `since`: which of them holds?"
        ),
    };
    Diagnostic::new(&FACT_WRONG, Span::new(file, at), message).hint(message!(
        "每一条写上从哪天起：since: 2026-01-01；多余的一条删去",
        "say for each from when it holds: `since: 2026-01-01`; take out the one too many"
    ))
}

fn entry(file: &Arc<str>, node: YamlNode, report: &mut Vec<Diagnostic>) -> FactEntry {
    let bare = words(&node).and_then(loose::meant);
    let (at, node) = (
        node.at.clone(),
        if bare.is_some() { nothing(&node) } else { node },
    );
    let mut fields = Fields::new(file, node);
    if let Some(meant) = bare {
        fields.wrong(
            &at,
            message!("值和单位要分开写", "value and unit are fields of their own"),
            message!("写成 {{{meant}}}", "write {{{meant}}}"),
        );
    }
    let status = fields.choice("status", &Certainty::ALL.map(|one| (one.word(), one)));
    let status = status.unwrap_or(Certainty::Verified);
    let value = value(&mut fields);
    check_value(&mut fields, value.is_some(), status);
    let text = |fields: &mut Fields, key| fields.text(key).map(|text| text.value);
    fields.printed(&["label", "counting", "basis"]);
    let unit = unit::read(&mut fields);
    let (since, until) = span_of_days(&mut fields);
    let entry = FactEntry {
        label: text(&mut fields, "label"),
        value,
        unit,
        counting: text(&mut fields, "counting"),
        basis: text(&mut fields, "basis"),
        source: fields.text("source"),
        authority: fields.text("authority"),
        quote: fields.text("quote"),
        since,
        until,
        verified: fields.day("verified"),
        status,
        required: fields.flag("required").unwrap_or(false),
    };
    report.extend(fields.finish());
    entry
}

/// An empty map in the place of a node.
fn nothing(node: &YamlNode) -> YamlNode {
    YamlNode::new(node.at.clone(), YamlValue::Null)
}

/// Whether a fact has a value exactly when its status says so.
fn check_value(fields: &mut Fields, has_value: bool, status: Certainty) {
    // A value that cannot be read has been reported of already.
    let told = fields.has_error(&FIELD_WRONG);
    let (wrong, hint) = match status {
        Certainty::Local if has_value => (
            message!(
                "写了值，又写着 status: local（留给地方）",
                "it has a value and says `status: local`, left to others"
            ),
            message!(
                "填好了就删去 status: local 这一行",
                "take `status: local` out when it is filled in"
            ),
        ),
        Certainty::Verified | Certainty::Unverified if !has_value && !told => (
            message!("这条事实没有值", "this fact has no value"),
            message!(
                "写 value、range、text 或 cases 之一；留给地方的写 status: local",
                "write one of value, range, text, cases; `status: local` leaves it to localities"
            ),
        ),
        _ => return,
    };
    let place = Span::new(fields.file(), fields.at());
    fields.push(Diagnostic::new(&FACT_WRONG, place, wrong).hint(hint));
}

/// `since` and `until`, in this order.
fn span_of_days(fields: &mut Fields) -> (Option<Day>, Option<Day>) {
    let (since, until) = (fields.day("since"), fields.day("until"));
    if let (Some(since), Some(until)) = (&since, &until)
        && until.value < since.value
    {
        fields.error(
            &until.at,
            message!("until 早于 since", "`until` is before `since`"),
        );
    }
    (since.map(|day| day.value), until.map(|day| day.value))
}

/// One of `value`, `range`, `text`, `cases`.
fn value(fields: &mut Fields) -> Option<Value> {
    let mut found = Vec::new();
    for key in ["value", "range", "text", "cases"] {
        if let Some(node) = fields.node(key) {
            found.push((key, node));
        }
    }
    if found.len() > 1 {
        let at = found[1].1.at.clone();
        fields.error(
            &at,
            message!(
                "value、range、text、cases 只能写一个",
                "only one of value, range, text, cases"
            ),
        );
    }
    let (key, node) = found.into_iter().next()?;
    let at = node.at.clone();
    let value = match (key, node.value) {
        ("value", YamlValue::Number(number, written)) if loose::is_plain(&written) => {
            Some(Value::Number(number, written))
        }
        ("value", YamlValue::Text(text)) if loose::digits(&text).is_some() => {
            loose::digits(&text).map(|(number, written)| Value::Number(number, written))
        }
        ("range", YamlValue::List(ends)) if range(&ends).is_some() => range(&ends),
        ("value" | "range", value) => {
            return not_numbers(fields, key, &at, &value);
        }
        ("text", YamlValue::Text(words) | YamlValue::Number(_, words)) if !words.trim().is_empty() => {
            let (value, at) = (words.clone(), at.clone());
            fields.printed_text("text", Spanned { value, at });
            Some(Value::Words(words))
        }
        ("cases", YamlValue::List(items)) if !items.is_empty() => return cases(fields, items),
        _ => None,
    };
    if value.is_none() {
        let (zh, en) = match key {
            "text" => ("一段文字", "a text"),
            _ => ("列表，每项有 when 和值", "a list, each with `when` and a value"),
        };
        fields.error(&at, message!("{key} 要写{zh}", "`{key}` takes {en}"));
    }
    value
}

/// Says what a `value` or a `range` would be that is not written in numbers alone: `60天`, `六十`, `158-180`.
fn not_numbers(fields: &mut Fields, key: &str, at: &Range<usize>, value: &YamlValue) -> Option<Value> {
    let ends = match value {
        YamlValue::Text(text) | YamlValue::Number(_, text) => vec![text.as_str()],
        YamlValue::List(items) => items.iter().filter_map(words).collect(),
        _ => Vec::new(),
    };
    let message = match key {
        "value" => message!(
            "value 只写一个数，写成平常的样子",
            "`value` takes a number in digits and nothing else"
        ),
        _ => message!(
            "range 写两个数，小的在前",
            "`range` takes two numbers, the smaller first"
        ),
    };
    let named = ends.len() == 1 && ends[0].len() > 1 && ends[0].starts_with('0');
    let hint = match (loose::meant(&ends.join("至")), &ends[..]) {
        (Some(meant), [text]) if named && text.bytes().all(|byte| byte.is_ascii_digit()) => message!(
            "写成 {meant}；是号码的，写成 text: \"{text}\"",
            "write {meant}; a number that names something is `text: \"{text}\"`"
        ),
        (Some(meant), _) => message!("写成 {meant}", "write {meant}"),
        (None, [text]) => message!(
            "数写在 value，单位写在 unit；不只是数的，写成 text: {text}",
            "the number goes under `value`, its unit under `unit`; what is more than a number is `text: {text}`"
        ),
        _ => message!(
            "写成 range: [158, 180] 这样，单位写在 unit",
            "write it like `range: [158, 180]`, the unit under `unit`"
        ),
    };
    fields.wrong(at, message, hint);
    None
}

/// A scalar as it is written.
fn words(node: &YamlNode) -> Option<&str> {
    match &node.value {
        YamlValue::Text(text) | YamlValue::Number(_, text) => Some(text),
        _ => None,
    }
}

fn range(ends: &[YamlNode]) -> Option<Value> {
    match ends {
        [
            YamlNode {
                value: YamlValue::Number(a, from),
                ..
            },
            YamlNode {
                value: YamlValue::Number(b, to),
                ..
            },
        ] if a <= b && loose::is_plain(from) && loose::is_plain(to) => {
            Some(Value::Range(from.clone(), to.clone()))
        }
        _ => None,
    }
}

fn cases(fields: &mut Fields, items: Vec<YamlNode>) -> Option<Value> {
    let mut out = Vec::new();
    for item in items {
        let mut map = Fields::new(fields.file(), item);
        map.printed(&["when"]);
        let when = map.required("when");
        let value = value(&mut map);
        if value.is_none() && !map.has_error(&FIELD_WRONG) {
            map.missing("value", map.at());
        }
        if let (Some(when), Some(value)) = (when, value) {
            out.push(Case {
                when: when.value,
                value,
            });
        }
        fields.merge_errors(map.finish());
    }
    (!out.is_empty()).then_some(Value::Cases(out))
}
