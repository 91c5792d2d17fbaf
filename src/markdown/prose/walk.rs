//! From events to blocks, in one walk.

use super::super::events::SpannedEvent;
use super::raw;
use super::{
    BlockForm, Cut, Prose, ProseImage, ProseLink, ProseTable, QuietComment, Syntax, TextBlock, Unseen, Way,
};
use crate::base::han;
use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};
use std::ops::Range;

/// The blocks of a text.
pub(super) fn walk(events: &[SpannedEvent<'_>], way: &Way<'_>, syntax: &Syntax) -> Prose {
    let mut walker = Walker {
        way,
        syntax,
        prose: Prose::default(),
        open: None,
        forms: Vec::new(),
        quotes: 0,
        links: Vec::new(),
        image: None,
        quiet: Vec::new(),
        html: None,
    };
    for (event, range) in events {
        walker.event(event, range);
    }
    walker.close();
    let rest = std::mem::take(&mut walker.quiet);
    walker.prose.quiet.extend(rest);
    walker.prose.quiet.sort_by_key(|comment| comment.at.start);
    walker.prose
}

struct Walker<'w> {
    way: &'w Way<'w>,
    syntax: &'w Syntax,
    prose: Prose,
    open: Option<TextBlock>,
    /// Forms of the blocks around, innermost last: text that follows a closed block belongs to them.
    forms: Vec<BlockForm>,
    quotes: usize,
    links: Vec<ProseLink>,
    image: Option<(ProseImage, usize)>,
    /// Comments whose block is still to come.
    quiet: Vec<QuietComment>,
    html: Option<Range<usize>>,
}

impl Walker<'_> {
    fn event(&mut self, event: &Event<'_>, range: &Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(end) => self.end(*end, range),
            Event::Text(words) => self.words(words, range),
            Event::InlineMath(words) | Event::DisplayMath(words) => self.words(words, range),
            Event::Code(words) => {
                let start = self.block(range).text.len();
                self.words(words, range);
                let block = self.block(range);
                block.code.push(start..block.text.len());
            }
            Event::InlineHtml(html) => self.tag(html, range),
            Event::Html(_) => {
                let html = self.html.get_or_insert(range.start..range.end);
                html.end = range.end;
            }
            Event::SoftBreak => self.line_end(range),
            Event::HardBreak => {
                self.cut(Cut::Break, range);
                self.words("\n", &(range.start..range.start));
            }
            Event::FootnoteReference(_) => self.cut(Cut::Tag, range),
            Event::Rule => self.begin(None, range),
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        match tag {
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {
                self.cut(Cut::Tag, range);
            }
            Tag::Link {
                link_type, dest_url, ..
            } => {
                self.cut(Cut::Tag, range);
                let start = self.block(range).text.len();
                self.links.push(ProseLink {
                    words: start..start,
                    to: dest_url.to_string(),
                    is_reference: matches!(link_type, LinkType::WikiLink { .. }),
                });
            }
            Tag::Image { dest_url, .. } => {
                let start = self.block(range).text.len();
                let image = ProseImage {
                    alt: Some(String::new()),
                    from: dest_url.to_string(),
                    at: self.way.source(range),
                };
                self.image = Some((image, start));
            }
            Tag::HtmlBlock => self.html = None,
            _ => self.start_block(tag, range),
        }
    }

    fn start_block(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let form = match tag {
            Tag::Heading { level, .. } => BlockForm::Heading(*level as u8),
            Tag::CodeBlock(kind) => self.code(kind),
            Tag::TableCell => BlockForm::Cell(matches!(self.forms.last(), Some(BlockForm::Cell(true)))),
            Tag::TableHead => BlockForm::Cell(true),
            Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition => BlockForm::Item,
            Tag::Paragraph => self.forms.last().cloned().unwrap_or(BlockForm::Paragraph),
            // A list or a row holds blocks of its own; a quotation begins anew.
            Tag::TableRow => BlockForm::Cell(false),
            _ => BlockForm::Paragraph,
        };
        if matches!(tag, Tag::BlockQuote(_)) {
            self.quotes += 1;
        }
        if let Tag::Table(_) = tag {
            self.prose.tables.push(ProseTable {
                at: self.way.source(range),
                has_head: false,
                rows: 0,
            });
        }
        if let (Tag::TableRow, Some(table)) = (tag, self.prose.tables.last_mut()) {
            table.rows += 1;
        }
        self.begin(Some(form), range);
    }

    /// What a block of code is.
    fn code(&self, kind: &CodeBlockKind<'_>) -> BlockForm {
        let name = match kind {
            CodeBlockKind::Fenced(info) => info.split_whitespace().next().unwrap_or(""),
            CodeBlockKind::Indented => "",
        };
        if self.syntax.components.contains(name) {
            BlockForm::Component(name.to_owned())
        } else {
            BlockForm::Code
        }
    }

    /// Something begins that ends the block before it.
    fn begin(&mut self, form: Option<BlockForm>, range: &Range<usize>) {
        self.close();
        let at = self.way.source(range);
        for mut comment in std::mem::take(&mut self.quiet) {
            comment.covers = at.clone();
            self.prose.quiet.push(comment);
        }
        if let Some(form) = form {
            self.forms.push(form.clone());
            self.open_as(form, at);
        }
    }

    fn open_as(&mut self, form: BlockForm, at: Range<usize>) {
        let mut block = TextBlock::new(form, at);
        block.is_quoted = self.quotes > 0;
        self.open = Some(block);
    }

    fn end(&mut self, end: TagEnd, range: &Range<usize>) {
        match end {
            TagEnd::Emphasis
            | TagEnd::Strong
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript => {
                let behind = range.end..range.end;
                self.cut(Cut::Tag, &behind);
            }
            TagEnd::Link => {
                let behind = range.end..range.end;
                if let Some(mut link) = self.links.pop() {
                    let block = self.block(&behind);
                    link.words.end = block.text.len();
                    block.links.push(link);
                }
                self.cut(Cut::Tag, &behind);
            }
            TagEnd::Image => {
                if let Some((image, _)) = self.image.take() {
                    self.block(range).images.push(image);
                }
            }
            TagEnd::HtmlBlock => self.raw_block(),
            _ => {
                self.close();
                self.forms.pop();
                if matches!(end, TagEnd::BlockQuote(_)) {
                    self.quotes = self.quotes.saturating_sub(1);
                }
            }
        }
    }

    /// The open block; text between blocks opens one of the form around it.
    fn block(&mut self, range: &Range<usize>) -> &mut TextBlock {
        if self.open.is_none() {
            let form = self.forms.last().cloned().unwrap_or(BlockForm::Paragraph);
            let at = self.way.source(range);
            self.open_as(form, at);
        }
        self.open.as_mut().expect("it was opened just now")
    }

    fn close(&mut self) {
        let Some(block) = self.open.take() else { return };
        if let (BlockForm::Cell(true), Some(table)) = (&block.form, self.prose.tables.last_mut()) {
            table.has_head |= !block.text.trim().is_empty() || !block.images.is_empty();
        }
        if !block.text.trim().is_empty() || !block.images.is_empty() || !block.links.is_empty() {
            self.prose.blocks.push(block);
        }
    }

    fn words(&mut self, words: &str, range: &Range<usize>) {
        if let Some((image, _)) = &mut self.image {
            image.alt.get_or_insert_default().push_str(words);
            return;
        }
        let way = self.way;
        way.push(self.block(range), words, range);
    }

    fn cut(&mut self, cut: Cut, range: &Range<usize>) {
        let block = self.block(range);
        block.cuts.push((block.text.len(), cut));
    }

    /// The line ends in the source: a blank, but between Chinese characters nothing.
    fn line_end(&mut self, range: &Range<usize>) {
        let next = self.way.parsed()[range.end..]
            .chars()
            .find(|c| !c.is_whitespace());
        self.cut(Cut::Line, range);
        let before = self.block(range).text.chars().next_back();
        let joins = before
            .zip(next)
            .is_some_and(|(before, next)| han::joins_without_space(before, next));
        if !joins {
            self.words(" ", range);
        }
    }

    fn tag(&mut self, html: &str, range: &Range<usize>) {
        let at = self.way.source(range);
        if html.to_ascii_lowercase().starts_with("<br") {
            self.cut(Cut::Break, range);
            return self.words("\n", &(range.start..range.start));
        }
        self.cut(Cut::Tag, range);
        if raw::hides_words(html) {
            self.prose.unseen.push(Unseen {
                at: at.clone(),
                words: String::new(),
            });
        }
        let images = raw::images(html, &at);
        self.block(range).images.extend(images);
    }

    /// A block of raw HTML: comments for inspection, or words.
    fn raw_block(&mut self) {
        let Some(range) = self.html.take() else { return };
        self.close();
        let html = &self.way.parsed()[range.clone()];
        let comments = raw::quiet(html, &range, self.way);
        let found = raw::blocks(html, &range, self.way, self.quotes > 0);
        let at = self.way.source(&range);
        let only_comments = found.blocks.is_empty() && found.tables.is_empty();
        for mut comment in std::mem::take(&mut self.quiet) {
            if only_comments {
                self.quiet.push(comment);
            } else {
                comment.covers = at.clone();
                self.prose.quiet.push(comment);
            }
        }
        for mut comment in comments {
            if only_comments {
                self.quiet.push(comment);
            } else {
                comment.covers = at.clone();
                self.prose.quiet.push(comment);
            }
        }
        self.prose.blocks.extend(found.blocks);
        self.prose.tables.extend(found.tables);
        self.prose.unseen.extend(found.unseen);
    }
}
