//! A draft into a site: never over what somebody wrote. An import that is done again is merged with what was made of the
//! draft since.

use super::destination::Destination;
use crate::base::{Fault, Message};
use crate::cli::write;
use crate::import::Draft;
use crate::local::{FileChange, Sides, merge_texts};
use crate::message;
use std::collections::HashSet;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Where the drafts are kept as they were imported.
const RECORDS: &str = ".wanjia/imported";

/// What was done with a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// It was only asked for.
    Nothing,
    /// It is a new page.
    New,
    /// The source is what it was.
    Unchanged,
    /// What changed in the source went into the page.
    Merged,
}

impl Written {
    /// What was done, in words.
    pub fn message(self) -> Message {
        match self {
            Self::Nothing => message!("没有写入", "nothing is written"),
            Self::New => message!("新页面", "a new page"),
            Self::Unchanged => message!("和上次一样", "as it was"),
            Self::Merged => message!("并入了原文的改动", "changes of the source are merged in"),
        }
    }
}

/// How the texts of a merge are called.
const SIDES: Sides = Sides {
    ours: "本站",
    base: "上次导入",
    theirs: "这次导入",
};

/// Writes a draft as the page `page` of a site; `source` is the name of the file that it was made of.
pub fn write(destination: &Destination, source: &str, page: &str, draft: &Draft) -> Result<Written, Fault> {
    let root = destination
        .root
        .as_deref()
        .expect("what is written goes into a site");
    let record = Record::of(root, page);
    let Some(there) = existing(root, page)? else {
        put(root, page, draft, source)?;
        return Ok(Written::New);
    };
    let base = record.filter(|record| there.0 == page && record.source == source);
    let Some(base) = base else {
        return Err(already(&there.0));
    };
    if base.draft == draft.text || there.1 == draft.text {
        return Ok(Written::Unchanged);
    }
    match merge_texts(&base.draft, &there.1, &draft.text, SIDES) {
        Ok(merged) => {
            let change = change(page, merged, true);
            write::write(root, &[change, recorded(page, source, &draft.text)])?;
            pictures(root, page, draft)?;
            Ok(Written::Merged)
        }
        Err(marked) => {
            write::write(root, &[change(&format!("{page}.merge"), marked, true)])?;
            Err(conflict(page))
        }
    }
}

/// Whether a page is there that was imported from another of these sources.
pub fn is_of_another(root: &Path, page: &str, source: &str, sources: &HashSet<String>) -> bool {
    let record = Record::of(root, page);
    record.is_some_and(|record| record.source != source && sources.contains(&record.source))
}

/// Whether a page was imported from this source.
pub fn is_of(root: &Path, page: &str, source: &str) -> bool {
    Record::of(root, page).is_some_and(|record| record.source == source)
}

/// A draft as it was imported last.
struct Record {
    source: String,
    draft: String,
}

impl Record {
    fn of(root: &Path, page: &str) -> Option<Self> {
        let text = fs::read_to_string(root.join(RECORDS).join(page)).ok()?;
        let (source, draft) = text.split_once('\n')?;
        Some(Self {
            source: source.to_owned(),
            draft: draft.to_owned(),
        })
    }
}

/// The page that is there already under this name, with or without a folder of its own, and its text. One that cannot be read
/// is a fault: taken for an empty one it would be written over.
fn existing(root: &Path, page: &str) -> Result<Option<(String, String)>, Fault> {
    let other = match page.strip_suffix("/index.md") {
        Some(name) => format!("{name}.md"),
        None => format!("{}/index.md", page.trim_end_matches(".md")),
    };
    for name in [page.to_owned(), other] {
        match fs::read(root.join(&name)) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|_| not_text(&name))?;
                return Ok(Some((name, text.replace("\r\n", "\n"))));
            }
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Fault::io("读取", "read", &root.join(&name), &error)),
        }
    }
    Ok(None)
}

fn put(root: &Path, page: &str, draft: &Draft, source: &str) -> Result<(), Fault> {
    pictures(root, page, draft)?;
    let files = [
        change(page, draft.text.clone(), false),
        recorded(page, source, &draft.text),
    ];
    write::write(root, &files).map(|_| ())
}

fn pictures(root: &Path, page: &str, draft: &Draft) -> Result<(), Fault> {
    let folder = page.trim_end_matches("index.md");
    for file in &draft.files {
        write::write_bytes(root, &format!("{folder}{}", file.name), &file.bytes)?;
    }
    Ok(())
}

fn change(file: &str, text: String, keep_former: bool) -> FileChange {
    FileChange {
        file: file.to_owned(),
        text,
        keep_former,
    }
}

fn recorded(page: &str, source: &str, draft: &str) -> FileChange {
    change(&format!("{RECORDS}/{page}"), format!("{source}\n{draft}"), false)
}

fn not_text(page: &str) -> Fault {
    Fault::new(message!(
        "已经有 {page}，它不是 UTF-8 文字，没有动它",
        "{page} is there already and is no text in UTF-8: it was left alone"
    ))
    .hint(message!(
        "用编辑器打开 {page}，另存为 UTF-8，再导入一次",
        "open {page} in an editor, save it as UTF-8, and import again"
    ))
}

fn already(page: &str) -> Fault {
    Fault::new(message!(
        "已经有 {page}，没有动它",
        "{page} is there already and was left alone"
    ))
    .hint(message!(
        "要另做一页，用 --name 起个名字；不要原来的了，先把它删去",
        "name another page with --name, or delete the one that is there"
    ))
}

fn conflict(page: &str) -> Fault {
    Fault::new(message!(
        "{page} 上次导入以后改过，原文也改了同一处，没有动它",
        "{page} was edited since, and the source changed in the same place: it was left alone"
    ))
    .hint(message!(
        "打开 {page}.merge，在 <<<<<<< 和 >>>>>>> 之间选定一份、删去记号，抄回 {page}，再删去 {page}.merge",
        "open {page}.merge, choose between <<<<<<< and >>>>>>>, take the marks out, copy it to {page}, then delete {page}.merge"
    ))
}
