//! What others ask of a site: pages by path and language, the way up and down, menus, feeds.

use super::*;
use crate::document::PolicyStatus;

impl Site {
    /// The page of a content path in a language, or else in the site's own.
    pub fn by_path(&self, path: &ContentPath, language: &PageLanguage) -> Option<PageId> {
        let find = |language: &PageLanguage| self.by_path.get(&(language.clone(), path.clone())).copied();
        find(language).or_else(|| find(&PageLanguage::Own))
    }

    /// The address that a page at a content path of the site's own language has, or would have with this slug.
    pub fn address_for(&self, path: &ContentPath, slug: Option<&str>) -> OutputPath {
        let above = path.folder().map(|folder| {
            let page = self.by_path(&folder, &PageLanguage::Own);
            page.map_or_else(
                || self.address_for(&folder, None),
                |page| self.pages[page].address.clone(),
            )
        });
        tree::address_of(&PageLanguage::Own, path, slug, above.as_ref(), &self.config)
    }

    /// The home page of a language; the site's own when the language has none.
    pub fn home(&self, language: &PageLanguage) -> PageId {
        self.by_path(&ContentPath::default(), language)
            .expect("a home page is implied where nobody wrote one")
    }

    /// The page's address with base path.
    pub fn href(&self, page: PageId) -> Href {
        self.config.href(self.pages[page].address.address())
    }

    /// Whether a policy holds on the day of the build: as it says, but that it is not yet in force before the day from which it
    /// is, and no longer that from this day on. One that says nothing is over when another one has taken its place, amended when there is a
    /// newer edition of the same name, else its day decides; `None` when it says no day, either.
    pub fn status(&self, page: PageId) -> Option<PolicyStatus> {
        let said = self.pages[page].document.kind_fields.status;
        let begun = self.begun(page);
        match said {
            Some(PolicyStatus::NotYet) if begun == Some(true) => Some(PolicyStatus::InForce),
            None | Some(PolicyStatus::InForce) if begun == Some(false) => Some(PolicyStatus::NotYet),
            None if self.is_replaced(page) => Some(PolicyStatus::Repealed),
            None if begun == Some(true) && self.has_newer_edition(page) => Some(PolicyStatus::Amended),
            None => begun.map(|_| PolicyStatus::InForce),
            said => said,
        }
    }

    /// Whether the day has come from which a policy is in force; `None` when it says none.
    pub(super) fn begun(&self, page: PageId) -> Option<bool> {
        let day = self.pages[page].document.kind_fields.date("effective")?.day;
        Some(day <= self.date_filter.today)
    }

    /// Whether another policy that is in force took the place of one.
    fn is_replaced(&self, page: PageId) -> bool {
        self.successor(page)
            .is_some_and(|successor| self.begun(successor) != Some(false))
    }

    /// Whether a policy is no longer in force: it says so, or another one took its place.
    pub fn is_over(&self, page: PageId) -> bool {
        matches!(
            self.status(page),
            Some(PolicyStatus::Repealed | PolicyStatus::Expired)
        )
    }

    /// The policy that took the place of another one, as either of them says.
    pub fn successor(&self, page: PageId) -> Option<PageId> {
        let page = &self.pages[page];
        let own = page
            .relations
            .iter()
            .find(|relation| relation.role == Role::ReplacedBy);
        let said = || page.backlinks.iter().find(|(role, ..)| *role == Role::Replaces);
        own.map(|relation| relation.page)
            .or_else(|| said().map(|(_, from, _)| *from))
    }

    /// The page's title, facts filled in.
    pub fn title(&self, page: PageId) -> String {
        self.fill(page, self.pages[page].document.title())
    }

    /// A text of a page's front matter with its facts filled in, in the language of the text.
    pub fn fill(&self, page: PageId, text: &str) -> String {
        self.fill_in(self.text_language(page), text)
    }

    /// A text in a language with its facts filled in.
    pub fn fill_in(&self, language: &PageLanguage, text: &str) -> String {
        if !text.contains(['{', '｛']) {
            return text.to_owned();
        }
        let language = language.or(&self.config.language);
        let say = |chinese: &str| self.words.say(language, chinese).to_owned();
        fill_plain(text, &|name| {
            self.fact(name).map(|(entry, _)| entry.text_in(&say))
        })
    }

    /// The language in which a page's text is written. One that has not been translated shows the text of the
    /// site's own.
    pub fn text_language(&self, page: PageId) -> &PageLanguage {
        let at = &self.pages[page];
        if at.is_untranslated {
            &PageLanguage::Own
        } else {
            &at.document.language
        }
    }

    /// Pages from the home page down to the page's parent.
    pub fn ancestors(&self, page: PageId) -> Vec<PageId> {
        let mut up: Vec<PageId> =
            std::iter::successors(self.pages[page].parent, |at| self.pages[*at].parent).collect();
        up.reverse();
        up
    }

    /// The pages before and after a page in its section.
    pub fn neighbours(&self, page: PageId) -> (Option<PageId>, Option<PageId>) {
        let Some(parent) = self.pages[page].parent else {
            return (None, None);
        };
        let row = &self.pages[parent].pages;
        let Some(at) = row.iter().position(|other| *other == page) else {
            return (None, None);
        };
        (
            at.checked_sub(1).map(|before| row[before]),
            row.get(at + 1).copied(),
        )
    }

    /// Top sections of a language, in order.
    pub fn top(&self, language: &PageLanguage) -> &[PageId] {
        &self.pages[self.home(language)].sections
    }

    /// The page whose text a page shows that has not been translated.
    pub fn original(&self, page: PageId) -> Option<PageId> {
        let at = &self.pages[page];
        let original = || {
            self.by_path
                .get(&(PageLanguage::Own, at.document.path.clone()))
                .copied()
        };
        if at.is_untranslated { original() } else { None }
    }

    /// The languages of the site in the order of site.yaml, its own first: as pages are filed under them,
    /// and as they are called.
    pub fn languages(&self) -> Vec<(PageLanguage, &Language)> {
        let own = &self.config.language;
        let others = self.config.languages.iter().filter(|language| *language != own);
        let others = others.map(|language| (PageLanguage::Other(language.clone()), language));
        std::iter::once((PageLanguage::Own, own)).chain(others).collect()
    }

    /// The page of the same content path in a language.
    pub fn in_language(&self, page: PageId, language: &PageLanguage) -> Option<PageId> {
        let path = &self.pages[page].document.path;
        self.by_path.get(&(language.clone(), path.clone())).copied()
    }

    /// All pages of a kind in a language that somebody wrote, in the order of their sections.
    pub fn of_kind(&self, kind: &Kind, language: &PageLanguage) -> Vec<PageId> {
        let mut found = Vec::new();
        self.descend(self.home(language), &mut |at| {
            let document = &self.pages[at].document;
            if document.kind == *kind && document.form != FileForm::Section {
                found.push(at);
            }
        });
        found
    }

    fn descend(&self, section: PageId, visit: &mut dyn FnMut(PageId)) {
        for page in &self.pages[section].pages {
            visit(*page);
        }
        for below in &self.pages[section].sections {
            self.descend(*below, visit);
        }
    }

    /// The site.yaml that says what is in the menu.
    pub fn menu_file(&self) -> &Arc<str> {
        self.config
            .menu
            .as_ref()
            .map_or(&self.config.file, |menu| &menu.file)
    }

    /// Whether the site leaves out the page of this content path.
    pub fn is_left_out(&self, path: &str) -> bool {
        let path = path.trim_matches('/').trim_end_matches(".md");
        self.absent.get(path) == Some(&HiddenReason::Hidden)
    }

    /// Whether a file is of a site above.
    pub fn is_foreign(&self, file: &str) -> bool {
        self.owners
            .iter()
            .skip(1)
            .any(|owner| file.starts_with(&*owner.prefix))
    }

    /// The page that a menu entry names by content path.
    pub fn menu_target(&self, entry: &str, language: &PageLanguage) -> Option<PageId> {
        let path = entry.trim_matches('/').trim_end_matches(".md");
        self.by_path(&ContentPath::new(path), language)
    }

    /// The notice of a page that a menu entry names and that is no longer there.
    pub fn menu_notice(&self, entry: &str) -> Option<NoticeId> {
        let path = entry.trim_matches('/').trim_end_matches(".md");
        self.notice_of(&ContentPath::new(path), &PageLanguage::Own)
    }

    /// The vocabulary of a name.
    pub fn vocabulary(&self, id: VocabularyId) -> &Vocabulary {
        match id {
            VocabularyId::Tags => &self.tags,
            VocabularyId::Audiences => &self.audiences,
        }
    }

    /// The pages of which it is said when they were written that a feed is about, in no order: with that time. Others are told
    /// by lists and calendars: readers of feeds sort by it, and what would begin next year would stay on top until then.
    pub fn pages_of_feed(&self, of: FeedOf) -> impl Iterator<Item = (Moment, PageId)> {
        let own = |page: &PageId| {
            let document = &self.pages[*page].document;
            document.form != FileForm::Section && document.language.is_own()
        };
        let pages = match of {
            FeedOf::Site => self.pages.ids().filter(own).collect(),
            FeedOf::Section(page) => self.pages[page].pages.clone(),
            FeedOf::Term((id, at)) => self.vocabulary(id).terms[at].pages.clone(),
        };
        let shown = pages
            .into_iter()
            .filter(|page| !self.pages[*page].is_untranslated);
        shown.filter_map(|page| Some((self.pages[page].document.written()?, page)))
    }

    /// Paths of all pages that a sitemap lists, with the day of the last change.
    pub fn sitemap(&self) -> impl Iterator<Item = (OutputPath, Option<Day>)> {
        let written = self.pages.iter().filter(|page| !page.is_untranslated);
        let pages = written.map(|page| {
            let changed = page.document.front.updated.or(page.document.written());
            (page.address.clone(), changed.map(|moment| moment.day))
        });
        let terms = [&self.tags, &self.audiences]
            .into_iter()
            .filter(|known| !known.terms.is_empty())
            .flat_map(|known| {
                let terms = known.terms.iter().map(|term| term.address.clone());
                std::iter::once(route::vocabulary(known)).chain(terms)
            });
        pages.chain(terms.map(|address| (address, None)))
    }
}
