//! The day of a policy in its front matter and below its text.

use super::{InspectedText, Inspection};
use crate::base::{Day, Diagnostic};
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { ISSUED_DIFFERS = "issued-differs", Truth, Warning, adjustable: true;
    means "政策正文落款的成文日期和页面信息里的 `issued` 不是同一天", "The day below the text of a policy is not the day that `issued` says in its front matter";
    mend "对照原文，改错的那个", "Look at the original and correct the one that is wrong";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&ISSUED_DIFFERS],
    text: Some(look),
    ..Inspection::NONE
};

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let Some(document) = inspected.document().filter(|document| document.kind.clauses) else {
        return;
    };
    let Some(issued) = document.day_of("issued") else {
        return;
    };
    let written = inspected
        .blocks()
        .iter()
        .filter(|block| block.form == BlockForm::Paragraph && !block.is_quoted)
        .flat_map(|block| days(block).into_iter().map(move |(day, at)| (block, day, at)));
    let written: Vec<(&TextBlock, Day, Range<usize>)> = written.collect();
    // Below a plan that a notice issues stands another day, and annexes have their own.
    let [(block, day, at)] = written.as_slice() else {
        return;
    };
    if document.days.iter().any(|known| known.day == *day) {
        return;
    }
    let (field, words) = (issued.day, block.text[at.clone()].trim());
    report.push(
        Diagnostic::new(
            &ISSUED_DIFFERS,
            inspected.span(block, at.clone()),
            message!(
                "落款是{words}，issued 写的是 {field}",
                "below the text stands {words}, `issued` says {field}"
            ),
        )
        .see(
            document.place(&issued.at),
            message!("issued 在这里", "`issued` is here"),
        )
        .hint(message!(
            "对照原文，改错的那个",
            "look at the original and correct the one that is wrong"
        )),
    );
}

/// The days of a block that have a line to themselves.
fn days(block: &TextBlock) -> Vec<(Day, Range<usize>)> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in block.text.split_inclusive('\n') {
        let words: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        if words.contains('年')
            && words.ends_with('日')
            && let Ok(day) = words.parse()
        {
            found.push((day, start..start + line.trim_end().len()));
        }
        start += line.len();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_has_a_line_to_itself_is_that_of_the_text() {
        let found = |text: &str| {
            let block = TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
            days(&block)
                .into_iter()
                .map(|(day, _)| day.to_string())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("云岭县卫生健康局\n2026年3月1日"), ["2026-03-01"]);
        assert_eq!(found("二〇二六年三月一日"), ["2026-03-01"]);
        assert!(found("自2026年3月1日起施行。\n2026年3月").is_empty());
    }
}
