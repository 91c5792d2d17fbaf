//! Notices: what stays at the address of a page that was withdrawn or has expired.

use super::tree::Key;
use super::{HiddenReason, OwnedDocument, Page, Site, tree};
use crate::base::{ByPage, ContentPath, Day, OutputPath, PageId, PageLanguage};
use crate::config::Config;
use crate::document::{Document, fold_name};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Index of a notice in [`Site::notices`].
pub type NoticeId = usize;

/// Why a page that was there no longer is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// `withdrawn`: the reason, and the language it is written in.
    Withdrawn(String, PageLanguage),
    /// `expires` is over: the last day on which it was there.
    Expired(Day),
}

/// What stays at the address of a page that is no longer there.
#[derive(Debug, Clone)]
pub struct Notice {
    /// The document, in the language of the notice. Of what it says, only the title is still shown.
    pub document: Arc<Document>,
    /// Why it is no longer there.
    pub ending: Ending,
    /// Path in the output.
    pub address: OutputPath,
    /// The nearest section above that is there; `None` where nothing is.
    pub parent: Option<PageId>,
    /// It had not been translated: its title is in the site's own language.
    pub is_untranslated: bool,
    /// The section that is at its address, because pages below are still there: its list stays, and says so.
    pub section: Option<PageId>,
}

/// A document that is no longer shown.
#[derive(Debug)]
pub(super) struct Ended {
    document: Arc<Document>,
    ending: Ending,
    is_untranslated: bool,
}

/// Documents by what becomes of them on a day.
#[derive(Debug, Default)]
pub(super) struct Parted {
    /// Those that are pages.
    pub shown: Vec<OwnedDocument>,
    /// Those of which a notice stays.
    pub ended: Vec<Ended>,
    /// Content paths of those that are not there yet.
    pub hidden: HashMap<ContentPath, HiddenReason>,
}

impl Parted {
    /// Parts documents. What is over in the site's own language is over in its translations, but that a translation may have
    /// an `expires` of its own.
    pub fn of(documents: Vec<OwnedDocument>, showing: super::DateFilter, config: &Config) -> Self {
        let mut parted = Self::default();
        for held in documents {
            let document = &held.document;
            match (showing.hides(document), showing.ending(document)) {
                (Some(why), _) => _ = parted.hidden.insert(document.path.clone(), why),
                (None, Some(ending)) => parted.ended.push(Ended {
                    document: held.document,
                    ending,
                    is_untranslated: false,
                }),
                (None, None) => parted.shown.push(held),
            }
        }
        parted.end_translations(config);
        parted
    }

    fn end_translations(&mut self, config: &Config) {
        let own = self.ended.iter().filter(|ended| ended.document.language.is_own());
        let own: HashMap<ContentPath, (Ending, Arc<Document>)> = own
            .map(|ended| {
                (
                    ended.document.path.clone(),
                    (ended.ending.clone(), ended.document.clone()),
                )
            })
            .collect();
        if own.is_empty() {
            return;
        }
        for held in std::mem::take(&mut self.shown) {
            let document = &held.document;
            match own.get(&document.path) {
                Some((Ending::Expired(_), _)) if document.front.further.expires.is_some() => {
                    self.shown.push(held)
                }
                Some((ending, _)) if !document.language.is_own() => self.ended.push(Ended {
                    ending: ending.clone(),
                    document: held.document,
                    is_untranslated: false,
                }),
                _ => self.shown.push(held),
            }
        }
        let shown = self.shown.iter().map(|held| &held.document);
        let known: HashSet<Key> = shown.map(|document| key(document)).chain(self.keys()).collect();
        let further = config
            .languages
            .iter()
            .filter(|language| **language != config.language);
        for language in further.map(|language| PageLanguage::Other(language.clone())) {
            let missing = own
                .values()
                .filter(|(_, document)| !known.contains(&(language.clone(), document.path.clone())));
            self.ended.extend(missing.map(|(ending, document)| Ended {
                document: Arc::new(Document {
                    language: language.clone(),
                    ..Document::clone(document)
                }),
                ending: ending.clone(),
                is_untranslated: true,
            }));
        }
        self.ended.sort_by_cached_key(|ended| key(&ended.document));
    }

    /// Language and path of all that is over.
    pub fn keys(&self) -> HashSet<Key> {
        self.ended.iter().map(|ended| key(&ended.document)).collect()
    }
}

fn key(document: &Document) -> Key {
    (document.language.clone(), document.path.clone())
}

/// The notices of a site. Where there still are pages below, the list of them stays at the address.
pub(super) fn notices(ended: Vec<Ended>, pages: &ByPage<Page>, config: &Config) -> Vec<Notice> {
    let known: HashMap<Key, PageId> = pages
        .entries()
        .map(|(at, page)| (key(&page.document), at))
        .collect();
    let documents: HashMap<Key, Arc<Document>> = ended
        .iter()
        .map(|ended| (key(&ended.document), ended.document.clone()))
        .collect();
    let place = Place {
        known: &known,
        pages,
        documents: &documents,
        config,
    };
    ended
        .into_iter()
        .map(|ended| Notice {
            address: place.address(&ended.document.language, &ended.document.path),
            parent: place.parent(&ended.document),
            section: known.get(&key(&ended.document)).copied(),
            document: ended.document,
            ending: ended.ending,
            is_untranslated: ended.is_untranslated,
        })
        .collect()
}

/// Where the addresses of pages are that are no longer there.
struct Place<'s> {
    known: &'s HashMap<Key, PageId>,
    pages: &'s ByPage<Page>,
    documents: &'s HashMap<Key, Arc<Document>>,
    config: &'s Config,
}

impl Place<'_> {
    /// The address that a page has or had, whether or not its folder has one.
    fn address(&self, language: &PageLanguage, path: &ContentPath) -> OutputPath {
        let key = (language.clone(), path.clone());
        if let Some(page) = self.known.get(&key) {
            return self.pages[*page].address.clone();
        }
        let above = path.folder().map(|folder| self.address(language, &folder));
        let slug = self
            .documents
            .get(&key)
            .and_then(|document| document.front.further.slug.as_ref());
        tree::address_of(
            language,
            path,
            slug.map(|slug| slug.value.as_str()),
            above.as_ref(),
            self.config,
        )
    }

    fn parent(&self, document: &Document) -> Option<PageId> {
        let above = std::iter::successors(document.path.folder(), ContentPath::folder);
        let mut keys = above.map(|folder| (document.language.clone(), folder));
        keys.find_map(|key| self.known.get(&key)).copied()
    }
}

impl Site {
    /// The notice that stays of the page of a content path in a language.
    pub fn notice_of(&self, path: &ContentPath, language: &PageLanguage) -> Option<NoticeId> {
        if self.notices.is_empty() {
            return None;
        }
        self.notice_by_path
            .get(&(language.clone(), path.clone()))
            .copied()
    }

    /// The notice of the page in whose place a section is.
    pub fn notice_on(&self, section: PageId) -> Option<NoticeId> {
        let is_there = self.pages[section].is_synthesised;
        is_there
            .then(|| {
                self.notices
                    .iter()
                    .position(|notice| notice.section == Some(section))
            })
            .flatten()
    }

    /// The notice at an address.
    pub(super) fn notice_at(&self, address: &OutputPath) -> Option<NoticeId> {
        self.notices.iter().position(|notice| notice.address == *address)
    }

    /// The notice that stays of a page that bore this name.
    pub fn notice_named(&self, name: &str) -> Option<NoticeId> {
        let folded = fold_name(name);
        self.notices.iter().position(|notice| {
            let document = &notice.document;
            let mut names = document.kind_fields.names.iter().map(|name| name.value.as_str());
            document.language.is_own()
                && (fold_name(document.title()) == folded || names.any(|name| fold_name(name) == folded))
        })
    }
}
