//! Days of front matter that cannot all be right: one behind another that must come first, or one that is still to come.

use super::{Check, CheckedPage, CheckedSite};
use crate::base::{Day, Diagnostic, PageId, Span};
use crate::document::{Document, FieldDay, Relation, Role};
use crate::message;
use crate::rule;
use crate::site::Site;

rule! { DATE_ORDER = "date-order", Pages, Warning, adjustable: true;
    means "两个日期先后反了：`updated` 早于 `date`，`adopted` 晚于 `issued`，代替别人的文件更早……", "Two days are in the wrong order: `updated` before `date`, `adopted` after `issued`, a policy that replaces a later one …";
    mend "核对两个日期，改错的那个", "Check both days and correct the wrong one";
}

rule! { DATE_AHEAD = "date-ahead", Pages, Warning, adjustable: true;
    means "已经做过的事写着将来的日期：`date`、`updated`、`issued`、`adopted`、`amended`、`signoff`，事实的 `verified`", "What has been done bears a day that is still to come: `date`, `updated`, `issued`, `adopted`, `amended`, `signoff`, `verified` of a fact";
    mend "改正日期；到那天才发布的页面写 `publish: 日期`", "Correct the day; a page that is published on that day says `publish: DAY`";
}

pub(super) const CHECK: Check = Check {
    rules: &[&DATE_ORDER, &DATE_AHEAD],
    page: Some(page),
    site: Some(site),
};

/// Fields of which the first is never later than the second, and by how many days it may be all the same: a text that was
/// revised is made public some weeks after it was passed, and may bear that day alone.
const ORDER: [(&str, &str, i32); 4] = [
    ("date", "updated", 0),
    ("adopted", "issued", 0),
    ("adopted", "amended", 0),
    ("issued", "amended", 90),
];

/// Fields that tell what has been done.
const DONE: [&str; 6] = ["date", "updated", "issued", "adopted", "amended", "signoff"];

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    report.extend(told(checked.site, checked.page));
}

/// What is wrong with the days of a page.
pub(super) fn told(site: &Site, page: PageId) -> Vec<Diagnostic> {
    let document = &site.pages[page].document;
    let mut report = Vec::new();
    report.extend(ORDER.iter().filter_map(|(first, second, slack)| {
        let (first, second) = (document.day_of(first)?, document.day_of(second)?);
        // Days since the text was amended are those of its amendment.
        let again = first.field == "adopted"
            && document
                .day_of("amended")
                .is_some_and(|amended| amended.day >= first.day);
        let reversed = second.day.days_to(first.day) > *slack && !again;
        reversed.then(|| order(document, first, second))
    }));
    if !document.front.draft {
        report.extend(ahead(site, document));
    }
    let relations = &document.kind_fields.relations;
    report.extend(
        relations
            .iter()
            .filter_map(|relation| replaces(site, page, relation)),
    );
    report
}

fn order(document: &Document, first: &FieldDay, second: &FieldDay) -> Diagnostic {
    let (a, b) = (&first.field, &second.field);
    let (early, late) = (second.day, first.day);
    Diagnostic::new(
        &DATE_ORDER,
        document.place(&second.at),
        message!(
            "{b} {early} 早于 {a} {late}",
            "`{b}` {early} is before `{a}` {late}"
        ),
    )
    .see(document.place(&first.at), message!("{a} 在这里", "`{a}` is here"))
    .hint(message!("核对 {a} 和 {b}", "check `{a}` and `{b}`"))
}

/// The last day of which it is known what was done on it: that of the build, which may be asked for, or that of the clock.
fn known(site: &Site) -> Day {
    site.date_filter.today.max(site.date_filter.clock)
}

/// Days that are still to come. What takes place may well do so on the `date` of its page.
fn ahead<'d>(site: &Site, document: &'d Document) -> impl Iterator<Item = Diagnostic> + 'd {
    let (today, shown) = (known(site), site.date_filter.today);
    let waits = document
        .front
        .further
        .publish
        .is_some_and(|publish| publish.day > shown);
    let takes_place = document.kind.takes_place;
    document
        .days
        .iter()
        .filter(move |found| found.day > today && DONE.contains(&found.field.as_str()))
        .filter(move |found| found.field != "date" || !(waits || takes_place))
        .map(move |found| still_to_come(&found.field, found.day, document.place(&found.at)))
}

fn still_to_come(field: &str, day: Day, place: Span) -> Diagnostic {
    let told = Diagnostic::new(
        &DATE_AHEAD,
        place,
        message!(
            "{field} 的日期 {day} 还没有到",
            "`{field}` {day} is still to come"
        ),
    );
    if field == "date" {
        told.hint(message!(
            "到那天才发布的，加一行 publish: {day}；年月日写错了就改正",
            "a page that is published on that day says `publish: {day}`; else correct the day"
        ))
    } else {
        told.hint(message!("核对年月日", "check year, month and day"))
    }
}

/// Whether a policy takes the place of one that was issued after it.
fn replaces(site: &Site, page: PageId, relation: &Relation) -> Option<Diagnostic> {
    let other = || site.cited(page, &relation.to.value);
    let (newer, older) = match relation.role {
        Role::Replaces => (page, other()?),
        Role::ReplacedBy => (other()?, page),
        _ => return None,
    };
    let issued = |page: PageId| site.pages[page].document.day_of("issued");
    let (new, old) = (issued(newer)?, issued(older)?);
    if new.day >= old.day {
        return None;
    }
    let (new, old) = (new.day, old.day);
    let place = site.pages[page].document.place(&relation.to.at);
    Some(
        Diagnostic::new(
            &DATE_ORDER,
            place,
            message!(
                "{new} 发布的代替了 {old} 发布的：先后反了",
                "what was issued on {new} replaces what was issued on {old}: it is the other way round"
            ),
        )
        .hint(message!(
            "核对两份政策的 issued；弄反了就换成 replaces 或 replaced_by",
            "check `issued` of both; or it is `replaces` instead of `replaced_by`"
        )),
    )
}

/// Facts that were verified on a day to come.
fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    let today = known(checked.site);
    for (layer, entry) in checked.site.facts.entries() {
        if let Some(verified) = entry.verified.as_ref().filter(|day| day.value > today) {
            let place = Span::new(&layer.file, verified.at.clone());
            report.push(still_to_come("verified", verified.value, place));
        }
    }
}
