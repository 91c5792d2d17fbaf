//! `wanjia export review`: all pages that changed, for those who pass them.

use super::{Both, Container, Request, options};
use crate::base::{Day, Fault, Message};
use crate::cli::console::Console;
use crate::cli::exit::Exit;
use crate::cli::{paths, write};
use crate::export;
use crate::local::{self, FormerSite, FormerTree, Since};
use crate::message;
use crate::pipeline::review::{Compared, ReviewFiles, ReviewOutcome};
use crate::pipeline::{Builder, verify};
use crate::serve::ExcerptReader;
use std::path::{Path, PathBuf};

/// What it is called on the command line.
pub(super) const NAME: &str = "review";

/// What --help says of it.
pub(super) const ABOUT: Both = Both(
    "送审稿：改过的页面、改动清单和签批单",
    "pages to be passed, what changed, and a sheet to sign",
);

/// Exports a review.
pub(super) fn run(root: Option<&Path>, request: &Request, console: &Console) -> Result<Exit, Fault> {
    let options = options(root, request, true)?;
    if !request.pages.is_empty() {
        return Err(
            Fault::new(message!("送审稿不用写页面", "a review takes no pages")).hint(message!(
                "改过的都在里面；范围用 --since 定",
                "all that changed are in it; `--since` says since when"
            )),
        );
    }
    if request.letterhead {
        return Err(Fault::new(message!(
            "--letterhead 只用于 wanjia export docx",
            "--letterhead is for `wanjia export docx`"
        ))
        .hint(message!("去掉它", "leave it out")));
    }
    let target = Target::of(&options.root, request)?;
    let former = Former::of(&options.root, request.since.as_deref())?;
    let compared = former.compared();
    let mut builder = Builder::open(&options.root);
    let progress = console.progress();
    let outcome = builder.review(&options, &compared, &*progress)?;
    drop(progress);
    let text_of = |file: &str| builder.text_of(file);
    console.report(&outcome.diagnostics, &mut ExcerptReader::new(&text_of));
    former.note().iter().for_each(|note| console.message(note));
    finish(outcome, &target, console)
}

fn finish(outcome: ReviewOutcome, target: &Target, console: &Console) -> Result<Exit, Fault> {
    let failed = crate::check::fails(&outcome.diagnostics);
    let mut said = vec![said(&outcome, failed, &target.path)];
    if outcome.files.is_none() && target.stands() {
        let path = target.path.display();
        said.push(message!(
            "{path} 是以前导出的，没有动它：不要当成这一次的送审稿。",
            "{path} was exported before and was left alone: it is not this review."
        ));
    }
    if let Some(files) = outcome.files {
        target.write(files)?;
    }
    said.iter().for_each(|line| console.message(line));
    Ok(if failed { Exit::ContentErrors } else { Exit::Done })
}

fn said(outcome: &ReviewOutcome, failed: bool, path: &Path) -> Message {
    let (pages, removed, path) = (outcome.pages, outcome.removed, path.display());
    if failed {
        message!(
            "没有导出：先改正上面的错误。",
            "Nothing was exported: mend the errors above first."
        )
    } else if outcome.files.is_none() {
        message!(
            "没有改动，不用送审。",
            "Nothing has changed: there is nothing to pass."
        )
    } else {
        message!(
            "送审 {pages} 页，撤去 {removed} 页 → {path}",
            "To be passed: {pages} pages, and {removed} that are gone → {path}"
        )
    }
}

/// What is found of another state of the site; a tree is there as long as this is.
enum Former {
    Tree {
        tree: FormerTree,
        called: String,
        upstream_of_today: bool,
    },
    Published(PathBuf),
    Dates(Day, Option<PathBuf>),
    Nothing,
}

impl Former {
    fn of(root: &Path, since: Option<&str>) -> Result<Self, Fault> {
        let published = Some(root.join("public")).filter(|folder| verify::listed_in(folder).is_some());
        let Some(written) = since else {
            return Ok(published.map_or(Self::Nothing, Self::Published));
        };
        let day = written.parse::<Day>().ok();
        let since = day.map_or_else(|| Since::Revision(written.to_owned()), Since::Day);
        match (local::former(root, &since)?, day) {
            (
                FormerSite::Site {
                    tree,
                    upstream_of_today,
                },
                _,
            ) => {
                let commit = tree.commit[..8].to_owned();
                let called = match day {
                    Some(day) => format!("{}以前（提交 {commit}）", day.in_words()),
                    None => format!(" {written}（提交 {commit}）"),
                };
                Ok(Self::Tree {
                    tree,
                    called,
                    upstream_of_today,
                })
            }
            (FormerSite::Nothing, _) => Ok(Self::Nothing),
            (FormerSite::NoRepository, Some(day)) => Ok(Self::Dates(day, published)),
            (FormerSite::NoRepository, None) => Err(Fault::new(message!(
                "站点不在 git 仓库里（或没有装 git），认不得 {written}",
                "the site is in no git repository, or there is no git: `{written}` means nothing"
            ))
            .hint(message!(
                "--since 写日期，如 2026-11-20；不写就和上次发布的网站比",
                "say `--since` with a day, like 2026-11-20; without it the review is against what was published last"
            ))),
        }
    }

    fn compared(&self) -> Compared<'_> {
        match self {
            Self::Tree {
                tree,
                called,
                upstream_of_today,
            } => Compared::Former {
                root: &tree.folder,
                called: called.clone(),
                upstream_of_today: *upstream_of_today,
            },
            Self::Published(folder) => Compared::Published(folder),
            Self::Dates(day, published) => Compared::Dates(*day, published.as_deref()),
            Self::Nothing => Compared::Nothing,
        }
    }

    /// What must be known of the comparison.
    fn note(&self) -> Option<Message> {
        match self {
            Self::Dates(..) => Some(message!(
                "站点不在 git 仓库里：改没改，看的是文件的日期。",
                "The site is in no git repository: what changed is told by the dates of files."
            )),
            Self::Tree {
                upstream_of_today: true,
                ..
            } => Some(message!(
                "那时的上级站点找不到了，比的时候用今天的：上级改了什么不在里面。",
                "What the upstream was then is not to be had: it is compared as it is today, so what changed there is left out."
            )),
            _ => None,
        }
    }
}

/// Where a review goes.
struct Target {
    path: PathBuf,
    is_zip: bool,
}

impl Target {
    fn of(root: &Path, request: &Request) -> Result<Self, Fault> {
        let own = root.join("export").join(NAME);
        let named = request.out.as_deref().unwrap_or(&own);
        let ends_with_zip = named
            .extension()
            .is_some_and(|end| end.eq_ignore_ascii_case("zip"));
        let is_zip = request.to == Some(Container::Zip) || ends_with_zip;
        if !is_zip {
            let path = paths::output(root, Some(named))?;
            return Ok(Self { path, is_zip });
        }
        let path = if ends_with_zip {
            named.to_path_buf()
        } else {
            let mut name = named.file_name().ok_or_else(|| unnamed(named))?.to_owned();
            name.push(".zip");
            named.with_file_name(name)
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| *folder != root) {
            paths::output(root, Some(folder))?;
        }
        Ok(Self { path, is_zip })
    }

    /// Whether something is there already.
    fn stands(&self) -> bool {
        paths::stands(&self.path)
    }

    fn write(&self, files: ReviewFiles) -> Result<(), Fault> {
        if !self.is_zip {
            return files.write(&self.path);
        }
        let shown = self.path.display();
        let there = std::fs::read(&self.path);
        if there.is_ok_and(|bytes| !export::is_ours(&bytes)) {
            return Err(Fault::new(message!(
                "{shown} 不是 wanjia 导出的，没有动它",
                "{shown} was not exported by wanjia: it was left alone"
            ))
            .hint(message!("用 --out 换一个名字", "choose another name with --out")));
        }
        let bytes = export::zipped(&files.read()?).map_err(|error| {
            Fault::new(message!("打不成 zip：{error}", "the zip cannot be made: {error}"))
        })?;
        write::write_bytes(Path::new(""), &self.path.to_string_lossy(), &bytes)
    }
}

/// A place for an archive that gives it no name: `..`, `/`.
fn unnamed(named: &Path) -> Fault {
    let named = named.display();
    Fault::new(message!(
        "{named} 不能做压缩包的名字",
        "{named} is no name for an archive"
    ))
    .hint(message!(
        "写上文件名，例如 --out 送审.zip",
        "name a file, like --out review.zip"
    ))
}
