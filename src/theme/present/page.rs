//! A page of its own.

use super::{PageHead, ViewBuilder, day};
use crate::base::{Fingerprint, Href, Language, PageId, PageLanguage};
use crate::document::{Document, FileForm, Role};
use crate::markdown::Shape;
use crate::site::route;
use crate::theme::images::ImageRewriter;
use crate::theme::view::{LanguageView, NotesView, PageKind, PageView, TocView, View};
use serde_json::Value as Json;
use std::sync::Arc;

impl ViewBuilder<'_> {
    /// The view of a page, its body still to be rendered: `content` is empty.
    pub fn page(&self, page: PageId) -> View {
        let at = &self.site.pages[page];
        let document = &at.document;
        let mut view = self.head_view(&self.page_head(page));
        let (previous, next) = self.site.neighbours(page);
        view.previous = previous.map(|page| self.link(page));
        view.next = next.map(|page| self.link(page));
        view.section = at.parent.map(|parent| self.link(parent));
        self.common(page, &mut view);
        self.view(view, &at.address, &document.language)
    }

    /// Where a page of the site stands and what it is called.
    pub fn page_head(&self, page: PageId) -> PageHead {
        let at = &self.site.pages[page];
        let document = &at.document;
        let kind = match (document.form, at.address.is_empty() || document.path.is_home()) {
            (_, true) => PageKind::Home,
            (FileForm::Section, false) => PageKind::Section,
            _ => PageKind::Of(document.kind.clone()),
        };
        PageHead {
            kind,
            title: self.site.title(page),
            address: at.address.clone(),
            language: document.language.clone(),
            breadcrumbs: self.breadcrumbs(page),
            summary: document
                .front
                .summary
                .as_ref()
                .map(|summary| self.site.fill(page, &summary.value)),
            page: Some(page),
        }
    }

    /// What every page has, from where it stands and what it is called.
    pub fn head_view(&self, frame: &PageHead) -> PageView {
        let config = &self.site.config;
        let href = config.href(&frame.address);
        let head_title = if frame.kind == PageKind::Home {
            config.name.clone()
        } else {
            format!("{} - {}", frame.title, config.name)
        };
        let language = self.language_of(&frame.language);
        PageView {
            kind: frame.kind.clone(),
            title: frame.title.clone(),
            phrases: self.cut(&frame.title),
            head_title,
            permalink: config.absolute(&href),
            href,
            dir: language.direction().to_owned(),
            language: language.clone(),
            original: None,
            text_language: None,
            languages: Vec::new(),
            summary: frame.summary.clone(),
            description: frame.summary.clone().unwrap_or_else(|| frame.title.clone()),
            date: None,
            updated: None,
            source: None,
            author: None,
            tags: Vec::new(),
            audience: Vec::new(),
            cover: None,
            content: String::new(),
            toc: Vec::new(),
            breadcrumbs: frame.breadcrumbs.clone(),
            section: None,
            previous: None,
            next: None,
            facts: Arc::default(),
            calendar: None,
            share: self.share(frame.page.unwrap_or_else(|| self.site.home(&PageLanguage::Own))),
            qr: None,
            links: Vec::new(),
            properties: Vec::new(),
            origin: None,
            length: 0,
            highlighted: false,
            explainers: Vec::new(),
            backlinks: Vec::new(),
            json_ld: String::new(),
            preview: None,
            extra: Json::Object(serde_json::Map::new()),
            own: Vec::new(),
        }
    }

    /// What a written page has besides, sections included.
    pub fn common(&self, page: PageId, view: &mut PageView) {
        let document = &self.site.pages[page].document;
        let front = &document.front;
        let outline = &document.outline;
        if view.summary.is_none() && !outline.lead.trim().is_empty() {
            view.description = shorten(&self.site.fill(page, &outline.lead));
        }
        view.date = document.date().map(day);
        view.updated = front.updated.map(day);
        view.source.clone_from(&front.source);
        view.origin = self.origin(page);
        self.translations(page, view);
        view.author.clone_from(&front.author);
        view.tags = self.terms(page, &self.site.tags, false);
        view.audience = self.terms(page, &self.site.audiences, true);
        view.cover = self.cover(page);
        view.toc = if front.toc == Some(false) {
            Vec::new()
        } else {
            self.toc(page, document)
        };
        view.facts = Arc::new(self.facts(page));
        view.calendar = self.calendar(page);
        view.qr = self.qr(page);
        view.properties = self.particulars(page);
        view.length = outline.length;
        view.highlighted = outline.highlighted;
        view.preview = front.draft.then(|| "draft".to_owned());
        view.explainers = self.bound_to(page, &[Role::Explains]);
        view.backlinks = self.bound_to(page, &[Role::Basis, Role::Answers, Role::PartOf]);
        if !front.extra.is_empty() {
            view.extra = serde_json::from_str(&front.extra).unwrap_or_default();
        }
    }

    /// The languages that a page is there in, and the original of one that is only shown in a frame.
    fn translations(&self, page: PageId, view: &mut PageView) {
        let (site, config) = (self.site, &self.site.config);
        if let Some(original) = site.original(page) {
            let link = self.link(original);
            view.permalink = config.absolute(&link.href);
            view.original = Some(link);
            view.text_language = Some(config.language.clone());
        }
        let languages = site.languages();
        if languages.len() < 2 {
            return;
        }
        let own = &site.pages[page].document.language;
        let of = |(filed, code): &(PageLanguage, &Language)| {
            let there = site.in_language(page, filed)?;
            let href = site.href(there);
            Some(LanguageView {
                code: code.to_string(),
                title: code.name().to_owned(),
                url: config.absolute(&href),
                href,
                current: filed == own,
                translated: !site.pages[there].is_untranslated,
            })
        };
        view.languages = languages.iter().filter_map(of).collect();
    }

    /// The address of a page's QR code, where the theme shows it. A page that has not been translated has
    /// that of its original.
    fn qr(&self, page: PageId) -> Option<Href> {
        let at = &self.site.pages[self.site.original(page).unwrap_or(page)];
        self.published(&route::qr_code(&at.address))
    }

    /// The calendar of a page, that of the original where it has not been translated. Of a section of events
    /// it is the whole site's.
    fn calendar(&self, page: PageId) -> Option<Href> {
        let at = &self.site.pages[self.site.original(page).unwrap_or(page)];
        if at.document.form != FileForm::Section {
            return self.published(&route::calendar(&at.address));
        }
        let of_events = at
            .document
            .front
            .contains
            .as_ref()
            .is_some_and(|kind| kind.takes_place);
        of_events.then(|| self.site.config.href(route::calendar("").address()))
    }

    /// The upstream site that a page was inherited from as it is; `None` for a page of our own, and for
    /// one of whose words some are our own.
    fn origin(&self, page: PageId) -> Option<String> {
        let at = &self.site.pages[page];
        let theirs = at.layer > 0 && !at.is_synthesised;
        theirs.then(|| self.site.owners[at.layer].name.clone())
    }

    /// Pages that are bound to a page as a whole, each once, in the order of their addresses. Those of a
    /// clause stand in its margin.
    fn bound_to(&self, page: PageId, roles: &[Role]) -> Vec<std::sync::Arc<crate::theme::view::CardView>> {
        let at = &self.site.pages[page];
        let clauses = &at.document.outline.clauses;
        let in_margin = |anchor: &Option<Box<str>>| {
            anchor
                .as_deref()
                .and_then(|anchor| clauses.around(anchor))
                .is_some_and(|clause| clauses.clauses[clause].shape == Shape::Clause)
        };
        let mut from: Vec<PageId> = at
            .backlinks
            .iter()
            .filter(|(role, _, anchor)| roles.contains(role) && !in_margin(anchor))
            .map(|(_, from, _)| *from)
            .collect();
        from.sort_unstable();
        from.dedup();
        from.into_iter().map(|from| self.card(from)).collect()
    }

    /// Headings of the body, nested.
    fn toc(&self, page: PageId, document: &Document) -> Vec<TocView> {
        let mut roots: Vec<TocView> = Vec::new();
        for heading in document
            .outline
            .headings
            .iter()
            .filter(|heading| heading.level <= 4)
        {
            let entry = TocView {
                title: self.site.fill(page, &heading.text),
                id: heading.id.clone(),
                level: heading.level,
                children: Vec::new(),
            };
            let mut row = &mut roots;
            while row.last().is_some_and(|last| last.level < entry.level) {
                let last = row.len() - 1;
                row = &mut row[last].children;
            }
            row.push(entry);
        }
        roots
    }

    /// Of all that a page's body is rendered with besides the view: what its questions were answered with.
    pub fn body_fingerprint(&self, page: PageId, notes: &[(u32, NotesView)]) -> Fingerprint {
        let document = &self.site.pages[page].document;
        let answers: Vec<String> = self.resolved[page]
            .answers
            .iter()
            .map(|answer| format!("{answer:?}"))
            .collect();
        Fingerprint::join(&[
            document.body,
            Fingerprint::of(&answers),
            Fingerprint::of(notes),
            self.image_rewriter(page).fingerprint(),
        ])
    }

    /// What the pictures of a page's body are dressed with. Its first one is looked at at once, unless a
    /// cover comes before it.
    pub fn image_rewriter(&self, page: PageId) -> ImageRewriter<'_> {
        let eager = self.site.pages[page].document.front.cover.is_none();
        ImageRewriter::of(&self.resolved[page], self.pictures, &self.site.config, eager)
    }
}

fn shorten(text: &str) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(110) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
