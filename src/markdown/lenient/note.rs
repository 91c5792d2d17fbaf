//! Definitions of footnotes and link targets with a full-width colon.

use super::{Edit, Leniency, Reading, Repair};
use std::ops::Range;

pub(super) const REPAIR: Repair = Repair {
    leniency: Leniency {
        means: "脚注和链接的定义：冒号是全角的",
        cases: &[
            ("正文[^1]。⏎⏎[^1]：注释。", "正文[^1]。⏎⏎[^1]: 注释。"),
            (
                "正文[^1][^2]。⏎⏎[^1]：甲。⏎[^2]：乙。",
                "正文[^1][^2]。⏎⏎[^1]: 甲。⏎[^2]: 乙。",
            ),
            (
                "见[表][1]。⏎⏎[1]：https://example.org/",
                "见[表][1]。⏎⏎[1]: https://example.org/",
            ),
        ],
    },
    may: |signs| signs.starts_with(&['[']),
    edits,
};

fn edits(reading: &Reading<'_>) -> Vec<Edit> {
    let mut edits = Vec::new();
    for run in reading.runs() {
        let lines = run.open_lines(reading.text);
        edits.extend(lines.filter_map(|(_, line)| definition(reading.text, line)));
    }
    edits
}

/// `[^1]：` at the beginning of a line, or `[1]：` before an address.
fn definition(text: &str, line: &Range<usize>) -> Option<Edit> {
    let words = &text[line.clone()];
    let (label, behind) = words.strip_prefix('[')?.split_once("]：")?;
    let address = behind.trim_start();
    let is_note = label.len() > 1 && label.starts_with('^');
    let is_target = ["http://", "https://", "/", "./", "../"]
        .iter()
        .any(|start| address.starts_with(start));
    let plain = !label.is_empty() && !label.contains(['[', ']']);
    (plain && (is_note || is_target)).then(|| {
        let colon = line.end - behind.len() - '：'.len_utf8();
        Edit::new(colon..line.end - address.len(), ": ")
    })
}
