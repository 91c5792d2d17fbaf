//! Text of ours: how new pages begin, and the examples of a new site. It is there to be replaced, never to be published.

use super::KINDS;
use crate::base::{Diagnostic, Span, scan};
use crate::message;
use crate::rule;
use std::collections::{BTreeSet, HashSet};
use std::sync::{Arc, LazyLock};

rule! { SAMPLE_UNTOUCHED = "sample-untouched", Pages, Error, adjustable: true;
    means "`wanjia new` 写的样文原样留在要发布的页面里", "Sample text that `wanjia new` wrote is left in a page that is to be published";
    mend "换成自己的话，或者删去；还没写好，加上 `draft: true`", "Write your own words or delete it; while it is not done, add `draft: true`";
}

/// The examples of a new site, by their path in it.
pub const EXAMPLES: [(&str, &str); 5] = [
    ("content/_index.md", include_str!("sample/index.md")),
    ("content/campaigns/example.md", include_str!("sample/campaign.md")),
    ("content/policies/example.md", include_str!("sample/policy.md")),
    (
        "content/explainers/example.md",
        include_str!("sample/explainer.md"),
    ),
    ("content/questions/example.md", include_str!("sample/question.md")),
];

/// Tells of the first line of a page that is ours, in its text from `start` on.
pub(super) fn untouched(file: &Arc<str>, text: &str, start: usize) -> Option<Diagnostic> {
    static OURS: LazyLock<HashSet<&str>> = LazyLock::new(|| lines().collect());
    static LENGTHS: LazyLock<BTreeSet<usize>> = LazyLock::new(|| lines().map(str::len).collect());
    let mut at = start;
    for line in scan::lines(&text[start..]) {
        let words = line.trim();
        if LENGTHS.contains(&words.len()) && OURS.contains(words) {
            let place = Span::new(file, at..at + line.trim_end().len());
            let message = message!(
                "这一行还是 wanjia new 写的样文",
                "this line is still the sample text of `wanjia new`"
            );
            return Some(Diagnostic::new(&SAMPLE_UNTOUCHED, place, message).hint(message!(
                "换成自己的话，或者删去；还没写好，加一行 draft: true",
                "write your own words or delete it; while it is not done, add a line `draft: true`"
            )));
        }
        at += line.len();
    }
    None
}

/// Lines that nobody but us writes: those of a beginning, and those of an example that say that it is one.
fn lines() -> impl Iterator<Item = &'static str> {
    let text = |all: &'static str| {
        all.split("\n---\n")
            .nth(1)
            .unwrap_or_default()
            .lines()
            .map(str::trim)
    };
    let begun = KINDS.iter().flat_map(move |kind| text(kind.start.text));
    let examples = EXAMPLES.iter().flat_map(move |(_, all)| text(all));
    let examples = examples.filter(|line| line.contains("示例"));
    begun
        .chain(examples)
        .filter(|line| !line.is_empty() && !line.starts_with(['#', '<']))
}
