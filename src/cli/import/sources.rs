//! Which files are meant by what was named: files, and those in folders and archives.

use crate::base::Fault;
use crate::import;
use crate::message;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use walkdir::{DirEntry, WalkDir};

/// No larger file is read, in bytes.
pub const LARGEST_DOCUMENT: u64 = 96 << 20;

/// All that is unpacked of archives, in bytes.
const MOST_UNPACKED: u64 = 1 << 30;

/// An archive in a folder is looked into, and so many in one another.
const MOST_ARCHIVES: usize = 3;

/// Folders are looked into so deep.
const DEEPEST: usize = 32;

/// A file that is to be imported.
pub struct SourceDocument {
    /// On the disk.
    pub path: PathBuf,
    /// As people name it.
    pub shown: String,
    /// Its path from the folder or archive that was named; its name, when it was named itself.
    pub inner: String,
    /// Its name without its ending.
    pub stem: String,
    /// The folder that was named, or into which the archive was unpacked; that of the file, when it was named itself.
    pub root: Arc<Folder>,
}

/// A folder of sources, which is gone with the last of them when it was made for them.
pub struct Folder {
    /// Where it is.
    pub path: PathBuf,
    /// It was named, not only a file in it.
    pub named: bool,
    /// In how many archives it lies.
    archives: usize,
    _made: Option<TempDir>,
}

/// What was found.
pub struct Sources {
    /// The files to import, in the order of their names.
    pub found: Vec<SourceDocument>,
    /// Archives in folders, and documents in archives, that could not be unpacked, as people name them, and why.
    pub failed: Vec<(String, Fault)>,
    /// Archives in folders and archives that are not unpacked here, as people name them.
    pub foreign: Vec<String>,
    /// Files in folders and archives that are no documents, by how their names end.
    pub others: BTreeMap<String, usize>,
    /// How many links in folders were not followed.
    pub links: usize,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl Sources {
    /// Notes a file that is no document: documents may lie in an archive, so it is named.
    fn other(&mut self, name: &str) {
        if import::is_foreign_archive(name) {
            self.foreign.push(name.to_owned());
            return;
        }
        let ending = crate::base::path::name(name).rsplit_once('.');
        let ending = ending.map_or("", |(_, ending)| ending);
        *self.others.entry(ending.to_lowercase()).or_default() += 1;
    }
}

impl SourceDocument {
    fn of(path: &Path, inner: String, shown: String, root: Arc<Folder>) -> Self {
        let stem = path.file_stem().expect("a file has a name");
        Self {
            path: path.to_path_buf(),
            stem: stem.to_string_lossy().into_owned(),
            shown,
            inner,
            root,
        }
    }

    /// What is in it.
    pub fn bytes(&self) -> Result<Vec<u8>, Fault> {
        bytes(&self.path)
    }

    /// Its name without folders.
    pub fn name(&self) -> &str {
        crate::base::path::name(&self.inner)
    }
}

/// What is in a file of a size that is read.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Fault> {
    let failed = |error: std::io::Error| Fault::io("读取", "read", path, &error);
    let about = fs::metadata(path).map_err(failed)?;
    if about.len() > LARGEST_DOCUMENT {
        let (size, most) = (about.len() >> 20, LARGEST_DOCUMENT >> 20);
        return Err(Fault::new(message!(
            "文件有 {size} MB，超过 {most} MB",
            "the file has {size} MB, more than {most} MB"
        ))
        .hint(message!(
            "分成几份，或先把里面的图缩小",
            "split it, or make its pictures smaller first"
        )));
    }
    fs::read(path).map_err(failed)
}

/// The files that were named, and those in the folders and archives that were named, in the order of their names.
pub fn find(named: &[PathBuf]) -> Result<Sources, Fault> {
    let mut sources = Sources {
        found: Vec::new(),
        failed: Vec::new(),
        foreign: Vec::new(),
        others: BTreeMap::new(),
        links: 0,
        left: MOST_UNPACKED,
    };
    for path in named {
        let about = fs::metadata(path).map_err(|error| Fault::io("读取", "read", path, &error))?;
        let shown = path.to_string_lossy().replace('\\', "/");
        let before = (sources.found.len(), sources.failed.len());
        if about.is_dir() {
            let folder = Arc::new(Folder {
                path: path.clone(),
                named: true,
                archives: 0,
                _made: None,
            });
            inside(&folder, &shown, &mut sources)?;
        } else if import::is_archive(&shown) {
            let folder = Arc::new(unpacked(path, &shown, 1, &mut sources)?);
            inside(&folder, &shown, &mut sources)?;
        } else {
            let name = path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
            let folder = Arc::new(Folder {
                path: folder.unwrap_or(Path::new(".")).to_path_buf(),
                named: false,
                archives: 0,
                _made: None,
            });
            sources.found.push(SourceDocument::of(path, name, shown, folder));
            continue;
        }
        if (sources.found.len(), sources.failed.len()) == before {
            return Err(nothing(path, &sources.foreign));
        }
    }
    Ok(sources)
}

/// The files of an archive, which people name so, in a folder of their own; it is the so many-th of archives in one another.
fn unpacked(archive: &Path, shown: &str, archives: usize, sources: &mut Sources) -> Result<Folder, Fault> {
    if archives > MOST_ARCHIVES {
        return Err(Fault::new(message!(
            "压缩包里套了太多层压缩包",
            "too many archives lie in one another"
        ))
        .hint(message!(
            "先解开，再导入里面的文件",
            "unpack it and import its files"
        )));
    }
    let failed = |error: std::io::Error| Fault::io("解开", "unpack", archive, &error);
    let made = tempfile::tempdir().map_err(failed)?;
    let put = |name: &str, bytes: Vec<u8>| {
        let file = made.path().join(name);
        fs::create_dir_all(file.parent().unwrap_or(made.path()))?;
        fs::write(file, bytes)
    };
    let out = import::unpack(&bytes(archive)?, &mut sources.left, put)?.map_err(failed)?;
    for name in out {
        if import::is_known(&name) || import::is_archive(&name) {
            sources.failed.push((format!("{shown}/{name}"), broken()));
        } else {
            sources.other(&format!("{shown}/{name}"));
        }
    }
    Ok(Folder {
        path: made.path().to_path_buf(),
        named: true,
        archives,
        _made: Some(made),
    })
}

fn broken() -> Fault {
    Fault::new(message!(
        "压缩包里的这个文件解不开：坏了，或者名字指到压缩包外面",
        "this file of the archive cannot be unpacked: it is damaged, or its name leads out"
    ))
    .hint(message!(
        "用解压软件解开看看；打不开就请人重发",
        "try another program; if that fails, have it sent again"
    ))
}

fn nothing(folder: &Path, foreign: &[String]) -> Fault {
    if !foreign.is_empty() {
        let (folder, names) = (folder.display(), foreign.join("、"));
        return Fault::new(message!(
            "{folder} 里没有能导入的文件，只有这里解不开的压缩包：{names}",
            "there is no file in {folder} that can be imported, only archives that are not unpacked here: {names}"
        ))
        .hint(import::foreign_archive().hint);
    }
    let (folder, all) = (folder.display(), import::known().join("、"));
    Fault::new(message!(
        "{folder} 里没有能导入的文件",
        "there is no file in {folder} that can be imported"
    ))
    .hint(message!("能导入的有：{all}", "these can be imported: {all}"))
}

/// The files of a folder that can be read, and those in its archives. Hidden ones and those that a program has open are none; links are not followed, as
/// they may lead anywhere.
fn inside(root: &Arc<Folder>, shown: &str, sources: &mut Sources) -> Result<(), Fault> {
    let walk = WalkDir::new(&root.path)
        .max_depth(DEEPEST)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !is_hidden(entry));
    for entry in walk {
        let entry = entry.map_err(|error| unread(&root.path, error))?;
        let name = entry.file_name().to_string_lossy();
        if entry.path_is_symlink() && entry.depth() > 0 {
            sources.links += 1;
        } else if entry.file_type().is_file() && import::is_known(&name) {
            let inner = inner_of(&entry, root);
            let shown = shown_as(&entry, root, shown);
            let source = SourceDocument::of(entry.path(), inner, shown, root.clone());
            sources.found.push(source);
        } else if entry.file_type().is_file() && import::is_archive(&name) {
            let shown = shown_as(&entry, root, shown);
            archive(entry.path(), &shown, root.archives + 1, sources);
        } else if entry.file_type().is_file() {
            sources.other(&shown_as(&entry, root, shown));
        }
    }
    Ok(())
}

/// What is in an archive of a folder. One without documents is what a page may offer.
fn archive(path: &Path, shown: &str, archives: usize, sources: &mut Sources) {
    let before = (sources.found.len(), sources.failed.len());
    let read =
        unpacked(path, shown, archives, sources).and_then(|folder| inside(&Arc::new(folder), shown, sources));
    if let Err(fault) = read {
        sources.failed.push((shown.to_owned(), fault));
    } else if (sources.found.len(), sources.failed.len()) == before {
        sources.other(shown);
    }
}

/// The path of what is in a folder below it.
fn inner_of(entry: &DirEntry, root: &Folder) -> String {
    let inner = entry.path().strip_prefix(&root.path);
    let inner = inner.expect("a walk stays in its folder").to_string_lossy();
    inner.replace('\\', "/")
}

/// What is in a folder that people name so, as they name it.
fn shown_as(entry: &DirEntry, root: &Folder, shown: &str) -> String {
    format!("{}/{}", shown.trim_end_matches('/'), inner_of(entry, root))
}

fn is_hidden(entry: &DirEntry) -> bool {
    entry.file_name().to_string_lossy().starts_with(['.', '~'])
}

/// What was met on a walk through a folder.
fn unread(folder: &Path, error: walkdir::Error) -> Fault {
    let path = error.path().unwrap_or(folder).to_path_buf();
    let error = error
        .into_io_error()
        .expect("links are not followed, so none turns round");
    Fault::io("读取", "read", &path, &error)
}
