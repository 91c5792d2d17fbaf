//! The words of a finished page as its readers see them, block by block: what is the page's own, not what it shows of others.

use super::unseen::{PlaceOfPage, hidden, without_marks};
use crate::html::{Element, Node, Piece, Pieces, Plain, Tree, attribute_value, is_void, read};
use std::collections::BTreeSet;

/// What a page says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageWords {
    /// What it is called: its first heading.
    pub title: String,
    /// Paragraphs, headings, entries and rows in reading order; blanks at both ends and in a row are gone.
    pub blocks: Vec<String>,
    /// Files of the site that it shows or leads to, by their paths in the output.
    pub files: BTreeSet<String>,
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
pub fn words(html: &str, place: &PlaceOfPage<'_>) -> Option<PageWords> {
    let tree = read(html);
    let page = Frame::of(&tree);
    let all = match page.kind.as_deref() {
        Some("tag" | "tags" | "search" | "not-found") => return None,
        _ if page.leads_on => return None,
        Some("home" | "section") => false,
        _ => true,
    };
    let mut reader = Reader::new(place, all, page.has_main);
    let mut pieces = tree.pieces();
    while let Some(piece) = pieces.next() {
        reader.piece(&piece, &pieces);
    }
    reader.end_of_links();
    Some(PageWords {
        title: tidy(&reader.title.0),
        blocks: reader
            .text
            .0
            .lines()
            .map(tidy)
            .filter(|line| !line.is_empty())
            .collect(),
        files: reader.files,
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
struct Reader<'r> {
    place: &'r PlaceOfPage<'r>,
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
    /// Where the links lead that are open.
    links: Vec<String>,
    /// What is unseen and stands in front of the words that come.
    before: String,
    files: BTreeSet<String>,
}

impl<'r> Reader<'r> {
    fn new(place: &'r PlaceOfPage<'r>, all: bool, has_main: bool) -> Self {
        Self {
            place,
            all,
            main: (!has_main).then(|| Within::new(String::new())),
            without: None,
            own: None,
            heading: None,
            title: Plain::default(),
            text: Plain::default(),
            links: Vec::new(),
            before: String::new(),
            files: BTreeSet::new(),
        }
    }

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
        if begins(piece) {
            let left_out = !is_void(&name) && is_left_out(&name, rest);
            if self.is_read() && (!left_out || name == "object") {
                self.unseen(&name, rest);
            }
            if left_out {
                self.without = Some(Within::new(name));
                return;
            }
            if !is_void(&name) {
                self.enter(&name, rest);
            }
        }
        if self.heading.is_some() {
            add(&mut self.title, piece);
        }
        if self.is_read() {
            if matches!(piece.node, Node::Begin(Element::Td | Element::Th, _)) {
                self.text.0.push(' ');
            }
            self.read(piece);
        }
        leave(&mut self.own, piece);
        leave(&mut self.heading, piece);
    }

    /// Whether what comes is of the page itself.
    fn is_read(&self) -> bool {
        self.all || self.own.is_some() || self.heading.is_some()
    }

    /// Adds a piece to the words, with what is unseen in front of it.
    fn read(&mut self, piece: &Piece<'_>) {
        if let Node::End(..) = piece.node {
            self.unseen_end(&piece.name().to_ascii_lowercase());
        }
        if matches!(piece.node, Node::Text(_)) && !piece.html.trim().is_empty() {
            self.text.0.push_str(&std::mem::take(&mut self.before));
        }
        add(&mut self.text, piece);
    }

    /// What an element says beside its words.
    fn unseen(&mut self, name: &str, rest: &Pieces<'_>) {
        let said = |name: &str| attribute(rest, name).filter(|value| !value.is_empty());
        match name {
            // The number of a fact or a note is read as a word.
            "a" if has_class(rest, &["fact-link", "footnote-back"]) => self.links.push(String::new()),
            "a" => self.links.push(said("href").unwrap_or_default()),
            "img" => {
                let words = said("alt").map(|alt| format!("：{}", without_marks(&attribute_value(&alt))));
                let words = words.unwrap_or_default().replace(['\n', '\r'], " ");
                let before = std::mem::take(&mut self.before);
                let shown = said("src").map(|src| hidden(&format!("图片：{}", self.target(&src))));
                let shown = shown.unwrap_or_default();
                self.text.0.push_str(&format!("{before}〔图{words}〕{shown}"));
            }
            "input" if said("type").is_some_and(|kind| kind.eq_ignore_ascii_case("checkbox")) => {
                let ticked = attribute(rest, "checked").is_some();
                self.text.0.push(if ticked { '☑' } else { '☐' });
            }
            "ol" => {
                let start = said("start").unwrap_or_else(|| "1".to_owned());
                self.before.push_str(&hidden(&format!("编号从 {start} 起")));
            }
            "ul" => self.before.push_str(&hidden("不编号")),
            "blockquote" => self.before.push_str(&hidden("引文")),
            "h2" | "h3" | "h4" | "h5" | "h6" => self.before.push_str(&hidden(&format!("标题 {name}"))),
            "iframe" | "video" | "audio" | "source" | "embed" | "object" => {
                let address = said("src").or_else(|| said("data")).unwrap_or_default();
                let target = self.target(&address);
                self.behind(&hidden(&format!("嵌入：{target}")));
            }
            _ => {
                let words = emphasis(name).map(|word| hidden(&format!("{word}起")));
                self.before.push_str(&words.unwrap_or_default());
            }
        }
    }

    /// What the end of an element says beside its words.
    fn unseen_end(&mut self, name: &str) {
        if name == "a" {
            let href = self.links.pop();
            if let Some(href) = href.filter(|href| !href.is_empty() && !href.starts_with("#fn-")) {
                let target = self.target(&href);
                self.behind(&hidden(&format!("链接：{target}")));
            }
        } else if let Some(word) = emphasis(name) {
            self.behind(&hidden(&format!("{word}止")));
        }
    }

    /// Where an address leads; a file of the site is noted.
    fn target(&mut self, href: &str) -> String {
        let target = self.place.target(href);
        let path = &target[..target.find(['?', '#']).unwrap_or(target.len())];
        if let Some(file) = path
            .strip_prefix('/')
            .filter(|path| !path.is_empty() && !path.ends_with('/'))
        {
            self.files.insert(file.to_owned());
        }
        target
    }

    /// Links that nobody closed lead somewhere, too.
    fn end_of_links(&mut self) {
        while !self.links.is_empty() {
            self.unseen_end("a");
        }
    }

    /// Adds what is unseen right behind the last words.
    fn behind(&mut self, what: &str) {
        let end = self.text.0.trim_end_matches(['\n', ' ']).len();
        self.text.0.insert_str(end, what);
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

/// The word for how an element sets its words off.
fn emphasis(name: &str) -> Option<&'static str> {
    Some(match name {
        "strong" | "b" => "粗体",
        "em" | "i" => "着重",
        "del" | "s" => "删除线",
        "u" | "ins" => "下划线",
        "mark" => "标亮",
        "sup" => "上标",
        "sub" => "下标",
        "code" => "代码",
        _ => return None,
    })
}

/// Adds what is to be read of a piece. A line that ends within a text is a blank.
fn add(to: &mut Plain, piece: &Piece<'_>) {
    if !matches!(piece.node, Node::Text(_)) {
        return to.piece(piece);
    }
    let html = without_marks(&piece.html.replace(['\n', '\r'], " "));
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

    fn read_alone(html: &str) -> Option<PageWords> {
        let place = PlaceOfPage {
            address: "a/index.html",
            path: &str::to_owned,
        };
        words(html, &place)
    }

    fn page(kind: &str, main: &str) -> PageWords {
        read_alone(&format!(
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
        assert_eq!(read_alone("<body data-kind=\"tag\"><main>甲</main>"), None);
        assert_eq!(read_alone("<meta http-equiv=refresh><p>甲"), None);
    }

    #[test]
    fn a_page_that_marks_nothing_is_read_as_a_whole() {
        let found = read_alone("<head><title>题</title></head><h1>甲</h1><p>乙</p>").unwrap();
        assert_eq!((found.title.as_str(), found.blocks.len()), ("甲", 2));
    }
}
