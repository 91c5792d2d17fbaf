//! Values of facts: each stands in the words that its own entry quotes, in Chinese or Arabic numerals.

use super::{Check, CheckedSite};
use crate::base::quantity::quantities_in;
use crate::base::{Diagnostic, PageLanguage, Span, numeral};
use crate::fact::{FactEntry, Value};
use crate::markdown::ItemNumbers;
use crate::message;
use crate::rule;
use std::sync::Arc;

rule! { FACT_NOT_IN_QUOTE = "fact-not-in-quote", Facts, Error, adjustable: false;
    means "事实的值不在它自己的 `quote` 里：5000 对着“三千元”，元/月 对着“每年”", "The value of a fact is not in its own `quote`: 5000 beside “三千元”, 元/月 beside “每年”";
    mend "照原文改值，或改引文；算出来的数不写 `quote`，写 `basis` 说明怎么算", "Correct the value or the quotation; a computed number has no `quote` but a `basis` that says how";
}

rule! { FACT_NOT_IN_SOURCE = "fact-not-in-source", Facts, Warning, adjustable: true;
    means "事实没有写 `quote`，站里有它 `source` 说的那一条，那一条里却没有这个数", "A fact has no `quote`, the site holds the clause that its `source` names, and that clause does not say the number";
    mend "对照那一条改值，或改 `source`；算出来的数在 `basis` 里写明怎么算", "Check the value against the clause, or correct `source`; say in `basis` how a number is computed";
}

pub(super) const CHECK: Check = Check {
    rules: &[&FACT_NOT_IN_QUOTE, &FACT_NOT_IN_SOURCE],
    page: None,
    site: Some(site),
};

fn site(checked: &CheckedSite<'_>, report: &mut Vec<Diagnostic>) {
    for (layer, entry) in checked.site.facts.entries() {
        let Some(value) = &entry.value else { continue };
        let Some(quote) = &entry.quote else {
            report.extend(unquoted(checked, &layer.file, entry, value));
            continue;
        };
        let said = quantities_in(&without_clauses(&quote.value));
        let meant = amounts_of(value, &entry.unit);
        let missing: Vec<String> = meant
            .iter()
            .filter(|amount| !amount.is_said(&said))
            .map(|amount| amount.written.clone())
            .collect();
        let other = meant.iter().find_map(|amount| amount.other_unit(&said));
        if let (Some(said), true) = (other, missing.is_empty()) {
            let place = Span::new(&layer.file, quote.at.clone());
            report.push(unit_differs(entry, said, place));
            continue;
        }
        let period = other_period(&entry.unit, &quote.value);
        if let (Some(said), true) = (period, missing.is_empty()) {
            report.push(unit_differs(
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

/// A value that the clause of its source does not say, where nothing is quoted. What says how it is computed is left alone.
fn unquoted(
    checked: &CheckedSite<'_>,
    file: &Arc<str>,
    entry: &FactEntry,
    value: &Value,
) -> Option<Diagnostic> {
    let source = entry.source.as_ref().filter(|_| entry.basis.is_none())?;
    let site = checked.site;
    let cited = site
        .find_cited(site.home(&PageLanguage::Own), &source.value)
        .ok()?;
    let document = &site.pages[cited.page].document;
    if cited.anchor.is_none() || document.kind_fields.text_form.is_retold() {
        return None;
    }
    let said = quantities_in(&without_clauses(&(checked.words)(
        cited.page,
        cited.anchor.as_deref(),
        ItemNumbers::Hidden,
    )));
    let missing: Vec<String> = amounts_of(value, &entry.unit)
        .into_iter()
        .filter(|amount| !amount.is_said(&said))
        .map(|amount| amount.written)
        .collect();
    if missing.is_empty() {
        return None;
    }
    let (title, missing) = (&cited.title, missing.join("、"));
    let told = message!("{title} 里没有 {missing}", "{title} does not say {missing}");
    Some(
        Diagnostic::new(&FACT_NOT_IN_SOURCE, Span::new(file, source.at.clone()), told)
            .see(
                Span::top(&document.file),
                message!("所引的文件", "the document cited"),
            )
            .hint(message!(
                "对照原文改值或 source；算出来的数用 basis 说明怎么算",
                "check value and `source` against it; for a computed number say in `basis` how it is computed"
            )),
    )
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

fn unit_differs(entry: &FactEntry, said: &str, place: Span) -> Diagnostic {
    let unit = match &entry.value {
        Some(Value::Words(words)) => words,
        _ => &entry.unit,
    };
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

/// Units that are easily mistaken, each with the ways in which texts write it. Of two that begin alike the longer one counts.
const UNITS: [&[&str]; 11] = [
    &["工作日", "个工作日"],
    &["天", "日", "个自然日", "自然日", "日历天"],
    &["周", "个星期", "星期", "个周"],
    &["月", "个月"],
    &["年", "周年", "个年"],
    &["岁", "周岁"],
    &["小时", "个小时", "个钟头"],
    &["分钟"],
    &["元", "块", "人民币"],
    &["%", "％", "个百分点"],
    &["倍"],
];

/// A unit, a smaller one, and how many of that it has.
const LARGER: [(&str, &str, f64); 3] = [("年", "月", 12.0), ("周", "天", 7.0), ("小时", "分钟", 60.0)];

/// The unit that a text begins with, by its row of [`UNITS`], and as it is written there. 万 before 元 belongs to the number.
fn unit_at(text: &str) -> Option<(usize, &'static str)> {
    let inner = text.trim_start_matches([' ', '余', '多', '万', '亿', '千']);
    let all = UNITS.iter().enumerate();
    let fits = all.flat_map(|(row, words)| words.iter().map(move |word| (row, *word)));
    fits.filter(|(_, word)| inner.starts_with(word))
        .max_by_key(|(_, word)| word.len())
}

/// An amount that a value says.
struct Amount {
    /// In what its unit counts, and multiplied by 万 or 亿 of that unit: texts say either.
    numbers: [f64; 2],
    /// As its author wrote it.
    written: String,
    /// Its unit, by its row of [`UNITS`].
    unit: Option<usize>,
}

impl Amount {
    fn new(number: f64, written: String, unit: &str) -> Self {
        let scale = match unit.chars().next() {
            Some('百') => 100.0,
            Some('千') => 1000.0,
            Some('万') => 10_000.0,
            Some('亿') => 100_000_000.0,
            _ => 1.0,
        };
        Self {
            numbers: [number, number * scale],
            written,
            unit: unit_at(unit).map(|(row, _)| row),
        }
    }

    /// Whether a number of a text is this one; 1.2万 is computed, so the last bits may differ.
    fn is(&self, said: f64) -> bool {
        self.numbers
            .iter()
            .any(|own| (own - said).abs() <= own.abs() * 1e-9)
    }

    fn is_said(&self, said: &[(f64, String)]) -> bool {
        said.iter().any(|(number, behind)| {
            self.is(*number) || self.in_own_unit(*number, behind).is_some_and(|own| self.is(own))
        })
    }

    /// A number of a text in the unit of this amount: 半年 is 6 月.
    fn in_own_unit(&self, number: f64, behind: &str) -> Option<f64> {
        let (own, said) = (UNITS[self.unit?][0], UNITS[unit_at(behind)?.0][0]);
        let larger = |one: &str, other: &str| {
            LARGER
                .iter()
                .find(|(large, small, _)| *large == one && *small == other)
        };
        match (larger(said, own), larger(own, said)) {
            (Some((.., times)), _) => Some(number * times),
            (_, Some((.., times))) => Some(number / times),
            _ => None,
        }
    }

    /// The unit that a text gives the amount wherever it says it, when that is another one.
    fn other_unit(&self, said: &[(f64, String)]) -> Option<&'static str> {
        let own = self.unit?;
        let mut units = said
            .iter()
            .filter(|(number, _)| self.is(*number))
            .map(|(_, behind)| unit_at(behind));
        let first = units.next()??;
        let differs = |unit: Option<(usize, &str)>| unit.is_some_and(|(row, _)| row != own);
        (first.0 != own && units.all(differs)).then_some(first.1)
    }
}

/// The amounts that a value says, in a unit or in that of its words.
fn amounts_of(value: &Value, unit: &str) -> Vec<Amount> {
    let in_text = |text: &str, unit: &str| -> Vec<Amount> {
        let numbers = quantities_in(text).into_iter();
        numbers
            .map(|(number, behind)| {
                let unit = if unit.is_empty() { &behind } else { unit };
                Amount::new(number, number.to_string(), unit)
            })
            .collect()
    };
    match value {
        Value::Number(number, written) => vec![Amount::new(*number, written.clone(), unit)],
        Value::Range(from, to) => [from, to]
            .into_iter()
            .flat_map(|end| in_text(end, unit))
            .collect(),
        Value::Words(words) => in_text(words, ""),
        Value::Cases(cases) => cases
            .iter()
            .flat_map(|case| amounts_of(&case.value, unit))
            .collect(),
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
        assert!(quantities_in(&without_clauses("第十五条")).is_empty());
    }

    #[test]
    fn half_a_year_says_six_months_and_a_week_says_seven_days() {
        for (number, unit, said, is_said) in [
            (6.0, "月", "假期为半年", true),
            (12.0, "个月", "满一年", true),
            (1.0, "年", "满十二个月", true),
            (7.0, "天", "休息一周", true),
            (6.0, "月", "半个月", false),
            (6.0, "天", "半年", false),
            (15_000.0, "元", "一点五万元", true),
        ] {
            let amount = Amount::new(number, number.to_string(), unit);
            assert_eq!(
                amount.is_said(&quantities_in(said)),
                is_said,
                "{number} {unit} {said}"
            );
        }
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
