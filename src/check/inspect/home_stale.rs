//! Home page, news and columns of notices that nobody has brought up to date.

use super::{GENERAL, InspectedSite, Inspection};
use crate::base::{Day, Diagnostic, Level, PageId, PageLanguage, Span};
use crate::config::Profile;
use crate::document::Document;
use crate::message;
use crate::rule;
use crate::site::{Page, Site};

rule! { HOME_STALE = "home-stale", Freshness, Warning, adjustable: true;
    means "网站两周没有新的内容：没有一页的 `date`、`updated` 在两周以内", "Nothing on the site is new: no page has a `date` or `updated` within two weeks";
    mend "发布新的消息；内容更新了的，改 `updated`", "Publish news; where the text was changed, change `updated`";
}

rule! { SECTION_STALE = "section-stale", Freshness, Warning, adjustable: true;
    means "栏目久未更新：消息超过两周；政府网站的政策、通知超过六个月", "A section is out of date: news after two weeks; policies and notices of government sites after six months";
    mend "更新栏目，或把它并到别的栏目里", "Bring it up to date, or put it together with another section";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&HOME_STALE, &SECTION_STALE],
    gov: &[(&HOME_STALE, Level::Error), (&SECTION_STALE, Level::Error)],
    site: Some(look),
    ..Inspection::NONE
};

const TWO_WEEKS: i32 = 14;
const SIX_MONTHS: i32 = 183;

fn look(inspected: &InspectedSite<'_>, report: &mut Vec<Diagnostic>) {
    let site = inspected.site;
    report.extend(home(site));
    for (_, section) in inspected.own_pages() {
        report.extend(stale(site, section));
    }
}

/// The latest day up to today that a document bears.
fn latest(document: &Document, today: Day) -> Option<Day> {
    let days = ["date", "updated", "issued"]
        .iter()
        .filter_map(|field| document.day_of(field));
    days.map(|found| found.day).filter(|day| *day <= today).max()
}

fn home(site: &Site) -> Option<Diagnostic> {
    let today = site.date_filter.today;
    let news = site.pages.iter().any(|page| page.document.kind.name == "news");
    if !news && site.config.profile != Profile::Gov {
        // A handbook has nothing that could become old in two weeks.
        return None;
    }
    let days = site.pages.iter().filter_map(|page| latest(&page.document, today));
    let last = days.max();
    let age = last.map(|last| last.days_to(today));
    if age.is_some_and(|age| age <= TWO_WEEKS) {
        return None;
    }
    let home = &site.pages[site.home(&PageLanguage::Own)];
    let file = if home.is_synthesised || home.layer > 0 {
        "content/_index.md".into()
    } else {
        home.document.file.clone()
    };
    let told = match last {
        Some(last) => message!(
            "网站最近一次更新是 {last}，超过两周",
            "the site was last changed on {last}, more than two weeks ago"
        ),
        None => message!("网站没有一页写着日期", "no page of the site bears a day"),
    };
    Some(
        Diagnostic::new(&HOME_STALE, Span::top(&file), told).hint(message!(
            "发布新的消息，或更新内容并改 updated",
            "publish news, or bring pages up to date and change `updated`"
        )),
    )
}

fn stale(site: &Site, section: &Page) -> Option<Diagnostic> {
    let today = site.date_filter.today;
    let of = |kind: &str| -> Vec<PageId> {
        let pages = section.pages.iter().copied();
        pages
            .filter(|page| site.pages[*page].document.kind.name == kind)
            .collect()
    };
    let (pages, limit) = match of("news") {
        news if !news.is_empty() => (news, TWO_WEEKS),
        _ if site.config.profile == Profile::Gov => (of("policy"), SIX_MONTHS),
        _ => return None,
    };
    let last = pages
        .iter()
        .filter_map(|page| latest(&site.pages[*page].document, today))
        .max()?;
    let (age, title) = (last.days_to(today), section.document.title());
    (age > limit).then(|| {
        let told = message!(
            "“{title}”最近一条是 {last}，过了 {age} 天",
            "the latest of “{title}” is of {last}, {age} days ago"
        );
        Diagnostic::new(&SECTION_STALE, Span::top(&section.document.file), told).hint(message!(
            "更新栏目；没有可更新的，并到别的栏目",
            "bring it up to date, or put it together with another section"
        ))
    })
}
