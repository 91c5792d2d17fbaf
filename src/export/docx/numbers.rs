//! The marks of clauses as numbers that Word counts by itself.
//!
//! It is counted here as Word counts: where its next number would be another one than that of the page, because numbers are
//! left out, come twice or begin anew, a list of its own says which number comes. So every number is the page's own.

use crate::base::numeral;
use crate::markdown::Mark;

/// Levels that a list of Word has.
pub(super) const LEVELS: usize = 9;

/// All lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// What the lists are defined by.
    pub definitions: Vec<Definition>,
    /// The lists; the number of each is its index and one.
    pub lists: Vec<List>,
    /// What items stand below: articles, or 一、.
    in_articles: bool,
}

/// The marks of a list, level by level.
#[derive(Debug)]
pub(super) struct Definition {
    family: Family,
    /// The form of each level.
    pub levels: Vec<Form>,
    /// How far each level has been counted.
    counts: [Option<u32>; LEVELS],
    /// The list that was used last.
    last: usize,
}

/// Marks that are counted below each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// 编, 章, 节
    Divisions,
    /// 第一条, （一）, 1., （1）
    Articles,
    /// 一、, （一）, 1., （1）
    Outline,
    /// 第一部分, 第一款, 第一项: each alone.
    Alone,
    /// Dots.
    Bullets,
}

/// How a level is marked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Form {
    /// What stands before the number.
    pub before: String,
    /// How the number is written.
    pub number: NumberForm,
    /// What stands behind it, with the gap in front of the words.
    pub after: String,
    /// A blank follows.
    pub blank: bool,
    /// It is set as a heading of laws is.
    pub strong: bool,
}

/// How a number is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NumberForm {
    /// 一百零一
    Chinese,
    /// 101
    Digits,
    /// ①
    Circled,
    /// A dot, no number.
    Dot,
}

/// A list: which definition it is on, and where it begins otherwise.
#[derive(Debug)]
pub(super) struct List {
    /// Index of its definition.
    pub definition: usize,
    /// The level that begins with another number, and the number.
    pub start: Option<(usize, u32)>,
    begun: bool,
}

/// A list and the level in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// The number of the list, from 1.
    pub list: usize,
    /// The level, from 0.
    pub level: usize,
}

/// A mark, taken apart.
struct Parts {
    form: Form,
    n: u32,
    family: Family,
    level: usize,
}

impl Numbers {
    /// The place of a paragraph with this mark; `None` for one that Word cannot count, like 第三条之一.
    /// `blank` says whether a blank follows one like `1.`.
    pub fn place(&mut self, mark: &str, blank: bool) -> Option<Place> {
        let parts = self.parts(mark, blank)?;
        let definition = self.definition(&parts);
        let list = self.list(definition, parts.level, parts.n);
        self.count(list, parts.level, parts.n);
        Some(Place {
            list: list + 1,
            level: parts.level,
        })
    }

    /// The place of an item with a dot, so deep in lists.
    pub fn dot(&mut self, depth: usize) -> Place {
        let known = self
            .definitions
            .iter()
            .position(|one| one.family == Family::Bullets);
        let definition = known.unwrap_or_else(|| self.define(Family::Bullets, vec![Form::dot(); LEVELS]));
        Place {
            list: self.definitions[definition].last + 1,
            level: depth.saturating_sub(1).min(LEVELS - 1),
        }
    }

    /// Another text begins, whose items stand below nothing yet.
    pub fn begin_text(&mut self) {
        self.in_articles = false;
    }

    fn parts(&mut self, words: &str, blank: bool) -> Option<Parts> {
        let (mark, length) = Mark::at_start(words, true).filter(|(_, length)| *length == words.len())?;
        let _ = length;
        let (family, level) = match mark {
            Mark::Part(_) => (Family::Divisions, 0),
            Mark::Chapter(_) => (Family::Divisions, 1),
            Mark::Section(_) => (Family::Divisions, 2),
            Mark::Article(_, 0) => (Family::Articles, 0),
            Mark::First(_) => (Family::Outline, 0),
            Mark::Portion(_) | Mark::Paragraph(_) | Mark::Item(_) => (Family::Alone, 0),
            Mark::Second(_) | Mark::Third(_) | Mark::Fourth(_) | Mark::Fifth(_) | Mark::Circled(_) => {
                let family = if self.in_articles {
                    Family::Articles
                } else {
                    Family::Outline
                };
                (family, mark.outline_level() - 1)
            }
            Mark::Article(..) | Mark::Decimal(_) => return None,
        };
        let (form, n) = Form::of(words, family, blank)?;
        match family {
            Family::Articles => self.in_articles = true,
            Family::Outline if level == 0 => self.in_articles = false,
            _ => {}
        }
        Some(Parts {
            form,
            n,
            family,
            level,
        })
    }

    /// The definition that has this form at this level; the usual one of its family when it does.
    fn definition(&mut self, parts: &Parts) -> usize {
        let fits = |one: &Definition| one.family == parts.family && one.levels[parts.level] == parts.form;
        if let Some(known) = self.definitions.iter().position(fits) {
            return known;
        }
        let mut levels = parts.family.levels();
        levels.resize(LEVELS, Form::dot());
        levels[parts.level] = parts.form.clone();
        self.define(parts.family, levels)
    }

    fn define(&mut self, family: Family, levels: Vec<Form>) -> usize {
        let definition = self.definitions.len();
        self.definitions.push(Definition {
            family,
            levels,
            counts: [None; LEVELS],
            last: self.lists.len(),
        });
        self.lists.push(List {
            definition,
            start: None,
            begun: false,
        });
        definition
    }

    /// The list whose next number at a level is `n`: the one that was used last, an older one, or a new one.
    fn list(&mut self, definition: usize, level: usize, n: u32) -> usize {
        let last = self.definitions[definition].last;
        let own = |list: &usize| self.lists[*list].definition == definition;
        let first = (0..self.lists.len()).find(own).unwrap_or(last);
        let fits = |list: &usize| self.next(*list, level) == n;
        if let Some(list) = [last, first].into_iter().find(fits) {
            return list;
        }
        self.lists.push(List {
            definition,
            start: Some((level, n)),
            begun: false,
        });
        self.lists.len() - 1
    }

    /// The number that Word would give next.
    fn next(&self, list: usize, level: usize) -> u32 {
        let list = &self.lists[list];
        let start = list.start.filter(|(at, _)| *at == level).map(|(_, n)| n);
        match (start, self.definitions[list.definition].counts[level]) {
            (Some(start), _) if !list.begun => start,
            (_, Some(count)) => count.saturating_add(1),
            (start, None) => start.unwrap_or(1),
        }
    }

    fn count(&mut self, at: usize, level: usize, n: u32) {
        let list = &mut self.lists[at];
        list.begun |= list.start.is_some_and(|(own, _)| own == level);
        let definition = &mut self.definitions[list.definition];
        definition.last = at;
        definition.counts[level] = Some(n);
        definition.counts[level + 1..].fill(None);
    }
}

impl Family {
    /// How its levels are marked in official documents.
    fn levels(self) -> Vec<Form> {
        let forms: &[&str] = match self {
            Family::Divisions => &["第一编", "第一章", "第一节"],
            Family::Articles => &["第一条", "（一）", "1.", "（1）", "1）", "①"],
            Family::Outline => &["一、", "（一）", "1.", "（1）", "1）", "①"],
            Family::Alone | Family::Bullets => &[],
        };
        let form = |words: &&str| Form::of(words, self, false).map(|(form, _)| form);
        forms.iter().filter_map(form).collect()
    }
}

impl Form {
    fn dot() -> Self {
        Self {
            before: String::new(),
            number: NumberForm::Dot,
            after: "•".to_owned(),
            blank: true,
            strong: false,
        }
    }

    /// The form of a mark and its number; `None` when Word writes this number in another way.
    fn of(words: &str, family: Family, blank: bool) -> Option<(Self, u32)> {
        let is_circled = |c: char| ('①'..='⑳').contains(&c);
        let is_number = |c: char| numeral::is_numeral(c) || is_circled(c);
        let start = words.find(is_number)?;
        let rest = &words[start..];
        let length = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
        let (written, after) = rest.split_at(length);
        let (number, n) = match written.chars().next()? {
            c if is_circled(c) => (NumberForm::Circled, u32::from(c) - u32::from('①') + 1),
            _ => {
                let n = numeral::parse(written).filter(|n| *n < 10_000)?;
                let forms = [
                    (NumberForm::Digits, n.to_string()),
                    (NumberForm::Chinese, numeral::chinese(n)),
                ];
                let (number, _) = forms.into_iter().find(|(_, form)| form == written)?;
                (number, n)
            }
        };
        let of_law = matches!(family, Family::Divisions | Family::Articles | Family::Alone);
        let gap = if of_law && words.starts_with('第') {
            "\u{3000}"
        } else {
            ""
        };
        let form = Self {
            before: words[..start].to_owned(),
            number,
            after: format!("{after}{gap}"),
            blank: blank && after.ends_with(['.', '．']),
            strong: !gap.is_empty(),
        };
        Some((form, n))
    }

    /// Its label for Word, at this level.
    pub fn label(&self, level: usize) -> String {
        match self.number {
            NumberForm::Dot => self.after.clone(),
            _ => format!("{}%{}{}", self.before, level + 1, self.after),
        }
    }
}

impl NumberForm {
    /// Its name in Word files.
    pub fn name(self) -> &'static str {
        match self {
            NumberForm::Chinese => "chineseCountingThousand",
            NumberForm::Digits => "decimal",
            NumberForm::Circled => "decimalEnclosedCircleChinese",
            NumberForm::Dot => "bullet",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counts as Word does: the labels of the paragraphs that have these places.
    fn counted(numbers: &Numbers, places: &[Place]) -> Vec<String> {
        let mut counts = vec![[None::<u32>; LEVELS]; numbers.definitions.len()];
        let mut begun = vec![false; numbers.lists.len()];
        let label = |place: &Place| {
            let list = &numbers.lists[place.list - 1];
            let counts = &mut counts[list.definition];
            let start = list
                .start
                .filter(|(level, _)| *level == place.level)
                .map(|(_, n)| n);
            let fresh = start.is_some() && !std::mem::replace(&mut begun[place.list - 1], true);
            let n = match counts[place.level] {
                Some(count) if !fresh => count + 1,
                _ => start.unwrap_or(1),
            };
            counts[place.level] = Some(n);
            counts[place.level + 1..].fill(None);
            let form = &numbers.definitions[list.definition].levels[place.level];
            let written = match form.number {
                NumberForm::Chinese => numeral::chinese(n),
                NumberForm::Digits => n.to_string(),
                NumberForm::Circled => char::from_u32(u32::from('①') + n - 1).unwrap().to_string(),
                NumberForm::Dot => String::new(),
            };
            format!("{}{written}{}", form.before, form.after.trim_end())
        };
        places.iter().map(label).collect()
    }

    fn same(marks: &[&str]) -> Numbers {
        let mut numbers = Numbers::default();
        let places: Vec<Place> = marks
            .iter()
            .map(|mark| numbers.place(mark, false).unwrap())
            .collect();
        assert_eq!(counted(&numbers, &places), marks);
        numbers
    }

    #[test]
    fn a_list_that_simply_goes_on_is_one_list() {
        let numbers = same(&[
            "第一章",
            "第一条",
            "（一）",
            "（二）",
            "第二条",
            "（一）",
            "1.",
            "第二章",
            "第三条",
        ]);
        assert_eq!(numbers.lists.len(), 2);
        let numbers = same(&[
            "一、",
            "（一）",
            "1.",
            "（1）",
            "①",
            "②",
            "二、",
            "（一）",
            "三、",
        ]);
        assert_eq!(numbers.lists.len(), 1);
    }

    #[test]
    fn gaps_repeats_and_new_beginnings_have_the_numbers_of_the_page() {
        same(&["第一条", "第三条", "第三条", "第一条", "第二条"]);
        same(&[
            "一、",
            "（一）",
            "（四）",
            "（四）",
            "（五）",
            "二、",
            "（一）",
            "（二）",
            "（九）",
            "（三）",
        ]);
        same(&[
            "1.",
            "2.",
            "1.",
            "2.",
            "1、",
            "2、",
            "(一)",
            "(二)",
            "（三）",
            "第一千二百六十条",
            "1)",
            "⑳",
        ]);
    }

    #[test]
    fn what_word_does_not_count_is_no_number() {
        let mut numbers = Numbers::default();
        for mark in ["第三条之一", "第百条", "１.", "1.1", "条", ""] {
            assert_eq!(numbers.place(mark, false), None, "{mark}");
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn any_marks_in_any_order_are_counted_as_they_are(picks in proptest::collection::vec((0..7_usize, 1..13_u32), 0..30)) {
            let marks: Vec<String> = picks.iter().map(|(sort, n)| {
                let mark = [Mark::Part(1), Mark::Chapter(1), Mark::Article(1, 0), Mark::First(1), Mark::Second(1), Mark::Third(1), Mark::Fourth(1)][*sort];
                mark.with_number(*n).written()
            }).collect();
            let marks: Vec<&str> = marks.iter().map(String::as_str).collect();
            same(&marks);
        }
    }
}
