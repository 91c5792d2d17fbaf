//! Pages in lists.

use super::{ViewBuilder, day};
use crate::base::PageId;
use crate::document::Role;
use crate::html::{Attribute, Element, Tree};
use crate::site::Vocabulary;
use crate::theme::images::image;
use crate::theme::view::{CardView, EmblemView, LinkView, PictureView};
use std::sync::Arc;

/// Roles in which a page is bound to clauses.
const CLAUSES: &[Role] = &[Role::Explains, Role::Basis, Role::Answers];

impl ViewBuilder<'_> {
    /// A page in a list.
    pub fn card(&self, page: PageId) -> Arc<CardView> {
        self.cards[page]
            .get_or_init(|| Arc::new(self.make_card(page)))
            .clone()
    }

    fn make_card(&self, page: PageId) -> CardView {
        let document = &self.site.pages[page].document;
        let kind_fields = &document.kind_fields;
        let whole = kind_fields.events.iter().find(|event| event.whole);
        let said = |name: &str| kind_fields.text(name).first().cloned();
        CardView {
            kind: document.kind.name.to_string(),
            kind_label: self.kind_label(page),
            title: self.site.title(page),
            href: self.site.href(page),
            summary: document
                .front
                .summary
                .as_ref()
                .map(|summary| self.site.fill(page, &summary.value)),
            date: document.date().map(day),
            tags: self.terms(page, &self.site.tags, false),
            clauses: self.clause_links(page, CLAUSES),
            emblem: document.kind.emblem.then(|| self.emblem(page)),
            slogans: kind_fields
                .slogans
                .iter()
                .map(|slogan| self.site.fill(page, &slogan.value))
                .collect(),
            number: said("number"),
            status: self.status(page),
            start: whole.and_then(|event| event.start).map(day),
            end: whole.and_then(|event| event.end).map(day),
            place: whole
                .and_then(|event| event.venue.clone())
                .or_else(|| said("address")),
            category: said("category"),
            phones: kind_fields.text("phones").to_vec(),
            hours: said("hours"),
            cover: self.cover(page),
        }
    }

    /// A page's terms of one vocabulary with their pages.
    pub(super) fn terms(&self, page: PageId, vocabulary: &Vocabulary, audience: bool) -> Vec<LinkView> {
        let front = &self.site.pages[page].document.front;
        let terms = if audience { &front.audience } else { &front.tags };
        terms
            .iter()
            .filter_map(|term| vocabulary.get(&term.value))
            .map(|term| LinkView {
                title: term.title.clone(),
                href: self.site.config.href(&term.address),
            })
            .collect()
    }

    pub(super) fn cover(&self, page: PageId) -> Option<PictureView> {
        let document = &self.site.pages[page].document;
        let cover = document.front.cover.as_ref()?;
        let src = self.site.file_of(page, &cover.value)?;
        let picture = self.pictures.get(&src);
        let address = picture.map_or(&src, |picture| &picture.address);
        let src = self.site.config.href(address);
        let mut tag = Tree::default();
        let names = [
            (Attribute::Src, src.as_str()),
            (Attribute::Alt, ""),
            (Attribute::Decoding, "async"),
        ];
        tag.element(Element::Img, &names);
        let html = picture.map_or_else(
            || tag.clone(),
            |picture| {
                let mut out = Tree::default();
                image(
                    &mut out,
                    picture,
                    &tag.pieces().collect::<Vec<_>>(),
                    &self.site.config,
                );
                out
            },
        );
        Some(PictureView {
            html: html.into_html(),
            alt: String::new(),
            src,
        })
    }

    /// The character that stands for a page, spelt by lit windows.
    pub fn emblem(&self, page: PageId) -> EmblemView {
        let at = &self.site.pages[page];
        let title = self.site.title(page);
        let character = at
            .document
            .kind_fields
            .emblem
            .or_else(|| title.chars().find(|c| c.is_alphanumeric()))
            .unwrap_or('家');
        let shade = at.address.bytes().fold(0_u32, |sum, byte| {
            sum.wrapping_mul(31).wrapping_add(u32::from(byte))
        }) % 5;
        EmblemView {
            character: character.to_string(),
            cells: crate::theme::cells(character),
            shade: u8::try_from(shade).unwrap_or(0),
        }
    }
}
