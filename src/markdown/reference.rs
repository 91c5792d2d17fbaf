//! References as people write them: `国计生协〔2021〕19号#二（一）`, `《条例》第31条`.

use super::annex::annex_name;
use super::clause::{Clause, Clauses, Found, Shape};
use super::mark::Mark;
use super::plan::DECIMAL;
use crate::base::characters;
use crate::base::han::folded_mark;
use crate::base::name::fold_name;
use crate::base::numeral;

/// No clause has a longer name, in characters.
const LONGEST: usize = 60;

/// A reference taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'a> {
    /// The policy or page as written; empty means the page itself.
    pub name: &'a str,
    /// The clause as written; empty means the whole.
    pub clause: &'a str,
}

impl<'a> Reference<'a> {
    /// Takes `name#clause` apart. Without `#`, a clause that is written directly behind 《》 is taken off.
    pub fn new(text: &'a str) -> Self {
        let text = text.trim();
        if let Some((name, clause)) = text.split_once('#') {
            return Self {
                name: name.trim(),
                clause: clause.trim(),
            };
        }
        if let Some(end) = text.rfind('》').map(|at| at + '》'.len_utf8())
            && text.starts_with('《')
            && ClauseName::parse(&text[end..]).is_some()
        {
            return Self {
                name: &text[..end],
                clause: text[end..].trim(),
            };
        }
        // A page may be called 附件1: the annex of a text itself is written #附件1.
        if ClauseName::parse(text).is_some_and(|name| !name.is_annex()) {
            return Self {
                name: "",
                clause: text,
            };
        }
        Self {
            name: text,
            clause: "",
        }
    }

    /// The same for a clause that is written right behind the name, without `#` or 《》.
    pub fn name_and_clause(text: &'a str) -> Option<Self> {
        let text = text.trim();
        text.match_indices(['第', '附'])
            .skip_while(|(at, _)| *at == 0)
            .find_map(|(at, _)| {
                ClauseName::parse(&text[at..])?;
                Some(Self {
                    name: text[..at].trim(),
                    clause: &text[at..],
                })
            })
    }
}

/// A clause's name taken apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClauseName {
    /// 附件1, 附表.
    annex: Option<String>,
    /// 第三编, or 第三部分.
    part: Option<Mark>,
    chapter: Option<u32>,
    section: Option<u32>,
    article: Option<(u32, u32)>,
    paragraph: Option<u32>,
    item: Option<u32>,
    /// 目 and what is below it, numbers.
    points: Vec<u32>,
    /// 二（一）1（1）: numbers with their level 0 to 5.
    outline: Vec<(usize, u32)>,
}

impl ClauseName {
    /// Reads a clause's name in any of the ways people write it. `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bare = uncircled(&characters::bare(text));
        let (text, _) = folded_mark(&bare, LONGEST);
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let mut rest = text.as_str();
        let mut name = Self::default();
        if let Some((annex, length)) = annex_name(rest) {
            (name.annex, rest) = (Some(annex), &rest[length..]);
        }
        while !rest.is_empty() {
            rest = name.step(rest)?;
        }
        (name != Self::default()).then_some(name)
    }

    /// Whether it names a whole annex.
    fn is_annex(&self) -> bool {
        let annex = self.annex.clone();
        annex.is_some()
            && *self
                == Self {
                    annex,
                    ..Self::default()
                }
    }

    fn step<'a>(&mut self, rest: &'a str) -> Option<&'a str> {
        if let Some(after) = rest.strip_prefix('第') {
            let (n, tail) = number(after)?;
            let unit = tail.chars().next()?;
            let mut tail = &tail[unit.len_utf8()..];
            match unit {
                '编' => self.part = Some(Mark::Part(n)),
                '部' => {
                    tail = tail.strip_prefix('分')?;
                    self.part = Some(Mark::Portion(n));
                }
                '章' => self.chapter = Some(n),
                '节' => self.section = Some(n),
                '款' => self.paragraph = Some(n),
                '项' => self.item = Some(n),
                '目' => self.points.push(n),
                '条' => {
                    let mut sub = 0;
                    if let Some((m, after)) = tail.strip_prefix('之').and_then(number) {
                        (sub, tail) = (m, after);
                    }
                    self.article = Some((n, sub));
                }
                _ => return None,
            }
            return Some(tail);
        }
        if let Some((numbers, tail)) =
            decimals(rest).filter(|_| self.outline.is_empty() && self.article.is_none())
        {
            self.outline.extend(numbers.into_iter().map(|n| (DECIMAL, n)));
            return Some(tail);
        }
        let bracket = rest.starts_with(['（', '(']);
        let arabic = rest
            .trim_start_matches(['（', '('])
            .starts_with(|c: char| c.is_ascii_digit());
        let (n, tail) = number(rest)?;
        let closed = tail.strip_prefix(')').filter(|_| !bracket && arabic);
        let tail = closed.unwrap_or(tail);
        let level = match (bracket, arabic) {
            (false, true) if closed.is_some() => 5,
            (false, false) => 1,
            (true, false) => 2,
            (false, true) => 3,
            (true, true) => 4,
        };
        if self.outline.last().is_some_and(|(last, _)| *last >= level) || self.item.is_some() && level == 2 {
            return None;
        }
        match (self.article.is_some(), self.item) {
            (true, None) => self.item = Some(n),
            (true, Some(_)) => self.points.push(n),
            (false, _) => self.outline.push((level, n)),
        }
        Some(tail.trim_start_matches(['、', '.', '．']))
    }

    /// The same without the 编, 章 and 节 that it says.
    pub fn without_divisions(&self) -> Self {
        Self {
            part: None,
            chapter: None,
            section: None,
            ..self.clone()
        }
    }

    /// The labels it may have in a text, best first. None when it says what no clause is called: a 款 of 二（一）.
    fn labels(&self) -> Vec<String> {
        let in_article = self.paragraph.is_some() || self.item.is_some() || !self.points.is_empty();
        if self.article.is_none() && in_article || self.article.is_some() && !self.outline.is_empty() {
            return Vec::new();
        }
        let annex = self.annex.as_deref().unwrap_or_default();
        let inner = self.inner_labels();
        inner.into_iter().map(|label| format!("{annex}{label}")).collect()
    }

    /// The same without the annex that it is in.
    fn inner_labels(&self) -> Vec<String> {
        let chinese = numeral::chinese;
        if let Some((n, sub)) = self.article {
            let mut article = format!("第{}条", chinese(n));
            if sub > 0 {
                article += &format!("之{}", chinese(sub));
            }
            let paragraph = self
                .paragraph
                .map(|n| format!("第{}款", chinese(n)))
                .unwrap_or_default();
            let item = self.item_label();
            let mut labels = vec![format!("{article}{paragraph}{item}")];
            if self.paragraph == Some(1) {
                // An only paragraph is not counted.
                labels.push(format!("{article}{item}"));
            }
            return labels;
        }
        if !self.outline.is_empty() {
            let mut labels = vec![outline_label(&self.outline)];
            // 1） and ① are written alike here.
            if self.outline.iter().any(|(level, _)| *level == 5) {
                let circled = self
                    .outline
                    .iter()
                    .map(|(level, n)| ((*level).max(6 * (level / 5)), *n));
                labels.push(outline_label(&circled.collect::<Vec<_>>()));
            }
            return labels;
        }
        let chapter = self
            .chapter
            .map(|n| format!("第{}章", chinese(n)))
            .unwrap_or_default();
        let section = self
            .section
            .map(|n| format!("第{}节", chinese(n)))
            .unwrap_or_default();
        let part = self.part.map(Mark::written).unwrap_or_default();
        if chapter.is_empty() && section.is_empty() {
            vec![part]
        } else {
            vec![format!("{chapter}{section}")]
        }
    }

    /// Finds it. An item whose paragraph is not said is found when only one paragraph has such an item, and a clause
    /// whose annex is not said, or by a shorter name, when only one annex has it.
    pub fn find<'a>(&self, clauses: &'a Clauses) -> Option<Found<'a>> {
        self.find_label(clauses)
            .or_else(|| self.find_item(clauses))
            .or_else(|| self.find_in_annex(clauses))
    }

    /// The first clause that is called so and lies where the name says.
    fn find_label<'a>(&self, clauses: &'a Clauses) -> Option<Found<'a>> {
        self.labels().iter().find_map(|label| {
            clauses
                .by_label(label)
                .find(|found| self.is_around(clauses, *found))
        })
    }

    /// Whether a clause lies in the 编, 章 and 节 that are said.
    fn is_around(&self, clauses: &Clauses, found: Found<'_>) -> bool {
        let numbered = |n: Option<u32>, unit: char| n.map(|n| format!("第{}{unit}", numeral::chinese(n)));
        let said = [
            self.part.map(Mark::written),
            numbered(self.chapter, '章'),
            numbered(self.section, '节'),
        ];
        said.into_iter().flatten().all(|division| {
            clauses
                .line_above(found)
                .any(|above| above.shape == Shape::Division && above.label.ends_with(&division))
        })
    }

    fn find_item<'a>(&self, clauses: &'a Clauses) -> Option<Found<'a>> {
        let (Some(article), Some(_), None) = (self.article, self.item, self.paragraph) else {
            return None;
        };
        let whole = Self {
            annex: self.annex.clone(),
            article: Some(article),
            ..Self::default()
        };
        let start = format!("{}第", whole.labels().first()?);
        let item = Self {
            article: None,
            annex: None,
            ..self.clone()
        };
        let end = format!("款{}", item.item_label());
        let mut hits = clauses
            .points
            .iter()
            .filter(|point| point.label.starts_with(&start) && point.label.ends_with(&end))
            .filter(|point| self.is_around(clauses, Found::Point(point)));
        match (hits.next(), hits.next()) {
            (Some(point), None) => Some(Found::Point(point)),
            _ => None,
        }
    }

    /// 第三项第二目
    fn item_label(&self) -> String {
        let item = self.item.map(|n| format!("第{}项", numeral::chinese(n)));
        item.unwrap_or_default() + &point_label(&self.points)
    }

    fn find_in_annex<'a>(&self, clauses: &'a Clauses) -> Option<Found<'a>> {
        let annexes = || {
            clauses
                .clauses
                .iter()
                .filter(|clause| clause.shape == Shape::Annex)
        };
        let numbered = |annex: &str| annex.contains(|c: char| c.is_ascii_digit());
        let may = |annex: &&Clause| match &self.annex {
            None => true,
            // 附件 for an only 附件1, and the other way round.
            Some(said) => annexes().count() == 1 && numbered(said) != numbered(&annex.label),
        };
        let mut hits = annexes().filter(may).filter_map(|annex| {
            let inside = Self {
                annex: Some(annex.label.to_string()),
                ..self.clone()
            };
            inside.find_label(clauses).or_else(|| inside.find_item(clauses))
        });
        match (hits.next(), hits.next()) {
            (Some(found), None) => Some(found),
            _ => None,
        }
    }
}

/// `二（一）1（1）` of levels and numbers.
pub(crate) fn outline_label(path: &[(usize, u32)]) -> String {
    let next = path.iter().skip(1).map(|(level, _)| *level).chain([usize::MAX]);
    path.iter()
        .zip(next)
        .map(|((level, n), next)| match level {
            &DECIMAL if next == DECIMAL => format!("{n}."),
            &DECIMAL => n.to_string(),
            1 => numeral::chinese(*n),
            2 => format!("（{}）", numeral::chinese(*n)),
            3 => n.to_string(),
            4 => format!("（{n}）"),
            5 => Mark::Fifth(*n).written(),
            _ => Mark::Circled(*n).written(),
        })
        .collect()
}

/// `第二目` of what is below an item; deeper numbers in brackets.
pub(crate) fn point_label(numbers: &[u32]) -> String {
    let (first, deeper) = numbers
        .split_first()
        .map_or((None, [].as_slice()), |(first, deeper)| (Some(first), deeper));
    let first = first
        .map(|n| format!("第{}目", numeral::chinese(*n)))
        .unwrap_or_default();
    deeper.iter().fold(first, |label, n| format!("{label}（{n}）"))
}

/// A text with `1)` for ①.
fn uncircled(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '①'..='⑳' => out += &format!("{})", c as u32 - '①' as u32 + 1),
            c => out.push(c),
        }
    }
    out
}

/// The numbers of 1.1 that a text begins with.
fn decimals(text: &str) -> Option<(Vec<u32>, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let written = text[..end].trim_end_matches('.');
    let numbers: Vec<u32> = written.split('.').map_while(|n| n.parse().ok()).collect();
    (numbers.len() > 1 && numbers.len() == written.split('.').count()).then(|| (numbers, &text[end..]))
}

fn number(text: &str) -> Option<(u32, &str)> {
    let inner = text.trim_start_matches(['（', '(']);
    let opened = inner.len() < text.len();
    let length: usize = inner
        .chars()
        .take_while(|c| numeral::is_numeral(*c))
        .map(char::len_utf8)
        .sum();
    let n = numeral::parse(&inner[..length])?;
    let tail = &inner[length..];
    Some((
        n,
        if opened {
            tail.strip_prefix(['）', ')'])?
        } else {
            tail
        },
    ))
}

/// A clause of `clauses` by the name that a reference gives: what people call it, or its id.
pub fn find_clause<'a>(clauses: &'a Clauses, name: &str) -> Option<Found<'a>> {
    clauses
        .by_anchor(name)
        .or_else(|| ClauseName::parse(name)?.find(clauses))
        .or_else(|| {
            let folded = fold_name(name);
            let named = |clause: &&Clause| !clause.title.is_empty() && fold_name(&clause.title) == folded;
            clauses.clauses.iter().find(named).map(Found::Clause)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(text: &str) -> Vec<String> {
        ClauseName::parse(text)
            .map(|name| name.labels())
            .unwrap_or_default()
    }

    #[test]
    fn a_clause_is_named_as_people_write_it() {
        for text in ["第三十一条", "第31条", "第 31 条"] {
            assert_eq!(labels(text), ["第三十一条"], "{text}");
        }
        assert_eq!(labels("第十二条第二款第三项"), ["第十二条第二款第三项"]);
        assert_eq!(labels("第十二条第（三）项"), ["第十二条第三项"]);
        assert_eq!(labels("第十八条之一"), ["第十八条之一"]);
        assert_eq!(
            labels("第十条第一款第二项第2目"),
            ["第十条第一款第二项第二目", "第十条第二项第二目"]
        );
        assert_eq!(labels("第十条第二项第（2）目"), ["第十条第二项第二目"]);
        assert_eq!(labels("第十条（二）2."), ["第十条第二项第二目"]);
        assert_eq!(labels("第廿条"), ["第二十条"]);
        assert_eq!(labels("第\u{200B}⼆条"), ["第二条"]);
        assert_eq!(labels("附件1第三条"), ["附件1第三条"]);
        assert_eq!(labels("附件一第三条"), ["附件1第三条"]);
        assert_eq!(labels("附件 1 一、（二）"), ["附件1一（二）"]);
        assert_eq!(labels("附表2"), ["附表2"]);
        for text in ["二（一）", "二(一)", "二、（一）", "二、(一)"] {
            assert_eq!(labels(text), ["二（一）"], "{text}");
        }
        assert_eq!(labels("二（一）1.（1）"), ["二（一）1（1）"]);
        assert_eq!(labels("（1）②"), ["（1）2）", "（1）②"]);
        assert_eq!(labels("1.1.2（1）"), ["1.1.2（1）"]);
        assert_eq!(labels("第三部分"), ["第三部分"]);
        assert_eq!(labels("第二章第一节"), ["第二章第一节"]);
        assert!(labels("人口与计划生育法").is_empty());
    }

    #[test]
    fn a_reference_is_a_name_and_a_clause() {
        let parts = |text| {
            let Reference { name, clause } = Reference::new(text);
            (name, clause)
        };
        assert_eq!(
            parts("国计生协〔2021〕19号#二（一）"),
            ("国计生协〔2021〕19号", "二（一）")
        );
        assert_eq!(parts("《条例》第31条"), ("《条例》", "第31条"));
        assert_eq!(parts("第三十一条"), ("", "第三十一条"));
        assert_eq!(parts("policies/x"), ("policies/x", ""));
        assert_eq!(parts("#art3"), ("", "art3"));
        assert_eq!(parts("《条例》附件1第三条"), ("《条例》", "附件1第三条"));
        assert_eq!(parts("附件1第三条"), ("", "附件1第三条"));
        assert_eq!(parts("附件1"), ("附件1", ""));
        assert_eq!(parts("#附件1"), ("", "附件1"));
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn reading_a_reference_never_panics(text in "[第一二（）()条款项#《》、.0-9 a]{0,16}") {
            let reference = Reference::new(&text);
            let _ = ClauseName::parse(reference.clause);
        }
    }
}
