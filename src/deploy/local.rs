//! The site that is sent: what its manifest lists.

use crate::base::path::{is_plain, name};
use crate::base::{Fault, Message};
use crate::message;
use crate::publish::open_regular;
use crate::publish::signature::{MOST_SIGNATURE, SIGNATURE, is_left_over};
use crate::publish::verify::{self, ListedFile, MismatchState};
use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The manifest of a site, in its own folder and wherever it is sent.
pub(super) const MANIFEST: &str = "manifest.json";

/// No manifest is read that is larger, in bytes.
pub(super) const MOST_MANIFEST: u64 = 64 << 20;

/// No name of a folder or file may be longer, in bytes: file systems and stores have it so.
const MOST_NAME: usize = 255;
/// No path may be longer, in bytes: stores allow 1024, with what is before it.
const MOST_PATH: usize = 900;

/// Paths of files, with the SHA-256 of each in hexadecimal digits.
pub(super) type Listing = BTreeMap<String, String>;

/// A site that is sent.
#[derive(Debug)]
pub(super) struct LocalSite {
    /// Its folder.
    pub root: PathBuf,
    /// What its manifest lists.
    pub files: Listing,
    /// Lengths of all of them in bytes.
    sizes: BTreeMap<String, u64>,
    /// The bytes of its manifest.
    pub manifest: Vec<u8>,
    /// The signature of the manifest.
    pub signature: Option<Vec<u8>>,
    /// What lies in the folder and is not of the site.
    pub foreign: Vec<String>,
}

impl LocalSite {
    /// Reads the output in a folder; with `verify` also the bytes of every file, which must be those of the manifest.
    pub fn read(root: &Path, verify: bool) -> Result<Self, Fault> {
        let unbuilt = || verify::no_manifest(&root.display().to_string());
        let manifest = fs::read(root.join(MANIFEST)).map_err(|_| {
            unbuilt().hint(message!(
                "先运行 wanjia build，或不写 --no-build",
                "run `wanjia build` first, or leave out --no-build"
            ))
        })?;
        let listed = verify::listed(&manifest).ok_or_else(unbuilt)?;
        if let Some(odd) = listed.iter().find(|file| is_too_long(&file.path)) {
            return Err(too_long(&odd.path));
        }
        if let Some(odd) = listed.iter().find(|file| is_taken(&file.path)) {
            return Err(is_needed(&odd.path));
        }
        if verify {
            whole(root, &listed)?;
        }
        let signature = signature_in(root).filter(|signature| !is_left_over(&manifest, signature));
        let mut sizes = BTreeMap::new();
        for file in &listed {
            let at = root.join(&file.path);
            let found = fs::symlink_metadata(&at).map_err(|error| Fault::io("读取", "read", &at, &error))?;
            sizes.insert(file.path.clone(), found.len());
        }
        Ok(Self {
            root: root.to_path_buf(),
            sizes,
            manifest,
            signature,
            foreign: verify::foreign(root, &listed)?,
            files: listing(listed),
        })
    }

    /// The length of one of its files in bytes.
    pub fn size(&self, path: &str) -> u64 {
        *self.sizes.get(path).expect("each file of a site was looked at")
    }

    /// A site of these files that lies nowhere.
    #[cfg(test)]
    pub fn made_up(files: Listing) -> Self {
        Self {
            root: PathBuf::new(),
            sizes: files.keys().map(|path| (path.clone(), 0)).collect(),
            manifest: format!("{files:?}").into_bytes(),
            foreign: Vec::new(),
            signature: None,
            files,
        }
    }

    /// What is said of files that are not sent.
    pub fn foreign_note(&self) -> Option<Message> {
        let count = self.foreign.len();
        let shown = some(&self.foreign);
        let root = self.root.display();
        (count > 0).then(|| {
            message!(
                "{root} 里有 {count} 个文件不是网站的，没有发：{shown}；要发，放进 static/",
                "{count} files in {root} are not of the site and were not sent: {shown}; put them into static/ to have them sent"
            )
        })
    }

    /// Says that a file is no longer what the manifest says.
    pub fn changed(path: &str) -> Fault {
        Fault::new(message!(
            "{path} 在发送的时候变了",
            "{path} changed while it was sent"
        ))
        .hint(message!(
            "别的程序可能正在生成这个站：等它结束，再运行一次",
            "somebody may be building the site: run it again when that is done"
        ))
    }
}

/// The signature in a folder; one that is too long is none.
fn signature_in(root: &Path) -> Option<Vec<u8>> {
    let file = open_regular(&root.join(SIGNATURE)).ok()?;
    let mut bytes = Vec::new();
    file.take(MOST_SIGNATURE).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Reads the manifest of somebody else; `None` when it is none of ours or lists what no site of ours has.
pub(super) fn listing_of(manifest: &[u8]) -> Option<Listing> {
    let mut listed = verify::listed(manifest)?;
    listed.retain(|file| !is_taken(&file.path));
    let fits = listed.iter().all(|file| !is_too_long(&file.path));
    fits.then(|| listing(listed))
}

fn listing(listed: Vec<ListedFile>) -> Listing {
    let pairs = listed.into_iter().map(|file| {
        let sha256 = file.version();
        (file.path, sha256)
    });
    pairs.collect()
}

/// The first few of many names.
pub(super) fn some(names: &[String]) -> String {
    let few = names.iter().take(3).map(String::as_str).collect::<Vec<_>>();
    few.join(", ") + if names.len() > 3 { " …" } else { "" }
}

/// What was listed and is not any more.
pub(super) fn gone(old: &Listing, new: &Listing) -> Vec<String> {
    old.keys()
        .filter(|path| !new.contains_key(*path))
        .cloned()
        .collect()
}

/// Whether a path is one that a site of ours could have.
pub(super) fn is_fit(path: &str) -> bool {
    is_plain(path) && !is_too_long(path) && !is_taken(path)
}

/// Whether a deploy has a file of its own at a path.
fn is_taken(path: &str) -> bool {
    [MANIFEST, SIGNATURE].contains(&path) || path == ".wanjia" || path.starts_with(".wanjia/")
}

fn is_needed(path: &str) -> Fault {
    Fault::new(message!(
        "网站里不能有 {path}：发布要用这个名称",
        "there may be no {path} in a site: sending it takes this name"
    ))
    .hint(message!(
        "给 static/ 里的这个文件换一个名称",
        "give this file in static/ another name"
    ))
}

fn is_too_long(path: &str) -> bool {
    path.len() > MOST_PATH || path.split('/').any(|part| part.len() > MOST_NAME)
}

fn too_long(path: &str) -> Fault {
    let file = name(path);
    Fault::new(message!(
        "{path} 的名字太长，许多服务器存不下",
        "the name of {path} is too long for many servers"
    ))
    .hint(message!(
        "给 {file} 起一个短些的名字（85 个汉字以内）",
        "give {file} a shorter name (255 bytes at most)"
    ))
}

/// A fault that names what is not as the manifest says.
fn whole(root: &Path, listed: &[ListedFile]) -> Result<(), Fault> {
    let wrong: Vec<String> = listed
        .iter()
        .filter_map(|file| file.mismatch(&root.join(&file.path)))
        .filter(|wrong| wrong.state != MismatchState::Foreign)
        .map(|wrong| wrong.path)
        .collect();
    if wrong.is_empty() {
        return Ok(());
    }
    let (count, shown, root) = (wrong.len(), some(&wrong), root.display());
    Err(Fault::new(message!(
        "{root} 里有 {count} 个文件和 manifest.json 不一样：{shown}；什么也没有发",
        "{count} files in {root} are not as manifest.json says: {shown}; nothing was sent"
    ))
    .hint(message!(
        "不写 --no-build，先重新生成",
        "leave out --no-build, so that the site is built anew"
    )))
}
