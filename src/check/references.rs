//! References to policies, pages and clauses, and links to pages that are not shown.

use super::alike::only_alike;
use super::{Check, CheckedPage, links};
use crate::base::name::in_title_marks;
use crate::base::{Diagnostic, Level, PageId, Span, numeral, path};
use crate::markdown::{ClauseName, Reference, Request};
use crate::message;
use crate::rule;
use crate::site::{Ending, HiddenReason, NoticeId, Problem, Site};

rule! { HIDDEN_TARGET = "hidden-target", Layers, Error, adjustable: true;
    means "链接到本站用 `hide` 略去的页面（上级文字里的是警告，略去的链接只留文字）", "A link leads to a page that this site leaves out by `hide` (a warning in the words of the upstream, where only the text of the link is kept)";
    mend "改链接，或不略去这一页", "Change the link, or do not leave the page out";
}

rule! { UNPUBLISHED_TARGET = "unpublished-target", Links, Error, adjustable: true;
    means "指到的页面是草稿，或还没到日子", "A link leads to a page that is a draft or not yet published";
    mend "先发布那一页，或去掉这处链接", "Publish that page first, or take the link out";
}

rule! { ENDED_TARGET = "ended-target", Links, Warning, adjustable: true;
    means "指到的页面已经撤下或过期，那里只剩一句说明", "A link leads to a page that was withdrawn or has expired, of which only a notice is left";
    mend "改指新的页面，或去掉这处链接", "Name a page that takes its place, or take the link out";
}

rule! { REFERENCE_UNKNOWN = "reference-unknown", Links, Error, adjustable: false;
    means "`[[…]]` 里的政策或页面没有", "No policy or page is called what stands in `[[…]]`";
    mend "看提示里相近的；用文号、标题、别名或路径", "See the nearest ones in the hint; use a number, a title, an alias or a path";
}

rule! { REFERENCE_AMBIGUOUS = "reference-ambiguous", Links, Error, adjustable: false;
    means "这个名字指的可能是几份文件", "The name may be that of several documents";
    mend "改用文号、路径，或在名称后面写年份；不再有效的那份写上 `status`", "Use a number, a path, or a year behind the name; say `status` in the one that is no longer in force";
}

rule! { CLAUSE_NOT_FOUND = "clause-not-found", Links, Error, adjustable: false;
    means "那份政策里没有这一条", "That policy has no such clause";
    mend "核对条号；看提示里最接近的", "Check the number; see the nearest one in the hint";
}

pub(super) const CHECK: Check = Check {
    rules: &[
        &HIDDEN_TARGET,
        &UNPUBLISHED_TARGET,
        &ENDED_TARGET,
        &REFERENCE_UNKNOWN,
        &REFERENCE_AMBIGUOUS,
        &CLAUSE_NOT_FOUND,
    ],
    page: Some(page),
    site: None,
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let (site, page) = (checked.site, checked.page);
    let document = &site.pages[page].document;
    for (question, problem) in &checked.resolved.problems {
        let asked = &document.outline.questions[*question];
        if let Request::Reference { .. } = asked.question {
            report.push(wording(site, page, problem, document.place(&asked.at)));
        }
    }
    for relation in &document.kind_fields.relations {
        if let Err(problem) = site.find_cited(page, &relation.to.value)
            && !relation.role.is_loose()
        {
            report.push(wording(site, page, &problem, document.place(&relation.to.at)));
        }
    }
}

/// What is said of a link or a reference on page `from` that leads nowhere.
pub(super) fn wording(site: &Site, from: PageId, problem: &Problem, place: Span) -> Diagnostic {
    match problem {
        Problem::NoTarget(path) => links::no_target(site, from, path, place),
        Problem::NoAnchor(page, anchor) => links::no_anchor(site, *page, anchor, place),
        Problem::Unknown(name) => unknown(site, name, place),
        Problem::Ambiguous(name, pages) => ambiguous(site, name, pages, place),
        Problem::NoClause(page, clause) => no_clause(site, *page, clause, place),
        Problem::Absent(name, why) => absent(site, name, *why, place),
        Problem::Ended(name, notice) => ended(site, name, *notice, place),
    }
}

fn unknown(site: &Site, name: &str, place: Span) -> Diagnostic {
    let near = site.near_names(name).join("、");
    let diagnostic = Diagnostic::new(
        &REFERENCE_UNKNOWN,
        place,
        message!(
            "没有叫“{name}”的政策或页面",
            "no policy or page is called `{name}`"
        ),
    );
    let alike = site
        .near_names(name)
        .iter()
        .find_map(|near| only_alike(near, name));
    if let Some(alike) = alike {
        diagnostic.hint(alike)
    } else if let Some(glued) = glued(site, name) {
        diagnostic.hint(message!("是不是 {glued}？", "did you mean {glued}?"))
    } else if near.is_empty() {
        diagnostic.hint(message!(
            "用文号、标题或 policies/… 这样的路径",
            "use a number, a title or a path like policies/…"
        ))
    } else {
        diagnostic.hint(message!("相近的有：{near}", "near to it: {near}"))
    }
}

/// For a clause right behind a name that nobody has, `某某条例第三条`: the names that are near to it, as they are written with
/// a clause.
fn glued(site: &Site, name: &str) -> Option<String> {
    let split = Reference::name_and_clause(name)?;
    let near = site.near_names(split.name);
    let written: Vec<String> = near
        .iter()
        .map(|near| format!("{near}#{}", split.clause))
        .collect();
    (!written.is_empty()).then(|| written.join("、"))
}

fn ambiguous(site: &Site, name: &str, pages: &[PageId], place: Span) -> Diagnostic {
    let documents = || pages.iter().map(|page| &site.pages[*page].document);
    let paths: Vec<&str> = documents().map(|document| document.path.as_str()).collect();
    let all = paths.join("、");
    let diagnostic = Diagnostic::new(
        &REFERENCE_AMBIGUOUS,
        place,
        message!("“{name}”指的可能是几份文件", "`{name}` may be several documents"),
    )
    .hint(message!(
        "改用文号、路径，或在名称后面写年份，如 {name}（2019）；是这几份：{all}",
        "use a number, a path, or a year behind the name, as {name}（2019）; these are: {all}"
    ));
    documents().fold(diagnostic, |told, document| {
        told.see(Span::top(&document.file), message!("其中之一", "one of them"))
    })
}

fn no_clause(site: &Site, page: PageId, clause: &str, place: Span) -> Diagnostic {
    let document = &site.pages[page].document;
    let title = in_title_marks(&site.title(page));
    let clauses = &document.outline.clauses;
    let labels = || clauses.clauses.iter().map(|clause| &*clause.label);
    let diagnostic = Diagnostic::new(
        &CLAUSE_NOT_FOUND,
        place,
        message!("{title}里没有{clause}", "there is no {clause} in {title}"),
    )
    .see(
        Span::top(&document.file),
        message!("所引的文件", "the document cited"),
    );
    let several: Vec<&str> = clause
        .split(['、', '和', '与', '，', ','])
        .map(str::trim)
        .collect();
    if several.len() > 1 && several.iter().all(|one| labels().any(|label| label == *one)) {
        let (first, second) = (several[0], several[1]);
        return diagnostic.hint(message!(
            "一处写一条：有几条的分开写，如 [文件#{first}, 文件#{second}]",
            "one clause at a time: write several apart, as in [document#{first}, document#{second}]"
        ));
    }
    if let Some(alike) = labels().find_map(|label| only_alike(label, clause)) {
        return diagnostic.hint(alike);
    }
    // 第一编第二条 of a text that has it in the second.
    if let Some(found) = ClauseName::parse(clause).and_then(|name| name.without_divisions().find(clauses)) {
        let full = clauses.path_label(found);
        return diagnostic.hint(message!("是不是 {full}？", "did you mean {full}?"));
    }
    let points = clauses.points.iter().map(|point| &*point.label);
    let last = labels().rfind(|label| !label.starts_with('附'));
    match (
        nearest_clause(clause, labels().chain(points)),
        last.or(labels().next_back()),
    ) {
        (Some(near), _) => diagnostic.hint(message!("是不是 {near}？", "did you mean {near}?")),
        (None, Some(last)) => diagnostic.hint(message!(
            "最后一条是 {last}，核对条号",
            "the last one is {last}; check the number"
        )),
        (None, None) => diagnostic.hint(message!(
            "那份文件没有条款，去掉 # 及其后",
            "that document has no clauses; leave out # and what follows"
        )),
    }
}

/// The clause that is written most like `wanted`; of several, the one whose number is nearest.
fn nearest_clause<'a>(wanted: &str, labels: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let wide = |c: char| match c {
        '(' => '（',
        ')' => '）',
        c => c,
    };
    let wanted: String = wanted.chars().filter(|c| !c.is_whitespace()).map(wide).collect();
    let value = |text: &str| -> i64 {
        let numbers = text.split(|c| !numeral::is_numeral(c)).filter_map(numeral::parse);
        numbers.fold(0, |sum, n| sum.saturating_mul(1000).saturating_add(i64::from(n)))
    };
    let least = 1 + wanted.chars().count() / 3;
    let near = labels.map(|label| {
        let distance = strsim::damerau_levenshtein(&wanted, label);
        (distance, value(&wanted).abs_diff(value(label)), label)
    });
    near.filter(|(distance, ..)| *distance <= least)
        .min()
        .map(|(.., label)| label)
}

/// A link to a page that is not shown: not on this day, or not on this site.
fn absent(site: &Site, name: &str, why: HiddenReason, place: Span) -> Diagnostic {
    let (zh, en) = match why {
        HiddenReason::Draft => ("还是草稿", "is a draft"),
        HiddenReason::Early => ("还没到发布日期", "is not yet published"),
        HiddenReason::Unsigned => ("审签还不齐", "is not signed off"),
        HiddenReason::Hidden => return hidden(site, name, place),
    };
    let name = path::name(name);
    Diagnostic::new(
        &UNPUBLISHED_TARGET,
        place,
        message!("所指的 {name} {zh}", "{name} {en}"),
    )
    .hint(message!(
        "先发布那一页，或去掉这处链接",
        "publish that page first, or take the link out"
    ))
}

/// A link to a page that is no longer there.
pub(super) fn ended(site: &Site, name: &str, notice: NoticeId, place: Span) -> Diagnostic {
    let name = path::name(name.trim_end_matches('/'));
    let notice = &site.notices[notice];
    let message = match &notice.ending {
        Ending::Withdrawn(reason, _) => {
            message!("所指的 {name} 已撤下：{reason}", "{name} was withdrawn: {reason}")
        }
        Ending::Expired(last) => message!(
            "所指的 {name} 有效期到 {last}，已过期",
            "{name} has expired on {last}"
        ),
    };
    let file = &notice.document.file;
    Diagnostic::new(&ENDED_TARGET, place, message)
        .hint(message!(
            "改指新的页面，或去掉这处链接",
            "name a page that takes its place, or take the link out"
        ))
        .see(Span::top(file), message!("那一页", "that page"))
}

/// A link to a page that this site leaves out. In its own words that is a mistake; in those that come
/// down it is a consequence, and the words are shown without the link.
fn hidden(site: &Site, name: &str, place: Span) -> Diagnostic {
    let foreign = site.is_foreign(&place.file);
    let diagnostic = Diagnostic::new(
        &HIDDEN_TARGET,
        place,
        message!("所指的 {name} 被本站隐去", "{name} is left out by this site"),
    )
    .hint(message!(
        "改写这一节，或从 site.yaml 的 hide 里去掉它",
        "change this section, or take the page out of `hide` in site.yaml"
    ));
    if foreign {
        diagnostic.at_level(Level::Warning)
    } else {
        diagnostic
    }
}
