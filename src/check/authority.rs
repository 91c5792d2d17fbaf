//! Whose rule a fact is: said, or told by its source.

use super::{Check, CheckedSite};
use crate::base::region::NATION;
use crate::base::{Diagnostic, Span};
use crate::fact::Certainty;
use crate::message;
use crate::rule;

rule! { AUTHORITY_UNKNOWN = "authority-unknown", Facts, Error, adjustable: false;
    means "`authority` 写的不是国家、省级地区、县所在的市州或本站上下级的地区", "`authority` names neither the nation nor a province nor the prefecture of a county nor a region of the sites in the chain";
    mend "写“国家”，省、市（州、盟、地区）的全名，或 site.yaml 里 `region` 的名称", "Write 国家, the full name of a province or of the county's prefecture, or the name of a `region` in site.yaml";
}

rule! { AUTHORITY_UNCLEAR = "authority-unclear", Facts, Warning, adjustable: true;
    means "看不出事实是谁的规定：`source` 没有说，也没有写 `authority`，页面上会写成本站地区的规定", "It is unclear whose rule a fact is: neither `source` nor `authority` tells, and pages call it the rule of the site's own region";
    mend "写上 `authority`：国家，或地区的名称", "Write `authority`: 国家, or the name of a region";
}

pub(super) const CHECK: Check = Check {
    rules: &[&AUTHORITY_UNKNOWN, &AUTHORITY_UNCLEAR],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    for (layer, entry) in site.facts.entries() {
        if site.authority(entry).is_some() {
            continue;
        }
        if let Some(written) = &entry.authority {
            let (name, place) = (&written.value, Span::new(&layer.file, written.at.clone()));
            let told = message!("不知道“{name}”是哪里", "nobody knows where `{name}` is");
            report.push(Diagnostic::new(&AUTHORITY_UNKNOWN, place, told).hint(message!(
                "写“国家”，省的全名，县站所在的市（州、盟、地区）的全名，或 site.yaml 里 region 的名称",
                "write 国家, the full name of a province or of the county's prefecture, or the name of a `region` in site.yaml"
            )));
            continue;
        }
        // One that is nearly the name of a policy here is an error already.
        let slip = |source: &str| {
            site.near_miss(source.split('#').next().unwrap_or(source))
                .is_some()
        };
        // What a site for the whole nation writes down is national unless it says otherwise, or its source names a place that
        // is not known; own words are its own.
        let national = layer.region.code == NATION && !site.is_of_a_place(entry);
        let own = national || entry.value.is_none() || entry.status == Certainty::Delegated;
        if let Some(source) = entry
            .source
            .as_ref()
            .filter(|source| !own && !slip(&source.value))
        {
            let region = &layer.region.name;
            let told = message!(
                "看不出这是谁的规定，页面上会写“{region}规定”",
                "it is unclear whose rule this is; pages will say {region}"
            );
            let place = Span::new(&layer.file, source.at.clone());
            let likely = site.likely_authorities(entry, &layer.region);
            let zh: Vec<String> = likely.iter().map(|name| format!("authority: {name}")).collect();
            let en: Vec<String> = likely.iter().map(|name| format!("`authority: {name}`")).collect();
            let (zh, en) = (zh.join("、"), en.join(" or "));
            let hint = match site.issuer_of_source(entry) {
                Some(issuer) => message!(
                    "从 issuer“{issuer}”看不出是哪里：在这里加一行 {zh}",
                    "`issuer: {issuer}` does not tell where: add {en} here"
                ),
                None => message!(
                    "在那份政策里写上 issuer，或在这里加一行 {zh}",
                    "say `issuer` in that policy, or add {en} here"
                ),
            };
            report.push(Diagnostic::new(&AUTHORITY_UNCLEAR, place, told).hint(hint));
        }
    }
}
