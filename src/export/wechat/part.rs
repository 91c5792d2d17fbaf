//! The parts of an article in the order in which they are read: what warns, what it is in short, the text, what it stands on, notes,
//! the way to the page.

use super::convert::Article;
use super::note::Note;
use super::style::Style;
use crate::base::OutputPath;
use crate::base::html::escape;
use crate::export::page::GROUNDS;
use crate::export::{ExportedPage, fields};
use crate::html::{Attribute, Element, Node, Tree, read};
use crate::outputs::qr;
use crate::theme::from_site;
use crate::theme::view::{ClauseView, DayView, FactView};
use std::ops::Range;

/// Writes all parts of the article of a page.
pub(super) fn write(article: &mut Article<'_>, page: &ExportedPage<'_>, style: &Style) {
    // The editor drops the first block unless an empty paragraph stands before it.
    article.out.push_str("<p style=\"margin:0;\"></p>");
    article
        .out
        .push_str(&format!("<section style=\"{}\">", style.root()));
    let writer = Writer { page, style };
    writer.opening(article);
    let tree = page.tree.clone();
    article.text(&tree, 0..tree.len());
    writer.happenings(article);
    writer.grounds(article);
    writer.facts(article);
    writer.about(article);
    writer.notes(article, &tree);
    writer.way_back(article);
    article.out.push_str("</section>");
}

struct Writer<'w> {
    page: &'w ExportedPage<'w>,
    style: &'w Style,
}

impl Writer<'_> {
    /// A text of ours in the language of the page.
    fn say(&self, chinese: &str) -> String {
        self.page.inputs.translator_of(self.page.page).say(chinese)
    }

    fn day(&self, day: &DayView) -> String {
        self.page.inputs.translator_of(self.page.page).day(day)
    }

    /// What stands before the text: whether it still holds, slogans, number, what it says in a sentence.
    fn opening(&self, article: &mut Article<'_>) {
        let own = &self.page.document().kind_fields;
        if let Some(words) = fields::standing(self.page) {
            article.line(&self.style.banner(), &words);
        }
        for slogan in fields::slogans(self.page) {
            article.line(&self.style.slogan(), &slogan);
        }
        for name in ["issuer", "number"] {
            for words in own.text(name) {
                article.line(&self.style.centred(), words);
            }
        }
        for words in own.text("recipients") {
            let words = words.trim_end_matches(['：', ':']);
            article.line(&self.style.paragraph(), &format!("{words}："));
        }
        if let Some(summary) = &self.page.view.page.summary {
            let (outer, inner) = (self.style.quote(), self.style.paragraph());
            let summary = escape(summary);
            article.out.push_str(&format!(
                "<section style=\"{outer}\"><p style=\"{inner}\">{summary}</p></section>"
            ));
        }
        for (label, words) in fields::of_itself(self.page) {
            article.line(&self.style.paragraph(), &format!("{label}：{words}"));
        }
        if own.text_form.is_retold() {
            article.line(
                &self.style.small(),
                &self.say("各条是要点转述，加引号的才是文件里的话。"),
            );
        }
    }

    /// What takes place, with where and whom to ask.
    fn happenings(&self, article: &mut Article<'_>) {
        let lines = fields::within(self.page);
        if lines.is_empty() {
            return;
        }
        article.heading(2, &self.say("活动安排"));
        for line in lines {
            article.line(&self.style.item("0.7"), &format!("• {line}"));
        }
    }

    /// The clauses that the page stands on, with their words.
    fn grounds(&self, article: &mut Article<'_>) {
        for (heading, role) in GROUNDS {
            let clauses = from_site::clauses(self.page.inputs, self.page.page, &[role]);
            if clauses.is_empty() {
                continue;
            }
            article.heading(2, &self.say(heading));
            for clause in &clauses {
                self.ground(article, clause);
            }
        }
    }

    fn ground(&self, article: &mut Article<'_>, clause: &ClauseView) {
        let mark = self.link_mark(article, clause.href.as_str());
        let title = escape(&clause.whole_name());
        let style = self.style.small();
        article.out.push_str(&format!(
            "<p style=\"{style}\"><strong>{title}</strong>{mark}</p>"
        ));
        if let Some(status) = clause.status.as_ref().filter(|status| !status.in_force) {
            article.line(&self.style.small(), &status.label);
        }
        if clause.html.is_empty() {
            return;
        }
        article
            .out
            .push_str(&format!("<section style=\"{}\">", self.style.quote()));
        let words = read(&clause.html);
        article.text(&words, 0..words.len());
        article.out.push_str("</section>");
    }

    /// The mark of a note with the address of a link; empty where nobody could follow it.
    fn link_mark(&self, article: &mut Article<'_>, href: &str) -> String {
        if href.is_empty() || !self.page.site().config.has_url() {
            return String::new();
        }
        let url = self.page.view.site.whole(href.to_owned());
        let number = article.notes.number(Note::Link(url));
        article.mark(number)
    }

    /// Every number that the text uses, with who says so.
    fn facts(&self, article: &mut Article<'_>) {
        let facts = &self.page.view.page.facts;
        if facts.is_empty() {
            return;
        }
        article.heading(2, &self.say("本页用到的数"));
        for fact in facts.iter() {
            self.fact(article, fact);
        }
    }

    fn fact(&self, article: &mut Article<'_>, fact: &FactView) {
        let source = fact.source.as_ref();
        let mark = source.map_or_else(String::new, |source| {
            self.link_mark(article, source.href.as_str())
        });
        let (label, text) = (escape(&fact.label), escape(&fact.text));
        let origin = match fact.origin_beside_text() {
            "" => String::new(),
            origin => format!("（{}）", escape(origin)),
        };
        let (style, value) = (self.style.item("0.7"), self.style.fact());
        article.out.push_str(&format!(
            "<p style=\"{style}\">• {label}：<span style=\"{value}\">{text}</span>{origin}{mark}</p>"
        ));
        let mut more = fact
            .quote
            .iter()
            .map(|quote| format!("“{quote}”"))
            .collect::<Vec<_>>();
        let verified = fact.verified.as_ref();
        more.extend(verified.map(|day| format!("{}{}", self.say("核对于"), self.day(day))));
        more.extend((fact.status == "unverified").then(|| self.say("待核对")));
        if !more.is_empty() {
            article.line(
                &format!("{}padding-left:.7em;", self.style.small()),
                &more.join("　"),
            );
        }
    }

    /// What the fields of the kind say, and files that are offered.
    fn about(&self, article: &mut Article<'_>) {
        let properties = &self.page.view.page.properties;
        let rows = fields::others(self.page);
        let source = properties.iter().find(|row| row.name == "source_url");
        let files = &self.page.document().kind_fields.files;
        if rows.is_empty() && source.is_none() && files.is_empty() {
            return;
        }
        article.heading(2, &self.say("本页信息"));
        for (label, words) in rows {
            article.line(&self.style.small(), &format!("{label}：{words}"));
        }
        if let Some(row) = source {
            article.line(&self.style.note(), &format!("{}：{}", row.label, row.text));
        }
        for file in files {
            let site = self.page.site();
            let target = site.target_of(self.page.page, &file.file.value);
            let href = target.map(|target| site.config.href(target.address()));
            let mark = href.map_or_else(String::new, |href| self.link_mark(article, href.as_str()));
            let (style, words, label) = (self.style.small(), escape(&file.title), self.say("下载"));
            article
                .out
                .push_str(&format!("<p style=\"{style}\">{label}：{words}{mark}</p>"));
        }
    }

    /// Notes: the author's, and where links lead. A note may have links of its own.
    fn notes(&self, article: &mut Article<'_>, tree: &Tree) {
        if article.notes.at(0).is_none() {
            return;
        }
        article.heading(2, &self.say("注释"));
        let mut next = 0;
        while let Some(note) = article.notes.at(next).cloned() {
            next += 1;
            match note {
                Note::Link(url) => article.line(&self.style.note(), &format!("[{next}] {url}")),
                Note::Footnote(name) => {
                    let nodes = footnote(tree, &name).unwrap_or(0..0);
                    article.marked(format!("[{next}] "), tree, nodes);
                }
            }
        }
    }

    /// Whose page this is, and a code that leads there.
    fn way_back(&self, article: &mut Article<'_>) {
        let (view, site) = (&self.page.view.page, self.page.site());
        if site.config.has_url()
            && let Some(bytes) = qr::png(view.permalink.as_str())
        {
            let name = article.pictures.made(&OutputPath::at("qr.png"), bytes);
            let (frame, code) = (self.style.frame(), self.style.code_picture());
            let alt = self.say("本页的二维码");
            article.out.push_str(&format!(
                "<p style=\"{frame}\"><img src=\"{name}\" alt=\"{alt}\" style=\"{code}\"></p>"
            ));
            article.line(&self.style.centred(), &self.say("扫码看原页，链接都能点开"));
        }
        let name = &site.config.name;
        let mut from = vec![format!("{}：{name}", self.say("来源"))];
        from.extend(
            view.origin
                .as_ref()
                .map(|origin| format!("{}：{origin}", self.say("内容来源"))),
        );
        from.extend(view.source.clone());
        let day = view.updated.as_ref().or(view.date.as_ref());
        from.extend(day.map(|day| self.day(day)));
        article.line(&self.style.centred(), &from.join("　"));
    }
}

/// Where in a text the words of a footnote stand.
fn footnote(tree: &Tree, name: &str) -> Option<Range<usize>> {
    let id = format!("fn-{name}");
    let mut pieces = tree.pieces();
    let mut depth = 0_usize;
    let mut start = None;
    while let Some(piece) = pieces.next() {
        match piece.node {
            Node::Begin(Element::Li, _)
                if start.is_none() && pieces.attribute(Attribute::Id) == Some(&id) =>
            {
                pieces.find(|piece| matches!(piece.node, Node::Inside(_)));
                start = Some(pieces.index());
            }
            Node::Begin(Element::Li, _) if start.is_some() => depth += 1,
            Node::End(Element::Li, _) if start.is_some() => match depth {
                0 => return Some(start?..pieces.index() - 1),
                _ => depth -= 1,
            },
            _ => {}
        }
    }
    None
}
