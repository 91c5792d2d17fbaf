//! What elements are by their names, in lower case, as the HTML standard has it.

/// Elements without an inside, and so without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr",
];

/// Elements that a paragraph ends before.
const END_PARAGRAPHS: [&str; 37] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "ul",
];

/// Other elements on lines of their own: parts of a table, of a form, and the page itself.
const OTHER_BLOCKS: [&str; 11] = [
    "body", "caption", "colgroup", "html", "legend", "tbody", "td", "tfoot", "th", "thead", "tr",
];

/// Whether an element has no inside, and so no end.
pub fn is_void(name: &str) -> bool {
    VOID.binary_search(&name).is_ok()
}

/// Whether a paragraph ends before an element begins.
pub fn ends_paragraph(name: &str) -> bool {
    END_PARAGRAPHS.binary_search(&name).is_ok()
}

/// Whether an element stands on lines of its own.
pub fn is_block(name: &str) -> bool {
    ends_paragraph(name) || OTHER_BLOCKS.binary_search(&name).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_sorted_so_that_they_are_found() {
        assert!(VOID.is_sorted() && END_PARAGRAPHS.is_sorted() && OTHER_BLOCKS.is_sorted());
        assert!(is_void("br") && ends_paragraph("p") && is_block("td") && !is_block("span"));
    }
}
