//! Marks: how a clause is marked at the beginning of a line.

mod begin;

use crate::base::characters::is_invisible;
use crate::base::han::{folded_mark, is_han};
use crate::base::numeral;
use begin::{may_begin, may_cite, plain};
use serde::{Deserialize, Serialize};

/// No mark is longer, in characters.
const LONGEST: usize = 24;

/// What follows 项 where an item is cited: （四）项所列, （一）项规定.
const GOES_ON: [char; 9] = ['所', '规', '的', '、', '，', '中', '及', '和', '或'];

/// What follows an article, behind a blank, where it is cited: 第二条　规定的假期.
const CITED: [&str; 19] = [
    "规定",
    "所列",
    "所规定",
    "所称",
    "所指",
    "的",
    "、第",
    "和第",
    "及第",
    "或第",
    "或者第",
    "以及第",
    "至第",
    // What a decision changes.
    "修改为",
    "改为",
    "删去",
    "增加一条",
    "增加一款",
    "增加一项",
];

/// How a clause is marked at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// 第三编
    Part(u32),
    /// 第三部分, or 叁、
    Portion(u32),
    /// 第二章
    Chapter(u32),
    /// 第一节
    Section(u32),
    /// 第十八条; the second number is 之一.
    Article(u32, u32),
    /// 第二款, written out.
    Paragraph(u32),
    /// 第（三）项 or 第三项, written out.
    Item(u32),
    /// 一、
    First(u32),
    /// （一）
    Second(u32),
    /// 1.
    Third(u32),
    /// （1）
    Fourth(u32),
    /// 1）
    Fifth(u32),
    /// ①
    Circled(u32),
    /// 1.1, 1.1.1: the numbers, and zeros behind them. Whether it is one is told by those around it (`decimal`).
    Decimal([u8; DEEPEST_DECIMAL]),
}

/// No mark like 1.1.1.1 has more numbers.
pub(super) const DEEPEST_DECIMAL: usize = 4;

/// The numbers of 1.1.1.
pub(super) fn decimals(path: &[u8; DEEPEST_DECIMAL]) -> &[u8] {
    let length = path.iter().position(|n| *n == 0).unwrap_or(path.len());
    &path[..length]
}

impl Mark {
    /// The mark that a line begins with, and how many bytes it takes; the blanks that offices put before a
    /// paragraph (　　) are among them. `heading` lines may leave out the space behind 第二章.
    pub fn at_start(line: &str, heading: bool) -> Option<(Self, usize)> {
        let inner = line.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
        if !may_begin(inner.chars().next()?) {
            return None;
        }
        if let Some(c @ '①'..='⑳') = inner.chars().next() {
            let n = c as u32 - '①' as u32 + 1;
            return Some((Mark::Circled(n), line.len() - inner.len() + c.len_utf8()));
        }
        if let Some((mark, length)) = plain(inner) {
            return Some((mark, line.len() - inner.len() + length));
        }
        let (text, ends) = folded_mark(inner, LONGEST);
        let (mark, length) = match text.chars().next()? {
            '第' => numbered(&text, heading),
            '(' => bracketed(&text),
            c if numeral::is_numeral(c) => counted(&text),
            _ => formal(&text, inner),
        }?;
        Some((mark, line.len() - inner.len() + ends[length - 1]))
    }

    /// Whether a line that begins with an article goes on as a sentence that cites it: 第二条　规定的假期, 第二条 第三款.
    pub fn is_cited(line: &str) -> bool {
        let Some((Mark::Article(..), end)) = Self::at_start(line, false) else {
            return false;
        };
        Self::cites_behind(&line[end..])
    }

    /// Whether what stands behind an article goes on as a sentence that cites it.
    pub fn cites_behind(rest: &str) -> bool {
        let rest = rest.trim_start();
        if !rest.chars().next().is_some_and(may_cite) {
            return false;
        }
        let (rest, _) = folded_mark(rest, LONGEST);
        cites(&rest)
    }

    /// The article that a line begins with when it lacks the blank behind it: 第二条乙.
    pub fn unspaced_article(line: &str) -> Option<u32> {
        let (text, _) = folded_mark(line.trim_start(), LONGEST);
        let (mark, end) = text.starts_with('第').then(|| unit(&text)).flatten()?;
        match mark {
            Mark::Article(n, 0) if !cites(&text[end..]) => Some(n),
            _ => None,
        }
    }

    /// The number that a line begins with, with nothing but a blank behind it and a title: 1 总则. Where there is 1.1 below
    /// it, it is a mark.
    pub fn bare_number(line: &str) -> Option<(Self, usize)> {
        let inner = line.trim_start();
        let digits = inner.find(|c: char| !c.is_ascii_digit())?;
        let n: u8 = inner[..digits].parse().ok().filter(|n| (1..100).contains(n))?;
        let title = inner[digits..].strip_prefix(char::is_whitespace)?.trim();
        let short = (2..=30).contains(&title.chars().count());
        let free = title.starts_with(is_han) && !title.contains(['。', '，', '；', '：']);
        (short && free).then(|| (Mark::Decimal([n, 0, 0, 0]), line.len() - inner.len() + digits))
    }

    /// Depth in an outline 一、（一）1.（1）1）①: 1 to 6; 0 for the marks of laws.
    pub fn outline_level(self) -> usize {
        match self {
            Mark::First(_) => 1,
            Mark::Second(_) => 2,
            Mark::Third(_) => 3,
            Mark::Fourth(_) => 4,
            Mark::Fifth(_) => 5,
            Mark::Circled(_) => 6,
            Mark::Decimal(_) => 3,
            _ => 0,
        }
    }

    /// As it is written: 第十八条之一, （一）.
    pub fn written(self) -> String {
        let chinese = numeral::chinese;
        match self {
            Mark::Part(n) => format!("第{}编", chinese(n)),
            Mark::Portion(n) => format!("第{}部分", chinese(n)),
            Mark::Chapter(n) => format!("第{}章", chinese(n)),
            Mark::Section(n) => format!("第{}节", chinese(n)),
            Mark::Article(n, 0) => format!("第{}条", chinese(n)),
            Mark::Article(n, sub) => format!("第{}条之{}", chinese(n), chinese(sub)),
            Mark::Paragraph(n) => format!("第{}款", chinese(n)),
            Mark::Item(n) => format!("第{}项", chinese(n)),
            Mark::First(n) => format!("{}、", chinese(n)),
            Mark::Second(n) => format!("（{}）", chinese(n)),
            Mark::Third(n) => format!("{n}."),
            Mark::Fourth(n) => format!("（{n}）"),
            Mark::Fifth(n) => format!("{n}）"),
            Mark::Circled(n) => {
                char::from_u32('①' as u32 + n - 1).map_or_else(|| n.to_string(), String::from)
            }
            Mark::Decimal(path) => {
                let numbers: Vec<String> = decimals(&path).iter().map(u8::to_string).collect();
                numbers.join(".")
            }
        }
    }

    /// The mark of the same sort with another number.
    pub fn with_number(self, n: u32) -> Self {
        match self {
            Mark::Part(_) => Mark::Part(n),
            Mark::Portion(_) => Mark::Portion(n),
            Mark::Chapter(_) => Mark::Chapter(n),
            Mark::Section(_) => Mark::Section(n),
            Mark::Article(..) => Mark::Article(n, 0),
            Mark::Paragraph(_) => Mark::Paragraph(n),
            Mark::Item(_) => Mark::Item(n),
            Mark::First(_) => Mark::First(n),
            Mark::Second(_) => Mark::Second(n),
            Mark::Third(_) => Mark::Third(n),
            Mark::Fourth(_) => Mark::Fourth(n),
            Mark::Fifth(_) => Mark::Fifth(n),
            Mark::Circled(_) => Mark::Circled(n),
            Mark::Decimal(mut path) => {
                let last = decimals(&path).len().saturating_sub(1);
                path[last] = u8::try_from(n).unwrap_or(u8::MAX);
                Mark::Decimal(path)
            }
        }
    }

    /// Whether a line that begins with no mark seems to begin with this one, written in some other way: 第二条乙, 二 乙,
    /// （二乙.
    pub fn is_meant_by(self, line: &str) -> bool {
        let (text, _) = folded_mark(line.trim_start_matches(Mark::may_follow), LONGEST);
        // 【第二条】乙
        let article = text.trim_start_matches(['(', '[', '〔', '【', ' ']);
        if article.starts_with('第') {
            return unit(article).is_some_and(|(mark, _)| mark == self);
        }
        let inner = text.trim_start_matches(['(', '[', '〔', '【', ' ']);
        let Some((n, length)) = numeral_prefix(inner) else {
            return false;
        };
        let arabic = inner.starts_with(|c: char| c.is_ascii_digit());
        let mut rest = inner[length..].chars();
        let ended = rest.next().is_some_and(|c| " ,。):]〕】·、.".contains(c))
            && !rest.next().is_some_and(|c| c.is_ascii_digit());
        let alike = matches!(self, Mark::Third(_) | Mark::Fourth(_) | Mark::Fifth(_)) == arabic;
        ended && alike && self.outline_level() > 0 && self.number() == Some(n)
    }

    /// Whether a mark is seen behind `c`, which is nothing of the mark: blanks and signs of Markdown.
    pub fn may_follow(c: char) -> bool {
        c.is_whitespace() || is_invisible(c) || matches!(c, '#' | '*' | '>' | '“')
    }

    /// The number of an item or a point, in an outline or an article.
    pub fn number(self) -> Option<u32> {
        match self {
            Mark::First(n)
            | Mark::Second(n)
            | Mark::Third(n)
            | Mark::Fourth(n)
            | Mark::Fifth(n)
            | Mark::Circled(n)
            | Mark::Item(n) => Some(n),
            _ => None,
        }
    }
}

fn numeral_prefix(text: &str) -> Option<(u32, usize)> {
    let length: usize = text
        .chars()
        .take_while(|c| numeral::is_numeral(*c))
        .map(char::len_utf8)
        .sum();
    Some((numeral::parse(&text[..length])?, length))
}

/// How many blanks a text begins with.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start_matches(' ').len()
}

/// A numeral that may have a blank between its characters: 十 二, as titles are spaced.
fn spaced_numeral(text: &str) -> Option<(u32, usize)> {
    let (mut numeral, mut length) = (String::new(), 0);
    while let Some(c) = text[length..].trim_start_matches(' ').chars().next() {
        let gap = blanks(&text[length..]);
        if !numeral::is_numeral(c) || gap > 0 && numeral.is_empty() || gap > 0 && c.is_ascii_digit() {
            break;
        }
        numeral.push(c);
        length += gap + c.len_utf8();
    }
    Some((numeral::parse(&numeral)?, length))
}

fn numbered(line: &str, heading: bool) -> Option<(Mark, usize)> {
    let (mark, at) = unit(line)?;
    let rest = &line[at..];
    // “第三条规定……” at the beginning of a line is a sentence, not a clause; “第三条、第四条” names two.
    let free = match rest.chars().next() {
        None => true,
        Some(c @ ('、' | '.')) => !names_another(&rest[c.len_utf8()..]),
        Some(c) => {
            c.is_whitespace()
                || matches!(c, '【' | '(' | '[' | ':' | '*' | '_')
                || has_blank_before_unit(&line[..at]) && !cites(rest)
        }
    };
    (free || heading && !matches!(mark, Mark::Article(..) | Mark::Paragraph(_) | Mark::Item(_)))
        .then_some((mark, at))
}

/// Whether the blank that belongs behind a mark stands in it: 第七十五 条. Who cites writes none.
fn has_blank_before_unit(mark: &str) -> bool {
    let inner = mark.strip_prefix('第').and_then(|inner| inner.strip_suffix('条'));
    inner.is_some_and(|inner| {
        inner.ends_with(char::is_whitespace) && !inner.trim_end().contains(char::is_whitespace)
    })
}

/// The mark 第X条 and its like, whatever follows, and how many bytes it takes.
fn unit(line: &str) -> Option<(Mark, usize)> {
    let mut at = '第'.len_utf8() + blanks(&line['第'.len_utf8()..]);
    let open = usize::from(line[at..].starts_with('('));
    at += open;
    let (n, length) = spaced_numeral(&line[at..])?;
    at += length;
    if open > 0 {
        at += line[at..].starts_with(')').then_some(1)?;
    }
    at += blanks(&line[at..]);
    let unit = line[at..].chars().next()?;
    at += unit.len_utf8();
    let mark = match unit {
        '编' => Mark::Part(n),
        '章' => Mark::Chapter(n),
        '节' => Mark::Section(n),
        '部' => {
            at += line[at..].starts_with('分').then_some('分'.len_utf8())?;
            Mark::Portion(n)
        }
        '款' => Mark::Paragraph(n),
        '项' => Mark::Item(n),
        '条' => {
            let mut sub = 0;
            if let Some((m, length)) = line[at..].strip_prefix('之').and_then(numeral_prefix) {
                sub = m;
                at += '之'.len_utf8() + length;
            }
            Mark::Article(n, sub)
        }
        _ => return None,
    };
    Some((mark, at))
}

/// Whether a second mark follows: “第三条、第四条”, “第三条、四条”.
fn names_another(rest: &str) -> bool {
    let rest = rest.trim_start();
    rest.starts_with('第')
        || numeral_prefix(rest)
            .is_some_and(|(_, length)| rest[length..].starts_with(['条', '款', '项', '章', '节', '编']))
}

fn bracketed(line: &str) -> Option<(Mark, usize)> {
    let inner = line[1..].trim_start_matches(' ');
    let (n, length) = numeral_prefix(inner)?;
    let arabic = inner.starts_with(|c: char| c.is_ascii_digit());
    let tail = inner[length..].trim_start_matches(' ').strip_prefix(')')?;
    // “（四）、（五）项所列” names two.
    let joined = tail.trim_start_matches(['、', '至', '和', '或', '与', '及']);
    // “（四）项所列” cites one; “（四）项目” does not.
    let cited = tail
        .strip_prefix('项')
        .is_some_and(|rest| rest.starts_with(GOES_ON));
    if cited || joined.len() < tail.len() && joined.starts_with('(') {
        return None;
    }
    // A year or a count in brackets is no mark.
    let mark = if arabic { Mark::Fourth(n) } else { Mark::Second(n) };
    (n > 0 && n < 100).then_some((mark, line.len() - tail.len()))
}

/// Whether what follows an article shows that it is cited: 规定的, 第二款.
fn cites(rest: &str) -> bool {
    let part = || matches!(unit(rest), Some((Mark::Paragraph(_) | Mark::Item(_), _)));
    CITED.iter().any(|word| rest.starts_with(word)) || rest.starts_with('第') && part()
}

fn counted(line: &str) -> Option<(Mark, usize)> {
    let (n, length) = numeral_prefix(line)?;
    if n == 0 || n >= 100 {
        return None;
    }
    let arabic = line.starts_with(|c: char| c.is_ascii_digit());
    if arabic && let Some(found) = decimal(line) {
        return Some(found);
    }
    // 一 、甲
    let gap = blanks(&line[length..]);
    let mut rest = line[length + gap..].chars();
    let point = rest.next().filter(|point| gap == 0 || *point == '、')?;
    let end = length + gap + point.len_utf8();
    let ended = !rest.next().is_some_and(|c| c.is_ascii_digit());
    match (arabic, point) {
        (false, '、') => Some((Mark::First(n), end)),
        (false, '.') if ended => Some((Mark::First(n), end)),
        (true, '.' | '、') if ended => Some((Mark::Third(n), end)),
        (true, ')') if ended => Some((Mark::Fifth(n), end)),
        _ => None,
    }
}

/// The numerals of bills, 1 to 10.
const FORMAL: &str = "壹贰叁肆伍陆柒捌玖拾";

/// 壹、总则: a part of a text whose 一、 stand below it. A sentence may begin with the names of families: 伍、陆两家.
fn formal(text: &str, line: &str) -> Option<(Mark, usize)> {
    let first = text.chars().next()?;
    let n = FORMAL.chars().zip(1..).find(|(c, _)| *c == first)?.1;
    let title = text[first.len_utf8()..].strip_prefix('、')?;
    let is_title =
        !title.trim().is_empty() && !line.contains(['。', '，', '；', '：']) && line.chars().count() <= 30;
    is_title.then(|| (Mark::Portion(n), text.len() - title.len()))
}

/// What follows a number that is none of a clause: 1.5元, 2.5倍.
const UNITS: &str = "元万亿千百倍米厘毫公里吨克升亩平个天年月日时分秒岁人折级度寸至以";

/// Two to four numbers with points between them, and a blank or a title behind them: 1.1 目的.
fn decimal(line: &str) -> Option<(Mark, usize)> {
    let (mut path, mut length, mut at) = ([0; DEEPEST_DECIMAL], 0, 0);
    loop {
        let rest = &line[at..];
        let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let n: u8 = rest[..digits].parse().ok()?;
        *path.get_mut(length)? = Some(n).filter(|n| (1..100).contains(n))?;
        (length, at) = (length + 1, at + digits);
        let next = line[at..].strip_prefix('.');
        let more = next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit()));
        at += usize::from(next.is_some());
        if !more {
            break;
        }
    }
    let behind = line[at..].chars().next();
    let free = behind
        .is_some_and(|c| c.is_whitespace() || is_han(c) && !UNITS.contains(c) && !numeral::is_numeral(c));
    (length > 1 && free).then_some((Mark::Decimal(path), at))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_read_as_offices_write_them() {
        let at = |line: &str| Mark::at_start(line, false).map(|(mark, end)| (mark, line[..end].to_owned()));
        assert_eq!(
            at("第十八条　为了"),
            Some((Mark::Article(18, 0), "第十八条".into()))
        );
        assert_eq!(
            at("第一百三十三条之一 有"),
            Some((Mark::Article(133, 1), "第一百三十三条之一".into()))
        );
        assert_eq!(at("第31条 有"), Some((Mark::Article(31, 0), "第31条".into())));
        assert_eq!(at("（一）突出"), Some((Mark::Second(1), "（一）".into())));
        assert_eq!(at("(二)深入"), Some((Mark::Second(2), "(二)".into())));
        assert_eq!(at("( 三 ) 深入"), Some((Mark::Second(3), "( 三 )".into())));
        assert_eq!(at("一、深刻"), Some((Mark::First(1), "一、".into())));
        assert_eq!(at("十二、深刻"), Some((Mark::First(12), "十二、".into())));
        assert_eq!(at("1．建立"), Some((Mark::Third(1), "1．".into())));
        assert_eq!(at("（1）建立"), Some((Mark::Fourth(1), "（1）".into())));
        assert_eq!(at("（四）项目名称"), Some((Mark::Second(4), "（四）".into())));
        assert_eq!(at("第四条、乙"), Some((Mark::Article(4, 0), "第四条".into())));
        assert_eq!(at("第廿条 乙"), Some((Mark::Article(20, 0), "第廿条".into())));
        assert_eq!(at("二．深入"), Some((Mark::First(2), "二．".into())));
        assert_eq!(at("第二章　总则"), Some((Mark::Chapter(2), "第二章".into())));
        assert_eq!(
            at("第 十 二 条 甲"),
            Some((Mark::Article(12, 0), "第 十 二 条".into()))
        );
        assert_eq!(at("第 1 条 甲"), Some((Mark::Article(1, 0), "第 1 条".into())));
        assert_eq!(
            at("第　一　章　总　则"),
            Some((Mark::Chapter(1), "第　一　章".into()))
        );
        assert_eq!(at("二 、甲"), Some((Mark::First(2), "二 、".into())));
        assert_eq!(at("贰、细则"), Some((Mark::Portion(2), "贰、".into())));
        assert_eq!(at("伍、陆两家，"), None);
    }

    #[test]
    fn a_mark_is_read_as_it_looks_and_kept_as_it_is_written() {
        let at = |line: &str| Mark::at_start(line, false).map(|(mark, end)| (mark, line[..end].to_owned()));
        for (line, mark, written) in [
            ("第\u{200B}二条 乙", Mark::Article(2, 0), "第\u{200B}二条"),
            ("\u{FEFF}第二条　乙", Mark::Article(2, 0), "\u{FEFF}第二条"),
            ("第⼆条 乙", Mark::Article(2, 0), "第⼆条"),
            ("笫二條 乙", Mark::Article(2, 0), "笫二條"),
            ("第—条 甲", Mark::Article(1, 0), "第—条"),
            ("—、甲", Mark::First(1), "—、"),
            ("㈡乙", Mark::Second(2), "㈡"),
            ("⑵乙", Mark::Fourth(2), "⑵"),
            ("⒉乙", Mark::Third(2), "⒉"),
            ("一丶甲", Mark::First(1), "一丶"),
            ("（二\u{AD}）乙", Mark::Second(2), "（二\u{AD}）"),
        ] {
            assert_eq!(at(line), Some((mark, written.to_owned())), "{line}");
        }
    }

    #[test]
    fn a_mark_written_in_some_other_way_is_known_when_it_is_missed() {
        for (line, mark) in [
            ("第二条乙", Mark::Article(2, 0)),
            ("##第二章", Mark::Chapter(2)),
            ("【第二条】乙", Mark::Article(2, 0)),
            ("（第二条）乙", Mark::Article(2, 0)),
            ("二 乙", Mark::First(2)),
            ("（二 乙", Mark::Second(2)),
            ("〔二〕乙", Mark::Second(2)),
            ("二）乙", Mark::Second(2)),
            ("2,乙", Mark::Third(2)),
            ("2）乙", Mark::Fourth(2)),
        ] {
            assert!(mark.is_meant_by(line), "{line}");
        }
        for (line, mark) in [
            ("二是加强", Mark::First(2)),
            ("2,000元", Mark::Third(2)),
            ("2.5倍", Mark::Third(2)),
            ("第三条乙", Mark::Article(2, 0)),
        ] {
            assert!(!mark.is_meant_by(line), "{line}");
        }
    }

    #[test]
    fn sentences_are_not_marks() {
        for line in [
            "第三条规定的假期",
            "一二三",
            "1.5倍",
            "2021年",
            "（2021）",
            "（以下简称）",
            "第一次",
            "二十、",
            "第二款规定",
            "第 二 条规定",
            "一 二、三",
            "第四条、第五条规定",
            "第四条、五条规定",
            "—— 《办法》",
            "2.5倍",
            "（四）、（五）项所列人员",
            "（一）至（三）项所列人员",
            "（一）项所列人员",
        ] {
            if line == "二十、" {
                assert!(Mark::at_start(line, false).is_some());
            } else {
                assert_eq!(Mark::at_start(line, false), None, "{line}");
            }
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_a_mark_never_panics(line in "[第一二十百（）()条章之、.．0-9　 a—㈠⑴第O\u{200B}]{0,12}") {
            if let Some((_, end)) = Mark::at_start(&line, false) {
                assert!(line.is_char_boundary(end));
            }
            let _ = Mark::Article(1, 0).is_meant_by(&line);
        }
    }
}
