//! `merge`: what the upstream changed since goes into the site's own words, block by block.
//!
//! A three-way merge from the recorded text. Lines are compared with a mark between every two of them,
//! so that changes in neighbouring lines do not count as one.

use super::{FileChange, LocalSite, as_on_disk, lock_draft};
use crate::base::{Fault, Message};
use crate::message;
use crate::overlay::{self, Drift, Overridden, Override};

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Merged {
    /// There was nothing to merge.
    Nothing,
    /// The page as it is to be, and the lock that records what it is based on now.
    Clean(Vec<FileChange>, Vec<Message>),
    /// Both sides changed the same lines: the page with marks, to be written beside it.
    Conflict(FileChange, Vec<Message>),
    /// It cannot be merged, and why.
    Cannot(Vec<(Message, Message)>),
}

/// Merges what the upstream changed into a page.
pub fn merge(local: &LocalSite, named: &str) -> Result<Merged, Fault> {
    local.require_upstream()?;
    let inner = local.find(named)?;
    let page = local.overriding(&inner, || {
        message!(
            "上级的改动会自己到来，不用合并",
            "the upstream's changes arrive by themselves"
        )
    })?;
    let path = page.file.inner();
    let cannot: Vec<(Message, Message)> = page
        .blocks
        .iter()
        .filter_map(|found| obstacle(found, path))
        .collect();
    if !cannot.is_empty() {
        return Ok(Merged::Cannot(cannot));
    }
    let drifted: Vec<&Overridden> = page
        .blocks
        .iter()
        .filter(|found| found.drift == Drift::Drifted)
        .collect();
    if drifted.is_empty() {
        return Ok(Merged::Nothing);
    }
    let (text, notes, clean) = merge_blocks(page, &drifted);
    let file = format!("content/{path}");
    let on_disk = local.root.join(&file);
    if !clean {
        let draft = FileChange {
            file: format!("{file}.merge"),
            text: as_on_disk(&on_disk, text),
            keep_former: false,
        };
        let there = std::fs::read(local.root.join(&draft.file));
        if there.is_ok_and(|there| there != draft.text.as_bytes()) {
            let begun = &draft.file;
            return Err(Fault::new(message!(
                "{begun} 还在，里面可能是改到一半的，没有动它",
                "{begun} is there and may be half done: it was left alone"
            ))
            .hint(message!(
                "改完抄回 {file}，运行 wanjia accept {path}，再删去 {begun}；不要了就直接删去，重新合并",
                "finish it, copy it to {file}, run `wanjia accept {path}` and delete {begun}; or delete it and merge again"
            )));
        }
        return Ok(Merged::Conflict(draft, notes));
    }
    let mut lock = local.lock_to_change()?;
    overlay::record(&mut lock, page, &local.overrides);
    let page = FileChange {
        file,
        text: as_on_disk(&on_disk, text),
        keep_former: true,
    };
    Ok(Merged::Clean(vec![page, lock_draft(&lock)], notes))
}

/// Why a block cannot be merged, and the way out.
fn obstacle(found: &Overridden, path: &str) -> Option<(Message, Message)> {
    let Message { zh, en } = overlay::name_of(&found.block);
    match (found.drift, &found.record) {
        (Drift::Orphaned, _) => Some((
            message!("上级已经没有{zh}，无从合并", "the upstream has no {en} to merge"),
            message!(
                "在 content/{path} 里删去它，或用 wanjia accept {path} 表示照样留着",
                "take it out of content/{path}, or keep it with `wanjia accept {path}`"
            ),
        )),
        (_, None) => Some((
            message!(
                "{zh}改写时没有记下上级的原文，合并不了",
                "what the upstream said of {en} was not recorded"
            ),
            message!(
                "先对照上级看一遍，再用 wanjia accept {path} 记下；以后就能合并",
                "compare it with the upstream, then `wanjia accept {path}`; from then on it can be merged"
            ),
        )),
        _ => None,
    }
}

/// The page's text with every drifted block merged, from the last one to the first; what was done, and
/// whether it went without conflict.
fn merge_blocks(page: &Override, drifted: &[&Overridden]) -> (String, Vec<Message>, bool) {
    let mut blocks: Vec<&&Overridden> = drifted.iter().collect();
    blocks.sort_by_key(|found| std::cmp::Reverse(found.block.own.start));
    let (mut text, mut notes, mut clean) = (page.own.text.clone(), Vec::new(), true);
    for found in blocks {
        let Message { zh, en } = overlay::name_of(&found.block);
        // What is left out has no words to merge.
        if found.block.hides {
            notes.push(message!(
                "{zh}：本站略去了，不用合并",
                "{en}: left out here, nothing to merge"
            ));
            continue;
        }
        let own = &text[found.block.own.clone()];
        let base = found
            .record
            .as_ref()
            .and_then(|record| record.text.as_deref())
            .unwrap_or("");
        let theirs = found.block.upstream.as_deref().unwrap_or("");
        // The blank lines behind a section are not its words.
        let tail = own[own.trim_end().len()..].to_owned();
        match three_way(base, own, theirs) {
            Ok(merged) => {
                let merged = format!(
                    "{}{}",
                    merged.trim_end(),
                    if tail.is_empty() { "\n" } else { &tail }
                );
                text.replace_range(found.block.own.clone(), &merged);
                notes.push(message!("{zh}：合并好了", "{en}: merged"));
            }
            Err(marked) => {
                clean = false;
                text.replace_range(
                    found.block.own.clone(),
                    &format!(
                        "{}{}",
                        marked.trim_end(),
                        if tail.is_empty() { "\n" } else { &tail }
                    ),
                );
                notes.push(message!(
                    "{zh}：两边改了同一处，要您来定",
                    "{en}: both sides changed the same lines"
                ));
            }
        }
    }
    notes.reverse();
    (text, notes, clean)
}

/// Stands between every two lines while they are compared.
const BETWEEN: &str = "\u{2}\n";

/// What the three texts of a merge are called in its marks.
#[derive(Debug, Clone, Copy)]
pub struct Sides {
    /// The text of who merges.
    pub ours: &'static str,
    /// What both began with.
    pub base: &'static str,
    /// What the other side made of it.
    pub theirs: &'static str,
}

/// A site and its upstream.
const UPSTREAM: Sides = Sides {
    ours: "本站",
    base: "上级原来",
    theirs: "上级现在",
};

/// Ours with what changed from `base` to `theirs`; with marks where both changed the same lines.
fn three_way(base: &str, ours: &str, theirs: &str) -> Result<String, String> {
    merge_texts(base, ours, theirs, UPSTREAM)
}

/// Ours with what changed from `base` to `theirs`; where both changed the same lines, with marks that name the sides.
pub fn merge_texts(base: &str, ours: &str, theirs: &str, sides: Sides) -> Result<String, String> {
    let whole = |text: &str| format!("{}\n", text.trim_end());
    let (base, ours, theirs) = (whole(base), whole(ours), whole(theirs));
    if let Ok(merged) = diffy::merge(&base, &ours, &theirs) {
        return Ok(merged);
    }
    let apart = |text: &str| -> String {
        text.split_inclusive('\n')
            .flat_map(|line| [line, BETWEEN])
            .collect()
    };
    let joined = |text: String| text.replace(BETWEEN, "");
    diffy::merge(&apart(&base), &apart(&ours), &apart(&theirs))
        .map(joined)
        .map_err(|marked| with_names(&joined(marked), sides))
}

/// The marks as a clerk reads them.
fn with_names(marked: &str, sides: Sides) -> String {
    let lines = marked.split_inclusive('\n').map(|line| match line.trim_end() {
        "<<<<<<< ours" => format!("<<<<<<< {}\n", sides.ours),
        "||||||| original" => format!("||||||| {}\n", sides.base),
        ">>>>>>> theirs" => format!(">>>>>>> {}\n", sides.theirs),
        _ => line.to_owned(),
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_of_different_lines_are_put_together_even_when_they_touch() {
        let merged = three_way("甲\n乙\n丙\n", "甲本\n乙\n丙\n", "甲\n乙上\n丙\n");
        assert_eq!(merged.unwrap(), "甲本\n乙上\n丙\n");
        let merged = three_way(
            "- 一\n- 二\n- 三\n",
            "- 一\n- 二\n- 三\n- 四\n",
            "- 一\n- 二改\n- 三\n",
        );
        assert_eq!(merged.unwrap(), "- 一\n- 二改\n- 三\n- 四\n");
    }

    #[test]
    fn only_the_lines_that_both_changed_are_marked() {
        let marked = three_way("一\n甲\n\n乙\n", "一\n甲本\n\n乙\n", "一\n甲上\n\n乙上\n").unwrap_err();
        assert_eq!(
            marked,
            "一\n<<<<<<< 本站\n甲本\n||||||| 上级原来\n甲\n=======\n甲上\n>>>>>>> 上级现在\n\n乙上\n"
        );
    }

    #[test]
    fn the_same_change_on_both_sides_is_no_conflict() {
        assert_eq!(three_way("甲\n", "乙\n", "乙\n").unwrap(), "乙\n");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn what_only_one_side_changed_is_taken(base in "([甲乙丙]{0,3}\n){0,6}", other in "([甲乙丙丁]{0,3}\n){0,6}") {
            let whole = |text: &str| format!("{}\n", text.trim_end());
            proptest::prop_assert_eq!(three_way(&base, &base, &other).unwrap(), whole(&other));
            proptest::prop_assert_eq!(three_way(&base, &other, &base).unwrap(), whole(&other));
        }

        #[test]
        fn no_mark_between_lines_is_left(base in "([甲乙]\n){0,6}", ours in "([甲乙]\n){0,6}", theirs in "([甲乙]\n){0,6}") {
            let text = three_way(&base, &ours, &theirs).unwrap_or_else(|marked| marked);
            let marks = text.matches('\u{2}').count();
            proptest::prop_assert_eq!(marks, 0);
        }
    }
}
