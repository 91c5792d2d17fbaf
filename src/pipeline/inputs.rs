//! All that a build reads: configuration, files of every layer, theme, facts.

use super::documents::is_stable;
use super::once::Once;
use super::{BuildOptions, attachments};
use crate::base::{Diagnostic, Fault, Fingerprint, Language, Level, Span};
use crate::check::inspect::TERMS_FILE;
use crate::check::{CONTENT_MISSING, DOUBLE_EXTENSION, LOCALITY_MISSING, THEME_MISSING};
use crate::config::{self, Config, Region};
use crate::fact;
use crate::message;
use crate::overlay::{self, LayerStack, Override, Pages, SiteLayer};
use crate::picture;
use crate::site::{Locality, Owner, SiteInput};
use crate::source::FILE_UNREADABLE;
use crate::source::{self, Layer, SourceFile};
use crate::theme::THEME_WRONG;
use crate::theme::{Theme, ThemeFile, built_in};
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What was found on the disk.
#[derive(Debug)]
pub(super) struct Inputs {
    names_from: PathBuf,
    /// The site's layers, nearest first.
    pub chain: LayerStack,
    /// The site's own words and what it inherits.
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
        once: &Once,
        report: &mut Vec<Diagnostic>,
    ) -> Result<Self, Fault> {
        let chain = overlay::resolve_layers(&order.root, names_from, order.url.as_deref(), report)?;
        let config = chain.config();
        let (mut markdown, mut beside, mut statics) = (Vec::new(), Vec::new(), Vec::new());
        for site in &chain.layers {
            let (pages, others): (Vec<_>, Vec<_>) = once
                .list(&site.layer, "content", report)
                .into_iter()
                .partition(|file| file.inner().ends_with(".md"));
            markdown.push(pages);
            let (misnamed, others) = misnamed(others);
            let own = site.layer.number == 0;
            report.extend(misnamed.into_iter().filter(|_| own));
            report.extend(site.layer.empty_submodules());
            let (doubled, others): (Vec<_>, Vec<_>) = others
                .into_iter()
                .partition(|file| file.inner().ends_with(".md.txt"));
            report.extend(doubled.iter().map(|file| double_extension(&file.file)));
            report.extend(settings_misnamed(&site.layer));
            beside.extend(others);
            statics.extend(once.list(&site.layer, source::STATIC, report));
        }
        if !chain.broken && markdown.iter().all(Vec::is_empty) {
            report.push(content_missing(&config));
        }
        let (beside, statics) = (nearest(beside), nearest(statics));
        report.extend(attachments::told(
            beside.iter().chain(&statics),
            config.trusted_html,
        ));
        let pages = overlay::pages(&chain.layers, &markdown, &config.languages, report);
        let overrides = overrides(&chain, &markdown, &config.languages);
        let theme = theme_levels(&chain.layers, &config, once, report);
        let files: Vec<_> = theme
            .iter()
            .flatten()
            .map(|file| (&file.inner, &file.file, file.fingerprint))
            .collect();
        let theme_fingerprint = Fingerprint::join(&[
            Fingerprint::of(&files),
            Fingerprint::of(&(&config.brand, config.limits)),
        ]);
        Ok(Self {
            names_from: names_from.to_path_buf(),
            chain,
            config,
            pages,
            beside,
            statics,
            theme,
            theme_fingerprint,
            overrides,
        })
    }

    /// Where the files are that diagnostics name.
    pub fn names(&self) -> HashMap<Arc<str>, Arc<Path>> {
        let pages = self.stacks().flatten();
        let files = pages.chain(&self.beside).chain(&self.statics);
        let named = files.map(|file| (file.file.clone(), file.path.clone()));
        let known = [config::FILE, fact::FILE, overlay::LOCK, TERMS_FILE];
        let theirs = self
            .chain
            .layers
            .iter()
            .flat_map(|site| known.map(|name| site.layer.one(name)))
            .flatten()
            .map(|file| (file.file, file.path));
        named.chain(theirs).collect()
    }

    /// The files of every page, nearest first, for who reads them: they are no longer here.
    pub fn take_stacks(&mut self) -> Vec<Vec<SourceFile>> {
        let by_key = std::mem::take(&mut self.pages.by_key);
        let duplicates = std::mem::take(&mut self.pages.duplicates);
        let stacks = by_key.into_values().map(|stack| stack.files);
        stacks
            .chain(duplicates.into_iter().map(|file| vec![file]))
            .collect()
    }

    /// The files of every page, nearest first.
    pub fn stacks(&self) -> impl Iterator<Item = &[SourceFile]> {
        let stacks = self.pages.by_key.values().map(|stack| stack.files.as_slice());
        stacks.chain(self.pages.duplicates.chunks(1))
    }

    /// Fingerprint of all files of the theme and its options.
    pub fn theme_fingerprint(&self) -> Fingerprint {
        self.theme_fingerprint
    }

    /// Fingerprint of all that a build reads, without reading the pages: same fingerprint, same site. `None` when a file was
    /// changed just now, so that its state does not tell what is in it.
    pub fn fingerprint(&self) -> Option<Fingerprint> {
        let settings = [config::FILE, fact::FILE, overlay::LOCK];
        let layers = self.chain.layers.iter();
        let settings: Vec<SourceFile> = layers
            .flat_map(|site| settings.map(|name| site.layer.one(name)))
            .flatten()
            .collect();
        let files = || {
            let pages = self
                .stacks()
                .flatten()
                .chain(self.pages.hidden.values().map(|(file, _)| file));
            pages.chain(&self.beside).chain(&self.statics).chain(&settings)
        };
        if !files().all(|file| is_stable(&file.state)) {
            return None;
        }
        let states: Vec<_> = files().map(|file| (file.layer, &file.file, file.state)).collect();
        // What is wrong with sites further down is told by the build.
        let localities = self.localities(&mut Vec::new());
        let config = format!("{:?} {localities:?} {:?}", self.config, self.chain.folders());
        Some(Fingerprint::join(&[
            Fingerprint::of(&states),
            Fingerprint::of(&config),
            self.theme_fingerprint,
        ]))
    }

    /// All that the site is put together of, besides its documents.
    pub fn site_input(&mut self, theme: &Theme, report: &mut Vec<Diagnostic>) -> SiteInput {
        SiteInput {
            config: self.config.clone(),
            owners: self.owners(),
            facts: self.chain.fact_table(report),
            localities: self.localities(report),
            logo_size: self.logo_size(),
            hidden: self.pages.hidden.keys().map(|(path, ..)| path.clone()).collect(),
            statics: std::mem::take(&mut self.statics),
            beside: std::mem::take(&mut self.beside),
            routes: theme.routes(),
            words: theme.words.clone(),
        }
    }

    /// Pixels across and down of the logo, when it is a file in static/ that says them.
    fn logo_size(&self) -> Option<(u32, u32)> {
        let logo = self.config.brand.logo.as_ref()?.value.trim_start_matches('/');
        let file = self.statics.iter().find(|file| file.inner() == logo)?;
        let is_small = file.state.size <= crate::source::MAX_BYTES;
        is_small.then(|| picture::size(&std::fs::read(&file.path).ok()?))?
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
                        // One that does not say where it is is called by its name.
                        region: below.speaks_for().cloned().unwrap_or_else(|| Region {
                            code: String::new(),
                            name: below.name.clone(),
                        }),
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
                region: site.config.speaks_for().cloned(),
            })
            .collect()
    }
}

/// A site without any page is one whose folder was moved, or is not there yet: what is published must not become empty by it.
fn content_missing(config: &Config) -> Diagnostic {
    Diagnostic::new(
        &CONTENT_MISSING,
        Span::top(&config.file),
        message!("content/ 里一页也没有", "there is no page in content/"),
    )
    .hint(message!(
        "核对 content/ 在不在；第一页用 wanjia new page 标题 写；在上级站点之上的，写 extends",
        "check whether content/ is there; `wanjia new page TITLE` begins a first page; a site on top of another one says `extends`"
    ))
}

/// What the site overrides of its upstream.
fn overrides(chain: &LayerStack, markdown: &[Vec<SourceFile>], languages: &[Language]) -> Vec<Override> {
    let (Some(own), true) = (markdown.first(), chain.layers.len() > 1) else {
        return Vec::new();
    };
    let above = overlay::pages(&chain.layers[1..], &markdown[1..], languages, &mut Vec::new());
    overlay::overrides(own, &above, &chain.layers, languages)
}

/// Files that are meant to be pages and have another ending, as they are told of, and all others.
fn misnamed(files: Vec<SourceFile>) -> (Vec<Diagnostic>, Vec<SourceFile>) {
    let mut told = Vec::new();
    let others = files.into_iter().filter(|file| {
        let wrong = source::misnamed(file);
        let fine = wrong.is_none();
        told.extend(wrong);
        fine
    });
    let others = others.collect();
    (told, others)
}

/// Files beside site.yaml that are not read because of their names.
fn settings_misnamed(layer: &Layer) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for name in [config::FILE, fact::FILE] {
        if let Some(file) = layer.one(&format!("{name}.txt")) {
            told.push(double_extension(&file.file));
        }
        if let Some(file) = layer.one(&name.replace(".yaml", ".yml")) {
            let message = message!("{name} 才会读", "only {name} is read");
            told.push(
                Diagnostic::new(&DOUBLE_EXTENSION, Span::top(&file.file), message)
                    .hint(message!("改名为 {name}", "rename it {name}")),
            );
        }
    }
    told
}

fn double_extension(file: &Arc<str>) -> Diagnostic {
    let message = message!(
        "文件名多了 .txt，不会读进来",
        "the name ends with .txt too: it is not read"
    );
    Diagnostic::new(&DOUBLE_EXTENSION, Span::top(file), message).hint(message!(
        "改名，去掉 .txt（先让系统显示扩展名）",
        "rename it without .txt"
    ))
}

/// The nearest file of each path.
fn nearest(files: Vec<SourceFile>) -> Vec<SourceFile> {
    let mut found: BTreeMap<String, SourceFile> = BTreeMap::new();
    for file in files {
        found.entry(file.inner().to_owned()).or_insert(file);
    }
    found.into_values().collect()
}

/// The levels of the theme: the folders of all layers, nearest first, then the built-in one; then those of
/// the theme it extends.
fn theme_levels(
    sites: &[SiteLayer],
    config: &Config,
    once: &Once,
    report: &mut Vec<Diagnostic>,
) -> Vec<Vec<ThemeFile>> {
    let mut levels = Vec::new();
    let mut name = config.theme.clone();
    let mut visited = Vec::new();
    loop {
        let mut below = Vec::new();
        let theirs = sites.iter().map(|site| {
            let layer = &site.layer;
            once.theme((layer, &name), report, |report| own_theme(layer, &name, report))
        });
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
                inner: file.inner().to_owned(),
                file: file.file,
                fingerprint: Fingerprint::of_bytes(&bytes),
                bytes: Cow::Owned(bytes),
                foreign: layer.number > 0,
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
