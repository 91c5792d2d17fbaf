//! Pages in lists.

use super::clause::links;
use super::{status, term_link};
use crate::base::{Moment, PageId};
use crate::document::{Event, Phase, Role};
use crate::html::{Attribute, Element, Tree};
use crate::picture::ImageSet;
use crate::site::{Site, Vocabulary};
use crate::theme::Translator;
use crate::theme::images::image;
use crate::theme::view::{CardView, EmblemView, LinkView, PictureView};
use crate::yaml::Spanned;

/// Roles in which a page is bound to clauses.
const CLAUSES: &[Role] = &[Role::Explains, Role::Basis, Role::Answers];

/// A page in a list, in its language.
pub(super) fn card(site: &Site, pictures: &ImageSet, translator: Translator<'_>, page: PageId) -> CardView {
    let document = &site.pages[page].document;
    let (front, kind_fields) = (&document.front, &document.kind_fields);
    let whole = kind_fields.events.iter().find(|event| event.whole);
    let fill = |text: &Spanned<String>| site.fill(page, &text.value);
    let repeat = whole.and_then(|event| event.repeat);
    let said = |name: &str| kind_fields.text(name).first().cloned();
    CardView {
        kind: document.kind.name.to_string(),
        kind_label: translator.say(&document.kind.label),
        title: site.title(page),
        href: site.href(page),
        summary: front.summary.as_ref().map(fill),
        date: document.date().map(Into::into),
        tags: term_links(site, &front.tags, &site.tags),
        clauses: links(site, page, CLAUSES),
        emblem: document.kind.emblem.then(|| emblem(site, page)),
        slogans: kind_fields.slogans.iter().map(fill).collect(),
        number: said("number"),
        status: status(site, page, translator),
        start: whole.and_then(|event| event.start).map(Into::into),
        repeat: repeat.map(|repeat| translator.say(repeat.label())),
        next: whole
            .filter(|event| event.repeat.is_some())
            .and_then(|event| event.next_day(site.date_filter.today))
            .map(|day| Moment { day, minutes: None }.into()),
        end: whole.and_then(|event| event.end).map(Into::into),
        phase: whole.map_or("", |event| phase(site, event)).to_owned(),
        place: whole
            .and_then(|event| event.venue.clone())
            .or_else(|| said("address")),
        category: said("category"),
        phones: kind_fields.text("phones").to_vec(),
        hours: said("hours"),
        cover: cover(site, pictures, page),
    }
}

/// Where the day of the build stands to what takes place; empty without dates.
pub fn phase(site: &Site, event: &Event) -> &'static str {
    event.phase(site.date_filter.today).map_or("", Phase::word)
}

/// Terms of a page with their pages.
pub(super) fn term_links(site: &Site, terms: &[Spanned<String>], vocabulary: &Vocabulary) -> Vec<LinkView> {
    let known = terms.iter().filter_map(|term| vocabulary.get(&term.value));
    known.map(|term| term_link(site, term)).collect()
}

/// The picture that stands for a page.
pub(super) fn cover(site: &Site, pictures: &ImageSet, page: PageId) -> Option<PictureView> {
    let cover = site.pages[page].document.front.further.cover.as_ref()?;
    let file = site.file_of(page, &cover.value)?;
    let picture = pictures.get(file.as_str());
    let src = site
        .config
        .href(picture.map_or(file.as_str(), |picture| &picture.address));
    let mut html = Tree::default();
    let names = [
        (Attribute::Src, src.as_str()),
        (Attribute::Alt, ""),
        (Attribute::Decoding, "async"),
    ];
    html.element(Element::Img, &names);
    if let Some(picture) = picture {
        let plain = std::mem::take(&mut html);
        image(
            &mut html,
            picture,
            &plain.pieces().collect::<Vec<_>>(),
            &site.config,
        );
    }
    Some(PictureView {
        html: html.into_html(),
        alt: String::new(),
        src,
    })
}

/// The character that stands for a page, spelt by lit windows.
pub fn emblem(site: &Site, page: PageId) -> EmblemView {
    let at = &site.pages[page];
    let title = site.title(page);
    let character = at
        .document
        .kind_fields
        .emblem
        .or_else(|| title.chars().find(|c| c.is_alphanumeric()))
        .unwrap_or('家');
    let shade = at.address.address().bytes().fold(0_u32, |sum, byte| {
        sum.wrapping_mul(31).wrapping_add(u32::from(byte))
    }) % 5;
    EmblemView {
        character: character.to_string(),
        cells: crate::theme::cells(character),
        shade: u8::try_from(shade).expect("one of five"),
    }
}
