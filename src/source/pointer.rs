//! What stands in the place of a file that git has not fetched: pointers of its large files, empty submodules.

use super::{Layer, SourceFile};
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;

rule! { LFS_POINTER = "lfs-pointer", Site, Error, adjustable: false;
    means "图片或附件没有取下来，只有 git LFS 的一小段指针文字", "A picture or an attachment has not been fetched: there is only the pointer of git LFS";
    mend "运行 `git lfs pull`，再生成", "Run `git lfs pull` and build again";
}

rule! { SUBMODULE_EMPTY = "submodule-empty", Site, Warning, adjustable: true;
    means "git 子模块的文件夹是空的，里面的页面、文件都没有", "The folder of a git submodule is empty: its pages and files are missing";
    mend "运行 `git submodule update --init --recursive`，再生成", "Run `git submodule update --init --recursive` and build again";
}

/// How the text of a pointer begins, and how long one is at most, in bytes.
const BEGINS: &[u8] = b"version https://git-lfs.github.com/spec/";
const LONGEST: u64 = 1024;

/// Tells of a file that is a pointer of git LFS.
pub fn lfs_pointer(file: &SourceFile) -> Option<Diagnostic> {
    if file.state.size > LONGEST || file.state.size < BEGINS.len() as u64 {
        return None;
    }
    let bytes = std::fs::read(&file.path).ok()?;
    let message = message!(
        "这里只有 git LFS 的指针，文件本身没有取下来",
        "this is only the pointer of git LFS: the file itself has not been fetched"
    );
    bytes.starts_with(BEGINS).then(|| {
        Diagnostic::new(&LFS_POINTER, Span::top(&file.file), message).hint(message!(
            "运行 git lfs pull，再生成",
            "run `git lfs pull` and build again"
        ))
    })
}

impl Layer {
    /// Tells of the folders of submodules that are empty.
    pub fn empty_submodules(&self) -> Vec<Diagnostic> {
        let Some(Ok(text)) = self.one(".gitmodules").map(|file| super::read(&file)) else {
            return Vec::new();
        };
        let folders = text.lines().filter_map(|line| {
            let (key, folder) = line.split_once('=')?;
            (key.trim() == "path").then(|| folder.trim())
        });
        let empty = |folder: &&str| {
            let inside = std::fs::read_dir(self.root.join(folder));
            inside.is_ok_and(|mut entries| entries.next().is_none())
        };
        folders
            .filter(|folder| crate::base::path::is_plain(folder))
            .filter(empty)
            .map(|folder| {
                let message = message!(
                    "git 子模块 {folder} 是空的",
                    "the git submodule {folder} is empty"
                );
                Diagnostic::new(&SUBMODULE_EMPTY, Span::top(&self.display(folder)), message).hint(message!(
                    "运行 git submodule update --init --recursive，再生成",
                    "run `git submodule update --init --recursive` and build again"
                ))
            })
            .collect()
    }
}
