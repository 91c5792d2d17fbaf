//! The only reader of authors' files: what there is in a layer, and the text of one file.
//!
//! What always holds: no path leaves its layer, links included; the order of files is that of their
//! names, on any machine; hidden and temporary files are not content.
//!
//! Not here: what a file means.

mod drawing;
mod name;
mod office;
mod pointer;
mod state;
mod text;
mod unclear;

pub use drawing::{DRAWING_ACTIVE, drawing_active};
pub use name::{FILE_LEFTOVER, PAGE_MISNAMED, misnamed};
pub use office::{OFFICE_METADATA, office_metadata, pdf_has_no_text};
pub use pointer::{LFS_POINTER, SUBMODULE_EMPTY, lfs_pointer};
pub use state::FileState;
pub use text::NOT_TEXT;
pub use text::{MAX_BYTES, decode, decode_page};
pub use unclear::{CHARACTER_UNCLEAR, unclear_characters, unclear_name};

use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;
use name::Sort;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

rule! { FILE_UNREADABLE = "file-unreadable", Site, Error, adjustable: false;
    means "文件读不了", "A file cannot be read";
    mend "看它还在不在、有没有读的权限", "Check that it is still there and may be read";
}

rule! { FILE_TOO_LARGE = "file-too-large", Site, Error, adjustable: false;
    means "文字文件太大", "A text file is too large";
    mend "拆成几页；大的资料放在页面旁边供下载", "Split it into pages; put large data beside the page as a download";
}

rule! { NOT_A_FILE = "not-a-file", Site, Error, adjustable: false;
    means "不是普通文件", "It is no plain file";
    mend "换成普通文件，或者删掉", "Replace it by a plain file, or delete it";
}

rule! { LINK_LEAVES_SITE = "link-leaves-site", Site, Error, adjustable: false;
    means "文件夹里的链接（软链接）指到了站点外面", "A symbolic link leads out of the site";
    mend "把文件真的复制进来", "Copy the file itself into the site";
}

/// The folder whose files are copied as they are.
pub const STATIC: &str = "static";

/// A site in the chain of sites: 0 is the site itself, 1 its upstream.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Layer {
    /// Number in the chain.
    pub number: usize,
    /// Its folder.
    pub root: PathBuf,
    /// What to put before file names in messages; empty for the site itself.
    pub name: String,
}

/// A file of a layer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Whose it is.
    pub layer: usize,
    /// As people name it: `content/a/b.md`.
    pub file: Arc<str>,
    /// Where in `file` the path inside its folder begins.
    inner: u32,
    /// On the disk.
    pub path: Arc<Path>,
    /// What one sees of it without reading it.
    pub state: FileState,
}

impl SourceFile {
    /// Path inside its folder: `a/b.md`.
    pub fn inner(&self) -> &str {
        &self.file[self.inner as usize..]
    }
}

impl Layer {
    /// The site itself.
    pub fn own(root: &Path) -> Self {
        Self {
            number: 0,
            root: root.to_path_buf(),
            name: String::new(),
        }
    }

    /// How messages name a file of this layer.
    pub fn display(&self, relative: &str) -> Arc<str> {
        if self.name.is_empty() {
            relative.into()
        } else {
            format!("{}/{relative}", self.name).into()
        }
    }

    /// The files of one folder (`content`, `static`, `themes/x`), sorted by path. A folder that is not
    /// there is empty.
    pub fn list(&self, folder: &str, report: &mut Vec<Diagnostic>) -> Vec<SourceFile> {
        let top = self.root.join(folder);
        if !top.exists() {
            return Vec::new();
        }
        let home = self.home();
        // A folder of the author's own may lie elsewhere; one of another site may not lead out of it.
        if !self.is_own() && !top.canonicalize().is_ok_and(|real| real.starts_with(&home)) {
            report.push(leaves_site(&self.display(folder)));
            return Vec::new();
        }
        let sort =
            |entry: &walkdir::DirEntry| name::sort(&entry.file_name().to_string_lossy(), folder == STATIC);
        let mut walk = WalkDir::new(&top)
            .sort_by_file_name()
            .into_iter()
            .filter_entry(|entry| entry.depth() == 0 || sort(entry) != Sort::Hidden);
        let mut files = Vec::new();
        while let Some(entry) = walk.next() {
            match entry {
                Ok(entry) if entry.depth() > 0 && sort(&entry) == Sort::Leftover => {
                    // What lies in a folder that is left over is left over with it.
                    if entry.file_type().is_dir() {
                        walk.skip_current_dir();
                    }
                    report.extend(self.leftover(entry.path()));
                }
                Ok(entry) if entry.file_type().is_dir() => {}
                // A plain file in a plain folder is where it seems to be; only links need a second look.
                Ok(entry) if entry.file_type().is_file() => match entry.metadata() {
                    Ok(about) => {
                        let inner = relative(entry.path(), &top);
                        let file = self.display(&format!("{folder}/{inner}"));
                        files.push(self.found(file, &inner, entry.into_path(), FileState::of(&about)));
                    }
                    Err(error) => report.push(unreadable(
                        &self.display(&relative(entry.path(), &self.root)),
                        &error.to_string(),
                    )),
                },
                Ok(entry) => files.extend(self.link(folder, &top, &home, entry.path(), report)),
                Err(error) => {
                    let path = error.path().unwrap_or(&top);
                    let name = self.display(&relative(path, &self.root));
                    report.push(unreadable(&name, &error.to_string()));
                }
            }
        }
        files
    }

    /// Tells of a file that a program left over; those of an upstream are its own affair.
    fn leftover(&self, path: &Path) -> Option<Diagnostic> {
        let file = self.display(&relative(path, &self.root));
        (self.number == 0).then(|| name::leftover(&file))
    }

    /// One file by its path from the root of the layer; `None` when it is not there, or is a link that leaves the
    /// layer.
    pub fn one(&self, relative: &str) -> Option<SourceFile> {
        self.checked(relative).ok()?
    }

    /// One file by its path from the root of the layer; `None` when it is not there, a diagnostic when it is a link
    /// that leaves the layer. What stands beside the author's own site.yaml may be a link to anywhere.
    pub fn checked(&self, relative: &str) -> Result<Option<SourceFile>, Diagnostic> {
        let path = self.root.join(relative);
        let about = std::fs::metadata(&path).ok().filter(std::fs::Metadata::is_file);
        let Some(about) = about else {
            return Ok(None);
        };
        let file = self.display(relative);
        let may_leave = self.is_own() && !relative.contains('/');
        if !may_leave {
            target_within(&self.home(), &path, &file)?;
        }
        let state = FileState::of(&about);
        Ok(Some(self.found(file, relative, path, state)))
    }

    /// One file and its text, as [`checked`](Self::checked) finds it.
    pub fn read(&self, relative: &str) -> Result<Option<(SourceFile, String)>, Diagnostic> {
        let file = self.checked(relative)?;
        let text = file.as_ref().map(read).transpose()?;
        Ok(file.zip(text))
    }

    /// Whether it is the site that the author works on, and no upstream or other site that is looked at.
    fn is_own(&self) -> bool {
        self.number == 0 && self.name.is_empty()
    }

    fn home(&self) -> PathBuf {
        self.root.canonicalize().unwrap_or_else(|_| self.root.clone())
    }

    /// A link to a file of this layer.
    fn link(
        &self,
        folder: &str,
        top: &Path,
        home: &Path,
        path: &Path,
        report: &mut Vec<Diagnostic>,
    ) -> Option<SourceFile> {
        let inner = relative(path, top);
        let file = self.display(&format!("{folder}/{inner}"));
        let (real, about) = match target_within(home, path, &file) {
            Ok(target) => target,
            Err(wrong) => {
                report.push(wrong);
                return None;
            }
        };
        Some(self.found(file, &inner, real, FileState::of(&about)))
    }

    /// A file whose name ends with its path inside its folder.
    fn found(&self, file: Arc<str>, inner: &str, path: PathBuf, state: FileState) -> SourceFile {
        debug_assert!(file.ends_with(inner));
        SourceFile {
            layer: self.number,
            inner: u32::try_from(file.len() - inner.len()).expect("no system has such long names"),
            file,
            path: path.into(),
            state,
        }
    }
}

/// Where a file that a diagnostic names is, seen from `root`; `None` when a link is on the way: what was refused is
/// not quoted.
pub fn unlinked(root: &Path, file: &str) -> Option<PathBuf> {
    let mut path = root.canonicalize().ok()?;
    for part in file.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            name => path.push(name),
        }
    }
    (path.canonicalize().ok()? == path).then_some(path)
}

/// Reads a text file and says what is wrong with it.
pub fn read(source: &SourceFile) -> Result<String, Diagnostic> {
    if source.state.size > MAX_BYTES {
        let (size, most) = (source.state.size >> 20, MAX_BYTES >> 20);
        return Err(Diagnostic::new(
            &FILE_TOO_LARGE,
            Span::top(&source.file),
            message!(
                "文件有 {size} MB，超过 {most} MB",
                "the file has {size} MB, more than {most} MB"
            ),
        )
        .hint(message!(
            "分成几页，图片和附件另存为文件",
            "split it into pages; keep pictures and attachments as files"
        )));
    }
    let bytes = std::fs::read(&source.path).map_err(|error| unreadable(&source.file, &error.to_string()))?;
    decode(&source.file, bytes)
}

/// A file that cannot be read, and what the system says of it.
pub fn unreadable(file: &Arc<str>, reason: &str) -> Diagnostic {
    Diagnostic::new(
        &FILE_UNREADABLE,
        Span::top(file),
        message!("读不了：{reason}", "cannot be read: {reason}"),
    )
    .hint(message!(
        "检查它还在不在、有没有读的权限",
        "check that it is still there and may be read"
    ))
}

fn relative(path: &Path, top: &Path) -> String {
    slashed(path.strip_prefix(top).unwrap_or(path))
}

/// A path with the separators of the site: `content/a/b.md`.
pub fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path
        .components()
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/")
}

/// A file that was found before, as it looks now; `None` when no plain file is there any more.
pub fn looked_at_again(file: &SourceFile) -> Option<SourceFile> {
    let about = std::fs::symlink_metadata(&file.path).ok()?;
    about.is_file().then(|| SourceFile {
        state: FileState::of(&about),
        ..file.clone()
    })
}

fn leaves_site(file: &Arc<str>) -> Diagnostic {
    Diagnostic::new(
        &LINK_LEAVES_SITE,
        Span::top(file),
        message!("链接指向站点之外", "the link leads out of the site"),
    )
    .hint(message!(
        "把文件本身复制进来",
        "copy the file itself into the site"
    ))
}

/// Where a link leads and what is there; a diagnostic when that is no file of the layer, whose folder is `home`.
fn target_within(
    home: &Path,
    path: &Path,
    file: &Arc<str>,
) -> Result<(PathBuf, std::fs::Metadata), Diagnostic> {
    let no = |error: std::io::Error| unreadable(file, &error.to_string());
    let real = path.canonicalize().map_err(no)?;
    if !real.starts_with(home) {
        return Err(leaves_site(file));
    }
    let about = std::fs::metadata(&real).map_err(no)?;
    if !about.is_file() {
        return Err(Diagnostic::new(
            &NOT_A_FILE,
            Span::top(file),
            message!(
                "不是普通文件，也不是能读的链接",
                "neither a plain file nor a link to one"
            ),
        )
        .hint(message!(
            "删去它，或换成文件本身",
            "remove it, or put the file itself here"
        )));
    }
    Ok((real, about))
}
