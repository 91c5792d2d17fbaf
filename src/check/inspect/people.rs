//! Numbers that may be a person's, wherever a text holds them: in words, in alternative texts and titles, in addresses of links.

use super::digits::{Run, runs};
use super::page_text::{ALT, POINTED};
use super::{FILE_NAME, InspectedText};
use crate::base::Span;
use crate::markdown::{BlockForm, TextBlock};
use std::ops::Range;

/// A number in a text.
pub(super) struct Held<'b> {
    /// The block that it is in.
    pub block: &'b TextBlock,
    /// Its digits; perhaps `X` at the end.
    pub digits: String,
    /// Where its words, or those of the link that leads to it, stand in the block.
    pub at: Range<usize>,
    /// In the address of a link: what calls it there, like `tel`.
    pub called: Option<String>,
    /// The same in the source.
    pub place: Span,
}

impl Held<'_> {
    /// Whether what stands behind or before it says that it is an amount: of money, of people, of goods.
    pub fn is_amount(&self) -> bool {
        let behind = self.block.text[self.at.end..].trim_start();
        let money = self.block.text[..self.at.start]
            .trim_end()
            .ends_with(['￥', '¥', '$']);
        let followed = |unit: &str| {
            behind.strip_prefix(unit).is_some_and(|rest| {
                // 人事科, 万先生 and 个人 are no units.
                !matches!(unit, "人" | "户" | "份") || !rest.starts_with(crate::base::han::is_han)
            })
        };
        self.called.is_none() && (money || UNITS.iter().any(|unit| followed(unit)))
    }
}

/// What amounts are counted in.
const UNITS: [&str; 28] = [
    "元",
    "万元",
    "亿元",
    "美元",
    "欧元",
    "港元",
    "港币",
    "日元",
    "人民币",
    "余元",
    "多元",
    "万人",
    "人次",
    "人民",
    "人",
    "户",
    "份",
    "株",
    "吨",
    "公斤",
    "千克",
    "平方米",
    "立方米",
    "亩",
    "公顷",
    "千瓦",
    "％",
    "%",
];

/// The number as it may be shown: its middle is left out.
pub(super) fn masked(digits: &str) -> String {
    format!("{}****{}", &digits[..3], &digits[digits.len() - 4..])
}

/// The numbers of a text with at least so many digits, each once in its place.
pub(super) fn numbers<'i>(inspected: &'i InspectedText<'_>, least: usize) -> Vec<Held<'i>> {
    let mut found: Vec<Held<'_>> = Vec::new();
    for block in inspected.blocks().iter().filter(|block| is_read(block)) {
        let held = |(at, digits, called): (Range<usize>, String, Option<String>)| Held {
            place: inspected.span(block, at.clone()),
            block,
            digits,
            at,
            called,
        };
        let words = runs(&block.text, least).into_iter();
        let words: Vec<_> = words.map(|Run { digits, at }| (at, digits, None)).collect();
        let said: Vec<String> = words.iter().map(|(_, digits, _)| digits.clone()).collect();
        let links = block.links.iter().flat_map(|link| {
            let numbers = in_address(&link.to, least).into_iter();
            numbers.map(|(called, digits)| (link.words.clone(), digits, Some(called)))
        });
        let links: Vec<_> = links.filter(|(_, digits, _)| !said.contains(digits)).collect();
        for held in words.into_iter().chain(links).map(held) {
            // The texts of a component stand in its YAML, too.
            let known = |other: &Held<'_>| other.place == held.place && other.digits == held.digits;
            if !found.iter().any(known) {
                found.push(held);
            }
        }
    }
    found
}

/// Fields of front matter are read with all of it.
fn is_read(block: &TextBlock) -> bool {
    match block.form {
        BlockForm::Field(name) => [FILE_NAME, ALT, POINTED].contains(&name),
        _ => true,
    }
}

/// The numbers in an address, with what calls each: `tel` in `tel:13812345678`, `id` in `?id=…`; parts of a path are called by
/// nothing.
fn in_address(address: &str, least: usize) -> Vec<(String, String)> {
    let lower = address.to_ascii_lowercase();
    let dialled = ["tel", "sms"].into_iter().find(|scheme| {
        let rest = lower.strip_prefix(scheme);
        rest.is_some_and(|rest| rest.starts_with(':'))
    });
    if let Some(scheme) = dialled {
        let number = address[scheme.len() + 1..].trim_start_matches(['+', '/']);
        let all = runs(number, least).into_iter();
        return all.map(|run| (scheme.to_owned(), run.digits)).collect();
    }
    let parts = address.split(['/', '?', '&', '#', ';']);
    let numbers = parts.filter_map(|part| {
        let (called, value) = part.rsplit_once('=').unwrap_or(("", part));
        let value = value.trim_end_matches(['.', ',']);
        let all = runs(value, least).into_iter();
        let run = all.into_iter().find(|run| run.at == (0..value.len()))?;
        Some((called.to_ascii_lowercase(), run.digits))
    });
    numbers.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_in_an_address_is_called_by_its_key_or_scheme() {
        for (address, expected) in [
            ("tel:13812345678", Some(("tel", "13812345678"))),
            ("tel:+86-138-1234-5678", Some(("tel", "8613812345678"))),
            ("/a?x=1&id=11010519491231002X", Some(("id", "11010519491231002X"))),
            ("https://example.org/13812345678/", Some(("", "13812345678"))),
            ("https://example.org/a13812345678.html", None),
        ] {
            let found = in_address(address, 11);
            let first = found.first().map(|(called, digits)| (&**called, &**digits));
            assert_eq!(first, expected, "{address}");
        }
    }

    #[test]
    fn a_number_is_shown_without_its_middle() {
        assert_eq!(masked("13812345678"), "138****5678");
        assert_eq!(masked("11010519491231002X"), "110****002X");
    }
}
