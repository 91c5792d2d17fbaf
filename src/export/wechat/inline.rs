//! What stands among words: emphasis, links, notes, pictures; and what the editor would lose.

use super::convert::{Article, Inside};
use super::note::Note;
use crate::base::Message;
use crate::base::html::{decoded, escape};
use crate::export::tag::Tag;
use crate::html::{Attribute, Element, Node, Pieces, unescape};
use crate::message;

/// Where a link leads.
enum Target {
    /// To a page that the editor lets links lead to.
    Here(String),
    /// To any other one.
    Elsewhere(String),
    /// To whom a letter or a call goes: it is said.
    Whom(String),
}

/// Pages to which the editor keeps links.
const OWN_HOST: &str = "https://mp.weixin.qq.com/";

impl Article<'_> {
    pub(super) fn inline_element(&mut self, tag: &Tag, pieces: &Pieces<'_>) {
        let style = self.style;
        let (name, look) = match tag.name.as_str() {
            "data" | "span" if tag.has_class("fact") => ("span", style.fact()),
            "strong" | "b" => ("strong", String::new()),
            "em" | "i" => ("em", style.emphasis()),
            "del" | "s" => ("del", String::new()),
            "u" | "ins" => ("u", String::new()),
            "mark" => ("span", "background:#fff2b8;".to_owned()),
            "code" | "kbd" | "samp" if !self.verbatim => ("code", style.code()),
            "sup" => ("sup", String::new()),
            "sub" => ("sub", String::new()),
            "small" => ("span", "font-size:14px;".to_owned()),
            _ => return self.trace_nothing(tag, pieces),
        };
        self.ready();
        let look = if look.is_empty() {
            look
        } else {
            format!(" style=\"{look}\"")
        };
        self.out.push_str(&format!("<{name}{look}>"));
        self.push(tag, format!("</{name}>"), Inside::Inline);
    }

    /// An element of which only the words stay.
    fn trace_nothing(&mut self, tag: &Tag, pieces: &Pieces<'_>) {
        if tag.holds_blocks(pieces) {
            return self.push(tag, "", self.inside());
        }
        self.ready();
        self.push(tag, "", Inside::Inline);
    }

    /// A link becomes its words and a note.
    pub(super) fn link(&mut self, tag: &Tag, pieces: &Pieces<'_>) {
        let note = tag.value(Attribute::Href).and_then(|href| self.destination(href));
        match note {
            Some(Target::Here(href)) => {
                self.ready();
                let (style, href) = (self.style.link(), escape(&href));
                self.out
                    .push_str(&format!("<a href=\"{href}\" style=\"{style}\">"));
                self.push(tag, "</a>", Inside::Inline);
            }
            Some(Target::Elsewhere(url)) if !is_own_name(pieces, &url) => {
                let number = self.notes.number(Note::Link(url));
                let mark = self.mark(number);
                if tag.holds_blocks(pieces) {
                    let below = format!("<p style=\"{}\">{mark}</p>", self.style.small());
                    return self.push(tag, below, self.inside());
                }
                self.ready();
                self.out
                    .push_str(&format!("<span style=\"{}\">", self.style.link()));
                self.push(tag, format!("</span>{mark}"), Inside::Inline);
            }
            Some(Target::Whom(whom)) if !says(pieces, &whom) && !tag.holds_blocks(pieces) => {
                self.ready();
                self.push(tag, format!("（{}）", escape(&whom)), Inside::Inline);
            }
            _ => self.trace_nothing(tag, pieces),
        }
    }

    /// Where a link leads; `None` for one that nobody could follow from an article.
    fn destination(&mut self, href: &str) -> Option<Target> {
        let href = unescape(href);
        let (site, page) = (&self.page.view.site, &self.page.view.page);
        let within = href.split('#').next() == Some(page.href.as_str());
        if href.starts_with(OWN_HOST) {
            return Some(Target::Here(href));
        }
        if href.starts_with("https://") || href.starts_with("http://") {
            return Some(Target::Elsewhere(href));
        }
        if let Some(whom) = whom(&href) {
            return Some(Target::Whom(whom));
        }
        if !href.starts_with('/') || within {
            return None;
        }
        if href.starts_with("//") {
            return Some(Target::Elsewhere(format!("https:{href}")));
        }
        self.page
            .site()
            .config
            .has_url()
            .then(|| Target::Elsewhere(site.whole(href)))
    }

    /// The mark of a footnote.
    pub(super) fn footnote(&mut self, tag: &Tag, pieces: &mut Pieces<'_>) {
        let name = pieces.clone().find_map(|piece| match piece.node {
            Node::Attribute(Attribute::Href, ..) => piece.value()?.strip_prefix("#fn-").map(str::to_owned),
            _ => None,
        });
        tag.skip(pieces);
        if let Some(name) = name {
            let number = self.notes.number(Note::Footnote(name));
            let mark = self.mark(number);
            self.inline(&mark);
        }
    }

    /// A picture, at its place and as wide as its author wanted it.
    pub(super) fn image(&mut self, tag: &Tag) {
        let alt = tag.value(Attribute::Alt).unwrap_or("").to_owned();
        let src = tag.value(Attribute::Src).unwrap_or("");
        let Some(name) = self.pictures.shown(self.page, src) else {
            if !alt.is_empty() {
                self.inline(&format!("【图：{alt}】"));
            }
            return;
        };
        let width = tag
            .value(Attribute::Width)
            .and_then(|width| width.parse::<u32>().ok());
        let width = width.map_or_else(String::new, |width| format!("width:{width}px;"));
        let image = format!(
            "<img src=\"{name}\" alt=\"{alt}\" style=\"{width}{}\">",
            self.style.picture()
        );
        if self.inside() == Inside::Blocks {
            let framed = format!("<p style=\"{}\">{image}</p>", self.style.frame());
            self.block(&framed);
        } else {
            self.inline(&image);
        }
    }

    /// What the editor does not keep is told, and its address stays as a note.
    pub(super) fn lose(&mut self, tag: &Tag, words: &str) {
        let name = tag.name.as_str();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match name {
            "style" | "template" | "noscript" => return,
            "script" => {
                return self.tell(message!("脚本不会带过去", "scripts are left out"));
            }
            "form" | "button" | "select" | "textarea" => return self.lose_form(),
            _ => {}
        }
        let src = tag.value(Attribute::Src).or_else(|| tag.value(Attribute::Data));
        self.tell(message!(
            "嵌入的内容（{name}）公众号里不会显示，要另外上传或改成图片",
            "what is embedded ({name}) does not show in WeChat: upload it there, or make a picture of it"
        ));
        let Some(Target::Elsewhere(url)) = src.and_then(|src| self.destination(src)) else {
            return;
        };
        let number = self.notes.number(Note::Link(url));
        let mark = self.mark(number);
        let title = tag.value(Attribute::Title).filter(|title| !title.is_empty());
        let label = match title {
            Some(title) => title.to_owned(),
            None if !words.is_empty() => escape(&words),
            None => self.page.inputs.translator_of(self.page.page).say("嵌入的内容"),
        };
        self.inline(&format!("【{label}】{mark}"));
    }

    /// Forms do nothing in an article.
    pub(super) fn lose_form(&mut self) {
        self.tell(message!("表单和按钮不会带过去", "forms and buttons are left out"));
    }

    fn tell(&mut self, note: Message) {
        if !self.told.contains(&note) {
            self.told.push(note);
        }
    }
}

/// Whether an element is one that the editor takes away with all that is in it.
pub(super) fn is_lost(name: &str) -> bool {
    const LOST: [&str; 17] = [
        "iframe", "video", "audio", "object", "embed", "svg", "canvas", "math", "form", "button", "select",
        "textarea", "script", "style", "template", "noscript", "frameset",
    ];
    LOST.contains(&name)
}

/// The words of a link that has just begun.
fn words_of(pieces: &Pieces<'_>) -> String {
    let mut words = String::new();
    for piece in pieces.clone() {
        match piece.node {
            Node::Text(_) => words.push_str(&unescape(piece.html)),
            Node::End(Element::A, _) => break,
            _ => {}
        }
    }
    words
}

/// Whom a link writes to or calls; `None` for one to a page.
fn whom(href: &str) -> Option<String> {
    let (scheme, rest) = href.split_once(':')?;
    let is = |names: &[&str]| names.iter().any(|name| scheme.eq_ignore_ascii_case(name));
    let whom = decoded(rest.split('?').next().unwrap_or(rest));
    (is(&["mailto", "tel", "sms"]) && !whom.is_empty()).then_some(whom)
}

/// Whether the words of a link say a number or an address themselves, however they part its digits.
fn says(pieces: &Pieces<'_>, whom: &str) -> bool {
    let bare = |text: &str| -> String {
        let kept = |c: &char| c.is_alphanumeric() || *c == '@';
        text.chars().filter(kept).collect::<String>().to_lowercase()
    };
    bare(&words_of(pieces)).contains(&bare(whom))
}

/// Whether the words of a link are the address itself.
fn is_own_name(pieces: &Pieces<'_>, url: &str) -> bool {
    let words = words_of(pieces);
    let bare = |text: &str| {
        let text = text.trim().trim_end_matches('/');
        let text = text
            .strip_prefix("https://")
            .or_else(|| text.strip_prefix("http://"));
        text.map(str::to_owned)
    };
    bare(&words).is_some_and(|words| Some(words) == bare(url))
}
