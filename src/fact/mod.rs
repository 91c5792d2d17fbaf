//! Facts: what differs from place to place, as typed values with unit, source, date and region.
//!
//! In goes facts.yaml of each layer, out comes a [`FactTable`] that tells the value of a name on a day, and a
//! diagnostic for all that is wrong.
//!
//! Not here: whether the source clause exists and says so (`site`), how a fact looks (`theme`).

mod loose;
mod read;
mod unit;
mod value;

pub use loose::meant as fields_of;
pub use read::FACT_WRONG;
pub use read::{FILE, read};
pub use unit::UNIT_UNKNOWN;
pub use value::{Case, Value, counted};

use crate::base::{Day, Diagnostic, Span};
use crate::config::Region;
use crate::yaml::Spanned;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

/// What stands for a value that is left to others.
pub const LEFT_TO_OTHERS: &str = "以当地规定为准";

/// How sure an entry is, or who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Certainty {
    /// Checked against its source.
    Verified,
    /// Not checked.
    Unverified,
    /// Left to localities.
    Local,
    /// Left to another body by the rule itself.
    Delegated,
}

impl Certainty {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Verified, Self::Unverified, Self::Local, Self::Delegated];

    /// How facts.yaml says it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Unverified => "unverified",
            Self::Local => "local",
            Self::Delegated => "delegated",
        }
    }
}

/// One value of a fact in one span of time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FactEntry {
    /// What to call it.
    pub label: Option<String>,
    /// The value; `None` when it is left to others.
    pub value: Option<Value>,
    /// `天`, `元/月`, …; empty for none.
    pub unit: String,
    /// How it is counted.
    pub counting: Option<String>,
    /// What it comes on top of.
    pub basis: Option<String>,
    /// The clause it is in.
    pub source: Option<Spanned<String>>,
    /// Whose rule it is, when the source does not tell: 国家, or the name of a region.
    pub authority: Option<Spanned<String>>,
    /// Words of that clause.
    pub quote: Option<Spanned<String>>,
    /// First day.
    pub since: Option<Day>,
    /// Last day.
    pub until: Option<Day>,
    /// When somebody last checked it.
    pub verified: Option<Spanned<Day>>,
    /// How sure it is.
    pub status: Certainty,
    /// Localities below must set it before they publish.
    pub required: bool,
}

/// A fact of one layer: its entries, the history.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// Its name, and where it is defined.
    pub name: Spanned<String>,
    /// In the order written.
    pub entries: Vec<FactEntry>,
}

/// The facts of one layer, in the order written.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LayerFacts {
    /// Whose it is: 0 is the site itself, 1 its upstream.
    pub layer: usize,
    /// Whose rules these are.
    pub region: Region,
    /// The file.
    pub file: Arc<str>,
    /// The facts.
    pub facts: Vec<Fact>,
    /// Where each of them is in the list, by name.
    by_name: BTreeMap<String, usize>,
    /// What is wrong with it.
    pub report: Vec<Diagnostic>,
}

impl LayerFacts {
    /// The fact of a name.
    pub fn fact(&self, name: &str) -> Option<&Fact> {
        self.by_name.get(name).map(|at| &self.facts[*at])
    }
}

/// The facts of all layers, nearest first.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct FactTable {
    /// Nearest first.
    pub layers: Vec<LayerFacts>,
}

/// What the table says of a name on a day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lookup<'a> {
    /// This entry holds, set by this layer.
    Entry(&'a FactEntry, &'a LayerFacts),
    /// The last entry has ended on this day and none follows.
    Expired(Day, &'a LayerFacts),
    /// No layer has it.
    Nobody,
}

impl FactTable {
    /// What holds of `name` on `day`.
    ///
    /// The nearest layer with an entry that has begun speaks; within it the entry with the latest `since`
    /// not after `day` wins. An entry past its `until` is expired, never a silent fallback to upstream.
    pub fn lookup(&self, name: &str, day: Day) -> Lookup<'_> {
        for sheet in &self.layers {
            let Some(fact) = sheet.fact(name) else {
                continue;
            };
            let begun = fact
                .entries
                .iter()
                .filter(|entry| entry.since.is_none_or(|since| since <= day));
            if let Some(entry) = begun.max_by_key(|entry| entry.since) {
                return match entry.until {
                    Some(until) if until < day => Lookup::Expired(until, sheet),
                    _ => Lookup::Entry(entry, sheet),
                };
            }
        }
        Lookup::Nobody
    }

    /// The first day on which any layer has a value of `name`; `None` when it always had one, or never.
    pub fn begins(&self, name: &str) -> Option<Day> {
        let facts = self.layers.iter().filter_map(|sheet| sheet.fact(name));
        let entries = facts.flat_map(|fact| &fact.entries);
        entries.map(|entry| entry.since).min().flatten()
    }

    /// All entries of all layers, each with the facts.yaml that it stands in.
    pub fn entries(&self) -> impl Iterator<Item = (&LayerFacts, &FactEntry)> {
        self.layers.iter().flat_map(|sheet| {
            let entries = sheet.facts.iter().flat_map(|fact| &fact.entries);
            entries.map(move |entry| (sheet, entry))
        })
    }

    /// Names of all facts, nearest layer's order first.
    pub fn names(&self) -> Vec<&str> {
        let mut known = HashSet::new();
        let facts = self.layers.iter().flat_map(|sheet| &sheet.facts);
        facts
            .map(|fact| fact.name.value.as_str())
            .filter(|name| known.insert(*name))
            .collect()
    }
}

/// A fact that a site above requires and that has no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MissingFact<'a> {
    /// Its name.
    pub name: &'a str,
    /// What to call it.
    pub label: &'a str,
    /// Where a site below has said that it is left to others, if one has.
    pub at: Option<Span>,
    /// Where it is required.
    pub required: Span,
}

impl FactTable {
    /// Facts that a site above requires and that have no value on `day`. A site that says
    /// `status: delegated`, or that requires the fact of those below it in its turn, has done its part.
    /// `layers` is the number of sites in the chain: the topmost one requires nothing of itself.
    pub fn missing(&self, day: Day, layers: usize) -> Vec<MissingFact<'_>> {
        let names = if layers > 1 { self.names() } else { Vec::new() };
        names
            .into_iter()
            .filter_map(|name| self.lacks(name, day))
            .collect()
    }

    fn lacks<'a>(&'a self, name: &'a str, day: Day) -> Option<MissingFact<'a>> {
        let Lookup::Entry(entry, sheet) = self.lookup(name, day) else {
            return None;
        };
        if entry.value.is_some() || entry.status == Certainty::Delegated {
            return None;
        }
        let of = |sheet: &'a LayerFacts| Some((sheet, sheet.fact(name)?));
        let known: Vec<(&LayerFacts, &Fact)> = self.layers.iter().filter_map(of).collect();
        let requires = |(_, fact): &&(&LayerFacts, &Fact)| fact.entries.iter().any(|entry| entry.required);
        let (above, fact) = known.iter().filter(|(sheet, _)| sheet.layer > 0).find(requires)?;
        let own = sheet.layer == 0;
        if own && entry.required {
            return None;
        }
        let place = |sheet: &LayerFacts, fact: &Fact| Span::new(&sheet.file, fact.name.at.clone());
        let said = known.iter().find(|(known, _)| own && std::ptr::eq(*known, sheet));
        Some(MissingFact {
            name,
            label: entry
                .label
                .as_deref()
                .or(fact.entries.iter().find_map(|entry| entry.label.as_deref()))
                .unwrap_or(name),
            at: said.map(|(sheet, fact)| place(sheet, fact)),
            required: place(above, fact),
        })
    }
}

impl FactEntry {
    /// The value with its unit: `60天`; `以当地规定为准` when it is left to others.
    pub fn text(&self) -> String {
        self.text_in(&str::to_owned)
    }

    /// The same in another language: `say` gives words of ours in it.
    pub fn text_in(&self, say: &dyn Fn(&str) -> String) -> String {
        match &self.value {
            Some(value) => value.with_unit(&self.unit, say),
            None => say(LEFT_TO_OTHERS),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::tests::fuzz;

    #[test]
    #[ignore = "benches/fuzz.sh"]
    fn fuzz_facts() {
        let seeds = fuzz::golden(|path| path.ends_with("facts.yaml"));
        fuzz::fuzz("facts", &seeds, |input| {
            let text = String::from_utf8_lossy(input);
            let region = Region {
                code: "310000".into(),
                name: "上海市".into(),
            };
            read(&"facts.yaml".into(), &text, 0, region);
        });
    }

    fn book(text: &str) -> FactTable {
        let region = Region {
            code: "310000".into(),
            name: "上海市".into(),
        };
        let sheet = read(&"facts.yaml".into(), text, 0, region);
        assert_eq!(sheet.report, []);
        FactTable { layers: vec![sheet] }
    }

    fn told(book: &FactTable, day: &str) -> String {
        match book.lookup("假", day.parse().unwrap()) {
            Lookup::Entry(entry, _) => entry.text(),
            Lookup::Expired(day, _) => format!("expired {day}"),
            Lookup::Nobody => "nobody".into(),
        }
    }

    #[test]
    fn a_list_of_entries_is_the_history_picked_by_day() {
        let book = book(
            "假:\n- {value: 3, unit: 天, until: 2021-11-24}\n- {value: 7, unit: 天, since: 2021-11-25, until: 2025-12-31}\n",
        );
        assert_eq!(told(&book, "2020-01-01"), "3天");
        assert_eq!(told(&book, "2021-11-25"), "7天");
        assert_eq!(told(&book, "2025-12-31"), "7天");
        assert_eq!(told(&book, "2026-01-01"), "expired 2025-12-31");
    }

    #[test]
    fn before_it_begins_the_next_layer_speaks() {
        let mut two = book("假: {value: 7, unit: 天, since: 2021-11-25}\n");
        two.layers.extend(book("假: {status: local}\n").layers);
        assert_eq!(told(&two, "2021-11-24"), "以当地规定为准");
        assert_eq!(told(&two, "2021-11-25"), "7天");
    }

    #[test]
    fn every_shape_of_value_is_printed() {
        for (yaml, text) in [
            ("{value: 60, unit: 天}", "60天"),
            ("{range: [158, 180], unit: 天}", "158至180天"),
            ("{text: 三个月}", "三个月"),
            (
                "{cases: [{when: 一孩, value: 60}, {when: 二孩、三孩, value: 90}], unit: 天}",
                "一孩：60天；二孩、三孩：90天",
            ),
            ("{value: 12.50, unit: 元/月}", "12.50元/月"),
            ("{value: 5, unit: \"%\"}", "5%"),
            ("{value: 3, unit: none}", "3"),
            ("{value: 3, unit: 月}", "3个月"),
            ("{range: [3, 5], unit: 工作日}", "3至5个工作日"),
            ("{status: local}", "以当地规定为准"),
        ] {
            assert_eq!(told(&book(&format!("假: {yaml}\n")), "2026-01-01"), text);
        }
    }
}
