//! What YAML may cost: how deep it is nested, and what its aliases (`*name`) stand for in all.
//!
//! The library has bounds of its own, but comes to them late: it looks for the end of all open brackets before it stops at 128
//! levels, and it counts aliases, not what they stand for.

use super::YAML_BROKEN;
use crate::base::{Diagnostic, Span};
use crate::message;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::fmt;
use std::sync::Arc;

/// How many brackets may be open at once.
const DEEPEST: usize = 2000;

/// How much more than itself YAML may stand for once its aliases are filled in: values and bytes of texts.
const MOST: usize = 1 << 20;

/// A bound of YAML that a text exceeds, and the byte where.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    /// The first bracket of those that are open at once and too many.
    Deep(usize),
    /// The first alias of those that stand for too much.
    Aliases(usize),
}

impl Beyond {
    /// What a text exceeds, if anything.
    pub fn of(yaml: &str) -> Option<Self> {
        too_deep(yaml).map(Self::Deep).or_else(|| {
            let alias = first_alias(yaml)?;
            stands_for_too_much(yaml).then_some(Self::Aliases(alias))
        })
    }

    /// What is said of it, when the text begins at a byte of its file.
    pub fn told(self, file: &Arc<str>, start: usize) -> Diagnostic {
        let (at, message, hint) = match self {
            Self::Deep(at) => (
                at,
                message!(
                    "YAML 读不懂：套得太深",
                    "the YAML cannot be read: it is nested too deeply"
                ),
                message!(
                    "列表和“名称: 值”最多套一百多层",
                    "lists and maps are nested 128 levels deep at most"
                ),
            ),
            Self::Aliases(at) => (
                at,
                message!(
                    "YAML 读不懂：从这里起，别名（*）展开得太多",
                    "the YAML cannot be read: the aliases (*) from here on stand for too much"
                ),
                message!(
                    "不用别名，把值写在各处",
                    "write the values themselves instead of aliases"
                ),
            ),
        };
        Diagnostic::new(&YAML_BROKEN, Span::new(file, start + at..start + at + 1), message).hint(hint)
    }

    /// The same as the library would say it, for files that the program writes itself.
    pub fn reason(self, yaml: &str) -> String {
        let (Self::Deep(at) | Self::Aliases(at)) = self;
        let what = match self {
            Self::Deep(_) => "nested too deeply",
            Self::Aliases(_) => "aliases stand for too much",
        };
        let line = yaml[..at].matches('\n').count() + 1;
        format!("{what} at line {line}")
    }
}

/// Brackets in texts count too: no text leaves so many open.
fn too_deep(yaml: &str) -> Option<usize> {
    let mut open = 0_usize;
    yaml.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    })
}

/// What may well be the first alias, of a text that has anchors (`&name`).
pub(super) fn first_alias(yaml: &str) -> Option<usize> {
    let begins = |sign: char| {
        yaml.match_indices(sign).find(move |(at, _)| {
            let before = yaml[..*at].chars().next_back();
            let after = yaml[at + 1..].chars().next();
            before.is_none_or(|c| c.is_whitespace() || "[{,".contains(c))
                && after.is_some_and(|c| !c.is_whitespace() && c != sign)
        })
    };
    begins('&').and(begins('*')).map(|(at, _)| at)
}

/// Whether the values and texts of YAML, its aliases filled in, come to too much. Nothing of it is kept.
fn stands_for_too_much(yaml: &str) -> bool {
    // A value and a sign that parts it from the next one are two bytes at least.
    let mut left = Some(2 * yaml.len() + MOST);
    let deserializer = serde_yaml::Deserializer::from_str(yaml);
    // What cannot be read is told when it is read.
    let _ = Weigh(&mut left).deserialize(deserializer);
    left.is_none()
}

/// Takes the weight of a value from what is left, which is nothing once it was too little.
struct Weigh<'w>(&'w mut Option<usize>);

impl Weigh<'_> {
    fn take<E: Error>(&mut self, bytes: usize) -> Result<(), E> {
        *self.0 = self.0.and_then(|left| left.checked_sub(bytes + 1));
        self.0.map(|_| ()).ok_or_else(|| E::custom("too much"))
    }
}

impl<'de> DeserializeSeed<'de> for Weigh<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Weigh<'_> {
    type Value = ();

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("any value")
    }

    fn visit_unit<E: Error>(mut self) -> Result<(), E> {
        self.take(0)
    }

    fn visit_bool<E: Error>(mut self, _: bool) -> Result<(), E> {
        self.take(0)
    }

    fn visit_i64<E: Error>(mut self, _: i64) -> Result<(), E> {
        self.take(0)
    }

    fn visit_u64<E: Error>(mut self, _: u64) -> Result<(), E> {
        self.take(0)
    }

    fn visit_f64<E: Error>(mut self, _: f64) -> Result<(), E> {
        self.take(0)
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<(), E> {
        self.take(text.len())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.take(0)?;
        while items.next_element_seed(Weigh(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut pairs: A) -> Result<(), A::Error> {
        self.take(0)?;
        while pairs.next_key_seed(Weigh(self.0))?.is_some() {
            pairs.next_value_seed(Weigh(self.0))?;
        }
        Ok(())
    }

    fn visit_enum<A: EnumAccess<'de>>(self, tagged: A) -> Result<(), A::Error> {
        let ((), value) = tagged.variant_seed(Weigh(&mut *self.0))?;
        value.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_aliases_stand_for_is_bounded_wherever_they_stand() {
        let plain = "甲: &a {value: 3}\n乙: *a\n";
        assert_eq!(Beyond::of(plain), None);
        let wide = format!("甲: &a [{}]\n乙: [{}]\n", "1, ".repeat(6000), "*a, ".repeat(6000));
        let long = format!("甲: &a {}\n乙: [{}]\n", "字".repeat(10_000), "*a, ".repeat(1000));
        let mut nested = format!("甲0: &a0 [{}]\n", "1, ".repeat(2000));
        for n in 1..6 {
            nested += &format!("甲{n}: &a{n} [{}]\n", format!("*a{}, ", n - 1).repeat(6));
        }
        for text in [wide, long, nested] {
            let Some(Beyond::Aliases(at)) = Beyond::of(&text) else {
                panic!("{} bytes", text.len());
            };
            assert!(text[at..].starts_with("*a"));
            assert!(text[..at].ends_with('['));
        }
        // A star and an ampersand in texts are none.
        assert_eq!(first_alias("title: 甲 & 乙\nsummary: 3*4*5 **重要** Q&A\n"), None);
    }
}
