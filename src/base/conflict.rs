//! Marks of a merge that were left in a text.
//!
//! A conflict begins with `<<<<<<<` and ends with `>>>>>>>`, each at the beginning of its line. It is one in a block
//! of code too, since components are written there and git does not mind fences; but there it must have its `=======`,
//! and a block named `diff` shows one on purpose, as a handbook does.

use super::scan;
use std::ops::Range;

/// Where each conflict's first mark is.
pub fn conflicts(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut open, mut halved) = (Vec::new(), None, false);
    for mark in markers(text) {
        match mark.sign {
            '<' => (open, halved) = (Some(mark), false),
            '=' => halved = true,
            _ => {
                let meant = |open: &Marker| match mark.block {
                    Some(block) if open.block == Some(block) => halved && !block.shows,
                    _ => true,
                };
                found.extend(open.take().filter(meant).map(|open| open.at..open.at + SIGNS));
            }
        }
    }
    found
}

/// Whether anything of a merge is left: a conflict, or one of its ends alone outside of code.
pub fn has_markers(text: &str) -> bool {
    let end = |mark: &Marker| mark.sign != '=' && mark.block.is_none();
    markers(text).iter().any(end) || !conflicts(text).is_empty()
}

/// Signs of a mark.
const SIGNS: usize = 7;

/// A line that git writes into a conflict.
struct Marker {
    at: usize,
    sign: char,
    block: Option<CodeBlock>,
}

/// A block of code that a mark is in.
#[derive(Clone, Copy, PartialEq)]
struct CodeBlock {
    at: usize,
    shows: bool,
}

fn markers(text: &str) -> Vec<Marker> {
    // Without either end there is nothing of a merge, whatever else the text has; nearly all texts have none.
    if !scan::contains(text, "<<<<<<<") && !scan::contains(text, ">>>>>>>") {
        return Vec::new();
    }
    let (mut marks, mut fence, mut at) = (Vec::new(), None::<Fence<'_>>, 0);
    for line in text.split_inclusive('\n') {
        match ['<', '=', '>']
            .into_iter()
            .find(|sign| is_marker(line.trim_end(), *sign))
        {
            Some(sign) => marks.push(Marker {
                at,
                sign,
                block: fence.as_ref().map(|fence| fence.block),
            }),
            None => fence = Fence::after(fence, line, at),
        }
        at += line.len();
    }
    marks
}

/// Seven signs, alone or before a name.
fn is_marker(line: &str, sign: char) -> bool {
    let rest = line.trim_start_matches(sign);
    line.len() - rest.len() == SIGNS && (rest.is_empty() || (sign != '=' && rest.starts_with(' ')))
}

/// A block of code that has begun.
struct Fence<'a> {
    signs: &'a str,
    block: CodeBlock,
}

impl<'a> Fence<'a> {
    /// The block that the text is in after a line.
    fn after(within: Option<Self>, line: &'a str, at: usize) -> Option<Self> {
        let inner = line.trim_start_matches(' ');
        let sign = inner.chars().next().filter(|sign| matches!(sign, '`' | '~'));
        let Some(sign) = sign.filter(|_| line.len() - inner.len() < 4) else {
            return within;
        };
        let (signs, info) = inner.split_at(inner.len() - inner.trim_start_matches(sign).len());
        match &within {
            Some(fence) if signs.starts_with(fence.signs) && info.trim().is_empty() => None,
            None if signs.len() >= 3 && !(sign == '`' && info.contains('`')) => Some(Self {
                signs,
                block: CodeBlock {
                    at,
                    shows: info.trim() == "diff",
                },
            }),
            _ => within,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = "<<<<<<< ours\n甲\n=======\n乙\n>>>>>>> theirs\n";

    fn at(text: &str) -> Vec<usize> {
        conflicts(text).into_iter().map(|place| place.start).collect()
    }

    #[test]
    fn a_conflict_is_found_wherever_it_stands() {
        assert_eq!(at(WHOLE), [0]);
        assert_eq!(at(&WHOLE.replace('\n', "\r\n")), [0]);
        assert_eq!(at("<<<<<<<\n||||||| 原来\n=======\n>>>>>>>\n"), [0]);
        // The mark between is gone already.
        assert_eq!(at("甲\n<<<<<<< ours\n乙\n>>>>>>> theirs\n"), [4]);
        assert_eq!(at(&format!("```timeline\n{WHOLE}```\n")), [12]);
        assert_eq!(at(&format!("```text\n{WHOLE}```\n{WHOLE}")).len(), 2);
    }

    #[test]
    fn marks_that_are_no_conflict_are_words() {
        for text in [
            "```\n<<<<<<< ours\n```\n",
            "```\n<<<<<<< ours\n>>>>>>> theirs\n```\n",
            ">>>>>>> a\n=======\n<<<<<<< b\n",
            "标题\n=======\n",
            "<<<<<<<<<<\n=======\n>>>>>>>>>>\n",
            " <<<<<<< 甲\n=======\n>>>>>>> 乙\n",
        ] {
            assert_eq!(at(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn one_end_alone_is_something_left_unless_it_is_code() {
        assert!(has_markers("甲\n>>>>>>> theirs\n") && has_markers("<<<<<<< ours\n甲\n"));
        assert!(has_markers(&format!("```\n{WHOLE}```\n")));
        assert!(!has_markers("```\n<<<<<<< ours\n```\n") && !has_markers("标题\n=======\n"));
        assert!(!has_markers(&format!("```diff\n{WHOLE}```\n")));
    }

    #[test]
    fn a_block_named_diff_shows_one_and_hides_none() {
        assert_eq!(at(&format!("```diff\n{WHOLE}```\n")), [0; 0]);
        assert_eq!(at(&format!("~~~~ diff\n~~~\n{WHOLE}~~~~\n{WHOLE}")).len(), 1);
        // It begins in the block and ends behind it, or the other way round.
        assert_eq!(at("```diff\n<<<<<<< a\n```\n=======\n>>>>>>> b\n"), [8]);
        assert_eq!(at("<<<<<<< a\n```diff\n=======\n```text\n>>>>>>> b\n"), [0]);
        // Not a fence: its line has more of them, or is too far in.
        assert_eq!(at(&format!("```diff```\n{WHOLE}")).len(), 1);
        assert_eq!(at(&format!("    ```diff\n{WHOLE}")).len(), 1);
    }
}
