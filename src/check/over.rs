//! What is said on the ground of a policy that is no longer in force, or is not yet.

use super::{Check, CheckedPage, CheckedSite};
use crate::base::name::in_title_marks;
use crate::base::{Diagnostic, PageId, PageLanguage, Span};
use crate::document::PolicyStatus;
use crate::message;
use crate::rule;
use crate::site::Site;

rule! { SOURCE_OVER = "source-over", Facts, Warning, adjustable: true;
    means "事实的 `source`，或页面的 `explains`、`answers`、`basis` 指到一份不再有效的政策", "The `source` of a fact, or `explains`, `answers` or `basis` of a page, leads to a policy that is no longer in force";
    mend "换成现行的那一份；只讲历史的页面用正文链接", "Name the policy in force; a page about the past links to it in its text";
}

rule! { SOURCE_AHEAD = "source-ahead", Facts, Warning, adjustable: true;
    means "事实今天就算数，它的 `source` 指到的政策还没有施行", "A fact holds today, and the policy that its `source` names is not yet in force";
    mend "写上 `since`：施行的那一天；施行日期写错的，改那份政策", "Write `since`: the day of effect; if that day is wrong, correct it in the policy";
}

pub(super) const CHECK: Check = Check {
    rules: &[&SOURCE_OVER, &SOURCE_AHEAD],
    page: Some(page),
    site: Some(site),
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let document = &checked.site.pages[checked.page].document;
    for relation in &document.kind_fields.relations {
        if let Some(target) = checked
            .site
            .cited(checked.page, &relation.to.value)
            .filter(|_| relation.role.is_ground())
            && checked.site.is_over(target)
        {
            report.push(wording(checked.site, target, document.place(&relation.to.at)));
        }
    }
}

/// Sources of the facts that hold today: former values may well rest on former rules.
fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    let home = site.home(&PageLanguage::Own);
    for (entry, layer) in site.facts.names().into_iter().filter_map(|name| site.fact(name)) {
        let Some(source) = &entry.source else { continue };
        let Some(target) = site.cited(home, &source.value) else {
            continue;
        };
        let place = Span::new(&layer.file, source.at.clone());
        if site.is_over(target) {
            report.push(wording(site, target, place));
        } else if entry.value.is_some() && site.status(target) == Some(PolicyStatus::NotYet) {
            report.push(ahead(site, target, place));
        }
    }
}

fn ahead(site: &Site, policy: PageId, place: Span) -> Diagnostic {
    let document = &site.pages[policy].document;
    let title = in_title_marks(&site.title(policy));
    let told = message!(
        "{title}还没有施行，这个值今天就印出来了",
        "{title} is not yet in force, and this value is printed today"
    );
    let told = Diagnostic::new(&SOURCE_AHEAD, place, told)
        .see(Span::top(&document.file), message!("这份政策", "the policy"));
    match document.kind_fields.date("effective").map(|date| date.day) {
        Some(day) => told.hint(message!("写上 since: {day}", "write `since: {day}`")),
        None => told.hint(message!(
            "写上 since：施行的那一天",
            "write `since`: the day of effect"
        )),
    }
}

fn wording(site: &Site, policy: PageId, place: Span) -> Diagnostic {
    let document = &site.pages[policy].document;
    let title = in_title_marks(&site.title(policy));
    let told = Diagnostic::new(
        &SOURCE_OVER,
        place,
        message!("{title}不再有效了", "{title} is no longer in force"),
    )
    .see(Span::top(&document.file), message!("这份政策", "the policy"));
    match site
        .successor(policy)
        .map(|next| in_title_marks(&site.title(next)))
    {
        Some(next) => told.hint(message!(
            "换成{next}里的条款",
            "name the clause of {next} instead"
        )),
        None => told.hint(message!(
            "换成现行的政策和条款",
            "name a policy in force and its clause"
        )),
    }
}
