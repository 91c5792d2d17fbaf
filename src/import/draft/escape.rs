//! Words as Markdown that says just these words.

/// Words in which nothing is markup. `begins` says that they begin a paragraph, where more means something.
pub fn escape(words: &str, begins: bool) -> String {
    let chars: Vec<char> = words.chars().collect();
    let mut out = String::with_capacity(words.len() + 8);
    if begins {
        out.push_str(beginning(&chars));
    }
    for (at, c) in chars.iter().enumerate() {
        let next = chars.get(at + 1).copied();
        let before = at.checked_sub(1).map(|before| chars[before]);
        let means = match c {
            '*' | '`' | '~' => true,
            '\\' => next.is_none_or(|next| next.is_ascii_punctuation()),
            '_' => !(before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric)),
            '<' => next.is_none_or(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?')),
            '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
            '[' | '{' | '｛' => next.is_none_or(|next| next == *c || next == '^') || begins && at == 0,
            ']' => next.is_none_or(|next| matches!(next, '(' | '[' | ':' | '（' | '：')),
            _ => false,
        };
        let attribute = *c == '{' && matches!(next, Some('#' | '.' | ':'));
        match c {
            // No backslash keeps this one from being read as `{`.
            '｛' if means => out.push_str("&#xFF5B;"),
            c if means || attribute => out.extend(['\\', *c]),
            c => out.push(*c),
        }
    }
    out
}

/// What to put before words that begin a paragraph, so that they do not begin something else. A number with a dot and a
/// blank stays: it is the mark of a clause, and read as such.
fn beginning(chars: &[char]) -> &'static str {
    let blank = |at: usize| chars.get(at).is_none_or(|c| c.is_whitespace());
    let all = |c: char| chars.iter().all(|other| *other == c || other.is_whitespace());
    match chars.first() {
        Some('#' | '>' | '|' | ':') => "\\",
        Some('+' | '-') if blank(1) || all('-') => "\\",
        Some('=') if all('=') => "\\",
        _ => "",
    }
}

/// Words inside an element of HTML.
pub fn in_html(words: &str) -> String {
    crate::base::html::escape(words)
}
