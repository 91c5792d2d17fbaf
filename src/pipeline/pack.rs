//! Packing: what others need of a site, and of the sites above it, to build on top of it.
//!
//! In the archive the site stands at the top, as it stands on the disk. A site above it that lies in a folder or an archive of this
//! disk goes along, because nobody else has it: under `above/`, with the `extends` below it changed to lead there. One in a git
//! repository stays where it is.

use super::{BuildOptions, Builder, Progress, store};
use crate::base::{Diagnostic, Fault, Message};
use crate::check::inspect::TERMS_FILE;
use crate::config::{self, Extends};
use crate::document::FileForm;
use crate::message;
use crate::overlay::{LOCK, SiteLayer};
use crate::site::OwnedDocument;
use crate::source::{OFFICE_METADATA, STATIC, SourceFile};
use crate::upstream::pack::{self, PackIndex, PackSource, Packed};
use crate::{check, fact};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// Where sites above are in the archive.
const ABOVE: &str = "above";
/// Where it is remembered what was packed last.
const RECORD: &str = "pack";

/// What came of packing.
#[derive(Debug, Default)]
pub struct PackOutcome {
    /// The archive; `None` when something keeps the site from being built.
    pub packed: Option<Packed>,
    /// What changed since the last pack; `None` when there is none.
    pub changes: Option<PackChanges>,
    /// What may be wrong with the site, and what its attachments tell of their authors.
    pub diagnostics: Vec<Diagnostic>,
    /// What is to be known of the archive.
    pub notes: Vec<Message>,
}

/// What changed from one pack to the next: names of files in it, pages without their ending.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct PackChanges {
    /// New ones.
    pub added: Vec<String>,
    /// Those with other bytes.
    pub changed: Vec<String>,
    /// Those that are gone.
    pub removed: Vec<String>,
}

impl PackChanges {
    /// From what a pack held to what another one holds.
    pub fn between(old: &PackIndex, new: &PackIndex) -> Self {
        let without = |these: &PackIndex, those: &PackIndex| {
            let names = these.keys().filter(|name| !those.contains_key(*name));
            names.map(|name| plain(name)).collect()
        };
        let differs =
            |(name, hash): &(&String, &String)| old.get(*name).is_some_and(|former| former != *hash);
        Self {
            added: without(new, old),
            changed: new.iter().filter(differs).map(|(name, _)| plain(name)).collect(),
            removed: without(old, new),
        }
    }

    /// Whether nothing did.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }
}

/// A file as people call it: a page by its path in content/.
fn plain(name: &str) -> String {
    let page = name
        .strip_prefix("content/")
        .and_then(|inner| inner.strip_suffix(".md"));
    page.unwrap_or(name).to_owned()
}

impl Builder {
    /// Packs the site into the zip `out`. A site that does not build is not packed; drafts are left out.
    pub fn pack(
        &mut self,
        options: &BuildOptions,
        out: &Path,
        progress: &dyn Progress,
    ) -> Result<PackOutcome, Fault> {
        let old = self.last_pack(out)?;
        let built = self.resolve(options, progress, |_, resolved, report| {
            let mut diagnostics = check::report(report, &resolved.views.site.config, &[]);
            let fails = check::fails(&diagnostics);
            diagnostics.retain(|told| fails || told.breaks(&OFFICE_METADATA));
            Ok((fails, diagnostics))
        })?;
        let (fails, diagnostics) = built.unwrap_or_else(|diagnostics| (true, diagnostics));
        if fails {
            return Ok(PackOutcome {
                diagnostics,
                ..PackOutcome::default()
            });
        }
        let mut notes = Vec::new();
        let files = self.files_to_pack(options, progress, &mut notes)?;
        let packed = pack::pack(&files, out)?;
        store::write(&store::beside(&self.root, RECORD), &packed.index)?;
        self.save();
        Ok(PackOutcome {
            changes: old.map(|old| PackChanges::between(&old, &packed.index)),
            packed: Some(packed),
            diagnostics,
            notes,
        })
    }

    /// What the last pack held, as far as anybody remembers. A file in its place that is no pack is somebody's: a fault.
    fn last_pack(&self, out: &Path) -> Result<Option<PackIndex>, Fault> {
        let standing = pack::index(out);
        if standing.is_none() && out.symlink_metadata().is_ok() {
            let shown = out.display();
            return Err(Fault::new(message!(
                "{shown} 已经在了，不是站点的压缩包，没有动它",
                "{shown} is there already and is no pack of a site: it was left alone"
            ))
            .hint(message!(
                "把它移走，或用 --out 换一个名字",
                "move it elsewhere, or choose another name with --out"
            )));
        }
        Ok(store::read(&store::beside(&self.root, RECORD)).or(standing))
    }

    /// The files of the site and of those above it, by their names in the archive.
    fn files_to_pack(
        &mut self,
        options: &BuildOptions,
        progress: &dyn Progress,
        notes: &mut Vec<Message>,
    ) -> Result<BTreeMap<String, PackSource>, Fault> {
        let (cache, mut report) = (self.cache.clone(), Vec::new());
        let mut inputs = self.inputs(options, progress, &mut report)?;
        let theme = self.theme(&mut inputs, &mut report);
        let documents = inputs.documents(&theme, &mut self.memo, &cache, progress, &mut report);
        let drafts = Drafts::of(&documents.held);
        notes.extend(drafts.note());
        notes.extend(early(&documents.held, options));
        let mut files = BTreeMap::new();
        for (number, site) in inputs.chain.layers.iter().enumerate() {
            let folder = folder(number);
            let goes_along = inputs.chain.layers.len() > number + 1 && !is_git(site);
            add(&mut files, site, &folder, &drafts);
            if !goes_along {
                if is_git(site) {
                    notes.push(in_git(site));
                }
                break;
            }
            let text = redirected(site, number)?;
            files.insert(
                format!("{folder}{}", config::FILE),
                PackSource::Bytes(text.into_bytes()),
            );
            let above = &inputs.chain.layers[number + 1].config.name;
            notes.push(message!(
                "上级站点“{above}”也在里面（{ABOVE}/），收到的人不用另外拿",
                "the site above, `{above}`, goes along in {ABOVE}/: nobody has to get it elsewhere"
            ));
        }
        notes.extend(comments(&files));
        Ok(files)
    }
}

/// The folder of a site in the archive.
fn folder(number: usize) -> String {
    match number {
        0 => String::new(),
        number => format!("{ABOVE}/{number}/"),
    }
}

fn is_git(site: &SiteLayer) -> bool {
    let extends = site.config.extends.as_ref();
    extends.is_some_and(|extends| matches!(extends.value, Extends::Git { .. }))
}

fn in_git(site: &SiteLayer) -> Message {
    let Some(Extends::Git { url, .. }) = site.config.extends.as_ref().map(|extends| &extends.value) else {
        return message!("上级站点在 git 里", "the site above is in git");
    };
    message!(
        "上级站点不在里面，收到的人从 {url} 拿",
        "the site above is not in it: whoever gets the pack takes it from {url}"
    )
}

/// Adds what a site is made of.
fn add(files: &mut BTreeMap<String, PackSource>, site: &SiteLayer, folder: &str, drafts: &Drafts) {
    let single = [config::FILE, fact::FILE, TERMS_FILE, LOCK];
    let single = single.iter().filter_map(|name| site.layer.one(name));
    let whole = ["content", STATIC, "themes"].into_iter().flat_map(|top| {
        let of_top = site.layer.list(top, &mut Vec::new());
        of_top.into_iter().map(move |file| (top, file))
    });
    for file in single {
        files.insert(
            format!("{folder}{}", file.inner()),
            PackSource::File(file.path.to_path_buf()),
        );
    }
    for (top, file) in whole {
        if top != "content" || !drafts.hold(&file) {
            files.insert(
                format!("{folder}{top}/{}", file.inner()),
                PackSource::File(file.path.to_path_buf()),
            );
        }
    }
}

/// site.yaml of a site whose upstream stands beside it in the archive.
fn redirected(site: &SiteLayer, number: usize) -> Result<String, Fault> {
    let file = site.layer.read(config::FILE).ok().flatten();
    let Some((source, text)) = file else {
        return Err(unclear(&site.config.file));
    };
    let to = match number {
        0 => format!("{ABOVE}/1"),
        number => format!("../{}", number + 1),
    };
    let changed = with_extends(&text, &to);
    let read = config::read(&source.file, &changed, None, &mut Vec::new());
    let leads_there = read
        .extends
        .is_some_and(|extends| extends.value == Extends::Folder(to));
    if leads_there {
        Ok(changed)
    } else {
        Err(unclear(&source.file))
    }
}

/// The text with another value of `extends`: that of a map may take several lines.
fn with_extends(text: &str, to: &str) -> String {
    let goes_on = |line: &str| line.starts_with([' ', '\t', '}', ']', '\n', '\r']);
    let (mut out, mut within) = (String::new(), false);
    for line in text.split_inclusive('\n') {
        within = if line.starts_with("extends:") {
            out.push_str(&format!("extends: {to}\n"));
            true
        } else {
            within && goes_on(line)
        };
        if !within {
            out.push_str(line);
        }
    }
    out
}

fn unclear(file: &str) -> Fault {
    Fault::new(message!(
        "{file} 里的 extends 改不了，打不了包",
        "`extends` in {file} cannot be changed, so the site cannot be packed"
    ))
    .hint(message!(
        "写成一行：extends: ../national",
        "write it in one line: `extends: ../national`"
    ))
}

/// Pages that are drafts, and what lies beside them.
struct Drafts {
    files: BTreeSet<Arc<str>>,
    /// Folders of nothing but drafts.
    folders: Vec<String>,
}

impl Drafts {
    fn of(held: &[OwnedDocument]) -> Self {
        let is_draft = |one: &&OwnedDocument| one.document.front.draft;
        let files: BTreeSet<Arc<str>> = held
            .iter()
            .filter(is_draft)
            .map(|one| one.document.file.clone())
            .collect();
        let folder_of = |file: &str| file.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let standing: BTreeSet<&str> = held
            .iter()
            .map(|one| &*one.document.file)
            .filter(|file| !files.contains(*file))
            .collect();
        let bundles = held
            .iter()
            .filter(is_draft)
            .filter(|one| one.document.form == FileForm::Bundle);
        let folders = bundles
            .filter_map(|one| folder_of(&one.document.file))
            .filter(|folder| !standing.iter().any(|file| file.starts_with(folder.as_str())))
            .collect();
        Self { files, folders }
    }

    /// Whether a file is one of them or goes with one.
    fn hold(&self, file: &SourceFile) -> bool {
        self.files.contains(&file.file)
            || self
                .folders
                .iter()
                .any(|folder| file.file.starts_with(folder.as_str()))
    }

    fn note(&self) -> Option<Message> {
        let (count, names) = (self.files.len(), few(self.files.iter().map(|file| &**file)));
        (count > 0).then(|| {
            message!(
                "{count} 页草稿没有放进去：{names}",
                "drafts are left out ({count}): {names}"
            )
        })
    }
}

/// Pages that nobody is to see yet, but that are in the archive for all who open it.
fn early(held: &[OwnedDocument], options: &BuildOptions) -> Option<Message> {
    let is_early = |one: &&OwnedDocument| {
        let front = &one.document.front;
        !front.draft
            && front
                .further
                .publish
                .is_some_and(|publish| publish.day > options.today)
    };
    let files: Vec<&str> = held
        .iter()
        .filter(is_early)
        .map(|one| &*one.document.file)
        .collect();
    let (count, names) = (files.len(), few(files.into_iter()));
    (count > 0).then(|| {
        message!(
            "{count} 页还没到上线的日子，打开压缩包就看得到：{names}",
            "pages that are not online yet are in it for all who open it ({count}): {names}"
        )
    })
}

/// Pages with remarks that no reader sees, but all who open the archive. What tells inspection something is none, nor what stands
/// in a code block.
fn comments(files: &BTreeMap<String, PackSource>) -> Option<Message> {
    let has_comment = |text: &str| {
        let mut in_code = false;
        text.lines().any(|line| {
            in_code ^= line.trim_start().starts_with("```");
            let begins = line
                .match_indices("<!--")
                .map(|(at, begin)| &line[at + begin.len()..]);
            !in_code
                && begins
                    .into_iter()
                    .any(|rest| !rest.trim_start().starts_with("check:"))
        })
    };
    let pages = files.iter().filter(|(name, source)| {
        let PackSource::File(path) = source else {
            return false;
        };
        name.ends_with(".md") && std::fs::read_to_string(path).is_ok_and(|text| has_comment(&text))
    });
    let names: Vec<&str> = pages.map(|(name, _)| name.as_str()).collect();
    let (count, names) = (names.len(), few(names.into_iter()));
    (count > 0).then(|| {
        message!(
            "{count} 页里有注释（<!-- -->），打开压缩包就看得到：{names}",
            "pages have comments (<!-- -->) for all who open it to read ({count}): {names}"
        )
    })
}

/// Some of these names.
fn few<'n>(names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let more = if names.len() > 5 { "……" } else { "" };
    names[..names.len().min(5)].join("、") + more
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extends_is_changed_however_many_lines_it_takes() {
        for written in [
            "extends: ../national  # 全国\n",
            "extends: {archive: up.zip, sha256: 1}\r\n",
            "extends:\n  archive: up.zip\n\n  sha256: 1\n",
            "extends: {\n  archive: up.zip\n}\n",
        ] {
            assert_eq!(
                with_extends(&format!("name: 甲\n{written}theme: wanjia\n"), "above/1"),
                "name: 甲\nextends: above/1\ntheme: wanjia\n",
                "{written}"
            );
        }
    }

    #[test]
    fn what_changed_since_the_last_pack_is_told_by_page() {
        let index = |files: &[(&str, &str)]| -> PackIndex {
            let pair = |(name, hash): &(&str, &str)| ((*name).to_owned(), (*hash).to_owned());
            files.iter().map(pair).collect()
        };
        let old = index(&[
            ("content/a.md", "1"),
            ("content/b/index.md", "2"),
            ("static/x.pdf", "3"),
        ]);
        let new = index(&[
            ("content/a.md", "9"),
            ("content/c.md", "2"),
            ("static/x.pdf", "3"),
        ]);
        let changes = PackChanges::between(&old, &new);
        assert_eq!(changes.changed, ["a"]);
        assert_eq!(changes.added, ["c"]);
        assert_eq!(changes.removed, ["b/index"]);
        assert!(PackChanges::between(&old, &old).is_empty());
    }
}
