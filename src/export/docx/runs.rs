//! The pieces of a paragraph.

use super::body::Body;
use super::parts::{NoteOf, Part};
use super::pictures;
use super::text::{Inline, Style, Words};
use crate::base::Fingerprint;
use crate::base::han::is_cjk;

/// Where it is said what a fact is from.
enum FactMark {
    /// Where it stood first.
    Told,
    /// In a comment.
    Comment(usize),
    /// In a footnote: LibreOffice 7.4 mixes up the footnotes behind a comment, so a text has only one of both.
    Note(String),
}

impl Body<'_> {
    /// Pieces, one behind the other.
    pub(super) fn inlines(&mut self, inlines: &[Inline]) {
        let mut facts: Vec<Option<FactMark>> = Vec::new();
        let mut at = 0;
        while at < inlines.len() {
            match &inlines[at] {
                Inline::Words(words) if !words.link.is_empty() => {
                    let same =
                        |inline: &&Inline| matches!(inline, Inline::Words(other) if other.link == words.link);
                    let count = inlines[at..].iter().take_while(same).count();
                    self.link(&words.link, &inlines[at..at + count]);
                    at += count;
                    continue;
                }
                Inline::Words(words) => self.styled(words),
                Inline::Break => self.piece(Style::default(), |body| body.xml.empty("w:br", &[])),
                Inline::Note(number) => self.note(*number),
                Inline::Picture { source, words } => self.picture(source, words),
                Inline::Place(id) => self.place(id),
                Inline::Fact(name) => facts.push(self.fact(name, &inlines[at + 1..])),
                Inline::FactEnd => {
                    if let Some(mark) = facts.pop().flatten() {
                        self.fact_end(mark);
                    }
                }
            }
            at += 1;
        }
    }

    /// Plain words.
    pub(super) fn run(&mut self, words: &str) {
        self.styled(&Words {
            text: words.to_owned(),
            ..Words::default()
        });
    }

    /// Plain words in a size, in halves of a point.
    pub(super) fn run_of_size(&mut self, words: &str, size: u32) {
        self.xml.open("w:r", &[]);
        self.xml.open("w:rPr", &[]);
        self.xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
        self.xml.value("w:sz", &size.to_string());
        self.xml.close("w:rPr");
        self.xml.words("w:t", words);
        self.xml.close("w:r");
    }

    fn styled(&mut self, words: &Words) {
        let east = words.text.chars().any(|c| is_cjk(c) || "“”‘’…—·".contains(c));
        self.xml.open("w:r", &[]);
        self.style(words.style, east, !words.link.is_empty());
        self.xml.words("w:t", &words.text);
        self.xml.close("w:r");
    }

    /// A run with something in it.
    fn piece(&mut self, style: Style, inside: impl FnOnce(&mut Self)) {
        self.xml.open("w:r", &[]);
        self.style(style, false, false);
        inside(self);
        self.xml.close("w:r");
    }

    /// How the characters of a run are set; signs that Latin fonts have, too, are set as Chinese when `east`.
    fn style(&mut self, style: Style, east: bool, link: bool) {
        if style == Style::default() && !east && !link {
            return;
        }
        self.xml.open("w:rPr", &[]);
        if style.code {
            self.xml.value("w:rStyle", "HTMLCode");
        } else if link {
            self.xml.value("w:rStyle", "Hyperlink");
        }
        if east {
            self.xml.empty("w:rFonts", &[("w:hint", "eastAsia")]);
        }
        for (name, on) in [
            ("w:b", style.bold),
            ("w:i", style.italic),
            ("w:strike", style.strike),
        ] {
            if on {
                self.xml.empty(name, &[]);
            }
        }
        if style.raised || style.lowered {
            let script = if style.raised { "superscript" } else { "subscript" };
            self.xml.value("w:vertAlign", script);
        }
        self.xml.close("w:rPr");
    }

    fn link(&mut self, to: &str, inlines: &[Inline]) {
        if let Some(place) = to.strip_prefix('#') {
            let name = super::parts::place_name(place);
            self.xml.open("w:hyperlink", &[("w:anchor", &name)]);
        } else if let Some(whole) = (self.paper.whole)(to) {
            let id = self.parts.relation(self.part, "hyperlink", &whole, true);
            self.xml.open("w:hyperlink", &[("r:id", &id)]);
        } else {
            return self.unlinked(inlines);
        }
        for inline in inlines {
            if let Inline::Words(words) = inline {
                self.styled(words);
            }
        }
        self.xml.close("w:hyperlink");
    }

    /// The words of a link that leads nowhere.
    fn unlinked(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            if let Inline::Words(words) = inline {
                self.styled(&Words {
                    link: String::new(),
                    ..words.clone()
                });
            }
        }
    }

    /// A place that links lead to.
    fn place(&mut self, id: &str) {
        let number = self.parts.next_id().to_string();
        let name = super::parts::place_name(id);
        self.xml
            .empty("w:bookmarkStart", &[("w:id", &number), ("w:name", &name)]);
        self.xml.empty("w:bookmarkEnd", &[("w:id", &number)]);
    }

    /// The mark of a footnote. Word has each note once: one that is referred to again comes again.
    fn note(&mut self, number: usize) {
        if self.part != Part::Text {
            return;
        }
        self.note_mark(NoteOf::Page(number));
    }

    fn note_mark(&mut self, note: NoteOf) {
        let id = self.parts.note(note).to_string();
        self.xml.open("w:r", &[]);
        self.xml.open("w:rPr", &[]);
        self.xml.value("w:rStyle", "FootnoteReference");
        self.xml.close("w:rPr");
        self.xml.empty("w:footnoteReference", &[("w:id", &id)]);
        self.xml.close("w:r");
    }

    /// A fact begins; what its end is marked with.
    fn fact(&mut self, name: &str, behind: &[Inline]) -> Option<FactMark> {
        let told = self.paper.facts.get(name)?;
        if self.part != Part::Text {
            return None;
        }
        let inside = behind.iter().take_while(|inline| **inline != Inline::FactEnd);
        let words: String = inside.filter_map(Inline::words).collect();
        let print = &Fingerprint::of_bytes(words.as_bytes()).hex()[..12];
        self.open_control(&format!("fact-{print}"), name);
        if !self.parts.facts.insert(name.to_owned()) {
            return Some(FactMark::Told);
        }
        if !self.notes.is_empty() {
            return Some(FactMark::Note(told.clone()));
        }
        let comment = self.parts.comment(told);
        self.xml
            .empty("w:commentRangeStart", &[("w:id", &comment.to_string())]);
        Some(FactMark::Comment(comment))
    }

    fn fact_end(&mut self, mark: FactMark) {
        match mark {
            FactMark::Told => {}
            FactMark::Note(words) => self.note_mark(NoteOf::Fact(words)),
            FactMark::Comment(comment) => {
                let id = comment.to_string();
                self.xml.empty("w:commentRangeEnd", &[("w:id", &id)]);
                self.xml.open("w:r", &[]);
                self.xml.open("w:rPr", &[]);
                self.xml.value("w:rStyle", "CommentReference");
                self.xml.close("w:rPr");
                self.xml.empty("w:commentReference", &[("w:id", &id)]);
                self.xml.close("w:r");
            }
        }
        self.close_control();
    }

    /// A picture, or what it shows in words when Word cannot show it.
    fn picture(&mut self, source: &str, words: &str) {
        let found = (self.paper.picture)(source).and_then(|bytes| self.parts.picture(source, bytes));
        let Some(picture) = found else {
            self.parts.lost.insert(source.to_owned());
            if !words.is_empty() {
                self.run(&format!("［图：{words}］"));
            }
            return;
        };
        let relation = self.parts.relation(self.part, "image", &picture.part, false);
        let id = self.parts.next_id();
        self.xml.open("w:r", &[]);
        pictures::draw(&mut self.xml, &picture, &relation, id, words);
        self.xml.close("w:r");
    }
}
