//! `wanjia fork`: a new local site on top of another.

use super::console::Console;
use super::exit::Exit;
use super::help::{Both, HelpText};
use super::write;
use crate::base::{Day, Fault};
use crate::local::{self, ForkOptions};
use crate::message;
use clap::Args;
use std::fs;
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "fork",
    about: Both(
        "从上级站新建一个本地站：两个小文件，马上能生成",
        "Makes a local site on top of another: two small files that build at once",
    ),
    usage: Both(
        "wanjia fork <上级> <文件夹> --name 名称 --region 代码:地名 [选项]",
        "wanjia fork <UPSTREAM> <DIR> --name NAME --region CODE:NAME [OPTIONS]",
    ),
    example: Both(
        "上级可以是文件夹、压缩包（.zip、.tar.gz）或 git 地址。\n\n例子：\n  wanjia fork 省站.zip 我县 --name 某某县计划生育协会 --region 610802:某某县\n  wanjia fork https://example.org/shengzhan.git 我县 --rev v1 --name 某某县计划生育协会 --region 610802:某某县",
        "The upstream is a folder, an archive (.zip, .tar.gz) or a git address.\n\nExamples:\n  wanjia fork province.zip county --name \"Our County\" --region \"610802:Our County\"\n  wanjia fork https://example.org/province.git county --rev v1 --name \"Our County\" --region \"610802:Our County\"",
    ),
    arguments: &[
        ("upstream", Both("上级站点", "the upstream site")),
        (
            "folder",
            Both(
                "新站点的文件夹，还没有的或空的",
                "folder of the new site, new or empty",
            ),
        ),
        ("name", Both("站点名称", "name of the site")),
        (
            "region",
            Both(
                "六位行政区划代码和地名",
                "six digits of the region code, and its name",
            ),
        ),
        (
            "rev",
            Both("git 的分支、标签或提交", "branch, tag or commit of git"),
        ),
        (
            "path",
            Both(
                "上级站点在压缩包或仓库里的文件夹",
                "the upstream's folder inside the archive or repository",
            ),
        ),
    ],
    first: 0,
};

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "UPSTREAM")]
    upstream: String,
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[arg(long, value_name = "NAME")]
    name: String,
    #[arg(long, value_name = "CODE:NAME")]
    region: String,
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    #[arg(long, value_name = "DIR")]
    path: Option<String>,
}

/// Makes the site; either whole or not at all.
pub fn run(_root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let folder = std::path::absolute(&request.folder)
        .map_err(|error| Fault::io("使用", "use", &request.folder, &error))?;
    let shown = request.folder.display();
    if fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_some()) || folder.is_file() {
        return Err(
            Fault::new(message!("{shown} 不是空的", "{shown} is not empty")).hint(message!(
                "换一个还没有的文件夹",
                "choose a folder that is not there yet"
            )),
        );
    }
    let above = folder.parent().unwrap_or(Path::new("/"));
    fs::create_dir_all(above).map_err(|error| Fault::io("新建", "make", above, &error))?;
    // Made beside it and moved there whole; relative paths are the same from both.
    let name = folder
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let draft = above.join(format!(".{name}.{}", std::process::id()));
    let progress = console.progress();
    progress.begin(&message!("读取上级站点", "reading the upstream"), 1);
    let made = make(request, &draft).and_then(|forked| {
        let _ = fs::remove_dir(&folder);
        fs::rename(&draft, &folder).map_err(|error| Fault::io("写入", "write", &folder, &error))?;
        Ok(forked)
    });
    drop(progress);
    if made.is_err() {
        let _ = fs::remove_dir_all(&draft);
    }
    let forked = made?;
    let upstream = &forked.upstream;
    console.message(&message!(
        "新站点在 {shown}，上级是“{upstream}”。",
        "The new site is in {shown}, on top of `{upstream}`."
    ));
    forked.next().iter().for_each(|note| console.message(note));
    console.message(&message!(
        "接着：cd {shown}，改 site.yaml 和 facts.yaml，用 wanjia serve --open 看。",
        "Next: cd {shown}, edit site.yaml and facts.yaml, look with `wanjia serve --open`."
    ));
    Ok(Exit::Done)
}

fn make(request: &Request, folder: &Path) -> Result<local::NewSite, Fault> {
    fs::create_dir_all(folder).map_err(|error| Fault::io("新建", "make", folder, &error))?;
    let wanted = ForkOptions {
        upstream: &request.upstream,
        rev: request.rev.as_deref(),
        path: request.path.as_deref(),
        name: request.name.trim(),
        region: &request.region,
        today: Day::today_in_shanghai(),
        fields: &[],
        facts: &[],
    };
    let forked = local::fork(&wanted, folder)?;
    write::write(folder, &forked.files)?;
    Ok(forked)
}
