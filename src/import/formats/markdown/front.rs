//! Front matter of other generators.

use super::super::Unreadable;
use crate::base::Day;
use crate::import::model::Said;
use crate::message;
use crate::yaml::{self, YamlNode, YamlValue, plain_or_quoted, quoted};
use serde_json::Value as Json;

/// The fields of a page, as they are written: a number or a day is its text.
pub type Fields = Vec<(String, Json)>;

/// Fields that tell its generator how to make the page, and say nothing of it.
const SETTINGS: [&str; 12] = [
    "layout",
    "type",
    "comments",
    "mathjax",
    "katex",
    "id",
    "draft",
    "published",
    "sitemap",
    "markup",
    "outputs",
    "top",
];

/// The fields of a text, and what is behind them.
pub fn split(text: &str) -> Result<(Fields, &str), Unreadable> {
    let text = text.trim_start_matches(['\n', ' ', '\u{feff}']);
    if text.starts_with('{') {
        let mut stream = serde_json::Deserializer::from_str(text).into_iter::<Json>();
        if let Some(Ok(Json::Object(map))) = stream.next() {
            let rest = text[stream.byte_offset()..].trim_start();
            let rest = rest.strip_prefix(";;;").unwrap_or(rest);
            return Ok((map.into_iter().collect(), rest));
        }
    }
    if let Some((inner, rest)) = between(text, "+++", &["+++"]) {
        return Ok((toml(inner)?, rest));
    }
    if let Some((inner, rest)) = between(text, "---", &["---", "..."]) {
        return Ok((yaml_fields(inner)?, rest));
    }
    // Hexo needs no line before its fields.
    let first = text.lines().next().unwrap_or_default();
    if field(first).is_some()
        && let Some((inner, rest)) = until(text, &["---"])
        && inner.lines().count() <= 40
    {
        return Ok((yaml_fields(inner)?, rest));
    }
    Ok((Vec::new(), text))
}

/// What stands between a line and one of the next ones, and behind it.
fn between<'t>(text: &'t str, open: &str, close: &[&str]) -> Option<(&'t str, &'t str)> {
    let (first, rest) = text.split_once('\n')?;
    (first.trim_end() == open).then(|| until(rest, close)).flatten()
}

fn until<'t>(text: &'t str, close: &[&str]) -> Option<(&'t str, &'t str)> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if close.contains(&line.trim_end()) {
            return Some((&text[..at], &text[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn yaml_fields(inner: &str) -> Result<Fields, Unreadable> {
    let mut told = Vec::new();
    match yaml::read(&"".into(), inner, 0..inner.len(), &mut told) {
        Some(YamlNode {
            value: YamlValue::Map(pairs),
            ..
        }) if !pairs.iter().any(|(key, ..)| key.contains('：')) => Ok(pairs
            .into_iter()
            .map(|(key, _, value)| (key, as_written(value)))
            .collect()),
        // What no YAML is, such as `title: 三孩: 政策`, is still a field a line.
        _ => lines(inner).ok_or_else(|| unreadable("YAML")),
    }
}

/// A value with numbers as they are written: `012` is no ten.
fn as_written(node: YamlNode) -> Json {
    match node.value {
        YamlValue::Number(_, written) => Json::String(written),
        YamlValue::List(items) => items.into_iter().map(as_written).collect(),
        YamlValue::Map(pairs) => {
            let pairs = pairs.into_iter().map(|(key, _, value)| (key, as_written(value)));
            Json::Object(pairs.collect())
        }
        value => YamlNode::new(node.at, value).json(),
    }
}

/// Fields one a line; `None` when a line is none and belongs to no list.
fn lines(inner: &str) -> Option<Fields> {
    let mut fields: Fields = Vec::new();
    for line in inner
        .lines()
        .filter(|line| !line.trim().is_empty() && !line.trim_start().starts_with('#'))
    {
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            let (_, value) = fields.last_mut()?;
            match value {
                Json::Array(items) => items.push(bare(item).into()),
                value => *value = Json::Array(vec![bare(item).into()]),
            }
            continue;
        }
        let (key, value) = field(line)?;
        fields.push((key.to_owned(), bare(value).into()));
    }
    Some(fields)
}

/// A line as a field: the name, and what is behind the colon.
fn field(line: &str) -> Option<(&str, &str)> {
    let at = line.find([':', '：'])?;
    let colon = line[at..].chars().next()?;
    let (key, value) = (line[..at].trim_end(), line[at + colon.len_utf8()..].trim());
    let named = !key.is_empty()
        && key
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'));
    (named && !(value.starts_with("//"))).then_some((key, value))
}

fn bare(value: &str) -> &str {
    value.trim().trim_matches(['"', '\''])
}

fn toml(inner: &str) -> Result<Fields, Unreadable> {
    let document: toml_edit::DocumentMut = inner.parse().map_err(|_| unreadable("TOML"))?;
    let fields = document.as_table().iter();
    Ok(fields
        .map(|(key, item)| (key.to_owned(), of_toml(item)))
        .collect())
}

fn of_toml(item: &toml_edit::Item) -> Json {
    if let Some(table) = item.as_table_like() {
        let pairs = table.iter().map(|(key, item)| (key.to_owned(), of_toml(item)));
        return Json::Object(pairs.collect());
    }
    match item {
        toml_edit::Item::Value(value) => of_value(value),
        toml_edit::Item::ArrayOfTables(tables) => {
            let tables = tables
                .iter()
                .map(|table| of_toml(&toml_edit::Item::Table(table.clone())));
            tables.collect()
        }
        _ => Json::Null,
    }
}

fn of_value(value: &toml_edit::Value) -> Json {
    match value {
        toml_edit::Value::String(text) => text.value().clone().into(),
        toml_edit::Value::Boolean(flag) => (*flag.value()).into(),
        toml_edit::Value::Array(items) => items.iter().map(of_value).collect(),
        toml_edit::Value::InlineTable(table) => {
            let pairs = table.iter().map(|(key, value)| (key.to_owned(), of_value(value)));
            Json::Object(pairs.collect())
        }
        toml_edit::Value::Integer(number) => number.value().to_string().into(),
        toml_edit::Value::Float(number) => number.value().to_string().into(),
        toml_edit::Value::Datetime(date) => date.value().to_string().into(),
    }
}

fn unreadable(what: &str) -> Unreadable {
    Unreadable::new(
        message!(
            "页面信息（{what}）读不懂",
            "the front matter ({what}) cannot be read"
        ),
        message!(
            "检查开头两道线之间：一行一个“名字: 值”，含冒号的加引号",
            "check what stands between the first two lines of marks: one field a line, quotes around a colon"
        ),
    )
}

/// The settings of a site, from a file of this name; of YAML that is not understood what stands at its left edge. `None` when it
/// cannot be read.
pub fn settings(name: &str, text: &str) -> Option<Fields> {
    match name.rsplit_once('.')?.1 {
        "toml" => toml(text).ok(),
        "json" => match serde_json::from_str(text).ok()? {
            Json::Object(map) => Some(map.into_iter().collect()),
            _ => None,
        },
        _ => match yaml::read(&"".into(), text, 0..text.len(), &mut Vec::new()) {
            Some(YamlNode {
                value: YamlValue::Map(pairs),
                ..
            }) => Some(
                pairs
                    .into_iter()
                    .map(|(key, _, value)| (key, as_written(value)))
                    .collect(),
            ),
            _ => {
                let fields = text.lines().filter_map(field);
                Some(
                    fields
                        .map(|(key, value)| (key.to_owned(), bare(value).into()))
                        .collect(),
                )
            }
        },
    }
}

/// What fields say of a page.
pub fn said(fields: Fields) -> Said {
    let slug = fields.iter().find(|(key, _)| key == "slug");
    let mut said = Said {
        slug: slug.map(|(_, slug)| words(slug).concat()).unwrap_or_default(),
        ..Said::default()
    };
    let (mut tags, mut extra): (Vec<String>, Vec<(String, Json)>) = (Vec::new(), Vec::new());
    let mut own: Vec<(&'static str, String)> = Vec::new();
    for (key, value) in fields {
        let words = words(&value);
        let text = words.join("、");
        let mut put = |name: &'static str, value: String| {
            if !value.is_empty() && !own.iter().any(|(known, _)| *known == name) {
                own.push((name, value));
            }
        };
        match &*key.to_lowercase() {
            "title" => said.title = text,
            "date" | "pubdate" => said.date = day(&text),
            "lastmod" | "updated" | "modified" | "last_modified_at" => put("updated", day(&text)),
            "expirydate" | "expires" => put("expires", day(&text)),
            "publishdate" => put("publish", day(&text)),
            "description" | "summary" | "excerpt" => {
                put("summary", plain_or_quoted(&text.replace('\n', " ")))
            }
            "author" | "authors" => put("author", plain_or_quoted(&text)),
            "source" => said.issuer = text,
            "slug" if is_slug(&text) => put("slug", text),
            name @ ("tags" | "tag" | "keywords" | "categories" | "category") => {
                if name.starts_with("categor") {
                    said.categories = self::words(last_list(&value));
                }
                tags.extend(words.iter().flat_map(|word| apart(word)))
            }
            name @ ("url" | "permalink" | "aliases" | "alias" | "redirect_from") => {
                if matches!(name, "url" | "permalink") && !text.contains("://") {
                    said.address = text;
                }
                let paths = words.into_iter().filter(|path| path.starts_with('/'));
                said.addresses.extend(paths);
            }
            name if SETTINGS.contains(&name) => {}
            _ if !value.is_null() => extra.push((key, value)),
            _ => {}
        }
    }
    said.fields = own
        .into_iter()
        .map(|(name, value)| (name.to_owned(), value))
        .collect();
    said.fields.extend(tag_field(tags));
    if !extra.is_empty() {
        // JSON is YAML, too.
        let extra = Json::Object(extra.into_iter().collect());
        said.fields.push(("extra".to_owned(), extra.to_string()));
    }
    said
}

/// The field `tags`, each tag once; none without tags.
fn tag_field(tags: Vec<String>) -> Option<(String, String)> {
    let mut seen = Vec::new();
    for tag in tags {
        if !seen.contains(&tag) {
            seen.push(tag);
        }
    }
    let all: Vec<String> = seen.iter().map(|tag| quoted(tag)).collect();
    (!all.is_empty()).then(|| ("tags".to_owned(), format!("[{}]", all.join(", "))))
}

/// The last one of several lists of categories, as Hexo takes it.
fn last_list(value: &Json) -> &Json {
    match value {
        Json::Array(items) if items.iter().any(Json::is_array) => items.last().unwrap_or(value),
        _ => value,
    }
}

/// The words of a value: those of a list, of lists in it, of the names in it.
fn words(value: &Json) -> Vec<String> {
    match value {
        Json::String(text) => vec![text.trim().to_owned()],
        Json::Number(number) => vec![number.to_string()],
        Json::Array(items) => items.iter().flat_map(words).collect(),
        Json::Object(pairs) => pairs.get("name").map(words).unwrap_or_default(),
        Json::Bool(_) | Json::Null => Vec::new(),
    }
}

/// Several words in one text: `婚俗, 权益`.
fn apart(text: &str) -> Vec<String> {
    let parts = text
        .split([',', '，', '、', ';', '；'])
        .map(|part| part.trim_matches(['[', ']', '［', '］', ' ', '#']));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The day of a date with or without a time, as it is on Chinese clocks; empty when it is none.
fn day(date: &str) -> String {
    let date = date.trim();
    let first = date.split(['T', ' ']).next().unwrap_or_default();
    let Ok(day) = first.parse::<Day>() else {
        return String::new();
    };
    let rest = date[first.len()..].trim_start_matches(['T', ' ']);
    let hour = rest.split(':').next().and_then(|hour| hour.parse::<u32>().ok());
    let utc = rest.ends_with('Z') || rest.ends_with("+00:00") || rest.ends_with("+0000");
    match hour.filter(|hour| utc && *hour >= 16) {
        Some(_) => day.next().to_string(),
        None => day.to_string(),
    }
}

fn is_slug(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
}
