//! Raw HTML: what is taken out of it, and tags and comments that nobody closes.

use super::{MARKUP_NEARLY, Reading, Sign, Told};
use crate::base::Rule;
use crate::html::{Attribute, Node, Piece, read};
use crate::markdown::{Syntax, sanitise};
use crate::message;
use crate::rule;
use pulldown_cmark::Event;
use std::collections::HashSet;
use std::ops::Range;

rule! { HTML_REMOVED = "html-removed", Pages, Warning, adjustable: true;
    means "正文里的 HTML 有一部分不发布：`iframe`、`video`、`style` 这些元素，`style=` 这种属性，浏览器不认得的标签", "Some of the raw HTML is not published: elements like `iframe`, `video` and `style`, attributes like `style=`, tags that no browser knows";
    mend "换成链接、图片或 Markdown；要原样保留，site.yaml 写 `raw_html: trusted`；要印出尖括号，前面加反斜线", "Use a link, a picture or Markdown instead; `raw_html: trusted` in site.yaml keeps it as it is; put a backslash before `<` to print it";
}

rule! { HTML_UNCLOSED = "html-unclosed", Pages, Warning, adjustable: true;
    means "正文里的 HTML 没有写完：少一个引号或 `>`，注释没有结束", "Raw HTML breaks off: a quotation mark or `>` is missing, a comment does not end";
    mend "补上引号、`>` 或 `-->`", "Add the quotation mark, the `>` or the `-->`";
}

pub(super) const SIGN: Sign = Sign {
    cases: &[
        ("<iframe src=\"/a.html\"></iframe>", "iframe"),
        ("<video src=\"a.mp4\"></video>", "video"),
        ("<p style=\"color:red\">字</p>", "style"),
        ("请填写 <name> 一栏。", "\\<name>"),
        ("<!-- 待核⏎⏎正文。", "-->"),
        ("正文 <!-- 待核", "-->"),
        ("<div title=\"说明>字</div>⏎⏎正文。", "引号"),
        ("<p title=\"说明>字</p><p title=\"其他\">⏎⏎正文。", "引号"),
        ("<div>**重要**</div>", "空一行"),
        ("<div>⏎**重要**的事⏎</div>", "空一行"),
        (
            "<details><summary>展开</summary>⏎1. 甲⏎2. 乙⏎</details>",
            "空一行",
        ),
    ],
    may: |signs| signs.has('<'),
    find,
};

fn find(reading: &Reading<'_>, syntax: &Syntax) -> Vec<Told> {
    let (text, mut told, mut seen) = (reading.text, Vec::new(), HashSet::new());
    let mut at = 0;
    while at < reading.events.len() {
        let lines = reading.events[at..]
            .iter()
            .take_while(|(event, _)| matches!(event, Event::Html(_)))
            .count();
        let (event, range) = &reading.events[at];
        if lines > 0 {
            let whole = range.start..reading.events[at + lines - 1].1.end;
            broken(text, &whole, &mut told);
            removed(text, &whole, syntax, &mut seen, &mut told);
            told.extend(marked(text, &whole));
        } else if matches!(event, Event::InlineHtml(_)) {
            removed(text, range, syntax, &mut seen, &mut told);
        }
        at += lines.max(1);
    }
    for range in reading.runs().iter().flat_map(|run| run.texts(text)) {
        let open = text[range.clone()].find("<!--").map(|open| range.start + open);
        told.extend(open.filter(|open| !text[..*open].ends_with('\\')).map(comment));
    }
    told
}

/// A tag that breaks off where its block ends, a comment that does not end, a value that holds a tag.
fn broken(text: &str, block: &Range<usize>, told: &mut Vec<Told>) {
    let tree = read(&text[block.clone()]);
    for piece in tree.pieces() {
        let start = block.start + piece.at;
        match piece.node {
            Node::Comment(_) if piece.html.starts_with("<!--") && !piece.html.ends_with("-->") => {
                told.push(comment(start));
            }
            Node::Broken(_) => told.push(unclosed(start, piece.html)),
            Node::Attribute(..)
                if piece
                    .value()
                    .is_some_and(|value| value.contains('>') && value.contains('<')) =>
            {
                told.push(unclosed(start, piece.html.trim_start()));
            }
            _ => {}
        }
    }
}

/// The first words of a block that have marks of Markdown in them: there they are none.
fn marked(text: &str, block: &Range<usize>) -> Option<Told> {
    let tree = read(&text[block.clone()]);
    let mut kept = 0_usize;
    for piece in tree.pieces() {
        let verbatim = || ["pre", "code", "script", "style", "textarea"].contains(&piece.name());
        match piece.node {
            Node::Begin(..) if verbatim() => kept += 1,
            Node::End(..) if verbatim() => kept = kept.saturating_sub(1),
            Node::Text(_) if kept == 0 => {
                let found = piece.html.lines().find_map(mark).or_else(|| listed(piece.html));
                if let Some(words) = found {
                    let at = block.start + piece.at + piece.html.find(words).unwrap_or(0);
                    return Some(unread(at..at + words.len(), words));
                }
            }
            _ => {}
        }
    }
    None
}

/// The first words in a line between marks that Markdown has: `**…**`, `[…](…)`. What is not filled in is told by the
/// writer (`not-filled`).
fn mark(line: &str) -> Option<&str> {
    let pairs = [("**", "**"), ("](", ")")];
    pairs.iter().find_map(|(open, close)| {
        let at = line.find(open)?;
        let inner = &line[at + open.len()..];
        let end = inner.find(close)?;
        let words = inner[..end].trim();
        // A label stands before the parenthesis of a link.
        let start = if *open == "](" { line[..at].rfind('[')? } else { at };
        let plain = !words.is_empty() && words.chars().count() <= 100 && !words.contains('*');
        plain.then(|| &line[start..at + open.len() + end + close.len()])
    })
}

/// The first of several lines with the marks of a list: within raw HTML they run together.
fn listed(html: &str) -> Option<&str> {
    let item = |line: &&str| {
        let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
        let counted = digits.len() < line.len() && digits.starts_with(['.', '、', '．']);
        let behind = digits.chars().nth(1);
        counted && behind.is_some_and(|c| !c.is_ascii_digit())
            || ["- ", "* ", "• "].iter().any(|bullet| line.starts_with(bullet))
    };
    let mut items = html.lines().map(str::trim).filter(item);
    let first = items.next()?;
    items.next().map(|_| first)
}

fn unread(at: Range<usize>, words: &str) -> Told {
    Told {
        rule: &MARKUP_NEARLY,
        at,
        message: message!(
            "HTML 标签里面的 {words} 会照原样印出来",
            "{words} within raw HTML is printed as it is"
        ),
        hint: message!(
            "在标签和这几行字之间各空一行，或者去掉标签",
            "leave a line free between the tags and these words, or take the tags away"
        ),
    }
}

fn comment(at: usize) -> Told {
    Told {
        rule: &HTML_UNCLOSED,
        at: at..at + 4,
        message: message!("注释没有结束", "the comment does not end"),
        hint: message!(
            "在要隐去的话后面写 -->，两个减号和一个大于号",
            "write --> behind what is to be hidden"
        ),
    }
}

fn unclosed(at: usize, html: &str) -> Told {
    let line = html.lines().next().unwrap_or("").trim_end();
    Told {
        rule: &HTML_UNCLOSED,
        at: at..at + line.len(),
        message: message!(
            "标签没有写完，少一个引号或 >",
            "the tag breaks off: a quotation mark or > is missing"
        ),
        hint: message!("补上引号和 >", "add the quotation mark and >"),
    }
}

/// Elements and attributes that sanitising takes out; each is told once a page.
fn removed(text: &str, at: &Range<usize>, syntax: &Syntax, seen: &mut HashSet<String>, told: &mut Vec<Told>) {
    if syntax.trusted {
        return;
    }
    let tree = read(&text[at.clone()]);
    for piece in tree.pieces() {
        let place = |length: usize| at.start + piece.at..at.start + piece.at + length;
        match piece.node {
            Node::Begin(..) => {
                let name = piece.name().to_ascii_lowercase();
                // What is in a drawing is named with it.
                let drawn = seen.contains("svg") || seen.contains("math");
                let inside = drawn && !KNOWN.contains(&name.as_str());
                if !inside
                    && !sanitise::keeps(&name)
                    && !PLAIN.contains(&name.as_str())
                    && seen.insert(name.clone())
                {
                    told.push(element(&name, place(piece.html.len()), &piece));
                }
            }
            Node::Attribute(Attribute::Style, ..) if seen.insert("style=".to_owned()) => {
                let blank = piece.html.len() - piece.html.trim_start().len();
                let range = place(piece.html.len());
                told.push(gone(
                    range.start + blank..range.end,
                    message!("style 属性不发布", "the attribute `style` is not published"),
                ));
            }
            _ => {}
        }
    }
}

/// Elements of word processors that say nothing of their own; what is in them stays.
const PLAIN: [&str; 8] = ["font", "big", "tt", "nobr", "o:p", "body", "html", "head"];

/// Elements that browsers know and that are not published.
const KNOWN: [&str; 30] = [
    "base", "frame", "frameset", "applet", "iframe", "video", "audio", "source", "track", "style", "script",
    "object", "embed", "param", "form", "button", "select", "option", "textarea", "label", "fieldset", "svg",
    "canvas", "math", "link", "meta", "title", "template", "noscript", "marquee",
];

fn element(name: &str, at: Range<usize>, piece: &Piece<'_>) -> Told {
    if KNOWN.contains(&name) {
        return gone(at, message!("{name} 不发布", "`{name}` is not published"));
    }
    let written = piece.html;
    Told {
        rule: &HTML_REMOVED,
        at,
        message: message!(
            "没有 {name} 这种标签，不会印出来",
            "there is no tag `{name}`, and it is not printed"
        ),
        hint: message!("要印出来，写 \\{written}>", "write \\{written}> to print it"),
    }
}

fn gone(at: Range<usize>, message: crate::base::Message) -> Told {
    let rule: &'static Rule = &HTML_REMOVED;
    Told {
        rule,
        at,
        message,
        hint: message!(
            "换成链接、图片或 Markdown；要原样保留，site.yaml 写 raw_html: trusted",
            "use a link, a picture or Markdown; `raw_html: trusted` in site.yaml keeps it as it is"
        ),
    }
}
