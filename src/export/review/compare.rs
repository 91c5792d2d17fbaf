//! Old words and new words beside each other: which paragraphs differ, and in them which words.
//!
//! What is bounded: paragraphs and words are compared one by one only where both sides are short enough; else what was there
//! stands beside what is there, as a whole.

use super::unseen;
use crate::base::numeral::is_numeral;
use diffy::{DiffOptions, Line};

/// A stretch of words, and whether the other side does not have them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// The words.
    pub text: String,
    /// Only this side has them.
    pub differs: bool,
}

/// A paragraph that differs; a side is empty where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ChangedBlock {
    /// What was there.
    pub old: Vec<Stretch>,
    /// What is there.
    pub new: Vec<Stretch>,
}

/// Texts of more paragraphs than this are not compared paragraph by paragraph.
const MOST_BLOCKS: usize = 4000;
/// Paragraphs of more words and characters than this, both sides together, are not compared word by word.
const MOST_WORDS: usize = 6000;
/// Paragraphs in a row that are looked through for the one that another has become.
const MOST_NEAR: usize = 30;
/// Two paragraphs of which less than this part is the same, in percent, are two and not one that has changed.
const LEAST_ALIKE: usize = 40;

/// What of a side is on the way from old to new.
enum Step {
    Same(String),
    Old(String),
    New(String),
}

/// The paragraphs that differ, in reading order.
pub fn compare(old: &[String], new: &[String]) -> Vec<ChangedBlock> {
    let (same, rest) = common(old, new);
    let (old, new) = (&old[same..old.len() - rest], &new[same..new.len() - rest]);
    if old.len() + new.len() > MOST_BLOCKS {
        return beside(old, new);
    }
    let mut found = Vec::new();
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    let (before, after) = (lines(old), lines(new));
    for step in steps(&before, &after) {
        match step {
            Step::Same(_) => found.append(&mut pairs(&mut gone, &mut come)),
            Step::Old(text) => gone.push(text),
            Step::New(text) => come.push(text),
        }
    }
    found.append(&mut pairs(&mut gone, &mut come));
    found
}

/// How many paragraphs at the beginning and at the end are the same.
fn common(old: &[String], new: &[String]) -> (usize, usize) {
    let same = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let left = old.len().min(new.len()) - same;
    let ends = old.iter().rev().zip(new.iter().rev());
    (same, ends.take(left).take_while(|(a, b)| a == b).count())
}

/// One after the other, without a look at which has become which.
fn beside(old: &[String], new: &[String]) -> Vec<ChangedBlock> {
    let most = old.len().max(new.len());
    let whole = |text: Option<&String>| text.map(|text| vec![differs(text)]).unwrap_or_default();
    let row = |at| ChangedBlock {
        old: whole(old.get(at)),
        new: whole(new.get(at)),
    };
    (0..most).map(row).collect()
}

fn lines<T: AsRef<str>>(texts: &[T]) -> String {
    let mut all = String::new();
    for text in texts {
        all.push_str(text.as_ref());
        all.push('\n');
    }
    all
}

/// The way from old to new, a line a step.
fn steps(old: &str, new: &str) -> Vec<Step> {
    let patch = DiffOptions::new()
        .set_context_len(usize::MAX / 4)
        .create_patch(old, new);
    if patch.hunks().is_empty() {
        return old.lines().map(|line| Step::Same(line.to_owned())).collect();
    }
    let bare = |line: &str| line.strip_suffix('\n').unwrap_or(line).to_owned();
    let lines = patch.hunks().iter().flat_map(|hunk| hunk.lines());
    lines
        .map(|line| match line {
            Line::Context(line) => Step::Same(bare(line)),
            Line::Delete(line) => Step::Old(bare(line)),
            Line::Insert(line) => Step::New(bare(line)),
        })
        .collect()
}

/// Of paragraphs that went and that came at one place, those that have become others beside what they have become.
fn pairs(gone: &mut Vec<String>, come: &mut Vec<String>) -> Vec<ChangedBlock> {
    let (gone, come) = (std::mem::take(gone), std::mem::take(come));
    let mut found = Vec::new();
    let mut next = 0;
    for old in &gone {
        let near = come.iter().enumerate().skip(next).take(MOST_NEAR);
        let became = near
            .map(|(at, new)| (at, marked(old, new)))
            .find_map(|(at, row)| Some((at, row?)));
        let Some((at, row)) = became else {
            found.push(ChangedBlock {
                old: vec![differs(old)],
                new: Vec::new(),
            });
            continue;
        };
        found.extend(come[next..at].iter().map(|new| ChangedBlock {
            old: Vec::new(),
            new: vec![differs(new)],
        }));
        found.push(row);
        next = at + 1;
    }
    found.extend(come[next..].iter().map(|new| ChangedBlock {
        old: Vec::new(),
        new: vec![differs(new)],
    }));
    found
}

fn differs(text: &str) -> Stretch {
    Stretch {
        text: text.to_owned(),
        differs: true,
    }
}

/// Both sides with what differs marked; `None` when they have too little in common, or are too long to be compared.
fn marked(old: &str, new: &str) -> Option<ChangedBlock> {
    let (before, after) = (tokens(old), tokens(new));
    if before.len() + after.len() > MOST_WORDS {
        return None;
    }
    let mut row = ChangedBlock::default();
    let mut alike = 0;
    for step in steps(&lines(&before), &lines(&after)) {
        match step {
            Step::Same(text) => {
                alike += 1;
                add(&mut row.old, &text, false);
                add(&mut row.new, &text, false);
            }
            Step::Old(text) => add(&mut row.old, &text, true),
            Step::New(text) => add(&mut row.new, &text, true),
        }
    }
    (alike * 100 >= before.len().max(after.len()) * LEAST_ALIKE).then_some(row)
}

fn add(side: &mut Vec<Stretch>, text: &str, differs: bool) {
    match side.last_mut() {
        Some(last) if last.differs == differs => last.text.push_str(text),
        _ => side.push(Stretch {
            text: text.to_owned(),
            differs,
        }),
    }
}

/// Han characters and signs by themselves; words, numbers in digits or in characters, and what is unseen, as a whole.
fn tokens(text: &str) -> Vec<&str> {
    let word = |c: char| !c.is_ascii_alphanumeric();
    let number = |c: char| !is_numeral(c);
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let end = |stops: &dyn Fn(char) -> bool| rest.find(stops).unwrap_or(rest.len());
        let length = end(&word).max(end(&number)).max(first.len_utf8());
        let length = unseen::length(rest).unwrap_or(length);
        let (token, after) = rest.split_at(length);
        found.push(token);
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(text: &[&str]) -> Vec<String> {
        text.iter().map(|text| (*text).to_owned()).collect()
    }

    /// `[-old-]` and `[+new+]` in one line for each side.
    fn shown(row: &ChangedBlock) -> String {
        let side = |side: &[Stretch], open: &str, close: &str| -> String {
            let stretch = |one: &Stretch| {
                if one.differs {
                    format!("{open}{}{close}", one.text)
                } else {
                    one.text.clone()
                }
            };
            side.iter().map(stretch).collect()
        };
        format!("{} → {}", side(&row.old, "[-", "-]"), side(&row.new, "[+", "+]"))
    }

    #[test]
    fn a_changed_paragraph_shows_which_words_changed() {
        let old = blocks(&["一、甲", "可以休生育假60天。", "完", "陪产假六十天"]);
        let new = blocks(&["一、甲", "可以休生育假158天。", "完", "陪产假一百六十天"]);
        let rows: Vec<_> = compare(&old, &new).iter().map(shown).collect();
        assert_eq!(
            rows,
            [
                "可以休生育假[-60-]天。 → 可以休生育假[+158+]天。",
                "陪产假[-六十-]天 → 陪产假[+一百六十+]天"
            ]
        );
    }

    #[test]
    fn what_went_and_what_came_stand_alone_where_they_have_nothing_in_common() {
        let old = blocks(&["甲乙丙丁", "留下的话"]);
        let new = blocks(&["子丑寅卯", "新的一段", "留下的话，改了"]);
        let rows: Vec<_> = compare(&old, &new).iter().map(shown).collect();
        assert_eq!(
            rows,
            [
                "[-甲乙丙丁-] → ",
                " → [+子丑寅卯+]",
                " → [+新的一段+]",
                "留下的话 → 留下的话[+，改了+]"
            ]
        );
        assert!(compare(&old, &old).is_empty());
    }

    #[test]
    fn texts_that_have_nothing_in_common_are_compared_in_bounded_time() {
        let long = |c: char| -> Vec<String> { (0..6000).map(|n| format!("{c}{n}")).collect() };
        assert_eq!(compare(&long('甲'), &long('乙')).len(), 6000);
        let wide = |c: char| vec![c.to_string().repeat(100_000)];
        assert_eq!(compare(&wide('甲'), &wide('乙')).len(), 2);
    }

    proptest::proptest! {
        #[test]
        fn nothing_of_either_side_is_lost(
            old in proptest::collection::vec("[甲乙a1 ]{1,6}", 0..12),
            new in proptest::collection::vec("[甲乙a1 ]{1,6}", 0..12),
        ) {
            let rows = compare(&old, &new);
            let (same, rest) = common(&old, &new);
            let side = |pick: fn(&ChangedBlock) -> &Vec<Stretch>| -> Vec<String> {
                let text = |row| pick(row).iter().map(|one| one.text.as_str()).collect::<String>();
                rows.iter().map(text).filter(|text| !text.is_empty()).collect()
            };
            for (shown, all) in [(side(|row| &row.old), &old[same..old.len() - rest]), (side(|row| &row.new), &new[same..new.len() - rest])] {
                let mut all = all.iter();
                proptest::prop_assert!(shown.iter().all(|text| all.any(|one| one == text)));
            }
        }
    }
}
