//! The site answers what bodies ask.

use super::{Absence, Site, name::Problem};
use crate::base::{Diagnostic, Level, Place};
use crate::fact::{Entry, Sheet, Told};
use crate::markdown::{Asked, Question, Spoken, nearest_words, spoken};
use crate::say;

pub use super::name::Cited;

/// An answer in nouns; the theme makes HTML of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Answer {
    /// An address, percent-encoded.
    Address(String),
    /// A picture: its address, percent-encoded, and the path in the output of the file.
    Picture(String, String),
    /// What a reference leads to, and its address.
    Cited(Cited, String),
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
    pub answers: Vec<Answer>,
    /// Facts used, each once, in order of first use.
    pub facts: Vec<FactUse>,
}

/// Gives the plain words of a clause: page and anchor.
pub type Words<'w> = dyn Fn(usize, Option<&str>) -> String + 'w;

impl Site {
    /// Answers all that a page's text asks. What cannot be answered goes to `report`.
    pub fn answer(&self, page: usize, words: &Words<'_>, report: &mut Vec<Diagnostic>) -> Resolved {
        let mut resolved = Resolved::default();
        let document = &self.pages[page].document;
        for asked in &document.outline.questions {
            let place = document.place(&asked.at);
            let answer = match &asked.question {
                Question::Link(to) | Question::Picture(to) => match self.follow(page, to, place) {
                    Ok(href) => match self.picture_of(page, &asked.question) {
                        Some(file) => Answer::Picture(href, file),
                        None => Answer::Address(href),
                    },
                    Err(diagnostic) => {
                        report.push(diagnostic);
                        Answer::Nothing
                    }
                },
                Question::Raw(to) => match self.follow(page, to, place) {
                    Ok(href) => Answer::Address(href),
                    Err(mut diagnostic) => {
                        let hidden = diagnostic.rule == "hidden-target";
                        diagnostic.level = Level::Warning;
                        report.push(diagnostic);
                        if hidden {
                            Answer::Nothing
                        } else {
                            Answer::Address(to.clone())
                        }
                    }
                },
                Question::Reference { to, labelled } => match self.cite(page, to, place, report) {
                    Answer::Said(_) if *labelled => Answer::Nothing,
                    answer => answer,
                },
                Question::Fact { name, .. } => match self.fact_problem(name, place) {
                    Some(problem) => {
                        report.push(problem);
                        Answer::Nothing
                    }
                    None => Answer::Fact(use_of(&mut resolved.facts, name)),
                },
                Question::Quote { .. } => {
                    report.extend(self.quote_problem(page, asked, words));
                    Answer::Nothing
                }
                Question::Component { .. } => Answer::Nothing,
            };
            resolved.answers.push(answer);
        }
        resolved
    }

    fn cite(&self, page: usize, to: &str, place: Place, report: &mut Vec<Diagnostic>) -> Answer {
        match self.find_cited(page, to) {
            Ok(cited) => {
                let href = self.cited_href(&cited);
                Answer::Cited(cited, href)
            }
            Err(problem) => {
                let hidden = matches!(problem, Problem::Absent(_, Absence::Hidden));
                report.push(problem.diagnostic(self, place));
                if hidden {
                    Answer::Said(to.replacen('#', "", 1))
                } else {
                    Answer::Nothing
                }
            }
        }
    }

    /// The address of what a reference leads to, percent-encoded.
    pub fn cited_href(&self, cited: &Cited) -> String {
        self.clause_href(cited.page, cited.anchor.as_deref())
    }

    /// The address of a page or of a clause on it.
    pub fn clause_href(&self, page: usize, anchor: Option<&str>) -> String {
        let href = self.href(page);
        let href = match anchor {
            Some(anchor) => format!("{href}#{anchor}"),
            None => href,
        };
        crate::base::html::address(&href)
    }

    /// What a fact's source leads to, when this site holds it.
    pub fn source_of(&self, entry: &Entry) -> Option<Cited> {
        self.find_cited(self.home(&None), &entry.source.as_ref()?.value)
            .ok()
    }

    /// The words that a page quotes, each with what it is from, in reading order.
    pub fn quotations(&self, page: usize) -> Vec<(&str, Cited)> {
        let asked = self.pages[page].document.outline.questions.iter();
        asked
            .filter_map(|asked| match &asked.question {
                Question::Quote { to, words } => Some((words.as_str(), self.find_cited(page, to).ok()?)),
                _ => None,
            })
            .collect()
    }

    /// The entry of a fact that holds today, and whose it is.
    pub fn fact(&self, name: &str) -> Option<(&Entry, &Sheet)> {
        match self.book.tell(name, self.showing.today) {
            Told::Entry(entry, sheet) => Some((entry, sheet)),
            _ => None,
        }
    }

    /// What is wrong with using a fact.
    pub(super) fn fact_problem(&self, name: &str, place: Place) -> Option<Diagnostic> {
        match self.book.tell(name, self.showing.today) {
            Told::Entry(..) => None,
            Told::Expired(until, sheet) => {
                let file = &sheet.file;
                Some(
                    Diagnostic::error(
                        "fact-expired",
                        place,
                        say!(
                            "{name} 的值到 {until} 为止",
                            "the value of {name} ended on {until}"
                        ),
                    )
                    .hint(say!(
                        "在 {file} 里补上新值，或核对 until",
                        "add the new value in {file}, or check `until`"
                    )),
                )
            }
            Told::Nobody => {
                if let Some(since) = self.book.begins(name) {
                    return Some(
                        Diagnostic::error(
                            "fact-unknown",
                            place,
                            say!(
                                "{name} 的值从 {since} 才开始",
                                "the value of {name} begins only on {since}"
                            ),
                        )
                        .hint(say!(
                            "在 facts.yaml 里补上以前的值，或核对 since",
                            "add the former value in facts.yaml, or check `since`"
                        )),
                    );
                }
                let names = self.book.names();
                let diagnostic = Diagnostic::error(
                    "fact-unknown",
                    place,
                    say!("没有叫“{name}”的事实", "no fact is called `{name}`"),
                );
                Some(match crate::yaml::nearest(name, names.into_iter()) {
                    Some(near) => diagnostic.hint(say!("是不是 {near}？", "did you mean {near}?")),
                    None => diagnostic.hint(say!(
                        "在 facts.yaml 里写上它的值和出处",
                        "write its value and source in facts.yaml"
                    )),
                })
            }
        }
    }

    fn quote_problem(&self, page: usize, asked: &Asked, words: &Words<'_>) -> Option<Diagnostic> {
        let Question::Quote { to, words: quote } = &asked.question else {
            return None;
        };
        // That the clause is not there is said of the reference itself.
        let cited = self.find_cited(page, to).ok()?;
        let place = self.pages[page].document.place(&asked.at);
        self.unlike(&cited, quote, place, words)
    }

    fn unlike(&self, cited: &Cited, quote: &str, place: Place, words: &Words<'_>) -> Option<Diagnostic> {
        let text = words(cited.page, cited.anchor.as_deref());
        let said: Spoken = spoken(quote);
        if said.is_empty() || spoken(&text).says(&said) {
            return None;
        }
        let title = &cited.title;
        let target = &self.pages[cited.page].document;
        let diagnostic = Diagnostic::error(
            "quote-unlike",
            place,
            say!("{title} 里没有这段原话", "{title} does not say these words"),
        )
        .see(Place::top(&target.file), say!("所引的文件", "the document cited"));
        Some(match nearest_words(&text, quote) {
            Some(near) => diagnostic.hint(say!("最接近的是：“{near}”", "nearest to it: “{near}”")),
            None => diagnostic.hint(say!(
                "照原文逐字引用，或改用自己的话、不用引文格式",
                "quote word for word, or say it in your own words without a quotation"
            )),
        })
    }

    /// Checks the sources and quotes of the facts themselves. A source that this site does not hold is
    /// no fault.
    pub fn check_facts(&self, words: &Words<'_>, report: &mut Vec<Diagnostic>) {
        for sheet in &self.book.sheets {
            for entry in sheet.facts.iter().flat_map(|fact| &fact.entries) {
                let Some(source) = &entry.source else { continue };
                match self.find_cited(self.home(&None), &source.value) {
                    Ok(cited) => {
                        if let Some(quote) = &entry.quote {
                            let place = Place::new(&sheet.file, quote.at.clone());
                            report.extend(self.unlike(&cited, &quote.value, place, words));
                        }
                    }
                    Err(Problem::Unknown(_)) => {}
                    Err(problem) => {
                        report.push(problem.diagnostic(self, Place::new(&sheet.file, source.at.clone())))
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
