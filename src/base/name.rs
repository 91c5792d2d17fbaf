//! Names compared as people mean them: width, brackets, book-title marks and spaces do not matter.

use super::characters;
use unicode_normalization::UnicodeNormalization;

/// A name in the form in which names are compared: no spaces, no 《》, no 中华人民共和国 in front, every
/// bracket around a year the same, full-width forms narrow, letters in lower case.
pub fn fold_name(name: &str) -> String {
    let plain: String = characters::bare(name)
        .nfkc()
        .filter(|c| !c.is_whitespace() && !matches!(c, '《' | '》' | '〈' | '〉' | '<' | '>'))
        .map(|c| match c {
            '〔' | '［' | '[' | '【' | '(' | '（' | '﹝' | '❲' => '(',
            '〕' | '］' | ']' | '】' | ')' | '）' | '﹞' | '❳' => ')',
            '“' | '”' | '„' | '‟' | '「' | '」' | '『' | '』' => '"',
            '○' => '〇',
            _ => c,
        })
        .flat_map(char::to_lowercase)
        .collect();
    match plain.strip_prefix("中华人民共和国") {
        Some(rest) if !rest.is_empty() => rest.to_owned(),
        _ => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_named_as_people_write_it() {
        for name in [
            "国计生协〔2021〕19号",
            "国计生协[2021]19号",
            "国计生协（2021）19 号",
            "国计生协﹝2021﹞19号",
            "国计\u{200b}⽣协〔2021〕\u{200e}19号",
        ] {
            assert_eq!(fold_name(name), fold_name("国计生协〔2021〕19号"), "{name}");
        }
        assert_eq!(
            fold_name("《中华人民共和国人口与计划生育法》"),
            fold_name("人口与计划生育法")
        );
        assert_eq!(fold_name("中华人民共和国"), "中华人民共和国");
    }
}
