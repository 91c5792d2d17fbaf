//! Traditional and variant characters among simplified ones, and words that are written with characters of both.

use super::InspectedText;
use crate::base::{Diagnostic, han};
use crate::markdown::TextBlock;
use crate::message;
use crate::rule;
use std::ops::Range;

rule! { TRADITIONAL_CHARACTER = "traditional-character", Wording, Warning, adjustable: true;
    means "简体页面里有繁体字、异体字", "There are traditional or variant characters on a page in simplified ones";
    mend "改成规范字；人名、引古籍的，用注释放过", "Write the standard character; for names and quotations leave it alone by a comment";
}

/// Words that are written with characters which other words keep: 瞭望 and 慰藉 are right, 瞭解 and 藉口 are not.
const WORDS: [(&str, &str); 35] = [
    ("瞭解", "了解"),
    ("瞭然", "了然"),
    ("瞭如", "了如"),
    ("明瞭", "明了"),
    ("藉此", "借此"),
    ("藉口", "借口"),
    ("藉由", "借由"),
    ("藉助", "借助"),
    ("藉以", "借以"),
    ("藉着", "借着"),
    ("凭藉", "凭借"),
    ("夥伴", "伙伴"),
    ("合夥", "合伙"),
    ("大夥", "大伙"),
    ("入夥", "入伙"),
    ("同夥", "同伙"),
    ("徵求", "征求"),
    ("徵收", "征收"),
    ("徵集", "征集"),
    ("徵文", "征文"),
    ("徵兵", "征兵"),
    ("徵用", "征用"),
    ("徵婚", "征婚"),
    ("徵兆", "征兆"),
    ("徵信", "征信"),
    ("特徵", "特征"),
    ("象徵", "象征"),
    ("应徵", "应征"),
    ("乾净", "干净"),
    ("乾燥", "干燥"),
    ("乾旱", "干旱"),
    ("乾脆", "干脆"),
    ("接著", "接着"),
    ("随著", "随着"),
    ("沿著", "沿着"),
];

/// Where the first word of [`WORDS`] stands, and how it is written.
fn traditional_word(text: &str) -> Option<(Range<usize>, &'static str)> {
    let known = WORDS.iter().filter_map(|(word, right)| {
        let mut places = text.match_indices(word);
        // 随著作权转让 is another word.
        let (at, _) = places.find(|(at, _)| !text[at + word.len()..].starts_with(['作', '名', '称']))?;
        Some((at..at + word.len(), *right))
    });
    known.min_by_key(|(at, _)| at.start)
}

/// The first traditional character, or word of such, in a block.
pub(super) fn traditional(inspected: &InspectedText<'_>, block: &TextBlock) -> Option<Diagnostic> {
    let plain = block.plain();
    let character = plain.char_indices().find_map(|(at, c)| {
        let right = han::simplified(c)?;
        Some((at..at + c.len_utf8(), right.to_string()))
    });
    let word = traditional_word(&plain).map(|(at, right)| (at, right.to_owned()));
    let (at, right) = character.into_iter().chain(word).min_by_key(|(at, _)| at.start)?;
    let written = &block.text[at.clone()];
    let told = message!(
        "“{written}”是繁体字或异体字",
        "“{written}” is a traditional or variant character"
    );
    Some(
        Diagnostic::new(&TRADITIONAL_CHARACTER, inspected.span(block, at), told)
            .hint(message!("写成“{right}”", "write “{right}”")),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_characters_that_others_keep_are_traditional_ones() {
        for (text, expected) in [
            ("请先瞭解政策", Some("瞭解")),
            ("藉此机会，不得藉口推诿", Some("藉此")),
            ("志愿者夥伴徵求意见", Some("夥伴")),
            ("瞭望、慰藉、狼藉、宫商角徵羽、乾隆、著作、随著作权转让", None),
        ] {
            let found = traditional_word(text).map(|(at, _)| &text[at]);
            assert_eq!(found, expected, "{text}");
        }
    }
}
