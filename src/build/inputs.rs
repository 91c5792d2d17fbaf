//! All that a build reads: configuration, files of every layer, theme, facts.

use super::bodies::Fresh;
use super::memo::{Memo, Seen};
use super::{Order, Progress};
use crate::base::{Diagnostic, Fault, Fingerprint, Place, path};
use crate::config::{self, Config};
use crate::document::Document;
use crate::fact::{self, Book};
use crate::kind::{self, Reading};
use crate::markdown::{Body, Syntax};
use crate::say;
use crate::source::{self, Layer, SourceFile};
use crate::theme::{Theme, ThemeFile, built_in};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::PathBuf;
use std::sync::Arc;

/// What was found on the disk.
pub(super) struct Inputs {
    layer: Layer,
    pub config: Config,
    /// Markdown files, sorted by path.
    pages: Vec<SourceFile>,
    /// Other files in content/.
    pub beside: Vec<SourceFile>,
    pub statics: Vec<SourceFile>,
    /// Levels of the theme, nearest first.
    pub theme: Vec<Vec<ThemeFile>>,
    theme_print: Fingerprint,
}

impl Inputs {
    pub fn gather(order: &Order, report: &mut Vec<Diagnostic>) -> Result<Self, Fault> {
        let layer = Layer::own(&order.root);
        let Some(site) = layer.one(config::FILE) else {
            let root = order.root.display();
            return Err(
                Fault::new(say!("{root} 里没有 site.yaml", "there is no site.yaml in {root}")).hint(say!(
                    "用 wanjia new site 目录 新建站点，或用 --root 指到站点",
                    "make a site with `wanjia new site DIR`, or name one with --root"
                )),
            );
        };
        let text = source::read(&site).unwrap_or_else(|diagnostic| {
            report.push(diagnostic);
            String::new()
        });
        let config = config::read(&site.file, &text, order.url.as_deref(), report);
        let (pages, beside) = layer
            .list("content", report)
            .into_iter()
            .partition(|file| file.inner.ends_with(".md"));
        let statics = layer.list("static", report);
        let theme = theme_levels(&layer, &config, report);
        let prints: Vec<_> = theme
            .iter()
            .flatten()
            .map(|file| (&file.inner, &file.file, Fingerprint::of_bytes(&file.bytes)))
            .collect();
        let theme_print = Fingerprint::join(&[Fingerprint::of(&prints), Fingerprint::of(&config.brand)]);
        Ok(Self {
            layer,
            config,
            pages,
            beside,
            statics,
            theme,
            theme_print,
        })
    }

    /// Where the files are that diagnostics name.
    pub fn names(&self) -> HashMap<Arc<str>, PathBuf> {
        let files = self.pages.iter().chain(&self.beside).chain(&self.statics);
        files.map(|file| (file.file.clone(), file.path.clone())).collect()
    }

    pub fn theme_print(&self) -> Fingerprint {
        self.theme_print
    }

    /// The facts of all layers.
    pub fn book(&self, report: &mut Vec<Diagnostic>) -> Book {
        let Some(file) = self.layer.one(fact::FILE) else {
            return Book::default();
        };
        match source::read(&file) {
            Ok(text) => {
                let sheet = fact::read(&file.file, &text, self.config.region.clone());
                report.extend(sheet.report.iter().cloned());
                Book { sheets: vec![sheet] }
            }
            Err(diagnostic) => {
                report.push(diagnostic);
                Book::default()
            }
        }
    }

    /// Documents of all Markdown files, in the order of their paths; those that changed are parsed.
    pub fn documents(
        &self,
        theme: &Theme,
        memo: &mut Memo,
        progress: &dyn Progress,
        report: &mut Vec<Diagnostic>,
    ) -> (Vec<Arc<Document>>, Fresh, usize) {
        let syntax = Syntax {
            clauses: false,
            components: theme.components.clone(),
            trusted: self.config.trusted_html,
        };
        let how = Fingerprint::of(&(&syntax, &self.config.languages));
        let (indexes, leaves): (Vec<_>, Vec<_>) = self.pages.iter().partition(|file| {
            kind::split_path(&file.inner, &self.config.languages).1 == crate::document::Form::Section
        });
        progress.begin(&say!("阅读内容", "reading content"), self.pages.len());
        let shelf = &*memo;
        let read = |file: &SourceFile, kind: &str| {
            let found = self.document(file, kind, &syntax, how, shelf);
            progress.step();
            found
        };
        let mut found: Vec<(&SourceFile, Found)> = indexes
            .par_iter()
            .map(|file| (*file, read(file, "page")))
            .collect();
        let contains: BTreeMap<String, String> = found
            .iter()
            .filter_map(|(_, found)| found.document.as_ref())
            .filter_map(|document| Some((document.path.clone(), document.front.contains.clone()?)))
            .collect();
        found.par_extend(
            leaves
                .par_iter()
                .map(|file| (*file, read(file, kind_of(&file.inner, &contains)))),
        );
        progress.end();
        found.sort_by(|a, b| a.0.inner.cmp(&b.0.inner));
        self.settle(found, memo, report)
    }

    /// Puts what was found in order and into the memo.
    fn settle(
        &self,
        found: Vec<(&SourceFile, Found)>,
        memo: &mut Memo,
        report: &mut Vec<Diagnostic>,
    ) -> (Vec<Arc<Document>>, Fresh, usize) {
        let (mut documents, mut fresh, mut parsed) = (Vec::new(), Fresh::default(), 0);
        memo.begin();
        for (file, found) in found {
            fresh.paths.insert(file.file.clone(), file.path.clone());
            report.extend(found.wrong);
            if let Some(body) = found.body {
                parsed += 1;
                fresh.keep(&file.file, body);
            }
            if let Some(document) = found.document {
                if let Some(seen) = found.seen {
                    memo.keep(&file.file, seen, document.clone());
                }
                documents.push(document);
            }
        }
        memo.end();
        (documents, fresh, parsed)
    }

    fn document(
        &self,
        file: &SourceFile,
        kind: &str,
        syntax: &Syntax,
        how: Fingerprint,
        memo: &Memo,
    ) -> Found {
        let about = (file.size, file.modified);
        let how = Fingerprint::join(&[how, Fingerprint::of(kind)]);
        if let Some((seen, document)) = memo.recall(&file.file, how)
            && seen.trusted(about)
        {
            return Found {
                seen: Some(seen.clone()),
                document: Some(document),
                ..Found::default()
            };
        }
        let text = match source::read(file) {
            Ok(text) => text,
            Err(diagnostic) => {
                return Found {
                    wrong: vec![diagnostic],
                    ..Found::default()
                };
            }
        };
        let print = Fingerprint::of_bytes(text.as_bytes());
        let seen = Seen {
            size: about.0,
            modified: about.1,
            text: print,
            how,
            settled: settled(about.1),
        };
        if let Some((known, document)) = memo.recall(&file.file, how)
            && known.text == print
        {
            return Found {
                seen: Some(seen),
                document: Some(document),
                ..Found::default()
            };
        }
        let reading = Reading {
            languages: &self.config.languages,
            syntax,
            kind,
        };
        let (document, body) = kind::read(&file.file, file.layer, &file.inner, &text, &reading);
        Found {
            seen: Some(seen),
            document: Some(Arc::new(document)),
            body: Some(body),
            wrong: Vec::new(),
        }
    }
}

/// Whether a time of change is well past.
fn settled(modified: i128) -> bool {
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
    body: Option<Body>,
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

/// The levels of the theme: this site's folder, then the built-in one; then the theme it extends.
fn theme_levels(layer: &Layer, config: &Config, report: &mut Vec<Diagnostic>) -> Vec<Vec<ThemeFile>> {
    let mut levels = Vec::new();
    let mut name = config.theme.clone();
    let mut visited = Vec::new();
    loop {
        let mut below = Vec::new();
        let own = own_theme(layer, &name, report);
        if !own.is_empty() {
            below.push(own);
        }
        let shipped = built_in(&name);
        if !shipped.is_empty() {
            below.push(shipped);
        }
        if below.is_empty() {
            let place = Place::top(&config.file);
            report.push(
                Diagnostic::error(
                    "theme-missing",
                    place,
                    say!("没有叫 {name} 的主题", "there is no theme called {name}"),
                )
                .hint(say!(
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
                    Diagnostic::error(
                        "theme-wrong",
                        Place::top(&config.file),
                        say!(
                            "主题 {next} 绕着圈继承",
                            "theme {next} extends itself in a circle"
                        ),
                    )
                    .hint(say!(
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
            Err(error) => report.push(Diagnostic::error(
                "file-unreadable",
                Place::top(&file.file),
                say!("读不了：{error}", "cannot be read: {error}"),
            )),
        }
    }
    files
}
