//! A folder of another machine by SFTP: releases as in a folder of this one, made by the `sftp` of OpenSSH.
//!
//! SFTP has no "remove this folder with all that is in it" and does not say where a link leads. So the manifest of a release is the
//! first file that is put into it: whoever clears it away knows by it what can be in it.

use super::folder::{CURRENT, KEPT, NEXT, RELEASES, compare, number};
use super::holder::Holder;
use super::local::{Listing, LocalSite, MANIFEST, MOST_MANIFEST, listing_of};
use super::nurse::Program;
use super::remote::Remote;
use super::{Order, Sent, Watch, bound_deletes};
use crate::base::Fault;
use crate::base::path::folder;
use crate::message;
use crate::publish::signature::SIGNATURE;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder there that only one run can make.
const LOCK: &str = ".wanjia-lock";
/// So many files go in one session, and so many sessions at a time.
const BATCH: usize = 500;
const SIDE_BY_SIDE: usize = 4;
/// No list of a folder is read that is longer, in bytes.
const MOST_LIST: u64 = 1 << 20;

/// Sends a site to another machine.
pub(super) fn deploy(
    remote: &Remote,
    site: &LocalSite,
    order: &Order<'_>,
    watch: &dyn Watch,
) -> Result<Sent, Fault> {
    let session = Session::open(remote, order)?;
    if order.dry_run {
        let shelf = session.look()?;
        return Ok(compare(&shelf.listing, site).0);
    }
    session.lock(order)?;
    let result = locked(&session, site, order, watch);
    let released = session.run(&session.unlocking());
    let sent = result?;
    released?;
    Ok(sent)
}

fn locked(
    session: &Session<'_>,
    site: &LocalSite,
    order: &Order<'_>,
    watch: &dyn Watch,
) -> Result<Sent, Fault> {
    let mut shelf = session.look()?;
    if order.all || !session.can_link(&shelf) {
        shelf.listing.clear();
    }
    let (sent, kept) = compare(&shelf.listing, site);
    bound_deletes(sent.deleted, order.max_deletes)?;
    if shelf.manifest == site.manifest && !order.all {
        return Ok(sent);
    }
    session.clear(NEXT)?;
    session.fill(site, &kept, watch)?;
    session.switch(&shelf)?;
    // What cannot go now goes with the next deploy.
    let old: Vec<u64> = shelf.numbers.iter().rev().skip(KEPT - 1).copied().collect();
    for number in old {
        let _ = session.clear(&number.to_string());
    }
    Ok(sent)
}

/// What is there.
#[derive(Default)]
struct Shelf {
    numbers: BTreeSet<u64>,
    listing: Listing,
    manifest: Vec<u8>,
}

/// Whoever talks to the other machine.
struct Session<'a> {
    remote: &'a Remote,
    nurse: Option<&'a Path>,
    scratch: TempDir,
}

impl<'a> Session<'a> {
    fn open(remote: &'a Remote, order: &Order<'a>) -> Result<Self, Fault> {
        let scratch =
            tempfile::tempdir().map_err(|error| Fault::io("新建", "create", Path::new("tmp"), &error))?;
        Ok(Self {
            remote,
            nurse: order.own_program,
            scratch,
        })
    }

    fn program(&self) -> Program<'a> {
        let mut arguments: Vec<String> = ["-b", "-", "-S", "ssh", "-oBatchMode=yes", "-oConnectTimeout=15"]
            .map(str::to_owned)
            .to_vec();
        if let Some(port) = self.remote.port {
            arguments.extend(["-P".to_owned(), port.to_string()]);
        }
        let destination = match self.remote.host.contains(':') {
            true => self
                .remote
                .destination()
                .replace(&self.remote.host, &format!("[{}]", self.remote.host)),
            false => self.remote.destination(),
        };
        arguments.push(destination);
        Program {
            name: "sftp",
            arguments,
            nurse: self.nurse,
        }
    }

    /// Runs commands; what they printed. A command that fails ends them all, unless it begins with `-`.
    fn run(&self, commands: &str) -> Result<String, Fault> {
        let heard = self.program().asked(commands.as_bytes(), MOST_LIST)?;
        if heard.code == Some(0) {
            return Ok(String::from_utf8_lossy(&heard.printed).into_owned());
        }
        let (place, said) = (self.remote.place(), heard.said);
        Err(Fault::new(message!("{place}：{said}", "{place}: {said}")).hint(message!(
            "先用 sftp 登录一次看看：要有 ssh 密钥（不问密码），认识那台机器（known_hosts），文件夹可以写",
            "log in with sftp once: it takes a key of ssh (no password is asked), a known host, and a folder that may be written"
        )))
    }

    /// A path there, as sftp takes it.
    fn there(&self, path: &str) -> String {
        quoted(&format!("{}/{path}", self.remote.path))
    }

    fn here(&self, name: &str) -> String {
        quoted(&self.scratch.path().join(name).display().to_string())
    }

    /// Makes the folders of the target and takes its lock.
    fn lock(&self, order: &Order<'_>) -> Result<(), Fault> {
        let mut folders = String::new();
        let at = self.remote.path.trim_start_matches('/');
        let root = &self.remote.path[..self.remote.path.len() - at.len()];
        for (end, _) in at.match_indices('/').chain([(at.len(), "")]) {
            let _ = writeln!(folders, "-mkdir {}", quoted(&format!("{root}{}", &at[..end])));
        }
        self.write("me", &Holder::here().text())?;
        let take = format!(
            "{folders}mkdir {}\nput {} {}\n",
            self.there(LOCK),
            self.here("me"),
            self.there(&format!("{LOCK}/holder"))
        );
        let (begin, mut broken) = (Instant::now(), !order.unlock);
        loop {
            let Err(fault) = self.run(&take) else {
                return Ok(());
            };
            let _ = fs::remove_file(self.scratch.path().join("holder"));
            let look = format!(
                "ls -la {}\n-get {} {}\n",
                self.there(LOCK),
                self.there(&format!("{LOCK}/holder")),
                self.here("holder")
            );
            if self.run(&look).is_err() {
                // There is no lock; something else was wrong.
                return Err(fault);
            }
            let holder = Holder::read(&fs::read(self.scratch.path().join("holder")).unwrap_or_default());
            if !broken || holder.is_dead() {
                broken = true;
                self.run(&self.unlocking())?;
                continue;
            }
            if begin.elapsed() >= order.wait {
                return Err(holder.taken(&self.remote.place()));
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    fn unlocking(&self) -> String {
        format!(
            "-rm {}\n-rmdir {}\n",
            self.there(&format!("{LOCK}/holder")),
            self.there(LOCK)
        )
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let at = self.scratch.path().join(name);
        fs::write(&at, bytes).map_err(|error| Fault::io("写入", "write", &at, &error))
    }

    /// Looks at what is there. What is in the way and not ours is a fault.
    fn look(&self) -> Result<Shelf, Fault> {
        let listed = self.run(&format!(
            "-ls -la {}\n-ls -1 {}\n",
            quoted(&self.remote.path),
            self.there(RELEASES)
        ))?;
        let mut shelf = Shelf::default();
        for line in listed.lines().filter(|line| !line.starts_with("sftp> ")) {
            let name = line.rsplit([' ', '/']).next().unwrap_or_default();
            let odd = (name == RELEASES && line.starts_with(['l', '-']))
                || (name == CURRENT && line.starts_with(['d', '-']));
            if odd && line.contains(' ') {
                return Err(self.foreign(name));
            }
            shelf.numbers.extend(number(name).filter(|_| !line.contains(' ')));
        }
        shelf.manifest = self.manifest(CURRENT)?;
        shelf.listing = listing_of(&shelf.manifest).unwrap_or_default();
        Ok(shelf)
    }

    fn foreign(&self, name: &str) -> Fault {
        let place = self.remote.place();
        Fault::new(message!(
            "{place}/{name} 不是 wanjia 建的，没有动它",
            "{place}/{name} was not made by wanjia and was left alone"
        ))
        .hint(message!(
            "换一个文件夹，或先把它移走",
            "choose another folder, or move it away first"
        ))
    }

    /// The manifest of a folder there; empty when there is none or it is too long.
    fn manifest(&self, folder: &str) -> Result<Vec<u8>, Fault> {
        let at = self.scratch.path().join("manifest");
        let _ = fs::remove_file(&at);
        let get = format!(
            "-get {} {}\n",
            self.there(&format!("{folder}/{MANIFEST}")),
            self.here("manifest")
        );
        let too_long = || fs::metadata(&at).is_ok_and(|found| found.len() > MOST_MANIFEST);
        let mut tick = || match too_long() {
            true => Err(self.foreign(&format!("{folder}/{MANIFEST}"))),
            false => Ok(()),
        };
        self.program().watched(get.as_bytes(), &mut |_| {}, &mut tick)?;
        tick()?;
        Ok(fs::read(&at).unwrap_or_default())
    }

    /// Whether the other machine makes hard links.
    fn can_link(&self, shelf: &Shelf) -> bool {
        if shelf.listing.is_empty() {
            return false;
        }
        let probe = self.there(&format!("{LOCK}/probe"));
        let from = self.there(&format!("{CURRENT}/{MANIFEST}"));
        self.run(&format!("ln {from} {probe}\n-rm {probe}\n")).is_ok()
    }

    /// Takes a release away, or the one that was being written.
    fn clear(&self, name: &str) -> Result<(), Fault> {
        let root = format!("{RELEASES}/{name}");
        let Some(listing) = listing_of(&self.manifest(&root)?) else {
            // Nothing was put into it yet, or it is none of ours.
            return self.run(&format!("-rmdir {}\n", self.there(&root))).map(drop);
        };
        let mut commands = format!("-rm {}\n", self.there(&format!("{root}/{SIGNATURE}")));
        for path in listing.keys() {
            let _ = writeln!(commands, "-rm {}", self.there(&format!("{root}/{path}")));
        }
        for folder in folders(&listing).iter().rev() {
            let _ = writeln!(commands, "-rmdir {}", self.there(&format!("{root}/{folder}")));
        }
        let manifest = self.there(&format!("{root}/{MANIFEST}"));
        let _ = writeln!(commands, "-rm {manifest}\n-rmdir {}", self.there(&root));
        self.run(&commands).map(drop)
    }

    /// Writes the new release beside the others.
    fn fill(&self, site: &LocalSite, kept: &BTreeSet<&str>, watch: &dyn Watch) -> Result<(), Fault> {
        let next = format!("{RELEASES}/{NEXT}");
        self.write("site", &site.manifest)?;
        let mut begin = format!(
            "-mkdir {}\nmkdir {}\nput {} {}\n",
            self.there(RELEASES),
            self.there(&next),
            self.here("site"),
            self.there(&format!("{next}/{MANIFEST}"))
        );
        if let Some(signature) = &site.signature {
            self.write("signature", signature)?;
            let to = self.there(&format!("{next}/{SIGNATURE}"));
            let _ = writeln!(begin, "put {} {to}", self.here("signature"));
        }
        for folder in folders(&site.files) {
            let _ = writeln!(begin, "mkdir {}", self.there(&format!("{next}/{folder}")));
        }
        self.run(&begin)?;
        watch.begin(&message!("发送", "sending"), site.files.len());
        let paths: Vec<&String> = site.files.keys().collect();
        let batches: Vec<&[&String]> = paths.chunks(BATCH).collect();
        for together in batches.chunks(SIDE_BY_SIDE) {
            let run = |batch: &[&String]| self.put(site, kept, batch);
            let results: Vec<Result<(), Fault>> = std::thread::scope(|scope| {
                let begun: Vec<_> = together
                    .iter()
                    .map(|batch| scope.spawn(move || run(batch)))
                    .collect();
                let ended = begun.into_iter().map(|thread| thread.join());
                ended
                    .map(|result| result.unwrap_or_else(|_| Err(LocalSite::changed(""))))
                    .collect()
            });
            results.into_iter().collect::<Result<Vec<()>, Fault>>()?;
            let done = together.iter().map(|batch| batch.len()).sum();
            (0..done).for_each(|_: usize| watch.step());
        }
        Ok(())
    }

    fn put(&self, site: &LocalSite, kept: &BTreeSet<&str>, batch: &[&String]) -> Result<(), Fault> {
        let mut commands = String::new();
        for path in batch {
            let to = self.there(&format!("{RELEASES}/{NEXT}/{path}"));
            let _ = if kept.contains(path.as_str()) {
                writeln!(commands, "ln {} {to}", self.there(&format!("{CURRENT}/{path}")))
            } else {
                let from = site.root.join(path);
                writeln!(commands, "put {} {to}", quoted(&from.display().to_string()))
            };
        }
        self.run(&commands).map(drop)
    }

    /// Gives the new release its number, and readers the new release.
    fn switch(&self, shelf: &Shelf) -> Result<(), Fault> {
        let number = shelf.numbers.iter().max().map_or(1, |number| number + 1);
        let release = format!("{RELEASES}/{number}");
        let new = self.there(".current.new");
        self.run(&format!(
            "rename {} {}\n-rm {new}\nln -s {release} {new}\nrename {new} {}\n",
            self.there(&format!("{RELEASES}/{NEXT}")),
            self.there(&release),
            self.there(CURRENT)
        ))
        .map(drop)
    }
}

/// All folders of these files, each behind the one that it is in.
fn folders(files: &Listing) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    for path in files.keys() {
        let mut at = folder(path);
        while !at.is_empty() && all.insert(at) {
            at = folder(at);
        }
    }
    all
}

/// A path as sftp takes it: in quotation marks, in which signs of patterns mean themselves.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\""))
}
