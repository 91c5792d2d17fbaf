//! Highlighted code, as classes: colours are the theme's. The grammars are unpacked only when a page
//! has code.

use std::sync::LazyLock;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Grammars never change while the program runs.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

const STYLE: ClassStyle = ClassStyle::SpacedPrefixed {
    prefix: stylesheet_classes(),
};

/// Longer code is shown plain: grammars may take very long over what is no code.
const LONGEST: usize = 100_000;
const LONGEST_LINE: usize = 1_000;

/// What the names of classes begin with.
pub const fn stylesheet_classes() -> &'static str {
    "hl-"
}

/// Code as HTML with classes. `None` for an unknown language or code that is too long.
pub(super) fn highlight(language: &str, code: &str) -> Option<String> {
    if language.is_empty() || code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE) {
        return None;
    }
    let grammar = GRAMMARS
        .find_syntax_by_token(language)
        .filter(|grammar| grammar.name != "Plain Text")?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(grammar, &GRAMMARS, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

/// Whether code of this language can be highlighted.
pub(super) fn is_language(name: &str) -> bool {
    GRAMMARS.find_syntax_by_token(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_get_classes_and_others_stay_plain() {
        assert!(
            highlight("rust", "let a = \"<b>\";\n")
                .unwrap()
                .contains("hl-string")
        );
        assert_eq!(highlight("no-such-language", "x"), None);
    }
}
