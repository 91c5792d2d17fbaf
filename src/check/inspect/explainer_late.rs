//! Explainers that came long after the policy that they explain.

use super::{InspectedSite, Inspection};
use crate::base::name::in_title_marks;
use crate::base::{Diagnostic, Level, PageId, Span};
use crate::document::{Role, fold_name};
use crate::message;
use crate::rule;
use crate::site::Site;

rule! { EXPLAINER_LATE = "explainer-late", Freshness, Off, adjustable: true;
    means "自己发的政策，解读晚了 `limits: {explainer_days: 7}` 天以上；解读和政策要同时发布（政府网站才提）", "The first explainer of an own policy came more than `limits: {explainer_days: 7}` days after it; both are to be published together (told for government sites only)";
    mend "下一份政策和解读一起发；日期写错了就改", "Publish the next policy together with its explainer; correct the day where it is wrong";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&EXPLAINER_LATE],
    gov: &[(&EXPLAINER_LATE, Level::Warning)],
    site: Some(look),
    ..Inspection::NONE
};

/// Days after which nobody speaks of late any more.
const LONG_AGO: i32 = 180;

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    let found = inspected
        .own_pages()
        .filter(|(_, page)| page.document.kind.name == "policy")
        .filter_map(|(policy, _)| late(inspected.site, policy));
    report.extend(found);
}

/// Whether two names are of one office: 榆阳区人民政府 and 榆阳区人民政府办公室.
fn one_office(one: &str, other: &str) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// What is late of a policy of the own office: rules of others are explained when somebody needs it.
fn late(site: &Site, policy: PageId) -> Option<Diagnostic> {
    let document = &site.pages[policy].document;
    // What went out later than it was signed is explained when it goes out.
    let signed = document.day_of("issued")?.day;
    let issued = document.day_of("date").map_or(signed, |out| signed.max(out.day));
    let own = fold_name(site.config.brand.organiser.as_deref()?);
    let mut issuers = site.pages[policy].document.kind_fields.text("issuer").iter();
    if !issuers.any(|issuer| one_office(&fold_name(issuer), &own)) {
        return None;
    }
    let explainers = site.pages[policy]
        .backlinks
        .iter()
        .filter(|(role, ..)| *role == Role::Explains);
    let dated = explainers.filter_map(|(_, page, _)| Some((site.pages[*page].document.date()?.day, *page)));
    let (day, first) = dated.min()?;
    let (days, most) = (issued.days_to(day), site.config.thresholds.explainer_days);
    // Nobody can mend what is long past, and who explains an old policy does well.
    (days > most && days <= LONG_AGO).then(|| {
        let title = in_title_marks(&site.title(policy));
        let document = &site.pages[first].document;
        let told = message!(
            "{title} {issued} 发布，解读晚了 {days} 天",
            "{title} was issued on {issued}, and explained {days} days later"
        );
        let place = document
            .day_of("date")
            .map_or_else(|| Span::top(&document.file), |said| document.place(&said.at));
        Diagnostic::new(&EXPLAINER_LATE, place, told).hint(message!(
            "解读和政策要同时发布",
            "an explainer is published together with its policy"
        ))
    })
}
