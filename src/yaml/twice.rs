//! Maps that have a key twice. The library stops at the first one of them, so that nothing else of the file would be looked at;
//! here both are kept, and each key that was there before is told.

use super::FIELD_WRONG;
use crate::base::{Diagnostic, Span};
use crate::message;
use serde::de::{Deserialize, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_yaml::{Mapping, Value};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

/// Stands behind a key that its map has already, and a number behind it; YAML cannot hold it.
const AGAIN: char = '\0';

/// Reads YAML whose maps may have a key twice; further ones bear a mark, which [`key`] takes off. `None` when something else is
/// wrong with it.
pub(super) fn read(yaml: &str) -> Option<Value> {
    serde_yaml::from_str(yaml).ok().map(|Loose(value)| value)
}

/// A key as it is written, and whether its map has it before.
pub(super) fn key(marked: &str) -> (&str, bool) {
    marked
        .split_once(AGAIN)
        .map_or((marked, false), |(key, _)| (key, true))
}

/// What is said of a key that its map has before.
pub(super) fn told(file: &Arc<str>, key: &str, at: Range<usize>) -> Diagnostic {
    Diagnostic::new(
        &FIELD_WRONG,
        Span::new(file, at),
        message!("{key} 写了两次", "`{key}` is there twice"),
    )
    .hint(message!("两行合成一行", "make one line of the two"))
}

/// A value whose maps have every key once, further ones with a mark.
struct Loose(Value);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LooseVisitor).map(Loose)
    }
}

struct LooseVisitor;

impl<'de> Visitor<'de> for LooseVisitor {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("any value")
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E: Error>(self, flag: bool) -> Result<Value, E> {
        Ok(Value::Bool(flag))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_f64<E: Error>(self, number: f64) -> Result<Value, E> {
        Ok(Value::Number(number.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Value, E> {
        Ok(Value::String(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut all = Vec::new();
        while let Some(Loose(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Value::Sequence(all))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut pairs: A) -> Result<Value, A::Error> {
        let mut map = Mapping::new();
        while let Some((Loose(key), Loose(value))) = pairs.next_entry()? {
            let key = match map.contains_key(&key) {
                true => Value::String(format!("{}{AGAIN}{}", super::node::key_text(&key), map.len())),
                false => key,
            };
            map.insert(key, value);
        }
        Ok(Value::Mapping(map))
    }

    /// A tag says nothing here, as everywhere.
    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<Value, A::Error> {
        let (_, value): (String, _) = tagged.variant()?;
        value.newtype_variant::<Loose>().map(|Loose(value)| value)
    }
}

#[cfg(test)]
mod tests {
    use crate::yaml;

    fn told(text: &str) -> Vec<String> {
        let mut report = Vec::new();
        let node = yaml::read(&"a.yaml".into(), text, 0..text.len(), &mut report);
        assert!(node.is_some() || report.len() == 1, "{text}");
        let line = |told: &crate::base::Diagnostic| {
            let place = told.place.as_ref().unwrap();
            let line = text[..place.start].matches('\n').count() + 1;
            format!("{line} {} {}", &text[place.start..place.end], told.message.zh)
        };
        report.iter().map(line).collect()
    }

    #[test]
    fn every_key_that_is_there_again_is_told_where_it_stands_again() {
        assert_eq!(
            told("甲: 1\n乙: {a: 1, a: 2}\n甲: 2\n甲: 3\n"),
            ["2 a a 写了两次", "3 甲 甲 写了两次", "4 甲 甲 写了两次"]
        );
        // The same key of another map is none.
        assert_eq!(
            told("甲:\n  - value: 1\n  - value: 2\n    since: 1\n    value: 3\n1: a\n1: b\n"),
            ["5 value value 写了两次", "7 1 1 写了两次"]
        );
        assert_eq!(told("\"甲\": 1\n'甲': !x 2\n"), ["2 甲 甲 写了两次"]);
        assert_eq!(told("甲: 1\n乙: 2\n"), Vec::<String>::new());
        assert_eq!(told("甲: 1\n甲: [2\n").len(), 1);
    }
}
