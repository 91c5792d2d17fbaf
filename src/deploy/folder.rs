//! A folder of this machine, with releases.

use super::local::{LocalSite, MANIFEST, MOST_MANIFEST};
use super::lock::FolderLock;
use super::releases::{CURRENT, NEXT, RELEASES, Releases, compare, foreign};
use super::{Order, Sent, Watch, bound_deletes};
use crate::base::Fault;
use crate::base::path::folder;
use crate::message;
use crate::publish::signature::{MOST_SIGNATURE, SIGNATURE};
use crate::publish::{open_regular, verify};
use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

/// Sends a site into a folder.
pub(super) fn deploy(
    at: &Path,
    site: &LocalSite,
    order: &Order<'_>,
    watch: &dyn Watch,
) -> Result<Sent, Fault> {
    if order.dry_run {
        return Ok(compare(&Shelf::look(at)?.releases.listing(), site, order.all).0);
    }
    let refused = |error: io::Error| Fault::io("新建", "create", at, &error);
    fs::create_dir_all(at).map_err(refused)?;
    let _lock = FolderLock::take(at, order)?;
    let shelf = Shelf::look(at)?;
    let (mut sent, kept) = compare(&shelf.releases.listing(), site, order.all);
    bound_deletes(sent.deleted, order.max_deletes)?;
    if shelf.is_as(site) && !order.all {
        return Ok(sent);
    }
    shelf.fill(site, &kept, &mut sent, watch)?;
    shelf.switch()?;
    shelf.prune();
    Ok(sent)
}

/// A target, and the releases that it has.
struct Shelf {
    root: PathBuf,
    releases: Releases,
}

impl Shelf {
    /// Looks at what is there. Links that are not ours are a fault.
    fn look(root: &Path) -> Result<Self, Fault> {
        let mut shelf = Self {
            root: root.to_path_buf(),
            releases: Releases::default(),
        };
        let folder = shelf.folder();
        match fs::symlink_metadata(&folder) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return Err(not_ours(&folder)),
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Fault::io("读取", "read", &folder, &error)),
        }
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            entry
                .file_name()
                .to_str()
                .into_iter()
                .for_each(|name| shelf.releases.add(name));
        }
        let link = root.join(CURRENT);
        match fs::read_link(&link) {
            Ok(to) if to.to_str().is_some_and(|to| shelf.releases.leads_to(to)) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            _ => return Err(not_ours(&link)),
        }
        shelf.read_current();
        Ok(shelf)
    }

    fn folder(&self) -> PathBuf {
        self.root.join(RELEASES)
    }

    fn release(&self, number: u64) -> PathBuf {
        self.folder().join(number.to_string())
    }

    /// The release that is read; none when something else has its name.
    fn current(&self) -> Option<PathBuf> {
        let current = self.release(self.releases.current?);
        let real = fs::symlink_metadata(&current).is_ok_and(|found| found.is_dir());
        real.then_some(current)
    }

    fn read_current(&mut self) {
        let Some(at) = self.current() else { return };
        let read = |name: &str, most: u64| {
            let mut text = Vec::new();
            let file = open_regular(&at.join(name))?;
            file.take(most).read_to_end(&mut text)?;
            io::Result::Ok(text)
        };
        // A release that cannot be read is none to build on: everything is sent.
        self.releases.manifest = read(MANIFEST, MOST_MANIFEST).unwrap_or_default();
        self.releases.signature = read(SIGNATURE, MOST_SIGNATURE).ok();
    }

    /// Whether the current release is the site already, byte by byte.
    fn is_as(&self, site: &LocalSite) -> bool {
        let whole = |at: &Path| verify::verify(at).is_ok_and(|wrong| wrong.is_empty());
        self.releases.is_of(site) && self.current().is_some_and(|current| whole(&current))
    }

    /// Writes the new release beside the others. What was to be linked and is not what it was is copied.
    fn fill(
        &self,
        site: &LocalSite,
        kept: &BTreeSet<&str>,
        sent: &mut Sent,
        watch: &dyn Watch,
    ) -> Result<(), Fault> {
        let next = self.folder().join(NEXT);
        let refused = |error: io::Error| Fault::io("写入", "write", &next, &error);
        remove(&next).map_err(refused)?;
        fs::create_dir_all(&next).map_err(refused)?;
        watch.begin(&message!("发送", "sending"), site.files.len());
        let old = self.current();
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
                    sent.bytes += site.size(path);
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
        let number = self.releases.next();
        let next = self.folder().join(NEXT);
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
        for number in self.releases.old() {
            let _ = remove(&self.release(number));
        }
    }
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

/// Removes a file, a link or a folder; what is behind links stays.
fn remove(at: &Path) -> io::Result<()> {
    match fs::symlink_metadata(at) {
        Ok(found) if found.is_dir() => fs::remove_dir_all(at),
        Ok(_) => fs::remove_file(at),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn not_ours(at: &Path) -> Fault {
    foreign(&at.display().to_string())
}

#[cfg(unix)]
fn link_folder(to: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(to, at)
}

#[cfg(not(unix))]
fn link_folder(to: &Path, at: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_dir(to, at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_changes_while_it_is_copied_is_named_and_the_release_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::write(&from, "第二版").unwrap();
        let fault = copy(&from, "a/index.html", &to, &verify::version("第一版".as_bytes())).unwrap_err();
        assert!(fault.message.en.starts_with("a/index.html changed"), "{fault:?}");
        fs::remove_file(&to).unwrap();
        assert!(copy(&from, "a", &to, &verify::version("第二版".as_bytes())).is_ok());
    }
}
