//! `<!-- check: off RULE, reason -->`: a place that inspection leaves alone, and comments that are not as they should be.

use super::super::rules::named;
use super::{InspectedText, Inspection};
use crate::base::{Diagnostic, Rule, Span};
use crate::markdown::TextBlock;
use crate::message;
use crate::rule;
use std::collections::BTreeMap;
use std::ops::Range;

rule! { QUIET_UNEXPLAINED = "quiet-unexplained", Inspection, Warning, adjustable: true;
    means "`<!-- check: off 规则 -->` 没有写理由，或没有这条规则", "`<!-- check: off RULE -->` gives no reason, or names a rule that there is not";
    mend "写成 `<!-- check: off 规则, 理由 -->`", "Write `<!-- check: off RULE, reason -->`";
}

rule! { QUIET_UNUSED = "quiet-unused", Inspection, Warning, adjustable: true;
    means "`<!-- check: off … -->` 后面没有这条规则的问题", "Behind `<!-- check: off … -->` nothing breaks this rule";
    mend "删去这条注释", "Take the comment out";
}

/// Comments are looked at when all is found: see [`hush`].
pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&QUIET_UNEXPLAINED, &QUIET_UNUSED],
    ..Inspection::NONE
};

/// A comment that asks for quiet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quiet {
    /// Where the comment stands.
    place: Span,
    /// The block that it is for.
    covers: Span,
    rules: Vec<String>,
    reason: String,
}

impl Quiet {
    /// The comments of a page.
    pub fn of(inspected: &InspectedText<'_>) -> Vec<Self> {
        let comments = inspected.prose.quiet.iter();
        comments
            .map(|comment| Self {
                place: inspected.place(&comment.at),
                covers: inspected.place(&comment.covers),
                rules: comment.rules.clone(),
                reason: comment.reason.clone(),
            })
            .collect()
    }

    fn covers(&self, found: &Diagnostic, rule: &str) -> bool {
        let inside = |place: &Span| {
            place.file == self.covers.file && place.start < self.covers.end && place.end >= self.covers.start
        };
        found.rule.as_str() == rule && found.place.as_ref().is_some_and(inside)
    }
}

/// Of what is told once a page: the first finding of each comment's block, to be quieted there, and the first of the rest, each
/// with the number of others that it stands for.
pub(super) fn once<'b>(
    inspected: &InspectedText<'_>,
    rule: &Rule,
    found: Vec<(&'b TextBlock, Range<usize>)>,
) -> Vec<(&'b TextBlock, Range<usize>, usize)> {
    let mut parts: BTreeMap<Option<usize>, (&TextBlock, Range<usize>, usize)> = BTreeMap::new();
    for (block, at) in found {
        let place = block.place(&at);
        let comment = inspected.prose.quiet.iter().position(|comment| {
            let covers = &comment.covers;
            let asked = comment.rules.iter().any(|code| code == rule.code);
            asked && place.start < covers.end && place.end >= covers.start
        });
        let part = parts.entry(comment);
        part.and_modify(|(.., more)| *more += 1).or_insert((block, at, 0));
    }
    parts.into_values().collect()
}

/// What is left of a report when comments are heeded, and what is wrong with them.
pub(super) fn hush(mut found: Vec<Diagnostic>, quiet: &[Quiet]) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for comment in quiet {
        if comment.rules.is_empty() {
            told.push(unexplained(
                comment,
                message!("没有写哪条规则", "it names no rule"),
            ));
        }
        for rule in &comment.rules {
            let Some(known) = named(rule) else {
                told.push(unexplained(
                    comment,
                    message!("没有 {rule} 这条规则", "there is no rule `{rule}`"),
                ));
                continue;
            };
            let before = found.len();
            found.retain(|found| !(known.adjustable && comment.covers(found, rule)));
            if found.len() == before {
                told.push(unused(comment, rule));
            }
        }
        let first = comment.reason.split([',', '，']).next().unwrap_or("").trim();
        if named(first).is_some() {
            told.push(unexplained(
                comment,
                message!(
                    "逗号后面是理由，那里写着规则 {first}：几条规则用空格分开",
                    "behind the comma is the reason, and `{first}` there is a rule: put blanks between rules"
                ),
            ));
        }
        if comment.reason.is_empty() && !comment.rules.is_empty() {
            told.push(unexplained(comment, message!("没有写理由", "it gives no reason")));
        }
    }
    found.extend(told);
    found
}

fn unexplained(comment: &Quiet, message: crate::base::Message) -> Diagnostic {
    Diagnostic::new(&QUIET_UNEXPLAINED, comment.place.clone(), message).hint(message!(
        "写成 <!-- check: off 规则, 理由 -->",
        "write <!-- check: off RULE, reason -->"
    ))
}

fn unused(comment: &Quiet, rule: &str) -> Diagnostic {
    let told = message!("后面没有 {rule} 的问题", "nothing behind it breaks `{rule}`");
    Diagnostic::new(&QUIET_UNUSED, comment.place.clone(), told)
        .hint(message!("删去这条注释", "take the comment out"))
}
