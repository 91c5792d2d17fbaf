//! A folder of another machine by SFTP: releases as in a folder of this one, made by the `sftp` of OpenSSH.
//!
//! SFTP has no "remove this folder with all that is in it" and does not say where a link leads. So the manifest of a release is the
//! first file that is put into it: whoever clears it away knows by it what can be in it.

use super::holder::Holder;
use super::local::{Listing, LocalSite, MANIFEST, MOST_MANIFEST, listing_of};
use super::nurse::{Heard, Program};
use super::releases::{CURRENT, NEXT, RELEASES, Releases, compare, foreign};
use super::remote::{self, Remote};
use super::{Order, Sent, Watch, bound_deletes};
use crate::base::Fault;
use crate::base::path::folder;
use crate::message;
use crate::publish::signature::{MOST_SIGNATURE, SIGNATURE};
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
        let releases = session.look()?;
        return Ok(compare(&releases.listing(), site, order.all).0);
    }
    session.lock(order)?;
    let result = locked(&session, site, order, watch);
    let released = session.release();
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
    let releases = session.look()?;
    let listing = releases.listing();
    if releases.is_of(site) && !order.all {
        return Ok(compare(&listing, site, false).0);
    }
    let again = order.all || listing.is_empty() || !session.can_link();
    let (sent, kept) = compare(&listing, site, again);
    bound_deletes(sent.deleted, order.max_deletes)?;
    session.clear(NEXT)?;
    session.fill(site, &kept, watch)?;
    session.switch(&releases)?;
    // What cannot go now goes with the next deploy.
    for number in releases.old() {
        let _ = session.clear(&number.to_string());
    }
    Ok(sent)
}

/// Whoever talks to the other machine.
struct Session<'a> {
    remote: &'a Remote,
    nurse: Option<&'a Path>,
    scratch: TempDir,
    me: Holder,
}

impl<'a> Session<'a> {
    fn open(remote: &'a Remote, order: &Order<'a>) -> Result<Self, Fault> {
        let scratch =
            tempfile::tempdir().map_err(|error| Fault::io("新建", "create", Path::new("tmp"), &error))?;
        Ok(Self {
            remote,
            nurse: order.own_program,
            scratch,
            me: Holder::here(),
        })
    }

    fn program(&self) -> Program<'a> {
        let words = ["-b", "-", "-S", "ssh"].into_iter().chain(remote::OPTIONS);
        let mut arguments: Vec<String> = words.map(str::to_owned).collect();
        if let Some(port) = self.remote.port {
            arguments.extend(["-P".to_owned(), port.to_string()]);
        }
        arguments.push(self.remote.bracketed());
        Program {
            name: "sftp",
            arguments,
            nurse: self.nurse,
        }
    }

    /// Runs commands. One that fails ends them all, unless it begins with `-`.
    fn run(&self, commands: &str) -> Result<(), Fault> {
        // Each command is printed, and there may be many.
        let heard = self
            .program()
            .watched(commands.as_bytes(), &mut |_| {}, &mut || Ok(()))?;
        match heard.code {
            Some(0) => Ok(()),
            _ => Err(self.failed(&heard)),
        }
    }

    /// Runs a few commands; what came of it.
    fn asked(&self, commands: &str) -> Result<Heard, Fault> {
        self.program().asked(commands.as_bytes(), MOST_LIST)
    }

    fn failed(&self, heard: &Heard) -> Fault {
        let (place, said) = (self.remote.place(), &heard.said);
        Fault::new(message!("{place}：{said}", "{place}: {said}")).hint(message!(
            "先用 sftp 登录一次看看：要有 ssh 密钥（不问密码），认识那台机器（known_hosts），文件夹可以写、放得下",
            "log in with sftp once: it takes a key of ssh (no password is asked), a known host, and room in a folder that may be written"
        ))
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
        self.write("me", &self.me.text())?;
        let (me, by) = (self.here("me"), self.own());
        let take = format!(
            "{folders}mkdir {}\nput {me} {by}\nput {me} {}\n",
            self.there(LOCK),
            self.there(&format!("{LOCK}/holder"))
        );
        let (begin, mut broken) = (Instant::now(), !order.unlock);
        loop {
            let heard = self.asked(&take)?;
            if heard.code == Some(0) {
                return Ok(());
            }
            let fault = self.failed(&heard);
            if String::from_utf8_lossy(&heard.printed).contains("sftp> put ") {
                // The folder is ours; who has it could not be written.
                let _ = self.run(&self.breaking());
                return Err(fault);
            }
            let Some(holder) = self.holder()? else {
                // There is no lock; something else was wrong.
                return Err(fault);
            };
            if !broken || holder.is_dead() {
                broken = true;
                self.run(&self.breaking())?;
                continue;
            }
            if begin.elapsed() >= order.wait {
                return Err(holder.taken(&self.remote.place()));
            }
            std::thread::sleep(Duration::from_secs(1));
        }
    }

    /// The file in the lock that only we have.
    fn own(&self) -> String {
        self.there(&format!("{LOCK}/by-{}", self.me.id))
    }

    /// Who has the lock; nobody when there is none.
    fn holder(&self) -> Result<Option<Holder>, Fault> {
        let _ = fs::remove_file(self.scratch.path().join("holder"));
        let look = format!(
            "ls -la {}\n-get {} {}\n",
            self.there(LOCK),
            self.there(&format!("{LOCK}/holder")),
            self.here("holder")
        );
        let is_there = self.asked(&look)?.code == Some(0);
        let text = fs::read(self.scratch.path().join("holder")).unwrap_or_default();
        Ok(is_there.then(|| Holder::read(&text)))
    }

    /// Takes a lock away, whoever has it. What a path of ours is made of means nothing to a pattern.
    fn breaking(&self) -> String {
        format!("-rm {}/{LOCK}/*\n-rmdir {}\n", self.remote.path, self.there(LOCK))
    }

    /// Lets go, of a lock that is still ours.
    fn release(&self) -> Result<(), Fault> {
        let Err(fault) = self.run(&format!("rm {}\n{}", self.own(), self.breaking())) else {
            return Ok(());
        };
        match self.holder()? {
            Some(holder) if holder.id == self.me.id => Err(fault),
            // Somebody broke it: it is theirs to let go of.
            _ => Ok(()),
        }
    }

    fn write(&self, name: &str, bytes: &[u8]) -> Result<(), Fault> {
        let at = self.scratch.path().join(name);
        fs::write(&at, bytes).map_err(|error| Fault::io("写入", "write", &at, &error))
    }

    /// Looks at what is there. What is in the way and not ours is a fault.
    fn look(&self) -> Result<Releases, Fault> {
        let heard = self.asked(&format!(
            "-ls -la {}\n-ls -1 {}\n",
            quoted(&self.remote.path),
            self.there(RELEASES)
        ))?;
        if heard.code != Some(0) {
            return Err(self.failed(&heard));
        }
        let listed = String::from_utf8_lossy(&heard.printed);
        let mut releases = Releases::default();
        for line in listed.lines().filter(|line| !line.starts_with("sftp> ")) {
            let name = line.rsplit([' ', '/']).next().unwrap_or_default();
            let odd = (name == RELEASES && line.starts_with(['l', '-']))
                || (name == CURRENT && line.starts_with(['d', '-']));
            if odd && line.contains(' ') {
                return Err(foreign(&format!("{}/{name}", self.remote.place())));
            }
            if !line.contains(' ') {
                releases.add(name);
            }
        }
        releases.manifest = self.file(&format!("{CURRENT}/{MANIFEST}"), MOST_MANIFEST)?;
        let signature = self.file(&format!("{CURRENT}/{SIGNATURE}"), MOST_SIGNATURE)?;
        releases.signature = (!signature.is_empty()).then_some(signature);
        Ok(releases)
    }

    /// A file there; empty when there is none.
    fn file(&self, path: &str, most: u64) -> Result<Vec<u8>, Fault> {
        let at = self.scratch.path().join("file");
        let _ = fs::remove_file(&at);
        let get = format!("-get {} {}\n", self.there(path), self.here("file"));
        let too_long = || fs::metadata(&at).is_ok_and(|found| found.len() > most);
        let mut tick = || match too_long() {
            true => Err(foreign(&format!("{}/{path}", self.remote.place()))),
            false => Ok(()),
        };
        let heard = self.program().watched(get.as_bytes(), &mut |_| {}, &mut tick)?;
        tick()?;
        if heard.code != Some(0) {
            return Err(self.failed(&heard));
        }
        Ok(fs::read(&at).unwrap_or_default())
    }

    /// Whether the other machine makes hard links.
    fn can_link(&self) -> bool {
        let probe = self.there(&format!("{LOCK}/probe"));
        let from = self.there(&format!("{CURRENT}/{MANIFEST}"));
        self.run(&format!("ln {from} {probe}\n-rm {probe}\n")).is_ok()
    }

    /// Takes a release away, or the one that was being written.
    fn clear(&self, name: &str) -> Result<(), Fault> {
        let root = format!("{RELEASES}/{name}");
        let manifest = self.there(&format!("{root}/{MANIFEST}"));
        let Some(listing) = listing_of(&self.file(&format!("{root}/{MANIFEST}"), MOST_MANIFEST)?) else {
            // Of what was being written the manifest may have come half, and then nothing else did. A release is none of ours.
            let half = match name {
                NEXT => format!("-rm {manifest}\n"),
                _ => String::new(),
            };
            return self.run(&format!("{half}-rmdir {}\n", self.there(&root)));
        };
        let mut commands = format!("-rm {}\n", self.there(&format!("{root}/{SIGNATURE}")));
        for path in listing.keys() {
            let _ = writeln!(commands, "-rm {}", self.there(&format!("{root}/{path}")));
        }
        for folder in folders(&listing).iter().rev() {
            let _ = writeln!(commands, "-rmdir {}", self.there(&format!("{root}/{folder}")));
        }
        let _ = writeln!(commands, "-rm {manifest}\n-rmdir {}", self.there(&root));
        self.run(&commands)
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
        self.run(&commands)
    }

    /// Gives the new release its number, and readers the new release.
    fn switch(&self, releases: &Releases) -> Result<(), Fault> {
        let release = format!("{RELEASES}/{}", releases.next());
        let new = self.there(".current.new");
        self.run(&format!(
            "rename {} {}\n-rm {new}\nln -s {release} {new}\nrename {new} {}\n",
            self.there(&format!("{RELEASES}/{NEXT}")),
            self.there(&release),
            self.there(CURRENT)
        ))
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
