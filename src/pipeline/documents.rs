//! Documents of all Markdown files: remembered while nothing changed, read anew where something did.

use super::Progress;
use super::body_cache::trusts;
use super::cache::SharedCache;
use super::inputs::Inputs;
use super::memo::{Memo, SourceStamp};
use crate::base::{ComposedText, Diagnostic, Fingerprint, Language, PageLanguage, path};
use crate::document::{Document, FileForm, Kind, split_path};
use crate::kind::{self, Reading};
use crate::markdown::Syntax;
use crate::message;
use crate::overlay::{self, ContentKey, Records};
use crate::site::OwnedDocument;
use crate::source::{self, FileState, SourceFile};
use crate::theme::Theme;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

impl Inputs {
    /// Documents of all Markdown files, in the order of their paths, and these files; those that changed are parsed.
    pub fn documents(
        &mut self,
        theme: &Theme,
        memo: &mut Memo,
        cache: &SharedCache,
        progress: &dyn Progress,
        report: &mut Vec<Diagnostic>,
    ) -> Documents {
        let stacks = self.take_stacks();
        let (indexes, leaves): (Vec<_>, Vec<_>) = stacks
            .into_iter()
            .partition(|files| split_path(files[0].inner(), &self.config.languages).1 == FileForm::Section);
        progress.begin(
            &message!("阅读内容", "reading content"),
            indexes.len() + leaves.len(),
        );
        let reader = DocumentReader {
            originals: originals(indexes.iter().chain(&leaves), &self.config.languages),
            ..DocumentReader::new(self, theme, memo, cache)
        };
        let read = |files: Vec<SourceFile>, kind: &Kind| {
            let found = reader.document(&files, kind);
            progress.step();
            (files, found)
        };
        let mut found: Vec<(Vec<SourceFile>, ReadPage)> = indexes
            .into_par_iter()
            .map(|files| read(files, Kind::page()))
            .collect();
        let sections = found.iter().filter_map(|(_, found)| found.document.as_deref());
        let contains = kinds(sections);
        found.par_extend(leaves.into_par_iter().map(|files| {
            let kind = kind_of(files[0].inner(), &contains);
            read(files, kind)
        }));
        progress.end();
        found.sort_by(|a, b| a.0[0].inner().cmp(b.0[0].inner()));
        let documents = remember(found, memo, cache);
        report.extend(documents.unread.iter().cloned().chain(wrong(&documents.held)));
        documents
    }
}

/// The files of each page that is translated.
fn originals<'s>(
    stacks: impl Iterator<Item = &'s Vec<SourceFile>> + Clone,
    languages: &[Language],
) -> BTreeMap<ContentKey, Vec<SourceFile>> {
    let named = stacks.map(|files| (overlay::key(files[0].inner(), languages), files));
    let wanted: BTreeSet<ContentKey> = named.clone().filter_map(|(key, _)| original_of(key)).collect();
    if wanted.is_empty() {
        return BTreeMap::new();
    }
    named
        .filter(|(key, _)| wanted.contains(key))
        .map(|(key, files)| (key, files.clone()))
        .collect()
}

/// The page that a page translates; `None` when it is none of a further language.
fn original_of((path, language, is_section): ContentKey) -> Option<ContentKey> {
    (language != PageLanguage::Own).then_some((path, PageLanguage::Own, is_section))
}

/// Documents of a site, and what it took to read them.
#[derive(Default)]
pub(super) struct Documents {
    /// Every document, and whose it is.
    pub held: Vec<OwnedDocument>,
    /// The files of each, by the nearest.
    pub files: HashMap<Arc<str>, Vec<SourceFile>>,
    /// Texts that were parsed, not remembered.
    pub parsed: usize,
    /// Why others cannot be read.
    pub unread: Vec<Diagnostic>,
}

/// What is wrong with each of these documents.
pub(super) fn wrong(held: &[OwnedDocument]) -> impl Iterator<Item = Diagnostic> {
    let documents = held.iter().map(|held| &held.document);
    documents
        .flat_map(|document| document.report.iter().chain(&document.outline.report))
        .cloned()
}

/// Puts what was found in order and into the memo.
fn remember(found: Vec<(Vec<SourceFile>, ReadPage)>, memo: &mut Memo, cache: &SharedCache) -> Documents {
    let mut all = Documents::default();
    memo.begin();
    for (files, found) in found {
        let (file, layer) = (files[0].file.clone(), files[0].layer);
        all.unread.extend(found.wrong);
        all.parsed += usize::from(found.parsed);
        if let Some(document) = found.document {
            if let Some(stamp) = found.stamp {
                cache.keep_document(&file, &stamp, &document);
                memo.keep(&file, stamp, document.clone());
            }
            all.held.push(OwnedDocument { document, layer });
        }
        all.files.insert(file, files);
    }
    memo.end();
    all
}

/// Reads the text of one page anew, of a site whose documents are `held`, and notes it in the memo. `None` when it is no
/// longer a page that can be read.
pub(super) fn read_again(
    inputs: &Inputs,
    theme: &Theme,
    (memo, cache): (&mut Memo, &SharedCache),
    held: &[OwnedDocument],
    file: &SourceFile,
) -> Option<Arc<Document>> {
    // A translation has fields of its original: where there is one, both are read.
    let languages = &inputs.config.languages;
    let (path, _, language) = split_path(file.inner(), languages);
    let is_translated =
        |held: &OwnedDocument| held.document.path == path && held.document.language != language;
    if held.iter().any(is_translated) {
        return None;
    }
    let documents = held.iter().map(|held| &*held.document);
    let contains = kinds(documents.filter(|document| document.form == FileForm::Section));
    let reader = DocumentReader::new(inputs, theme, memo, cache);
    let read = reader.document(std::slice::from_ref(file), kind_of(file.inner(), &contains));
    let (document, stamp) = (read.document?, read.stamp?);
    cache.keep_document(&file.file, &stamp, &document);
    memo.replace(&file.file, stamp, document.clone());
    read.wrong.is_empty().then_some(document)
}

/// Reads the documents of a site.
struct DocumentReader<'r> {
    inputs: &'r Inputs,
    theme: &'r Theme,
    memo: &'r Memo,
    cache: &'r SharedCache,
    /// Fingerprints of syntax and languages, of texts whose raw HTML is not trusted and of those whose is.
    options: [Fingerprint; 2],
    /// The files of pages that are translated.
    originals: BTreeMap<ContentKey, Vec<SourceFile>>,
}

impl<'r> DocumentReader<'r> {
    fn new(inputs: &'r Inputs, theme: &'r Theme, memo: &'r Memo, cache: &'r SharedCache) -> Self {
        let options = [false, true].map(|trusted| {
            let syntax = Syntax {
                clauses: false,
                components: theme.components.clone(),
                trusted,
            };
            Fingerprint::of(&(&syntax, &inputs.config.languages))
        });
        Self {
            inputs,
            theme,
            memo,
            cache,
            options,
            originals: BTreeMap::new(),
        }
    }

    fn document(&self, files: &[SourceFile], kind: &Kind) -> ReadPage {
        let languages = &self.inputs.config.languages;
        let trusted = trusts(self.inputs.config.trusted_html, files);
        let records = Records::of(&self.inputs.chain.layers);
        let original = self.original(&files[0]);
        let stat_hash = Fingerprint::join(&[stat_hash(files, records), stat_hash(original, records)]);
        let options_hash = self.options_hash(kind, trusted);
        if let Some((stamp, document)) =
            self.known(&files[0].file, options_hash, |stamp| stamp.trusted(stat_hash))
        {
            return ReadPage::known(stamp, document);
        }
        let syntax = Syntax {
            clauses: false,
            components: self.theme.components.clone(),
            trusted,
        };
        let mut wrong = Vec::new();
        let text = match text_of(files, original, records, &mut wrong) {
            Ok(text) => text,
            Err(diagnostic) => return ReadPage::unread(diagnostic),
        };
        let stamp = SourceStamp {
            stat_hash,
            text: Fingerprint::join(&[
                // Of a text that was put together also which words are whose, and what was wrong with that.
                Fingerprint::of(&(&text.text, files.len(), &text.source_map(), &wrong)),
                records_fingerprint(files, records),
            ]),
            options_hash,
            is_stable: files.iter().chain(original).all(|file| is_stable(&file.state)),
        };
        if let Some((_, document)) =
            self.known(&files[0].file, options_hash, |known| known.text == stamp.text)
        {
            return ReadPage::known(stamp, document);
        }
        let reading = Reading {
            languages,
            syntax: &syntax,
            kind,
        };
        let (mut document, body) = kind::read(&files[0].file, files[0].inner(), &text.text, &reading);
        let unclear = source::unclear_characters(&files[0].file, &text.text);
        document
            .report
            .extend(source::unclear_name(&files[0]).into_iter().chain(unclear));
        if files.len() > 1 || !original.is_empty() {
            put_together(&mut document, &text, wrong);
        }
        let root = &self.inputs.chain.layers[0].layer.root;
        self.cache.keep_body(document.body, &Arc::new(body), root);
        ReadPage {
            stamp: Some(stamp),
            document: Some(Arc::new(document)),
            parsed: true,
            wrong: Vec::new(),
        }
    }

    /// The files of the page that a file translates; none of one that translates nothing.
    fn original(&self, file: &SourceFile) -> &[SourceFile] {
        let key = original_of(overlay::key(file.inner(), &self.inputs.config.languages));
        key.and_then(|key| self.originals.get(&key))
            .map_or(&[], Vec::as_slice)
    }

    /// Fingerprint of the options that pages of a kind are read with.
    fn options_hash(&self, kind: &Kind, trusted: bool) -> Fingerprint {
        Fingerprint::join(&[self.options[usize::from(trusted)], Fingerprint::of(&kind.name)])
    }

    /// What is known of a page, by this site or by another one.
    fn known(
        &self,
        file: &Arc<str>,
        options_hash: Fingerprint,
        fits: impl Fn(&SourceStamp) -> bool,
    ) -> Option<(SourceStamp, Arc<Document>)> {
        let own = self
            .memo
            .recall(file, options_hash)
            .map(|(stamp, document)| (stamp.clone(), document));
        own.filter(|(stamp, _)| fits(stamp)).or_else(|| {
            self.cache
                .document(file, options_hash)
                .filter(|(stamp, _)| fits(stamp))
        })
    }
}

/// A document of several files knows which words are whose, and brings along what was reported of their
/// being put together.
fn put_together(document: &mut Document, text: &ComposedText, wrong: Vec<Diagnostic>) {
    document.source_map = text.source_map();
    let (file, tiles) = (document.file.clone(), document.source_map.clone());
    let outline = Arc::make_mut(&mut document.outline);
    for diagnostic in document.report.iter_mut().chain(&mut outline.report) {
        tiles.translate(&file, diagnostic);
    }
    document.report.extend(wrong);
}

/// The text of a page, with what it has of the page that it translates. What is wrong with that one is told there.
fn text_of(
    files: &[SourceFile],
    original: &[SourceFile],
    records: Records<'_>,
    report: &mut Vec<Diagnostic>,
) -> Result<ComposedText, Diagnostic> {
    let text = overlay::text_of(files, records, report)?;
    if original.is_empty() {
        return Ok(text);
    }
    Ok(match overlay::text_of(original, records, &mut Vec::new()) {
        Ok(original) => overlay::translated(&original, text),
        Err(_) => text,
    })
}

fn stat_hash(files: &[SourceFile], records: Records<'_>) -> Fingerprint {
    let stat_hash: Vec<_> = files.iter().map(|file| (&file.file, file.state)).collect();
    Fingerprint::join(&[Fingerprint::of(&stat_hash), records_fingerprint(files, records)])
}

/// What is reported of a page that is put together depends on what its layers have recorded.
fn records_fingerprint(files: &[SourceFile], records: Records<'_>) -> Fingerprint {
    let Some((_, changed)) = files.split_last().filter(|(_, changed)| !changed.is_empty()) else {
        return Fingerprint::default();
    };
    Fingerprint::of(
        &changed
            .iter()
            .map(|file| records.of_page(file))
            .collect::<Vec<_>>(),
    )
}

/// Whether the last change of a file is well past: one within the same tick of the clock would not show.
pub(super) fn is_stable(state: &FileState) -> bool {
    const TICK: i64 = 50_000_000;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |now| now.as_nanos());
    let last = state.last_change();
    last != 0 && i64::try_from(now).is_ok_and(|now| now.saturating_sub(last) > TICK)
}

#[derive(Default)]
struct ReadPage {
    stamp: Option<SourceStamp>,
    document: Option<Arc<Document>>,
    parsed: bool,
    wrong: Vec<Diagnostic>,
}

impl ReadPage {
    /// Nothing changed: as it is remembered.
    fn known(stamp: SourceStamp, document: Arc<Document>) -> Self {
        Self {
            stamp: Some(stamp),
            document: Some(document),
            ..Self::default()
        }
    }

    /// It cannot be read.
    fn unread(why: Diagnostic) -> Self {
        Self {
            wrong: vec![why],
            ..Self::default()
        }
    }
}

/// What each section says that its pages are, by its path.
fn kinds<'d>(sections: impl Iterator<Item = &'d Document>) -> BTreeMap<String, Kind> {
    let contains =
        |section: &Document| Some((section.path.to_string(), section.front.further.contains.clone()?));
    sections.filter_map(contains).collect()
}

/// What the nearest section above says that its pages are.
fn kind_of<'c>(inner: &str, contains: &'c BTreeMap<String, Kind>) -> &'c Kind {
    let mut folder = path::folder(inner);
    loop {
        if let Some(kind) = contains.get(folder) {
            return kind;
        }
        if folder.is_empty() {
            return Kind::page();
        }
        folder = path::folder(folder);
    }
}
