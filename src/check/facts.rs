//! Facts: those that texts use, those that a site above requires, and their sources.

use super::{Check, CheckedPage, CheckedSite, references};
use crate::base::{Day, Diagnostic, Level, PageLanguage, Span};
use crate::fact::{Lookup, counted};
use crate::markdown::{MARKUP_NEARLY, Request, facts_in};
use crate::message;
use crate::rule;
use crate::site::{Problem, Site};
use crate::yaml::{YAML_BROKEN, nearest};

rule! { FACT_MISSING = "fact-missing", Layers, Error, adjustable: false;
    means "上级要求当地填写的事实还没有值（错误；本站已写 `status: local` 的、预览时是警告）", "A fact that the upstream requires of localities has no value (an error; a warning where the site says `status: local`, and in the preview)";
    mend "在 facts.yaml 里写上值和出处", "Write its value and source in facts.yaml";
}

rule! { FACT_UNKNOWN = "fact-unknown", Facts, Error, adjustable: false;
    means "没有人定义过这个事实，或者它的值还没开始", "Nobody has defined this fact, or its value has not begun";
    mend "看提示里最接近的；或在 facts.yaml 里写上值和出处，核对 `since`", "See the nearest one in the hint; or write its value and source in facts.yaml, and check `since`";
}

rule! { FACT_EXPIRED = "fact-expired", Facts, Error, adjustable: false;
    means "事实过了 `until`，后面没有接上的", "The fact has passed its `until` and nothing follows";
    mend "补上新值，或核对 `until`", "Add the new value, or check `until`";
}

rule! { UNIT_REPEATED = "unit-repeated", Facts, Warning, adjustable: true;
    means "事实的值带着单位，后面又写了一遍：`{{产假}}天` 会印成 98天天", "The value of a fact brings its unit, and the text says it again: `{{产假}}天` is printed 98天天";
    mend "删去后面的单位", "Take out the unit behind it";
}

pub(super) const CHECK: Check = Check {
    rules: &[&FACT_MISSING, &FACT_UNKNOWN, &FACT_EXPIRED, &UNIT_REPEATED],
    page: Some(page),
    site: Some(site),
};

fn page(checked: &CheckedPage<'_>, report: &mut Vec<Diagnostic>) {
    let site = checked.site;
    let document = &site.pages[checked.page].document;
    for asked in &document.outline.questions {
        let place = || document.place(&asked.at);
        match &asked.question {
            Request::Fact { name, followed, .. } => {
                report.extend(problem(site, name, place()));
                report.extend(unit_again(site, name, followed, place()));
            }
            Request::Filled(words) => {
                for name in facts_in(words) {
                    report.extend(problem(site, &name, place()));
                }
            }
            Request::Braced(name) if site.facts.names().contains(&&**name) => {
                report.push(printed(name, place()));
            }
            _ => {}
        }
    }
    let (front, events) = (&document.front, &document.kind_fields.events);
    let texts = front.title.iter().chain(&front.summary);
    let texts = texts.chain(&document.kind_fields.slogans);
    for text in texts.chain(events.iter().filter_map(|event| event.title.as_ref())) {
        for name in facts_in(&text.value) {
            report.extend(problem(site, &name, document.place(&text.at)));
        }
        let nearly = nearly_named(site, &text.value);
        report.extend(nearly.map(|name| printed(&name, document.place(&text.at))));
    }
}

/// The fact that a text of front matter names in too few braces, which would be printed as they are.
fn nearly_named(site: &Site, text: &str) -> Option<String> {
    let (open, close) = (['{', '｛'], ['}', '｝']);
    text.match_indices(open).find_map(|(at, brace)| {
        let behind = &text[at + brace.len()..];
        let (name, tail) = behind.split_at(behind.find(|c: char| !c.is_alphanumeric() && c != ' ')?);
        let doubled = text[..at].ends_with(open) && tail.starts_with(close);
        let whole = doubled && tail.chars().nth(1).is_some_and(|c| close.contains(&c));
        let name = name.trim();
        (!whole && site.facts.names().contains(&name)).then(|| name.to_owned())
    })
}

fn printed(name: &str, place: Span) -> Diagnostic {
    let should = format!("{{{{{name}}}}}");
    Diagnostic::new(
        &MARKUP_NEARLY,
        place,
        message!("会照原样印出来", "this is printed as it is"),
    )
    .hint(message!("是不是 {should}？", "did you mean {should}?"))
}

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    required(checked.site, report);
    sources(checked.site, report);
}

/// Sources of the facts themselves. One that this site does not hold is no fault, unless it is nearly the name of one
/// that it holds: its quotation would go unchecked.
fn sources(site: &Site, report: &mut Vec<Diagnostic>) {
    let home = site.home(&PageLanguage::Own);
    for (layer, entry) in site.facts.entries() {
        let Some(source) = &entry.source else { continue };
        match site.find_cited(home, &source.value) {
            Err(Problem::Unknown(name)) if site.near_miss(&name).is_none() => {}
            Ok(_) => {}
            Err(problem) => {
                let place = Span::new(&layer.file, source.at.clone());
                report.push(references::wording(site, home, &problem, place));
            }
        }
    }
}

/// Words that begin as a unit does.
const BEGIN_AS_UNITS: [&str; 7] = ["元旦", "元月", "天然", "天津", "天气", "天安", "年底"];

/// A unit that is printed twice.
fn unit_again(site: &Site, name: &str, followed: &str, place: Span) -> Option<Diagnostic> {
    let Lookup::Entry(fact, _) = site.facts.lookup(name, site.date_filter.today) else {
        return None;
    };
    let counted = counted(&fact.unit);
    let again = !counted.trim().is_empty() && followed.trim_start().starts_with(counted.trim_start());
    let is_word = BEGIN_AS_UNITS.iter().any(|word| followed.starts_with(word));
    let brings = fact.value.as_ref().is_some_and(|value| !value.is_words());
    (brings && again && !is_word).then(|| {
        let unit = &fact.unit;
        let should = format!("{{{{{name}}}}}");
        Diagnostic::new(
            &UNIT_REPEATED,
            place,
            message!(
                "{name} 的值带着单位，{unit} 会印两遍",
                "the value of {name} brings its unit: {unit} is printed twice"
            ),
        )
        .hint(message!(
            "只写 {should}，后面不写 {unit}",
            "write {should} alone, without {unit}"
        ))
    })
}

/// What is wrong with using a fact.
fn problem(site: &Site, name: &str, place: Span) -> Option<Diagnostic> {
    match site.facts.lookup(name, site.date_filter.today) {
        Lookup::Entry(..) => None,
        Lookup::Expired(until, sheet) => {
            let file = &sheet.file;
            Some(
                Diagnostic::new(
                    &FACT_EXPIRED,
                    place,
                    message!(
                        "{name} 的值到 {until} 为止",
                        "the value of {name} ended on {until}"
                    ),
                )
                .hint(message!(
                    "在 {file} 里补上新值，或核对 until",
                    "add the new value in {file}, or check `until`"
                )),
            )
        }
        Lookup::Nobody if is_unread(site) => None,
        Lookup::Nobody => {
            if let Some(since) = site.facts.begins(name) {
                return Some(
                    Diagnostic::new(
                        &FACT_UNKNOWN,
                        place,
                        message!(
                            "{name} 的值从 {since} 才开始",
                            "the value of {name} begins only on {since}"
                        ),
                    )
                    .hint(message!(
                        "在 facts.yaml 里补上以前的值，或核对 since",
                        "add the former value in facts.yaml, or check `since`"
                    )),
                );
            }
            let names = site.facts.names();
            let diagnostic = Diagnostic::new(
                &FACT_UNKNOWN,
                place,
                message!("没有叫“{name}”的事实", "no fact is called `{name}`"),
            );
            Some(match nearest(name, names.into_iter()) {
                Some(near) => diagnostic.hint(message!("是不是 {near}？", "did you mean {near}?")),
                None => diagnostic.hint(message!(
                    "在 facts.yaml 里写上它的值和出处",
                    "write its value and source in facts.yaml"
                )),
            })
        }
    }
}

/// Facts that a site above requires and nobody below has set.
/// Whether a facts.yaml could not be read: what stands in it is not known, and it is told there.
fn is_unread(site: &Site) -> bool {
    let sheets = site.facts.layers.iter();
    sheets
        .flat_map(|sheet| &sheet.report)
        .any(|told| told.breaks(&YAML_BROKEN))
}

/// The day on which the site's own value of a fact begins, and where that stands, when it has not begun yet.
fn begins_later(site: &Site, name: &str) -> Option<(Day, Span)> {
    let own = site.facts.layers.iter().find(|sheet| sheet.layer == 0)?;
    let fact = own.fact(name)?;
    let set = fact.entries.iter().filter(|entry| entry.value.is_some());
    let since = set.filter_map(|entry| entry.since).min()?;
    Some((since, Span::new(&own.file, fact.name.at.clone())))
}

fn required(site: &Site, report: &mut Vec<Diagnostic>) {
    if is_unread(site) {
        return;
    }
    for missing in site.facts.missing(site.date_filter.today, site.owners.len()) {
        let name = missing.name;
        let label = missing.label;
        let (level, place) = match missing.at {
            // Somebody knows and said so; readers are told that it is left to the place.
            Some(at) => (Level::Warning, at),
            None if site.date_filter.drafts => (Level::Warning, Span::top(&site.config.file)),
            None => (Level::Error, Span::top(&site.config.file)),
        };
        if let Some((since, at)) = begins_later(site, name) {
            let told = message!(
                "{label} 的值从 {since} 才开始",
                "the value of {label} begins only on {since}"
            );
            let told = Diagnostic::new(&FACT_MISSING, at, told)
                .see(
                    missing.required,
                    message!("上级要求填写", "the upstream requires it"),
                )
                .hint(message!(
                    "再加一条，写上在那以前的值，没有就写 status: delegated；或核对 since",
                    "add an entry with the value before that day, or `status: delegated`; or check `since`"
                ));
            report.push(told.at_level(level));
            continue;
        }
        let diagnostic = Diagnostic::new(
            &FACT_MISSING,
            place,
            message!("{label} 还没有当地的值", "{label} has no local value yet"),
        )
        .see(missing.required, message!("上级要求填写", "the upstream requires it"))
        .hint(message!(
            "在 facts.yaml 里写上 {name}：value、unit、source、since；确由别处规定的写 status: delegated",
            "write {name} in facts.yaml: value, unit, source, since; `status: delegated` when it is another's to say"
        ));
        report.push(diagnostic.at_level(level));
    }
}
