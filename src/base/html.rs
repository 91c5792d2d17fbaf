//! The few things that everyone who writes HTML needs.

/// Writes text so that it stays text, also inside a quoted attribute.
pub fn escape_into(out: &mut String, text: &str) {
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

/// An address with everything percent-encoded that could end an attribute, and all that is not ASCII.
pub fn address(href: &str) -> String {
    let mut out = String::with_capacity(href.len());
    for c in href.chars() {
        match c {
            '<' | '>' | '"' | ' ' | '\'' | '`' | '\\' => percent(&mut out, c),
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

/// HTML that may be shown on another host: links that begin at the root get `origin` before them, those
/// that lead within the page its URL.
pub fn rooted(html: &str, origin: &str, page: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let tag = &rest[start..];
        let end = end_of_tag(tag);
        out.push_str(&rest[..start]);
        root_links(&mut out, &tag[..end], origin, page);
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

/// Where a tag ends, what is quoted in it left aside.
pub fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    tag.len()
}

/// The value of a `srcset` with every address turned into another.
pub fn srcset(value: &str, turn: &dyn Fn(&str) -> String) -> String {
    let turned = value
        .split(", ")
        .map(|candidate| match candidate.split_once(' ') {
            Some((href, width)) => format!("{} {width}", turn(href)),
            None => turn(candidate),
        });
    turned.collect::<Vec<_>>().join(", ")
}

fn root_links(out: &mut String, tag: &str, origin: &str, page: &str) {
    let mut parts = tag.split('"');
    let mut before = parts.next().unwrap_or("");
    out.push_str(before);
    for (part, value) in parts.zip([true, false].into_iter().cycle()) {
        out.push('"');
        if value && before.ends_with(" srcset=") {
            out.push_str(&srcset(part, &|href| {
                let inside = href.starts_with('/') && !href.starts_with("//");
                if inside {
                    format!("{origin}{href}")
                } else {
                    href.to_owned()
                }
            }));
            before = part;
            continue;
        }
        let link = value
            && [" href=", " src=", " poster=", " cite="]
                .iter()
                .any(|name| before.ends_with(name));
        if link && part.starts_with('/') && !part.starts_with("//") {
            out.push_str(origin);
        } else if link && part.starts_with('#') {
            out.push_str(page);
        }
        out.push_str(part);
        before = part;
    }
}

/// The text of HTML that we made: tags gone, entities resolved, blocks apart by a newline.
pub fn plain(html: &str) -> String {
    let mut out = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(tag) = rest.strip_prefix('<') {
            let end = tag.find('>').unwrap_or(tag.len().saturating_sub(1));
            if is_block(&tag[..end]) && !out.ends_with('\n') && !out.is_empty() {
                out.push('\n');
            }
            rest = tag.get(end + 1..).unwrap_or("");
        } else {
            let (c, length) = entity(rest);
            out.push(c);
            rest = &rest[length..];
        }
    }
    out.push_str(rest);
    out
}

fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or("");
    matches!(
        name,
        "p" | "div"
            | "li"
            | "br"
            | "h1"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "section"
            | "blockquote"
            | "tr"
            | "dt"
            | "dd"
            | "pre"
            | "figure"
            | "figcaption"
            | "ul"
            | "ol"
            | "table"
            | "hr"
    )
}

fn entity(text: &str) -> (char, usize) {
    for (name, c) in [
        ("&amp;", '&'),
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&quot;", '"'),
        ("&#39;", '\''),
        ("&nbsp;", ' '),
    ] {
        if text.starts_with(name) {
            return (c, name.len());
        }
    }
    ('&', 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_stays_text() {
        assert_eq!(escape("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
        assert_eq!(plain("<p>一&amp;二</p><p>三</p>"), "一&二\n三\n");
        assert_eq!(address("/a b/婚\"><x"), "/a%20b/%E5%A9%9A%22%3E%3Cx");
    }

    #[test]
    fn links_within_the_site_become_whole_and_words_stay() {
        assert_eq!(
            rooted(
                "<p>a href=\"/x\" <a title=\"1>0\" href=\"/x\">乙</a><img src=\"/a.png\"><a href=\"#b\"><a href=\"//c/\"><a href=\"https://d/\"> 1<2",
                "https://o",
                "https://o/p/"
            ),
            "<p>a href=\"/x\" <a title=\"1>0\" href=\"https://o/x\">乙</a><img src=\"https://o/a.png\"><a href=\"https://o/p/#b\"><a href=\"//c/\"><a href=\"https://d/\"> 1<2"
        );
    }

    proptest::proptest! {
        #![proptest_config(crate::base::tests::cases(256))]
        #[test]
        fn escaped_text_reads_back(text in "[a-z<>&\"婚 ]{0,20}") {
            assert_eq!(plain(&escape(&text)), text);
        }
    }
}
