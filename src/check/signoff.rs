//! Signatures that site.yaml demands and that pages do not bear.

use super::{Check, CheckedSite};
use crate::base::{Diagnostic, Span};
use crate::config::{Config, SignoffDemand};
use crate::kind;
use crate::message;
use crate::rule;
use crate::site::{Discounted, LackingSignature, Site, Unsigned, signatures};

rule! { SIGNOFF_MISSING = "signoff-missing", Pages, Warning, adjustable: false;
    means "缺 site.yaml 的 `signoff` 要求的审签，这一页没有发布", "A signature is missing that `signoff` of site.yaml demands: the page is not published";
    mend "审过以后在页面的 `signoff` 里写姓名和日期；不用审的种类，从 site.yaml 的 `signoff` 里去掉", "Write name and day into `signoff` of the page once it is passed; take kinds that need none out of `signoff` of site.yaml";
}

pub(super) const CHECK: Check = Check {
    rules: &[&SIGNOFF_MISSING],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    report.extend(
        site.config
            .signoff
            .iter()
            .filter_map(|demand| unknown(demand, &site.config)),
    );
    report.extend(site.unsigned.iter().map(|unsigned| left_out(site, unsigned)));
}

/// A kind that there is not.
fn unknown(demand: &SignoffDemand, config: &Config) -> Option<Diagnostic> {
    let kind = demand.kind.as_ref()?;
    let is_known = kind::by_name(&kind.value).is_some();
    (!is_known).then(|| kind::unknown(&kind.value, Span::new(&config.file, kind.at.clone())))
}

fn left_out(site: &Site, unsigned: &Unsigned) -> Diagnostic {
    let said: Vec<(String, String)> = unsigned.lacks.iter().map(lack).collect();
    let zh = said
        .iter()
        .map(|(zh, _)| zh.as_str())
        .collect::<Vec<_>>()
        .join("，");
    let en = said
        .iter()
        .map(|(_, en)| en.as_str())
        .collect::<Vec<_>>()
        .join(", ");
    let first = unsigned.lacks[0].role.label();
    let hint = if site.is_foreign(&unsigned.document.file) {
        message!(
            "请上级补签；本站自己审的，写一个同名文件：inherit: true 和 signoff",
            "ask the upstream to sign it; to pass it yourself, write a file of the same name with `inherit: true` and `signoff`"
        )
    } else {
        message!(
            "审过以后，在这一页的 signoff 里写 {first}: 姓名 日期",
            "once it is passed, write `{first}: NAME DAY` into `signoff` of the page"
        )
    };
    let told = message!("没有发布：{zh}", "not published: {en}");
    Diagnostic::new(&SIGNOFF_MISSING, place(unsigned), told).hint(hint)
}

/// Where the signatures are that there are, else the title.
fn place(unsigned: &Unsigned) -> Span {
    let document = &unsigned.document;
    let ahead = unsigned.lacks.iter().find_map(|lack| match &lack.why {
        Some(Discounted::Ahead(_, at)) => Some(at),
        _ => None,
    });
    let written = signatures(document).next().map(|one| &one.name.at);
    let title = document.front.title.as_ref().map(|title| &title.at);
    let places = [ahead, written, title].into_iter().flatten();
    let mut own = places
        .map(|at| document.place(at))
        .filter(|place| place.file == document.file);
    own.next().unwrap_or_else(|| Span::top(&document.file))
}

/// What is missing, in both languages.
fn lack(lack: &LackingSignature) -> (String, String) {
    let label = lack.role.label();
    match &lack.why {
        None => (format!("缺{label}"), format!("no {label}")),
        Some(Discounted::Ahead(day, _)) => (
            format!("{label}的日期 {day} 还没有到"),
            format!("{label} of {day} is still to come"),
        ),
        Some(Discounted::OfUpstream) => (
            format!("缺{label}（上级签的不是这份文字）"),
            format!("no {label} (the upstream signed another text)"),
        ),
    }
}
