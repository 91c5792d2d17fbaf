//! Search: the files that the script asks. All lie below `search/` and carry in their name of what they
//! were made, but for `search/index.json`, which says where to begin.

mod subject;

pub use subject::{IndexedPage, cut, pages, subject};

use super::job::{Job, of_bytes, of_known};
use crate::base::{Fingerprint, OutputPath, PageId, PageLanguage};
use crate::search::{self, Catalog, CatalogEntry, KnownTerms, Layout, PageIndex, Synonyms, TermFiles, Words};
use crate::site::{Route, RouteKind, Site, route};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

/// Version of how files are written: another way, other names.
const FORM: &str = "7";

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
    /// What it was made of, for the index of the same site at its next build.
    pub terms: IndexedTerms,
}

/// The terms of an index.
#[derive(Debug, Clone)]
pub struct IndexedTerms {
    /// Those that the site has.
    known: Arc<KnownTerms>,
    /// Files of their postings, and the synonyms in them.
    files: Arc<TermFiles>,
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
    let known = |word: &String| -> Vec<String> {
        let others = came_along.get(word.as_str()).into_iter().flatten();
        others.map(|other| (*other).to_owned()).collect()
    };
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
        earlier: Option<&IndexedTerms>,
    ) -> Self {
        let known = earlier.map(|earlier| (&*earlier.known, &*earlier.files));
        let fingerprint = fingerprint(site, &subjects);
        let entries: Vec<CatalogEntry> = subjects.iter().map(|subject| subject.entry.clone()).collect();
        let known = KnownTerms::of(&entries, &parts, known);
        let own = own_synonyms(site);
        let words = Words::of(&own, &known);
        let earlier = earlier.map(|earlier| &*earlier.files);
        let layout = Layout::of(&entries, &parts, &words, earlier);
        let synonyms = if layout.synonyms_apart() {
            Vec::new()
        } else {
            words.by_term()
        };
        let vocabulary = search::vocabulary_file(&parts, &known, &own);
        Self {
            terms: IndexedTerms {
                files: Arc::new(TermFiles::of(&parts, synonyms, &layout, earlier)),
                known: Arc::new(known),
            },
            fingerprints: subjects.iter().map(|subject| subject.fingerprint).collect(),
            entries,
            sections: sections(site),
            region: own_region(site),
            words,
            vocabulary,
            parts,
            layout,
            fingerprint,
        }
    }

    fn version(&self) -> String {
        long(self.fingerprint)
    }

    fn table(&self) -> Vec<u8> {
        let sizes: Vec<u32> = (0..self.terms.files.len())
            .flat_map(|file| self.terms.files.file(file).sizes.iter().copied())
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
            .map(|file| short(self.text_fingerprint(file)))
            .collect();
        let lots = (0..self.terms.files.len()).step_by(search::NAMED_TOGETHER);
        let terms: Vec<String> = lots.map(|file| long(self.terms.files.print(file))).collect();
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
            terms: &terms,
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
        for n in 0..self.layout.text_files() {
            let print = self.text_fingerprint(n);
            files.push((format!("x{n}.{}.bin", short(print)), print, File::Text(n)));
        }
        for n in 0..self.terms.files.len() {
            let print = self.terms.files.print(n);
            files.push((format!("t{n}.{}.bin", long(print)), print, File::Terms(n)));
        }
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
            File::Terms(file) => self.terms.files.file(file).bytes.clone(),
            File::Table => self.table(),
        }
    }

    /// The files of postings in lots, which may be made side by side; all are made by the first who asks what they are called.
    pub fn lots(&self) -> Vec<usize> {
        self.terms.files.lots()
    }

    /// Makes a lot of files of postings.
    pub fn make_lot(&self, lot: usize) {
        self.terms.files.file(lot);
    }

    /// What files there are.
    pub fn listing(&self) -> Listing {
        self.files()
            .into_iter()
            .map(|(name, fingerprint, _)| (route::search_file(&name), fingerprint))
            .collect()
    }
}

/// What stands in the name of a file that may be kept for a year.
fn long(print: Fingerprint) -> String {
    print.hex()[..10].to_owned()
}

/// What stands in the name of one of many files, which is told with the first question: it is too short to keep the file
/// for a year.
fn short(print: Fingerprint) -> String {
    print.hex()[..6].to_owned()
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
