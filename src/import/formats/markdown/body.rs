//! The text of a page of another generator: as it is, but for its pictures and links, and for tags that only that generator
//! understands. Nothing of it may be taken for a fact or a reference here.

use crate::import::model::{Document, Finding, MarkdownPart, Picture};
use crate::import::rules::IMPORT_OBJECT;
use crate::message;

/// A text without the heading that says its title; where nothing else says the title, that heading does.
pub fn without_title<'t>(text: &'t str, title: &mut String) -> &'t str {
    let start = text.trim_start();
    let line = start.lines().next().unwrap_or_default();
    let Some(words) = line
        .strip_prefix("# ")
        .map(|words| words.trim().trim_end_matches('#').trim())
    else {
        return text;
    };
    if title.is_empty() {
        *title = words.to_owned();
    }
    if title == words {
        &start[line.len()..]
    } else {
        text
    }
}

/// Reads a text into a document.
pub fn read(text: &str, document: &mut Document) {
    let mut reader = Reader {
        document,
        parts: Vec::new(),
    };
    let mut fence: Option<String> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start();
        let mark: String = bare.chars().take_while(|c| matches!(c, '`' | '~')).collect();
        let marks = mark.len() >= 3 && bare.len() - mark.len() == bare[mark.len()..].len();
        match &fence {
            Some(open) if marks && mark.starts_with(open.as_str()) && bare.trim_end() == mark => fence = None,
            Some(open) if open == "liquid" && bare.starts_with("{%") && bare.contains("endhighlight") => {
                fence = None;
                reader.text("```\n");
                continue;
            }
            Some(_) => {}
            None if marks => fence = Some(mark),
            None if bare.starts_with("{% highlight") => {
                let language = bare.split_whitespace().nth(2).unwrap_or_default();
                reader.text(&format!("```{}\n", language.trim_end_matches("%}")));
                fence = Some("liquid".to_owned());
                continue;
            }
            // Settings of kramdown for the paragraph above.
            None if bare.starts_with("{:") && bare.trim_end().ends_with('}') => continue,
            None if matches!(bare.trim_end(), "<!--more-->" | "<!-- more -->") => continue,
            None => {
                reader.line(line);
                continue;
            }
        }
        reader.text(line);
    }
    let parts = reader.parts;
    document.markdown = Some(parts);
}

struct Reader<'d> {
    document: &'d mut Document,
    parts: Vec<MarkdownPart>,
}

impl Reader<'_> {
    fn text(&mut self, words: &str) {
        match self.parts.last_mut() {
            Some(MarkdownPart::Text(last)) => last.push_str(words),
            _ => self.parts.push(MarkdownPart::Text(words.to_owned())),
        }
    }

    /// A line of text: its tags one after the other.
    fn line(&mut self, line: &str) {
        let mut rest = line;
        while let Some(at) = rest.find(['`', '!', '[', '{', '<', '\\']) {
            self.text(&rest[..at]);
            rest = &rest[at..];
            let length = self.special(rest);
            let length = length.unwrap_or_else(|| {
                let first = rest.chars().next().map_or(1, char::len_utf8);
                self.text(&rest[..first]);
                first
            });
            rest = &rest[length..];
        }
        self.text(rest);
    }

    /// What begins here, when it means something; how long it is.
    fn special(&mut self, rest: &str) -> Option<usize> {
        if let Some(behind) = rest.strip_prefix('\\') {
            let next = behind.chars().next()?;
            self.text(&rest[..1 + next.len_utf8()]);
            return Some(1 + next.len_utf8());
        }
        if rest.starts_with('`') {
            let mark = rest.len() - rest.trim_start_matches('`').len();
            let close = rest[mark..].find(&rest[..mark])?;
            self.text(&rest[..2 * mark + close]);
            return Some(2 * mark + close);
        }
        if let Some(inner) = rest.strip_prefix('!') {
            let (words, address, length) = linked(inner)?;
            self.picture(words, &address);
            return Some(length + 1);
        }
        if rest.starts_with("[[") {
            self.text("\\[\\[");
            return Some(2);
        }
        if rest.starts_with('[') {
            let (words, address, length) = linked(rest)?;
            let plain = !words.contains(['[', '{', '!']);
            if !plain || is_elsewhere(&address) || address.starts_with('#') {
                return None;
            }
            self.parts.push(MarkdownPart::Link {
                words: words.to_owned(),
                address,
            });
            return Some(length);
        }
        if rest.starts_with("<img") {
            let end = rest.find('>')? + 1;
            let value = |name: &str| quoted_behind(&rest[..end], &format!("{name}="));
            self.picture(&value("alt").unwrap_or_default(), &value("src")?);
            return Some(end);
        }
        self.tag(rest)
    }

    fn picture(&mut self, words: &str, address: &str) {
        let index = self.document.pictures.len();
        self.document.pictures.push(Picture {
            address: address.to_owned(),
            words: words.to_owned(),
            ..Picture::default()
        });
        self.parts.push(MarkdownPart::Picture(index));
    }

    /// A tag of Hugo, Hexo or Jekyll: what is known is turned, the others are told.
    fn tag(&mut self, rest: &str) -> Option<usize> {
        let closed = |open: &str, close: &str| {
            let inner = rest.strip_prefix(open)?;
            let end = inner.find(close)?;
            Some((inner[..end].trim(), open.len() + end + close.len()))
        };
        let (inner, length) = closed("{{<", ">}}")
            .or_else(|| closed("{{%", "%}}"))
            .or_else(|| closed("{%", "%}"))
            .or_else(|| closed("{{", "}}"))
            .or_else(|| rest.starts_with("{{").then_some(("", 2)))?;
        let mut words = inner.split_whitespace();
        match words.next() {
            Some("figure" | "img") if inner.contains("src=") => {
                let value = |name: &str| quoted_behind(inner, name).unwrap_or_default();
                let about = [value("alt="), value("caption="), value("title=")];
                let about = about.into_iter().find(|words| !words.is_empty());
                self.picture(&about.unwrap_or_default(), &value("src="));
            }
            Some("asset_img") => {
                let name = words.next().unwrap_or_default();
                let about = words.collect::<Vec<_>>().join(" ");
                self.picture(about.trim_matches(['"', '\'']), name);
            }
            Some("post_link") => {
                let address = words.next().unwrap_or_default().to_owned();
                let about = words.collect::<Vec<_>>().join(" ");
                let words = if about.is_empty() { address.clone() } else { about };
                self.parts.push(MarkdownPart::Link { words, address });
            }
            Some("raw" | "endraw") => {}
            _ => {
                let tag: String = rest[..length].trim().chars().take(80).collect();
                self.parts.push(MarkdownPart::Told(Finding::new(
                    &IMPORT_OBJECT,
                    message!(
                        "{tag} 是原来的程序才懂的，没有导入",
                        "{tag} is for the former generator and left out"
                    ),
                )));
            }
        }
        Some(length)
    }
}

/// `[words](address)`: the words, the address without a title, and how long it is.
fn linked(text: &str) -> Option<(&str, String, usize)> {
    if !text.starts_with('[') {
        return None;
    }
    let mut depth = 0_usize;
    let close = text.char_indices().take(2000).find_map(|(at, c)| {
        match c {
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let inner = text[close..].strip_prefix("](")?;
    let mut depth = 1_usize;
    let end = inner.char_indices().find_map(|(at, c)| {
        match c {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    Some((&text[1..close], address(inner[..end].trim()), close + 2 + end + 1))
}

/// The address of a link, without a title, and without what generators fill in.
fn address(written: &str) -> String {
    for reference in ["relref", "ref", "post_url", "link"] {
        let tag = written.starts_with("{{") || written.starts_with("{%");
        if tag && let Some((_, rest)) = written.split_once(&format!("{reference} ")) {
            let name = rest.split(['>', '%', '}']).next().unwrap_or_default();
            return name.trim().trim_matches(['"', '\'']).to_owned();
        }
    }
    let written = match written.find("}}") {
        Some(end) if written.starts_with("{{") => &written[end + 2..],
        _ => written,
    };
    if let Some((inner, _)) = written.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
        return inner.to_owned();
    }
    written.split_whitespace().next().unwrap_or_default().to_owned()
}

/// What stands in quotes, or up to a blank, behind a name.
fn quoted_behind(text: &str, name: &str) -> Option<String> {
    let (_, rest) = text.split_once(name)?;
    let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => rest[1..].split(quote).next(),
        None => rest.split([' ', '>', '/']).next(),
    };
    value.map(str::to_owned)
}

/// Whether an address leads to another site.
fn is_elsewhere(address: &str) -> bool {
    address.split('/').next().is_some_and(|first| first.contains(':')) || address.starts_with("//")
}
