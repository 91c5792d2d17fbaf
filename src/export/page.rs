//! A page that is to be exported, and which one is meant.

use crate::base::message::Locale;
use crate::base::path::in_content;
use crate::base::{Diagnostic, Fault, Message, OutputPath, PageId, PageLanguage};
use crate::document::{Document, FileForm, Role};
use crate::html::Tree;
use crate::message;
use crate::site::{Ending, Notice, Site};
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

/// The clauses that a page stands on: what they are called there, and how it is bound to them.
pub(super) const GROUNDS: [(&str, Role); 3] = [
    ("所讲的条款", Role::Explains),
    ("依据", Role::Answers),
    ("政策依据", Role::Basis),
];

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
    let ended = |notice: &&Notice| name_of(&notice.document) == wanted;
    if let Some(notice) = site.notices.iter().find(ended) {
        return Err(over(named, &notice.ending));
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

/// A page that is no longer there, as a fault.
fn over(named: &str, ending: &Ending) -> Fault {
    match ending {
        Ending::Withdrawn(..) => {
            Fault::new(message!("{named} 已经撤下", "{named} was withdrawn")).hint(message!(
                "要导出就先去掉 withdrawn",
                "to export it, take `withdrawn` out first"
            ))
        }
        Ending::Expired(last) => Fault::new(message!(
            "{named} 过了期：最后一天是 {last}",
            "{named} has expired: its last day was {last}"
        ))
        .hint(message!(
            "用 --as-of {last} 按那一天导出，或改 expires",
            "export it as of that day with `--as-of {last}`, or change `expires`"
        )),
    }
}

/// What is to be known of an export of a section: the list of its pages, made by the theme, is no part of its text.
pub(super) fn without_list(page: &ExportedPage<'_>) -> Option<Message> {
    let document = page.document();
    (document.form == FileForm::Section).then(|| match document.outline.length {
        0 => message!(
            "这是栏目的首页，没有正文：页面列表不导出，要哪一页就导出哪一页",
            "this is the page of a section without a text: its list is not exported; export the pages themselves"
        ),
        _ => message!(
            "这是栏目的首页：只有正文，页面列表没有带出来",
            "this is the page of a section: only its text is here, not the list of its pages"
        ),
    })
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

/// A path as people type it, as a page is called.
fn plain(named: &str) -> String {
    let path = in_content(named);
    let path = path.strip_suffix(".md").unwrap_or(&path);
    let path = ["/index", "/_index"]
        .iter()
        .find_map(|end| path.strip_suffix(end))
        .unwrap_or(path);
    path.to_owned()
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
