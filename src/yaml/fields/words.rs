//! Fields that are printed as they are written.

use super::{Fields, Spanned};
use crate::base::{Diagnostic, Span, markup};
use crate::message;
use crate::rule;
use std::sync::Arc;

rule! { MARKUP_IN_FIELD = "markup-in-field", Pages, Warning, adjustable: true;
    means "字段里写了 `**重点**`、`[链接](…)`、`[[引用]]`、HTML 标签，或在不填事实的字段里写了 `{{婚假}}`：会照样印出来", "A field holds `**stars**`, a `[link](…)`, a `[[reference]]`, an HTML tag, or `{{a fact}}` where none is filled in: they are printed as they stand";
    mend "字段里只写文字，写法见提示；重点、链接和引用写在正文里", "Write plain words, as the hint shows; emphasis, links and references belong in the text";
}

impl Fields {
    /// These fields are printed as they are written.
    pub fn printed(&mut self, keys: &[&'static str]) {
        self.printed.extend(keys.iter().map(|key| (*key, false)));
    }

    /// These fields are printed as they are written, with facts filled in.
    pub fn printed_with_facts(&mut self, keys: &[&'static str]) {
        self.printed.extend(keys.iter().map(|key| (*key, true)));
    }

    /// A text that was read in another way is printed as it is written.
    pub fn printed_text(&mut self, key: &'static str, text: Spanned<String>) {
        self.printed(&[key]);
        self.texts.push((key, text));
    }

    /// What is told of the markup in printed fields.
    pub(super) fn raw_markup(&self) -> Vec<Diagnostic> {
        let printed = self.texts.iter().filter_map(|(key, text)| {
            let (_, facts) = self.printed.iter().find(|(printed, _)| printed == key)?;
            told(&self.file, key, text, *facts)
        });
        printed.collect()
    }
}

fn told(file: &Arc<str>, key: &str, text: &Spanned<String>, facts: bool) -> Option<Diagnostic> {
    let mut from = 0;
    let found = loop {
        let mut found = markup::first(&text.value[from..])?;
        found.at = from + found.at.start..from + found.at.end;
        if !(facts && found.is_fact) {
            break found;
        }
        from = found.at.end;
    };
    let written = &text.value[found.at.clone()];
    let place = Span::new(file, text.part(written).at);
    let diagnostic = Diagnostic::new(
        &MARKUP_IN_FIELD,
        place,
        message!(
            "{key} 只印文字，{written} 会照样印出来",
            "`{key}` is plain text: {written} is printed as it stands"
        ),
    );
    Some(if found.is_fact {
        diagnostic.hint(message!(
            "这里不填事实的值：把数写出来，或写进正文",
            "facts are not filled in here: write the value, or say it in the text"
        ))
    } else {
        let plain = markup::without(&text.value);
        diagnostic.hint(message!("写成：{plain}", "write: {plain}"))
    })
}
