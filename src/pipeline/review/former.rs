//! The other state of the site: built from its sources, or read as it was published.

use super::making::{Keys, Noting, Taking};
use super::seen::{Said, Seen, SeenPages, words_at};
use super::{Compared, Content, Words, page_of};
use crate::base::{Fault, Fingerprint, OutputPath, path::is_plain};
use crate::export::review::{self, PageWords, PlaceOfPage};
use crate::message;
use crate::pipeline::{BuildOptions, Builder, Memo, NoProgress, open_regular, verify};
use crate::site::{Route, Site};
use crate::source::SourceFile;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// A published page of more bytes than these is not read.
const MOST_BYTES: u64 = 32 << 20;

/// The other state of the site.
#[derive(Debug, Default)]
pub(super) struct Former {
    /// Its pages by their addresses.
    pub pages: BTreeMap<String, Seen>,
    /// What it is called in Chinese, within a sentence.
    pub called: Option<String>,
    /// What must be known of the comparison, in Chinese.
    pub notes: Vec<String>,
    /// What its pages are made of, where that is known.
    keys: Keys,
    /// Its files, where they are known.
    files: BTreeMap<OutputPath, PathBuf>,
    from: Option<From>,
}

#[derive(Debug)]
enum From {
    /// The builder remembers what it has read.
    Sources(PathBuf, Box<RefCell<Builder>>),
    Published(PathBuf),
}

impl Former {
    pub(super) fn of(compared: &Compared<'_>, options: &BuildOptions) -> Result<Self, Fault> {
        match compared {
            Compared::Former {
                root,
                called,
                upstream_of_today,
            } => {
                let mut former = Self::of_sources(root, called, options)?;
                if *upstream_of_today {
                    let note = "那时的上级站点找不到了，比的时候用今天的：上级改了什么不在里面。";
                    former.notes.push(note.to_owned());
                }
                Ok(former)
            }
            Compared::Published(folder) => {
                let called = Some("上次发布的网站".to_owned());
                Ok(Self {
                    called,
                    ..Self::of_published(folder)
                })
            }
            Compared::Dates(since, published) => Ok(Self {
                called: Some(format!("{}以前", since.in_words())),
                notes: vec![
                    "站点不在 git 仓库里：改没改，看的是文件的日期；旧文取自上次发布的网站，没有发布过的没有旧文。"
                        .to_owned(),
                ],
                ..published.map(Self::of_published).unwrap_or_default()
            }),
            Compared::Nothing => Ok(Self::default()),
        }
    }

    fn of_sources(root: &Path, called: &str, options: &BuildOptions) -> Result<Self, Fault> {
        let mut builder = builder(root, &options.root);
        let done = builder.resolve(&at(root, options), &NoProgress, |builder, resolved, _| {
            let site = resolved.views.site;
            let noting = Noting::default();
            let wanted = |route: &Route| page_of(site, route).is_some();
            builder.make_some(resolved, &wanted, &noting, &NoProgress)?;
            let keys = noting.keys();
            let (pages, _) = builder.seen(resolved, &|_| true, &keys, &NoProgress)?;
            let files = site.files.iter();
            let files = files.map(|(address, file)| (address.clone(), file.path.to_path_buf()));
            Ok((pages, keys, files.collect()))
        })?;
        let (pages, keys, files) = done.map_err(|wrong| {
            let found = wrong.first().map(|found| found.message.clone());
            let found = found.unwrap_or_else(|| message!("读不了", "it cannot be read"));
            let (zh, en) = (found.zh, found.en);
            Fault::new(message!(
                "那时的站点生成不了：{zh}",
                "the site as it was cannot be built: {en}"
            ))
            .hint(message!("换一个 --since", "choose another --since"))
        })?;
        Ok(Self {
            pages,
            called: Some(called.to_owned()),
            notes: Vec::new(),
            keys,
            files,
            from: Some(From::Sources(root.to_path_buf(), Box::new(RefCell::new(builder)))),
        })
    }

    /// What its pages are made of, for a site of which no file has other bytes under its old name: pages say names alone.
    pub(super) fn keys_for(&self, site: &Site) -> Keys {
        let same = |(address, file): (&OutputPath, &SourceFile)| {
            let old = self.files.get(address);
            old.is_none_or(|old| are_alike(old, &file.path))
        };
        if site.files.iter().all(same) {
            self.keys.clone()
        } else {
            Keys::new()
        }
    }

    /// Looks at what its own pages of those addresses said that were looked at in the site of today.
    pub(super) fn look_at(&mut self, now: &SeenPages, options: &BuildOptions) -> Result<(), Fault> {
        let Some(From::Sources(root, builder)) = &self.from else {
            return Ok(());
        };
        let is_wanted = |address: &str| now.get(address).is_some_and(|seen| seen.said.is_some());
        let mut builder = builder.borrow_mut();
        let seen = builder.resolve(&at(root, options), &NoProgress, |builder, resolved, _| {
            builder.seen(resolved, &is_wanted, &Keys::new(), &NoProgress)
        })?;
        self.pages
            .extend(seen.map(|(pages, _)| pages).unwrap_or_default());
        Ok(())
    }

    fn of_published(folder: &Path) -> Self {
        let mut pages = BTreeMap::new();
        let files = PublishedFiles::of(folder);
        for address in files.pages() {
            let Some(words) = files.words(folder, address) else {
                continue;
            };
            let seen = Seen {
                title: words.title,
                said: Some(Said {
                    words: Fingerprint::of(&words.blocks),
                    facts: false,
                    files: files.versions(words.files),
                }),
                draft: false,
                source: None,
            };
            pages.insert(address.to_owned(), seen);
        }
        Self {
            pages,
            from: Some(From::Published(folder.to_path_buf())),
            ..Self::default()
        }
    }

    /// What some of its pages said.
    pub(super) fn words(&self, wanted: &BTreeSet<String>, options: &BuildOptions) -> Result<Words, Fault> {
        let wanted: BTreeSet<&str> = wanted
            .iter()
            .map(String::as_str)
            .filter(|address| self.pages.contains_key(*address))
            .collect();
        match &self.from {
            None => Ok(Words::new()),
            Some(From::Published(folder)) => {
                let files = PublishedFiles::of(folder);
                let read = |address: &&str| Some(((*address).to_owned(), files.words(folder, address)?));
                Ok(wanted.iter().filter_map(read).collect())
            }
            Some(From::Sources(root, builder)) => {
                let found: Mutex<Words> = Mutex::default();
                let take = |address: &str, content: Content| {
                    if let Content::Bytes(bytes) = content
                        && let Some(words) = words_at(address, &String::from_utf8_lossy(&bytes))
                    {
                        let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                        found.insert(address.to_owned(), words);
                    }
                };
                let is_wanted = |path: &str| wanted.contains(path);
                let mut builder = builder.borrow_mut();
                let _ = builder.resolve(&at(root, options), &NoProgress, |builder, resolved, _| {
                    let wanted = |route: &crate::site::Route| is_wanted(route.path.as_str());
                    builder.make_some(resolved, &wanted, &Taking(&take), &NoProgress)
                })?;
                Ok(found.into_inner().unwrap_or_else(PoisonError::into_inner))
            }
        }
    }
}

/// A builder that knows texts which are still the same from the site of today.
fn builder(root: &Path, today: &Path) -> Builder {
    let mut builder = Builder::open(root).portable(true);
    builder.memo = Memo::at(today);
    builder.reviewing = true;
    builder
}

fn at(root: &Path, options: &BuildOptions) -> BuildOptions {
    BuildOptions {
        root: root.to_path_buf(),
        ..options.clone()
    }
}

/// The files that the manifest of a published site names, with what changes with their bytes.
struct PublishedFiles(BTreeMap<String, String>);

impl PublishedFiles {
    fn of(folder: &Path) -> Self {
        let files = verify::listed_in(folder).unwrap_or_default().into_iter();
        let plain = files.filter(|file| is_plain(&file.path));
        Self(plain.map(|file| (file.path.clone(), file.version())).collect())
    }

    fn pages(&self) -> impl Iterator<Item = &str> {
        self.0
            .keys()
            .map(String::as_str)
            .filter(|name| name.ends_with(".html"))
    }

    /// The words of a page; `None` for what cannot be read.
    fn words(&self, folder: &Path, address: &str) -> Option<PageWords> {
        let place = PlaceOfPage {
            address,
            path: &|path| self.path(path),
        };
        review::words(&page(folder, address)?, &place)
    }

    /// A path as links say it, without the folder of its host that the site was published for.
    fn path(&self, said: &str) -> String {
        let stands = |path: &&str| match *path {
            path if path.is_empty() || path.ends_with('/') => {
                self.0.contains_key(&format!("{path}index.html"))
            }
            path => self.0.contains_key(path),
        };
        let shorter = said.match_indices('/').map(|(at, _)| &said[at + 1..]);
        let found = std::iter::once(said).chain(shorter).find(stands);
        found.unwrap_or(said).to_owned()
    }

    fn versions(&self, files: BTreeSet<String>) -> BTreeMap<String, String> {
        let known = files.into_iter();
        known
            .filter_map(|path| {
                let version = self.0.get(&path)?.clone();
                Some((path, version))
            })
            .collect()
    }
}

/// Whether two files have the same bytes. What cannot be read is like nothing.
fn are_alike(one: &Path, other: &Path) -> bool {
    let size = |path: &Path| std::fs::metadata(path).ok().map(|about| about.len());
    let same_size = size(one).is_some_and(|size_of_one| size(other) == Some(size_of_one));
    same_size && {
        let (one, other) = (std::fs::read(one), std::fs::read(other));
        one.is_ok_and(|one| other.is_ok_and(|other| one == other))
    }
}

/// A published page; `None` for what cannot be read.
fn page(folder: &Path, address: &str) -> Option<String> {
    let file = open_regular(&folder.join(address)).ok()?;
    let mut bytes = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut bytes).ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
