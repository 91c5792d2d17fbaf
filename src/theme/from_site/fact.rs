//! Facts, in a language.

use super::ViewInputs;
use crate::base::{Day, Href, Moment, PageId};
use crate::config::Region;
use crate::fact::{Certainty, FactEntry, LEFT_TO_OTHERS, LayerFacts, Lookup, Value};
use crate::site::Site;
use crate::theme::Translator;
use crate::theme::view::{CaseView, ClauseLinkView, ComparisonView, DayView, FactView, LinkView, RegionView};

/// The facts that a page uses, in order, in the language of its text.
pub fn facts(inputs: &ViewInputs<'_>, page: PageId) -> Vec<FactView> {
    let site = inputs.site;
    let used = inputs.resolved[page].facts.iter().map(|fact| &*fact.name);
    numbered(site, used, inputs.translator(site.text_language(page)))
}

/// All facts that hold today, in the order of facts.yaml.
pub fn facts_today(site: &Site, translator: Translator<'_>) -> Vec<FactView> {
    numbered(site, site.facts.names().into_iter(), translator)
}

fn numbered<'n>(
    site: &Site,
    names: impl Iterator<Item = &'n str>,
    translator: Translator<'_>,
) -> Vec<FactView> {
    let fact = |(name, number): (&str, usize)| {
        let (entry, layer) = site.fact(name)?;
        Some(FactView {
            comparison: elsewhere(site, name, translator),
            anchor: format!("fact-{number}"),
            ..fact_view(site, name, entry, layer, translator)
        })
    };
    names.zip(1..).filter_map(fact).collect()
}

fn fact_view(
    site: &Site,
    name: &str,
    entry: &FactEntry,
    layer: &LayerFacts,
    translator: Translator<'_>,
) -> FactView {
    let written = entry.value.as_ref().and_then(Value::number);
    let region = site.authority_or_own(entry, layer);
    let say = |chinese: &str| translator.say(chinese);
    let day = |found: Option<Day>| found.map(|found| DayView::from(Moment::day(found)));
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
        region: RegionView::from(&region),
        rule: rule(entry, &region, translator),
        source: source(site, entry),
        quote: entry.quote.as_ref().map(|quote| quote.value.clone()),
        since: day(entry.since),
        until: day(entry.until),
        verified: day(entry.verified.as_ref().map(|day| day.value)),
        status: entry.status.word().to_owned(),
        anchor: String::new(),
        comparison: Vec::new(),
        origin: String::new(),
    };
    view.origin = origin(&view, translator);
    view
}

/// Whose rule, on top of what, by which clause, since when and until when: in one line.
fn origin(fact: &FactView, translator: Translator<'_>) -> String {
    let mut parts = vec![fact.rule.clone()];
    parts.extend(fact.basis.clone());
    let counting = fact.counting.as_ref();
    parts.extend(counting.map(|counting| translator.say_with("按#计", counting)));
    parts.extend(fact.source.as_ref().map(|source| source.title.clone()));
    let since = fact.since.as_ref();
    parts.extend(since.map(|since| translator.say_with("自#起", &translator.day(since))));
    let until = fact.until.as_ref();
    parts.extend(until.map(|until| translator.say_with("到#止", &translator.day(until))));
    parts.join(&translator.say("，"))
}

/// What sites further down say of a fact, when one of them has a word of its own.
fn elsewhere(site: &Site, name: &str, translator: Translator<'_>) -> Vec<ComparisonView> {
    let today = site.date_filter.today;
    let ours = |layer: &LayerFacts| site.facts.layers.iter().any(|own| own.file == layer.file);
    let (mut found, mut differs) = (Vec::new(), false);
    for locality in &site.localities {
        let Lookup::Entry(entry, layer) = locality.facts.lookup(name, today) else {
            continue;
        };
        differs |= !ours(layer);
        found.push(ComparisonView {
            place: RegionView::from(&locality.region),
            from: LinkView {
                title: locality.name.clone(),
                href: locality.url.clone().unwrap_or_default().into(),
            },
            fact: fact_view(site, name, entry, layer, translator),
        });
    }
    if differs { found } else { Vec::new() }
}

/// Whose rule, in words.
fn rule(entry: &FactEntry, region: &Region, translator: Translator<'_>) -> String {
    match (entry.status, &entry.value) {
        (Certainty::Local | Certainty::Delegated, None) => translator.say(LEFT_TO_OTHERS),
        (Certainty::Delegated, Some(_)) => translator.say("另有规定"),
        _ if region.code == "000000" => translator.say("国家规定"),
        _ => translator.say_with("#规定", &region.name),
    }
}

/// The clause a fact stands in: a link when the site holds it, else its name alone.
fn source(site: &Site, entry: &FactEntry) -> Option<ClauseLinkView> {
    let written = entry.source.as_ref()?;
    Some(match site.source_of(entry) {
        Some(cited) => ClauseLinkView {
            href: site.cited_href(&cited),
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

impl From<&Region> for RegionView {
    fn from(region: &Region) -> Self {
        Self {
            code: region.code.clone(),
            name: region.name.clone(),
        }
    }
}
