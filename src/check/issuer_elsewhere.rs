//! Policies of a place that is not the one for which their pages say that they hold: pages name the region of site.yaml.

use super::{Check, CheckedSite};
use crate::base::place::plain_places;
use crate::base::region::{NATION, PROVINCES};
use crate::base::{Diagnostic, Span};
use crate::config::Region;
use crate::document::{Document, Property};
use crate::message;
use crate::rule;
use crate::site::Site;
use std::collections::BTreeSet;

rule! { ISSUER_ELSEWHERE = "issuer-elsewhere", Pages, Warning, adjustable: true;
    means "政策的 `issuer`（发布机关）或文号是别处的，页面上写的适用地区却是 site.yaml 的 `region`；全国站里只有一个地方的政策也算", "`issuer` or number of a policy is of another place than the `region` of site.yaml, for which pages say that it holds; so are policies of one place alone on a site of the whole nation";
    mend "核对 site.yaml 的 `region`；确实是别处的政策，放到那里的站点", "Check `region` in site.yaml; a policy that is of elsewhere belongs on a site of that place";
}

pub(super) const CHECK: Check = Check {
    rules: &[&ISSUER_ELSEWHERE],
    page: None,
    site: Some(site),
};

/// A policy of the own site whose issuer or number begins with the name of a place.
pub(super) struct PlacedPolicy<'s> {
    /// The places, each in the one before.
    pub places: Vec<&'s str>,
    /// Where that is written.
    pub at: Span,
}

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    let Some(region) = site.config.speaks_for() else {
        return;
    };
    let policies = policies(site);
    // A site of the nation may collect policies of many places; where all are of one, the site is.
    let all_elsewhere = region.code == NATION && of_one_place(&policies);
    for policy in &policies {
        if all_elsewhere || is_elsewhere(site, region, &policy.places) {
            report.push(told(policy, region));
        }
    }
}

fn told(policy: &PlacedPolicy<'_>, region: &Region) -> Diagnostic {
    let (place, shown) = (policy.places.concat(), &region.name);
    let own = policy.places.last().expect("a placed policy has a place");
    Diagnostic::new(
        &ISSUER_ELSEWHERE,
        policy.at.clone(),
        message!(
            "这是{place}的政策，页面上写的却是适用“{shown}”",
            "this is a policy of {place}, and its page says that it holds for {shown}"
        ),
    )
    .hint(message!(
        "本站是{own}的，改 site.yaml 的 region：{{code: \"六位行政区划代码\", name: {own}}}；不是的，把这一页放到{own}的站点",
        "if this is a site of {own}, say so in site.yaml: `region: {{code: \"six digits\", name: {own}}}`; else the page belongs on a site of {own}"
    ))
}

/// The policies of the own site that are plainly of a place, in the order of pages.
pub(super) fn policies(site: &Site) -> Vec<PlacedPolicy<'_>> {
    let pages = site
        .pages
        .iter()
        .filter(|page| page.layer == 0 && !page.is_synthesised);
    let own = pages.map(|page| &*page.document);
    own.filter(|document| document.language.is_own())
        .filter_map(placed)
        .collect()
}

/// The place of a policy: that of its issuer, and where none is said, of its number.
fn placed(document: &Document) -> Option<PlacedPolicy<'_>> {
    let properties = &document.kind_fields.properties;
    let said = |name: &str| properties.iter().find(|property| property.name == name);
    let field: &Property = said("issuer").or_else(|| said("number"))?;
    let places = plain_places(field.texts.first()?);
    let at = document.place(field.at.as_ref()?);
    (!places.is_empty()).then_some(PlacedPolicy { places, at })
}

/// Whether the places of all policies lie in one another, and there are some.
pub(super) fn of_one_place(policies: &[PlacedPolicy<'_>]) -> bool {
    let is_province = |place: &str| PROVINCES.iter().any(|(_, province)| *province == place);
    let (mut provinces, mut others) = (BTreeSet::<&str>::new(), BTreeSet::<&str>::new());
    for policy in policies {
        provinces.extend(policy.places.iter().filter(|place| is_province(place)));
        others.extend(policy.places.iter().find(|place| !is_province(place)));
    }
    !policies.is_empty() && provinces.len() <= 1 && others.len() <= 1
}

/// Whether places are plainly neither the region nor in it nor above it. What may be is not told: nobody here knows which cities
/// lie in a province, and what the prefecture of a county is called.
fn is_elsewhere(site: &Site, region: &Region, places: &[&str]) -> bool {
    let Some(province) = PROVINCES
        .iter()
        .find(|(code, _)| region.code.get(..2) == Some(&code[..2]))
    else {
        return false;
    };
    if region.code.len() != 6 || !region.code.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    let of_province = PROVINCES.iter().find(|(_, name)| places.first() == Some(name));
    if of_province.is_some_and(|named| named != province) {
        return true;
    }
    let below = &places[usize::from(of_province.is_some())..];
    let names = |name: &str| {
        let bare = region.name.split(['（', '(']).next().unwrap_or(&region.name);
        bare.ends_with(name) || site.region_named(name).is_some()
    };
    let Some(first) = below.first().filter(|_| !below.iter().any(|name| names(name))) else {
        return false;
    };
    let is_city = first.ends_with('市');
    let is_county = first.ends_with(['县', '区', '旗']);
    let of_municipality = province.1.ends_with('市');
    match (&region.code[2..4], &region.code[4..]) {
        ("00", _) => of_municipality && is_city,
        // A city may be one of the counties of a prefecture, unless another county lies in it.
        (_, "00") => !is_county && (!is_city || below.len() > 1),
        // No county lies in another one, but its prefecture may be any city.
        ("90", _) => true,
        _ => is_county || below.len() > 1 || of_municipality || knows_prefecture(site, region),
    }
}

/// Whether a site of the chain says what the prefecture of a county is called.
fn knows_prefecture(site: &Site, county: &Region) -> bool {
    let mut above = site.owners.iter().filter_map(|owner| owner.region.as_ref());
    above.any(|region| region.code != county.code && region.code.get(..4) == county.code.get(..4))
}
