//! Units of facts.

use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;
use crate::yaml::Fields;

rule! { UNIT_UNKNOWN = "unit-unknown", Facts, Warning, adjustable: true;
    means "`unit` 不是常用的单位", "The `unit` is none of the usual ones";
    mend "看提示；确实要用的，在 site.yaml 里写 `rules: {unit-unknown: off}`", "See the hint; if it is meant, say `rules: {unit-unknown: off}` in site.yaml";
}

/// Units that facts have in regulations.
const UNITS: [&str; 24] = [
    "天",
    "工作日",
    "日",
    "周",
    "月",
    "个月",
    "年",
    "小时",
    "分钟",
    "元",
    "万元",
    "元/月",
    "元/年",
    "元/天",
    "元/次",
    "元/人",
    "%",
    "倍",
    "岁",
    "周岁",
    "次",
    "人",
    "户",
    "平方米",
];

/// What people write for one of them.
const OTHERS: [(&str, &str); 16] = [
    ("day", "天"),
    ("days", "天"),
    ("自然日", "天"),
    ("个工作日", "工作日"),
    ("周岁以上", "周岁"),
    ("week", "周"),
    ("weeks", "周"),
    ("month", "月"),
    ("months", "月"),
    ("year", "年"),
    ("years", "年"),
    ("人民币", "元"),
    ("块", "元"),
    ("yuan", "元"),
    ("RMB", "元"),
    ("percent", "%"),
];

/// `unit`, empty for none. Full-width signs are read as narrow ones; one that nobody uses is told.
pub(super) fn read(fields: &mut Fields) -> String {
    let Some(written) = fields.text("unit") else {
        return String::new();
    };
    let unit = written.value.trim().replace('％', "%").replace('／', "/");
    if unit.is_empty() || unit == "none" || unit == "无" {
        return String::new();
    }
    // " days": a word behind a number, in a language that parts them.
    if written.value.starts_with(' ') && unit.is_ascii() {
        return format!(" {unit}");
    }
    if !UNITS.contains(&unit.as_str()) {
        let hint = match near(&unit) {
            Some(near) => message!(
                "是不是 {near}？没有单位写 none",
                "did you mean {near}? `none` is for no unit"
            ),
            None => {
                let all = UNITS.join("、");
                message!(
                    "常用的有：{all}；没有单位写 none",
                    "usual are: {all}; `none` is for no unit"
                )
            }
        };
        let place = Span::new(fields.file(), written.at);
        let message = message!("没有 {unit} 这个单位", "there is no unit `{unit}`");
        fields.push(Diagnostic::new(&UNIT_UNKNOWN, place, message).hint(hint));
    }
    unit
}

/// The unit that a word behind a number certainly is.
pub(super) fn known(word: &str) -> Option<String> {
    let other = OTHERS.iter().find(|(other, _)| other.eq_ignore_ascii_case(word));
    let unit = other.map_or(word, |(_, unit)| unit);
    UNITS.contains(&unit).then(|| unit.to_owned())
}

/// The unit that was perhaps meant: another word for it, or one with which it shares most characters, at its beginning.
fn near(unit: &str) -> Option<&'static str> {
    let other = OTHERS.iter().find(|(word, _)| word.eq_ignore_ascii_case(unit));
    let slashed = unit.replace('每', "/");
    other
        .map(|(_, meant)| *meant)
        .or_else(|| UNITS.into_iter().find(|known| *known == slashed))
        .or_else(|| {
            UNITS
                .into_iter()
                .filter(|known| unit.ends_with(known) || unit.starts_with(known))
                .max_by_key(|known| known.len())
        })
}
