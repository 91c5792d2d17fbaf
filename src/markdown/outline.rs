//! What a body holds and what it asks of the rest of the site.

use super::{Clauses, Headings};
use crate::base::Diagnostic;
use crate::html::Tree;
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

/// All that is known of a body without its HTML.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Outline {
    /// Headings in reading order.
    pub headings: Headings,
    /// Clauses, when the kind has them.
    pub clauses: Clauses,
    /// Other ids that links may lead to, sorted.
    pub ids: Vec<String>,
    /// What the text asks, in reading order.
    pub questions: Vec<PlacedRequest>,
    /// Beginning of the text in plain words, for descriptions; empty where its author gives a summary.
    pub lead: String,
    /// How long it is for people.
    pub length: usize,
    /// It holds highlighted code.
    pub highlighted: bool,
    /// What is wrong in the text by itself.
    pub report: Vec<Diagnostic>,
}

impl Outline {
    /// Gives back the room for more: it stays in memory as long as the site.
    pub(super) fn shrink(&mut self) {
        self.headings.shrink();
        self.clauses.shrink();
        self.ids.shrink_to_fit();
        self.questions.shrink_to_fit();
        self.lead.shrink_to_fit();
        self.report.shrink_to_fit();
    }

    /// Lets every place point into another text. `file` is what diagnostics call this one.
    pub(super) fn relocate(&mut self, file: &Arc<str>, to: impl Fn(Range<usize>) -> Range<usize>) {
        let there = |at: &Range<usize>| *at != (0..0);
        self.headings.relocate(|at| if there(&at) { to(at) } else { at });
        let questions = self.questions.iter_mut().map(|asked| &mut asked.at);
        let faults = self.clauses.faults.iter_mut().map(|fault| &mut fault.at);
        for at in questions.chain(faults).filter(|at| there(at)) {
            *at = to(at.clone());
        }
        for diagnostic in &mut self.report {
            let related = diagnostic.related.iter_mut().map(|(place, _)| place);
            for place in diagnostic.place.iter_mut().chain(related) {
                if place.file == *file {
                    let at = to(place.start..place.end);
                    (place.start, place.end) = (at.start, at.end);
                }
            }
        }
    }
}

/// A question and where its author asked it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlacedRequest {
    /// What is asked.
    pub question: Request,
    /// Bytes of the file.
    pub at: Range<usize>,
}

/// All that a text may ask of the site. Nothing else may ask.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Request {
    /// A link to a page, a file or an anchor of this site; answered by an address.
    Link(String),
    /// A picture of this site; answered by an address.
    Picture(String),
    /// A link or picture in raw HTML: answered by an address where it leads somewhere, and left as its
    /// author wrote it where it does not.
    Raw(String),
    /// `[[…]]`: answered by a whole link, or by its address alone when the author gave a label.
    Reference {
        /// As written.
        to: String,
        /// The author wrote what to print.
        labelled: bool,
    },
    /// `{{…}}`: answered by the value; plain where no link may be.
    Fact {
        /// Its name.
        name: String,
        /// Inside a link or a heading.
        plain: bool,
        /// The characters behind it in the same text, a few.
        followed: Box<str>,
    },
    /// Words where no element may stand, with facts in them: of a picture that is not seen, the title of a link. Answered by
    /// them with the values.
    Filled(String),
    /// The words of a quotation that must be in a clause; answered by nothing.
    Quote {
        /// Whose words.
        to: String,
        /// The words.
        words: String,
        /// How it says from where it is.
        form: QuoteForm,
    },
    /// The words of a quotation whose source is said by the clause alone, of a document that is named above it or that the page
    /// explains; answered by nothing.
    GroundQuote {
        /// Documents that may be meant, beside those that the page explains.
        named: Vec<String>,
        /// The clause; empty for the whole.
        clause: String,
        /// The words.
        words: String,
    },
    /// The words of a block quote that names no source: they may be nearly those of what the page explains. Answered by nothing.
    NearQuote(String),
    /// A component; answered by what its template makes of the data.
    Component {
        /// Its name.
        name: String,
        /// Number on the page, from 1, among its like.
        number: usize,
        /// Its YAML.
        data: ComponentData,
    },
    /// Words of the program, such as the title of a warning; answered by them in the language of the page.
    Word {
        /// In Chinese, as `words/*.yaml` of the theme have them; `#` is where the number stands.
        chinese: String,
        /// A number in it, if there is one.
        number: Option<usize>,
    },
    /// `{…}`, which is printed as it is: the name of a fact, perhaps, in too few braces. Answered by nothing.
    Braced(String),
}

/// How a quotation says from where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum QuoteForm {
    /// `—— [[reference]]`
    Linked,
    /// A document is named without a link: ——《办法》第一条, 摘自……, （国发〔2021〕1号）.
    Named,
    /// A dash and a name that may be a person's: —— 某某.
    Signed,
    /// Its source is in brackets behind the last words, or in the line before: it may be a quotation, or own words with their source.
    Beside,
    /// Words in quotation marks within a sentence, with their source before or behind them.
    Marked,
}

/// A value of a component.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum ComponentData {
    /// Nothing.
    Null,
    /// A flag.
    Flag(bool),
    /// A number, as text so that it prints as written.
    Number(String),
    /// Inline Markdown.
    Text(Tree),
    /// An address: the question that answers it.
    Address(usize),
    /// A fact: the question that answers it.
    Fact(usize),
    /// A list.
    List(Vec<ComponentData>),
    /// A map in the order written.
    Map(Vec<(String, ComponentData)>),
}
