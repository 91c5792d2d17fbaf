//! From events to HTML with holes, in one walk.

use super::parse::Spot;
use super::plan::{Plan, Step};
use super::{Asked, Draft, Heading, Ids, Question, Syntax, component, highlight};
use crate::base::html::{attribute, escape_into};
use crate::base::{Diagnostic, Fingerprint, Level, Place, han, slug};
use crate::say;
use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, LinkType, Tag, TagEnd};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Characters of text kept for descriptions.
const LEAD: usize = 120;

/// Writes a body. The flag says whether raw HTML is in it.
pub(super) fn write(
    file: &Arc<str>,
    text: &str,
    start: usize,
    events: &[Spot<'_>],
    plan: Plan,
    syntax: &Syntax,
) -> (Draft, bool) {
    let mut writer = Writer::new(file, text, start, syntax);
    writer.shift =
        usize::from(events.iter().any(
            |(event, _)| matches!(event, Event::Start(Tag::Heading { level, .. }) if *level as usize == 1),
        ));
    writer.body.outline.clauses = plan.clauses;
    writer.ids = plan.ids;
    writer.steps = plan.steps;
    writer.run(events, 0);
    writer.end_clause();
    writer.footnotes(events);
    writer.finish()
}

pub(super) struct Writer<'t> {
    file: &'t Arc<str>,
    text: &'t str,
    /// Where the events' text begins in the file.
    start: usize,
    syntax: &'t Syntax,
    pub body: Draft,
    ids: Ids,
    steps: HashMap<usize, Step>,
    /// Added to heading levels: the page's title is its only first-level heading.
    shift: usize,
    raw: bool,
    /// Inside a comment of raw HTML that goes on.
    in_comment: bool,
    /// The clause whose section is open.
    clause: Option<u32>,
    /// The point whose block is open, and the depth at which it ends.
    points: Vec<(u32, usize)>,
    depth: usize,
    last: Option<char>,
    in_link: usize,
    in_heading: bool,
    /// What to write at the end of links, headings, quotes … as they are nested.
    ends: Vec<&'static str>,
    table: Option<(Vec<Alignment>, usize, bool)>,
    notes: Vec<String>,
    /// Number of a note, from 0.
    note_numbers: HashMap<String, usize>,
    lead_full: bool,
    components: HashMap<String, usize>,
}

impl<'t> Writer<'t> {
    pub fn new(file: &'t Arc<str>, text: &'t str, start: usize, syntax: &'t Syntax) -> Self {
        Self {
            file,
            text,
            start,
            syntax,
            body: Draft::default(),
            ids: Ids::default(),
            steps: HashMap::new(),
            shift: 0,
            raw: false,
            in_comment: false,
            clause: None,
            points: Vec::new(),
            depth: 0,
            last: None,
            in_link: 0,
            in_heading: false,
            ends: Vec::new(),
            table: None,
            notes: Vec::new(),
            note_numbers: HashMap::new(),
            lead_full: false,
            components: HashMap::new(),
        }
    }

    fn finish(mut self) -> (Draft, bool) {
        self.body.outline.ids.sort();
        (self.body, self.raw)
    }

    fn put(&mut self, html: &str) {
        self.body.html.push_str(html);
    }

    fn place(&self, range: &Range<usize>) -> Range<usize> {
        self.start + range.start..self.start + range.end
    }

    fn here(&self) -> u32 {
        u32::try_from(self.body.html.len()).unwrap_or(u32::MAX)
    }

    /// Asks a question without a hole; its index.
    fn ask(&mut self, question: Question, at: Range<usize>) -> usize {
        self.body.outline.questions.push(Asked { question, at });
        self.body.outline.questions.len() - 1
    }

    /// Asks a question whose answer goes here.
    fn hole(&mut self, question: Question, at: Range<usize>) {
        let index = self.ask(question, at);
        self.body
            .holes
            .push((self.here(), u32::try_from(index).unwrap_or(u32::MAX)));
    }

    fn say(
        &mut self,
        rule: &'static str,
        at: Range<usize>,
        message: crate::base::Say,
        hint: crate::base::Say,
    ) {
        let diagnostic = Diagnostic::error(rule, Place::new(self.file, at), message).hint(hint);
        self.body.outline.report.push(diagnostic);
    }

    /// Walks `events`; `base` is the index of the first one in the whole, for the plan's steps.
    fn run(&mut self, events: &[Spot<'_>], base: usize) {
        let mut i = 0;
        while i < events.len() {
            if let Event::Start(Tag::FootnoteDefinition(_)) = &events[i].0 {
                i = skip(events, i);
                continue;
            }
            i = self.event(events, i, base);
        }
    }

    /// Writes the event at `i` and those it takes along; the index of the next.
    fn event(&mut self, events: &[Spot<'_>], i: usize, base: usize) -> usize {
        let (event, range) = &events[i];
        match event {
            Event::Start(tag) => {
                if self.depth == 0 {
                    self.clause_step(base + i);
                }
                return self.open(events, i, tag, range, base);
            }
            Event::End(end) => self.close(*end),
            Event::Text(text) => self.words(text, range, base + i, events, i),
            Event::Code(code) => {
                self.put("<code>");
                escape_into(&mut self.body.html, code);
                self.put("</code>");
                self.seen(code);
            }
            Event::InlineHtml(html) | Event::Html(html) => self.raw_html(html, range),
            Event::SoftBreak => self.soft_break(&events[i + 1..]),
            Event::HardBreak => {
                self.put("<br>\n");
                self.last = None;
            }
            Event::Rule => {
                self.clause_step(base + i);
                self.put("<hr>\n");
            }
            Event::TaskListMarker(done) => {
                self.put(if *done {
                    "<input type=\"checkbox\" disabled checked> "
                } else {
                    "<input type=\"checkbox\" disabled> "
                });
            }
            Event::FootnoteReference(name) => self.note_mark(name),
            Event::InlineMath(math) | Event::DisplayMath(math) => escape_into(&mut self.body.html, math),
        }
        i + 1
    }

    // ---- clauses

    /// What the plan has for the block at `index`: ends the clause in hand, begins the next.
    fn clause_step(&mut self, index: usize) {
        let Some(step) = self.steps.get(&index) else {
            return;
        };
        let (close, open) = (step.close, step.open);
        if close {
            self.end_clause();
        }
        if let Some(clause) = open {
            let here = self.here();
            let found = &mut self.body.outline.clauses.clauses[clause as usize];
            found.html = here..here;
            let (anchor, label) = (found.anchor.clone(), found.label.clone());
            self.put("<section class=\"clause\" id=\"");
            self.put(&anchor);
            self.put("\" data-clause=\"");
            self.put(&label);
            self.put("\">");
            self.clause = Some(clause);
        }
    }

    fn end_clause(&mut self) {
        let Some(clause) = self.clause.take() else { return };
        if self.body.html.ends_with('\n') {
            self.body.html.pop();
        }
        self.put("</section>");
        let end = self.here();
        let found = &mut self.body.outline.clauses.clauses[clause as usize];
        found.html.end = end;
        found.words =
            Fingerprint::of_bytes(&self.body.html.as_bytes()[found.html.start as usize..end as usize]);
        self.put("\n");
    }

    /// ` id="…"` of a 款, 项 or division that begins with this block.
    fn block_id(&mut self, index: usize) -> (String, usize) {
        let Some(step) = self.steps.get(&index).cloned() else {
            return (String::new(), 0);
        };
        if let Some(point) = step.point {
            let here = self.here();
            let found = &mut self.body.outline.clauses.points[point as usize];
            found.html = here..here;
            let id = format!(" id=\"{}\"", found.anchor);
            self.points.push((point, self.depth));
            return (id, step.mark);
        }
        if let Some(division) = step.division {
            let here = self.here();
            let found = &mut self.body.outline.clauses.clauses[division as usize];
            found.html = here..here;
            return (
                format!(" id=\"{}\" data-clause=\"{}\"", found.anchor, found.label),
                step.mark,
            );
        }
        (String::new(), step.mark)
    }

    fn end_points(&mut self) {
        let end = self.here();
        while let Some((point, depth)) = self.points.last().copied() {
            if depth != self.depth {
                break;
            }
            self.body.outline.clauses.points[point as usize].html.end = end;
            self.points.pop();
        }
    }

    // ---- blocks

    fn open(
        &mut self,
        events: &[Spot<'_>],
        i: usize,
        tag: &Tag<'_>,
        range: &Range<usize>,
        base: usize,
    ) -> usize {
        match tag {
            Tag::Heading { .. } => return self.heading(events, i, base),
            Tag::CodeBlock(kind) => return self.code(events, i, kind, range),
            Tag::Image {
                link_type: _,
                dest_url,
                title,
                ..
            } => return self.picture(events, i, dest_url, title, range),
            Tag::BlockQuote(kind) => return self.block_quote(events, i, *kind, base),
            Tag::Link {
                link_type: LinkType::WikiLink { has_pothole },
                dest_url,
                ..
            } => {
                return self.reference(events, i, dest_url, *has_pothole, range);
            }
            _ => {}
        }
        let (id, _) = self.block_id(base + i);
        self.depth += 1;
        match tag {
            Tag::Paragraph => {
                self.put("<p");
                self.put(&id);
                self.put(">");
                self.last = None;
            }
            Tag::List(first) => match first {
                Some(1) => self.put("<ol>\n"),
                Some(n) => self.put(&format!("<ol start=\"{n}\">\n")),
                None => self.put("<ul>\n"),
            },
            Tag::Item => {
                let task = matches!(events.get(i + 1), Some((Event::TaskListMarker(_), _)));
                self.put("<li");
                self.put(&id);
                self.put(if task { " class=\"task\">" } else { ">" });
                self.last = None;
            }
            Tag::Emphasis => self.put("<em>"),
            Tag::Strong => self.put("<strong>"),
            Tag::Strikethrough => self.put("<del>"),
            Tag::Table(alignments) => {
                self.put("<div class=\"table\" role=\"group\" aria-label=\"表格\" tabindex=\"0\"><table>");
                self.table = Some((alignments.clone(), 0, true));
            }
            Tag::TableHead => self.put("<thead><tr>"),
            Tag::TableRow => {
                self.put("<tr>");
                if let Some((_, column, _)) = &mut self.table {
                    *column = 0;
                }
            }
            Tag::TableCell => self.cell(),
            Tag::Link { dest_url, title, .. } => self.link(dest_url, title, range),
            Tag::DefinitionList => self.put("<dl>\n"),
            Tag::DefinitionListTitle => self.put("<dt>"),
            Tag::DefinitionListDefinition => self.put("<dd>"),
            Tag::HtmlBlock | Tag::MetadataBlock(_) | Tag::Superscript | Tag::Subscript => {}
            // Written above, or at the end of the page.
            Tag::Heading { .. }
            | Tag::CodeBlock(_)
            | Tag::Image { .. }
            | Tag::BlockQuote(_)
            | Tag::FootnoteDefinition(_) => {}
        }
        i + 1
    }

    fn close(&mut self, end: TagEnd) {
        self.depth = self.depth.saturating_sub(1);
        match end {
            TagEnd::Paragraph => self.put("</p>\n"),
            TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::Image | TagEnd::FootnoteDefinition => {}
            TagEnd::BlockQuote(_) => {
                let html = self.ends.pop().unwrap_or("</blockquote>\n");
                self.put(html);
            }
            TagEnd::List(true) => self.put("</ol>\n"),
            TagEnd::List(false) => self.put("</ul>\n"),
            TagEnd::Item => {
                if self.body.html.ends_with('\n') {
                    self.body.html.pop();
                }
                self.put("</li>\n");
            }
            TagEnd::Emphasis => self.put("</em>"),
            TagEnd::Strong => self.put("</strong>"),
            TagEnd::Strikethrough => self.put("</del>"),
            TagEnd::Table => {
                self.put("</tbody></table></div>\n");
                self.table = None;
            }
            TagEnd::TableHead => {
                self.put("</tr></thead><tbody>");
                if let Some((_, column, head)) = &mut self.table {
                    (*column, *head) = (0, false);
                }
            }
            TagEnd::TableRow => self.put("</tr>"),
            TagEnd::TableCell => {
                let head = self.table.as_ref().is_some_and(|(.., head)| *head);
                self.put(if head { "</th>" } else { "</td>" });
            }
            TagEnd::Link => {
                self.in_link = self.in_link.saturating_sub(1);
                let html = self.ends.pop().unwrap_or("</a>");
                self.put(html);
            }
            TagEnd::DefinitionList => self.put("</dl>\n"),
            TagEnd::DefinitionListTitle => self.put("</dt>\n"),
            TagEnd::DefinitionListDefinition => self.put("</dd>\n"),
            TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) | TagEnd::Superscript | TagEnd::Subscript => {}
        }
        self.end_points();
    }

    fn cell(&mut self) {
        let Some((alignments, column, head)) = &mut self.table else {
            return;
        };
        let class = match alignments.get(*column) {
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            _ => "",
        };
        *column += 1;
        let name = if *head { "<th scope=\"col\"" } else { "<td" };
        self.put(name);
        self.put(class);
        self.put(">");
        self.last = None;
    }

    fn heading(&mut self, events: &[Spot<'_>], i: usize, base: usize) -> usize {
        let end = skip(events, i);
        let (
            Event::Start(Tag::Heading {
                level, id, classes, ..
            }),
            range,
        ) = &events[i]
        else {
            return end;
        };
        let level = (*level as usize + self.shift).min(6);
        let inside = &events[i + 1..end - 1];
        let text = plain_text(inside);
        let step = self.steps.get(&(base + i)).cloned().unwrap_or_default();
        let (mut attributes, mark) = self.block_id(base + i);
        let anchor = match (step.open, step.division) {
            (Some(clause), _) | (None, Some(clause)) => self.body.outline.clauses.clauses[clause as usize]
                .anchor
                .to_string(),
            _ => String::new(),
        };
        let anchor = if let Some(id) = id.as_ref().filter(|id| !id.is_empty()) {
            let own = self.ids.take(&clean_id(id), 1);
            if anchor.is_empty() || step.open.is_some() {
                attributes += &format!(" id=\"{own}\"");
            }
            self.body.outline.ids.push(own.clone());
            if anchor.is_empty() { own } else { anchor }
        } else if anchor.is_empty() {
            let own = self.ids.take(&slug::slug(&text), 1);
            attributes += &format!(" id=\"{own}\"");
            own
        } else {
            anchor
        };
        if !classes.is_empty() {
            let names: Vec<String> = classes.iter().map(|class| clean_id(class)).collect();
            attributes += &format!(" class=\"{}\"", names.join(" "));
        }
        self.put(&format!("<h{level}{attributes}>"));
        (self.last, self.in_heading) = (None, true);
        let at = self.place(range);
        self.body.outline.headings.push(Heading {
            level: u8::try_from(level).unwrap_or(6),
            text,
            id: anchor,
            at,
        });
        self.depth += 1;
        self.inside(inside, mark);
        self.depth -= 1;
        self.in_heading = false;
        self.put(&format!("</h{level}>\n"));
        let division_end = self.here();
        if let Some(division) = step.division {
            self.body.outline.clauses.clauses[division as usize].html.end = division_end;
        }
        end
    }

    /// Inline events of a heading; the first text may begin with a clause's mark.
    fn inside(&mut self, events: &[Spot<'_>], mark: usize) {
        let mut i = 0;
        while i < events.len() {
            if i == 0
                && mark > 0
                && let (Event::Text(text), range) = &events[0]
                && let Some(rest) = self.clause_mark(text, mark)
            {
                let from = range.end - rest.len();
                self.text(rest, from..range.end);
                i = 1;
                continue;
            }
            i = self.event(events, i, usize::MAX / 2);
        }
    }

    /// Writes the mark apart; what is left of the text.
    fn clause_mark<'a>(&mut self, text: &'a str, mark: usize) -> Option<&'a str> {
        let head = text.get(..mark)?;
        self.put("<span class=\"clause-mark\">");
        escape_into(&mut self.body.html, head.trim());
        self.put("</span>");
        self.seen(head);
        text.get(mark..)
    }

    fn block_quote(
        &mut self,
        events: &[Spot<'_>],
        i: usize,
        kind: Option<BlockQuoteKind>,
        base: usize,
    ) -> usize {
        let end = skip(events, i);
        if let Some(kind) = kind {
            let (class, title) = match kind {
                BlockQuoteKind::Note => ("note", "说明"),
                BlockQuoteKind::Tip => ("tip", "小提示"),
                BlockQuoteKind::Important => ("important", "重要"),
                BlockQuoteKind::Warning => ("warning", "注意"),
                BlockQuoteKind::Caution => ("caution", "当心"),
            };
            self.put(&format!(
                "<div class=\"alert alert-{class}\" role=\"note\"><p class=\"alert-title\">{title}</p>\n"
            ));
            self.ends.push("</div>\n");
            self.depth += 1;
            return i + 1;
        }
        if let Some(from) = attribution(&events[i..end]) {
            return self.quotation(events, i, i + from, end, base);
        }
        self.put("<blockquote>\n");
        self.ends.push("</blockquote>\n");
        self.depth += 1;
        i + 1
    }

    /// A quotation whose last line says from where: `from` is the index of that line's first event.
    fn quotation(&mut self, events: &[Spot<'_>], i: usize, from: usize, end: usize, base: usize) -> usize {
        let quoted = &events[i + 1..from];
        let line = &events[from..end];
        self.put("<figure class=\"quote\"><blockquote>\n");
        self.depth += 1;
        let open = self.depth;
        self.run(quoted, base + i + 1);
        // The paragraph that the last line was part of.
        if self.depth > open {
            if self.body.html.ends_with('\n') {
                self.body.html.pop();
            }
            self.close(TagEnd::Paragraph);
        }
        if self.body.html.ends_with("<p></p>\n") {
            let length = self.body.html.len() - "<p></p>\n".len();
            self.body.html.truncate(length);
        }
        self.put("</blockquote><figcaption>—— ");
        let mut to = String::new();
        let mut j = 0;
        while j < line.len() {
            match &line[j].0 {
                Event::Start(Tag::Link {
                    link_type: LinkType::WikiLink { .. },
                    dest_url,
                    ..
                }) => {
                    to = dest_url.to_string();
                    j = self.event(line, j, usize::MAX / 2);
                }
                _ => j += 1,
            }
        }
        self.put("</figcaption></figure>\n");
        self.depth -= 1;
        let words = plain_text(quoted);
        let start = quoted
            .iter()
            .find(|(event, _)| matches!(event, Event::Text(_)))
            .map_or(events[i].1.start, |(_, range)| range.start);
        let stop = quoted
            .iter()
            .rev()
            .find(|(event, _)| matches!(event, Event::Text(_)))
            .map_or(start, |(_, range)| range.end);
        let at = self.place(&(start..stop));
        self.ask(Question::Quote { to, words }, at);
        end
    }

    fn code(
        &mut self,
        events: &[Spot<'_>],
        i: usize,
        kind: &CodeBlockKind<'_>,
        range: &Range<usize>,
    ) -> usize {
        let end = skip(events, i);
        let inside = &events[i + 1..end - 1];
        let content: String = inside
            .iter()
            .filter_map(|(event, _)| {
                if let Event::Text(text) = event {
                    Some(&**text)
                } else {
                    None
                }
            })
            .collect();
        let info = if let CodeBlockKind::Fenced(info) = kind {
            info.trim()
        } else {
            ""
        };
        let name = info.split([' ', ',', '{']).next().unwrap_or("");
        if self.syntax.components.contains(name) {
            let exact = match (inside.first(), inside.last()) {
                (Some((_, first)), Some((_, last)))
                    if self.text.get(self.place(&(first.start..last.end))) == Some(content.as_str()) =>
                {
                    Some(self.start + first.start)
                }
                _ => None,
            };
            let at = self.place(range);
            self.component(name, &content, exact, at);
            return end;
        }
        self.put("<pre tabindex=\"0\"><code");
        if !name.is_empty() {
            self.put(" class=\"language-");
            escape_into(&mut self.body.html, name);
            self.put("\"");
        }
        self.put(">");
        match highlight::highlight(name, &content) {
            Some(html) => {
                self.put(&html);
                self.body.outline.highlighted = true;
            }
            None => escape_into(&mut self.body.html, &content),
        }
        self.put("</code></pre>\n");
        end
    }

    fn component(&mut self, name: &str, content: &str, exact: Option<usize>, at: Range<usize>) {
        let number = self.components.entry(name.to_owned()).or_default();
        *number += 1;
        let number = *number;
        let mut report = Vec::new();
        let node = component::read(self.file, self.text, content, exact, &at, &mut report);
        let data = node.map(|node| {
            component::Reader {
                writer: self,
                exact: exact.is_some(),
                report: &mut report,
            }
            .piece(name, node)
        });
        let right = report.is_empty();
        self.body.outline.report.extend(report);
        // Of wrong data a template would only complain again.
        if let Some(data) = data.filter(|_| right) {
            self.hole(
                Question::Component {
                    name: name.to_owned(),
                    number,
                    data,
                },
                at,
            );
            self.put("\n");
        }
    }

    fn footnotes(&mut self, events: &[Spot<'_>]) {
        if self.notes.is_empty() {
            return;
        }
        let mut definitions: HashMap<&str, usize> = HashMap::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::FootnoteDefinition(label)) = event {
                definitions.entry(label).or_insert(at);
            }
        }
        self.put("<section class=\"footnotes\" aria-label=\"脚注\"><ol>\n");
        let mut n = 0;
        while n < self.notes.len() {
            let name = self.notes[n].clone();
            n += 1;
            self.put(&format!("<li id=\"fn-{n}\">"));
            let found = definitions.get(name.as_str()).copied();
            if let Some(at) = found {
                let end = skip(events, at);
                self.depth += 1;
                self.run(&events[at + 1..end - 1], usize::MAX / 2);
                self.depth -= 1;
            }
            let back =
                format!(" <a href=\"#fnref-{n}\" class=\"footnote-back\" aria-label=\"回到正文\">↩</a>");
            if self.body.html.ends_with("</p>\n") {
                let length = self.body.html.len() - "</p>\n".len();
                self.body.html.truncate(length);
                self.put(&back);
                self.put("</p>\n");
            } else {
                self.put(&back);
            }
            self.put("</li>\n");
        }
        self.put("</ol></section>\n");
    }

    fn note_mark(&mut self, name: &CowStr<'_>) {
        let known = self.note_numbers.get(&**name).copied();
        let n = known.unwrap_or(self.notes.len()) + 1;
        let id = if known.is_none() {
            format!(" id=\"fnref-{n}\"")
        } else {
            String::new()
        };
        if known.is_none() {
            self.note_numbers.insert(name.to_string(), self.notes.len());
            self.notes.push(name.to_string());
        }
        self.put(&format!(
            "<sup class=\"footnote-mark\"><a href=\"#fn-{n}\"{id} aria-label=\"脚注{n}\">{n}</a></sup>"
        ));
    }

    // ---- inline

    fn words(&mut self, text: &str, range: &Range<usize>, index: usize, events: &[Spot<'_>], i: usize) {
        // The mark of a clause, at the very beginning of its block.
        let opens = i > 0 && matches!(events[i - 1].0, Event::Start(Tag::Paragraph | Tag::Item));
        if opens {
            let block = index.wrapping_sub(1);
            let mark = self.steps.get(&block).map_or(0, |step| step.mark);
            if mark > 0
                && let Some(rest) = self.clause_mark(text, mark)
            {
                let from = range.end - rest.len();
                self.text(rest, from..range.end);
                return;
            }
        }
        self.text(text, range.clone());
    }

    /// Text with facts in it.
    fn text(&mut self, text: &str, range: Range<usize>) {
        // Only text that stands so in the source has facts; entities and escapes have not.
        let literal = self.text.get(self.place(&range)) == Some(text);
        let mut rest = text;
        // `\{{` is not a fact: the parser took the backslash away.
        if rest.starts_with("{{") && self.text[..self.start + range.start].ends_with('\\') {
            self.plain("{");
            rest = &rest[1..];
        }
        while let Some(open) = rest.find("{{").filter(|_| literal) {
            let Some(close) = rest[open..].find("}}") else {
                break;
            };
            let name = rest[open + 2..open + close].trim();
            if name.is_empty() || name.contains('{') {
                break;
            }
            self.plain(&rest[..open]);
            let from = range.end - rest.len() + open;
            let at = self.place(&(from..from + close + 2));
            let plain = self.in_link > 0 || self.in_heading;
            self.hole(
                Question::Fact {
                    name: name.to_owned(),
                    plain,
                },
                at,
            );
            self.last = Some('一');
            rest = &rest[open + close + 2..];
        }
        self.plain(rest);
    }

    fn plain(&mut self, text: &str) {
        escape_into(&mut self.body.html, text);
        self.seen(text);
    }

    /// Counts what people see.
    fn seen(&mut self, text: &str) {
        if let Some(c) = text.chars().next_back() {
            self.last = Some(c);
        }
        let outline = &mut self.body.outline;
        outline.length += han::count(text);
        if !self.lead_full && !self.in_heading {
            outline.lead.extend(text.chars().take(LEAD));
            self.lead_full = outline.lead.chars().count() >= LEAD;
        }
    }

    fn soft_break(&mut self, after: &[Spot<'_>]) {
        let next = after.iter().find_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.chars().next()),
            Event::Start(Tag::Image { .. }) | Event::InlineHtml(_) | Event::End(TagEnd::Paragraph) => {
                Some(None)
            }
            _ => None,
        });
        let next = next.flatten().map(|c| if c == '{' { '一' } else { c });
        if let (Some(before), Some(next)) = (self.last, next)
            && han::joins_without_space(before, next)
        {
            return;
        }
        self.put("\n");
    }

    /// Raw HTML, to be sanitised with the whole body. What it links to is asked like any other link.
    fn raw_html(&mut self, html: &str, range: &Range<usize>) {
        if self.syntax.trusted {
            return self.put(html);
        }
        if sanitised_away(html) {
            return;
        }
        self.raw = true;
        let mut at = 0;
        for link in raw_links(html, &mut self.in_comment) {
            let to = html[link.value.clone()].replace("&amp;", "&");
            let place = self.place(&(range.start + link.value.start..range.start + link.value.end));
            self.put(&html[at..link.value.start]);
            at = link.value.start;
            match destination(&to) {
                Destination::Inside => {
                    self.hole(Question::Raw(to), place);
                    at = link.value.end;
                }
                // Sanitising takes the picture out; its author should know.
                _ if link.picture => {
                    self.picture_elsewhere(&to, place);
                    if let Some(told) = self.body.outline.report.last_mut() {
                        told.level = Level::Warning;
                    }
                }
                _ => {}
            }
        }
        self.put(&html[at..]);
    }

    fn picture_elsewhere(&mut self, to: &str, at: Range<usize>) {
        self.say(
            "picture-elsewhere",
            at,
            say!(
                "图片不能引自别的网站：{to}",
                "a picture cannot come from another host: {to}"
            ),
            say!(
                "把图片存到页面旁边，写它的文件名",
                "save it beside the page and write its file name"
            ),
        );
    }

    fn link(&mut self, to: &str, title: &str, range: &Range<usize>) {
        self.in_link += 1;
        let mut end = "</a>";
        match destination(to) {
            Destination::Unsafe => {
                let at = self.place(range);
                self.say(
                    "link-unsafe",
                    at,
                    say!(
                        "这种链接不能发布：{to}",
                        "this kind of link is not published: {to}"
                    ),
                    say!(
                        "用 https: 链接、mailto:、tel:，或本站页面的路径",
                        "use an https: link, mailto:, tel: or the path of a page"
                    ),
                );
                end = "";
            }
            Destination::Outside => {
                self.put("<a href=\"");
                let href = attribute(to);
                self.put(&href);
                self.put("\" class=\"external\"");
            }
            Destination::Inside => {
                self.put("<a href=\"");
                let at = self.place(range);
                self.hole(Question::Link(to.to_owned()), at);
                self.put("\"");
            }
        }
        if !end.is_empty() {
            if !title.is_empty() {
                self.put(" title=\"");
                escape_into(&mut self.body.html, title);
                self.put("\"");
            }
            self.put(">");
        }
        self.ends.push(end);
    }

    fn reference(
        &mut self,
        events: &[Spot<'_>],
        i: usize,
        to: &str,
        labelled: bool,
        range: &Range<usize>,
    ) -> usize {
        let end = skip(events, i);
        let at = self.place(range);
        if labelled {
            self.put("<a class=\"reference\" href=\"");
            self.hole(
                Question::Reference {
                    to: to.to_owned(),
                    labelled,
                },
                at,
            );
            self.put("\">");
            self.in_link += 1;
            self.depth += 1;
            self.run(&events[i + 1..end - 1], usize::MAX / 2);
            self.depth -= 1;
            self.in_link -= 1;
            self.put("</a>");
        } else {
            self.hole(
                Question::Reference {
                    to: to.to_owned(),
                    labelled,
                },
                at,
            );
            self.seen(to);
        }
        end
    }

    fn picture(
        &mut self,
        events: &[Spot<'_>],
        i: usize,
        to: &str,
        title: &str,
        range: &Range<usize>,
    ) -> usize {
        let end = skip(events, i);
        let at = self.place(range);
        match destination(to) {
            Destination::Inside => {}
            _ => {
                self.picture_elsewhere(to, at);
                return end;
            }
        }
        let alt = plain_text(&events[i + 1..end - 1]);
        self.put("<img src=\"");
        self.hole(Question::Picture(to.to_owned()), at);
        self.put("\" alt=\"");
        escape_into(&mut self.body.html, &alt);
        self.put("\"");
        if !title.is_empty() {
            self.put(" title=\"");
            escape_into(&mut self.body.html, title);
            self.put("\"");
        }
        self.put(" loading=\"lazy\">");
        self.last = None;
        end
    }

    // ---- for components

    /// Inline Markdown as a fragment: HTML and its holes. `at` is where it stands in the file, exactly
    /// when `exact`.
    pub fn fragment(
        &mut self,
        markdown: &str,
        at: &Range<usize>,
        exact: bool,
    ) -> (String, Vec<(usize, usize)>) {
        let exact = exact && self.text.get(at.start..at.start + markdown.len()) == Some(markdown);
        let mut inner = Writer::new(
            self.file,
            if exact { self.text } else { markdown },
            if exact { at.start } else { 0 },
            self.syntax,
        );
        inner.in_heading = false;
        inner.notes.push(String::new());
        let events = super::parse::inline(markdown);
        inner.run(&events, usize::MAX / 2);
        let raw = inner.raw;
        let mut body = inner.body;
        if !exact {
            body.outline
                .questions
                .iter_mut()
                .for_each(|asked| asked.at = at.clone());
            for diagnostic in &mut body.outline.report {
                diagnostic.place = Some(Place::new(self.file, at.clone()));
            }
        }
        if raw && !self.syntax.trusted {
            body = super::sanitise::sanitise(body);
        }
        let from = self.body.outline.questions.len();
        self.body.outline.length += body.outline.length;
        self.body.outline.report.append(&mut body.outline.report);
        self.body.outline.questions.append(&mut body.outline.questions);
        let holes = body
            .holes
            .iter()
            .map(|(at, question)| (*at as usize, from + *question as usize))
            .collect();
        (body.html.trim_end().to_owned(), holes)
    }

    /// An address in a component; the question that answers it, or the address itself when it leads
    /// to another host.
    pub fn address(&mut self, to: &str, at: &Range<usize>, picture: bool) -> Result<usize, String> {
        match destination(to) {
            Destination::Inside => {
                let question = if picture {
                    Question::Picture(to.to_owned())
                } else {
                    Question::Link(to.to_owned())
                };
                Ok(self.ask(question, at.clone()))
            }
            Destination::Outside if !picture => Err(attribute(to)),
            _ => {
                self.say(
                    if picture {
                        "picture-elsewhere"
                    } else {
                        "link-unsafe"
                    },
                    at.clone(),
                    say!(
                        "这个地址不能用在这里：{to}",
                        "this address cannot be used here: {to}"
                    ),
                    say!(
                        "写本站的页面、文件或图片",
                        "name a page, a file or a picture of this site"
                    ),
                );
                Err(String::new())
            }
        }
    }
}

enum Destination {
    Inside,
    Outside,
    Unsafe,
}

fn destination(to: &str) -> Destination {
    // Browsers pass over blanks and control characters before and inside a scheme.
    let to: String = to
        .chars()
        .filter(|c| !c.is_whitespace() && !c.is_control())
        .collect();
    if to.starts_with("//") || to.starts_with("/\\") || to.starts_with('\\') {
        return Destination::Outside;
    }
    let Some((scheme, _)) = to
        .split_once(':')
        .filter(|(scheme, _)| !scheme.contains(['/', '#', '?']))
    else {
        return Destination::Inside;
    };
    // A name such as `问：答.md` has a full-width colon and no scheme.
    let plain = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '.' | '-'));
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" | "mailto" | "tel" | "sms" => Destination::Outside,
        _ if plain => Destination::Unsafe,
        _ => Destination::Inside,
    }
}

/// An address in raw HTML.
struct RawLink {
    /// Bytes of its value.
    value: Range<usize>,
    /// The source of a picture.
    picture: bool,
}

/// Addresses of links and pictures in raw HTML, in quotes as everybody writes them. Those within the
/// page itself are left alone: ids of raw HTML are the author's affair.
fn raw_links(html: &str, in_comment: &mut bool) -> Vec<RawLink> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        if *in_comment {
            let Some(end) = html[at..].find("-->") else {
                return found;
            };
            *in_comment = false;
            at += end + 3;
        }
        let Some(open) = html[at..].find('<').map(|open| at + open) else {
            return found;
        };
        if html[open..].starts_with("<!--") {
            *in_comment = true;
            at = open + 4;
            continue;
        }
        let tag = &html[open..];
        let name = tag[1..]
            .split(|c: char| !c.is_ascii_alphanumeric())
            .next()
            .unwrap_or("")
            .to_ascii_lowercase();
        let wanted = match name.as_str() {
            "a" => "href",
            "img" => "src",
            _ => "",
        };
        let end = open + tag.find('>').unwrap_or(tag.len() - 1) + 1;
        if !wanted.is_empty()
            && let Some(value) = attribute_value(html, open..end, wanted)
            && !html[value.clone()].starts_with('#')
            && !value.is_empty()
        {
            found.push(RawLink {
                value,
                picture: name == "img",
            });
        }
        at = end;
    }
}

/// Where the quoted value of an attribute stands.
fn attribute_value(html: &str, tag: Range<usize>, name: &str) -> Option<Range<usize>> {
    let lower = html[tag.clone()].to_ascii_lowercase();
    let mut at = 0;
    while let Some(found) = lower[at..].find(name).map(|found| at + found) {
        at = found + name.len();
        let before = lower[..found].ends_with(|c: char| c.is_whitespace());
        let rest = lower[at..].trim_start();
        let Some(rest) = rest.strip_prefix('=').filter(|_| before).map(str::trim_start) else {
            continue;
        };
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let start = tag.start + lower.len() - rest.len() + 1;
        let length = html[start..tag.end].find(quote)?;
        return Some(start..start + length);
    }
    None
}

/// Whether raw HTML is nothing but comments, which readers never see.
fn sanitised_away(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inner) = rest.strip_prefix("<!--") {
        match inner.find("-->") {
            Some(end) => rest = inner[end + 3..].trim_start(),
            None => return false,
        }
    }
    rest.is_empty()
}

/// The index behind the end of what begins at `i`.
fn skip(events: &[Spot<'_>], i: usize) -> usize {
    let mut depth = 0_usize;
    for (j, (event, _)) in events.iter().enumerate().skip(i) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => {
                depth -= 1;
                if depth == 0 {
                    return j + 1;
                }
            }
            _ => {}
        }
    }
    events.len()
}

/// The text of events, without marks of footnotes.
fn plain_text(events: &[Spot<'_>]) -> String {
    let mut out = String::new();
    for (event, _) in events {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(text),
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph) => out.push(' '),
            _ => {}
        }
    }
    out.trim().to_owned()
}

/// In a block quote's events: the index of the first event of its last line, when that line is
/// `—— [[…]]` and nothing else.
fn attribution(events: &[Spot<'_>]) -> Option<usize> {
    let mut i = events.len().checked_sub(3)?;
    // …, End(Link), End(Paragraph), End(BlockQuote)
    if !matches!(events[i + 1].0, Event::End(TagEnd::Paragraph))
        || !matches!(events[i].0, Event::End(TagEnd::Link))
    {
        return None;
    }
    while !matches!(events[i].0, Event::Start(Tag::Link { .. })) {
        i = i.checked_sub(1)?;
    }
    let Event::Start(Tag::Link {
        link_type: LinkType::WikiLink { .. },
        ..
    }) = events[i].0
    else {
        return None;
    };
    let dash = i.checked_sub(1)?;
    let Event::Text(text) = &events[dash].0 else {
        return None;
    };
    if !matches!(text.trim(), "——" | "—" | "--" | "———") {
        return None;
    }
    match events[dash.checked_sub(1)?].0 {
        Event::SoftBreak | Event::HardBreak => Some(dash - 1),
        Event::Start(Tag::Paragraph) => Some(dash),
        _ => None,
    }
}

fn clean_id(id: &str) -> String {
    let id: String = id
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '"' | '<' | '>' | '&' | '\''))
        .collect();
    if id.is_empty() { "x".to_owned() } else { id }
}

impl<'t> Writer<'t> {
    /// The file that is read.
    pub fn file(&self) -> &'t Arc<str> {
        self.file
    }
}
