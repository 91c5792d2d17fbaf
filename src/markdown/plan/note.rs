//! Notes below a policy's text that begin like items of its last article: ① 见某某规定, which a ① in the text leads to.

use super::block::Block;
use super::role::BlockRole;
use crate::markdown::Mark;
use crate::markdown::closing::ClosingLine;

/// Tells such notes at the end of each part: the last blocks of the text before a closing, an annex or the end.
pub(super) fn notes(blocks: &[Block], roles: &mut [BlockRole]) {
    let mut end = blocks.len();
    while end > 0 {
        let last = (0..end)
            .rev()
            .find(|at| roles[*at] == BlockRole::Text)
            .map_or(0, |at| at + 1);
        let part = (0..last)
            .rev()
            .find(|at| roles[*at] == BlockRole::Annex)
            .map_or(0, |at| at + 1);
        let is_note = |at: &usize| {
            roles[*at] == BlockRole::Text && matches!(blocks[*at].mark, Some((Mark::Circled(_), _)))
        };
        let first = (part..last).rev().take_while(is_note).last();
        let first = first.filter(|first| is_called(blocks, part..*first, &blocks[*first]));
        if let Some(first) = first {
            roles[first..last].fill(BlockRole::Closing(ClosingLine::Note));
        }
        end = part.saturating_sub(1).min(end - 1);
    }
}

/// Whether the sign that a block begins with stands within a line of the blocks above it.
fn is_called(blocks: &[Block], above: std::ops::Range<usize>, note: &Block) -> bool {
    let sign = note.line().trim_start().chars().next();
    let within = |line: &String| {
        let inner = line.trim_start().chars().skip(1);
        sign.is_some_and(|sign| inner.into_iter().any(|c| c == sign))
    };
    blocks[above].iter().flat_map(|block| &block.lines).any(within)
}
