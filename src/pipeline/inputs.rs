//! All that a build reads: configuration, files of every layer, theme, facts.

use super::bodies::trusts;
use super::memo::{Memo, Seen};
use super::shelf::Shelf;
use super::{BuildOptions, Progress};
use crate::base::{Diagnostic, Fault, Fingerprint, Language, Level, Mosaic, Span, path};
use crate::check::{DOUBLE_EXTENSION, LOCALITY_MISSING, THEME_MISSING};
use crate::config::{self, Config};
use crate::document::{Document, Form};
use crate::fact;
use crate::kind::{self, Reading};
use crate::markdown::Syntax;
use crate::message;
use crate::overlay::{self, Chain, Pages, Records, Tier};
use crate::site::{Locality, OwnedDocument, Owner, SiteInput};
use crate::source::FILE_UNREADABLE;
use crate::source::{Layer, SourceFile};
use crate::theme::THEME_WRONG;
use crate::theme::{Theme, ThemeFile, built_in};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What was found on the disk.
pub(super) struct Inputs {
    names_from: PathBuf,
    pub chain: Chain,
    /// The site's own words and what comes down to it.
    pub config: Config,
    pages: Pages,
    /// Other files in content/.
    pub beside: Vec<SourceFile>,
    pub statics: Vec<SourceFile>,
    /// Levels of the theme, nearest first.
    pub theme: Vec<Vec<ThemeFile>>,
    theme_print: Fingerprint,
}

impl Inputs {
    /// Finds all that there is. `names_from` is the folder from which other layers are named.
    pub fn gather(
        order: &BuildOptions,
        names_from: &Path,
        report: &mut Vec<Diagnostic>,
    ) -> Result<Self, Fault> {
        let chain = overlay::climb(&order.root, names_from, order.url.as_deref(), report)?;
        let config = chain.config();
        let (mut markdown, mut beside, mut statics) = (Vec::new(), Vec::new(), Vec::new());
        for tier in &chain.tiers {
            let (pages, others): (Vec<_>, Vec<_>) = tier
                .layer
                .list("content", report)
                .into_iter()
                .partition(|file| file.inner.ends_with(".md"));
            markdown.push(pages);
            for file in others.iter().filter(|file| file.inner.ends_with(".md.txt")) {
                report.push(
                    Diagnostic::new(
                        &DOUBLE_EXTENSION,
                        Span::top(&file.file),
                        message!(
                            "文件名多了 .txt，不会当成页面",
                            "the name ends with .txt too: it is no page"
                        ),
                    )
                    .hint(message!(
                        "改名，去掉 .txt（先让系统显示扩展名）",
                        "rename it without .txt"
                    )),
                );
            }
            // What a merge left for its author to look through is no part of the site.
            beside.extend(
                others
                    .into_iter()
                    .filter(|file| !file.inner.ends_with(".md.merge")),
            );
            statics.extend(tier.layer.list("static", report));
        }
        let pages = overlay::pages(&chain.tiers, &markdown, &config.languages, report);
        report.extend(drift(&chain, &markdown, &config.languages));
        let theme = theme_levels(&chain.tiers, &config, report);
        let prints: Vec<_> = theme
            .iter()
            .flatten()
            .map(|file| (&file.inner, &file.file, Fingerprint::of_bytes(&file.bytes)))
            .collect();
        let theme_print = Fingerprint::join(&[Fingerprint::of(&prints), Fingerprint::of(&config.brand)]);
        Ok(Self {
            names_from: names_from.to_path_buf(),
            chain,
            config,
            pages,
            beside: nearest(beside),
            statics: nearest(statics),
            theme,
            theme_print,
        })
    }

    /// Where the files are that diagnostics name.
    pub fn names(&self) -> HashMap<Arc<str>, PathBuf> {
        let pages = self.stacks().flatten();
        let files = pages.chain(&self.beside).chain(&self.statics);
        let named = files.map(|file| (file.file.clone(), file.path.clone()));
        let known = [config::FILE, fact::FILE, overlay::LOCK];
        let theirs = self
            .chain
            .tiers
            .iter()
            .flat_map(|tier| known.map(|name| (tier.layer.display(name), tier.layer.root.join(name))));
        named.chain(theirs).collect()
    }

    /// The files of every page, nearest first.
    fn stacks(&self) -> impl Iterator<Item = &[SourceFile]> {
        let stacks = self.pages.stacks.values().map(|stack| stack.files.as_slice());
        stacks.chain(self.pages.twins.chunks(1))
    }

    pub fn theme_print(&self) -> Fingerprint {
        self.theme_print
    }

    /// All that the site is put together of.
    pub fn parts(&mut self, documents: Vec<OwnedDocument>, report: &mut Vec<Diagnostic>) -> SiteInput {
        SiteInput {
            config: self.config.clone(),
            owners: self.owners(),
            book: self.chain.book(report),
            localities: self.localities(report),
            documents,
            hidden: self.pages.hidden.keys().map(|(path, ..)| path.clone()).collect(),
            statics: std::mem::take(&mut self.statics),
            beside: std::mem::take(&mut self.beside),
        }
    }

    /// The sites further down whose facts are compared.
    fn localities(&self, report: &mut Vec<Diagnostic>) -> Vec<Locality> {
        let own = &self.chain.tiers[0];
        let mut found = Vec::new();
        for written in &own.config.localities {
            let root = own.layer.root.join(written.value.trim());
            let mut told = Vec::new();
            match overlay::climb(&root, &self.names_from, None, &mut told) {
                Ok(chain) => {
                    let below = &chain.tiers[0].config;
                    found.push(Locality {
                        name: below.name.clone(),
                        url: below.published().then(|| below.absolute(&below.href(""))),
                        region: below.region.clone(),
                        book: chain.book(&mut told),
                    });
                    told.retain(|diagnostic| diagnostic.level == Level::Error);
                    report.append(&mut told);
                }
                Err(fault) => {
                    let place = Span::new(&own.config.file, written.at.clone());
                    let missing = Diagnostic::new(&LOCALITY_MISSING, place, fault.message);
                    report.push(missing.hint(message!(
                        "localities 写下级站点的文件夹，如 examples/shanghai",
                        "`localities` takes folders of sites further down, like examples/shanghai"
                    )));
                }
            }
        }
        found
    }

    /// Whose pages there are, nearest first.
    fn owners(&self) -> Vec<Owner> {
        let tiers = self.chain.tiers.iter();
        tiers
            .map(|tier| Owner {
                name: tier.config.name.clone(),
                prefix: tier.layer.display(""),
            })
            .collect()
    }

    /// Documents of all Markdown files, in the order of their paths; those that changed are parsed.
    pub fn documents(
        &self,
        theme: &Theme,
        memo: &mut Memo,
        shelf: &Shelf,
        progress: &dyn Progress,
        report: &mut Vec<Diagnostic>,
    ) -> Documents {
        let stacks: Vec<&[SourceFile]> = self.stacks().collect();
        let (indexes, leaves): (Vec<_>, Vec<_>) = stacks
            .into_iter()
            .partition(|files| kind::split_path(&files[0].inner, &self.config.languages).1 == Form::Section);
        progress.begin(
            &message!("阅读内容", "reading content"),
            indexes.len() + leaves.len(),
        );
        let reader = Reader {
            inputs: self,
            theme,
            memo: &*memo,
            shelf,
        };
        let read = |files: &'_ [SourceFile], kind: &str| {
            let found = reader.document(files, kind);
            progress.step();
            found
        };
        let mut found: Vec<(&[SourceFile], Found)> = indexes
            .par_iter()
            .map(|files| (*files, read(files, "page")))
            .collect();
        let contains: BTreeMap<String, String> = found
            .iter()
            .filter_map(|(_, found)| found.document.as_ref())
            .filter_map(|document| Some((document.path.clone(), document.front.contains.clone()?)))
            .collect();
        found.par_extend(
            leaves
                .par_iter()
                .map(|files| (*files, read(files, kind_of(&files[0].inner, &contains)))),
        );
        progress.end();
        found.sort_by(|a, b| a.0[0].inner.cmp(&b.0[0].inner));
        settle(found, memo, shelf, report)
    }
}

/// Documents of a site, and what it took to read them.
#[derive(Default)]
pub(super) struct Documents {
    pub held: Vec<OwnedDocument>,
    /// The files of each, by the nearest.
    pub files: HashMap<Arc<str>, Vec<SourceFile>>,
    /// Texts that were parsed, not remembered.
    pub parsed: usize,
}

/// Puts what was found in order and into the memo.
fn settle(
    found: Vec<(&[SourceFile], Found)>,
    memo: &mut Memo,
    shelf: &Shelf,
    report: &mut Vec<Diagnostic>,
) -> Documents {
    let mut all = Documents::default();
    memo.begin();
    for (files, found) in found {
        let file = &files[0].file;
        all.files.insert(file.clone(), files.to_vec());
        report.extend(found.wrong);
        all.parsed += usize::from(found.parsed);
        if let Some(document) = found.document {
            report.extend(document.report.iter().chain(&document.outline.report).cloned());
            if let Some(seen) = found.seen {
                shelf.keep_document(file, &seen, &document);
                memo.keep(file, seen, document.clone());
            }
            all.held.push(OwnedDocument {
                document,
                layer: files[0].layer,
            });
        }
    }
    memo.end();
    all
}

/// Reads the documents of a site.
struct Reader<'r> {
    inputs: &'r Inputs,
    theme: &'r Theme,
    memo: &'r Memo,
    shelf: &'r Shelf,
}

impl Reader<'_> {
    fn document(&self, files: &[SourceFile], kind: &str) -> Found {
        let languages = &self.inputs.config.languages;
        let syntax = Syntax {
            clauses: false,
            components: self.theme.components.clone(),
            trusted: trusts(self.inputs.config.trusted_html, files),
        };
        let records = Records::of(&self.inputs.chain.tiers);
        let about = about(files, records);
        let how = Fingerprint::of(&(&syntax, languages, kind));
        if let Some((seen, document)) = self.known(&files[0].file, how, |seen| seen.trusted(about)) {
            return Found {
                seen: Some(seen),
                document: Some(document),
                ..Found::default()
            };
        }
        let mut wrong = Vec::new();
        let text = match overlay::text_of(files, records, &mut wrong) {
            Ok(text) => text,
            Err(diagnostic) => {
                return Found {
                    wrong: vec![diagnostic],
                    ..Found::default()
                };
            }
        };
        let seen = Seen {
            about,
            text: Fingerprint::join(&[
                Fingerprint::of(&(&text.text, files.len())),
                of_records(files, records),
            ]),
            how,
            settled: files.iter().all(|file| settled(file.modified)),
        };
        if let Some((_, document)) = self.known(&files[0].file, how, |known| known.text == seen.text) {
            return Found {
                seen: Some(seen),
                document: Some(document),
                ..Found::default()
            };
        }
        let reading = Reading {
            languages,
            syntax: &syntax,
            kind,
        };
        let (mut document, body) = kind::read(&files[0].file, &files[0].inner, &text.text, &reading);
        if files.len() > 1 {
            put_together(&mut document, &text, wrong);
        }
        self.shelf.keep_body(document.body, &Arc::new(body));
        Found {
            seen: Some(seen),
            document: Some(Arc::new(document)),
            parsed: true,
            wrong: Vec::new(),
        }
    }

    /// What is known of a page, by this site or by another one.
    fn known(
        &self,
        file: &Arc<str>,
        how: Fingerprint,
        fits: impl Fn(&Seen) -> bool,
    ) -> Option<(Seen, Arc<Document>)> {
        let own = self
            .memo
            .recall(file, how)
            .map(|(seen, document)| (seen.clone(), document));
        own.filter(|(seen, _)| fits(seen))
            .or_else(|| self.shelf.document(file, how).filter(|(seen, _)| fits(seen)))
    }
}

/// A document of several files knows which words are whose, and brings along what was told of their
/// being put together.
fn put_together(document: &mut Document, text: &Mosaic, wrong: Vec<Diagnostic>) {
    document.tiles = text.tiles();
    let (file, tiles) = (document.file.clone(), document.tiles.clone());
    let outline = Arc::make_mut(&mut document.outline);
    for diagnostic in document.report.iter_mut().chain(&mut outline.report) {
        tiles.translate(&file, diagnostic);
    }
    document.report.extend(wrong);
}

fn about(files: &[SourceFile], records: Records<'_>) -> Fingerprint {
    let about: Vec<_> = files
        .iter()
        .map(|file| (&file.file, file.size, file.modified))
        .collect();
    Fingerprint::join(&[Fingerprint::of(&about), of_records(files, records)])
}

/// What is told of a page that is put together depends on what its layers have recorded.
fn of_records(files: &[SourceFile], records: Records<'_>) -> Fingerprint {
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

/// What is to be told of the site's own overrides.
fn drift(chain: &Chain, markdown: &[Vec<SourceFile>], languages: &[Language]) -> Vec<Diagnostic> {
    let (Some(own), true) = (markdown.first(), chain.tiers.len() > 1) else {
        return Vec::new();
    };
    let above = overlay::pages(&chain.tiers[1..], &markdown[1..], languages, &mut Vec::new());
    overlay::warnings(&overlay::overrides(own, &above, &chain.tiers, languages))
}

/// Of files on one path the nearest.
fn nearest(files: Vec<SourceFile>) -> Vec<SourceFile> {
    let mut found: BTreeMap<String, SourceFile> = BTreeMap::new();
    for file in files {
        found.entry(file.inner.clone()).or_insert(file);
    }
    found.into_values().collect()
}

/// Whether a time of change is well past.
pub(super) fn settled(modified: i128) -> bool {
    const TICK: i128 = 50_000_000;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |now| now.as_nanos());
    modified != 0 && i128::try_from(now).is_ok_and(|now| now - modified > TICK)
}

#[derive(Default)]
struct Found {
    seen: Option<Seen>,
    document: Option<Arc<Document>>,
    parsed: bool,
    wrong: Vec<Diagnostic>,
}

/// What the nearest section above says that its pages are.
fn kind_of<'c>(inner: &str, contains: &'c BTreeMap<String, String>) -> &'c str {
    let mut folder = path::folder(inner);
    loop {
        if let Some(kind) = contains.get(folder) {
            return kind;
        }
        if folder.is_empty() {
            return "page";
        }
        folder = path::folder(folder);
    }
}

/// The levels of the theme: the folders of all layers, nearest first, then the built-in one; then those of
/// the theme it extends.
fn theme_levels(tiers: &[Tier], config: &Config, report: &mut Vec<Diagnostic>) -> Vec<Vec<ThemeFile>> {
    let mut levels = Vec::new();
    let mut name = config.theme.clone();
    let mut visited = Vec::new();
    loop {
        let mut below = Vec::new();
        let theirs = tiers.iter().map(|tier| own_theme(&tier.layer, &name, report));
        below.extend(theirs.filter(|files| !files.is_empty()));
        let shipped = built_in(&name);
        if !shipped.is_empty() {
            below.push(shipped);
        }
        if below.is_empty() {
            let place = Span::top(&config.file);
            report.push(
                Diagnostic::new(
                    &THEME_MISSING,
                    place,
                    message!("没有叫 {name} 的主题", "there is no theme called {name}"),
                )
                .hint(message!(
                    "放进 themes/{name}/，或写 theme: wanjia",
                    "put it into themes/{name}/, or write `theme: wanjia`"
                )),
            );
        }
        let next = below.iter().find_map(|files| crate::theme::extends(files));
        levels.extend(below);
        visited.push(name);
        match next {
            Some(next) if !visited.contains(&next) => name = next,
            Some(next) => {
                report.push(
                    Diagnostic::new(
                        &THEME_WRONG,
                        Span::top(&config.file),
                        message!(
                            "主题 {next} 绕着圈继承",
                            "theme {next} extends itself in a circle"
                        ),
                    )
                    .hint(message!(
                        "去掉一处 theme.yaml 里的 extends",
                        "take one `extends` out of a theme.yaml"
                    )),
                );
                return levels;
            }
            None => return levels,
        }
    }
}

fn own_theme(layer: &Layer, name: &str, report: &mut Vec<Diagnostic>) -> Vec<ThemeFile> {
    let mut files = Vec::new();
    for file in layer.list(&format!("themes/{name}"), report) {
        match std::fs::read(&file.path) {
            Ok(bytes) => files.push(ThemeFile {
                file: file.file,
                inner: file.inner,
                bytes: Cow::Owned(bytes),
            }),
            Err(error) => report.push(Diagnostic::new(
                &FILE_UNREADABLE,
                Span::top(&file.file),
                message!("读不了：{error}", "cannot be read: {error}"),
            )),
        }
    }
    files
}
