//! The site answers what bodies ask.

use super::{HiddenReason, Site, name::Problem};
use crate::base::{Diagnostic, Href, Level, PageId, PageLanguage, Span};
use crate::fact::{FactEntry, LayerFacts, Lookup};
use crate::markdown::{PlacedRequest, Request, Spoken, nearest_words, spoken};
use crate::message;

pub use super::name::Cited;
use crate::rule;
use crate::site::HIDDEN_TARGET;

rule! { QUOTE_MISMATCH = "quote-mismatch", Links, Error, adjustable: false;
    means "引文在那一条里找不到一模一样的话", "The quotation is not in its clause word for word";
    mend "照原文改；或用自己的话说，不用引文格式", "Quote word for word; or use your own words without a quotation";
}

rule! { FACT_UNKNOWN = "fact-unknown", Facts, Error, adjustable: false;
    means "没有人定义过这个事实，或者它的值还没开始", "Nobody has defined this fact, or its value has not begun";
    mend "看提示里最接近的；或在 facts.yaml 里写上值和出处，核对 `since`", "See the nearest one in the hint; or write its value and source in facts.yaml, and check `since`";
}

rule! { FACT_EXPIRED = "fact-expired", Facts, Error, adjustable: false;
    means "事实过了 `until`，后面没有接上的", "The fact has passed its `until` and nothing follows";
    mend "补上新值，或核对 `until`", "Add the new value, or check `until`";
}

/// An answer in common nouns; the theme makes HTML of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolution {
    /// An address, percent-encoded.
    Address(Href),
    /// A picture: its address, percent-encoded, and the path in the output of the file.
    Picture(Href, String),
    /// What a reference leads to, and its address.
    Cited(Cited, Href),
    /// What a reference to a page that the site leaves out is printed as.
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
}

/// Gives the plain words of a clause: page and anchor.
pub type ClauseText<'w> = dyn Fn(PageId, Option<&str>) -> String + 'w;

impl Site {
    /// Answers all that a page's text asks. What cannot be answered goes to `report`.
    pub fn answer(&self, page: PageId, words: &ClauseText<'_>, report: &mut Vec<Diagnostic>) -> Resolved {
        let mut resolved = Resolved::default();
        let document = &self.pages[page].document;
        for asked in &document.outline.questions {
            let place = document.place(&asked.at);
            let answer = match &asked.question {
                Request::Link(to) | Request::Picture(to) => match self.follow(page, to, place) {
                    Ok(href) => match self.picture_of(page, &asked.question) {
                        Some(file) => Resolution::Picture(href, file),
                        None => Resolution::Address(href),
                    },
                    Err(diagnostic) => {
                        report.push(diagnostic);
                        Resolution::Nothing
                    }
                },
                Request::Raw(to) => match self.follow(page, to, place) {
                    Ok(href) => Resolution::Address(href),
                    Err(mut diagnostic) => {
                        let hidden = diagnostic.breaks(&HIDDEN_TARGET);
                        diagnostic.level = Level::Warning;
                        report.push(diagnostic);
                        if hidden {
                            Resolution::Nothing
                        } else {
                            Resolution::Address(Href::as_written(to))
                        }
                    }
                },
                Request::Reference { to, labelled } => match self.cite(page, to, place, report) {
                    Resolution::Said(_) if *labelled => Resolution::Nothing,
                    answer => answer,
                },
                Request::Fact { name, .. } => match self.fact_problem(name, place) {
                    Some(problem) => {
                        report.push(problem);
                        Resolution::Nothing
                    }
                    None => Resolution::Fact(use_of(&mut resolved.facts, name)),
                },
                Request::Quote { .. } => {
                    report.extend(self.quote_problem(page, asked, words));
                    Resolution::Nothing
                }
                Request::Component { .. } => Resolution::Nothing,
            };
            resolved.answers.push(answer);
        }
        resolved
    }

    fn cite(&self, page: PageId, to: &str, place: Span, report: &mut Vec<Diagnostic>) -> Resolution {
        match self.find_cited(page, to) {
            Ok(cited) => {
                let href = self.cited_href(&cited);
                Resolution::Cited(cited, href)
            }
            Err(problem) => {
                let hidden = matches!(problem, Problem::Absent(_, HiddenReason::Hidden));
                report.push(problem.diagnostic(self, place));
                if hidden {
                    Resolution::Said(to.replacen('#', "", 1))
                } else {
                    Resolution::Nothing
                }
            }
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
                Request::Quote { to, words } => Some((words.as_str(), self.find_cited(page, to).ok()?)),
                _ => None,
            })
            .collect()
    }

    /// The entry of a fact that holds today, and whose it is.
    pub fn fact(&self, name: &str) -> Option<(&FactEntry, &LayerFacts)> {
        match self.book.lookup(name, self.showing.today) {
            Lookup::Entry(entry, sheet) => Some((entry, sheet)),
            _ => None,
        }
    }

    /// What is wrong with using a fact.
    pub(super) fn fact_problem(&self, name: &str, place: Span) -> Option<Diagnostic> {
        match self.book.lookup(name, self.showing.today) {
            Lookup::Entry(..) => None,
            Lookup::Expired(until, sheet) => {
                let file = &sheet.file;
                Some(
                    Diagnostic::new(
                        &FACT_EXPIRED,
                        place,
                        message!(
                            "{name} 的值到 {until} 为止",
                            "the value of {name} ended on {until}"
                        ),
                    )
                    .hint(message!(
                        "在 {file} 里补上新值，或核对 until",
                        "add the new value in {file}, or check `until`"
                    )),
                )
            }
            Lookup::Nobody => {
                if let Some(since) = self.book.begins(name) {
                    return Some(
                        Diagnostic::new(
                            &FACT_UNKNOWN,
                            place,
                            message!(
                                "{name} 的值从 {since} 才开始",
                                "the value of {name} begins only on {since}"
                            ),
                        )
                        .hint(message!(
                            "在 facts.yaml 里补上以前的值，或核对 since",
                            "add the former value in facts.yaml, or check `since`"
                        )),
                    );
                }
                let names = self.book.names();
                let diagnostic = Diagnostic::new(
                    &FACT_UNKNOWN,
                    place,
                    message!("没有叫“{name}”的事实", "no fact is called `{name}`"),
                );
                Some(match crate::yaml::nearest(name, names.into_iter()) {
                    Some(near) => diagnostic.hint(message!("是不是 {near}？", "did you mean {near}?")),
                    None => diagnostic.hint(message!(
                        "在 facts.yaml 里写上它的值和出处",
                        "write its value and source in facts.yaml"
                    )),
                })
            }
        }
    }

    fn quote_problem(
        &self,
        page: PageId,
        asked: &PlacedRequest,
        words: &ClauseText<'_>,
    ) -> Option<Diagnostic> {
        let Request::Quote { to, words: quote } = &asked.question else {
            return None;
        };
        // That the clause is not there is said of the reference itself.
        let cited = self.find_cited(page, to).ok()?;
        let place = self.pages[page].document.place(&asked.at);
        self.unlike(&cited, quote, place, words)
    }

    fn unlike(&self, cited: &Cited, quote: &str, place: Span, words: &ClauseText<'_>) -> Option<Diagnostic> {
        let text = words(cited.page, cited.anchor.as_deref());
        let said: Spoken = spoken(quote);
        if said.is_empty() || spoken(&text).says(&said) {
            return None;
        }
        let title = &cited.title;
        let target = &self.pages[cited.page].document;
        let diagnostic = Diagnostic::new(
            &QUOTE_MISMATCH,
            place,
            message!("{title} 里没有这段原话", "{title} does not say these words"),
        )
        .see(
            Span::top(&target.file),
            message!("所引的文件", "the document cited"),
        );
        Some(match nearest_words(&text, quote) {
            Some(near) => diagnostic.hint(message!("最接近的是：“{near}”", "nearest to it: “{near}”")),
            None => diagnostic.hint(message!(
                "照原文逐字引用，或改用自己的话、不用引文格式",
                "quote word for word, or say it in your own words without a quotation"
            )),
        })
    }

    /// Checks the sources and quotes of the facts themselves. A source that this site does not hold is
    /// no fault.
    pub fn check_facts(&self, words: &ClauseText<'_>, report: &mut Vec<Diagnostic>) {
        for sheet in &self.book.layers {
            for entry in sheet.facts.iter().flat_map(|fact| &fact.entries) {
                let Some(source) = &entry.source else { continue };
                match self.find_cited(self.home(&PageLanguage::Own), &source.value) {
                    Ok(cited) => {
                        if let Some(quote) = &entry.quote {
                            let place = Span::new(&sheet.file, quote.at.clone());
                            report.extend(self.unlike(&cited, &quote.value, place, words));
                        }
                    }
                    Err(Problem::Unknown(_)) => {}
                    Err(problem) => {
                        report.push(problem.diagnostic(self, Span::new(&sheet.file, source.at.clone())))
                    }
                }
            }
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
