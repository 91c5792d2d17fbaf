//! Texts as YAML says them.

use super::{YamlNode, YamlValue};
use crate::base::control::is_control;

/// A text as a YAML value: as it is where YAML reads it back so, else in quotes.
pub fn plain_or_quoted(text: &str) -> String {
    if reads_back(text, text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// A text in quotes, for lists, where commas and brackets mean something too.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => out.extend(['\\', c]),
            c if is_control(c) => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out + "\""
}

/// Whether `written` is YAML for this text and for nothing else.
fn reads_back(written: &str, text: &str) -> bool {
    let document = format!("title: {written}\nnext: x\n");
    let read = super::read(&"".into(), &document, 0..document.len(), &mut Vec::new());
    let Some(YamlNode {
        value: YamlValue::Map(pairs),
        ..
    }) = read
    else {
        return false;
    };
    matches!(pairs.as_slice(), [(_, _, YamlNode { value: YamlValue::Text(value), .. }), _] if value == text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_quoted_where_yaml_would_read_something_else() {
        assert_eq!(plain_or_quoted("婚育新风进万家"), "婚育新风进万家");
        assert_eq!(plain_or_quoted("婚假：几天？"), "婚假：几天？");
        assert_eq!(plain_or_quoted("a: b"), "\"a: b\"");
        assert_eq!(plain_or_quoted("一 # 二"), "\"一 # 二\"");
        assert_eq!(plain_or_quoted("\"新\"风\\"), "\"\\\"新\\\"风\\\\\"");
        assert_eq!(plain_or_quoted("2026"), "\"2026\"");
        assert_eq!(quoted("a\nb: \u{7}"), "\"a\\u000ab: \\u0007\"");
        assert_eq!(plain_or_quoted("{{婚假}}有几天"), "\"{{婚假}}有几天\"");
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn every_title_reads_back(text in "[ -~婚《：]{1,20}") {
            let text = text.trim();
            proptest::prop_assert!(reads_back(&plain_or_quoted(text), text));
            proptest::prop_assert!(reads_back(&quoted(text), text));
        }
    }
}
