//! Search: the files that the script asks. All lie below `search/` and carry in their name of what they
//! were made, but for `search/index.json`, which says where to begin.

use super::job::{Job, of_bytes, of_known};
use crate::base::address::encoded;
use crate::base::{Day, Diagnostic, Fingerprint, Moment, OutputPath, PageId, PageLanguage};
use crate::search::{self, Catalog, CatalogEntry, KnownTerms, Layout, PageIndex, Synonyms, TermFiles, Words};
use crate::site::{Route, RouteKind, Site, route};
use crate::theme::view::PageKind;
use crate::theme::{Feature, Translator, ViewInputs, body_fingerprint, fill, from_site};
use serde::{Deserialize, Serialize};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Version of how files are written: another way, other names.
const FORM: &str = "6";

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
    let entry = entry(site, inputs.translator_of(page), page);
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

fn entry(site: &Site, translator: Translator<'_>, page: PageId) -> CatalogEntry {
    let (at, document) = (&site.pages[page], &site.pages[page].document);
    let kind = from_site::page_kind(site, page);
    let label = match &kind {
        PageKind::Home => "首页",
        PageKind::Section => "栏目",
        _ => &*document.kind.label,
    };
    let title = site.title(page);
    let day = document.date().map(|Moment { day, .. }| day);
    let mut names: Vec<String> = Vec::new();
    for name in document.kind_fields.names.iter().chain(&document.front.asked_as) {
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
        region: region(site, at.layer),
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

/// The region whose words a layer has, as far as its facts tell; else the region of the site, if it says one.
fn region(site: &Site, layer: usize) -> String {
    let theirs = site
        .facts
        .layers
        .iter()
        .find(|facts| facts.layer == layer)
        .filter(|_| layer > 0);
    theirs
        .map(|facts| &facts.region)
        .or(site.config.speaks_for())
        .map_or_else(String::new, |region| region.name.clone())
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

/// All files of an index: how they are called and of what they are made.
pub type Listing = Vec<(OutputPath, Fingerprint)>;

/// The index of a site, made file by file when somebody asks.
pub struct Index {
    entries: Vec<CatalogEntry>,
    fingerprints: Vec<Fingerprint>,
    parts: Vec<Arc<PageIndex>>,
    layout: Layout,
    sections: BTreeMap<String, String>,
    region: String,
    words: Words,
    vocabulary: Vec<u8>,
    /// Fingerprint of the whole index.
    fingerprint: Fingerprint,
    /// Files of postings, and the synonyms in them; for the index of the same site at its next build.
    pub terms: Arc<TermFiles>,
}

/// Fingerprint of all that an index is made of.
pub fn fingerprint(site: &Site, subjects: &[IndexedPage]) -> Fingerprint {
    let fingerprints: Vec<Fingerprint> = subjects.iter().map(|subject| subject.fingerprint).collect();
    let (words, sections) = (own_synonyms(site), (sections(site), own_region(site)));
    Fingerprint::join(&[
        Fingerprint::join(&fingerprints),
        *CAME_ALONG,
        Fingerprint::of(&(&words, &sections)),
    ])
}

/// Name of the region that the site speaks for; empty when it says none.
fn own_region(site: &Site) -> String {
    site.config
        .speaks_for()
        .map_or_else(String::new, |region| region.name.clone())
}

/// Titles of the top folders.
fn sections(site: &Site) -> BTreeMap<String, String> {
    let titled = |page: &PageId| (site.pages[*page].document.path.to_string(), site.title(*page));
    site.top(&PageLanguage::Own).iter().map(titled).collect()
}

/// Fingerprint of what the index of every site has.
static CAME_ALONG: LazyLock<Fingerprint> =
    LazyLock::new(|| Fingerprint::of(&(FORM, search::script(), search::built_in_fingerprint())));

/// The words of the site that have synonyms of its own, which hold both ways, with all their synonyms; and its tags.
fn own_synonyms(site: &Site) -> Synonyms {
    let came_along = search::built_in_synonyms();
    let known = |word: &String| came_along.get(word).cloned().unwrap_or_default();
    let mut words = Synonyms::new();
    for (word, others) in &site.config.synonyms {
        let all: Vec<&String> = std::iter::once(word).chain(others).collect();
        for one in &all {
            let list = words.entry((*one).clone()).or_insert_with(|| known(one));
            let new: Vec<String> = all
                .iter()
                .filter(|other| other != &one && !list.contains(other))
                .map(|other| (*other).clone())
                .collect();
            // What the site says itself counts first.
            list.splice(0..0, new);
        }
    }
    for term in site.tags.terms.iter().chain(&site.audiences.terms) {
        words
            .entry(term.title.clone())
            .or_insert_with(|| known(&term.title));
    }
    words
}

impl Index {
    /// Puts an index together; nothing is packed yet. `earlier` are the postings of the site as it was before.
    pub fn new(
        site: &Site,
        subjects: Vec<IndexedPage>,
        parts: Vec<Arc<PageIndex>>,
        earlier: Option<&TermFiles>,
    ) -> Self {
        let fingerprint = fingerprint(site, &subjects);
        let entries: Vec<CatalogEntry> = subjects.iter().map(|subject| subject.entry.clone()).collect();
        let known = KnownTerms::of(&entries, &parts);
        let own = own_synonyms(site);
        let words = Words::of(&own, &known);
        let layout = Layout::of(&entries, &parts, &words);
        let synonyms = if layout.synonyms_apart() {
            Vec::new()
        } else {
            words.by_term()
        };
        Self {
            terms: Arc::new(TermFiles::of(&parts, synonyms, &layout, earlier)),
            fingerprints: subjects.iter().map(|subject| subject.fingerprint).collect(),
            entries,
            sections: sections(site),
            region: own_region(site),
            words,
            vocabulary: search::vocabulary_file(&parts, &known, &own),
            parts,
            layout,
            fingerprint,
        }
    }

    fn version(&self) -> String {
        self.fingerprint.hex()[..10].to_owned()
    }

    fn table(&self) -> Vec<u8> {
        let sizes: Vec<u32> = (0..self.terms.len())
            .flat_map(|file| self.terms.file(file).sizes.iter().copied())
            .collect();
        search::table_file(&sizes)
    }

    /// Fingerprint of the pages whose words a file has, and of which of their passages it has.
    fn text_fingerprint(&self, file: usize) -> Fingerprint {
        let (pages, passages) = self.layout.pages_of(file);
        let pages = Fingerprint::join(&self.fingerprints[pages]);
        Fingerprint::join(&[pages, Fingerprint::of(&(passages.start, passages.end))])
    }

    fn catalog(&self) -> Vec<u8> {
        let version = self.version();
        let named = |name: &str| format!("{name}.{version}.bin");
        let texts: Vec<String> = (0..self.layout.text_files())
            .map(|file| self.text_fingerprint(file).hex()[..6].to_owned())
            .collect();
        let single = match self.layout.synonyms_apart() {
            true => String::new(),
            false => self.words.single(),
        };
        Catalog {
            entries: &self.entries,
            parts: &self.parts,
            layout: &self.layout,
            sections: &self.sections,
            region: &self.region,
            terms: version.clone(),
            texts: &texts,
            table: &named("table"),
            sounds: &named("sounds"),
            traditional: &named("traditional"),
            words: &named("words"),
            vocabulary: &named("vocabulary"),
            single,
        }
        .file()
    }

    /// Every file: name, of what it is made, and how.
    fn files(&self) -> Vec<(String, Fingerprint, File)> {
        let version = self.version();
        let named = |name: &str, file| (format!("{name}.{version}.bin"), self.fingerprint, file);
        let mut files = vec![
            named("catalog", File::Catalog),
            named("sounds", File::Sounds),
            named("traditional", File::Traditional),
            named("words", File::Words),
            named("vocabulary", File::Vocabulary),
        ];
        for file in 0..self.layout.text_files() {
            let fingerprint = self.text_fingerprint(file);
            files.push((
                format!("x{file}.{}.bin", &fingerprint.hex()[..6]),
                fingerprint,
                File::Text(file),
            ));
        }
        files.extend((0..self.terms.len()).map(|file| named(&format!("t{file}"), File::Terms(file))));
        // It needs the sizes of all buckets, so it comes last.
        files.push(named("table", File::Table));
        files
    }

    fn make(&self, file: File) -> Vec<u8> {
        match file {
            File::Catalog => self.catalog(),
            File::Sounds => search::readings_file(&self.entries, &self.parts, &self.words),
            File::Traditional => search::traditional_file().to_vec(),
            File::Words => self.words.file(self.layout.synonyms_apart()),
            File::Vocabulary => self.vocabulary.clone(),
            File::Text(file) => {
                let days: Vec<Option<i32>> = self.entries.iter().map(|entry| entry.day).collect();
                search::text_file(&self.parts, &days, &self.layout, file)
            }
            File::Terms(file) => self.terms.file(file).bytes.clone(),
            File::Table => self.table(),
        }
    }

    /// What files there are.
    pub fn listing(&self) -> Listing {
        self.files()
            .into_iter()
            .map(|(name, fingerprint, _)| (route::search_file(&name), fingerprint))
            .collect()
    }
}

/// A file of an index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
enum File {
    Catalog,
    Sounds,
    Traditional,
    Words,
    Vocabulary,
    Text(usize),
    Terms(usize),
    Table,
}

/// Jobs of an index.
pub fn jobs<'s>(site: &'s Site, index: &'s Index) -> Vec<Job<'s>> {
    let files = index.files().into_iter().filter_map(|(name, key, file)| {
        let route = made(site, route::search_file(&name))?;
        let ready = of_known(key, (index, file), |(index, file), _| Ok(index.make(file).into()));
        Some(Job::new(route, ready))
    });
    let mut jobs: Vec<Job<'s>> = files.collect();
    jobs.extend(first(site, format!("catalog.{}.bin", index.version())));
    jobs
}

/// Jobs of an index all of whose files stand already.
pub fn standing<'s>(site: &'s Site, listing: &'s Listing) -> Vec<Job<'s>> {
    let stands = listing.iter().filter_map(|(address, key)| {
        let route = made(site, address.clone())?;
        Some(Job::new(route, of_known(*key, (), |(), _| Err(Vec::new()))))
    });
    let mut jobs: Vec<Job<'s>> = stands.collect();
    let catalog = catalog_of(listing).expect("an index stands only with its catalog");
    jobs.extend(first(site, catalog.to_owned()));
    jobs
}

/// The name of the catalog among the files of an index; a remembered list may lack it, and is then of no use.
pub fn catalog_of(listing: &Listing) -> Option<&str> {
    listing.iter().find_map(|(address, _)| {
        let name = address.as_str().strip_prefix(route::SEARCH)?;
        name.starts_with("catalog.").then_some(name)
    })
}

/// Whether a file of an index has the words of some pages and nothing else of the site.
pub fn has_words(address: &str) -> bool {
    let name = address.strip_prefix(route::SEARCH);
    name.is_some_and(|name| name.starts_with('x') && name.ends_with(".bin"))
}

fn made(site: &Site, path: OutputPath) -> Option<Route> {
    site.routes.made(path, &site.config.file)
}

/// Where the script begins, and the script itself.
fn first<'s>(site: &'s Site, catalog: String) -> Vec<Job<'s>> {
    let start = serde_json::json!({ "catalog": catalog }).to_string();
    let routes = &site.routes;
    let begin = routes.iter().find(|route| route.kind == RouteKind::SearchStart);
    let begin = begin.map(|route| Job::new(route.clone(), of_bytes(move || start.clone().into_bytes())));
    let parts = search::part_scripts().iter();
    let parts = parts.map(|(name, script)| (name.clone(), script.as_str()));
    let scripts = std::iter::once((search::script_name(), search::script())).chain(parts);
    let scripts = scripts.filter_map(|(name, script)| {
        let route = made(site, route::search_file(&name))?;
        Some(Job::new(route, of_bytes(|| script.as_bytes().to_vec())))
    });
    begin.into_iter().chain(scripts).collect()
}
