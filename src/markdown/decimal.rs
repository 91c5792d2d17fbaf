//! Numbers like 1.1 and 1.1.1, and the 1 above them: marks where they count on from each other, and words where they do
//! not (1.5 米, 5.1 国际劳动节).

use super::Mark;
use super::mark::decimals;
use std::collections::HashSet;

/// A line that may begin with a mark.
pub(super) struct Numbered<'l> {
    /// Its words.
    pub line: &'l str,
    /// The mark that it begins with, and its bytes.
    pub mark: Option<(Mark, usize)>,
}

/// Settles for lines in reading order which begin with such a mark: what each begins with now.
pub(super) fn settle(lines: &[Numbered<'_>]) -> Vec<Option<(Mark, usize)>> {
    let paths: Vec<Option<&[u8]>> = lines.iter().map(|line| path(&line.mark)).collect();
    let mut settled: Vec<Option<(Mark, usize)>> = lines.iter().map(|line| line.mark).collect();
    // The numbers above the marks that begin with 1: 3 of 3.1.
    let heads: HashSet<u8> = paths
        .iter()
        .filter_map(|path| path.and_then(|path| (path.get(1) == Some(&1)).then_some(path[0])))
        .collect();
    if heads.is_empty() {
        for (mark, path) in settled.iter_mut().zip(&paths) {
            *mark = mark.filter(|_| path.is_none());
        }
        return settled;
    }
    let mut next: Vec<Option<&[u8]>> = vec![None; lines.len()];
    for at in (1..lines.len()).rev() {
        next[at - 1] = paths[at].or(next[at]);
    }
    let mut seen = Seen::default();
    for (at, line) in lines.iter().enumerate() {
        settled[at] = match line.mark {
            Some((Mark::Decimal(_), _)) => line
                .mark
                .filter(|_| paths[at].is_some_and(|path| seen.take(path))),
            // 1. above 1.1, and what counts on from it.
            Some((Mark::Third(n), length)) => {
                let n = u8::try_from(n).unwrap_or(0);
                let above = next[at].is_some_and(|path| path[..2] == [n, 1]);
                let top = above && seen.may_begin(n) || seen.pointed && seen.top + 1 == n && !seen.is_open(n);
                seen.pointed |= above;
                if top && seen.take(&[n]) {
                    Some((Mark::Decimal([n, 0, 0, 0]), length))
                } else {
                    line.mark
                }
            }
            Some((Mark::First(n) | Mark::Chapter(n) | Mark::Portion(n), _)) => {
                seen.above = u8::try_from(n).unwrap_or(0);
                line.mark
            }
            Some(_) => line.mark,
            None => Mark::bare_number(line.line).filter(|(mark, _)| {
                let Mark::Decimal([n, ..]) = mark else {
                    return false;
                };
                let due = heads.contains(n) || seen.top > 0 && seen.top + 1 == *n;
                due && !seen.pointed && seen.take(&[*n])
            }),
        };
    }
    settled
}

/// The numbers of a mark like 1.1.
fn path(mark: &Option<(Mark, usize)>) -> Option<&[u8]> {
    match mark {
        Some((Mark::Decimal(path), _)) => Some(decimals(path)),
        _ => None,
    }
}

/// What has been counted.
#[derive(Default)]
struct Seen {
    /// The marks, each with those above it.
    marks: HashSet<Vec<u8>>,
    /// The marks that something is counted below.
    begun: HashSet<Vec<u8>>,
    /// The last number at the top.
    top: u8,
    /// The number of the last 一、 or chapter.
    above: u8,
    /// Numbers at the top have a point behind them.
    pointed: bool,
}

impl Seen {
    /// Whether a top number may come now.
    fn may_begin(&self, n: u8) -> bool {
        n == 1 || self.top + 1 >= n
    }

    /// Whether something was counted below a top number.
    fn is_open(&self, n: u8) -> bool {
        self.begun.contains([n].as_slice())
    }

    /// Takes a mark that counts on, or begins below one that has come.
    fn take(&mut self, path: &[u8]) -> bool {
        let Some((n, prefix)) = path.split_last() else {
            return false;
        };
        let follows = match prefix {
            [] => true,
            [top] => {
                self.begun.contains(prefix)
                    || *n == 1 && (self.marks.contains(prefix) || *top == self.above || self.may_begin(*top))
            }
            _ => self.begun.contains(prefix) || *n == 1 && self.marks.contains(prefix),
        };
        if follows {
            self.top = path[0];
            self.begun.insert(prefix.to_vec());
            self.marks.insert(path.to_vec());
        }
        follows
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(lines: &[&str]) -> Vec<String> {
        let lines: Vec<Numbered<'_>> = lines
            .iter()
            .map(|line| Numbered {
                line,
                mark: Mark::at_start(line, false),
            })
            .collect();
        let settled = settle(&lines);
        settled
            .iter()
            .map(|mark| mark.map_or_else(String::new, |(mark, _)| mark.written()))
            .collect()
    }

    #[test]
    fn numbers_with_points_are_marks_where_they_count_on() {
        let plan = [
            "1 总则",
            "1.1 目的",
            "1.1.1 甲",
            "1.2 依据",
            "2 机构",
            "2.1 领导",
            "3 附则",
        ];
        assert_eq!(marks(&plan), ["1", "1.1", "1.1.1", "1.2", "2", "2.1", "3"]);
        assert_eq!(marks(&["1. 总则", "1.1 甲", "2. 附则"]), ["1", "1.1", "2"]);
        assert_eq!(
            marks(&["1.1 甲", "1. 子", "2. 丑", "1.2 乙"]),
            ["1.1", "1.", "2.", "1.2"]
        );
        assert_eq!(
            marks(&["一、甲", "1.1 子", "二、乙", "2.1 丑"]),
            ["一、", "1.1", "二、", "2.1"]
        );
        assert_eq!(marks(&["1.1 甲", "1.3 丙"]), ["1.1", "1.3"]);
        assert_eq!(marks(&["1.5 米以上", "3 人以上", "5.1 国际劳动节"]), ["", "", ""]);
        assert_eq!(marks(&["1.1 甲", "3 人以上的单位", "3.15 晚会"]), ["1.1", "", ""]);
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn settling_lines_never_panics(lines in proptest::collection::vec("[1-3]{0,1}[.、 ]{0,1}[0-39]{0,2}[.]{0,1}[12]{0,1}[ 甲乙]{0,3}", 0..12)) {
            let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
            marks(&lines);
        }
    }
}
