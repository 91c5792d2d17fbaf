//! What a page that inherits may have meant otherwise: a heading that is nearly one of the upstream's, a heading that is
//! none, a few clauses that stand for all.

use super::FrontFields;
use super::plan::{InheritPlan, SectionAction, heading_of};
use crate::base::{ComposedText, Diagnostic};
use crate::markdown::{Mark, Section};
use crate::message;
use crate::rule;
use crate::yaml::YamlValue;
use std::ops::Range;

rule! { HEADING_NEAR_MATCH = "heading-near-match", Layers, Warning, adjustable: true;
    means "新加的一节，标题和上级的一节很像；或者上级一节的标题写在开头里，前面没有 `##`", "The heading of a new section is very like one of the upstream page; or such a heading stands in the introduction without `##`";
    mend "要改那一节，标题照上级的写；确是新的一节，不用管", "To change that section, write its heading as the upstream does; if the section is new, all is well";
}

rule! { HIDDEN_WITH_TEXT = "hidden-with-text", Layers, Warning, adjustable: true;
    means "写了 `{.hide}` 的一节下面还有字：整节不发布，这些字也不发布", "There are words below a heading with `{.hide}`: none of the section is published, and so neither are they";
    mend "要换成自己的话，删去 `{.hide}`；只隐藏，删去下面的字", "To say it in your own words take `{.hide}` away; only to hide it, delete the words";
}

rule! { CLAUSES_REPLACED = "clauses-replaced", Layers, Warning, adjustable: true;
    means "上级的政策没有标题，分不成节：这里写的几条代替了它的全部条文", "The upstream policy has no headings and so no sections: the few clauses written here stand for all of its own";
    mend "要改其中一条，把全文抄过来改，删去 `inherit`；要另加规定，另写一页", "To change one clause copy the whole text and take `inherit` away; for further rules write a page of your own";
}

rule! { CLAUSE_ADDED = "clause-added", Layers, Warning, adjustable: true;
    means "上级的政策里没有这一条，是本站写进去的：读者会当作发文机关的规定", "The upstream policy has no such clause, this site has written it in: readers take it for what the issuer says";
    mend "本地的规定另写一页，写明谁发的；要说明，标题不用“第几条”", "Write local rules as a page of their own that says who issued them; to explain something use a heading without a number";
}

/// What the page may have meant otherwise in its introduction.
pub(super) fn introduction(plan: &InheritPlan, up: &ComposedText, own: &ComposedText) -> Vec<Diagnostic> {
    if !plan.introduces {
        return Vec::new();
    }
    let replaced = clauses_replaced(plan, up, own);
    replaced
        .into_iter()
        .chain(heading_without_mark(plan, own))
        .collect()
}

/// A new section whose heading is almost one of the upstream's may be meant to change that one.
pub(super) fn section(plan: &InheritPlan, section: &Section, text: &ComposedText) -> Option<Diagnostic> {
    let title = section.title.as_str();
    // 第三条 is no 第一条 miswritten.
    let number = |title: &str| Mark::at_start(title, true).map(|(mark, _)| mark);
    let written = |other: &str| {
        if number(other).is_some() && number(title).is_some_and(|own| Some(own) != number(other)) {
            return false;
        }
        let most = 1 + other.chars().count().min(title.chars().count()) / 4;
        let distance = strsim::damerau_levenshtein(other, title);
        title.chars().count() > 2 && distance <= most
    };
    let taken = |title: &str| plan.own.list.iter().any(|own| own.title == title);
    let mut titles = plan
        .up
        .list
        .iter()
        .map(|up| up.title.as_str())
        .filter(|title| !taken(title));
    let near = titles.find(|other| written(other) || is_alike(title, other))?;
    let told = message!(
        "上级没有这一节，当作新的一节加上",
        "the upstream has no such section: it is added as a new one"
    );
    Some(
        Diagnostic::new(&HEADING_NEAR_MATCH, text.span(&heading_of(section)), told).hint(message!(
            "是不是“{near}”？要改那一节，标题照上级的写",
            "did you mean `{near}`? To change that one write its heading"
        )),
    )
}

/// Words below a heading that hides its section.
pub(super) fn hidden(section: &Section, own: &ComposedText) -> Option<Diagnostic> {
    let whole = &own.text[section.whole.clone()];
    let (_, below) = whole.split_once('\n')?;
    let written = below
        .lines()
        .any(|line| !(line.trim().is_empty() || line.starts_with('#')));
    written.then(|| {
        let title = &section.title;
        let told = message!(
            "“{title}”整节隐藏了，下面写的字不会发布",
            "the section `{title}` is hidden, and so are the words below it"
        );
        Diagnostic::new(&HIDDEN_WITH_TEXT, own.span(&heading_of(section)), told).hint(message!(
            "要换成自己的话，删去 {{.hide}}；只隐藏，删去下面的字",
            "to say it in your own words take {{.hide}} away; only to hide it, delete the words"
        ))
    })
}

/// Whether two headings say the same but for the number before one, or a note in brackets behind one.
fn is_alike(one: &str, other: &str) -> bool {
    let ((one, noted), (other, other_noted)) = (bare(one), bare(other));
    !one.is_empty() && one == other && !(noted && other_noted)
}

/// A heading without number, note and blanks, and whether it has a note.
fn bare(title: &str) -> (String, bool) {
    let end = Mark::at_start(title, true).map_or(0, |(_, end)| end);
    let words = title[end..].trim().trim_start_matches(['、', '.', '．']);
    let note = words
        .strip_suffix(['）', ')'])
        .and_then(|words| words.rsplit_once(['（', '(']))
        .filter(|(words, _)| !words.trim().is_empty());
    let letters = note.map_or(words, |(words, _)| words).chars();
    (letters.filter(|c| c.is_alphanumeric()).collect(), note.is_some())
}

/// A line of the introduction that is a heading of the upstream's without its `##`: what is below it replaces the introduction.
fn heading_without_mark(plan: &InheritPlan, own: &ComposedText) -> Option<Diagnostic> {
    let (line, words) = lines(own, &plan.own.introduction).find_map(|(line, words)| {
        let words = words.trim_matches(|c: char| c.is_whitespace() || "*#＃_：:【】".contains(c));
        let up = plan.up.list.iter().find(|up| is_alike(words, &up.title))?;
        Some((line, up))
    })?;
    let told = message!(
        "这一行不是标题，它和下面的话代替了上级这一页的开头",
        "this line is no heading: with the words below it replaces the upstream's introduction"
    );
    let hashes = "#".repeat(usize::from(words.level));
    let title = &words.title;
    Some(
        Diagnostic::new(&HEADING_NEAR_MATCH, own.span(&line), told).hint(message!(
            "要改那一节，写成 {hashes} {title}，自成一行",
            "to change that section write `{hashes} {title}` on a line of its own"
        )),
    )
}

/// Clauses of the upstream's introduction that are not among those which stand for it here.
fn clauses_replaced(plan: &InheritPlan, up: &ComposedText, own: &ComposedText) -> Option<Diagnostic> {
    let policy = is_policy(up);
    let above = clauses(up, &plan.up.introduction, policy);
    let here = clauses(own, &plan.own.introduction, policy);
    let gone = above
        .iter()
        .filter(|(mark, _)| !here.iter().any(|(own, _)| own == mark))
        .count();
    // Who leaves out a few has written the whole anew.
    if above.len() < 2 || gone * 2 < above.len() {
        return None;
    }
    let (line, _) = lines(own, &plan.own.introduction).find(|(_, words)| !words.trim().is_empty())?;
    let told = message!(
        "上级这份政策的 {gone} 条不见了：它没有标题，这里的话代替了全部条文",
        "{gone} clauses of the upstream's policy are gone: it has no headings, and what is written here stands for all of them"
    );
    Some(Diagnostic::new(&CLAUSES_REPLACED, own.span(&line), told).hint(message!(
        "要改其中一条，把全文抄过来改，删去 inherit 一行；要另加规定，删去这些话，另写一页",
        "to change one copy the whole text and take the line `inherit` away; for further rules write a page of your own"
    )))
}

/// Clauses written here that the upstream's policy does not have: each first one of a section.
pub(super) fn clauses_added(plan: &InheritPlan, up: &ComposedText, own: &ComposedText) -> Vec<Diagnostic> {
    if !is_policy(up) {
        return Vec::new();
    }
    let above = clauses(up, &(plan.up.introduction.start..up.text.len()), true);
    if above.is_empty() {
        return Vec::new();
    }
    let sections = plan
        .moves
        .iter()
        .filter(|section| !matches!(section.act, SectionAction::Hide(_)))
        .map(|section| &plan.own.list[section.own].whole);
    let stretches = sections.chain([&plan.own.introduction]);
    let added = stretches.filter_map(|stretch| {
        let here = clauses(own, stretch, true);
        here.into_iter()
            .find(|(mark, _)| !above.iter().any(|(known, _)| known == mark))
    });
    added
        .map(|(mark, line)| {
            let name = mark.written();
            let told = message!(
                "上级的这份政策里没有“{name}”，它会显示为发文机关的规定",
                "the upstream's policy has no {name}, and readers take it for what the issuer says"
            );
            Diagnostic::new(&CLAUSE_ADDED, own.span(&line), told).hint(message!(
                "本地的规定另写一页政策，写明发文机关；只是说明，标题不用“第几条”",
                "write local rules as a policy of their own with its issuer; to explain use a heading without a number"
            ))
        })
        .collect()
}

/// Whether a page is a policy by what its front matter says: its section may say so as well.
fn is_policy(text: &ComposedText) -> bool {
    let front = FrontFields::of(&text.text);
    let kind = front.get("kind");
    let fields = ["number", "issuer", "issued", "effective"];
    kind.is_some_and(|kind| matches!(&kind.node.value, YamlValue::Text(name) if name == "policy"))
        || kind.is_none() && fields.iter().any(|field| front.get(field).is_some())
}

/// The articles of a text, and of a `policy` its 一、, too; each with its line.
fn clauses(text: &ComposedText, at: &Range<usize>, policy: bool) -> Vec<(Mark, Range<usize>)> {
    let marks = lines(text, at).filter_map(|(line, words)| {
        let inner = words.trim_start_matches(['#', '*', ' ', '\u{3000}']);
        let heading = words.starts_with('#');
        let (mark, _) = Mark::at_start(inner, heading).filter(|_| heading || !Mark::is_cited(inner))?;
        Some((mark, line))
    });
    let counts = |mark: &Mark| matches!(mark, Mark::Article(..)) || policy && matches!(mark, Mark::First(_));
    marks.filter(|(mark, _)| counts(mark)).collect()
}

/// The lines of a stretch, with their places.
fn lines<'t>(
    text: &'t ComposedText,
    at: &Range<usize>,
) -> impl Iterator<Item = (Range<usize>, &'t str)> + use<'t> {
    let mut start = at.start;
    text.text[at.clone()].split_inclusive('\n').map(move |line| {
        let begin = start;
        start += line.len();
        (begin..begin + line.trim_end().len(), line)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_alike_but_for_a_number_or_a_note() {
        for (one, other, alike) in [
            ("报名", "三、报名", true),
            ("去哪里问（本县）", "去哪里问", true),
            ("第一章 总则", "总则", true),
            ("1. 报名", "（一）报 名", true),
            ("办理流程（线上）", "办理流程（线下）", false),
            ("报名办法", "三、报名", false),
            ("（一）", "一、", false),
        ] {
            assert_eq!(is_alike(one, other), alike, "{one} {other}");
        }
    }
}
