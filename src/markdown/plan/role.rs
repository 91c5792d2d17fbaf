//! What each block of a policy is to the whole: the table of contents, the text, the list of annexes, the closing, an annex.

use super::block::{Block, Form};
use super::contents::{contents_end, may_be_entry};
use super::note::notes;
use crate::markdown::Mark;
use crate::markdown::annex::AnnexLine;
use crate::markdown::closing::{
    ClosingLine, is_below_date, is_conclusion, is_contact, is_signature, is_signed_date, may_sign,
};

/// What a block is to the whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum BlockRole {
    /// Words of the document: titles, recipients, clauses.
    Text,
    /// A line of the table of contents.
    Contents,
    /// 附件：1.… 2.… behind the text: what there is, not the annexes themselves.
    AnnexList,
    /// The heading of an annex.
    Annex,
    /// The heading of a table that stands within the text: behind it the numbers go on.
    Table,
    /// A line of the closing.
    Closing(ClosingLine),
}

/// The roles of blocks, one each.
pub(super) fn roles(blocks: &[Block]) -> Vec<BlockRole> {
    let mut roles = vec![BlockRole::Text; blocks.len()];
    let mut at = 0;
    while at < blocks.len() {
        // A list without a heading begins where its first entry is, and is looked through once.
        let inside = at > 0 && may_be_entry(&blocks[at - 1], false) && may_be_entry(&blocks[at], false);
        let end = if inside { at } else { contents_end(blocks, at) };
        roles[at..end].fill(BlockRole::Contents);
        at = end.max(at + 1);
    }
    annexes(blocks, &mut roles);
    tables_within(blocks, &mut roles);
    contacts_above_lists(blocks, &mut roles);
    notes(blocks, &mut roles);
    closings(blocks, &mut roles);
    roles
}

/// Finds headings of annexes, and lists of them.
fn annexes(blocks: &[Block], roles: &mut [BlockRole]) {
    // What a page begins with is its title: 附件 there says what it was in another document.
    let mut begun = false;
    let mut at = 0;
    while at < blocks.len() {
        let end = match annex_line(&blocks[at], &roles[at]) {
            Some(line) if begun => {
                let end = list_end(blocks, roles, at, &line);
                roles[at..end].fill(BlockRole::AnnexList);
                if end == at {
                    roles[at] = BlockRole::Annex;
                }
                end
            }
            _ => at,
        };
        begun |= roles[at] == BlockRole::Text && !matches!(blocks[at].form, Form::Html | Form::Rule);
        at = end.max(at + 1);
    }
}

/// Who answers questions may stand above the list of annexes.
fn contacts_above_lists(blocks: &[Block], roles: &mut [BlockRole]) {
    for at in 1..blocks.len() {
        if roles[at] == BlockRole::AnnexList && roles[at - 1] == BlockRole::Text {
            let first = contacts_begin(blocks, roles, at);
            close(blocks, roles, first..at);
        }
    }
}

/// What is headed like an annex and is none: the number behind the last one of the text is the first that comes below it.
fn tables_within(blocks: &[Block], roles: &mut [BlockRole]) {
    // The last article and the last 一、 of the text.
    let mut last = [None; 2];
    // The annex that is open, and which of the two have come in it.
    let mut annex: Option<(usize, [bool; 2])> = None;
    for (at, block) in blocks.iter().enumerate() {
        match roles[at] {
            BlockRole::Annex => annex = Some((at, [false; 2])),
            BlockRole::Text => {}
            _ => continue,
        }
        let (row, n) = match block.mark {
            Some((Mark::Article(n, 0), _)) => (0, n),
            Some((Mark::First(n), _)) => (1, n),
            _ => continue,
        };
        match &mut annex {
            None => last[row] = Some(n),
            Some((heading, [false, false])) if last[row].is_some_and(|last| n == last + 1) => {
                roles[*heading] = BlockRole::Table;
                (annex, last[row]) = (None, Some(n));
            }
            Some((_, come)) => come[row] = true,
        }
    }
}

fn annex_line<'b>(block: &'b Block, role: &BlockRole) -> Option<AnnexLine<'b>> {
    let alone = block.is_text() && !block.goes_on && *role == BlockRole::Text;
    alone.then(|| AnnexLine::of(block.line())).flatten()
}

/// Where the list of annexes ends that begins at a block; the block itself when it is the heading of an annex. It is a
/// list when nothing comes of it: the closing follows, the next annex, or the end.
fn list_end(blocks: &[Block], roles: &[BlockRole], at: usize, line: &AnnexLine<'_>) -> usize {
    let numbered = matches!(
        Mark::at_start(line.rest, false),
        Some((Mark::Third(_) | Mark::First(_), _))
    );
    if blocks[at].is_heading() || line.rest.is_empty() && !line.colon {
        return at;
    }
    let mut end = at + 1;
    while blocks.get(end).is_some_and(is_list_entry) {
        end += 1;
    }
    if end == at + 1 && line.rest.is_empty() {
        end = names_end(blocks, roles, end);
    }
    let (Some(next), Some(role)) = (blocks.get(end), roles.get(end)) else {
        return end;
    };
    let next_annex = annex_line(next, role);
    let over = next_annex.is_some()
        || is_contact_above_day(&blocks[end..])
        || ClosingLine::of(next.line()).is_some()
        || next.is_text() && may_sign(next.line()) && blocks.get(end + 1).is_some_and(is_date)
        || next.form == Form::Rule;
    let listed = end > at + 1 || !line.rest.is_empty();
    if numbered || listed && over { end } else { at }
}

/// Whether blocks say who answers questions, and below that who signs and when.
fn is_contact_above_day(blocks: &[Block]) -> bool {
    let contact = |block: &&Block| block.form == Form::Paragraph && is_contact(block.line());
    let below = &blocks[blocks.iter().take_while(contact).count()..];
    let signers = |block: &&Block| block.is_unmarked() && may_sign(block.line()) && !is_date(block);
    let day = below.iter().take_while(signers).count();
    below.len() < blocks.len() && below.get(day).is_some_and(is_date)
}

/// Where bare names of annexes end above who signs; `from` when there are none, or words of an annex.
fn names_end(blocks: &[Block], roles: &[BlockRole], from: usize) -> usize {
    let name = |block: &Block| {
        block.form == Form::Paragraph && block.is_unmarked() && !block.goes_on && may_sign(block.line())
    };
    let day = (from..blocks.len())
        .find(|at| roles[*at] != BlockRole::Text || is_date(&blocks[*at]) || !name(&blocks[*at]));
    let Some(day) = day.filter(|day| is_date(&blocks[*day])) else {
        return from;
    };
    // Who signs is known by the name of an office; with none it is the last line above the day.
    let signer = signers(blocks, roles, day);
    if is_signed_date(blocks[day].line()) {
        day
    } else {
        signer.min(day - 1).max(from)
    }
}

/// Whether a block is a further entry of a list of annexes: a number and a name, or the names of files.
fn is_list_entry(block: &Block) -> bool {
    if block.is_files {
        return true;
    }
    let name = |line: &String| line.chars().count() <= 60 && !line.trim_end().ends_with('。');
    let numbered = matches!(block.mark, Some((Mark::Third(_) | Mark::Fourth(_), _))) && !block.is_heading();
    (numbered && !block.goes_on || matches!(block.form, Form::List(_))) && block.lines.iter().all(name)
}

fn is_date(block: &Block) -> bool {
    ClosingLine::of(block.line()) == Some(ClosingLine::Date)
}

/// Finds closings: behind clauses wherever somebody signs with a day, at the end of a part also less.
fn closings(blocks: &[Block], roles: &mut [BlockRole]) {
    let mut from = 0;
    while from < blocks.len() {
        let end = (from + 1..blocks.len())
            .find(|at| roles[*at] == BlockRole::Annex)
            .unwrap_or(blocks.len());
        let mut marked = (from..end).filter(|at| roles[*at] == BlockRole::Text && blocks[*at].mark.is_some());
        if let Some(first) = marked.next() {
            let last = marked.next_back().unwrap_or(first);
            // 现将办法印发给你们。 is signed above what it encloses.
            let is_sentence =
                |at: &usize| roles[*at] == BlockRole::Text && blocks[*at].line().ends_with('。');
            let sentence = (from..first).find(is_sentence);
            signed(blocks, roles, sentence.unwrap_or(first) + 1..end, last);
        }
        last_lines(blocks, roles, from, end);
        from = end;
    }
}

/// Closings in a part behind its first mark; `last` is the block with its last one.
fn signed(blocks: &[Block], roles: &mut [BlockRole], part: std::ops::Range<usize>, last: usize) {
    let mut at = part.start;
    while at < part.end {
        let begin =
            signing_begin(blocks, roles, at, at > last).map(|begin| contacts_begin(blocks, roles, begin));
        let stop = begin.map_or(at + 1, |_| closing_end(blocks, roles, at, part.end));
        if let Some(begin) = begin {
            close(blocks, roles, begin.max(part.start)..stop);
        }
        at = stop;
    }
}

/// Where the closing begins that a block shows to be one; `None` when it shows nothing. `over` says that no mark follows.
fn signing_begin(blocks: &[Block], roles: &[BlockRole], at: usize, over: bool) -> Option<usize> {
    match line_of(&blocks[at], &roles[at])? {
        ClosingLine::Note => over.then_some(at),
        // The day may stand here alone: 某某局⏎⏎2026年1月5日印发.
        ClosingLine::Distribution => {
            let first = signers(blocks, roles, at);
            let begin = if is_after_sentence(blocks, roles, first) {
                first
            } else {
                at
            };
            over.then_some(begin)
        }
        ClosingLine::Date if is_signed_date(blocks[at].line()) || is_signature(blocks[at].line()) => {
            Some(signers(blocks, roles, at))
        }
        ClosingLine::Date => {
            let signer = at.checked_sub(1)?;
            let block = &blocks[signer];
            let may = roles[signer] == BlockRole::Text
                && block.is_unmarked()
                && !block.goes_on
                && may_sign(block.line());
            let first = signers(blocks, roles, signer);
            let named = is_signature(block.line()) || is_after_sentence(blocks, roles, first);
            (may && named).then_some(first)
        }
        ClosingLine::Signature => None,
    }
}

/// Whether what is before a block is at its end: no title above it, and no sentence that goes on.
fn is_after_sentence(blocks: &[Block], roles: &[BlockRole], at: usize) -> bool {
    at.checked_sub(1).is_none_or(|before| {
        let block = &blocks[before];
        roles[before] != BlockRole::Text || block.is_ended() || is_conclusion(block.line())
    })
}

/// The first of several who sign.
fn signers(blocks: &[Block], roles: &[BlockRole], mut at: usize) -> usize {
    let holder = |at: usize| roles[at] == BlockRole::Text && blocks[at].names_holder();
    while let Some(before) = at.checked_sub(1)
        && (line_of(&blocks[before], &roles[before]) == Some(ClosingLine::Signature)
            || holder(before) && holder(at))
    {
        at = before;
    }
    at
}

/// Where the lines begin that say, above who signs, who answers questions: of a clause about them they are words.
fn contacts_begin(blocks: &[Block], roles: &[BlockRole], begin: usize) -> usize {
    let contact = |at: usize| {
        let block = &blocks[at];
        roles[at] == BlockRole::Text && block.is_unmarked() && !block.is_heading() && is_contact(block.line())
    };
    let first = (0..begin).rev().take_while(|at| contact(*at)).last();
    first
        .filter(|first| is_after_sentence(blocks, roles, *first))
        .unwrap_or(begin)
}

/// The index behind the last line of a closing from `at` on.
fn closing_end(blocks: &[Block], roles: &[BlockRole], at: usize, end: usize) -> usize {
    let (mut stop, mut dated) = (at, false);
    for next in at..end {
        let line = line_of(&blocks[next], &roles[next]);
        dated |= line == Some(ClosingLine::Date);
        let below = dated
            && roles[next] == BlockRole::Text
            && blocks[next].is_unmarked()
            && is_below_date(blocks[next].line());
        if line.is_some() || below {
            stop = next + 1;
        } else if blocks[next].form != Form::Rule {
            break;
        }
    }
    stop
}

/// At the end of a part an office alone or a day alone is a closing, too, when the sentence before is over.
fn last_lines(blocks: &[Block], roles: &mut [BlockRole], from: usize, end: usize) {
    let mut last = end;
    while last > from && roles[last - 1] == BlockRole::AnnexList {
        last -= 1;
    }
    let mut begin = last;
    while begin > from + 1 && line_of(&blocks[begin - 1], &roles[begin - 1]).is_some() {
        begin -= 1;
    }
    if begin < last && is_after_sentence(blocks, roles, begin) {
        close(blocks, roles, begin..last);
    }
}

fn close(blocks: &[Block], roles: &mut [BlockRole], range: std::ops::Range<usize>) {
    for at in range {
        let line = blocks[at].line();
        let kind = ClosingLine::of(line).unwrap_or(if is_below_date(line) {
            ClosingLine::Note
        } else {
            ClosingLine::Signature
        });
        roles[at] = BlockRole::Closing(kind);
    }
}

/// What a block is in a closing, when it may be in one.
fn line_of(block: &Block, role: &BlockRole) -> Option<ClosingLine> {
    let plain = matches!(role, BlockRole::Text) && !block.goes_on;
    match block.form {
        Form::Paragraph if plain => ClosingLine::of(block.line()),
        // Two lines of raw HTML, aligned by hand: who signs, and the day.
        Form::Html if plain && block.lines.len() == 2 && is_signature(block.line()) => {
            ClosingLine::of(&block.lines[1]).filter(|line| *line == ClosingLine::Date)
        }
        Form::Html if plain => {
            let kinds: Vec<Option<ClosingLine>> =
                block.lines.iter().map(|line| ClosingLine::of(line)).collect();
            kinds
                .iter()
                .all(Option::is_some)
                .then(|| kinds.first().copied().flatten())
                .flatten()
        }
        _ => None,
    }
}
