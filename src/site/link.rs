//! What a link in a text leads to: a page by its file or address, a file, an anchor.

use super::{HiddenReason, NoticeId, Problem, RouteKind, Site};
use crate::base::html;
use crate::base::path::{folder, join};
use crate::base::{ContentPath, Href, OutputPath, PageId, PageLanguage};

enum Target {
    Page(PageId),
    File(OutputPath),
    Absent(HiddenReason),
    Ended(NoticeId),
}

impl Site {
    /// The address that `to` leads to from a page, ready for an attribute; or what is wrong with it.
    pub(super) fn follow(&self, from: PageId, to: &str) -> Result<Href, Problem> {
        let (path, rest) = split(to);
        let (query, anchor) = match rest.split_once('#') {
            Some((query, anchor)) => (query, Some(html::decoded(anchor))),
            None => (rest, None),
        };
        let target = if path.is_empty() {
            Some(Target::Page(from))
        } else {
            self.target(from, path)
        };
        let path = html::decoded(path);
        match target {
            Some(Target::Page(page)) => {
                let anchor = match anchor.filter(|anchor| !anchor.is_empty()) {
                    None => String::new(),
                    Some(anchor) => match self.anchor(page, &anchor) {
                        Some(id) => format!("#{id}"),
                        None => return Err(Problem::NoAnchor(page, anchor)),
                    },
                };
                let within = path.is_empty() && query.is_empty() && !anchor.is_empty();
                let href = if within { Href::default() } else { self.href(page) };
                Ok(href.with(&format!("{query}{anchor}")))
            }
            Some(Target::File(file)) => Ok(self.config.href(file.address()).with(query)),
            Some(Target::Absent(why)) => Err(Problem::Absent(path, why)),
            Some(Target::Ended(notice)) => Err(Problem::Ended(path, notice)),
            None => Err(Problem::NoTarget(path)),
        }
    }

    /// The path in the output of a page or file that front matter names.
    pub fn target_of(&self, from: PageId, path: &str) -> Option<OutputPath> {
        match self.target(from, path)? {
            Target::Page(page) => Some(self.pages[page].address.clone()),
            Target::File(file) => Some(file),
            Target::Absent(_) | Target::Ended(_) => None,
        }
    }

    /// The path in the output of a file that front matter names.
    pub fn file_of(&self, from: PageId, path: &str) -> Option<OutputPath> {
        match self.target(from, path)? {
            Target::File(file) => Some(file),
            _ => None,
        }
    }

    /// What is wrong with a file or page that front matter names; `None` when it is there.
    pub fn missing_target(&self, from: PageId, path: &str) -> Option<Problem> {
        match self.target(from, path) {
            Some(Target::Page(_) | Target::File(_)) => None,
            Some(Target::Absent(why)) => Some(Problem::Absent(path.to_owned(), why)),
            Some(Target::Ended(notice)) => Some(Problem::Ended(path.to_owned(), notice)),
            None => Some(Problem::NoTarget(path.to_owned())),
        }
    }

    /// What a path leads to: read as it is written, else with its percent signs resolved.
    fn target(&self, from: PageId, path: &str) -> Option<Target> {
        self.literal_target(from, path).or_else(|| {
            let plain = html::decoded(path);
            (plain != path).then(|| self.literal_target(from, &plain))?
        })
    }

    fn literal_target(&self, from: PageId, path: &str) -> Option<Target> {
        let whole = path.trim_end_matches('/');
        if let Some(rooted) = path.strip_prefix('/') {
            let inner = format!("/{rooted}")
                .strip_prefix(&self.config.base)
                .map(str::to_owned);
            return self.rooted(from, rooted).or_else(|| self.rooted(from, &inner?));
        }
        // As the file lies, the way every editor previews it; then as the address lies.
        let here = self.folder_of(from);
        let by_file = join(here, whole).and_then(|path| self.rooted(from, &path));
        by_file.or_else(|| self.rooted(from, &join(self.pages[from].address.address(), whole)?))
    }

    /// The folder in which a page's file lies.
    pub fn folder_of(&self, page: PageId) -> &str {
        let document = &self.pages[page].document;
        match document.form {
            crate::document::FileForm::Leaf => folder(document.path.as_str()),
            _ => document.path.as_str(),
        }
    }

    /// A path from the root of content, of addresses or of files.
    fn rooted(&self, from: PageId, path: &str) -> Option<Target> {
        let path = path.trim_end_matches('/');
        let language = &self.pages[from].document.language;
        let stem = path.strip_suffix(".md").unwrap_or(path);
        let stem = stem
            .strip_suffix("/index")
            .or_else(|| stem.strip_suffix("/_index"))
            .unwrap_or(stem);
        let stem = if matches!(stem, "index" | "_index") {
            ""
        } else {
            stem
        };
        let content = ContentPath::new(stem);
        if let Some(notice) = self.notice_of(&content, language) {
            return Some(Target::Ended(notice));
        }
        if let Some(page) = self.by_path(&content, language) {
            return Some(Target::Page(page));
        }
        let published = self.routes.find(path);
        if let Some(RouteKind::Page(page) | RouteKind::Section(page, 1)) = published.map(|route| &route.kind)
        {
            return Some(Target::Page(*page));
        }
        let ended = match published.map(|route| &route.kind) {
            Some(RouteKind::Notice(notice)) => Some(*notice),
            // A former address of a page that is no longer there.
            Some(RouteKind::Redirect(to)) => self.notice_at(to),
            _ => None,
        };
        if let Some(notice) = ended {
            return Some(Target::Ended(notice));
        }
        if let Some(file) = self.beside.get(path) {
            return Some(Target::File(file.clone()));
        }
        match (published, self.absent.get(stem)) {
            (Some(route), _) => Some(Target::File(route.path.clone())),
            (None, Some(why)) => Some(Target::Absent(*why)),
            (None, None) => self.gone_with_its_page(path, language),
        }
    }

    /// A file beside a page comes and goes with it.
    fn gone_with_its_page(&self, path: &str, language: &PageLanguage) -> Option<Target> {
        let page = ContentPath::new(folder(path));
        if let Some(notice) = self.notice_of(&page, language) {
            return Some(Target::Ended(notice));
        }
        self.absent.get(page.as_str()).map(|why| Target::Absent(*why))
    }

    /// The id that an anchor means: an id, a clause by name, or a heading by its text.
    fn anchor(&self, page: PageId, anchor: &str) -> Option<String> {
        let outline = &self.pages[page].document.outline;
        let known = outline.headings.iter().any(|heading| heading.id == anchor)
            || outline.ids.iter().any(|id| id == anchor)
            || anchor.starts_with("fn-")
            || anchor.starts_with("fnref-");
        if known {
            return Some(anchor.to_owned());
        }
        if let Some(found) = crate::markdown::find_clause(&outline.clauses, anchor) {
            return Some(found.anchor().to_owned());
        }
        outline
            .headings
            .iter()
            .find(|heading| heading.text == anchor)
            .map(|heading| heading.id.to_owned())
    }
}

/// The path of a link, and the rest from `?` or `#` on.
fn split(to: &str) -> (&str, &str) {
    let at = to.find(['?', '#']).unwrap_or(to.len());
    to.split_at(at)
}
