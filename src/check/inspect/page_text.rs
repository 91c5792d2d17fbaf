//! The words of a page that are not the running text of its body: fields of front matter, texts of components, what pictures
//! and links say beside their words, headings and links in raw HTML.
//!
//! Each becomes a block like those of the body, with its place in the source, so every rule sees it.

use super::scalar::{Scalar, paragraphs, scalars, written};
use super::tags;
use crate::document::Document;
use crate::markdown::{BlockForm, Prose, ProseImage, ProseLink, Syntax, TextBlock, prose};
use crate::yaml;
use std::ops::Range;
use std::sync::Arc;

/// The field of a block that holds what a picture says to those who cannot see it.
pub(super) const ALT: &str = "alt";

/// The field of a block that holds the title of a link or picture, which shows when one points at it.
pub(super) const POINTED: &str = "pointed";

/// The words of front matter as blocks, before those of the body, and those beside the running text. `yaml` is where front
/// matter stands in `text`.
pub fn with_front_matter(document: &Document, text: &str, yaml: Range<usize>, mut prose: Prose) -> Prose {
    let mut blocks = front_matter(document, text, yaml);
    for mut block in prose.blocks {
        if let BlockForm::Component(name) = &block.form {
            let inner = component(name, &document.file, text, &block);
            blocks.push(block);
            inner
                .into_iter()
                .for_each(|inner| with_beside(inner, text, &mut blocks));
        } else {
            tags::read(&mut block, text);
            with_beside(block, text, &mut blocks);
        }
    }
    prose.blocks = blocks;
    for comment in &mut prose.quiet {
        // In a tight list what stands behind a comment is no block of its own, and the comment for it.
        let behind = prose.blocks.iter().find(|block| {
            let is_body = !matches!(block.form, BlockForm::Field(_) | BlockForm::FrontMatter);
            let nearer = comment.covers.is_empty() || block.at.start < comment.covers.start;
            is_body && nearer && block.at.start >= comment.at.end
        });
        if let Some(block) = behind {
            comment.covers = block.place(&(0..block.text.len()));
        }
    }
    prose
}

/// Fields of front matter that a page shows, as they are called and as people call them.
const SHOWN: &[(&str, &[&str])] = &[
    ("withdrawn", &["withdrawn", "撤下", "撤下原因"]),
    ("slogans", &["slogans", "slogan", "口号", "标语"]),
    ("organisers", &["organisers", "主办", "主办单位"]),
    ("heading", &["title", "标题", "题目", "名称"]),
    ("place", &["place", "地点"]),
    ("contact", &["contact", "联系人", "联系方式"]),
    ("phones", &["phones", "电话", "联系电话"]),
    ("address", &["address", "地址"]),
    ("hours", &["hours", "开放时间", "办公时间"]),
    ("category", &["category", "类别"]),
    ("recipients", &["recipients", "主送"]),
    ("issuer", &["issuer", "发布机关", "发文机关", "制定机关"]),
    ("author", &["author", "作者"]),
    ("source", &["source", "来源", "出处"]),
    ("audience", &["audience", "对象", "适用对象", "受众"]),
    ("tags", &["tags", "标签", "关键词", "关键字"]),
];

/// All front matter as one block, and each field of it that a page shows.
fn front_matter(document: &Document, text: &str, yaml: Range<usize>) -> Vec<TextBlock> {
    let front = &document.front;
    let mut blocks = vec![super::settings(&text[yaml.clone()], yaml.clone())];
    for (name, field) in [("title", &front.title), ("summary", &front.summary)] {
        let field = field.as_ref();
        blocks.extend(field.and_then(|field| {
            let written = text.get(field.at.clone())?;
            let form = BlockForm::Field(name);
            Some(TextBlock::elsewhere(
                form,
                &field.value,
                field.at.clone(),
                written,
            ))
        }));
    }
    let Some(node) = yaml::read(&document.file, text, yaml.clone(), &mut Vec::new()) else {
        return blocks;
    };
    let mut reached = yaml.start;
    for scalar in scalars(&node) {
        let from = scalar.at.start.max(reached)..scalar.at.end.max(reached);
        let Some(at) = written(text, &from, yaml.end, scalar.value) else {
            continue;
        };
        reached = at.end;
        // The title of the page itself stands there already.
        let own = scalar.depth == 1 && ["title", "标题", "题目", "名称"].contains(&scalar.key);
        let shown = SHOWN.iter().find(|(_, names)| names.contains(&scalar.key));
        if let Some((name, _)) = shown.filter(|_| !own) {
            blocks.push(as_written(BlockForm::Field(name), scalar.value, at, text));
        }
    }
    blocks
}

/// A block of words as they are written, or as they are read where lines are folded.
fn as_written(form: BlockForm, value: &str, at: Range<usize>, text: &str) -> TextBlock {
    TextBlock::elsewhere(form, value.trim(), at.clone(), &text[at])
}

/// Keys of components whose values are addresses, and of those that lead to pictures.
const ADDRESSES: [&str; 4] = ["href", "file", "src", "picture"];

/// The texts of a component, each as blocks of inline Markdown; `whole` holds its YAML.
fn component(name: &str, file: &Arc<str>, text: &str, whole: &TextBlock) -> Vec<TextBlock> {
    let yaml = &whole.text;
    let Some(node) = yaml::read(file, yaml, 0..yaml.len(), &mut Vec::new()) else {
        return Vec::new();
    };
    let mut blocks = Vec::new();
    let mut reached = whole.at.start;
    let all = scalars(&node);
    for scalar in &all {
        let own = whole.place(&scalar.at);
        let from = own.start.max(reached)..own.end.max(reached);
        let at = written(text, &from, whole.at.end, scalar.value);
        reached = at.as_ref().map_or(reached, |at| at.end);
        if ADDRESSES.contains(&scalar.key) {
            blocks.push(address(scalar, at.unwrap_or(own), text));
        } else if scalar.key != ALT {
            blocks.extend(match at {
                Some(at) => inline(text, &at),
                None => vec![as_written(BlockForm::Item, scalar.value, own, text)],
            });
        }
    }
    if name == "figure" {
        let said = |key| all.iter().find(|scalar| scalar.key == key);
        let mut block = TextBlock::elsewhere(BlockForm::Item, "", whole.at.clone(), "");
        block.images.push(ProseImage {
            alt: said(ALT).map(|alt| alt.value.to_owned()),
            from: said("src").map_or_else(String::new, |src| src.value.to_owned()),
            at: said(ALT)
                .or(said("src"))
                .map_or_else(|| whole.at.clone(), |said| whole.place(&said.at)),
        });
        blocks.push(block);
    }
    blocks
}

/// An address in a component: no words that anybody reads, and a link.
fn address(scalar: &Scalar<'_>, at: Range<usize>, text: &str) -> TextBlock {
    let mut block = as_written(BlockForm::Code, scalar.value, at, text);
    block.links.push(ProseLink {
        words: 0..block.text.len(),
        to: block.text.clone(),
        is_reference: false,
    });
    block
}

/// Inline Markdown that stands in YAML: each part between empty lines is a block.
fn inline(text: &str, at: &Range<usize>) -> Vec<TextBlock> {
    let parts = paragraphs(text, at).into_iter();
    let blocks = parts.flat_map(|at| prose(&text[..at.end], at.start, &Syntax::default()).blocks);
    blocks
        .map(|mut block| {
            block.form = BlockForm::Item;
            block
        })
        .collect()
}

/// A block, and behind it what its pictures and links say beside its words.
fn with_beside(block: TextBlock, text: &str, blocks: &mut Vec<TextBlock>) {
    let mut beside = Vec::new();
    for image in &block.images {
        let alt = image.alt.as_deref().unwrap_or("");
        let Some(written) = text.get(image.at.clone()) else {
            continue;
        };
        if !alt.trim().is_empty() {
            let form = BlockForm::Field(ALT);
            beside.push(TextBlock::elsewhere(form, alt, image.at.clone(), written));
        }
        beside.extend(tags::title(text, image.at.start..image.at.end));
    }
    for link in block.links.iter().filter(|link| !link.is_reference) {
        let words = block.place(&link.words);
        beside.extend(tags::title(text, words.end..text.len()));
    }
    for block in &mut beside {
        block.is_quoted = false;
    }
    blocks.push(block);
    blocks.append(&mut beside);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Pieces that meet each other badly.
    const PIECES: [&str; 32] = [
        "婚育",
        "，",
        "五",
        "é",
        "a",
        " ",
        "\n",
        "\n\n",
        "**",
        "`",
        "[",
        "]",
        "[]",
        "(",
        ")",
        "](",
        "](/x/ \"题\")",
        "](/x/ '题')",
        "![",
        "![图](a.svg \"é\")",
        "<a href=\"/é\">",
        "<A HREF='x' title=\"题\">",
        "</a>",
        "<b>",
        "</b>",
        "<h4>",
        "</h4>",
        "<h2 class=\"é\">",
        "<",
        ">",
        "|甲|\n|-|\n|乙|\n",
        "\u{200b}",
    ];

    proptest! {
        #![proptest_config(crate::base::tests::cases(2000))]
        #[test]
        fn whatever_is_written_is_read_with_places_within_the_text(pieces in proptest::collection::vec(proptest::sample::select(&PIECES[..]), 0..24)) {
            let text = pieces.concat();
            let mut blocks = Vec::new();
            for mut block in prose(&text, 0, &Syntax::default()).blocks {
                tags::read(&mut block, &text);
                with_beside(block, &text, &mut blocks);
            }
            for block in &blocks {
                let words = std::iter::once(0..block.text.len()).chain(block.links.iter().map(|link| link.words.clone()));
                for place in words.map(|words| block.place(&words)) {
                    prop_assert!(text.get(place.clone()).is_some(), "{:?} of {:?}", place, text);
                }
            }
        }
    }
}
