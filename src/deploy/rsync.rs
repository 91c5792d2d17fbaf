//! A folder of another machine by rsync: releases as in a folder of this one.
//!
//! A shell there holds the lock for as long as the connection lives, so that none is left unless that machine itself dies; it says
//! what is there, waits for rsync to have written the new release, and switches the link. What did not change is linked by `--link-dest`, and found by its
//! bytes (`-c`): by time and size another text of the same length would be taken for the old one.

use super::holder::taken;
use super::local::{LocalSite, MANIFEST, MOST_MANIFEST};
use super::nurse::Program;
use super::releases::{CURRENT, NEXT, RELEASES, Releases, compare, foreign};
use super::remote::{self, Remote};
use super::{Order, Sent, Watch, bound_deletes};
use crate::base::Fault;
use crate::message;
use crate::publish::signature::{MOST_SIGNATURE, SIGNATURE};
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// What the shell there does. It has no single quotation mark, so that it may stand between two.
const SCRIPT: &str = include_str!("rsync.sh");

/// What rsync may print, in bytes.
const MOST_PRINTED: u64 = 256 << 20;
/// What the shell may say before it has said what is there, in lines.
const MOST_LINES: usize = 1 << 16;

/// Sends a site to another machine.
pub(super) fn deploy(
    remote: &Remote,
    site: &LocalSite,
    order: &Order<'_>,
    watch: &dyn Watch,
) -> Result<Sent, Fault> {
    let (mut shell, releases) = Shell::open(remote, order)?;
    let (mut sent, _) = compare(&releases.listing(), site, order.all);
    if order.dry_run {
        return Ok(sent);
    }
    bound_deletes(sent.deleted, order.max_deletes)?;
    if releases.is_of(site) && !order.all {
        return Ok(sent);
    }
    watch.begin(&message!("发送", "sending"), 1);
    let printed = copy(remote, site, order, releases.current)?;
    sent.uploaded = 0;
    sent.bytes = 0;
    sent.send.clear();
    for line in printed.lines().filter_map(|line| line.strip_prefix("<f")) {
        let mut parts = line.splitn(3, ' ').skip(1);
        let (size, name) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        if ![MANIFEST, SIGNATURE].contains(&name) {
            sent.uploaded += 1;
            sent.bytes += size.parse::<u64>().unwrap_or_default();
            sent.send.push(name.to_owned());
        }
    }
    sent.unchanged = site.files.len().saturating_sub(sent.uploaded);
    sent.requests = 2;
    shell.switch(&releases)?;
    watch.step();
    Ok(sent)
}

/// The shell on the other machine.
struct Shell {
    place: String,
    child: Child,
    say: Option<ChildStdin>,
    hear: BufReader<ChildStdout>,
}

impl Shell {
    fn open(remote: &Remote, order: &Order<'_>) -> Result<(Self, Releases), Fault> {
        let script = SCRIPT
            .lines()
            .filter(|line| !line.starts_with('#'))
            .collect::<Vec<_>>()
            .join("\n");
        let head = format!(
            "b={};w={};u={};d={};m={MOST_MANIFEST};s={MOST_SIGNATURE}\n",
            remote.path,
            order.wait.as_secs(),
            u8::from(order.unlock),
            u8::from(order.dry_run)
        );
        let mut child = Command::new("ssh")
            .args(remote::OPTIONS)
            .args(port(remote))
            .arg("--")
            .arg(remote.destination())
            .arg(format!("sh -c '{head}{script}'"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|_| {
                Fault::new(message!("没有找到 ssh", "ssh was not found")).hint(message!(
                    "安装 OpenSSH，并让 ssh 在 PATH 里",
                    "install OpenSSH so that ssh is in PATH"
                ))
            })?;
        let say = child.stdin.take();
        let hear = child.stdout.take().ok_or_else(|| lost(&remote.place()))?;
        let mut shell = Self {
            place: remote.place(),
            child,
            say,
            hear: BufReader::new(hear),
        };
        let releases = shell.look()?;
        Ok((shell, releases))
    }

    /// A line of the shell; what is longer is nothing that it says.
    fn line(&mut self) -> Result<String, Fault> {
        let mut line = Vec::new();
        let read = self.hear.by_ref().take(4096).read_until(b'\n', &mut line);
        match read {
            Ok(1..) => Ok(String::from_utf8_lossy(&line).trim_end().to_owned()),
            _ => Err(lost(&self.place)),
        }
    }

    /// So many bytes of what the shell gives.
    fn bytes(&mut self, length: &str, most: u64) -> Result<Vec<u8>, Fault> {
        let length: u64 = length.trim().parse().unwrap_or(0);
        let mut bytes = Vec::new();
        let read = self.hear.by_ref().take(length.min(most)).read_to_end(&mut bytes);
        read.map_err(|_| lost(&self.place))?;
        Ok(bytes)
    }

    fn look(&mut self) -> Result<Releases, Fault> {
        let mut releases = Releases::default();
        for _ in 0..MOST_LINES {
            let line = self.line()?;
            let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
            match word {
                "busy" => return Err(taken(&self.place, rest.parse().ok())),
                "foreign" => return Err(foreign(&format!("{}/{rest}", self.place))),
                "current" if !rest.is_empty() && !releases.leads_to(rest) => {
                    return Err(foreign(&format!("{}/{CURRENT}", self.place)));
                }
                "release" => releases.add(rest),
                "manifest" => releases.manifest = self.bytes(rest, MOST_MANIFEST)?,
                "signature" => {
                    let signature = self.bytes(rest, MOST_SIGNATURE)?;
                    releases.signature = (!signature.is_empty()).then_some(signature);
                }
                "end" => return Ok(releases),
                // What a login says of itself.
                _ => {}
            }
        }
        Err(lost(&self.place))
    }

    /// Has the new release put in place, and the oldest taken away.
    fn switch(&mut self, releases: &Releases) -> Result<(), Fault> {
        let number = releases.next();
        let old: Vec<String> = releases.old().iter().map(u64::to_string).collect();
        let told = match &mut self.say {
            Some(say) => writeln!(say, "switch {number} {}", old.join(" ")).and_then(|()| say.flush()),
            None => Err(io::ErrorKind::BrokenPipe.into()),
        };
        told.map_err(|_| lost(&self.place))?;
        if self.line()? == "switched" {
            // The old ones go; who does not wait for that loses nothing.
            let _ = self.line();
            return Ok(());
        }
        Err(lost(&self.place))
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        // Whoever hears nothing more lets go of the lock.
        drop(self.say.take());
        let mut rest = Vec::new();
        let _ = self.hear.by_ref().take(1 << 20).read_to_end(&mut rest);
        let _ = self.child.wait();
    }
}

/// Has rsync write the new release; what it says of each file.
fn copy(remote: &Remote, site: &LocalSite, order: &Order<'_>, current: Option<u64>) -> Result<String, Fault> {
    let scratch =
        tempfile::tempdir().map_err(|error| Fault::io("新建", "create", Path::new("tmp"), &error))?;
    let left_out = scratch.path().join("left-out");
    // A signature that was left of a former build is none of this one.
    let unsigned = site.signature.is_none().then(|| SIGNATURE.to_owned());
    let patterns: String = site
        .foreign
        .iter()
        .chain(&unsigned)
        .map(|path| format!("/{}\0", escaped(path)))
        .collect();
    std::fs::write(&left_out, patterns).map_err(|error| Fault::io("写入", "write", &left_out, &error))?;
    let host = remote.bracketed();
    let options = remote::OPTIONS.map(str::to_owned).into_iter();
    let ssh: Vec<String> = ["ssh".to_owned()]
        .into_iter()
        .chain(options)
        .chain(port(remote))
        .collect();
    let mut arguments = vec![
        "-rc".to_owned(),
        "--delete".to_owned(),
        "--delete-excluded".to_owned(),
        "--timeout=300".to_owned(),
        // A name may hold the end of a line.
        "--from0".to_owned(),
        "--out-format=%i %l %n".to_owned(),
        format!("--exclude-from={}", left_out.display()),
        format!("--rsh={}", ssh.join(" ")),
    ];
    let linked = current.filter(|_| !order.all);
    arguments.extend(linked.map(|current| format!("--link-dest=../{current}")));
    arguments.push(format!("{}/", site.root.display()));
    arguments.push(format!("{host}:{}/{RELEASES}/{NEXT}/", remote.path));
    let program = Program {
        name: "rsync",
        arguments,
        nurse: order.own_program,
    };
    let heard = program.asked(b"", MOST_PRINTED)?;
    if heard.code == Some(0) {
        return Ok(String::from_utf8_lossy(&heard.printed).into_owned());
    }
    let said = heard.said;
    Err(
        Fault::new(message!("rsync 没有做完：{said}", "rsync did not finish: {said}")).hint(message!(
            "那边也要装 rsync，文件夹可以写、放得下；再运行一次会接着发",
            "the other machine needs rsync, and room in a folder that may be written; run it again to go on"
        )),
    )
}

/// How ssh is told the port.
fn port(remote: &Remote) -> impl Iterator<Item = String> {
    let port = remote.port.into_iter();
    port.flat_map(|port| ["-p".to_owned(), port.to_string()])
}

/// A path as a pattern of rsync that means only itself.
fn escaped(path: &str) -> String {
    if !path.contains(['*', '?', '[']) {
        return path.to_owned();
    }
    let mut out = String::new();
    for c in path.chars() {
        if "*?[\\".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

fn lost(place: &str) -> Fault {
    Fault::new(message!(
        "{place} 没有回答，或写不进去",
        "{place} does not answer, or cannot be written to"
    ))
    .hint(message!(
        "先用 ssh 登录一次看看：要有密钥（不问密码），认识那台机器（known_hosts），文件夹可以写",
        "log in with ssh once: it takes a key (no password is asked), a known host, and a folder that may be written"
    ))
}
