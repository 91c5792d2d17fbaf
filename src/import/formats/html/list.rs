//! Whether a text only lists pages with their days: the page of a section, which a site makes anew by itself.

use super::ATTACHMENTS;
use crate::base::Day;
use crate::import::model::{Block, Inline, Paragraph};

/// What a block of such a text is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Item {
    /// A link to a page and a day.
    Dated,
    /// Only links.
    Link,
    /// Something else.
    Text,
}

/// Whether a text only lists links to pages, at least two, most with a day beside them.
pub fn is_list(blocks: &[Block]) -> bool {
    let mut items = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) if paragraph.heading.is_some() || paragraph.is_empty() => {}
            Block::Paragraph(paragraph) => items.push(item(&[paragraph])),
            Block::Table(table) => {
                let rows = table.rows.iter().map(|row| {
                    let cells = row.iter().flat_map(|cell| &cell.blocks);
                    let paragraphs = cells.filter_map(|block| match block {
                        Block::Paragraph(paragraph) => Some(paragraph),
                        Block::Table(_) => None,
                    });
                    item(&paragraphs.collect::<Vec<_>>())
                });
                items.extend(rows);
            }
        }
    }
    let count = |sort| items.iter().filter(|item| **item == sort).count();
    let (dated, text) = (count(Item::Dated), count(Item::Text));
    // How many there are, and which page of the list it is, may stand below.
    dated >= 2 && 2 * dated > items.len() && 4 * text <= items.len()
}

fn item(paragraphs: &[&Paragraph]) -> Item {
    let inlines = || paragraphs.iter().flat_map(|paragraph| &paragraph.inlines);
    let is_page = |link: &str| {
        let ending = link.rsplit_once('.').map_or("", |(_, ending)| ending);
        !link.is_empty() && !ATTACHMENTS.contains(&&*ending.to_lowercase())
    };
    let linked = inlines().any(|inline| matches!(inline, Inline::Text(text) if is_page(&text.link)));
    let plain = inlines().filter(|inline| !matches!(inline, Inline::Text(text) if is_page(&text.link)));
    let rest: String = plain.map(Inline::words).collect();
    let rest = rest.trim_matches(|c: char| c.is_whitespace() || "[]()（）【】·•|".contains(c));
    match (linked, rest.is_empty(), rest.parse::<Day>()) {
        (true, true, _) => Item::Link,
        (true, false, Ok(_)) => Item::Dated,
        _ => Item::Text,
    }
}
