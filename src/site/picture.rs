//! Pictures that pages show, and files that they lead to.

use super::{Resolution, Resolved, Site};
use crate::base::{ByPage, OutputPath, PageId, Span};
use crate::markdown::Request;
use std::collections::{BTreeMap, BTreeSet};

impl Site {
    /// The path in the output of the file that a picture is.
    pub(super) fn picture_of(&self, page: PageId, question: &Request) -> Option<OutputPath> {
        match question {
            Request::Picture(to) => self.file_named(page, to),
            _ => None,
        }
    }

    fn file_named(&self, page: PageId, to: &str) -> Option<OutputPath> {
        let end = to.find(['?', '#']).unwrap_or(to.len());
        self.file_of(page, &to[..end])
            .filter(|file| self.files.contains_key(file))
    }

    /// Whether a page shows pictures, or says that it does.
    pub fn has_pictures(&self, page: PageId, resolved: &Resolved) -> bool {
        let is_picture = |answer: &Resolution| matches!(answer, Resolution::Picture(..));
        self.pages[page].document.front.further.cover.is_some() || resolved.answers.iter().any(is_picture)
    }

    /// Pictures that pages which have any show, by path in the output, each with the places that ask for it.
    pub fn shown_pictures(
        &self,
        resolved: &ByPage<Resolved>,
        pages: impl Iterator<Item = PageId>,
    ) -> BTreeMap<OutputPath, Vec<Span>> {
        let mut shown: BTreeMap<OutputPath, Vec<Span>> = BTreeMap::new();
        for page in pages {
            let at = &self.pages[page];
            let document = &at.document;
            let asked = document.outline.questions.iter().zip(&resolved[page].answers);
            let in_text = asked.filter_map(|(asked, answer)| match answer {
                Resolution::Picture(_, file) => Some((file.clone(), document.place(&asked.at))),
                _ => None,
            });
            let cover =
                document.front.further.cover.iter().filter_map(|cover| {
                    Some((self.file_named(page, &cover.value)?, document.place(&cover.at)))
                });
            for (file, place) in in_text.chain(cover) {
                let places = shown.entry(file).or_default();
                // What a page shows of another one is reported of that one.
                if !at.is_untranslated {
                    places.push(place);
                }
            }
        }
        shown
    }

    /// Files that pages lead to, for readers to keep. Whether raw HTML shows a file or leads to it is its
    /// author's affair.
    pub fn linked_files(&self) -> BTreeSet<OutputPath> {
        let mut linked = BTreeSet::new();
        for (page, at) in self.pages.entries() {
            let document = &at.document;
            let asked = document
                .outline
                .questions
                .iter()
                .filter_map(|asked| match &asked.question {
                    Request::Link(to) | Request::Raw(to) => Some(to.as_str()),
                    _ => None,
                });
            let offered = document
                .kind_fields
                .files
                .iter()
                .map(|offered| offered.file.value.as_str());
            linked.extend(asked.chain(offered).filter_map(|to| self.file_named(page, to)));
        }
        linked
    }
}
