//! Which files are meant by what was named.

use crate::base::Fault;
use crate::import;
use crate::message;
use std::fs;
use std::path::{Path, PathBuf};

/// No larger file is read, in bytes.
const MOST: u64 = 96 << 20;

/// Folders are looked into so deep.
const DEEPEST: usize = 32;

/// A file that is to be imported.
pub struct SourceDocument {
    /// On the disk.
    pub path: PathBuf,
    /// As people name it.
    pub shown: String,
    /// Its name without folders.
    pub name: String,
    /// Its name without its ending.
    pub stem: String,
}

impl SourceDocument {
    fn of(path: &Path) -> Self {
        let stem = path.file_stem().unwrap_or_default();
        Self {
            path: path.to_path_buf(),
            name: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            shown: path.to_string_lossy().replace('\\', "/"),
            stem: stem.to_string_lossy().into_owned(),
        }
    }

    /// What is in it.
    pub fn bytes(&self) -> Result<Vec<u8>, Fault> {
        let failed = |error: std::io::Error| Fault::io("读取", "read", &self.path, &error);
        let about = fs::metadata(&self.path).map_err(failed)?;
        if about.len() > MOST {
            let (size, most) = (about.len() >> 20, MOST >> 20);
            return Err(Fault::new(message!(
                "文件有 {size} MB，超过 {most} MB",
                "the file has {size} MB, more than {most} MB"
            ))
            .hint(message!(
                "分成几份，或先把里面的图缩小",
                "split it, or make its pictures smaller first"
            )));
        }
        fs::read(&self.path).map_err(failed)
    }
}

/// The files that were named, and those in the folders that were named, in the order of their names.
pub fn find(named: &[PathBuf]) -> Result<Vec<SourceDocument>, Fault> {
    let mut found = Vec::new();
    for path in named {
        let about = fs::metadata(path).map_err(|error| Fault::io("读取", "read", path, &error))?;
        if about.is_dir() {
            let before = found.len();
            inside(path, 0, &mut found)?;
            if found.len() == before {
                return Err(nothing(path));
            }
        } else {
            found.push(SourceDocument::of(path));
        }
    }
    Ok(found)
}

fn nothing(folder: &Path) -> Fault {
    let (folder, all) = (folder.display(), import::known().join("、"));
    Fault::new(message!(
        "{folder} 里没有能导入的文件",
        "there is no file in {folder} that can be imported"
    ))
    .hint(message!("能导入的有：{all}", "these can be imported: {all}"))
}

/// The files of a folder that can be read. Hidden ones and those that a program has open are none.
fn inside(folder: &Path, depth: usize, found: &mut Vec<SourceDocument>) -> Result<(), Fault> {
    let failed = |error: std::io::Error| Fault::io("读取", "read", folder, &error);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(failed)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .collect();
    paths.sort();
    for path in paths {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if name.starts_with(['.', '~']) {
            continue;
        }
        if path.is_dir() && !path.is_symlink() && depth < DEEPEST {
            inside(&path, depth + 1, found)?;
        } else if path.is_file() && import::is_known(&name) {
            found.push(SourceDocument::of(&path));
        }
    }
    Ok(())
}
