//! The words of a finished page as its readers see them, block by block: what is the page's own, not what it shows of others.

use crate::html::{Element, Node, Piece, Pieces, Plain, Tree, is_void, read};

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageWords {
    /// What it is called: its first heading.
    pub title: String,
    /// Paragraphs, headings, entries and rows in reading order; blanks at both ends and in a row are gone.
    pub blocks: Vec<String>,
}

/// Elements in which nothing is a word of the text.
const SILENT: [&str; 11] = [
    "head", "nav", "form", "button", "script", "style", "svg", "template", "select", "noscript", "object",
];

/// Classes of what a page shows of other pages, or of what is only a tool.
const DERIVED: [&str; 7] = [
    "note",
    "tools",
    "qr",
    "on-paper",
    "doc-key",
    "cell-label",
    "no-style",
];

/// Classes of the own words of a page that is made of others.
const OWN: [&str; 2] = ["lead", "prose"];

/// The words of a page; `None` for what nobody wrote: lists of tags, the search page, a page that leads on. A theme that marks
/// neither `main` nor the kind has all words of its pages looked at.
pub fn words(html: &str) -> Option<PageWords> {
    let tree = read(html);
    let page = Frame::of(&tree);
    let all = match page.kind.as_deref() {
        Some("tag" | "tags" | "search" | "not-found") => return None,
        _ if page.leads_on => return None,
        Some("home" | "section") => false,
        _ => true,
    };
    let mut reader = Reader {
        all,
        main: (!page.has_main).then(|| Within::new(String::new())),
        ..Reader::default()
    };
    let mut pieces = tree.pieces();
    while let Some(piece) = pieces.next() {
        reader.piece(&piece, &pieces);
    }
    Some(PageWords {
        title: tidy(&reader.title.0),
        blocks: reader
            .text
            .0
            .lines()
            .map(tidy)
            .filter(|line| !line.is_empty())
            .collect(),
    })
}

/// What is around the words of a page.
#[derive(Default)]
struct Frame {
    /// What `<body data-kind>` says.
    kind: Option<String>,
    has_main: bool,
    /// The page only leads on to another.
    leads_on: bool,
}

impl Frame {
    fn of(tree: &Tree) -> Self {
        let mut frame = Self::default();
        let mut pieces = tree.pieces();
        while let Some(piece) = pieces.next() {
            if !begins(&piece) {
                continue;
            }
            match piece.name().to_ascii_lowercase().as_str() {
                "body" => frame.kind = attribute(&pieces, "data-kind"),
                "main" => frame.has_main = true,
                "meta" => {
                    let says = attribute(&pieces, "http-equiv");
                    frame.leads_on |= says.is_some_and(|says| says.eq_ignore_ascii_case("refresh"));
                }
                _ => {}
            }
        }
        frame
    }
}

/// Blanks in a row are one, at the ends none.
fn tidy(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn begins(piece: &Piece<'_>) -> bool {
    matches!(piece.node, Node::Begin(..))
}

/// The value of an attribute of the element that has just begun; empty for one without a value.
fn attribute(pieces: &Pieces<'_>, name: &str) -> Option<String> {
    let tag = pieces
        .clone()
        .take_while(|piece| matches!(piece.node, Node::Attribute(..) | Node::Slot(_)));
    let mut named = tag.filter(|piece| {
        let written = piece.html.trim_start().split('=').next().unwrap_or("");
        written.trim_end().eq_ignore_ascii_case(name)
    });
    named.next().map(|piece| piece.value().unwrap_or("").to_owned())
}

/// An element that is left out or taken in, and how many of its name are open in it.
#[derive(Debug)]
struct Within {
    name: String,
    depth: usize,
}

impl Within {
    fn new(name: String) -> Self {
        Self { name, depth: 1 }
    }

    /// Whether the element ends with this piece.
    fn ends(&mut self, piece: &Piece<'_>) -> bool {
        if !matches!(piece.node, Node::Begin(..) | Node::End(..)) {
            return false;
        }
        if !piece.name().eq_ignore_ascii_case(&self.name) {
            return false;
        }
        match piece.node {
            Node::Begin(..) => self.depth += 1,
            Node::End(..) => self.depth -= 1,
            _ => {}
        }
        self.depth == 0
    }
}

/// Reads a page.
#[derive(Default)]
struct Reader {
    /// All of `main` is of the page itself.
    all: bool,
    main: Option<Within>,
    /// What is left out.
    without: Option<Within>,
    /// The own words of a page made of others.
    own: Option<Within>,
    /// The heading that names it.
    heading: Option<Within>,
    title: Plain,
    text: Plain,
}

impl Reader {
    fn piece(&mut self, piece: &Piece<'_>, rest: &Pieces<'_>) {
        let name = if begins(piece) {
            piece.name().to_ascii_lowercase()
        } else {
            String::new()
        };
        let Some(main) = &mut self.main else {
            if begins(piece) && name == "main" {
                self.main = Some(Within::new(name));
            }
            return;
        };
        if main.ends(piece) {
            self.main = None;
            return;
        }
        if let Some(without) = &mut self.without {
            if without.ends(piece) {
                self.without = None;
            }
            return;
        }
        if begins(piece) && !is_void(&name) {
            if is_left_out(&name, rest) {
                self.without = Some(Within::new(name));
                return;
            }
            self.enter(&name, rest);
        }
        if self.heading.is_some() {
            add(&mut self.title, piece);
        }
        if self.all || self.own.is_some() || self.heading.is_some() {
            if matches!(piece.node, Node::Begin(Element::Td | Element::Th, _)) {
                self.text.0.push(' ');
            }
            add(&mut self.text, piece);
        }
        leave(&mut self.own, piece);
        leave(&mut self.heading, piece);
    }

    fn enter(&mut self, name: &str, rest: &Pieces<'_>) {
        if name == "h1" && self.heading.is_none() && self.title.0.trim().is_empty() {
            // Its own beginning is counted when it is read.
            self.heading = Some(Within {
                name: name.to_owned(),
                depth: 0,
            });
        }
        if !self.all && self.own.is_none() && has_class(rest, &OWN) {
            self.own = Some(Within {
                name: name.to_owned(),
                depth: 0,
            });
        }
    }
}

/// Adds what is to be read of a piece. A line that ends within a text is a blank.
fn add(to: &mut Plain, piece: &Piece<'_>) {
    if !matches!(piece.node, Node::Text(_)) || !piece.html.contains(['\n', '\r']) {
        return to.piece(piece);
    }
    let html = piece.html.replace(['\n', '\r'], " ");
    to.piece(&Piece {
        html: &html,
        ..*piece
    });
}

fn leave(open: &mut Option<Within>, piece: &Piece<'_>) {
    if open.as_mut().is_some_and(|within| within.ends(piece)) {
        *open = None;
    }
}

fn is_left_out(name: &str, rest: &Pieces<'_>) -> bool {
    SILENT.contains(&name)
        || has_class(rest, &DERIVED)
        || attribute(rest, "hidden").is_some()
        || attribute(rest, "data-derived").is_some()
        || attribute(rest, "aria-hidden").is_some_and(|value| value != "false")
}

fn has_class(rest: &Pieces<'_>, classes: &[&str]) -> bool {
    let written = attribute(rest, "class").unwrap_or_default();
    written.split_whitespace().any(|class| classes.contains(&class))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(kind: &str, main: &str) -> PageWords {
        words(&format!(
            "<!doctype html><title>x</title><body class=a data-kind=\"{kind}\"><nav>菜单</nav><main id=m>{main}</main><p>脚</p>"
        ))
        .unwrap()
    }

    #[test]
    fn the_words_of_a_page_are_its_own_and_not_what_it_shows_of_others() {
        let found = page(
            "policy",
            "<article><h1>关于<wbr>甲</h1><p>一、&amp;甲\n 乙<br>丙</p><aside class=\"note x\"><p>旁注<aside>里</aside></p></aside>\
             <section data-derived><h2>相关</h2><section>它</section></section><p hidden>藏</p>\
             <table><tr><th>天<th>数<tr><td>三<td>四</table><script>5</script><p><svg><text>图</text></svg>完</p></article>",
        );
        assert_eq!(found.title, "关于甲");
        assert_eq!(
            found.blocks,
            ["关于甲", "一、&甲 乙", "丙", "天 数", "三 四", "完"]
        );
    }

    #[test]
    fn of_a_page_made_of_others_only_title_lead_and_text_are_its_own() {
        let main = "<h1>栏目</h1><p class=\"lead\">一句</p><ul><li>别的页</li></ul><div class=\"prose\"><div>话</div><p>又</p></div><p>翻页</p>";
        assert_eq!(page("section", main).blocks, ["栏目", "一句", "话", "又"]);
    }

    #[test]
    fn lists_of_tags_and_pages_that_lead_on_have_no_words() {
        assert_eq!(words("<body data-kind=\"tag\"><main>甲</main>"), None);
        assert_eq!(words("<meta http-equiv=refresh><p>甲"), None);
    }

    #[test]
    fn a_page_that_marks_nothing_is_read_as_a_whole() {
        let found = words("<head><title>题</title></head><h1>甲</h1><p>乙</p>").unwrap();
        assert_eq!((found.title.as_str(), found.blocks.len()), ("甲", 2));
    }
}
