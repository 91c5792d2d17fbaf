//! What stands around the words of a block in the source: tags of raw HTML that make it a heading or link parts of it, and the
//! title of a link or picture.

use super::page_text::POINTED;
use crate::markdown::{BlockForm, Cut, ProseLink, TextBlock};
use std::ops::Range;

/// Makes a block the heading that tags around it say it is, and adds the links that tags in it make.
pub(super) fn read(block: &mut TextBlock, text: &str) {
    if block.text.trim().is_empty() || !block.is_prose() {
        return;
    }
    if block.is_paragraph() {
        let begin = block.place(&(0..1)).start;
        let level = before(text, begin).into_iter().find_map(heading);
        block.form = level.map_or(BlockForm::Paragraph, BlockForm::Heading);
    }
    let cuts = block.cuts.iter().filter(|(_, cut)| *cut == Cut::Tag);
    let mut cuts: Vec<usize> = cuts.map(|(at, _)| *at).collect();
    cuts.dedup();
    let begins = cuts.iter().filter(|at| **at < block.text.len());
    let links = begins.filter_map(|start| {
        let tags = before(text, block.place(&(*start..start + 1)).start);
        let tag = tags
            .into_iter()
            .find(|tag| tag.starts_with("<a ") || tag.starts_with("<A "))?;
        let to = &tag[attribute(tag, "href")?];
        let closes = |end: &&usize| {
            let behind = || block.place(&(**end - 1..**end)).end;
            **end > *start && text.get(behind()..).is_some_and(closes_link)
        };
        Some(ProseLink {
            words: *start..*cuts.iter().find(closes)?,
            to: to.replace("&amp;", "&"),
            is_reference: false,
        })
    });
    let links: Vec<ProseLink> = links.collect();
    block.links.extend(links);
}

/// The tags that end at a byte, nearest first, as far as nothing but blanks stands between them.
fn before(text: &str, end: usize) -> Vec<&str> {
    let mut found = Vec::new();
    let mut rest = text[..end].trim_end();
    while rest.ends_with('>') {
        let Some(start) = rest.rfind('<') else { break };
        found.push(&rest[start..]);
        rest = rest[..start].trim_end();
    }
    found
}

/// The level of the heading that a tag begins.
fn heading(tag: &str) -> Option<u8> {
    let name = tag.strip_prefix(['<'])?.trim_start_matches(['h', 'H']);
    let level = name.bytes().next().filter(|byte| (b'1'..=b'6').contains(byte))?;
    let ends = name[1..].starts_with(|c: char| c == '>' || c.is_whitespace());
    (tag.len() == name.len() + 2 && ends).then(|| level - b'0')
}

/// Whether a link ends before anything else than the end of a tag is written.
fn closes_link(behind: &str) -> bool {
    let mut rest = behind;
    while let Some(inner) = rest.strip_prefix("</") {
        let Some((name, further)) = inner.split_once('>') else {
            return false;
        };
        if name.trim().eq_ignore_ascii_case("a") {
            return true;
        }
        rest = further;
    }
    false
}

/// Where the value of an attribute stands in a tag, in quotation marks.
fn attribute(tag: &str, name: &str) -> Option<Range<usize>> {
    let lower = tag.to_ascii_lowercase();
    lower.match_indices(name).find_map(|(at, _)| {
        let apart = lower[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '"' | '\''));
        let value = lower[at + name.len()..]
            .trim_start()
            .strip_prefix('=')?
            .trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = tag.len() - value.len() + 1;
        let length = tag[start..].find(quote)?;
        apart.then_some(start..start + length)
    })
}

/// The title of the picture at a place, or of the link whose words end where it begins.
pub(super) fn title(text: &str, at: Range<usize>) -> Option<TextBlock> {
    let written = text.get(at.clone())?;
    let inner = match written.strip_prefix('<') {
        Some(_) => attribute(written, "title")?,
        None => quoted(written)?,
    };
    let own = at.start + inner.start..at.start + inner.end;
    let words = &text[own.clone()];
    let form = BlockForm::Field(POINTED);
    (!words.trim().is_empty()).then(|| TextBlock::elsewhere(form, words, own, words))
}

/// Where the title stands in `![…](address "title")` or `](address "title")`.
fn quoted(written: &str) -> Option<Range<usize>> {
    let behind = match written.strip_prefix('!') {
        Some(_) => &written[written.find("](")? + 2..],
        None => written
            .trim_start_matches(['*', '_', '~', '`'])
            .strip_prefix("](")?,
    };
    let address = behind.trim_start();
    let end = match address.strip_prefix('<') {
        Some(inner) => inner.find('>')? + 2,
        None => address.find(|c: char| c.is_whitespace() || c == ')')?,
    };
    let rest = address[end..].trim_start();
    let close = match rest.chars().next()? {
        '"' => '"',
        '\'' => '\'',
        '(' => ')',
        _ => return None,
    };
    let start = written.len() - rest.len() + 1;
    let length = written[start..].find(close)?;
    Some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::{Syntax, prose};

    fn read_first(text: &str) -> TextBlock {
        let mut block = prose(text, 0, &Syntax::default()).blocks.remove(0);
        read(&mut block, text);
        block
    }

    #[test]
    fn headings_and_links_in_raw_html_are_such() {
        for (text, form) in [
            ("<h4>甲<b>乙</b></h4>\n", BlockForm::Heading(4)),
            ("<h2 class=\"a\"><span>甲</span></h2>\n", BlockForm::Heading(2)),
            ("<p>甲</p>\n", BlockForm::Paragraph),
            ("<header>甲</header>\n", BlockForm::Paragraph),
        ] {
            assert_eq!(read_first(text).form, form, "{text}");
        }
        for (text, words, to) in [
            ("看<a href=\"x?a&amp;b\">点击这里</a>吧", "点击这里", "x?a&b"),
            ("<p>看<a class=\"b\" href='y'><b>这里</b></a></p>\n", "这里", "y"),
        ] {
            let block = read_first(text);
            let link = &block.links[0];
            assert_eq!(
                (&block.text[link.words.clone()], &*link.to),
                (words, to),
                "{text}"
            );
        }
        assert!(read_first("甲<b>乙</b>丙").links.is_empty());
        assert_eq!(read_first("<a href=\"x\">甲</a>乙").links.len(), 1);
    }

    #[test]
    fn the_title_of_a_link_or_picture_has_its_place() {
        for (text, expected) in [
            ("![图](a.png \"甲乙\")", Some("甲乙")),
            ("<img src=\"a.png\" alt=\"图\" title=\"甲乙\">", Some("甲乙")),
            ("](a.md '甲乙')后面", Some("甲乙")),
            ("**](<a b.md> (甲乙))", Some("甲乙")),
            ("](a.md)（“甲乙”）", None),
            ("后面 \"甲乙\"", None),
        ] {
            let found = title(text, 0..text.len());
            assert_eq!(found.map(|block| block.text).as_deref(), expected, "{text}");
        }
    }
}
