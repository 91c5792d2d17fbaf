//! `wanjia pack`: the site as an archive that others build on.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::paths;
use crate::base::{Day, Fault, Message};
use crate::message;
use crate::pipeline::pack::{PackChanges, PackOutcome};
use crate::pipeline::{BuildOptions, Builder};
use crate::serve::ExcerptReader;
use clap::Args;
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "pack",
    about: Both(
        "把站点打成压缩包，给下级站点做上级",
        "Packs the site for those who build on top of it",
    ),
    usage: Both("wanjia pack [选项]", "wanjia pack [OPTIONS]"),
    example: Both(
        "草稿和点开头的文件不放进去；同样的内容打出来一个字节也不差。打印 sha256，说出比上一次多了、改了、少了哪些页。\n\n例子：\n  wanjia pack\n  wanjia pack --out 发给各区/站点.zip\n  wanjia fork 站点.zip 我区 --name 某某区计划生育协会 --region 310101:某某区",
        "Drafts and files that begin with a dot are left out; the same content gives the same bytes. Prints the sha256, and tells which pages are new, changed or gone since the last pack.\n\nExamples:\n  wanjia pack\n  wanjia pack --out outbox/site.zip\n  wanjia fork site.zip ours --name \"Our District\" --region \"310101:Our District\"",
    ),
    arguments: &[(
        "out",
        Both(
            "压缩包的名字（默认：站点里，以文件夹的名字命名）",
            "name of the archive (default: in the site, named like its folder)",
        ),
    )],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(long, value_name = "FILE.zip")]
    out: Option<PathBuf>,
}

/// Packs the site.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let today = Day::today_in_shanghai();
    let options = BuildOptions {
        root: paths::root(root)?,
        url: None,
        drafts: false,
        early: false,
        clock: today,
        today,
    };
    let out = archive(&options.root, request.out.as_deref())?;
    let mut builder = Builder::open(&options.root);
    let progress = console.progress();
    let outcome = builder.pack(&options, &out, &*progress)?;
    drop(progress);
    let text_of = |file: &str| builder.text_of(file);
    console.report(&outcome.diagnostics, &mut ExcerptReader::new(&text_of));
    if let Some(packed) = &outcome.packed {
        console.data(&format!("{}  {}\n", packed.sha256, out.display()));
    }
    lines(&outcome, &out)
        .iter()
        .for_each(|line| console.message(line));
    Ok(if outcome.packed.is_some() {
        Exit::Done
    } else {
        Exit::ContentErrors
    })
}

/// Where the archive goes: never among what is packed.
fn archive(root: &Path, named: Option<&Path>) -> Result<PathBuf, Fault> {
    let Some(named) = named else {
        let name = root.file_name().map_or_else(|| "site".into(), ToOwned::to_owned);
        return Ok(root.join(name).with_added_extension("zip"));
    };
    let shown = named.display();
    if named
        .extension()
        .is_none_or(|ending| !ending.eq_ignore_ascii_case("zip"))
    {
        return Err(Fault::new(message!("{shown} 不是 zip", "{shown} is no zip"))
            .hint(message!("名字以 .zip 结尾", "end its name with .zip")));
    }
    let folder = named.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    // A folder that is not there yet is made with the archive.
    if folder.canonicalize().ok().as_deref() != Some(root) {
        paths::output(root, Some(&folder.join("pack")))?;
    }
    Ok(named.to_path_buf())
}

fn lines(outcome: &PackOutcome, out: &Path) -> Vec<Message> {
    let Some(packed) = &outcome.packed else {
        return vec![message!(
            "没有打包：先改正上面的错误。",
            "Nothing was packed: mend the errors above first."
        )];
    };
    let (out, count, kilobytes) = (out.display(), packed.index.len(), packed.bytes.div_ceil(1024));
    let mut lines = vec![message!(
        "打包：{out}，{count} 个文件，{kilobytes} KB。",
        "Packed: {out}, files: {count}, {kilobytes} KB."
    )];
    lines.extend(outcome.notes.iter().cloned());
    lines.extend(changes(outcome.changes.as_ref()));
    let sha256 = &packed.sha256;
    lines.push(message!(
        "下级站点的 site.yaml 写：extends: {{archive: 文件名.zip, sha256: {sha256}}}；已经在用的运行 wanjia update --to 文件名.zip。",
        "Sites below say in site.yaml: extends: {{archive: FILE.zip, sha256: {sha256}}}; those that have it run `wanjia update --to FILE.zip`."
    ));
    lines
}

/// What changed since the last pack.
fn changes(changes: Option<&PackChanges>) -> Vec<Message> {
    let Some(changes) = changes else {
        return Vec::new();
    };
    if changes.is_empty() {
        return vec![message!(
            "和上一次打的包一样。",
            "It is the same as the last pack."
        )];
    }
    let sorts = [
        (Message::new("新增", "Added"), &changes.added),
        (Message::new("改了", "Changed"), &changes.changed),
        (Message::new("去掉", "Removed"), &changes.removed),
    ];
    let told = sorts.iter().filter(|(_, names)| !names.is_empty());
    let line = |(Message { zh, en }, names): &(Message, &Vec<String>)| {
        let (count, most) = (names.len(), names.len().min(20));
        let more = if count > most { "……" } else { "" };
        let names = names[..most].join("、");
        message!(
            "比上一次{zh} {count}：{names}{more}",
            "{en} since the last pack ({count}): {names}{more}"
        )
    };
    told.map(line).collect()
}
