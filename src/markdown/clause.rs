//! Clauses: what they are called, and their tree.

use crate::base::Fingerprint;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::ops::Range;

/// What a clause is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Shape {
    /// 编, 章, 节: a heading over clauses.
    Division,
    /// 附件, 附表: a part of its own behind the text, its heading and all up to the next.
    Annex,
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

/// A number that does not follow the one before it, or a mark that was not recognised.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkFault {
    /// What is the matter.
    pub kind: MarkFaultKind,
    /// The mark: 第三条, （二）.
    pub mark: String,
    /// Where its block begins in the source.
    pub at: Range<usize>,
}

/// What is the matter with a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MarkFaultKind {
    /// Numbers before it are missing: the first and the last of them.
    Gap(u32, u32),
    /// It is there twice.
    Repeat,
    /// It comes behind a greater number, which is this.
    Back(u32),
    /// A line that was meant to begin with it was not recognised.
    Unrecognised,
}

/// The clauses of a document, in reading order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clauses {
    /// Divisions and clauses.
    pub clauses: Vec<Clause>,
    /// 款 and 项.
    pub points: Vec<Point>,
    /// What is not as it should be with their marks.
    pub faults: Vec<MarkFault>,
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
    /// Gives back the room for more.
    pub(super) fn shrink(&mut self) {
        self.clauses.shrink_to_fit();
        self.points.shrink_to_fit();
        self.faults.shrink_to_fit();
    }

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

    /// What people call so, in reading order.
    pub fn by_label<'c>(&'c self, label: &str) -> impl Iterator<Item = Found<'c>> {
        let clauses = self.clauses.iter().filter(move |clause| &*clause.label == label);
        let points = self.points.iter().filter(move |point| &*point.label == label);
        clauses.map(Found::Clause).chain(points.map(Found::Point))
    }

    /// The nodes of a 款 or 项 and of what is in it: the 项 of a 款, the 目 of a 项, in reading order.
    pub fn nodes_of_point(&self, anchor: &str) -> Vec<&Range<u32>> {
        let mut rest = self.points.iter().skip_while(|point| &*point.anchor != anchor);
        let Some(first) = rest.next() else {
            return Vec::new();
        };
        let inside =
            rest.take_while(|point| point.clause == first.clause && point.label.starts_with(&*first.label));
        [first]
            .into_iter()
            .chain(inside)
            .map(|point| &point.nodes)
            .collect()
    }

    /// What it is called where others are called so, too: 第一章 of every 编 is 第二编第一章.
    pub fn full_label(&self, found: Found<'_>) -> String {
        let label = found.label();
        let Found::Clause(clause) = found else {
            return label.to_owned();
        };
        let alone = clause.shape != Shape::Division || self.by_label(label).nth(1).is_none();
        let part = self
            .line_above(found)
            .find(|above| above.shape == Shape::Division && above.label.ends_with(['编', '分']))
            .filter(|part| !alone && part.anchor != clause.anchor);
        part.map_or_else(|| label.to_owned(), |part| format!("{}{label}", part.label))
    }

    /// What it is called behind the part and the chapter that it lies in: 第二编第一章第二条.
    pub fn path_label(&self, found: Found<'_>) -> String {
        let divisions = self.line_above(found).skip(1);
        let mut above: Vec<&str> = divisions
            .filter(|above| above.shape == Shape::Division)
            .map(|above| &*above.label)
            .collect();
        // 第一章第一节 says its chapter itself.
        above.dedup_by(|chapter, section| section.starts_with(&**chapter));
        above.reverse();
        above.concat() + found.label()
    }

    /// A clause, or the one around a point, and all that it is in, the nearest first.
    pub fn line_above<'c>(&'c self, found: Found<'c>) -> impl Iterator<Item = &'c Clause> {
        let own = match found {
            Found::Clause(clause) => Some(clause),
            Found::Point(point) => self.clauses.get(point.clause as usize),
        };
        std::iter::successors(own, |clause| self.clauses.get(clause.parent? as usize))
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
        fn ids_stay_unique(names in proptest::collection::vec("(a|a--2|a--3|b)", 0..30)) {
            let mut ids = Ids::default();
            let mut seen = std::collections::HashSet::new();
            for name in names {
                assert!(seen.insert(ids.take(&name, 1)));
            }
        }
    }
}
