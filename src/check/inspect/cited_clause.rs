//! Clauses that a text names in plain words, 《……》第九条, of policies that the site holds: whether they have one.

use super::{GENERAL, InspectedText, Inspection};
use crate::base::{Diagnostic, PageId, numeral};
use crate::markdown::TextBlock;
use crate::message;
use crate::rule;
use crate::site::Problem;
use std::ops::Range;

rule! { CITED_CLAUSE_MISSING = "cited-clause-missing", Truth, Warning, adjustable: true;
    means "正文里写着某份政策的第几条，本站的那份没有这一条", "The text names a clause of a policy, and the policy as the site holds it has none";
    mend "对照原文改正条款号；引的是别的版本的，写明哪一年的", "Correct the number by the policy's text; of another edition say of which year";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: GENERAL,
    rules: &[&CITED_CLAUSE_MISSING],
    text: Some(look),
    ..Inspection::NONE
};

/// What a policy calls itself in its clauses.
const OWN: [&str; 8] = [
    "本法",
    "本条例",
    "本办法",
    "本规定",
    "本细则",
    "本规则",
    "本章程",
    "本意见",
];

/// No name of a policy is longer, in bytes.
const LONGEST_NAME: usize = 300;

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let Some(page) = inspected.page else { return };
    for block in inspected.blocks().iter().filter(|block| block.is_prose()) {
        for (name, at) in citations(&block.text) {
            for clause in clauses(&block.text, at) {
                report.extend(missing(inspected, page, block, name, clause));
            }
        }
    }
}

/// What is said of a clause of a policy, or of the page itself for no name, that is not there.
fn missing(
    inspected: &InspectedText<'_>,
    page: PageId,
    block: &TextBlock,
    name: &str,
    at: Range<usize>,
) -> Option<Diagnostic> {
    let site = inspected.site;
    let clause = &block.text[at.clone()];
    let Err(Problem::NoClause(policy, _)) = site.find_cited(page, &format!("{name}#{clause}")) else {
        return None;
    };
    let document = &site.pages[policy].document;
    // A text that is not all there, or without articles, cannot tell.
    let tells = document.kind_fields.text_form.is_whole()
        && document.outline.clauses.by_label("第一条").next().is_some();
    let title = site.title(policy);
    tells.then(|| {
        Diagnostic::new(
            &CITED_CLAUSE_MISSING,
            inspected.span(block, at),
            message!(
                "本站的《{title}》没有{clause}",
                "《{title}》 of this site has no {clause}"
            ),
        )
        .hint(message!(
            "对照原文改正条款号；引的是别的版本的，写明哪一年的",
            "correct the number by the policy's text; of another edition say of which year"
        ))
    })
}

/// The names of policies in a text, each with where what follows it begins. A policy names itself by an empty name; within
/// “” it is another one that speaks.
fn citations(text: &str) -> Vec<(&str, usize)> {
    let mut found: Vec<(&str, usize)> = text
        .match_indices('》')
        .filter_map(|(end, mark)| {
            let begin = text[..end].rfind('《')? + '《'.len_utf8();
            (end - begin <= LONGEST_NAME).then_some((&text[begin..end], end + mark.len()))
        })
        .collect();
    for own in OWN {
        let outside = |at: &usize| {
            let before = &text[..*at];
            before.matches('“').count() <= before.matches('”').count()
        };
        let places = text.match_indices(own).map(|(at, _)| at).filter(outside);
        found.extend(places.map(|at| ("", at + own.len())));
    }
    found
}

/// The clauses that are named from a place on: 第三条, 第三条第二款、第五条和第六条.
fn clauses(text: &str, from: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = from;
    while let Some(length) = clause(&text[at..]) {
        found.push(at..at + length);
        at += length;
        let joint = ["、", "和", "及", "以及", "或者", "或", "，"]
            .into_iter()
            .find(|joint| text[at..].starts_with(joint) && text[at + joint.len()..].starts_with('第'));
        let Some(joint) = joint else { break };
        at += joint.len();
    }
    found
}

/// Bytes of an article, with 之一 and the parts of it that are named, at the beginning of a text.
fn clause(text: &str) -> Option<usize> {
    let mut end = part(text, "条")?;
    if let Some(rest) = text[end..].strip_prefix('之') {
        let digits = rest.find(|c| !numeral::is_numeral(c)).unwrap_or(rest.len());
        end += if digits > 0 { '之'.len_utf8() + digits } else { 0 };
    }
    end += part(&text[end..], "款").unwrap_or(0);
    end += part(&text[end..], "项").unwrap_or(0);
    // 第三条规定的, 第三条的: what follows is not part of it.
    Some(end)
}

/// Bytes of 第三条, 第（三）项: a number between 第 and a word.
fn part(text: &str, word: &str) -> Option<usize> {
    let rest = text.strip_prefix('第')?;
    let open = rest.len() - rest.trim_start_matches(['（', '(']).len();
    let digits = rest[open..].find(|c| !numeral::is_numeral(c))?;
    let close = rest[open + digits..].trim_start_matches(['）', ')']);
    (digits > 0 && close.starts_with(word)).then(|| text.len() - close.len() + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clauses_are_found_behind_names_one_after_the_other() {
        let text = "依照《顺序办法》第三条第二款第（三）项、第五条和第十二条之一的规定，以及本办法第六条规定";
        let found: Vec<(&str, Vec<&str>)> = citations(text)
            .into_iter()
            .map(|(name, at)| (name, clauses(text, at).into_iter().map(|at| &text[at]).collect()))
            .collect();
        assert_eq!(
            found,
            [
                (
                    "顺序办法",
                    vec!["第三条第二款第（三）项", "第五条", "第十二条之一"]
                ),
                ("", vec!["第六条"]),
            ]
        );
        assert!(clauses("《甲》第三章", "《甲》".len()).is_empty());
        assert!(citations("将“本法第九条”改为").is_empty());
    }
}
