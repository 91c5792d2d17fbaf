//! What stands on a page besides its content, in other languages: one table for program, templates and script.
//!
//! All of it is written in Chinese where it is used, and looked up by that text: `words/en.yaml` of a theme says it
//! in another language (`跳到正文: Skip to content`). Templates, script and stylesheet are read with these words in
//! place; the search boxes get theirs from the script. The program asks for its own by a `Translator`, `#` being what
//! is filled in. What has no translation stays Chinese. A stretch of a template ends at a tag, a quote, a brace of
//! Tera or the end of a line.
//!
//! Messages to authors never reach a page: [`message!`] has both languages beside the code that says them, which is
//! the same idea, a text beside its English, without a file between. `tests/languages.rs` proves that nothing which
//! reaches a page lacks its translation.

use super::{ThemeFile, built_in};
use crate::base::{Diagnostic, Language, Span, Translations};
use crate::message;
use crate::rule;
use crate::yaml::{self, YamlNode, YamlValue};

rule! { THEME_WRONG = "theme-wrong", Theme, Error, adjustable: false;
    means "主题绕着圈继承，或译文的写法不对", "A theme extends itself in a circle, or its words are not written as they should be";
    mend "去掉一处 theme.yaml 里的 `extends`；译文照提示改", "Take one `extends` out of a theme.yaml; follow the hint";
}

/// Those of all levels of a theme; the nearest one counts. Below them all lie those of the built-in theme, which
/// has the words of the program too.
pub(super) fn read(levels: &[Vec<ThemeFile>], report: &mut Vec<Diagnostic>) -> Translations {
    let mut words = Translations::default();
    let shipped = built_in("wanjia");
    for file in shipped.iter().chain(levels.iter().rev().flatten()) {
        let language = file
            .inner
            .strip_prefix("words/")
            .and_then(|name| name.strip_suffix(".yaml"));
        if let Some(language) = language {
            add(&mut words, Language::new(language), file, report);
        }
    }
    words
}

fn add(words: &mut Translations, language: Language, file: &ThemeFile, report: &mut Vec<Diagnostic>) {
    let text = String::from_utf8_lossy(&file.bytes);
    let Some(node) = yaml::read(&file.file, &text, 0..text.len(), report) else {
        return;
    };
    let YamlValue::Map(pairs) = node.value else { return };
    let known = words.texts_mut(language);
    for (chinese, at, value) in pairs {
        match value {
            YamlNode {
                value: YamlValue::Text(words) | YamlValue::Number(_, words),
                ..
            } if !words.contains(ENDS) => {
                known.insert(chinese, words);
            }
            _ => report.push(
                Diagnostic::new(
                    &THEME_WRONG,
                    Span::new(&file.file, at),
                    message!(
                        "{chinese} 的译文要是一行文字，不含引号、尖括号、花括号",
                        "the words for {chinese} are one line without quotes, angle brackets and braces"
                    ),
                )
                .hint(message!("引号写成 “ ” 或 ’", "write “ ” or ’ for quotes")),
            ),
        }
    }
}

/// A template, script or stylesheet with its words in a language.
pub(super) fn put_into(words: &Translations, language: &Language, source: &str) -> String {
    let Some(words) = words.texts(language) else {
        return source.to_owned();
    };
    stretches(source).fold(String::with_capacity(source.len()), |mut out, piece| {
        let bare = piece.trim();
        match words.get(bare) {
            Some(words) => {
                let start = piece.len() - piece.trim_start().len();
                out.push_str(&piece[..start]);
                out.push_str(words);
                out.push_str(&piece[start + bare.len()..]);
            }
            None => out.push_str(piece),
        }
        out
    })
}

const ENDS: [char; 8] = ['<', '>', '"', '\'', '`', '{', '}', '\n'];

/// A source cut at the ends of stretches; every end stands at the end of its piece or alone.
fn stretches(source: &str) -> impl Iterator<Item = &str> {
    let mut rest = source;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let at = rest.find(|c| ENDS.contains(&c) || c == '%').unwrap_or(rest.len());
        // An end by itself is a piece of its own.
        let end = if at == 0 {
            rest.chars().next().map_or(1, char::len_utf8)
        } else {
            at
        };
        let (piece, tail) = rest.split_at(end);
        rest = tail;
        Some(piece)
    })
}

/// The stretches of a source that have Chinese words, without comments of Tera, script and stylesheet.
#[cfg(test)]
pub(super) fn chinese(source: &str) -> Vec<String> {
    let mut bare = String::new();
    let mut rest = source;
    'all: while !rest.is_empty() {
        for (open, close) in [("{#", "#}"), ("/*", "*/")] {
            if let Some(inside) = rest.strip_prefix(open) {
                rest = inside.split_once(close).map_or("", |(_, tail)| tail);
                continue 'all;
            }
        }
        let c = rest.chars().next().unwrap_or(' ');
        bare.push(c);
        rest = &rest[c.len_utf8()..];
    }
    let pieces = stretches(&bare)
        .map(str::trim)
        .filter(|piece| piece.chars().any(crate::base::han::is_han));
    pieces.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(pairs: &[(&str, &str)]) -> Translations {
        let pairs = pairs.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned()));
        let mut words = Translations::default();
        words.texts_mut(Language::new("en")).extend(pairs);
        words
    }

    #[test]
    fn words_stand_in_text_attributes_and_strings_and_nothing_else_changes() {
        let words = words(&[("跳到正文", "Skip"), ("订阅", "Subscribe"), ("政策", "Policies")]);
        let source = "<a title=\"订阅\">跳到正文 </a>{{ \"政策\" }}{% if 政策 %}政策文件{% endif %}";
        assert_eq!(
            put_into(&words, &Language::new("en"), source),
            "<a title=\"Subscribe\">Skip </a>{{ \"Policies\" }}{% if 政策 %}政策文件{% endif %}"
        );
        assert_eq!(put_into(&words, &Language::new("ug"), source), source);
    }

    #[test]
    fn the_shipped_words_say_all_that_the_theme_says() {
        let files = built_in("wanjia");
        let words = read(std::slice::from_ref(&files), &mut Vec::new());
        for language in ["en", "zh-Hant"] {
            let known = words.texts(&Language::new(language)).unwrap();
            let mut missing = Vec::new();
            for file in &files {
                // What inspection looks for is looked for in Chinese.
                let shown = file.inner.starts_with("templates/")
                    || file.inner.ends_with(".js")
                    || file.inner.ends_with(".css");
                if !shown || file.inner.ends_with("parts/meta.html") {
                    continue;
                }
                for piece in chinese(&String::from_utf8_lossy(&file.bytes)) {
                    if !known.contains_key(&piece) {
                        missing.push(format!("{}: {piece}", file.inner));
                    }
                }
            }
            missing.dedup();
            assert!(missing.is_empty(), "{language}: {missing:#?}");
        }
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn the_pieces_are_the_whole(source in "[ -~\n一二“]{0,40}") {
            let whole: String = stretches(&source).collect();
            proptest::prop_assert_eq!(whole, source);
        }
    }
}
