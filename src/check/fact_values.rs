//! Values of facts: each stands in the words that its own entry quotes, in Chinese or Arabic numerals.

use super::{Check, CheckedSite};
use crate::base::quantity::numbers_in;
use crate::base::{Diagnostic, Span, numeral};
use crate::fact::{FactEntry, Value};
use crate::message;
use crate::rule;

rule! { FACT_NOT_IN_QUOTE = "fact-not-in-quote", Facts, Error, adjustable: false;
    means "事实的值不在它自己的 `quote` 里：5000 对着“三千元”，元/月 对着“每年”", "The value of a fact is not in its own `quote`: 5000 beside “三千元”, 元/月 beside “每年”";
    mend "照原文改值，或改引文；算出来的数不写 `quote`，写 `basis` 说明怎么算", "Correct the value or the quotation; a computed number has no `quote` but a `basis` that says how";
}

pub(super) const CHECK: Check = Check {
    rules: &[&FACT_NOT_IN_QUOTE],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    for (layer, entry) in checked.site.facts.entries() {
        let (Some(quote), Some(value)) = (&entry.quote, &entry.value) else {
            continue;
        };
        let said = numbers_in(&without_clauses(&quote.value));
        let missing: Vec<String> = numbers_of(value)
            .into_iter()
            .filter(|(number, _)| !said.contains(number))
            .map(|(_, written)| written)
            .collect();
        let period = other_period(&entry.unit, &quote.value);
        if let (Some(said), true) = (period, missing.is_empty()) {
            report.push(period_differs(
                entry,
                said,
                Span::new(&layer.file, quote.at.clone()),
            ));
        }
        if !missing.is_empty() {
            report.push(wording(
                entry,
                &missing.join("、"),
                Span::new(&layer.file, quote.at.clone()),
            ));
        }
    }
}

/// A quotation without the numbers of clauses: 第十五条 says no fifteen.
fn without_clauses(quote: &str) -> String {
    let mut out = String::new();
    let mut rest = quote;
    while let Some(at) = rest.find('第') {
        let (before, mark) = rest.split_at(at);
        out.push_str(before);
        let number = mark['第'.len_utf8()..]
            .trim_start_matches(|c: char| numeral::is_numeral(c) || c.is_ascii_digit());
        let is_clause = number.starts_with(['条', '款', '项', '目', '章', '节', '编']);
        if !is_clause {
            out.push_str(&mark[..mark.len() - number.len()]);
        }
        rest = number;
    }
    out + rest
}

/// Periods of a unit, and how texts say that something comes once in each.
const PERIODS: [(&str, &[&str]); 5] = [
    ("年", &["每年", "每一年", "年度", "每人每年", "/年", "一年"]),
    (
        "月",
        &["每月", "每个月", "月均", "/月", "一个月", "按月", "月标准"],
    ),
    ("天", &["每天", "每日", "/天", "/日", "一天"]),
    ("日", &["每天", "每日", "/天", "/日", "一日"]),
    ("小时", &["每小时", "每个小时", "/小时"]),
];

/// The period that a quotation names, when the unit of its fact has another one: 元/月 beside 每年3600元.
fn other_period(unit: &str, quote: &str) -> Option<&'static str> {
    let (_, own) = unit.rsplit_once('/')?;
    let said = |words: &[&'static str]| words.iter().copied().find(|word| quote.contains(word));
    let (_, words) = PERIODS.iter().find(|(period, _)| *period == own)?;
    if said(words).is_some() {
        return None;
    }
    PERIODS.iter().find_map(|(_, others)| said(&others[..2]))
}

fn period_differs(entry: &FactEntry, said: &str, place: Span) -> Diagnostic {
    let unit = &entry.unit;
    Diagnostic::new(
        &FACT_NOT_IN_QUOTE,
        place,
        message!(
            "单位是 {unit}，引的原话说的是{said}",
            "the unit is {unit}, and the words quoted say {said}"
        ),
    )
    .hint(message!(
        "照原文改 unit；算出来的数去掉 quote，用 basis 说明怎么算",
        "correct `unit` by the source; for a computed number take `quote` out and say in `basis` how it is computed"
    ))
}

fn wording(entry: &FactEntry, missing: &str, place: Span) -> Diagnostic {
    let text = entry.text();
    Diagnostic::new(
        &FACT_NOT_IN_QUOTE,
        place,
        message!(
            "值是 {text}，引的原话里没有 {missing}",
            "the value is {text}, and the words quoted do not say {missing}"
        ),
    )
    .hint(message!(
        "照原文核对；算出来的数去掉 quote，用 basis 说明怎么算",
        "check it against the source; for a computed number take `quote` out and say in `basis` how it is computed"
    ))
}

/// The numbers that a value says, each as written.
fn numbers_of(value: &Value) -> Vec<(f64, String)> {
    let in_text = |text: &str| -> Vec<(f64, String)> {
        let numbers = numbers_in(text).into_iter();
        numbers.map(|number| (number, number.to_string())).collect()
    };
    match value {
        Value::Number(number, written) => vec![(*number, written.clone())],
        Value::Range(from, to) => [from, to].into_iter().flat_map(|end| in_text(end)).collect(),
        Value::Words(words) => in_text(words),
        Value::Cases(cases) => cases.iter().flat_map(|case| numbers_of(&case.value)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_clause_is_no_number_of_its_words() {
        assert_eq!(
            without_clauses("依照第十五条第2款，假期为十五天，第三个子女另加"),
            "依照条款，假期为十五天，第三个子女另加"
        );
        assert_eq!(numbers_in(&without_clauses("第十五条")), Vec::<f64>::new());
    }

    #[test]
    fn a_unit_of_another_period_than_the_words_quoted_is_told() {
        for (unit, quote, said) in [
            ("元/月", "补助每年3600元", Some("每年")),
            ("元/年", "按每月300元发放", Some("每月")),
            ("元/月", "每月300元，每年发放一次", None),
            ("元/年", "年度补助3600元", None),
            ("元/月", "补助3600元", None),
            ("元", "补助每年3600元", None),
            ("元/人", "每年3600元", None),
        ] {
            assert_eq!(other_period(unit, quote), said, "{unit} {quote}");
        }
    }
}
