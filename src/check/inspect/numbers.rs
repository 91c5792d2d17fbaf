//! Numbers with units in the text: whether the fact of that name says another one, and whether anything backs them.

use super::{InspectedText, Inspection};
use crate::base::numeral::{self, is_numeral};
use crate::base::quantity::numbers_in;
use crate::base::region::NATION;
use crate::base::{Diagnostic, Span};
use crate::document::Role;
use crate::fact::{FactEntry, Value};
use crate::markdown::{Request, TextBlock};
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { NUMBER_DIFFERS = "number-differs", Truth, Warning, adjustable: true;
    means "正文写的数和同名的事实不一样：事实里产假是98天，正文写产假90天", "The text says another number than the fact of that name: 产假90天, where the fact says 98";
    mend "写成 `{{事实名}}`；说的是别处、从前的，写明是哪里、哪时", "Write `{{name}}`; for another place or time say which";
}

rule! { UNCITED_NUMBER = "uncited-number", Truth, Warning, adjustable: true;
    means "解读、问答里带单位的数，既不是事实、引文，所引的条款里也没有", "A number with a unit in an explainer or answer is neither a fact nor quoted, and the clauses that the page cites do not say it";
    mend "写成 `{{事实名}}`，或用 `[[文件#第几条]]` 引出它的出处", "Write `{{name}}`, or cite where it is from by `[[name#clause]]`";
}

pub(super) const INSPECTION: Inspection = Inspection {
    rules: &[&NUMBER_DIFFERS, &UNCITED_NUMBER],
    text: Some(look),
    ..Inspection::NONE
};

/// A number with its unit.
struct Quantity {
    number: f64,
    unit: &'static str,
    at: Range<usize>,
    /// In Chinese numerals, which may also be part of a name.
    in_words: bool,
}

/// Units, the longer ones first, and what they are in facts.
const UNITS: [(&str, &str); 13] = [
    ("个工作日", "工作日"),
    ("工作日", "工作日"),
    ("万元", "元"),
    ("个月", "月"),
    ("周岁", "岁"),
    ("天", "天"),
    ("日", "天"),
    ("元", "元"),
    ("岁", "岁"),
    ("周", "周"),
    ("％", "%"),
    ("%", "%"),
    ("小时", "小时"),
];

fn look(inspected: &InspectedText<'_>, report: &mut Vec<Diagnostic>) {
    let Some(document) = inspected.document() else {
        return;
    };
    if document.kind.clauses {
        return;
    }
    let own = ["explainer", "question"].contains(&&*document.kind.name);
    let mut backed: Option<Vec<f64>> = None;
    for block in inspected
        .blocks()
        .iter()
        .filter(|block| block.is_prose() && !block.is_quoted)
    {
        for quantity in quantities(block) {
            if let Some(differs) = differs(inspected, block, &quantity) {
                report.push(differs);
            } else if own && !quantity.in_words {
                let backed = backed.get_or_insert_with(|| grounds(inspected));
                if !backed.contains(&quantity.number) {
                    report.push(uncited(inspected, block, &quantity));
                }
            }
        }
    }
}

/// The numbers with a unit behind them. Days of the calendar and marks of facts are none.
fn quantities(block: &TextBlock) -> Vec<Quantity> {
    let mut found = in_digits(block);
    found.extend(in_words(&block.plain()));
    found
}

/// The numbers in Chinese numerals with a unit behind them: 二十天.
fn in_words(text: &str) -> Vec<Quantity> {
    let mut found = Vec::new();
    let mut end = 0;
    while let Some(start) = text[end..].find(is_numeral).map(|start| end + start) {
        let rest = text[start..].trim_start_matches(is_numeral);
        end = text.len() - rest.len();
        let unit = UNITS
            .iter()
            .find(|(unit, _)| *unit != "日" && rest.starts_with(unit));
        let (Some((unit, of_fact)), Some(number)) = (unit, numeral::parse(&text[start..end])) else {
            continue;
        };
        let ten_thousand = if *unit == "万元" { 10_000.0 } else { 1.0 };
        found.push(Quantity {
            number: f64::from(number) * ten_thousand,
            unit: of_fact,
            at: start..end + unit.len(),
            in_words: true,
        });
    }
    found
}

/// The numbers in Arabic digits with a unit behind them.
fn in_digits(block: &TextBlock) -> Vec<Quantity> {
    let text = &*block.plain();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..]
        .find(|c: char| c.is_ascii_digit())
        .map(|start| at + start)
    {
        let length = text[start..]
            .bytes()
            .take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b','))
            .count();
        let end = start + length;
        at = end;
        let rest = text[end..].trim_start();
        let Some((unit, of_fact)) = UNITS.iter().find(|(unit, _)| rest.starts_with(unit)) else {
            continue;
        };
        let whole = text.len() - rest.len() + unit.len();
        let before = text[..start].trim_end().chars().next_back();
        let calendar = *unit == "日" && before == Some('月')
            || before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '{' | '-' | '/' | '第'));
        let braces = text[..start]
            .rfind("{{")
            .is_some_and(|open| !text[open..start].contains("}}"));
        let written = if *unit == "万元" {
            format!("{}万", &text[start..end])
        } else {
            text[start..end].to_owned()
        };
        if let (false, Some(number)) = (calendar || braces, numbers_in(&written).pop()) {
            found.push(Quantity {
                number,
                unit: of_fact,
                at: start..whole,
                in_words: false,
            });
        }
    }
    found
}

/// Words that may stand between the name of a fact and its number.
const BETWEEN: [&str; 12] = [
    "",
    "是",
    "为",
    "共",
    "有",
    "：",
    "一共",
    "一共是",
    "可以休",
    "可休",
    "都是",
    "最多",
];

/// Words before the name of a fact that give it to somebody. 延长产假, 上海婚假 are of something else.
const GIVING: [&str; 10] = [
    "享受", "享有", "享", "给予", "可休", "休", "请", "安排", "有", "的",
];

/// Words for those who have what a fact is about: 男方护理假. Who else they are is said before them: 上海男方.
const HOLDERS: [&str; 8] = [
    "男方",
    "女方",
    "夫妻双方",
    "双方",
    "配偶",
    "丈夫",
    "男职工",
    "女职工",
];

/// Whether words right before the name of a fact leave it what it is.
fn leads_up(before: &str) -> bool {
    let begins = |words: &str| {
        let edge = words.is_empty() || words.ends_with(['，', '。', '、', '；', '：', '“', '（', ' ']);
        edge || GIVING.iter().any(|word| words.ends_with(word))
    };
    let holder = HOLDERS.iter().find_map(|word| before.strip_suffix(word));
    begins(before) || holder.is_some_and(begins)
}

/// What the fact whose name stands right before a number says, when that is another number.
fn differs(inspected: &InspectedText<'_>, block: &TextBlock, quantity: &Quantity) -> Option<Diagnostic> {
    let before = block.text[..quantity.at.start].trim_end();
    let site = inspected.site;
    let named = site.facts.names().into_iter().filter(|name| {
        BETWEEN.iter().any(|between| {
            before
                .strip_suffix(between)
                .and_then(|rest| rest.trim_end().strip_suffix(*name))
                .is_some_and(leads_up)
        })
    });
    let name = named.max_by_key(|name| name.len())?;
    let (entry, layer) = site.fact(name)?;
    let Some(Value::Number(number, _)) = &entry.value else {
        return None;
    };
    let same_unit = entry.unit == quantity.unit || entry.unit == "日" && quantity.unit == "天";
    let elsewhere = [" 省", "原来", "以前", "过去", "原先"]
        .iter()
        .any(|word| before.contains(word));
    // On a site of a place 国家规定的产假98天 is the nation's rule, and the fact that of the place.
    let of_nation =
        layer.region.code != NATION && ["国家规定", "法定"].iter().any(|word| before.contains(word));
    let historic = elsewhere
        || of_nation
        || said_before(site, name, quantity.number)
        || adds_up(before) && is_sum(site, *number, quantity)
        || is_quoted(&block.text, &quantity.at);
    if !same_unit || *number == quantity.number || historic {
        return None;
    }
    let (words, value) = (&block.text[quantity.at.clone()], entry.text());
    let told = message!(
        "正文写{name}{words}，事实是{value}",
        "the text says {name}{words}, the fact {value}"
    );
    Some(
        Diagnostic::new(&NUMBER_DIFFERS, inspected.span(block, quantity.at.clone()), told)
            .see(Span::top(&layer.file), message!("事实在这里", "the fact is here"))
            .hint(message!(
                "写成 {{{{{name}}}}}，跟着事实走",
                "write {{{{{name}}}}}, which follows the fact"
            )),
    )
}

/// Whether words before a number say that it is a sum.
fn adds_up(before: &str) -> bool {
    let sums = [
        "共",
        "合计",
        "总计",
        "累计",
        "合起来",
        "加起来",
        "加上",
        "延长",
        "连同",
        "含",
    ];
    let start = before.rfind(['。', '；', '\n']).unwrap_or(0);
    let clause = &before[start..];
    sums.iter().any(|word| clause.contains(word))
}

/// Whether a number is what the fact and another one come to: 产假共158天 is 98 and 60.
fn is_sum(site: &crate::site::Site, number: f64, quantity: &Quantity) -> bool {
    let mut others = site.facts.entries().filter_map(|(_, entry)| match &entry.value {
        Some(Value::Number(other, _)) if entry.unit == quantity.unit => Some(*other),
        _ => None,
    });
    others.any(|other| number + other == quantity.number)
}

/// Whether a place is within marks of quotation that hold a whole clause, not a word.
fn is_quoted(text: &str, at: &Range<usize>) -> bool {
    let Some(open) = text[..at.start].rfind('“') else {
        return false;
    };
    let Some(close) = text[open..].find('”').map(|close| open + close) else {
        return false;
    };
    close >= at.end && text[open..close].contains(['，', '。', '；'])
}

/// Whether a former entry of a fact says the number.
fn said_before(site: &crate::site::Site, name: &str, number: f64) -> bool {
    let facts = site.facts.layers.iter().filter_map(|layer| layer.fact(name));
    let mut entries = facts
        .flat_map(|fact| &fact.entries)
        .filter(|entry| entry.until.is_some());
    entries.any(|entry| numbers_in(&entry.text()).contains(&number))
}

/// Every number that facts, quotations and cited clauses say.
fn grounds(inspected: &InspectedText<'_>) -> Vec<f64> {
    let (site, mut all) = (inspected.site, Vec::new());
    for (_, entry) in site.facts.entries() {
        all.extend(numbers_in(&entry.text()));
        all.extend(quoted(entry));
    }
    let Some(page) = inspected.page else { return all };
    let ground = site.pages[page]
        .relations
        .iter()
        .filter(|relation| relation.role != Role::PartOf);
    for relation in ground {
        all.extend(numbers_in(&(inspected.words)(
            relation.page,
            relation.anchor.as_deref(),
        )));
    }
    for asked in &site.pages[page].document.outline.questions {
        if let Request::Reference { to, .. } | Request::Quote { to, .. } = &asked.question
            && let Ok(cited) = site.find_cited(page, to)
        {
            all.extend(numbers_in(&(inspected.words)(
                cited.page,
                cited.anchor.as_deref(),
            )));
        }
    }
    for block in inspected.blocks().iter().filter(|block| block.is_quoted) {
        all.extend(numbers_in(&block.text));
    }
    all
}

fn quoted(entry: &FactEntry) -> Vec<f64> {
    entry
        .quote
        .as_ref()
        .map_or_else(Vec::new, |quote| numbers_in(&quote.value))
}

fn uncited(inspected: &InspectedText<'_>, block: &TextBlock, quantity: &Quantity) -> Diagnostic {
    let words = &block.text[quantity.at.clone()];
    let told = message!("“{words}”没有出处", "nothing backs “{words}”");
    Diagnostic::new(&UNCITED_NUMBER, inspected.span(block, quantity.at.clone()), told).hint(message!(
        "写成事实，或用 [[文件#第几条]] 引出出处",
        "make it a fact, or cite where it is from by [[name#clause]]"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::BlockForm;

    #[test]
    fn who_has_a_leave_does_not_make_it_another_one() {
        for before in ["", "男方", "可享受", "，男职工", "给予配偶"] {
            assert!(leads_up(before), "{before}");
        }
        for before in ["上海", "上海男方", "延长", "陪"] {
            assert!(!leads_up(before), "{before}");
        }
        assert!(adds_up("产假一共") && !adds_up("产假共98天。护理假为"));
    }

    #[test]
    fn an_ordinal_is_no_quantity() {
        let found = |text: &str| {
            let block = TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
            let all = in_digits(&block).into_iter();
            all.map(|quantity| text[quantity.at].to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(found("从第3天起，一共休15天。"), ["15天"]);
    }
}
