//! How long a policy says itself that it is valid.

use super::{InspectedText, Inspection};
use crate::base::{Day, Diagnostic, numeral};
use crate::document::PolicyStatus;
use crate::markdown::{BlockForm, TextBlock};
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { VALIDITY_OVER = "validity-over", Freshness, Warning, adjustable: true;
    means "政策正文里写的有效期已经过了，页面上还是现行", "The term of validity that the text of a policy says is over, and the page still calls it in force";
    mend "没有续期的写 `status: 失效`；续了期的，照续期的文件改正文，或写明是哪份文件续的", "Write `status: 失效` unless it was renewed; if it was, correct the text or say by which document";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&VALIDITY_OVER],
    text: Some(look),
    ..Inspection::NONE
};

/// What a term of validity begins with.
const TERMS: [&str; 3] = ["有效期限", "有效期", "试行期"];

/// A sentence with one of these speaks of the document itself, not of certificates that it is about.
const OF_ITSELF: [&str; 14] = [
    "起施行",
    "起实施",
    "起执行",
    "起试行",
    "本办法",
    "本通知",
    "本意见",
    "本规定",
    "本细则",
    "本方案",
    "本政策",
    "本文件",
    "本措施",
    "本条例",
];

/// How long something is valid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Term {
    /// Up to this day, inclusive.
    Until(Day),
    /// So many years from the day on which it takes effect.
    Years(i16),
}

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let (Some(page), Some(document)) = (inspected.page, inspected.document()) else {
        return;
    };
    let site = inspected.site;
    if !document.kind.clauses || site.status(page) != Some(PolicyStatus::InForce) {
        return;
    }
    let day = |name: &str| document.kind_fields.date(name).map(|moment| moment.day);
    let begins = day("effective").or_else(|| day("issued"));
    let own =
        |block: &&TextBlock| matches!(block.form, BlockForm::Paragraph | BlockForm::Item) && !block.is_quoted;
    for block in inspected.blocks().iter().filter(own) {
        for (term, at) in terms(&block.text) {
            let last = match term {
                Term::Until(day) => Some(day),
                Term::Years(years) => begins.and_then(|day| years_later(day, years)),
            };
            let Some(last) = last.filter(|last| site.date_filter.today > *last) else {
                continue;
            };
            let words = &block.text[at.clone()];
            let told = message!(
                "正文说“{words}”，到 {last} 为止，页面上还是现行",
                "the text says “{words}”, which ended on {last}, and the page still calls it in force"
            );
            report.push(Diagnostic::new(&VALIDITY_OVER, inspected.span(block, at), told).hint(message!(
                "没有续期的写 status: 失效；续了期的，照续期的文件改正文",
                "write `status: 失效` unless it was renewed; if it was, correct the text by the document that says so"
            )));
        }
    }
}

/// The terms of validity that a text says of itself, and where.
fn terms(text: &str) -> Vec<(Term, Range<usize>)> {
    let (mut found, mut start) = (Vec::new(), 0);
    for sentence in text.split_inclusive(['。', '；', '\n']) {
        if OF_ITSELF.iter().any(|sign| sentence.contains(sign))
            && let Some((at, word)) = TERMS.iter().find_map(|word| Some((sentence.find(word)?, *word)))
            && let Some((term, size)) = term(&sentence[at + word.len()..])
        {
            let from = start + at;
            found.push((term, from..from + word.len() + size));
        }
        start += sentence.len();
    }
    found
}

/// The term that a text begins with, and how long it is.
fn term(text: &str) -> Option<(Term, usize)> {
    let rest = text.trim_start_matches(|c: char| c.is_whitespace() || "为是至到：:，,自".contains(c));
    let before = text.len() - rest.len();
    if let Some(end) = rest.find('日').map(|end| end + '日'.len_utf8())
        && let Ok(day) = rest[..end].split_whitespace().collect::<String>().parse()
    {
        return Some((Term::Until(day), before + end));
    }
    let (number, behind) = rest.split_once('年')?;
    let years = number
        .trim()
        .parse::<u32>()
        .ok()
        .or_else(|| numeral::parse(number.trim()))?;
    // 有效期2024年 is no number of years.
    let years = i16::try_from(years)
        .ok()
        .filter(|years| (1..=50).contains(years))?;
    (!behind.starts_with(['内', '度'])).then(|| (Term::Years(years), before + number.len() + '年'.len_utf8()))
}

/// The last day of so many years that begin on a day; `None` beyond the calendar.
fn years_later(day: Day, years: i16) -> Option<Day> {
    let (year, month, date) = day.parts();
    let same = |date: i8| {
        format!("{:04}-{month:02}-{date:02}", year + years)
            .parse::<Day>()
            .ok()
    };
    // The 29th of February has no day of its own in most years.
    same(date).map(|day| day.after(-1)).or_else(|| same(28))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<String> {
        let said = |(term, at): (Term, Range<usize>)| format!("{term:?} {}", &text[at]);
        terms(text).into_iter().map(said).collect()
    }

    #[test]
    fn a_document_says_how_long_it_is_valid_itself() {
        let day = |text: &str| format!("{:?}", Term::Until(text.parse().unwrap()));
        assert_eq!(
            found("本办法自2024年1月1日起施行，有效期至2025年12月31日。"),
            [format!("{} 有效期至2025年12月31日", day("2025-12-31"))]
        );
        assert_eq!(
            found("本通知自印发之日起执行，有效期5年。"),
            ["Years(5) 有效期5年"]
        );
        assert_eq!(found("本意见有效期限为两年。"), ["Years(2) 有效期限为两年"]);
        assert_eq!(
            found("自2024年1月1日起试行，试行期一年。"),
            ["Years(1) 试行期一年"]
        );
    }

    #[test]
    fn the_validity_of_a_certificate_is_none_of_the_document() {
        assert!(found("健康证明有效期为一年。").is_empty());
        assert!(found("许可证有效期5年，期满前三十日申请延续。").is_empty());
        assert!(found("本办法自公布之日起施行。证书有效期至2025年12月31日。").is_empty());
        assert!(found("本规定所称有效期，是指证件载明的期限。").is_empty());
    }

    #[test]
    fn years_end_on_the_day_before() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(years_later(day("2021-03-01"), 5), Some(day("2026-02-28")));
        assert_eq!(years_later(day("2024-02-29"), 1), Some(day("2025-02-28")));
    }
}
