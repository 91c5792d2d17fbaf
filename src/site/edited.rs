//! A site after an edit that leaves its order as it was: the edited documents take the places of the former ones.

use super::{Page, ResolvedRelation, Site};
use crate::base::{ByPage, Changes, PageId, PageLanguage};
use crate::document::{Document, FileForm};
use std::sync::Arc;

impl Site {
    /// Puts edited documents, each with the former one, into their places. What is now another is told; `None` when the site
    /// has to be put together anew, and is then as it was.
    pub fn edit(&mut self, edited: &[(Arc<Document>, Arc<Document>)]) -> Option<Changes> {
        let mut places = Vec::new();
        let mut changes = Changes::default();
        for (former, new) in edited {
            // Titles of sections stand around every page.
            if new.form == FileForm::Section || !new.keeps_place_of(former) {
                return None;
            }
            changes.names |= !new.keeps_names_of(former);
            places.extend(self.places_of(former, new)?);
        }
        for (page, document) in &mut places {
            changes.pages.insert(*page);
            std::mem::swap(&mut self.pages[*page].document, document);
        }
        let former_names = changes.names.then(|| {
            (
                std::mem::take(&mut self.names),
                std::mem::take(&mut self.editions),
            )
        });
        if self
            .bonds()
            .iter()
            .zip(self.pages.iter())
            .all(|(bonds, page)| *bonds == page.relations)
        {
            return Some(changes);
        }
        for (page, document) in &mut places {
            std::mem::swap(&mut self.pages[*page].document, document);
        }
        if let Some((names, editions)) = former_names {
            (self.names, self.editions) = (names, editions);
        }
        None
    }

    /// The page of a document, and the pages of other languages that show its text, each with what is to be there.
    fn places_of(&self, former: &Arc<Document>, new: &Arc<Document>) -> Option<Vec<(PageId, Arc<Document>)>> {
        let own = self
            .by_path
            .get(&(former.language.clone(), former.path.clone()))?;
        if !Arc::ptr_eq(&self.pages[*own].document, former) {
            return None;
        }
        let mut places = vec![(*own, new.clone())];
        if former.language.is_own() {
            for (language, _) in self.languages().into_iter().skip(1) {
                let page = self
                    .by_path
                    .get(&(language.clone(), former.path.clone()))
                    .copied();
                if let Some(page) = page.filter(|page| self.pages[*page].is_untranslated) {
                    places.push((page, Arc::new(borrowed(new, language))));
                }
            }
        }
        Some(places)
    }

    /// What front matter binds each page to.
    pub(super) fn bonds(&self) -> ByPage<Vec<ResolvedRelation>> {
        let bonds = |(index, page): (PageId, &Page)| {
            let relations = page.document.kind_fields.relations.iter();
            let found = relations.filter_map(|relation| {
                let cited = self.find_cited(index, &relation.to.value).ok()?;
                Some(ResolvedRelation {
                    role: relation.role,
                    page: cited.page,
                    anchor: cited.anchor,
                    clause: cited.clause,
                })
            });
            found.collect()
        };
        self.pages.entries().map(bonds).collect()
    }
}

/// A document as it is shown in a language into which it has not been translated.
pub(super) fn borrowed(document: &Document, language: PageLanguage) -> Document {
    Document {
        language,
        ..document.clone()
    }
}
