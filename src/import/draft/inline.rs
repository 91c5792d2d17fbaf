//! Pieces of a paragraph as Markdown or HTML.

use super::escape::{escape, in_html};
use super::picture::Pictures;
use crate::base::{Message, characters, edit, han};
use crate::import::model::{Finding, Inline, Script, Text, TextStyle};
use crate::import::rules::{IMPORT_LINK, IMPORT_OBJECT};
use crate::message;

/// Pieces in the making.
pub struct Writer<'p> {
    /// The pictures of the draft.
    pub pictures: &'p Pictures,
    /// It is inside an element of HTML.
    pub html: bool,
    /// What came of it.
    pub out: String,
    /// What is to be told.
    pub findings: Vec<Finding>,
}

impl<'p> Writer<'p> {
    /// A writer of Markdown or of HTML.
    pub fn new(pictures: &'p Pictures, html: bool) -> Self {
        Self {
            pictures,
            html,
            out: String::new(),
            findings: Vec::new(),
        }
    }

    /// Writes pieces, one behind the other.
    pub fn inlines(&mut self, inlines: &[Inline]) {
        let inlines = merged(inlines);
        for (at, inline) in inlines.iter().enumerate() {
            let next = inlines.get(at + 1).and_then(first_char);
            match inline {
                Inline::Text(text) => self.text(text, next),
                Inline::Break => self.out.push_str("<br>"),
                Inline::Picture(index) => self.picture(*index),
                Inline::Note(index) if self.html => self.out.push_str(&format!("<sup>注{}</sup>", index + 1)),
                Inline::Note(index) => self.out.push_str(&format!("[^{}]", index + 1)),
            }
        }
    }

    fn picture(&mut self, index: usize) {
        match self.pictures.get(index) {
            Some((name, words)) if self.html => {
                let words = in_html(words).replace('"', "&quot;");
                self.out
                    .push_str(&format!("<img src=\"{name}\" alt=\"{words}\">"));
            }
            Some((name, words)) => {
                let words = escape(&words.replace(['\n', '\r', '[', ']'], " "), false);
                self.out.push_str(&format!("![{}]({name})", words.trim()));
            }
            None => self
                .findings
                .push(Finding::new(&IMPORT_OBJECT, self.unshown(index))),
        }
    }

    /// Why a picture is not in the draft.
    fn unshown(&self, index: usize) -> Message {
        match self.pictures.missing(index) {
            Some(address) => message!(
                "这里有一张图，在 {address}，没有导入",
                "a picture, which lies at {address}, is left out here"
            ),
            None => message!(
                "这里有一张浏览器显示不了的图（EMF、WMF、TIFF 之类），没有导入",
                "a picture that browsers do not show (EMF, WMF, TIFF or the like) is left out here"
            ),
        }
    }

    fn text(&mut self, text: &Text, next: Option<char>) {
        let words = text.words.replace(['\t', '\n', '\r'], " ");
        let inner = words.trim_matches(' ');
        let start = words.len() - words.trim_start_matches(' ').len();
        let (before, after) = (&words[..start], &words[start + inner.len()..]);
        self.out.push_str(before);
        if !inner.is_empty() {
            let next = if after.is_empty() { next } else { Some(' ') };
            match self.target(text) {
                Some(address) => self.link(inner, text.style, &address),
                None => self.styled(inner, text.style, next),
            }
        }
        self.out.push_str(after);
    }

    /// The address that a link leads to; none when it leads nowhere that a page can lead to.
    pub fn target(&mut self, text: &Text) -> Option<String> {
        let link = text.link.trim();
        if link.is_empty() || link.starts_with('#') {
            return None;
        }
        for inside in ["page:", "beside:"] {
            if let Some(address) = link.strip_prefix(inside) {
                return Some(in_markdown(address));
            }
        }
        let lower = link.to_ascii_lowercase();
        let whole = ["http://", "https://", "mailto:", "tel:", "ftp://"];
        if whole.iter().any(|scheme| lower.starts_with(scheme)) && !link.contains(char::is_control) {
            return Some(in_markdown(link));
        }
        self.findings.push(Finding::new(
            &IMPORT_LINK,
            message!(
                "链接指向 {link}，那里不在网站上，只留下文字",
                "the link leads to {link}, which is not on the web; only its words are kept"
            ),
        ));
        None
    }

    fn link(&mut self, words: &str, style: TextStyle, address: &str) {
        let mut inner = Writer::new(self.pictures, self.html);
        inner.styled(words, style, None);
        if self.html {
            let address = address.replace('&', "&amp;").replace('"', "%22");
            self.out
                .push_str(&format!("<a href=\"{address}\">{}</a>", inner.out));
        } else {
            self.out.push_str(&format!("[{}]({address})", inner.out));
        }
    }

    /// Words in a style; `next` is the character behind them.
    fn styled(&mut self, words: &str, style: TextStyle, next: Option<char>) {
        let begins = self.out.trim().is_empty();
        let plain = match (self.html, style.code) {
            (true, true) => format!("<code>{}</code>", in_html(words)),
            (true, false) => in_html(words),
            (false, true) => code(words),
            (false, false) => escape(words, begins),
        };
        let before = self.out.chars().next_back();
        let tags =
            self.html || before.is_some_and(|c| matches!(c, '*' | '~')) || !closes(words, before, next);
        let mut around: Vec<(&str, &str)> = Vec::new();
        match style.script {
            Script::Plain => {}
            Script::Super => around.push(("<sup>", "</sup>")),
            Script::Sub => around.push(("<sub>", "</sub>")),
        }
        let marks = [
            (style.strike, ("~~", "~~"), ("<del>", "</del>")),
            (style.italic, ("*", "*"), ("<em>", "</em>")),
            (style.bold, ("**", "**"), ("<strong>", "</strong>")),
        ];
        let wanted = marks.into_iter().filter(|(on, ..)| *on);
        around.extend(wanted.map(|(_, mark, tag)| if tags { tag } else { mark }));
        let styled = around
            .into_iter()
            .fold(plain, |words, (open, close)| format!("{open}{words}{close}"));
        self.out.push_str(&styled);
    }
}

/// An address between the brackets of a link of Markdown.
fn in_markdown(address: &str) -> String {
    let mut out = String::new();
    for c in crate::base::html::address(address).chars() {
        match c {
            '(' | ')' | '<' | '>' | '\\' => out.push_str(&format!("%{:02X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}

/// Words as code, between as many backticks as it takes.
fn code(words: &str) -> String {
    let longest = words.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let marks = "`".repeat(longest + 1);
    let room = if words.starts_with('`') || words.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{marks}{room}{words}{room}{marks}")
}

/// Whether marks of emphasis around words are read as such: not where a sign is inside and a letter outside.
fn closes(words: &str, before: Option<char>, next: Option<char>) -> bool {
    let sign = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric());
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !han::is_cjk(c));
    !(sign(words.chars().next()) && letter(before) || sign(words.chars().next_back()) && letter(next))
}

fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) => text.words.chars().next(),
        _ => None,
    }
}

/// Pieces with neighbours of one style as one, and characters as they are meant: radicals of PDF files and the like.
fn merged(inlines: &[Inline]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in inlines {
        match (out.last_mut(), inline) {
            (Some(Inline::Text(last)), Inline::Text(text))
                if last.style == text.style && last.link == text.link =>
            {
                last.words.push_str(&text.words);
            }
            _ => out.push(inline.clone()),
        }
    }
    for inline in &mut out {
        if let Inline::Text(text) = inline {
            text.words = as_meant(&text.words);
        }
    }
    out
}

/// Words with their characters as they are meant.
pub fn as_meant(words: &str) -> String {
    let edits = characters::edits(words);
    edit::apply(words, edits).map_or_else(|| words.to_owned(), |(words, _)| words)
}
