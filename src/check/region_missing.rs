//! A site that does not say for which region it speaks, though what it publishes is of some place: pages cannot tell whom it
//! concerns, and what has no source is called the nation's rule.

use super::issuer_elsewhere::{PlacedPolicy, of_one_place, policies};
use super::{Check, CheckedSite};
use crate::base::{Diagnostic, Span};
use crate::fact::{Certainty, FactEntry, LayerFacts};
use crate::message;
use crate::rule;
use crate::site::Site;

rule! { REGION_MISSING = "region-missing", Site, Warning, adjustable: true;
    means "site.yaml 没有写 `region`：事实会写成“国家规定”，当地的政策页面上不写适用哪里", "There is no `region` in site.yaml: facts are called rules of the nation, and pages of local policies do not say where they hold";
    mend "加一行 `region: {code: \"六位行政区划代码\", name: 地名}`；管全国的写 `{code: \"000000\", name: 全国}`", "Add a line `region: {code: \"six digits\", name: NAME}`; for the whole nation `{code: \"000000\", name: 全国}`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&REGION_MISSING],
    page: None,
    site: Some(site),
};

/// It is told once, where it shows first.
fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    if site.config.speaks_for().is_some() {
        return;
    }
    let told = facts(site).or_else(|| {
        let policies = policies(site);
        of_one_place(&policies)
            .then(|| policies.first().map(policy))
            .flatten()
    });
    report.extend(told.map(|told| {
        told.hint(message!(
            "在 site.yaml 里加一行 region: {{code: \"六位行政区划代码\", name: 地名}}；管全国的写 {{code: \"000000\", name: 全国}}",
            "add a line `region: {{code: \"six digits\", name: NAME}}` to site.yaml; for the whole nation `{{code: \"000000\", name: 全国}}`"
        ))
    }));
}

/// Facts of its own that would be called the nation's.
fn facts(site: &Site) -> Option<Diagnostic> {
    let entries = site.facts.entries();
    let mut own = entries.filter(|(layer, entry)| layer.layer == 0 && is_called_national(site, entry));
    let (layer, entry) = own.next()?;
    let place = Span::new(&layer.file, place_of(layer, entry)?);
    let told = message!(
        "site.yaml 没有写 region，事实会写成“国家规定”",
        "site.yaml says no `region`, so facts will be called rules of the nation"
    );
    Some(Diagnostic::new(&REGION_MISSING, place, told))
}

/// Whether nothing tells whose rule a value is, so that it is called that of the site's region.
fn is_called_national(site: &Site, entry: &FactEntry) -> bool {
    let is_own = entry.value.is_some() && entry.status != Certainty::Delegated;
    is_own && entry.authority.is_none() && site.authority(entry).is_none()
}

/// Where the fact of an entry is named.
fn place_of(layer: &LayerFacts, entry: &FactEntry) -> Option<std::ops::Range<usize>> {
    let fact = layer
        .facts
        .iter()
        .find(|fact| fact.entries.iter().any(|own| std::ptr::eq(own, entry)))?;
    Some(fact.name.at.clone())
}

/// A policy of a place whose page does not say where it holds.
fn policy(policy: &PlacedPolicy<'_>) -> Diagnostic {
    let place = policy.places.concat();
    let told = message!(
        "{place}的政策，site.yaml 没有写 region，页面上不写适用哪里",
        "a policy of {place}: site.yaml says no `region`, so pages do not say where it holds"
    );
    Diagnostic::new(&REGION_MISSING, policy.at.clone(), told)
}
