//! `wanjia fleet engine`: the jobs by which a cluster builds a fleet.

use crate::base::{Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::help::{Both, HelpText};
use crate::cli::settings;
use crate::fleet::{ENGINES, Engine, EnginePlan};
use crate::message;
use clap::Args;
use clap::builder::PossibleValuesParser;
use std::path::{Path, PathBuf};

/// The words of --help.
pub const WORDS: HelpText = HelpText {
    name: "engine",
    about: Both(
        "写好作业文件，在 Slurm、Kubernetes、Dask 集群上生成各站",
        "Writes the jobs that build the sites on Slurm, Kubernetes or Dask",
    ),
    usage: Both(
        "wanjia fleet engine <引擎> <文件夹> [选项]",
        "wanjia fleet engine <ENGINE> <DIR> [OPTIONS]",
    ),
    example: Both(
        "文件里逐处有说明，按集群的规矩改；改过的文件再写一次也不会动，新的写在旁边的 NAME.new。\n各站分成几份，一份一个任务；最后一个任务把各站收齐、核对。任务做两遍、做到一半被杀掉，都没有关系。\n\n例子：\n  wanjia fleet engine slurm jobs\n  wanjia fleet engine kubernetes jobs --shards 40 --image registry.example.org/wanjia:1\n  wanjia fleet engine dask jobs",
        "The files say what is what; change them as your cluster wants it. A file that was edited is never written over: the new one is put beside it as NAME.new.\nThe sites are cut into parts, a task for each; a last task gathers and compares them. That a task runs twice or is killed half-way does no harm.\n\nExamples:\n  wanjia fleet engine slurm jobs\n  wanjia fleet engine kubernetes jobs --shards 40 --image registry.example.org/wanjia:1\n  wanjia fleet engine dask jobs",
    ),
    arguments: &[
        (
            "engine",
            Both("kubernetes、slurm 或 dask", "kubernetes, slurm or dask"),
        ),
        ("folder", Both("写进哪个文件夹", "the folder that they go into")),
        (
            "shards",
            Both(
                "分成几份（默认：大约五十个站一份）",
                "how many parts (default: one for about fifty sites)",
            ),
        ),
        (
            "image",
            Both("Kubernetes：镜像的名称", "kubernetes: the name of the image"),
        ),
    ],
    first: 0,
};

/// The image when nobody names one.
const IMAGE: &str = concat!("registry.example.org/wanjia:", env!("CARGO_PKG_VERSION"));

fn names() -> Vec<&'static str> {
    ENGINES.iter().map(|engine| engine.name).collect()
}

/// What was asked for.
#[derive(Args)]
pub struct Request {
    #[arg(value_name = "ENGINE", value_parser = PossibleValuesParser::new(names()))]
    engine: String,
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..))]
    shards: Option<u16>,
    #[arg(long, value_name = "NAME")]
    image: Option<String>,
}

/// Writes the jobs.
pub fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let Some(fleet) = super::open(&super::root(root)?, console)? else {
        return Ok(Exit::ContentErrors);
    };
    let broken = super::problems(&fleet, console);
    let named = |engine: &&&Engine| engine.name == request.engine;
    let engine = ENGINES
        .iter()
        .find(named)
        .expect("the command line takes no other");
    let folder = super::beside(&fleet, Some(&request.folder), "jobs")?;
    let program =
        std::env::current_exe().map_err(|error| Fault::io("找到", "find", Path::new("wanjia"), &error))?;
    let plan = EnginePlan {
        fleet: &fleet,
        program: &program,
        shards: request.shards.map_or_else(|| fleet.usual_parts(), usize::from),
        image: request.image.as_deref().unwrap_or(IMAGE),
    };
    let files = engine.files(&plan, console.locale).into_iter();
    let kept = settings::write_files(&folder, files.map(|(name, text)| (name, text.into_bytes())))?;
    kept.iter().for_each(|told| console.message(told));
    said(&plan, engine, &folder)
        .iter()
        .for_each(|line| console.message(line));
    Ok(super::ended(broken))
}

fn said(plan: &EnginePlan<'_>, engine: &Engine, folder: &Path) -> [Message; 2] {
    let (sites, parts) = (plan.fleet.sites.len(), plan.shards);
    let (folder, start) = (folder.display(), engine.start);
    [
        message!(
            "{sites} 个站分成 {parts} 份，作业写在 {folder}。",
            "{sites} sites in {parts} parts; the jobs are in {folder}."
        ),
        message!(
            "看过、改好以后，在那里：{start}",
            "Once you have looked at them, there: {start}"
        ),
    ]
}
