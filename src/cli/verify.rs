//! `wanjia verify`: whether a published site is still what its manifest says.

use super::build::Format;
use super::console::Console;
use super::exit::Exit;
use super::help::{Both, FORMAT, HelpText};
use super::json;
use crate::base::html::address;
use crate::base::{Fault, Message};
use crate::message;
use crate::pipeline::signature::{self, MOST_SIGNATURE, SIGNATURE};
use crate::pipeline::verify::{self, ListedFile, Mismatch, MismatchState};
use clap::Args;
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "verify",
    about: Both(
        "核对发布出去的网站：和 manifest.json 逐字节相同",
        "Compares a published site with its manifest.json, byte by byte",
    ),
    usage: Both(
        "wanjia verify <文件夹或网址> [选项]",
        "wanjia verify <DIR|URL> [OPTIONS]",
    ),
    example: Both(
        "被改过的、不见了的、多出来的文件，一个一个说出来；有一个退出码就是 1。网址用 curl 取，看不出多出来的文件。\n\n例子：\n  wanjia verify public\n  wanjia verify https://example.org/jsx/ --public-key RWQ…",
        "Files that were changed, are missing or were added are named one by one; the exit code is 1 when there is one. An address is fetched by curl, which cannot see what was added.\n\nExamples:\n  wanjia verify public\n  wanjia verify https://example.org/jsx/ --public-key RWQ…",
    ),
    arguments: &[
        (
            "place",
            Both("发布出去的文件夹或网址", "the published folder or address"),
        ),
        (
            "public_key",
            Both(
                "minisign 公钥（RW 开头的一行，或它的文件）：manifest.json.minisig 要是这把钥匙签的",
                "public key of minisign (the line that begins with RW, or its file): manifest.json.minisig must be of it",
            ),
        ),
        FORMAT,
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "DIR|URL")]
    place: String,
    #[arg(long, value_name = "KEY|FILE")]
    public_key: Option<String>,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
}

/// Compares a site with its manifest, and its manifest with a signature.
pub fn run(_: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let place = request.place.trim();
    let key = request
        .public_key
        .as_deref()
        .map(signature::public_key)
        .transpose()?;
    let remote = place.starts_with("http://") || place.starts_with("https://");
    let (wrong, manifest, signed) = if remote {
        fetched(place)?
    } else {
        let read = |name: &str| bounded(&Path::new(place).join(name));
        let wrong = verify::verify(Path::new(place))?;
        // Gone since it was compared, or too long to be read: no signature could be compared with it.
        let manifest = read("manifest.json").ok_or_else(|| verify::no_manifest(place))?;
        (wrong, manifest, read(SIGNATURE))
    };
    let state = match (&key, &signed) {
        (None, None) => SignatureState::None,
        (None, Some(_)) => SignatureState::Unchecked,
        (Some(_), None) => SignatureState::Missing,
        (Some(key), Some(signed)) if signature::is_good(key, &manifest, signed) => SignatureState::Good,
        (Some(_), Some(_)) => SignatureState::Bad,
    };
    if request.format == Format::Json {
        console.data(&json::verified(&wrong, state));
    } else {
        for mismatch in &wrong {
            console.message(&named(mismatch));
        }
        console.message(&match wrong.len() {
            0 => message!("和 manifest.json 一样。", "As manifest.json says."),
            count => message!(
                "{count} 个文件和 manifest.json 不一样。",
                "{count} files are not as manifest.json says."
            ),
        });
        state.told().iter().for_each(|told| console.message(told));
    }
    let well = !matches!(state, SignatureState::Missing | SignatureState::Bad);
    Ok(if wrong.is_empty() && well {
        Exit::Done
    } else {
        Exit::ContentErrors
    })
}

/// How the signature of a manifest stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SignatureState {
    /// There is none, and nobody asked for one.
    None,
    /// There is one, and no key to compare it with.
    Unchecked,
    /// There should be one.
    Missing,
    /// It is of the key.
    Good,
    /// It is not.
    Bad,
}

impl SignatureState {
    fn told(self) -> Option<Message> {
        match self {
            Self::None => None,
            Self::Unchecked => Some(message!(
                "有签名，没有核对：写 --public-key 公钥。",
                "There is a signature that was not checked: say --public-key KEY."
            )),
            Self::Missing => Some(message!("没有签名。", "There is no signature.")),
            Self::Good => Some(message!("签名是这把钥匙的。", "The signature is of this key.")),
            Self::Bad => Some(message!(
                "签名不对：不是这把钥匙签的，或 manifest.json 改过。",
                "The signature is wrong: of another key, or manifest.json was changed."
            )),
        }
    }
}

/// The bytes of a signature or a manifest, unless there are too many.
fn bounded(at: &Path) -> Option<Vec<u8>> {
    let found = std::fs::metadata(at).ok()?;
    (found.len() <= MOST).then(|| std::fs::read(at).ok()).flatten()
}

/// No manifest is longer, in bytes.
const MOST: u64 = 64 << 20;

fn named(mismatch: &Mismatch) -> Message {
    let path = &mismatch.path;
    match mismatch.state {
        MismatchState::Changed => message!("改过：{path}", "changed: {path}"),
        MismatchState::Missing => message!("不见了：{path}", "missing: {path}"),
        MismatchState::Foreign => message!("多出来：{path}", "not ours: {path}"),
    }
}

/// What is not as a manifest says, the manifest, and its signature when it has one.
type Compared = (Vec<Mismatch>, Vec<u8>, Option<Vec<u8>>);

/// What is not as the manifest says of a site that is fetched from its address.
fn fetched(url: &str) -> Result<Compared, Fault> {
    let base = format!("{}/", url.trim_end_matches('/'));
    let scratch = Scratch::new()?;
    let (manifest, signed) = (scratch.0.join("manifest"), scratch.0.join("signature"));
    fetch(&[
        (format!("{base}manifest.json"), manifest.clone()),
        (format!("{base}{SIGNATURE}"), signed.clone()),
    ])?;
    let text = bounded(&manifest).ok_or_else(|| verify::no_manifest(url))?;
    let signed = bounded(&signed).filter(|signed| signed.len() as u64 <= MOST_SIGNATURE);
    let listed = verify::listed(&text).ok_or_else(|| verify::no_manifest(url))?;
    let mut wrong = Vec::new();
    // A part at a time, so that a large site takes no more room than a part of it.
    for part in listed.chunks(200) {
        let copies: Vec<(&ListedFile, PathBuf)> = part
            .iter()
            .enumerate()
            .map(|(n, file)| (file, scratch.0.join(n.to_string())))
            .collect();
        let asked: Vec<(String, PathBuf)> = copies
            .iter()
            .map(|(file, copy)| (format!("{base}{}", address(&file.path)), copy.clone()))
            .collect();
        fetch(&asked)?;
        for (file, copy) in &copies {
            wrong.extend(file.mismatch(copy));
            let _ = std::fs::remove_file(copy);
        }
    }
    Ok((wrong, text, signed))
}

/// Fetches addresses into files, several at a time. What cannot be had leaves no file.
fn fetch(asked: &[(String, PathBuf)]) -> Result<(), Fault> {
    let mut config = String::new();
    for (url, file) in asked {
        let quoted = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"");
        let _ = writeln!(
            config,
            "url = \"{}\"\noutput = \"{}\"",
            quoted(url),
            quoted(&file.display().to_string())
        );
    }
    let missing = |_| {
        Fault::new(message!("没有找到 curl", "curl was not found")).hint(message!(
            "安装 curl，或核对下载下来的文件夹",
            "install curl, or verify a folder"
        ))
    };
    let mut curl = Command::new("curl")
        .args([
            "--silent",
            "--fail",
            "--location",
            "--proto",
            "=http,https",
            "--proto-redir",
            "=http,https",
        ])
        .args([
            "--max-time",
            "300",
            "--retry",
            "2",
            "--parallel",
            "--parallel-max",
            "8",
            "--globoff",
            "--config",
            "-",
        ])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(missing)?;
    if let Some(mut stdin) = curl.stdin.take() {
        // A curl that does not listen has ended, and left no files.
        let _ = stdin.write_all(config.as_bytes());
    }
    curl.wait().map_err(missing)?;
    Ok(())
}

/// A folder that goes when it is no longer needed.
struct Scratch(PathBuf);

impl Scratch {
    fn new() -> Result<Self, Fault> {
        let path = std::env::temp_dir().join(format!("wanjia-verify-{}", std::process::id()));
        std::fs::create_dir(&path).map_err(|error| Fault::io("新建", "make", &path, &error))?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}
