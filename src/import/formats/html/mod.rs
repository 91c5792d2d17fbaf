//! `html`, `htm`: web pages, also those that Word has saved. The text of a page is taken out of the frame that its site
//! puts around; what a page says of itself in meta tags becomes front matter.

mod blocks;
mod content;
mod data;
mod dom;
mod left;
mod line;
mod list;
mod mht;
mod office;
mod said;
mod style;
mod table;
#[cfg(test)]
mod tests;

use super::{Format, Unreadable};
use crate::import::model::{Block, Document, Finding, Inline, Paragraph, Text};
use crate::import::rules::IMPORT_OBJECT;
use crate::message;
use crate::source;
use blocks::{Setting, Writer};
use content::Content;
use dom::Page;

pub(super) const FORMAT: Format = Format {
    endings: &["html", "htm", "shtml", "xhtml"],
    read,
};

pub(super) const MHT: Format = Format {
    endings: &["mht", "mhtml"],
    read: mht::read,
};

/// The largest page that is read, in bytes.
const MOST: usize = source::MAX_BYTES as usize;

/// Endings of files that pages offer to take along.
const ATTACHMENTS: [&str; 14] = [
    "pdf", "doc", "docx", "wps", "xls", "xlsx", "et", "ppt", "pptx", "ofd", "zip", "rar", "7z", "txt",
];

fn read(bytes: &[u8]) -> Result<Document, Unreadable> {
    read_labelled(bytes, "")
}

/// Reads a page; `label` names its encoding when somebody else than the page does.
fn read_labelled(bytes: &[u8], label: &str) -> Result<Document, Unreadable> {
    if bytes.len() > MOST {
        let most = MOST >> 20;
        return Err(Unreadable::new(
            message!("网页超过 {most} MB", "the page has more than {most} MB"),
            message!(
                "多半是图写在了网页里：在浏览器里打开，另存为“网页，全部”",
                "its pictures are probably inside: open it in a browser and save it as a complete page"
            ),
        ));
    }
    let own = label_of(bytes);
    let (text, whole) = source::decode_page(bytes, own.as_deref().unwrap_or(label));
    let page = Page::of(&crate::html::read(text));
    let content = Content::of(&page);
    let mut writer = Writer::new(&page, &content);
    let blocks = content.roots.iter();
    let blocks = blocks
        .flat_map(|root| writer.blocks(*root, &Setting::default()))
        .collect();
    writer.beside();
    let mut document = writer.document;
    document.blocks = blocks;
    document.said = said::of(&page, &content);
    document.said.list = content.is_list() || list::is_list(&document.blocks);
    attachments(&page, &content, &mut document);
    document.findings.extend(left::told(&content, &document.said));
    if !whole {
        document.findings.push(Finding::new(
            &IMPORT_OBJECT,
            message!(
                "网页里有读不出来的字，换成了 �",
                "some characters of the page could not be read; � stands for them"
            ),
        ));
    }
    if document.blocks.is_empty() {
        return Err(Unreadable::new(
            message!("网页里没有文字", "there is no text in the page"),
            message!(
                "文字要等脚本取来的话：在浏览器里打开，另存为“网页，全部”",
                "if scripts fetch it: open it in a browser and save it as a complete page"
            ),
        ));
    }
    Ok(document)
}

/// The encoding that a page names: `charset=gb2312`.
fn label_of(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let at = head.find("charset=")? + "charset=".len();
    let rest = head[at..].trim_start_matches(['"', '\'', ' ']);
    let label: String = rest
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    Some(label)
}

/// Links to files that stand beside the text and in no frame: what a page offers to take along belongs to it.
fn attachments(page: &Page, content: &Content<'_>, document: &mut Document) {
    for index in content.elements_around() {
        let element = page.element(index);
        let link = element.attribute("href").trim();
        let path = link.split(['?', '#']).next().unwrap_or_default();
        let ending = path
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .to_lowercase();
        let words = page.words(index, &|_| false);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if element.name != "a" || !ATTACHMENTS.contains(&&*ending) || words.is_empty() {
            continue;
        }
        let text = Text {
            link: link.to_owned(),
            ..Text::plain(words)
        };
        document.blocks.push(Block::Paragraph(Paragraph {
            inlines: vec![Inline::Text(text)],
            ..Paragraph::default()
        }));
    }
}
