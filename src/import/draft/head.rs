//! The title block of a document, and what its closing says of who issued it and when.

use super::Wanted;
use super::dateline::Dateline;
use super::recipients;
use crate::base::{Day, name};
use crate::import::model::{Align, Block, Document, Paragraph, Said};
use crate::import::title;
use crate::markdown::{AnnexLine, ClosingLine, Mark, dated, ends_in_office, heads_contents, may_sign};
use std::collections::HashSet;

/// The title block ends here at the latest, in blocks.
const LONGEST: usize = 30;

/// What the front matter of a draft says; empty where the document does not.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// The title.
    pub title: String,
    /// No title was found: the name of the file stands in.
    pub is_untitled: bool,
    /// 文号.
    pub number: String,
    /// Who issued it.
    pub issuer: String,
    /// 成文日期.
    pub issued: Option<Day>,
    /// 主送.
    pub recipients: String,
    /// Indices of blocks that are wholly said by these.
    pub taken: HashSet<usize>,
}

/// A line above the text.
pub struct TopLine<'d> {
    block: usize,
    /// The paragraph that it is.
    pub paragraph: &'d Paragraph,
    words: String,
}

impl Head {
    /// The head of a document.
    pub fn of(document: &Document, wanted: &Wanted<'_>) -> Self {
        let mut head = Self::of_format(&document.said);
        let mut lines = match document.said.head {
            true => Vec::new(),
            false => top(&document.blocks),
        };
        let named = recipients::named(&document.blocks).filter(|_| !document.said.head);
        let above = |at: usize| lines.iter().any(|line| line.block == at);
        let (above, below) = match named {
            Some((at, names)) if above(at) => (Some((at, names)), None),
            other => (None, other),
        };
        if let Some((at, names)) = above {
            head.address(at, names, wanted);
            lines.retain(|line| line.block != at);
        }
        head.top(&lines, wanted);
        if let (Some((at, names)), true) = (below, head.recipients.is_empty()) {
            head.address(at, names, wanted);
        }
        let restated = head.decree(&document.blocks);
        let published = head.dateline(&lines, wanted);
        head.closing(&document.blocks, published.map(|(_, at)| at));
        // What the page says as its title stands in the text no more; the closing is known by it.
        head.taken.extend(restated);
        if let (Some((day, _)), false) = (published, wanted.policy) {
            head.issued = Some(day);
        }
        if head.issuer.is_empty() && !document.said.head {
            head.issuer = issuer_in(&head.title).unwrap_or_default();
        }
        if head.title.is_empty() {
            head.title = wanted.name.to_owned();
            head.is_untitled = true;
        }
        if !wanted.policy {
            head.untake(&lines);
        }
        head
    }

    /// To whom the document goes, as a block says.
    fn address(&mut self, block: usize, names: String, wanted: &Wanted<'_>) {
        self.recipients = names;
        self.taken.extend(wanted.policy.then_some(block));
    }

    /// What the lines above the text say.
    fn top(&mut self, lines: &[TopLine<'_>], wanted: &Wanted<'_>) {
        let mut at = 0;
        let mut offices: Vec<String> = Vec::new();
        while let Some(line) = lines.get(at) {
            if let Some(issuer) = title::header(&line.words) {
                offices.push(issuer);
                self.issuer = offices.join("、");
                self.taken
                    .extend(lines[at + 1 - offices.len()..=at].iter().map(|line| line.block));
            } else if let (Some((number, rest)), true) =
                (title::number_of(&line.words), self.number.is_empty())
            {
                self.number = number;
                if rest.is_empty() {
                    self.taken.insert(line.block);
                }
            } else if name::fold_name(&self.title) == name::fold_name(&line.words) {
                self.taken.insert(line.block);
            } else if self.title.is_empty()
                && let Some(end) = self.title_end(lines, at)
            {
                let words: Vec<&str> = lines[at..end].iter().map(|line| line.words.as_str()).collect();
                self.title = title::title_of(&words);
                self.taken.extend(lines[at..end].iter().map(|line| line.block));
                at = end;
                continue;
            } else if is_sure_office(line)
                && lines[at + 1..]
                    .iter()
                    .take(3)
                    .any(|next| title::is_header(&next.words))
            {
                offices.push(title::offices(&line.words));
            } else if let (Some((names, count)), false) = (
                recipients::addressed(&lines[at..], !self.number.is_empty()),
                self.title.is_empty() && self.number.is_empty() || !self.recipients.is_empty(),
            ) {
                self.recipients = names;
                if wanted.policy {
                    let all = lines[at..at + count].iter();
                    self.taken.extend(all.map(|line| line.block));
                }
                break;
            } else if !is_note(&line.words) && !is_above(&line.words) {
                break;
            }
            at += 1;
        }
    }

    /// What the line below the title says of when the text was published, and the block of it. Of a policy it is the day of
    /// issue unless its closing says another.
    fn dateline(&mut self, lines: &[TopLine<'_>], wanted: &Wanted<'_>) -> Option<(Day, usize)> {
        if self.title.is_empty() {
            return None;
        }
        let taken = |line: &TopLine<'_>| self.taken.contains(&line.block);
        // Nothing is taken when the title stands outside the text.
        let behind = lines.iter().rposition(taken).map_or(0, |at| at + 1);
        let mut below = lines[behind..].iter();
        let first = below.next()?;
        let (line, found) = match Dateline::of(&first.words) {
            Some(found) => (first, found),
            // Who speaks stands above the day of a speech.
            None if first.paragraph.align == Align::Center && may_sign(&first.words) => {
                let next = below.next()?;
                (next, Dateline::of(&next.words)?)
            }
            None => return None,
        };
        if wanted.policy {
            self.issued = self.issued.or(found.day);
        } else {
            if self.issuer.is_empty() {
                self.issuer.clone_from(&found.source);
            }
            let said = found.source.is_empty() || found.source == self.issuer;
            if found.whole && said {
                self.taken.insert(line.block);
            }
        }
        Some((found.day?, line.block))
    }

    /// Of a decree, 某某县人民政府令第5号, whose text follows it: its number and its issuer are in its heading, and the title is the
    /// one of what it puts into force. The block that says it again above that text.
    fn decree(&mut self, blocks: &[Block]) -> Option<usize> {
        let (office, _) = self.title.split_once('令').filter(|(office, count)| {
            let counted = count.trim_start_matches('第').strip_suffix('号');
            ends_in_office(office)
                && counted.is_some_and(|count| !count.is_empty() && count.chars().count() <= 6)
        })?;
        let announced = blocks.iter().map(line_of).find(|line| line.contains("公布"))?;
        let (_, rest) = announced.split_once('《')?;
        let named = rest.split_once('》')?.0.to_owned();
        let same = |block: &Block| name::fold_name(&line_of(block)) == name::fold_name(&named);
        let at = blocks.iter().position(same)?;
        if self.issuer.is_empty() {
            self.issuer = office.to_owned();
        }
        self.number = std::mem::replace(&mut self.title, named);
        Some(at)
    }

    /// The line behind the title that begins at a line; `None` when none does.
    fn title_end(&self, lines: &[TopLine<'_>], at: usize) -> Option<usize> {
        let first = &lines[at];
        if !title::may_be(&first.words) || heads_contents(&first.words) || is_note(&first.words) {
            return None;
        }
        let mut end = at + 1;
        while lines
            .get(end)
            .is_some_and(|next| continues(&lines[at..end], next))
        {
            end += 1;
        }
        // （试行） in a line of its own.
        if lines.get(end).is_some_and(|next| is_version(&next.words)) {
            end += 1;
        }
        let words: String = lines[at..end].iter().map(|line| line.words.as_str()).collect();
        let named = first.paragraph.heading.is_some_and(|level| level <= 1)
            || first.paragraph.align == Align::Center
            || title::is_titled(&words);
        let below_number = !self.number.is_empty() && words.contains("关于");
        (named || below_number).then_some(end)
    }

    /// What the format says beside the text: its title counts for more than one that is found.
    fn of_format(said: &Said) -> Self {
        Self {
            title: match said.head {
                true => said.title.clone(),
                false => title::title_of(&[&said.title]),
            },
            number: said.number.clone(),
            issuer: said.issuer.clone(),
            issued: said
                .date
                .split_whitespace()
                .next()
                .and_then(|date| date.parse().ok()),
            recipients: said.recipients.clone(),
            ..Self::default()
        }
    }

    /// What the closing says: who signs, and the day, or the day on which it was printed. What the head has taken and the
    /// block of its `dateline` are no part of a closing.
    fn closing(&mut self, blocks: &[Block], dateline: Option<usize>) {
        let listed = |block: &Block| matches!(block, Block::Paragraph(paragraph) if paragraph.bullet);
        let own = |(at, block)| match self.taken.contains(&at) || dateline == Some(at) || listed(block) {
            true => String::new(),
            false => line_of(block),
        };
        let lines: Vec<String> = blocks.iter().enumerate().map(own).collect();
        let signed = signed(blocks, &lines);
        let closing = signed.and_then(|at| Some((at, dated(&lines[at])?)));
        if let Some((signed, (before, date))) = closing {
            let above = || signers(&lines, signed);
            let beside = || beside(&lines[signed], before.clone());
            let signer = if before.is_empty() { above() } else { beside() };
            if self.issuer.is_empty() {
                self.issuer = signer;
            }
            self.issued = date.parse().ok().or(self.issued);
        }
        let printed = || {
            let line = lines.iter().rev().find(|line| {
                ClosingLine::of(line) == Some(ClosingLine::Distribution) && dated(line).is_some()
            })?;
            dated(line)?.1.parse().ok()
        };
        self.issued = self.issued.or_else(printed);
    }

    /// Of a kind that has no such fields all lines but the title stay in the text.
    fn untake(&mut self, lines: &[TopLine<'_>]) {
        let stays = lines
            .iter()
            .filter(|line| title::number_of(&line.words).is_some() || title::is_header(&line.words));
        for line in stays {
            self.taken.remove(&line.block);
        }
    }
}

/// The lines above the text: those before the first mark of a clause, the first table, the first long sentence.
fn top(blocks: &[Block]) -> Vec<TopLine<'_>> {
    let mut lines = Vec::new();
    for (block, found) in blocks.iter().enumerate().take(LONGEST) {
        let paragraph = match found {
            Block::Paragraph(paragraph) => paragraph,
            Block::Table(_) => break,
        };
        let words = paragraph.words().replace('\n', " ");
        let words = words.trim();
        if words.is_empty() {
            continue;
        }
        if Mark::at_start(words, true).is_some() || paragraph.contents || heads_contents(words) {
            break;
        }
        lines.push(TopLine {
            block,
            paragraph,
            words: words.to_owned(),
        });
    }
    lines
}

/// The line with the day of a signature: the first one that the title of what is issued follows, as in a notice that puts a plan
/// into force, or the one behind the last clause.
fn signed(blocks: &[Block], lines: &[String]) -> Option<usize> {
    let end = (1..lines.len())
        .find(|at| AnnexLine::of(&lines[*at]).is_some_and(|annex| annex.rest.is_empty() && !annex.colon))
        .unwrap_or(lines.len());
    let last = lines[..end]
        .iter()
        .rposition(|line| Mark::at_start(line, false).is_some())
        .unwrap_or(0);
    let day = |at: &usize| ClosingLine::of(&lines[*at]) == Some(ClosingLine::Date) && is_signed(lines, *at);
    let days: Vec<usize> = (0..end).filter(day).collect();
    let titled = |at: usize| {
        let next = (at + 1..blocks.len()).find(|next| !lines[*next].is_empty())?;
        let Block::Paragraph(paragraph) = &blocks[next] else {
            return None;
        };
        let words = &lines[next];
        let title =
            paragraph.align == Align::Center || title::is_titled(words) || paragraph.heading.is_some();
        (title && title::may_be(words) && ClosingLine::of(words).is_none()).then_some(())
    };
    let issues = days.iter().find(|at| titled(**at).is_some());
    issues.or_else(|| days.iter().find(|at| **at >= last)).copied()
}

/// The words of a block in one line; empty for a table.
fn line_of(block: &Block) -> String {
    match block {
        Block::Paragraph(paragraph) => paragraph.words().replace('\n', " ").trim().to_owned(),
        _ => String::new(),
    }
}

/// Whether a line belongs to the title above it.
fn continues(title: &[TopLine<'_>], next: &TopLine<'_>) -> bool {
    let (Some(first), Some(last)) = (title.first(), title.last()) else {
        return false;
    };
    let same =
        first.paragraph.align == next.paragraph.align && first.paragraph.heading == next.paragraph.heading;
    let centered = same && first.paragraph.align == Align::Center;
    let begins = ["关于", "印发", "转发", "批转"];
    let titled = begins.iter().any(|word| next.words.starts_with(word));
    let joint = is_sure_office(last) && (titled || is_sure_office(next));
    let goes_on = title::goes_on(&last.words, &next.words);
    (goes_on || (centered || joint) && !title::is_titled(&last.words))
        && title::may_be(&next.words)
        && title::number_of(&next.words).is_none()
        && ClosingLine::of(&next.words) != Some(ClosingLine::Date)
        && Dateline::of(&next.words).is_none()
        && !is_note(&next.words)
        && !is_version(&next.words)
}

/// Whether a line may stand above a title: how secret and how urgent a document is, which copy, who signs it.
fn is_above(line: &str) -> bool {
    const WORDS: [&str; 9] = [
        "特急",
        "加急",
        "平急",
        "急件",
        "绝密",
        "机密",
        "秘密",
        "内部",
        "签发人",
    ];
    let words = line.trim();
    words.chars().all(|c| c.is_ascii_digit())
        || words.chars().count() <= 20 && WORDS.iter().any(|word| words.starts_with(word))
}

/// Whether a line is an office and nothing else.
fn is_sure_office(line: &TopLine<'_>) -> bool {
    may_sign(&line.words) && ends_in_office(&line.words)
}

/// Whether a line in brackets tells which version a title is of: （试行）, （征求意见稿）.
fn is_version(line: &str) -> bool {
    let inner = line
        .trim()
        .strip_prefix(['（', '('])
        .and_then(|rest| rest.strip_suffix(['）', ')']));
    inner.is_some_and(|inner| inner.chars().count() <= 10 && !inner.contains(|c: char| c.is_ascii_digit()))
}

/// Whether a line in brackets tells what became of a document, and when.
fn is_note(line: &str) -> bool {
    let line = line.trim();
    line.starts_with(['（', '(']) && line.ends_with(['）', ')']) && !is_version(line)
}

/// Whether a day has a signature: in its own line, or in the line above.
fn is_signed(lines: &[String], at: usize) -> bool {
    dated(&lines[at]).is_some_and(|(before, _)| !before.is_empty()) || signer_above(lines, at).is_some()
}

/// The line above another that signs.
fn signer_above(lines: &[String], at: usize) -> Option<usize> {
    let above = (0..at).rev().find(|above| !lines[*above].is_empty())?;
    may_sign(&lines[above]).then_some(above)
}

/// Who signs before the day in a line, several with 、 between them; `before` is the same without blanks.
fn beside(line: &str, before: String) -> String {
    let mut left = before.chars().count();
    let words = line.chars().take_while(|c| {
        let taken = left > 0;
        left -= usize::from(taken && !c.is_whitespace());
        taken
    });
    let names = title::offices(&words.collect::<String>());
    if names.replace('、', "") == before.replace('、', "") {
        names
    } else {
        before
    }
}

/// Who signs above a line, several with 、 between them.
fn signers(lines: &[String], at: usize) -> String {
    let mut names = Vec::new();
    let mut next = signer_above(lines, at);
    while let Some(above) = next {
        names.push(title::offices(&lines[above]));
        next = signer_above(lines, above)
            .filter(|above| ClosingLine::of(&lines[*above]) == Some(ClosingLine::Signature));
    }
    names.reverse();
    names.join("、")
}

/// The office that a title begins with: 某某市民政局关于….
fn issuer_in(title: &str) -> Option<String> {
    let (before, _) = title.split_once("关于")?;
    (ends_in_office(before) && before.chars().count() >= 4).then(|| before.replace(' ', "、"))
}
