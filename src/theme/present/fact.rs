//! Facts.

use super::{ViewBuilder, day};
use crate::base::{Href, Moment, PageId, PageLanguage};
use crate::config::Region;
use crate::fact::{Certainty, FactEntry, LEFT_TO_OTHERS, LayerFacts, Lookup, Value};
use crate::theme::view::{CaseView, ClauseLinkView, ComparisonView, FactView, LinkView, RegionView};

impl ViewBuilder<'_> {
    /// The facts that a page uses, in order, in the language of its text.
    pub fn facts(&self, page: PageId) -> Vec<FactView> {
        let language = self.site.text_language(page);
        let found = self.resolved[page].facts.iter().enumerate();
        found
            .filter_map(|(at, fact)| self.fact(&fact.name, at + 1, language))
            .collect()
    }

    /// All facts that hold today, in the order of facts.yaml.
    pub fn all_facts(&self, language: &PageLanguage) -> Vec<FactView> {
        self.site
            .facts
            .names()
            .into_iter()
            .enumerate()
            .filter_map(|(at, name)| self.fact(name, at + 1, language))
            .collect()
    }

    fn fact(&self, name: &str, number: usize, language: &PageLanguage) -> Option<FactView> {
        let (entry, sheet) = self.site.fact(name)?;
        Some(FactView {
            comparison: self.elsewhere(name, language),
            anchor: format!("fact-{number}"),
            ..self.fact_view(name, entry, sheet, language)
        })
    }

    fn fact_view(
        &self,
        name: &str,
        entry: &FactEntry,
        sheet: &LayerFacts,
        language: &PageLanguage,
    ) -> FactView {
        let written = entry.value.as_ref().and_then(Value::number);
        let say = |chinese: &str| self.say(language, chinese);
        let moment = |found: Option<crate::base::Day>| found.map(|found| day(Moment::day(found)));
        let mut view = FactView {
            name: name.to_owned(),
            label: entry.label.clone().unwrap_or_else(|| name.to_owned()),
            text: entry.text_in(&say),
            value: written.map(|(value, _)| value),
            number: written.map(|(_, written)| written.to_owned()).unwrap_or_default(),
            unit: entry.unit.clone(),
            cases: cases(entry, &say),
            counting: entry.counting.clone(),
            basis: entry.basis.clone(),
            region: region(&sheet.region),
            rule: self.rule(entry, &sheet.region, language),
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
            anchor: String::new(),
            comparison: Vec::new(),
            origin: String::new(),
        };
        view.origin = self.fact_origin(&view, language);
        view
    }

    /// Whose rule, on top of what, by which clause, since when: in one line.
    fn fact_origin(&self, fact: &FactView, language: &PageLanguage) -> String {
        let mut parts = vec![fact.rule.clone()];
        parts.extend(fact.basis.clone());
        let counting = fact.counting.as_ref();
        parts.extend(counting.map(|counting| self.say_of(language, "按#计", counting)));
        parts.extend(fact.source.as_ref().map(|source| source.title.clone()));
        let since = fact
            .since
            .as_ref()
            .map(|since| self.day_in_words(language, since));
        parts.extend(since.map(|since| self.say_of(language, "自#起", &since)));
        parts.join(&self.say(language, "，"))
    }

    /// What sites further down say of a fact, when one of them has a word of its own.
    fn elsewhere(&self, name: &str, language: &PageLanguage) -> Vec<ComparisonView> {
        let today = self.site.date_filter.today;
        let ours = |sheet: &LayerFacts| self.site.facts.layers.iter().any(|own| own.file == sheet.file);
        let (mut found, mut differs) = (Vec::new(), false);
        for locality in &self.site.localities {
            let Lookup::Entry(entry, sheet) = locality.facts.lookup(name, today) else {
                continue;
            };
            differs |= !ours(sheet);
            found.push(ComparisonView {
                place: region(&locality.region),
                from: LinkView {
                    title: locality.name.clone(),
                    href: locality.url.clone().unwrap_or_default().into(),
                },
                fact: self.fact_view(name, entry, sheet, language),
            });
        }
        if differs { found } else { Vec::new() }
    }

    /// Whose rule, in words.
    fn rule(&self, entry: &FactEntry, region: &Region, language: &PageLanguage) -> String {
        match (entry.status, &entry.value) {
            (Certainty::Local | Certainty::Delegated, None) => self.say(language, LEFT_TO_OTHERS),
            (Certainty::Delegated, Some(_)) => self.say(language, "另有规定"),
            _ if region.code == "000000" => self.say(language, "国家规定"),
            _ => self.say_of(language, "#规定", &region.name),
        }
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

fn cases(entry: &FactEntry, say: &dyn Fn(&str) -> String) -> Vec<CaseView> {
    match &entry.value {
        Some(Value::Cases(cases)) => cases
            .iter()
            .map(|case| CaseView {
                when: case.when.clone(),
                text: case.value.with_unit(&entry.unit, say),
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
