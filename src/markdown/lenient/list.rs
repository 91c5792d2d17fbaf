//! Lists whose marks are those of Word: bullets, wide blanks, numbers with 、 behind them.

use super::run::Run;
use super::signs::{is_blank, is_wide_blank};
use super::{Edit, Leniency, Reading, Repair};
use crate::base::han::is_han;
use crate::base::{numeral, scan};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "列表：记号后面是全角空格，记号是 Word 的圆点，号码后面是顿号、全角的点",
        cases: &[
            ("-　甲⏎-　乙", "- 甲⏎- 乙"),
            ("1.　甲⏎2.　乙", "1. 甲⏎2. 乙"),
            ("• 甲⏎• 乙", "- 甲⏎- 乙"),
            ("材料：⏎●甲⏎●乙", "材料：⏎- 甲⏎- 乙"),
            ("· 甲⏎· 乙", "- 甲⏎- 乙"),
            ("-甲⏎-乙", "- 甲⏎- 乙"),
            ("- 甲⏎-乙⏎- 丙", "- 甲⏎- 乙⏎- 丙"),
            ("1、甲⏎2、乙", "1. 甲⏎2. 乙"),
            ("材料：⏎1、甲⏎2、乙", "材料：⏎1. 甲⏎2. 乙"),
            ("１．甲⏎２．乙", "1. 甲⏎2. 乙"),
            ("2、乙⏎3、丙", "2. 乙⏎3. 丙"),
            ("（1）甲⏎（2）乙", "（1）甲⏎⏎（2）乙"),
            ("一、甲⏎二、乙", "一、甲⏎⏎二、乙"),
            ("材料：⏎①甲⏎②乙", "材料：⏎⏎①甲⏎⏎②乙"),
            ("⒈甲⏎⒉乙", "1. 甲⏎2. 乙"),
            ("⑴甲⏎⑵乙", "⑴甲⏎⏎⑵乙"),
            ("1️⃣ 登录⏎2️⃣ 填写", "1️⃣ 登录⏎⏎2️⃣ 填写"),
            ("1 登录⏎2 填写", "1 登录⏎⏎2 填写"),
            ("一、甲⏎1、子⏎2、丑⏎二、乙", "一、甲⏎⏎1. 子⏎2. 丑⏎⏎二、乙"),
            ("> • 甲⏎> • 乙", "> - 甲⏎> - 乙"),
            ("1. 甲⏎      2. 乙⏎      3. 丙", "1. 甲⏎2. 乙⏎3. 丙"),
            ("1. 甲⏎二、乙⏎三、丙", "1. 甲⏎⏎二、乙⏎⏎三、丙"),
            (
                "附件：1. 申请表⏎      2. 汇总表⏎      3. 承诺书",
                "附件：⏎⏎1. 申请表⏎2. 汇总表⏎3. 承诺书",
            ),
            ("附件：1.申请表⏎2.汇总表", "附件：⏎⏎1. 申请表⏎2. 汇总表"),
            ("附件：1. 申请表⏎⏎2. 汇总表", "附件：⏎⏎1. 申请表⏎⏎2. 汇总表"),
            ("材料：（1）甲⏎（2）乙", "材料：⏎⏎（1）甲⏎⏎（2）乙"),
            (
                "1.甲。⏎（1）子；⏎（2）丑。⏎2.乙。",
                "1. 甲。⏎⏎（1）子；⏎⏎（2）丑。⏎⏎2. 乙。",
            ),
            ("（一）甲⏎    1.子⏎    2.丑", "（一）甲⏎1. 子⏎2. 丑"),
        ],
    },
    may: |signs| signs.number || signs.wide || signs.starts_with(&BULLETS) || signs.starts_with(&SIGNS),
    edits,
};

/// Bullets that are nothing else, those of Word's symbol fonts included.
pub(super) const BULLETS: [char; 22] = [
    '•', '●', '▪', '■', '◆', '◇', '◦', '‣', '⁃', '∙', '➢', '➤', '►', '▶', '\u{F0B7}', '\u{F06C}', '\u{F06E}',
    '\u{F0D8}', '\u{F0FC}', '\u{F0A7}', '\u{F075}', '\u{F0A8}',
];

/// Signs that are bullets with a blank behind them.
const SIGNS: [char; 10] = ['-', '*', '+', '－', '–', '·', '・', '‧', '○', '＊'];

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        bullets(reading.text, run, &mut edits);
        if !reading.clauses {
            numbers(reading.text, run, &mut edits);
        }
    }
    edits
}

fn bullets(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    let glued = |line: &Range<usize>| is_glued(&text[line.clone()]);
    for (n, line) in run.open_lines(text) {
        let words = &text[line.clone()];
        let Some(mark) = words.chars().next() else {
            continue;
        };
        let behind = &words[mark.len_utf8()..];
        let inner = behind.trim_start_matches(is_blank);
        let blank = inner.len() < behind.len();
        let beside = [n.checked_sub(1), Some(n + 1)].into_iter().flatten();
        let several = beside
            .filter_map(|n| run.lines.get(n))
            .any(|other| glued(other) && text[other.clone()].starts_with(mark));
        let is_bullet = (BULLETS.contains(&mark) && !inner.starts_with(mark))
            || (SIGNS.contains(&mark) && blank)
            || (glued(line) && (several || mark == '-' && run.is_bulleted(text, n)));
        if is_bullet && !inner.is_empty() {
            edits.push(Edit::new(line.start..line.end - inner.len(), "- "));
        }
    }
}

/// `-甲`, `·甲`: one such line may be anything, several are a list.
fn is_glued(words: &str) -> bool {
    let behind = words
        .strip_prefix(['-', '－', '·', '・', '‧'])
        .and_then(|behind| behind.chars().next());
    behind.is_some_and(|c| is_han(c) || matches!(c, '“' | '《' | '【' | '（'))
}

/// How lines are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `1.` and `1)` with a blank that Markdown knows: an item already, where it may begin a list.
    Item(char),
    /// `1、`, `1．`, `１.`, `1.` with a wide blank or none.
    Number(char),
    /// `（1）`
    Bracketed,
    /// `一、`
    Chinese,
    /// `（一）`
    ChineseBracketed,
    /// `①`
    Circled,
    /// `1 登录`: nothing but a blank is behind the number.
    Bare,
}

impl Form {
    /// Markdown has such a list; the mark of an item.
    fn delimiter(self) -> Option<char> {
        match self {
            Self::Item(delimiter) => Some(delimiter),
            Self::Number(delimiter) => Some(if matches!(delimiter, ')' | '）') {
                ')'
            } else {
                '.'
            }),
            _ => None,
        }
    }
}

/// The number that a line begins with, its form, and the bytes of the mark with the blanks behind it.
fn counted(words: &str) -> Option<(u32, Form, usize)> {
    let open = words.strip_prefix(['（', '(']);
    let inner = open.unwrap_or(words);
    let first = inner.chars().next()?;
    if let Some((n, form, length)) = enclosed(inner).filter(|_| open.is_none()) {
        let rest = inner[length..].trim_start_matches(is_blank);
        return (!rest.is_empty()).then_some((n, form, words.len() - rest.len()));
    }
    if !numeral::is_numeral(first) {
        return None;
    }
    let length = inner.find(|c| !numeral::is_numeral(c))?;
    let n = numeral::parse(&inner[..length]).filter(|n| (1..100).contains(n))?;
    let arabic = inner[..length]
        .chars()
        .all(|c| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let mark = inner[length..].chars().next()?;
    let behind = &inner[length + mark.len_utf8()..];
    let rest = behind.trim_start_matches(is_blank);
    let narrow = behind.starts_with([' ', '\t']) && inner[..length].is_ascii();
    let form = match (open.is_some(), arabic, mark) {
        (true, true, '）' | ')') => Form::Bracketed,
        (true, false, '）' | ')') => Form::ChineseBracketed,
        (false, false, '、' | '丶') => Form::Chinese,
        (false, true, '.' | ')') if narrow => Form::Item(mark),
        (false, true, '.' | '．' | '、' | '丶' | ')' | '）')
            if !rest.starts_with(|c: char| c.is_numeric()) =>
        {
            Form::Number(mark)
        }
        (false, _, blank) if is_blank(blank) && is_step(rest) => Form::Bare,
        _ => return None,
    };
    (!rest.is_empty()).then_some((n, form, words.len() - rest.len()))
}

/// The number that one character is, or a digit in its key: ⒈, ⑴, ❶, 1️⃣; how it is written, and its bytes.
pub(super) fn enclosed(words: &str) -> Option<(u32, Form, usize)> {
    let first = words.chars().next()?;
    let from = |start: char| first as u32 - start as u32 + 1;
    let (n, form) = match first {
        '①'..='⑳' => (from('①'), Form::Circled),
        '❶'..='❿' => (from('❶'), Form::Circled),
        '⒈'..='⒛' => (from('⒈'), Form::Number('.')),
        '⑴'..='⒇' => (from('⑴'), Form::Bracketed),
        '㈠'..='㈩' => (from('㈠'), Form::ChineseBracketed),
        _ => return keycap(words).map(|(n, length)| (n, Form::Circled, length)),
    };
    Some((n, form, first.len_utf8()))
}

/// The digit that words begin with in a key, 1️⃣ or 🔟, and its bytes.
fn keycap(words: &str) -> Option<(u32, usize)> {
    if words.starts_with('🔟') {
        return Some((10, '🔟'.len_utf8()));
    }
    let digit = words.chars().next()?.to_digit(10)?;
    let behind = words[1..].trim_start_matches('\u{FE0F}');
    let rest = behind.strip_prefix('\u{20E3}')?;
    Some((digit, words.len() - rest.len()))
}

/// Whether words behind a bare number say what is done: no sentence, and no cells of a table.
fn is_step(words: &str) -> bool {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '（' | '）' | '“' | '”' | '《' | '》' | '、');
    words.starts_with(is_han) && words.chars().all(plain)
}

/// A line that is counted, or the count that begins behind a colon: 附件：1. 申请表.
struct Counted {
    /// Its line in the run.
    n: usize,
    /// Where its mark begins.
    start: usize,
    number: u32,
    form: Form,
    /// Bytes of its mark.
    length: usize,
    /// It begins behind a colon.
    behind_colon: bool,
}

impl Counted {
    fn of(text: &str, n: usize, at: Range<usize>, behind_colon: bool) -> Option<Self> {
        let (number, form, length) = counted(&text[at.clone()])?;
        Some(Self {
            n,
            start: at.start,
            number,
            form,
            length,
            behind_colon,
        })
    }

    /// Whether two marks are of one count. Both sorts of a Markdown list are.
    fn is_like(&self, other: &Self) -> bool {
        self.form == other.form
            || self.form.delimiter().is_some() && self.form.delimiter() == other.form.delimiter()
    }
}

/// Lines that count on from each other, and items behind a wide blank.
fn numbers(text: &str, run: &Run<'_>, edits: &mut Vec<Edit>) {
    let counts = counts(text, run);
    if counts.is_empty() {
        return;
    }
    // The items of the list that goes on below the run.
    let below = run.is_top().then(|| next_count(text, run)).flatten();
    // How far each line is indented, or the one that it counts on from.
    let mut indents: Vec<usize> = Vec::new();
    // A line of its own has ended the list that was before it.
    let mut ended = false;
    for (at, line) in counts.iter().enumerate() {
        let before = counts[..at].iter().rposition(|other| other.is_like(line));
        let before = before.filter(|before| counts[*before].number + 1 == line.number);
        let in_list = at == 0
            && run.item_number(text).is_some_and(|(n, delimiter)| {
                n + 1 == line.number && line.form.delimiter() == Some(delimiter)
            });
        let follows = before.is_some() || in_list;
        indents.push(match before {
            Some(before) => indents[before],
            None if in_list => run.indent(text, 0),
            // Blanks before the first item below a line are only for the eye.
            None if run.is_top() && line.n > 0 => 0,
            None => run.indent(text, line.n),
        });
        let next = counts[at + 1..].iter().find(|other| other.is_like(line));
        let leads = next.is_some_and(|other| other.number == line.number + 1)
            || line.behind_colon
                && next.is_none()
                && below.is_some()
                && below == line.form.delimiter().map(|c| (line.number + 1, c));
        let marked = &text[line.start..line.start + line.length];
        let wide = marked.ends_with(is_wide_blank) && line.form.delimiter().is_some();
        if leads || !line.behind_colon && (follows || wide) {
            // Within a paragraph only the first item begins a list.
            let interrupts = line.number != 1 && line.n > 0 && (!follows || ended);
            edits.extend(own_line(text, run, line, interrupts, indents[at]));
            ended = run.is_top() && line.form.delimiter().is_none();
        }
    }
}

/// The counts of a run, in reading order.
fn counts(text: &str, run: &Run<'_>) -> Vec<Counted> {
    let mut found = Vec::new();
    for (n, line) in run.open_lines(text) {
        let own = Counted::of(text, n, line.clone(), false);
        let words = &text[line.clone()];
        let may = own.is_none() && run.is_top();
        let colon = may.then(|| scan::find(words, "：")).flatten();
        let inner = colon.and_then(|at| {
            let behind = words[at + '：'.len_utf8()..].trim_start_matches(is_blank);
            Counted::of(text, n, line.end - behind.len()..line.end, true)
        });
        found.extend(own.or(inner.filter(|first| first.number == 1)));
    }
    found
}

/// The number and the mark of the item that follows below a run, at the left edge.
fn next_count(text: &str, run: &Run<'_>) -> Option<(u32, char)> {
    let line = text[run.lines.last()?.end..].trim_start_matches(['\r', '\n']);
    match counted(line.lines().next()?)? {
        (number, Form::Item(delimiter), _) => Some((number, delimiter)),
        _ => None,
    }
}

/// A counted line as an item, or, where Markdown has no such list, as a line of its own. `interrupts` says that it begins a list
/// within a paragraph, which Markdown does not let it; `indent` is how far its list is indented.
fn own_line(text: &str, run: &Run<'_>, line: &Counted, interrupts: bool, indent: usize) -> Option<Edit> {
    let end = line.start + line.length;
    if line.behind_colon {
        let mark = line
            .form
            .delimiter()
            .map(|delimiter| format!("{}{delimiter} ", line.number));
        let at = text[..line.start].trim_end_matches(is_blank).len();
        let mark = mark.unwrap_or_else(|| text[line.start..end].to_owned());
        return Some(Edit::new(at..end, format!("\n\n{mark}")));
    }
    if let Some(delimiter) = line.form.delimiter() {
        let gap = if interrupts && run.is_top() { "\n" } else { "" };
        let mark = format!("{gap}{}{delimiter} ", line.number);
        let further = match line.n {
            0 => 0,
            n => run.indent(text, n).saturating_sub(indent),
        };
        return Some(Edit::new(line.start - further..end, mark));
    }
    let before = line.n.checked_sub(1)?;
    let higher = matches!(line.form, Form::Chinese | Form::ChineseBracketed);
    if run.is_top() || higher && run.is_left_by(text, line.n) {
        return Some(Edit::new(line.start..line.start, "\n"));
    }
    run.hard_break(text, before)
}
