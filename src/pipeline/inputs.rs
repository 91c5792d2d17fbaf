//! All that a build reads: configuration, files of every layer, theme, facts.

use super::body_cache::trusts;
use super::cache::SharedCache;
use super::memo::{Memo, SourceStamp};
use super::{BuildOptions, Progress};
use crate::base::{ComposedText, Diagnostic, Fault, Fingerprint, Language, Level, Span, path};
use crate::check::{DOUBLE_EXTENSION, LOCALITY_MISSING, THEME_MISSING};
use crate::config::{self, Config};
use crate::document::{Document, FileForm, Kind, split_path};
use crate::fact;
use crate::kind::{self, Reading};
use crate::markdown::Syntax;
use crate::message;
use crate::overlay::{self, LayerStack, Override, Pages, Records, SiteLayer};
use crate::site::{Locality, OwnedDocument, Owner, RouteOptions, SiteInput};
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
    /// The site's layers, nearest first.
    pub chain: LayerStack,
    /// The site.s own words and what it inherits.
    pub config: Config,
    pages: Pages,
    /// Other files in content/.
    pub beside: Vec<SourceFile>,
    /// Files in static/.
    pub statics: Vec<SourceFile>,
    /// Levels of the theme, nearest first.
    pub theme: Vec<Vec<ThemeFile>>,
    theme_fingerprint: Fingerprint,
    /// What the site overrides of its upstream.
    pub overrides: Vec<Override>,
}

impl Inputs {
    /// Finds all that there is. `names_from` is the folder from which other layers are named.
    pub fn gather(
        order: &BuildOptions,
        names_from: &Path,
        report: &mut Vec<Diagnostic>,
    ) -> Result<Self, Fault> {
        let chain = overlay::resolve_layers(&order.root, names_from, order.url.as_deref(), report)?;
        let config = chain.config();
        let (mut markdown, mut beside, mut statics) = (Vec::new(), Vec::new(), Vec::new());
        for site in &chain.layers {
            let (pages, others): (Vec<_>, Vec<_>) = site
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
            statics.extend(site.layer.list("static", report));
        }
        let pages = overlay::pages(&chain.layers, &markdown, &config.languages, report);
        let overrides = overrides(&chain, &markdown, &config.languages);
        let theme = theme_levels(&chain.layers, &config, report);
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
            theme_fingerprint: theme_print,
            overrides,
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
            .layers
            .iter()
            .flat_map(|site| known.map(|name| (site.layer.display(name), site.layer.root.join(name))));
        named.chain(theirs).collect()
    }

    /// The files of every page, nearest first.
    fn stacks(&self) -> impl Iterator<Item = &[SourceFile]> {
        let stacks = self.pages.by_key.values().map(|stack| stack.files.as_slice());
        stacks.chain(self.pages.duplicates.chunks(1))
    }

    /// Fingerprint of all files of the theme and its options.
    pub fn theme_fingerprint(&self) -> Fingerprint {
        self.theme_fingerprint
    }

    /// All that the site is put together of.
    pub fn site_input(
        &mut self,
        documents: Vec<OwnedDocument>,
        routes: RouteOptions,
        report: &mut Vec<Diagnostic>,
    ) -> SiteInput {
        SiteInput {
            config: self.config.clone(),
            owners: self.owners(),
            facts: self.chain.fact_table(report),
            localities: self.localities(report),
            documents,
            hidden: self.pages.hidden.keys().map(|(path, ..)| path.clone()).collect(),
            statics: std::mem::take(&mut self.statics),
            beside: std::mem::take(&mut self.beside),
            routes,
        }
    }

    /// The sites further down whose facts are compared.
    fn localities(&self, report: &mut Vec<Diagnostic>) -> Vec<Locality> {
        let own = &self.chain.layers[0];
        let mut found = Vec::new();
        for written in &own.config.localities {
            let root = own.layer.root.join(written.value.trim());
            let mut diagnostics = Vec::new();
            match overlay::resolve_layers(&root, &self.names_from, None, &mut diagnostics) {
                Ok(chain) => {
                    let below = &chain.layers[0].config;
                    found.push(Locality {
                        name: below.name.clone(),
                        url: below.has_url().then(|| below.absolute(&below.href(""))),
                        region: below.region.clone(),
                        facts: chain.fact_table(&mut diagnostics),
                    });
                    diagnostics.retain(|diagnostic| diagnostic.level == Level::Error);
                    report.append(&mut diagnostics);
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
        let sites = self.chain.layers.iter();
        sites
            .map(|site| Owner {
                name: site.config.name.clone(),
                prefix: site.layer.display(""),
            })
            .collect()
    }

    /// Documents of all Markdown files, in the order of their paths; those that changed are parsed.
    pub fn documents(
        &self,
        theme: &Theme,
        memo: &mut Memo,
        cache: &SharedCache,
        progress: &dyn Progress,
        report: &mut Vec<Diagnostic>,
    ) -> Documents {
        let stacks: Vec<&[SourceFile]> = self.stacks().collect();
        let (indexes, leaves): (Vec<_>, Vec<_>) = stacks
            .into_iter()
            .partition(|files| split_path(&files[0].inner, &self.config.languages).1 == FileForm::Section);
        progress.begin(
            &message!("阅读内容", "reading content"),
            indexes.len() + leaves.len(),
        );
        let reader = DocumentReader {
            inputs: self,
            theme,
            memo: &*memo,
            cache,
        };
        let read = |files: &'_ [SourceFile], kind: &Kind| {
            let found = reader.document(files, kind);
            progress.step();
            found
        };
        let mut found: Vec<(&[SourceFile], ReadPage)> = indexes
            .par_iter()
            .map(|files| (*files, read(files, Kind::page())))
            .collect();
        let contains: BTreeMap<String, Kind> = found
            .iter()
            .filter_map(|(_, found)| found.document.as_ref())
            .filter_map(|document| Some((document.path.to_string(), document.front.contains.clone()?)))
            .collect();
        found.par_extend(
            leaves
                .par_iter()
                .map(|files| (*files, read(files, kind_of(&files[0].inner, &contains)))),
        );
        progress.end();
        found.sort_by(|a, b| a.0[0].inner.cmp(&b.0[0].inner));
        remember(found, memo, cache, report)
    }
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
}

/// Puts what was found in order and into the memo.
fn remember(
    found: Vec<(&[SourceFile], ReadPage)>,
    memo: &mut Memo,
    cache: &SharedCache,
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
            if let Some(stamp) = found.stamp {
                cache.keep_document(file, &stamp, &document);
                memo.keep(file, stamp, document.clone());
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
struct DocumentReader<'r> {
    inputs: &'r Inputs,
    theme: &'r Theme,
    memo: &'r Memo,
    cache: &'r SharedCache,
}

impl DocumentReader<'_> {
    fn document(&self, files: &[SourceFile], kind: &Kind) -> ReadPage {
        let languages = &self.inputs.config.languages;
        let syntax = Syntax {
            clauses: false,
            components: self.theme.components.clone(),
            trusted: trusts(self.inputs.config.trusted_html, files),
        };
        let records = Records::of(&self.inputs.chain.layers);
        let stat_hash = stat_hash(files, records);
        let options_hash = Fingerprint::of(&(&syntax, languages, &kind.name));
        if let Some((stamp, document)) =
            self.known(&files[0].file, options_hash, |stamp| stamp.trusted(stat_hash))
        {
            return ReadPage {
                stamp: Some(stamp),
                document: Some(document),
                ..ReadPage::default()
            };
        }
        let mut wrong = Vec::new();
        let text = match overlay::text_of(files, records, &mut wrong) {
            Ok(text) => text,
            Err(diagnostic) => {
                return ReadPage {
                    wrong: vec![diagnostic],
                    ..ReadPage::default()
                };
            }
        };
        let stamp = SourceStamp {
            stat_hash: stat_hash,
            text: Fingerprint::join(&[
                Fingerprint::of(&(&text.text, files.len())),
                records_fingerprint(files, records),
            ]),
            options_hash: options_hash,
            is_stable: files.iter().all(|file| is_stable(file.modified)),
        };
        if let Some((_, document)) =
            self.known(&files[0].file, options_hash, |known| known.text == stamp.text)
        {
            return ReadPage {
                stamp: Some(stamp),
                document: Some(document),
                ..ReadPage::default()
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
        self.cache.keep_body(document.body, &Arc::new(body));
        ReadPage {
            stamp: Some(stamp),
            document: Some(Arc::new(document)),
            parsed: true,
            wrong: Vec::new(),
        }
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

fn stat_hash(files: &[SourceFile], records: Records<'_>) -> Fingerprint {
    let stat_hash: Vec<_> = files
        .iter()
        .map(|file| (&file.file, file.size, file.modified))
        .collect();
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

/// What the site overrides of its upstream.
fn overrides(chain: &LayerStack, markdown: &[Vec<SourceFile>], languages: &[Language]) -> Vec<Override> {
    let (Some(own), true) = (markdown.first(), chain.layers.len() > 1) else {
        return Vec::new();
    };
    let above = overlay::pages(&chain.layers[1..], &markdown[1..], languages, &mut Vec::new());
    overlay::overrides(own, &above, &chain.layers, languages)
}

/// The nearest file of each path.
fn nearest(files: Vec<SourceFile>) -> Vec<SourceFile> {
    let mut found: BTreeMap<String, SourceFile> = BTreeMap::new();
    for file in files {
        found.entry(file.inner.clone()).or_insert(file);
    }
    found.into_values().collect()
}

/// Whether a time of change is well past.
pub(super) fn is_stable(modified: i128) -> bool {
    const TICK: i128 = 50_000_000;
    let now = std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |now| now.as_nanos());
    modified != 0 && i128::try_from(now).is_ok_and(|now| now - modified > TICK)
}

#[derive(Default)]
struct ReadPage {
    stamp: Option<SourceStamp>,
    document: Option<Arc<Document>>,
    parsed: bool,
    wrong: Vec<Diagnostic>,
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

/// The levels of the theme: the folders of all layers, nearest first, then the built-in one; then those of
/// the theme it extends.
fn theme_levels(sites: &[SiteLayer], config: &Config, report: &mut Vec<Diagnostic>) -> Vec<Vec<ThemeFile>> {
    let mut levels = Vec::new();
    let mut name = config.theme.clone();
    let mut visited = Vec::new();
    loop {
        let mut below = Vec::new();
        let theirs = sites.iter().map(|site| own_theme(&site.layer, &name, report));
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
