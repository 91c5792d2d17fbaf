//! What office programs put into the pages that they save beside the text: notes, comments, headers, hidden words,
//! and changes that are tracked.

use super::dom::{Element, Page};
use std::collections::{BTreeMap, BTreeSet};

/// What stands beside the text of a page that an office program has saved.
#[derive(Debug, Default)]
pub struct Beside {
    /// Footnotes and endnotes to which something refers, by their ids.
    pub notes: BTreeMap<String, usize>,
    /// Comments by the number that their marks in the text have.
    pub comments: BTreeMap<String, usize>,
    /// Headers and footers, and whether each is a footer.
    pub headers: Vec<(bool, usize)>,
    /// The elements that hold all this, and nothing of the text.
    pub lists: Vec<usize>,
}

impl Beside {
    /// Finds it.
    pub fn of(page: &Page) -> Self {
        let mut beside = Self::default();
        for (index, element) in page.elements() {
            let kind = element.style("mso-element");
            if kind == "comment-list" {
                beside.lists.push(index);
            } else if has_class(element, "msocomtxt") {
                beside.lists.push(index);
                let number = element.attribute("id").trim_start_matches("_com_");
                beside.comments.insert(number.to_owned(), index);
            } else if matches!(&*kind, "header" | "footer") {
                beside.headers.push((kind == "footer", index));
                beside.lists.push(index);
            }
        }
        beside.find_notes(page);
        beside
    }

    /// Finds the notes to which something refers; others stay where they stand.
    fn find_notes(&mut self, page: &Page) {
        let marks = page.elements().filter(|(_, element)| element.name == "a");
        let named: BTreeSet<&str> = marks.filter_map(|(_, mark)| note_id(mark)).collect();
        for (index, element) in page.elements().filter(|(_, element)| element.name == "div") {
            let id = element.attribute("id");
            if named.contains(id) && !self.notes.contains_key(id) {
                self.notes.insert(id.to_owned(), index);
                self.lists.push(index);
            }
        }
    }

    /// The note that a mark in the text leads to.
    pub fn note(&self, mark: &Element) -> Option<usize> {
        self.notes.get(note_id(mark)?).copied()
    }

    /// The comment that a mark in the text leads to.
    pub fn comment(&self, mark: &Element) -> Option<(&str, usize)> {
        let number = mark.attribute("href").strip_prefix("#_msocom_")?;
        let (number, index) = self.comments.get_key_value(number)?;
        Some((number, *index))
    }
}

/// The id of the note that a mark leads to: `#_ftn1` of Word, `#sdfootnote1sym` of LibreOffice.
fn note_id(mark: &Element) -> Option<&str> {
    let to = mark.attribute("href").strip_prefix('#')?;
    let id = match to.strip_prefix('_') {
        Some(id) => id,
        None => to.strip_suffix("sym")?,
    };
    let name = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let known = matches!(name, "ftn" | "edn" | "sdfootnote" | "sdendnote");
    (known && name.len() < id.len()).then_some(id)
}

/// Whether an element is the mark before a note that leads back into the text.
pub fn is_mark_of_note(element: &Element) -> bool {
    let to = element.attribute("href");
    let word = ["#_ftnref", "#_ednref"].iter().any(|begin| to.starts_with(begin));
    word || ["#sdfootnote", "#sdendnote"]
        .iter()
        .any(|begin| to.starts_with(begin))
        && to.ends_with("anc")
}

/// Whether an element holds one section of a document.
pub fn is_section(element: &Element) -> bool {
    let mut classes = element.attribute("class").split_whitespace();
    element.name == "div"
        && classes.any(|class| {
            let number = class
                .strip_prefix("Word")
                .unwrap_or(class)
                .strip_prefix("Section");
            number.is_some_and(|number| number.parse::<u16>().is_ok())
        })
}

/// Whether an element holds the mark of a comment, or the blank that Word puts where the mark stands.
pub fn is_comment_mark(element: &Element) -> bool {
    has_class(element, "MsoCommentReference")
        || has_class(element, "msocomanchor")
        || element.style("mso-special-character") == "comment"
}

/// Who wrote a comment, as its mark says it, and its words.
pub fn comment(page: &Page, index: usize) -> (String, String) {
    let mark = page.words(index, &|_| false);
    let author = mark.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    let author = author.map_or("", |(author, _)| {
        author.trim_end_matches(|c: char| c.is_ascii_digit())
    });
    let out =
        |inner: usize| is_comment_mark(page.element(inner)) || has_class(page.element(inner), "msocomoff");
    (
        author.trim().to_owned(),
        page.words(index, &out).trim().to_owned(),
    )
}

/// A change that Word has tracked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Words that are put in.
    In,
    /// Words that are taken out.
    Out,
}

/// The change that an element is. Pages of sites also say `del` of what they show struck through; only Word says whose change
/// it is by an address of mail, or by its own class around it.
pub fn change(page: &Page, index: usize) -> Option<Change> {
    let element = page.element(index);
    let tracked = element.attribute("cite").starts_with("mailto:");
    match &*element.name {
        "ins" if tracked => Some(Change::In),
        "del" if tracked => Some(Change::Out),
        _ if has_class(element, "msoDel") => Some(Change::Out),
        _ => None,
    }
}

/// Whether an element holds words that the page does not show, and that Word shows only to who asks for them.
pub fn is_hidden(element: &Element) -> bool {
    element.style("mso-hide") == "all"
}

/// Whether an element has a class, whatever case it is written in.
fn has_class(element: &Element, class: &str) -> bool {
    let mut classes = element.attribute("class").split_whitespace();
    classes.any(|own| own.eq_ignore_ascii_case(class))
}
