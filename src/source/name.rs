//! What the name of a file tells: what is never published, what was left over by a program, what is meant to be a page.

use super::SourceFile;
use crate::base::path;
use crate::base::{Diagnostic, Span};
use crate::message;
use crate::rule;
use std::sync::Arc;

rule! { FILE_LEFTOVER = "file-leftover", Site, Warning, adjustable: true;
    means "临时文件、备份、副本、网盘的冲突文件、系统自己放的文件（`通知 - 副本.md`、`….bak`、`~$….docx`、`desktop.ini`），没有发布", "A temporary file, a backup, a copy, a conflict of two machines or a file of the system (`….bak`, `~$….docx`, `desktop.ini`) is not published";
    mend "删掉；真要发布，改一个名字", "Delete it; to publish it, give it another name";
}

rule! { PAGE_MISNAMED = "page-misnamed", Site, Warning, adjustable: true;
    means "像是一页，文件名却不是 `.md` 结尾（`.MD`、`.markdown`、`.mdx`，带页面信息的 `.txt`），没有发布", "It looks like a page, and its name does not end with `.md` (`.MD`, `.markdown`, `.mdx`, a `.txt` with front matter): it is not published";
    mend "改名，以小写的 `.md` 结尾", "Let its name end with `.md` in small letters";
}

/// What becomes of a file, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// It is content.
    Content,
    /// It is none, and nobody takes it for content.
    Hidden,
    /// It is none, and somebody may miss it.
    Leftover,
}

/// What keeps versions or settings of a folder, or secrets: it never belongs to a site.
const NEVER: [&str; 22] = [
    ".git",
    ".gitignore",
    ".gitattributes",
    ".gitmodules",
    ".gitkeep",
    ".github",
    ".svn",
    ".hg",
    ".ds_store",
    ".directory",
    ".idea",
    ".vscode",
    ".obsidian",
    ".wanjia",
    ".trash",
    ".trashes",
    ".spotlight-v100",
    ".fseventsd",
    ".htpasswd",
    ".netrc",
    ".npmrc",
    ".ssh",
];

/// Ends of names of what programs keep for a while.
const BACKUPS: [&str; 12] = [
    "~",
    ".bak",
    ".backup",
    ".old",
    ".orig",
    ".rej",
    ".swp",
    ".wbk",
    ".asd",
    ".tmp",
    ".crdownload",
    ".part",
];

/// Words in the names that programs give to the second of two versions.
const CONFLICTS: [&str; 7] = [
    "冲突副本",
    "冲突文件",
    "冲突版本",
    "的冲突",
    "conflicted copy",
    "sync-conflict",
    "(conflict",
];

/// What becomes of a file or a folder of this name. In static/ the names that begin with a dot are content:
/// `.well-known/`, `.nojekyll`.
pub(super) fn sort(name: &str, dotted: bool) -> Sort {
    let small = name.to_lowercase();
    let never = NEVER.contains(&&*small) || small.starts_with("._") || small.starts_with(".env");
    if never || small.ends_with(".merge") || (name.starts_with('.') && !dotted) {
        return Sort::Hidden;
    }
    let system = matches!(&*small, "thumbs.db" | "ehthumbs.db" | "desktop.ini" | "icon\r");
    let lock = name.starts_with("~$") || name.starts_with(".~");
    let backup = BACKUPS.iter().any(|end| small.ends_with(end));
    let conflict = CONFLICTS.iter().any(|word| small.contains(word));
    if system || lock || backup || conflict || is_copy(&small) {
        Sort::Leftover
    } else {
        Sort::Content
    }
}

/// Whether a file manager gave a name of this kind to a copy: `通知 - 副本.md`, `通知 副本 2.md`, `Copy of a.md`. A name of
/// which 副本 is a word, as 营业执照副本, is none.
fn is_copy(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).trim_end();
    let counted = |c: char| c.is_ascii_digit() || matches!(c, ' ' | '(' | ')' | '（' | '）');
    let bare = stem.trim_end_matches(counted);
    let before = bare.strip_suffix("副本").or_else(|| bare.strip_suffix("copy"));
    let apart = |c: char| matches!(c, ' ' | '-' | '_' | '－' | '（' | '(');
    before.is_some_and(|before| before.ends_with(apart) || before.ends_with('的'))
        || stem
            .strip_prefix("副本")
            .is_some_and(|rest| rest.starts_with(apart))
        || stem.starts_with("copy of ")
}

/// Tells of a file that was left over.
pub(super) fn leftover(file: &Arc<str>) -> Diagnostic {
    let message = message!(
        "临时文件、备份或副本，没有发布",
        "a temporary file, a backup or a copy: it is not published"
    );
    Diagnostic::new(&FILE_LEFTOVER, Span::top(file), message).hint(message!(
        "删掉；真要发布，改一个名字",
        "delete it; to publish it, give it another name"
    ))
}

/// Tells of a file in content/ that is meant to be a page and has another ending: by its ending, or because it begins with front
/// matter.
pub fn misnamed(file: &SourceFile) -> Option<Diagnostic> {
    let name = path::name(file.inner());
    let (stem, ending) = name.rsplit_once('.')?;
    let is = match &*ending.to_lowercase() {
        "md" => ending != "md",
        "markdown" | "mdown" | "mkd" | "mdx" | "qmd" | "rmd" => true,
        "txt" | "text" => !stem.to_lowercase().ends_with(".md") && begins_with_front_matter(file),
        _ => false,
    };
    is.then(|| told(file, stem))
}

fn told(file: &SourceFile, stem: &str) -> Diagnostic {
    let message = message!(
        "像是一页，文件名却不是 .md 结尾，没有发布",
        "it looks like a page, and its name does not end with .md: it is not published"
    );
    Diagnostic::new(&PAGE_MISNAMED, Span::top(&file.file), message).hint(message!(
        "改名为 {stem}.md；只供下载的，打成 zip",
        "rename it {stem}.md; a file to be downloaded goes into a zip"
    ))
}

fn begins_with_front_matter(file: &SourceFile) -> bool {
    let Ok(text) = super::read(file) else { return false };
    let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
    first == "---" && text.lines().any(|line| line.starts_with("title:"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_programs_leave_over_is_told_from_what_people_name_so() {
        for name in [
            "通知 - 副本.md",
            "通知 副本.md",
            "通知 副本 2.docx",
            "通知 - 副本 (3).md",
            "通知的副本.md",
            "副本-通知.xlsx",
            "通知 - Copy.md",
            "Copy of notice.md",
            "通知.md.bak",
            "通知.md~",
            "~$通知.docx",
            "desktop.ini",
            "Thumbs.db",
            "通知 (张三的冲突副本 2026-11-28).md",
            "a.sync-conflict-20261128-101010-ABCDEFG.md",
            "a (Li's conflicted copy 2026-11-28).md",
        ] {
            assert_eq!(sort(name, false), Sort::Leftover, "{name}");
        }
        for name in [
            "营业执照副本.pdf",
            "副本管理办法.md",
            "photocopy.md",
            "older.md",
            "冲突调解.md",
            "bak.md",
        ] {
            assert_eq!(sort(name, false), Sort::Content, "{name}");
        }
        for name in [".git", ".DS_Store", "._通知.docx", ".env.local", "a.md.merge"] {
            assert_eq!(sort(name, true), Sort::Hidden, "{name}");
        }
        assert_eq!(sort(".well-known", true), Sort::Content);
        assert_eq!(sort(".well-known", false), Sort::Hidden);
    }
}
