//! Explainers that only copy the policy that they explain.

use super::{InspectedText, Inspection};
use crate::base::{Diagnostic, PageId, han};
use crate::document::Role;
use crate::markdown::{ItemNumbers, TextBlock};
use crate::message;
use crate::rule;
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

rule! { COPIED_FROM_POLICY = "copied-from-policy", Truth, Warning, adjustable: true;
    means "解读照抄政策：正文三成以上是政策原文里连着 13 个字以上的话；引文不算", "An explainer copies its policy: three tenths of it or more are runs of 13 characters or more that the policy says too; quotations aside";
    mend "用自己的话说；原文放进引用里，最后一行写出处", "Say it in your own words; put the policy's own into a quotation with its source";
}

pub(super) const INSPECTION: Inspection = Inspection {
    norm: "国办秘函〔2019〕19号",
    rules: &[&COPIED_FROM_POLICY],
    text: Some(look),
    ..Inspection::NONE
};

/// A run of so many characters is no chance.
const RUN: usize = 13;
/// So many hundredths of a text may be such runs.
const SHARE: usize = 30;
/// A shorter text is no explainer yet.
const LEAST: usize = 50;

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let (Some(page), Some(document)) = (inspected.page, inspected.document()) else {
        return;
    };
    let relations = &inspected.site.pages[page].relations;
    let explained = relations
        .iter()
        .filter(|relation| relation.role == Role::Explains);
    let policies: BTreeSet<PageId> = explained.map(|relation| relation.page).collect();
    let whole = policies.iter().filter(|policy| {
        let fields = &inspected.site.pages[**policy].document.kind_fields;
        !fields.text_form.is_retold()
    });
    let mut runs: HashSet<Vec<char>> = HashSet::new();
    for policy in whole {
        let text: Vec<char> = (inspected.words)(*policy, None, ItemNumbers::Hidden)
            .chars()
            .filter(|c| han::is_han(*c))
            .collect();
        runs.extend(text.windows(RUN).map(<[char]>::to_vec));
    }
    if document.kind.name != "explainer" || runs.is_empty() {
        return;
    }
    let blocks = inspected
        .blocks()
        .iter()
        .filter(|block| block.is_prose() && !block.is_quoted);
    let (mut all, mut copied) = (0, 0);
    let mut longest: Option<(usize, &TextBlock, Range<usize>)> = None;
    for block in blocks {
        let (count, found) = copies(block, &runs);
        all += count;
        for (length, at) in found {
            copied += length;
            if longest.as_ref().is_none_or(|(most, ..)| length > *most) {
                longest = Some((length, block, at));
            }
        }
    }
    if let Some((_, block, at)) = longest.filter(|_| all >= LEAST && copied * 100 >= all * SHARE) {
        let share = copied * 100 / all;
        let told = message!(
            "正文有 {share}% 是政策原文里的话，最长的是这一段",
            "{share}% of the text are words of the policy, this run the longest"
        );
        report.push(
            Diagnostic::new(&COPIED_FROM_POLICY, inspected.span(block, at), told).hint(message!(
                "用自己的话说；原文放进引用里",
                "say it in your own words; put the policy's own into a quotation"
            )),
        );
    }
}

/// The number of characters of a block, and its runs that are copied: how long and where.
fn copies(block: &TextBlock, runs: &HashSet<Vec<char>>) -> (usize, Vec<(usize, Range<usize>)>) {
    let chars: Vec<(usize, char)> = block
        .text
        .char_indices()
        .filter(|(_, c)| han::is_han(*c))
        .collect();
    let plain: Vec<char> = chars.iter().map(|(_, c)| *c).collect();
    let mut found: Vec<(usize, usize)> = Vec::new();
    for (start, window) in plain.windows(RUN).enumerate() {
        if !runs.contains(window) {
            continue;
        }
        match found.last_mut() {
            Some((_, end)) if *end >= start => *end = start + RUN,
            _ => found.push((start, start + RUN)),
        }
    }
    let places = found.into_iter().map(|(start, end)| {
        let last = chars[end - 1];
        (end - start, chars[start].0..last.0 + last.1.len_utf8())
    });
    (plain.len(), places.collect())
}
