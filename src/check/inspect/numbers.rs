//! Numbers with units in the text: whether the fact of that name says another one, and whether anything backs them.

use super::page_text::{ALT, POINTED};
use super::{InspectedText, Inspection};
use crate::base::numeral::is_numeral;
use crate::base::quantity::numbers_in;
use crate::base::region::NATION;
use crate::base::{Diagnostic, Span};
use crate::document::Role;
use crate::fact::{FactEntry, Value};
use crate::markdown::{BlockForm, ItemNumbers, Request, TextBlock};
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
    /// It says how much somebody gets or pays, or how long something takes; other words with numerals may be sayings.
    is_claim: bool,
}

/// Units, the longer ones first, and what they are in facts.
const UNITS: [(&str, &str); 14] = [
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
    ("倍", "倍"),
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
            } else if own && quantity.is_claim && !is_beside(block) {
                let backed = backed.get_or_insert_with(|| grounds(inspected));
                if !backed.contains(&quantity.number) {
                    report.push(uncited(inspected, block, &quantity));
                }
            }
        }
    }
}

/// The numbers with a unit behind them, in digits of either width or in Chinese. Days of the calendar and marks of facts are
/// none.
fn quantities(block: &TextBlock) -> Vec<Quantity> {
    let text = &*block.plain();
    let mut found = Vec::new();
    let mut end = 0;
    while let Some(start) = text[end..].find(is_of_number).map(|start| end + start) {
        end = start + length_of_number(&text[start..]);
        found.extend(quantity(text, start..end));
    }
    found
}

/// What stands before a number that is so many hundredths.
const HUNDREDTHS: &str = "百分之";

fn quantity(text: &str, at: Range<usize>) -> Option<Quantity> {
    let (before, behind) = (&text[..at.start], &text[at.end..]);
    let numbers = numbers_in(&text[at.clone()]);
    let number = *numbers.last()?;
    let in_digits = text[at.clone()].starts_with(is_digit);
    let gap = if in_digits {
        behind.len() - behind.trim_start().len()
    } else {
        0
    };
    let part = before.ends_with(HUNDREDTHS);
    let known = UNITS.iter().find(|(unit, _)| behind[gap..].starts_with(unit));
    let (unit, of_fact) = if part { &("", "%") } else { known? };
    let rest = &behind[gap + unit.len()..];
    if in_digits && is_no_amount(before, unit, number, rest) || !in_digits && *unit == "日" {
        return None;
    }
    let one_meaning = numbers.len() == 1 && !is_saying(before, of_fact, number, rest);
    let counted = text[at.clone()].starts_with(|c| !"百千万亿".contains(c));
    Some(Quantity {
        number: number * if *unit == "万元" { 10_000.0 } else { 1.0 },
        unit: of_fact,
        at: at.start - if part { HUNDREDTHS.len() } else { 0 }..text.len() - rest.len(),
        is_claim: in_digits || one_meaning && counted,
    })
}

/// Whether digits with a unit are a day of the calendar, part of a word or a range, the mark of a fact, or around the clock.
fn is_no_amount(before: &str, unit: &str, number: f64, rest: &str) -> bool {
    let last = before.trim_end().chars().next_back();
    let calendar = unit == "日" && last == Some('月');
    let joined = last.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '{' | '-' | '/' | '第'));
    let fact = before
        .rfind("{{")
        .is_some_and(|open| !before[open..].contains("}}"));
    // 24小时热线 is always there; 24小时内 is a promise.
    let always = unit == "小时" && number == 24.0 && !rest.starts_with(['内', '之', '以', '前']);
    calendar || joined || fact || always
}

/// Whether a numeral with a unit is part of a word or a saying, or says of nothing how much there is of it: 第三天, 这两天, 四周,
/// 三岁以下.
fn is_saying(before: &str, unit: &str, number: f64, rest: &str) -> bool {
    let claimed = ["天", "工作日", "月", "元", "%", "周", "倍"].contains(&unit);
    let last = before.trim_end().chars().next_back();
    let ordinal = last.is_some_and(|c| "第几数上好这那近隔周期拜".contains(c));
    let lately = number <= 3.0 && last.is_some_and(|c| "前头后".contains(c));
    let word = match unit {
        "元" => rest.starts_with(['旦', '素', '宵', '月', '老']),
        "天" => rest.starts_with(['气', '然', '津', '空', '半', '下', '两']),
        "周" => number == 4.0 || rest.starts_with(['年', '岁', '边', '围', '末', '期']),
        "倍" => rest.starts_with(['数', '增']),
        _ => false,
    };
    !claimed || number == 1.0 || ordinal || lately || word
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

fn is_of_number(c: char) -> bool {
    is_digit(c) || is_numeral(c)
}

/// How long the number is that a text begins with: its digits, and points and commas between them.
fn length_of_number(text: &str) -> usize {
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map_or(' ', |(_, next)| *next);
        let point = matches!(c, '.' | ',' | '．') && is_digit(before) && is_digit(next)
            || c == '点' && is_numeral(before) && is_numeral(next);
        if !(is_of_number(c) || point) {
            return at;
        }
        before = c;
    }
    text.len()
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
            ItemNumbers::Hidden,
        )));
    }
    for asked in &site.pages[page].document.outline.questions {
        if let Request::Reference { to, .. } | Request::Quote { to, .. } = &asked.question
            && let Ok(cited) = site.find_cited(page, to)
        {
            all.extend(numbers_in(&(inspected.words)(
                cited.page,
                cited.anchor.as_deref(),
                ItemNumbers::Hidden,
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

/// Alternative texts and titles of links cannot cite anything.
fn is_beside(block: &TextBlock) -> bool {
    matches!(block.form, BlockForm::Field(ALT | POINTED))
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

    /// What of a text is a claim, and how much.
    fn claims(text: &str) -> Vec<(String, f64)> {
        let block = TextBlock::elsewhere(BlockForm::Paragraph, text, 0..text.len(), text);
        let all = quantities(&block)
            .into_iter()
            .filter(|quantity| quantity.is_claim);
        all.map(|quantity| (text[quantity.at].to_owned(), quantity.number))
            .collect()
    }

    #[test]
    fn a_number_is_read_however_it_is_written() {
        for (text, words, number) in [
            ("婚假八天", "八天", 8.0),
            ("补贴五千元", "五千元", 5000.0),
            ("补贴5千元", "5千元", 5000.0),
            ("报销百分之六十", "百分之六十", 60.0),
            ("三个工作日办好", "三个工作日", 3.0),
            ("两个月内申请", "两个月", 2.0),
            ("陪产５天", "５天", 5.0),
            ("工资的1.5倍", "1.5倍", 1.5),
            ("一共 1,200.5 元", "1,200.5 元", 1200.5),
            ("奖励3万元", "3万元", 30_000.0),
            ("奖励 3 万元", "3 万元", 30_000.0),
        ] {
            assert_eq!(claims(text), [(words.to_owned(), number)], "{text}");
        }
    }

    #[test]
    fn an_ordinal_or_a_saying_is_no_quantity() {
        assert_eq!(claims("从第3天起，一共休15天。"), [("15天".to_owned(), 15.0)]);
        for text in [
            "24小时热线，第三天，十分方便，一天一个月，这两天，前两天，三五天，数百元，千元",
            "四周环境，五周年，三岁以下婴幼儿，百分之百，元旦，周三天气，二〇二一年九月三日",
        ] {
            assert_eq!(claims(text), [], "{text}");
        }
        assert_eq!(claims("24小时内答复").len(), 1);
    }
}
