//! Words and comments in raw HTML.

use super::hiding::hides;
use super::{BlockForm, Cut, Prose, ProseImage, ProseTable, QuietComment, TextBlock, Unseen, Way};
use crate::html::{Attribute, Element, Node, Piece, Pieces, attribute_value, is_void, read, unescape};
use std::ops::Range;

/// What a comment for inspection begins with.
const WORD: &str = "check:";

/// The comments in some HTML that ask for quiet. `range` is where it stands in the parsed text.
pub(super) fn quiet(html: &str, range: &Range<usize>, way: &Way<'_>) -> Vec<QuietComment> {
    let mut found = Vec::new();
    for (at, _) in html.match_indices("<!--") {
        let inner = &html[at + 4..];
        let Some(end) = inner.find("-->") else { continue };
        let own = range.start + at..range.start + at + 4 + end + 3;
        found.extend(comment(&inner[..end], way.source(&own)));
    }
    found
}

/// `check: off RULE RULE, reason`; `None` for any other comment.
fn comment(inner: &str, at: Range<usize>) -> Option<QuietComment> {
    let inner = inner.trim().replace('：', ":");
    let asked = inner.strip_prefix(WORD)?.trim_start();
    let asked = asked.strip_prefix("off")?;
    let (rules, reason) = asked.split_once([',', '，']).unwrap_or((asked, ""));
    Some(QuietComment {
        rules: rules.split_whitespace().map(str::to_owned).collect(),
        reason: reason.trim().to_owned(),
        covers: at.end..at.end,
        at,
    })
}

/// The pictures of a tag; `at` is where it stands in the source.
pub(super) fn images(html: &str, at: &Range<usize>) -> Vec<ProseImage> {
    if !html.to_ascii_lowercase().contains("<img") {
        return Vec::new();
    }
    let tree = read(html);
    let mut pieces = tree.pieces();
    let mut found = Vec::new();
    while let Some(piece) = pieces.next() {
        if let Node::Begin(Element::Img, _) = piece.node {
            found.push(image(&pieces, at.clone()));
        }
    }
    found
}

fn image(pieces: &Pieces<'_>, at: Range<usize>) -> ProseImage {
    let value = |name| pieces.attribute(name).map(attribute_value);
    ProseImage {
        alt: value(Attribute::Alt),
        from: value(Attribute::Src).unwrap_or_default(),
        at,
    }
}

/// Whether a tag hides what stands behind it.
pub(super) fn hides_words(html: &str) -> bool {
    let tree = read(html);
    let mut pieces = tree.pieces();
    while let Some(piece) = pieces.next() {
        if matches!(piece.node, Node::Begin(..)) {
            return hides(&pieces);
        }
    }
    false
}

/// Elements within a line.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "label", "mark", "q", "s", "small",
    "span", "strong", "sub", "sup", "u",
];

/// Elements whose words nobody reads.
const UNREAD: [&str; 2] = ["script", "style"];

/// The words of a block of raw HTML. `range` is where it stands in the parsed text.
pub(super) fn blocks(html: &str, range: &Range<usize>, way: &Way<'_>, is_quoted: bool) -> Prose {
    let tree = read(html);
    let mut reader = RawReader {
        range,
        way,
        is_quoted,
        open: None,
        found: Prose::default(),
        head: false,
        around: Vec::new(),
    };
    let mut pieces = tree.pieces();
    let mut unread = 0_usize;
    while let Some(piece) = pieces.next() {
        let name = piece.name().to_ascii_lowercase();
        match piece.node {
            Node::Begin(..) if UNREAD.contains(&&*name) => unread += 1,
            Node::End(..) if UNREAD.contains(&&*name) => unread = unread.saturating_sub(1),
            _ if unread > 0 => {}
            Node::Begin(element, _) => {
                reader.around(&name, &piece, &pieces);
                reader.begin(element, &name, &piece, &pieces);
            }
            Node::End(element, _) => {
                reader.around.pop();
                reader.end(element, &name);
            }
            Node::Text(_) => {
                reader.unseen(&piece);
                reader.words(&piece);
            }
            _ => {}
        }
    }
    reader.close();
    reader.found
}

struct RawReader<'r> {
    range: &'r Range<usize>,
    way: &'r Way<'r>,
    is_quoted: bool,
    open: Option<TextBlock>,
    found: Prose,
    head: bool,
    /// The elements around, innermost last: where the tag of each stands that hides its words, and nobody was told of.
    around: Vec<Option<Range<usize>>>,
}

impl RawReader<'_> {
    fn place(&self, piece: &Piece<'_>) -> Range<usize> {
        let start = self.range.start + piece.at;
        start..start + piece.html.len()
    }

    fn around(&mut self, name: &str, piece: &Piece<'_>, pieces: &Pieces<'_>) {
        if !is_void(name) {
            let at = hides(pieces).then(|| self.way.source(&self.place(piece)));
            self.around.push(at);
        }
    }

    /// Words that elements around them hide.
    fn unseen(&mut self, piece: &Piece<'_>) {
        if piece.html.trim().is_empty() {
            return;
        }
        let tags = self.around.iter_mut().filter_map(Option::take);
        self.found.unseen.extend(tags.map(|at| Unseen {
            at,
            words: String::new(),
        }));
    }

    fn begin(&mut self, element: Element, name: &str, piece: &Piece<'_>, pieces: &Pieces<'_>) {
        let at = self.place(piece);
        match element {
            Element::Br => {
                let way = self.way;
                let block = self.block(&at);
                block.cuts.push((block.text.len(), Cut::Break));
                way.push(block, "\n", &(at.start..at.start));
            }
            Element::Img => {
                let found = image(pieces, self.way.source(&at));
                self.block(&at).images.push(found);
            }
            Element::Table => {
                self.close();
                self.found.tables.push(ProseTable {
                    at: self.way.source(&at),
                    has_head: false,
                    rows: 0,
                });
            }
            Element::Tr => {
                self.close();
                if let Some(table) = self.found.tables.last_mut() {
                    table.rows += 1;
                }
            }
            Element::Th => {
                self.close();
                self.head = true;
                if let Some(table) = self.found.tables.last_mut() {
                    table.has_head = true;
                }
            }
            _ if INLINE.contains(&name) => {
                let block = self.block(&at);
                block.cuts.push((block.text.len(), Cut::Tag));
            }
            _ => self.close(),
        }
    }

    fn end(&mut self, element: Element, name: &str) {
        if INLINE.contains(&name) {
            if let Some(block) = &mut self.open {
                block.cuts.push((block.text.len(), Cut::Tag));
            }
            return;
        }
        self.close();
        self.head &= element != Element::Th;
    }

    fn words(&mut self, piece: &Piece<'_>) {
        let at = self.place(piece);
        let way = self.way;
        let mut start = 0;
        // Entities stand for characters: each is a stretch of its own.
        while start < piece.html.len() {
            let rest = &piece.html[start..];
            let length = match rest.find('&') {
                Some(0) => rest.find(';').map_or(rest.len(), |end| end + 1),
                Some(entity) => entity,
                None => rest.len(),
            };
            let own = at.start + start..at.start + start + length;
            way.push(self.block(&at), &unescape(&rest[..length]), &own);
            start += length;
        }
    }

    fn block(&mut self, at: &Range<usize>) -> &mut TextBlock {
        let (way, is_quoted) = (self.way, self.is_quoted);
        self.open.get_or_insert_with(|| {
            let mut block = TextBlock::new(BlockForm::Paragraph, way.source(at));
            block.is_quoted = is_quoted;
            block
        })
    }

    fn close(&mut self) {
        let Some(block) = self.open.take() else { return };
        if !block.text.trim().is_empty() || !block.images.is_empty() {
            self.found.blocks.push(block);
        }
    }
}
