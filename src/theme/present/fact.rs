//! Facts.

use super::{Present, day};
use crate::base::{Href, Moment};
use crate::config::Region;
use crate::fact::{Certainty, FactEntry, LayerFacts, Lookup, Value};
use crate::site::Resolved;
use crate::theme::view::{CaseView, ClauseLinkView, ElsewhereView, FactView, LinkView, RegionView};

impl Present<'_> {
    /// The facts that a page uses, in order.
    pub fn facts(&self, resolved: &Resolved) -> Vec<FactView> {
        let found = resolved.facts.iter().enumerate();
        found
            .filter_map(|(at, fact)| self.fact(&fact.name, at + 1))
            .collect()
    }

    /// All facts that hold today, in the order of facts.yaml.
    pub fn all_facts(&self) -> Vec<FactView> {
        self.site
            .book
            .names()
            .into_iter()
            .enumerate()
            .filter_map(|(at, name)| self.fact(name, at + 1))
            .collect()
    }

    fn fact(&self, name: &str, number: usize) -> Option<FactView> {
        let (entry, sheet) = self.site.fact(name)?;
        Some(FactView {
            elsewhere: self.elsewhere(name),
            ..self.fact_view(name, entry, sheet, format!("fact-{number}"))
        })
    }

    fn fact_view(&self, name: &str, entry: &FactEntry, sheet: &LayerFacts, anchor: String) -> FactView {
        let written = entry.value.as_ref().and_then(Value::number);
        let moment = |found: Option<crate::base::Day>| found.map(|found| day(Moment::day(found)));
        FactView {
            name: name.to_owned(),
            label: entry.label.clone().unwrap_or_else(|| name.to_owned()),
            text: entry.text(),
            value: written.map(|(value, _)| value),
            number: written.map(|(_, written)| written.to_owned()).unwrap_or_default(),
            unit: entry.unit.clone(),
            cases: cases(entry),
            counting: entry.counting.clone(),
            basis: entry.basis.clone(),
            region: region(&sheet.region),
            rule: rule(entry, &sheet.region),
            source: self.fact_source(entry),
            quote: entry.quote.as_ref().map(|quote| quote.value.clone()),
            since: moment(entry.since),
            until: moment(entry.until),
            verified: moment(entry.verified),
            status: match entry.status {
                Certainty::Verified => "verified",
                Certainty::Unverified => "unverified",
                Certainty::Local => "local",
                Certainty::Delegated => "delegated",
            }
            .to_owned(),
            anchor,
            elsewhere: Vec::new(),
        }
    }

    /// What sites further down say of a fact, when one of them has a word of its own.
    fn elsewhere(&self, name: &str) -> Vec<ElsewhereView> {
        let today = self.site.showing.today;
        let ours = |sheet: &LayerFacts| self.site.book.layers.iter().any(|own| own.file == sheet.file);
        let (mut found, mut differs) = (Vec::new(), false);
        for locality in &self.site.localities {
            let Lookup::Entry(entry, sheet) = locality.book.lookup(name, today) else {
                continue;
            };
            differs |= !ours(sheet);
            found.push(ElsewhereView {
                place: region(&locality.region),
                from: LinkView {
                    title: locality.name.clone(),
                    href: locality.url.clone().unwrap_or_default().into(),
                },
                fact: self.fact_view(name, entry, sheet, String::new()),
            });
        }
        if differs { found } else { Vec::new() }
    }

    /// The clause a fact stands in: a link when this site holds it, else its name alone.
    fn fact_source(&self, entry: &FactEntry) -> Option<ClauseLinkView> {
        let written = entry.source.as_ref()?;
        Some(match self.site.source_of(entry) {
            Some(cited) => ClauseLinkView {
                href: self.site.cited_href(&cited),
                title: cited.title,
                clause: cited.clause,
            },
            None => {
                let (name, clause) = written.value.split_once('#').unwrap_or((&written.value, ""));
                ClauseLinkView {
                    title: format!("{name}{clause}"),
                    clause: clause.to_owned(),
                    href: Href::default(),
                }
            }
        })
    }
}

fn cases(entry: &FactEntry) -> Vec<CaseView> {
    match &entry.value {
        Some(Value::Cases(cases)) => cases
            .iter()
            .map(|case| CaseView {
                when: case.when.clone(),
                text: case.value.with_unit(&entry.unit),
            })
            .collect(),
        _ => Vec::new(),
    }
}

pub(super) fn region(region: &Region) -> RegionView {
    RegionView {
        code: region.code.clone(),
        name: region.name.clone(),
    }
}

/// Whose rule, in words.
fn rule(entry: &FactEntry, region: &Region) -> String {
    match (entry.status, &entry.value) {
        (Certainty::Local | Certainty::Delegated, None) => "以当地规定为准".to_owned(),
        (Certainty::Delegated, Some(_)) => "另有规定".to_owned(),
        _ if region.code == "000000" => "国家规定".to_owned(),
        _ => format!("{}规定", region.name),
    }
}
