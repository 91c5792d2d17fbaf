//! Clauses: how they are marked in a text, what they are called, and their tree.

use crate::base::Fingerprint;
use crate::base::numeral;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::ops::Range;

/// How a clause is marked at the beginning of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Mark {
    /// 第三编
    Part(u32),
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
}

impl Mark {
    /// The mark that a line begins with, and how many bytes it takes; the blanks that offices put before a
    /// paragraph (　　) are among them. `heading` lines may leave out the space behind 第二章.
    pub fn at_start(line: &str, heading: bool) -> Option<(Self, usize)> {
        let inner = line.trim_start();
        let (mark, length) = match inner.chars().next()? {
            '第' => numbered(inner, heading),
            '（' | '(' => bracketed(inner),
            c if numeral::is_numeral(c) => counted(inner),
            _ => None,
        }?;
        Some((mark, line.len() - inner.len() + length))
    }

    /// Depth in an outline 一、（一）1.（1）: 1 to 4; 0 for the marks of laws.
    pub fn outline_level(self) -> usize {
        match self {
            Mark::First(_) => 1,
            Mark::Second(_) => 2,
            Mark::Third(_) => 3,
            Mark::Fourth(_) => 4,
            _ => 0,
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

fn numbered(line: &str, heading: bool) -> Option<(Mark, usize)> {
    let rest = &line['第'.len_utf8()..];
    let open = rest
        .strip_prefix(['（', '('])
        .map_or(0, |after| rest.len() - after.len());
    let (n, length) = numeral_prefix(&rest[open..])?;
    let mut at = '第'.len_utf8() + open + length;
    if open > 0 {
        let close = line[at..].chars().next().filter(|c| matches!(c, '）' | ')'))?;
        at += close.len_utf8();
    }
    let unit = line[at..].chars().next()?;
    at += unit.len_utf8();
    let mark = match unit {
        '编' => Mark::Part(n),
        '章' => Mark::Chapter(n),
        '节' => Mark::Section(n),
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
    // “第三条规定……” at the beginning of a line is a sentence, not a clause.
    let after = line[at..].chars().next();
    let free = after.is_none_or(|c| {
        c.is_whitespace() || matches!(c, '【' | '（' | '(' | '［' | '[' | '：' | ':' | '*' | '_')
    });
    (free || heading && !matches!(mark, Mark::Article(..) | Mark::Paragraph(_) | Mark::Item(_)))
        .then_some((mark, at))
}

fn bracketed(line: &str) -> Option<(Mark, usize)> {
    let open = line.chars().next()?.len_utf8();
    let inner = line[open..].trim_start_matches(' ');
    let at = line.len() - inner.len();
    let (n, length) = numeral_prefix(inner)?;
    let arabic = inner.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let tail = inner[length..].trim_start_matches(' ');
    let close = tail.chars().next().filter(|c| matches!(c, '）' | ')'))?;
    let end = at + length + (inner.len() - length - tail.len()) + close.len_utf8();
    // A year or a count in brackets is no mark.
    (n > 0 && n < 100).then_some((if arabic { Mark::Fourth(n) } else { Mark::Second(n) }, end))
}

fn counted(line: &str) -> Option<(Mark, usize)> {
    let (n, length) = numeral_prefix(line)?;
    if n == 0 || n >= 100 {
        return None;
    }
    let arabic = line.starts_with(|c: char| c.is_ascii_digit() || ('０'..='９').contains(&c));
    let mut rest = line[length..].chars();
    let point = rest.next()?;
    let end = length + point.len_utf8();
    match (arabic, point) {
        (false, '、') => Some((Mark::First(n), end)),
        (true, '.' | '．' | '、') if !rest.next().is_some_and(|c| c.is_ascii_digit()) => {
            Some((Mark::Third(n), end))
        }
        _ => None,
    }
}

/// What a clause is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// 编, 章, 节: a heading over clauses.
    Division,
    /// 条, 一、, （一） …: words of its own.
    Clause,
}

/// A clause with its own `<section>`, or a division above clauses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clause {
    /// What it is.
    pub shape: Shape,
    /// Id on its page: `s2-1`, `art18`.
    pub anchor: Box<str>,
    /// What people call it: `二（一）`, `第十八条`, `第二章第一节`.
    pub label: Box<str>,
    /// As it is in the text: `（一）`.
    pub mark: Box<str>,
    /// Its short heading, empty when it has none.
    pub title: Box<str>,
    /// The clause above it.
    pub parent: Option<u32>,
    /// The nodes of its section in the body's tree.
    pub nodes: Range<u32>,
    /// Where it begins in the source.
    pub at: u32,
    /// Fingerprint of its own words.
    pub words: Fingerprint,
}

/// A 款 or 项 within a clause, or a numbered point of a list in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    /// Which clause it is in.
    pub clause: u32,
    /// Id on its page: `art18p2i3`.
    pub anchor: Box<str>,
    /// `第十八条第二款第三项`
    pub label: Box<str>,
    /// Its nodes in the body's tree.
    pub nodes: Range<u32>,
}

/// The clauses of a document, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clauses {
    /// Divisions and clauses.
    pub clauses: Vec<Clause>,
    /// 款 and 项.
    pub points: Vec<Point>,
}

/// What a clause's name led to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'a> {
    /// A clause or division.
    Clause(&'a Clause),
    /// A 款 or 项.
    Point(&'a Point),
}

impl Found<'_> {
    /// Its id.
    pub fn anchor(&self) -> &str {
        match self {
            Found::Clause(clause) => &clause.anchor,
            Found::Point(point) => &point.anchor,
        }
    }

    /// What people call it.
    pub fn label(&self) -> &str {
        match self {
            Found::Clause(clause) => &clause.label,
            Found::Point(point) => &point.label,
        }
    }
}

impl Clauses {
    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.clauses.is_empty()
    }

    /// By id.
    pub fn by_anchor(&self, anchor: &str) -> Option<Found<'_>> {
        let clause = self
            .clauses
            .iter()
            .find(|clause| &*clause.anchor == anchor)
            .map(Found::Clause);
        clause.or_else(|| {
            self.points
                .iter()
                .find(|point| &*point.anchor == anchor)
                .map(Found::Point)
        })
    }

    /// By what people call it. The first one when several are called so.
    pub fn by_label(&self, label: &str) -> Option<Found<'_>> {
        let clause = self
            .clauses
            .iter()
            .find(|clause| &*clause.label == label)
            .map(Found::Clause);
        clause.or_else(|| {
            self.points
                .iter()
                .find(|point| &*point.label == label)
                .map(Found::Point)
        })
    }

    /// The clause that an id is in: itself, or the clause around a 款 or 项.
    pub fn around(&self, anchor: &str) -> Option<usize> {
        self.clauses
            .iter()
            .position(|clause| &*clause.anchor == anchor)
            .or_else(|| {
                self.points
                    .iter()
                    .find(|point| &*point.anchor == anchor)
                    .map(|point| point.clause as usize)
            })
    }

    /// A clause and all below it, as indexes.
    pub fn family(&self, index: usize) -> Vec<usize> {
        let mut family = vec![index];
        for (i, clause) in self.clauses.iter().enumerate().skip(index + 1) {
            if clause
                .parent
                .is_some_and(|parent| family.contains(&(parent as usize)))
            {
                family.push(i);
            } else {
                break;
            }
        }
        family
    }
}

/// Hands out ids so that none is used twice: the second of a name is `name--2`.
#[derive(Debug, Default)]
pub struct Ids {
    used: HashMap<String, u32>,
}

impl Ids {
    /// A free id like `wanted`, numbered at least `least` (1 is no number).
    pub fn take(&mut self, wanted: &str, least: u32) -> String {
        let mut n = least.max(self.used.get(wanted).map_or(1, |last| last + 1));
        loop {
            let id = if n == 1 {
                wanted.to_owned()
            } else {
                format!("{wanted}--{n}")
            };
            // A heading may have said `x--2` itself.
            if n == 1 || !self.used.contains_key(&id) {
                self.used.insert(wanted.to_owned(), n);
                if n > 1 {
                    self.used.insert(id.clone(), 1);
                }
                return id;
            }
            n += 1;
        }
    }
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
        assert_eq!(at("第二章　总则"), Some((Mark::Chapter(2), "第二章".into())));
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
        ] {
            if line == "二十、" {
                assert!(Mark::at_start(line, false).is_some());
            } else {
                assert_eq!(Mark::at_start(line, false), None, "{line}");
            }
        }
    }

    #[test]
    fn an_id_is_never_handed_out_twice() {
        let mut ids = Ids::default();
        assert_eq!(ids.take("art1", 1), "art1");
        assert_eq!(ids.take("art1--2", 1), "art1--2");
        assert_eq!(ids.take("art1", 1), "art1--3");
        assert_eq!(ids.take("art1p2", 3), "art1p2--3");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_a_mark_never_panics(line in "[第一二十百（）()条章之、.．0-9　 a]{0,12}") {
            if let Some((_, end)) = Mark::at_start(&line, false) {
                assert!(line.is_char_boundary(end));
            }
        }

        #[test]
        fn ids_stay_unique(names in proptest::collection::vec("(a|a--2|a--3|b)", 0..30)) {
            let mut ids = Ids::default();
            let mut seen = std::collections::HashSet::new();
            for name in names {
                assert!(seen.insert(ids.take(&name, 1)));
            }
        }
    }
}
