//! Values of facts: each stands in the words that its own entry quotes, in Chinese or Arabic numerals.

use super::{Check, CheckedSite};
use crate::base::quantity::numbers_in;
use crate::base::{Diagnostic, Span};
use crate::fact::{FactEntry, Value};
use crate::message;
use crate::rule;

rule! { FACT_NOT_IN_QUOTE = "fact-not-in-quote", Facts, Error, adjustable: false;
    means "事实的值不在它自己的 `quote` 里：5000 对着“三千元”", "The value of a fact is not in its own `quote`: 5000 beside “三千元”";
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
        let said = numbers_in(&quote.value);
        let missing: Vec<String> = numbers_of(value)
            .into_iter()
            .filter(|(number, _)| !said.contains(number))
            .map(|(_, written)| written)
            .collect();
        if !missing.is_empty() {
            report.push(wording(
                entry,
                &missing.join("、"),
                Span::new(&layer.file, quote.at.clone()),
            ));
        }
    }
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
