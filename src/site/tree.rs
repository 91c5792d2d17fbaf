//! Addresses, sections and their order.

use super::edited::borrowed;
use super::{AddressClash, OwnedDocument, Page};
use crate::base::{
    ByPage, ContentPath, Fingerprint, Language, OutputPath, PageId, PageLanguage, SourceMap, Sparse, slug,
};
use crate::config::Config;
use crate::document::{CommonFields, Document, FileForm, Kind};
use crate::markdown::Outline;
use crate::yaml::Spanned;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

pub(super) type Key = (PageLanguage, ContentPath);

/// Makes pages of documents: sections that nobody wrote are implied, every page gets its address, its
/// section and its neighbours. `over` is what is no longer there in a language, so that no other text stands in for it.
pub(super) fn build(
    documents: Vec<OwnedDocument>,
    over: &HashSet<Key>,
    config: &Config,
    clashes: &mut Vec<AddressClash>,
) -> ByPage<Page> {
    let documents = with_implied(with_borrowed(documents, over, config), config);
    let mut pages = ByPage::default();
    let mut known: HashMap<Key, PageId> = HashMap::new();
    let mut addresses: HashMap<OutputPath, PageId> = HashMap::new();
    for TreeNode {
        document,
        layer,
        implied,
        borrowed,
    } in documents
    {
        let key = (document.language.clone(), document.path.clone());
        let parent = parent(&document, &known);
        let address = address(&document, parent.map(|at: PageId| &pages[at]), config);
        if let Some(other) = known
            .get(&key)
            .copied()
            .or_else(|| addresses.get(&address).copied())
        {
            let other: &Page = &pages[other];
            clashes.push(AddressClash {
                address,
                file: document.file.clone(),
                other: other.document.file.clone(),
            });
            continue;
        }
        let page = pages.push(Page {
            document,
            layer,
            address: address.clone(),
            parent,
            pages: Vec::new(),
            sections: Vec::new(),
            relations: Vec::new(),
            backlinks: Vec::new(),
            is_synthesised: implied,
            is_untranslated: borrowed,
        });
        known.insert(key, page);
        addresses.insert(address, page);
    }
    attach(&mut pages);
    pages
}

/// A document on its way to become a page.
struct TreeNode {
    document: Arc<Document>,
    layer: usize,
    implied: bool,
    borrowed: bool,
}

/// Documents, and in every further language those of the site's own language that it does not have.
fn with_borrowed(documents: Vec<OwnedDocument>, over: &HashSet<Key>, config: &Config) -> Vec<TreeNode> {
    let here: HashSet<Key> = documents
        .iter()
        .map(|held| (held.document.language.clone(), held.document.path.clone()))
        .collect();
    let further: Vec<&Language> = config
        .languages
        .iter()
        .filter(|language| **language != config.language)
        .collect();
    let mut all = Vec::with_capacity(documents.len() * (1 + further.len()));
    for OwnedDocument { document, layer } in documents {
        if document.language.is_own() {
            for language in &further {
                let key = (PageLanguage::Other((*language).clone()), document.path.clone());
                if !here.contains(&key) && !over.contains(&key) {
                    let document = Arc::new(borrowed(&document, key.0));
                    all.push(TreeNode {
                        document,
                        layer,
                        implied: false,
                        borrowed: true,
                    });
                }
            }
        }
        all.push(TreeNode {
            document,
            layer,
            implied: false,
            borrowed: false,
        });
    }
    all
}

/// Documents sorted so that a section comes before what lies in it, and the folders above each document
/// that have no `_index.md`.
fn with_implied(documents: Vec<TreeNode>, config: &Config) -> Vec<TreeNode> {
    let here: BTreeSet<Key> = documents
        .iter()
        .map(|found| &found.document)
        .filter(|document| document.form != FileForm::Leaf)
        .map(|document| (document.language.clone(), document.path.clone()))
        .collect();
    let mut missing = BTreeSet::new();
    for TreeNode { document, .. } in &documents {
        for folder in std::iter::successors(document.path.folder(), ContentPath::folder) {
            let key = (document.language.clone(), folder);
            if !here.contains(&key) {
                missing.insert(key);
            }
        }
    }
    if documents.is_empty() || !here.contains(&(PageLanguage::Own, ContentPath::default())) {
        missing.insert((PageLanguage::Own, ContentPath::default()));
    }
    let implied = missing.into_iter().map(|(language, path)| TreeNode {
        document: Arc::new(section(language, path, config)),
        layer: 0,
        implied: true,
        borrowed: false,
    });
    let mut all: Vec<TreeNode> = documents.into_iter().chain(implied).collect();
    // By path, parents first; a leaf and a section of one path meet and clash.
    all.sort_by_cached_key(|TreeNode { document, .. }| {
        let parts: Vec<String> = document.path.parts().map(str::to_owned).collect();
        (
            document.language.clone(),
            parts,
            document.form == FileForm::Leaf,
            document.file.clone(),
        )
    });
    all
}

fn section(language: PageLanguage, path: ContentPath, config: &Config) -> Document {
    let (title, file) = if path.is_home() {
        (config.name.clone(), "content/_index.md".to_owned())
    } else {
        (path.name().to_owned(), format!("content/{path}/_index.md"))
    };
    Document {
        file: file.into(),
        source_map: SourceMap::default(),
        path,
        form: FileForm::Section,
        language,
        kind: Kind::PAGE,
        front: CommonFields {
            title: Some(Spanned {
                value: title,
                at: 0..0,
            }),
            ..CommonFields::default()
        },
        kind_fields: Sparse::default(),
        days: Vec::new(),
        outline: Arc::new(Outline::default()),
        body: Fingerprint::default(),
        report: Vec::new(),
    }
}

/// The nearest section above; a bundle may have pages beside it and is then their section.
fn parent(document: &Document, known: &HashMap<Key, PageId>) -> Option<PageId> {
    let key = (document.language.clone(), document.path.folder()?);
    known.get(&key).copied()
}

fn address(document: &Document, parent: Option<&Page>, config: &Config) -> OutputPath {
    let slug = document
        .front
        .further
        .slug
        .as_ref()
        .map(|slug| slug.value.as_str());
    let above = parent.map(|page| &page.address);
    address_of(&document.language, &document.path, slug, above, config)
}

/// The address of a content path in a language, below that of its folder.
pub(super) fn address_of(
    language: &PageLanguage,
    path: &ContentPath,
    slug: Option<&str>,
    above: Option<&OutputPath>,
    config: &Config,
) -> OutputPath {
    if path.is_home() {
        return match language {
            PageLanguage::Other(language) if *language != config.language => {
                OutputPath::at(&format!("{language}/"))
            }
            _ => OutputPath::home(),
        };
    }
    let name = slug.map_or_else(|| slug::slug(path.name()), str::to_owned);
    let folder = format!("{name}/");
    above.map_or_else(|| OutputPath::at(&folder), |above| above.beside(&folder))
}

/// Hangs every page under its parent, in order: weight, then newest first, then title.
fn attach(pages: &mut ByPage<Page>) {
    let mut order: Vec<PageId> = pages.ids().collect();
    order.sort_by_cached_key(|at| {
        let document = &pages[*at].document;
        (
            document.front.weight.unwrap_or(i64::MAX),
            Reverse(document.date()),
            document.path.clone(),
        )
    });
    for at in order {
        let Some(parent) = pages[at].parent else { continue };
        if pages[at].document.form == FileForm::Section {
            pages[parent].sections.push(at);
        } else {
            pages[parent].pages.push(at);
        }
    }
}
