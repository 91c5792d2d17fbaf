//! Lines to paragraphs: what a page of paper, a text file or a recognised scan holds, where lines end because the paper
//! does.
//!
//! A text says by its own lines how it is written: with blank lines between paragraphs, with lines of one width, or with
//! one line a paragraph. A sentence that a page cuts goes on behind it; each such place is told.

use super::formats::Unreadable;
use super::line_ends::{begins_anew, is_ended, is_headed, is_open, is_sentence, stands_alone};
use super::model::{Align, Block, Document, Finding, Paragraph};
use super::page_number::is_page_number;
use super::rules::{IMPORT_HEADER, IMPORT_JOINED};
use super::title;
use crate::base::han;
use crate::markdown::Mark;
use crate::message;

/// A line as it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// Its words, without blanks around them.
    pub words: String,
    /// There is a blank line, or more room than usual, before it.
    pub gap: bool,
    /// It begins farther in than others.
    pub indented: bool,
    /// Where it stands.
    pub align: Align,
    /// It is the first one of a page.
    pub page: bool,
    /// It ends at the edge of the text; `None` when nobody knows where that is.
    pub reaches: Option<bool>,
    /// In so many places there is room between its words, as in a row of a table.
    pub columns: usize,
}

impl Line {
    /// A line of a text file; `gap` says that a blank one is before it.
    pub fn of(line: &str, gap: bool) -> Self {
        let blanks = line.chars().take_while(|c| c.is_whitespace());
        let wide: usize = blanks
            .map(|c| if matches!(c, '\u{3000}' | '\t') { 2 } else { 1 })
            .sum();
        Self {
            words: line.trim().to_owned(),
            gap,
            indented: wide >= 2,
            columns: columns(line.trim()),
            ..Self::default()
        }
    }
}

/// How often there is room for two characters between words.
fn columns(words: &str) -> usize {
    let (mut count, mut wide) = (0, 0);
    for c in words.chars() {
        wide = match c {
            '\u{3000}' | '\t' => wide + 2,
            ' ' => wide + 1,
            _ => {
                count += usize::from(wide >= 4);
                0
            }
        };
    }
    count
}

/// A document of lines.
pub fn document(lines: Vec<Line>) -> Document {
    let (lines, numbers) = without_page_numbers(lines);
    let layout = Layout::of(&lines);
    let mut document = Document::default();
    let (mut open, mut reflowed): (Option<(Paragraph, Line)>, usize) = (None, 0);
    for line in lines {
        match &mut open {
            Some((paragraph, last)) if let Some(how) = layout.joins(&Tail::of(last), &line) => {
                join(&mut last.words, &line.words);
                last.reaches = line.reaches;
                last.columns = line.columns;
                match how {
                    Joined::Flows => reflowed += 1,
                    Joined::Judged => paragraph.findings.push(judged(&line.words)),
                }
            }
            _ => {
                document.blocks.extend(open.take().map(closed));
                open = Some((begun(&line), line));
            }
        }
    }
    document.blocks.extend(open.take().map(closed));
    if reflowed > 0 {
        document.findings.push(flowed(reflowed));
    }
    if let Some(first) = numbers.first() {
        document.findings.push(left_out(first, numbers.len()));
    }
    document
}

/// The end of a paragraph, as much of it as tells how it goes on.
struct Tail<'l> {
    words: &'l str,
    align: Align,
    reaches: Option<bool>,
    columns: usize,
}

impl<'l> Tail<'l> {
    fn of(last: &'l Line) -> Self {
        let start = last.words.len().saturating_sub(600);
        let start = (start..last.words.len()).find(|at| last.words.is_char_boundary(*at));
        Self {
            words: &last.words[start.unwrap_or(0)..],
            align: last.align,
            reaches: last.reaches,
            columns: last.columns,
        }
    }
}

/// What is said of a text that is longer than any page may be.
pub fn too_long() -> Unreadable {
    Unreadable::new(
        message!("文字太多，一页放不下", "there is more text than a page may have"),
        message!("分成几份再导入", "split it and import the parts"),
    )
}

fn begun(line: &Line) -> Paragraph {
    Paragraph {
        align: line.align,
        ..Paragraph::default()
    }
}

fn closed((paragraph, line): (Paragraph, Line)) -> Block {
    Block::Paragraph(Paragraph {
        findings: paragraph.findings,
        align: paragraph.align,
        ..Paragraph::plain(one_kind_of_brackets(&line.words))
    })
}

fn judged(next: &str) -> Finding {
    let beginning: String = next.chars().take(8).collect();
    Finding::new(
        &IMPORT_JOINED,
        message!(
            "原文在“{beginning}”前面断开，接起来了",
            "the source is broken before `{beginning}`; it was joined"
        ),
    )
}

fn flowed(count: usize) -> Finding {
    Finding::new(
        &IMPORT_JOINED,
        message!(
            "原文的行在纸边上断开，{count} 处接成了段落",
            "lines that ended at the edge of the paper were joined to paragraphs in {count} places"
        ),
    )
}

fn left_out(first: &str, count: usize) -> Finding {
    Finding::new(
        &IMPORT_HEADER,
        message!(
            "{count} 个页码没有导入（“{first}”等）",
            "{count} page numbers are left out (`{first}` and the like)"
        ),
    )
}

/// The lines without those that only number a page, and what these said.
fn without_page_numbers(lines: Vec<Line>) -> (Vec<Line>, Vec<String>) {
    let (mut kept, mut numbers): (Vec<Line>, Vec<String>) = (Vec::new(), Vec::new());
    let (mut page, mut gap) = (false, false);
    for mut line in lines {
        if is_page_number(&line.words) {
            page = true;
            gap |= line.gap;
            numbers.push(line.words);
            continue;
        }
        line.page |= std::mem::take(&mut page);
        line.gap |= std::mem::take(&mut gap);
        kept.push(line);
    }
    (kept, numbers)
}

/// How the lines of a text are written.
struct Layout {
    /// Paragraphs have blank lines between them.
    gapped: bool,
    /// Lines are cut at this width, in characters.
    width: Option<usize>,
    /// Paragraphs begin farther in.
    indented: bool,
    /// The longest line, in characters.
    longest: usize,
}

/// How a line was joined to the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    /// As all lines of this text are.
    Flows,
    /// A sentence goes on where a paragraph seems to begin.
    Judged,
}

impl Layout {
    fn of(lines: &[Line]) -> Self {
        let share = |count: usize| count * 100 / lines.len().max(1);
        let gaps = lines.iter().filter(|line| line.gap).count();
        let mut lengths: Vec<usize> = lines.iter().map(|line| line.words.chars().count()).collect();
        lengths.sort_unstable();
        let long = lengths.get(lengths.len() * 9 / 10).copied().unwrap_or(0);
        let full = lengths.iter().filter(|length| **length + 3 >= long).count();
        let indented = lines.iter().filter(|line| line.indented).count();
        Self {
            gapped: share(gaps) >= 40,
            width: ((15..=60).contains(&long) && share(full) >= 30).then_some(long),
            indented: share(indented) >= 15 && share(indented) <= 85,
            longest: lengths.last().copied().unwrap_or(0),
        }
    }

    /// Whether a line goes on where the one before ended.
    fn joins(&self, last: &Tail<'_>, next: &Line) -> Option<Joined> {
        // Rows of a table, and of names with what these are: joined they would say another number.
        if last.columns.max(next.columns) >= 2 || last.columns.min(next.columns) == 1 {
            return None;
        }
        if let Some(how) = self.placed(last, next) {
            return Some(how);
        }
        let apart = next.gap || next.page;
        if !apart && is_left_over(last, next) {
            return Some(Joined::Flows);
        }
        if begins_anew(&next.words) || next.align != last.align && next.align != Align::Start {
            return None;
        }
        if title::goes_on(last.words, &next.words) && (!next.gap || is_open(last.words)) {
            return Some(Joined::Judged);
        }
        let cut = !apart && self.cuts(last);
        if stands_alone(last.words) && !cut || self.indented && next.indented && !next.page {
            return None;
        }
        let full = last.reaches.unwrap_or_else(|| {
            self.width
                .is_none_or(|width| last_line_length(last.words, width) + 3 >= width)
        });
        let ended = is_ended(last.words);
        if !apart {
            let flows = match (self.gapped, self.width) {
                _ if last.reaches.is_some() => full && !(ended && next.indented),
                (_, Some(_)) => full && !(ended && self.indented && next.indented),
                (true, None) => true,
                (false, None) => false,
            };
            if flows {
                return Some(Joined::Flows);
            }
        }
        (!ended && is_sentence(last.words)).then_some(Joined::Judged)
    }
}

impl Layout {
    /// Whether the paper cuts a numbered line that looks like a heading: one that is as long as a line can be, where nothing
    /// parts it from the next one, is the first line of a numbered sentence.
    fn cuts(&self, last: &Tail<'_>) -> bool {
        /// A text of short lines does not tell how wide its paper is.
        const WIDE: usize = 20;
        let length = last.words.chars().count();
        let full = match (last.reaches, self.width) {
            (Some(reaches), _) => reaches,
            (None, Some(width)) => length + 3 >= width,
            (None, None) => self.gapped && length >= WIDE && length + 2 >= self.longest,
        };
        full && is_headed(last.words)
    }

    /// How a line goes on that ends at the edge of the text in the middle of a sentence, where paragraphs begin farther in and
    /// the next line does not, whatever it begins with.
    fn placed(&self, last: &Tail<'_>, next: &Line) -> Option<Joined> {
        let goes_on = self.indented
            && last.reaches == Some(true)
            && !next.indented
            && next.align == Align::Start
            && last.align == Align::Start
            && !next.gap
            && !is_ended(last.words)
            && (is_sentence(last.words) || is_headed(last.words));
        goes_on.then_some(if next.page { Joined::Judged } else { Joined::Flows })
    }
}

/// Whether a line is the last character or two of a centred title that fills the line above: 的通 / 知.
fn is_left_over(last: &Tail<'_>, next: &Line) -> bool {
    let few = (1..=2).contains(&next.words.chars().count()) && next.words.chars().all(han::is_han);
    let full = last.reaches == Some(true) && last.words.ends_with(han::is_han);
    few && full && next.align == Align::Center
}

/// How long the last line of a paragraph that was joined of lines of a width may be: it is at least what is left over.
fn last_line_length(words: &str, width: usize) -> usize {
    let all = words.chars().count();
    if all > width { width } else { all }
}

/// Puts a line behind another: with nothing between Chinese characters, and a word that was divided made whole.
fn join(words: &mut String, next: &str) {
    let (before, after) = (words.chars().next_back(), next.chars().next());
    let (Some(before), Some(after)) = (before, after) else {
        words.push_str(next);
        return;
    };
    if before == '-' && after.is_ascii_lowercase() {
        words.pop();
    } else if before.is_alphanumeric()
        && after.is_alphanumeric()
        && !han::is_cjk(before)
        && !han::is_cjk(after)
        && !(before.is_ascii_digit() && after.is_ascii_digit())
    {
        words.push(' ');
    }
    words.push_str(next);
}

/// Brackets around or beside Chinese characters as full-width ones, and no blank behind the mark of a clause: scans mix them.
fn one_kind_of_brackets(words: &str) -> String {
    let mut chars: Vec<char> = words.chars().collect();
    let mut open: Vec<usize> = Vec::new();
    // How many Chinese characters are before each.
    let mut before = vec![0; chars.len() + 1];
    for (at, c) in chars.iter().enumerate() {
        before[at + 1] = before[at] + usize::from(han::is_cjk(*c) && !matches!(c, '（' | '）'));
    }
    for at in 0..chars.len() {
        match chars[at] {
            '(' | '（' => open.push(at),
            ')' | '）' => {
                let Some(from) = open.pop() else { continue };
                let beside =
                    |at: Option<usize>| at.and_then(|at| chars.get(at)).copied().is_some_and(han::is_cjk);
                let chinese =
                    before[at] > before[from] || beside(from.checked_sub(1)) || beside(Some(at + 1));
                if chinese {
                    (chars[from], chars[at]) = ('（', '）');
                }
            }
            _ => {}
        }
    }
    let words: String = chars.into_iter().collect();
    match Mark::at_start(&words, false) {
        Some((Mark::First(_) | Mark::Second(_), length)) => {
            let (mark, rest) = words.split_at(length);
            let mark: String = mark.chars().filter(|c| !c.is_whitespace()).collect();
            format!("{mark}{}", rest.trim_start())
        }
        _ => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The paragraphs of a text, and whether each was judged to be one.
    fn read(text: &str) -> Vec<(String, bool)> {
        let (mut gap, mut lines) = (false, Vec::new());
        for line in text.lines() {
            if line.trim().is_empty() {
                gap = true;
            } else {
                lines.push(Line::of(line, std::mem::take(&mut gap)));
            }
        }
        let paragraph = |block: Block| match block {
            Block::Paragraph(paragraph) => (paragraph.words(), !paragraph.findings.is_empty()),
            other => panic!("{other:?}"),
        };
        document(lines).blocks.into_iter().map(paragraph).collect()
    }

    fn words(text: &str) -> Vec<String> {
        read(text).into_iter().map(|(words, _)| words).collect()
    }

    #[test]
    fn a_sentence_that_a_page_cuts_goes_on_behind_it_and_is_told() {
        let text = "一、办好小事\n\n（一）设点。每个镇设一个点，方便群众就\n\n— 1 —\n\n近办事。\n\n(二) 公开。办理要公开。\n";
        assert_eq!(
            read(text),
            [
                ("一、办好小事".to_owned(), false),
                ("（一）设点。每个镇设一个点，方便群众就近办事。".to_owned(), true),
                ("（二）公开。办理要公开。".to_owned(), false),
            ]
        );
    }

    #[test]
    fn lines_of_one_width_are_one_paragraph_until_one_is_short() {
        let text = "　　为了让居民少跑路，把能在家门口办的事都放到\n家门口，把能在网上办的事都放到网上，每一件事都\n说清楚要带什么。\n　　第二段也从空两格的地方开始，一直写到纸边上再\n换行，最后一行短一些。\n";
        let paragraphs = words(text);
        assert_eq!(paragraphs.len(), 2, "{paragraphs:?}");
        assert!(paragraphs[0].ends_with("每一件事都说清楚要带什么。"));
    }

    #[test]
    fn a_numbered_line_that_the_paper_cuts_is_no_heading() {
        let text = "关于补贴的通知\n\n各村：\n\n一、补贴对象为出生在本县并且户口在本县的三周岁以下的婴\n幼儿，补贴标准为每孩每年三千六百元。\n\n二、工作要求\n加强领导。\n\n（一）由县卫生健康局会同县民政局和县妇联负责组织实施并\n定期通报。\n";
        let paragraphs = words(text);
        assert_eq!(
            paragraphs[2],
            "一、补贴对象为出生在本县并且户口在本县的三周岁以下的婴幼儿，补贴标准为每孩每年三千六百元。"
        );
        assert_eq!(paragraphs[3..5], ["二、工作要求", "加强领导。"]);
        assert!(paragraphs[5].ends_with("实施并定期通报。"), "{paragraphs:?}");
    }

    #[test]
    fn a_heading_a_title_and_a_signature_stay_alone() {
        let text = "某某县民政局文件\n某民发〔2026〕5号\n关于开好家长课堂的通知\n各镇人民政府：\n现通知如下：\n一、总体要求\n请认真办好。\n某某县民政局\n2026年3月9日\n";
        assert_eq!(words(text), text.lines().collect::<Vec<_>>());
    }

    #[test]
    fn rows_of_a_table_stay_rows() {
        let table = "检查点名单如下，请大家就近前往检查，免费。\n1　　县妇幼保健院　　0871-65551111\n2　　青石镇卫生院　　0871-65552222\n注：来以前先打电话。\n";
        assert_eq!(words(table), table.lines().collect::<Vec<_>>());
        let names = "组　长：李　明　　县长\n副组长：王　芳　　副县长\n成　员：张　建　　局长\n";
        assert_eq!(words(names), names.lines().collect::<Vec<_>>());
    }

    #[test]
    fn what_is_left_over_of_a_title_is_joined_to_it() {
        let line = |words: &str, align, reaches| Line {
            words: words.to_owned(),
            align,
            reaches: Some(reaches),
            ..Line::default()
        };
        let lines = vec![
            line("某某县人民政府办公", Align::Start, true),
            line("室", Align::Center, false),
            line("印发《婚俗改革实施意见》的通", Align::Start, true),
            line("知", Align::Center, false),
            line("各镇人民政府：", Align::Start, false),
        ];
        let words: Vec<String> = document(lines)
            .blocks
            .into_iter()
            .map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.words(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            words,
            [
                "某某县人民政府办公室",
                "印发《婚俗改革实施意见》的通知",
                "各镇人民政府："
            ]
        );
    }

    #[test]
    fn a_title_over_two_lines_is_one() {
        let text = "关于做好《意见》落实\n工作的通知\n\n各镇人民政府：\n\n请办好。\n";
        assert_eq!(words(text)[0], "关于做好《意见》落实工作的通知");
    }

    #[test]
    fn a_word_that_was_divided_is_made_whole() {
        let mut words = "regis-".to_owned();
        join(&mut words, "tration of");
        join(&mut words, "marriage");
        assert_eq!(words, "registration of marriage");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn every_character_of_the_lines_is_in_the_paragraphs(text in "([甲乙，。：（）()一二、第条《》 　—0-9a-z]{0,12}\n){0,8}") {
            let bare = |text: &str| -> String {
                let plain = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '(' | ')' | '（' | '）' | '-'));
                plain.collect()
            };
            let kept: String = text.lines().filter(|line| !is_page_number(line.trim())).collect();
            proptest::prop_assert_eq!(bare(&words(&text).concat()), bare(&kept));
        }
    }
}
