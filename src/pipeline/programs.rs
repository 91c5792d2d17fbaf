//! Programs from outside that read what is hard to read: each in a folder of its own, for a bounded time, and killed with
//! all that it has started.

use crate::base::Fault;
use crate::message;
use std::ffi::OsStr;
use std::fs::{self, File};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// No program may say or write more, in bytes.
const MOST: u64 = 64 << 20;

/// How often a program is looked at.
const STEP: Duration = Duration::from_millis(15);

/// What came of a program.
pub struct Answer {
    /// What it printed.
    pub printed: Vec<u8>,
    /// What it said besides.
    pub said: String,
    /// It ended well.
    pub well: bool,
}

/// Why a program gave no answer.
#[derive(Debug)]
pub enum NoAnswer {
    /// It is not on this machine.
    Absent,
    /// It was ended: it took too long, or wrote too much.
    Ended,
    /// The machine failed.
    Machine(Fault),
}

/// Runs a program in a folder, which takes what it prints.
pub fn run(
    program: impl AsRef<OsStr>,
    arguments: &[&OsStr],
    folder: &Path,
    patience: Duration,
) -> Result<Answer, NoAnswer> {
    let failed =
        |error: std::io::Error| NoAnswer::Machine(Fault::io("运行", "run", Path::new(&program), &error));
    let (out, err) = (folder.join(".printed"), folder.join(".said"));
    let mut command = Command::new(&program);
    command
        .args(arguments)
        .current_dir(folder)
        .env("HOME", folder)
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .stdout(File::create(&out).map_err(failed)?)
        .stderr(File::create(&err).map_err(failed)?);
    in_a_group(&mut command);
    let mut child = command.spawn().map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound | std::io::ErrorKind::PermissionDenied => NoAnswer::Absent,
        _ => failed(error),
    })?;
    let ended = wait(&mut child, patience, &[&out, &err]);
    end_group(&child);
    let _ = child.kill();
    let _ = child.wait();
    let Some(status) = ended.map_err(failed)? else {
        return Err(NoAnswer::Ended);
    };
    Ok(Answer {
        printed: bounded(&out).map_err(failed)?,
        said: String::from_utf8_lossy(&bounded(&err).map_err(failed)?).into_owned(),
        well: status.success(),
    })
}

/// Waits for a program to end; `None` when it takes too long or writes too much.
fn wait(child: &mut Child, patience: Duration, files: &[&Path]) -> std::io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        let large = |file: &&Path| fs::metadata(file).is_ok_and(|about| about.len() > MOST);
        if begun.elapsed() > patience || files.iter().any(large) {
            return Ok(None);
        }
        std::thread::sleep(STEP);
    }
}

/// A file that a program has written, as far as it is read.
pub fn bounded(file: &Path) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)?.take(MOST).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Makes a program the head of a group: all that it starts belongs to it.
#[cfg(unix)]
fn in_a_group(command: &mut Command) {
    use std::os::unix::process::CommandExt;
    command.process_group(0);
}

#[cfg(not(unix))]
fn in_a_group(_: &mut Command) {}

/// Ends the group of a program, which may have left others running.
#[cfg(unix)]
fn end_group(child: &Child) {
    use rustix::process::{Pid, Signal, kill_process_group};
    let group = Pid::from_child(child);
    // Nobody is left, mostly.
    let _ = kill_process_group(group, Signal::KILL);
}

#[cfg(not(unix))]
fn end_group(_: &Child) {}

/// What to say when a program gave no answer; `absent` when it is not there.
pub fn fault(why: NoAnswer, program: &str, absent: impl FnOnce() -> Fault) -> Fault {
    match why {
        NoAnswer::Absent => absent(),
        NoAnswer::Machine(fault) => fault,
        NoAnswer::Ended => Fault::new(message!(
            "{program} 读了太久，停掉了",
            "{program} took too long and was ended"
        ))
        .hint(message!(
            "看看文件能不能打开；能的话另存一份再试",
            "see whether the file opens; if so, save it anew and try again"
        )),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    fn shell(words: &str, patience: u64) -> (Result<Answer, NoAnswer>, tempfile::TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let words = [OsStr::new("-c"), OsStr::new(words)];
        let answer = run("sh", &words, folder.path(), Duration::from_millis(patience));
        (answer, folder)
    }

    #[test]
    fn a_program_is_ended_with_all_that_it_started() {
        let begun = Instant::now();
        let (answer, folder) = shell("(sleep 3; touch late) & sleep 30", 300);
        assert!(matches!(answer, Err(NoAnswer::Ended)));
        assert!(begun.elapsed() < Duration::from_secs(3));
        std::thread::sleep(Duration::from_secs(3));
        assert!(
            !folder.path().join("late").exists(),
            "what it had started goes on"
        );
    }

    #[test]
    fn what_a_program_leaves_running_ends_with_it() {
        let (answer, folder) = shell("(sleep 1; touch late) & echo done", 5000);
        assert_eq!(answer.unwrap().printed, b"done\n");
        std::thread::sleep(Duration::from_millis(1500));
        assert!(!folder.path().join("late").exists());
    }

    #[test]
    fn a_program_that_writes_without_end_is_ended_and_one_that_is_not_there_is_known() {
        let (answer, _) = shell("while :; do head -c 9000000 /dev/zero; done", 60_000);
        assert!(matches!(answer, Err(NoAnswer::Ended)));
        let folder = tempfile::tempdir().unwrap();
        let absent = run("no-such-program", &[], folder.path(), Duration::from_secs(1));
        assert!(matches!(absent, Err(NoAnswer::Absent)));
    }
}
