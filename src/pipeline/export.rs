//! Exporting: the site is read and resolved as for every build, and of the pages that are asked for files are made in place of
//! outputs.

use super::resolve::ResolvedSite;
use super::{BuildOptions, Builder, Progress, pictures};
use crate::base::message::Locale;
use crate::base::{Diagnostic, Fault, Message, OutputPath, PageId};
use crate::check;
use crate::document::Document;
use crate::export::{self, Export, ExportFormat, ExportedPage};
use crate::html::Tree;
use crate::kind;
use crate::message;
use crate::picture::ImageSet;
use crate::publish::Publication;
use crate::publish::verify::{MismatchState, about as about_of, listed_in};
use crate::source::SourceFile;
use crate::theme::{PageText, from_site};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The file that every built site has.
const NOT_FOUND: &str = "404.html";

/// What is to be exported.
pub struct ExportOrder<'o> {
    /// How.
    pub format: &'static ExportFormat,
    /// The pages, as people name them.
    pub pages: &'o [String],
    /// Where the files of each page go.
    pub out: ExportFolders<'o>,
    /// Language of notes to the person who exports.
    pub locale: Locale,
    /// Documents get 红头.
    pub letterhead: bool,
}

/// Where the files of pages go.
#[derive(Debug, Clone, Copy)]
pub enum ExportFolders<'o> {
    /// Into a folder for each page, in this one.
    Each(&'o Path),
    /// One page right into this one; each of several into a folder for it.
    Named(&'o Path),
}

impl ExportFolders<'_> {
    /// The folder of a page, which is `alone` or one of several.
    fn of(self, page: &str, alone: bool) -> PathBuf {
        match self {
            Self::Named(folder) if alone => folder.to_path_buf(),
            Self::Each(folder) | Self::Named(folder) => folder.join(page.replace('/', "-")),
        }
    }
}

/// What came of it.
#[derive(Debug, Default)]
pub struct ExportOutcome {
    /// The pages, in the order in which they were named; none when anything is wrong.
    pub pages: Vec<PageExport>,
    /// What may be wrong with these pages or with the site as a whole.
    pub diagnostics: Vec<Diagnostic>,
    /// Something keeps the pages from being exported.
    pub failed: bool,
}

/// A page and what it became.
#[derive(Debug)]
pub struct PageExport {
    /// Its title.
    pub title: String,
    /// The folder.
    pub folder: PathBuf,
    /// The file to look at first, in the folder.
    pub first: Option<String>,
    /// What is to be known before the files are used.
    pub notes: Vec<Message>,
    /// Why it is not on the site, as templates see it: `draft`, `unsigned`, `future`; `None` for one that is.
    pub preview: Option<String>,
}

/// A page with its files, which are not written yet.
struct MadePage {
    name: String,
    title: String,
    preview: Option<String>,
    export: Export,
}

impl Builder {
    /// Exports pages into folders. A page that is only a draft, or whose day is still to come, is exported as such; the others then
    /// see drafts as well. With an error in a page, or in what is no page, nothing is written.
    pub fn export(
        &mut self,
        options: &BuildOptions,
        order: &ExportOrder<'_>,
        progress: &dyn Progress,
    ) -> Result<ExportOutcome, Fault> {
        let published = self.made(options, order, progress);
        let made = match published {
            // A page that is not there may be a draft, or one of a day to come.
            Err(_) if !options.drafts => {
                let drafts = BuildOptions {
                    drafts: true,
                    early: true,
                    ..options.clone()
                };
                self.made(&drafts, order, progress)?
            }
            made => made?,
        };
        self.save();
        let (made, diagnostics) = made;
        if check::fails(&diagnostics) {
            return Ok(ExportOutcome {
                diagnostics,
                failed: true,
                ..ExportOutcome::default()
            });
        }
        let alone = made.len() == 1;
        let folder_of = |page: &MadePage| order.out.of(&page.name, alone);
        apart(&made, &folder_of)?;
        let about_of = |page: &MadePage| format!("{} {}", order.format.name, page.name);
        for page in &made {
            of_the_same(&folder_of(page), &about_of(page))?;
            untouched(&folder_of(page))?;
        }
        let write = |page: MadePage| {
            let folder = folder_of(&page);
            write(&folder, &about_of(&page), &page.export)?;
            Ok(PageExport {
                title: page.title,
                folder,
                first: page.export.files.first().map(|file| file.name.clone()),
                notes: page.export.notes,
                preview: page.preview,
            })
        };
        Ok(ExportOutcome {
            pages: made.into_iter().map(write).collect::<Result<_, Fault>>()?,
            diagnostics,
            failed: false,
        })
    }

    /// The files of pages, and what may be wrong with them.
    fn made(
        &mut self,
        options: &BuildOptions,
        order: &ExportOrder<'_>,
        progress: &dyn Progress,
    ) -> Result<(Vec<MadePage>, Vec<Diagnostic>), Fault> {
        let done = self.resolve(options, progress, |builder, resolved, mut report| {
            let site = resolved.views.site;
            let find = |named: &String| export::find(site, named);
            let mut pages: Vec<PageId> = Vec::new();
            for page in order.pages.iter().map(find) {
                let page = page?;
                if !pages.contains(&page) {
                    pages.push(page);
                }
            }
            let mut made = Vec::new();
            for page in &pages {
                match builder.export_page(resolved, *page, order) {
                    Ok(page) => made.push(page),
                    Err(wrong) => report.extend(wrong),
                }
            }
            let documents: Vec<&Document> = pages.iter().map(|page| &*site.pages[*page].document).collect();
            report.retain(|found| concerns(found, &documents));
            Ok((made, check::report(report, &site.config, &[])))
        })?;
        Ok(done.unwrap_or_else(|diagnostics| (Vec::new(), diagnostics)))
    }

    /// The files of one page.
    fn export_page(
        &self,
        resolved: &ResolvedSite<'_>,
        page: PageId,
        order: &ExportOrder<'_>,
    ) -> Result<MadePage, Vec<Diagnostic>> {
        let inputs = resolved.views;
        let mut view = from_site::page(inputs, page);
        view.page.own = kind::own_views(inputs, &view.page.kind, Some(page));
        let render =
            |key, make: &mut dyn FnMut() -> Result<Tree, Vec<Diagnostic>>| self.cache.render(key, make);
        let tree = PageText::of(inputs, page, &view.site, &view.page.facts).tree(inputs.theme, &render)?;
        let document = &inputs.site.pages[page].document;
        let (title, preview) = (view.page.title.clone(), view.page.preview.clone());
        let exported = ExportedPage {
            inputs,
            page,
            view,
            tree,
            file: &|path| published(inputs.site.files.get(path), inputs.pictures, path),
            locale: order.locale,
            letterhead: order.letterhead,
        };
        Ok(MadePage {
            name: export::name_of(document),
            title,
            preview,
            export: (order.format.make)(&exported)?,
        })
    }
}

/// The bytes of a file at its path in the output, a photo without what its camera noted.
pub(super) fn published(
    file: Option<&SourceFile>,
    pictures: &ImageSet,
    path: &OutputPath,
) -> Result<Option<Vec<u8>>, Diagnostic> {
    let Some(file) = file else { return Ok(None) };
    if let Some(made) = pictures
        .get(path.as_str())
        .and_then(|picture| picture.file.as_ref())
        && let Ok(bytes) = std::fs::read(made)
    {
        return Ok(Some(bytes));
    }
    pictures::cleaned(&file.path, &file.file).map(Some)
}

/// Whether what was found is about one of these pages, or about what is no page: settings, facts, the theme.
pub(super) fn concerns(found: &Diagnostic, pages: &[&Document]) -> bool {
    let Some(place) = &found.place else { return true };
    let is_page = place.file.ends_with(".md");
    !is_page || pages.iter().any(|page| page.is_of(&place.file))
}

/// Fails when two pages would go into one folder: a/b and a-b.
fn apart(made: &[MadePage], folder_of: &impl Fn(&MadePage) -> PathBuf) -> Result<(), Fault> {
    let mut taken: BTreeMap<PathBuf, &str> = BTreeMap::new();
    for page in made {
        if let Some(other) = taken.insert(folder_of(page), &page.name) {
            let (folder, page) = (folder_of(page).display().to_string(), &page.name);
            return Err(Fault::new(message!(
                "{other} 和 {page} 都要放进 {folder}，没有导出",
                "{other} and {page} would both go into {folder}: nothing is exported"
            ))
            .hint(message!(
                "分两次导出，各用 --out 写一个文件夹",
                "export them one by one, each with a folder of its own by --out"
            )));
        }
    }
    Ok(())
}

/// Fails when another export is in a folder: it would be gone.
pub(super) fn of_the_same(folder: &Path, about: &str) -> Result<(), Fault> {
    let Some(other) = about_of(folder).filter(|other| other != about) else {
        return Ok(());
    };
    let folder = folder.display();
    Err(Fault::new(message!(
        "{folder} 里是 {other} 的导出，没有动它",
        "{folder} holds the export of {other}: it was left alone"
    ))
    .hint(message!(
        "用 --out 换一个文件夹，或先删去那个文件夹",
        "choose another folder with --out, or delete that one first"
    )))
}

/// Fails when somebody edited what an earlier export left in a folder: it would be written over.
pub(super) fn untouched(folder: &Path) -> Result<(), Fault> {
    let listed = listed_in(folder).unwrap_or_default();
    let edited: Vec<String> = listed
        .iter()
        .filter_map(|file| file.mismatch(&folder.join(&file.path)))
        .filter(|found| found.state == MismatchState::Changed)
        .map(|found| found.path)
        .collect();
    let (folder, edited) = (folder.display(), edited.join("、"));
    match edited.is_empty() {
        true => Ok(()),
        false => Err(Fault::new(message!(
            "{folder} 里的 {edited} 导出以后改过，没有动它",
            "{edited} in {folder} was edited since it was exported: it was left alone"
        ))
        .hint(message!(
            "要留着的移到别处，不要的删去，再导出；Word 稿里的改动用 wanjia import 收回来",
            "move elsewhere what is to be kept, delete what is not, and export again; wanjia import brings back edits of a Word file"
        ))),
    }
}

/// A document for Word with a title and a text, which is HTML of ours.
pub fn word(title: &str, html: &str) -> Vec<u8> {
    export::word(title, &crate::html::read(html))
}

/// Makes a folder hold these files and no others of an earlier export: the old ones or the new ones, never half of them. A folder
/// that holds anything else is left alone.
fn write(folder: &Path, about: &str, export: &Export) -> Result<(), Fault> {
    let publication = begin(folder)?.about(about);
    for file in &export.files {
        publication.write(&file.name, &file.bytes)?;
    }
    publication.commit().map(drop)
}

/// Begins to write into a folder of exports: one that is not there yet, that is empty, or that holds an earlier export.
pub(super) fn begin(folder: &Path) -> Result<Publication, Fault> {
    if folder.join(NOT_FOUND).exists() {
        let folder = folder.display();
        return Err(Fault::new(message!(
            "{folder} 里是生成的网站，没有动它",
            "there is a built site in {folder}: it was left alone"
        ))
        .hint(message!(
            "用 --out 换一个文件夹",
            "choose another folder with --out"
        )));
    }
    Publication::open(folder)?.claim(BTreeMap::new)
}
