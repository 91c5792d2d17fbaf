//! What search knows of a page: what lists show of it, its fields in words, its text in passages.

use super::FORM;
use crate::base::address::encoded;
use crate::base::{Day, Diagnostic, Fingerprint, Moment, PageId, PageLanguage};
use crate::search::{CatalogEntry, PageIndex};
use crate::site::Site;
use crate::theme::view::PageKind;
use crate::theme::{Feature, Translator, ViewInputs, body_fingerprint, fill, from_site};
use std::cmp::Reverse;

/// A page that can be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexedPage {
    /// The page.
    pub page: PageId,
    /// Fingerprint of its text and of all that search knows of it.
    pub fingerprint: Fingerprint,
    /// What lists show of it.
    pub entry: CatalogEntry,
    /// What is on it besides its text: its fields, in words.
    fields: String,
}

/// The pages that somebody wrote, in order: those from furthest above come first, so that the files with their words are the
/// same ones for all sites below that have them.
pub fn pages(site: &Site) -> Vec<PageId> {
    let written = |page: &PageId| {
        let at = &site.pages[*page];
        !at.is_synthesised && !at.is_untranslated
    };
    let mut pages: Vec<PageId> = site.pages.ids().filter(written).collect();
    pages.sort_by_key(|page| Reverse(site.pages[*page].layer));
    pages
}

/// What search knows of a page, its text still to be cut.
pub fn subject(inputs: &ViewInputs<'_>, page: PageId) -> IndexedPage {
    let site = inputs.site;
    let entry = entry(inputs, page);
    let fields = fields(site, inputs.translator_of(page), page);
    let facts = from_site::facts(inputs, page);
    let frame = inputs.frames.get(&site.pages[page].document.language);
    // The site itself counts where a component may ask for it: what one site cut serves others.
    let whole = inputs.theme.uses(Feature::ComponentSite).then_some(&*frame.site);
    let fingerprint = Fingerprint::join(&[
        Fingerprint::of(FORM),
        inputs.theme.files,
        body_fingerprint(inputs, page, &from_site::notes(inputs, page)),
        Fingerprint::of(&(&entry, &fields, &facts)),
        Fingerprint::of(&(&frame.site.language, whole)),
    ]);
    IndexedPage {
        page,
        fingerprint,
        entry,
        fields,
    }
}

/// Cuts a page. The body is rendered as on its page, but without notes in the margins of clauses: these are
/// words of other pages.
pub fn cut(inputs: &ViewInputs<'_>, subject: &IndexedPage) -> Result<PageIndex, Vec<Diagnostic>> {
    let page = subject.page;
    let frame = inputs.frames.get(&inputs.site.pages[page].document.language);
    let facts = from_site::facts(inputs, page);
    let body = (inputs.bodies)(page);
    let tree = fill(
        inputs.theme,
        &frame.site,
        &body,
        &inputs.resolved[page],
        &facts,
        &[],
    )?;
    Ok(PageIndex::of(&tree, &subject.fields))
}

fn entry(inputs: &ViewInputs<'_>, page: PageId) -> CatalogEntry {
    let (site, translator) = (inputs.site, inputs.translator_of(page));
    let (at, document) = (&site.pages[page], &site.pages[page].document);
    // What a page of the nation says with the numbers of a city holds in that city.
    let facts = inputs.resolved[page].facts.iter();
    let layers = facts.filter_map(|fact| Some(site.fact(&fact.name)?.1.layer));
    let nearest = layers.fold(at.layer, usize::min);
    let kind = from_site::page_kind(site, page);
    let label = match &kind {
        PageKind::Home => "首页",
        PageKind::Section => "栏目",
        _ => &*document.kind.label,
    };
    let title = site.title(page);
    let day = document.date().map(|Moment { day, .. }| day);
    let mut names: Vec<String> = Vec::new();
    for name in document
        .kind_fields
        .names
        .iter()
        .chain(&document.front.further.asked_as)
    {
        if name.value != title && !names.contains(&name.value) {
            names.push(name.value.clone());
        }
    }
    CatalogEntry {
        names,
        title,
        address: encoded(at.address.address()),
        kind_label: translator.say(label),
        kind: kind.word().to_owned(),
        section: section(site, page),
        day: day.map(Day::since_epoch),
        year: day.map_or(0, |day| {
            u32::try_from(day.parts().0).expect("a year has four digits")
        }),
        region: region(site, nearest),
        status: from_site::status(site, page, translator)
            .map(|status| (status.code, status.label, status.in_force)),
        language: match &document.language {
            PageLanguage::Own => String::new(),
            PageLanguage::Other(language) => language.to_string(),
        },
    }
}

/// Folder of the top section that a page lies in; empty for one that is beside the sections.
fn section(site: &Site, page: PageId) -> String {
    let document = &site.pages[page].document;
    let folder = document.path.parts().next().unwrap_or("");
    let is_it = |top: &PageId| site.pages[*top].document.path.as_str() == folder;
    let found = site.top(&document.language).iter().any(is_it);
    if found { folder.to_owned() } else { String::new() }
}

/// The region that the site says whose words a layer has; empty when it says none.
fn region(site: &Site, layer: usize) -> String {
    let owner = site.owners.get(layer).and_then(|owner| owner.region.as_ref());
    owner.map_or_else(String::new, |region| region.name.clone())
}

/// The fields of a page in words: they are found like its text.
fn fields(site: &Site, translator: Translator<'_>, page: PageId) -> String {
    let document = &site.pages[page].document;
    let (front, kind_fields) = (&document.front, &document.kind_fields);
    let mut lines: Vec<String> = front
        .summary
        .iter()
        .map(|summary| site.fill(page, &summary.value))
        .collect();
    let slogans = kind_fields.slogans.iter();
    lines.extend(slogans.map(|slogan| site.fill(page, &slogan.value)));
    let properties = from_site::properties(document, translator).into_iter();
    lines.extend(properties.map(|one| one.label + &translator.say("：") + &one.text));
    for event in &kind_fields.events {
        let title = event.title.as_ref().map(|title| site.fill(page, &title.value));
        let words = [title, event.venue.clone(), event.contact.clone()];
        let words: Vec<String> = words.into_iter().flatten().collect();
        lines.push(words.join(&translator.say("，")));
    }
    lines.extend(kind_fields.files.iter().map(|file| file.title.clone()));
    let terms: Vec<&str> = front
        .tags
        .iter()
        .chain(&front.audience)
        .map(|term| term.value.as_str())
        .collect();
    lines.push(terms.join(&translator.say("、")));
    lines.retain(|line| !line.trim().is_empty());
    lines.join("\n")
}
