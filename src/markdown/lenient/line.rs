//! Lines that are plainly lines of their own, though Markdown joins each one to the line before: a title with its number, a
//! label with what it is, who signs and when.

mod item;

use super::run::Run;
use super::series::Series;
use super::signs::is_blank;
use super::single::{
    SHORT, TITLE, begins_with_decimal, begins_with_label, columns, concludes, head, is_bold, is_caption,
    is_low, is_name, is_number_of_document, is_opening_time, is_passed, is_stopped, is_title, names_text,
    sentence,
};
use super::{Edit, Leniency, Reading, Repair};
use crate::base::han::is_han;
use crate::markdown::Mark;
use crate::markdown::annex::{AnnexLine, heads_contents, is_file_name};
use crate::markdown::closing::{ClosingLine, is_below_date, may_sign};
use pulldown_cmark::Tag;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "一行就是一行的：带序号的小标题、冒号前面是名目的、落款和日期、列表下面另起的序号，不和上一行连成一句；一段话折成几行的，照旧连起来",
        cases: &[
            ("一、总体要求⏎坚持甲。", "一、总体要求⏎⏎坚持甲。"),
            ("（一）总体要求⏎坚持甲。", "（一）总体要求⏎⏎坚持甲。"),
            ("第一章 总则⏎坚持甲。", "第一章 总则⏎⏎坚持甲。"),
            (
                "1.加强宣传⏎各镇要利用多种形式宣传。",
                "1.加强宣传⏎⏎各镇要利用多种形式宣传。",
            ),
            ("请执行。⏎一、总体要求", "请执行。⏎⏎一、总体要求"),
            (
                "目录⏎第一章 总则……1⏎第二章 附则……2⏎第一章 总则",
                "目录⏎⏎第一章 总则……1⏎⏎第二章 附则……2⏎⏎第一章 总则",
            ),
            ("附件1：⏎申请表⏎姓名：", "附件1：⏎⏎申请表⏎⏎姓名："),
            ("各区民政局：⏎请执行。", "各区民政局：⏎⏎请执行。"),
            (
                "联系人：张三⏎电话：12345⏎地址：北街",
                "联系人：张三\\⏎电话：12345\\⏎地址：北街",
            ),
            ("【时间】周一⏎【地点】礼堂", "【时间】周一\\⏎【地点】礼堂"),
            ("欢迎参加。⏎时间：周一", "欢迎参加。\\⏎时间：周一"),
            (
                "抄送：各区。⏎示例市民政局办公室　2026年1月2日印发",
                "抄送：各区。\\⏎示例市民政局办公室　2026年1月2日印发",
            ),
            ("示例市民政局⏎2026年1月1日", "示例市民政局\\⏎2026年1月1日"),
            ("- 甲⏎二、乙", "- 甲⏎⏎二、乙"),
            ("1. 甲⏎（1）子", "1. 甲\\⏎（1）子"),
            ("1. 甲⏎注：说明", "1. 甲⏎⏎注：说明"),
            ("1. 甲⏎2. 乙。⏎以上照办。", "1. 甲⏎2. 乙。⏎⏎以上照办。"),
            ("- 甲⏎- 乙⏎流程：⏎- 丙", "- 甲⏎- 乙⏎⏎流程：⏎⏎- 丙"),
            ("1. 甲⏎2. 乙⏎（均需原件）", "1. 甲⏎2. 乙⏎⏎（均需原件）"),
            ("通知⏎各村：", "通知⏎⏎各村："),
            ("2025年：甲⏎2026年：乙", "2025年：甲\\⏎2026年：乙"),
            ("文/张三⏎图/李四", "文/张三\\⏎图/李四"),
            ("1. 甲⏎注：说明⏎2. 乙", "1. 甲\\⏎注：说明⏎2. 乙"),
            ("**办理条件**⏎符合甲。", "**办理条件**⏎⏎符合甲。"),
            (
                "示例市民政局文件⏎示民发〔2026〕1号⏎关于某事的通知",
                "示例市民政局文件\\⏎示民发〔2026〕1号\\⏎关于某事的通知",
            ),
            ("某某条例⏎（2026年1月1日通过）", "某某条例\\⏎（2026年1月1日通过）"),
            ("申请表.docx⏎汇总表.xlsx", "申请表.docx\\⏎汇总表.xlsx"),
            ("第一，甲。⏎第二，乙。", "第一，甲。\\⏎第二，乙。"),
            ("首先，甲。⏎最后，乙。", "首先，甲。\\⏎最后，乙。"),
            ("——坚持甲。⏎——坚持乙。", "——坚持甲。\\⏎——坚持乙。"),
            ("此致⏎敬礼！", "此致\\⏎敬礼！"),
            ("a.甲⏎b.乙", "a.甲\\⏎b.乙"),
            ("Ⅰ.甲⏎Ⅱ.乙", "Ⅰ.甲\\⏎Ⅱ.乙"),
            ("★甲⏎★乙", "★甲\\⏎★乙"),
            ("📍北街1号⏎📞12345", "📍北街1号\\⏎📞12345"),
            ("9:00 签到⏎9:30 开幕", "9:00 签到\\⏎9:30 开幕"),
            ("3月8日 宣传⏎4月5日 祭扫", "3月8日 宣传\\⏎4月5日 祭扫"),
            ("附件1 申请表⏎附件2 承诺书", "附件1 申请表\\⏎附件2 承诺书"),
            ("主办 县妇联⏎承办 县民政局", "主办 县妇联\\⏎承办 县民政局"),
            ("时间：⏎1月5日⏎地点：⏎体育馆", "时间：⏎⏎1月5日⏎⏎地点：⏎⏎体育馆"),
            (
                "【时间】⏎1月5日⏎【地点】⏎体育馆",
                "【时间】⏎⏎1月5日⏎⏎【地点】⏎⏎体育馆",
            ),
            (
                "周一至周五 9:00—17:00⏎周六 9:00—12:00",
                "周一至周五 9:00—17:00\\⏎周六 9:00—12:00",
            ),
        ],
    },
    may: |signs| signs.joined,
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    let decimals = reading.clauses && reading.text.lines().any(begins_with_decimal);
    let runs = reading.runs();
    for (at, run) in runs.iter().enumerate() {
        let running = matches!(run.parent, None | Some(Tag::Paragraph | Tag::Item));
        if running && run.lines.len() > 1 {
            let mut lines: Vec<Line> = run
                .lines
                .iter()
                .map(|line| Line::of(&reading.text[line.clone()], reading.clauses))
                .collect();
            numbers_go_on(&mut lines);
            rows(&mut lines);
            heads(&mut lines);
            headline(reading.text, run, &mut lines);
            annex_titles(reading.text, run, &mut lines);
            named(&mut lines);
            sections(reading.text, run, &mut lines);
            signers(&mut lines);
            if decimals {
                number_titles(reading.text, run, &mut lines);
            }
            if run.lists > 0 {
                let beside = at.checked_sub(1).map(|before| &runs[before]);
                let plain = beside.is_some_and(|beside| beside.lists == run.lists && beside.lines.len() == 1);
                item::lines(reading, run, &lines, plain, &mut edits);
            } else {
                own_lines(reading, run, &lines, &mut edits);
            }
        }
    }
    edits
}

/// What a line of running text is.
struct Line {
    /// It begins with a mark above 1., on a page without clauses.
    begins: bool,
    /// It begins with a label: 联系人：张三.
    label: bool,
    /// It is a title with its number, or says to whom a text goes; what follows is a paragraph of its own.
    title: bool,
    /// How many characters it has when it is a few words behind 1. or 第一条: a title, when a sentence is below.
    head: Option<usize>,
    /// How many characters it has when it says a sentence, or begins one.
    sentence: Option<usize>,
    /// That label is one of those of a contact.
    contact: bool,
    /// It is as long as lines that are broken for their length.
    long: bool,
    /// A sentence, or a part of one, ends with it.
    ended: bool,
    /// It ends in a stop: no word of its sentence is below.
    stopped: bool,
    /// It is a short question.
    asks: bool,
    /// It begins with words that end a text: 欢迎.
    concludes: bool,
    /// How wide it is, in columns of half a character.
    columns: usize,
    /// Its sentence goes on below.
    goes_on: bool,
    /// It begins or ends with a digit: a number may go on from line to line.
    digits: (bool, bool),
    /// The mark of a clause that it begins with.
    mark: Option<Mark>,
    /// What it is in the closing of a text that has no clauses.
    closing: Option<ClosingLine>,
    /// It is short enough to be who signs.
    signs: bool,
    /// It signs: a day is below it, with nothing but offices between.
    signed: bool,
    /// All of it is bold: a title.
    bold: bool,
    /// It is the name of what is below it: 时间：
    name: bool,
    /// It is the number of a document, when it was passed, the name of a file, or 此致, and nothing else.
    alone: bool,
    /// Its mark in a row of lines like it.
    series: Option<Series>,
    /// There is another line of that row.
    in_row: bool,
}

impl Line {
    fn of(line: &str, clauses: bool) -> Self {
        let bare = line.trim_end_matches(['\\', '*', ' ']);
        let long = bare.chars().take(SHORT + 1).count() > SHORT;
        let ended = bare.ends_with(['。', '！', '？', '；', '：', ':', '”', '）', '》']);
        let mark = Mark::at_start(line, false).map(|(mark, _)| mark);
        let label = mark.is_none() && (begins_with_label(line) || is_opening_time(line));
        Self {
            begins: !clauses && mark.is_some_and(|mark| !is_low(mark)) && !Mark::is_cited(line),
            label,
            contact: label && is_below_date(line),
            long,
            ended,
            stopped: is_stopped(bare),
            asks: !clauses && !long && bare.ends_with('？'),
            concludes: concludes(line),
            columns: columns(bare),
            title: !long && (heads_contents(line) || is_title(bare, mark, clauses)),
            head: head(bare, clauses),
            sentence: sentence(bare, long),
            goes_on: long && !ended || bare.ends_with(['，', '、', ',']),
            digits: (
                bare.starts_with(|c: char| c.is_ascii_digit()),
                bare.ends_with(|c: char| c.is_ascii_digit()),
            ),
            mark,
            closing: ClosingLine::of(line),
            signs: may_sign(line),
            signed: false,
            bold: is_bold(line),
            name: is_name(bare),
            alone: bare.trim_start_matches(is_blank) == "此致"
                || is_number_of_document(bare)
                || is_passed(bare)
                || is_file_name(bare)
                || is_caption(bare),
            series: Series::of(line),
            in_row: false,
        }
    }
}

impl Line {
    /// Whether more of its sentence would have stood in it, had it been broken to be so wide.
    fn is_narrow(&self, width: usize) -> bool {
        self.columns + 2 * ROOM <= width
    }
}

/// So many characters of a line may stay empty that is broken for its length.
const ROOM: usize = 3;

/// A line that ends in a number which the next one may go on with is no title: 每月3⏎000元. It is told where it is joined.
fn numbers_go_on(lines: &mut [Line]) {
    for n in 1..lines.len() {
        let begins = lines[n].digits.0 && lines[n].mark.is_none() && !lines[n].in_row;
        lines[n - 1].title &= !(begins && lines[n - 1].digits.1);
    }
}

/// Above to whom a text goes, or what it says, its title is a line of its own: 通知⏎各村：, 温馨提示⏎请提前到场。
fn headline(text: &str, run: &Run<'_>, lines: &mut [Line]) {
    let title = text[run.lines[0].clone()].trim_start_matches(is_blank);
    let addressed = lines[1].title && lines[1].mark.is_none();
    lines[0].title |= names_text(title) && (lines[1].stopped || addressed)
        || addressed && title.starts_with("关于") && !lines[0].long && !lines[0].ended;
}

/// Below the name of an annex, 附件1, its title is a line of its own.
fn annex_titles(text: &str, run: &Run<'_>, lines: &mut [Line]) {
    for n in 1..lines.len() {
        let annex = AnnexLine::of(&text[run.lines[n - 1].clone()]);
        if annex.is_some_and(|annex| annex.rest.is_empty() && !annex.number.is_empty()) {
            lines[n - 1].title = true;
            lines[n].title |= !lines[n].long && !lines[n].ended && !lines[n].label;
        }
    }
}

/// Several names of what is below them are titles: 时间：⏎1月5日⏎地点：⏎体育馆.
fn named(lines: &mut [Line]) {
    if lines.iter().filter(|line| line.name).count() > 1 {
        for line in lines.iter_mut().filter(|line| line.name) {
            (line.title, line.bold) = (true, true);
        }
    }
}

/// A few words between the last item of a count and the first of the next one are the title of that: 2.丑⏎办理流程⏎1.寅.
fn sections(text: &str, run: &Run<'_>, lines: &mut [Line]) {
    for n in 1..lines.len().saturating_sub(1) {
        let (before, below) = (lines[n - 1].mark, lines[n + 1].mark);
        let anew = before.zip(below).is_some_and(|(before, below)| {
            is_low(below)
                && below.number() == Some(1)
                && before.number() > Some(1)
                && below == before.with_number(1)
        });
        let words = &text[run.lines[n].clone()];
        let title = words.chars().count() <= TITLE && words.chars().all(is_han);
        if anew && title && lines[n].mark.is_none() && !lines[n - 1].goes_on {
            (lines[n].title, lines[n].bold) = (true, true);
        }
    }
}

/// Few words behind a number are a title when a sentence is below that no line was broken before: the line above would hold
/// more of it.
fn heads(lines: &mut [Line]) {
    for n in 1..lines.len() {
        let below = lines[n]
            .sentence
            .filter(|_| lines[n].mark.is_none() && !lines[n].in_row);
        let pair = lines[n - 1].head.zip(below);
        let unbroken = pair.is_some_and(|(head, below)| head <= TITLE || below > head);
        lines[n - 1].title |= unbroken;
    }
}

/// Where there is 1.1, a line that is a number and a title is one: 3 附则.
fn number_titles(text: &str, run: &Run<'_>, lines: &mut [Line]) {
    for (line, at) in lines.iter_mut().zip(&run.lines) {
        line.title |= line.mark.is_none() && !line.long && Mark::bare_number(&text[at.clone()]).is_some();
    }
}

/// Tells lines that stand in a row of their like: the next one with such a mark, or the one before, is beside them.
fn rows(lines: &mut [Line]) {
    let marked: Vec<(usize, Series)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, line)| Some((at, line.series?)))
        .collect();
    for pair in marked.windows(2) {
        if pair[0].1.is_beside(pair[1].1) {
            (lines[pair[0].0].in_row, lines[pair[1].0].in_row) = (true, true);
        }
    }
}

/// Tells who signs: the line above a day, and the offices above that.
fn signers(lines: &mut [Line]) {
    let mut below = None;
    for line in lines.iter_mut().rev() {
        let office = line.closing == Some(ClosingLine::Signature) || line.label && line.signs;
        line.signed = match below {
            Some(ClosingLine::Date) => line.signs && line.closing != Some(ClosingLine::Date),
            Some(ClosingLine::Signature) => office,
            _ => false,
        };
        below = if line.signed {
            Some(ClosingLine::Signature)
        } else {
            line.closing.filter(|kind| *kind == ClosingLine::Date)
        };
    }
}

/// How a line is kept apart from the one before.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// By a break.
    Line,
    /// By an empty line.
    Paragraph,
}

fn own_lines(reading: &Reading<'_>, run: &Run<'_>, lines: &[Line], edits: &mut Vec<Edit>) {
    let labels = lines.iter().filter(|line| line.label).count();
    let policy = reading.clauses && run.is_top();
    let unbroken = policy && lines.iter().all(|line| line.ended || line.title);
    let width = broken_width(lines);
    for n in 1..lines.len() {
        let (before, line) = (&lines[n - 1], &lines[n]);
        let ends = before.stopped && !line.alone && width.is_none_or(|width| before.is_narrow(width));
        let own = unbroken || policy && ends;
        // Who signs stands below the last item, 2.承诺书, and is none of its words.
        let office = line.signed && line.closing == Some(ClosingLine::Signature);
        let own = own || policy && office && before.mark.is_some() && !before.goes_on;
        let apart = (own && line.mark.is_none() && !line.in_row).then_some(Apart::Paragraph);
        let start = run.lines[n].start;
        match apart.or_else(|| apart_from(lines, n, labels, reading.clauses)) {
            Some(Apart::Paragraph) if run.is_top() || apart.is_some() => {
                edits.push(Edit::new(start..start, "\n"));
            }
            Some(_) => edits.extend(run.hard_break(reading.text, n - 1)),
            None => {}
        }
    }
}

/// How wide the lines are of a paragraph that is broken for its length, in columns: the widest that breaks off within its
/// sentence. `None` when none does.
fn broken_width(lines: &[Line]) -> Option<usize> {
    let pairs = lines.windows(2).filter(|pair| breaks_off(&pair[0], &pair[1]));
    let width = pairs.map(|pair| pair[0].columns).max()?;
    (width > 2 * TITLE).then_some(width)
}

/// Whether a line breaks off within its sentence, and the next one goes on with it.
fn breaks_off(before: &Line, line: &Line) -> bool {
    let alone = |line: &Line| line.label || line.alone || line.closing.is_some() || line.signed;
    !before.ended && !before.title && !alone(before) && !alone(line) && line.mark.is_none() && !line.in_row
}

/// How a line of a paragraph is kept apart from the one before it; `labels` is how many of its lines begin with one.
///
/// The closing of a policy, one with `clauses`, is told apart later.
fn apart_from(lines: &[Line], n: usize, labels: usize, clauses: bool) -> Option<Apart> {
    let (before, line) = (&lines[n - 1], &lines[n]);
    let after = lines.get(n + 1);
    let asked = before.asks && n == 1 && line.mark.is_none();
    if before.title
        || asked && before.mark.is_some()
        || line.begins && !before.goes_on
        || before.bold != line.bold && !before.goes_on
    {
        return Some(Apart::Paragraph);
    }
    if asked || before.label && !before.long && line.concludes {
        return Some(Apart::Line);
    }
    if !before.goes_on && (line.in_row || line.alone || before.bold) || before.alone {
        return Some(Apart::Line);
    }
    let beside = before.label || after.is_some_and(|after| after.label);
    // In prose a line may begin with such words by chance.
    let alone = !before.goes_on && (!before.long || line.contact);
    // The closing of a policy sets each of those apart who sign.
    let own = clauses && line.signed;
    let labelled = !own && (line.label && (beside || alone) || before.label && labels > 1 && !before.goes_on);
    let dated = |line: &Line| line.closing == Some(ClosingLine::Date);
    let signed = dated(line) && (before.signs || before.closing.is_some())
        || line.signed && (!before.goes_on || before.signed)
        || before.closing == Some(ClosingLine::Distribution) && !before.goes_on
        || line.closing == Some(ClosingLine::Distribution) && !before.goes_on;
    (labelled || signed && !clauses).then_some(Apart::Line)
}
