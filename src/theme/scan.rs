//! The tags of a template, without what they mean: enough to put something behind them.

use std::ops::Range;

/// `{% … %}` outside of comments and raw text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'t> {
    /// Its bytes.
    pub at: Range<usize>,
    /// Its first word.
    pub word: &'t str,
    /// What follows that word.
    pub rest: &'t str,
    /// It takes the blanks behind it away.
    pub trims: bool,
    /// It takes the blanks before it away.
    pub trims_before: bool,
    /// Bytes between it and the tag that ends it; 0 where it needs none.
    pub inside: usize,
    /// The variable that has a value behind it.
    pub sets: Option<&'t str>,
}

/// The tags of a template in their order. Of one that Tera cannot read there may be fewer.
pub(super) fn tags(text: &str) -> Vec<Tag<'_>> {
    let mut found: Vec<Tag<'_>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('{').map(|brace| at + brace) {
        let rest = &text[start..];
        at = match rest.as_bytes().get(1) {
            Some(b'#') => rest.find("#}").map_or(text.len(), |end| start + end + 2),
            Some(b'{') => end_of(text, start, "}}"),
            Some(b'%') => {
                let end = end_of(text, start, "%}");
                let tag = tag(text, start..end);
                let raw = tag.word == "raw";
                relate(tag, &mut found, &mut open);
                if raw { end_of_raw(text, end) } else { end }
            }
            _ => start + 1,
        };
    }
    found
}

/// Behind the sign that ends what begins at `start`; quotes may hold such a sign.
fn end_of(text: &str, start: usize, sign: &str) -> usize {
    let mut quote = None;
    for (at, c) in text[start..].char_indices().skip(2) {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if matches!(c, '"' | '\'' | '`') => quote = Some(c),
            None if text[start + at..].starts_with(sign) => return start + at + sign.len(),
            None => {}
        }
    }
    text.len()
}

/// Before the tag that ends a raw text.
fn end_of_raw(text: &str, from: usize) -> usize {
    let mut at = from;
    while let Some(start) = text[at..].find("{%").map(|found| at + found) {
        let inside = text[start + 2..].trim_start_matches('-').trim_start();
        if inside.starts_with("endraw") {
            return start;
        }
        at = start + 2;
    }
    text.len()
}

fn tag(text: &str, at: Range<usize>) -> Tag<'_> {
    let inside = text[at.clone()].trim_start_matches("{%").trim_end_matches("%}");
    let (trims, trims_before) = (inside.ends_with('-'), inside.starts_with('-'));
    let inside = inside.trim_matches('-').trim();
    let end = inside
        .find(|c: char| !c.is_alphanumeric() && c != '_')
        .unwrap_or(inside.len());
    Tag {
        at,
        word: &inside[..end],
        rest: inside[end..].trim(),
        trims,
        trims_before,
        inside: 0,
        sets: None,
    }
}

/// Whether a value follows the name at once, and not the text up to `endset`.
fn is_assigned(rest: &str) -> bool {
    let behind = rest.trim_start_matches(|c: char| c.is_alphanumeric() || c == '_');
    behind.trim_start().starts_with('=')
}

/// Says of a tag what it ends or sets, and takes it in.
fn relate<'t>(mut tag: Tag<'t>, found: &mut Vec<Tag<'t>>, open: &mut Vec<usize>) {
    let name = tag.rest.split(|c: char| !c.is_alphanumeric() && c != '_').next();
    match tag.word {
        "set" | "set_global" if is_assigned(tag.rest) => tag.sets = name,
        "set" | "set_global" | "for" | "block" | "component" => open.push(found.len()),
        "endset" | "endset_global" | "endfor" | "endblock" | "endcomponent" => {
            if let Some(begin) = open.pop() {
                found[begin].inside = tag.at.start - found[begin].at.end;
                let rest = found[begin].rest;
                let set = found[begin].word.starts_with("set");
                tag.sets = rest
                    .split(|c: char| !c.is_alphanumeric() && c != '_')
                    .next()
                    .filter(|_| set);
            }
        }
        _ => {}
    }
    found.push(tag);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_in_quotes_a_comment_or_raw_text_is_none() {
        let text =
            "{# {% a %} #}{{ \"{% b %}\" }}{%- for x in ['%}'] %}{% raw %}{% c %}{%- endraw %}{% endfor %}";
        let words: Vec<_> = tags(text).into_iter().map(|tag| tag.word).collect();
        assert_eq!(words, ["for", "raw", "endraw", "endfor"]);
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn no_text_is_too_strange(text in "(\\{%|%\\}|\\{\\{|\\}\\}|\\{#|set|for|endset|raw|endraw|[ a甲=\"'-]){0,30}") {
            for tag in tags(&text) {
                proptest::prop_assert!(text.get(tag.at.clone()).is_some());
            }
        }
    }
}
