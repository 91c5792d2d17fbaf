//! Escaping text and encoding addresses: what everyone who writes HTML needs.

/// Writes text so that it stays text, also inside a quoted attribute.
pub fn escape_into(out: &mut String, text: &str) {
    // Most texts have none of the four; asked without a branch, many bytes are looked at at once.
    let mut special = 0;
    for byte in text.as_bytes() {
        special |= u8::from((*byte == b'&') | (*byte == b'<') | (*byte == b'>') | (*byte == b'"'));
    }
    if special == 0 {
        out.push_str(text);
        return;
    }
    let mut last = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        out.push_str(&text[last..at]);
        out.push_str(entity);
        last = at + 1;
    }
    out.push_str(&text[last..]);
}

/// Text that stays text, also inside a quoted attribute.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    escape_into(&mut out, text);
    out
}

/// An address ready for a quoted attribute of HTML that we write ourselves.
pub fn attribute(href: &str) -> String {
    address(href).replace('&', "&amp;")
}

/// An address with everything percent-encoded that could end an attribute or that no URL has, and all that is not ASCII.
pub fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '<' | '>' | '"' | ' ' | '\'' | '`' | '\\' | '{' | '}' | '|' | '^' => percent(&mut out, c),
            c if c.is_ascii() && !c.is_ascii_control() => out.push(c),
            c => percent(&mut out, c),
        }
    }
    out
}

fn percent(out: &mut String, c: char) {
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        out.push_str(&format!("%{byte:02X}"));
    }
}

/// Percent-decoded, as far as it is UTF-8.
pub fn decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let hex = |at: usize| bytes.get(at).and_then(|b| (*b as char).to_digit(16));
    let mut out = Vec::with_capacity(bytes.len());
    let mut i = 0;
    while i < bytes.len() {
        match (bytes[i], hex(i + 1), hex(i + 2)) {
            (b'%', Some(a), Some(b)) => {
                out.push(u8::try_from(a * 16 + b).unwrap_or(b'?'));
                i += 3;
            }
            (byte, ..) => {
                out.push(byte);
                i += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
        assert_eq!(address("/a b/婚\"><x"), "/a%20b/%E5%A9%9A%22%3E%3Cx");
    }
}
