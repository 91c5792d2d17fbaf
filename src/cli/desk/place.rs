//! Where a page that somebody names is on the disk, and never outside content/.

use super::refusal::Refusal;
use crate::base::path::{folder, is_plain, objection};
use crate::base::{Fault, Message};
use crate::{message, source};
use std::path::{Path, PathBuf};

/// A page by its path below content/, with or without `.md`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PagePath(String);

impl PagePath {
    /// A path that leads nowhere else: no `..`, nothing hidden.
    pub fn of(path: &str) -> Result<Self, Fault> {
        if !is_plain(path) || path.split('/').any(|part| part.starts_with('.')) {
            return Err(Fault::new(message!(
                "“{path}”不是 content 里的一页",
                "`{path}` is not a page in content/"
            ))
            .hint(Message::new(
                "写 content 里的路径，如 campaigns/x",
                "name it by its path in content/, like campaigns/x",
            )));
        }
        Ok(Self(path.to_owned()))
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The file of the site's own that it names, below content/; `None` when there is none.
    pub fn own_file(&self, root: &Path) -> Option<String> {
        let path = &self.0;
        let names = match path.strip_suffix(".md") {
            Some(_) => vec![path.clone()],
            None => vec![
                format!("{path}.md"),
                format!("{path}/index.md"),
                format!("{path}/_index.md"),
            ],
        };
        names
            .into_iter()
            .find(|name| root.join("content").join(name).symlink_metadata().is_ok())
    }

    /// The file that a page of this path has when it is new, below content/.
    pub fn new_file(&self) -> String {
        match self.0.strip_suffix(".md") {
            Some(_) => self.0.clone(),
            None => format!("{}.md", self.0),
        }
    }
}

/// A fault when a new file cannot have this path on every system: what is written here is read elsewhere.
pub fn fit_for_all(path: &str) -> Result<(), Refusal> {
    let Some(Message { zh, en }) = objection(path) else {
        return Ok(());
    };
    Err(Refusal::unclear(Fault::new(message!(
        "“{path}”不能作文件名：{zh}",
        "`{path}` cannot be the name of a file: {en}"
    ))))
}

/// A refusal when a folder of content/ is a link: what a command makes in it would lie elsewhere.
pub fn without_links(root: &Path) -> Result<(), Refusal> {
    let mut folders = vec!["content".to_owned()];
    while let Some(folder) = folders.pop() {
        if root.join(&folder).symlink_metadata().is_err() {
            continue;
        }
        let real = source::unlinked(root, &folder).ok_or_else(|| linked(&folder))?;
        for entry in std::fs::read_dir(real).into_iter().flatten().flatten() {
            let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
            match entry.file_type() {
                Ok(kind) if kind.is_symlink() && root.join(&name).is_dir() => return Err(linked(&name)),
                Ok(kind) if kind.is_dir() => folders.push(name),
                _ => {}
            }
        }
    }
    Ok(())
}

fn linked(file: &str) -> Refusal {
    let fault = Fault::new(message!("{file} 经过一个链接", "{file} lies behind a link"));
    Refusal::forbidden(fault.hint(Message::new(
        "书桌只写站点文件夹里的文件：换成真的文件",
        "the desk writes files of the site's folder only: put a real file there",
    )))
}

/// Where a file of the site is, when no link leads out of it on the way; a refusal otherwise. It need not be there yet.
pub fn unlinked(root: &Path, file: &str) -> Result<PathBuf, Refusal> {
    let linked = || linked(file);
    let path = root.join(file);
    if path.symlink_metadata().is_ok() {
        let real = source::unlinked(root, file).ok_or_else(linked)?;
        let is_folder = || Refusal::forbidden(Fault::new(message!("{file} 是文件夹", "{file} is a folder")));
        return if real.is_file() {
            Ok(real)
        } else {
            Err(is_folder())
        };
    }
    // A link that leads nowhere is one, too.
    let above = std::iter::successors(Some(folder(file)), |above| {
        (!above.is_empty()).then(|| folder(above))
    });
    let standing = above
        .into_iter()
        .find(|above| root.join(above).symlink_metadata().is_ok());
    let standing = standing.expect("the site's own folder is there");
    source::unlinked(root, standing)
        .filter(|folder| folder.is_dir())
        .map(|_| path)
        .ok_or_else(linked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_page_is_named_by_its_path_and_nothing_else() {
        for good in ["a", "a/b.md", "政策/婚假", "a/b.en.md", "_index"] {
            assert!(PagePath::of(good).is_ok(), "{good}");
        }
        for odd in [
            "",
            "/a",
            "a/",
            "a//b",
            "../a",
            "a/../b",
            "a/./b",
            ".git/x",
            "a/.b",
            "c:/a",
            "a\\b",
            "a\u{0}",
            "a\nb",
            "a\u{202e}b",
        ] {
            assert!(PagePath::of(odd).is_err(), "{odd:?}");
        }
        // What is there can be opened; what is new is to be read on other systems, too.
        for odd in ["a.", "a ", "a?.md", "CON.md", "a/com1", &"长".repeat(100)] {
            assert!(PagePath::of(odd).is_ok() && fit_for_all(odd).is_err(), "{odd:?}");
        }
        assert!(fit_for_all("政策/婚假.md").is_ok());
    }

    #[test]
    fn a_page_is_a_file_a_folder_or_a_section() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        for file in ["a.md", "b/index.md", "c/_index.md"] {
            fs::create_dir_all(root.join("content").join(file).parent().unwrap()).unwrap();
            fs::write(root.join("content").join(file), "").unwrap();
        }
        let found = |path| PagePath::of(path).unwrap().own_file(root);
        assert_eq!(found("a").as_deref(), Some("a.md"));
        assert_eq!(found("a.md").as_deref(), Some("a.md"));
        assert_eq!(found("b").as_deref(), Some("b/index.md"));
        assert_eq!(found("c").as_deref(), Some("c/_index.md"));
        assert_eq!(found("d"), None);
        assert_eq!(PagePath::of("d/e").unwrap().new_file(), "d/e.md");
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_behind_a_link() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let (root, outside) = (folder.path().join("site"), folder.path().join("outside"));
        fs::create_dir_all(root.join("content")).unwrap();
        fs::create_dir_all(&outside).unwrap();
        fs::write(outside.join("a.md"), "").unwrap();
        symlink(&outside, root.join("content/out")).unwrap();
        symlink(outside.join("a.md"), root.join("content/a.md")).unwrap();
        symlink(outside.join("none.md"), root.join("content/none.md")).unwrap();
        for file in [
            "content/out/a.md",
            "content/out/b.md",
            "content/out/c/d.md",
            "content/a.md",
            "content/none.md",
        ] {
            assert!(unlinked(&root, file).is_err(), "{file}");
        }
        assert!(without_links(&root).is_err());
        fs::remove_file(root.join("content/out")).unwrap();
        assert!(without_links(&root).is_ok());
        assert!(unlinked(&root, "content/b.md").is_ok());
        assert!(unlinked(&root, "content/b/c/d.md").is_ok());
    }
}
