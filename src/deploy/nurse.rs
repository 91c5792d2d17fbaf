//! Programs that end when this one ends.
//!
//! A program that was started goes on when this one is killed: curl would still send the pages of an edition while the next
//! deploy sends those of another. So there is a nurse between them: this program again, by a command that is in no help. It holds
//! one end of a pipe, and when the other end is gone it ends what it has started.

use crate::base::Fault;
use crate::message;
use std::ffi::OsString;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// The command of the nurse: `wanjia run-nursed PROGRAM ARGUMENTS`.
pub const COMMAND: &str = "run-nursed";

/// What the nurse says when there is no such program. No program that is run here ends with it: rsync says 127 when the other
/// machine has no rsync.
const ABSENT: u8 = 201;
/// What it says when it was left alone, or cannot tell.
const ENDED: u8 = 202;

/// How often whoever waits may do something else.
const TICK: Duration = Duration::from_millis(250);

/// A program that is run.
#[derive(Debug, Clone)]
pub(super) struct Program<'a> {
    /// Its name, to be found by PATH.
    pub name: &'a str,
    /// Its arguments.
    pub arguments: Vec<String>,
    /// This program, which nurses it; without it the program is run as it is.
    pub nurse: Option<&'a Path>,
}

/// What is heard of a program.
#[derive(Debug)]
pub(super) struct Heard {
    /// The code that it ended with.
    pub code: Option<i32>,
    /// What it printed, up to the most that was allowed.
    pub printed: Vec<u8>,
    /// The last that it said.
    pub said: String,
}

impl Program<'_> {
    fn start(&self, printed: Stdio, said: Stdio) -> Result<Child, Fault> {
        let mut command = match self.nurse {
            Some(nurse) => {
                let mut command = Command::new(nurse);
                command.arg(COMMAND).arg(self.name);
                command
            }
            None => Command::new(self.name),
        };
        let child = command
            .args(&self.arguments)
            .stdin(Stdio::piped())
            .stdout(printed)
            .stderr(said)
            .spawn();
        child.map_err(|_| self.absent())
    }

    /// Gives the program its input; the end of the pipe that must stay open while it runs. What it says meanwhile must be heard
    /// by somebody, or it would wait for that and never hear the rest.
    fn feed(&self, child: &mut Child, input: &[u8]) -> Option<ChildStdin> {
        let mut stdin = child.stdin.take()?;
        if self.nurse.is_some() {
            // Whoever does not listen has ended, and its code says why.
            let _ = writeln!(stdin, "{}", input.len());
            let _ = stdin.write_all(input);
            let _ = stdin.flush();
            return Some(stdin);
        }
        let _ = stdin.write_all(input);
        None
    }

    /// Runs it; `line` hears each line that it prints on its error output, `tick` is called now and then and may end it.
    pub fn watched(
        &self,
        input: &[u8],
        line: &mut dyn FnMut(&str),
        tick: &mut dyn FnMut() -> Result<(), Fault>,
    ) -> Result<Heard, Fault> {
        let mut child = self.start(Stdio::null(), Stdio::piped())?;
        let lines = child.stderr.take().map(lines_of);
        let open = self.feed(&mut child, input);
        let mut said = String::new();
        let mut stopped = Ok(());
        while let Some(lines) = &lines {
            match lines.recv_timeout(TICK) {
                Ok(text) => {
                    line(&text);
                    said = text;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            stopped = tick();
            if stopped.is_err() {
                break;
            }
        }
        if stopped.is_err() && self.nurse.is_none() {
            let _ = child.kill();
        }
        // A nurse that was killed could not end anybody: it is left alone.
        drop(open);
        let heard = self.ended(child, Vec::new(), said);
        stopped.and(heard)
    }

    /// Runs it, and takes at most so many bytes of what it prints; it is ended when it prints more.
    pub fn asked(&self, input: &[u8], most: u64) -> Result<Heard, Fault> {
        let mut child = self.start(Stdio::piped(), Stdio::piped())?;
        let lines = child.stderr.take().map(lines_of);
        let out = child.stdout.take().map(|out| {
            std::thread::spawn(move || {
                let mut printed = Vec::new();
                // What came before it broke off is what there is.
                let _ = out.take(most).read_to_end(&mut printed);
                printed
            })
        });
        let open = self.feed(&mut child, input);
        let read = |out: std::thread::JoinHandle<Vec<u8>>| out.join().expect("who only reads does not panic");
        let printed = out.map_or_else(Vec::new, read);
        drop(open);
        let said = lines.map_or_else(String::new, |lines| lines.iter().last().unwrap_or_default());
        self.ended(child, printed, said)
    }

    fn ended(&self, mut child: Child, printed: Vec<u8>, said: String) -> Result<Heard, Fault> {
        let code = child.wait().ok().and_then(|status| status.code());
        if self.nurse.is_some() && code == Some(i32::from(ABSENT)) {
            return Err(self.absent());
        }
        Ok(Heard { code, printed, said })
    }

    fn absent(&self) -> Fault {
        let name = self.name;
        Fault::new(message!("没有找到 {name}", "{name} was not found")).hint(message!(
            "安装 {name}，并让它在 PATH 里",
            "install {name} so that it is in PATH"
        ))
    }
}

fn lines_of(from: impl Read + Send + 'static) -> Receiver<String> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        let mut from = BufReader::new(from);
        let mut line = Vec::new();
        // No line is longer, whatever a server says.
        while from
            .by_ref()
            .take(4096)
            .read_until(b'\n', &mut line)
            .is_ok_and(|read| read > 0)
        {
            let text = String::from_utf8_lossy(&line).trim().to_owned();
            line.clear();
            if !text.is_empty() && send.send(text).is_err() {
                break;
            }
        }
    });
    receive
}

/// Is the nurse: runs a program with the first part of the input, and ends it when the input ends. Its exit code.
pub fn nurse(line: &[OsString], input: impl Read + Send + 'static) -> u8 {
    let [program, arguments @ ..] = line else {
        return ENDED;
    };
    let child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .spawn();
    let Ok(mut child) = child else {
        return ABSENT;
    };
    let stdin = child.stdin.take();
    let (gone, left) = channel();
    std::thread::spawn(move || {
        let _ = pass_on(BufReader::new(input), stdin);
        let _ = gone.send(());
    });
    loop {
        match child.try_wait() {
            Ok(None) => {}
            Ok(Some(status)) => {
                return status
                    .code()
                    .and_then(|code| u8::try_from(code).ok())
                    .unwrap_or(ENDED);
            }
            Err(_) => return ENDED,
        }
        if left.recv_timeout(Duration::from_millis(10)).is_ok() {
            let _ = child.kill();
            let _ = child.wait();
            return ENDED;
        }
    }
}

/// Passes so many bytes on as the first line says, and waits for the end.
fn pass_on(mut input: impl BufRead, stdin: Option<ChildStdin>) -> io::Result<()> {
    let mut length = String::new();
    input.by_ref().take(24).read_line(&mut length)?;
    let length = length.trim().parse().map_err(io::Error::other)?;
    if let Some(mut stdin) = stdin {
        // A program that does not listen has ended.
        let _ = io::copy(&mut input.by_ref().take(length), &mut stdin);
    }
    io::copy(&mut input, &mut io::sink()).map(drop)
}
