//! A page that is to be exported, and which one is meant.

use crate::base::message::Locale;
use crate::base::{Diagnostic, Fault, OutputPath, PageId, PageLanguage};
use crate::document::Document;
use crate::html::Tree;
use crate::message;
use crate::site::Site;
use crate::theme::ViewInputs;
use crate::theme::view::View;
use crate::yaml::nearest;
use std::sync::Arc;

/// Gives the bytes of what is published at a path, `None` when nothing is; a diagnostic when it cannot be read.
pub type PublishedFile<'s> = dyn Fn(&OutputPath) -> Result<Option<Vec<u8>>, Diagnostic> + 's;

/// A page with all that a format may need of it.
pub struct ExportedPage<'s> {
    /// The site and what its views are made from.
    pub inputs: &'s ViewInputs<'s>,
    /// The page.
    pub page: PageId,
    /// What its template sees; its content is `tree`.
    pub view: View,
    /// Its text, rendered as for its page of the site.
    pub tree: Arc<Tree>,
    /// The files of the site, photos without what their camera noted.
    pub file: &'s PublishedFile<'s>,
    /// Language of notes to the person who exports.
    pub locale: Locale,
    /// A document gets 红头.
    pub letterhead: bool,
}

impl<'s> ExportedPage<'s> {
    /// The site.
    pub fn site(&self) -> &'s Site {
        self.inputs.site
    }

    /// What its author wrote.
    pub fn document(&self) -> &'s Document {
        &self.inputs.site.pages[self.page].document
    }
}

/// The page that somebody names by its path in content/, as `wanjia localize` takes it: `policies/x`, `content/policies/x.md`,
/// `policies/x.en`.
pub fn find(site: &Site, named: &str) -> Result<PageId, Fault> {
    let wanted = plain(named);
    let written = || {
        let pages = site.pages.entries();
        pages.filter(|(_, page)| !page.is_synthesised && !page.is_untranslated)
    };
    let found = written().find(|(_, page)| name_of(&page.document) == wanted);
    if let Some((page, _)) = found {
        return Ok(page);
    }
    let names: Vec<String> = written().map(|(_, page)| name_of(&page.document)).collect();
    let fault = Fault::new(message!("没有 {named} 这一页", "there is no page {named}"));
    Err(
        fault.hint(match nearest(&wanted, names.iter().map(String::as_str)) {
            Some(near) => message!("是不是 {near}？", "did you mean {near}?"),
            None => message!(
                "写 content 里的路径，如 policies/x",
                "name it by its path in content/, like policies/x"
            ),
        }),
    )
}

/// What a page is called on the command line: its content path, with its language where it is a translation.
pub fn name_of(document: &Document) -> String {
    let path = match document.path.as_str() {
        "" => "_index",
        path => path,
    };
    match &document.language {
        PageLanguage::Own => path.to_owned(),
        PageLanguage::Other(language) => format!("{path}.{language}"),
    }
}

/// A path as people type it, as a path in content/.
fn plain(named: &str) -> String {
    let path = named.trim().replace('\\', "/");
    let path = path.trim_start_matches("./").trim_matches('/');
    let path = path
        .split_once("content/")
        .filter(|(before, _)| before.is_empty() || before.ends_with('/'))
        .map_or(path, |(_, inner)| inner);
    let path = path.strip_suffix(".md").unwrap_or(path);
    let path = ["/index", "/_index"]
        .iter()
        .find_map(|end| path.strip_suffix(end))
        .unwrap_or(path);
    match path {
        "" | "content" | "首页" | "home" | "index" => "_index".to_owned(),
        path => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_named_as_people_type_its_path() {
        for named in [
            "policies/x",
            "content/policies/x.md",
            "./content/policies/x.md",
            "/policies/x/",
            "policies/x/index.md",
            "nation\\content\\policies\\x.md",
        ] {
            assert_eq!(plain(named), "policies/x", "{named}");
        }
        for home in ["", "content", "content/_index.md", "首页", "_index"] {
            assert_eq!(plain(home), "_index", "{home}");
        }
    }
}
