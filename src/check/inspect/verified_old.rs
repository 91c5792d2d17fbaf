//! Facts that nobody has checked for long.

use super::{InspectedSite, Inspection};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;

rule! { VERIFIED_OLD = "verified-old", Freshness, Warning, adjustable: true;
    means "事实的 `verified` 超过一年（`limits: {verified_days: 365}`）", "`verified` of a fact is more than a year ago (`limits: {verified_days: 365}`)";
    mend "照出处再核对一遍，改 `verified`", "Check it against its source again and change `verified`";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&VERIFIED_OLD],
    site: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    let (site, today) = (inspected.site, inspected.site.date_filter.today);
    let most = site.config.thresholds.verified_days;
    for (entry, layer) in site.facts.names().into_iter().filter_map(|name| site.fact(name)) {
        let Some(verified) = entry.verified.as_ref().filter(|_| layer.layer == 0) else {
            continue;
        };
        let (day, age) = (verified.value, verified.value.days_to(today));
        if age > most {
            let told = message!(
                "{day} 核对的，过了 {age} 天",
                "it was checked on {day}, {age} days ago"
            );
            let place = Span::new(&layer.file, verified.at.clone());
            report.push(Diagnostic::new(&VERIFIED_OLD, place, told).hint(message!(
                "照出处再核对一遍，改 verified",
                "check it against its source again and change `verified`"
            )));
        }
    }
}
