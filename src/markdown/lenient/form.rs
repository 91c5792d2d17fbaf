//! Blanks of a form, `______`: the underscores that people write on, which are no emphasis.

use super::star::{Marks, marks};
use super::{Edit, Leniency, Reading, Repair, Run};

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "表格、协议里留空的下划线：照原样印",
        cases: &[
            (
                "乙方：____，电话：____。",
                "乙方：\\_\\_\\_\\_，电话：\\_\\_\\_\\_。",
            ),
            ("甲方：___⏎乙方：___", "甲方：\\_\\_\\_\\⏎乙方：\\_\\_\\_"),
            ("工号__，姓名：__，年龄：__", "工号__，姓名：\\_\\_，年龄：\\_\\_"),
        ],
    },
    may: |signs| signs.has('_'),
    edits,
};

/// Nobody makes words bold or slanted with more.
const MOST: usize = 3;

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let text = reading.text;
    let mut edits = Vec::new();
    for run in reading.runs() {
        for blank in blanks(text, run) {
            edits.extend(blank.at.map(|at| Edit::new(at..at, "\\")));
        }
    }
    edits
}

/// The runs of underscores that are no emphasis: long ones, and those that something stands beside as in a form.
fn blanks(text: &str, run: &Run<'_>) -> Vec<Marks> {
    let all = marks(text, run, &['_']);
    let emphasis = |n: usize| {
        let pair = |open: usize| {
            let (open, close) = (all.get(open)?, all.get(open + 1)?);
            let alike =
                open.at.len() == close.at.len() && open.at.len() <= MOST && open.paired && close.paired;
            (alike && !text[open.at.end..close.at.start].starts_with(is_pause)).then_some(())
        };
        pair(n).or_else(|| pair(n.checked_sub(1)?)).is_some()
    };
    let form: Vec<bool> = (0..all.len())
        .map(|n| {
            let (before, after) = (&text[..all[n].at.start], &text[all[n].at.end..]);
            let name = before.ends_with(|c: char| c.is_ascii_alphanumeric())
                && after.starts_with(|c: char| c.is_ascii_alphanumeric());
            let filled_in =
                before.ends_with(['：', ':']) && (after.is_empty() || after.starts_with(is_pause));
            let long = all[n].at.len() > MOST || all[n].at.len() == MOST && !emphasis(n);
            !name && (long || all[n].paired && (filled_in || after.starts_with(is_pause) && !emphasis(n)))
        })
        .collect();
    all.into_iter()
        .zip(form)
        .filter_map(|(marks, form)| form.then_some(marks))
        .collect()
}

/// What follows a blank that is filled in.
fn is_pause(c: char) -> bool {
    matches!(c, '，' | '。' | '；' | '、' | '：' | '）' | '\n' | ' ' | '　')
}
