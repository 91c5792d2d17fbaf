//! The site answers what bodies ask.

use super::{Problem, Site};
use crate::base::{Fingerprint, Href, OutputPath, PageId, PageLanguage};
use crate::fact::{FactEntry, LayerFacts, Lookup};
use crate::markdown::{QuoteForm, Request, facts_in};

pub use super::name::Cited;

/// An answer in terms that hold for every kind; the theme makes HTML of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// An address, percent-encoded.
    Address(Href),
    /// A picture: its address, percent-encoded, and the path in the output of the file.
    Picture(Href, OutputPath),
    /// What a reference leads to, and its address.
    Cited(Cited, Href),
    /// What a reference to a page that is left out or no longer there is printed as.
    Said(String),
    /// The use of a fact: index into [`Resolved::facts`].
    Fact(usize),
    /// Nothing to print, or nothing that can be printed.
    Nothing,
}

/// A fact that a page uses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactUse {
    /// Its name.
    pub name: String,
}

/// All answers to a page's questions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Resolved {
    /// One for each question, in order. Components are answered by the theme.
    pub answers: Vec<Resolution>,
    /// Facts used, each once, in order of first use.
    pub facts: Vec<FactUse>,
    /// Links and references that lead nowhere: index of the question, and why.
    pub problems: Vec<(usize, Problem)>,
    /// Fingerprint of the answers.
    pub fingerprint: Fingerprint,
}

impl Site {
    /// Resolves all that a page's text asks.
    pub fn answer(&self, page: PageId) -> Resolved {
        let asked = &self.pages[page].document.outline.questions;
        let mut resolved = Resolved {
            answers: Vec::with_capacity(asked.len()),
            ..Resolved::default()
        };
        for asked in asked {
            let answer = self.resolution(page, &asked.question, &mut resolved);
            resolved.answers.push(answer);
        }
        let answers: Vec<String> = resolved
            .answers
            .iter()
            .map(|answer| format!("{answer:?}"))
            .collect();
        resolved.fingerprint = Fingerprint::of(&answers);
        resolved
    }

    fn resolution(&self, page: PageId, question: &Request, resolved: &mut Resolved) -> Resolution {
        let index = resolved.answers.len();
        let mut failed = |problem| resolved.problems.push((index, problem));
        match question {
            Request::Link(to) | Request::Picture(to) => match self.follow(page, to) {
                Ok(href) => match self.picture_of(page, question) {
                    Some(file) => Resolution::Picture(href, file),
                    None => Resolution::Address(href),
                },
                Err(problem) => {
                    let printed = self.unresolved(&problem, to);
                    failed(problem);
                    printed
                }
            },
            Request::Raw(to) => match self.follow(page, to) {
                Ok(href) => Resolution::Address(href),
                Err(problem) => {
                    let printed = self.unresolved(&problem, to);
                    failed(problem);
                    printed
                }
            },
            Request::Reference { to, labelled } => match self.find_cited(page, to) {
                Ok(cited) => {
                    let href = self.cited_href(&cited);
                    Resolution::Cited(cited, href)
                }
                Err(problem) => {
                    let named = problem.keeps_words() && !labelled;
                    failed(problem);
                    if named {
                        Resolution::Said(to.replacen('#', "", 1))
                    } else {
                        Resolution::Nothing
                    }
                }
            },
            Request::Fact { name, .. } if self.fact(name).is_some() => {
                Resolution::Fact(use_of(&mut resolved.facts, name))
            }
            Request::Filled(words) => {
                for name in facts_in(words) {
                    if self.fact(&name).is_some() {
                        use_of(&mut resolved.facts, &name);
                    }
                }
                Resolution::Said(self.fill(page, words))
            }
            Request::Fact { .. }
            | Request::Braced(_)
            | Request::Quote { .. }
            | Request::GroundQuote { .. }
            | Request::NearQuote(_)
            | Request::Component { .. }
            | Request::Word { .. } => Resolution::Nothing,
        }
    }

    /// What is printed for a link that leads nowhere, where that is not minded: the address as written; of what the site
    /// leaves out, the text alone. What is no longer there has a notice to lead to.
    fn unresolved(&self, problem: &Problem, to: &str) -> Resolution {
        match problem {
            Problem::Ended(_, notice) => {
                let address = self.notices[*notice].address.address();
                Resolution::Address(self.config.href(address))
            }
            problem if problem.keeps_words() => Resolution::Nothing,
            _ => Resolution::Address(Href::as_written(to)),
        }
    }

    /// The address of what a reference leads to, percent-encoded.
    pub fn cited_href(&self, cited: &Cited) -> Href {
        self.clause_href(cited.page, cited.anchor.as_deref())
    }

    /// The address of a page or of a clause on it.
    pub fn clause_href(&self, page: PageId, anchor: Option<&str>) -> Href {
        let href = self.href(page);
        match anchor {
            Some(anchor) => href.with(&format!("#{anchor}")),
            None => href,
        }
    }

    /// What a fact's source leads to, when this site holds it.
    pub fn source_of(&self, entry: &FactEntry) -> Option<Cited> {
        self.find_cited(self.home(&PageLanguage::Own), &entry.source.as_ref()?.value)
            .ok()
    }

    /// The words that a page quotes, each with what it is from, in reading order.
    pub fn quotations(&self, page: PageId) -> Vec<(&str, Cited)> {
        let asked = self.pages[page].document.outline.questions.iter();
        asked
            .filter_map(|asked| match &asked.question {
                Request::Quote { to, words, form }
                    if !matches!(form, QuoteForm::Beside | QuoteForm::Marked) =>
                {
                    Some((words.as_str(), self.find_cited(page, to).ok()?))
                }
                _ => None,
            })
            .collect()
    }

    /// The entry of a fact that holds today, and whose it is.
    pub fn fact(&self, name: &str) -> Option<(&FactEntry, &LayerFacts)> {
        match self.facts.lookup(name, self.date_filter.today) {
            Lookup::Entry(entry, sheet) => Some((entry, sheet)),
            _ => None,
        }
    }
}

fn use_of(facts: &mut Vec<FactUse>, name: &str) -> usize {
    facts
        .iter()
        .position(|fact| fact.name == name)
        .unwrap_or_else(|| {
            facts.push(FactUse {
                name: name.to_owned(),
            });
            facts.len() - 1
        })
}
