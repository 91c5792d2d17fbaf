//! Policies: what they say of themselves against the day and against others, and those that nobody explains.

use super::{GENERAL, InspectedSite, InspectedText, Inspection};
use crate::base::name::in_title_marks;
use crate::base::{Diagnostic, Level, PageId, Span};
use crate::document::{FileForm, PolicyStatus, Role};
use crate::message;
use crate::rule;
use crate::site::Site;

rule! { STATUS_BY_DAY = "status-by-day", Freshness, Warning, adjustable: true;
    means "`status` 和施行日期对不上：还没施行的写着现行，已经施行的写着尚未施行", "`status` and the day of effect disagree: said to be in force before it, or not yet in force after it";
    mend "删去 `status`，程序按 `effective` 判断；或改正日期", "Take `status` out, then the day decides; or correct the day";
}

rule! { REPLACES_ONE_SIDED = "replaces-one-sided", Freshness, Warning, adjustable: true;
    means "别的页面写着代替它，它自己还写 `status: 现行`", "Another page says that it replaces this one, which still says `status: 现行`";
    mend "改成 `status: 废止`，写上 `replaced_by`；或改正另一页的 `replaces`", "Write `status: 废止` and `replaced_by`; or correct `replaces` of the other page";
}

rule! { EDITION_IN_FORCE = "edition-in-force", Freshness, Warning, adjustable: true;
    means "同一份法规有更新的文本，旧的还写着 `status: 现行`", "There is a newer edition of the same rules, and the older one still says `status: 现行`";
    mend "旧的改成 `status: 废止` 或 `已修改`，写上 `replaced_by`", "Write `status: 废止` or `已修改` in the older one, and `replaced_by`";
}

rule! { POLICY_UNEXPLAINED = "policy-unexplained", Freshness, Off, adjustable: true;
    means "现行政策没有解读（政府网站才提）", "A policy in force has no explainer (told for government sites only)";
    mend "写一页解读，`explains` 写这份政策的条款", "Write an explainer that names its clauses in `explains`";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[
        &STATUS_BY_DAY,
        &REPLACES_ONE_SIDED,
        &EDITION_IN_FORCE,
        &POLICY_UNEXPLAINED,
    ],
    gov: &[(&POLICY_UNEXPLAINED, Level::Warning)],
    text: Some(status),
    site: Some(unexplained),
};

fn status(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let (Some(page), Some(document)) = (inspected.page, inspected.document()) else {
        return;
    };
    let site = inspected.site;
    let Some(said) = document.kind_fields.status else {
        return;
    };
    let place = inspected
        .field("status")
        .unwrap_or_else(|| Span::top(&document.file));
    if let Some(begins) = document.kind_fields.date("effective").map(|moment| moment.day) {
        let now = site.status(page).unwrap_or(said);
        if now != said {
            let (said, now) = (said.label(), now.label());
            let told = message!(
                "写着{said}，可是 {begins} 起施行：现在是{now}",
                "it says {said}, and takes effect on {begins}: now it is {now}"
            );
            report.push(
                Diagnostic::new(&STATUS_BY_DAY, place.clone(), told).hint(message!(
                    "删去 status，程序按施行日期判断；或改正日期",
                    "take `status` out, then the day decides; or correct the day"
                )),
            );
        }
    }
    let replaced = site.pages[page]
        .backlinks
        .iter()
        .find(|(role, by, _)| *role == Role::Replaces && site.status(*by) != Some(PolicyStatus::NotYet));
    if said == PolicyStatus::InForce && replaced.is_none() {
        report.extend(newer_edition(site, page, place.clone()));
    }
    if let (PolicyStatus::InForce, Some((_, by, _))) = (said, replaced) {
        let newer = in_title_marks(&site.title(*by));
        let told = message!(
            "{newer}写着代替它，它还写着现行",
            "{newer} says that it replaces this one, which still says 现行"
        );
        report.push(
            Diagnostic::new(&REPLACES_ONE_SIDED, place, told)
                .see(
                    Span::top(&site.pages[*by].document.file),
                    message!("代替它的", "what replaces it"),
                )
                .hint(message!(
                    "改成 status: 废止，写上 replaced_by",
                    "write `status: 废止` and `replaced_by`"
                )),
        );
    }
}

/// A newer edition in force of a policy that says that it is in force itself.
fn newer_edition(site: &Site, page: PageId, place: Span) -> Option<Diagnostic> {
    let editions = site.editions(page);
    let behind = editions.iter().rev().take_while(|edition| **edition != page);
    let mut in_force = behind.filter(|edition| site.status(**edition) == Some(PolicyStatus::InForce));
    let newer = *in_force.next()?;
    let (day, title) = (site.edition_day(newer)?.day, in_title_marks(&site.title(newer)));
    let told = message!(
        "{title}有 {day} 的文本，这一份还写着现行",
        "there is an edition of {title} of {day}, and this one still says 现行"
    );
    Some(
        Diagnostic::new(&EDITION_IN_FORCE, place, told)
            .see(
                Span::top(&site.pages[newer].document.file),
                message!("新的文本", "the newer edition"),
            )
            .hint(message!(
                "改成 status: 废止 或 已修改，写上 replaced_by",
                "write `status: 废止` or `已修改`, and `replaced_by`"
            )),
    )
}

fn unexplained(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    for (id, page) in inspected.own_pages() {
        let document = &page.document;
        let explained = page
            .backlinks
            .iter()
            .any(|(role, ..)| matches!(role, Role::Explains | Role::Answers));
        if document.kind.name == "policy"
            && document.form != FileForm::Section
            && !explained
            && !inspected.site.is_over(id)
        {
            let told = message!("这份政策没有解读", "nothing explains this policy");
            report.push(
                Diagnostic::new(&POLICY_UNEXPLAINED, Span::top(&document.file), told)
                    .hint(message!("写一页解读", "write an explainer")),
            );
        }
    }
}
