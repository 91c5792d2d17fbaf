//! A folder of this machine.
//!
//! ```text
//! TARGET/releases/7     a whole site; five of them stay
//! TARGET/releases/.next the one that is being written
//! TARGET/current        a link to releases/7: the root of the web server
//! ```

use super::local::{Listing, LocalSite, MANIFEST, MOST_MANIFEST, gone, listing_of};
use super::lock::FolderLock;
use super::{Order, Sent, Watch, bound_deletes};
use crate::base::Fault;
use crate::base::path::folder;
use crate::message;
use crate::publish::signature::SIGNATURE;
use crate::publish::{open_regular, verify};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Where the releases lie.
pub(super) const RELEASES: &str = "releases";
/// The link to the one that is read.
pub(super) const CURRENT: &str = "current";
/// The release that is being written.
pub(super) const NEXT: &str = ".next";
/// So many releases stay, the one that is read among them.
pub(super) const KEPT: usize = 5;

/// Sends a site into a folder.
pub(super) fn deploy(
    at: &Path,
    site: &LocalSite,
    order: &Order<'_>,
    watch: &dyn Watch,
) -> Result<Sent, Fault> {
    if order.dry_run {
        return Ok(compare(&Shelf::look(at)?.listing, site).0);
    }
    let refused = |error: io::Error| Fault::io("新建", "create", at, &error);
    fs::create_dir_all(at).map_err(refused)?;
    let _lock = FolderLock::take(at, order)?;
    let shelf = Shelf::look(at)?;
    let (mut sent, kept) = compare(&shelf.listing, site);
    bound_deletes(sent.deleted, order.max_deletes)?;
    if shelf.is_as(site) && !order.all {
        return Ok(sent);
    }
    shelf.fill(site, &kept, &mut sent, watch)?;
    shelf.switch()?;
    shelf.prune();
    Ok(sent)
}

/// The releases of a target.
struct Shelf {
    root: PathBuf,
    /// Numbers of the releases that are there.
    numbers: BTreeSet<u64>,
    /// The one that is read.
    current: Option<u64>,
    /// What that one lists; nothing when it cannot be read.
    listing: Listing,
    manifest: Vec<u8>,
}

impl Shelf {
    /// Looks at what is there. Links that are not ours are a fault.
    fn look(root: &Path) -> Result<Self, Fault> {
        let mut shelf = Self {
            root: root.to_path_buf(),
            numbers: BTreeSet::new(),
            current: None,
            listing: Listing::new(),
            manifest: Vec::new(),
        };
        let releases = shelf.releases();
        match fs::symlink_metadata(&releases) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(foreign(&releases)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Fault::io("读取", "read", &releases, &error)),
        }
        for entry in fs::read_dir(&releases).into_iter().flatten().flatten() {
            let number = entry.file_name().to_str().and_then(number);
            shelf.numbers.extend(number);
        }
        let link = root.join(CURRENT);
        match fs::read_link(&link) {
            Ok(to) => shelf.current = Some(release_of(&to).ok_or_else(|| foreign(&link))?),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(_) => return Err(foreign(&link)),
        }
        shelf.read_manifest();
        Ok(shelf)
    }

    fn releases(&self) -> PathBuf {
        self.root.join(RELEASES)
    }

    fn release(&self, number: u64) -> PathBuf {
        self.releases().join(number.to_string())
    }

    fn read_manifest(&mut self) {
        let Some(at) = self.current.map(|current| self.release(current)) else {
            return;
        };
        let read = || {
            let mut text = Vec::new();
            let real = fs::symlink_metadata(&at)?.is_dir();
            if real {
                let file = open_regular(&at.join(MANIFEST))?;
                file.take(MOST_MANIFEST).read_to_end(&mut text)?;
            }
            io::Result::Ok(text)
        };
        // A release that cannot be read is none to build on: everything is sent.
        self.manifest = read().unwrap_or_default();
        self.listing = listing_of(&self.manifest).unwrap_or_default();
    }

    /// Whether the current release is the site already, byte by byte.
    fn is_as(&self, site: &LocalSite) -> bool {
        let Some(current) = self.current.map(|current| self.release(current)) else {
            return false;
        };
        let signature = fs::read(current.join(SIGNATURE)).ok();
        self.manifest == site.manifest
            && signature == site.signature
            && verify::verify(&current).is_ok_and(|wrong| wrong.is_empty())
    }

    /// Writes the new release beside the others. What was to be linked and is not what it was is copied.
    fn fill(
        &self,
        site: &LocalSite,
        kept: &BTreeSet<&str>,
        sent: &mut Sent,
        watch: &dyn Watch,
    ) -> Result<(), Fault> {
        let next = self.releases().join(NEXT);
        let refused = |error: io::Error| Fault::io("写入", "write", &next, &error);
        remove(&next).map_err(refused)?;
        fs::create_dir_all(&next).map_err(refused)?;
        watch.begin(&message!("发送", "sending"), site.files.len());
        let old = self.current.map(|current| self.release(current));
        let mut folders = Folders::default();
        for (path, sha256) in &site.files {
            folders.make(&next, folder(path)).map_err(refused)?;
            let to = next.join(path);
            let linked = kept.contains(path.as_str())
                && old
                    .as_ref()
                    .is_some_and(|old| folders.link(old, path, sha256, &to));
            if !linked {
                copy(&site.root.join(path), path, &to, sha256)?;
                if kept.contains(path.as_str()) {
                    sent.unchanged -= 1;
                    sent.uploaded += 1;
                    sent.bytes += site.sizes.get(path).copied().unwrap_or_default();
                    sent.send.push(path.clone());
                }
            }
            watch.step();
        }
        let signature = site.signature.as_ref().map(|signature| (SIGNATURE, signature));
        for (name, bytes) in [(MANIFEST, &site.manifest)].into_iter().chain(signature) {
            let at = next.join(name);
            let written = File::create_new(&at).and_then(|mut file| file.write_all(bytes));
            written.map_err(|error| Fault::io("写入", "write", &at, &error))?;
        }
        Ok(())
    }

    /// Gives the new release its number, and readers the new release.
    fn switch(&self) -> Result<(), Fault> {
        let number = self.numbers.iter().max().max(self.current.as_ref());
        let number = number.copied().unwrap_or(0) + 1;
        let next = self.releases().join(NEXT);
        let release = self.release(number);
        fs::rename(&next, &release).map_err(|error| Fault::io("更新", "update", &release, &error))?;
        let (link, new) = (self.root.join(CURRENT), self.root.join(".current.new"));
        let refused = |error: io::Error| Fault::io("更新", "update", &link, &error);
        remove(&new).map_err(refused)?;
        link_folder(Path::new(&format!("{RELEASES}/{number}")), &new).map_err(refused)?;
        fs::rename(&new, &link).map_err(refused)
    }

    /// Takes the oldest releases away. What cannot go now goes with the next deploy.
    fn prune(&self) {
        let stay = KEPT - 1;
        let old: Vec<u64> = self.numbers.iter().rev().skip(stay).copied().collect();
        for number in old {
            let _ = remove(&self.release(number));
        }
    }
}

/// What is to be done where these files lie, and which of them may be linked.
pub(super) fn compare<'s>(listing: &Listing, site: &'s LocalSite) -> (Sent, BTreeSet<&'s str>) {
    let mut sent = Sent::default();
    let mut kept = BTreeSet::new();
    for (path, sha256) in &site.files {
        if listing.get(path) == Some(sha256) {
            kept.insert(path.as_str());
            continue;
        }
        sent.send.push(path.clone());
        sent.bytes += site.sizes.get(path).copied().unwrap_or_default();
    }
    sent.delete = gone(listing, &site.files);
    sent.uploaded = sent.send.len();
    sent.unchanged = kept.len();
    sent.deleted = sent.delete.len();
    (sent, kept)
}

/// The folders of the new and of the old release that were looked at.
#[derive(Default)]
struct Folders {
    made: BTreeSet<String>,
    real: BTreeSet<PathBuf>,
}

impl Folders {
    fn make(&mut self, next: &Path, folder: &str) -> io::Result<()> {
        if self.made.contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(next.join(folder))?;
        self.made.insert(folder.to_owned());
        Ok(())
    }

    /// Links a file of the old release into the new one, when it has the bytes that it should; whether that was done.
    fn link(&mut self, old: &Path, path: &str, sha256: &str, to: &Path) -> bool {
        let from = old.join(path);
        self.is_real(old, folder(path))
            && hash(&from).is_ok_and(|found| found == sha256)
            && fs::hard_link(&from, to).is_ok()
    }

    /// Whether a folder of the old release is reached through no link.
    fn is_real(&mut self, old: &Path, path: &str) -> bool {
        let at = old.join(path);
        if self.real.contains(&at) {
            return true;
        }
        let real = (path.is_empty() || self.is_real(old, folder(path)))
            && fs::symlink_metadata(&at).is_ok_and(|found| found.is_dir());
        if real {
            self.real.insert(at);
        }
        real
    }
}

/// Copies a file, which must have the bytes that the manifest says.
fn copy(from: &Path, path: &str, to: &Path, sha256: &str) -> Result<(), Fault> {
    let source = open_regular(from).map_err(|error| Fault::io("读取", "read", from, &error))?;
    let copied = || {
        let mut file = File::create_new(to)?;
        verify::copy(source, &mut file)
    };
    let found = copied().map_err(|error| Fault::io("写入", "write", to, &error))?;
    if found == sha256 {
        Ok(())
    } else {
        Err(LocalSite::changed(path))
    }
}

fn hash(from: &Path) -> io::Result<String> {
    verify::copy(open_regular(from)?, &mut io::sink())
}

/// The number of a release by its name.
pub(super) fn number(name: &str) -> Option<u64> {
    let plain = !name.starts_with('0') && name.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| name.parse().ok()).flatten()
}

/// The number of the release that a link of ours leads to.
fn release_of(link: &Path) -> Option<u64> {
    let text = link.to_str()?;
    number(text.strip_prefix(RELEASES)?.strip_prefix(['/', '\\'])?)
}

/// Removes a file, a link or a folder; what is behind links stays.
fn remove(at: &Path) -> io::Result<()> {
    match fs::symlink_metadata(at) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(at),
        Ok(_) => fs::remove_file(at),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn foreign(at: &Path) -> Fault {
    let at = at.display();
    Fault::new(message!(
        "{at} 不是 wanjia 建的，没有动它",
        "{at} was not made by wanjia and was left alone"
    ))
    .hint(message!(
        "换一个文件夹，或先把它移走",
        "choose another folder, or move it away first"
    ))
}

#[cfg(unix)]
fn link_folder(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link_folder(to: &Path, at: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(to, at)
}
