//! Pages that a site has already of the document of a draft: two pages of one document are one too many.

use crate::base::{Diagnostic, Span};
use crate::document::{fold_name, front_matter};
use crate::import::{Draft, IMPORT_KNOWN};
use crate::message;
use crate::source::{self, Layer};
use crate::yaml::{self, Fields};
use std::collections::HashMap;
use std::path::Path;

/// What a site has already.
#[derive(Default)]
pub struct KnownPages {
    /// Files by the folded number of their document.
    numbers: HashMap<String, String>,
    /// Files by their kind and their folded title.
    titles: HashMap<(String, String), String>,
}

/// A page, as much of it as tells which document it is of.
struct KnownPage {
    file: String,
    title: String,
    number: String,
    /// The kind that it says; empty when its section says it.
    kind: String,
}

impl KnownPages {
    /// The pages of the site in a folder. What cannot be read is for `build` to tell.
    pub fn of(root: &Path) -> Self {
        let mut files = Layer::own(root).list("content", &mut Vec::new());
        files.retain(|file| file.inner().ends_with(".md"));
        let (mut sections, mut pages) = (HashMap::new(), Vec::new());
        for file in &files {
            let Some(mut fields) = source::read(file).ok().and_then(|text| fields(&text)) else {
                continue;
            };
            let mut text = |key| fields.text(key).map(|text| text.value).unwrap_or_default();
            match file.inner().strip_suffix("_index.md") {
                Some(folder) => {
                    sections.insert(folder.trim_end_matches('/').to_owned(), text("contains"));
                }
                None => pages.push(KnownPage {
                    file: file.inner().to_owned(),
                    title: text("title"),
                    number: text("number"),
                    kind: text("kind"),
                }),
            }
        }
        let mut known = Self::default();
        for page in pages {
            known.add(page, &sections);
        }
        known
    }

    fn add(&mut self, page: KnownPage, sections: &HashMap<String, String>) {
        let kind = match page.kind.is_empty() {
            true => contained(&page.file, sections),
            false => page.kind,
        };
        let file = format!("content/{}", page.file);
        if !page.number.is_empty() {
            let number = self.numbers.entry(fold_name(&page.number));
            number.or_insert_with(|| file.clone());
        }
        self.titles.entry((kind, fold_name(&page.title))).or_insert(file);
    }

    /// Notes that a draft of a kind is the file `page` now: the next one of the same document is told.
    pub fn note(&mut self, draft: &Draft, kind: &str, page: &str) {
        if !draft.number.is_empty() {
            let number = self.numbers.entry(fold_name(&draft.number));
            number.or_insert_with(|| page.to_owned());
        }
        let title = (kind.to_owned(), fold_name(&draft.title));
        self.titles.entry(title).or_insert_with(|| page.to_owned());
    }

    /// Tells of a page that the site has of the document of a draft, which is of a kind and is to be the file `page`.
    pub fn told(&self, draft: &Draft, kind: &str, page: &str) -> Option<Diagnostic> {
        let place = || Span::new(&page.into(), draft.title_place());
        let number = &draft.number;
        let told = match self.numbers.get(&fold_name(number)) {
            Some(file) if file != page => message!(
                "网站里已经有文号是 {number} 的页面：{file}",
                "the site has a page with the number {number}: {file}"
            ),
            Some(_) => return None,
            None => {
                let key = (kind.to_owned(), fold_name(&draft.title));
                let file = self.titles.get(&key).filter(|file| *file != page)?;
                message!(
                    "网站里已经有这个标题的页面：{file}",
                    "the site has a page with this title: {file}"
                )
            }
        };
        Some(Diagnostic::new(&IMPORT_KNOWN, place(), told).hint(IMPORT_KNOWN.remedy.message()))
    }
}

fn fields(text: &str) -> Option<Fields> {
    let (yaml, _) = front_matter(text).ok()?;
    let node = yaml::read(&"".into(), text, yaml, &mut Vec::new())?;
    Some(Fields::new(&"".into(), node))
}

/// What the nearest section around a file says that it contains.
fn contained(file: &str, sections: &HashMap<String, String>) -> String {
    let mut folder = file;
    while let Some((above, _)) = folder.rsplit_once('/') {
        if let Some(kind) = sections.get(above).filter(|kind| !kind.is_empty()) {
            return kind.clone();
        }
        folder = above;
    }
    String::new()
}
