//! Lists: sections, tags and audiences sheet by sheet, and the 404 page.

use super::{Job, index, page::rendered};
use crate::document::Form;
use crate::site::Vocabulary;
use crate::theme::Present;
use std::sync::Arc;

pub(super) fn jobs<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let mut jobs = sections(present);
    jobs.extend(terms(present, &present.site.tags));
    jobs.extend(terms(present, &present.site.audiences));
    if present.site.config.search {
        jobs.push(Job {
            address: "search/index.html".to_owned(),
            source: present.site.config.file.clone(),
            ready: Box::new(move || {
                rendered(
                    present,
                    present.search_page(),
                    None,
                    vec!["search.html".to_owned(), "page.html".to_owned()],
                )
            }),
        });
    }
    jobs.push(Job {
        address: "404.html".to_owned(),
        source: present.site.config.file.clone(),
        ready: Box::new(move || {
            rendered(
                present,
                present.not_found(),
                None,
                vec!["not-found.html".to_owned()],
            )
        }),
    });
    jobs
}

fn sections<'s>(present: &'s Present<'s>) -> Vec<Job<'s>> {
    let site = present.site;
    let mut jobs = Vec::new();
    for (page, at) in site.pages.entries() {
        if at.document.form != Form::Section || at.document.path.is_empty() {
            continue;
        }
        for number in 1..=Present::sheets(at.pages.len()) {
            // The section's own text is on its first sheet.
            let body = (number == 1 && !at.implied).then_some(page);
            jobs.push(Job {
                address: index(&Present::sheet_address(&at.address, number)),
                source: at.document.file.clone(),
                ready: Box::new(move || {
                    rendered(
                        present,
                        present.section(page, number),
                        body,
                        vec!["section.html".to_owned()],
                    )
                }),
            });
        }
    }
    jobs
}

fn terms<'s>(present: &'s Present<'s>, vocabulary: &'s Vocabulary) -> Vec<Job<'s>> {
    if vocabulary.terms.is_empty() {
        return Vec::new();
    }
    let source: Arc<str> = present.site.config.file.clone();
    let templates = || vec!["tag.html".to_owned(), "section.html".to_owned()];
    let mut jobs = vec![Job {
        address: format!("{}/index.html", vocabulary.name),
        source: source.clone(),
        ready: Box::new(move || {
            rendered(
                present,
                present.terms_page(vocabulary),
                None,
                vec!["tags.html".to_owned(), "section.html".to_owned()],
            )
        }),
    }];
    for term in &vocabulary.terms {
        for number in 1..=Present::sheets(term.pages.len()) {
            jobs.push(Job {
                address: index(&Present::sheet_address(&term.address, number)),
                source: source.clone(),
                ready: Box::new(move || {
                    rendered(present, present.term(vocabulary, term, number), None, templates())
                }),
            });
        }
    }
    jobs
}
