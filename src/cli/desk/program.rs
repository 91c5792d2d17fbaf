//! A command of this program, run as a process of its own: what the desk does is what the command does, and whatever goes wrong there
//! leaves the desk standing.

use super::refusal::{Refusal, json_reply};
use crate::base::message::Locale;
use crate::base::{Fault, Message};
use crate::message;
use crate::serve::Reply;
use std::ffi::OsString;
use std::fs::File;
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

/// No command may take longer.
const PATIENCE: Duration = Duration::from_secs(30 * 60);

/// How often a command is looked at.
const STEP: Duration = Duration::from_millis(10);

/// No command says more, in bytes.
const MOST: u64 = 64 << 20;

/// This program, for one site.
pub struct Program {
    /// Where it is.
    pub file: PathBuf,
    /// The folder of the site.
    pub root: PathBuf,
    /// The language of what it says.
    pub locale: Locale,
}

impl Program {
    /// Runs a command that answers in JSON: what it printed.
    pub fn json(&self, command: &str, arguments: &[OsString]) -> Result<String, Refusal> {
        let (status, printed) = self.run(command, arguments)?;
        if printed.starts_with('{') && matches!(status.code(), Some(0 | 1)) {
            return Ok(printed);
        }
        let said = serde_json::from_str::<Said>(&printed).map(|said| said.error);
        Err(match said {
            Ok(error) => Fault {
                message: Message::new(error.message.clone(), error.message),
                hint: error.hint.map(|hint| Message::new(hint.clone(), hint)),
            }
            .into(),
            Err(_) => Fault::new(message!(
                "wanjia {command} 没有做完",
                "wanjia {command} came to no end"
            ))
            .hint(message!(
                "在终端里运行 wanjia {command}，看它说什么",
                "run `wanjia {command}` in a terminal and see what it says"
            ))
            .into(),
        })
    }

    /// The same as an answer.
    pub fn reply(&self, command: &str, arguments: &[OsString]) -> Result<Reply, Refusal> {
        self.json(command, arguments).map(|text| json_reply(200, text))
    }

    fn run(&self, command: &str, arguments: &[OsString]) -> Result<(ExitStatus, String), Refusal> {
        let failed = |error: std::io::Error| Refusal::from(Fault::io("运行", "run", &self.file, &error));
        let mut out = tempfile::tempfile().map_err(failed)?;
        let mut child = Command::new(&self.file)
            .args([command, "--format", "json", "--root"])
            .arg(&self.root)
            .args(arguments)
            .current_dir(&self.root)
            .env("WANJIA_LANG", language(self.locale))
            .stdin(Stdio::null())
            .stdout(out.try_clone().map_err(failed)?)
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let ended = wait(&mut child, &out);
        let _ = child.kill();
        let _ = child.wait();
        let status = ended.map_err(failed)?.ok_or_else(|| too_long(command))?;
        let mut printed = Vec::new();
        out.rewind().map_err(failed)?;
        out.take(MOST).read_to_end(&mut printed).map_err(failed)?;
        Ok((status, String::from_utf8_lossy(&printed).into_owned()))
    }
}

/// Waits for a command to end; `None` when it takes too long or says too much.
fn wait(child: &mut Child, out: &File) -> std::io::Result<Option<ExitStatus>> {
    let begun = Instant::now();
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if begun.elapsed() > PATIENCE || out.metadata()?.len() > MOST {
            return Ok(None);
        }
        std::thread::sleep(STEP);
    }
}

fn too_long(command: &str) -> Refusal {
    Fault::new(message!(
        "wanjia {command} 太久没有做完，停下了",
        "wanjia {command} took too long and was ended"
    ))
    .into()
}

/// The name of a language in the environment.
fn language(locale: Locale) -> &'static str {
    match locale {
        Locale::Chinese => "zh",
        Locale::English => "en",
    }
}

/// What a command says in JSON that could not be carried out.
#[derive(serde::Deserialize)]
struct Said {
    error: SaidError,
}

#[derive(serde::Deserialize)]
struct SaidError {
    message: String,
    hint: Option<String>,
}

/// A path as an argument, which never is an option.
pub fn argument(path: &Path) -> OsString {
    if path.is_absolute() {
        return path.into();
    }
    Path::new(".").join(path).into()
}
