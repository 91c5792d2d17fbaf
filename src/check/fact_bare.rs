//! Values that a site puts in place of the upstream's without saying where they come from.

use super::{Check, CheckedSite};
use crate::base::{Diagnostic, Span};
use crate::fact::{Fact, FactEntry};
use crate::message;
use crate::rule;

rule! { FACT_BARE = "fact-bare", Facts, Warning, adjustable: true;
    means "本站的值代替了上级有出处的值，却没有写出处，或少了单位", "A value of this site stands in place of the upstream's, which has a source, and has none itself, or lacks the unit";
    mend "写上 `source`，最好也写 `quote` 和 `since`；照上级写上 `unit`", "Write `source`, better with `quote` and `since`; write `unit` as the upstream does";
}

pub(super) const CHECK: Check = Check {
    rules: &[&FACT_BARE],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let facts = &checked.site.facts;
    let Some(own) = facts.layers.iter().find(|layer| layer.layer == 0) else {
        return;
    };
    for fact in &own.facts {
        let above = facts.layers.iter().filter(|layer| layer.layer > 0);
        let above: Vec<&FactEntry> = above
            .filter_map(|layer| layer.fact(&fact.name.value))
            .flat_map(|fact| &fact.entries)
            .filter(|entry| entry.value.is_some())
            .collect();
        let place = || Span::new(&own.file, fact.name.at.clone());
        report.extend(unit_missing(fact, &above, place()));
        report.extend(source_missing(fact, &above, place()));
    }
}

fn source_missing(fact: &Fact, above: &[&FactEntry], place: Span) -> Option<Diagnostic> {
    let name = &fact.name.value;
    let bare = |entry: &FactEntry| entry.value.is_some() && entry.source.is_none();
    let source = above.iter().find_map(|entry| entry.source.as_ref())?;
    if !fact.entries.iter().any(bare) {
        return None;
    }
    let told = message!(
        "本站的“{name}”代替了上级的值，没有写出处",
        "`{name}` of this site stands in place of the upstream's and has no source"
    );
    let source = &source.value;
    Some(Diagnostic::new(&FACT_BARE, place, told).hint(message!(
        "写上 source、quote、since；上级的出处是 {source}；不改就删去这一条",
        "write `source`, `quote` and `since`; the upstream's source is {source}; or delete the entry"
    )))
}

fn unit_missing(fact: &Fact, above: &[&FactEntry], place: Span) -> Option<Diagnostic> {
    let name = &fact.name.value;
    let without = |entry: &FactEntry| {
        entry.unit.is_empty() && entry.value.as_ref().is_some_and(|value| !value.is_words())
    };
    let unit = above
        .iter()
        .map(|entry| &entry.unit)
        .find(|unit| !unit.is_empty())?;
    if !fact.entries.iter().any(without) {
        return None;
    }
    let told = message!(
        "“{name}”没有单位，上级的是{unit}",
        "`{name}` has no unit, the upstream's is {unit}"
    );
    Some(Diagnostic::new(&FACT_BARE, place, told).hint(message!("写上 unit: {unit}", "write `unit: {unit}`")))
}
