//! An upstream in a repository, by the git program.
//!
//! Nothing is checked out, so no hook, filter or submodule is ever looked at: the commit goes through
//! `git archive` to the same unpacker as any archive.

use super::address::{self, Address};
use super::store::{Pin, UpstreamStore};
use super::unpack::{LIMITS, UnpackError};
use super::{UpstreamError, tarball};
use crate::base::Fault;
use crate::message;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The reference that holds what was asked for last.
const ASKED: &str = "refs/wanjia/asked";

/// Bytes as they were committed: no line ends made over, no filter of the user's, nothing left out.
const ATTRIBUTES: &str = "* -text -eol -ident -filter -working-tree-encoding -export-ignore -export-subst\n";

/// What every git is given. Packs stay whole files, so that after an interrupted fetch no commit is there
/// without its tree.
const SETTINGS: [&str; 9] = [
    "core.hooksPath=/dev/null",
    "core.attributesFile=/dev/null",
    "protocol.ext.allow=never",
    "submodule.recurse=false",
    "fetch.unpackLimit=1",
    "transfer.unpackLimit=1",
    "gc.auto=0",
    "maintenance.auto=false",
    "http.lowSpeedLimit=1",
];

/// What the caller may say to git: certificates, proxies, who asks for a password, where git is and its
/// own settings. Everything else named GIT_… could lead it to another repository or program, as it does
/// inside a hook.
const KEPT: [&str; 8] = [
    "GIT_SSL_",
    "GIT_PROXY_SSL_",
    "GIT_HTTP_",
    "GIT_ASKPASS",
    "GIT_EXEC_PATH",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_NOSYSTEM",
];

/// Brings a commit into the store: the pinned one, or the one that `rev` was when it was asked for last,
/// or else the one that it is now.
pub(super) fn fetch(store: &UpstreamStore, from: Address, pinned: Option<Pin>) -> Result<Pin, UpstreamError> {
    let Address { url, rev, .. } = from;
    let held = pinned.is_some();
    let known = pinned
        .or_else(|| store.recall(url, rev))
        .or_else(|| Pin::parse(rev));
    if let Some(pin) = known.as_ref().filter(|pin| store.has(pin)) {
        return Ok(pin.clone());
    }
    let _key = store.lock()?;
    let repository = Repository::open(store, from)?;
    let commit = match &known {
        Some(pin) => repository.bring(pin)?,
        None => repository.ask(rev)?,
    };
    if let Some(pin) = known.filter(|pin| held && *pin != commit) {
        return Err(repository.unknown(pin.as_str()));
    }
    if !held {
        store.remember(url, rev, &commit)?;
    }
    if !store.has(&commit) {
        repository.unpack(store, &commit)?;
    }
    Ok(commit)
}

/// The commit that `rev` is now. A commit that is here needs no asking.
pub(super) fn resolve(store: &UpstreamStore, from: Address) -> Result<Pin, UpstreamError> {
    let Address { url, rev, .. } = from;
    let _key = store.lock()?;
    let repository = Repository::open(store, from)?;
    let commit = match Pin::parse(rev) {
        Some(pin) => repository.bring(&pin)?,
        None => repository.ask(rev)?,
    };
    store.remember(url, rev, &commit)?;
    Ok(commit)
}

/// What was fetched from one address.
struct Repository<'a> {
    url: &'a str,
    transports: &'static str,
    place: PathBuf,
}

impl<'a> Repository<'a> {
    /// Makes it if it is not there. Whoever has it open holds the lock of the store.
    fn open(store: &UpstreamStore, from: Address<'a>) -> Result<Self, UpstreamError> {
        let Address { url, transports, .. } = from;
        let place = store.repository(url);
        let repository = Self {
            url,
            transports,
            place,
        };
        repository.init()?;
        Ok(repository)
    }

    fn init(&self) -> Result<(), UpstreamError> {
        let info = self.place.join("info");
        let unwritten = |error| Fault::io("写入", "write", &info, &error);
        fs::create_dir_all(&info).map_err(unwritten)?;
        self.local(&["init", "--quiet", "--bare", "--template="])?
            .map_err(|words| self.broken(&words))?;
        fs::write(info.join("attributes"), ATTRIBUTES).map_err(unwritten)?;
        Ok(())
    }

    /// A commit by its full name, fetched unless it is here.
    fn bring(&self, pin: &Pin) -> Result<Pin, UpstreamError> {
        match self.commit(pin.as_str())? {
            Some(commit) => Ok(commit),
            None => self.ask(pin.as_str()),
        }
    }

    /// The commit that `rev` is now, with all that it holds. What the other side does not know by this
    /// name, or does not give out, may be an abbreviation or a commit below a branch: then everything is
    /// fetched. So it is where the other side cannot give a part of its history.
    fn ask(&self, rev: &str) -> Result<Pin, UpstreamError> {
        let one = format!("+{rev}:{ASKED}");
        let words = match self.fetch(&["--depth=1"], &[&one])? {
            Ok(()) => return self.commit(ASKED)?.ok_or_else(|| self.unknown(rev)),
            Err(words) => words,
        };
        let is_commit = rev.len() >= 4 && rev.bytes().all(|byte| byte.is_ascii_hexdigit());
        if !is_commit && !words.contains("shallow") {
            return Err(self.refused(rev, &words));
        }
        let everything = ["+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];
        if let Err(words) = self.fetch(&["--depth=2147483647", "--prune"], &everything)? {
            return Err(self.refused(rev, &words));
        }
        self.commit(rev)?.ok_or_else(|| self.unknown(rev))
    }

    /// Fetches; when an interrupted run has left a lock, anew from nothing.
    fn fetch(&self, how: &[&str], what: &[&str]) -> Result<Result<(), String>, UpstreamError> {
        let fixed = ["fetch", "--quiet", "--no-tags", "--no-recurse-submodules"];
        let words: Vec<&str> = [&fixed, how, &["--", self.url], what].concat();
        let run = || answer(self.git().args(&words)).map(|said| said.map(drop));
        match run()? {
            Err(said) if said.contains(".lock") => {
                fs::remove_dir_all(&self.place)
                    .map_err(|error| Fault::io("清理", "clear away", &self.place, &error))?;
                self.init()?;
                run()
            }
            said => Ok(said),
        }
    }

    /// The commit that a name is here; `None` when it is none.
    fn commit(&self, name: &str) -> Result<Option<Pin>, UpstreamError> {
        let name = format!("{name}^{{commit}}");
        let said = self.local(&["rev-parse", "--verify", "--quiet", "--end-of-options", &name])?;
        Ok(said.ok().and_then(|words| Pin::parse(words.trim())))
    }

    fn unpack(&self, store: &UpstreamStore, commit: &Pin) -> Result<(), UpstreamError> {
        let staging = store.stage()?;
        // Into a file: nobody reads a pipe while the tree is unpacked, and a full one would stop git.
        let said = File::create(staging.words())
            .map_err(|error| Fault::io("写入", "write", &staging.words(), &error))?;
        let mut git = self.alone();
        git.args(["archive", "--format=tar", commit.as_str()])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(said);
        let mut git = git.spawn().map_err(|error| not_run(&error))?;
        let unpacked = match git.stdout.take() {
            Some(tar) => tarball::unpack(tar, &staging.tree(), LIMITS),
            None => return Err(self.broken("")),
        };
        let ended = git.wait().map_err(|error| not_run(&error))?;
        let words = fs::read_to_string(staging.words()).unwrap_or_default();
        match unpacked {
            // Git stopped by itself, and not because nobody would read on.
            Err(UnpackError::Archive(_)) if !ended.success() && !words.is_empty() => Err(self.broken(&words)),
            Err(wrong) => Err(wrong.of(&address::shown(self.url))),
            Ok(()) if !ended.success() => Err(self.broken(&words)),
            Ok(()) => Ok(store.put(&staging, commit)?),
        }
    }

    /// Runs git on what is here: the user's settings have no say in it.
    fn local(&self, words: &[&str]) -> Result<Result<String, String>, UpstreamError> {
        answer(self.alone().args(words))
    }

    fn alone(&self) -> Command {
        let mut git = self.git();
        git.env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null");
        git
    }

    fn git(&self) -> Command {
        let mut git = program();
        git.arg("--git-dir")
            .arg(&self.place)
            .current_dir(&self.place)
            .env("GIT_ALLOW_PROTOCOL", self.transports);
        git
    }

    fn refused(&self, rev: &str, words: &str) -> UpstreamError {
        if words.contains("couldn't find remote ref") || words.contains("not our ref") {
            return self.unknown(rev);
        }
        UpstreamError::Unreachable {
            url: address::shown(self.url),
            words: self.tidy(words),
        }
    }

    fn unknown(&self, rev: &str) -> UpstreamError {
        let url = address::shown(self.url);
        UpstreamError::Missing {
            message: message!(
                "{url} 里没有分支、标签或提交 {rev}",
                "{url} has no branch, tag or commit {rev}"
            ),
            hint: message!(
                "核对 extends 的 rev；上级改写过历史的话，运行 wanjia update",
                "check `rev` of `extends`; if the upstream has rewritten its history, run `wanjia update`"
            ),
        }
    }

    /// What is here cannot be read by git.
    fn broken(&self, words: &str) -> UpstreamError {
        let (place, words) = (self.place.display(), self.tidy(words));
        let fault = Fault::new(message!(
            "git 读不了缓存 {place}：{words}",
            "git cannot read the cache {place}: {words}"
        ));
        fault
            .hint(message!(
                "删掉这个文件夹再来一次，会重新取",
                "delete this folder and try again; it is fetched anew"
            ))
            .into()
    }

    /// What git says, in one line, without secrets, and without what could move a terminal.
    fn tidy(&self, words: &str) -> String {
        let words = match address::secret(self.url) {
            Some(secret) => words.replace(secret, "…"),
            None => words.to_owned(),
        };
        one_line(&words)
    }
}

/// What git says in one line, without what could move a terminal.
pub(super) fn one_line(words: &str) -> String {
    let lines = words.lines().map(str::trim).filter(|line| !line.is_empty());
    let line = lines.collect::<Vec<_>>().join(" / ");
    line.chars().filter(|c| !c.is_control()).take(600).collect()
}

/// The git program as it is always run: nothing of the caller's or of the repository's leads it to another program.
pub(super) fn program() -> Command {
    let mut git = Command::new("git");
    for (name, _) in std::env::vars_os().filter(|(name, _)| leads_astray(name)) {
        git.env_remove(name);
    }
    for setting in SETTINGS {
        git.args(["-c", setting]);
    }
    git.args(["-c", "http.lowSpeedTime=60"])
        .env("GIT_TERMINAL_PROMPT", "0")
        .env("LC_ALL", "C")
        .env_remove("LANGUAGE");
    git
}

/// What git says of the repository that a folder lies in, to a question that changes nothing and fetches nothing.
pub(super) fn ask(folder: &Path, words: &[&str]) -> Result<Result<String, String>, UpstreamError> {
    let mut git = program();
    git.args(["-c", "core.fsmonitor=false", "--no-pager"])
        .current_dir(folder)
        .env("GIT_ALLOW_PROTOCOL", "")
        .env("GIT_NO_LAZY_FETCH", "1")
        .env("GIT_OPTIONAL_LOCKS", "0");
    answer(git.args(words))
}

/// What a program says: its answer, or its complaint.
fn answer(program: &mut Command) -> Result<Result<String, String>, UpstreamError> {
    let ended = program.stdin(Stdio::null()).output();
    let ended = ended.map_err(|error| not_run(&error))?;
    let said = |words: Vec<u8>| String::from_utf8_lossy(&words).into_owned();
    Ok(if ended.status.success() {
        Ok(said(ended.stdout))
    } else {
        Err(said(ended.stderr))
    })
}

pub(super) fn not_run(error: &io::Error) -> UpstreamError {
    match error.kind() {
        ErrorKind::NotFound => UpstreamError::GitMissing,
        _ => Fault::io("运行", "run", Path::new("git"), error).into(),
    }
}

/// Whether a variable of the caller could lead git to another repository or program.
pub(super) fn leads_astray(name: &OsStr) -> bool {
    let name = name.to_string_lossy();
    name.starts_with("GIT_") && !KEPT.iter().any(|kept| name.starts_with(kept))
}
